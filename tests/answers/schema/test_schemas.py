"""The schemas of results: every result kept under golden/ is valid, and nothing in it is undeclared."""

import json
from copy import deepcopy
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from scenario_cli.answers.diff.ask import diff
from scenario_cli.answers.schema.ask import document_type, json_schema
from scenario_cli.answers.verify.ask import verify
from scenario_cli.choices import FileSchemaName, SchemaName
from scenario_cli.errors import ExitCode, StudyError
from scenario_cli.study import study

pytestmark = pytest.mark.thorough

EXPECTED = Path(__file__).parents[2] / "golden" / "expected"
NAMES = get_args(SchemaName)
RESULTS = [name for name in NAMES if name not in get_args(FileSchemaName)]
SCHEMAS = {name: json_schema(name) for name in NAMES}
VALIDATORS = {name: jsonschema.Draft202012Validator(schema) for name, schema in SCHEMAS.items()}
WRONG = {"string": 1, "number": "1", "integer": 1.5, "boolean": 1, "array": {}, "object": [], "null": 0}
NEVER_KEPT = {"Mismatch", "Other"}  # made by a test below, as is the order of trials
ORDER = {("Provenance", "tried")}  # only Python can set first and inject then
SECRET = {("GameLine", "secret")}  # its hash is another each time
OPEN = {"content"}  # all keys of a file's format stand there


def kept():
    """Yield every result that is kept, by where it stands."""
    for path in sorted(EXPECTED.rglob("*.json")):
        text = path.read_text(encoding="utf-8")  # what went to stderr may follow
        found = json.JSONDecoder().raw_decode(text)[0] if text.startswith("{") else {}
        if "format" in found:
            yield pytest.param(
                found["format"].removesuffix("/1"), found, id=f"{path.parent.name}/{path.stem}"
            )


KEPT = list(kept())
ROWS = [
    json.loads(line)
    for path in sorted(EXPECTED.rglob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if '"input_sha256"' in line
]
PROBLEMS = [
    json.loads(line)
    for line in (EXPECTED / "files" / "check.jsonl").read_text(encoding="utf-8").splitlines()
    if line.startswith("{")  # what went to stderr follows
]
LINES = {"batch": ROWS, "check-problem": PROBLEMS}  # no document of its own: one of many lines
# The largest of each: it has the most fields.
EXAMPLES = {
    name: max((p.values[1] for p in KEPT if p.values[0] == name), key=lambda found: len(json.dumps(found)))
    for name in RESULTS
    if name not in LINES
} | {name: lines[0] for name, lines in LINES.items()}


def errors(name, found):
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(found)]


def resolved(schema, whole):
    if "$ref" in schema:
        return whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            return resolved(choice, whole)
    return schema


def wrong_for(schema, whole):
    """Return a value of a type that a field cannot have; a rating is a number or a word, so neither."""
    types = {resolved(choice, whole)["type"] for choice in schema.get("anyOf", [schema])} - {"null"}
    return WRONG[types.pop()] if len(types) == 1 else []


def places(found, schema, whole, at=()):
    """Yield every value of a document with its schema; that of a key that is not declared is None."""
    yield at, found, schema
    if not schema or found is None or (at and at[-1] in OPEN):  # of {} anything may be
        return
    choices = [resolved(choice, whole) for choice in schema.get("anyOf", [schema])]
    fitting = {"dict": "object", "list": "array"}.get(type(found).__name__)
    part = next((choice for choice in choices if choice.get("type") == fitting), choices[0])
    if isinstance(found, dict):
        for key, value in found.items():
            inner = part.get("properties", {}).get(key, part.get("additionalProperties"))
            yield from places(value, inner, whole, (*at, key))
    elif isinstance(found, list):
        for i, value in enumerate(found):
            yield from places(value, part["items"], whole, (*at, i))


def test_there_are_results_to_validate():
    assert len(KEPT) > 70
    assert len(ROWS) >= 12
    assert {param.values[0] for param in KEPT} | set(LINES) == set(RESULTS)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_says_what_it_is_of(name):
    schema = SCHEMAS[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:scenario-cli:{name}:1"
    assert schema["title"] == f"{name}/1"
    assert schema["description"]
    assert json.dumps(json_schema(name)) == json.dumps(schema)


@pytest.mark.parametrize("name", RESULTS)
def test_every_field_has_a_meaning(name):
    whole = SCHEMAS[name]
    for word, part in {"": whole, **whole["$defs"]}.items():
        assert part["description"], word
        assert [key for key, field in part["properties"].items() if not field["description"]] == []


@pytest.mark.parametrize("name", RESULTS)
def test_every_number_has_a_unit_or_says_what_it_counts(name):
    """A bare number is a count or a place, and its text says so."""
    whole = SCHEMAS[name]
    for part in (whole, *whole["$defs"].values()):
        for key, field in part["properties"].items():
            if field.get("type") == "number":
                assert "(" in field["description"] or any(
                    word in field["description"] for word in ("0..1", "points", "eigenvalue", "ratio", "unit")
                ), key


@pytest.mark.parametrize(("name", "found"), KEPT)
def test_a_result_is_valid(name, found):
    assert errors(name, found) == []


@pytest.mark.parametrize(("name", "found"), KEPT)
def test_a_result_has_no_field_that_is_not_declared(name, found):
    assert [where for where, _, schema in places(found, SCHEMAS[name], SCHEMAS[name]) if schema is None] == []


def called(word, name):
    """Return what a part of a schema is called: one that is a result itself goes by its own name."""
    return next((result for result in RESULTS if result == word.lower()), word or name)


def test_what_a_schema_declares_occurs():
    """No field is declared that no result has: of all that are kept, each is there once at least."""
    kept_ones = [param.values for param in KEPT] + [
        (name, line) for name, lines in LINES.items() for line in lines
    ]
    parts = {
        id(part): called(word, name)
        for name in RESULTS
        for word, part in {"": SCHEMAS[name], **SCHEMAS[name]["$defs"]}.items()
    }
    met = {
        (parts[id(resolved(schema, SCHEMAS[name]))], key)
        for name, found in kept_ones
        for _, value, schema in places(found, SCHEMAS[name], SCHEMAS[name])
        if isinstance(value, dict) and id(resolved(schema, SCHEMAS[name])) in parts
        for key in value
    }
    declared = {
        (called(word, name), key)
        for name in RESULTS
        for word, part in {"": SCHEMAS[name], **SCHEMAS[name]["$defs"]}.items()
        for key in part["properties"]
    }
    assert {word for word, _ in declared - met - ORDER - SECRET} <= NEVER_KEPT


def test_what_no_kept_result_has_is_valid_too():
    score = study("china-arms-russia").score().to_dict()
    changed = deepcopy(score)
    changed["ranking"][0]["score"] = 1.0
    verified = json.loads(verify(changed).to_json())
    assert verified["mismatches"]
    assert errors("verify", verified) == []
    others = json.loads(diff(score, {**score, "ranking": score["ranking"][1:]}).to_json())
    assert others["others"]
    assert errors("diff", others) == []
    ordered = study("china-arms-russia").tried("weights.power=40", "shipment_exposed").score().to_dict()
    assert ordered["provenance"]["tried"] == ["weights.power=40", "shipment_exposed"]
    assert errors("score", ordered) == []
    for name, found in (("verify", verified), ("diff", others), ("score", ordered)):
        assert [at for at, _, schema in places(found, SCHEMAS[name], SCHEMAS[name]) if schema is None] == []


def test_a_row_of_batch_is_valid_and_has_the_columns_of_the_table():
    schema = SCHEMAS["batch"]
    for row in ROWS:
        assert errors("batch", row) == []
        assert set(schema["required"]) <= set(row) <= set(schema["properties"])
    head = (EXPECTED / "coffee" / "batch.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head.split(",") == [
        key for key in document_type("batch").__annotations__ if key in schema["required"]
    ]


def test_a_line_of_check_is_a_problem_of_its_document():
    assert len(PROBLEMS) > 2
    assert [errors("check-problem", line) for line in PROBLEMS] == [[]] * len(PROBLEMS)
    document = next(p.values[1] for p in KEPT if p.id == "files/check")
    assert document["problems"] == PROBLEMS


@pytest.mark.parametrize("name", RESULTS)
def test_a_field_that_is_missing_or_of_a_wrong_type_is_refused(name):
    found, whole = EXAMPLES[name], SCHEMAS[name]
    tried = 0
    seen = set()
    for where, value, schema in places(found, whole, whole):
        part = resolved(schema or {}, whole)
        for key in part.get("required", []) if isinstance(value, dict) else []:
            if (id(part), key) in seen:
                continue
            seen.add((id(part), key))
            here = jsonschema.Draft202012Validator({"$defs": whole.get("$defs", {}), **part})
            assert here.is_valid(value), where
            assert not here.is_valid({k: v for k, v in value.items() if k != key}), (*where, key)
            wrong = value | {key: wrong_for(part["properties"][key], whole)}
            assert not here.is_valid(wrong), (*where, key)
            tried += 1
    assert tried >= len(whole["required"])


@pytest.mark.parametrize("name", RESULTS)
def test_a_field_that_came_later_is_passed_over(name):
    assert errors(name, {**EXAMPLES[name], "came_later": {"x": 1}}) == []


@pytest.mark.parametrize("name", [name for name in RESULTS if name not in LINES])
def test_a_result_is_not_taken_for_another(name):
    assert errors(name, {**EXAMPLES[name], "format": "other/1"}) != []


def test_a_pair_is_a_pair():
    found = deepcopy(EXAMPLES["score"])
    found["one_way"][0]["stable"].append(1.0)
    assert errors("score", found) != []


@pytest.mark.parametrize("name", NAMES)
def test_the_command_prints_the_schema(name, folder, run):
    result = run("schema", name)
    assert result.exit_code == 0
    assert result.stdout == json.dumps(SCHEMAS[name], sort_keys=True, indent=2) + "\n"


def test_a_schema_that_is_not_there_is_refused_and_the_others_named(folder, run):
    result = run("schema", "scores")
    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert result.stderr.startswith("error: NAME: there is no schema 'scores'; known: scenario, weights, ")
    assert [name for name in NAMES if name not in result.stderr] == []
    with pytest.raises(StudyError, match="no schema 'x'"):
        json_schema("x")


def test_help_names_every_schema(run):
    said = run("schema", "--help").stdout.replace(",", " ").split()
    assert [name for name in NAMES if name not in said] == []


def test_pairs_files_are_held_to_their_schema():
    pairs = {"format": "pairs/1", "items": ["a", "b"], "matrix": [[1, "1/3"], [3, 1]]}
    assert errors("pairs", pairs) == []
    assert errors("pairs", {**pairs, "itms": []}) != []
    assert errors("pairs", {**pairs, "items": ["a"]}) != []

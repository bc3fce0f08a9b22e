"""The JSON Schemas that editors get: what `check` calls sound is valid, what it calls a wrong key is not."""

import json

import jsonschema
import pytest
from conftest import EXAMPLES

from scenario_cli.files.catalog import homes, listed
from scenario_cli.files.meanings import MEANINGS
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import format_of
from scenario_cli.files.schema import json_schema
from scenario_cli.model.base import Numeral, Statement
from scenario_cli.model.pairs import Pairs
from scenario_cli.model.scenario import Driver, Scenario
from scenario_cli.model.weights import Weights

KINDS = ("scenario", "weights", "answers")
SHIPPED = [path for folder in ("scenarios", "weights") for path in listed(homes(folder)[-1][0])]
SOUND = sorted([*(EXAMPLES / "valid").iterdir(), *(EXAMPLES / "scenarios").iterdir()])


def as_an_editor_reads(data):
    """Return data as an editor's YAML 1.2 parser gives it: plain numbers, whole ones as int."""
    if isinstance(data, dict):
        return {key: as_an_editor_reads(part) for key, part in data.items()}
    if isinstance(data, list):
        return [as_an_editor_reads(part) for part in data]
    if isinstance(data, Numeral):
        return int(data) if data.is_integer() else float(data)
    return data


def stated(path):
    source = parse(path.name, path.read_bytes())
    return format_of(source), as_an_editor_reads(source.data)


@pytest.fixture(scope="module")
def validators():
    schemas = {kind: json_schema(kind) for kind in KINDS}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    return {kind: jsonschema.Draft202012Validator(schema) for kind, schema in schemas.items()}


def errors(validators, kind, data):
    return [
        f"{'/'.join(map(str, error.path))}: {error.message}" for error in validators[kind].iter_errors(data)
    ]


def test_files_are_shipped_to_be_validated():
    assert len([path for path in SHIPPED if path.parent.name == "scenarios"]) >= 2
    assert len([path for path in SHIPPED if path.parent.name == "weights"]) >= 5


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_file_is_valid(path, validators):
    assert errors(validators, *stated(path)) == []


@pytest.mark.parametrize(
    "path",
    SOUND,
    ids=lambda path: path.name,
)
def test_every_sound_example_is_valid(path, validators):
    assert errors(validators, *stated(path)) == []


@pytest.mark.parametrize("kind", ["scenario", "weights"])
def test_new_files_are_valid(kind, validators, folder, run):
    result = run("new", kind, "mine", "-o", "-", "--scenario", "china-arms-russia")
    found = parse("x.yaml", result.stdout_bytes)
    assert errors(validators, kind, as_an_editor_reads(found.data)) == []


CHANGES = [
    ("scenario", (), "titel", "x"),
    ("scenario", ("drivers", "comfort"), "scal", {}),
    ("scenario", ("drivers", "comfort", "factors", "wait", "scale"), "wurst", 1),
    ("scenario", ("drivers",), "Not An Id", {}),
    ("scenario", ("drivers", "comfort", "factors"), "9", {}),
    ("scenario", ("options", "keep"), "rating", 3),
    ("scenario", ("sources", "memo"), "year", 2024),
    ("scenario", ("evidence", "slow"), "page", 2),
    ("scenario", ("ratings", "keep", "wait"), "becuase", "x"),
    ("scenario", ("injects", "price_cut"), "what", "x"),
    ("scenario", ("injects", "price_cut", "ratings", "new", "cost"), "by", 1),
    ("scenario", ("confidence",), "medium", 1),
    ("weights", (), "driver", {}),
    ("weights", (), "id_", "x"),
    ("weights", ("factors", "pleasure"), "Taste", 1),
    # values
    ("scenario", (), "format", "scenario/2"),
    ("scenario", (), "title", ["x"]),
    ("scenario", (), "status_quo", "Not An Id"),
    ("scenario", (), "drivers", {}),
    ("scenario", (), "options", []),
    ("scenario", (), "id", "Not An Id"),
    ("scenario", ("ratings", "keep"), "taste", True),
    ("scenario", ("ratings", "keep"), "taste", [7]),
    ("scenario", ("ratings", "keep", "wait"), "kind", "guess"),
    ("scenario", ("ratings", "keep", "wait"), "evidence", "slow"),
    ("scenario", ("drivers", "cost", "scale"), "step", 0),
    ("scenario", ("drivers", "cost", "scale"), "worst", "900"),
    ("weights", (), "format", "scenario/1"),
    ("weights", (), "drivers", {}),
    ("weights", ("drivers",), "price", -1),
    ("weights", ("drivers",), "price", "lots"),
    ("weights", ("ranges",), "pleasure", [10]),
    ("weights", ("ranges",), "pleasure", [10, 20, 30]),
    ("weights", ("ranges",), "pleasure", [10, 101]),
]


@pytest.mark.parametrize(("kind", "path", "key", "value"), CHANGES)
def test_a_wrong_key_or_value_is_refused(kind, path, key, value, validators):
    name = "full.yaml" if kind == "scenario" else "full-weights.yaml"
    _, data = stated(EXAMPLES / "valid" / name)
    assert errors(validators, kind, data) == []
    holder = data
    for step in path:
        holder = holder[step]
    holder[key] = value
    assert errors(validators, kind, data) != []


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("scenario", "format"),
        ("scenario", "title"),
        ("scenario", "question"),
        ("scenario", "drivers"),
        ("scenario", "options"),
        ("scenario", "ratings"),
        ("weights", "format"),
        ("weights", "drivers"),
    ],
)
def test_what_must_be_stated_is_asked_for(kind, key, validators):
    _, data = stated(EXAMPLES / "valid" / ("full.yaml" if kind == "scenario" else "full-weights.yaml"))
    del data[key]
    assert any(f"'{key}' is a required property" in error for error in errors(validators, kind, data))


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_prints_the_schema(kind, folder, run):
    result = run("schema", kind)
    assert json.loads(result.stdout) == json_schema(kind)
    assert result.stdout == json.dumps(json_schema(kind), sort_keys=True, indent=2) + "\n"
    assert run("schema", kind, "-o", "x.json").stdout == ""
    assert (folder / "x.json").read_bytes() == result.stdout_bytes


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_says_which_dialect_it_is_and_closes_every_mapping(kind):
    schema = json_schema(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    mappings = [part for part in parts(schema) if part.get("type") == "object"]
    assert len(mappings) >= 4
    assert [part for part in mappings if "additionalProperties" not in part] == []


@pytest.mark.parametrize("kind", [*KINDS, "pairs"])
def test_the_schema_has_a_name_of_its_own_and_says_what_each_key_means(kind):
    schema = json_schema(kind)
    assert (schema["$id"], schema["title"]) == (f"urn:scenario-cli:{kind}:1", f"{kind}/1")
    keyed = [part["properties"] for part in parts(schema) if isinstance(part.get("properties"), dict)]
    assert keyed
    assert [key for fields in keyed for key, field in fields.items() if not field["description"]] == []


def test_a_meaning_stands_for_each_key_and_for_nothing_else():
    models = {model.__name__: model for model in (Scenario, Weights, Pairs, *Statement.__subclasses__())}
    models |= {"Driver": Driver}
    assert {word: list(fields) for word, fields in MEANINGS.items()} == {
        word: list(models[word].model_fields) for word in MEANINGS
    }
    assert set(MEANINGS) == set(models)


def parts(node):
    if isinstance(node, dict):
        yield node
        for part in node.values():
            yield from parts(part)
    elif isinstance(node, list):
        for part in node:
            yield from parts(part)

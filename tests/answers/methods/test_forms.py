"""``scenario methods``: its JSON, rows, pages and picture, and that they say the same."""

import csv
import io
import json
import re

import pytest
from answers.methods.papers import MAX, by_method, ids, put_table
from jsonschema import Draft202012Validator
from pictured import held_to
from rich.cells import cell_len

import scenario_cli as sc
from scenario_cli.choices import MethodName

NAMES = list(MethodName.__args__)
ROWS = [[9, 1], [4, 5], [6, 4]]


@pytest.fixture
def table(folder):
    put_table(folder, ROWS, [MAX, MAX], [3, 2])
    return ("methods", "paper.yaml", "-w", "w.yaml")


def asked(run, *args):
    result = run(*args, "-f", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


@pytest.mark.parametrize("options", [(), ("--as-published",)])
def test_the_document_is_what_its_schema_says(run, table, options):
    document = asked(run, *table, *options)
    Draft202012Validator(sc.json_schema("methods")).validate(document)
    assert document["format"] == "methods/1"
    assert document["as_published"] is bool(options)
    assert [each["method"] for each in document["methods"]] == NAMES
    for each in document["methods"]:
        ranks = [row["rank"] for row in each["ranking"]]
        assert ranks == sorted(ranks)
        assert each["reason"] is None
        assert sorted(row["option"] for row in each["ranking"]) == ids(3)
    codes = [flag["code"] for flag in document["flags"]]
    assert ("rank_reversal" in codes) is bool(options)


def test_adding_up_is_the_score(run, table):
    added = by_method(asked(run, *table))["additive"]["ranking"]
    scored = asked(run, "score", "paper.yaml", "-w", "w.yaml")["ranking"]
    assert [(row["option"], row["rank"], row["index"]) for row in added] == [
        (row["option"], row["rank"], row["score"]) for row in scored
    ]


def test_rows_have_the_same_numbers(run, table):
    document = by_method(asked(run, *table))
    rows = list(csv.DictReader(io.StringIO(run(*table, "-f", "csv").stdout)))
    assert len(rows) == 6 * 3
    for row in rows:
        told = next(x for x in document[row["method"]]["ranking"] if x["option"] == row["option"])
        assert int(row["rank"]) == told["rank"]
        assert float(row["index"]) == told["index"]
        for key in ("s", "r", "plus", "minus"):
            assert (float(row[key]) if row[key] else None) == told.get(key)


def test_a_method_that_cannot_run_says_why(run, folder):
    put_table(folder, [[0, 4], [5, 3], [-1, 2]], [MAX, MAX], [1, 1])
    args = ("methods", "paper.yaml", "-w", "w.yaml", "--as-published")
    document = asked(run, *args)
    product = by_method(document)["weighted_product"]
    assert product["ranking"] == []
    why = "a product takes ratings above 0 only: a on c0 is 0, and 1 more rating like it"
    assert product["reason"] == why
    assert "the weighted product cannot run" in document["finding"]
    rows = list(csv.DictReader(io.StringIO(run(*args, "-f", "csv").stdout)))
    refused = [row for row in rows if row["method"] == "weighted_product"]
    assert [(row["rank"], row["index"], row["reason"]) for row in refused] == [("", "", why)] * 3
    assert f"Product: {why}." in " ".join(run(*args, "--width", "120").stdout.split())
    Draft202012Validator(sc.json_schema("methods")).validate(document)
    picture = run(*args, "-f", "svg").stdout
    words = " ".join(re.sub(r"<[^>]*>", " ", picture).split())
    assert words.count("Product") == 1
    assert f"Product: {why}." in words
    assert "TOPSIS" in picture


def test_what_is_not_defined_is_null_and_all_tie(run, folder):
    put_table(folder, [[3, 4]] * 2, [MAX, MAX], [1, 1])
    document = asked(run, "methods", "paper.yaml", "-w", "w.yaml", "--as-published")
    topsis = by_method(document)["topsis"]["ranking"]
    assert [(row["rank"], row["tied"], row["index"]) for row in topsis] == [(1, True, None)] * 2
    Draft202012Validator(sc.json_schema("methods")).validate(document)
    page = run("methods", "paper.yaml", "-w", "w.yaml", "--as-published", "--all").stdout
    assert "n/a" in page


@pytest.mark.parametrize("width", [40, 80, 120])
def test_pages_fit_and_start_with_the_answer(run, table, width):
    document = asked(run, *table)
    shown = run(*table, "--width", str(width)).stdout
    lines = shown.splitlines()
    assert max(map(cell_len, lines)) <= width
    paragraphs = [" ".join(part.split()) for part in shown.split("\n\n")]
    assert paragraphs[1] == document["finding"]
    assert paragraphs[2].startswith("Which rank has each option")


def test_a_narrow_page_names_methods_by_numbers(run, table):
    shown = " ".join(run(*table, "--width", "50").stdout.split())
    assert "1 Adding up, 2 Product, 3 TOPSIS, 4 VIKOR, 5 PROMETHEE, 6 Majority" in shown


@pytest.mark.parametrize("form", ["md", "html", "svg"])
def test_other_forms_say_the_finding(run, table, form):
    document = asked(run, *table)
    result = run(*table, "-f", form)
    assert (result.exit_code, result.stderr) == (0, "")
    assert document["finding"] in result.stdout.replace("&#39;", "'")


def test_the_picture_holds_the_ranks(folder):
    put_table(folder, ROWS, [MAX, MAX], [3, 2])
    held_to(sc.study("paper.yaml", "w.yaml").methods(), "methods")


def test_python_and_the_command_give_one_document(run, table):
    answer = sc.study("paper.yaml", "w.yaml").methods(as_published=True)
    assert answer.to_json() == run(*table, "--as-published", "-f", "json").stdout
    assert isinstance(answer, sc.MethodsAnswer)


@pytest.mark.parametrize("options", [(), ("--as-published",), ("--set", "weights.c0=9")])
def test_a_result_is_verified_and_an_altered_one_is_told(run, table, folder, options):
    assert run(*table, *options, "-o", "result.json").exit_code == 0
    assert run("verify", "result.json").exit_code == 0
    assert run(*table, *options, "-o", "page.html").exit_code == 0
    assert run("verify", "page.html").exit_code == 0
    document = json.loads((folder / "result.json").read_text())
    document["methods"][3]["ranking"][0]["r"] += 0.01
    (folder / "result.json").write_text(json.dumps(document))
    assert run("verify", "result.json").exit_code == 4


def test_what_is_tried_counts(run, table):
    plain = by_method(asked(run, *table))
    tried = by_method(asked(run, *table, "--set", "ratings.a.c1=6", "--set", "weights.c1=9"))
    assert plain["vikor"] != tried["vikor"]
    assert run(*table, "--set", "ratings.a.c1=6").stdout.startswith("What-if: ")


def test_a_chance_is_refused(folder):
    study = sc.study("china-arms-russia").tried("chance.shipment_exposed=0.4")
    with pytest.raises(sc.StudyError):
        study.methods()


def test_wrong_thresholds_are_located_and_nothing_is_written(run, table, folder):
    text = (
        (folder / "paper.yaml").read_text().replace('"scale"', '"preference": {"q": 9, "p": 4}, "scale"', 1)
    )
    (folder / "paper.yaml").write_text(text)
    result = run(*table, "-o", "out.json")
    assert result.exit_code == 3
    assert "paper.yaml:1:" in result.stderr
    assert "'q' 9 is above 'p' 4 [bad-order]" in result.stderr
    assert not (folder / "out.json").exists()


def test_an_export_tells_of_preferences_that_no_table_holds(run, folder):
    put_table(folder, [[1, 2], [2, 3]], [MAX, MAX], [1, 1], preferences=[{"type": "usual"}, None])
    for name in ("out.csv", "out.xlsx"):
        result = run("export", "paper.yaml", "-w", "w.yaml", "-o", name)
        assert result.exit_code == 0
        assert "preference: c0\n" in result.stderr


def test_thresholds_are_told_as_they_count(run, folder):
    preferences = [{"type": "gaussian"}, {"q": 0.25}, None]
    put_table(folder, [[1, 2, 3], [2, 3, 1]], [MAX] * 3, [1, 1, 1], preferences=preferences)
    document = asked(run, "methods", "paper.yaml", "-w", "w.yaml")
    told = by_method(document)["promethee"]["thresholds"]
    step = [(high * 1.25 + 1) / 10 for high in (2, 3, 3)]
    assert told == {
        "c0": {"type": "gaussian", "s": pytest.approx(step[0])},
        "c1": {"type": "linear", "q": 0.25, "p": pytest.approx(2 * step[1])},
        "c2": {"type": "linear", "q": pytest.approx(step[2]), "p": pytest.approx(2 * step[2])},
    }

"""``scenario diff``: what is no result, no pair, or wrong usage."""

import json
import re

import pytest
from answers.diff.coffee import put


def test_two_kinds_are_wrong_usage(result, run):
    old = result("old.json")
    for pair in ((old, "coffee"), ("coffee", "weights/fair.yaml"), ("weights/fair.yaml", old)):
        done = run("diff", *pair)
        assert (done.exit_code, done.stdout) == (2, "")
        assert pair[0] in done.stderr


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1, 2", '{"format": "score/1"}', '{"format": "compare/1"}', "null", '"text"', "\x00", "[]"],
)
def test_a_broken_result_is_a_wrong_file(result, run, coffee, text):
    put(coffee / "broken.json", text)
    done = run("diff", result("old.json"), "broken.json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "broken.json:" in done.stderr


MANGLINGS = {
    "no ranking": lambda d: d.pop("ranking"),
    "ranking empty": lambda d: d.update(ranking=[]),
    "ranking a text": lambda d: d.update(ranking="none"),
    "ranking of numbers": lambda d: d.update(ranking=[1, 2]),
    "no weights": lambda d: d.pop("weights"),
    "weights a list": lambda d: d.update(weights=[]),
    "factors a list": lambda d: d["weights"].update(factors=["taste"]),
    "factor a text": lambda d: d["weights"]["factors"].update(taste="much"),
    "contribution missing": lambda d: d["ranking"][0]["contributions"].pop("taste"),
    "score null": lambda d: d["ranking"][0].update(score=None),
    "contributions a list": lambda d: d["ranking"][1].update(contributions=[]),
    "no factors": lambda d: d["weights"].update(factors={}),
    "a weight of 300%": lambda d: d["weights"]["factors"].update(taste=3),
    "a huge weight": lambda d: d["weights"]["factors"].update(taste=1e308),
    "a negative weight": lambda d: d["weights"]["factors"].update(taste=-1),
    "an option twice": lambda d: d["ranking"].append(d["ranking"][0]),
    "an option of nothing": lambda d: d["ranking"][0].update(option=None),
    "a contribution a text": lambda d: d["ranking"][0]["contributions"].update(taste="x"),
}


@pytest.mark.parametrize("mangled", MANGLINGS)
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_mangled_result_is_a_wrong_file_and_no_fault_of_the_program(result, run, coffee, mangled, side):
    whole = result("whole.json")
    stated = json.loads((coffee / whole).read_text(encoding="utf-8"))
    MANGLINGS[mangled](stated)
    put(coffee / "mangled.json", json.dumps(stated))
    pair = ("mangled.json", whole) if side == "old" else (whole, "mangled.json")
    done = run("diff", *pair)
    assert (done.exit_code, done.stdout) == (3, ""), done.stderr
    assert "mangled.json:" in done.stderr
    assert not re.search(r"[A-Z]\w+Error|NoneType|could not convert|broadcast|literal", done.stderr)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda found: found.pop("ranking"), "'ranking' is missing"),
        (lambda found: found["ranking"].clear(), "it ranks no option"),
        (
            lambda found: found["ranking"][0].update(score=99.0),
            "the contributions do not add up to the scores",
        ),
        (
            lambda found: found.update(weights=[1]),
            "it has not the form of what this program writes with -f json",
        ),
    ],
)
def test_why_a_result_cannot_be_read_is_told_in_plain_words(result, run, coffee, change, why):
    found = json.loads((coffee / result("a.json")).read_text())
    change(found)
    put(coffee / "b.json", json.dumps(found))
    told = run("diff", "a.json", "b.json")
    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr == f"b.json:1:1: error: this result cannot be read: {why} [wrong-result]\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["coffee", "coffee", "--scenario", "coffee"],
            "--scenario coffee: goes with two weights files, these are scenarios",
        ),
        (
            ["weights/fair.yaml", "weights/gourmet.yaml", "-w", "fair"],
            "-w fair: goes with two scenarios, these are weights files",
        ),
    ],
)
def test_an_option_that_would_be_ignored_is_wrong_usage(coffee, run, args, said):
    done = run("diff", *args)
    assert (done.exit_code, done.stderr) == (2, f"error: {said}\n")


def test_a_missing_file_is_told(result, run):
    done = run("diff", result("old.json"), "nowhere.json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "nowhere.json" in done.stderr


def test_both_missing_files_are_told_in_one_run(coffee, run):
    done = run("diff", "one.json", "two.json")
    assert done.exit_code == 3
    assert "one.json" in done.stderr
    assert "two.json" in done.stderr


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("page.html", "a page for a browser"),
        ("page.md", "a page"),
        ("picture.svg", "a file that names no format"),
        ("table.csv", "a file that names no format"),
    ],
)
def test_what_is_nothing_to_compare_is_told_what_is(result, run, coffee, name, found):
    """Once a page was a mistake of YAML, and of a table it was not said what is read."""
    run("score", "-o", name)
    done = run("diff", result("old.json"), name)
    assert (done.exit_code, done.stdout) == (3, "")
    reads = "expected a scenario, weights, a result of 'score' in JSON, or a sweep of 'batch'"
    assert f"error: {reads}, found {found} [wrong-format]\n" in done.stderr
    assert done.stderr.startswith(name)


def test_a_dataset_is_named_by_its_folder(coffee, run):
    pytest.importorskip("pyarrow")
    run("batch", "coffee", "-w", "fair", "-o", "sweep/")
    done = run("diff", "sweep/manifest.json", "sweep/manifest.json")
    assert done.exit_code == 3
    assert done.stderr.endswith("found 'batch-dataset/1' [wrong-format]; name its folder\n")
    assert run("diff", "sweep", "sweep/").exit_code == 0

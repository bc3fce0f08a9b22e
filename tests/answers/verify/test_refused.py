"""``scenario verify``: what is no result is told, and is no fault of the program."""

import re

import pytest
from answers.verify.coffee import KINDS, changed, put

PYTHON_WORDS = re.compile(r"[A-Z]\w+Error|NoneType|tuple|literal|'None'")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"format": "score/1"}', '{"format": "check/1"}', '{"format": 3}', "null", "text"],
)
def test_what_is_no_result_is_a_wrong_file(coffee, run, text):
    put(coffee / "result.json", text)
    done = run("verify", "result.json")
    assert (done.exit_code, done.stdout) == (3, ""), done.stderr
    assert "result.json:" in done.stderr


MANGLINGS = {
    "provenance a text": lambda d: d.update(provenance="mine"),
    "inputs a text": lambda d: d["provenance"].update(inputs="coffee"),
    "inputs of texts": lambda d: d["provenance"].update(inputs=["coffee"]),
    "inputs null": lambda d: d["provenance"].update(inputs=None),
    "no hash": lambda d: d["provenance"]["inputs"][0].pop("sha256"),
    "only weights": lambda d: d["provenance"]["inputs"].pop(0),
    "no injects": lambda d: d["provenance"].pop("injects"),
    "injects a number": lambda d: d["provenance"].update(injects=3),
    "set null": lambda d: d["provenance"].update(set=None),
    "set a number": lambda d: d["provenance"].update(set=[5]),
    "an inject that is not there": lambda d: d["provenance"].update(injects=["fire"]),
    "a setting that cannot be": lambda d: d["provenance"].update(set=["weights.tea=3"]),
    "an input of nothing": lambda d: d["provenance"].update(inputs=[{}]),
}


@pytest.mark.parametrize("mangled", MANGLINGS)
def test_a_mangled_result_is_a_wrong_file_and_no_fault_of_the_program(result, run, mangled):
    changed(result("score"), MANGLINGS[mangled])
    done = run("verify", "result.json")
    assert (done.exit_code, done.stdout) == (3, ""), done.stderr
    assert "result.json:" in done.stderr
    assert not PYTHON_WORDS.search(done.stderr), done.stderr


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("sensitivity two-way", lambda d: d.update(two_way="both")),
        ("sensitivity", lambda d: d.update(locked=3)),
        ("explain", lambda d: d.update(option="tea")),
        ("explain", lambda d: d.pop("against")),
        ("robustness", lambda d: d.update(model=[])),
        ("robustness", lambda d: d["model"].update(weights="sideways")),
        ("robustness", lambda d: d["model"].update(samples="many")),
        ("evidence kind", lambda d: d.update(kind="rumour")),
        ("compare", lambda d: d.update(over="tables")),
        ("compare", lambda d: d["provenance"]["inputs"].pop(0)),
        ("compare scenarios", lambda d: d["provenance"]["inputs"].clear()),
    ],
)
def test_a_mangled_field_is_a_wrong_file_and_no_fault_of_the_program(result, run, kind, change):
    changed(result(*KINDS[kind]), change)
    done = run("verify", "result.json")
    assert done.exit_code == 3, (done.exit_code, done.stderr)
    assert not PYTHON_WORDS.search(done.stderr), done.stderr


def test_a_missing_result_is_told(coffee, run):
    done = run("verify", "nowhere.json")
    assert (done.exit_code, done.stdout) == (3, "")


def test_the_page_fits_80_columns(result, run):
    path = result("score")
    assert max(map(len, run("verify", "result.json", "--width", "80").stdout.splitlines())) <= 80
    changed(path, lambda d: [row.update(score=0.123456789012) for row in d["ranking"]])
    assert max(map(len, run("verify", "result.json", "--width", "80").stdout.splitlines())) <= 80

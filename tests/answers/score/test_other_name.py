"""A note where a file states another id than its name: it may be a copy of what it says."""

import json
from pathlib import Path

import pytest

import scenario_cli as sc


def notes(run, *args):
    result = run("score", *args, "-f", "json")
    assert result.exit_code == 0, result.stderr
    return [flag["text"] for flag in json.loads(result.stdout)["flags"] if flag["code"] == "other_name"]


@pytest.fixture
def copies(folder, run):
    """Copies made by hand, which keep what they state."""
    run("show", "authors", "-o", "authors.yaml")
    Path("mine.yaml").write_bytes(Path("authors.yaml").read_bytes())
    text = run("show", "china-arms-russia").stdout
    Path("arms.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_file_that_goes_by_another_id_than_its_name_is_noted(copies, run):
    assert notes(run, "china-arms-russia", "-w", "authors") == []
    assert notes(run, "china-arms-russia", "-w", "authors.yaml") == []
    said = "the file mine.yaml states the id 'authors', by which it goes here"
    assert notes(run, "china-arms-russia", "-w", "mine.yaml") == [said]
    assert notes(run, "china-arms-russia", "-w", str(copies / "mine.yaml")) == [said]
    assert notes(run, "arms.yaml", "-w", "mine.yaml") == [
        "the file arms.yaml states the id 'china-arms-russia', by which it goes here",
        said,
    ]


def test_what_has_no_name_is_not_noted(copies, run):
    assert notes(run, "china-arms-russia", "-w", "critics") == []
    piped = run("score", "-", "-f", "json", stdin=Path("arms.yaml").read_bytes())
    assert "other_name" not in piped.stdout
    study = sc.study(sc.read_scenario("arms.yaml"), sc.read_weights("mine.yaml"))
    assert [flag.code for flag in study.score().flags if flag.code == "other_name"] == []


@pytest.mark.parametrize("moved", [False, True])
def test_a_result_with_such_a_note_verifies_wherever_the_file_is_now(copies, run, moved):
    assert run("score", "china-arms-russia", "-w", "mine.yaml", "-o", "r.json").exit_code == 0
    if moved:
        Path("authors.yaml").unlink()
        Path("mine.yaml").rename("yours.yaml")
    result = run("verify", "r.json")
    assert result.exit_code == 0, result.stdout


def test_a_comparison_of_files_with_one_id_verifies(copies, run):
    Path("mine.yaml").write_text(Path("mine.yaml").read_text().replace("power: 20", "power: 70"))
    done = run("compare", "china-arms-russia", "-w", "authors", "-w", "mine.yaml", "-o", "r.json")
    assert done.exit_code == 0
    assert [c["id"] for c in json.loads(Path("r.json").read_text())["columns"]] == [
        "authors.yaml",
        "mine.yaml",
    ]
    Path("authors.yaml").unlink()
    result = run("verify", "r.json")
    assert result.exit_code == 0, result.stdout

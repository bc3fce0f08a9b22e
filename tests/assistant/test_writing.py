"""With --write: what a program changes is marked, kept in the history, and stays in the folder."""

import json
import os
from pathlib import Path

import pytest
from assistant.conftest import COFFEE, RED
from mcp import types

pytestmark = pytest.mark.thorough

SCENARIO, WEIGHTS = "scenarios/coffee.yaml", "weights/red.yaml"


def read(name):
    return Path(name).read_bytes().decode()


def test_ratings_that_come_through_it_are_a_programs_and_counted_until_a_person_sets_them(
    coffee, ask, run, process
):
    proposed = {"scenario": "coffee", "changes": ["keep.taste=6", "new.wait=1"], "why": "Read the test."}
    done, score = ask(("ratings_set", proposed), ("score", {"weights": "red"}), write=True)
    assert (done.is_error, score.is_error) == (False, False)
    assert done.structured_content["format"] == "ratings-set/1"
    assert read(SCENARIO) == COFFEE.replace(
        "taste: 4", 'taste: {value: 6, why: Read the test., by: "program: tester"}'
    ).replace("wait: 2", 'wait: {value: 1, why: Read the test., by: "program: tester"}')
    text = "2 ratings were set by a program (tester): Keep the old one on taste and Buy the new one on wait"
    flags = [f for f in score.structured_content["flags"] if f["code"] == "proposed_by_program"]
    assert [(flag["level"], flag["text"]) for flag in flags] == [("warning", text)]
    assert f"! {text}. [proposed_by_program]" in score.content[1].text.splitlines()
    assert f"! {text}. [proposed_by_program]" in done.content[1].text.splitlines()
    printed = process("score", "-w", "red", "--width", "300").stdout.decode()
    assert f"! {text}. [proposed_by_program]" in printed.splitlines()
    history = json.loads(run("ratings", "history", "coffee", "-f", "json").stdout)["changes"]
    assert [(change["who"], change["why"]) for change in history] == [("program: tester", "Read the test.")]
    assert run("ratings", "set", "coffee", "keep.taste=6", "new.wait=1").exit_code == 0
    assert "program" not in read(SCENARIO)


def test_who_proposes_is_a_program_whatever_it_says(coffee, ask):
    asked = [
        ("ratings_set", {"scenario": "coffee", "changes": "keep.taste=6", "by": by})
        for by in ("judge-1", "program: judge-2", "Ana", "")
    ]
    results = ask(*asked, ("show", {"name": "coffee"}), write=True, client="client\n7")
    assert not any(result.is_error for result in results)
    lines = [json.loads(line) for line in read(f"{SCENARIO}.history.jsonl").splitlines()]
    assert [line["who"] for line in lines] == [
        "program: judge-1",
        "program: judge-2",
        "program: Ana",
        "program: client7",
    ]
    assert 'by: "program: client7"' in read(SCENARIO)


def test_weights_are_set_taken_back_and_signed(coffee, ask, run):
    calls = [
        ("weights_set", {"weights": "red", "changes": "comfort=70", "dry_run": True}),
        ("weights_set", {"weights": "red", "changes": ["comfort=70"], "why": "Asked", "scenario": "coffee"}),
        ("score", {"weights": "red"}),
        ("weights_undo", {"weights": "red", "by": "judge-1"}),
    ]
    tried, done, score, undone = ask(*calls, write=True)
    assert not any(result.is_error for result in (tried, done, score, undone))
    said = [result.content[0].text for result in (tried, done, undone)]
    assert said[0].startswith("Dry run: nothing was written (comfort 60 -> 70). ")
    assert said[1].startswith("Written to weights/red.yaml (comfort 60 -> 70). ")
    assert said[2].startswith("Taken back in weights/red.yaml (comfort 70 -> 60). ")
    assert all(text.endswith(done.structured_content["finding"]) for text in said[:2])
    assert tried.structured_content["done"] == "Dry run: nothing was written."
    assert score.structured_content["weights"]["drivers"] == {"comfort": 70 / 110, "cost": 40 / 110}
    assert read(WEIGHTS) == RED
    changes = json.loads(run("weights", "history", "red", "-f", "json").stdout)["changes"]
    assert [(change["who"], change["undone"]) for change in changes] == [("program: tester", True)]


def test_what_was_proposed_is_taken_back_byte_for_byte(coffee, ask):
    calls = [
        ("ratings_set", {"scenario": "coffee", "changes": {"new.taste": 7}, "low": 6, "high": "9"}),
        ("ratings_set", {"scenario": "coffee", "changes": "new.cost=unknown"}),
        ("ratings_undo", {"scenario": "coffee"}),
        ("ratings_undo", {"scenario": "coffee", "why": "Too soon"}),
        ("ratings_undo", {"scenario": "coffee"}),
    ]
    *done, nothing_left = ask(*calls, write=True)
    assert not any(result.is_error for result in done)
    assert read(SCENARIO) == COFFEE
    assert nothing_left.is_error
    assert "there is no change to take back" in nothing_left.content[0].text


def test_a_file_is_started_and_none_is_replaced(coffee, ask):
    tea = {"kind": "scenario", "name": "tea", "options": "keep,new", "factors": "comfort.taste,cost"}
    calls = [
        ("new", tea),
        ("new", tea),
        ("new", {"kind": "weights", "name": "green", "scenario": "tea"}),
        ("check", {"files": ["tea", "green"]}),
        ("new", {"kind": "scenario", "name": "../out"}),
    ]
    made, again, weights, check, outside = ask(*calls, write=True)
    assert (made.is_error, again.is_error, weights.is_error, check.is_error) == (False, True, False, False)
    assert made.structured_content["format"] == "new/1"
    assert "scenarios/tea.yaml: error: " in again.content[0].text
    assert outside.is_error
    assert sorted(path.name for path in Path("scenarios").glob("*.yaml")) == ["coffee.yaml", "tea.yaml"]


def test_nothing_is_changed_outside_of_the_folder(coffee, ask, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "theirs.yaml"
    outside.write_text(COFFEE, encoding="utf-8")
    theirs = outside.with_name("red.yaml")
    theirs.write_text(RED, encoding="utf-8")
    calls = [
        ("ratings_set", {"scenario": str(outside), "changes": "new.taste=7"}),
        ("weights_set", {"weights": str(theirs), "changes": "comfort=7", "scenario": "coffee"}),
        ("ratings_undo", {"scenario": str(outside)}),
        ("ratings_set", {"scenario": "china-arms-russia", "changes": "straddle.alliance=7"}),
    ]
    if os.name != "nt":  # where links need a privilege
        Path("linked.yaml").symlink_to(outside)
        Path("weights/linked.yaml").symlink_to(theirs)
        calls[:0] = [
            ("ratings_set", {"scenario": "linked.yaml", "changes": "new.taste=7"}),
            ("weights_set", {"weights": "linked", "changes": "comfort=7", "scenario": "coffee"}),
        ]
    *outside_calls, built_in = ask(*calls, write=True)
    for result in outside_calls:
        assert result.is_error
        assert "lies outside of the folder that the server was started in" in result.content[0].text
    assert built_in.is_error
    assert "built-in" in built_in.content[0].text
    assert (outside.read_text(encoding="utf-8"), theirs.read_text(encoding="utf-8")) == (COFFEE, RED)
    assert {path.name for path in outside.parent.iterdir()} == {"theirs.yaml", "red.yaml"}


def test_a_mistake_writes_nothing_and_is_told(coffee, ask):
    calls = [
        ("ratings_set", {"scenario": "coffee", "changes": "new.taste=70"}),
        ("ratings_set", {"scenario": "coffee", "changes": "new.taste=7", "by": "two\nlines"}),
        ("ratings_set", {"scenario": "coffee", "changes": []}),
        ("weights_set", {"weights": "red", "changes": "power=7"}),
        ("new", {"kind": "sandwich", "name": "x"}),
    ]
    results = ask(*calls, write=True)
    assert all(result.is_error and isinstance(result.content[0], types.TextContent) for result in results)
    assert (read(SCENARIO), read(WEIGHTS)) == (COFFEE, RED)
    assert sorted(path.name for path in Path("scenarios").iterdir()) == ["coffee.yaml"]


def test_what_a_person_changed_a_program_does_not_take_back(coffee, ask, run):
    assert run("weights", "set", "red", "comfort=50", "--who", "Ana").exit_code == 0
    assert run("ratings", "set", "coffee", "new.taste=7").exit_code == 0
    there = read(WEIGHTS), read(SCENARIO)
    (at,) = [c["at"] for c in json.loads(run("weights", "history", "red", "-f", "json").stdout)["changes"]]
    weights, ratings = ask(
        ("weights_undo", {"weights": "red"}), ("ratings_undo", {"scenario": "coffee"}), write=True
    )
    assert (weights.is_error, ratings.is_error) == (True, True)
    assert weights.content[0].text == (
        f"{WEIGHTS}:1:1: error: the last change, of comfort, was made by Ana at {at}, and by no program "
        f"[nothing-to-undo]; leave it, or ask that person: scenario weights undo {WEIGHTS}"
    )
    assert "was made by somebody who gave no name at " in ratings.content[0].text
    assert (read(WEIGHTS), read(SCENARIO)) == there
    assert run("weights", "undo", "red").exit_code == 0
    assert run("ratings", "undo", "coffee").exit_code == 0
    assert (read(WEIGHTS), read(SCENARIO)) == (RED, COFFEE)


def test_what_is_set_a_second_time_is_not_written_again(coffee, ask):
    sets = [
        ("weights_set", {"weights": "red", "changes": {"comfort": 70}, "why": "Asked"}),
        ("ratings_set", {"scenario": "coffee", "changes": "new.taste=7", "why": "Read"}),
    ]
    ask(*sets, write=True)
    there = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    again = ask(*sets, write=True)
    assert [result.content[0].text.partition(" (")[0].partition(". ")[0] for result in again] == [
        f"Nothing was written: {WEIGHTS} says so already",
        f"Nothing was written: {SCENARIO} says so already",
    ]
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == there


def test_an_example_is_copied_and_none_is_replaced(folder, ask):
    calls = [
        ("new", {"from": "office-site"}),
        ("new", {"from": "bismarck-sea", "name": "ours"}),
        ("new", {"from": "office-site"}),
        ("new", {"from": "nothing"}),
        ("score", {"scenario": "ours"}),
        (
            "new",
            {"kind": "scenario", "name": "tea", "options": ["keep", "new"], "factors": ["taste", "cost"]},
        ),
        ("check", {}),
    ]
    copied, named, again, unknown, score, tea, check = ask(*calls, write=True)
    assert [r.is_error for r in (copied, named, again, unknown, score, tea, check)] == [
        *(False, False, True, True, False, False, False)
    ]
    assert copied.structured_content["files"] == ["scenarios/office-site.yaml", "weights/swing.yaml"]
    assert "--force" not in again.content[0].text
    assert "it is not replaced: choose another name" in again.content[0].text
    assert check.structured_content["finding"].startswith("5 files checked, nothing wrong")


@pytest.mark.skipif(os.name == "nt", reason="where links need a privilege")
def test_nothing_is_started_where_a_folder_leads_outside(folder, ask, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    Path("scenarios").symlink_to(outside)
    (result,) = ask(("new", {"kind": "scenario", "name": "x"}), write=True)
    assert result.is_error
    assert result.content[0].text.startswith("error: ./scenarios lies outside of the folder")
    assert [*outside.iterdir()] == []

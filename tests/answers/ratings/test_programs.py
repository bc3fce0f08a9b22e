"""Ratings that a program proposes: they say so in the file, in the history and in every result."""

import json
import re
from pathlib import Path

import pytest
from answers.ratings.conftest import COFFEE, NAME

import scenario_cli as sc

TASTE = "    taste: 4   # most say so"
WAIT = "value: 4, why: Timed in May."
SET = [
    (["keep.taste=6"], TASTE, '    taste: {value: 6, by: "program: judge-1"}   # most say so'),
    (
        ["keep.taste=6", "--low", "5", "--why", "Read"],
        TASTE,
        '    taste: {value: 6, low: 5, why: Read, by: "program: judge-1"}   # most say so',
    ),
    (["keep.wait=3"], WAIT, 'value: 3, by: "program: judge-1", why: Timed in May.'),
    (
        ["keep.cost=120"],
        "value: 100   # one more service\n",
        'value: 120   # one more service\n      by: "program: judge-1"\n',
    ),
    (["new.wait=2"], "wait: unknown", 'wait: {value: 2, by: "program: judge-1"}'),
]


@pytest.mark.parametrize(("args", "old", "new"), SET, ids=lambda part: str(part)[:30])
def test_a_program_that_sets_a_rating_is_named_there_and_undo_brings_every_byte_back(
    coffee, rate, args, old, new
):
    assert COFFEE.count(old) == 1
    assert rate("set", "coffee", *args, "--program", "judge-1").exit_code == 0
    assert coffee() == COFFEE.replace(old, new)
    assert sc.read_scenario("coffee").ratings["new"]["taste"].program is None
    assert rate("undo", "coffee").exit_code == 0
    assert coffee() == COFFEE


FORMS = [
    ('taste: {value: 8, by: "program: old"}', "taste: {value: 7}", 'taste: {value: 7, by: "program: new"}'),
    (
        "taste: {value: 8, by: {program: old}}",
        "taste: {value: 7}",
        'taste: {value: 7, by: "program: new"}',
    ),
    ("taste: {by: {program: old}, value: 8}", "taste: {value: 7}", 'taste: {by: "program: new", value: 7}'),
    ("taste: {value: 8, by: Ana, why: So}", "taste: {value: 7, why: So}", None),
]


@pytest.mark.parametrize(("stated", "by_a_person", "by_a_program"), FORMS)
def test_who_sets_a_rating_takes_the_place_of_who_proposed_it(
    coffee, rate, stated, by_a_person, by_a_program
):
    there = COFFEE.replace("taste: 8", stated)
    Path(NAME).write_text(there, encoding="utf-8")
    assert rate("set", "coffee", "new.taste=7").exit_code == 0
    assert coffee() == there.replace(stated, by_a_person)
    assert rate("undo", "coffee").exit_code == 0
    assert coffee() == there
    if by_a_program:
        assert rate("set", "coffee", "new.taste=7", "--program", "new").exit_code == 0
        assert coffee() == there.replace(stated, by_a_program)


def test_a_comment_beside_who_proposed_it_stays_and_is_told(coffee, rate):
    stated = "new:\n    taste:\n      value: 8\n      by: Ana   # she tried it\n    wait: unknown\n"
    head, _, _ = COFFEE.partition("  new: {taste: 8")
    there = f"{head}  {stated}    noise: quiet\n    cost: 700\n"
    Path(NAME).write_text(there, encoding="utf-8")
    result = rate("set", "coffee", "new.taste=7")
    assert result.exit_code == 3
    assert "a comment stands beside 'by', which says who proposed the rating before" in result.stderr
    assert "take 'by' out by hand" in result.stderr
    assert coffee() == there


def test_the_history_names_the_program_unless_somebody_else_is_named(coffee, rate, said):
    rate("set", "coffee", "new.taste=7", "--program", "judge-1")
    rate("set", "coffee", "new.taste=6", "--program", "judge-1", "--who", "Ana")
    assert [change["who"] for change in said("history", "coffee")["changes"]] == ["program: judge-1", "Ana"]


def test_every_result_tells_how_many_ratings_a_program_proposed(coffee, rate, run):
    for cell in ("new.taste=7", "keep.taste=3"):
        document = json.loads(rate("set", "coffee", cell, "--program", "judge-1", "-f", "json").stdout)
    text = "2 ratings were set by a program (judge-1): Keep the old one on taste and Buy the new one on taste"
    assert text in [flag["text"] for flag in document["flags"]]
    Path("red.yaml").write_text("format: weights/1\ntitle: Red\ndrivers: {comfort: 60, cost: 40}\n")
    for command in ("score", "sensitivity", "robustness", "evidence", "methods", "explain new", "compare"):
        result = run(*command.split(), "coffee", "-w", "red.yaml", "-f", "json")
        flags = json.loads(result.stdout)["flags"]
        assert [f["text"] for f in flags if f["code"] == "proposed_by_program"] == [text], command
    Path("blue.yaml").write_text(
        "format: weights/1\ntitle: Blue\nby: Ben\ndrivers: {comfort: 20, cost: 40}\n"
    )
    for line in (
        "weights set red.yaml comfort=50 --scenario coffee --dry-run",
        "weights blend red.yaml blue.yaml --scenario coffee",
        "curve coffee taste 5=0.8 --dry-run",
        "group show blue.yaml --scenario coffee",
        "group blend blue.yaml --scenario coffee",
        "report coffee -w red.yaml",
        "weights ask coffee -w red.yaml",
    ):
        result = run(*line.split(), "-f", "json")
        assert result.exit_code == 0, (line, result.stderr)
        flags = json.loads(result.stdout)["flags"]
        assert text in [f["text"] for f in flags if f["code"] == "proposed_by_program"], line
    page = run("score", "coffee", "-w", "red.yaml", "--width", "200").stdout
    assert f"! {text}. [proposed_by_program]" in page
    cells = json.loads(run("evidence", "coffee", "-f", "json").stdout)["ratings"]
    assert {(c["option"], c["factor"]) for c in cells if c["by"] == "program: judge-1"} == {
        ("keep", "taste"),
        ("new", "taste"),
    }


@pytest.mark.parametrize("by", ["[a]", "{program: ''}", "{model: x}", "{program: x, more: y}", "true"])
def test_who_proposed_a_rating_is_a_name_or_a_program_and_else_told_where_it_stands(coffee, run, by):
    text = COFFEE.replace("taste: 8", f"taste: {{value: 8, by: {by}}}")
    Path(NAME).write_text(text, encoding="utf-8")
    result = run("check", "coffee")
    assert result.exit_code == 3
    before, _, _ = text.partition(f"by: {by}")
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert re.match(rf"{NAME}:{line}:({column}|{column + 4}): error: ", result.stderr), result.stderr


def test_names_that_are_no_programs_are_kept_as_written(coffee):
    for by, kept in (("Ana", "Ana"), ("2024.10", "2024.10"), ("{program: 4.10}", "program: 4.10")):
        Path(NAME).write_text(COFFEE.replace("taste: 8", f"taste: {{value: 8, by: {by}}}"), encoding="utf-8")
        rating = sc.read_scenario("coffee").ratings["new"]["taste"]
        assert rating.by == kept
        assert rating.program == (None if not kept.startswith("program") else "4.10")


def test_a_program_has_a_name_of_one_line(coffee, rate):
    result = rate("set", "coffee", "new.taste=7", "--program", "a\nb")
    assert result.exit_code == 2
    assert "--program" in result.stderr
    assert coffee() == COFFEE


def test_a_program_that_replaces_a_rating_by_unknown_is_told(coffee, rate, run):
    assert rate("set", "coffee", "new.taste=unknown", "--program", "judge-1").exit_code == 0
    flags = json.loads(run("score", "coffee", "-f", "json").stdout)["flags"]
    assert "1 rating was set by a program (judge-1): Buy the new one on taste" in [f["text"] for f in flags]


SAID = "1 rating was set by a program (judge-1): Buy the new one on taste"


def of_programs(result):
    assert result.exit_code == 0, result.stderr
    flags = json.loads(result.stdout)["flags"]
    return [flag["text"] for flag in flags if flag["code"] == "proposed_by_program"]


def test_a_difference_says_what_a_program_set_on_either_side(coffee, rate, run):
    Path("before.yaml").write_text(COFFEE, encoding="utf-8")
    run("score", "before.yaml", "-o", "before.json")
    rate("set", "coffee", "new.taste=7", "--program", "judge-1")
    run("score", "coffee", "-o", "after.json")
    assert of_programs(run("diff", "before.yaml", NAME, "-f", "json")) == [f"{NAME}: {SAID}"]
    assert of_programs(run("diff", NAME, NAME, "-f", "json")) == [SAID]
    assert of_programs(run("diff", "before.json", "after.json", "-f", "json")) == [f"after.json: {SAID}"]
    assert of_programs(run("diff", "before.json", "before.json", "-f", "json")) == []
    page = run("diff", "before.json", "after.json", "--width", "200").stdout
    assert f"! After.json: {SAID}. [proposed_by_program]" in page


def test_weights_that_are_made_and_short_pages_tell_it(coffee, rate, run):
    rate("set", "coffee", "new.taste=7", "--program", "judge-1")
    assert of_programs(run("weights", "rank", "comfort", "cost", "--scenario", "coffee", "-f", "json")) == [
        SAID
    ]
    swing = run("weights", "swing", "comfort=100", "cost=50", "--scenario", "coffee", "-f", "json")
    assert of_programs(swing) == [SAID]
    for command in ("score", "sensitivity", "robustness", "evidence", "explain new"):
        page = run(*command.split(), "coffee", "--brief").stdout
        assert "1 rating was set by a program." in page.splitlines(), command


def test_a_game_tells_it(coffee, rate, run):
    rate("set", "coffee", "new.taste=7", "--program", "judge-1")
    assert run("game", "new", "games/g", "--scenario", "coffee", "--team", "red").exit_code == 0
    turn = run("game", "turn", "One")
    assert "1 rating was set by a program." in turn.stdout.splitlines(), turn.stderr
    assert of_programs(run("game", "show", "-f", "json")) == [SAID]
    assert "! 1 rating was set by a program." in run("game", "show").stdout.splitlines()


def test_a_program_is_not_called_one_twice(coffee, rate):
    rate("set", "coffee", "new.taste=7", "--program", "program: Program: judge-1")
    assert 'by: "program: judge-1"' in coffee()

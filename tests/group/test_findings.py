"""The first sentence says what a room has to argue about: held to scoring anew, ballot by ballot."""

import json
import random
import re

import numpy as np
import pytest
from group.people import group_of

from scenario_cli import group
from scenario_cli.engine.additive import TIE
from scenario_cli.files.ballot_text import ballot_text

PLAIN = "format: ballot/1\ndrivers: {a: 2, b: 1, c: 1}\n"
PASSED_OVER = "warning: this is no ballot, and is passed over: it is"
QUESTION = """\
format: scenario/1
id: ways
title: Which way?
question: Which?
drivers: {a: {title: Air}, b: {title: Bread}, c: {title: Cost}}
options: {x: {title: Ex}, y: {title: Why}}
ratings:
  x: {a: 6, b: 5, c: 5}
  y: {a: 5, b: 6, c: 5}
"""


@pytest.fixture
def two(folder):
    (folder / "ways.yaml").write_text(QUESTION, encoding="utf-8")
    return folder


def firsts(answer):
    """Return who is first in each ballot, and for the room, from scores."""
    scores = answer.ballots.scores
    room = answer.study.ranking.scores
    return [{*np.flatnonzero(row >= row.max() - TIE)} for row in scores], {
        *np.flatnonzero(room >= room.max() - TIE)
    }


@pytest.mark.parametrize("seed", range(60))
def test_the_sentence_is_what_scoring_anew_says(folder, seed):
    rng = random.Random(seed)
    scenario, people = group_of(rng, rng.randint(2, 5))
    (folder / "q.yaml").write_text(scenario.model_dump_json(exclude_unset=True), encoding="utf-8")
    (folder / "b").mkdir()
    for k, one in enumerate(people):
        (folder / "b" / f"{k}.yaml").write_text(ballot_text(one), encoding="utf-8")
    answer = group("b", scenario="q.yaml")
    said = answer.finding
    ballots, room = firsts(answer)
    alone = any(spread.across.any() for spread in answer.spreads)
    others = sum(first != room for first in ballots)
    assert ("argue about" in said and "nothing" not in said) == alone
    assert ("and in every ballot" in said) == (not alone and not others)
    together = re.search(r"several together do, in (\d+) of (\d+) ballots", said)
    assert (together is not None) == (not alone and others > 0)
    assert together is None or [int(part) for part in together.groups()] == [others, len(people)]


def test_weights_that_turn_first_place_together_alone_are_not_called_nothing_to_argue_about(two):
    rows = "by,a,b,c\nAna,40,20,40\nBen,10,30,60\nCyd,44,20,36\n"
    (two / "b.csv").write_text(rows, encoding="utf-8")
    answer = group("b.csv", scenario="ways.yaml")
    assert not any(spread.across.any() for spread in answer.spreads) or "argue about" in answer.finding
    assert "nothing to argue about" not in answer.finding


def test_ratings_that_could_change_first_place_are_in_the_sentence(two, run):
    for name, rating in (("ana", 9), ("ben", 1)):
        text = (
            f"format: ballot/1\nby: {name}\ndrivers: {{a: 2, b: 1, c: 1}}\nratings: {{x: {{c: {rating}}}}}\n"
        )
        (two / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = run("group", "show", "ana.yaml", "ben.yaml", "--scenario", "ways.yaml", "-f", "json")
    found = json.loads(done.stdout)
    assert [(one["option"], one["factor"], one["argue"]) for one in found["ratings"]] == [("x", "c", True)]
    assert found["finding"] == (
        "Ex is first for the room; argue about the rating of Ex on Cost: "
        "no other difference in one weight or rating could change that."
    )


def test_what_is_to_be_known_of_the_scenario_is_told(two, run):
    text = QUESTION.replace("y: {a: 5, b: 6", "y: {a: unknown, b: 6").replace(
        "a: {title: Air}", "a: {minimum: 7}"
    )
    (two / "ways.yaml").write_text(text, encoding="utf-8")
    (two / "b.csv").write_text("by,a,b,c\nAna,4,2,4\nBen,4,2,4\n", encoding="utf-8")
    codes = [flag.code for flag in group("b.csv", scenario="ways.yaml").flags]
    assert {"unrated", "below_minimum", "one_at_a_time"} <= {*codes}
    assert len(codes) - len({*codes}) == codes.count("uncited") - 1


def test_of_ballots_without_names_nobody_says_that_files_carry_them(two):
    (two / "b.csv").write_text("team,a,b,c\n,4,2,4\n,4,3,4\n", encoding="utf-8")
    assert "files_carry_names" not in [flag.code for flag in group("b.csv", scenario="ways.yaml").flags]


def test_what_is_no_ballot_is_passed_over_with_a_word_and_is_no_mistake(two, run):
    (two / "b").mkdir()
    for name in ("ana", "ben"):
        (two / "b" / f"{name}.yaml").write_text(
            f"format: ballot/1\nby: {name}\ndrivers: {{a: 2, b: 1, c: 1}}\n"
        )
    (two / "b" / "ways.yaml").write_text(QUESTION, encoding="utf-8")
    (two / "b" / "list.csv").write_text("item,price\nbread,2\n", encoding="utf-8")
    assert run("group", "show", "b", "--scenario", "ways.yaml", "-o", "b/room.json").exit_code == 0
    done = run("group", "show", "b", "--scenario", "ways.yaml")
    assert (done.exit_code, done.stderr.splitlines()) == (
        0,
        [
            f"b/list.csv:1:1: {PASSED_OVER} a table of something else [no-ballot]",
            f"b/room.json:1:1: {PASSED_OVER} a result [no-ballot]",
            f"b/ways.yaml:1:1: {PASSED_OVER} a scenario [no-ballot]",
        ],
    )
    assert "2 ballots. First" in done.stdout


def test_of_a_table_for_another_question_every_row_is_a_ballot_that_is_left_out(two, run):
    (two / "b.csv").write_text("by,a,b,c\nAna,4,2,4\n", encoding="utf-8")
    (two / "other.csv").write_text("by,power,law\nAna,4,2\nBen,4,2\nCyd,4,2\n", encoding="utf-8")
    done = run("group", "show", "b.csv", "other.csv", "--scenario", "ways.yaml")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (3, "3 of 4 ballots left out")


@pytest.mark.parametrize(
    ("head", "hint"),
    [
        ("name,a,b,c", "whose ballot a row is stands in the column 'by'"),
        ("nmae,a,b,c", "columns are by, team, "),
    ],
)
def test_a_head_that_is_wrong_says_what_a_ballot_has(two, run, head, hint):
    (two / "b.csv").write_text(f"{head}\nAna,4,2,4\n", encoding="utf-8")
    done = run("group", "show", "b.csv", "--scenario", "ways.yaml")
    assert (done.exit_code, done.stderr.startswith("b.csv:1:1: error: the column '")) == (3, True)
    assert hint in done.stderr


def test_a_sealed_table_holds_no_formula(two, run):
    rows = "".join(f"P{k},=1+1,1{k},2,3\n" for k in range(5))
    (two / "b.csv").write_text(f"by,team,a,b,c\n{rows}", encoding="utf-8")
    first = run("group", "seal", "b.csv", "--scenario", "ways.yaml", "-o", "s.csv")
    assert first.exit_code == 0, first.stderr
    assert [row[:6] for row in (two / "s.csv").read_text().splitlines()[1:]] == ["'=1+1,"] * 5
    run("group", "seal", "s.csv", "--scenario", "ways.yaml", "-o", "again.csv")
    assert (two / "again.csv").read_bytes() == (two / "s.csv").read_bytes()


def test_points_as_large_as_can_be_are_no_warning(two, run):
    (two / "b.csv").write_text("by,a,b,c\nAna,1e308,1e308,1e308\nBen,1,2,3\n", encoding="utf-8")
    done = run("group", "show", "b.csv", "--scenario", "ways.yaml", "-f", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout)["items"][0]["most"] == pytest.approx(1 / 3)

"""The after-action report: each number in it is computed once more from studies that are made by hand."""

import json
from itertools import combinations
from random import Random

import pytest
from answers.game.table import HOME, begin, random_line

import scenario_cli as sc


@pytest.fixture
def told(game):
    """A game with a guess of each team, two events, a dispute, a secret, and a number that two set."""
    game.guess("red", ["new", "keep", "rent"], who="Col. R")
    game.guess("blue", ["keep", "rent"])
    game.turn("Turn 1: morning")
    game.inject("price_cut", until=1, by="control")
    game.move("red", "Asks for a discount", because=["they owe us one"])
    game.against("blue", 6, "They never give one")
    game.ruling(6, True, votes=[40, 60], settings=["ratings.new.cost=200"], by="control", why="They do")
    game.turn("Turn 2: evening")
    game.set("weights.comfort=90", by="red")
    game.set("weights.comfort=10", by="blue", why="the room insisted")
    game.undo(why="too far")
    game.say("blue", "We would have waited", secret=True)
    return game


def leaders(study):
    return tuple(study.problem.options[i] for i in study.ranking.leaders)


def study_after(game, line):
    return game.show(line=line).study


def check_effects(game, report):
    for effect in report.effects:
        line = effect.event.line
        before, after = study_after(game, line - 1), study_after(game, line)
        assert (effect.before, effect.after) == (leaders(before), leaders(after))
        moved = {
            option: after.ranking.scores[i] - before.ranking.scores[i]
            for i, option in enumerate(after.problem.options)
        }
        if effect.most is None:
            assert max(map(abs, moved.values())) <= 1e-9
            continue
        option, points = effect.most
        assert points == pytest.approx(moved[option], abs=1e-9)
        assert abs(points) == pytest.approx(max(map(abs, moved.values())), abs=1e-9)
        ranks = zip(before.problem.options, before.ranking.ranks, after.ranking.ranks, strict=True)
        assert effect.moved == tuple(o for o, was, is_ in ranks if was != is_)


def test_what_each_line_did_is_the_difference_of_two_studies(told):
    report = told.report()
    check_effects(told, report)
    kinds = [(effect.event.line, effect.event.kind, effect.undone) for effect in report.effects]
    # The second turn ends the event that held through the first.
    assert kinds == [
        (5, "inject", False),
        (8, "ruling", False),
        (9, "turn", False),
        (10, "set", False),
        (11, "set", True),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_of_random_games_too(folder, seed):
    game, random = begin(), Random(seed)
    for _ in range(25):
        random_line(game, random)
    report = game.report()
    check_effects(game, report)
    known = {e.line for e in game.state.events if e.kind in ("inject", "ruling", "set", "edited")}
    assert known <= {effect.event.line for effect in report.effects}
    for standing in report.standings:
        study = study_after(game, standing.line)
        assert [*standing.scores.values()] == study.ranking.scores.tolist()
    assert report.holds == ""
    json.loads(report.to_json())
    for form in ("page", "whole"):
        report.report().page_of(form)(80)


def test_guesses_are_held_against_the_ranking_pair_by_pair(told):
    report = told.report()
    start, now = study_after(told, 1), told.show().study
    assert [one.event.by for one in report.guesses] == ["red", "blue"]
    for one in report.guesses:
        pairs = [*combinations(one.event.said["order"], 2)]
        counts = []
        for study in (start, now):
            rank = dict(zip(study.problem.options, study.ranking.ranks, strict=True))
            counts.append(sum(rank[a] < rank[b] for a, b in pairs))
        assert (one.pairs, one.at_start, one.now) == (len(pairs), *counts)


def test_a_number_that_two_have_set_says_who_is_first_under_each(told):
    (contested,) = told.report().contested
    assert contested.key == "weights.comfort"
    now = told.show().study
    for who, line, value, first in contested.values:
        assert first == leaders(now.tried(f"weights.comfort={value}"))
        assert told.state.event(line).by == who
    assert contested.matters == (len({first for *_, first in contested.values}) > 1)


def test_a_move_that_was_argued_about_stands_with_its_ruling_and_what_that_did(told):
    (dispute,) = told.report().disputes
    assert (dispute.move.line, [e.line for e in dispute.against], dispute.ruling.line) == (6, [7], 8)
    assert dispute.effect.event.line == 8


def test_a_secret_is_opened_only_where_it_is_asked_for(told):
    from scenario_cli.render.page import plain

    def words(answer):
        page = answer.report().page(100)
        return " ".join(plain(cell) for table in page.tables for row in table.rows for cell in row)

    assert "We would have waited" not in words(told.report()) + told.report().to_json()
    assert "We would have waited" in words(told.report(with_secret=True))


def test_the_page_says_who_was_there_what_was_taken_back_and_no_time(told, run):
    for name in ("aar.html", "aar.md"):
        assert run("game", "report", "-o", name).exit_code == 0
    text = (HOME.parent.parent / "aar.md").read_text(encoding="utf-8")
    for said in ("Col. R", "Teams: red and blue.", "too far", "Which machine does the office buy?"):
        assert said in text
    assert "2026-" not in text
    assert "2026-" not in (HOME.parent.parent / "aar.html").read_text(encoding="utf-8")
    again = run("game", "report", "-f", "md").stdout
    assert again == text


def test_a_broken_log_gives_no_report(told):
    log = HOME / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"too far", b"too fat"))
    with pytest.raises(sc.InputError, match=r"log\.jsonl:12"):
        told.report()

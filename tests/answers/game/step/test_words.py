"""What a command of a game says: every sentence is computed anew from the folder, before and after."""

import re

import numpy as np
import pytest
from builders import TIE, up_to
from game.course import Reading, games
from game.table import AT, MINE, begin, stated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenario_cli.errors import ScenarioError

some = settings(up_to(40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FIRST = re.compile(
    r"First: (?P<first>.+?)(?:, tied|, the only option|, (?P<by>[\d.e-]+) points ahead of (?P<next>\w+))"
)
MOVE = re.compile(r"(\w+) (up|down) from (\d+)(=?) to (\d+)(=?)|(\w+) from (\d+)(=?) to (\d+)(=?)")
FLIP = re.compile(
    r"(?P<to>.+) would be first if the weight of (?P<item>\w+) (?:(?P<way>rose above|fell below) "
    r"(?P<at>[\d.]+)%|were between (?P<low>[\d.]+)% and (?P<high>[\d.]+)%) \(now (?P<now>[\d.]+)%"
)
HALF = 0.05 + 1e-6  # of the last decimal that is printed


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def ranks(found):
    """Ranks by option: how many are better by more than a tie, and one."""
    return {a: 1 + sum(other > score + TIE for other in found.values()) for a, score in found.items()}


def tied(found, option):
    return list(ranks(found).values()).count(ranks(found)[option]) > 1


def told(step):
    """The lines of a page as it is piped."""
    page = step.report().page(100)
    return [page.finding, *(line for table in page.tables for line in table.legend)]


@some
@given(data=st.data(), played=games(least=4, most=14))
def test_who_leads_who_moved_and_what_would_change_that(data, played):
    played.game.turn("", at=AT)
    before = Reading(played.folder, stated(played.folder)).scores()
    try:
        step = played.game.set(*(played.setting(data.draw) for _ in range(3)), at=AT)
    except ScenarioError:
        return
    reading = Reading(played.folder, stated(played.folder))
    after = reading.scores()
    _, first, moved, flip, *_ = told(step)
    leaders = [option for option, rank in ranks(after).items() if rank == 1]
    found = FIRST.match(first)
    if len(leaders) <= 5:
        assert sorted(re.findall(r"o\d+", found["first"])) == sorted(leaders)
    if found["by"]:
        second = max(score for option, score in after.items() if option not in leaders)
        gap = after[leaders[0]] - second
        assert abs(float(found["by"]) - gap) <= max(HALF, 0.06 * gap if gap < 0.1 else 0)
        assert after[found["next"]] == pytest.approx(second, abs=TIE)
    else:
        assert ("tied" in first) == (len(leaders) > 1)
        assert ("the only option" in first) == (len(after) == 1)
    expected = {
        (o, ranks(before)[o], tied(before, o), ranks(after)[o], tied(after, o))
        for o in after
        if (ranks(before)[o], tied(before, o)) != (ranks(after)[o], tied(after, o))
    }
    said = {
        (m[1], int(m[3]), m[4] == "=", int(m[5]), m[6] == "=")
        if m[1]
        else (m[7], int(m[8]), m[9] == "=", int(m[10]), m[11] == "=")
        for m in MOVE.finditer(moved)
    }
    assert said == expected
    assert (moved == "Moved: nobody.") == (not expected)
    for m in MOVE.finditer(moved):
        if m[1]:
            assert (int(m[5]) < int(m[3])) == (m[2] == "up")
    check_flip(flip, step.study, leaders)


def shares(problem, kind, item, t):
    """All factors' shares where one driver's or factor's is t and the others keep their proportions."""
    start = problem.weights if kind == "factor" else problem.driver_weights
    others = np.delete(start, item)
    others = others / others.sum() if others.sum() > 0 else np.full(others.size, 1 / others.size)
    moved = np.insert((1 - t) * others, item, t)
    return moved if kind == "factor" else moved[problem.driver_of] * problem.within


def first_at(problem, kind, item, t):
    found = 100 * problem.values @ shares(problem, kind, item, t)
    return {problem.options[i] for i in np.flatnonzero(found.max() - found <= TIE)}


def check_flip(sentence, study, leaders):
    """Hold the sentence to what happens as that one weight moves, and all others to moving farther."""
    problem = study.problem
    found = FLIP.match(sentence)
    if found is None:
        assert (
            len(leaders) > 1
            or len(problem.options) == 1
            or sentence.startswith("No change of a single weight")
        )
        if len(leaders) == 1 and len(problem.options) > 1:
            for k in range(len(problem.drivers) if len(problem.drivers) > 1 else 0):
                for t in np.linspace(0, 1, 101):
                    assert leaders[0] in first_at(problem, "driver", k, t)
        return
    kind = "driver" if found["item"] in problem.drivers else "factor"
    item = (problem.drivers if kind == "driver" else problem.factors).index(found["item"])
    start = (problem.driver_weights if kind == "driver" else problem.weights)[item]
    assert abs(float(found["now"]) - 100 * start) <= HALF
    if found["at"]:
        at, way = float(found["at"]) / 100, 1 if found["way"] == "rose above" else -1
    else:
        way = 1 if float(found["low"]) >= float(found["now"]) else -1
        at, end = (float(found[name]) / 100 for name in ("low", "high")[::way])
        for t in np.linspace(at + way * 0.0012, end - way * 0.0012, 21) if way * (end - at) > 0.0024 else []:
            assert set(re.findall(r"o\d+", found["to"])) & first_at(problem, kind, item, t)
    beyond, short = at + way * 0.0012, at - way * 0.0012
    if 0 <= beyond <= 1:
        assert set(re.findall(r"o\d+", found["to"])) & (
            first_at(problem, kind, item, beyond) | first_at(problem, kind, item, at)
        )
    for t in np.linspace(start, short, 41) if way * (short - start) > 0 else []:
        assert leaders[0] in first_at(problem, kind, item, t)
    for k in range(len(problem.drivers)) if len(problem.drivers) > 1 else []:
        now = problem.driver_weights[k]
        reach = abs(at - start) - 0.0012 if kind == "driver" else 1
        for t in np.linspace(max(0, now - reach), min(1, now + reach), 41) if reach > 0 else []:
            assert leaders[0] in first_at(problem, "driver", k, t)


LINES = {
    "guess": (
        lambda game: game.guess("red", ["buy", "keep"], who="Col. R", at=AT),
        "Line 8, turn 1, by red: guess of Col. R: Buy the new one, Keep the old one.",
    ),
    "turn": (lambda game: game.turn("Turn 2: summer", at=AT), 'Line 8, turn 2: opens "Turn 2: summer".'),
    "inject": (
        lambda game: game.inject("mood", until=3, by="Bo", at=AT),
        'Line 8, turn 1, by Bo: inject "Comfort is all", through turn 3.',
    ),
    "move": (
        lambda game: game.move("red", "Asks again!", because=["why not?"], at=AT),
        "Line 8, turn 1, by red: move: Asks again!; because why not?",
    ),
    "against": (
        lambda game: game.against("青", 3, "No.", at=AT),
        "Line 8, turn 1, by 青: against line 3: No.",
    ),
    "ruling": (
        lambda game: game.ruling(
            3, False, chance=60.5, votes=[50, 70], roll=4, settings=["weights.cost=3"], at=AT
        ),
        "Line 8, turn 1: ruling on line 3: fails; chance 60.5%; votes 50, 70; roll 4; set weights.cost=3.",
    ),
    "set": (
        lambda game: game.set("weights.cost=3", "ratings.buy.noise=loud", at=AT),
        "Line 8, turn 1: set weights.cost=3 and ratings.buy.noise=loud.",
    ),
    "ballot": (
        lambda game: game.set(weights="room.yaml", at=AT),
        "Line 8, turn 1: set all points to those of room.",
    ),
    "say": (lambda game: game.say("blue", "so", at=AT), "Line 8, turn 1, by blue: says: so."),
    "fact": (lambda game: game.fact("so", at=AT), "Line 8, turn 1: fact: so."),
    "undo": (lambda game: game.undo(at=AT), "Line 8, turn 1: takes back line 7."),
    "undo to": (lambda game: game.undo(to=1, at=AT), "Line 8: takes back lines 2, 3, 4 and 7."),
}


@pytest.fixture
def game(folder):
    """A game of seven lines, of which the fifth was taken back."""
    game = begin(folder)
    game.turn("Turn 1: spring", at=AT)
    game.move("blue", "Publishes", at=AT)
    game.ruling(3, True, at=AT)
    game.move("red", "Denies", at=AT)
    game.undo(at=AT)
    game.fact("so", at=AT)
    return game


@pytest.mark.parametrize("name", LINES)
def test_what_was_noted(game, name):
    play, said = LINES[name]
    assert told(play(game))[0] == said


def test_before_the_first_turn_no_ranking_is_told_but_of_what_moves_it(folder):
    game = begin(folder)
    game.move("red", "x", at=AT)
    for step in (
        game.guess("red", ["buy"], at=AT),
        game.say("red", "so", at=AT),
        game.fact("so", at=AT),
        game.move("red", "y", at=AT),
        game.against("blue", 2, "no", at=AT),
    ):
        assert len(told(step)) == 1
    for step in (
        game.set("weights.cost=50", at=AT),
        game.inject("strike", at=AT),
        game.ruling(2, True, at=AT),
    ):
        assert told(step)[1].startswith("First: ")


NOTES = {
    "a second ruling": (
        lambda game: game.ruling(3, False, at=AT),
        ["It overturns the ruling of line 4, which holds no more."],
    ),
    "a setting again": (
        lambda game: [game.set("weights.cost=50", at=AT), game.set("weights.cost=51", at=AT)][1],
        ["It overrules weights.cost=50 (line 8) at weights.cost."],
    ),
    "a setting where an event had been": (
        lambda game: [game.inject("strike", at=AT), game.set("ratings.rent.taste=5", at=AT)][1],
        ["It overrules inject strike (line 8) at ratings.rent.taste."],
    ),
    "a setting after one that had overruled an event": (
        lambda game: [
            game.inject("strike", at=AT),
            game.set("ratings.rent.taste=5", at=AT),
            game.set("ratings.rent.taste=6", at=AT),
        ][2],
        ["It overrules ratings.rent.taste=5 (line 9) at ratings.rent.taste."],
    ),
    "an event where a setting had been": (
        lambda game: [
            game.set("ratings.rent.taste=5", "ratings.buy.taste=5", at=AT),
            game.inject("strike", at=AT),
        ][1],
        [
            "It comes on top of ratings.rent.taste=5 (line 8) at ratings.rent.taste.",
            "It overrules ratings.buy.taste=5 (line 8) at ratings.buy.taste.",
        ],
    ),
    "a ruling in place of one that set the same": (
        lambda game: [
            game.ruling(3, True, settings=["weights.cost=50"], at=AT),
            game.ruling(3, True, settings=["weights.cost=51"], at=AT),
        ][1],
        ["It overturns the ruling of line 8, which holds no more."],
    ),
    "a ruling in place of one that had overruled a setting": (
        lambda game: [
            game.set("weights.cost=49", at=AT),
            game.ruling(3, True, settings=["weights.cost=50"], at=AT),
            game.ruling(3, True, settings=["weights.cost=51"], at=AT),
        ][2],
        [
            "It overturns the ruling of line 9, which holds no more.",
            "It overrules weights.cost=49 (line 8) at weights.cost.",
        ],
    ),
    "a ballot where an event multiplies a driver": (
        lambda game: [game.inject("mood", at=AT), game.set(weights="room.yaml", at=AT)][1],
        ["It overrules inject mood (line 8) at weights.comfort."],
    ),
    "nothing in its way": (lambda game: game.set("weights.cost=50", at=AT), []),
    "another factor of the driver": (
        lambda game: [game.set("weights.comfort=50", at=AT), game.set("weights.comfort.taste=2", at=AT)][1],
        [],
    ),
    "an undo": (lambda game: [game.set("weights.cost=50", at=AT), game.undo(at=AT)][1], []),
    "a clock set back": (
        lambda game: game.fact("so", at="2026-03-02T08:59:59"),
        ["The clock is behind that of line 7."],
    ),
    "a clock that is the same elsewhere": (lambda game: game.fact("so", at="2026-03-02T04:00:00-05:00"), []),
    "a clock that is behind elsewhere": (
        lambda game: game.fact("so", at="2026-03-02T10:00:00+02:00"),
        ["The clock is behind that of line 7."],
    ),
}


@pytest.mark.parametrize("name", NOTES)
def test_what_else_is_to_be_said(game, name):
    play, notes = NOTES[name]
    step = play(game)
    assert list(step.notes) == notes
    assert told(step)[-len(notes) :] == notes or not notes


def test_the_name_of_a_file_is_told_as_it_is_written(game, folder):
    (folder / "mine.yaml").write_text(MINE.replace("40", "41"))
    step = game.fact("so", at=AT)
    assert (
        told(step)[-1] == f"{folder.as_posix()}/mine.yaml was changed outside the game: line 8 tells of it."
    )

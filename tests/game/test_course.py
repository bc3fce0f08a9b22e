"""Games played at random come to what a naive reading of their logs says, at every turn and at the end."""

import os
import shutil

import pytest
from builders import up_to
from game.course import Reading, games
from game.table import AT, scores, stated
from hypothesis import HealthCheck, given, settings

import scenario_cli as sc
from scenario_cli.errors import UsageError

pytestmark = pytest.mark.thorough

GAMES = int(os.environ.get("GAMES", "30"))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
some = settings(up_to(GAMES), suppress_health_check=SLOW)
few = settings(up_to(max(GAMES // 3, 5)), suppress_health_check=SLOW)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    """Games are made where the system has its temporary files: here that is the test's own folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@some
@given(played=games())
def test_scores_are_those_of_a_naive_reading_to_the_last_digit(played):
    """``GAMES=500 python -m pytest tests/game/test_course.py`` plays so many; without it a few."""
    lines = stated(played.folder)
    for k, line in enumerate(lines, 1):
        if line["kind"] == "turn":
            reading = Reading(played.folder, lines[:k])
            assert line["result"]["scores"] == scores(reading.study)
            assert line["result"]["ranks"] == dict(
                zip(reading.study.problem.options, reading.study.ranking.ranks.tolist(), strict=True)
            )
            assert line["turn"] == reading.turn
            assert line["result"]["scores"] == pytest.approx(reading.scores(), abs=1e-9)
    reading, state = Reading(played.folder, lines), played.game.state
    assert scores(state.study) == scores(reading.study)
    assert scores(state.study) == pytest.approx(reading.scores(), abs=1e-9)
    assert state.turn == reading.turn
    assert [event.line for event in state.standing] == [
        line["line"] for line in reading.standing if line["kind"] != "redo"
    ]
    assert played.game.show().study.inputs == reading.study.inputs or reading.weights


@some
@given(played=games())
def test_the_state_after_any_line_is_that_of_the_log_up_to_it(played):
    lines, state = stated(played.folder), played.game.state
    growing = type(state)(state.kept)
    for k, event in enumerate(state.events, 1):
        growing.add(event)
        then = state.at(k)
        assert scores(then.study) == scores(growing.study) == scores(Reading(played.folder, lines[:k]).study)
        assert (then.turn, then.undone, then.rulings) == (growing.turn, growing.undone, growing.rulings)
        assert [*map(str, then.in_force)] == [*map(str, growing.in_force)]
    for k in range(state.turn + 1):
        opened = state.at_turn(k)
        assert opened.turn == k
        if k:
            turn = next(one for one in reversed(lines) if one["kind"] == "turn" and one["turn"] == k)
            if turn["line"] not in state.undone:
                assert scores(opened.study) == turn["result"]["scores"]


@some
@given(played=games())
def test_undo_of_everything_gives_the_start_and_redo_all_of_it_again(played):
    game = played.game
    first, before = game.state.at(1), game.state
    if not before.undoable:
        return
    game.undo(to=1, at=AT)
    taken_back = game.state
    assert scores(taken_back.study) == scores(first.study)
    assert taken_back.in_force == []
    assert taken_back.turn == 0
    assert taken_back.undoable == []
    try:
        game.redo(at=AT)
    except UsageError:  # the weights that a ballot had taken the place of are followed again
        with pytest.raises(UsageError, match=r"w\.json was changed outside the game since"):
            game.redo(at=AT)
        return
    again = game.state
    assert scores(again.study) == scores(before.study)
    assert [event.line for event in again.standing] == [event.line for event in before.standing]
    assert again.in_force == before.in_force
    assert game.replay().holds


@some
@given(played=games())
def test_what_was_taken_back_might_never_have_been_said(played):
    """The state is that of the lines that stand, told to a new state as if there were no others."""
    state = played.game.state
    alone = type(state)(state.kept)
    for event in state.standing:
        alone.events = state.events[: event.line - 1]  # rulings name moves by their lines
        alone.add(event)
    assert scores(alone.study) == scores(state.study)
    assert alone.rulings == state.rulings


@few
@given(played=games())
def test_a_copy_replays_with_all_that_it_was_made_from_deleted(played):
    copy = played.home.parent / f"{played.home.name}-copy"
    shutil.copytree(played.folder, copy)
    shutil.rmtree(played.home)
    game = sc.game(copy)
    replay = game.replay()
    assert replay.holds, replay.mistakes
    turns = [line for line in stated(copy) if line["kind"] == "turn"]
    assert [dict(turn.scores) for turn in replay.turns] == [turn["result"]["scores"] for turn in turns]
    assert [dict(turn.ranks) for turn in replay.turns] == [turn["result"]["ranks"] for turn in turns]
    assert game.show().line == len(stated(copy))


def test_games_drawn_at_random_have_lines_of_every_kind_that_counts():
    """Else the tests above would mean little: all is said, refused, taken back, brought back and edited."""
    kinds, refused = [], []

    @some
    @given(played=games())
    def play(played):
        kinds.extend(line["kind"] for line in stated(played.folder))
        refused.append(played.refused)

    play()
    wanted = ("new", "turn", "inject", "set", "ruling", "move", "undo", "redo", "edited", "guess")
    assert {kind for kind in wanted if kinds.count(kind) < 5} == set()
    assert sum(refused) > 10


def test_a_person_may_be_called_nearly_as_a_team_is(game):
    game.say("red", "x", at=AT)
    game.fact("y", by="Fred", at=AT)
    assert game.state.events[-1].by == "Fred"
    for slip in ("Red", "rred", "Blue", "bleu"):
        with pytest.raises(sc.errors.StudyError, match="did you mean"):
            game.fact("y", by=slip, at=AT)


def test_undo_after_undo_leaves_one_mark_a_turn(full):
    """Where a state can be taken up again; each once, however often that was done."""
    for _ in range(5):
        full.undo(at=AT)
        full.redo(at=AT)
    lines = [mark.line for mark in full.state._marks]
    assert lines == [turn.line for turn in full.state.turns]

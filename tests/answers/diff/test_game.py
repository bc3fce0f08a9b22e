"""``scenario diff`` of a game: any two of its turns, now and the beginning, and what they stand against."""

import json
from pathlib import Path
from random import Random

import pytest
from answers.game.table import COFFEE, HOME, LOG, OTHER, SCENARIO, WEIGHTS, begin, lines, random_line

import scenario_cli as sc


@pytest.fixture
def game(folder):
    return begin()


@pytest.fixture
def played(game):
    """Three turns: an event through turn 1, a move that is ruled on, a number that is set."""
    game.turn("Turn 1")
    game.inject("strike", until=1)
    game.set("weights.cost=80", by="red")
    game.turn("Turn 2")
    game.move("red", "Asks for a rebate")
    game.ruling(6, True, settings=["ratings.new.cost=300"])
    game.set("weights.cost=20", by="blue")
    game.turn("Turn 3")
    game.inject("price_cut")
    return game


def changes(answer):
    return {(c["where"], c["before"], c["after"]) for c in answer["changes"]}


@pytest.mark.parametrize("seed", range(12))
def test_between_any_two_turns_it_is_the_difference_of_the_results_that_the_log_keeps(game, moved, seed):
    """The results are read from the lines themselves; what explains a move adds up to it."""
    random = Random(seed)
    for _ in range(14):
        random_line(game, random)
    game.turn("The last")
    stated = [line["result"] for line in lines(game) if line["kind"] == "turn" and not line["undone"]]
    for old in range(1, len(stated) + 1):
        for new in range(1, len(stated) + 1):
            answer = moved(f"{HOME}:{old}", f"{HOME}:{new}")
            before, after = stated[old - 1], stated[new - 1]
            assert [move["option"] for move in answer["moves"]] == ["keep", "new", "rent"]
            for move in answer["moves"]:
                option = move["option"]
                scores = [before["scores"][option], after["scores"][option]]
                assert move["score"] == pytest.approx(scores, abs=1e-9)
                assert move["rank"] == [before["ranks"][option], after["ranks"][option]]
                parts = sum(part["points"] for part in move["explained"])
                assert parts == pytest.approx(scores[1] - scores[0], abs=1e-9)
            if old == new:
                assert answer["changes"] == []


def test_what_came_and_what_went_is_told_each_in_its_place(played, moved):
    assert changes(moved(f"{HOME}:1", f"{HOME}:2")) == {("set weights.cost", "(none)", "80")}
    assert changes(moved(f"{HOME}:2", f"{HOME}:3")) == {
        ("set weights.cost", "80", "20"),
        ("set ratings.new.cost", "(none)", "300"),
    }
    assert changes(moved(f"{HOME}:3", str(HOME))) == {("inject price_cut", "(none)", "happens")}
    assert changes(moved(str(HOME), f"{HOME}:0")) == {
        ("set weights.cost", "20", "(none)"),
        ("set ratings.new.cost", "300", "(none)"),
        ("inject price_cut", "happens", "(none)"),
    }


def test_an_event_that_has_ended_is_gone(game, moved):
    game.inject("strike", until=1)
    game.turn("Turn 1")
    game.turn("Turn 2")
    answer = moved(f"{HOME}:1", f"{HOME}:2")
    assert changes(answer) == {("inject strike", "happens", "(none)")}
    assert [move["option"] for move in answer["moves"] if move["explained"]] == ["rent"]


def test_an_edit_made_by_hand_between_two_turns_is_told_by_its_numbers(game, moved):
    game.turn("Turn 1")
    SCENARIO.write_text(COFFEE.replace("keep: {taste: 4", "keep: {taste: 9"))
    game.turn("Turn 2")
    assert changes(moved(f"{HOME}:1", f"{HOME}:2")) == {("ratings.keep.taste", "4", "9")}


def test_a_ballot_that_replaces_all_points_is_told_by_its_points(game, moved):
    game.turn("Turn 1")
    game.set(weights=str(OTHER))
    assert ("weights.comfort", "50", "90") in changes(moved(f"{HOME}:1", str(HOME)))


def test_the_same_in_another_order_is_told_since_scores_hang_on_it(game, moved):
    """Ten points and then twice as many are twenty; twice as many and then ten are ten."""
    game.set("weights.comfort=10")
    game.inject("price_cut")
    game.turn("Turn 1")
    game.undo(to=1)
    game.inject("price_cut")
    game.set("weights.comfort=10")
    game.turn("Turn 1")
    first = sc.study(str(SCENARIO)).tried("weights.comfort=10", "price_cut")
    answer = sc.diff(first, game.state.study)
    orders = ("weights.comfort=10, price_cut", "price_cut, weights.comfort=10")
    assert [(c.where, c.before, c.after) for c in answer.changes] == [("order of what is tried", *orders)]
    assert answer.found.most is not None


def test_sides_go_by_their_names_as_typed_and_by_the_hash_of_their_last_line(played, moved, run):
    page = run("diff", f"{HOME}:1", str(HOME)).stdout
    assert page.startswith(f"{HOME}:1 -> {HOME}\n")
    answer = moved(f"{HOME}:1", str(HOME))
    assert answer["names"] == ["office:1", "office"]
    (one, other) = answer["provenance"]["inputs"][:2]
    log = [json.loads(line) for line in LOG.read_text(encoding="utf-8").splitlines()]
    assert (one["role"], other["role"]) == ("old", "new")
    opened = next(line for line in log if line["kind"] == "turn")
    assert one["sha256"] == log[opened["line"]]["prev"]
    answer = moved(f"{HOME}:0", f"{HOME}/")
    assert answer["names"] == ["office:0", "office"]


def test_it_stands_against_a_result_and_against_a_scenario(played, run, moved):
    """Two ways to the same: the turn itself, and what the program says of the same study."""
    assert run("score", "coffee", "-f", "json", "-o", "start.json").exit_code == 0
    for new in (f"{HOME}:3", str(HOME)):
        turn = {m["option"]: m for m in moved(f"{HOME}:0", new)["moves"]}
        for old in ("start.json", "coffee", str(SCENARIO)):
            answer = moved(old, new)
            found = {m["option"]: m for m in answer["moves"]}
            assert {o: (m["score"], m["rank"]) for o, m in found.items()} == {
                o: (pytest.approx(m["score"], abs=1e-9), m["rank"]) for o, m in turn.items()
            }
            assert (answer["kind"], answer["names"][1]) == (
                "result" if old == "start.json" else "study",
                new.rpartition("/")[2],
            )


def test_a_scenario_may_stand_under_other_weights_against_a_turn(played, moved):
    answer = moved("coffee", f"{HOME}:0", "-w", "gourmet")
    assert ("weights.comfort", "90", "50") in changes(answer)


@pytest.mark.parametrize("turn", ["4", "99", "9999999999", "9" * 5000])
def test_a_turn_that_there_is_not_is_wrong_usage_and_those_there_are_are_named(played, run, turn):
    done = run("diff", f"{HOME}:{turn}", str(HOME))
    assert (done.exit_code, done.stdout) == (2, "")
    said = f"there is no turn {turn}; the game has turns 0 (the beginning) to 3"
    assert done.stderr == f"error: {HOME}:{turn}: {said}\n"


@pytest.mark.parametrize("turn", ["x", "", "-1", "1.0", "\u0661", " 1"])
def test_what_is_no_number_is_no_turn(played, run, turn):
    done = run("diff", str(HOME), f"{HOME}:{turn}")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"'{turn}' is no turn; the game has turns 0 (the beginning) to 3" in done.stderr


def test_before_the_first_turn_there_is_the_beginning_alone(game, run):
    assert run("diff", f"{HOME}:0", str(HOME)).exit_code == 0
    done = run("diff", f"{HOME}:1", str(HOME))
    assert done.exit_code == 2
    assert "there is no turn 1; the game has turn 0 (the beginning) alone" in done.stderr


def test_a_turn_that_was_taken_back_is_none(played, run):
    played.undo(to=lines(played)[-3]["line"])
    assert "the game has turns 0 (the beginning) to 2" in run("diff", f"{HOME}:3", str(HOME)).stderr


@pytest.mark.parametrize("path", ["C:\\\\coffee.yaml", "C:\\x", "C:1", "D:coffee.yaml", ":1", ":", "1:2:3"])
def test_a_colon_makes_no_turn_of_a_path(game, run, path):
    done = run("diff", path, str(HOME))
    assert (done.exit_code, done.stdout) == (3, "")
    assert "there is no " in done.stderr
    assert "turn" not in done.stderr


def test_a_file_whose_name_ends_in_a_number_is_that_file(game, moved):
    Path("games:1").write_text(COFFEE)
    assert moved("./games:1", str(SCENARIO))["kind"] == "scenario"


def test_a_game_whose_folder_has_a_colon_in_its_name(game, moved):
    HOME.rename("games/a:1")
    assert moved("games/a:1:0", "games/a:1")["names"] == ["a:1:0", "a:1"]


def test_a_folder_that_holds_no_game_is_told(game, run):
    done = run("diff", "games:1", str(HOME))
    assert done.exit_code == 3
    assert done.stderr.startswith("games: error: there is no game here [no-game]")


def test_weights_are_no_state_of_a_game(game, run):
    done = run("diff", str(HOME), str(WEIGHTS))
    assert (done.exit_code, done.stdout) == (2, "")
    done = run("diff", str(HOME), f"{HOME}:0", "-w", "fair")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "-w fair: goes with two scenarios, these are studies" in done.stderr


def test_the_result_replaces_no_file_of_a_game(played, run):
    """Of its files this one alone has the ending of a result."""
    checkpoint = HOME / "checkpoint.json"
    before = checkpoint.read_bytes()
    done = run("diff", f"{HOME}:1", str(HOME), "-f", "json", "-o", str(checkpoint))
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"-o {checkpoint} holds a game" in done.stderr
    assert checkpoint.read_bytes() == before


def test_a_log_that_does_not_hold_is_named_at_its_line(played, run):
    LOG.write_text(LOG.read_text(encoding="utf-8").replace("Turn 2", "Turn 9"), encoding="utf-8")
    done = run("diff", f"{HOME}:1", str(HOME))
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith(f"{LOG}:5:1: error: this line has been changed")


def test_a_demanded_condition_holds_of_a_game_too(played, run):
    assert run("diff", f"{HOME}:1", f"{HOME}:1", "--fail-on", "rank", "--fail-on", "score=0").exit_code == 0
    assert run("diff", f"{HOME}:1", str(HOME), "--fail-on", "score=0").exit_code == 4


def test_from_python_it_is_the_same(played, moved):
    for sides, names in (
        ((1, 3), (f"{HOME}:1", f"{HOME}:3")),
        ((0,), (f"{HOME}:0", str(HOME))),
    ):
        answer = played.diff(*sides)
        assert answer.names == names
        assert answer.to_dict() == moved(*names)
    with pytest.raises(sc.StudyError, match="there is no turn 7"):
        played.diff(7)
    state = played.state
    plain = sc.diff(state.at_turn(1).study, state.study)
    assert plain.found == played.diff(1).found

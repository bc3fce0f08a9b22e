"""One ballot, all alike, ties, zeros, rounds, two hundred people, thirty drivers: numbers by hand."""

import json
import math
import random

import pytest

from scenario_cli import StudyError, blend_group, group, read_weights, seal_group, study

QUESTION = """\
format: scenario/1
id: two
title: Two drivers
question: Which?
drivers: {a: {}, b: {factors: {c: {}, d: {}}}}
options: {x: {}, y: {}, z: {}}
ratings:
  x: {a: 10, c: 0, d: 0}
  y: {a: 0, c: 10, d: 10}
  z: {a: 4, c: 4, d: 4}
"""


@pytest.fixture
def asked(folder, run):
    (folder / "two.yaml").write_text(QUESTION)

    def asked(rows, *args, head="by,a,b", before=None):
        (folder / "now.csv").write_text("\n".join([head, *rows]) + "\n")
        if before is not None:
            (folder / "before.csv").write_text("\n".join([head, *before]) + "\n")
            args = ("--before", "before.csv", *args)
        done = run("group", "show", "now.csv", "--scenario", "two.yaml", "-f", "json", *args)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return asked


def item(found, id_):
    return next(one for one in found["items"] if one["id"] == id_)


def codes(found):
    return [flag["code"] for flag in found["flags"]]


def test_numbers_worked_by_hand(asked):
    """Scores are 100a, 100(1 - a) and 40: x and y change places at a = 0.5, and nowhere is z first."""
    found = asked(["Ana,60,40", "Ben,70,30", "Cyd,20,80", "Dov,55,45"])
    a = item(found, "a")
    assert found["first"] == {"x": 3, "y": 1, "z": 0}
    assert a["shares"] == pytest.approx([0.2, 0.55, 0.6, 0.7])
    assert [a[key] for key in ("least", "lower", "median", "upper", "most")] == pytest.approx(
        [0.2, 0.4625, 0.575, 0.625, 0.7]
    )
    assert a["room"] == pytest.approx(0.5125)
    assert [(flip["at"], flip["to"]) for flip in a["flips"]] == [(pytest.approx(0.5), ["y"])]
    assert (a["across"], a["argue"]) == (1, True)
    assert found["max_regret"] == pytest.approx({"x": 60, "y": 40, "z": 40})
    assert found["mean_regret"] == pytest.approx({"x": 15, "y": 17.5, "z": 26.25})
    assert found["minimax_regret"] == ["y", "z"]
    assert found["leave_one_out"] == [
        {"ballot": "B", "first": ["x", "y"]},
        {"ballot": "C", "first": ["y"]},
        {"ballot": "D", "first": ["y"]},
    ]
    assert found["blends"]["median"]["first"] == ["x"]
    assert "agreed" not in a


def test_one_ballot_agrees_with_nobody_and_that_is_said(asked, run):
    found = asked(["Ana,60,40"])
    assert found["agreement"] == {"kendall_w": None, "tau": {"A": {}}}
    assert "no_agreement" in codes(found)
    assert found["leave_one_out"] == []
    assert found["camps"] is None
    assert not any(one["argue"] for one in found["items"])
    assert "one ballot" in found["finding"]
    assert run("group", "show", "now.csv", "--scenario", "two.yaml").exit_code == 0


def test_where_all_are_alike_there_is_nothing_to_argue_about(asked):
    found = asked([f"P{k},60,40" for k in range(6)])
    assert found["agreement"]["kendall_w"] == 1
    assert not any(one["argue"] for one in found["items"])
    assert "nothing to argue about" in found["finding"]
    assert found["camps"] is None


def test_where_every_ballot_ties_all_options_w_is_not_defined(folder, run):
    flat = QUESTION.replace("a: 10, c: 0, d: 0", "a: 4, c: 4, d: 4").replace(
        "a: 0, c: 10, d: 10", "a: 4, c: 4, d: 4"
    )
    (folder / "two.yaml").write_text(flat)
    (folder / "now.csv").write_text("a,b\n1,2\n2,1\n")
    done = run("group", "show", "now.csv", "--scenario", "two.yaml", "-f", "json")
    found = json.loads(done.stdout)
    assert found["agreement"] == {"kendall_w": None, "tau": {"A": {"B": None}, "B": {"A": None}}}
    assert "every ballot ties all options" in next(
        f["text"] for f in found["flags"] if f["code"] == "no_agreement"
    )


def test_a_geometric_mean_is_0_where_one_ballot_gives_0(asked, run):
    found = asked(["Ana,0,40", "Ben,70,30"])
    assert found["blends"]["geometric"]["factors"]["a"] == 0
    assert found["blends"]["geometric"]["first"] == ["y"]
    assert found["blends"]["mean"]["factors"]["a"] == pytest.approx(0.35)
    found = asked(["Ana,0,40", "Ben,70,0"])
    assert found["blends"]["geometric"] is None
    assert "no_blend" in codes(found)
    done = run("group", "blend", "now.csv", "--scenario", "two.yaml", "--by", "geometric", "-o", "g.yaml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--by geometric: no factor has weight in every ballot" in done.stderr
    with pytest.raises(StudyError):
        blend_group("now.csv", by="geometric", scenario="two.yaml")


def test_a_first_place_that_no_ballot_gives_is_warned_of(folder, run):
    (folder / "two.yaml").write_text(QUESTION.replace("z: {a: 4, c: 4, d: 4}", "z: {a: 6, c: 6, d: 6}"))
    (folder / "now.csv").write_text("a,b\n90,10\n10,90\n")
    found = json.loads(run("group", "show", "now.csv", "--scenario", "two.yaml", "-f", "json").stdout)
    assert found["first"] == {"x": 1, "y": 1, "z": 0}
    assert "nobodys_first" in codes(found)


def test_two_camps_are_told_where_each_is_closer_in_itself(asked):
    found = asked(["Ana,80,20", "Ben,78,22", "Cyd,20,80", "Dov,25,75", "Eva,82,18"])
    assert [len(camp) for camp in found["camps"]] == [2, 3]
    assert asked(["Ana,80,20", "Ben,60,40", "Cyd,40,60", "Dov,20,80"])["camps"] is None


def test_the_room_may_have_weights_of_its_own(asked, folder):
    (folder / "mine.yaml").write_text("format: weights/1\ndrivers: {a: 30, b: 70}\n")
    found = asked(["Ana,60,40", "Ben,70,30", "Cyd,20,80"], "-w", "mine.yaml")
    assert item(found, "a")["room"] == pytest.approx(0.3)
    assert item(found, "a")["across"] == 2
    assert [part["role"] for part in found["provenance"]["inputs"]] == ["scenario", "weights", "ballots"]


def test_a_rule_said_beforehand_is_kept(asked):
    found = asked(["Ana,50,50", "Ben,55,45", "Cyd,60,40"], "--agree", "iqr<=5")
    assert [item(found, id_)["agreed"] for id_ in ("a", "c")] == [True, True]
    assert item(asked(["Ana,50,50", "Ben,55,45", "Cyd,60,40"], "--agree", "iqr<=4.9"), "a")["agreed"] is False


def test_who_moved_is_told_and_who_was_absent_counted(asked):
    found = asked(["Ana,60,40", "Ben,30,70", "Eva,50,50"], before=["Ana,60,40", "Ben,70,30", "Cyd,20,80"])
    before = found["before"]
    assert {key: before[key] for key in ("ballots", "absent", "new", "nameless")} == {
        "ballots": 3,
        "absent": 1,
        "new": 1,
        "nameless": 0,
    }
    moves = {move["ballot"]: (round(move["moved"], 9), move["was"], move["now"]) for move in before["moves"]}
    assert moves == {"A": (0.4, ["x"], ["y"]), "C": (0, ["x"], ["x"])}
    assert item(found, "a")["before"]["most"] == pytest.approx(0.7)
    assert [part["role"] for part in found["provenance"]["inputs"]] == ["scenario", "ballots", "before"]


def test_ballots_of_one_round_are_taken_out_of_a_table_of_several(asked, run):
    rows = ["Ana,1,60,40", "Ben,1,70,30", "Ana,2,10,90", "Ben,2,70,30"]
    head = "by,round,a,b"
    found = asked(rows, "--round", "2", head=head)
    assert (found["ballots"], found["round"]) == (2, "2")
    found = asked(rows, "--round", "2", "--before", "now.csv", head=head)
    assert (found["before"]["ballots"], len(found["before"]["moves"])) == (2, 2)
    done = run("group", "show", "now.csv", "--scenario", "two.yaml")
    assert done.exit_code == 3
    assert "these are of different rounds" in done.stderr


def test_ratings_of_ones_own_count_for_oneself_and_are_told_by_what_they_are_worth(asked):
    rows = ["Ana,60,40,3", "Ben,60,40,9", "Cyd,60,40,"]
    found = asked(rows, head="by,a,b,ratings.x.a")
    assert found["first"] == {"x": 2, "y": 1, "z": 1}  # under a 3 x has 18, y and z 40
    (one,) = found["ratings"]
    assert (one["option"], one["factor"], one["ballots"], one["least"], one["most"]) == ("x", "a", 2, 3, 9)
    assert one["points"] == pytest.approx(36)
    assert (one["across"], one["argue"]) == (1, True)


def test_the_gut_is_held_against_the_weights(asked):
    rows = ["Ana,x y z,60,40", "Ben,y,60,40", "Cyd,,60,40"]
    gut = asked(rows, head="by,order,a,b")["gut"]
    told = {one["ballot"]: (one["first"], one["same_first"], one["tau"]) for one in gut["ballots"]}
    assert sorted(told.values(), key=str) == [
        (["x"], True, pytest.approx(2 / math.sqrt(3 * 2))),  # y and z tie by weights
        (["y"], False, pytest.approx(-1 / 2)),
    ]
    assert gut["room"]["first"] == ["y"]


@pytest.mark.parametrize("by", ["mean", "median", "geometric"])
def test_blended_weights_have_the_ranges_of_the_ballots_and_are_read_back(asked, run, by):
    found = asked(["Ana,60,40", "Ben,70,30", "Cyd,20,80"])
    assert (
        run("group", "blend", "now.csv", "--scenario", "two.yaml", "--by", by, "-o", "room.yaml").exit_code
        == 0
    )
    room = read_weights("room.yaml")
    assert room.ranges == {"a": pytest.approx([20, 70]), "b": pytest.approx([30, 80])}
    shares = study("two.yaml", "room.yaml").problem.weights.tolist()
    assert shares == pytest.approx(list(found["blends"][by]["factors"].values()), abs=1e-12)
    assert run("robustness", "two.yaml", "-w", "room.yaml", "--model", "ranges").exit_code == 0
    done = run("group", "blend", "now.csv", "--scenario", "two.yaml", "-o", "room.yaml")
    assert done.exit_code == 2  # it is there


def test_two_hundred_ballots_on_thirty_drivers(folder, run):
    rng = random.Random(3)
    ids = [f"d{k}" for k in range(30)]
    drivers = ", ".join(f"{id_}: {{}}" for id_ in ids)
    cells = [", ".join(f"{id_}: {rng.randint(0, 10)}" for id_ in ids) for _ in range(3)]
    (folder / "big.yaml").write_text(
        f"format: scenario/1\ntitle: Big\nquestion: Which?\ndrivers: {{{drivers}}}\n"
        "options: {x: {}, y: {}, z: {}}\n"
        f"ratings:\n  x: {{{cells[0]}}}\n  y: {{{cells[1]}}}\n  z: {{{cells[2]}}}\n"
    )
    rows = [",".join(str(rng.randint(0, 99)) for _ in ids) for _ in range(200)]
    (folder / "many.csv").write_text("\n".join([",".join(ids), *rows]) + "\n")
    answer = group("many.csv", scenario="big.yaml")
    assert answer.tau.shape == (200, 200)
    for form in ("table", "csv", "md", "html", "svg"):
        assert run("group", "show", "many.csv", "--scenario", "big.yaml", "-f", form).exit_code == 0
    (folder / "more.csv").write_text("\n".join([",".join(ids), *rows, rows[0]]) + "\n")
    assert group("more.csv", scenario="big.yaml").tau is None
    assert len(seal_group("many.csv", scenario="big.yaml").splitlines()) == 201


def test_an_answer_is_a_frame_and_a_picture_whose_numbers_are_its_own(asked):
    asked(["Ana,60,40", "Ben,70,30", "Cyd,20,80", "Dov,55,45"])
    answer = group("now.csv", scenario="two.yaml")
    frame = answer.to_frame()
    assert frame.loc[frame.id == "a", "across"].tolist() == [1, 1]  # a driver, itself rated
    assert repr(0.2) in answer.picture("spread").svg
    assert "ARGUE" in answer.picture().svg

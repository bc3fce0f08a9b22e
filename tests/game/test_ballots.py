"""Ballots in a game: kept by their hash, told as counts, by names only where they are asked for."""

import json
from hashlib import sha256

import pytest
from game.table import AT, begin, raw_lines, stated, tree, write_ballots

import scenario_cli as sc

# Comfort decides for the new machine, the price for the old one.
PEOPLE = {"ana": (90, 10), "ben": (5, 95), "cyd": (80, 20), "dov": (85, 15)}


@pytest.fixture
def box(game, home):
    return write_ballots(home, **PEOPLE)


def test_a_line_has_the_hash_of_each_file_and_no_name(game, home, box):
    answer = game.ballots(box, by="control", at=AT)
    line = stated(game.folder.path)[-1]
    files = [(box / f"{name}.yaml").read_bytes() for name in PEOPLE]
    assert line["ballots"] == sorted(sha256(content).hexdigest() for content in files)
    assert (line["kind"], line["round"], line["by"]) == ("ballots", "1", "control")
    for content in files:
        assert (game.folder.path / "kept" / f"{sha256(content).hexdigest()}.yaml").read_bytes() == content
    raw = raw_lines(game.folder.path)[-1].lower()
    assert [name for name in PEOPLE if name.encode() in raw] == []
    assert answer.finding == "Line 2, by control: 4 ballots of round 1."


def test_they_move_no_score_and_say_what_the_group_says(game, box):
    game.turn("Turn 1", at=AT)
    before = game.show().ranking.scores.tolist()
    game.ballots(box, at=AT)
    shown = game.show()
    assert shown.ranking.scores.tolist() == before
    group = sc.group(box, scenario="office.yaml")
    options = group.study.problem.options
    assert shown.ballots[0].first == dict(zip(options, group.first.tolist(), strict=True))
    assert (shown.ballots[0].ballots, shown.ballots[0].round, shown.ballots[0].voices) == (4, "1", ())


def test_what_the_game_has_tried_does_not_count_in_them(game, box):
    game.ballots(box, at=AT)
    first = game.show().ballots
    game.inject("strike", at=AT)
    game.set("weights.cost=5", at=AT)
    assert game.show().ballots == first


def test_the_room_sees_counts_and_no_name_and_before_the_first_turn_no_option(game, box, run):
    game.ballots(box, at=AT)
    early = run("game", "show", "--room", "-g", "game").stdout
    assert "What do the ballots say?" in early
    assert "machine 3" not in early
    game.turn("Turn 1", at=AT)
    for form in ("table", "json", "csv", "md", "html"):
        for args in (("show", "--room"), ("show",), ("report",)):
            said = run("game", *args, "-g", "game", "-f", form).stdout
            assert [name for name in ("Ana", "Ben", "Cyd", "Dov") if name in said] == [], (form, args)
    room = run("game", "show", "--room", "-g", "game").stdout
    assert "   2  1            4  Buy the new one 3, Keep the old one 1\n" in room


def test_names_are_told_where_they_are_asked_for_and_never_to_the_room(game, box, run):
    game.ballots(box, at=AT)
    game.turn("Turn 1", at=AT)
    shown = json.loads(run("game", "show", "--names", "-g", "game", "-f", "json").stdout)
    assert shown["ballots"][0]["voices"][1] == {"by": "Ben", "team": "red", "first": ["keep"]}
    assert "Ana   red   Buy the new one" in run("game", "report", "--names", "-g", "game").stdout
    refused = run("game", "show", "--names", "--room", "-g", "game")
    assert (refused.exit_code, refused.stderr) == (2, "error: --room and --names: one of them\n")
    assert game.show(room=True, names=True).ballots[0].voices == ()


def test_they_are_taken_back_brought_back_and_replayed(game, box, run):
    game.turn("Turn 1", at=AT)
    game.ballots(box, at=AT)
    game.undo(at=AT)
    assert game.show().ballots[0].undone
    assert "What do the ballots say?" not in run("game", "show", "-g", "game").stdout
    game.redo(at=AT)
    assert not game.show().ballots[0].undone
    assert game.replay().holds


def test_the_same_ballots_are_refused_a_second_time_until_they_are_taken_back(game, home, box):
    game.ballots(box, at=AT)
    with pytest.raises(sc.StudyError, match="these ballots are in line 2 already"):
        game.ballots(box, at=AT)
    write_ballots(home, eva=(1, 1))
    assert game.ballots(box, at=AT).ballots[-1].ballots == 5
    game.undo(to=1, at=AT)
    assert game.ballots(box, at=AT).line == 5


def test_rows_of_a_table_become_files_and_rows_that_are_alike_all_count(game, home, run):
    rows = "team,round,comfort,cost\nred,2,90,10\nred,2,90,10\n,1,5,95\n"
    (home / "t.csv").write_text(rows, encoding="utf-8")
    answer = game.ballots("t.csv", round="2", at=AT)
    assert (answer.ballots[0].ballots, answer.ballots[0].first["buy"]) == (2, 2)
    line = stated(game.folder.path)[-1]
    assert len(set(line["ballots"])) == 1
    kept = game.folder.path / "kept" / f"{line['ballots'][0]}.yaml"
    assert run("check", str(kept)).exit_code == 0
    game.undo(at=AT)
    assert game.ballots("t.csv", at=AT).event.said["round"] == ""


def test_what_is_wrong_is_told_where_it_stands_and_nothing_is_written(game, home, box, run):
    (box / "eva.yaml").write_text("format: ballot/1\nby: Eva\ndrivers: {comfort: 1}\n", encoding="utf-8")
    before = tree(game.folder.path)
    result = run("game", "ballots", "r1", "-g", "game")
    assert result.exit_code == 3
    assert result.stderr.startswith("r1/eva.yaml:3:10: error: Eva: the driver 'cost' is missing")
    for args, code in ((["none-such"], 3), (["r1/ana.yaml", "--round", "9"], 3), ([], 2)):
        result = run("game", "ballots", *args, "-g", "game")
        assert result.exit_code == code, result.stderr
    assert tree(game.folder.path) == before


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_kept_ballot_that_is_damaged_is_told_at_its_line(damage, game, box, run):
    game.ballots(box, at=AT)
    path = game.folder.path / "kept" / f"{stated(game.folder.path)[-1]['ballots'][0]}.yaml"
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"#\n")
    shown = run("game", "show", "-g", "game")
    assert shown.exit_code == 3
    assert shown.stderr.startswith(f"game/log.jsonl:2:1: error: kept/{path.name}, on which this line rests")
    assert run("game", "replay", "-g", "game").exit_code == 4


def test_a_ballot_is_set_as_the_weights_by_the_person_whose_it_is(game, home, box):
    answer = game.set(weights=box / "ana.yaml", at=AT)
    assert answer.finding == "Line 2, by Ana: set all points to those of ana."
    assert dict(answer.study.weights.drivers) == {"comfort": 90, "cost": 10}
    assert game.set(weights=box / "ben.yaml", by="control", at=AT).event.by == "control"
    (home / "blue.yaml").write_text(
        "format: ballot/1\nteam: blue\ndrivers: {comfort: 1, cost: 1}\n", encoding="utf-8"
    )
    assert game.set(weights="blue.yaml", at=AT).event.by == "blue"
    assert game.set("weights.cost=3", at=AT).event.by is None
    (home / "w.yaml").write_text(
        "format: weights/1\nby: Zoe\ndrivers: {comfort: 1, cost: 1}\n", encoding="utf-8"
    )
    assert game.set(weights="w.yaml", at=AT).event.by == "Zoe"
    assert game.replay().holds


def test_a_ballot_that_is_kept_with_others_and_then_set_goes_by_its_own_name(game, box):
    game.ballots(box, at=AT)
    game.set(weights=box / "ana.yaml", at=AT)
    game.turn("Turn 1", at=AT)
    assert game.show().study.weights.id == "ana"
    assert game.replay().holds


def test_ratings_of_a_ballot_do_not_count_and_that_is_said(game, home, run):
    text = "format: ballot/1\nby: Ana\ndrivers: {comfort: 1, cost: 1}\nratings: {keep: {taste: 10}}\n"
    (home / "ana.yaml").write_text(text, encoding="utf-8")
    said = "ana is a ballot with ratings of its own, which do not count here: its points do"
    assert game.set(weights="ana.yaml", at=AT).notes == (f"A{said[1:]}.",)
    result = run("score", "office.yaml", "-w", "ana.yaml", "-f", "json")
    flags = json.loads(result.stdout)["flags"]
    assert [flag["text"] for flag in flags if flag["code"] == "ballot_ratings"] == [said]


def test_a_log_whose_line_of_ballots_is_forged_is_refused(game, home, box):
    from game.table import forge

    game.ballots(box, at=AT)
    lines = stated(game.folder.path)
    lines[-1]["ballots"] = ["x"]
    forge(game.folder.path, lines)
    with pytest.raises(sc.InputError, match="ballots is not what it has to be"):
        game.show()


def test_weights_of_another_scenario_hold_for_the_lines_they_were_cast_for(home, folder):
    game = begin(home, name="second")
    box = write_ballots(home, **PEOPLE)
    game.ballots(box, at=AT)
    text = (home / "office.yaml").read_text(encoding="utf-8")
    more = text.replace(
        "  rent: {title: Rent one}\n", "  rent: {title: Rent one}\n  none: {title: Have none}\n"
    )
    more = more.replace("injects:", "  none: {taste: 0, noise: 10, cost: 100}\ninjects:")
    (home / "office.yaml").write_text(more, encoding="utf-8")
    game.turn("Turn 1", take_new=True, at=AT)
    counts = game.show().ballots
    assert list(counts[0].first) == ["keep", "buy", "rent"]

"""A log, a kept file or a checkpoint that is not as it was: named by its line, and nothing is written."""

import json
import re
import shutil
from hashlib import sha256

import pytest
from builders import many
from game.table import AT, forge, played, raw_lines, stated, tree
from hypothesis import given
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.errors import InputError, OutputError

# Each way to ask for something or to write a line.
CALLS = {
    "show": lambda game: game.show(),
    "state": lambda game: game.state,
    "report": lambda game: game.report(),
    "turn": lambda game: game.turn("Turn", at=AT),
    "guess": lambda game: game.guess("red", ["buy"], at=AT),
    "inject": lambda game: game.inject("strike", at=AT),
    "set": lambda game: game.set("weights.cost=1", at=AT),
    "move": lambda game: game.move("red", "so", at=AT),
    "against": lambda game: game.against("red", 4, "so", at=AT),
    "ruling": lambda game: game.ruling(4, False, at=AT),
    "say": lambda game: game.say("red", "so", secret=True, at=AT),
    "fact": lambda game: game.fact("so", at=AT),
    "undo": lambda game: game.undo(at=AT),
    "redo": lambda game: game.redo(at=AT),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A game in which every kind of line stands; nobody changes it."""
    return played(tmp_path_factory.mktemp("whole")).folder.path


@pytest.fixture
def damaged(whole, tmp_path):
    """A copy of it, to be damaged."""
    return shutil.copytree(whole.parent, tmp_path / "home") / "game"


def refused(folder, line, *calls):
    """Hold a damaged game to being refused at a line by all that asks, with nothing written anywhere."""
    before = tree(folder.parent)
    game = sc.game(folder)
    for name in calls or CALLS:
        with pytest.raises((InputError, OutputError)) as raised:
            CALLS[name](game)
        first = str(raised.value).splitlines()[0]
        assert first.startswith(f"{folder.as_posix()}/log.jsonl:{line}:1: error: "), (name, first)
        assert raised.value.exit_code == 3
    replay = game.replay()
    assert not replay.holds
    assert (replay.mistakes[0].file, replay.mistakes[0].line) == (f"{folder.as_posix()}/log.jsonl", line)
    assert tree(folder.parent) == before
    return replay.mistakes[0].message


def write_lines(folder, lines):
    (folder / "log.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))


@many
@given(data=st.data())
def test_any_byte_that_is_another_is_told_at_its_line(whole, tmp_path_factory, data):
    folder = shutil.copytree(whole.parent, tmp_path_factory.mktemp("flip") / "home") / "game"
    content = bytearray((folder / "log.jsonl").read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    line = content[:place].count(b"\n") + 1
    ends_a_line = content[place] == ord("\n")
    content[place] = other
    (folder / "log.jsonl").write_bytes(content)
    if data.draw(st.booleans()):
        (folder / "checkpoint.json").unlink()
        if ends_a_line and line == content.count(b"\n") + 1:
            return  # its end away, the last line does not count: that is half a line, and no damage
    refused(folder, min(line, len(raw_lines(whole)) - ends_a_line * (line == 15)), "show", "fact", "undo")


@pytest.mark.parametrize("checkpoint", [True, False])
@pytest.mark.parametrize("line", range(1, 16))
def test_a_line_in_which_a_digit_is_changed_is_named(damaged, line, checkpoint):
    lines = raw_lines(damaged)
    at = re.search(rb'"at":"2(0)', lines[line - 1]).start(1)
    lines[line - 1] = lines[line - 1][:at] + b"1" + lines[line - 1][at + 1 :]
    write_lines(damaged, lines)
    if not checkpoint:
        (damaged / "checkpoint.json").unlink()
    refused(damaged, line)


@pytest.mark.parametrize("line", [2, 3, 9, 15])
def test_a_line_changed_with_its_own_hash_mended_is_told_at_the_next(damaged, line):
    lines = raw_lines(damaged)
    stated = json.loads(lines[line - 1])
    stated["by"] = "somebody else"
    body = json.dumps(
        {k: v for k, v in stated.items() if k != "sha256"}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    lines[line - 1] = body[:-1] + b',"sha256":"' + sha256(body).hexdigest().encode() + b'"}'
    write_lines(damaged, lines)
    said = refused(damaged, min(line + 1, 15), "show", "set")
    assert said in (
        "this line does not follow the one before: a line was changed or taken out",
        "this is another line than was written here",
    )


@pytest.mark.parametrize("line", range(1, 15))
def test_a_line_that_is_taken_out_is_told_where_it_was(damaged, line):
    lines = raw_lines(damaged)
    del lines[line - 1]
    write_lines(damaged, lines)
    assert refused(damaged, line, "show", "say") == (
        f"line {line} is expected here, and this one says that it is {line + 1}"
    )


@pytest.mark.parametrize("line", range(1, 15))
def test_two_lines_in_another_order_are_told_at_the_first(damaged, line):
    lines = raw_lines(damaged)
    lines[line - 1 : line + 1] = lines[line], lines[line - 1]
    write_lines(damaged, lines)
    refused(damaged, line, "show", "turn")


@pytest.mark.parametrize("line", [1, 7, 15])
def test_a_line_that_stands_twice_is_told(damaged, line):
    lines = raw_lines(damaged)
    lines.insert(line, lines[line - 1])
    write_lines(damaged, lines)
    refused(damaged, line + 1, "show", "inject")


@pytest.mark.parametrize("count", range(15))
def test_lines_cut_from_the_end_are_told_at_the_last_that_is_left(damaged, count):
    write_lines(damaged, raw_lines(damaged)[:count])
    said = refused(damaged, max(count, 1))
    gone = 15 - count
    if count:
        lines = "1 line after this one is" if gone == 1 else f"{gone} lines after this one are"
        assert said == f"the log was cut: {lines} gone"
    else:
        assert said == "the log has no lines: a game begins with one"


def test_without_a_checkpoint_a_shorter_log_is_a_shorter_game(damaged):
    write_lines(damaged, raw_lines(damaged)[:8])
    (damaged / "checkpoint.json").unlink()
    game = sc.game(damaged)
    assert game.show().line == 8
    assert game.replay().holds
    assert game.fact("so", at=AT).line == 10  # after the edit of line 11, which is told anew


def test_a_line_in_the_middle_is_empty(damaged):
    lines = raw_lines(damaged)
    lines.insert(4, b"")
    write_lines(damaged, lines)
    refused(damaged, 5, "show", "redo")


def test_line_ends_of_windows_are_told(damaged):
    content = (damaged / "log.jsonl").read_bytes().replace(b"\n", b"\r\n")
    (damaged / "log.jsonl").write_bytes(content)
    refused(damaged, 1, "show", "fact")


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"hello\n", b"{}\n", b"\xff\xfe\x00\n", b"[1,2]\n", b"[" * 5000 + b"\n"]
)
def test_what_is_no_log_is_told_at_its_first_line(damaged, content):
    (damaged / "log.jsonl").write_bytes(content)
    (damaged / "checkpoint.json").unlink()
    refused(damaged, 1, "show", "fact")


RESULT = {"scores": {}, "ranks": {}, "inputs": [], "version": ""}
# What a log with hashes in order may state all the same, and at which line it is refused.
FORGED = {
    "no such kind": (9, {"kind": "dance"}),
    "a second beginning": (9, {"kind": "new", "title": "x", "teams": [], "scenario": None, "weights": None}),
    "another line": (9, {"line": 10}),
    "no number of a line": (9, {"line": True}),
    "a time that is none": (9, {"at": "yesterday"}),
    "a time that is a number": (9, {"at": 12}),
    "a turn that is a word": (9, {"turn": "one"}),
    "a turn below 0": (9, {"turn": -1}),
    "nobody": (9, {"by": 4}),
    "a text that is a number": (9, {"text": 4}),
    "a secret that is no hash": (9, {"secret": "abc"}),
    "an order that is a word": (2, {"order": "buy"}),
    "scores that are words": (
        3,
        {"result": {"scores": {"keep": "x"}, "ranks": {}, "inputs": [], "version": ""}},
    ),
    "a move that is not there": (5, {"move": 99}),
    "a move that is itself": (6, {"move": 6}),
    "a setting of nothing": (8, {"set": ["ratings.nobody.taste=3"]}),
    "a setting that is none": (8, {"set": ["hello"]}),
    "a setting past the scale": (8, {"set": ["ratings.buy.taste=300"]}),
    "an unknown level": (8, {"set": ["ratings.buy.noise=deafening"]}),
    "an inject that is not there": (7, {"inject": "flood"}),
    "weights that all are 0": (12, {"weights": None, "set": ["weights.cost=0", "weights.comfort=0"]}),
    "an undo of what comes later": (13, {"undoes": [14]}),
    "an undo of line 0": (13, {"undoes": [0]}),
    "a kept file that is not there": (12, {"weights": {"id": "room", "sha256": "0" * 64}}),
    "a hash that is none": (12, {"weights": {"id": "room", "sha256": "../../x"}}),
    "an edit of something else": (11, {"old": "1" * 64}),
}


@pytest.mark.parametrize("case", FORGED)
def test_what_does_not_fit_is_named_even_where_every_hash_is_in_order(damaged, case):
    line, changes = FORGED[case]
    lines = stated(damaged)
    lines[line - 1] |= changes
    forge(damaged, lines)
    refused(damaged, line, "show", "set", "undo")


def test_a_forged_turn_does_not_replay_and_every_number_is_told(damaged):
    lines = stated(damaged)
    lines[2]["result"]["scores"]["buy"] += 1e-13
    lines[2]["result"]["ranks"]["keep"] = 2
    lines[14]["result"]["scores"]["other"] = 1.0
    forge(damaged, lines)
    replay = sc.game(damaged).replay()
    found = [(mistake.line, mistake.message) for mistake in replay.mistakes]
    assert found == [
        (3, "scores of 'buy': stated 49.00000000000011, computed 49.00000000000001"),
        (3, "ranks of 'keep': stated 2, computed 1"),
        (15, "'other' is no option"),
    ]
    assert [turn.same for turn in replay.turns] == [False, False]
    assert sc.game(damaged).show().line == 15  # what stands is no less sound for it


def test_a_line_that_states_another_turn_does_not_replay(damaged):
    lines = stated(damaged)
    lines[14]["turn"] = 3
    forge(damaged, lines)
    (mistake,) = sc.game(damaged).replay().mistakes
    assert (mistake.line, mistake.message) == (15, "turn 3 is stated, and it is turn 2")


KEPT = {"the scenario": 1, "the first weights": 1, "the edited weights": 11, "the ballot": 12}


def kept_file(folder, name):
    lines = stated(folder)
    hashes = {
        "the scenario": lines[0]["scenario"]["sha256"],
        "the first weights": lines[0]["weights"]["sha256"],
        "the edited weights": lines[10]["new"],
        "the ballot": lines[11]["weights"]["sha256"],
    }
    return folder / "kept" / f"{hashes[name]}.yaml"


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("how", ["away", "changed", "emptied", "a folder", "longer"])
def test_a_kept_file_that_is_not_as_it_was_is_told_at_the_first_line_that_rests_on_it(damaged, name, how):
    path = kept_file(damaged, name)
    content = path.read_bytes()
    path.unlink()
    if how == "changed":
        path.write_bytes(content.replace(b"4", b"5", 1))
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "a folder":
        path.mkdir()
    elif how == "longer":
        path.write_bytes(content + b" ")
    said = refused(damaged, KEPT[name])
    assert said.startswith(f"kept/{path.name}, on which this line rests")


def test_all_that_is_kept_is_away(damaged):
    shutil.rmtree(damaged / "kept")
    refused(damaged, 1, "show", "set")


def test_other_files_beside_those_kept_are_nobodys_business(damaged):
    (damaged / "kept" / "notes.txt").write_text("mine")
    (damaged / "kept" / f"{'0' * 64}.yaml").write_text("mine")
    game = sc.game(damaged)
    assert game.replay().holds
    assert game.fact("so", at=AT).line == 16


CHECKPOINTS = [
    b"",
    b"{}",
    b"[]",
    b"nonsense",
    b"\xff\xfe",
    b'{"lines": "many", "sha256": 4}',
    b'{"lines": -3, "sha256": "x"}',
    b'{"lines": true, "sha256": "' + b"0" * 64 + b'"}',
    b'{"lines": 1e999, "sha256": ""}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", CHECKPOINTS, ids=range(len(CHECKPOINTS)))
def test_a_damaged_checkpoint_is_made_again(damaged, content):
    (damaged / "checkpoint.json").write_bytes(content)
    game = sc.game(damaged)
    assert game.show().line == 15
    assert game.replay().holds
    assert (damaged / "checkpoint.json").read_bytes() == content
    game.fact("so", at=AT)
    again = json.loads((damaged / "checkpoint.json").read_text())
    assert (again["lines"], again["sha256"]) == (16, sha256(raw_lines(damaged)[-1]).hexdigest())


def test_a_checkpoint_that_is_away_or_a_folder_keeps_nobody_from_playing(damaged):
    (damaged / "checkpoint.json").unlink()
    (damaged / "checkpoint.json").mkdir()
    game = sc.game(damaged)
    assert game.fact("so", at=AT).line == 16
    assert game.replay().holds


def test_an_older_checkpoint_is_none_the_worse(damaged):
    before = (damaged / "checkpoint.json").read_bytes()
    game = sc.game(damaged)
    game.fact("so", at=AT)
    (damaged / "checkpoint.json").write_bytes(before)
    assert game.show().line == 16
    assert game.fact("so", at=AT).line == 17


def test_a_newer_checkpoint_tells_that_lines_are_gone(damaged):
    log = (damaged / "log.jsonl").read_bytes()
    game = sc.game(damaged)
    for _ in range(2):
        game.fact("so", at=AT)
    (damaged / "log.jsonl").write_bytes(log)
    assert refused(damaged, 15) == "the log was cut: 2 lines after this one are gone"


def test_a_checkpoint_of_another_game_is_told(damaged):
    stated = json.loads((damaged / "checkpoint.json").read_text())
    (damaged / "checkpoint.json").write_text(json.dumps(stated | {"sha256": "0" * 64}))
    assert refused(damaged, 15, "show", "fact") == "this is another line than was written here"


def test_a_checkpoint_vouches_only_for_the_bytes_that_it_has_seen(damaged):
    """Whoever changes the log cannot be believed by an old checkpoint, nor by one that is nearly right."""
    game = sc.game(damaged)
    game.fact("so", at=AT)
    checkpoint = json.loads((damaged / "checkpoint.json").read_text())
    content = (damaged / "log.jsonl").read_bytes()
    assert checkpoint["size"] == len(content)
    assert checkpoint["whole"] == sha256(content).hexdigest()
    changed = content.replace(b"Publishes the bill", b"Publishes the wall")
    (damaged / "log.jsonl").write_bytes(changed)
    refused(damaged, 4, "show", "fact")
    (damaged / "checkpoint.json").write_text(json.dumps(checkpoint | {"size": 3, "whole": ""}))
    refused(damaged, 4, "show", "fact")


@pytest.mark.parametrize(
    "content", [b"hello\n", b"[]\n", b'{"line":1}\n', b"\xff\n", b'{"a":1},{"b":2}\n', b"{\n"]
)
def test_a_checkpoint_that_vouches_for_what_is_no_log_changes_nothing(damaged, content):
    (damaged / "log.jsonl").write_bytes(content)
    told = {"lines": 1, "sha256": "0" * 64, "size": len(content), "whole": sha256(content).hexdigest()}
    (damaged / "checkpoint.json").write_text(json.dumps(told))
    refused(damaged, 1, "show", "fact")


def test_a_log_that_is_away_is_told_and_not_begun_anew(damaged):
    (damaged / "log.jsonl").unlink()
    before = tree(damaged.parent)
    game = sc.game(damaged)
    for name in (*CALLS, "replay"):
        with pytest.raises(InputError, match=r"log\.jsonl.*the log cannot be read: No such file"):
            CALLS.get(name, sc.Game.replay)(game)
    assert tree(damaged.parent) == before


def test_a_log_that_is_a_folder_is_told(damaged):
    (damaged / "log.jsonl").unlink()
    (damaged / "log.jsonl").mkdir()
    for name in ("show", "fact"):
        with pytest.raises(InputError, match=r"log\.jsonl"):
            CALLS[name](sc.game(damaged))

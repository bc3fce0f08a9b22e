"""Texts that are kept apart: nowhere but in their own file, to which the log holds them by a hash."""

import json
from hashlib import sha256

import pytest
from game.table import AT, stated, tree

import scenario_cli as sc

SECRET, REASON = "Pays the pilot, 名前", "nobody counts the cash"
WORDS = (SECRET, REASON, SECRET.encode("unicode_escape").decode(), "pilot", "cash")


@pytest.fixture
def hushed(game):
    """A game with a secret move, a secret objection, and words that are none."""
    game.turn("Turn 1", at=AT)
    game.move("blue", SECRET, because=[REASON], secret=True, at=AT)
    game.against("red", 3, SECRET[::-1], secret=True, at=AT)
    game.say("red", "All may know this", at=AT)
    game.fact(SECRET, secret=True, at=AT)
    return game


def whispers(game):
    """The lines of the file of secrets, as plain data."""
    text = (game.folder.path / "secret.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def forms(answer):
    """All that an answer is shown as."""
    report = answer.report()
    pages = [str(page(80)) for page in (report.page, report.page_of("whole"))]
    return [answer.finding, answer.to_json(), str(report.records()), *pages, repr(answer)]


def spilled(text):
    return [word for word in WORDS if word in text]


def test_a_secret_is_nowhere_but_in_its_own_file(hushed):
    for name, content in tree(hushed.folder.path).items():
        if content is not None and name != "secret.jsonl":
            assert spilled(content.decode()) == [], name
    assert [line["text"] for line in whispers(hushed)] == [SECRET, SECRET[::-1], SECRET]
    assert whispers(hushed)[0]["because"] == [REASON]
    assert [line["line"] for line in whispers(hushed)] == [3, 4, 6]


def test_the_log_states_its_hash_and_no_text(hushed):
    lines = {line["line"]: line for line in stated(hushed.folder.path)}
    raw = (hushed.folder.path / "secret.jsonl").read_bytes().split(b"\n")
    for line, whisper in zip((3, 4, 6), raw, strict=False):
        assert lines[line]["text"] is None
        assert lines[line]["secret"] == sha256(whisper).hexdigest()
    assert lines[3]["because"] == []
    assert "secret" not in lines[5]


def test_two_secrets_alike_have_other_hashes(game):
    for _ in range(2):
        game.say("red", SECRET, secret=True, at=AT)
    first, second = stated(game.folder.path)[1:]
    assert first["secret"] != second["secret"]
    assert len({line["salt"] for line in whispers(game)}) == 2
    assert all(len(bytes.fromhex(line["salt"])) == 16 for line in whispers(game))


@pytest.mark.parametrize("call", ["move", "against", "say", "fact"])
def test_the_command_itself_does_not_repeat_it(hushed, call):
    ways = {
        "move": lambda: hushed.move("blue", SECRET, because=[REASON], secret=True, at=AT),
        "against": lambda: hushed.against("red", 3, SECRET, secret=True, at=AT),
        "say": lambda: hushed.say("red", SECRET, secret=True, at=AT),
        "fact": lambda: hushed.fact(SECRET, secret=True, at=AT),
    }
    step = ways[call]()
    assert [spilled(text) for text in forms(step)] == [[]] * 6
    assert "(kept apart)" in step.finding


def test_the_room_does_not_see_it_nor_does_what_other_programs_read(hushed):
    assert [spilled(text) for text in forms(hushed.show(room=True))] == [[]] * 6
    assert spilled(hushed.show().to_json()) == []
    assert [spilled(text) for text in forms(hushed.replay())] == [[]] * 6
    assert [spilled(text) for text in forms(hushed.report())] == [[]] * 6


def test_the_facilitator_sees_it(hushed):
    shown = str(hushed.show().report().page(200))
    assert SECRET in shown
    assert "All may know this" in shown
    assert "(kept apart)" not in shown


def test_without_its_file_the_game_holds_and_it_is_said_to_be_kept_apart(hushed):
    (hushed.folder.path / "secret.jsonl").unlink()
    assert hushed.replay().holds
    shown = str(hushed.show().report().page(200))
    assert shown.count("(kept apart)") == 3
    assert spilled(shown) == []
    assert hushed.fact("so", at=AT).line == 7


CHANGES = {
    "a word": lambda raw: raw.replace(b"Pays", b"Owes", 1),
    "the salt": lambda raw: raw.replace(b'"salt":"', b'"salt":"0', 1),
    "the line": lambda raw: raw.replace(b'"line":3', b'"line":9', 1),
    "no JSON": lambda raw: b"nonsense" + raw,
    "taken out": lambda raw: raw.partition(b"\n")[2],
    "emptied": lambda _: b"",
    "all nonsense": lambda _: b"nonsense\n",
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_secret_that_was_changed_does_not_replay(hushed, how):
    path = hushed.folder.path / "secret.jsonl"
    path.write_bytes(CHANGES[how](path.read_bytes()))
    replay = hushed.replay()
    assert not replay.holds
    assert replay.mistakes[0].line == 3
    assert replay.mistakes[0].message == "the text of this line, which is kept apart, is gone or was changed"
    shown = str(hushed.show().report().page(200))
    assert "(kept apart)" in shown
    assert hushed.fact("so", at=AT).line == 7  # the game itself does not rest on it


def test_secrets_in_another_order_are_the_same(hushed):
    path = hushed.folder.path / "secret.jsonl"
    path.write_bytes(b"".join(reversed(path.read_bytes().splitlines(keepends=True))))
    assert hushed.replay().holds
    assert SECRET in str(hushed.show().report().page(200))


def test_a_ruling_can_be_on_a_secret_move(hushed):
    step = hushed.ruling(3, True, settings=["weights.cost=3"], at=AT)
    assert step.finding == "Line 7, turn 1: ruling on line 3: succeeds; set weights.cost=3."


def test_what_is_no_secret_makes_no_file(game):
    game.say("red", "so", at=AT)
    assert not (game.folder.path / "secret.jsonl").exists()
    assert game.folder.secrets() == {}
    assert sc.game(game.folder.path).replay().holds

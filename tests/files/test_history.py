"""Every change is written down, and can be taken back and made again at any depth."""

from hashlib import sha256
from pathlib import Path

from builders import few
from files.red import (
    INTERESTS,
    NOTES,
    NUMBERS,
    POWER,
    beside,
    in_bytes,
    joined,
    lines,
    make_again,
    posix,
    put,
    read,
    take_back,
    told,
    written,
)
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.files.history import history_path
from scenario_cli.files.undoing import redo_edit, undo_edit


def test_a_change_is_written_and_told_in_a_line_that_a_person_can_read(red, monkeypatch):
    monkeypatch.setattr("scenario_cli.files.editing.time_now", lambda: "2026-03-02T09:01:00+00:00")
    put(red, {POWER: "50"}, "gas fell")
    after = NOTES.replace("60   # as they see it", "50   # as they see it  # was 60: gas fell")
    assert red.read_bytes() == after.encode()
    first = {
        "command": "set",
        "at": "2026-03-02T09:01:00+00:00",
        "who": "",
        "why": "gas fell",
        "before": sha256(NOTES.encode()).hexdigest(),
        "after": sha256(after.encode()).hexdigest(),
        "changes": [["power", "60", "50"]],
        "comments": [["power", "", "  # was 60: gas fell"]],
        "old": {"power": 60},
        "new": {"power": 50},
        "numbers": {"power": 50, "interests": 40, "personality": 0},
        "written": True,
    }
    assert lines(red) == [first]
    assert history_path(red).read_bytes().isascii()
    assert history_path(red).read_bytes().endswith(b"}\n")
    assert beside(red) == []
    put(red, {INTERESTS: "41"})
    assert "numbers" not in lines(red)[1]  # the line before says them


@few
@given(written(), st.data())
def test_undo_takes_back_byte_for_byte_and_redo_makes_again_at_any_depth(tmp_path_factory, file, data):
    pieces, encoding = file
    path = tmp_path_factory.mktemp("undo") / "red.yaml"
    path.write_bytes(in_bytes(joined(pieces, {}), encoding))
    places = [place for _, place in pieces if place]
    states = [path.read_bytes()]
    for _ in range(data.draw(st.integers(1, 4))):
        chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
        put(path, {place: data.draw(NUMBERS) for place in chosen}, data.draw(st.sampled_from(["", "🟥 so"])))
        states += [path.read_bytes()] if path.read_bytes() != states[-1] else []
    at = len(states) - 1
    for step in data.draw(st.lists(st.sampled_from([-1, -1, 1]), max_size=12)):
        if 0 <= at + step < len(states):
            at += step
            (take_back if step < 0 else make_again)(path)
            assert path.read_bytes() == states[at]
    assert beside(path) == []


@few
@given(written(), st.data())
def test_undo_brings_back_all_but_what_was_edited_by_hand(tmp_path_factory, file, data):
    """A hand edit here: another place gets another number, and lines are added above and below."""
    pieces, encoding = file
    path = tmp_path_factory.mktemp("hand") / "red.yaml"
    places = [place for _, place in pieces if place]
    path.write_bytes(in_bytes(joined(pieces, {}), encoding))
    mine, *theirs = data.draw(st.permutations(places))
    numbers = {place: data.draw(NUMBERS) for place in theirs[:3]}
    if not numbers:
        return
    put(path, numbers)
    if path.read_bytes() == in_bytes(joined(pieces, {}), encoding):
        return
    by_hand = "# by hand\n"
    path.write_bytes(in_bytes(by_hand + joined(pieces, {**numbers, mine: "77"}), encoding))
    take_back(path)
    assert path.read_bytes() == in_bytes(by_hand + joined(pieces, {mine: "77"}), encoding)
    make_again(path)
    assert path.read_bytes() == in_bytes(by_hand + joined(pieces, {**numbers, mine: "77"}), encoding)


def test_undo_after_a_change_that_brought_the_old_bytes_back(red):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    put(red, {POWER: "60"})
    assert red.read_bytes() == NOTES.encode()
    take_back(red)
    assert red.read_bytes() == fifty
    make_again(red)
    assert red.read_bytes() == NOTES.encode()


def test_setting_what_is_there_already_does_not_stand_in_the_way_of_undo(red):
    put(red, {POWER: "50"})
    put(red, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_without_a_history_there_is_nothing_to_take_back(red):
    assert told(undo_edit, read(red)) == (
        "red.yaml:1:1: error: there is no change to take back [nothing-to-undo]"
    )
    assert beside(red) == []
    assert not history_path(red).exists()


def test_an_edit_by_hand_is_recorded_before_the_next_change(red):
    put(red, {POWER: "50"})
    red.write_bytes(red.read_bytes().replace(b"40", b"41") + b"# my own line\n")
    put(red, {POWER: "51"})
    assert [line["command"] for line in lines(red)] == ["set", "hand", "set"]
    hand = lines(red)[1]
    assert (hand["old"], hand["new"]) == ({"interests": 40}, {"interests": 41})
    assert (hand["before"], hand["after"]) == (lines(red)[0]["after"], lines(red)[2]["before"])
    take_back(red)
    take_back(red)
    assert red.read_bytes() == NOTES.replace("40", "41").encode() + b"# my own line\n"
    assert "no change to take back" in told(undo_edit, read(red))


def test_where_the_place_itself_was_edited_by_hand_undo_and_redo_are_refused_there(red):
    put(red, {POWER: "50"}, "so")
    red.write_bytes(red.read_bytes().replace(b"power: 50", b"power: 60"))
    now = red.read_bytes()
    assert told(undo_edit, read(red)) == (
        "red.yaml:4:10: error: 'power' was changed outside of these commands since; "
        "nothing was written [edited-by-hand]; "
        "write 50 there again first"
    )
    assert red.read_bytes() == now
    red.write_bytes(now.replace(b"power: 60", b"power: 50"))
    take_back(red)
    red.write_bytes(red.read_bytes().replace(b"power: 60", b"power: 61"))
    assert told(redo_edit, read(red)).startswith(
        "red.yaml:4:10: error: 'power' was changed outside of these commands since"
    )


def test_a_place_that_is_gone_or_has_become_an_alias_is_one_edited_by_hand(red):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    red.write_bytes(fifty.replace(b"  power: 50", b"  might: 50"))
    assert "'power' was changed outside of these commands since" in told(undo_edit, read(red))
    red.write_bytes(fifty.replace(b"power: 50", b"power: &p 50").replace(b" 40", b" *p"))
    assert "'power' was changed outside of these commands since" in told(undo_edit, read(red))


def test_a_comment_of_ours_that_was_edited_by_hand_is_the_users_and_stays(red):
    put(red, {POWER: "50"}, "so")
    red.write_bytes(red.read_bytes().replace(b"# was 60: so", b"# was 60: so it is"))
    take_back(red)
    assert red.read_bytes() == NOTES.replace("see it", "see it  # was 60: so it is").encode()


def test_once_the_other_change_is_gone_undo_works_again(red):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    red.write_bytes(fifty + b"# my own line\n")
    red.write_bytes(fifty)
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


@posix
def test_a_history_that_cannot_be_read_is_told(red, monkeypatch):
    put(red, {POWER: "50"})
    real = Path.read_bytes

    def denied(path):
        if path == history_path(red):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", denied)
    message = "red.yaml:1:1: error: its history cannot be read: Permission denied [unreadable]"
    assert told(undo_edit, read(red)) == message

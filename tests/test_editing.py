"""Numbers changed in place: every other byte stays, every change can be taken back, nothing is lost."""

import json
import os
import random
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest
from builders import few, many
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.errors import InputError
from scenario_cli.files import editing
from scenario_cli.files.editing import history_path, set_numbers, undo_edit, write_edit
from scenario_cli.files.parsed import parse

posix = pytest.mark.skipif(os.name == "nt", reason="permissions, links and signals as POSIX has them")

POWER, INTERESTS = ("drivers", "power"), ("drivers", "interests")
NOTES = """\
# Who: the red team 🟥 — 名前
format: weights/1
drivers:
  power: 60   # as they see it
  interests:  40

  personality: 0  # nobody speaks of him
"""


def edit_of(content, numbers, why="", name="red.yaml", path=Path("red.yaml")):
    """Return the edit of bytes or text that sets numbers by path."""
    content = content.encode() if isinstance(content, str) else content
    return set_numbers(parse(name, content, path), numbers, why)


def read(path):
    """Return the file at a path, called red.yaml."""
    return parse("red.yaml", path.read_bytes(), path)


def refusal(call, *args, **kwargs):
    """Return the problems with which a call is refused."""
    with pytest.raises(InputError) as raised:
        call(*args, **kwargs)
    return raised.value.mistakes


def told(call, *args, **kwargs):
    """Return the one line with which a call is refused."""
    (problem,) = refusal(call, *args, **kwargs)
    return str(problem)


@pytest.fixture
def red(tmp_path):
    path = tmp_path / "red.yaml"
    path.write_bytes(NOTES.encode())
    return path


def put(path, numbers, why=""):
    """Set numbers in a file on disk, as the command does."""
    edit = edit_of(path.read_bytes(), numbers, why, path=path)
    write_edit(edit, "set", why)


def take_back(path):
    edit = undo_edit(read(path))
    write_edit(edit, "undo")
    return edit


def lines(path):
    """Return the history of a file as anybody can read it: one JSON document a line."""
    return [json.loads(line) for line in history_path(path).read_text(encoding="utf-8").splitlines()]


def beside(path):
    """Return what stands in the file's folder besides the file and its history."""
    return sorted({other.name for other in path.parent.iterdir()} - {path.name, history_path(path).name})


# Any weights file that a person might write


ENCODINGS = {
    "utf-8": b"",
    "utf-8 with a mark": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
}
POINTS = ("60", "0", "0.5", "1e1", "+3", ".5", "5.", "2.50", "1E-2", "12345678901234567890", "-0.0")
REMARK = st.text(st.sampled_from("abc 019:#-'\"{}[],&*!|>%@`\t\\äß→名前🟥👩\u200d🚀\u00a0"), max_size=12)
IDS = ("power", "interests", "personality", "energy")


@st.composite
def written(draw):
    """A weights file as pieces of text, each with the path of the number it is, or None; and its encoding.

    Block and flow style, comments, quoted keys, anchors, any line ends and encoding.
    """
    pieces = []

    def say(text, path=None):
        pieces.append((text, path))

    def remark():
        return " " * draw(st.integers(1, 3)) + "#" + draw(REMARK) if draw(st.booleans()) else ""

    def blank():
        if draw(st.integers(0, 3)) == 0:
            say(draw(st.sampled_from(["\n", "   \n"])))
        if draw(st.integers(0, 3)) == 0:
            say(" " * draw(st.integers(0, 4)) + "#" + draw(REMARK) + "\n")

    def key(id_):
        return draw(st.sampled_from([id_, id_, f"'{id_}'", f'"{id_}"']))

    def number(path):
        name = f"&a{len(pieces)}"
        say(draw(st.sampled_from(["", "", "", f"{name} ", f"{name}  "])))
        say(draw(st.sampled_from(POINTS)), path)

    def group(at, indent):
        """Write a mapping of points below its key."""
        count = draw(st.integers(1, 4))
        if draw(st.booleans()):
            say(remark() + "\n")
            for id_ in IDS[:count]:
                blank()
                say(f"{' ' * indent}{key(id_)}:{draw(st.sampled_from([' ', '   ']))}")
                number((*at, id_))
                say(draw(st.sampled_from(["", "", " ", "\t"])) + remark() + "\n")
            return
        apart = draw(st.sampled_from([" ", "\n" + " " * (indent + 3)]))
        say(draw(st.sampled_from([" {", f" &g{len(pieces)} {{", "  { "])))
        for i, id_ in enumerate(IDS[:count]):
            if i:
                say(("," if apart == " " else "," + remark()) + apart)
            say(f"{key(id_)}: ")
            number((*at, id_))
        say(draw(st.sampled_from(["}", " }", ",}"])) + remark() + "\n")

    if draw(st.booleans()):
        say(draw(st.sampled_from(["---\n", "%YAML 1.1\n---\n"])))
    blank()
    say(f"format: weights/1{remark()}\n")
    say("title: 'Rot, 名前 🟥: \"so\" # kein Kommentar'\n")
    say("drivers:")
    group(("drivers",), draw(st.sampled_from([1, 2, 4])))
    blank()
    if draw(st.booleans()):
        say("factors:\n")
        say("  power:")
        group(("factors", "power"), 5)
    say("about: |\n  power: 60\n  {interests: 40}\n" if draw(st.booleans()) else "")
    say("id: red")
    say(draw(st.sampled_from(["\n", "", "\n\n", "\n# the end"])))
    ends = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    pieces = [(text.replace("\n", ends), path) for text, path in pieces]
    return pieces, draw(st.sampled_from(list(ENCODINGS)))


def in_bytes(text, encoding):
    return ENCODINGS[encoding] + text.encode(encoding.partition(" ")[0])


def joined(pieces, numbers):
    return "".join(numbers.get(path, text) for text, path in pieces)


NUMBERS = st.one_of(
    st.integers(0, 1000).map(str),
    st.floats(0, 1e300, allow_subnormal=False).map(repr),
    st.sampled_from([".25", "7.", "1e3", "+2", "0", "1E-9"]),
)


def at(data, path):
    for step in path:
        data = data[step]
    return data


@many
@given(written(), st.data())
def test_setting_changes_the_bytes_of_the_numbers_and_no_other(file, data):
    pieces, encoding = file
    places = [path for _, path in pieces if path]
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, unique=True))
    numbers = {path: data.draw(NUMBERS) for path in chosen}
    before = in_bytes(joined(pieces, {}), encoding)
    edit = edit_of(before, numbers)
    assert edit.before == before
    assert edit.after.content == in_bytes(joined(pieces, numbers), encoding)
    was, now = parse("red.yaml", before).data, edit.after.data
    for path in places:
        assert at(now, path) == float(numbers.get(path, at(was, path)))
    assert {k: v for k, v in now.items() if k not in ("drivers", "factors")} == {
        k: v for k, v in was.items() if k not in ("drivers", "factors")
    }


@many
@given(written(), st.data())
def test_a_reason_is_one_comment_at_the_end_of_the_line_with_the_old_value(file, data):
    pieces, encoding = file
    place = data.draw(st.sampled_from([path for _, path in pieces if path]))
    number = data.draw(NUMBERS)
    why = data.draw(st.sampled_from(["gas fell", "#1: 'so'", '"{[', "→ 🟥 名前", "é: -"]))
    (old,) = [text for text, path in pieces if path == place]
    edit = edit_of(in_bytes(joined(pieces, {}), encoding), {place: number}, why)
    bare = joined(pieces, {place: number})
    start = joined(pieces, {place: "\0"}).index("\0")
    end = re.compile(r"[\r\n]|\Z").search(bare, start).start()
    text = edit.after.content.removeprefix(ENCODINGS[encoding]).decode(encoding.partition(" ")[0])
    comment = text[end : len(text) - len(bare[end:])]
    assert text == bare[:end] + comment + bare[end:]
    assert comment.lstrip(" ") == f"# was {old}: {why}"
    assert (bare[:end] + comment)[: -len(comment.lstrip(" "))][-1] in " \t\u00a0"
    assert edit.after.data == parse("red.yaml", in_bytes(bare, encoding)).data


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("  power: 60", "  power: 5  # was 60: so"),
        ("  power: 60 ", "  power: 5 # was 60: so"),
        ("  power: 60   # as they see it", "  power: 5   # as they see it  # was 60: so"),
        ("  {power: 60, interests: 40}", "  {power: 5, interests: 40}  # was 60: so"),
        ('  "power": &a  6e1', '  "power": &a  5  # was 6e1: so'),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", ""])
def test_where_the_comment_stands(line, after, ends):
    edit = edit_of(f"drivers:\n{line}{ends}", {POWER: "5"}, "so")
    assert edit.after.content.decode() == f"drivers:\n{after}{ends}"


def test_two_numbers_on_one_line_both_keep_their_old_value_in_the_comment():
    edit = edit_of("drivers: {power: 60, interests: 40}\n", {POWER: "1", INTERESTS: "2"}, "so")
    first, _, comments = edit.after.content.decode().partition("  #")
    assert first == "drivers: {power: 1, interests: 2}"
    assert "was 60: so" in comments
    assert "was 40: so" in comments


def test_setting_the_number_that_is_there_changes_nothing():
    assert edit_of(NOTES, {POWER: "60"}).after.content == NOTES.encode()


# What cannot be changed in place is refused with the reason


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        (
            "drivers: {power: 60}",
            INTERESTS,
            "red.yaml:1:10: error: 'drivers.interests' is not in the file, so there is no number to change "
            "[not-in-place]; add it by hand",
        ),
        (
            "drivers: {power: 60}",
            ("factors", "power", "army"),
            "red.yaml:1:1: error: 'factors.power.army' is not in the file, so there is no number to change "
            "[not-in-place]; add it by hand",
        ),
        (
            "drivers:\n  power: lots",
            POWER,
            "red.yaml:2:10: error: 'drivers.power' is not a number [not-in-place]",
        ),
        ("drivers: {power: '60'}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ('drivers: {power: "60"}', POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: }", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: [60]}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: true}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: 060}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: 1:30}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        (
            "drivers: {power: &p 60, interests: *p}",
            POWER,
            "red.yaml:1:18: error: 'drivers.power' is an alias, or aliases repeat it: changing it would "
            "change others [not-in-place]; write the number out by hand",
        ),
        (
            "drivers: {power: &p 60, interests: *p}",
            INTERESTS,
            "red.yaml:1:18: error: 'drivers.interests' is an alias, or aliases repeat it",
        ),
        (
            "drivers: &d {power: 60}\nranges: *d",
            POWER,
            "red.yaml:1:21: error: 'drivers.power' is an alias, or aliases repeat it",
        ),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused_with_its_line(text, path, line):
    assert told(edit_of, text, {path: "5"}).startswith(line)


def test_an_anchor_that_nobody_repeats_is_no_hindrance():
    text = "drivers: {power: &p 60, interests: &q 40}\n"
    assert edit_of(text, {POWER: "5"}).after.content.decode() == text.replace("60", "5")


def test_a_comment_that_would_land_inside_text_is_refused():
    text = 'drivers: {power: 60, "a": "two\n  lines"}\n'
    assert edit_of(text, {POWER: "5"}).after.content.decode() == text.replace("60", "5")
    message = "red.yaml:1:18: error: a comment cannot stand at the end of this line [not-in-place]"
    assert told(edit_of, text, {POWER: "5"}, "so").startswith(message)


def test_one_number_that_cannot_be_changed_keeps_all_as_they_are(red):
    refusal(edit_of, red.read_bytes(), {POWER: "5", ("drivers", "nobody"): "1"})
    assert red.read_bytes() == NOTES.encode()
    assert not history_path(red).exists()


# Written, and taken back


def test_a_change_is_written_and_told_in_a_line_that_a_person_can_read(red):
    put(red, {POWER: "50"}, "gas fell")
    after = NOTES.replace("60   # as they see it", "50   # as they see it  # was 60: gas fell")
    assert red.read_bytes() == after.encode()
    assert lines(red) == [
        {
            "command": "set",
            "why": "gas fell",
            "before": sha256(NOTES.encode()).hexdigest(),
            "after": sha256(after.encode()).hexdigest(),
            "changes": [["power", "60", "50"]],
            "replaced": [
                {"at": NOTES.index("60"), "old": "60", "new": "50"},
                {"at": NOTES.index("\n  interests"), "old": "", "new": "  # was 60: gas fell"},
            ],
        }
    ]
    assert history_path(red).read_bytes().isascii()
    assert history_path(red).read_bytes().endswith(b"}\n")
    assert beside(red) == []


@few
@given(written(), st.data())
def test_undo_takes_back_byte_for_byte_and_undo_of_undo_redoes(tmp_path_factory, file, data):
    pieces, encoding = file
    path = tmp_path_factory.mktemp("undo") / "red.yaml"
    path.write_bytes(in_bytes(joined(pieces, {}), encoding))
    places = [place for _, place in pieces if place]
    for _ in range(data.draw(st.integers(1, 3))):
        before = path.read_bytes()
        chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
        put(path, {place: data.draw(NUMBERS) for place in chosen}, data.draw(st.sampled_from(["", "🟥 so"])))
        after = path.read_bytes()
        if after == before:
            continue
        for expected in (before, after) * data.draw(st.integers(1, 2)):
            take_back(path)
            assert path.read_bytes() == expected
    assert beside(path) == []


def test_undo_after_a_change_that_brought_the_old_bytes_back(red):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    put(red, {POWER: "60"})
    assert red.read_bytes() == NOTES.encode()
    take_back(red)
    assert red.read_bytes() == fifty
    take_back(red)
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


def test_after_a_change_by_other_means_undo_is_refused(red):
    put(red, {POWER: "50"})
    red.write_bytes(red.read_bytes() + b"# my own line\n")
    foreign = red.read_bytes()
    assert told(undo_edit, read(red)) == (
        "red.yaml:1:1: error: the file was changed by other means since [nothing-to-undo]"
    )
    assert red.read_bytes() == foreign
    assert len(lines(red)) == 1


def test_once_the_other_change_is_gone_undo_works_again(red):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    red.write_bytes(fifty + b"# my own line\n")
    red.write_bytes(fifty)
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_a_history_that_does_not_lead_back_is_refused(red):
    put(red, {POWER: "50"})
    (line,) = lines(red)
    line["replaced"][0]["old"] = "61"
    history_path(red).write_text(json.dumps(line) + "\n")
    fifty = red.read_bytes()
    assert told(undo_edit, read(red)) == (
        "red.yaml:1:1: error: the history does not lead back to the file as it was [nothing-to-undo]"
    )
    assert red.read_bytes() == fifty


@pytest.mark.parametrize(
    "noise",
    ["", "my own words", "[1, 2]", "null", '{"after": 1}', "[" * 100_000],
    ids=lambda noise: noise[:20],
)
def test_lines_that_are_no_history_are_passed_over(red, noise):
    put(red, {POWER: "50"})
    with history_path(red).open("a") as history:
        history.write(f"{noise}\n")
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_bytes_that_are_no_text_spoil_no_other_line_of_the_history(red):
    put(red, {POWER: "50"})
    with history_path(red).open("ab") as history:
        history.write(b"\xff\xfe\n")
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


@pytest.mark.parametrize("pieces", ['[{"at": 77}]', "[77]", "77", '[{"at": "x", "old": "", "new": ""}]'])
def test_a_line_whose_pieces_lack_a_part_is_passed_over(red, pieces):
    put(red, {POWER: "50"})
    spoilt = re.sub(r'"replaced": \[.*?\]', f'"replaced": {pieces}', history_path(red).read_text())
    history_path(red).write_text(spoilt)
    fifty = red.read_bytes()
    assert "[nothing-to-undo]" in told(undo_edit, read(red))
    assert red.read_bytes() == fifty


@pytest.mark.parametrize("changes", ["5", "null", "[1]", '[["power", "60"]]'])
def test_a_line_whose_changes_are_none_is_passed_over(red, changes):
    put(red, {POWER: "50"})
    (line,) = history_path(red).read_text().splitlines()
    history_path(red).write_text(line.replace('[["power", "60", "50"]]', changes) + "\n")
    assert "[nothing-to-undo]" in told(undo_edit, read(red))


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


# Killed between the steps, or in the middle of one


class Killed(BaseException):
    """As a kill: nothing after it runs that would clean up."""


def killed_before_the_file_is_written(monkeypatch, path, call, *args):
    def stop(*_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(editing, "write_whole", stop)
        with pytest.raises(Killed):
            call(path, *args)


def test_a_line_of_history_whose_write_never_happened_does_not_confuse_undo(red, monkeypatch):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    killed_before_the_file_is_written(monkeypatch, red, put, {POWER: "40"})
    assert red.read_bytes() == fifty
    assert len(lines(red)) == 2
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
    take_back(red)
    assert red.read_bytes() == fifty


def test_after_a_write_that_never_happened_the_same_change_can_be_made(red, monkeypatch):
    killed_before_the_file_is_written(monkeypatch, red, put, {POWER: "40"})
    put(red, {POWER: "40"})
    forty = red.read_bytes()
    put(red, {INTERESTS: "1"})
    take_back(red)
    assert red.read_bytes() == forty


def test_an_undo_that_never_happened_can_be_made(red, monkeypatch):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    killed_before_the_file_is_written(monkeypatch, red, take_back)
    assert red.read_bytes() == fifty
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
    take_back(red)
    assert red.read_bytes() == fifty


def test_where_the_only_write_never_happened_there_is_no_change_to_take_back(red, monkeypatch):
    killed_before_the_file_is_written(monkeypatch, red, put, {POWER: "40"})
    assert "there is no change to take back" in told(undo_edit, read(red))


def test_half_a_line_of_history_does_not_spoil_the_next(red):
    """As a full disk leaves it: the line cut off, the file as it was."""
    history_path(red).write_bytes(b'{"after": "12')
    put(red, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


@pytest.mark.parametrize("step", ["mkstemp", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it(red, monkeypatch, step):
    from scenario_cli.files import writing

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    owner = {"mkstemp": writing.tempfile, "fsync": writing.os, "replace": Path}[step]
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, full)
        with pytest.raises(OSError, match="No space left"):
            put(red, {POWER: "50"})
    assert red.read_bytes() == NOTES.encode()
    assert beside(red) == []
    put(red, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


# Meanwhile


def test_a_file_that_changed_between_reading_and_writing_is_left_alone(red):
    edit = edit_of(red.read_bytes(), {POWER: "50"}, path=red)
    red.write_bytes(NOTES.replace("40", "41").encode())
    assert told(write_edit, edit, "set") == (
        "red.yaml:1:1: error: the file changed meanwhile; nothing was written [changed-meanwhile]; try again"
    )
    assert red.read_bytes() == NOTES.replace("40", "41").encode()
    assert lines(red) == []
    assert beside(red) == []


def test_a_file_that_went_away_between_reading_and_writing_is_not_made_again(red):
    edit = edit_of(red.read_bytes(), {POWER: "50"}, path=red)
    red.unlink()
    with pytest.raises((InputError, OSError), match=r"[Nn]o such file"):
        write_edit(edit, "set")
    assert not red.exists()
    assert lines(red) == []


def test_an_undo_between_whose_reading_and_writing_the_file_changed_is_refused(red):
    put(red, {POWER: "50"})
    edit = undo_edit(read(red))
    put(red, {INTERESTS: "41"})
    now = red.read_bytes()
    assert "changed meanwhile" in told(write_edit, edit, "set")
    assert red.read_bytes() == now
    assert len(lines(red)) == 2


@posix
def test_a_writer_waits_for_the_one_that_holds_the_history(red):
    import fcntl

    with history_path(red).open("ab+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        writer = threading.Thread(target=put, args=(red, {POWER: "50"}))
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        assert red.read_bytes() == NOTES.encode()
        fcntl.flock(held, fcntl.LOCK_UN)
        writer.join(30)
    assert b"power: 50" in red.read_bytes()


WRITER = """
import sys
from pathlib import Path
from scenario_cli.errors import InputError
from scenario_cli.files.editing import set_numbers, write_edit
from scenario_cli.files.parsed import parse

path, key, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for i in range(1, rounds + 1):
    try:
        source = parse("red.yaml", path.read_bytes(), path)
        edit = set_numbers(source, {("drivers", key): str(1000 + i)})
        write_edit(edit, "set", f"{key} {i}")
        print("done", i, flush=True)
    except InputError as refused:
        print("told", i, *(p.code for p in refused.mistakes), flush=True)
"""


@pytest.fixture
def writer(environment):
    """Start a process that changes one number again and again, as soon as it gets a line."""
    started = []

    def start(path, key, rounds):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), key, str(rounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.kill()
        child.communicate()


def go(*children):
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()


def test_of_two_writers_at_once_each_change_is_made_or_refused_and_none_is_lost(red, writer):
    rounds = 40
    children = {key: writer(red, key, rounds) for key in ("power", "interests")}
    go(*children.values())
    done = set()
    for key, child in children.items():
        said, complaint = child.communicate(timeout=60)
        assert (child.returncode, complaint) == (0, "")
        answers = [line.split() for line in said.splitlines()]
        assert len(answers) == rounds
        assert all(a[0] == "done" or a[2:] == ["changed-meanwhile"] for a in answers)
        done |= {(key, int(a[1])) for a in answers if a[0] == "done"}
    history = lines(red)
    assert sorted((by, int(n)) for by, n in (line["why"].split() for line in history)) == sorted(done)
    last = {"power": "60", "interests": "40"}
    digest = sha256(NOTES.encode()).hexdigest()
    for line in history:
        assert line["before"] == digest
        digest = line["after"]
        by, n = line["why"].split()
        last[by] = str(1000 + int(n))
    expected = NOTES.replace(" 60 ", f" {last['power']} ").replace(" 40\n", f" {last['interests']}\n")
    assert red.read_bytes() == expected.encode()
    assert sha256(red.read_bytes()).hexdigest() == digest
    assert beside(red) == []


@posix
@pytest.mark.parametrize("seed", range(4))
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new(red, writer, seed):
    child = writer(red, "power", 100_000)
    go(child)
    assert child.stdout.readline() == "done 1\n"
    time.sleep(random.Random(seed).uniform(0.001, 0.05))
    child.send_signal(signal.SIGKILL)
    said, _ = child.communicate(timeout=30)
    finished = max([1, *(int(line.split()[1]) for line in said.splitlines())])
    states = {i: NOTES.replace(" 60 ", f" {1000 + i} ").encode() for i in range(1, finished + 2)}
    states[0] = NOTES.encode()
    (now,) = [i for i, state in states.items() if state == red.read_bytes()]
    assert now >= finished
    assert all(name.startswith(".") and not name.endswith(".yaml") for name in beside(red))
    take_back(red)
    assert red.read_bytes() == states[now - 1]
    put(red, {POWER: "7"})
    assert b"power: 7 " in red.read_bytes()


# What a file is besides its bytes


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o400])
def test_permissions_are_kept(red, mode):
    red.chmod(mode)
    put(red, {POWER: "50"})
    assert stat.S_IMODE(red.stat().st_mode) == mode
    take_back(red)
    assert stat.S_IMODE(red.stat().st_mode) == mode
    assert red.read_bytes() == NOTES.encode()


@posix
def test_the_history_of_a_file_that_others_may_not_read_cannot_be_read_by_them_either(red):
    red.chmod(0o600)
    put(red, {POWER: "50"}, "not for all")
    assert stat.S_IMODE(history_path(red).stat().st_mode) & 0o077 == 0


@posix
def test_the_history_can_be_added_to_by_its_owner_whatever_the_mode_of_the_file(red):
    red.chmod(0o400)
    put(red, {POWER: "50"})
    assert stat.S_IMODE(history_path(red).stat().st_mode) == 0o600


@posix
def test_the_history_of_a_file_that_can_be_run_cannot_be_run(red):
    red.chmod(0o755)
    put(red, {POWER: "50"})
    assert stat.S_IMODE(history_path(red).stat().st_mode) == 0o644


@pytest.mark.parametrize("name", ["red.json", "red.JSON"])
def test_a_reason_is_not_put_into_json(name):
    content = b'{"drivers": {"power": 60}}'
    edit = edit_of(content, {POWER: "50"}, "so", name=name, path=Path(name))
    assert edit.after.content == content.replace(b"60", b"50")


@posix
def test_a_link_stays_a_link(red, tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(red)
    put(link, {POWER: "50"})
    assert link.is_symlink()
    assert b"power: 50" in red.read_bytes()
    take_back(link)
    assert red.read_bytes() == NOTES.encode()


@posix
def test_a_change_through_a_link_can_be_taken_back_by_the_files_own_name(red, tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(red)
    put(link, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()

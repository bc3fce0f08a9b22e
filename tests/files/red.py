"""A weights file of the red team, changed in place."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import strategies as st

from scenario_cli.errors import InputError
from scenario_cli.files.editing import write_edit
from scenario_cli.files.history import history_path
from scenario_cli.files.parsed import parse
from scenario_cli.files.points import set_numbers
from scenario_cli.files.undoing import redo_edit, undo_edit

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


def put(path, numbers, why=""):
    """Set numbers in a file on disk, as the command does."""
    edit = edit_of(path.read_bytes(), numbers, why, path=path)
    write_edit(edit, why)


def take_back(path):
    edit = undo_edit(read(path))
    write_edit(edit)
    return edit


def lines(path):
    """Return the history of a file as anybody can read it: one JSON document a line."""
    return [json.loads(line) for line in history_path(path).read_text(encoding="utf-8").splitlines()]


def beside(path):
    """Return what stands in the file's folder besides the file and its history."""
    return sorted({other.name for other in path.parent.iterdir()} - {path.name, history_path(path).name})


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


def make_again(path):
    edit = redo_edit(read(path))
    write_edit(edit)
    return edit

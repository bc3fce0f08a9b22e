"""Files and folders in their place: on Windows also while a virus scanner looks into them."""

import ast
import os
import threading
from pathlib import Path

import pytest
from windowsish import be_windows, needs_proc

import scenario_cli
from scenario_cli.files import placing
from scenario_cli.files.locks import hold
from scenario_cli.files.placing import put_in_place
from scenario_cli.files.writing import write_together, write_whole

HOME = Path(scenario_cli.__file__).parent


@pytest.fixture
def scanner(monkeypatch):
    """Something that opens every new file: so many moves fail before one does not."""
    left = {"moves": 0, "tried": 0}
    real = os.replace

    def replace(old, new, **more):
        left["tried"] += 1
        if left["moves"]:
            left["moves"] -= 1
            raise PermissionError(13, "The process cannot access the file because it is being used")
        real(old, new, **more)

    monkeypatch.setattr(os, "replace", replace)
    return left


def test_where_an_open_file_is_not_moved_it_is_tried_again(folder, scanner, monkeypatch):
    monkeypatch.setattr(placing, "MOVES_NO_OPEN_FILE", True)
    scanner["moves"] = 5
    write_whole("a.txt", b"new")
    assert Path("a.txt").read_bytes() == b"new"
    assert scanner["tried"] == 6
    scanner["moves"] = 2
    write_together({Path("a.txt"): b"newer", Path("b.txt"): b"other"}, force=True)
    assert (Path("a.txt").read_bytes(), Path("b.txt").read_bytes()) == (b"newer", b"other")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_one_that_stays_open_is_told_after_a_while_and_both_are_as_they_were(folder, scanner, monkeypatch):
    monkeypatch.setattr(placing, "MOVES_NO_OPEN_FILE", True)
    monkeypatch.setattr(placing, "PATIENCE", 0.05)
    Path("a.txt").write_bytes(b"old")
    scanner["moves"] = 1000
    with pytest.raises(PermissionError):
        write_whole("a.txt", b"new")
    assert scanner["tried"] > 2
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("a.txt", b"old")]


def test_elsewhere_what_is_not_permitted_is_told_at_once(folder, scanner):
    assert (os.name == "nt") == placing.MOVES_NO_OPEN_FILE
    if os.name != "nt":
        scanner["moves"] = 1000
        with pytest.raises(PermissionError):
            write_whole("a.txt", b"new")
        assert scanner["tried"] == 1


def test_a_folder_is_moved_as_a_file_is(folder):
    Path("made").mkdir()
    Path("made/x").write_bytes(b"x")
    put_in_place(Path("made"), Path("there"))
    assert Path("there/x").read_bytes() == b"x"
    with pytest.raises(FileNotFoundError):
        put_in_place(Path("made"), Path("there"))


@needs_proc
def test_a_file_that_is_held_stands_where_it_stood(folder, monkeypatch):
    """Windows locks a byte where the file stands: what is read after that is still the file."""
    made = be_windows(monkeypatch)
    Path("a.txt").write_bytes(b"abcdef")
    with Path("a.txt").open("r+b") as file, Path("a.txt").open("r+b") as other:
        file.seek(2)
        assert hold(file, wait=True)
        assert file.read() == b"cdef"
        assert not hold(other, wait=False)
        with pytest.raises(OSError, match="deadlock"):
            hold(other, wait=True)
        assert other.read() == b"abcdef"
    assert {place for place, _, _ in made.asked} == {1 << 30}
    with Path("a.txt").open("r+b") as again:
        assert hold(again, wait=False)


def test_two_who_add_answers_at_once_lose_none(folder):
    from scenario_cli.files.answers_text import add_answer
    from scenario_cli.files.reading import open_file

    path = Path("ana.yaml")
    path.write_text("format: answers/1\nanswers:\n  - {more: a, than: b}\n", encoding="utf-8")

    def add(start):
        for k in range(start, start + 8):
            add_answer(open_file("weights", "ana.yaml"), {"more": f"x{k}", "than": "b"})

    writers = [threading.Thread(target=add, args=(start,)) for start in (0, 8, 16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    text = path.read_text(encoding="utf-8")
    assert [f"x{k}," in text for k in range(24)] == [True] * 24
    assert text.count("\n") == 27
    assert [each.name for each in folder.iterdir()] == ["ana.yaml"]


def text_without_encoding(path):
    """Calls that open text in whatever encoding the machine has: cp1252 on Windows."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = {word.arg for word in node.keywords}
        mode = [
            arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        mode += [
            w.value.value for w in node.keywords if w.arg == "mode" and isinstance(w.value, ast.Constant)
        ]
        own = name == "write_text" and path.is_relative_to(HOME / "cli")  # a destination has its own
        if name in ("read_text", "write_text") and not own and "encoding" not in named and len(node.args) < 2:
            yield f"{path.relative_to(HOME).as_posix()}:{node.lineno}"
        if (
            name in ("open", "fdopen")
            and "encoding" not in named
            and any(word and set(word) <= set("rwaxt+") for word in mode)
        ):
            yield f"{path.relative_to(HOME).as_posix()}:{node.lineno}"


def test_text_is_never_read_or_written_in_the_machines_own_encoding():
    assert [where for path in HOME.rglob("*.py") for where in text_without_encoding(path)] == []

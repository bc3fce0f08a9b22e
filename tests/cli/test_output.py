"""Where the result goes: a file or stdout, whole or not at all, in the stream's encoding."""

import json
from pathlib import Path

import pytest
from tricky import FORMATS

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii", "utf-16"])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", ["score", "show"])
def test_a_file_holds_the_bytes_that_stdout_would_get(tricky, run, command, form, encoding):
    printed = run(command, tricky, "-f", form, encoding=encoding)
    assert (printed.exit_code, printed.stderr_bytes) == (0, b"")
    written = run(command, tricky, "-f", form, "-o", "x", encoding=encoding)
    assert (written.exit_code, written.stdout_bytes, written.stderr_bytes) == (0, b"", b"")
    assert Path("x").read_bytes() == printed.stdout_bytes
    assert run(command, tricky, "-f", form, "-o", "-", encoding=encoding).stdout_bytes == printed.stdout_bytes
    if form != "table":
        assert printed.stdout_bytes == run(command, tricky, "-f", form).stdout_bytes


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_in_a_process_too_a_file_holds_the_bytes_that_stdout_would_get(tricky, process, encoding):
    printed = process("score", tricky, PYTHONIOENCODING=encoding)
    written = process("score", tricky, "-o", "x", PYTHONIOENCODING=encoding)
    assert (printed.returncode, printed.stderr) == (0, b"")
    assert (written.returncode, written.stdout, written.stderr) == (0, b"", b"")
    assert Path("x").read_bytes() == printed.stdout
    shown = printed.stdout.decode(encoding)
    assert "\\u540d\\u524d" in shown
    assert "####" in shown
    assert "█" not in shown


def test_signs_have_stand_ins_and_text_has_escapes_where_the_stream_cannot_show_them(tricky, run):
    plain = run("score", tricky, encoding="ascii").stdout_bytes.decode("ascii")
    assert "######" in plain
    assert "..o.." in plain
    assert "\\u540d" in plain
    signs = run("score", tricky, encoding="utf-8").stdout
    assert "█" in signs
    assert "··●··" in signs


def test_messages_survive_a_stream_that_cannot_show_them(folder, process):
    done = process("score", "名前", PYTHONIOENCODING="ascii")
    assert done.returncode == 3
    assert done.stderr.startswith(b"\\u540d\\u524d:1:1: error: there is no scenario '\\u540d\\u524d'")


def test_a_file_is_written_whole_over_the_old_one_or_not_at_all(in_examples, run, tmp_path):
    path = tmp_path / "x.json"
    path.write_text("old")
    assert run("score", "nowhere", "-f", "json", "-o", str(path)).exit_code == 3
    assert path.read_text() == "old"
    assert run("score", "-f", "json", "-o", str(path)).exit_code == 0
    assert json.loads(path.read_text())["format"] == "score/1"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["COLUMNS", "LINES"])
@pytest.mark.parametrize("number", ["9" * 5000, "9" * 12, "0" * 5000 + "80", "-1", "x", "٣", "0"])
def test_no_size_of_a_terminal_that_the_environment_states_is_a_fault(in_examples, process, name, number):
    done = process("score", **{name: number})
    assert (done.returncode, done.stderr) == (0, b"")
    widths = {"COLUMNS": {"0" * 5000 + "80": 80}}
    width = widths.get(name, {}).get(number)
    if width is not None:
        assert max(map(len, done.stdout.decode().splitlines())) <= width
    assert process("--help", **{name: number}).returncode == 0

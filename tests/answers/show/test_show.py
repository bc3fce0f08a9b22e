"""``scenario show``: a file's bytes, a copy of it, and its shares."""

import json
import os
from pathlib import Path

import pytest

from scenario_cli import OutputError, copy_file


def test_show_without_a_format_prints_the_file_byte_for_byte(in_examples, run, tmp_path):
    content = b"\xff\xfe" + "format: weights/1\r\n# é\r\ndrivers: {a: 1}".encode("utf-16-le")
    (tmp_path / "x.yaml").write_bytes(content)
    assert run("show", str(tmp_path / "x.yaml")).stdout_bytes == content
    assert run("show", "lunch").stdout_bytes == (in_examples / "scenarios" / "lunch.yaml").read_bytes()
    assert run("show", "lunch", "-o", str(tmp_path / "y")).stdout == ""
    assert (tmp_path / "y").read_bytes() == (in_examples / "scenarios" / "lunch.yaml").read_bytes()


def test_show_gives_the_shares_of_points_of_any_size(folder, run):
    Path("x.yaml").write_text(
        "format: weights/1\ndrivers: {a: 1e308, b: 1e308}\nfactors: {a: {c: 1e308, d: 1e308}}\n"
    )
    said = run("show", "x.yaml", "-f", "table").stdout
    assert [line.split()[-1] for line in said.splitlines() if "e+308" in line] == [
        "50.0%",
        "25.0%",
        "25.0%",
        "50.0%",
    ]


def test_a_copy_is_told_apart_from_what_it_was_copied_from(folder, run):
    result = run("show", "authors", "-o", "weights/mine.yaml")
    assert (result.exit_code, result.stderr) == (0, "wrote weights/mine.yaml, with the id 'mine'\n")
    compared = run("compare", "china-arms-russia", "-w", "authors", "-w", "mine", "-f", "json")
    columns = json.loads(compared.stdout)["columns"]
    assert columns == [
        {"id": "authors", "title": "Our reading of the authors"},
        {"id": "mine", "title": "Our reading of the authors (mine)"},
    ]


@pytest.mark.parametrize("forced", [False, True])
def test_a_copy_never_replaces_the_rooms_file_unless_forced(folder, run, forced):
    run("show", "authors", "-o", "weights/mine.yaml")
    run("weights", "set", "weights/mine.yaml", "power=77")
    before = Path("weights/mine.yaml").read_bytes()
    result = run("show", "authors", "-o", "weights/mine.yaml", *["--force"] * forced)
    if forced:
        assert (result.exit_code, result.stderr) == (0, "wrote weights/mine.yaml, with the id 'mine'\n")
        assert b"power: 77" not in Path("weights/mine.yaml").read_bytes()
    else:
        assert result.exit_code == 2
        assert result.stderr == (
            "weights/mine.yaml: error: exists already; nothing was written; --force replaces it\n"
        )
        assert Path("weights/mine.yaml").read_bytes() == before


def test_a_copied_scenario_says_which_weights_no_longer_fit(folder, run):
    run("new", "scenario", "coffee")
    result = run("show", "coffee", "-o", "scenarios/tea.yaml")
    assert result.stderr == (
        "wrote scenarios/tea.yaml, with the id 'tea'; weights that state 'scenario: coffee' do not fit it\n"
    )


def test_what_is_shown_goes_by_the_ending_too(folder, run):
    assert run("show", "authors", "-o", "x.json").exit_code == 0
    assert json.loads(Path("x.json").read_text())["format"] == "show/1"
    result = run("show", "authors", "-o", "x.docx")
    assert (result.exit_code, Path("x.docx").exists()) == (2, False)


def test_copying_in_python_says_what_came_of_it(folder):
    assert copy_file("authors", "mine.yaml") == ("mine.yaml", "weights", "mine", "authors")
    with pytest.raises(OutputError, match="exists already"):
        copy_file("authors", "mine.yaml")
    assert copy_file("authors", "mine.yaml", force=True).id == "mine"


@pytest.mark.skipif(os.name == "nt", reason="devices as POSIX has them")
def test_a_device_gets_the_file_as_it_is(folder, process):
    assert process("show", "authors", "-o", "/dev/stdout").stdout == process("show", "authors").stdout

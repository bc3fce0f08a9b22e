"""How wide a page is, and that nothing is lost where it is narrow."""

import re
from collections import Counter

import pytest
from rich.cells import cell_len
from tricky import FORMATS, TRICKY

from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.terminal import page_text


def test_off_a_terminal_nothing_is_wrapped_or_cut(tricky, run):
    said = run("score", tricky).stdout
    assert max(map(cell_len, said.splitlines())) > 120
    assert all(line == line.rstrip() for line in said.splitlines())


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 200])
@pytest.mark.parametrize("command", [["score"], ["score", "china-arms-russia"], ["list"]])
def test_a_width_is_kept(in_examples, run, command, width):
    said = run(*command, "--width", str(width)).stdout
    assert max(map(cell_len, said.splitlines())) <= width
    assert run(*command, COLUMNS=str(width)).stdout == said
    assert run(*command, "--width", str(width), COLUMNS="70").stdout == said


@pytest.mark.parametrize("columns", ["", "0", "-5", "wide", "٣"])
def test_columns_that_are_no_width_are_ignored(in_examples, run, columns):
    assert run("score", COLUMNS=columns).stdout == run("score").stdout


def letters(text):
    return Counter(re.sub(r"[\s\-█▓▒░·●│╪]", "", text))


@pytest.mark.parametrize(
    ("command", "width"),
    [
        (["list"], 20),
        (["list"], 40),
        (["show", "lunch", "-f", "table"], 40),
        (["show", "china-arms-russia", "-f", "table"], 30),
        (["show", "tricky.yaml", "-f", "table"], 80),
        (["show", "tricky.yaml", "-f", "table"], 20),
    ],
)
def test_wrapping_loses_nothing(in_examples, tmp_path, run, monkeypatch, command, width):
    if "tricky.yaml" in command:
        (tmp_path / "tricky.yaml").write_text(TRICKY, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
    lost = letters(run(*command).stdout) - letters(run(*command, "--width", str(width)).stdout)
    assert lost <= letters("About"), "the head of an empty column is all that may go"


@pytest.mark.parametrize("width", range(2, 20))
def test_however_narrow_a_page_is_no_sign_is_lost(width):
    columns = [Column(title) for title in ("ab", "名前", "c", "d", "e")]
    page = Page(
        heading=[], tables=[Table("t", columns, [["fgh", "i", "可能", "j", ""], ["k", "l", "m", "n", "o"]])]
    )
    assert letters(page_text(page, encoding="utf-8", width=width)) >= letters("tab名前cdfghi可能jklmno")


@pytest.mark.parametrize("form", FORMATS)
def test_off_a_terminal_there_are_no_escape_codes(in_examples, run, form):
    for env in ({}, {"FORCE_COLOR": "1"}, {"TERM": "xterm-256color", "COLORTERM": "truecolor"}):
        assert b"\x1b" not in run("score", "-f", form, **env).stdout_bytes

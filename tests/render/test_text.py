"""Users' text is text in every form: it steers no terminal, spreadsheet or page."""

import csv
import io
import json
import re

import pytest
from tricky import TRICKY


def test_in_a_table_text_is_printed_as_written_and_steers_no_terminal(tricky, run):
    said = run("score", tricky).stdout
    for text in (
        "Ally [deny] basing [/x] :warning: \\x1b[31mred",
        "[bold]no[/bold] [link=https://example.org]x[/link] *y* `z` <b> 名前 | ~ # _",
        "\\u202eturned round",
        "[red]taste[/red]",
        "=1+1",
        "@SUM(A1:A9)",
        "[/x]",
        ":warning:",
        "\\x1b[31mred\\x1b[0m\\x07",
        "名前名前名前名前名前名前名前名前名前名前",
    ):
        assert text in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)


def test_in_a_csv_text_that_a_spreadsheet_would_run_is_disarmed(tricky, run):
    rows = list(csv.DictReader(io.StringIO(run("score", tricky, "-f", "csv").stdout)))
    titles = {row["option"]: row["title"] for row in rows}
    assert titles["sum"] == "'=1+1"
    assert titles["at"] == "'@SUM(A1:A9)"
    assert titles["minus"] == "-1", "a number runs nothing"
    assert titles["plus"] == "+1"
    assert titles["deny"] == "Ally [deny] basing"
    assert titles["escape"] == "\\x1b[31mred\\x1b[0m\\x07"
    assert all(float(row["score"]) >= 0 for row in rows)
    shown = list(csv.DictReader(io.StringIO(run("show", tricky, "-f", "csv").stdout)))
    assert "'=1+1" in [row["why"] for row in shown]


def test_numbers_in_a_csv_stay_numbers(in_examples, run):
    rows = list(csv.DictReader(io.StringIO(run("score", "-f", "csv").stdout)))
    document = json.loads(run("score", "-f", "json").stdout)
    assert [float(row["score"]) for row in rows] == [row["score"] for row in document["ranking"]]
    assert [float(row["behind"]) for row in rows] == [row["behind"] for row in document["ranking"]]


def test_in_markdown_text_reads_as_it_was_written(tricky, run):
    said = run("score", tricky, "-f", "md").stdout
    assert said.startswith("# Ally \\[deny\\] basing \\[/x\\] :warning: \\\\x1b\\[31mred\n")
    assert "\\*y\\* \\`z\\` \\<b\\> 名前 \\| \\~ \\# \\_" in said
    assert "| one<br>two |" in said
    assert "\x1b" not in said
    tables = [block for block in said.split("\n\n") if block.startswith("| ")]
    for table in tables:
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table


def test_in_markdown_an_entity_reads_as_it_was_written(folder, run):
    (folder / "x.yaml").write_text(TRICKY.replace("Ally [deny] basing [/x]", "a &lt; b"))
    assert "a &lt; b" not in run("score", "x.yaml", "-f", "md").stdout


def test_a_separator_inside_text_stays_where_it_is(folder, run):
    (folder / "x.yaml").write_text(TRICKY.replace("Ally [deny] basing [/x]", "a\\u2028b"))
    first = run("score", "x.yaml").stdout.split("\n")[0]
    assert first.startswith("a")
    assert "b :warning:" in first


def test_a_message_steers_no_terminal(tricky, run):
    for args in (["score", tricky, "-w", "\x1b[31mred"], ["check", "\x1b[31mred"], ["show", "./\x07"]):
        assert "\x1b" not in run(*args).stderr
        assert "\x07" not in run(*args).stderr


@pytest.mark.parametrize("option", ["--inject", "--set", "--expect"])
def test_what_was_typed_steers_no_terminal_either(tricky, run, option):
    assert "\x1b" not in run("score", tricky, option, "\x1b[31mred").stderr

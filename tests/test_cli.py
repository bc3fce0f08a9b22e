"""The command line as scripts and people meet it: exit codes, streams, formats, encodings, a terminal."""

import csv
import io
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import summaries
from rich.cells import cell_len

from scenario_cli import __version__
from scenario_cli.__main__ import main
from scenario_cli.cli.app import COMMANDS
from scenario_cli.cli.commands.weights import WeightsCommands
from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.terminal import page_text

FORMATS = ["table", "json", "csv", "md"]
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOURS = {str(code) for start in (30, 40, 90, 100) for code in range(start, start + 9)}

TRICKY = r"""
format: scenario/1
id: tricky
title: "Ally [deny] basing [/x] :warning: \e[31mred"
question: "[bold]no[/bold] [link=https://example.org]x[/link] *y* `z` <b> 名前 | ~ # _"
decision_maker: "\u202eturned round"
drivers:
  price: {title: "=cmd|' /C calc'!A0"}
  taste: {title: "[red]taste[/red]"}
options:
  sum: {title: "=1+1"}
  at: {title: "@SUM(A1:A9)"}
  minus: {title: -1}
  plus: {title: "+1"}
  deny: {title: "Ally [deny] basing"}
  close: {title: "[/x]"}
  emoji: {title: ":warning:"}
  escape: {title: "\e[31mred\e[0m\a"}
  lines: {title: "one\ntwo"}
  long: {title: "a title that no column of a table can ever hold, 名前名前名前名前名前名前名前名前名前名前"}
ratings:
  sum: {price: 1, taste: {value: 2, why: "=1+1"}}
  at: {price: 2, taste: 3}
  minus: {price: 3, taste: 4}
  plus: {price: 4, taste: 5}
  deny: {price: 5, taste: 6}
  close: {price: 6, taste: 7}
  emoji: {price: 7, taste: 8}
  escape: {price: 8, taste: 9}
  lines: {price: 9, taste: 9}
  long: {price: 9.5, taste: 9}
"""


FORMS = "expected weights.DRIVER=60, weights.DRIVER.FACTOR=2 or ratings.OPTION.FACTOR=4"


@pytest.fixture
def tricky(folder):
    (folder / "tricky.yaml").write_text(TRICKY, encoding="utf-8")
    return "tricky.yaml"


def colours(said):
    """Return the codes in a terminal's output that set a colour."""
    return {code for codes in re.findall(r"\x1b\[([0-9;]*)m", said) for code in codes.split(";")} & COLOURS


# Exit codes, and which stream says what


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["score"], 0),
        (["score", "--expect", "bakery"], 0),
        (["--version"], 0),
        (["-h"], 0),
        (["list"], 0),
        (["score", "nowhere"], 3),
        (["score", "-w", "nowhere"], 3),
        (["score", "invalid/flat-scale.yaml"], 3),
        (["score", "-w", "weights/balanced.yaml"], 3),
        (["score", "--nope"], 2),
        (["score", "lunch", "lunch"], 2),
        (["score", "-f", "xml"], 2),
        (["score", "--width", "3"], 2),
        (["score", "--inject", "nothing"], 2),
        (["score", "--set", "nonsense"], 2),
        (["score", "--expect", "nobody"], 2),
        (["score", "-w", "thrift", "-w", "thrift"], 2),
        (["score", "-", "-w", "-"], 2),
        (["check"], 2),
        (["new", "sandwich"], 2),
        (["schema"], 2),
        (["show", "nowhere"], 3),
        (["socre"], 2),
        ([], 2),
        (["score", "--expect", "inn"], 4),
        (["score", "-o", "nowhere/x"], 3),
        (["score", "-o", "scenarios"], 3),
    ],
)
def test_exit_codes(in_examples, run, args, code):
    result = run(*args)
    assert result.exit_code == code
    if code in (2, 3):
        assert result.stdout == ""
        assert result.stderr != ""
    else:
        assert result.stdout != ""


def test_a_condition_that_does_not_hold_still_gives_the_result(in_examples, run):
    result = run("score", "--expect", "inn", "-f", "json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["ranking"][0]["option"] == "bakery"
    assert result.stderr == "error: --expect inn: first is bakery\n"


def test_a_tie_for_first_does_not_meet_the_expectation(in_examples, run):
    tie = ["--set", "ratings.inn.taste=8", "--set", "ratings.bakery.taste=8"]
    tie += [
        f"--set=ratings.{option}.{factor}=5"
        for option in ("inn", "bakery", "stall")
        for factor in ("calm", "price")
    ]
    result = run("score", *tie, "--expect", "inn")
    assert result.exit_code == 4
    assert result.stderr == "error: --expect inn: first is inn, bakery\n"


@pytest.mark.parametrize("command", ["score", "check", "list", "show"])
def test_a_fault_of_the_program_is_owned_in_one_line(in_examples, run, monkeypatch, command):
    def fails(*_):
        raise ZeroDivisionError("by \x1b[31mzero")

    for where in ("files.reading.parse", "answers.list.ask.parse"):
        monkeypatch.setattr(f"scenario_cli.{where}", fails)
    args = [command] if command == "list" else [command, "lunch"]
    result = run(*args)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        "error: fault in scenario itself: ZeroDivisionError: by \\x1b[31mzero\n"
        "Run it again as 'scenario --debug ...' for the traceback, and report it.\n"
    )
    again = run("--debug", *args)
    assert isinstance(again.exception, ZeroDivisionError)


def test_debug_shows_where_a_wrong_file_was_refused(in_examples, run):
    assert type(run("--debug", "score", "nowhere").exception).__name__ == "InputError"


def test_the_mistakes_of_two_files_are_told_together_by_file_then_place(in_examples, run):
    result = run("score", "invalid/bad-order.yaml", "-w", "invalid/duplicate-key.yaml")
    files = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert files == sorted(files)
    assert set(files) == {"invalid/bad-order.yaml", "invalid/duplicate-key.yaml"}
    assert result.exit_code == 3
    result = run("score", "lunhc", "-w", "thrfit")
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["lunhc", "thrfit"]
    assert "did you mean 'lunch'?" in result.stderr
    assert "did you mean 'thrift'?" in result.stderr


def test_weights_that_do_not_fit_are_told_where_they_stand(in_examples, run):
    result = run("score", "-w", "weights/balanced.yaml")
    assert result.stderr.splitlines()[0] == (
        "weights/balanced.yaml:4:11: error: these weights are for the scenario 'coffee', not 'lunch' "
        "[wrong-scenario]"
    )


def test_weights_that_a_scenario_names_and_that_are_nowhere_are_told_in_the_scenario(
    in_examples, run, tmp_path
):
    path = tmp_path / "x.yaml"
    path.write_text((in_examples / "scenarios" / "lunch.yaml").read_text() + "weights: thrfit\n")
    result = run("score", str(path))
    assert result.exit_code == 3
    last = len(path.read_text().splitlines())
    assert result.stderr.startswith(f"{path.as_posix()}:{last}:10: error: ")


def test_a_scenario_cannot_make_the_program_read_standard_input(in_examples, run, tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text((in_examples / "scenarios" / "lunch.yaml").read_text() + "weights: '-'\n")
    piped = b"format: weights/1\ndrivers: {pleasure: 1, price: 3}\n"
    assert run("score", str(path), stdin=piped).exit_code == 3


# Standard input


def test_a_scenario_or_weights_can_come_from_standard_input(in_examples, run):
    lunch = (in_examples / "scenarios" / "lunch.yaml").read_bytes()
    piped = json.loads(run("score", "-", "-f", "json", stdin=lunch).stdout)
    named = json.loads(run("score", "lunch", "-f", "json").stdout)
    assert piped["scenario"]["id"] == "stdin"
    assert piped["ranking"] == named["ranking"]
    assert piped["provenance"]["inputs"][0]["sha256"] == named["provenance"]["inputs"][0]["sha256"]
    thrift = (in_examples / "weights" / "thrift.yaml").read_bytes()
    piped = json.loads(run("score", "-w", "-", "-f", "json", stdin=thrift).stdout)
    assert piped["weights"]["drivers"] == {"pleasure": 0.25, "price": 0.75}


def test_nothing_on_standard_input_is_an_empty_file(folder, run):
    assert run("score", "-").stderr == (
        "-:1:1: error: the file holds nothing [empty]; `scenario new` writes one to start from\n"
    )


def test_the_same_scenario_in_utf_16_gives_the_same_ranking(in_examples, run):
    text = (in_examples / "valid" / "odd-text.yaml").read_text(encoding="utf-8")
    plain = json.loads(run("score", "-", "-f", "json", stdin=text.encode()).stdout)
    for content in (b"\xff\xfe" + text.encode("utf-16-le"), b"\xef\xbb\xbf" + text.encode()):
        other = json.loads(run("score", "-", "-f", "json", stdin=content).stdout)
        assert other["ranking"] == plain["ranking"]


# What is tried


@pytest.mark.parametrize(
    ("setting", "message"),
    {
        "nonsense": FORMS,
        "weights.price": FORMS,
        "weights=3": FORMS,
        "ratings.inn=3": FORMS,
        "prices.inn.taste=3": FORMS,
        "weights.prise=3": "unknown driver 'prise'; did you mean 'price'?",
        "weights.pleasure.tast=3": "unknown factor of 'pleasure' 'tast'; did you mean 'taste'?",
        "weights.price=-1": "points are 0 or more",
        "weights.price=lots": "expected a number, found 'lots'",
        "weights.price=nan": "expected a finite number, found 'nan'",
        "weights.price=1e999": "expected a finite number, found '1e999'",
        "ratings.in.taste=3": "unknown option 'in'; did you mean 'inn'?",
        "ratings.inn.tast=3": "unknown factor 'tast'; did you mean 'taste'?",
        "ratings.inn.taste=11": "11 is outside the scale 0 to 10",
        "ratings.inn.price=4": "4 is outside the scale 5 to 30",
        "ratings.inn.taste=quiet": "expected a number, found 'quiet'",
        "ratings.inn.taste=": "expected a number, found ''",
    }.items(),
)
def test_a_wrong_setting_is_told_and_nothing_is_scored(in_examples, run, setting, message):
    result = run("score", "--set", setting)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: --set {setting}: {message}\n"


@pytest.mark.parametrize("value", ["1_0", "٣", "Infinity1", "1e"])
def test_a_setting_takes_the_numbers_that_a_file_takes(in_examples, run, value):
    assert run("score", "--set", f"weights.price={value}").exit_code == 2


@pytest.mark.parametrize(
    ("setting", "where", "number"),
    [
        ("weights.price=3", ("weights", "drivers", "price"), 0.75),
        ("weights.price = 3", ("weights", "drivers", "price"), 0.75),
        ("weights.price=0", ("weights", "drivers", "price"), 0),
        ("weights.pleasure.taste=3", ("weights", "factors", "taste"), 0.375),
        ("ratings.inn.taste=10", ("ranking", "inn", "taste"), 25),
        ("ratings.inn.price=30", ("ranking", "inn", "price"), 0),
        ("ratings.inn.calm=loud", ("ranking", "inn", "calm"), 5),
        ("ratings.inn.calm=unknown", ("ranking", "inn", "calm"), 12.5),
    ],
)
def test_a_setting_changes_what_it_names_and_no_file(in_examples, run, setting, where, number):
    before = (in_examples / "scenarios" / "lunch.yaml").read_bytes()
    document = json.loads(run("score", "--set", setting, "-f", "json").stdout)
    if where[0] == "ranking":
        row = next(row for row in document["ranking"] if row["option"] == where[1])
        assert row["contributions"][where[2]] == pytest.approx(number)
    else:
        assert document[where[0]][where[1]][where[2]] == pytest.approx(number)
    assert document["provenance"]["set"] == [setting]
    assert all("was" in row for row in document["ranking"])
    assert run("score", "--set", setting).stdout.startswith(f"What-if: {setting}. No file was changed.\n")
    assert (in_examples / "scenarios" / "lunch.yaml").read_bytes() == before


def test_an_inject_is_applied_named_and_flagged(in_examples, run):
    document = json.loads(run("score", "--inject", "market_closes", "-f", "json").stdout)
    assert document["provenance"]["injects"] == ["market_closes"]
    assert [flag["option"] for flag in document["flags"] if flag["code"] == "clipped"] == ["stall"]
    assert document["weights"]["drivers"]["price"] == pytest.approx(1 / 3)
    page = run("score", "--inject", "market_closes").stdout
    assert page.startswith("What-if: inject market_closes (The market closes). No file was changed.\n")


def test_an_unknown_inject_is_told_with_the_nearest(in_examples, run):
    assert run("score", "--inject", "market_close").stderr == (
        "error: --inject: unknown inject 'market_close'; did you mean 'market_closes'?\n"
    )
    assert run("score", "--expect", "bakry").stderr == (
        "error: --expect: unknown option 'bakry'; did you mean 'bakery'?\n"
    )


def test_settings_that_leave_no_weight_are_told_as_settings(in_examples, run):
    result = run("score", "--set", "weights.price=0", "--set", "weights.pleasure=0")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: --set: ")


# Help


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda words: words[0] if words else ""
)
def test_help_is_the_same_by_both_names_and_has_examples(run, command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert run(*command, "-h").stdout == result.stdout
    assert result.stdout.startswith(" ".join(["Usage: scenario", *command]) + " ")
    assert "Examples:\n" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\b" not in result.stdout


def test_help_lists_every_command_and_the_exit_codes(run):
    said = run("--help").stdout
    for name, summary in summaries().items():
        assert re.search(rf"^  {name} +{re.escape(summary[:40])}", said, re.MULTILINE)
    for code in ("0 done", "1 fault", "2 wrong usage", "3 a file", "4 a demanded", "130 interrupted"):
        assert code in said


def test_help_cuts_no_summary(run):
    said = " ".join(run("--help").stdout.split())
    for name, summary in summaries().items():
        assert f" {name} {summary} " in said


@pytest.mark.parametrize(
    "command",
    [[], *([name] for name in COMMANDS), *(["weights", name] for name in WeightsCommands.names)],
    ids=" ".join,
)
def test_help_fits_80_columns(run, command):
    said = run(*command, "--help", COLUMNS="80").stdout
    assert [line for line in said.splitlines() if len(line) > 80] == []


def test_help_does_not_say_that_options_go_to_stdout(run):
    assert "Options go to stdout" not in run("--help").stdout


def test_the_version_is_the_packages(run):
    assert run("--version").stdout == f"scenario {__version__}\n"


@pytest.mark.parametrize(("typed", "meant"), [("scor", "score"), ("chekc", "check"), ("shema", "schema")])
def test_an_unknown_command_is_told_with_the_nearest_and_not_run(folder, run, typed, meant):
    result = run(typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Did you mean '{meant}'?" in result.stderr


# Formats


def golden(in_examples, name, result):
    """Compare bytes with a file; UPDATE_GOLDEN=1 writes it anew."""
    path = in_examples / "golden" / name
    content = result.stdout_bytes.replace(f'"version": "{__version__}"'.encode(), b'"version": "0.0.0"')
    if UPDATE:
        path.write_bytes(content)
    assert content.decode() == path.read_text(encoding="utf-8")
    assert content == path.read_bytes()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("name", "args"),
    {
        "score": ["score"],
        "score-weights": ["score", "lunch", "-w", "thrift"],
        "score-what-if": ["score", "--inject", "market_closes", "--set", "weights.price=3"],
        "show-scenario": ["show", "lunch"],
        "show-weights": ["show", "valid/full-weights.yaml"],
    }.items(),
)
def test_golden_bytes(in_examples, run, name, args, form):
    result = run(*args, "-f", form)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(in_examples, f"{name}.{'txt' if form == 'table' else form}", result)


def test_golden_bytes_in_80_columns_and_in_ascii(in_examples, run):
    golden(in_examples, "score-80.txt", run("score", "--width", "80"))
    golden(in_examples, "score-ascii.txt", run("score", encoding="ascii"))


def test_no_golden_file_is_without_a_test(examples):
    names = {"score", "score-weights", "score-what-if", "show-scenario", "show-weights"}
    expected = {f"{name}.{ending}" for name in names for ending in ("txt", "json", "csv", "md")}
    expected |= {"score-80.txt", "score-ascii.txt"}
    assert {path.name for path in (examples / "golden").iterdir()} == expected


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


def test_list_names_the_users_files_before_the_built_in(in_examples, run):
    entries = json.loads(run("list", "-f", "json").stdout)["entries"]
    scenarios = [(entry["name"], entry["home"]) for entry in entries if entry["kind"] == "scenario"]
    assert scenarios[0] == ("lunch", "./scenarios")
    assert ("china-arms-russia", "built-in") in scenarios
    assert [entry["name"] for entry in entries if entry["home"] == "./weights"] == ["balanced", "thrift"]
    assert all(entry["sound"] for entry in entries)
    assert "Where do we eat?" in run("list").stdout


def test_list_names_a_file_that_hides_a_built_in_one_once(folder, run):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "china-arms-russia.yaml").write_text("title: Mine")
    entries = json.loads(run("list", "-f", "json").stdout)["entries"]
    found = [(entry["title"], entry["home"]) for entry in entries if entry["name"] == "china-arms-russia"]
    assert found == [("Mine", "./scenarios")]


def test_list_says_which_files_cannot_be_read(folder, run):
    (folder / "weights").mkdir()
    (folder / "weights" / "broken.yaml").write_text("a: [")
    (folder / "weights" / "list.yaml").write_text("- a")
    result = run("list")
    assert result.exit_code == 0
    assert re.search(
        r"^broken +\(cannot be read; try 'scenario check'\) +\./weights$", result.stdout, re.MULTILINE
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "command", [["score"], ["list"], ["show", "lunch"], ["check", "lunch"], ["score", "-w", "thrift"]]
)
def test_the_same_command_gives_the_same_bytes(in_examples, run, command, form):
    assert run(*command, "-f", form).stdout_bytes == run(*command, "-f", form).stdout_bytes


def test_a_result_holds_no_path_of_this_machine(in_examples, run, tmp_path):
    for form in FORMATS:
        said = run("score", str(in_examples / "scenarios" / "lunch.yaml"), "-f", form).stdout
        assert str(in_examples) not in said
        assert str(Path.home()) not in said


def test_json_is_sorted_exact_and_plain_ascii(tricky, run):
    result = run("score", tricky, "-f", "json")
    document = json.loads(result.stdout, parse_constant=pytest.fail)
    assert result.stdout == json.dumps(document, sort_keys=True, indent=2) + "\n"
    assert result.stdout.isascii()
    assert document["scenario"]["title"] == "Ally [deny] basing [/x] :warning: \x1b[31mred"
    titles = {row["option"]: row["title"] for row in document["ranking"]}
    assert titles["escape"] == "\x1b[31mred\x1b[0m\x07"
    assert titles["minus"] == "-1"
    assert titles["lines"] == "one\ntwo"


# Users' text is text


def test_in_a_table_text_is_printed_as_written_and_steers_no_terminal(tricky, run):
    said = run("score", tricky).stdout
    for text in (
        "Ally [deny] basing [/x] :warning: \\x1b[31mred",
        "[bold]no[/bold] [link=https://example.org]x[/link] *y* `z` <b> 名前 | ~ # _",
        "\\u202eturned round",
        "[red]taste[/red]",
        "=1+1 (sum)",
        "@SUM(A1:A9) (at)",
        "[/x] (close)",
        ":warning: (emoji)",
        "\\x1b[31mred\\x1b[0m\\x07 (escape)",
        "名前名前名前名前名前名前名前名前名前名前 (long)",
    ):
        assert text in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)


def test_in_a_csv_text_that_a_spreadsheet_would_run_is_disarmed(tricky, run):
    rows = list(csv.DictReader(io.StringIO(run("score", tricky, "-f", "csv").stdout)))
    titles = {row["option"]: row["title"] for row in rows}
    assert titles["sum"] == "'=1+1"
    assert titles["at"] == "'@SUM(A1:A9)"
    assert titles["minus"] == "'-1"
    assert titles["plus"] == "'+1"
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
    assert "| one<br>two (lines) |" in said
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


# Where the result goes


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
    return sorted(re.sub(r"[\s\-█▓▒░·●│╪]", "", text))


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
    assert letters(run(*command, "--width", str(width)).stdout) == letters(run(*command).stdout)


@pytest.mark.parametrize("width", range(1, 20))
def test_however_narrow_a_page_is_no_sign_is_lost(width):
    columns = [Column(title) for title in ("ab", "名前", "c", "d", "e")]
    page = Page(
        heading=[], tables=[Table("t", columns, [["fgh", "i", "可能", "j", ""], ["k", "l", "m", "n", "o"]])]
    )
    assert letters(page_text(page, encoding="utf-8", width=width)) == letters("tab名前cdefghi可能jklmno")


@pytest.mark.parametrize("form", FORMATS)
def test_off_a_terminal_there_are_no_escape_codes(in_examples, run, form):
    for env in ({}, {"FORCE_COLOR": "1"}, {"TERM": "xterm-256color", "COLORTERM": "truecolor"}):
        assert b"\x1b" not in run("score", "-f", form, **env).stdout_bytes


# A terminal


@pytest.fixture
def terminal(environment):
    """Run a command line on a terminal of its own; return its exit code and all it printed there."""

    pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))

    def terminal(*args, columns=80, **env):
        here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        settings = environment(TERM="xterm-256color", PYTHONIOENCODING="utf-8") | env
        child = subprocess.Popen(
            [sys.executable, "-m", "scenario_cli", *args],
            stdin=there,
            stdout=there,
            stderr=there,
            env=settings,
        )
        os.close(there)
        said = b""
        try:
            while select.select([here], [], [], 60)[0]:
                part = os.read(here, 65536)
                if not part:
                    break
                said += part
        except OSError:  # Linux says so when the other end is closed
            pass
        os.close(here)
        return child.wait(timeout=60), said.decode(settings["PYTHONIOENCODING"]).replace("\r\n", "\n")

    return terminal


def test_on_a_terminal_the_page_fits_its_columns_and_has_colour(tricky, terminal):
    code, said = terminal("score", tricky)
    assert code == 0
    assert colours(said)
    plain = ESCAPE.sub("", said)
    assert max(map(cell_len, plain.splitlines())) <= 80
    assert "\x1b" not in plain
    assert "Ally [deny] basing [/x] :warning: \\x1b[31mred" in plain


def test_a_built_in_scenario_fits_a_terminal_of_80_columns(folder, terminal):
    code, said = terminal("score")
    plain = ESCAPE.sub("", said)
    assert code == 0
    assert 70 <= max(map(cell_len, plain.splitlines())) <= 80
    assert "Keep the straddle" in plain


@pytest.mark.parametrize(
    ("args", "env"), [([], {"NO_COLOR": "1"}), (["--no-color"], {}), ([], {"TERM": "dumb"})], ids=str
)
def test_colour_can_be_turned_off(in_examples, terminal, args, env):
    code, said = terminal("score", *args, **env)
    assert code == 0
    assert not colours(said)
    if env.get("TERM") == "dumb":
        assert "\x1b" not in said
    assert "The bakery ranks first" in ESCAPE.sub("", said)


def test_without_colour_a_terminal_shows_the_text_that_a_file_holds(in_examples, terminal, run):
    _, said = terminal("score", "--no-color")
    plain = "".join(f"{line.rstrip()}\n" for line in ESCAPE.sub("", said).splitlines())
    assert plain == run("score", "--width", "80").stdout


def test_data_on_a_terminal_is_the_data_that_a_file_holds(in_examples, terminal, run):
    assert terminal("score", "-f", "json")[1] == run("score", "-f", "json").stdout


def test_from_a_terminal_a_file_holds_what_a_redirect_would(tricky, terminal, process):
    code, said = terminal("score", tricky, "-o", "x", PYTHONIOENCODING="cp1252")
    assert (code, said) == (0, "")
    assert Path("x").read_bytes() == process("score", tricky, PYTHONIOENCODING="cp1252").stdout


# Signals, pipes, streams that are closed or full


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
def test_ctrl_c_ends_at_once_quietly_with_130(folder, environment):
    reader, writer = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "scenario_cli", "score", "-"],
        stdin=reader,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    try:
        os.write(writer, b"format: scenario/1")
        deadline = time.monotonic() + 30
        while waiting_in(reader) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.1)  # what was there is read; now it waits for more
        child.send_signal(signal.SIGINT)
        said, told = child.communicate(timeout=30)
    finally:
        child.kill()
        child.wait()
        os.close(reader)
        os.close(writer)
    assert (child.returncode, said, told) == (130, b"", b"")


def waiting_in(pipe):
    """Return how many bytes of a pipe nobody has read."""
    import fcntl
    import termios

    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0\0\0\0"))[0]


def test_ctrl_c_while_files_are_read_ends_with_130(in_examples, run, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("scenario_cli.files.reading.parse", interrupted)
    result = run("score")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def test_ctrl_c_before_anything_is_read_ends_with_130(monkeypatch):
    def interrupted(**_):
        raise KeyboardInterrupt

    for name in ("PYDANTIC_DISABLE_PLUGINS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.setenv(name, os.environ.get(name, "1"))
    monkeypatch.setattr("scenario_cli.cli.app.app", interrupted)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130


def into_a_closed_pipe(environment, *args):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "scenario_cli", *args],
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
        timeout=60,
    )
    os.close(writer)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["score"],
        ["score", "-f", "json"],
        ["schema", "scenario"],
        ["--help"],
        ["score", "--help"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_ends_it_quietly(in_examples, environment, args):
    assert into_a_closed_pipe(environment, *args) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(
    "args",
    [
        ["score", "-o", "/dev/full"],
        ["score"],
        ["--version"],
        ["--help"],
        ["score", "--help"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_told_in_plain_words(in_examples, environment, args):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "scenario_cli", *args],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert done.returncode == 3
    assert b"No space left on device" in done.stderr
    assert b"fault" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("closed", "args", "code"),
    [
        ("1", ["score"], 3),
        ("1", ["--version"], 3),
        ("2", ["score", "nowhere"], 3),
        ("0", ["score", "-"], 3),
    ],
)
def test_a_closed_stream_is_no_fault_of_the_program(in_examples, environment, closed, args, code):
    command = f'exec "$@" {closed}>&-' if closed != "0" else 'exec "$@" 0<&-'
    done = subprocess.run(
        ["sh", "-c", command, "sh", sys.executable, "-m", "scenario_cli", *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert done.returncode == code
    assert b"fault" not in done.stderr

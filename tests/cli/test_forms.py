"""Results as bytes, one file a form; the same command gives the same bytes."""

import json
import os
from pathlib import Path

import pytest
from tricky import FORMATS

from scenario_cli import __version__

UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


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

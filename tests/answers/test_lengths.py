"""How long a page is, and what stands first in it."""

import json
import re

import pytest
from rich.cells import cell_len

from scenario_cli import compare, diff, study
from scenario_cli.render.terminal import GAP, page_text

pytestmark = pytest.mark.thorough

MOST = {"score": 40, "sensitivity": 60, "explain": 60, "evidence": 70, "robustness": 60}
ARGUMENTS = {"explain": ["straddle"]}
ASKED_FOR = {
    "sensitivity --for drones": "For Drones from a small maker to come first",
    "sensitivity --map": "Over all shares of Power, Interests and Personality",
    "sensitivity --two-way power,us_relations": "Over all shares of Power, Relations with Washington",
    "sensitivity --blend personality": "On the way from authors to personality",
    "evidence --without wilder": "Without wilder",
}


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    """Where no scenario lies, the built-in one is meant."""
    monkeypatch.chdir(tmp_path)


def built_in():
    return study("china-arms-russia", weights="authors")


REPORTS = {
    "score": lambda: built_in().score().report(),
    "sensitivity": lambda: built_in().sensitivity().report(),
    "sensitivity --for": lambda: built_in().sensitivity(for_="drones").report(),
    "explain": lambda: built_in().explain("straddle").report(),
    "evidence": lambda: built_in().evidence().report(),
    "robustness": lambda: built_in().robustness(samples=1000).report(),
    "compare": lambda: compare([built_in().under(id_) for id_ in ("authors", "critics", "power")]).report(),
    "diff": lambda: diff(built_in(), built_in().under("critics")).report(),
}


def lines_of(run, *args, columns=80):
    result = run(*args, COLUMNS=str(columns))
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


def asked(name, *more):
    return [name, *ARGUMENTS.get(name, []), *more]


@pytest.mark.parametrize("name", MOST)
def test_a_page_about_the_built_in_scenario_is_short(name, run):
    assert len(lines_of(run, *asked(name))) <= MOST[name]


@pytest.mark.parametrize("name", MOST)
def test_what_is_left_out_is_said_and_comes_on_request(name, run):
    short, whole = lines_of(run, *asked(name)), lines_of(run, *asked(name, "--all"))
    assert len(whole) > len(short)
    assert any(line.endswith(": --all") for line in short)
    assert not any("--all" in line for line in whole)
    tables = set(re.findall(r"\[(\w+)\]$", "\n".join(whole), re.MULTILINE))
    assert tables >= set(re.findall(r"\[(\w+)\]$", "\n".join(short), re.MULTILINE))


@pytest.mark.parametrize("name", MOST)
def test_brief_is_the_finding_the_ranking_and_the_ways(name, run):
    lines = lines_of(run, *asked(name, "--brief"))
    assert len(lines) <= 12
    text = " ".join(lines)
    finding = json.loads("\n".join(lines_of(run, *asked(name, "-f", "json"))))["finding"]
    assert finding in text
    for place, title in enumerate(
        ("Keep the straddle", "Covert artillery shells", "Drones from a small maker", "Open lethal aid"), 1
    ):
        assert any(line.startswith(f"{place} {title}, ") for line in lines)
    for way in ("Personality", "43.1%", "less likely than 22%", "8.4 points of weight"):
        assert way in text


@pytest.mark.parametrize("name", MOST)
def test_both_lengths_at_once_are_wrong_usage(name, run):
    result = run(*asked(name, "--all", "--brief"))
    assert result.exit_code == 2
    assert "--brief" in result.stderr


@pytest.mark.parametrize("name", MOST)
def test_the_answer_stands_before_every_table(name, run):
    finding = json.loads("\n".join(lines_of(run, *asked(name, "-f", "json"))))["finding"]
    lines = lines_of(run, *asked(name), columns=1000)
    place = lines.index(finding)
    assert place <= 5
    assert not any(set(line) == {"-"} for line in lines[:place])
    markdown = lines_of(run, *asked(name, "-f", "md"))
    first_table = next(i for i, line in enumerate(markdown) if line.startswith(("## ", "| ")))
    assert any(line.startswith("**") for line in markdown[:first_table])


@pytest.mark.parametrize("command", ASKED_FOR)
def test_what_was_asked_for_comes_first_and_is_in_the_sentence(command, run):
    lines = lines_of(run, *command.split())
    start = next(i for i, line in enumerate(lines) if not line)
    assert " ".join(lines[start + 1 : start + 3]).startswith(ASKED_FOR[command])
    table = next(line for line in lines[start + 1 :] if line.endswith("?") or "?" in line)
    assert not table.startswith("What would change the answer?")


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize(
    "command", [*MOST, "compare", "diff", "sensitivity --for", *(f"{n} whole" for n in MOST)]
)
def test_no_line_breaks_inside_a_word_a_number_or_an_id(command, columns):
    report = REPORTS[command.partition(" ")[0] if command.endswith("whole") else command]()
    page = report.page_of("whole" if command.endswith("whole") else "page")(columns)
    narrow = page_text(page, encoding="utf-8", width=columns)
    whole = set(page_text(page, encoding="utf-8").split())
    words = whole | {word.strip(";") for word in whole}
    too_long = [word for word in words if cell_len(word) > columns - GAP]  # a hash: folded where it must
    broken = {word for word in narrow.split() if word.strip(";") not in words}
    broken = {word for word in broken if not set(word) <= set("-/█▓▒░▚·│●╪")}
    assert {word for word in broken if not any(word.strip(";") in long for long in too_long)} == set()
    assert max(map(cell_len, narrow.splitlines())) <= columns


def test_flags_speak_in_words_and_their_codes_stand_at_the_end(run):
    remarks = [line for line in lines_of(run, "score", columns=1000) if line[:2] in ("! ", "- ")]
    assert remarks
    for line in remarks:
        assert re.fullmatch(r"[!-] [A-Z].*[.?] \[[a-z_]+\]", line)


def test_an_answer_in_python_has_the_same_lengths():
    report = built_in().score().report()
    short, whole, brief = (
        page_text(report.page_of(length)(80), encoding="utf-8", width=80).count("\n")
        for length in ("page", "whole", "brief")
    )
    assert brief < short < whole
    other = compare([built_in(), built_in().under("critics")]).report()
    assert other.page_of("whole") is other.page

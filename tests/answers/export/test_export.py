"""Tables to hand over: what they hold, that nothing is lost unseen, and that the bytes are the same."""

import csv
import subprocess
import sys
import time
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from builders import scenario_of, weights_of
from workbooks import changed, rows_of, study_from

import scenario_cli as sc
from scenario_cli.answers.export.ask import export_tables
from scenario_cli.sheets.ratings import FIRST_FACTOR

pytestmark = pytest.mark.thorough

COFFEE = Path(__file__).parents[2] / "golden" / "files"
HEADS = ["driver", "driver id", "factor", "factor id", "worst", "best", "unit", "step", "minimum"]


@pytest.fixture
def coffee(folder):
    """Work where the scenario ``coffee`` and two weights lie."""
    for name in ("scenarios/coffee.yaml", "weights/balanced.yaml", "weights/thrift.yaml"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes((COFFEE / name).read_bytes())
    return folder


def notes_of(content):
    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(content))["Ratings"]
    return {
        (cell.row - 1, cell.column - 1): cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }


def formulas_in(content):
    book = zipfile.ZipFile(BytesIO(content))
    return {
        name: book.read(name).count(b"<f>") for name in book.namelist() if name.startswith("xl/worksheets/s")
    }


def test_the_table_of_ratings_reads_from_a_workbook_as_from_csv(run, coffee):
    line = ("export", "-w", "balanced", "-w", "thrift")
    assert run(*line, "-o", "c.xlsx").exit_code == 0
    rows = list(csv.reader(StringIO(run(*line).stdout)))
    assert [row[0] for row in rows[:9]] == HEADS
    assert [row[0] for row in rows[9:13]] == ["weight balanced", "weight thrift", "why keep", "why new"]
    assert rows[0][:2] == ["driver", "option id"]
    assert [row[1] for row in rows[13:]] == ["keep", "new", "rent"]
    read = rows_of(Path("c.xlsx").read_bytes(), "Ratings")
    assert [[str(cell) for cell in row] for row in read] == rows


def test_points_are_parts_of_a_hundred_without_rounding():
    scenario = scenario_of([[1, 2, 3]], groups=[2, 0])
    weights = weights_of(scenario, [0.6, 0.4], {"d0": [2, 1]})
    row = export_tables(study_from(scenario, weights)).ratings.plain[9]
    assert row[2:] == [40.0, 20.0, 40.0]


def test_where_a_driver_is_itself_rated_no_factor_stands():
    scenario = scenario_of([[1, 2]], groups=[1, 0])
    rows = export_tables(study_from(scenario, weights_of(scenario, [1, 1]))).ratings.plain
    assert rows[1][2:] == ["d0", "d1"]
    assert rows[2][2:] == rows[3][2:] == ["f0", None]


def test_a_note_says_why_which_level_and_on_what_it_rests(run, coffee):
    run("export", "-o", "c.xlsx")
    notes = notes_of(Path("c.xlsx").read_bytes())
    assert notes[12, FIRST_FACTOR + 1] == (
        "Timed in May.\nEvidence slow (Office memo, p. 2): The present machine takes four minutes a cup."
    )
    assert notes[12, FIRST_FACTOR + 2] == "Level: loud"
    assert (14, FIRST_FACTOR + 3) not in notes


def test_the_numbers_behind_the_ratings_are_formulas(run, coffee):
    run("export", "-w", "balanced", "-w", "thrift", "-o", "c.xlsx")
    counts = formulas_in(Path("c.xlsx").read_bytes())
    # Ratings; Ranking; Values; Shares; Contributions with its sums; and what these rest on
    assert list(counts.values()) == [0, 12, 12, 8, 30, 0, 0, 0, 0, 0]


def test_the_same_bytes_in_another_second_with_another_hash_seed(coffee, environment):
    contents = []
    for seed in ("1", "2"):
        line = [sys.executable, "-m", "scenario_cli", "export", "-o", f"{seed}.xlsx"]
        subprocess.run(
            line, check=True, capture_output=True, env=environment(PYTHONHASHSEED=seed), timeout=60
        )
        contents.append(Path(f"{seed}.xlsx").read_bytes())
        start = int(time.time())
        while int(time.time()) == start:
            time.sleep(0.05)
    assert contents[0] == contents[1]


def test_a_table_that_is_there_is_replaced_only_if_that_is_forced(run, coffee):
    assert run("export", "-o", "c.xlsx").exit_code == 0
    content = Path("c.xlsx").read_bytes()
    assert run("export", "-o", "c.xlsx").exit_code == 0  # these very bytes are there
    worked_on = changed(content, {(9, 2): 50.0}, coffee).rename("c.xlsx").read_bytes()
    refused = run("export", "-o", "c.xlsx")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "c.xlsx: error: exists already; nothing was written; --force replaces it\n"
    assert Path("c.xlsx").read_bytes() == worked_on
    assert run("export", "-o", "c.xlsx", "--force").exit_code == 0
    assert Path("c.xlsx").read_bytes() == content


def test_a_file_of_the_user_is_never_replaced(run, coffee):
    content = Path("scenarios/coffee.yaml").read_bytes()
    Path("c.csv").write_bytes(content)
    refused = run("export", "-o", "c.csv", "--force")
    assert (refused.exit_code, Path("c.csv").read_bytes()) == (2, content)
    assert "holds a scenario" in refused.stderr


@pytest.mark.parametrize("name", ["c.txt", "c", "c.xls", "c.xlsx.yaml"])
def test_another_ending_is_wrong_usage_before_anything_is_read(run, coffee, name):
    refused = run("export", "none-such", "-o", name)
    assert refused.exit_code == 2
    assert refused.stderr == f"error: {name}: tables have the ending .xlsx or .csv\n"


def test_csv_goes_to_stdout_as_to_a_file(run, coffee):
    written = run("export", "-o", "c.csv")
    shown = run("export", "-o", "-")
    assert written.stdout == ""
    assert Path("c.csv").read_text(encoding="utf-8") == shown.stdout == run("export").stdout
    assert written.stderr == shown.stderr.replace("not in CSV", "not in c.csv")


def test_without_the_extra_a_workbook_is_wrong_usage_and_csv_is_none(run, coffee, monkeypatch):
    monkeypatch.setattr("scenario_cli.extras.find_spec", lambda name: None)
    refused = run("export", "-o", "c.xlsx")
    assert refused.exit_code == 2
    assert (
        refused.stderr == "error: a workbook needs xlsxwriter; install scenario-cli with the extra 'sheet': "
        "pip install 'scenario-cli[sheet]'\n"
    )
    assert run("export", "-o", "c.csv").exit_code == 0


def test_every_key_that_is_stated_is_in_the_table_or_told(run, folder):
    """A scenario that states everything: each of its texts is found in the workbook, or its key is named."""
    Path("all.yaml").write_text(ALL, encoding="utf-8")
    Path("w.yaml").write_text(ALL_WEIGHTS, encoding="utf-8")
    said = run("export", "all.yaml", "-w", "w.yaml", "-o", "all.xlsx").stderr.splitlines()
    assert said == [
        f"not in all.xlsx: {what}"
        for what in (
            "of the scenario: weights and confidence",
            "sources that no evidence is of: never",
            "low, high and shape: o.f",
            "confidence: p.f",
            "kind: o.f",
            "signpost: o.f",
            "doubts: x",
            "injects: i",
            "of the weights w: scenario",
            "ranges of the weights w: d",
            "evidence of the weights w: d",
        )
    ]
    content = Path("all.xlsx").read_bytes()
    assert rows_of(content, "Points")[1:] == [
        ["w", "d", "", 1],
        ["w", "z", "", 0],
        ["w", "z", "z1", 1],
        ["w", "z", "z2", 2],
    ]
    assert rows_of(content, "Levels")[1:] == [["f", 2, "low", ""], ["f", 0, "", "None"]]
    assert rows_of(content, "Evidence")[1:] == [
        ["e", "s", "p. 1", "So it is.", "Heard."],
        ["unread", "other", "", "No.", ""],
    ]
    assert rows_of(content, "Sources")[1:] == [
        ["s", "Source", "It is old.", "A\nB", "P", "2024-05", "other"],
        ["other", "Other", "", "", "", "", ""],
    ]
    about = dict(rows_of(content, "About"))
    assert [
        about[key] for key in ("title", "question", "about", "decision-maker", "as of", "status quo")
    ] == [
        "All",
        "Which?",
        "More.",
        "We",
        "2024-05",
        "o",
    ]
    texts = [about[f"weights w: {key}"] for key in ("title", "about", "by", "team")]
    assert texts == ["W", "Ours.", "Ana", "red"]
    notes = notes_of(Path("all.xlsx").read_bytes())
    assert [notes[place] for place in ((0, 2), (2, 2), (11, 0))] == [
        "Of a driver.",
        "Of a factor.",
        "Of an option.",
    ]
    said = run("export", "all.yaml", "-w", "w.yaml").stderr
    assert "not in CSV: about: d, f and o\n" in said
    assert "not in CSV: value curves (values): f\n" in said
    assert "not in CSV: evidence: e and unread\n" in said
    assert "not in CSV: levels: f\n" in said
    assert "not in CSV: of the weights w: title, about, by, team and scenario\n" in said
    assert "not in CSV: points of the weights w within: z\n" in said
    assert "not in CSV: of the scenario: title, question, " in said


ALL = """
format: scenario/1
id: all
title: All
question: Which?
decision_maker: We
about: More.
as_of: 2024-05
status_quo: o
weights: w
confidence: {low: 3, moderate: 1, high: 0.5}
sources:
  s: {title: Source, authors: [A, B], publisher: P, date: 2024-05, about: It is old., read_in: other}
  other: {title: Other}
  never: {title: Never}
evidence:
  e: {source: s, at: p. 1, says: So it is., about: Heard.}
  unread: {source: other, says: No.}
drivers:
  d:
    about: Of a driver.
    factors:
      f:
        about: Of a factor.
        scale: {worst: 0, best: 10, levels: {low: 2}, anchors: {0: None}, values: {3: 0.5}}
  z: {factors: {z1: {}, z2: {}}}
options: {o: {title: O, about: Of an option.}, p: {}}
ratings:
  o:
    f: {value: 3, low: 2, high: 4, why: Yes., evidence: [e], kind: judgement, signpost: Look.}
    z1: 1
    z2: 2
  p: {f: {value: low, confidence: low}, z1: 2, z2: unknown}
doubts: {x: {ratings: [o.f]}}
injects: {i: {ratings: {o: {f: {set: 4}}}}}
"""
ALL_WEIGHTS = """
format: weights/1
id: w
title: W
about: Ours.
by: Ana
team: red
scenario: all
drivers: {d: 1, z: 0}
factors: {z: {z1: 1, z2: 2}}
ranges: {d: [10, 100]}
evidence: {d: [e]}
"""


def test_text_that_looks_like_a_formula_is_text(run, tricky):
    assert run("export", tricky, "-o", "t.xlsx").exit_code == 0
    content = Path("t.xlsx").read_bytes()
    read = rows_of(content, "Ratings")
    titles = [row[0] for row in read[11:]]
    assert titles[:4] == ["=1+1", "@SUM(A1:A9)", "-1", "+1"]
    assert read[0][2] == "=cmd|' /C calc'!A0"
    assert "\\x1b[31mred" in titles[7]
    assert titles[8] == "one\ntwo"
    assert next(iter(formulas_in(content).values())) == 0
    rows = list(csv.reader(StringIO(run("export", tricky).stdout)))
    assert [row[0] for row in rows[11:15]] == ["'=1+1", "'@SUM(A1:A9)", "-1", "+1"]  # -1 is a number


def test_what_excel_cannot_hold_is_refused_and_csv_has_it(run, folder):
    head = "format: scenario/1\ntitle: T\nquestion: Q?\ndrivers: {d: {}}\noptions: {o: {}}\n"
    Path("s.yaml").write_text(
        f"{head}ratings: {{o: {{d: {{value: 1, why: {'x' * 32_768}}}}}}}\n", encoding="utf-8"
    )
    refused = run("export", "s.yaml", "-o", "s.xlsx")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "error: Ratings!C11: a cell of a workbook holds at most 32,767 signs, not 32,768; write it as .csv\n"
    )
    assert not Path("s.xlsx").exists()
    assert "x" * 32_768 in run("export", "s.yaml").stdout
    wide = scenario_of([[1] * 16_382])
    with pytest.raises(sc.UsageError, match="at most 16,384 columns"):
        export_tables(study_from(wide, weights_of(wide, [1] * 16_382))).workbook()
    large = scenario_of([[1e308]], scales=[{"worst": 0, "best": 1.5e308}])
    with pytest.raises(sc.UsageError, match=r"Ratings!C6: .* no number as large as 1.5e\+308"):
        export_tables(study_from(large, weights_of(large, [1]))).workbook()


def test_equal_weights_are_told(run, coffee):
    Path("weights/balanced.yaml").unlink()
    Path("scenarios/coffee.yaml").write_text(
        Path("scenarios/coffee.yaml").read_text(encoding="utf-8").replace("weights: balanced\n", ""),
        encoding="utf-8",
    )
    result = run("export")
    assert "note: no weights are named: all drivers count equally\n" in result.stderr
    assert "weight equal,," in result.stdout


def test_python_writes_the_same_bytes(run, coffee):
    run("export", "-w", "balanced", "-w", "thrift", "-o", "c.xlsx")
    written = sc.study("coffee", "balanced").export("p.xlsx", "thrift")
    assert Path(written.path).read_bytes() == Path("c.xlsx").read_bytes()
    assert "injects: price_cut and strike" in written.omitted


def test_what_is_tried_is_in_no_table(coffee):
    with pytest.raises(sc.UsageError, match="nothing that is tried"):
        sc.study("coffee").tried("price_cut").export("c.csv")
    assert not Path("c.csv").exists()


def test_a_spreadsheet_refuses_ratings_off_their_scale_and_weights_below_0(run, coffee):
    from openpyxl import load_workbook

    run("export", "-w", "balanced", "-w", "thrift", "-o", "c.xlsx")
    rules = load_workbook("c.xlsx")["Ratings"].data_validations.dataValidation
    assert {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "custom"}["D14:D16"] == (
        'OR(D14="unknown",AND(ISNUMBER(D14),AND(D14>=MIN(D$5,D$6),D14<=MAX(D$5,D$6))))'
    )
    assert [str(rule.sqref) for rule in rules if rule.type == "decimal"] == ["C10:F11"]


def test_many_ids_are_counted_and_few_are_named(run, folder):
    said = run("export", "china-arms-russia", "-o", "china.xlsx").stderr
    assert "not in china.xlsx: confidence: 52 ratings\n" in said
    assert "not in china.xlsx: doubts: exposure\n" in said


@pytest.mark.parametrize("line", [("-", "-w", "-"), ("coffee", "-w", "-", "-w", "-")])
def test_standard_input_is_read_once(run, coffee, line):
    refused = run("export", *line, stdin=Path("scenarios/coffee.yaml").read_bytes())
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "standard input (-) can be read once" in refused.stderr


def test_several_scenarios_are_wrong_usage(run, coffee):
    Path("scenarios/tea.yaml").write_bytes(Path("scenarios/coffee.yaml").read_bytes().replace(b"700", b"500"))
    weights = Path("weights/thrift.yaml").read_text(encoding="utf-8").replace("scenario: coffee\n", "")
    Path("weights/thrift.yaml").write_text(weights, encoding="utf-8")
    refused = run("export", "scenarios", "-w", "thrift")
    assert refused.exit_code == 2
    assert refused.stderr == "error: tables are of one scenario; name one of those\n"

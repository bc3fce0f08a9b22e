"""Every number of an imported scenario tells where it came from: the file with its hash, the very cell."""

import csv
import re
import tempfile
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from books import book, transposed
from builders import few
from foreign_files import AHP, DMSY, JSMAA
from hypothesis import example, given
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.sheets import cited

pytestmark = pytest.mark.thorough

ROWS = [
    ["driver", "factor", "worst", "best", "weight Ana", "Keep", "New", "why New"],
    ["Comfort", "Taste", 0, 10, 30, 4, 8, "Tried."],
    [None, "Waiting", 6, 0, 10, 4, "unknown", None],
    ["Price", None, 900, 100, 60, 100, 700, None],
]
FACTORS = ["taste", "waiting", "price"]


def beside(text, indent):
    """The ids on lines of a file that have a comment, with what it says; of ratings by option."""
    found, inside = {}, ""
    for line in text.splitlines():
        inside = line.strip(" :") if re.fullmatch(r"  [a-z]+:", line) else inside
        ours = re.fullmatch(rf" {{{indent}}}([a-z]+):.*  # (.+)", line)
        if ours:
            found[inside, ours[1]] = ours[2]
    return found


def cell_in(name, word):
    """What stands in a file at the place that a comment names."""
    if name.endswith(".xlsx"):
        sheet, _, cell = word.partition("!")
        return openpyxl.load_workbook(name)[sheet][cell].value
    file, line, field = word.rsplit(":", 2)
    assert file == name.rpartition("/")[2]
    with Path(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[int(line) - 1][int(field) - 1]


def table(name, rows):
    if name.endswith(".xlsx"):
        return book(name, My_data=rows) and name
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return name


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("skipped", [0, 3])
def test_beside_each_number_stands_the_cell_that_holds_it(folder, name, down, skipped):
    rows = transposed(ROWS) if down else ROWS
    table(name, [*[[""]] * skipped, *[[""] * skipped + row for row in rows]])
    made = sc.import_sheet(
        name, options="down" if down else "across", output="made.yaml", weights_out="weights"
    )
    cells = beside(made.text, 4)
    assert len(cells) == 6
    for (option, factor), word in cells.items():
        stated = made.scenario.ratings[option][factor].value
        assert str(cell_in(name, word)) == (stated if stated == "unknown" else f"{stated:g}")
    points = beside(Path("weights/ana.yaml").read_text(encoding="utf-8"), 4)
    assert {factor: float(cell_in(name, word)) for (_, factor), word in points.items()} == {
        "taste": 30,
        "waiting": 10,
    }
    sums = beside(Path("weights/ana.yaml").read_text(encoding="utf-8"), 2)
    added = {
        driver: sum(float(cell_in(name, each)) for each in word.split(" + "))
        for (_, driver), word in sums.items()
    }
    assert added == {"comfort": 40, "price": 60}


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_each_known_rating_cites_its_line_of_the_sheet(folder, run, name):
    table(name, ROWS)
    made = sc.import_sheet(name, output="made.yaml", weights_out="weights")
    scenario = made.scenario
    (source,) = scenario.sources.values()
    assert source.title == {"t.xlsx": "t.xlsx, sheet My data", "t.csv": "t.csv"}[name]
    assert source.about == f"SHA-256 {sha256(Path(name).read_bytes()).hexdigest()}"
    places = [f"My data!A{k}:H{k}" if name == "t.xlsx" else f"line {k}" for k in (2, 3, 4)]
    assert [(id_, item.at) for id_, item in scenario.evidence.items()] == list(
        zip(FACTORS, places, strict=True)
    )
    for ratings in scenario.ratings.values():
        for id_, rating in ratings.items():
            assert rating.evidence == ([] if rating.value == "unknown" else [id_])
            assert rating.kind is None
    assert run("check", *made.files).stdout == "2 files checked, nothing wrong.\n"
    flags = sc.study("made.yaml", "weights/ana.yaml").score().flags
    codes = [flag.code for flag in flags]
    assert "uncited" not in codes
    assert [flag.text for flag in flags if flag.code == "one_source"] == [
        f"the first place of Keep rests on one source: {source.title}"
    ]


@pytest.mark.parametrize("options", ["across", "down"])
def test_of_a_csv_file_in_columns_the_field_is_told(folder, options):
    table("t.csv", ROWS if options == "across" else transposed(ROWS))
    made = sc.import_sheet("t.csv", options=options)
    ats = [item.at for item in made.scenario.evidence.values()]
    lines = [f"line {k}" for k in (2, 3, 4)]
    assert ats == (lines if options == "across" else [f"lines 1-8, field {k}" for k in (2, 3, 4)])


def test_ids_that_are_taken_are_left_to_the_user(folder):
    rows = [["driver", "driver id", "A"], ["Table", "table", 4], ["Ratings", "ratings", 5]]
    scenario = sc.import_sheet(table("t.csv", rows), options="across").scenario
    assert list(scenario.sources) == ["table_2"]
    assert {item.source for item in scenario.evidence.values()} == {"table_2"}
    assert list(scenario.evidence) == ["table", "ratings"]


def test_where_nothing_is_known_there_is_no_evidence(folder):
    scenario = sc.import_sheet(table("t.csv", [["driver", "factor", "A"], ["X", "Y", ""]])).scenario
    assert scenario.evidence == {}
    assert list(scenario.sources) == ["table"]


@pytest.mark.parametrize(("name", "content"), [("a.ahp", AHP), ("a.dmsy", DMSY), ("a.jsmaa", JSMAA)])
def test_files_of_other_programs_are_cited_by_line_and_column(folder, name, content):
    Path(name).write_text(content, encoding="utf-8")
    made = sc.import_sheet(name)
    words = re.findall(rf"  # {re.escape(name)}:\d+:\d+$", made.text, re.MULTILINE)
    ratings = [rating for row in made.scenario.ratings.values() for rating in row.values()]
    known = [rating for rating in ratings if rating.value != "unknown"]
    assert len(words) == len(known)
    assert all(rating.evidence for rating in known)


UNHELD = "[\\x00-\\x1f\ufffe\uffff]"  # by XML


def test_very_many_ratings_are_cited_as_a_whole_and_the_cells_stand_beside_them(folder, monkeypatch):
    monkeypatch.setattr(cited, "MOST_CITING", 5)
    answer = sc.import_sheet(table("t.csv", ROWS))
    assert {id_: (item.at, item.says) for id_, item in answer.scenario.evidence.items()} == {
        "ratings": ("lines 1-4", "Ratings of 2 options on 3 factors.")
    }
    assert not any(rating.evidence for row in answer.scenario.ratings.values() for rating in row.values())
    assert len(beside(answer.text, 4)) == 6
    assert [str(note) for note in answer.notes if note.code == "cited-as-a-whole"] == [
        "t.csv:1:1: note: more than 5 ratings: none cites this table, which is cited as a whole "
        "[cited-as-a-whole]"
    ]


def test_as_many_ratings_as_cite_something_fit_into_a_file(folder):
    options = [f"O{i}" for i in range(cited.MOST_CITING // 100)]
    heads = ["driver", "factor", *options, *(f"why {option}" for option in options)]
    rows = [["D", f"F{k}", *[5] * len(options), *["So."] * len(options)] for k in range(100)]
    scenario = sc.import_sheet(table("t.csv", [heads, *rows]), options="across").scenario
    assert len(scenario.evidence) == 100
    assert all(rating.evidence for row in scenario.ratings.values() for rating in row.values())


NAMES = st.text(st.characters(exclude_characters="[]:*?/\\'", codec="utf-8"), min_size=1, max_size=12)


@few
@given(NAMES.filter(lambda name: name.strip() == name and not re.search(UNHELD, name)))
@example("a\u2028b")
def test_any_name_of_a_sheet_may_stand_in_a_comment(name):
    rows = [["driver", "factor", "A"], ["X", "Y", 4]]
    with tempfile.TemporaryDirectory() as home:
        path = f"{home}/t.xlsx"
        made = openpyxl.Workbook()
        made.active.title = name
        for row in rows:
            made.active.append(row)
        made.save(path)
        answer = sc.import_sheet(path, output=f"{home}/made.yaml")
        assert sc.read_scenario(f"{home}/made.yaml").ratings["a"]["y"].value == 4
        assert answer.scenario.sources["table"].title == f"t.xlsx, sheet {name}"

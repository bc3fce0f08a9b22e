"""Whatever stands in a file, it is read as a sound scenario or refused in words: never a fault."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from books import Shown, book
from builders import up_to
from foreign_files import AHP, DMSY, JSMAA
from hypothesis import given
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.sheets.beside import HEADS as HEADS_BESIDE
from scenario_cli.sheets.beside import TEXTS

pytestmark = pytest.mark.thorough

HEADS = (
    "driver",
    "Factor:",
    "worst",
    "best",
    "unit",
    "step",
    "minimum",
    "weight A",
    "weight \x07",
    "weight",
    "why A",
    "A",
)
IDS = ("driver id", "factor id", "option id", "a", "b-1", "Not An Id")
WORDS = st.sampled_from(
    (*HEADS, *IDS, "B", "unknown", "", "4", "4,5", "1.234", "25%", "-1", "x" * 50, "北京")
)
CELLS = WORDS | st.sampled_from((0, 1, 5.5, 10, -3, 1e300, True, Shown(0.25), None))
GRIDS = st.lists(st.lists(CELLS, max_size=8), max_size=7)
SAID = st.sampled_from(("a", "b-1", "low", "A", "worst", *TEXTS, "weights A: title", "SHA-256 x", "made by"))
DIRECTIONS = st.sampled_from((None, "down", "across"))


def held(path, direction=None):
    """Import a file; where it is not refused, all that is written is sound."""
    try:
        answer = sc.import_sheet(path, options=direction)
    except sc.InputError:
        return
    assert answer.to_json()
    assert answer.report().page(80)
    to = {"output": f"{path}.d/made.yaml", "weights_out": f"{path}.d/weights", "force": True}
    made = sc.import_sheet(path, options=direction, **to)
    assert len(made.files) == 1 + len(answer.weights)
    scenario = sc.read_scenario(made.files[0])
    for weights in made.files[1:]:
        assert sc.read_weights(weights, scenario).scenario == "made"


@up_to(150)
@given(GRIDS, st.sampled_from(",;"), DIRECTIONS)
def test_any_csv(rows, delimiter, direction):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(
        [["driver", "factor", "A"], *rows] if direction == "across" else rows
    )
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "sheet.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        held(path, direction)


@up_to(60)
@given(GRIDS, DIRECTIONS)
def test_any_workbook(rows, direction):
    with tempfile.TemporaryDirectory() as home:
        book(f"{home}/book.xlsx", Ratings=[["driver", "factor", "worst", "best", "A"], *rows])
        held(f"{home}/book.xlsx", direction)


SIDES = st.fixed_dictionaries(
    {},
    optional={
        **{
            name: st.lists(st.lists(CELLS | SAID, max_size=7), max_size=4).map(
                lambda rows, of=heads: [of, *rows]
            )
            for name, heads in HEADS_BESIDE.items()
        },
        "About": st.lists(st.tuples(SAID, CELLS), max_size=6).map(
            lambda rows: [("made by", "scenario-cli 1"), *rows]
        ),
    },
)


@up_to(80)
@given(SIDES, st.sampled_from(("", "Level: low", "Evidence a (T): x", "Evidence a (A, B): \nLevel: low")))
def test_any_sheets_beside_the_ratings(sides, note):
    rows = [
        ["driver", "driver id", "weight A", "A", "why A"],
        ["option id", "", "", "b-1", ""],
        ["A", "a", 1, 5],
    ]
    with tempfile.TemporaryDirectory() as home:
        book(f"{home}/book.xlsx", notes={"D3": note} if note else {}, Ratings=rows, **sides)
        held(f"{home}/book.xlsx", "across")


@pytest.mark.parametrize(("ending", "text"), [("ahp", AHP), ("dmsy", DMSY), ("jsmaa", JSMAA)])
def test_any_change_of_another_programs_file(folder, ending, text):
    lines = text.splitlines(keepends=True)
    path = folder / f"file.{ending}"
    for i in range(len(lines)):
        for changed in ([], [lines[i]] * 2, [lines[i].replace(":", ": x")], [lines[i].upper()], ["- 1\n"]):
            path.write_text("".join([*lines[:i], *changed, *lines[i + 1 :]]), encoding="utf-8")
            held(path)
        words = lines[i].split()
        for word in words:
            path.write_text("".join([*lines[:i], lines[i].replace(word, ""), *lines[i + 1 :]]))
            held(path)


@up_to(100)
@given(st.sampled_from(("csv", "xlsx", "ahp", "dmsy", "jsmaa")), st.binary(max_size=200))
def test_any_bytes(ending, content):
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / f"file.{ending}"
        path.write_bytes(content)
        held(path)

"""What a spreadsheet does not show is read where it has to be, and never without a word."""

import re
import zipfile

import pytest
from books import book, transposed
from builders import few
from hypothesis import given
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.sheets.grid import GridCell, SheetGrid
from scenario_cli.sheets.hidden import hidden_notes

ROWS = [
    ["driver", "factor", "worst", "best", "Keep", "New"],
    ["Comfort", "Taste", 0, 10, 4, 8],
    [None, "Wait", 6, 0, 4, 1],
    ["Price", None, 900, 100, 100, 700],
]
HIDE = {"hidden": True}
GRID = [[f"r{row}c{column}" for column in range(9)] for row in range(9)]


def warned(answer):
    return [str(note) for note in answer.notes if note.level == "warning"]


def hide(rows=(), columns=(), sheet="Ratings"):
    def then(sheets):
        for row in rows:
            sheets[sheet].set_row(row, None, None, HIDE)
        for first, last in columns:
            sheets[sheet].set_column(first, last, None, None, HIDE)

    return then


def test_hidden_rows_and_columns_are_read_and_named_with_their_ranges(folder):
    name = book("book.xlsx", then=hide([1, 2, 30], [(2, 3), (5, 5), (9, 16383)]), Ratings=ROWS)
    answer = sc.import_sheet(name)
    assert answer.scenario == sc.import_sheet(
        book("shown.xlsx", Ratings=ROWS), output="book.yaml"
    ).scenario.model_copy(update={"sources": answer.scenario.sources})
    assert warned(answer) == [
        "book.xlsx:Ratings!C1: warning: hidden and read all the same: rows 2-3 and columns C-D and F "
        "[hidden-cells]; show them to see what they hold, or delete them"
    ]
    assert [flag.code for flag in answer.flags if flag.level == "warning"] == ["hidden_cells"]


def test_of_a_table_the_other_way_round_too(folder):
    answer = sc.import_sheet(book("book.xlsx", then=hide([5], [(1, 1)]), Ratings=transposed(ROWS)))
    assert "hidden and read all the same: row 6 and column B" in warned(answer)[0]
    assert warned(answer)[0].startswith("book.xlsx:Ratings!B1: ")


@pytest.mark.parametrize("rows", [[1], [3, 4, 5]])
def test_what_is_hidden_beside_the_table_is_not_told_as_read(folder, rows):
    table = [[], [], *[[None, None, *row] for row in ROWS]]
    assert warned(sc.import_sheet(book("book.xlsx", then=hide([0, 1], [(0, 1)]), Ratings=table))) == []
    assert len(warned(sc.import_sheet(book("book.xlsx", then=hide([*rows, 2]), Ratings=table)))) == 1


def test_rows_of_no_height_and_columns_of_no_width_are_hidden(folder):
    def then(sheets):
        sheets["Ratings"].set_row(1, 0)
        sheets["Ratings"].set_column(4, 4, 0)

    assert "row 2 and column E" in warned(sc.import_sheet(book("book.xlsx", then=then, Ratings=ROWS)))[0]


def test_rows_that_a_filter_hides_are_hidden(folder):
    def then(sheets):
        sheets["Ratings"].autofilter(0, 0, 3, 5)
        sheets["Ratings"].filter_column(0, "x == Comfort")
        sheets["Ratings"].set_row(3, None, None, HIDE)

    assert "row 4" in warned(sc.import_sheet(book("book.xlsx", then=then, Ratings=ROWS)))[0]


@pytest.mark.parametrize(("how", "state"), [("hide", "hidden"), ("very_hidden", "very hidden")])
def test_a_hidden_sheet_is_read_where_it_is_named_alone(folder, run, how, state):
    def then(sheets):
        sheets["Front"].activate()
        getattr(sheets["Secret"], how)()

    both = book("both.xlsx", then=then, Front=ROWS, Secret=ROWS)
    answer = sc.import_sheet(both)
    assert answer.source == "both.xlsx, sheet Front"
    (note,) = [note for note in answer.notes if note.code == "other-sheets"]
    assert note.message.endswith(f"not from 'Secret' ({state})")
    one = book("one.xlsx", then=then, Front=[["Some words"]], Secret=ROWS)
    refused = run("import", one)
    assert refused.exit_code == 3
    assert refused.stderr == (
        "one.xlsx:1:1: error: no sheet that is shown holds the heads of a table: 'Front' and "
        f"'Secret' ({state}) [several-sheets]; name one with --sheet\n"
    )
    named = run("import", one, "--sheet", "Secret", "-o", "tea.yaml")
    assert named.exit_code == 0
    assert f"one.xlsx:Secret!A1: warning: this sheet is {state}, and is read all the same" in named.stderr


def test_a_workbook_whose_only_table_is_hidden_is_not_read_unasked(folder):
    name = book("one.xlsx", then=lambda sheets: sheets["Secret"].very_hidden(), Front=[[None]], Secret=ROWS)
    with pytest.raises(sc.InputError, match=r"holds the heads of a table: 'Secret' \(very hidden\)"):
        sc.import_sheet(name)


def test_columns_that_a_file_hides_in_odd_ways_are_found_or_are_no_columns(folder):
    """Ranges that overlap, reach past any sheet, or run backwards."""
    book("good.xlsx", then=hide((), [(5, 5)]), Ratings=ROWS)
    odd = b'<col min="6" max="99999999" hidden="true"/><col min="5" max="2" hidden="1"/>'
    odd += b'<col min="x" hidden="1"/>'
    with zipfile.ZipFile("good.xlsx") as old, zipfile.ZipFile("odd.xlsx", "w") as new:
        for each in old.namelist():
            new.writestr(each, re.sub(b"<col .*?/>", odd * 50, old.read(each)))
    assert "column F [" in warned(sc.import_sheet("odd.xlsx"))[0]


@few
@given(
    st.sets(st.integers(0, 8)),
    st.sets(st.integers(0, 8)),
    st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8))),
)
def test_the_rows_and_columns_that_are_named_are_those_that_are_hidden_and_read(rows, columns, read):
    cells = {(r, c): GridCell(text) for r, line in enumerate(GRID) for c, text in enumerate(line)}
    grid = SheetGrid("b.xlsx", "S", cells, hidden_rows=rows, hidden_columns=columns)
    said = " ".join(note.message for note in hidden_notes(grid, read))
    found = {"row": set(), "column": set()}
    for what, ranges in re.findall(r"(row|column)s? ((?:[0-9A-I-]+(?:, | and (?!col))?)+)", said):
        for part in re.split(", | and ", ranges):
            first, _, last = part.partition("-")
            ends = [
                int(end) - 1 if end.isdecimal() else "ABCDEFGHI".index(end) for end in (first, last or first)
            ]
            found[what] |= set(range(ends[0], ends[1] + 1))
    assert found == {
        "row": rows & {row for row, _ in read},
        "column": columns & {column for _, column in read},
    }

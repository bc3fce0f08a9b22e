"""Any table that holds a sound scenario is read as that scenario, whichever way it stands."""

import csv
import io
import tempfile
from functools import partial
from pathlib import Path

from books import book, transposed
from builders import few, many
from hypothesis import given
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.scenario_text import scenario_text

WORDS = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters=":"), min_size=1, max_size=8
).map(lambda text: f"t{text}")
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 6) + 0.0)


def _written(low, high, number):
    """Return a number with no more digits than XlsxWriter writes."""
    return min(max(round(number, 6), low), high)


@st.composite
def tables(draw):
    """A table (options across) and what it states."""
    options = draw(st.lists(WORDS, min_size=1, max_size=4, unique_by=str.casefold))
    drivers = draw(st.lists(WORDS, min_size=1, max_size=3, unique_by=str.casefold))
    weighted = [f"weight w{k}" for k in range(draw(st.integers(0, 2)))]
    heads = ["driver", "factor", "worst", "best", *weighted, *options]
    rows, stated, points = [heads], [], []
    for driver in drivers:
        factors = draw(st.lists(WORDS, max_size=3, unique_by=str.casefold)) or [None]
        for i, factor in enumerate(factors):
            worst, best = draw(st.tuples(NUMBERS, NUMBERS).filter(lambda ends: abs(ends[0] - ends[1]) > 1e-6))
            low, high = sorted((worst, best))
            rating = st.floats(low, high).map(partial(_written, low, high))
            cell = st.none() | st.just("Unknown") | rating
            cells = draw(st.lists(cell, min_size=len(options), max_size=len(options)))
            weights = [draw(st.integers(1, 99)) for head in heads if head.startswith("weight ")]
            shown = None if i and draw(st.booleans()) else driver
            rows.append([shown, factor, worst, best, *weights, *cells])
            stated.append((driver, factor, worst, best, cells))
            points.append(weights)
    return rows, options, stated, points


def held_to(answer, options, stated, points):
    scenario = answer.scenario
    assert [option.title for option in scenario.options.values()] == options
    found = [
        (
            scenario.drivers[scenario.driver_of[id_]].title,
            None if id_ in scenario.drivers else factor.title,
            factor.scale.worst,
            factor.scale.best,
            [ratings[id_].value for ratings in scenario.ratings.values()],
        )
        for id_, factor in scenario.factors.items()
    ]
    expected = [
        (*each, ["unknown" if cell in (None, "Unknown") else cell for cell in cells])
        for *each, cells in stated
    ]
    assert found == expected
    for k, weights in enumerate(answer.weights):
        assert sum(weights.drivers.values()) == sum(row[k] for row in points)


@few
@given(tables(), st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_a_workbook_is_read_as_what_was_written(table, above, beside, down):
    rows, *expected = table
    rows = transposed(rows) if down else rows
    rows = [[]] * above + [[None] * beside + row for row in rows]
    with tempfile.TemporaryDirectory() as home:
        book(f"{home}/book.xlsx", Ratings=rows)
        answer = sc.import_sheet(f"{home}/book.xlsx")
        assert answer.direction == ("down" if down else "across")
        held_to(answer, *expected)


@few
@given(tables(), st.sampled_from(",;"), st.sampled_from(("utf-8", "utf-8-sig", "utf-16")), st.booleans())
def test_a_csv_file_is_read_as_what_was_written(table, delimiter, encoding, down):
    rows, *expected = table
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(transposed(rows) if down else rows)
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "sheet.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        held_to(sc.import_sheet(path, options="down" if down else "across"), *expected)


LINES = st.text("ab :#'-\"\t\u00e4\u2028", max_size=60)
TEXTS = (st.text(max_size=300) | st.lists(LINES, max_size=6).map("\n".join)).filter(bool)


@many
@given(TEXTS, TEXTS, TEXTS, st.floats(allow_nan=False, allow_infinity=False))
def test_any_text_and_number_is_read_back_from_a_file(title, why, said, number):
    data = {
        "format": "scenario/1",
        "id": "x",
        "title": title,
        "question": why,
        "about": said,
        "drivers": {"d": {"title": why, "factors": {"f": {"title": title, "about": why}}}},
        "options": {"o": {"title": title, "about": why}},
        "ratings": {"o": {"f": {"value": "unknown", "why": why}}},
        "injects": {"i": {"ratings": {"o": {"f": {"shift": number}}}}},
    }
    scenario = scenario_from(parse("x", scenario_text(data, [said], {("o", "f"): title}).encode()))
    assert (scenario.title, scenario.question, scenario.about) == (title, why, said)
    assert scenario.drivers["d"].factors["f"].about == scenario.options["o"].about == why
    assert scenario.ratings["o"]["f"].why == why
    assert scenario.injects["i"].ratings["o"]["f"].shift == number

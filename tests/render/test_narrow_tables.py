"""A table with no room stands row by row; off a terminal nothing of its heads is cut."""

import re

import pytest
from rich.cells import cell_len

from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.terminal import page_text

COLUMNS = [
    Column("Option"),
    Column("How far behind", "right"),
    Column("Then first"),
    Column("0    100", spare=True),
]
ROWS = [
    ["Wait and see", "12.5", "Immediately", "··●··"],
    ["Act", "3.0 (+1.5)\n4.0 (-2.0)", "Nobody\nEverybody", "●···│"],
    ["Incomprehensibility", "", "", ""],
]


def shown(width, rows=ROWS, columns=COLUMNS, **more):
    page = Page(heading=[], tables=[Table("How?", columns, rows, **more)])
    return page_text(page, encoding="utf-8", width=width)


def test_where_the_longest_words_fit_it_is_a_table():
    """19, 6 and 11 letters, and two gaps: those of a head over rows count, too."""
    assert [set(line) == {"-"} for line in shown(40).splitlines()].count(True) == 1
    assert shown(40).splitlines()[-1] == "Incomprehensibility"
    assert "---" not in shown(39)
    assert "●" not in shown(50), "a drawing gives way to words"
    assert "●" in shown(80)


def test_where_they_do_not_each_row_is_a_line_and_what_belongs_to_it():
    assert shown(24).splitlines() == [
        "How?",
        "Option Wait and see",
        "  How far behind 12.5;",
        "  Then first Immediately",
        "Option Act",
        "  How far behind 3.0",
        "  (+1.5) / 4.0 (-2.0);",
        "  Then first Nobody /",
        "  Everybody",
        "Incomprehensibility",
    ]


@pytest.mark.parametrize("width", range(19, 100))
def test_every_word_and_number_is_there_unbroken_at_every_width(width):
    text = shown(width, legend=["A legend of words"], finding="A sentence.")
    assert max(map(cell_len, text.splitlines())) <= width
    words = set(re.findall(r"[^\s;/]+", text))
    rows = [word for row in ROWS for cell in row[:3] for word in cell.split()]
    assert {*rows, "Option", "How", "far", "behind", "Then", "first", "A", "legend", "sentence."} <= words
    known = {*rows, *(word for column in COLUMNS for word in column.title.split())}
    known |= {"How?", "A", "legend", "of", "words", "sentence."}
    assert {word for word in words if not set(word) <= set("-·●│")} <= known


def test_a_drawing_stays_one():
    rows = [["A A A A"], ["B   B B"]]
    assert shown(5, rows, [Column("")]).startswith("How?\n")
    assert "B   B B" in shown(8, rows, [Column("")])


def test_off_a_terminal_a_head_stands_on_one_line_whole(run, folder):
    assert "Option               How far behind  Then first " in shown(None)
    said = run("sensitivity", "china-arms-russia", "--all").stdout
    assert re.search(r"^Weight of +Order holds  First, up to % of the whole$", said, re.MULTILINE)
    said = run("sensitivity", "china-arms-russia", "--blend", "personality").stdout
    assert re.search(r"^% of the way  First$", said, re.MULTILINE)
    assert "\nRating of Keep the straddle on\n" in run("score", "china-arms-russia").stdout

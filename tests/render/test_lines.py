"""Lines that fit a terminal: words stay whole, what has no room is left out and counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from scenario_cli.render.lines import ALL, Blank, Frame, Grid, Head, Paragraph, cut, fitted, wrapped
from scenario_cli.render.page import Span, plain

WORDS = st.lists(st.text("ab1-.,名é", min_size=1, max_size=12), max_size=12).map(" ".join)


def shown(blocks, *frame):
    return [plain(line) for line in fitted(blocks, Frame(*frame))]


@given(WORDS, st.integers(1, 40))
def test_wrapped_lines_hold_whole_words_in_order_and_none_is_too_wide(text, width):
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    if max(map(cell_len, text.split()), default=0) <= width:
        assert "".join("".join(lines).split()) == "".join(text.split())
        if "名" not in text:
            assert " ".join(lines).split() == text.split()


@given(WORDS, st.integers(0, 40))
def test_a_text_that_is_cut_is_the_beginning_of_it_and_says_so(text, width):
    short = cut(text, width)
    assert cell_len(short) <= max(width, 0)
    assert short == text or (short.endswith("..."[:width]) and text.startswith(short.rstrip(".")))


def test_rows_are_given_out_in_rounds():
    blocks = [Paragraph(text="one two three", grows=(1, ALL)), Paragraph(text="four five", grows=(1, 1, ALL))]
    assert shown(blocks, 7, 1) == ["one..."]
    assert shown(blocks, 7, 2) == ["one...", "four..."]
    assert shown(blocks, 7, 3) == ["one two", "three", "four..."]
    assert shown(blocks, 7, 4) == ["one two", "three", "four", "five"]


def test_blank_lines_at_the_end_are_left_out():
    assert shown([Paragraph(text="a"), Blank(), Blank()], 9, 9) == ["a"]


HEADS = [Head("#"), Head("Name", least=6), Head("Far", "right", leaves=2), Head("0  9", leaves=3, drawn=True)]
ROWS = [[str(i), f"Name of {i}", f"{i}0.5", "=" * 4] for i in range(1, 6)]
TABLE = Grid(heads=HEADS, rows=ROWS, legend=(Span("= is it"),), more=2)


@pytest.mark.parametrize(
    ("height", "count", "legend"),
    [(8, "and 2 more", True), (7, "and 2 more", False), (6, "and 3 more", False), (3, "and 6 more", False)],
)
def test_rows_without_room_are_counted_and_the_legend_goes_first(height, count, legend):
    lines = shown([TABLE], 60, height)
    assert len(lines) == height
    assert lines[-1 - legend] == count
    assert ("= is it" in lines) == legend
    rows = [line for line in lines if line[0].isdigit()]
    assert len(rows) + int(count.split()[1]) == 7


def test_a_table_that_has_no_room_for_a_row_and_a_count_is_not_shown():
    assert shown([TABLE], 60, 2) == []
    assert shown([Grid(heads=HEADS, rows=ROWS[:1])], 60, 2)[1].startswith("1  Name of 1")


@pytest.mark.parametrize(
    ("width", "head", "row"),
    [
        (26, "#  Name        Far  0  9", "1  Name of 1  10.5  ===="),
        (20, "#  Name        Far", "1  Name of 1  10.5"),
        (16, "#  Name      Far", "1  Name...  10.5"),
        (13, "#  Name", "1  Name of 1"),
        (9, "#  Name", "1  Nam..."),
    ],
)
def test_drawings_go_first_then_texts_are_cut_then_columns_go(width, head, row):
    lines = shown([TABLE], width, 20)
    assert [line.rstrip() for line in lines[:2]] == [head, row]


def test_texts_that_look_the_same_when_cut_give_way_to_short_ones():
    table = Grid(heads=HEADS[:2], rows=[["1", "A long way"], ["2", "A long day"]], short=["way", "day"])
    assert shown([table], 11, 9)[1:] == ["1  way", "2  day"]


def test_rows_stand_apart_where_there_is_room():
    table = Grid(heads=HEADS[:1], rows=[["1"], ["2"]], spaced=True)
    assert shown([table], 9, 4) == ["#", "1", "", "2"]
    assert shown([table], 9, 3) == ["#", "1", "2"]


def test_signs_that_a_stream_cannot_encode_are_measured_as_they_are_shown():
    lines = shown([Paragraph(text="é é é")], 6, 9, "ascii")
    assert lines == ["\\xe9", "\\xe9", "\\xe9"]


def test_text_cannot_steer_the_terminal():
    lines = shown([Paragraph(text="a\x1b[2Jb"), Grid(heads=HEADS[:1], rows=[["c\nd\x07"]])], 40, 9)
    assert lines == ["a\\x1b[2Jb", "#", "c\\nd\\x07"]

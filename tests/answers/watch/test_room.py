"""`scenario watch` at every size: what is always there, and what the back row can read."""

import os
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest
from answers.watch.office import BAD, LONG, OFFICE, OTHER, SCENARIO, WEIGHTS, crowd, shown, weights
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from scenario_cli.answers.watch.ask import Watched
from scenario_cli.answers.watch.report import room_lines, watch_lines
from scenario_cli.errors import InputError
from scenario_cli.render.lines import Frame
from scenario_cli.render.page import plain

DRAWN = re.compile(r"[^\w\s]*[█▓▒░▚◆●○·│╪#=:.%*+|X][^\w\s]*")


@cache
def seen(options, trial, saved, wrong, wide=False):
    """Return a view of an office with so many options: after a save, with something tried, with a mistake."""
    title = LONG if wide else "One that has a longer title than there is room for,"
    with tempfile.TemporaryDirectory() as folder:
        here = Path.cwd()
        os.chdir(folder)
        try:
            for path, text in ((SCENARIO, crowd(options, title)), (WEIGHTS, RED_WITH_WHY)):
                path.parent.mkdir()
                path.write_text(text, encoding="utf-8")
            watched = Watched(None, None, ["weights.cost=50"] if trial else [])
            view = watched._read(None)
            if saved:
                WEIGHTS.write_text(RED_WITH_WHY.replace("60  #", "20  # was 60: the room insisted"))
                view = watched._read(view)
            if wrong:
                WEIGHTS.write_text(BAD)
                with pytest.raises(InputError) as told:
                    watched._read(view)
                view = view._replace(error=told.value)
            return view
        finally:
            os.chdir(here)


RED_WITH_WHY = "format: weights/1\ntitle: Red\ndrivers:\n  comfort: 60  #\n  cost: 40\n"

VIEWS = st.builds(
    seen,
    options=st.sampled_from([1, 2, 3, 6, 7, 8, 30]),
    trial=st.booleans(),
    saved=st.booleans(),
    wrong=st.booleans(),
    wide=st.booleans(),
)
LINES = st.sampled_from([watch_lines, room_lines])


def lines_of(draw, view, *frame):
    return [plain(line) for line in draw(view, Frame(*frame))]


@given(LINES, VIEWS, st.integers(30, 130), st.integers(8, 50), st.sampled_from(["utf-8", "ascii", "cp1252"]))
@example(room_lines, seen(8, True, True, True), 30, 8, "utf-8")
@example(watch_lines, seen(8, True, True, True), 30, 8, "ascii")
def test_at_every_size_what_counts_is_there_and_nothing_runs_over(draw, view, width, height, encoding):
    lines = lines_of(draw, view, width, height, encoding)
    assert len(lines) <= height
    assert max(map(cell_len, lines)) <= (min(width, 60) if draw is room_lines else width)
    assert not any(re.search(r"[\x00-\x1f]", line) for line in lines)
    ranking = view.answer.ranking
    title = view.answer.title(ranking.leaders[0])
    starts = [f"First: {' '.join(title.split()[:3])}", "Changed: "]
    starts += ["Moved: ", "Why: the room"] if view.before is not None else []
    starts += ["Not shown: "] if view.error is not None else []
    for start in starts:
        assert sum(line.startswith(start) for line in lines) == 1, start
    if view.answer.study.trials:
        assert lines[0].startswith("What-if: weights.cost=50")


@given(
    LINES,
    VIEWS.filter(lambda view: view.answer.title(0).isascii()),
    st.integers(30, 130),
    st.integers(8, 50),
)
def test_no_line_breaks_inside_a_word_an_id_or_a_number(draw, view, width, height):
    whole = " ".join(lines_of(draw, view, 60 if draw is room_lines else 1000, None)).split()
    known = {*whole, *view.answer.study.problem.options}
    for line in lines_of(draw, view, width, height):
        counted = re.fullmatch(r"and \d+ more", line)
        words = [] if counted else [word for word in line.split() if not DRAWN.fullmatch(word)]
        assert {word for word in words if not word.endswith("...")} <= known
        cut = [word.removesuffix("...") for word in words if word.endswith("...")]
        assert all(any(k.rstrip(",;:") == word for k in known) for word in cut), cut


@given(LINES, VIEWS, st.integers(1, 29), st.integers(1, 7))
def test_at_sizes_that_are_too_small_nothing_runs_over_either(draw, view, width, height):
    lines = lines_of(draw, view, width, height)
    assert len(lines) <= height
    assert max(map(cell_len, lines), default=0) <= width


@given(LINES, VIEWS, st.integers(30, 130), st.integers(8, 50))
def test_rows_that_have_no_room_are_counted(draw, view, width, height):
    """Options shown and options counted are all there are."""
    lines = lines_of(draw, view, width, height)
    head = next((i for i, line in enumerate(lines) if re.match(r"# +Option", line)), None)
    if head is None:
        return
    table = [line for line in lines[head + 1 :] if line.strip()]
    rows = [line for line in table if re.match(r"\d+=? ", line)]
    assert rows
    counted = re.fullmatch(r"and (\d+) more", table[len(rows)]) if len(table) > len(rows) else None
    assert len(rows) + (int(counted[1]) if counted else 0) == len(view.answer.ranking.order)


@pytest.mark.parametrize("options", [1, 3, 6, 7, 8])
def test_a_page_for_a_room_has_6_options_5_columns_and_60_characters(views, options):
    SCENARIO.write_text(crowd(options))
    for view in views(weights(OTHER), weights(BAD)):
        for width in (60, 200):
            lines = lines_of(room_lines, view, width, 40)
            assert max(map(cell_len, lines)) <= 60
            (head,) = (line for line in lines if line.startswith("#"))
            assert head.split() == ["#", "Option", "Score", "Behind", "Move"][: 4 + (view.before is not None)]
            rows = [line for line in lines if re.match(r"\d+=? ", line)]
            assert len(rows) == min(options, 6)
            assert (f"and {options - 6} more" in lines) == (options > 6)


def test_a_page_for_a_room_shows_who_moved_and_the_nearest_flip(views):
    _, view = views(weights(OTHER))
    text = shown(view, room_lines, 60, 24)
    rows = [row for row in text.splitlines() if re.match(r"\d ", row)]
    assert [re.split(r" {2,}", row) for row in rows] == [
        ["1", "Keep the old one", "66.7", "up 1"],
        ["2", "Buy the new one", "33.3", "33.3", "down 1"],
        ["3", "Rent one", "30.0", "36.7", "="],
    ]
    assert "Moved: Keep the old one up from 2 to 1;" in text
    assert "Buy the new one would be first if the weight of " in " ".join(text.split())


def test_a_what_if_heads_a_page_for_a_room_too(views):
    (view,) = views(watched=Watched(None, None, ["strike"]))
    assert shown(view, room_lines, 60, 12).startswith(
        "What-if: A strike. Without it Buy the new one is first. No\nfile was changed.\n"
    )


def test_titles_that_would_be_cut_to_the_same_words_are_told_apart_by_their_ids(views):
    same = "The way that has been gone for a long time, {}"
    text = OFFICE
    for old, new in (("Keep the old one", "a"), ("Rent one", "b")):
        text = text.replace(old, f"'{same.format(new)}'")
    SCENARIO.write_text(text)
    (view,) = views()
    rows = [re.split(r" {2,}", row)[1] for row in lines_of(room_lines, view, 40, 20) if re.match(r"\d ", row)]
    assert rows == ["Buy the new one", "keep", "rent"]

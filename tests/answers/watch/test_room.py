"""`scenario watch --room`: the page that the back row can read."""

import re

import pytest
from answers.watch.office import BAD, OTHER, SCENARIO, crowd, shown, weights
from rich.cells import cell_len

from scenario_cli.answers.watch.report import ROOM_WIDTH, room_page, watch_page
from scenario_cli.model.changes import Change
from scenario_cli.render.terminal import page_text


@pytest.mark.parametrize("options", [1, 3, 6, 7, 8])
def test_a_page_for_a_room_has_6_options_5_columns_and_60_characters(views, options):
    SCENARIO.write_text(crowd(options))
    first, good, bad = views(weights(OTHER), weights(BAD))
    for view in (first, good, bad):
        for width in (60, 200):
            (table,) = (page := room_page(view.answer, view.changes, view.mistakes, width)).tables
            assert [column.title for column in table.columns] == ["#", "Option", "Score", "Behind", "Move"]
            assert len(table.rows) == min(options, 6)
            text = page_text(page, encoding="utf-8", width=ROOM_WIDTH)
            assert max(map(cell_len, text.splitlines())) <= 60
    assert re.search(r"weights\.comfort: 60 -> 20", shown(good, room_page))
    assert re.search(r"\[wrong-type\]", shown(bad, room_page))


def test_options_that_have_no_room_are_counted(views):
    SCENARIO.write_text(crowd(8))
    (view,) = views()
    assert "2 more options are further down.\n" in shown(view, room_page)


def test_one_option_that_has_no_room_is_counted(views):
    SCENARIO.write_text(crowd(7))
    (view,) = views()
    assert "1 more options" not in shown(view, room_page)


def test_a_page_for_a_room_shows_who_moved_and_the_nearest_flip(views):
    first, view = views(weights(OTHER))
    rows = [row for row in shown(view, room_page).splitlines() if re.match(r"\d", row)]
    assert [re.split(r" {2,}", row) for row in rows] == [
        ["1", "Keep the old one", "66.7", "up 1"],
        ["2", "Buy the new one", "33.3", "33.3", "down 1"],
        ["3", "Rent one", "30.0", "36.7", "="],
    ]
    assert shown(view, room_page).endswith(
        "First place changes if the weight of comfort rises from 33.3% to\n"
        "50.0%, which puts Buy the new one first.\n"
    ) or shown(view, room_page).endswith("to 50.0%, which puts Buy the new one first.\n")
    assert {row[4] for row in room_page(first.answer, (), (), 60).tables[0].rows} == {"="}


@pytest.mark.parametrize("problems", [(), ("weights/red.yaml:4:12: error: so [wrong-type]",)])
def test_a_page_fits_80_columns(views, problems):
    SCENARIO.write_text(crowd(8))
    first, view = views(weights(OTHER))
    for one in (first, view):
        changes = [Change("weights.a-driver-with-a-long-name", "1", "2")] * 9
        page = watch_page(one.answer, changes, problems, 80)
        assert max(map(cell_len, page_text(page, encoding="utf-8", width=80).splitlines())) <= 80

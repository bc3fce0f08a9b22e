"""The picture of ranks over turns: read back, and compared with what it was drawn from."""

import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from answers.game.table import HOME, TITLES, random_line
from builders import few
from hypothesis import given
from hypothesis import strategies as st
from pictured import boxes, held_to, shapes
from titled import TITLES as ANY_TITLES

import scenario_cli as sc
from scenario_cli.answers.game.pictures.turns import TurnMark, TurnPoint, turns_picture

pytestmark = pytest.mark.thorough

WIDTHS = (320.0, 360.0, 720.0, 1024.0, 1920.0)
KINDS = ("inject", "ruling", "set", "edited", "turn", "other")


def ranked(scores):
    """Ranks by score, where the same score is the same, better, rank."""
    return {f"o{k}": 1 + sum(other > score for other in scores) for k, score in enumerate(scores)}


@st.composite
def courses(draw, *, most_points=12, most_marks=6, most_options=12):
    """Points with ranks that tie and marks between them, with titles of options of any length."""
    options = draw(st.integers(1, most_options))
    titles = draw(st.lists(ANY_TITLES, min_size=1, max_size=4))
    points, marks, line = [], [], 0
    for k in range(draw(st.integers(1, most_points))):
        for _ in range(draw(st.integers(0, most_marks)) if points else 0):
            line += 1
            marks.append(TurnMark(line, draw(st.sampled_from(KINDS)), draw(st.sampled_from(["", *titles]))))
        line += 1
        scores = draw(st.lists(st.integers(0, 5), min_size=options, max_size=options))
        label = "Start" if not k else f"Turn {k}{draw(st.sampled_from(['', ': spring', f': {titles[0]}']))}"
        points.append(TurnPoint(label, ranked(scores), line))
    return points, marks, {f"o{k}": f"{titles[k % len(titles)]} {k}" for k in range(options)}


def simple(turns, options, marks=0, seed=0):
    """A course of so many turns, with so many marks in each."""
    random = Random(seed)
    points, done, line = [], [], 0
    labels = ["Start", *(f"Turn {k}" for k in range(1, turns + 1)), "Now"]
    for label in labels:
        for _ in range(marks if points else 0):
            line += 1
            done.append(TurnMark(line, random.choice(KINDS[:4]), ""))
        line += 1
        points.append(TurnPoint(label, ranked([random.random() for _ in range(options)]), line))
    return points, done, {f"o{k}": f"Option {k}" for k in range(options)}


def dots(svg):
    """The ranks drawn, as (place from the left, height, rank), in the order in which they come."""
    found = []
    for shape in shapes(svg):
        value = shape.get("data-value")
        if value is None or shape.tag == "text":
            continue
        if shape.tag == "circle":
            x, y = float(shape.get("cx")), float(shape.get("cy"))
        else:
            corners = [tuple(map(float, pair)) for pair in re.findall(r"([-\d.]+) ([-\d.]+)", shape.get("d"))]
            xs, ys = zip(*corners, strict=True)
            x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        found.append((x, y, float(value)))
    return found


def written_marks(svg):
    """The places from the left of the marks, by what is written over them."""
    found = {}
    for shape in shapes(svg):
        if shape.tag == "text" and shape.get("data-value"):
            found[shape.text] = float(shape.get("x"))
            assert shape.text.partition("-")[0] == f"{float(shape.get('data-value')):g}"
    return found


@given(courses())
@few
def test_every_rank_is_there_in_its_place_and_words_cover_nothing(course):
    points, _, titles = course
    for width in WIDTHS:
        picture = turns_picture(*course, width)
        svg = picture.svg
        assert svg == turns_picture(*course, width).svg
        assert_sound(picture, width)
        drawn = dots(svg)
        bounds = [*strip_bounds(drawn, points, titles)]
        # Strip by strip, and in each option by option; the next strip begins where one ends.
        assert [rank for *_, rank in drawn] == [
            points[k].ranks[option]
            for first, last in bounds
            for option in titles
            for k in range(first, last + 1)
        ]
        assert [first for first, _ in bounds[1:]] == [last for _, last in bounds[:-1]]
        assert (bounds[0][0], bounds[-1][1]) == (0, len(points) - 1)


def strip_bounds(drawn, points, titles):
    """Yield the first and the last point of each strip, as the places from the left tell."""
    at, first = 0, 0
    while at < len(drawn):
        one = 1  # the dots of the first option go to the right until the next option begins
        while at + one < len(drawn) and drawn[at + one][0] > drawn[at + one - 1][0]:
            one += 1
        one = min(one, len(points) - first)
        yield first, first + one - 1
        at += one * len(titles)
        first += one - 1
        if first == len(points) - 1:
            return


def assert_sound(picture, width):
    svg = picture.svg
    assert not re.search(r"<script|<style|style=|\son\w+=|href=", svg)
    assert not re.search(r'="(None|nan)"', svg)
    room = boxes(svg)
    for k, (left, top, right, bottom, said) in enumerate(room):
        assert left >= -1, (said, left)
        assert right <= width + 1, (said, right, width)
        assert bottom <= picture.height + 1, said
        for other in room[:k]:
            apart = left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
            assert apart, (said, other[4])


@given(courses(most_points=6, most_marks=0, most_options=6))
@few
def test_options_of_one_rank_follow_each_other_from_it_on_in_one_box(course):
    points, _, titles = course
    svg = turns_picture(*course, 1920).svg
    drawn = dots(svg)
    tops = [float(s.get("y")) for s in shapes(svg) if s.tag == "rect" and s.get("fill") == "#e4e4e4"]
    ties = 0
    for k, point in enumerate(points):
        stands = {option: drawn[i * len(points) + k][1] for i, option in enumerate(titles)}
        order = sorted(titles, key=stands.get)
        assert len({*stands.values()}) == len(titles)
        assert [point.ranks[option] for option in order] == sorted(point.ranks.values())
        for rank in {*point.ranks.values()}:
            group = [option for option in order if point.ranks[option] == rank]
            # "1224": as many stand above as the rank says
            assert order.index(group[0]) == rank - 1
            ties += len(group) > 1
    assert len(tops) == ties + (ties > 0)  # and one in the key


@given(courses())
@few
def test_marks_stand_between_their_points_under_their_lines(course):
    points, marks, titles = course
    svg = turns_picture(*course, 1920).svg
    numbers = written_marks(svg)
    between = [[m.line for m in marks if a.line < m.line < b.line] for a, b in pairwise(points)]
    assert [*numbers] == [str(line) for lines in between for line in lines]
    if [first for first, _ in strip_bounds(dots(svg), points, titles)] == [0]:
        xs = [x for x, _, _ in dots(svg)[: len(points)]]
        for (left, right), lines in zip(pairwise(xs), between, strict=True):
            places = [numbers[str(line)] for line in lines]
            assert places == sorted(places)
            assert all(left < x < right for x in places)


def test_more_marks_than_fit_between_two_points_are_one_for_all_with_first_and_last_line():
    points, marks, titles = simple(1, 3, marks=9)
    svg = turns_picture(points, marks, titles, 720).svg
    assert [*written_marks(svg)] == ["2-10", "12-20"]
    assert "several of these, first and last line" in svg


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("turns", "options", "marks"), [(0, 4, 0), (1, 4, 2), (40, 12, 4), (40, 3, 0), (3, 30, 3), (0, 1, 0)]
)
def test_any_number_of_turns_and_options_is_drawn_and_legible(turns, options, marks, width):
    points, done, titles = simple(turns, options, marks)
    picture = turns_picture(points, done, titles, width)
    assert_sound(picture, width)
    drawn = dots(picture.svg)
    found = [*strip_bounds(drawn, points, titles)]
    assert found[-1][1] == turns + 1
    for first, last in found:
        at = sum(b - a + 1 for a, b in found if a < first) * options
        xs = [x for x, _, _ in drawn[at : at + last - first + 1]]
        assert all(b - a >= 16 for a, b in pairwise(xs)), "dots that touch cannot be told apart"
    sizes = {float(s.get("font-size", 13)) for s in shapes(picture.svg) if s.tag == "text"}
    assert min(sizes) >= 11


def test_one_point_alone_is_drawn():
    picture = turns_picture([TurnPoint("Start", {"a": 1, "b": 2}, 1)], [], {"a": "A", "b": "B"}, 320)
    assert [rank for *_, rank in dots(picture.svg)] == [1, 2]
    assert picture.description == "First place at Start: A; it never changes. Nothing was done in between."


@pytest.mark.parametrize("points", [[], [TurnPoint("Start", {}, 1)]])
def test_without_a_ranking_it_says_so(points):
    picture = turns_picture(points, [], {}, 720)
    assert [s.tag for s in shapes(picture.svg)] == ["title", "desc", "rect", "text"]
    assert "There is no ranking yet." in picture.svg


def test_of_very_many_turns_the_last_are_shown_and_the_others_counted():
    points, marks, titles = simple(100, 2, marks=1)
    picture = turns_picture(points, marks, titles, 720)
    assert_sound(picture, 720)
    assert "Not shown: 42 points before Turn 42." in picture.svg
    bounds = [*strip_bounds(dots(picture.svg), points[-60:], titles)]
    assert bounds[-1][1] == 59
    assert {"42", "101"} <= {said for *_, said in boxes(picture.svg)}
    assert [*written_marks(picture.svg)] == [str(mark.line) for mark in marks[-59:]]


def test_options_are_told_apart_without_colour():
    """By dashes and the shape of their ranks: no two alike."""
    points, marks, titles = simple(2, 32)
    svg = turns_picture(points, marks, titles, 1920).svg
    drawn = [s for s in shapes(svg) if s.get("data-value") and s.tag in ("circle", "path")]
    lines = [s for s in shapes(svg) if s.tag == "path" and s.get("stroke-width") == "2.5"]
    looks = set()
    for i in range(32):
        of_option = drawn[i * 4 : i * 4 + 4]
        shape = {s.tag if s.tag == "circle" else corners_of(s) for s in of_option}
        assert len(shape) == 1
        looks.add((lines[i].get("stroke-dasharray"), shape.pop()))
    assert len(looks) == 32


def corners_of(shape):
    """What a path encloses: how many corners, and whether its first stands over its middle."""
    pairs = [tuple(map(float, pair)) for pair in re.findall(r"([-\d.]+) ([-\d.]+)", shape.get("d"))]
    xs = [x for x, _ in pairs]
    return len(pairs), abs(pairs[0][0] - (min(xs) + max(xs)) / 2) < 0.2


def test_an_option_that_comes_and_one_that_goes():
    points = [
        TurnPoint("Start", {"a": 1, "b": 2}, 1),
        TurnPoint("Turn 1", {"a": 2, "b": 1, "c": 3}, 2),
        TurnPoint("Turn 2", {"a": 2, "c": 1}, 3),
        TurnPoint("Now", {"a": 1, "c": 2}, 4),
    ]
    picture = turns_picture(points, [], {"a": "A", "c": "C"}, 720)
    assert_sound(picture, 720)
    assert [rank for *_, rank in dots(picture.svg)] == [1, 2, 2, 1, 3, 1, 2, 2, 1]
    assert "b, no option any more after Turn 1" in picture.svg
    assert picture.description.startswith(
        "First place at Start: A, then b from Turn 1 on, then C from Turn 2 on, then A from Now on."
    )


@given(courses(most_points=9, most_options=4))
@few
def test_the_description_says_who_was_first_from_when_on(course):
    points, marks, titles = course
    said = turns_picture(*course, 720).description
    firsts = [" = ".join(titles[o] for o in titles if p.ranks[o] == 1) for p in points]
    changes = [k for k in range(1, len(points)) if firsts[k] != firsts[k - 1]]
    assert said.startswith(f"First place at Start: {firsts[0]}")
    if len(changes) > 4:
        last = f"it changes {len(changes)} times, the last time at {points[changes[-1]].label}: "
        assert f"; {last}{firsts[changes[-1]]}." in said
    else:
        told = "".join(f", then {firsts[k]} from {points[k].label} on" for k in changes)
        assert said.startswith(f"First place at Start: {firsts[0]}{told or '; it never changes'}.")
    assert said.endswith("Nothing was done in between.") == (not marks)
    injects = sum(mark.kind == "inject" for mark in marks)
    if injects:
        assert f"{injects} inject{'s' * (injects > 1)}" in said


# In a game


@pytest.mark.parametrize("seed", range(5))
def test_of_a_game_that_is_played_its_numbers_are_those_of_the_document(game, seed):
    random = Random(seed)
    for _ in range(25):
        random_line(game, random)
    answer = game.show()
    held_to(answer, "turns", widths=WIDTHS)
    found = answer.to_dict()
    picture = answer.picture()
    ranks = {rank for one in found["standings"] for rank in one["ranks"].values()}
    assert {rank for *_, rank in dots(picture.svg)} == ranks
    told = [str(line["line"]) for line in found["log"] if not line["undone"]]
    assert {words.partition("-")[0] for words in written_marks(picture.svg)} <= {*told}


def test_what_stands_is_marked_and_what_was_taken_back_is_not(game, run):
    game.turn("Turn 1")
    game.inject("strike")
    game.move("red", "Waits")
    game.ruling(4, True, settings=["ratings.new.cost=300"])
    game.turn("Turn 2")
    game.set("weights.cost=10")
    game.undo()
    done = run("game", "show", "-g", str(HOME), "--picture", "turns", "-f", "svg")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == game.show().picture("turns").svg
    written = [said for *_, said in boxes(done.stdout)]
    assert {"3", "5"} <= {*written}
    assert "7" not in written
    assert 'line 3: inject "A strike"' in written
    assert [*TITLES.values()] == [title for title in TITLES.values() if title in written]
    earlier = game.show(turn=1).picture().svg
    assert not any(said.startswith("line 3") for *_, said in boxes(earlier))


def test_standings_are_the_results_that_the_log_keeps_with_the_start_and_now(game):
    game.inject("strike")
    game.turn("Turn 1")
    game.turn("Turn 2")
    game.undo()
    game.set("weights.cost=90")
    answer = game.show()
    standings = answer.to_dict()["standings"]
    assert [(s["label"], s["line"]) for s in standings] == [
        ("Start", 1),
        ("Turn 1", 3),
        ("After line 6", 6),
    ]
    result = next(event.said["result"] for event in answer.events if event.kind == "turn")
    assert (standings[1]["scores"], standings[1]["ranks"]) == (result["scores"], result["ranks"])
    start = sc.study("coffee")
    ids = start.problem.options
    assert standings[0]["scores"] == dict(zip(ids, start.ranking.scores.tolist(), strict=True))
    assert [s["line"] for s in game.show(turn=1).to_dict()["standings"]] == [1, 3]


def test_the_page_has_it_beside_a_table_of_the_same(game, run):
    game.turn("Turn 1")
    game.set("weights.cost=90")
    assert run("game", "show", "-g", str(HOME), "-o", "game.html").exit_code == 0
    page = Path("game.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 1
    table = page[page.index("</svg>") :]
    for one in game.show().standings:
        first = min(one.ranks, key=one.ranks.get)
        assert one.label in table
        assert f"1 {TITLES[first]} ({one.scores[first]:.1f})" in table


def test_before_the_first_turn_a_room_is_not_shown_it(game, run):
    done = run("game", "show", "-g", str(HOME), "--room", "--picture", "turns")
    assert (done.exit_code, done.stdout) == (2, "")
    said = "needs a turn: before the first no ranking is shown to the room"
    assert done.stderr == f"error: --picture turns: {said}\n"
    assert run("game", "show", "-g", str(HOME), "--picture", "turns").exit_code == 0
    done = run("game", "show", "-g", str(HOME), "--room", "--all")
    assert "No ranking is shown before the first turn." in done.stdout
    assert "Rent one" not in done.stdout

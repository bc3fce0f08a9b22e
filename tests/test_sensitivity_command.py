"""``scenario sensitivity``: its JSON, CSV, Markdown and tables, its mistakes, and two published cases."""

import csv
import io
import json
import re
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from builders import TIE, first_of, published
from rich.cells import cell_len

from scenario_cli.answers.sensitivity.ask import ask_sensitivity
from scenario_cli.answers.sensitivity.map import map_table
from scenario_cli.answers.sensitivity.report import document, page
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.regions import Region
from scenario_cli.engine.sensitivity.two_way import TwoWay
from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.render.page import plain
from scenario_cli.study import study

TEA = """\
format: scenario/1
title: Which tea?
question: Which tea does the office drink?
drivers:
  taste: {title: Taste, factors: {mild: {title: Mild}, fresh: {title: Fresh}}}
  price: {title: Price, scale: {worst: 900, best: 100, unit: EUR, step: 50}}
  fame: {title: Fame}
options:
  green: {title: Green tea}
  black: {title: Black tea}
  herbs: {title: Herbs}
  dust: {title: Tea dust}
ratings:
  green: {mild: {value: 8, low: 4, high: 9}, fresh: 9, price: 700, fame: 4}
  black: {mild: 4, fresh: 5, price: 500, fame: 8}
  herbs: {mild: 6, fresh: unknown, price: 400, fame: 3}
  dust: {mild: 1, fresh: 1, price: 800, fame: 1}
"""
PLAIN = "format: weights/1\ndrivers: {taste: 5, price: 3, fame: 2}\nfactors: {taste: {mild: 2, fresh: 1}}\n"
CHEAP = "format: weights/1\ntitle: Price counts\ndrivers: {taste: 1, price: 6, fame: 3}\n"
EVERYTHING = ("--two-way", "mild,price", "--for", "herbs", "--blend", "cheap.yaml", "--lock", "fame")


@pytest.fixture
def tea(folder):
    """Work where a scenario of three drivers and two weights files lie."""
    (folder / "tea.yaml").write_text(TEA, encoding="utf-8")
    (folder / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    (folder / "cheap.yaml").write_text(CHEAP, encoding="utf-8")
    return folder


@pytest.fixture
def ask(run, tea):
    """Run ``sensitivity`` on the tea, and return what it prints."""

    def ask(*args, weights="plain.yaml"):
        result = run("sensitivity", "tea.yaml", "-w", weights, *args)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    return ask


@pytest.fixture
def written(folder, run):
    """Write a scenario of rated drivers and its weights, and return how to ask about them."""

    def written(ratings, points, *, scales=None, titles=None):
        drivers = {
            f"d{k}": {"title": f"D{k}"} | ({"scale": scales[k]} if scales else {}) for k in range(len(points))
        }
        options = {f"o{i}": {"title": (titles or {}).get(i, f"Option {i}")} for i in range(len(ratings))}
        scenario = {
            "format": "scenario/1",
            "title": "Written",
            "question": "Which?",
            "drivers": drivers,
            "options": options,
            "ratings": {f"o{i}": dict(zip(drivers, row, strict=True)) for i, row in enumerate(ratings)},
        }
        weights = {"format": "weights/1", "drivers": dict(zip(drivers, points, strict=True))}
        (folder / "written.yaml").write_text(json.dumps(scenario), encoding="utf-8")
        (folder / "points.yaml").write_text(json.dumps(weights), encoding="utf-8")

        def ask(*args):
            result = run("sensitivity", "written.yaml", "-w", "points.yaml", *args)
            assert (result.exit_code, result.stderr) == (0, "")
            return result.stdout

        return ask

    return written


def strictly(text):
    """Read one JSON document without NaN or infinities."""

    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def records_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def answer_of(*, scenario="tea.yaml", weights="plain.yaml", **asked):
    wanted = {"two_way": None, "map_": False, "blend": None, "for_": None, "lock": []} | asked
    return ask_sensitivity(study(scenario, weights), **wanted)


def is_number(x):
    return isinstance(x, float)


def are_ids(x, known):
    return isinstance(x, list) and set(x) <= set(known)


# JSON

SHARED = {"format", "provenance", "scenario", "weights", "flags", "finding"}
OPTIONS = ["green", "black", "herbs", "dust"]
FACTORS = ["mild", "fresh", "price", "fame"]


def test_the_document_has_the_fields_of_the_contract_and_no_others(ask):
    assert set(strictly(ask("-f", "json"))) == SHARED | {"leaders", "one_way", "ratings", "shifts", "locked"}
    whole = strictly(ask(*EVERYTHING, "-f", "json"))
    assert set(whole) - {"leaders", "one_way", "ratings", "shifts", "locked"} == SHARED | {
        "blend",
        "two_way",
        "for",
    }
    assert whole["format"] == "sensitivity/1"
    assert whole["leaders"] == ["green"]
    assert whole["locked"] == ["fame"]
    assert whole["weights"]["factors"] == pytest.approx(
        {"mild": 1 / 3, "fresh": 1 / 6, "price": 0.3, "fame": 0.2}
    )


def test_every_swing_has_its_fields_with_their_types(ask):
    swings = strictly(ask("-f", "json"))["one_way"]
    assert [(swing["kind"], swing["id"]) for swing in swings] == [
        *(("driver", id_) for id_ in ("taste", "price", "fame")),
        *(("factor", id_) for id_ in FACTORS),
    ]
    for swing in swings:
        assert set(swing) == {"kind", "id", "weight", "stable", "order_stable", "flips", "segments"}
        assert is_number(swing["weight"])
        for interval in (swing["stable"], swing["order_stable"]):
            assert len(interval) == 2
            assert all(map(is_number, interval))
        for flip in swing["flips"]:
            assert set(flip) == {"at", "change", "to"}
            assert is_number(flip["at"])
            assert is_number(flip["change"])
            assert are_ids(flip["to"], OPTIONS)
        for segment in swing["segments"]:
            assert set(segment) == {"from", "to", "first"}
            assert segment["from"] < segment["to"]
            assert segment["first"]
            assert are_ids(segment["first"], OPTIONS)


def test_every_rating_has_its_fields_with_their_types_and_null_where_nothing_does_it(ask):
    cells = strictly(ask("-f", "json"))["ratings"]
    assert [(c["option"], c["factor"]) for c in cells] == [(o, f) for o in OPTIONS for f in FACTORS]
    for cell in cells:
        assert set(cell) == {"option", "factor", "value", "flip_at", "change", "steps", "to", "within_range"}
        assert is_number(cell["value"])
        assert isinstance(cell["within_range"], bool)
        none = [cell[key] is None for key in ("flip_at", "change", "steps")]
        assert none in ([True] * 3, [False] * 3)
        if all(none):
            assert (cell["to"], cell["within_range"]) == ([], False)
        else:
            assert all(is_number(cell[key]) for key in ("flip_at", "change", "steps"))
            assert cell["flip_at"] == pytest.approx(cell["value"] + cell["change"])
            assert cell["to"]
            assert are_ids(cell["to"], OPTIONS)
    by_cell = {(cell["option"], cell["factor"]): cell for cell in cells}
    assert by_cell["dust", "fame"]["flip_at"] is None
    assert by_cell["herbs", "fresh"]["value"] == 5
    leader = by_cell["green", "mild"]
    assert leader["to"] == ["herbs"]


def test_every_shift_has_its_fields_with_their_types_and_null_where_no_weights_do_it(ask):
    shifts = strictly(ask("-f", "json"))["shifts"]
    assert [shift["option"] for shift in shifts] == ["herbs", "black", "dust"]
    for shift in shifts:
        assert set(shift) == {"option", "points", "weights", "gave", "took"}
        assert isinstance(shift["gave"], dict)
        if shift["points"] is not None:
            assert list(shift["weights"]) == sorted(FACTORS)
            assert sum(shift["weights"].values()) == pytest.approx(1)
            assert sum(shift["gave"].values()) * 100 == pytest.approx(shift["points"])
            assert sum(shift["took"].values()) * 100 == pytest.approx(shift["points"])
            assert min([*shift["gave"].values(), *shift["took"].values()]) > 0
    assert shifts[0]["points"] > 0
    assert shifts[2] == {"option": "dust", "points": None, "weights": None, "gave": {}, "took": {}}


def test_the_map_has_its_fields_with_their_types(ask):
    two_way = strictly(ask("--map", "-f", "json"))["two_way"]
    assert set(two_way) == {"x", "y", "at", "regions"}
    assert (two_way["x"], two_way["y"]) == ("taste", "price")
    assert two_way["at"] == pytest.approx([0.5, 0.3])
    for region in two_way["regions"]:
        assert set(region) == {"option", "tied", "polygon", "share"}
        assert region["option"] in OPTIONS
        assert region["tied"] == []
        assert all(len(point) == 2 and all(map(is_number, point)) for point in region["polygon"])
    assert sum(region["share"] for region in two_way["regions"]) == pytest.approx(1)
    assert ask("--map", "-f", "json") == ask("--two-way", "taste,price", "-f", "json")


def test_options_alike_are_told_as_tied_on_the_map(written):
    ask = written([[9, 1, 1], [1, 9, 2], [9, 1, 1]], [1, 1, 1])
    regions = strictly(ask("--map", "-f", "json"))["two_way"]["regions"]
    assert [(region["option"], region["tied"]) for region in regions] == [("o0", ["o2"]), ("o1", [])]
    assert "A Option 0 = Option 2  B Option 1  @ present weights" in ask("--map")


def test_what_an_option_needs_has_its_fields_and_null_where_no_weights_do_it(ask):
    wanted = strictly(ask("--for", "dust", "-f", "json"))["for"]
    assert set(wanted) == {"option", "weights", "ratings"}
    assert wanted["weights"]["points"] is None
    for change in wanted["ratings"]:
        assert set(change) == {"option", "factor", "from", "to", "steps"}
        assert all(is_number(change[key]) for key in ("from", "to", "steps"))
    black = strictly(ask("--for", "black", "-f", "json"))
    assert black["for"]["weights"] == black["shifts"][1]
    assert strictly(ask("--for", "green", "-f", "json"))["for"] == {
        "option": "green",
        "ratings": [],
        "weights": None,
    }


def test_what_an_option_needs_of_ratings_puts_it_first_when_it_is_set(ask):
    for option in OPTIONS:
        changes = strictly(ask("--for", option, "-f", "json"))["for"]["ratings"]
        settings = [f"--set=ratings.{c['option']}.{c['factor']}={c['to']!r}" for c in changes]
        assert option in strictly(ask(*settings, "-f", "json"))["leaders"]


# The straight path to other weights


def test_the_path_is_what_scoring_along_it_gives(ask):
    blend = strictly(ask("--blend", "cheap.yaml", "-f", "json"))["blend"]
    assert set(blend) == {"from", "to", "segments"}
    assert (blend["from"], blend["to"]) == ("plain", "cheap")
    scenario = read_scenario("tea.yaml")
    start, end = (
        decision_problem(scenario, read_weights(name, scenario)) for name in ("plain.yaml", "cheap.yaml")
    )

    def scores(t):
        return 100 * start.values @ ((1 - t) * start.weights + t * end.weights)

    segments = blend["segments"]
    assert [segment["first"] for segment in segments] == [["green"], ["black"]]
    assert (segments[0]["from"], segments[-1]["to"]) == (0, 1)
    for t in np.linspace(0, 1, 501):
        (first,) = first_of(scores(t))
        (told,) = [s for s in segments if s["from"] <= t < s["to"] or t == s["to"] == 1]
        assert told["first"] == [OPTIONS[first]]
    second, best = np.sort(scores(segments[0]["to"]))[-2:]
    assert best - second <= TIE


def test_the_path_back_is_the_same_path(ask):
    there = strictly(ask("--blend", "cheap.yaml", "-f", "json"))["blend"]["segments"]
    back = strictly(ask("--blend", "plain.yaml", "-f", "json", weights="cheap.yaml"))["blend"]["segments"]
    assert [s["first"] for s in back] == [s["first"] for s in reversed(there)]
    assert back[0]["to"] == pytest.approx(1 - there[0]["to"], abs=1e-12)


def test_the_path_to_the_same_weights_is_one_stretch(ask):
    blend = strictly(ask("--blend", "plain.yaml", "-f", "json"))["blend"]
    assert blend["segments"] == [{"from": 0, "to": 1, "first": ["green"]}]
    assert "First place is the same all the way." in ask("--blend", "plain.yaml")


def test_a_rating_that_is_tried_holds_all_along_the_path(ask):
    args = ("--set", "ratings.black.fame=0", "--set", "ratings.black.mild=0", "-f", "json")
    assert [s["first"] for s in strictly(ask("--blend", "cheap.yaml", *args))["blend"]["segments"]] == [
        ["green"],
        ["herbs"],
    ]


def test_the_inputs_name_every_file_that_was_read(ask):
    inputs = strictly(ask("--blend", "cheap.yaml", "-f", "json"))["provenance"]["inputs"]
    assert [(i["role"], i["id"]) for i in inputs] == [
        ("scenario", "tea"),
        ("weights", "plain"),
        ("blend", "cheap"),
    ]


# Locks


def test_locked_drivers_do_not_swing_and_keep_their_weight(ask):
    found = strictly(ask("--lock", "fame", "-f", "json"))
    assert [swing["id"] for swing in found["one_way"]] == ["taste", "price", "mild", "fresh", "price"]
    assert all(swing["segments"][-1]["to"] == pytest.approx(0.8) for swing in found["one_way"])
    for shift in found["shifts"]:
        if shift["weights"]:
            assert shift["weights"]["fame"] == pytest.approx(0.2, abs=1e-12)
    assert "Locked, so that their weight stays: fame." in ask("--lock", "fame").splitlines()


def test_what_no_free_weights_do_is_not_said_of_all_weights(written):
    ask = written([[9, 1, 1], [1, 9, 2]], [4, 1, 1])
    assert strictly(ask("-f", "json"))["shifts"][0]["points"] is not None
    assert strictly(ask("--lock", "d0", "-f", "json"))["shifts"][0]["points"] is None
    said = ask("--lock", "d0", "--for", "o1")
    assert "No weights at all" not in said
    assert "No weights put it first." not in said


def test_what_is_said_of_weights_is_limited_to_those_that_are_not_locked(written):
    said = written([[9, 1, 1], [1, 1, 2]], [4, 1, 1])("--lock", "d0", "--lock", "d1")
    assert "No weights while d0 and d1 keep their weights put another option first." in said
    assert "no change of a single weight would change first place while d0 and d1 keep" in said
    assert "for every weight while d0 and d1 keep their weights." in said


def test_the_only_driver_that_is_not_locked_is_not_said_to_move(written):
    page = written([[9, 1, 1], [1, 9, 2]], [4, 3, 2])("--lock", "d0", "--lock", "d1")
    table = page.partition("What would change the answer?")[2].partition("Who is first")[0]
    assert not re.search(r"^d2 ", table, re.MULTILINE)


def test_the_map_under_a_lock_shares_out_what_is_left(written):
    """d3 keeps a fifth and gives the second option a tenth: the first leads where x > y + 0.1."""
    ask = written([[10, 0, 0, 0], [0, 10, 0, 5]], [4, 3, 1, 2])
    two_way = strictly(ask("--map", "--lock", "d3", "-f", "json"))["two_way"]
    assert (two_way["x"], two_way["y"], two_way["at"]) == ("d0", "d1", pytest.approx([0.4, 0.3]))
    first, second = two_way["regions"]
    assert [first["option"], second["option"]] == ["o0", "o1"]
    assert np.array(first["polygon"]) == pytest.approx(np.array([[0.1, 0], [0.8, 0], [0.45, 0.35]]), abs=1e-9)
    assert first["share"] == pytest.approx(0.7 * 0.35 / 2 / 0.32, abs=1e-9)
    said = ask("--map", "--lock", "d3")
    assert "Who is first over all shares of d0, d1 and d2 while d3 keeps its weight?" in said
    assert re.search(r"^d2 80% +d0 80%$", said, re.MULTILINE)
    assert "Present: d0 40.0%, d1 30.0%, d2 10.0%, locked 20.0%." in said


def test_each_letter_on_the_map_under_a_lock_has_the_best_score_there(ask):
    text = ask("--two-way", "mild,price", "--lock", "fame", "-f", "md")
    rows = [line.split() for line in re.findall(r"```text\n(.*?)```", text, re.DOTALL)[0].splitlines()[1:-1]]
    scenario = read_scenario("tea.yaml")
    values = decision_problem(scenario, read_weights("plain.yaml", scenario)).values
    size = len(rows) - 1
    for k, row in enumerate(rows):
        price = 0.8 * (size - k) / size
        for i, sign in enumerate(row):
            mild = 0.8 * i / size
            scores = 100 * values @ [mild, 0.8 - mild - price, price, 0.2]
            if sign not in "=@":
                assert scores.max() - scores["ABCD".index(sign)] <= TIE


def test_the_path_under_a_lock_leaves_the_locked_weight_alone(ask):
    free, locked = (
        strictly(ask("--blend", "cheap.yaml", *args, "-f", "json"))["blend"]["segments"]
        for args in ((), ("--lock", "fame"))
    )
    assert [s["first"] for s in locked] == [["green"], ["herbs"], ["black"]]
    assert [s["first"] for s in free] == [["green"], ["black"]]
    scenario = read_scenario("tea.yaml")
    values = decision_problem(scenario, read_weights("plain.yaml", scenario)).values
    start = np.array([1 / 3, 1 / 6, 0.3, 0.2])
    end = np.array([0.8 / 14, 0.8 / 14, 0.8 * 6 / 7, 0.2])
    for left, right in pairwise(locked):
        scores = 100 * values @ ((1 - left["to"]) * start + left["to"] * end)
        level = [scores[OPTIONS.index(side["first"][0])] for side in (left, right)]
        assert level == pytest.approx([scores.max()] * 2, abs=1e-9)
    assert "on the way from plain to cheap while fame keeps its weight?" in ask(
        "--blend", "cheap.yaml", "--lock", "fame"
    )


def test_a_driver_locked_twice_is_locked_once(ask):
    assert ask("--lock", "fame", "--lock", "fame", "-f", "json") == ask("--lock", "fame", "-f", "json")


# CSV

COLUMNS = [
    "kind",
    "id",
    "option",
    "now",
    "at",
    "change",
    "to",
    "stable_low",
    "stable_high",
    "within_range",
]


def test_csv_has_one_record_for_every_turning_point(ask):
    text = ask("--blend", "cheap.yaml", "-f", "csv")
    assert text.splitlines()[0] == ",".join(COLUMNS)
    records = records_of(text)
    found = strictly(ask("--blend", "cheap.yaml", "-f", "json"))
    swings = [r for r in records if r["kind"] in ("driver", "factor")]
    expected = [
        (swing["kind"], swing["id"], flip["at"] if flip else None)
        for swing in found["one_way"]
        for flip in swing["flips"] or [None]
    ]
    assert [(r["kind"], r["id"], float(r["at"]) if r["at"] else None) for r in swings] == expected
    by_id = {(swing["kind"], swing["id"]): swing for swing in found["one_way"]}
    for r in swings:
        swing = by_id[r["kind"], r["id"]]
        assert [float(r["stable_low"]), float(r["stable_high"])] == swing["stable"]
        assert float(r["now"]) == swing["weight"]
    ratings = [r for r in records if r["kind"] == "rating"]
    assert [
        (r["option"], r["id"], float(r["at"]) if r["at"] else None, r["to"].split(), r["within_range"])
        for r in ratings
    ] == [
        (c["option"], c["factor"], c["flip_at"], c["to"], str(c["within_range"]).lower())
        for c in found["ratings"]
    ]
    shifts = [r for r in records if r["kind"] == "shift"]
    assert [(r["option"], float(r["change"]) if r["change"] else None) for r in shifts] == [
        (s["option"], s["points"]) for s in found["shifts"]
    ]
    (turn,) = [r for r in records if r["kind"] == "blend"]
    assert (turn["id"], float(turn["at"]), turn["to"]) == (
        "cheap",
        found["blend"]["segments"][0]["to"],
        "black",
    )
    assert {r["kind"] for r in records} == {"driver", "factor", "rating", "shift", "blend"}


def test_csv_names_nobody_as_first_where_nothing_does_it(ask):
    for record in records_of(ask("-f", "csv")):
        if record["at"] == "" and record["change"] == "":
            assert record["to"] == ""


# Markdown and tables


def test_markdown_has_the_map_as_one_fenced_block_of_letters(ask):
    text = ask("--map", "-f", "md")
    (block,) = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = block.splitlines()
    assert lines[0].strip() == "price 100%"
    assert lines[-1].split("  ")[0] == "fame 100%"
    assert lines[-1].endswith("taste 100%")
    rows = [line.split() for line in lines[1:-1]]
    assert [len(row) for row in rows] == list(range(1, len(rows) + 1))
    assert {sign for row in rows for sign in row} <= {"A", "B", "C", "=", "@"}
    assert sum(row.count("@") for row in rows) == 1


def test_markdown_tables_have_as_many_cells_in_each_row_as_in_the_head(ask):
    text = ask(*EVERYTHING, "-f", "md")
    tables = re.findall(r"((?:^\|.*\|\n)+)", text, re.MULTILINE)
    assert len(tables) >= 7
    for table in tables:
        counts = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(counts) == 1


def test_each_letter_on_the_map_is_the_option_with_the_best_score_there(ask):
    text = ask("--map", "-f", "md")
    rows = [line.split() for line in re.findall(r"```text\n(.*?)```", text, re.DOTALL)[0].splitlines()[1:-1]]
    scenario = read_scenario("tea.yaml")
    problem = decision_problem(scenario, read_weights("plain.yaml", scenario))
    within = np.zeros((4, 3))
    within[np.arange(4), problem.driver_of] = problem.within
    alone = 100 * problem.values @ within
    size = len(rows) - 1
    for k, row in enumerate(rows):
        price = (size - k) / size
        for i, sign in enumerate(row):
            taste = i / size
            scores = alone @ [taste, price, 1 - taste - price]
            if sign == "@":
                assert taste == pytest.approx(0.5, abs=0.5 / size)
                assert price == pytest.approx(0.3, abs=0.5 / size)
            elif sign != "=":
                assert scores.max() - scores["ABCD".index(sign)] <= TIE


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"lock": ["fame"]},
        {"for_": "dust"},
        {"for_": "green"},
        {"for_": "black"},
        {"blend": "cheap.yaml"},
        {"weights": "cheap.yaml"},
    ],
)
def test_every_table_asks_a_question_and_ends_in_a_sentence(tea, asked):
    drawn = page(answer_of(**asked), 100)
    assert drawn.finding.endswith(".")
    for table in drawn.tables:
        assert re.search(r"\?( |$)", table.title)
        assert re.fullmatch(r"[A-Z0-9].*\.", table.finding)
        assert ".." not in table.finding


def test_the_table_of_regions_ends_in_a_sentence(tea):
    *_, regions = page(answer_of(map_=True), 100).tables
    assert regions.finding == "Nowhere first: Tea dust. A part of the map is not a probability."


def test_the_drawing_of_the_map_ends_in_a_sentence(tea):
    drawing = page(answer_of(map_=True), 100).tables[-2]
    assert drawing.is_drawing
    assert drawing.finding.endswith(".")


def test_the_sentences_say_what_their_tables_show(tea):
    answer = answer_of(blend="cheap.yaml", for_="black")
    one_way, whole, ratings, shifts, weights, wrong, blend = page(answer, 100).tables
    found = document(answer)
    swing = min(
        (s for s in found["one_way"] if s["flips"]),
        key=lambda s: min(abs(flip["change"]) for flip in s["flips"]),
    )
    flip = min(swing["flips"], key=lambda f: abs(f["change"]))
    assert f"the weight of {swing['id']}" in one_way.finding
    assert f"from {swing['weight'] * 100:.1f}% to {flip['at'] * 100:.1f}%" in one_way.finding
    assert one_way.finding.startswith("First place changes if")
    turning = {s["id"] for s in found["one_way"] if len(s["segments"]) > 1}
    assert whole.finding.startswith(f"{len(turning)} weights have a turning point")
    reachable = [c for c in found["ratings"] if c["flip_at"] is not None]
    assert ratings.finding.startswith(f"{len(reachable)} of 16 ratings can change first place alone")
    covered = [c for c in reachable if c["within_range"]]
    assert f"for {len(covered)} of them" in ratings.finding
    least = min((s for s in found["shifts"] if s["points"] is not None), key=lambda s: s["points"])
    said = f"{least['points']:.1f} percentage points of weight, which put {least['option']} first."
    assert shifts.finding == f"The least is {said}"
    assert weights.finding.startswith(f"{found['shifts'][1]['points']:.1f} percentage points")
    assert wrong.finding == f"{len(found['for']['ratings'])} rating would do."
    assert f"{found['blend']['segments'][0]['to'] * 100:.1f}%" in blend.finding
    assert len(ratings.rows) == len(reachable)
    assert len(shifts.rows) == 3


def test_ratings_stand_nearest_first_with_their_unit_and_marks(tea):
    ratings = page(answer_of(), 100).tables[2]
    steps = [float(plain(row[4])) for row in ratings.rows]
    assert steps == sorted(steps)
    units = {plain(row[1]): plain(row[3]).partition(" ")[2] for row in ratings.rows}
    assert units["price"] == "EUR"
    assert units["mild"] == ""
    marks = {(plain(row[0]), plain(row[1])): plain(row[6]) for row in ratings.rows}
    assert marks["herbs", "fresh"] == "in range"


def test_the_weights_that_put_three_first_in_turn_are_each_named_once(written):
    sentence = page_sentence(written([[10, 0], [0, 10], [6, 6]], [1, 1])(), "turning point")
    assert sentence.count("d0") == 1


def page_sentence(text, words):
    (line,) = [line for line in text.splitlines() if words in line]
    return line


def test_the_finding_tells_two_different_ratings_apart(written):
    euro = {"worst": 20000, "best": 10000, "unit": "EUR", "step": 10}
    said = written([[12340], [12344]], [1], scales=[euro])()
    after, now = re.search(r"at (\S+) instead of (\S+) it puts", said).groups()
    assert after != now


def test_ratings_are_told_as_numbers_that_a_file_could_hold(written):
    euro = {"worst": 20000, "best": 10000, "unit": "EUR", "step": 10}
    assert "12350 EUR" in written([[12340], [12350]], [1], scales=[euro])()


def test_a_turn_close_by_is_told_apart_from_the_present_weight(written):
    """The two differ by 2e-7 of a rating: 1e-6 points, and the turn is 5e-9 away."""
    said = written([[10, 0.0000002], [0, 10]], [1, 1])()
    now, then = re.search(r"d\d falls from (\S+)% to (\S+)%, which", said).groups()
    assert now.rstrip("0") == "50."
    assert float(then) == pytest.approx(50 - 5e-7, abs=1e-7)
    assert re.search(r"jointly, \S*[1-9]\S* points of weight", said)


def test_an_unknown_rating_that_would_have_to_be_known_is_told_as_unknown(written):
    table = written([[9], [9], ["unknown"]], [1])("--for", "o2").partition("Which ratings would")[2]
    assert re.search(r"^o2 +d0 +unknown +9 +4\.0$", table, re.MULTILINE)


def test_the_finding_does_not_put_an_option_first_by_leaving_its_rating_alone(written):
    said = written([[10, 5], [5, 10]], [1, 1])()
    assert not re.search(r"at (\S+) instead of \1 ", said)


def test_a_tie_of_certain_ratings_is_not_covered_by_a_stated_doubt(written):
    assert "the stated doubt already covers it" not in written([[9, 5], [5, 9]], [1, 1])()


# Width


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize(
    "args", [[], list(EVERYTHING), ["--two-way", "mild,price"], ["--for", "green"]], ids=" ".join
)
def test_no_line_is_longer_than_the_page(ask, args, width):
    lines = ask(*args, "--width", str(width)).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) > 30


def test_nothing_is_cut_at_80_columns(ask):
    narrow, wide = (ask(*EVERYTHING, "--width", str(width)) for width in (80, 400))
    for word in ("green", "black", "herbs", "dust", "mild", "fresh", "EUR", "in range"):
        assert len(re.findall(rf"\b{word}\b", narrow)) == len(re.findall(rf"\b{word}\b", wide))


def test_the_present_weights_are_on_the_map_of_built_in_files(run, folder):
    for width in (40, 65, 80, 100):
        said = run("sensitivity", "china-arms-russia", "--map", "--width", str(width)).stdout
        assert said.count("@") == 2, "once on the map, once in the legend"


def test_the_present_weights_are_on_the_map_at_every_width(written):
    ask = written([[9, 1, 1], [1, 9, 2]], [1, 1, 0])
    missing = [w for w in (40, 53, 65, 78, 100) if ask("--map", "--width", str(w)).count("@") != 2]
    assert missing == []


def test_the_corners_of_the_map_are_told_apart_on_a_narrow_page(run, folder):
    said = run("sensitivity", "china-arms-russia", "--map", "--width", "44").stdout
    assert "%power" not in said


def test_every_option_on_the_map_has_a_sign_of_its_own(written):
    """Points of a sphere: each is the best for weights in its own direction."""
    directions = np.abs(np.random.default_rng(3).normal(size=(30, 3))) + 0.02
    directions *= 10 / np.linalg.norm(directions, axis=1, keepdims=True)
    ask = written(directions.tolist(), [1, 1, 1])
    assert len(strictly(ask("--map", "-f", "json"))["two_way"]["regions"]) == 30
    (legend,) = [line for line in ask("--map").splitlines() if line.endswith("@ present weights")]
    signs = re.findall(r"(\S+) Option \d+", legend)
    assert len(set(signs)) == len(signs) == 30


def test_options_beyond_the_last_sign_share_one_that_no_other_has():
    regions = tuple(Region((k,), ((0, 0), (1, 0), (0, 1)), 1.0) for k in range(64))
    drawing = map_table(
        [(f"o{k}", f"Option {k}") for k in range(64)],
        TwoWay(x="a", y="b", rest=None, at=(0.3, 0.3), left=1.0, regions=regions),
        80,
    )
    signs = re.findall(r"(\S+) Option \d+", plain(drawing.legend[0]))
    assert len(set(signs[:62])) == 62
    assert signs[62:] == ["*", "*"]


@pytest.mark.parametrize(
    ("at", "rows"), [((0.5, 0.5), 9), ((0.5, 0.5), 8), ((1, 0), 8), ((0, 1), 13), ((0.25, 0.75), 10)]
)
def test_shares_that_leave_nothing_stand_on_the_slanting_edge(at, rows):
    whole = TwoWay(x="a", y="b", rest="c", at=at, left=1.0, regions=())
    lines = [plain(row[0]) for row in map_table([], whole, 20 + 3 * rows).rows[1:-1]]
    (line,) = [line for line in lines if "@" in line]
    assert line.rstrip().endswith("@")


def test_the_names_of_the_corners_stand_below_each_other_where_the_page_has_no_room_for_both(written):
    long = "a" * 30
    found = TwoWay(x=long, y="b", rest="c" * 30, at=(0.3, 0.3), left=1.0, regions=())
    *_, one, other = (plain(row[0]) for row in map_table([], found, 60).rows)
    assert (one, other.strip()) == (f"{'c' * 30} 100%", f"{long} 100%")
    assert max(len(one), len(other)) <= 60


# Mistakes


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["--two-way", "tast,price"],
            "--two-way: unknown driver or factor 'tast'; did you mean 'taste'?",
        ),
        (["--two-way", "price,frsh"], "unknown driver or factor 'frsh'; did you mean 'fresh'?"),
        (["--two-way", "price"], "expected two ids with a comma between them"),
        (["--two-way", "price,taste,fame"], "expected two ids with a comma between them"),
        (["--two-way", "taste,mild"], "taste and mild share a weight, so they cannot both move"),
        (["--two-way", "fresh,taste"], "fresh and taste share a weight, so they cannot both move"),
        (["--two-way", "price,price"], "share a weight"),
        (["--two-way", "price,taste", "--map"], "two ways to ask for one map"),
        (["--for", "blck"], "--for: unknown option 'blck'; did you mean 'black'?"),
        (["--lock", "prize"], "--lock: unknown driver 'prize'; did you mean 'price'?"),
        (["--lock", "mild"], "--lock: unknown driver 'mild'"),
        (["--lock", "taste", "--lock", "price", "--lock", "fame"], "no weight is left that could move"),
        (["--lock", "fame", "--map"], "exactly three drivers that are not locked, here are 2"),
        (["--lock", "fame", "--two-way", "mild,fame"], "fame cannot move, since its weight is locked"),
        (["--lock", "taste", "--two-way", "mild,fame"], "mild cannot move, since its weight is locked"),
        (["--lock", "fame", "--two-way", "taste,price"], "nothing that is not locked is left beside these"),
        (["--inject", "frost"], "unknown inject 'frost'"),
        (["-w", "cheap.yaml"], "one -w at a time"),
    ],
)
def test_wrong_usage_is_told_in_one_line_and_scores_nothing(run, tea, args, said):
    result = run("sensitivity", "tea.yaml", "-w", "plain.yaml", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ")
    assert said in line


def test_weights_to_blend_with_that_give_all_to_what_is_locked_are_refused(run, tea):
    (tea / "fame.yaml").write_text("format: weights/1\ndrivers: {taste: 0, price: 0, fame: 1}\n")
    result = run("sensitivity", "tea.yaml", "-w", "plain.yaml", "--blend", "fame.yaml", "--lock", "fame")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--blend: these weights give nothing to what is not locked" in result.stderr


@pytest.mark.parametrize("option", ["--two-way", "--for", "--lock", "--blend"])
def test_an_option_without_its_value_is_wrong_usage(run, tea, option):
    result = run("sensitivity", "tea.yaml", option)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_map_needs_three_drivers(run, in_examples):
    result = run("sensitivity", "lunch", "--map")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "exactly three drivers, here are 2" in result.stderr
    assert "--two-way A,B" in result.stderr


def test_a_map_needs_something_beside_its_two_items(run, in_examples):
    result = run("sensitivity", "lunch", "--two-way", "pleasure,price")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nothing is left beside these two" in result.stderr


def test_locked_weights_that_leave_only_weights_of_0_are_refused(run, tea):
    (tea / "some.yaml").write_text("format: weights/1\ndrivers: {taste: 1, price: 1, fame: 0}\n")
    result = run("sensitivity", "tea.yaml", "-w", "some.yaml", "--lock", "taste", "--lock", "price")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no weight is left that could move" in result.stderr


def test_weights_to_blend_with_that_are_not_there_are_a_missing_file(run, tea):
    result = run("sensitivity", "tea.yaml", "-w", "plain.yaml", "--blend", "chaep.yaml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "chaep.yaml" in result.stderr


def test_standard_input_cannot_be_both_the_scenario_and_the_weights_to_blend_with(run, tea):
    result = run("sensitivity", "-", "-w", "plain.yaml", "--blend", "-", stdin=TEA)
    assert (result.exit_code, result.stdout) == (2, "")


def test_weights_to_blend_with_that_are_for_other_drivers_are_wrong(run, tea):
    result = run("sensitivity", "tea.yaml", "-w", "plain.yaml", "--blend", "interests")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "unknown" in result.stderr


def test_a_mistake_in_the_scenario_is_told_before_anything_else(run, tea):
    (tea / "tea.yaml").write_text(TEA.replace("fame: 1}", "fame: 11}"), encoding="utf-8")
    result = run("sensitivity", "tea.yaml", "--for", "nobody")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "tea.yaml:" in result.stderr


# Small problems


def test_one_option(written):
    ask = written([[4, 6]], [1, 1])
    said = ask("--for", "o0")
    assert "Option 0 ranks first under points; there is no other option to put first." in said
    assert "It is first already." in said
    found = strictly(ask("-f", "json"))
    assert (found["leaders"], found["shifts"]) == (["o0"], [])
    assert all(cell["flip_at"] is None for cell in found["ratings"])
    assert all(swing["flips"] == [] for swing in found["one_way"])


def test_one_factor(written):
    ask = written([[4], [6]], [1])
    assert "no change of a single weight would change first place" in ask()
    found = strictly(ask("-f", "json"))
    assert found["leaders"] == ["o1"]
    assert found["shifts"][0]["points"] is None
    assert [cell["flip_at"] for cell in found["ratings"]] == pytest.approx([6, 4])
    assert "No weights at all put another option first." in ask()


def test_one_option_on_one_factor(written):
    ask = written([[4]], [1])
    assert "Whoever is first now is first all the way, for every weight." in ask()
    for form in ("json", "csv", "md"):
        assert ask("-f", form)


def test_one_driver_of_several_factors(run, folder):
    text = TEA.partition("  price: {title")[0].replace("title: Taste, ", "") + (
        "options: {a: {}, b: {}}\nratings: {a: {mild: 8, fresh: 2}, b: {mild: 4, fresh: 7}}\n"
    )
    (folder / "tea.yaml").write_text(text, encoding="utf-8")
    found = strictly(run("sensitivity", "tea.yaml", "-f", "json").stdout)
    assert [(s["kind"], s["id"], len(s["segments"])) for s in found["one_way"]] == [
        ("driver", "taste", 1),
        ("factor", "mild", 2),
        ("factor", "fresh", 2),
    ]
    assert found["leaders"] == ["b"]
    said = run("sensitivity", "tea.yaml").stdout
    assert re.search(r"rises from 50\.0% to 55\.6%, which\s+puts a first", said)
    assert not re.search(r"^drivers$", said, re.MULTILINE)
    assert run("sensitivity", "tea.yaml", "--lock", "taste").exit_code == 2


def test_all_tied(written):
    ask = written([[5, 5, 5]] * 3, [1, 1, 1])
    said = ask("--map", "--for", "o1")
    assert "Option 0, Option 1 and Option 2 tie for first under points" in said
    assert "o0 = o1 = o2" in said
    found = strictly(ask("--map", "-f", "json"))
    assert found["leaders"] == ["o0", "o1", "o2"]
    assert found["shifts"] == []
    assert all((cell["flip_at"], cell["steps"]) == (5, 0) for cell in found["ratings"])
    (region,) = found["two_way"]["regions"]
    assert (region["option"], region["tied"], region["share"]) == ("o0", ["o1", "o2"], 1)


def test_where_all_have_the_worst_of_everything_the_answer_is_still_all_of_them(written):
    ask = written([[0, 0, 0]] * 2, [1, 0, 0])
    assert strictly(ask("--map", "-f", "json"))["leaders"] == ["o0", "o1"]
    assert "tie for first" in ask("--map")


def test_markdown_has_no_empty_block_where_an_option_is_first_already(ask):
    assert "```text\n```" not in ask("--for", "green", "-f", "md")


def test_a_factor_of_0_points_within_its_driver_can_be_mapped(run, tea):
    (tea / "some.yaml").write_text(
        "format: weights/1\ndrivers: {taste: 1, price: 1, fame: 1}\nfactors: {taste: {mild: 0, fresh: 1}}\n"
    )
    result = run("sensitivity", "tea.yaml", "-w", "some.yaml", "--two-way", "mild,price", "-f", "json")
    assert result.exit_code == 0
    regions = strictly(result.stdout)["two_way"]["regions"]
    assert sum(region["share"] for region in regions) == pytest.approx(1)


# Processes


def test_the_same_question_gets_the_same_bytes(process, run, tea):
    args = ("sensitivity", "tea.yaml", "-w", "plain.yaml", *EVERYTHING, "-f", "json")
    one, two = run(*args), process(*args, PYTHONHASHSEED="7")
    assert (two.returncode, two.stderr) == (0, b"")
    assert one.stdout_bytes == two.stdout
    assert strictly(two.stdout)["leaders"] == ["green"]


def test_nothing_but_the_document_is_on_stdout(process, folder, written):
    """Two ratings must change for the second option: a mixed programme."""
    written([[3, 2, 10], [9, 0, 2], [6, 6, 0], [10, 2, 8]], [5, 3, 4])
    args = ("sensitivity", "written.yaml", "-w", "points.yaml", "--for", "o1", "-f", "json")
    done = process(*args)
    assert done.returncode == 0
    assert done.stdout.startswith(b"{\n")
    assert len(strictly(done.stdout)["for"]["ratings"]) == 2


@pytest.mark.parametrize(("command", "loads"), [("score", False), ("sensitivity", True)])
def test_scipy_is_loaded_where_programmes_are_solved_and_not_to_score(environment, tea, command, loads):
    code = (
        "import sys\n"
        "from scenario_cli.cli.app import app\n"
        "try:\n    app(sys.argv[1:], prog_name='scenario')\n"
        "finally:\n    print('scipy' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, command, "tea.yaml", "-w", "plain.yaml", "-f", "json"],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr.split()) == (0, [str(loads)])
    assert strictly(done.stdout)["format"] == f"{command}/1"


# Published cases


def test_triantaphyllou_sanchez_1997_from_files(written):
    """Triantaphyllou & Sanchez (1997), Decision Sciences 28: matrix as recalled, results exact from it."""
    case = published("sens_triantaphyllou_sanchez_1997")
    ask = written(
        case["matrix"],
        case["weights"],
        scales=[{"worst": 0, "best": 1}] * 4,
        titles=dict(enumerate(case["options"])),
    )
    found = strictly(ask("-f", "json"))
    assert found["leaders"] == ["o0"]
    expected = case["expected"]["recomputed"]
    swings = {swing["id"]: swing for swing in found["one_way"] if swing["kind"] == "driver"}
    for k, item in enumerate(expected["one_way"]):
        swing = swings[f"d{k}"]
        assert swing["weight"] == pytest.approx(item["weight"], abs=1e-9)
        told = [
            (s["from"], s["to"], [case["options"][int(id_[1:])] for id_ in s["first"]])
            for s in swing["segments"]
        ]
        assert told == [
            (pytest.approx(w["from"], abs=1e-9), pytest.approx(w["to"], abs=1e-9), w["winner"])
            for w in item["winners"]
        ]
        stable = [item["winner_stable_from"], item["winner_stable_to"]]
        assert swing["stable"] == pytest.approx(stable, abs=1e-9)
        order = [item["ranking_stable_from"], item["ranking_stable_to"]]
        assert swing["order_stable"] == pytest.approx(order, abs=1e-9)
    scores = expected["score"]
    total = sum(case["weights"])
    for cell in found["ratings"]:
        i, j = int(cell["option"][1:]), int(cell["factor"][1:])
        gap = max(scores) - scores[i] if i else scores[1] - scores[0]
        at = case["matrix"][i][j] + gap / case["weights"][j]
        if 0 <= at <= 1:
            assert cell["flip_at"] == pytest.approx(at, abs=1e-9)
        else:
            assert cell["flip_at"] is None
    assert total == pytest.approx(1.0001)


def test_goodwin_wright_2004_office_location_from_files(run, folder):
    """Goodwin & Wright (2004), ch. 3, pp. 43-48: the ranking, and the turn at a turnover weight of 52.1."""
    case = published("smart_goodwin_wright_office")
    book, recomputed = case["expected"]["published"]["one_way_turnover"], case["expected"]["recomputed"]
    names = {option: option.split()[0].lower() for option in case["options"]}
    points = dict(zip((c["id"] for c in case["criteria"]), case["weights_from"]["swing_points"], strict=True))
    scenario = {
        "format": "scenario/1",
        "title": "Office location",
        "question": "Which office?",
        "drivers": {
            driver: {
                "title": driver,
                "factors": {id_: {"title": id_, "scale": {"worst": 0, "best": 100}} for id_ in factors},
            }
            for driver, factors in book["drivers"].items()
        },
        "options": {name: {"title": option} for option, name in names.items()},
        "ratings": {
            name: dict(zip(points, row, strict=True))
            for name, row in zip(names.values(), case["matrix"], strict=True)
        },
    }
    weights = {
        "format": "weights/1",
        "drivers": {d: sum(points[f] for f in factors) for d, factors in book["drivers"].items()},
        "factors": {d: {f: points[f] for f in factors} for d, factors in book["drivers"].items()},
    }
    (folder / "office.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    (folder / "swing.yaml").write_text(json.dumps(weights), encoding="utf-8")
    ranking = strictly(run("score", "office.yaml", "-w", "swing.yaml", "-f", "json").stdout)["ranking"]
    ranks = dict(zip(names.values(), recomputed["rank_unrounded"], strict=True))
    totals = dict(zip(names.values(), recomputed["score_with_unrounded_swing_weights"], strict=True))
    assert {row["option"]: row["rank"] for row in ranking} == ranks
    assert {row["option"]: row["score"] for row in ranking} == pytest.approx(totals, abs=1e-9)
    found = strictly(run("sensitivity", "office.yaml", "-w", "swing.yaml", "-f", "json").stdout)
    assert found["leaders"] == [names["Addison Square"]]
    turnover = found["one_way"][0]
    assert turnover["id"] == "turnover"
    assert turnover["weight"] == pytest.approx(book["weight"], abs=0.005)
    assert [s["first"] for s in turnover["segments"]] == [[names[book["below"]]], [names[book["above"]]]]
    (flip,) = turnover["flips"]
    assert flip["at"] == pytest.approx(book["flip"], abs=0.0005)
    assert flip["to"] == [names[book["below"]]]
    assert turnover["stable"] == [flip["at"], 1]
    said = run("sensitivity", "office.yaml", "-w", "swing.yaml").stdout
    assert f"elton to {flip['at'] * 100:.4g}, addison to 100" in said

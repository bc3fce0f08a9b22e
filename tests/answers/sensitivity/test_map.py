"""``scenario sensitivity --two-way``: the map, its letters, signs and corners."""

import re

import numpy as np
import pytest
from answers.sensitivity.tea import OPTIONS, answer_of, is_number, strictly
from builders import TIE

from scenario_cli.answers.sensitivity.map import map_table
from scenario_cli.answers.sensitivity.report import page
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.regions import Region
from scenario_cli.engine.sensitivity.two_way import TwoWay
from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.render.page import plain


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
    assert "Who is first over all shares of D0, D1 and D2 while D3 keeps its weight?" in said
    assert re.search(r"^D2 80% +D0 80%$", said, re.MULTILINE)
    assert "Present: D0 40.0%, D1 30.0%, D2 10.0%, locked 20.0%." in said
    parts = f"Option 1 is first in {second['share'] * 100:.1f}% and Option 0 is first in "
    assert second["share"] > first["share"]
    assert (
        f"Over all shares of D0, D1 and D2 while D3 keeps its weight, {parts}{first['share'] * 100:.1f}% "
        "of the map; at the present weights Option 0 and Option 1 are first." in said
    )


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


def test_markdown_has_the_map_as_one_fenced_block_of_letters(ask):
    text = ask("--map", "-f", "md")
    (block,) = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    lines = block.splitlines()
    assert lines[0].strip() == "Price 100%"
    assert lines[-1].split("  ")[0] == "Fame 100%"
    assert lines[-1].endswith("Taste 100%")
    rows = [line.split() for line in lines[1:-1]]
    assert [len(row) for row in rows] == list(range(1, len(rows) + 1))
    assert {sign for row in rows for sign in row} <= {"A", "B", "C", "=", "@"}
    assert sum(row.count("@") for row in rows) == 1


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


def test_the_table_of_regions_ends_in_a_sentence(tea):
    *_, regions = page(answer_of(map_=True), 100).tables
    assert regions.finding == "Nowhere first: Tea dust. A part of the map is not a probability."


def test_what_the_drawing_shows_stands_in_the_sentence(tea):
    """Each option's part of the map, by counting points of a grid."""
    answer = answer_of(map_=True)
    shown = page(answer, 100)
    assert shown.tables[-2].is_drawing
    problem = answer.study.problem
    within = np.zeros((4, 3))
    within[np.arange(4), problem.driver_of] = problem.within
    size = 600
    taste, price = np.meshgrid(*[(np.arange(size) + 0.25) / size] * 2)
    inside = taste + price < 1
    points = np.stack([taste[inside], price[inside], 1 - taste[inside] - price[inside]])
    first = (problem.values @ within @ points).argmax(axis=0)
    told = re.findall(r"([A-Z][a-z ]+) is first in ([\d.]+)%", shown.finding)
    names = ["Green tea", "Black tea", "Herbs", "Tea dust"]
    counted = {name: float((first == k).mean() * 100) for k, name in enumerate(names)}
    assert {name.removeprefix("and "): float(part) for name, part in told} == {
        name: pytest.approx(part, abs=0.4) for name, part in counted.items() if part
    }
    assert [float(part) for _, part in told] == sorted((float(part) for _, part in told), reverse=True)
    assert shown.finding.endswith("of the map; at the present weights Green tea is first.")


def test_a_small_part_of_the_map_is_not_told_as_none(written):
    """The second leads only where its own driver has more than 0.98 of the weight: 0.02 x 0.02 of the map."""
    ask = written([[9.8, 10, 10], [10, 0.2, 0.2]], [1, 1, 1])
    parts = {r["option"]: r["share"] for r in strictly(ask("--map", "-f", "json"))["two_way"]["regions"]}
    assert parts["o1"] == pytest.approx(0.02**2, abs=1e-9)
    said = ask("--map")
    assert "Option 1 is first in 0.04% of the map" in said
    assert re.search(r"^B +Option 1 +0\.04% ", said, re.MULTILINE)


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
    assert "Interests 100%" in said
    assert not re.search(r"%Power", said)


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
        [f"Option {k}" for k in range(64)],
        {"a": "A", "b": "B"},
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
    lines = [
        plain(row[0]) for row in map_table([], {id_: id_ for id_ in "abc"}, whole, 20 + 3 * rows).rows[1:-1]
    ]
    (line,) = [line for line in lines if "@" in line]
    assert line.rstrip().endswith("@")


def test_the_names_of_the_corners_stand_below_each_other_where_the_page_has_no_room_for_both(written):
    long = "a" * 30
    found = TwoWay(x=long, y="b", rest="c" * 30, at=(0.3, 0.3), left=1.0, regions=())
    *_, one, other = (
        plain(row[0]) for row in map_table([], {long: long, "b": "b", "c" * 30: "c" * 30}, found, 60).rows
    )
    assert (one, other.strip()) == (f"{'c' * 30} 100%", f"{long} 100%")
    assert max(len(one), len(other)) <= 60

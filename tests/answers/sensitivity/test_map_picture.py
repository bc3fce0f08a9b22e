"""The pictures of a map: their regions read back, and compared with the JSON and with the scores."""

import re

import numpy as np
import pytest
from builders import few, scenario_of, stated_problems, study_of, weights_of
from doubted import doubted
from hypothesis import assume, given
from pictured import held_to, shapes
from titled import titled

import scenario_cli as sc
from scenario_cli.engine.polygons import reach

pytestmark = pytest.mark.thorough

SIDE, LEFT = 560.0, (720 - 560) / 2


def pieces(answer, width=720.0):
    return [
        (
            float(s.get("data-value")),
            [tuple(map(float, pair)) for pair in re.findall(r"[ML](\S+) (\S+)", s.get("d"))],
        )
        for s in shapes(answer.picture("map", width).svg)
        if s.tag == "path" and s.get("data-value")
    ]


def area(polygon):
    pairs = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


@given(stated_problems())
@few
def test_the_triangle_has_the_regions_of_the_json(stated):
    study = study_of(*stated)
    assume(len(study.problem.drivers) >= 3)
    answer = study.sensitivity(two_way=study.problem.drivers[:2])
    held_to(answer, "map", widths=(720.0,))
    found = answer.to_dict()["two_way"]
    drawn = pieces(answer)
    assert len(drawn) == len(found["regions"])
    top = min(y for _, corners in drawn for _, y in corners)
    foot = max(y for _, corners in drawn for _, y in corners)
    for (share, corners), region in zip(drawn, found["regions"], strict=True):
        assert share == region["share"]
        for (px, py), (x, y) in zip(corners, region["polygon"], strict=True):
            assert px == pytest.approx(LEFT + (x + y / 2) * SIDE, abs=0.5)
            assert py == pytest.approx(foot - y * (foot - top), abs=0.5)
    dots = [s for s in shapes(answer.picture("map").svg) if s.tag == "circle" and s.get("data-value")]
    assert [float(s.get("data-value")) for s in dots] == found["at"]
    assert float(dots[0].get("cx")) == pytest.approx(
        LEFT + (found["at"][0] + found["at"][1] / 2) * SIDE, abs=0.5
    )


@given(doubted(events=2))
@few
def test_the_square_has_every_region_where_its_options_are_best(stated):
    study = study_of(*stated)
    assume(study.scenario.injects["e1"].otherwise is None)
    answer = study.sensitivity(event="e0,e1")
    held_to(answer, "map", widths=(720.0,))
    drawn = pieces(answer)
    corners = [corner for _, piece in drawn for corner in piece]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, foot = min(y for _, y in corners), max(y for _, y in corners)
    for region in answer.plane.regions:
        mine = [piece for share, piece in drawn if share == region.share]
        same = sum(r.share == region.share for r in answer.plane.regions)
        covered = sum(map(area, mine)) / (right - left) / (foot - top) / same
        assert covered == pytest.approx(region.share, abs=0.004)
    for i in range(1, 20, 3):
        for k in range(1, 20, 3):
            x, y = i / 20, k / 20
            first = set(answer.plane.first(x, y))
            point = (left + x * (right - left), foot - y * (foot - top))
            inside = {share for share, piece in drawn if reach(piece, np.array([point]))[0] > 1}
            assert inside <= {r.share for r in answer.plane.regions if first & set(r.options)}


@given(titled(events=2))
@few
def test_words_of_any_length_cover_nothing(study):
    event = "e0,e1"
    if len(study.problem.drivers) > 2:
        held_to(study.sensitivity(two_way="d0,d1", event=event), "map")
    else:
        held_to(study.sensitivity(event=event), "map")


def test_the_built_in_one():
    for name in ("china-arms-russia", "china-arms-russia-wider"):
        study = sc.study(name)
        held_to(study.sensitivity(map_=True), "map")
        held_to(study.sensitivity(event="shipment_exposed,front_breaks"), "map")


def test_what_the_weights_state_is_an_outline():
    scenario = scenario_of([[1, 2, 3], [3, 1, 2], [2, 3, 0]])
    plain = weights_of(scenario, [2, 1, 1])
    ranged = type(plain).model_validate(
        plain.model_dump(exclude_unset=True) | {"ranges": {"d0": [40.0, 60.0], "d2": [20.0, 30.0]}}
    )
    outlines = []
    for weights in (plain, ranged):
        answer = study_of(scenario, weights).sensitivity(map_=True)
        held_to(answer, "map")
        drawn = shapes(answer.picture("map").svg)
        outlines.append([s.get("d") for s in drawn if s.tag == "path" and s.get("stroke-dasharray")])
        foot = max(y for _, corners in pieces(answer) for _, y in corners)
    assert outlines[0] == []
    (outline,) = outlines[1]
    corners = [tuple(map(float, pair)) for pair in re.findall(r"[ML](\S+) (\S+)", outline)]
    height = SIDE * 3**0.5 / 2
    shares = []
    for px, py in corners:
        y = (foot - py) / height
        shares.append(((px - LEFT) / SIDE - y / 2, y))
    expected = [(0.4, 0.3), (0.4, 0.4), (0.6, 0.1), (0.6, 0.2)]
    for corner in expected:
        assert any(corner == pytest.approx(share, abs=0.002) for share in shares)
    assert len(corners) == 4


def test_only_where_a_map_was_asked():
    assert "map" not in sc.study("china-arms-russia").sensitivity().report().pictures

"""Tipping chances: in fractions, by brute force, and the plane of two chances against grids and by hand."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from builders import TIE, few, first_of, many, on_0_to_1, scenario_of, up_to, weights_of
from doubted import doubted
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.events import events_of, happening, plane_of
from scenario_cli.errors import StudyError
from scenario_cli.model.settings import ChanceSetting, RatingSetting, read_trial

pytestmark = pytest.mark.thorough


def scores_with(scenario, weights, *trials):
    return rank_options(decision_problem(scenario, weights, trials)).scores


def case(id_):
    return () if id_ is None else (id_,)


@given(doubted(events=3))
@many
def test_at_every_chance_first_is_who_has_the_best_expected_score(stated):
    scenario, weights = stated
    for event in events_of(scenario, weights):
        with_it = scores_with(scenario, weights, event.inject)
        without = scores_with(scenario, weights, *case(event.otherwise))
        assert event.segments[0].start == 0
        assert event.segments[-1].end == 1
        for chance in [k / 53 for k in range(54)]:
            first = first_of((1 - chance) * without + chance * with_it)
            here = [s for s in event.segments if s.start - 1e-9 <= chance <= s.end + 1e-9]
            assert any(set(s.first) & set(first) for s in here)
        for tip, (before, after) in zip(event.tips, pairwise(event.segments), strict=True):
            assert tip.to == after.first
            level = (1 - tip.at) * without + tip.at * with_it
            assert abs(level[before.first[0]] - level[after.first[0]]) <= 1e-7


whole = st.integers(0, 20)


@given(st.lists(st.tuples(whole, whole), min_size=2, max_size=5), st.booleans())
@up_to(2000)
def test_tipping_chances_are_those_of_the_closed_form_in_fractions(scores, paired):
    """One factor, so that a rating is the score; an event sets all, its opposite sets all again."""
    before, after = zip(*scores, strict=True)
    cells = [[float(a)] for a in before] if not paired else [[0.0] for _ in before]
    injects = {"e": {"ratings": {f"o{i}": {"d0": {"set": float(b)}} for i, b in enumerate(after)}}}
    if paired:
        injects["e"]["otherwise"] = "not_e"
        injects["not_e"] = {"ratings": {f"o{i}": {"d0": {"set": float(a)}} for i, a in enumerate(before)}}
    scenario = scenario_of(cells, scales=[{"worst": 0, "best": 20}], injects=injects)
    event = events_of(scenario, weights_of(scenario, [1]))[0]
    crossings = set()
    for i, (a0, a1) in enumerate(scores):
        for b0, b1 in scores[:i]:
            if (a0 - b0) * (a1 - b1) < 0:
                crossings.add(Fraction(a0 - b0, (a0 - b0) - (a1 - b1)))

    def first_at(p):
        mixed = [(1 - p) * a + p * b for a, b in scores]
        return tuple(i for i, x in enumerate(mixed) if x == max(mixed))

    stops = [Fraction(0), *sorted(crossings), Fraction(1)]
    found = [(s, first_at((s + e) / 2)) for s, e in pairwise(stops)]
    turns = [(s, to) for (_, was), (s, to) in pairwise(found) if was != to]
    assert [to for _, to in turns] == [tip.to for tip in event.tips]
    for (at, _), tip in zip(turns, event.tips, strict=True):
        assert tip.at == pytest.approx(float(at), abs=1e-12)


def test_what_is_tried_holds_and_what_has_happened_is_no_longer_open():
    injects = {
        "e": {"otherwise": "f", "ratings": {"o0": {"d0": {"set": 0}}}},
        "f": {"ratings": {"o0": {"d0": {"set": 10}}}},
    }
    scenario = scenario_of([[5], [6]], injects=injects)
    weights = weights_of(scenario, [1])
    (tip,) = events_of(scenario, weights)[0].tips
    assert tip == (0.4, (1,))
    assert [e.inject for e in events_of(scenario, weights, ["e"])] == ["f"]
    assert events_of(scenario, weights, ["f"]) == ()
    held = RatingSetting("o0", "d0", 7.0)
    assert events_of(scenario, weights, [held])[0].tips == ()
    assert happening(["a", held], "e") == ("a", "e", held)
    assert happening([held, "a"], "e") == (held, "a", "e")


def test_an_event_that_leaves_no_weight_is_no_event():
    injects = {"e": {"weights": {"d0": {"times": 0}}}, "f": {"ratings": {"o0": {"d0": {"set": 0}}}}}
    scenario = scenario_of([[5], [4]], injects=injects)
    assert [event.inject for event in events_of(scenario, weights_of(scenario, [1]))] == ["f"]


@given(doubted(events=2), st.sampled_from((0.0, 0.25, 0.5, 1.0)), st.sampled_from((0.3, 1.0)))
@many
def test_a_tried_chance_gives_the_expected_scores(stated, one, other):
    scenario, weights = stated
    events = list(scenario.injects.items())
    (a, first), (b, second) = events
    found = rank_options(decision_problem(scenario, weights, [ChanceSetting(a, one)]))
    expected_one = (1 - one) * scores_with(scenario, weights, *case(first.otherwise))
    expected_one += one * scores_with(scenario, weights, a)
    assert np.allclose(found.scores, expected_one, atol=1e-9)
    both = rank_options(decision_problem(scenario, weights, [ChanceSetting(a, one), ChanceSetting(b, other)]))
    cases = [
        (x * y, scores_with(scenario, weights, *did, *then))
        for x, did in ((1 - one, case(first.otherwise)), (one, (a,)))
        for y, then in ((1 - other, case(second.otherwise)), (other, (b,)))
    ]
    assert np.allclose(both.scores, sum(share * scores for share, scores in cases), atol=1e-9)
    problem = decision_problem(scenario, weights, [ChanceSetting(a, one)])
    assert np.all((problem.low <= problem.values + 1e-12) & (problem.values <= problem.high + 1e-12))
    assert problem.weights.sum() == pytest.approx(1)


def test_a_chance_is_read_and_written_as_it_is_typed():
    injects = {"e": {"ratings": {"o0": {"d0": {"set": 0}}}}}
    scenario = scenario_of([[5], [4]], injects=injects)
    trial = read_trial("chance.e=.40", scenario)
    assert (trial, str(trial)) == (ChanceSetting("e", 0.4), "chance.e=.40")
    assert str(read_trial(ChanceSetting("e", 0.4), scenario)) == "chance.e=0.4"
    for text, said in {
        "chance.e": "expected ID=CHANCE",
        "chance.x=0.4": "unknown inject 'x'",
        "chance.e=40": "a chance is from 0 to 1, not 40 [out-of-range]; write 0.4",
        "chance.e=-1": "a chance is from 0 to 1, not -1",
        "chance.e=40%": "expected a chance from 0 to 1, found '40%'",
    }.items():
        with pytest.raises(StudyError) as error:
            read_trial(text, scenario)
        assert said in str(error.value)


# the plane of two chances


def area_by_slices(corners, slices=20_000):
    """Each option's share of the square, by exact lengths upwards at many x: the midpoint rule."""
    middle = (np.arange(slices) + 0.5) / slices
    at_0 = np.outer(corners[:, 0], 1 - middle) + np.outer(corners[:, 1], middle)
    at_1 = np.outer(corners[:, 2], 1 - middle) + np.outer(corners[:, 3], middle)
    areas = np.zeros(len(corners))
    for i in range(len(corners)):
        low, high = np.zeros(slices), np.ones(slices)
        for j in range(len(corners)):
            if i == j:
                continue
            lead_0, lead_1 = at_0[i] - at_0[j], at_1[i] - at_1[j]
            with np.errstate(divide="ignore", invalid="ignore"):
                y = lead_0 / (lead_0 - lead_1)
            rising = lead_1 > lead_0
            low = np.where(rising & (lead_0 < 0), np.maximum(low, np.where(lead_1 <= 0, 1, y)), low)
            high = np.where(~rising & (lead_1 < 0), np.minimum(high, np.where(lead_0 <= 0, 0, y)), high)
        areas[i] = np.maximum(high - low, 0).mean()
    return areas


@given(doubted(events=2, options=5))
@few
def test_regions_of_the_plane_are_those_of_slices(stated):
    scenario, weights = stated
    plane = plane_of(scenario, weights, (), *scenario.injects)
    shares = {i: region.share for region in plane.regions for i in region.options[:1]}
    assert sum(shares.values()) == pytest.approx(1, abs=1e-12)
    heads = [
        i
        for i in range(len(plane.corners))
        if not any(np.all(np.abs(plane.corners[i] - plane.corners[j]) <= TIE) for j in range(i))
    ]
    by_slices = area_by_slices(plane.corners[heads])
    for head, area in zip(heads, by_slices, strict=True):
        assert shares.get(head, 0.0) == pytest.approx(area, abs=2e-4)


def plane_by_scores(corners):
    """A plane with given scores (0..1 a cell) at neither, x, y and both."""
    ids = [f"o{i}" for i in range(len(corners))]
    # Additive parts alone cannot make x and y hang together, so the second event doubles a weight.
    injects = {
        "x": {"ratings": {o: {"d0": {"set": c[1] - c[0] + 0.5}} for o, c in zip(ids, corners, strict=True)}},
        "y": {"ratings": {o: {"d1": {"set": c[2] - c[0] + 0.5}} for o, c in zip(ids, corners, strict=True)}},
    }
    scenario = scenario_of([[0.5, 0.5, c[0]] for c in corners], scales=on_0_to_1(3), injects=injects)
    return plane_of(scenario, weights_of(scenario, [1, 1, 1]), (), "x", "y")


def test_a_straight_edge_by_hand():
    """o0 loses what either event takes: x + y < 1 leaves it first, half of the square."""
    plane = plane_by_scores([(0.5, 0.25, 0.25, 0.0), (0.25, 0.25, 0.25, 0.25)])
    assert [(r.options, r.share) for r in plane.regions] == [
        ((0,), pytest.approx(0.5, abs=1e-15)),
        ((1,), pytest.approx(0.5, abs=1e-15)),
    ]


def test_a_hyperbola_by_hand():
    """o0 loses all if both happen: first where x y < 1/4, an area of 1/4 + 1/4 ln 4."""
    injects = {
        "x": {"weights": {"d0": {"times": 1}}, "ratings": {"o0": {"d0": {"shift": -0.5}}}},
        "y": {"ratings": {"o0": {"d0": {"shift": -0.5}}}},
    }
    scenario = scenario_of([[0.5], [0.375]], scales=on_0_to_1(1), injects=injects)
    # Shifted by both it would be below the scale: it stays at its end, so that x and y hang together.
    plane = plane_of(scenario, weights_of(scenario, [1]), (), "x", "y")
    assert plane.corners[0].tolist() == [50, 0, 0, 0]
    # 0.5 (1 - x)(1 - y) > 0.375: the area is 1/4 - 3/4 ln(4/3).
    assert plane.regions[0].share == pytest.approx(0.25 - 0.75 * np.log(4 / 3), abs=1e-14)
    assert plane.first(0.0, 0.0) == (0,)
    assert plane.first(1.0, 1.0) == (1,)


def test_a_narrow_region_is_there_and_options_alike_hold_one_together():
    plane = plane_by_scores([(0.5, 0.25, 0.25, 0.0), (0.25, 0.25, 0.25, 0.25), (0.25, 0.25, 0.25, 0.25)])
    assert [r.options for r in plane.regions] == [(0,), (1, 2)]
    narrow = plane_by_scores([(0.5, 0.3, 0.3, 0.1), (0.3, 0.3, 0.3, 0.3), (0.3, 0.5, 0.1, 0.3)])
    assert sum(r.share for r in narrow.regions) == pytest.approx(1, abs=1e-12)


def test_the_31_per_cent_of_the_first_reading_by_hand():
    """Six ratings of covert shells on the report's question, at the authors' weights.

    Hidden they gain 1.5 x (5 + 15 + 12.5 + 7.5 + 6) + 1 x 6.5 per cent of 10 points each, 7.55 points,
    on a deficit of 2.225: 5.325 ahead. Exposed they lose 9.675: 11.9 behind. Level at 5.325 / 17.225.
    """
    weights = {
        "hand": 5,
        "us": 15,
        "europe": 12.5,
        "sanctions": 7.5,
        "standing": 6,
        "region": 6.5,
        "rest": 47.5,
    }
    stated = {"hand": 5, "us": 3, "europe": 3.5, "sanctions": 4.5, "standing": 3, "region": 4}
    hidden = {"hand": 6.5, "us": 4.5, "europe": 5, "sanctions": 6, "standing": 4.5, "region": 5}
    exposed = {"hand": 2.5, "us": 1.5, "europe": 1.5, "sanctions": 2.5, "standing": 1, "region": 2.5}
    # What the other seven factors give is put into one, so that the straddle is 2.225 ahead as stated.
    straddle = {"hand": 7, "us": 4.5, "europe": 5, "sanctions": 6, "standing": 4.5, "region": 5, "rest": 5}
    behind = sum(weights[f] * (straddle[f] - stated[f]) for f in stated) / 10 - 2.225
    rest = 5 + behind / weights["rest"] * 10
    injects = {
        name: {"ratings": {"o1": {f: {"set": ends[f]} for f in ends}}}
        for name, ends in (("exposed", exposed), ("stays_hidden", hidden))
    }
    injects["exposed"]["otherwise"] = "stays_hidden"
    scenario = scenario_of(
        [[straddle[f] for f in weights], [{**stated, "rest": rest}[f] for f in weights]],
        drivers=list(weights),
        injects=injects,
    )
    study = weights_of(scenario, weights.values())
    scores = scores_with(scenario, study)
    assert scores[0] - scores[1] == pytest.approx(2.225, abs=1e-9)
    (tip,) = events_of(scenario, study)[0].tips
    assert tip.at == pytest.approx(5.325 / 17.225, abs=1e-12)
    assert f"{tip.at:.0%}" == "31%"
    assert tip.to == (0,)

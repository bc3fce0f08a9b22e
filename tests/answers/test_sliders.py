"""The script of a page with sliders, run: its numbers are the engine's, to the last bit."""

import json
import random
import re
import struct
from pathlib import Path

import numpy as np
import pytest
import quickjs
from builders import few, on_0_to_1, scenario_of, stated_problems, study_of, weights_of
from hypothesis import given
from hypothesis import strategies as st

import scenario_cli
from scenario_cli.answers.sliders import state_document
from scenario_cli.engine.additive import competition_ranks, contributions, rank_options, tied_options, totals
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import one_way
from scenario_cli.errors import StudyError
from scenario_cli.model.settings import read_trial

pytestmark = pytest.mark.thorough

SCRIPT = Path(scenario_cli.__file__).parent / "render" / "assets" / "engine.js"
TEXT = SCRIPT.read_text(encoding="utf-8")
# Scores as text that keeps -0 and every digit; `turns` is how many states are asked for their flips, too.
HARNESS = """
const exact = (x) => (Object.is(x, -0) ? "-0.0" : String(x));
globalThis.run = (studyText, statesText, turns) => {
  const study = JSON.parse(studyText);
  return JSON.stringify(JSON.parse(statesText).map((stated, k) => {
    const state = Object.assign(start(study), stated);
    const r = evaluate(study, state);
    if (r === null) return null;
    const ways = k < turns ? oneWay(study, r, stated.locked) : null;
    const { scores, behind, ...rest } = r;
    const kept = turns < 0 ? rest : { ranks: r.ranks, leaders: r.leaders, tied: r.tied, order: r.order };
    return { ...kept, ways, scores: scores.map(exact), behind: behind.map(exact) };
  }));
};
"""


@pytest.fixture(scope="module")
def run():
    """Return what the script makes of states of a study: keys of ``start(study)`` that differ."""
    context = quickjs.Context()
    context.module(TEXT + HARNESS)
    call = context.get("run")

    def run(study, states=({},), turns=0):
        document = state_document(study)
        return json.loads(call(json.dumps(document), json.dumps(list(states)), turns))

    return run


def bits(numbers):
    return struct.pack(f"<{len(numbers)}d", *map(float, numbers))


def ways_of(problem, locked=()):
    """The engine's one-way sensitivity in the form of the script's."""
    found = {"driver": [], "factor": []}
    for swing in one_way(problem, rank_options(problem), locked=locked):
        found[swing.kind].append(
            {
                "item": swing.item,
                "weight": swing.weight,
                "stable": swing.stable,
                "flips": [{"at": f.at, "change": f.change, "to": f.to} for f in swing.flips],
                "segments": [{"start": s.start, "end": s.end, "first": s.first} for s in swing.segments],
            }
        )
    return {"drivers": found["driver"], "factors": found["factor"]}


def assert_same(said, expected):
    """Hold numbers within 1e-12, all else exactly."""
    if isinstance(expected, dict):
        assert said.keys() == expected.keys()
        for key in expected:
            assert_same(said[key], expected[key])
    elif isinstance(expected, list | tuple):
        assert len(said) == len(expected)
        for one, other in zip(said, expected, strict=True):
            assert_same(one, other)
    elif isinstance(expected, float):
        assert abs(said - expected) <= 1e-12
    else:
        assert said == expected


# Many states --------------------------------------------------------------------------------------------


def made_scenario(rng, *, options, groups):
    """A scenario with curves, scales that fall, unknown and equal ratings, and injects."""
    n = sum(max(1, count) for count in groups)
    scales, ends = [], []
    for _ in range(n):
        worst, best = rng.choice([(0, 10), (10, 0), (-3.5, 7.25), (0, 1), (1e6, 2.5e5), (0.1, 0.7)])
        scale = {"worst": worst, "best": best}
        if rng.random() < 0.4:
            cuts = sorted(rng.sample(range(1, 20), rng.randint(1, 4)))
            heights = sorted(rng.sample(range(1, 100), len(cuts)))
            pairs = zip(cuts, heights, strict=True)
            scale["values"] = {worst + (best - worst) * c / 20: h / 100 for c, h in pairs}
        scales.append({k: v if k == "values" else float(v) for k, v in scale.items()})
        ends.append((worst, best))

    def cell(j):
        worst, best = ends[j]
        if rng.random() < 0.07:
            return None
        part = rng.choice([0, 1, rng.randrange(20) / 20, rng.randrange(20) / 20, rng.random()])
        return min(max(worst + (best - worst) * part, min(worst, best)), max(worst, best))

    rows = [[cell(j) for j in range(n)] for _ in range(options)]
    if options > 2:
        rows[1] = list(rows[0])  # these two tie whatever the weights
        rows[2] = [best for _, best in ends]  # 100 points, however shares add up
    factors = list(scenario_of(rows, groups=groups, scales=scales).factors)

    def change(j):
        worst, best = ends[j]
        if rng.random() < 0.5:
            return {"set": rng.uniform(min(worst, best), max(worst, best))}
        return {"shift": rng.uniform(-1, 1) * (best - worst)}

    injects = {}
    for k in range(4):
        touched = {}
        for _ in range(3):
            j = rng.randrange(n)
            touched.setdefault(f"o{rng.randrange(options)}", {})[factors[j]] = change(j)
        times = {
            f"d{rng.randrange(len(groups))}": {
                "times": rng.choice([0, 0.1, 0.5, 3, 1e150]) if len(groups) > 1 else 3
            }
        }
        injects[f"i{k}"] = {"ratings": touched, "weights": times}
    return scenario_of(rows, groups=groups, scales=scales, injects=injects)


def made_states(rng, groups, count, orders):
    """States of sliders: whole and broken points, zeros, all but one at 0, all equal."""

    def points(n):
        kind = rng.randrange(5)
        if kind == 0:
            alone = rng.randrange(n)
            return [rng.choice([1.0, 37.0, 0.1]) if k == alone else 0.0 for k in range(n)]
        if kind == 1:
            return [float(rng.choice([0, 0, 5, 10, 100])) for _ in range(n)]
        if kind == 2:
            return [float(rng.randint(1, 100)) for _ in range(n)]
        if kind == 3:
            return rng.choice([[1.0] * n, [rng.choice([1e-300, 3.0, 1e140, 1.7e308]) for _ in range(n)]])
        return [rng.uniform(0, 100) for _ in range(n)]

    return [
        {
            "drivers": points(len(groups)),
            "factors": [point for count in groups for point in (points(count) if count else [1.0])],
            "on": rng.choice(orders),
        }
        for _ in range(count)
    ]


def weights_at(scenario, groups, state):
    """The state's points as weights."""
    left = iter(state["factors"])
    within = [[next(left) for _ in range(max(1, count))] for count in groups]
    return weights_of(scenario, state["drivers"], {f"d{k}": w for k, w in enumerate(within) if groups[k] > 0})


# Options, the factors of each driver, and how many states: 20,000 together.
SHAPES = [
    (3, [2, 0, 3], 3500),
    (2, [0, 0], 3500),
    (5, [4, 3, 1, 0], 3000),
    (1, [2, 2], 3500),
    (4, [0, 0, 0, 0, 0], 3000),
    (12, [6, 6, 6, 6, 6], 500),
    (6, [5], 2500),
    (8, [2, 2, 2, 2, 2, 2], 500),
]
TURNS = 40  # so many states of each are asked for their flips, too


@pytest.mark.parametrize("seed", range(len(SHAPES)))
def test_many_states_have_the_scores_of_the_engine_to_the_last_bit(seed, run):
    rng = random.Random(seed)
    options, groups, count = SHAPES[seed]
    scenario = made_scenario(rng, options=options, groups=groups)
    # Shares rest on no rating: most are computed from a scenario of one option, which takes less time.
    slim = scenario_of(
        [[5] * len(scenario.factors)],
        groups=groups,
        injects={
            id_: {"weights": {d: {"times": by.times} for d, by in event.weights.items()}}
            for id_, event in scenario.injects.items()
        },
    )
    equal = weights_of(scenario, [1] * len(groups))
    events = list(scenario.injects)
    orders = [[]] + [rng.sample(range(4), rng.randint(1, 4)) for _ in range(9)]
    values = {
        tuple(on): decision_problem(without_weights(scenario), equal, [events[k] for k in on]).values
        for on in orders
    }
    states = made_states(rng, groups, count, orders)
    said = run(study_of(scenario, equal), states, TURNS)
    scored = 0
    for k, (state, found) in enumerate(zip(states, said, strict=True)):
        weights, trials = weights_at(scenario, groups, state), [events[on] for on in state["on"]]
        try:
            problem = decision_problem(scenario if k < TURNS else slim, weights, trials)
        except StudyError:
            assert found is None
            continue
        scored += 1
        scores = totals(contributions(values[tuple(state["on"])], problem.weights))
        assert_ranked(found, scores)
        if k < TURNS:
            assert scores.tobytes() == rank_options(problem).scores.tobytes()
            assert_same(found["ways"], ways_of(problem))
    assert scored > count / 2


@pytest.mark.parametrize("seed", range(400))
def test_leads_of_about_a_tie_are_told_as_the_engine_tells_them(seed, run):
    """Scores that differ by some ten-billionths of a point, the ends of what counts as a tie among them."""
    rng = random.Random(seed)
    groups = rng.choice([[0, 0], [0, 0, 0], [2, 0], [3], [2, 2, 0]])
    n = sum(max(1, count) for count in groups)
    levels = rng.sample([0.2, 0.5, 0.7], rng.randint(1, 3))
    rows = [
        [rng.choice(levels) + rng.randint(-3, 3) * 5e-12 for _ in range(n)] for _ in range(rng.randint(2, 6))
    ]
    scenario = scenario_of(rows, groups=groups, scales=on_0_to_1(n))
    points = [rng.choice([1, 1, 2, 5, 1e-9]) for _ in groups]
    locked = [k for k in range(len(groups)) if rng.random() < 0.3]
    study = study_of(scenario, weights_of(scenario, points))
    (found,) = run(study, [{"locked": locked}], 1)
    assert_ranked(found, study.ranking.scores)
    assert_same(found["ways"], ways_of(study.problem, locked))


def without_weights(scenario):
    """The scenario whose injects change ratings alone, so that none leaves all weights at 0."""
    injects = {id_: event.model_copy(update={"weights": {}}) for id_, event in scenario.injects.items()}
    return scenario.model_copy(update={"injects": injects})


def assert_ranked(found, scores):
    ranks = competition_ranks(scores)
    assert bits(found["scores"]) == scores.tobytes()
    assert bits(found["behind"]) == (scores.max() - scores).tobytes()
    assert found["ranks"] == ranks.tolist()
    assert found["leaders"] == np.flatnonzero(ranks == 1).tolist()
    assert found["order"] == np.argsort(ranks, kind="stable").tolist()
    assert found["tied"] == tied_options(scores).tolist()


@few
@given(stated_problems(unknown=True), st.data())
def test_every_study_is_what_the_script_starts_from(run, stated, data):
    """Ties, zero weights and weights of 1 are common here; any drivers may be locked."""
    study = study_of(*stated)
    locked = data.draw(st.lists(st.integers(0, len(study.problem.drivers) - 1), unique=True))
    (found,) = run(study, [{"locked": locked}], 1)
    assert_ranked(found, study.ranking.scores)
    assert_same(found["ways"], ways_of(study.problem, locked))


# By hand ------------------------------------------------------------------------------------------------


def test_two_lines_cross_where_the_paper_says(run):
    """Scores 80 - 60t and 20 + 40t cross at t = 0.6; now t = 0.25."""
    scenario = scenario_of([[0.8, 0.2], [0.2, 0.6]], scales=on_0_to_1(2))
    (found,) = run(study_of(scenario, weights_of(scenario, [3, 1])), turns=1)
    assert [float(score) for score in found["scores"]] == pytest.approx([65, 30])
    assert (found["ranks"], found["leaders"], found["order"]) == ([1, 2], [0], [0, 1])
    way = found["ways"]["drivers"][1]
    assert_same(
        way["segments"], [{"start": 0, "end": 0.6, "first": [0]}, {"start": 0.6, "end": 1, "first": [1]}]
    )
    assert_same(way["flips"], [{"at": 0.6, "change": 0.35, "to": [1]}])
    assert_same(way["stable"], [0.0, 0.6])


def test_a_curve_an_inject_and_the_ends_of_a_scale_by_hand(run):
    """Rated 4 where 5 of 10 is worth 0.8: 0.64. Shifted by 9 it stops at 10; set to 2, then shifted, at 3."""
    scenario = scenario_of(
        [[4, 10], [None, 0]],
        scales=[{"worst": 0, "best": 10, "values": {5: 0.8}}, None],
        injects={
            "up": {"ratings": {"o0": {"d0": {"shift": 9}}, "o1": {"d0": {"shift": 9}}}},
            "two": {"ratings": {"o0": {"d0": {"set": 2}}}},
            "one": {"ratings": {"o0": {"d0": {"shift": 1}}}, "weights": {"d1": {"times": 0}}},
        },
    )
    study = study_of(scenario, weights_of(scenario, [1, 1]))
    orders = [[], [0], [0, 1, 2], [1, 2, 0], [2, 1]]
    found = run(study, [{"on": on} for on in orders], -1)
    assert [round(state["values"][0][0], 12) for state in found] == [0.64, 1, 0.48, 1, 0.32]
    assert [state["ratings"][0][0] for state in found] == [4, 10, 3, 10, 2]
    assert all(state["ratings"][1][0] == 5 and state["unknown"][1][0] for state in found)
    assert [float(state["scores"][0]) for state in found] == pytest.approx([82, 100, 48, 100, 32])


def test_a_point_of_a_curve_is_worth_exactly_what_it_states(run):
    worth = {k: (k / 20) ** 9 for k in range(1, 20)}
    scenario = scenario_of([[k] for k in worth], scales=[{"worst": 0, "best": 20, "values": worth}])
    (found,) = run(study_of(scenario, weights_of(scenario, [1])), turns=-1)
    assert [value for (value,) in found["values"]] == list(worth.values())


def test_ties_share_the_better_rank_and_no_line_is_between_them(run):
    scenario = scenario_of([[7, 3], [3, 7], [5, 5 - 1e-8], [0, 0]])
    (found,) = run(study_of(scenario, weights_of(scenario, [1, 1])), turns=1)
    assert found["ranks"] == [1, 1, 3, 4]
    assert found["tied"] == [True, True, False, False]


def test_all_sliders_at_0_have_no_scores(run):
    scenario = scenario_of([[1, 2, 3]], groups=[2, 0])
    states = [{"drivers": [0, 0]}, {"factors": [0, 0, 1]}, {"drivers": [0, 2]}]
    assert [state is None for state in run(study_of(scenario, weights_of(scenario, [1, 1])), states)] == [
        True,
        True,
        False,
    ]


@few
@given(stated_problems(), st.integers(-300, 300), st.floats(0.001, 1000))
def test_points_in_another_unit_change_nothing_that_is_seen(run, stated, power, factor):
    scenario, weights = stated
    points = [weights.drivers[id_] for id_ in scenario.drivers]
    states = [{"drivers": [point * by for point in points]} for by in (1, 2.0**power, factor)]
    plain, doubled, scaled = run(study_of(scenario, weights), states, 1)
    assert plain["scores"] == doubled["scores"]
    assert plain["ranks"] == scaled["ranks"]
    assert [float(s) for s in scaled["scores"]] == pytest.approx(
        [float(s) for s in plain["scores"]], abs=1e-10
    )


# What is tried ------------------------------------------------------------------------------------------

TRIALS = [
    "i0",
    "i1",
    "ratings.o0.f0=2",
    "ratings.o0.f0=unknown",
    "ratings.o1.d1=9",
    "weights.d0=7",
    "weights.d1=0.3",
    "weights.d0.f1=5",
]


def tried_scenario():
    return scenario_of(
        [[1, 2, 3], [4, None, 6]],
        groups=[2, 0],
        injects={
            "i0": {"ratings": {"o0": {"f0": {"shift": 3}}}, "weights": {"d0": {"times": 3}}},
            "i1": {"ratings": {"o0": {"f0": {"set": 8}}, "o1": {"d1": {"shift": -9}}}},
        },
    )


@few
@given(st.lists(st.sampled_from(TRIALS), max_size=7))
def test_what_is_tried_in_any_order_is_what_the_script_starts_from(run, typed):
    scenario = tried_scenario()
    trials = [read_trial(text, scenario) for text in typed]
    study = study_of(scenario, weights_of(scenario, [1, 2]), trials)
    (found,) = run(study, turns=1)
    assert_ranked(found, study.ranking.scores)
    assert_same(found["ways"], ways_of(study.problem))


def state_of(*typed):
    scenario = tried_scenario()
    trials = [read_trial(text, scenario) for text in typed]
    return state_document(study_of(scenario, weights_of(scenario, [1, 2]), trials))


def test_settings_are_where_the_sliders_start_and_injects_are_on():
    state = state_of("i1", "weights.d0=7", "weights.d0.f1=5", "ratings.o1.f0=0")
    assert [driver["points"] for driver in state["drivers"]] == [7, 2]
    assert [factor["points"] for factor in state["factors"]] == [1, 5, 1]
    assert state["ratings"] == [[1, 2, 3], [0, None, 6]]
    assert state["on"] == [1]
    assert [event["setting"] for event in state["injects"]] == [False, False]


def test_a_setting_that_replaces_what_an_inject_did_is_on_after_it():
    state = state_of("i0", "ratings.o0.f0=2", "weights.d0=7")
    assert state["on"] == [0, 2, 3]
    assert [(event["title"], event["setting"]) for event in state["injects"][2:]] == [
        ("ratings.o0.f0=2", True),
        ("weights.d0=7", True),
    ]
    assert state["injects"][3]["weights"] == [{"driver": 0, "points": 7}]


def test_a_chance_has_no_single_state():
    with pytest.raises(StudyError, match="a chance can be tried on the score alone"):
        state_of("chance.i0=0.5")


# The script's text --------------------------------------------------------------------------------------


def test_the_script_stands_alone_in_a_page_of_old_browsers():
    """ES2019, no page, no network, and nothing that would end the element it stands in."""
    code = re.sub(r"//.*", "", TEXT)
    later = r"\?\?|\?\.[a-zA-Z\[(]|\bimport\b|#\w|\|\|=|&&=|\d_\d|\d+n\b|\.at\(|replaceAll|structuredClone"
    assert re.search(later, code) is None
    assert re.search(r"\b(document|window|globalThis|fetch|eval|Date|random)\b", code) is None
    assert re.search(r"</|<!--|-->", TEXT) is None
    assert TEXT.isascii()
    assert len(TEXT) < 16_000


def test_the_state_is_never_changed_by_what_is_asked(run):
    """Two states after another, the second as the first: the study that both share is as it was."""
    scenario = tried_scenario()
    first, second = run(study_of(scenario, weights_of(scenario, [1, 2])), [{"on": [0, 1]}, {"on": [0, 1]}], 2)
    assert first == second

"""What differs between two scenarios or two weights: each change by itself, in words."""

import pytest
from builders import few, scenario_of, stated_problems, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.model.changes import (
    NOTHING,
    Change,
    rating_text,
    scenario_changes,
    weights_changes,
)
from scenario_cli.model.scenario import Rating
from scenario_cli.model.weights import Weights, equal_weights


def weights(drivers, factors=None):
    stated = {"format": "weights/1", "id": "w", "drivers": drivers, "factors": factors or {}}
    return Weights.model_validate(stated)


def words(changes):
    return [str(change) for change in changes]


# Weights


def test_a_change_is_where_it_was_and_is():
    assert str(Change("weights.power", "60", "50")) == "weights.power: 60 -> 50"


def test_points_that_differ_are_told_drivers_first_in_file_order():
    before = weights({"a": 3.0, "b": 2.0, "c": 1.0}, {"b": {"x": 1.0, "y": 2.0}, "a": {"p": 1.0, "q": 1.0}})
    after = weights({"a": 3.5, "b": 2.0, "c": 0.0}, {"b": {"x": 4.0, "y": 2.0}, "a": {"p": 1.0, "q": 9.0}})
    assert words(weights_changes(before, after)) == [
        "weights.a: 3 -> 3.5",
        "weights.c: 1 -> 0",
        "weights.b.x: 1 -> 4",
        "weights.a.q: 1 -> 9",
    ]


def test_a_group_of_factors_that_comes_or_goes_is_told_point_by_point():
    without, with_ = weights({"a": 1.0}), weights({"a": 1.0}, {"a": {"p": 2.0, "q": 1.0}})
    assert words(weights_changes(without, with_)) == [
        "weights.a.p: shared equally -> 2",
        "weights.a.q: shared equally -> 1",
    ]
    assert words(weights_changes(with_, without)) == [
        "weights.a.p: 2 -> shared equally",
        "weights.a.q: 1 -> shared equally",
    ]


def test_a_driver_that_comes_or_goes_is_told():
    before, after = weights({"a": 1.0, "b": 0.0}), weights({"a": 1.0, "c": 5.0})
    assert words(weights_changes(before, after)) == [
        f"weights.b: 0 -> {NOTHING}",
        f"weights.c: {NOTHING} -> 5",
    ]


def test_the_order_of_points_is_no_change():
    assert weights_changes(weights({"a": 1.0, "b": 2.0}), weights({"b": 2.0, "a": 1.0})) == []


@pytest.mark.parametrize(
    ("number", "text"),
    [(60.0, "60"), (0.1, "0.1"), (2.5e-7, "2.5e-07"), (1e20, "1e+20"), (100 / 3, "33.333333333333336")],
)
def test_points_are_told_as_they_would_be_typed(number, text):
    assert str(*weights_changes(weights({"a": 1.0}), weights({"a": number}))) == f"weights.a: 1 -> {text}"


@few
@given(stated_problems(), st.data())
def test_weights_that_differ_in_one_number_have_that_one_change(stated, data):
    _, before = stated
    driver = data.draw(st.sampled_from(list(before.drivers)))
    points = data.draw(st.sampled_from([4.0, 0.25, 19.0]))
    after = before.model_copy(update={"drivers": {**before.drivers, driver: points}})
    assert weights_changes(before, before) == []
    assert [change.where for change in weights_changes(before, after)] == [f"weights.{driver}"]
    back = weights_changes(after, before)
    assert [(c.after, c.before) for c in back] == [c[1:] for c in weights_changes(before, after)]


def test_a_change_never_reads_as_none():
    (change,) = weights_changes(weights({"a": 0.3}), weights({"a": 0.1 + 0.2}))
    assert change.before != change.after


# Ratings


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        (4.0, "4"),
        ("unknown", "unknown"),
        ("loud", "loud"),
        ({"value": 4.0, "low": 3.0, "high": 5.5}, "4 (low 3, high 5.5)"),
        ({"value": 4.0, "low": 4.0}, "4 (low 4)"),
        ({"value": 4.0, "high": 4.0}, "4 (high 4)"),
        ({"value": -2.0, "low": -3.0, "high": -1.0}, "-2 (low -3, high -1)"),
        ({"value": "fair", "low": "loud", "high": "quiet"}, "fair (low loud, high quiet)"),
        ({"value": 4.0, "why": "Because."}, "4"),
    ],
)
def test_a_rating_is_told_as_its_value_and_range(stated, text):
    assert rating_text(Rating.model_validate(stated)) == text


# Scenarios


def test_the_same_scenario_has_no_changes():
    scenario = scenario_of([[1, None], [{"value": 3, "low": 2, "high": 4}, 4]])
    assert scenario_changes(scenario, scenario_of([[1, None], [{"value": 3, "low": 2, "high": 4}, 4]])) == []
    assert scenario_changes(scenario, scenario) == []


def test_ratings_that_differ_are_told_option_by_option():
    before = scenario_of([[1, 2, 3], [4, 5, 6]])
    after = scenario_of([[1, 2, 9], [None, 5, {"value": 6, "low": 5, "high": 7}]])
    assert words(scenario_changes(before, after)) == [
        "ratings.o0.d2: 3 -> 9",
        "ratings.o1.d0: 4 -> unknown",
        "ratings.o1.d2: 6 -> 6 (low 5, high 7)",
    ]


def test_options_that_come_and_go_are_told_and_their_ratings_are_not():
    before = scenario_of([[1, 2], [3, 4]], options=["keep", "sell"])
    after = scenario_of([[1, 2], [7, 8]], options=["keep", "burn"])
    assert words(scenario_changes(before, after)) == [
        "option sell: there -> gone",
        f"option burn: {NOTHING} -> new",
    ]


def test_factors_that_come_and_go_are_told_and_their_ratings_are_not():
    before = scenario_of([[1, 2], [3, 4]], drivers=["cost", "taste"])
    after = scenario_of([[1, 9], [3, 9]], drivers=["cost", "noise"])
    assert words(scenario_changes(before, after)) == [
        "factor taste: there -> gone",
        f"factor noise: {NOTHING} -> new",
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {"minimums": [3.0, None]}, ["minimum of d0: (none) -> 3"]),
        ({"scales": [{"step": 2}, None]}, {}, ["step of d0: 2 -> (none)"]),
        ({}, {"confidence": {"low": 3}}, ["confidence.low: 2 -> 3"]),
        (
            {"injects": {"storm": {"ratings": {"o0": {"d0": {"set": 4}}}, "weights": {"d1": {"times": 2}}}}},
            {"injects": {"storm": {"ratings": {"o0": {"d0": {"shift": 4}, "d1": {"set": 0}}}}}},
            [
                "injects.storm.ratings.o0.d0: set 4 -> shift 4",
                "injects.storm.weights.d1: times 2 -> (none)",
                "injects.storm.ratings.o0.d1: (none) -> set 0",
            ],
        ),
        ({}, {"injects": {"storm": {}}}, ["inject storm: (none) -> new"]),
        ({"injects": {"storm": {}}}, {}, ["inject storm: there -> gone"]),
    ],
)
def test_what_moves_a_flag_a_range_or_an_inject_is_told(before, after, told):
    old, new = (scenario_of([[1, 2]], **stated) for stated in (before, after))
    assert words(scenario_changes(old, new)) == told


def test_a_preference_that_changes_is_told():
    old = scenario_of([[1, 2]])
    drivers = old.model_dump()["drivers"]
    drivers["d0"]["preference"] = {"type": "level", "q": 1.0, "p": 2.5}
    new = old.model_validate(old.model_dump() | {"drivers": drivers})
    assert words(scenario_changes(old, new)) == ["preference of d0: (none) -> level, q 1, p 2.5"]
    assert words(scenario_changes(new, old)) == ["preference of d0: level, q 1, p 2.5 -> (none)"]


def test_the_order_of_options_is_no_change():
    before = scenario_of([[1, 2], [3, 4]], options=["a", "b"])
    after = scenario_of([[3, 4], [1, 2]], options=["b", "a"])
    assert scenario_changes(before, after) == []


def scores(scenario):
    return rank_options(decision_problem(scenario, equal_weights(scenario))).scores.tolist()


TWICE_AS_LONG = {"worst": 0, "best": 20}
LEVELS = {"worst": 0, "best": 10, "levels": {"fair": 5}}
OTHER_LEVELS = {"worst": 0, "best": 10, "levels": {"fair": 6}}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    {
        "a rating": (([[1, 2]], {}), ([[1, 3]], {}), "ratings.o0.d1: 2 -> 3"),
        "a new factor": (([[1, 2]], {}), ([[1, 2, 3]], {}), "factor d2: (none) -> new"),
        "a scale": (
            ([[1, 2]], {}),
            ([[1, 2]], {"scales": [TWICE_AS_LONG, None]}),
            "scale of d0: 0 to 10 -> 0 to 20",
        ),
        "a level": (
            ([["fair"]], {"scales": [LEVELS]}),
            ([["fair"]], {"scales": [OTHER_LEVELS]}),
            "level fair of d0: 5 -> 6",
        ),
        "a factor put under another driver": (
            ([[1, 2, 9]], {"groups": [2, 1]}),
            ([[1, 2, 9]], {"groups": [1, 2]}),
            "driver of f1: d0 -> d1",
        ),
    }.values(),
)
def test_where_scores_differ_a_change_is_told(before, after, told):
    """So that `watch` and `diff` never show a move for which they name no cause."""
    old, new = (scenario_of(ratings, **stated) for ratings, stated in (before, after))
    assert scores(old) != scores(new)
    assert words(scenario_changes(old, new))[0] == told


@few
@given(stated_problems(), st.data())
def test_a_rating_that_differs_is_the_only_change(stated, data):
    scenario, _ = stated
    option = data.draw(st.sampled_from(list(scenario.options)))
    factor = data.draw(st.sampled_from(list(scenario.factors)))
    was = scenario.ratings[option][factor]
    now = was.model_copy(update={"value": 10.0 - was.value / 2})
    cells = {**scenario.ratings, option: {**scenario.ratings[option], factor: now}}
    changes = scenario_changes(scenario, scenario.model_copy(update={"ratings": cells}))
    assert changes == [Change(f"ratings.{option}.{factor}", rating_text(was), rating_text(now))]


def test_weights_for_a_scenario_tell_no_change_of_themselves():
    scenario = scenario_of([[1, 2, 3]], groups=[2, 1])
    stated = weights_of(scenario, [1, 2], {"d0": [1, 3]})
    assert weights_changes(stated, weights_of(scenario, [1, 2], {"d0": [1, 3]})) == []

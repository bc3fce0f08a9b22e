"""What moves from one state to another: by hand, and against the parts that explain it."""

import numpy as np
import pytest
from builders import ANY, many, stated_problems
from hypothesis import given

from scenario_cli.engine.comparison.attribution import Side, side_of
from scenario_cli.engine.comparison.moves import Difference, Other, State, differences, moves, stated_result
from scenario_cli.engine.problem import decision_problem


def state(options, factors, weights, values):
    side = Side(options, factors, np.array(weights, dtype=float), np.array(values, dtype=float))
    return State(side, side.scores)


OLD = state(["a", "b", "c"], ["x", "y"], [0.5, 0.5], [[1, 0.4], [0.6, 0.8], [0, 0]])
NEW = state(["d", "b", "a"], ["y", "x"], [0.5, 0.5], [[1, 1], [0.8, 0.6], [0.2, 1]])


def test_moves_by_hand_whatever_the_order_of_options_and_factors():
    found = moves(OLD, NEW)
    assert [(m.option, m.ranks) for m in found.moves] == [("a", (1, 3)), ("b", (1, 2))]
    assert [m.points for m in found.moves] == pytest.approx([-10, 0])
    assert [(p.factor, p.by, round(p.points, 9)) for p in found.moves[0].parts] == [("y", "rating", -10)]
    assert found.moves[1].parts == ()
    assert found.leaders == (("a", "b"), ("d",))
    assert found.others == (Other("c", "old", 0.0, 3, False), Other("d", "new", 100.0, 1, False))
    assert [m.tied for m in found.moves] == [(True, False), (True, False)]
    assert found.most == found.moves[0]


def test_where_nothing_moves_nobody_moved_most():
    found = moves(OLD, OLD)
    assert found.most is None
    assert all(move.points == 0 and move.parts == () for move in found.moves)


def test_what_both_sides_have_and_state_differently():
    assert differences(OLD.side, NEW.side) == [Difference("a", "y", 0.4, 0.2)]
    heavier = state(["a"], ["x", "y"], [0.25, 0.75], [[1, 0.4]])
    assert differences(OLD.side, heavier.side) == [
        Difference(None, "x", 0.5, 0.25),
        Difference(None, "y", 0.5, 0.75),
    ]


def test_a_factor_that_only_one_side_has_is_a_difference():
    """Once its weight led the explanation and stood nowhere among the changes."""
    richer = state(["a"], ["x", "y", "z"], [0.5, 0.25, 0.25], [[1, 0.4, 1]])
    assert differences(OLD.side, richer.side) == [
        Difference(None, "y", 0.5, 0.25),
        Difference(None, "z", None, 0.25),
    ]
    assert differences(richer.side, OLD.side)[-1] == Difference(None, "z", 0.25, None)


@many
@given(stated_problems(ANY))
def test_a_stored_result_is_the_state_that_it_was_stored_from(stated):
    problem = decision_problem(*stated)
    side = side_of(problem)
    contributed = 100 * problem.values * problem.weights
    stored = stated_result(
        dict(zip(problem.factors, problem.weights.tolist(), strict=True)),
        dict(zip(problem.options, contributed.tolist(), strict=True)),
        side.scores.tolist(),
    )
    assert [m.parts for m in moves(State(side, side.scores), stored).moves if m.parts] == []
    known = problem.weights > 0
    np.testing.assert_allclose(stored.side.values[:, known], problem.values[:, known], atol=1e-9)
    assert np.isnan(stored.side.values[:, ~known]).all()


@pytest.mark.parametrize(
    ("weights", "contributions", "scores", "said"),
    [
        ({"x": 1.0}, {}, [], "ranks no option"),
        ({"x": 1.0}, {"a": [50.0]}, [51.0], "do not add up"),
        ({"x": 1.0}, {"a": [float("nan")]}, [50.0], "do not add up"),
        ({}, {"a": []}, [50.0], "no shares"),
        ({"x": 3.0}, {"a": [50.0]}, [50.0], "no shares"),
        ({"x": -1.0, "y": 2.0}, {"a": [25.0, 25.0]}, [50.0], "no shares"),
    ],
)
def test_a_stored_result_that_does_not_add_up_is_refused(weights, contributions, scores, said):
    with pytest.raises(ValueError, match=said):
        stated_result(weights, contributions, scores)

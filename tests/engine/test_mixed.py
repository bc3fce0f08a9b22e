"""What held of straight scales holds with value curves, doubts and events mixed in at random."""

from fractions import Fraction

import numpy as np
import pytest
from builders import TIE, few, first_of, many, scores_at, study_of
from doubted import doubted
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import decisive_factors, dominators, rank_options, score_ranges
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.least_shift import least_shift
from scenario_cli.engine.sensitivity.one_way import one_way
from scenario_cli.engine.sensitivity.shifts import weight_shifts
from scenario_cli.engine.sweep import Sweep, points_of, points_row
from scenario_cli.engine.uncertain import means, uncertain_cells

pytestmark = pytest.mark.thorough


@given(doubted())
@many
def test_on_its_way_a_weight_puts_first_who_scores_best_there(stated):
    problem = decision_problem(*stated)
    for swing in one_way(problem, rank_options(problem)):
        for segment in swing.segments:
            for t in (segment.start, (segment.start + segment.end) / 2, segment.end):
                scores = scores_at(problem, swing.kind, swing.item, t)
                assert scores.max() - scores[segment.first[0]] <= 1e-7


@given(doubted(events=2))
@many
def test_a_sweep_gives_the_same_bits_as_one_ranking(stated):
    scenario, weights = stated
    for injects in ((), ("e0",), ("e0", "e1")):
        sweep = Sweep(scenario, injects)
        found = sweep.result(points_of(scenario, [points_row(scenario, weights)])).swept
        ranking = rank_options(decision_problem(scenario, weights, injects))
        assert found.scores[0].tolist() == ranking.scores.tolist()
        assert found.ranks[0].tolist() == ranking.ranks.tolist()
        near = [worse for _, worse in ranking.near]
        assert np.flatnonzero(found.near[0]).tolist() == sorted(near)


@given(doubted(events=1))
@few
def test_the_order_of_options_and_points_changes_no_score(stated):
    scenario, weights = stated
    turned = scenario.model_copy(
        update={
            "options": dict(reversed(scenario.options.items())),
            "ratings": dict(reversed(scenario.ratings.items())),
            "drivers": {
                id_: driver.model_copy(
                    update={
                        "scale": driver.scale.model_copy(
                            update={"values": dict(reversed(driver.scale.values.items()))}
                        )
                    }
                )
                for id_, driver in scenario.drivers.items()
            },
        }
    )
    one, other = study_of(scenario, weights), study_of(turned, weights)
    assert one.ranking.scores.tolist() == other.ranking.scores.tolist()[::-1]
    for a, b in zip(one.events, other.events, strict=True):
        assert [tip.at for tip in a.tips] == [tip.at for tip in b.tips]
    for c, d in zip(one.doubt_ways, other.doubt_ways, strict=True):
        assert np.allclose([tip.at for tip in c.tips], [tip.at for tip in d.tips], atol=1e-9)


@given(doubted())
@few
def test_an_option_worst_everywhere_changes_no_rank_no_tip_and_no_turning_point(stated):
    scenario, weights = stated
    worst = {factor: {"value": factors.scale.worst} for factor, factors in scenario.factors.items()}
    data = scenario.model_dump(exclude_unset=True)
    data["options"] = {**data["options"], "last": {}}
    data["ratings"] = {**data["ratings"], "last": worst}
    one, other = study_of(scenario, weights), study_of(scenario.model_validate(data), weights)
    assert other.ranking.scores[:-1].tolist() == one.ranking.scores.tolist()
    if one.ranking.scores.min() > TIE:
        assert [way.segments for way in other.doubt_ways] == [way.segments for way in one.doubt_ways]
        assert [swing.flips for swing in other.one_way] == [swing.flips for swing in one.one_way]


@given(doubted())
@few
def test_shifts_of_weight_put_first_whom_they_say(stated):
    problem = decision_problem(*stated)
    ranking = rank_options(problem)
    for shift in weight_shifts(problem, ranking):
        if shift.weights is not None:
            scores = 100 * problem.values @ shift.weights
            assert scores.max() - scores[shift.option] <= 1e-6
    least = least_shift(problem, ranking)
    points = [shift.points for shift in weight_shifts(problem, ranking) if shift.points is not None]
    if least is not None and len(ranking.leaders) == 1:
        assert abs(least.points - min(points)) <= 1e-6


@given(doubted(), st.data())
@few
def test_what_a_rating_in_doubt_could_do_is_what_both_ends_of_its_scale_do(stated, data):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    i = data.draw(st.integers(0, len(problem.options) - 1))
    j = data.draw(st.integers(0, len(problem.factors) - 1))
    cell = np.zeros(problem.values.shape, dtype=bool)
    cell[i, j] = True
    low, high = score_ranges(problem, cell)
    scale = scenario.factors[problem.factors[j]].scale
    for end, found in ((scale.worst, low), (scale.best, high)):
        tried = study_of(scenario, weights).tried(f"ratings.o{i}.d{j}={end!r}")
        assert np.allclose(tried.ranking.scores, found, atol=1e-9)


@given(doubted())
@few
def test_dominance_and_single_factors_are_told_of_values(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    for i, by in dominators(problem).items():
        for k in by:
            assert np.all(problem.values[k] >= problem.values[i])
            assert rank_options(problem).scores[k] >= rank_options(problem).scores[i] - TIE
    for j in decisive_factors(problem, rank_options(problem)):
        scores = scores_at(problem, "factor", j, 0.0)
        assert first_of(scores) != rank_options(problem).leaders


@given(doubted(curved=False))
@few
def test_means_are_thirds_and_halves_in_fractions(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    found = means(problem, uncertain_cells(scenario, problem))
    for i, option in enumerate(problem.options):
        for j, factor in enumerate(problem.factors):
            rating, scale = scenario.ratings[option][factor], scenario.factors[factor].scale
            worst, best = Fraction(scale.worst), Fraction(scale.best)
            ends = [Fraction(x) for x in (rating.low, rating.value, rating.high) if x is not None]
            if rating.shape == "uniform" and len(ends) == 3:
                ends = [ends[0], ends[2]]
            mean = sum(ends) / len(ends)
            assert abs(float((mean - worst) / (best - worst)) - found[i, j]) <= 1e-12

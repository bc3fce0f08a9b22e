"""Scores, ranks by the tie rule, near ties, dominance, idle factors, first place under unknown ratings."""

import numpy as np
import pytest
from builders import (
    completions,
    few,
    first_of,
    many,
    on_0_to_1,
    problem_of,
    published,
    ranked,
    scenario_of,
    stated_problems,
    weights_of,
)
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import (
    alike_factors,
    competition_ranks,
    contributions,
    decisive_factors,
    dominators,
    is_near,
    rank_options,
    tied_options,
)
from scenario_cli.engine.problem import decision_problem


def ranking_of(ratings, points, within=None, **stated):
    return rank_options(problem_of(ratings, points, within, **stated))


def one_factor(*ratings):
    """Scores as given: one factor on a scale of 0..100 that has all the weight."""
    return ranking_of([[x] for x in ratings], [1], scales=[{"worst": 0.0, "best": 100.0}])


# Scores


def test_a_contribution_is_weight_times_value_times_100():
    got = contributions(np.array([[0.5, 1.0], [0.0, 0.25]]), np.array([0.6, 0.4]))
    assert got.tolist() == [[30.0, 40.0], [0.0, 10.0]]


def test_a_score_is_the_sum_of_its_contributions():
    ranking = ranking_of([[8, 2], [5, 6]], [3, 1])
    assert ranking.contributions.ravel().tolist() == pytest.approx([60.0, 5.0, 37.5, 15.0], abs=1e-12)
    assert ranking.scores.tolist() == [65.0, 52.5]
    assert ranking.behind.tolist() == [0.0, 12.5]


@given(stated_problems())
@many
def test_scores_lie_in_0_to_100_and_are_their_contributions_sums(stated):
    ranking = rank_options(decision_problem(*stated))
    assert ((ranking.scores >= 0) & (ranking.scores <= 100 + 1e-12)).all()
    assert ranking.scores.tolist() == pytest.approx(ranking.contributions.sum(axis=1).tolist(), abs=1e-12)
    assert ranking.behind.min() == 0


def test_an_option_best_on_everything_scores_100_and_one_worst_on_everything_0():
    ranking = ranking_of([[10, 0], [0, 6]], [1, 2], scales=[None, {"worst": 6, "best": 0}])
    assert ranking.scores.tolist() == pytest.approx([100, 0], abs=1e-12)


# Ranks and ties


@pytest.mark.parametrize(
    ("scores", "ranks"),
    [
        ([50], [1]),
        ([10, 30, 20], [3, 1, 2]),
        ([30, 20, 20, 10], [1, 2, 2, 4]),
        ([20, 30, 30, 10], [3, 1, 1, 4]),
        ([5, 5, 5], [1, 1, 1]),
        ([10, 20, 10, 20, 10], [3, 1, 3, 1, 3]),
    ],
)
def test_tied_options_share_the_better_rank_as_1224(scores, ranks):
    ranking = one_factor(*scores)
    assert ranking.ranks.tolist() == ranks
    assert ranking.tied.tolist() == [scores.count(score) > 1 for score in scores]
    assert ranking.leaders == tuple(i for i, rank in enumerate(ranks) if rank == 1)


def test_order_is_by_rank_then_as_in_the_file():
    assert one_factor(20, 30, 30, 40, 20).order == (3, 1, 2, 0, 4)


@pytest.mark.parametrize("score", [0.5, 1.0, 50.0, 99.0])
@pytest.mark.parametrize(("apart", "tied"), [(0.9e-9, True), (1.1e-9, False)])
def test_scores_tie_up_to_1e_9_apart_and_no_further(score, apart, tied):
    ranking = one_factor(score, score + apart)
    assert ranking.ranks.tolist() == ([1, 1] if tied else [2, 1])
    assert ranking.tied.tolist() == [tied, tied]
    assert ranking.leaders == ((0, 1) if tied else (1,))
    mirrored = one_factor(score + apart, score)
    assert mirrored.ranks.tolist() == ([1, 1] if tied else [1, 2])


def test_scores_exactly_1e_9_apart_tie():
    assert competition_ranks(np.array([0.0, 1e-9])).tolist() == [1, 1]
    assert tied_options(np.array([0.0, 1e-9])).tolist() == [True, True]


def test_in_a_chain_of_ties_each_rank_counts_who_is_above_by_more_than_1e_9():
    scores = np.array([2.0, 2.0 - 0.6e-9, 2.0 - 1.2e-9])
    assert competition_ranks(scores).tolist() == [1, 1, 2]
    assert tied_options(scores).tolist() == [True, True, True]


@given(st.lists(st.integers(0, 400).map(lambda k: k * 0.25e-9 + 7), min_size=1, max_size=12))
@many
def test_ranks_and_ties_are_what_counting_gives(scores):
    scores = np.array(scores)
    above = scores[:, None] - scores[None, :]
    if np.isclose(np.abs(above), 1e-9, rtol=0, atol=1e-11).any():
        scores = scores + 1e-10 * np.arange(scores.size) / scores.size
        above = scores[:, None] - scores[None, :]
    assert competition_ranks(scores).tolist() == (1 + (above > 1e-9).sum(axis=0)).tolist()
    assert tied_options(scores).tolist() == ((np.abs(above) <= 1e-9).sum(axis=0) > 1).tolist()


def test_a_sum_that_rounding_spoils_still_ties():
    ratings = [[0.1, 0.2, 0.0], [0.3, 0.0, 0.0], [0.0, 0.0, 0.3]]
    ranking = ranking_of(ratings, [1, 1, 1], scales=on_0_to_1(3))
    assert ranking.ranks.tolist() == [1, 1, 1]


@given(stated_problems(), st.randoms(use_true_random=False))
@few
def test_options_in_another_order_get_the_same_scores_and_ranks(stated, chance):
    scenario, weights = stated
    names = list(scenario.options)
    chance.shuffle(names)
    moved = scenario.model_copy(update={"options": {name: scenario.options[name] for name in names}})
    before, now = (rank_options(decision_problem(s, weights)) for s in (scenario, moved))
    place = [list(scenario.options).index(name) for name in names]
    assert now.scores.tolist() == before.scores[place].tolist()
    assert now.ranks.tolist() == before.ranks[place].tolist()
    assert now.tied.tolist() == before.tied[place].tolist()


# Near ties


@pytest.mark.parametrize(
    ("better", "worse", "near"),
    [(5.99, 5, True), (6, 5, False), (6.01, 5, False), (5, 5, False), (10, 9.5, True), (0.5, 0, True)],
)
def test_two_are_near_when_one_step_is_strictly_more_than_their_gap(better, worse, near):
    problem, ranking = ranked(problem_of([[better], [worse]], [1]))
    assert ranking.near == (((0, 1),) if near else ())
    assert is_near(problem, ranking.scores, 0, 1) is near


def test_a_stated_step_is_the_step_that_counts():
    ratings = [[5.4], [5]]
    assert ranking_of(ratings, [1], scales=[{"worst": 0, "best": 10, "step": 0.5}]).near == ((0, 1),)
    assert ranking_of(ratings, [1], scales=[{"worst": 0, "best": 10, "step": 0.3}]).near == ()


def test_a_step_counts_with_the_weight_of_its_factor():
    assert ranking_of([[5, 5.9], [5, 5]], [9, 1]).near == ((0, 1),)
    assert ranking_of([[5.9, 5], [5, 5]], [1, 9]).near == ((0, 1),)
    assert ranking_of([[10, 2], [0, 2]], [1, 9]).near == ()


def test_a_factor_without_weight_makes_nothing_near():
    scales = [{"worst": 0, "best": 10, "step": 10}, {"worst": 0, "best": 10, "step": 0.1}]
    assert ranking_of([[5, 5.5], [5, 5]], [0, 1], scales=scales).near == ()


def many_small(heavy_better, heavy_worse, light_better, light_worse):
    """Two options, one factor of weight 1/2 and ten of 1/20."""
    rows = [[heavy_better] + [light_better] * 10, [heavy_worse] + [light_worse] * 10]
    return problem_of(rows, [10] + [1] * 10, scales=on_0_to_1(11))


def test_a_step_stops_at_the_end_of_the_scale():
    """A whole step on the heavy factor is 5 points, but only 0.5 and 0.25 are left on it."""
    problem, ranking = ranked(many_small(0.005, 0.99, 1.0, 0.0))
    assert ranking.scores[0] - ranking.scores[1] == pytest.approx(0.75, abs=1e-12)
    assert ranking.near == ()
    assert not is_near(problem, ranking.scores, 0, 1)


def test_what_is_left_of_a_step_can_be_enough():
    """The worse one rises by the 0.02 that are left: 1 point, against a gap of 0.5."""
    ranking = rank_options(many_small(0.0, 0.98, 0.99, 0.0))
    assert ranking.scores[0] - ranking.scores[1] == pytest.approx(0.5, abs=1e-12)
    assert ranking.near == ((0, 1),)


def test_what_is_left_of_a_step_must_be_more_than_the_gap_and_not_just_it():
    """The 0.02 that are left are worth the gap of 1 point to the digit: level, not reversed."""
    ranking = rank_options(many_small(0.0, 0.98, 1.0, 0.0))
    assert ranking.scores[0] - ranking.scores[1] == pytest.approx(1.0, abs=1e-12)
    assert ranking.near == ()


@given(stated_problems())
@many
def test_neighbours_are_near_exactly_when_moving_some_cell_by_a_step_reverses_them(stated):
    problem, ranking = ranked(decision_problem(*stated))
    near = []
    for better, worse in zip(ranking.order, ranking.order[1:], strict=False):
        if ranking.scores[better] - ranking.scores[worse] <= 1e-9:
            continue
        leads = []
        for option, sign in ((better, -1), (worse, 1)):
            for j, step in enumerate(problem.steps):
                values = problem.values.copy()
                values[option, j] = np.clip(values[option, j] + sign * step, 0, 1)
                scores = 100 * values @ problem.weights
                leads.append(scores[worse] - scores[better])
        if max(leads) > 1e-9:
            near.append((better, worse))
    assert ranking.near == tuple(near)


def test_options_that_tie_are_tied_and_not_near():
    ranking = ranking_of([[5], [5]], [1])
    assert ranking.near == ()
    assert ranking.tied.all()


# Dominance


def test_an_option_worse_somewhere_and_better_nowhere_is_dominated():
    assert dominators(problem_of([[5, 5], [5, 4], [6, 1]], [1, 1])) == {1: (0,)}
    assert dominators(problem_of([[5, 5], [5, 4], [9, 9]], [1, 1])) == {0: (2,), 1: (0, 2)}


def test_equal_options_do_not_dominate_each_other():
    assert dominators(problem_of([[5, 5], [5, 5]], [1, 1])) == {}


def test_dominance_minds_the_direction_of_the_scale():
    assert dominators(problem_of([[5, 3], [5, 4]], [1, 1], scales=[None, {"worst": 6, "best": 0}])) == {
        1: (0,)
    }


def test_dominance_does_not_look_at_weights():
    assert dominators(problem_of([[5, 5], [5, 4]], [1, 0])) == {1: (0,)}


@pytest.mark.parametrize(
    ("ratings", "found"),
    [
        ([[10, 10], [5, None]], {1: (0,)}),
        ([[10, None], [5, 0]], {1: (0,)}),
        ([[10, None], [5, None]], {}),
        ([[10, None], [10, 0]], {}),
        ([[10, 10], [10, None]], {}),
        ([[5, None], [5, 3]], {}),
        ([[None], [None]], {}),
    ],
)
def test_an_unknown_cell_dominates_only_where_any_value_of_it_would(ratings, found):
    assert dominators(problem_of(ratings, [1] * len(ratings[0]))) == found


@given(stated_problems(unknown=True, most=4))
@many
def test_dominance_is_what_every_completion_of_the_unknown_cells_shows(stated):
    problem = decision_problem(*stated)
    m = len(problem.options)
    always = np.ones((m, m), dtype=bool)
    for values in completions(problem):
        better = (values[None] >= values[:, None]).all(axis=2) & (values[None] > values[:, None]).any(axis=2)
        always &= better
    expected = {i: tuple(np.flatnonzero(row).tolist()) for i, row in enumerate(always) if row.any()}
    assert dominators(problem) == expected


# Factors on which all rate alike, and those that decide


def alike(ratings, points, within=None, **stated):
    return alike_factors(problem_of(ratings, points, within, **stated))


def decisive(ratings, points, within=None, **stated):
    return decisive_factors(*ranked(problem_of(ratings, points, within, **stated)))


def test_a_factor_on_which_all_rate_alike_is_alike_where_it_has_weight():
    assert alike([[5, 7], [9, 7]], [1, 1]) == (1,)
    assert alike([[5, 7], [9, 7]], [1, 0]) == ()
    assert alike([[5], [5]], [1]) == (0,)
    assert alike([[9, 6], [1, 5]], [1, 1]) == ()


def test_a_factor_with_an_unknown_cell_is_never_alike():
    assert alike([[5, 5], [9, 5]], [1, 1]) == (1,)
    assert alike([[5, None], [9, 5]], [1, 1]) == ()
    assert alike([[5, None], [9, None]], [1, 1]) == ()


def test_a_factor_decides_where_first_place_is_another_without_it():
    assert decisive([[9, 2, 5], [1, 8, 5.5]], [1, 1, 1]) == (0,)
    assert decisive([[9, 6], [1, 5]], [1, 1]) == ()
    assert decisive([[6, 5, 5], [6, 5, 4]], [1, 1, 1]) == (2,)


def test_a_factor_that_only_changes_the_order_further_down_does_not_decide():
    assert decisive([[9, 9], [3, 4], [4, 2]], [1, 1]) == ()


def test_a_factor_with_all_the_weight_or_none_does_not_decide():
    assert decisive([[5], [9]], [1]) == ()
    assert decisive([[5, 3], [9, 4]], [1, 0]) == ()


@given(stated_problems())
@many
def test_decisive_factors_are_those_that_scoring_without_them_shows(stated):
    problem, ranking = ranked(decision_problem(*stated))
    found = []
    for j, weight in enumerate(problem.weights):
        rest = np.delete(problem.weights, j)
        if weight == 0 or rest.sum() < 1e-12:
            continue
        scores = 100 * np.delete(problem.values, j, axis=1) @ (rest / rest.sum())
        if tuple(np.flatnonzero(competition_ranks(scores) == 1)) != ranking.leaders:
            found.append(j)
    assert decisive_factors(problem, ranking) == tuple(found)


def test_a_factor_with_nearly_all_the_weight_is_judged_by_the_rest_to_the_digit():
    """Without d0 the options tie on the others, 3 + 3 to 2 + 4, so d0 does decide."""
    ratings = [[1, 3, 3], [0, 2, 4]]
    assert 0 in decisive(ratings, [1, 1, 1])
    assert 0 in decisive(ratings, [1, 1e-9, 1e-9])


# First place under unknown ratings


def test_an_unknown_cell_gives_a_score_its_range_and_the_middle_of_it():
    ranking = ranking_of([[4, None], [5, 5]], [3, 1])
    assert ranking.scores.tolist() == [42.5, 50.0]
    assert ranking.low.tolist() == pytest.approx([30.0, 50.0], abs=1e-12)
    assert ranking.high.tolist() == pytest.approx([55.0, 50.0], abs=1e-12)


def test_without_unknown_cells_low_and_high_are_the_score():
    ranking = ranking_of([[{"value": 4, "low": 1, "high": 9}, 2], [5, 5]], [3, 1])
    assert ranking.low.tolist() == ranking.scores.tolist() == ranking.high.tolist()
    assert (ranking.could_lead, ranking.open) == ((1,), False)


def test_an_unknown_cell_without_weight_leaves_the_score_certain():
    ranking = ranking_of([[4, None], [5, 5]], [1, 0])
    assert ranking.low.tolist() == ranking.high.tolist() == [40.0, 50.0]
    assert not ranking.open


@pytest.mark.parametrize(
    ("ratings", "could_lead", "is_open"),
    [
        ([[4, None], [5, 5]], (0, 1), True),  # 30..55 against 50
        ([[1, None], [5, 5]], (1,), False),  # 7.5..32.5 against 50
        ([[9, None], [5, 5]], (0,), False),  # 67.5..92.5 against 50
        ([[9, None], [9, None]], (0, 1), True),
        ([[5, 5], [5, 5]], (0, 1), False),  # a tie that nothing can break
        ([[5, 5], [5, None]], (0, 1), True),  # a tie only while the unknown stands at its middle
        ([[10, None], [10, 0]], (0, 1), True),  # they tie where the unknown is at its worst
    ],
)
def test_who_could_be_first_and_whether_that_is_open(ratings, could_lead, is_open):
    ranking = ranking_of(ratings, [3, 1])
    assert (ranking.could_lead, ranking.open) == (could_lead, is_open)


@given(stated_problems(unknown=True, most=4))
@many
def test_first_place_under_doubt_is_what_every_corner_shows(stated):
    problem, ranking = ranked(decision_problem(*stated))
    firsts, low, high = set(), ranking.scores.copy(), ranking.scores.copy()
    for values in completions(problem):
        scores = 100 * values @ problem.weights
        low, high = np.minimum(low, scores), np.maximum(high, scores)
        firsts.add(first_of(scores))
    assert ranking.could_lead == tuple(sorted(set().union(*firsts)))
    assert ranking.open == (firsts != {ranking.leaders})
    assert ranking.low.tolist() == pytest.approx(low.tolist(), abs=1e-9)
    assert ranking.high.tolist() == pytest.approx(high.tolist(), abs=1e-9)


# Published cases


def from_case(case, points, **stated):
    scales = [{"worst": c["scale"][0], "best": c["scale"][1]} for c in case["criteria"]]
    return problem_of(case["matrix"], points, scales=scales, **stated)


def test_triantaphyllou_2000_weighted_sum_model_ties_for_first_place():
    """Wikipedia's weighted sum model, after Triantaphyllou (2000): A2 and A3 tie at 22."""
    case = published("wsm_wikipedia_tie")
    ranking = rank_options(from_case(case, case["weights"]))
    assert ranking.scores.tolist() == pytest.approx(case["expected"]["published"]["score"], abs=1e-9)
    assert ranking.ranks.tolist() == case["expected"]["recomputed"]["rank_competition"]
    assert [case["options"][i] for i in ranking.leaders] == case["expected"]["published"]["best"]
    assert ranking.tied.tolist() == [False, True, True]


def test_goodwin_wright_2004_office_location_scores():
    """Goodwin & Wright (2004), ch. 3: SMART totals with the book's rounded weights."""
    case = published("smart_goodwin_wright_office")
    ranking = rank_options(from_case(case, case["weights"]))
    for office, score in case["expected"]["published"]["score"].items():
        assert ranking.scores[case["options"].index(office)] == pytest.approx(score, abs=0.05)
    assert ranking.scores.tolist() == pytest.approx(case["expected"]["recomputed"]["score"], abs=1e-9)
    assert ranking.ranks.tolist() == case["expected"]["recomputed"]["rank"]


def test_goodwin_wright_2004_office_location_contributions_of_addison_square():
    """p. 44: 3200 + 1560 + 2300 + 750 + 0 + 270 = 8080, in hundredths."""
    case = published("smart_goodwin_wright_office")
    contributed = rank_options(from_case(case, case["weights"])).contributions[0]
    assert contributed.tolist() == pytest.approx([32, 15.6, 23, 7.5, 0, 2.7], abs=1e-9)


def test_goodwin_wright_2004_office_location_with_unrounded_swing_weights():
    """The same with points 100, 80, 70, 30, 20, 10 that are normalised and not rounded."""
    case = published("smart_goodwin_wright_office")
    problem, ranking = ranked(from_case(case, case["weights_from"]["swing_points"]))
    expected = case["expected"]["recomputed"]
    assert problem.weights.tolist() == pytest.approx(case["weights_from"]["normalised_exact"], abs=1e-9)
    assert ranking.scores.tolist() == pytest.approx(expected["score_with_unrounded_swing_weights"], abs=1e-9)
    assert ranking.ranks.tolist() == expected["rank_unrounded"]


def test_triantaphyllou_sanchez_1997_scores():
    """Triantaphyllou & Sanchez (1997), matrix as recalled: weights sum to 1.0001, and are normalised."""
    case = published("sens_triantaphyllou_sanchez_1997")
    scenario = scenario_of(case["matrix"], scales=on_0_to_1(4))
    ranking = rank_options(decision_problem(scenario, weights_of(scenario, case["weights"])))
    expected = [100 * score / 1.0001 for score in case["expected"]["recomputed"]["score"]]
    assert ranking.scores.tolist() == pytest.approx(expected, abs=1e-9)
    assert ranking.ranks.tolist() == case["expected"]["recomputed"]["rank"]

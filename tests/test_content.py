"""The shipped scenarios and weights keep to the report that they are a reading of.

The report is not part of the project; what its text allows stands here as ordinal facts.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from scenario_cli.engine.additive import decisive_factors, rank_options
from scenario_cli.engine.flags import ranking_flags
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import first_along
from scenario_cli.files.reading import read_scenario, read_weights

ROOT = Path(__file__).parent.parent
NOW, THEN = "china-arms-russia", "china-arms-russia-2022"
SCENARIOS = (NOW, THEN)
WEIGHTS = ("authors", "critics", "equal", "interests", "personality", "power", "stove_piped")
OPTIONS = ("straddle", "covert_shells", "drones", "open_arming")
FACTORS = {
    "power": ("leverage", "counter_us", "russia_holds", "free_hand"),
    "interests": ("us_relations", "european_relations", "sanctions", "energy", "standing", "region"),
    "personality": ("putin_tie", "regime_kinship", "faith_in_russia"),
}
PARAGRAPHS = {"intro": 2, "straddle": 11, "arming": 2, "how": 5, "why": 9, "prize": 12, "reading": 8}
LABELS = {f"{part}.{k + 1}" for part, count in PARAGRAPHS.items() for k in range(count)}

STATED = {name: read_scenario(ROOT / "scenarios" / f"{name}.yaml") for name in SCENARIOS}
both = pytest.mark.parametrize("scenario", STATED.values(), ids=STATED)
every_weights = pytest.mark.parametrize("weights", WEIGHTS)


def weights_for(scenario, name):
    return read_weights(ROOT / "weights" / f"{name}.yaml", scenario)


def scored(scenario, name, *injects):
    """Every option's score by id, best first."""
    problem = decision_problem(scenario, weights_for(scenario, name), injects)
    ranking = rank_options(problem)
    return {problem.options[i]: float(ranking.scores[i]) for i in ranking.order}


def lead(scores):
    best, second = list(scores.values())[:2]
    return best - second


def ratings_on(scenario, factor):
    return [scenario.ratings[option][factor].value for option in OPTIONS]


def cells(scenario):
    return [
        (option, factor, rating) for option, row in scenario.ratings.items() for factor, rating in row.items()
    ]


# What is shipped


def test_the_shipped_files_are_two_scenarios_and_seven_weights_files():
    assert sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml")) == sorted(SCENARIOS)
    assert sorted(path.stem for path in (ROOT / "weights").glob("*.yaml")) == sorted(WEIGHTS)


@both
def test_a_scenario_has_the_four_courses_and_the_three_explanations(scenario):
    assert tuple(scenario.options) == OPTIONS
    assert {id_: tuple(driver.factors) for id_, driver in scenario.drivers.items()} == FACTORS
    assert scenario.status_quo == "straddle"
    assert scenario.decision_maker == "Beijing"
    assert scenario.weights == "authors"


def test_the_two_dates_have_the_same_options_drivers_and_scales():
    now, then = STATED.values()
    assert now.options == then.options
    assert now.drivers == then.drivers
    assert (then.as_of, now.as_of) == ("2022-03", "2023-03")


@both
def test_evidence_that_both_dates_cite_has_the_same_words(scenario):
    shared = STATED[NOW].evidence.keys() & STATED[THEN].evidence.keys()
    assert len(shared) > 20
    assert all(scenario.evidence[id_] == STATED[NOW].evidence[id_] for id_ in shared)


@both
@every_weights
def test_every_weights_file_fits_and_counts_every_driver(scenario, weights):
    read = weights_for(scenario, weights)
    assert read.id == weights
    assert read.title
    assert read.about
    assert set(read.drivers) == set(FACTORS)
    assert min(read.drivers.values()) > 0


@every_weights
def test_a_weights_files_ranges_hold_its_own_shares(weights):
    read = weights_for(STATED[NOW], weights)
    total = sum(read.drivers.values())
    assert set(read.ranges) == (set() if weights == "equal" else set(read.drivers))
    for driver, (low, high) in read.ranges.items():
        assert low < 100 * read.drivers[driver] / total < high


@both
@every_weights
def test_every_inject_works_under_every_weights_file(scenario, weights):
    assert len(scenario.injects) >= 5
    before = scored(scenario, weights)
    for inject in scenario.injects:
        now = scored(scenario, weights, inject)
        assert now != before, f"{inject} changes nothing"
        assert all(0 <= score <= 100 for score in now.values())


@both
def test_no_single_inject_pushes_a_rating_past_its_scale_and_all_at_once_leave_values_on_it(scenario):
    weights = weights_for(scenario, "authors")
    for inject in scenario.injects:
        assert not decision_problem(scenario, weights, [inject]).clipped.any(), inject
    problem = decision_problem(scenario, weights, list(scenario.injects))
    assert ((problem.values >= 0) & (problem.values <= 1)).all()


# Every number says where it comes from


@both
def test_every_rating_has_a_reason_a_kind_a_confidence_and_evidence(scenario):
    assert len(cells(scenario)) == 4 * 13
    for option, factor, rating in cells(scenario):
        assert len(rating.why.split()) >= 8, (option, factor)
        assert rating.kind, (option, factor)
        assert rating.confidence, (option, factor)
        assert rating.evidence, (option, factor)


@both
def test_every_factor_says_what_it_holds_and_what_0_5_and_10_mean(scenario):
    for factor in scenario.factors.values():
        assert (factor.scale.worst, factor.scale.best) == (0, 10)
        assert set(factor.scale.anchors) == {0, 5, 10}
        assert factor.about.startswith("Holds ")


@both
def test_only_the_status_quo_and_what_happened_are_told_as_reporting(scenario):
    """The report describes the straddle; no arming course had been taken."""
    reported = {option for option, _, rating in cells(scenario) if rating.kind == "reporting"}
    assert reported <= {"straddle"}


@both
def test_every_piece_of_evidence_stands_at_a_paragraph_of_the_report(scenario):
    assert len(LABELS) == 49
    places = {id_: item.at for id_, item in scenario.evidence.items()}
    assert {id_: at for id_, at in places.items() if at not in LABELS} == {}


@both
def test_every_piece_of_evidence_and_every_source_is_used(scenario):
    used = {id_ for _, _, rating in cells(scenario) for id_ in rating.evidence}
    used |= {id_ for inject in scenario.injects.values() for id_ in inject.evidence}
    for name in WEIGHTS:
        used |= {id_ for ids in weights_for(scenario, name).evidence.values() for id_ in ids}
    assert set(scenario.evidence) - used == set()
    assert set(scenario.sources) == {item.source for item in scenario.evidence.values()}


@both
def test_every_inject_says_what_it_is_and_rests_on_evidence(scenario):
    for id_, inject in scenario.injects.items():
        assert inject.title, id_
        assert inject.about, id_
        assert inject.evidence, id_


@both
def test_no_two_ratings_give_the_same_reason(scenario):
    reasons = [" ".join(rating.why.split()) for _, _, rating in cells(scenario)]
    assert len(set(reasons)) == len(reasons)


# Ordinal facts of the text


@both
@pytest.mark.parametrize("factor", ["us_relations", "european_relations", "standing", "region", "free_hand"])
def test_costs_rise_from_the_straddle_over_covert_shells_and_drones_to_open_arming(scenario, factor):
    ratings = ratings_on(scenario, factor)
    assert all(milder > harsher for milder, harsher in pairwise(ratings))


@both
def test_every_arming_course_helps_russia_hold_and_open_arming_most(scenario):
    straddle, *arming = ratings_on(scenario, "russia_holds")
    assert min(arming) > straddle
    assert arming[-1] == max(arming)
    assert arming.count(max(arming)) == 1


@both
@pytest.mark.parametrize("factor", FACTORS["personality"])
def test_every_arming_course_serves_the_tie_at_least_as_well_as_the_straddle(scenario, factor):
    straddle, *arming = ratings_on(scenario, factor)
    assert min(arming) >= straddle


@both
def test_energy_hardly_depends_on_the_course_and_the_tool_says_so(scenario):
    ratings = ratings_on(scenario, "energy")
    assert max(ratings) - min(ratings) <= 0.5
    weights = weights_for(scenario, scenario.weights)
    problem = decision_problem(scenario, weights)
    ranking = rank_options(problem)
    assert problem.factors.index("energy") not in decisive_factors(problem, ranking)
    text = next(
        f.text
        for f in ranking_flags(scenario, problem, ranking, weights_named=True)
        if f.code == "single_factor"
    )
    assert "Energy" not in text


@both
@pytest.mark.parametrize(
    "factor", ["free_hand", "us_relations", "european_relations", "sanctions", "standing", "region"]
)
def test_the_costs_of_covert_shells_have_wide_ranges(scenario, factor):
    covert = scenario.ratings["covert_shells"][factor]
    assert covert.low < covert.value < covert.high
    assert covert.high - covert.low >= 2
    for option in ("straddle", "drones"):
        other = scenario.ratings[option][factor]
        if other.low is not None:
            assert covert.high - covert.low >= other.high - other.low
    assert covert.high <= scenario.ratings["straddle"][factor].value


@both
def test_exposure_puts_every_cost_of_covert_shells_at_the_exposed_end_and_nothing_else(scenario):
    changes = scenario.injects["shipment_exposed"].ratings
    assert set(changes) == {"covert_shells"}
    for factor, change in changes["covert_shells"].items():
        assert change.set == scenario.ratings["covert_shells"][factor].low


# What the result must reproduce


@both
def test_under_interests_the_straddle_is_first_and_open_arming_last(scenario):
    first, *_, last = scored(scenario, "interests")
    assert (first, last) == ("straddle", "open_arming")


def test_under_the_authors_balance_the_straddle_leads_and_the_lead_is_small():
    scores = {name: scored(STATED[NOW], name) for name in WEIGHTS}
    assert next(iter(scores["authors"])) == "straddle"
    leads = {name: lead(own) for name, own in scores.items() if next(iter(own)) == "straddle"}
    assert set(leads) == {"authors", "interests", "critics"}
    assert min(leads, key=leads.get) == "authors"
    assert leads["authors"] < 5


def test_under_the_authors_balance_twice_the_points_for_personality_put_an_arming_course_first():
    """The report: likely to persist, and dangerous to be confident."""
    weights = weights_for(STATED[NOW], "authors")
    points = {**weights.drivers, "personality": weights.drivers["personality"] * 2}
    problem = decision_problem(STATED[NOW], weights.model_copy(update={"drivers": points}))
    assert problem.options[rank_options(problem).order[0]] != "straddle"


@pytest.mark.parametrize("weights", ["personality", "stove_piped"])
def test_where_personality_decides_an_arming_course_is_first(weights):
    assert next(iter(scored(STATED[NOW], weights))) != "straddle"


def test_between_interests_and_personality_lies_a_tipping_point():
    ends = [decision_problem(STATED[NOW], weights_for(STATED[NOW], w)) for w in ("interests", "personality")]
    at_0, at_1 = (100 * problem.values @ problem.weights for problem in ends)
    way = first_along(at_0, at_1)
    assert [OPTIONS[i] for i in way[0].first] == ["straddle"]
    assert "straddle" not in [OPTIONS[i] for i in way[-1].first]
    tipping = way[0].end
    assert 0 < tipping < 1
    for share, first in ((tipping - 1e-6, True), (tipping + 1e-6, False)):
        scores = 100 * ends[0].values @ ((1 - share) * ends[0].weights + share * ends[1].weights)
        assert (int(np.argmax(scores)) == OPTIONS.index("straddle")) is first


@both
def test_under_the_critics_the_straddle_leads_by_more_than_under_the_authors(scenario):
    authors, critics = scored(scenario, "authors"), scored(scenario, "critics")
    assert next(iter(critics)) == next(iter(authors)) == "straddle"
    assert lead(critics) > lead(authors)


@every_weights
def test_a_year_earlier_the_straddle_leads_under_every_perspective_and_the_file_says_so(weights):
    """The short war of 2022: personality sustains the straddle, and the about text owns up to it."""
    assert next(iter(scored(STATED[THEN], weights))) == "straddle"
    if weights == "personality":
        problem = decision_problem(STATED[THEN], weights_for(STATED[THEN], weights))
        assert rank_options(problem).near[:1] == ((0, 1),)
        assert "also leads when personality weighs most" in STATED[THEN].about
        assert "one step in one rating would reverse it" in STATED[THEN].about


def test_the_straddles_lead_has_shrunk_in_a_year():
    then, now = (lead(scored(STATED[name], "authors")) for name in (THEN, NOW))
    assert then > 2 * now


@both
def test_a_score_is_not_called_a_forecast(scenario):
    assert "A score is a value under stated weights, not a forecast." in " ".join(scenario.about.split())

"""The shipped scenarios and weights keep to the report that they are a reading of.

The report is not part of the project; what its text allows stands here as ordinal facts.
"""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from scenario_cli.engine.additive import decisive_factors, rank_options
from scenario_cli.engine.flags import ranking_flags
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import first_along
from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.study import study as built_in

ROOT = Path(__file__).parent.parent
NOW, THEN, WIDER = "china-arms-russia", "china-arms-russia-2022", "china-arms-russia-wider"
SCENARIOS = (NOW, THEN, WIDER)
WEIGHTS = ("authors", "critics", "equal", "interests", "personality", "power", "stove_piped")
OPTIONS = ("straddle", "covert_shells", "drones", "open_arming")
MORE = ("step_back", "more_dual_use")
FACTORS = {
    "power": ("leverage", "counter_us", "russia_holds", "free_hand"),
    "interests": ("us_relations", "european_relations", "sanctions", "energy", "standing", "region"),
    "personality": ("putin_tie", "regime_kinship", "faith_in_russia"),
}
PARAGRAPHS = {"intro": 2, "straddle": 11, "arming": 2, "how": 5, "why": 9, "prize": 12, "reading": 8}
LABELS = {f"{part}.{k + 1}" for part, count in PARAGRAPHS.items() for k in range(count)}

STATED = {name: read_scenario(ROOT / "scenarios" / f"{name}.yaml") for name in SCENARIOS}
each = pytest.mark.parametrize("scenario", STATED.values(), ids=STATED)
of_four = pytest.mark.parametrize("scenario", [STATED[NOW], STATED[THEN]], ids=[NOW, THEN])
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


def rated(scenario, option, factor):
    return scenario.ratings[option][factor]


def hidden_and_exposed(scenario, name):
    """The scores of covert shells at both ends of the doubt and as stated, and the best other score."""
    hidden, exposed, stated = (
        scored(scenario, name, *injects) for injects in (["stays_hidden"], ["shipment_exposed"], [])
    )
    best_other = max(score for option, score in stated.items() if option != "covert_shells")
    return hidden["covert_shells"], exposed["covert_shells"], stated["covert_shells"], best_other


# What is shipped


def test_the_shipped_files_are_three_scenarios_and_seven_weights_files():
    assert sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml")) == sorted(SCENARIOS)
    assert sorted(path.stem for path in (ROOT / "weights").glob("*.yaml")) == sorted(WEIGHTS)


@each
def test_a_scenario_has_the_four_courses_and_the_three_explanations(scenario):
    more = MORE if scenario is STATED[WIDER] else ()
    assert tuple(option for option in scenario.options if option not in more) == OPTIONS
    assert set(scenario.options) == {*OPTIONS, *more}
    assert {id_: tuple(driver.factors) for id_, driver in scenario.drivers.items()} == FACTORS
    assert scenario.status_quo == "straddle"
    assert scenario.decision_maker == "Beijing"
    assert scenario.weights == "authors"


def test_the_two_dates_have_the_same_options_drivers_and_scales():
    now, then = STATED[NOW], STATED[THEN]
    assert now.question == then.question
    assert now.options == then.options
    assert now.drivers == then.drivers
    assert (then.as_of, now.as_of) == ("2022-03", "2023-03")


def test_the_wider_file_is_the_main_one_and_two_courses_more():
    main, wider = STATED[NOW].model_dump(), STATED[WIDER].model_dump()
    for option in MORE:
        del wider["options"][option], wider["ratings"][option]
        for inject in wider["injects"].values():
            inject["ratings"].pop(option, None)
    differing = {key for key in main if main[key] != wider[key]}
    assert differing == {"id", "title", "question", "about"}
    for kept in ("options", "ratings", "injects"):
        assert list(main[kept]) == list(wider[kept])


def test_every_inject_but_those_on_the_doubt_covers_a_course_that_the_wider_file_adds():
    alone = {id_ for id_, inject in STATED[WIDER].injects.items() if inject.ratings.keys().isdisjoint(MORE)}
    assert alone == {"shipment_exposed", "stays_hidden"}


def test_the_question_names_how_many_courses_there_are():
    words = {4: "four", 6: "six"}
    for scenario in STATED.values():
        assert scenario.question.startswith(f"Which of {words[len(scenario.options)]} courses")


@each
def test_evidence_that_both_dates_cite_has_the_same_words(scenario):
    shared = STATED[NOW].evidence.keys() & STATED[THEN].evidence.keys()
    assert len(shared) > 20
    if scenario is not STATED[WIDER]:
        assert all(scenario.evidence[id_] == STATED[NOW].evidence[id_] for id_ in shared)
    common = scenario.sources.keys() & STATED[NOW].sources.keys()
    assert all(scenario.sources[id_] == STATED[NOW].sources[id_] for id_ in common)


@each
@every_weights
def test_every_weights_file_fits_and_counts_every_driver(scenario, weights):
    read = weights_for(scenario, weights)
    assert read.id == weights
    assert read.title
    assert read.about
    assert set(read.drivers) == set(FACTORS)
    assert min(read.drivers.values()) > 0


@pytest.mark.parametrize(("weights", "whose"), [("authors", "authors"), ("critics", "critics")])
def test_a_title_puts_our_numbers_in_nobodys_mouth(weights, whose):
    assert weights_for(STATED[NOW], weights).title == f"Our reading of the {whose}"


@every_weights
def test_a_weights_files_ranges_hold_its_own_shares(weights):
    read = weights_for(STATED[NOW], weights)
    total = sum(read.drivers.values())
    assert set(read.ranges) == (set() if weights == "equal" else set(read.drivers))
    for driver, (low, high) in read.ranges.items():
        assert low < 100 * read.drivers[driver] / total < high


@each
@every_weights
def test_every_inject_works_under_every_weights_file(scenario, weights):
    assert len(scenario.injects) >= 5
    before = scored(scenario, weights)
    for inject in scenario.injects:
        now = scored(scenario, weights, inject)
        assert now != before, f"{inject} changes nothing"
        assert all(0 <= score <= 100 for score in now.values())


@each
def test_no_single_inject_pushes_a_rating_past_its_scale_and_all_at_once_leave_values_on_it(scenario):
    weights = weights_for(scenario, "authors")
    for inject in scenario.injects:
        assert not decision_problem(scenario, weights, [inject]).clipped.any(), inject
    problem = decision_problem(scenario, weights, list(scenario.injects))
    assert ((problem.values >= 0) & (problem.values <= 1)).all()


# Every number says where it comes from


@each
def test_every_rating_has_a_reason_a_kind_and_a_confidence_and_all_but_assumptions_have_evidence(scenario):
    """In 2022 much is assumed of which the report speaks only later, and then nothing is cited."""
    assert len(cells(scenario)) == len(scenario.options) * 13
    for option, factor, rating in cells(scenario):
        assert len(rating.why.split()) >= 8, (option, factor)
        assert rating.kind, (option, factor)
        assert rating.confidence, (option, factor)
        assert rating.evidence or (rating.kind, scenario.as_of) == ("assumption", "2022-03"), (option, factor)


@each
def test_every_factor_says_what_it_holds_and_what_0_5_and_10_mean(scenario):
    for factor in scenario.factors.values():
        assert (factor.scale.worst, factor.scale.best) == (0, 10)
        assert set(factor.scale.anchors) == {0, 5, 10}
        assert factor.about.startswith("Holds ")


@each
def test_only_the_status_quo_and_what_the_report_says_outright_of_arming_are_told_as_reporting(scenario):
    """No arming course had been taken; of arming in the open the authors say what would follow."""
    outright = {"free_hand", "us_relations", "european_relations", "standing"}
    reported = {(option, factor) for option, factor, rating in cells(scenario) if rating.kind == "reporting"}
    of_arming = {(option, factor) for option, factor in reported if option != "straddle"}
    assert of_arming == ({("open_arming", f) for f in outright} if scenario.as_of == "2023-03" else set())


def last_month(date):
    """The last year and month that a date means (of a span, its end), at its own precision."""
    return re.findall(r"\d{4}(?:-\d{2})?", date)[-1]


@each
def test_every_source_has_a_date_says_how_near_it_was_and_was_read_in_the_one_report(scenario):
    for id_, source in scenario.sources.items():
        assert re.fullmatch(r"(by )?\d{4}(-\d{2})?(/\d{4}-\d{2})?", source.date), id_
        assert source.about, id_
        assert source.read_in == (None if id_ == "looking_glass" else "looking_glass"), id_


@each
def test_no_rating_and_no_doubt_cites_what_was_said_after_the_scenarios_date(scenario):
    cited = {id_ for _, _, rating in cells(scenario) for id_ in rating.evidence}
    cited |= {id_ for doubt in scenario.doubts.values() for id_ in doubt.evidence}
    for id_ in cited:
        date = last_month(scenario.sources[scenario.evidence[id_].source].date)
        precision = min(len(date), len(scenario.as_of))
        assert date[:precision] <= scenario.as_of[:precision], id_


def test_reasons_of_the_earlier_date_do_not_argue_from_the_later_one():
    for option, factor, rating in cells(STATED[THEN]):
        assert not re.search(r"\blater\b|2023", rating.why), (option, factor)


def test_xis_stake_is_rated_alike_at_both_dates_but_for_help_in_need():
    for factor in ("regime_kinship", "faith_in_russia"):
        assert ratings_on(STATED[THEN], factor) == ratings_on(STATED[NOW], factor)


@each
def test_every_piece_of_evidence_stands_at_a_paragraph_of_the_report(scenario):
    assert len(LABELS) == 49
    places = {id_: item.at for id_, item in scenario.evidence.items()}
    assert {id_: at for id_, at in places.items() if at not in LABELS} == {}


@each
def test_every_piece_of_evidence_and_every_source_is_used(scenario):
    used = {id_ for _, _, rating in cells(scenario) for id_ in rating.evidence}
    used |= {id_ for inject in scenario.injects.values() for id_ in inject.evidence}
    used |= {id_ for doubt in scenario.doubts.values() for id_ in doubt.evidence}
    for name in WEIGHTS:
        used |= {id_ for ids in weights_for(scenario, name).evidence.values() for id_ in ids}
    assert set(scenario.evidence) - used == set()
    assert set(scenario.sources) == {item.source for item in scenario.evidence.values()}


@each
def test_every_inject_says_what_it_is_and_rests_on_evidence(scenario):
    for id_, inject in scenario.injects.items():
        assert inject.title, id_
        assert inject.about, id_
        assert inject.evidence, id_


@each
def test_no_two_ratings_give_the_same_reason(scenario):
    reasons = [" ".join(rating.why.split()) for _, _, rating in cells(scenario)]
    assert len(set(reasons)) == len(reasons)


# Ordinal facts of the text


@each
@pytest.mark.parametrize("factor", ["us_relations", "european_relations", "standing", "region", "free_hand"])
def test_costs_rise_from_the_straddle_over_covert_shells_and_drones_to_open_arming(scenario, factor):
    ratings = ratings_on(scenario, factor)
    assert all(milder > harsher for milder, harsher in pairwise(ratings))


@each
def test_every_arming_course_helps_russia_hold_and_open_arming_most(scenario):
    straddle, *arming = ratings_on(scenario, "russia_holds")
    assert min(arming) > straddle
    assert arming[-1] == max(arming)
    assert arming.count(max(arming)) == 1


@each
@pytest.mark.parametrize("factor", FACTORS["personality"])
def test_every_arming_course_serves_the_tie_at_least_as_well_as_the_straddle(scenario, factor):
    straddle, *arming = ratings_on(scenario, factor)
    assert min(arming) >= straddle


@each
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


@each
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


@each
def test_the_ratings_that_hang_on_exposure_are_one_doubt_and_its_twins_set_each_to_an_end(scenario):
    costs = {"free_hand", "us_relations", "european_relations", "sanctions", "standing", "region"}
    doubt = scenario.doubts["exposure"]
    assert set(doubt.cells) == {("covert_shells", factor) for factor in {"counter_us", *costs}}
    assert scenario.injects["shipment_exposed"].otherwise == "stays_hidden"
    for inject, end in (("shipment_exposed", "low"), ("stays_hidden", "high")):
        changes = scenario.injects[inject].ratings
        assert list(changes) == ["covert_shells"]
        assert set(changes["covert_shells"]) == {factor for _, factor in doubt.cells}
        for factor, change in changes["covert_shells"].items():
            assert change.set == getattr(rated(scenario, "covert_shells", factor), end), factor
    for option, factor in doubt.cells:
        rating = rated(scenario, option, factor)
        assert rating.low < rating.value < rating.high
        if factor in costs:
            assert rating.high == rated(scenario, "straddle", factor).value - 0.5


@every_weights
def test_the_stated_values_amount_to_the_chance_of_exposure_that_the_files_own_up_to(weights):
    """Arithmetic on our own ratings: the report names no chance."""
    hidden, exposed, stated, _ = hidden_and_exposed(STATED[NOW], weights)
    assert 43 <= round(100 * (hidden - stated) / (hidden - exposed)) <= 45
    hidden, exposed, stated, _ = hidden_and_exposed(STATED[THEN], weights)
    assert 0.44 < (hidden - stated) / (hidden - exposed) < 0.5


def test_first_place_under_the_authors_hangs_on_exposure():
    hidden, exposed, _, best_other = hidden_and_exposed(STATED[NOW], "authors")
    assert hidden > best_other > exposed
    for weights in ("interests", "critics"):
        hidden, _, _, best_other = hidden_and_exposed(STATED[NOW], weights)
        assert best_other > hidden


# What the result must reproduce


@of_four
def test_under_interests_the_straddle_is_first_and_open_arming_last(scenario):
    first, *_, last = scored(scenario, "interests")
    assert (first, last) == ("straddle", "open_arming")


def test_under_the_authors_balance_the_straddle_leads_and_the_lead_is_small():
    scores = {name: scored(STATED[NOW], name) for name in WEIGHTS}
    assert next(iter(scores["authors"])) == "straddle"
    leads = {name: lead(own) for name, own in scores.items() if next(iter(own)) == "straddle"}
    assert set(leads) == {"authors", "interests", "critics", "power", "equal"}
    assert leads["authors"] < 5 < min(leads["interests"], leads["critics"])


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


@of_four
def test_under_the_critics_the_straddle_leads_by_more_than_under_the_authors(scenario):
    authors, critics = scored(scenario, "authors"), scored(scenario, "critics")
    assert next(iter(critics)) == next(iter(authors)) == "straddle"
    assert lead(critics) > lead(authors)


@pytest.mark.parametrize("weights", [w for w in WEIGHTS if w not in ("personality", "stove_piped")])
def test_the_straddles_lead_has_shrunk_in_a_year(weights):
    then, now = (scored(STATED[name], weights) for name in (THEN, NOW))
    assert next(iter(then)) == next(iter(now)) == "straddle"
    assert lead(then) > lead(now)


def test_the_honest_pair_of_views_is_named_where_dates_are_compared_and_its_lead_shrinks_most():
    for name in (NOW, THEN):
        assert re.search(r"\binterests\b.*\bauthors\b", STATED[name].about)
    held_then, held_now = lead(scored(STATED[THEN], "interests")), lead(scored(STATED[NOW], "authors"))
    assert held_then > 2 * held_now


def test_where_personality_decides_open_aid_is_first_a_year_earlier_too_and_the_file_owns_up_to_it():
    """The report dates no change in Xi's stake, and no arms were sent."""
    assert next(iter(scored(STATED[THEN], "personality"))) == "open_arming"
    piped = scored(STATED[THEN], "stove_piped")
    assert next(iter(piped)) == "open_arming"
    assert piped["open_arming"] - piped["straddle"] < 2
    about = STATED[THEN].about
    assert "Under personality open aid is first at this date too" in about
    assert "this speaks against so much weight on the stake, or against our ratings" in about


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_wider_choice_puts_the_step_back_where_its_file_says(weights):
    first, *_, last = scored(STATED[WIDER], weights)
    assert (first == "step_back") is (weights in ("critics", "interests"))
    if weights in ("personality", "stove_piped"):
        assert last == "step_back"
    assert "This sits ill with the report" in STATED[WIDER].about


@each
def test_a_score_is_not_called_a_forecast(scenario):
    assert "A score is a value under stated weights, not a forecast." in " ".join(scenario.about.split())


@each
def test_the_reports_own_caution_stands_in_the_file(scenario):
    """Not to take the leaders in Zhongnanhai to reason as we do: the ratings guess at their view."""
    assert scenario.evidence["own_rationality"].at == "prize.2"
    assert "Zhongnanhai" in scenario.about


def test_the_tipping_chance_of_exposure_by_hand():
    """From the file's own numbers: the lead of hidden shells over that lead plus the lag of exposed ones."""
    study = built_in("china-arms-russia")
    scenario = study.scenario
    weights = dict(zip(study.problem.factors, study.problem.weights.tolist(), strict=True))

    def score(option, event=None):
        changes = scenario.injects[event].ratings.get(option, {}) if event else {}
        return sum(
            10 * weight * (changes[f].set if f in changes else scenario.ratings[option][f].value)
            for f, weight in weights.items()
        )

    straddle = score("straddle")
    ahead = score("covert_shells", "stays_hidden") - straddle
    behind = straddle - score("covert_shells", "shipment_exposed")
    (event,) = [e for e in study.events if e.inject == "shipment_exposed"]
    assert [tip.at for tip in event.tips] == pytest.approx([ahead / (ahead + behind)], abs=1e-12)
    assert 0.1 < event.tips[0].at < 0.4

"""Pitfalls: each flag appears when it should, names what it is about, and is absent otherwise."""

import re

import pytest
from builders import few, scenario_of, stated_problems, weights_of
from hypothesis import given

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.flags import ranking_flags
from scenario_cli.engine.problem import decision_problem
from scenario_cli.model.weights import equal_weights

ALWAYS = {"one_at_a_time", "score_not_likelihood"}
OFTEN = {"single_factor"}  # wherever there are two options and two factors with weight
NOTES = ALWAYS | OFTEN | {"equal_weights", "splitting", "no_status_quo"}
WARNINGS = {
    "tie",
    "near_tie",
    "dominated",
    "idle_factor",
    "unrated",
    "uncited",
    "one_source",
    "one_report",
    "clipped",
    "below_minimum",
    "proposed_by_program",
}
SOURCES = {"memo": {"title": "Memo"}, "press": {"title": "Press"}}
EVIDENCE = {
    "slow": {"source": "memo", "says": "Slow."},
    "dear": {"source": "memo", "says": "Dear."},
    "loud": {"source": "press", "says": "Loud."},
}


def rated(value, *evidence, why="Seen."):
    return {"value": value, "why": why, "evidence": list(evidence)}


def flags_of(ratings, points, within=None, *, named=True, events=(), **stated):
    """The flags of a scenario whose cells are numbers with a reason, or as given."""
    cells = [[rated(c) if isinstance(c, int | float) else c for c in row] for row in ratings]
    scenario = scenario_of(cells, **{"status_quo": "o0", "sources": SOURCES, "evidence": EVIDENCE, **stated})
    weights = weights_of(scenario, points, within) if points else equal_weights(scenario)
    problem = decision_problem(scenario, weights, events)
    return ranking_flags(scenario, problem, rank_options(problem), weights_named=named)


def codes(*args, **stated):
    return {flag.code for flag in flags_of(*args, **stated)} - ALWAYS - OFTEN


def only(code, *args, **stated):
    return [flag for flag in flags_of(*args, **stated) if flag.code == code]


SOUND = [[9, 2], [1, 6]], [1, 1]  # 55 to 35; without d0 the other leads


def test_a_sound_result_carries_only_the_notes_that_always_hold():
    """18, 11 and 21 of 30."""
    flags = flags_of([[5, 5, 8], [10, 0, 1], [9, 10, 2]], [1, 1, 1])
    assert [(flag.code, flag.level) for flag in flags] == [
        ("single_factor", "note"),
        ("one_at_a_time", "note"),
        ("score_not_likelihood", "note"),
    ]


def test_options_with_the_same_score_are_told_as_a_tie_once_a_group():
    flags = only("tie", [[8, 4], [4, 8], [0, 2], [2, 0], [10, 9]], [1, 1])
    assert [(flag.level, flag.option) for flag in flags] == [("warning", "o0"), ("warning", "o2")]
    assert "o0 and o1" in flags[0].text
    assert "o2 and o3" in flags[1].text
    three = only("tie", [[5], [5], [5]], [1])
    assert "o0, o1 and o2" in three[0].text


def test_options_with_different_scores_are_no_tie():
    assert "tie" not in codes(*SOUND)
    assert "tie" not in codes([[5.0001], [5]], [1])


def test_an_option_tied_with_the_lower_of_a_tied_pair_only_has_its_own_rank_and_no_group():
    """Each is 0.6e-9 below the one before: the third ties with the second, not with the first."""
    ratings = [[5], [5 - 0.6e-10], [5 - 1.2e-10]]
    flags = only("tie", ratings, [1])
    assert [flag.text.partition(" have")[0] for flag in flags] == ["o0 and o1"]


def test_neighbours_that_one_step_would_reverse_are_told_as_near():
    flags = only("near_tie", [[5.5], [5], [1]], [1])
    assert [(flag.level, flag.option) for flag in flags] == [("warning", "o1")]
    assert "o0 and o1" in flags[0].text
    assert "5.0 points" in flags[0].text


def test_options_a_step_apart_or_tied_are_not_told_as_near():
    assert "near_tie" not in codes([[6], [5]], [1])
    assert "near_tie" not in codes([[5], [5]], [1])


def test_an_option_that_another_beats_or_equals_throughout_is_told_as_dominated():
    flags = only("dominated", [[9, 2], [8, 2], [1, 6]], [1, 1])
    assert [(flag.level, flag.option) for flag in flags] == [("warning", "o1")]
    assert "o0" in flags[0].text


def test_options_with_an_advantage_each_or_all_equal_are_not_told_as_dominated():
    assert "dominated" not in codes(*SOUND)
    assert "dominated" not in codes([[5, 5], [5, 5]], [1, 1])
    assert "dominated" not in codes([[9, 9], [8, None]], [1, 1])


def test_a_factor_on_which_all_rate_alike_is_told_as_idle_with_its_weight_and_driver():
    flags = only("idle_factor", [[9, 5, 2], [1, 5, 6]], [3, 1], {"d0": [2, 1]}, groups=[2, 0])
    assert [(flag.level, flag.factor, flag.driver) for flag in flags] == [("warning", "f1", "d0")]
    assert flags[0].text == "f1 (weight 25.0%) changes nothing: all rate alike"


def test_a_factor_on_which_they_differ_is_never_told_as_idle():
    assert "idle_factor" not in codes([[9, 6, 5.5, 9], [1, 5, 5, 0]], [1, 1, 1, 1])
    assert "idle_factor" not in codes([[9, 5], [1, 5]], [1, 0])


def test_which_single_factors_decide_first_place_is_told_once():
    [flag] = only("single_factor", [[9, 2, 5], [1, 8, 5.5]], [1, 1, 1])
    assert flag.level == "note"
    assert flag.text == "leaving out any single factor changes first place only for d0"
    [none] = only("single_factor", [[9, 6], [1, 5]], [1, 1])
    assert none.text == "first place stays as it is whichever single factor is left out"
    assert only("single_factor", [[9], [1]], [1]) == []
    assert only("single_factor", [[9, 6]], [1, 1]) == []


def test_many_that_decide_are_counted():
    ratings = [[10, *[2] * 6], [0, *[3.7] * 6]]
    text = only("single_factor", [*ratings], [1] * 7)[0].text
    assert text.endswith("only for d1, d2, d3, d4 and 2 more")
    close = [[6] * 6, [5.99] * 5 + [6]]
    assert "stays as it is" in only("single_factor", close, [1] * 6)[0].text


def test_every_unknown_cell_is_told_as_unrated_with_what_it_could_change():
    settled = only("unrated", [[9, None], [1, None]], [9, 1])
    assert [(f.level, f.option, f.factor) for f in settled] == [
        ("warning", "o0", "d1"),
        ("warning", "o1", "d1"),
    ]
    assert all("no value of it alone would change first place" in flag.text for flag in settled)
    unsettled = only("unrated", [[6, None], [5, 5]], [1, 1])
    assert [(f.option, f.factor) for f in unsettled] == [("o0", "d1")]
    assert "below 4 it alone would put o1 first" in unsettled[0].text


def test_one_unknown_rating_may_decide_while_another_beside_it_cannot():
    flags = only("unrated", [[6, None, None], [5, 5, 5]], [10, 10, 0.01])
    texts = {flag.factor: flag.text for flag in flags}
    assert (
        "below 4.00" in texts["d1"].replace("below 4 ", "below 4.00 ")
        or "it alone would put o1 first" in texts["d1"]
    )
    assert "no value of it alone" in texts["d2"]


def test_a_rated_cell_is_not_told_as_unrated():
    assert "unrated" not in codes(*SOUND)


def test_a_rating_with_neither_reason_nor_evidence_is_told_as_uncited():
    ratings = [[{"value": 9}, rated(2)], [rated(1, "slow", why=""), rated(6, why="")]]
    flags = only("uncited", ratings, [1, 1])
    assert [(f.level, f.option, f.factor) for f in flags] == [
        ("warning", "o0", "d0"),
        ("warning", "o1", "d1"),
    ]


def test_a_rating_with_a_reason_or_evidence_or_none_at_all_is_not_told_as_uncited():
    assert "uncited" not in codes(*SOUND)
    assert "uncited" not in codes([[rated(9, "slow", why=""), 2], [1, 6]], [1, 1])
    assert "uncited" not in codes([[None, 2], [1, 6]], [1, 1])


@pytest.mark.parametrize(
    ("leader", "told"),
    [
        ([rated(9, "slow"), rated(5)], True),
        ([rated(9, "slow"), rated(5, "dear")], True),
        ([rated(9, "slow"), rated(5, "loud")], False),
        ([rated(9, "slow", "loud"), rated(5)], False),
        ([rated(9), rated(5)], False),
    ],
)
def test_a_first_place_whose_evidence_has_a_single_source_is_told(leader, told):
    flags = only("one_source", [leader, [rated(1, "loud"), rated(6, "loud")]], [1, 1])
    assert [(f.level, f.option) for f in flags] == ([("warning", "o0")] if told else [])
    assert all("Memo" in flag.text for flag in flags)


READ = {"memo": {"title": "Memo"}, "press": {"title": "Press", "read_in": "memo"}}


def test_that_everything_was_read_in_one_source_is_told_whoever_is_quoted():
    ratings = [[rated(9, "slow"), rated(5, "loud")], [rated(1), rated(6)]]
    [flag] = only("one_report", ratings, [1, 1], sources=READ)
    assert (flag.level, flag.text) == ("warning", "read in one source, whoever is quoted: Memo")
    assert "one_report" not in codes(ratings, [1, 1])
    alone = [[rated(9, "slow"), rated(5)], [rated(1), rated(6)]]
    assert "one_report" not in codes(alone, [1, 1], sources=READ)


def test_evidence_on_factors_without_weight_does_not_count_for_the_sources_of_first_place():
    ratings = [[rated(9, "slow"), rated(5, "loud")], [rated(1), rated(6)]]
    assert "one_source" in codes(ratings, [1, 0])
    assert "one_source" not in codes(ratings, [1, 0.01])


EVENTS = {
    "far": {"ratings": {"o1": {"d0": {"shift": 30}}}},
    "some": {"ratings": {"o1": {"d0": {"shift": 3}}}},
    "drop": {"ratings": {"o0": {"d0": {"shift": -6}}}},
}


def test_a_rating_that_an_inject_pushes_past_its_scale_is_told_as_clipped():
    flags = only("clipped", *SOUND, injects=EVENTS, events=["far"])
    assert [(f.level, f.option, f.factor) for f in flags] == [("warning", "o1", "d0")]


def test_a_rating_that_stays_on_its_scale_is_not_told_as_clipped():
    assert "clipped" not in codes(*SOUND, injects=EVENTS)
    assert "clipped" not in codes(*SOUND, injects=EVENTS, events=["some"])


def test_a_rating_on_the_wrong_side_of_a_red_line_is_told_and_the_option_still_ranked():
    stated = {"minimums": [5, None]}
    flags = only("below_minimum", *SOUND, **stated)
    assert [(f.level, f.option, f.factor) for f in flags] == [("warning", "o1", "d0")]
    dropped = only("below_minimum", *SOUND, **stated, injects=EVENTS, events=["drop"])
    assert [flag.option for flag in dropped] == ["o0", "o1"]
    cost = only("below_minimum", [[700], [850]], [1], scales=[{"worst": 900, "best": 100}], minimums=[800])
    assert [flag.option for flag in cost] == ["o1"]


def test_a_rating_on_the_line_or_without_one_is_not_told_as_below_it():
    assert "below_minimum" not in codes(*SOUND)
    assert "below_minimum" not in codes(*SOUND, minimums=[1, 2])


def test_weights_that_nobody_named_are_told_as_equal():
    flags = only("equal_weights", SOUND[0], None, named=False)
    assert [flag.level for flag in flags] == ["note"]
    assert "equal_weights" not in codes(*SOUND)
    assert "equal_weights" not in codes(SOUND[0], None, named=True)


def test_drivers_with_different_numbers_of_factors_are_told_with_their_weights():
    flags = only("splitting", [[1, 2, 3]], [3, 1], groups=[2, 0])
    assert [flag.level for flag in flags] == ["note"]
    assert "d0 2 (75.0%)" in flags[0].text
    assert "d1 1 (25.0%)" in flags[0].text


def test_drivers_with_as_many_factors_each_are_not_told_as_splitting():
    assert "splitting" not in codes(*SOUND)
    assert "splitting" not in codes([[1, 2, 3, 4]], [1, 1], groups=[2, 2])
    assert "splitting" not in codes([[1, 2]], [1, 1], groups=[1, 0])


def test_a_scenario_without_a_status_quo_is_told():
    bare = scenario_of([[rated(9)], [rated(1)]])
    problem = decision_problem(bare, equal_weights(bare))
    told = ranking_flags(bare, problem, rank_options(problem), weights_named=True)
    assert [flag.level for flag in told if flag.code == "no_status_quo"] == ["note"]


def test_a_scenario_with_a_status_quo_is_not_told_to_lack_one():
    assert "no_status_quo" not in codes(*SOUND)


@given(stated_problems(unknown=True))
@few
def test_warnings_come_first_and_every_flag_is_a_known_one_about_something_there_is(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    flags = ranking_flags(scenario, problem, rank_options(problem), weights_named=False)
    levels = [flag.level for flag in flags]
    assert levels == sorted(levels, reverse=True)
    for flag in flags:
        assert flag.code in (WARNINGS if flag.level == "warning" else NOTES)
        assert flag.option is None or flag.option in problem.options
        assert flag.factor is None or flag.factor in problem.factors
        assert flag.driver is None or flag.driver in problem.drivers
    assert {flag.code for flag in flags} >= ALWAYS


def every_flag():
    """At least one flag of every code."""
    events = {"far": {"ratings": {"o1": {"d0": {"shift": 30}}}}}
    return [
        *flags_of([[5, 5], [5, 5]], [1, 1]),
        *flags_of([[5.5, 5], [5, 5]], [1, 1]),
        *flags_of([[rated(9, "slow"), None], [{"value": 1}, 1]], [1, 1]),
        *flags_of(*SOUND, minimums=[5, 5], injects=events, events=["far"]),
        *flags_of([[1, 2, 3]], None, named=False, groups=[2, 0]),
        *flags_of([[rated(9, "slow"), rated(5, "loud")], [rated(1), rated(6)]], [1, 1], sources=READ),
        *flags_of([[proposed(9, "program: judge-1"), 2], [1, 6]], [1, 1]),
    ]


def test_no_flag_claims_a_likelihood():
    flags = every_flag()
    assert {flag.code for flag in flags} >= (WARNINGS | NOTES) - {"no_status_quo"}
    claims = re.compile(r"likel|probab|chance|odds|predict|forecast|expect", re.IGNORECASE)
    assert [flag.text for flag in flags if claims.search(flag.text)] == []
    last = next(flag for flag in flags if flag.code == "score_not_likelihood")
    assert "not what will happen" in last.text


DATED = {
    "memo": {"title": "Memo", "date": "2022-02"},
    "press": {"title": "Press", "date": "2022-02/2023-02"},
}


def test_what_rests_on_a_later_source_is_told_by_rating_and_the_rest_by_item():
    cells = [[rated(4, "slow", "loud"), rated(5, "dear")]]
    (flag,) = only("later_source", cells, [1, 1], sources=DATED, as_of="2022-03")
    assert (flag.level, flag.option, flag.factor) == ("warning", "o0", "d0")
    assert flag.text == "o0 on d0 rests on what is later than 2022-03: Press (2022-02/2023-02)"
    (flag,) = only("later_source", [[rated(4, "slow"), 5]], [1, 1], sources=DATED, as_of="2022-03")
    assert (flag.level, flag.option) == ("note", None)
    assert flag.text == "evidence that no rating cites is later than 2022-03: loud"
    for as_of in ("2023-02", "2023", "", "then"):
        assert only("later_source", cells, [1, 1], sources=DATED, as_of=as_of) == []


def test_a_value_curve_that_decides_is_told_with_who_would_be_first_without_it():
    scales = [{"values": {3.0: 0.9}}, None]
    (flag,) = only("curve_decides", [[4, 4], [1, 8]], [1, 1], scales=scales)
    assert flag.level == "warning"
    assert flag.text == (
        "the value curve of d0 decides: by the straight line from worst to best o1 would be first"
    )
    assert only("curve_decides", [[4, 8], [1, 4]], [1, 1], scales=scales) == []


def proposed(value, by):
    return {"value": value, "why": "Seen.", "by": by}


def test_ratings_that_a_program_proposed_are_counted_and_named():
    one = only("proposed_by_program", [[proposed(9, {"program": "judge-1"}), 2], [1, 6]], [1, 1])
    (flag,) = one
    assert flag.level == "warning"
    assert flag.text == "1 rating was set by a program (judge-1): o0 on d0"
    both = [[proposed(9, "program: judge-1"), 2], [proposed(1, "Program: judge-2"), proposed(6, "program")]]
    (flag,) = only("proposed_by_program", both, [1, 1])
    assert flag.text == (
        "3 ratings were set by a program (judge-1 and judge-2): o0 on d0, o1 on d0 and o1 on d1"
    )


@pytest.mark.parametrize("by", ["Ana", "", "programme: x", "the program: x"])
def test_a_rating_of_a_person_is_no_programs(by):
    assert only("proposed_by_program", [[proposed(9, by), 2], [1, 6]], [1, 1]) == []


def test_a_program_that_made_a_rating_unknown_is_told_too():
    (flag,) = only("proposed_by_program", [[proposed("unknown", "program: x"), 2], [1, 6]], [1, 1])
    assert flag.text == "1 rating was set by a program (x): o0 on d0"


def test_many_ratings_of_a_program_are_named_in_part():
    cells = [[proposed(5, "program: x") for _ in range(3)], [1, 2, 3], [proposed(4, "program: x"), 1, 5]]
    cells[1][0] = proposed(1, "program: x")
    (flag,) = only("proposed_by_program", cells, [1, 1, 1])
    assert flag.text.startswith("5 ratings were set by a program (x): ")
    assert flag.text.endswith(", o1 on d0 and 1 more")

"""A mistake that spoils what hangs on it is told once, where it stands."""

import pytest
from files.lunch import DRIVERS, HEAD, REST, problems, told


@pytest.mark.parametrize("stated", ["{}", "", "[taste]", "taste"])
def test_wrong_drivers_do_not_make_every_rating_unknown(stated):
    assert [p.line for p in problems(HEAD + f"drivers: {stated}\n" + REST)] == [4]


@pytest.mark.parametrize("stated", ["", "[inn]", "inn"])
def test_wrong_options_do_not_make_every_rating_unknown(stated):
    text = HEAD + DRIVERS + f"options: {stated}\nratings:\n  inn: {{taste: 7}}\n"
    assert [p.line for p in problems(text)] == [6]


@pytest.mark.parametrize("rated", ["{}", "{taste: 7}"])
def test_missing_drivers_are_told_once(rated):
    text = HEAD + f"options: {{inn: {{}}}}\nratings: {{inn: {rated}}}\n"
    assert told(text) == [(1, 1, "missing-key", "drivers")]


@pytest.mark.parametrize(
    ("driver", "at"),
    [("[taste]", 9), ("{factors: [taste]}", 19), ("{factors: }", 19), ("{factors: {}}", 10)],
)
def test_a_wrong_driver_does_not_make_its_factors_unknown(driver, at):
    text = HEAD + f"drivers:\n  food: {driver}\n" + REST
    assert [(p.line, p.column) for p in problems(text)] == [(5, at)]


@pytest.mark.parametrize(("stated", "said"), [("[slow]", 1), ("", 1), ("{}", 3), (None, 3)])
def test_wrong_evidence_does_not_make_each_item_unknown(stated, said):
    text = HEAD + DRIVERS + ("" if stated is None else f"evidence: {stated}\n")
    text += "options: {inn: {}, pub: {}}\nratings:\n"
    text += (
        "  inn: {taste: {value: 7, evidence: [slow, fast]}}\n  pub: {taste: {value: 7, evidence: [slow]}}\n"
    )
    assert len(problems(text)) == said


def test_a_wrong_scale_does_not_make_its_factor_unknown_to_an_inject():
    text = HEAD + "drivers: {taste: {scale: {worst: 5, best: 5}}}\n" + REST
    text += "injects: {fire: {ratings: {inn: {taste: {set: 3}, tast: {set: 3}}}}}\n"
    assert [code for _, _, code, _ in told(text)] == ["bad-scale", "unknown-factor"]


def test_a_factor_used_twice_is_not_missed_twice():
    text = (
        HEAD + "drivers:\n  food: {factors: {taste: {}}}\n  fun: {factors: {taste: {}}}\noptions: {inn: {}}\n"
    )
    found = [str(problem) for problem in problems(text + "ratings: {inn: {}}\n")]
    assert len(found) == len(set(found))


def test_a_factor_used_twice_is_told_in_plain_words():
    text = HEAD + "drivers:\n  food: {factors: {taste: {}}}\n  fun: {factors: {taste: {}}}\n" + REST
    (problem,) = problems(text)
    assert (problem.line, problem.column, problem.code) == (6, 19, "duplicate-id")
    assert problem.message == "the id 'taste' is used already, as a factor of 'food'"


@pytest.mark.parametrize(
    "text",
    [HEAD + "drivers: {}\noptions: {inn: {}}\nratings: {inn: {}}\n", "format: weights/1\ndrivers: {}\n"],
)
def test_an_empty_mapping_is_said_to_need_at_least_one(text):
    (problem,) = problems(text)
    assert "at least" in problem.message


def test_every_wrong_anchor_is_told_at_its_place():
    text = HEAD + "drivers: {taste: {scale: {anchors: {5: true, x: y, 7: [z]}}}}\n" + REST
    assert [(line, column) for line, column, _, _ in told(text)] == [(4, 40), (4, 46), (4, 55)]


def test_wrong_ends_of_a_scale_do_not_hide_a_level_that_is_named_unknown():
    text = HEAD + "drivers: {taste: {scale: {worst: 3, best: 3, levels: {unknown: 3}}}}\n" + REST
    assert [(column, code) for _, column, code, _ in told(text)] == [(26, "bad-scale"), (55, "bad-id")]


def test_two_anchors_at_one_number_are_refused():
    text = HEAD + "drivers: {taste: {scale: {anchors: {5: middling, 5.0: fair, 50: far}}}}\n" + REST
    assert [(line, column, code) for line, column, code, _ in told(text)] == [
        (4, 50, "duplicate-key"),
        (4, 65, "out-of-scale"),
    ]

"""What ``scenario robustness`` says of knowing uncertain ratings: one of them, and all together."""

import pytest
from answers.robustness.trip import write_small

from scenario_cli.answers.robustness.report import page
from scenario_cli.errors import StudyError
from scenario_cli.study import study

UNSURE = {"value": 0.5, "low": 0, "high": 1}


def said(answer):
    (table,) = [t for t in page(answer, 80, whole=True).tables if t.title == "What should be found out next?"]
    return table.finding


def test_where_no_single_rating_changes_the_choice_knowing_all_is_told_beside_it():
    base = study("china-arms-russia")
    base = study(base.scenario.model_copy(update={"doubts": {}}), base.weights)
    answer = base.robustness(samples=20_000, ratings="uncertain")
    found, words = answer.to_dict(), said(answer)
    assert {row["gain"] for row in found["research"]} == {0}
    assert found["together"] > 0
    assert (
        f"Knowing any one of the {len(found['research'])} uncertain ratings would not change that choice"
        in words
    )
    assert f"knowing all of them together would be worth {found['together']:.3f}" in words
    assert f"(standard error {found['together_error']:.3f}; N = 20,000, seed 0)" in words


def test_the_lead_at_the_means_and_at_the_ratings_stated_are_both_named():
    """A rating may be in range for sensitivity, which starts from the ratings stated, and have no gain."""
    answer = study("china-arms-russia").robustness(samples=500)
    lead = answer.to_dict()["choice"]["lead"]
    behind = answer.ranking.behind[answer.ranking.order[1]]
    assert abs(lead - behind) > 0.5
    assert f"Keep the straddle is ahead by {lead:.2f} points; at the ratings as they stand" in said(answer)
    assert f"which sensitivity looks at, by {behind:.2f}." in said(answer)


def test_a_choice_at_the_means_that_does_not_lead_as_stated_is_told_from_who_does(folder):
    write_small(folder, {"a": [{"value": 0.6, "low": 0, "high": 0.6}], "b": [0.5]})
    words = said(study("small.yaml").robustness())
    assert words.startswith("At the means of the uncertain ratings b is ahead by 10.00 points; ")
    assert "at the ratings as they stand, which sensitivity looks at, a is, by 10.00." in words
    assert "Knowing the one uncertain rating would be worth " in words


def test_unknown_ratings_are_counted_and_said_to_be_among_them(folder):
    write_small(folder, {"a": ["unknown", 0.9], "b": [UNSURE, 0.4], "c": [0.1, 0.2]})
    answer = study("small.yaml").robustness(samples=2000)
    found, words = answer.to_dict(), said(answer)
    assert {(row["option"], row["factor"]) for row in found["research"]} == {("a", "f0"), ("b", "f0")}
    assert "of the 2 uncertain ratings (1 of them unknown)" in words
    assert found["together"] > max(row["gain"] for row in found["research"])


def test_where_all_ratings_together_change_nothing_that_is_said_without_a_sample(folder):
    write_small(folder, {"a": [{"value": 0.8, "low": 0.7, "high": 0.9}, "unknown"], "b": [0.2, 0.0]})
    answer = study("small.yaml").robustness(samples=50)
    assert answer.to_dict()["together_samples"] == 0
    assert said(answer).endswith("; nor would knowing all of them together, whatever they are.")


def test_nothing_is_said_to_be_worth_knowing_where_there_is_nothing_to_choose_or_to_find_out(folder):
    write_small(folder, {"a": [UNSURE, 0.3]})
    assert (
        said(study("small.yaml").robustness()) == "There is only one option, so there is nothing to choose."
    )
    write_small(folder, {"a": [0.2], "b": [0.3]})
    assert (
        said(study("small.yaml").robustness()) == "No rating is uncertain, so there is nothing to find out."
    )


def test_a_doubt_stands_among_the_ratings_that_are_worth_knowing():
    answer = study("china-arms-russia").robustness(samples=20_000, ratings="uncertain")
    found, words = answer.to_dict(), said(answer)
    (doubt,) = found["doubts"]
    assert doubt["doubt"] == "exposure"
    assert doubt["gain"] > max(row["gain"] for row in found["research"])
    assert "covert_shells" not in {row["option"] for row in found["research"] if row["factor"] == "region"}
    assert f"Knowing one of the {len(found['research'])} uncertain ratings or the doubt" in words
    assert f"would be worth at most {doubt['gain']:.3f} points on average" in words
    tables = {table.title: table for table in page(answer, 80).tables}
    rows = tables["What should be found out next?"].rows
    assert rows[0][0] == "Whether the shells stay hidden"
    shares = tables["How often is each first, doubts drawn together or rating by rating (in %)?"].rows
    first = {row["option"]: row for row in found["present"]}["straddle"]
    assert shares[0][3] == f"{first['first'] * 100:.1f}"
    assert first["first"] + 0.05 < first["one_by_one"]


def test_a_word_that_is_none_of_the_choices_is_refused_and_not_taken_for_another():
    base = study("china-arms-russia")
    for asked in ({"ratings": "unsure"}, {"over": "things"}, {"model": "everywhere"}, {"ratings": True}):
        with pytest.raises(StudyError, match="there is no"):
            base.robustness(**asked)
    with pytest.raises(StudyError, match="there is no kind of rating 'guess'"):
        base.evidence(kind="guess")

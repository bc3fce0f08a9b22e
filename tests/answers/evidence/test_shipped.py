"""evidence: the shipped scenarios, read from end to end."""

import pytest
from answers.evidence.cited import (
    SCENARIOS,
    WEIGHTS,
    asked_shipped,
    perspective,
    shipped,
    steps_to_flip,
    unescaped,
)

from scenario_cli.answers.evidence.report import document
from scenario_cli.answers.evidence.tables import page
from scenario_cli.render.delimited import markdown_text


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_rating_has_a_reason_and_a_kind_and_evidence_but_where_it_is_assumed(name):
    ratings = {
        (option, factor): rating
        for option, row in shipped(name).ratings.items()
        for factor, rating in row.items()
    }
    assert [cell for cell, rating in ratings.items() if not (rating.why and rating.kind)] == []
    assert [cell for cell, rating in ratings.items() if not rating.confidence] == []
    uncited = [cell for cell, rating in ratings.items() if not rating.evidence]
    assert {ratings[cell].kind for cell in uncited} <= {"assumption"}
    assert document(asked_shipped("authors", name))["coverage"]["uncited"] == len(uncited)
    assert not uncited or name == "china-arms-russia-2022"


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_item_of_evidence_says_something_at_a_place_and_is_used(name):
    scenario = shipped(name)
    used = {id_ for row in scenario.ratings.values() for rating in row.values() for id_ in rating.evidence}
    used |= {id_ for inject in scenario.injects.values() for id_ in inject.evidence}
    for weights in WEIGHTS:
        used |= {id_ for ids in perspective(weights, name).evidence.values() for id_ in ids}
    assert [id_ for id_ in scenario.evidence if id_ not in used] == []
    assert [id_ for id_, item in scenario.evidence.items() if not (item.says and item.at)] == []
    assert {item.source for item in scenario.evidence.values()} == set(scenario.sources)


def test_the_six_ratings_nearest_to_their_flip_have_a_signpost():
    answer = asked_shipped("authors")
    assert answer.study.scenario.weights == "authors"
    nearest = document(answer)["ratings"][:6]
    steps = steps_to_flip(answer.study.problem)
    found = [(r["option"], r["factor"]) for r in nearest]
    assert [steps[cell] for cell in found] == sorted(steps.values())[:6]
    assert [(r["option"], r["factor"]) for r in nearest if not r["signpost"]] == []


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_shipped_pages_are_read_without_a_gap(weights):
    answer = asked_shipped(weights)
    text = unescaped(markdown_text(page(answer, whole=True)))
    assert "(no reason)" not in text
    assert "| unstated |" not in text
    assert "| nothing |" not in text
    assert text.count("|  |") == 0

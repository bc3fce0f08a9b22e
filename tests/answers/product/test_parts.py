"""Each part of a report is the answer of its own question, and signposts are what trying them gives."""

import json
import pickle

import numpy as np
import pytest
from answers.product.kiosks import ALONE, BARE, watched
from builders import few
from hypothesis import given

import scenario_cli as sc
from scenario_cli.errors import StudyError
from scenario_cli.model.settings import Setting

SHIPPED = ("china-arms-russia", "china-arms-russia-2022", "china-arms-russia-wider")


def test_every_part_is_the_answer_of_its_own_question(town):
    study = sc.study("kiosk")
    found = study.product("keepers", "thrift", samples=500, seed=3).to_dict()
    assert found["sensitivity"] == study.sensitivity().to_dict()
    assert found["robustness"] == study.robustness(samples=500, seed=3).to_dict()
    assert found["evidence"] == study.evidence().to_dict()
    first, second = (found["ranking"][k]["option"] for k in (0, 1))
    assert found["explain"] == study.explain(first, against=second).to_dict()
    others = [study, study.under("keepers"), study.under("thrift")]
    assert found["compare"] == sc.compare(others).to_dict()
    score = study.score().to_dict()
    for part in ("ranking", "weights", "scenario", "flags", "finding"):
        assert found[part] == score[part]


@pytest.mark.parametrize("name", SHIPPED)
def test_of_shipped_scenarios_too(name):
    study = sc.study(name).tried("shipment_exposed")
    found = study.product(samples=200).to_dict()
    assert found["sensitivity"] == study.sensitivity().to_dict()
    assert found["robustness"] == study.robustness(samples=200).to_dict()
    assert found["evidence"] == study.evidence().to_dict()
    assert found["explain"] == study.explain(found["ranking"][0]["option"]).to_dict()
    assert found["compare"] is None


@few
@given(watched())
def test_a_signpost_says_what_trying_its_inject_alone_gives(study):
    found = study.product(samples=50)
    documents = found.to_dict()["signposts"]
    assert [post["inject"] for post in documents] == list(study.scenario.injects)
    for post, stated in zip(found.signposts, documents, strict=True):
        try:
            ranking = study.tried(post.inject).ranking
        except StudyError:
            assert post.ranking is None
            assert stated == {"inject": post.inject, "first": [], "lead": None, "scores": {}}
            continue
        assert stated["first"] == [study.problem.options[i] for i in ranking.leaders]
        assert list(stated["scores"].values()) == ranking.scores.tolist()
        two = np.sort(ranking.scores)[::-1][:2]
        lead = None if len(two) < 2 else pytest.approx(float(two[0] - two[1]), abs=2e-9)
        assert stated["lead"] == lead


def test_signposts_come_after_what_is_tried_and_leave_out_what_that_rules_out(town):
    study = sc.study("kiosk")
    assert [post.inject for post in study.product(samples=50).signposts] == ["works", "calm", "fair"]
    for first, left in (("works", ["fair"]), ("calm", ["fair"]), ("fair", ["works", "calm"])):
        tried = study.tried(first, "ratings.park.price=9")
        posts = tried.product(samples=50).signposts
        assert [post.inject for post in posts] == left
        for post in posts:
            assert post.ranking is not None
            expected = tried.tried(post.inject).ranking.scores
            np.testing.assert_array_equal(post.ranking.scores, expected)


def test_one_option_alone_has_nothing_to_be_explained_against(folder):
    (folder / "alone.yaml").write_text(ALONE)
    found = sc.study("alone.yaml").product(samples=50)
    assert found.explain is None
    assert found.compare is None
    assert found.signposts[0].lead is None
    assert found.to_dict()["signposts"][0]["first"] == ["keep"]


def test_a_scenario_of_ratings_alone_has_a_report(folder):
    (folder / "bare.yaml").write_text(BARE)
    found = sc.study("bare.yaml").product(samples=50).to_dict()
    assert found["signposts"] == []
    assert found["compare"] is None
    assert found["provenance"]["inputs"] == [found["provenance"]["inputs"][0]]


def test_samples_and_seed_are_those_asked_for(town):
    study = sc.study("china-arms-russia")
    found = [study.product(samples=n, seed=s).to_dict() for n, s in ((400, 1), (400, 1), (400, 2))]
    assert (found[2]["samples"], found[2]["seed"]) == (400, 2)
    assert found[0]["robustness"]["model"]["samples"] == 400
    assert json.dumps(found[0]) == json.dumps(found[1])
    assert found[0]["robustness"] != found[2]["robustness"]


def test_an_answer_pickles_and_comes_back_the_same(town):
    found = sc.study("kiosk").product("thrift", samples=50)
    assert pickle.loads(pickle.dumps(found)).to_json() == found.to_json()


def test_a_chance_is_refused_since_not_every_question_can_take_it(town):
    study = sc.study("kiosk").tried("chance.works=0.4")
    assert isinstance(study.trials[0], Setting)
    with pytest.raises(StudyError, match="chance"):
        study.product()


def test_the_same_weights_twice_are_refused(town):
    with pytest.raises(sc.UsageError, match="'council'"):
        sc.study("kiosk").product("council")

"""What is tried applies in the order given; on the command line injects come first: what was set holds."""

import json

import pytest

import scenario_cli as sc


@pytest.fixture
def study(coffee):
    return sc.study("coffee", weights="balanced")


def rating(study, option, factor):
    problem = study.problem
    return problem.ratings[problem.options.index(option), problem.factors.index(factor)]


def test_the_order_is_the_one_given(study):
    # price_cut moves the price of the new one by -200.
    assert rating(study.tried("price_cut", "ratings.new.cost=600"), "new", "cost") == 600
    assert rating(study.tried("ratings.new.cost=600", "price_cut"), "new", "cost") == 400
    assert rating(study.tried("ratings.new.cost=600").tried("price_cut"), "new", "cost") == 400


def test_a_weight_that_is_set_is_what_holds(study):
    # price_cut takes comfort 1.5 times, whose points are 70.
    once = study.tried("price_cut", "weights.comfort=30").problem
    assert once.driver_weights.tolist() == pytest.approx([0.5, 0.5])
    then = study.tried("weights.comfort=30", "price_cut").problem
    assert then.driver_weights.tolist() == pytest.approx([45 / 75, 30 / 75])


def test_on_the_command_line_injects_come_first_however_they_are_typed(study, run):
    typed = (["--inject", "price_cut", "--set", "ratings.new.cost=600"],)
    typed += (["--set", "ratings.new.cost=600", "--inject", "price_cut"],)
    one, other = (run("explain", "new", "coffee", "-w", "balanced", "-f", "json", *args) for args in typed)
    assert one.stdout == other.stdout
    (cost,) = [d for d in json.loads(one.stdout)["differences"] if d["factor"] == "cost"]
    assert cost["ratings"][0] == 600
    tried = study.tried("price_cut", "ratings.new.cost=600")
    assert one.stdout == tried.explain("new").to_json()


def test_another_order_is_told_in_the_result_and_verified(study):
    turned = study.tried("ratings.new.cost=600", "price_cut").score()
    document = turned.to_dict()
    assert document["provenance"]["tried"] == ["ratings.new.cost=600", "price_cut"]
    assert sc.verify(document).holds
    usual = study.tried("price_cut", "ratings.new.cost=600").score().to_dict()
    assert "tried" not in usual["provenance"]
    assert sc.verify(usual).holds
    usual["provenance"]["tried"] = ["ratings.new.cost=600", "price_cut"]
    assert not sc.verify(usual).holds


def test_settings_may_be_given_as_what_they_are(study):
    settings = (sc.RatingSetting("new", "cost", 600.0), sc.WeightSetting("comfort", "taste", 5))
    texts = ("ratings.new.cost=600", "weights.comfort.taste=5")
    assert study.tried(*settings).score().to_json() == study.tried(*texts).score().to_json()
    assert str(sc.RatingSetting("new", "noise", None)) == "ratings.new.noise=unknown"


def test_what_was_typed_is_what_is_told(study):
    tried = study.tried("ratings.new.noise=fair", "ratings.new.cost=unknown")
    assert tried.score().to_dict()["provenance"]["set"] == [
        "ratings.new.noise=fair",
        "ratings.new.cost=unknown",
    ]


def test_taking_all_back_leaves_the_study_as_stated(study):
    tried = study.tried("price_cut").tried("weights.cost=1")
    assert tried.untried.score().to_json() == study.score().to_json()
    assert study.untried is None
    assert tried.under("thrift").trials == tried.trials

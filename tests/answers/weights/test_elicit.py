"""`scenario weights rank`, `swing` and `pairs`: which items, and what is filled into what."""

import json

import pytest
from answers.weights.office import refused


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["comfort"], "error: name all the drivers and nothing else; look at: cost, trust"),
        (["trust", "cost"], "error: name all the drivers and nothing else; look at: comfort"),
        (["taste", "wait"], "error: name all the factors of 'comfort' and nothing else; look at: noise"),
        (["comfort", "cost", "taste"], "error: name all the drivers and nothing else; look at: trust"),
        (
            ["taste", "wait", "noise", "staff"],
            "error: name all the factors of 'comfort' and nothing else; look at: staff",
        ),
        (["comfort", "cost", "comfort"], "error: 'comfort' is named twice"),
        (["comfort", "cots", "trust"], "error: ID: unknown driver or factor 'cots'; did you mean 'cost'?"),
    ],
)
def test_items_that_are_not_one_group_are_refused(weigh, ids, message):
    assert refused(weigh("rank", *ids), 2, message)
    assert refused(weigh("swing", *(f"{id_}=50" for id_ in ids)), 2, message)


def test_a_method_that_is_none_is_refused(weigh):
    assert weigh("rank", "comfort", "cost", "trust", "--method", "best").exit_code == 2


@pytest.mark.parametrize("way", ["rank", "swing", "pairs"])
def test_the_weights_of_all_drivers_keep_the_factors_of_the_base(said, make, way):
    document = said(*make(way, ["trust", "comfort", "cost"]), "-w", "red")
    assert sum(document["weights"].values()) == pytest.approx(1, abs=1e-12)
    assert document["resulting"]["drivers"] == pytest.approx(document["weights"])
    factors = document["resulting"]["factors"]
    assert factors["taste"] == pytest.approx(2 * factors["wait"])
    assert document["weights"]["trust"] > document["weights"]["comfort"] > document["weights"]["cost"] > 0


@pytest.mark.parametrize("way", ["rank", "swing", "pairs"])
def test_the_weights_of_one_drivers_factors_keep_all_else_of_the_base(said, make, way):
    document = said(*make(way, ["wait", "noise", "taste"]), "-w", "red")
    drivers, factors = document["resulting"]["drivers"], document["resulting"]["factors"]
    assert drivers == pytest.approx({"comfort": 0.6, "cost": 0.2, "trust": 0.2})
    assert [factors[f] for f in ("wait", "noise", "taste")] == pytest.approx(
        [0.6 * document["weights"][f] for f in ("wait", "noise", "taste")]
    )
    assert factors["staff"] == factors["guide"] == pytest.approx(0.1)
    assert [row["role"] for row in document["provenance"]["inputs"]] == ["scenario", "weights"]


def test_the_weights_of_one_drivers_factors_keep_those_of_other_drivers(said, run):
    document = said("rank", "guide", "staff", "-w", "red", "-o", "weights/made.yaml")
    factors = document["resulting"]["factors"]
    assert [factors[f] for f in ("taste", "wait", "noise")] == pytest.approx([0.3, 0.15, 0.15])
    assert [factors[f] for f in ("guide", "staff")] == pytest.approx([0.15, 0.05])
    written = json.loads(run("weights", "show", "made", "-f", "json").stdout)["weights"]["factors"]
    assert written == pytest.approx(factors, abs=1e-11)


def test_without_a_base_what_is_not_named_is_equal(said, make):
    drivers = said(*make("rank", ["wait", "noise", "taste"]))["resulting"]["drivers"]
    assert drivers == pytest.approx(dict.fromkeys(["comfort", "cost", "trust"], 1 / 3))


@pytest.mark.parametrize("ids", [["trust", "comfort", "cost"], ["wait", "noise", "taste"]], ids="-".join)
@pytest.mark.parametrize("way", ["rank", "swing", "pairs"])
def test_the_file_that_is_written_checks_and_scores_the_same(said, run, make, way, ids):
    document = said(*make(way, ids), "-w", "red", "-o", "weights/made.yaml")
    assert run("check", "made").stdout == "1 file checked, nothing wrong.\n"
    scored = json.loads(run("score", "-w", "made", "-f", "json").stdout)
    assert scored["weights"]["id"] == "made"
    assert scored["weights"]["factors"] == pytest.approx(document["resulting"]["factors"], abs=1e-11)
    scores = {row["option"]: row["score"] for row in scored["ranking"]}
    assert scores == pytest.approx({row["option"]: row["score"] for row in document["ranking"]}, abs=1e-9)


def test_the_output_is_the_same_with_and_without_a_file(weigh):
    command = ["swing", "taste=100", "wait=80", "noise=30", "-w", "red"]
    printed = weigh(*command)
    written = weigh(*command, "-o", "weights/made.yaml")
    assert written.stdout == printed.stdout
    assert written.stderr == "wrote weights/made.yaml\n"

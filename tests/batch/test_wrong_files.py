"""Wrong files are told, each once, and the others are scored."""

import numpy as np
import pytest
from batch_builders import COFFEE, WEIGHTS, leftovers, put, rows_in, rows_of


def mutated(text, rng):
    """Spoil a weights file in one of many ways, each a certain mistake."""
    kinds = (
        lambda t: t.replace("weights/1", "weights/7"),
        lambda t: t.replace("cost", "cots"),
        lambda t: t.replace("{", "", 1),
        lambda t: t.replace("comfort: ", "comfort: -"),
        lambda t: t.replace("}", ", fame: 3}"),
        lambda t: t.replace("drivers:", "driver:"),
        lambda t: t.replace("cost: ", "cost: x"),
        lambda t: t + "drivers: {}\n",
        lambda t: t.replace("comfort", "\tcomfort:\t"),
        lambda t: "",
        lambda t: t.replace("cost: ", "cost: .nan #"),
        lambda t: t + "factors: {comfort: {taste: 0, wait: 0}}\n",
        lambda t: t + "scenario: tea\n",
    )
    return kinds[rng.integers(len(kinds))](text)


@pytest.fixture
def spoilt(coffee):
    """A thousand weights files, two hundred of them wrong."""
    rng = np.random.default_rng(8)
    wrong = set(rng.choice(1000, 200, replace=False).tolist())
    for k in range(1000):
        text = WEIGHTS.format(*(rng.random(2) * 10).tolist())
        put(coffee / f"many/w{k:04}.yaml", mutated(text, rng) if k in wrong else text)
    return wrong


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_good_file_is_scored_and_every_wrong_one_is_told(spoilt, coffee, batch, jobs):
    result = batch("coffee", "-w", "many", "--jobs", jobs, "-o", "out.csv", code=3)
    rows = rows_in(coffee / "out.csv")
    assert [r["weights"] for r in rows[::3]] == [f"w{k:04}" for k in range(1000) if k not in spoilt]
    told = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert sorted(set(told)) == [f"many/w{k:04}.yaml" for k in sorted(spoilt)]
    assert list(dict.fromkeys(told)) == sorted(set(told)), "told in the order of the files"
    for line in result.stderr.splitlines():
        place, _, said = line.partition(": error: ")
        assert said
        assert [part.isdecimal() for part in place.split(":")[1:]] == [True, True]
    assert leftovers(coffee) == []


def test_fail_fast_stops_at_the_first_wrong_file(spoilt, coffee, batch):
    result = batch("coffee", "-w", "many", "--jobs", "1", "--fail-fast", "-o", "out.csv", code=3)
    assert not (coffee / "out.csv").exists()
    told = {line.split(":")[0] for line in result.stderr.splitlines()}
    assert f"many/w{min(spoilt):04}.yaml" in told
    assert len(told) < 200


def test_wrong_scenarios_do_not_stop_the_others(coffee, batch):
    put(coffee / "scenarios/bad.yaml", COFFEE.replace("taste: 4", "taste: 44"))
    put(coffee / "scenarios/broken.yaml", "format: scenario/1\ndrivers: {")
    put(coffee / "scenarios/own.yaml", COFFEE.replace("id: coffee", "id: own\nweights: nowhere"))
    put(coffee / "scenarios/zoo.yaml", COFFEE.replace("id: coffee", "id: zoo"))
    result = batch("scenarios", "missing.yaml", code=3)
    assert {r["scenario"] for r in rows_of(result.stdout)} == {"coffee", "zoo"}
    for place in ("scenarios/bad.yaml:16:", "scenarios/broken.yaml:", "nowhere", "missing.yaml:1:1:"):
        assert place in result.stderr


def test_an_inject_that_leaves_no_weight_is_told_and_the_rest_is_scored(coffee, batch):
    none = "  zero: {title: No comfort, weights: {comfort: {times: 0}}}\n"
    put(
        coffee / "scenarios/coffee.yaml",
        COFFEE + none + none.replace("zero", "nil").replace("comfort", "cost"),
    )
    result = batch("coffee", "-w", "fair", "--injects", "pairs", code=3)
    seen = {r["injects"] for r in rows_of(result.stdout)}
    assert {"none", "zero", "nil", "price_cut+zero"} <= seen
    assert "zero+nil" not in seen
    assert "all weights of 'fair' are 0 with zero+nil" in result.stderr


def test_only_wrong_files_give_no_rows(coffee, batch):
    result = batch("coffee", "-w", "nowhere", code=3)
    assert rows_of(result.stdout) == []
    assert "nowhere" in result.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_single_wrong_weights_file_is_told(coffee, batch, jobs):
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    result = batch("coffee", "-w", "bad", "--jobs", jobs, code=3)
    assert result.stderr.startswith("weights/bad.yaml:2:")
    assert rows_of(result.stdout) == []


def test_wrong_lines_are_told_once(coffee, batch):
    put(coffee / "scenarios/coffee.yaml", COFFEE.replace("taste: 4", "taste: 44"))
    result = batch("coffee", "-w", "weights", code=3)
    assert len(result.stderr.splitlines()) == 1


def test_more_sets_of_injects_than_can_be_gone_through_are_refused_where_they_stand(coffee, batch):
    events = "".join(f"  event{k}: {{weights: {{cost: {{times: 2}}}}}}\n" for k in range(40))
    put(coffee / "scenarios/busy.yaml", COFFEE.partition("injects:")[0] + "injects:\n" + events)
    result = batch("busy", "coffee", "-w", "fair", "--injects", "all", code=3)
    assert len(rows_of(result.stdout)) == 3 * 8
    said = "--injects all: 40 injects make 1,099,511,627,776 sets, more than 10,000 [too-many-sets]"
    assert result.stderr == f"scenarios/busy.yaml:19:1: error: {said}\n"


def test_fail_fast_tells_one_mistake_and_how_to_go_on(coffee, batch, small_pieces):
    for name in ("x", "y"):
        put(coffee / f"weights/{name}.yaml", WEIGHTS.format(-1, 2))
    result = batch("coffee", "-w", "weights", "--jobs", "1", "--fail-fast", "-o", "out.csv", code=3)
    assert result.stderr.count("error:") == 1
    assert "out.csv: stopped; --resume goes on from here\n" in result.stderr

"""``--fail-on``: the exit code says whether every ranking is as under the scenario's own weights."""

import pytest
from batch_builders import COFFEE, WEIGHTS, put, put_table, rows_of

import scenario_cli as sc
from scenario_cli.batch.ask import batch as asked

pytestmark = pytest.mark.thorough

TIE = 1e-9
LIMITS = (0.0, 5.0, 11.5)
DEMANDS = ["first", "rank", *(f"score={limit:g}" for limit in LIMITS)]


def standing(study):
    """Who is first, every rank and every score, one study at a time."""
    ranking = study.score().ranking
    options = study.problem.options
    ranks = dict(zip(options, ranking.ranks.tolist(), strict=True))
    return (
        [option for option, rank in ranks.items() if rank == 1],
        ranks,
        dict(zip(options, ranking.scores.tolist(), strict=True)),
    )


def broken(own, found, demand):
    """Whether a ranking is not as the scenario's own."""
    if demand == "first":
        return own[0] != found[0]
    if demand == "rank":
        return own[1] != found[1]
    limit = float(demand.removeprefix("score="))
    return any(abs(found[2][option] - score) > limit + TIE for option, score in own[2].items())


def in_all(coffee, weightings, injects):
    """Every ranking of a sweep over weights, by name: label, injects, standing."""
    for label, weights in weightings:
        for some in injects:
            study = sc.study("coffee", weights).tried(*some)
            yield f"coffee, {label}, {'+'.join(some) or 'none'}", standing(study)


EACH = [(), ("price_cut",), ("strike",), ("boom",)]


@pytest.mark.parametrize("own", ["", "miser", "gourmet"])
@pytest.mark.parametrize("demand", DEMANDS)
def test_every_ranking_is_held_against_the_scenarios_own(coffee, batch, demand, own):
    put(coffee / "scenarios/coffee.yaml", COFFEE + (f"weights: {own}\n" if own else ""))
    stated = standing(sc.study("coffee"))
    every = [*in_all(coffee, [(id_, id_) for id_ in ("fair", "gourmet", "miser")], EACH)]
    expected = [name for name, found in every if broken(stated, found, demand)]
    assert 0 < len(expected) < 12
    args = ["coffee", "-w", "weights", "--injects", "each"]
    result = batch(*args, "--fail-on", demand, "-o", "out.csv", code=4)
    assert result.stderr.startswith(f"error: --fail-on {demand}: ")
    assert f" in {len(expected)} of 12 combinations; in {expected[0]}: " in result.stderr
    assert result.stderr.count("\n") == 1
    assert (coffee / "out.csv").read_text(encoding="utf-8") == batch(*args).stdout


def test_what_is_there_is_said_in_words(coffee, batch):
    put(coffee / "scenarios/coffee.yaml", COFFEE + "weights: miser\n")
    told = [part for demand in ("first", "rank", "score=20") for part in ("--fail-on", demand)]
    own, now = standing(sc.study("coffee")), standing(sc.study("coffee", "gourmet"))
    most = max(own[2], key=lambda option: abs(now[2][option] - own[2][option]))
    ranks = ", ".join(f"{o} {own[1][o]} -> {now[1][o]}" for o in own[1] if own[1][o] != now[1][o])
    said = batch("coffee", "-w", "gourmet", "--expect", "keep", *told, code=4).stderr.splitlines()
    where = "in 1 of 1 combination; in coffee, gourmet, none: "
    assert said == [
        f"error: --expect keep: not alone first {where}first is {', '.join(now[0])}",
        f"error: --fail-on first: others lead than under the scenario's own weights {where}"
        f"first is {', '.join(now[0])}, not {', '.join(own[0])}",
        f"error: --fail-on rank: a rank is not that under the scenario's own weights {where}{ranks}",
        f"error: --fail-on score=20: a score is more than 20 points from that under the scenario's own "
        f"weights {where}{most} {now[2][most] - own[2][most]:+.4g}",
    ]


def test_a_sweep_of_the_own_weights_alone_differs_nowhere(coffee, batch):
    every = [part for demand in DEMANDS for part in ("--fail-on", demand)]
    assert batch("coffee", *every).stderr == ""
    put(coffee / "scenarios/coffee.yaml", COFFEE + "weights: miser\n")
    assert batch("coffee", "-w", "miser", *every).stderr == ""


def test_each_scenario_is_held_against_its_own(coffee, batch):
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea") + "weights: miser\n")
    said = batch("coffee", "tea", "-w", "miser", "--fail-on", "score=0", code=4).stderr
    assert " in 1 of 2 combinations; in coffee, miser, none: " in said


def test_a_ranking_of_a_table_is_named_by_its_place_there(coffee, batch):
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 1], [9, 1]])
    assert (
        "; in coffee, t.csv:2, none: "
        in batch("coffee", "--table", "t.csv", "--fail-on", "score=0", code=4).stderr
    )
    put_table(coffee / "t.csv", ["weights", "comfort", "cost"], [["a", 1, 1], ["b", 9, 1]])
    said = batch("coffee", "--table", "t.csv", "--fail-on", "score=0", code=4).stderr
    assert "; in coffee, b (t.csv:2), none: " in said


@pytest.fixture
def expected(table):
    """What a sweep over the table says of each demand, by brute force."""
    stated = standing(sc.study("coffee"))
    counts = dict.fromkeys(DEMANDS, 0)
    for row in rows_of(table.read_text(encoding="utf-8")):
        numbers = {key: float(value) for key, value in row.items()}
        weights = sc.Weights(
            format="weights/1",
            id="row",
            drivers={"comfort": numbers["comfort"], "cost": numbers["cost"]},
            factors={"comfort": {"taste": numbers["taste"], "wait": numbers["wait"]}},
        )
        for some in EACH:
            found = standing(sc.study("coffee", weights).tried(*some))
            for demand in DEMANDS:
                counts[demand] += broken(stated, found, demand)
    assert all(0 < count <= 2000 for count in counts.values())
    return counts


def test_all_ways_to_carry_a_sweep_out_count_alike(coffee, expected, small_pieces):
    pytest.importorskip("pyarrow")
    pytest.importorskip("distributed")
    args = {"table": "table.csv", "injects": "each", "fail_on": DEMANDS, "expect": "keep"}
    first = asked("coffee", **args)
    assert {one.demand: one.rankings for one in first.failed} == {"keep": first.misses} | expected
    assert first.to_dict()["failed"][1]["rankings"] == expected["first"]
    for how in (
        {"jobs": 2},
        {"cluster": "local"},
        {"summary": True},
        {"rows": "changes"},
        {"rows": "first", "columns": ["score"]},
        {"output": "a.csv"},
        {"output": "a.parquet"},
        {"output": "dir/"},
        {"output": "sums/", "summary": True},
    ):
        assert asked("coffee", **args, **how).failed == first.failed, how
    parts = [asked("coffee", **args, output=f"s{i}/", shard=f"{i}/3").failed for i in (1, 2, 3)]
    assert [sum(one.rankings for one in each) for each in zip(*parts, strict=True)] == [
        one.rankings for one in first.failed
    ]
    assert sc.merge(["s2", "s1", "s3"], output="merged.csv").rows == 6000
    assert (coffee / "merged.csv").read_bytes() == (coffee / "a.csv").read_bytes()


def test_shards_of_other_demands_are_of_other_runs(table, batch):
    pytest.importorskip("pyarrow")
    args = ["coffee", "--table", "table.csv"]
    batch(*args, "--shard", "1/2", "-o", "a/")
    batch(*args, "--shard", "2/2", "-o", "b/", "--fail-on", "score=99")  # it has no pieces
    with pytest.raises(sc.InputError, match="of another run"):
        sc.merge(["a", "b"], output="c.csv")


def test_a_run_that_goes_on_or_has_finished_says_it_again(table, batch, cut_after, small_pieces):
    demands = [part for demand in ("first", "score=60", "rank") for part in ("--fail-on", demand)]
    args = ["coffee", "--table", "table.csv", *demands, "--jobs", "1", "-o", "out.csv"]
    expected = batch(*args[:-1], "whole.csv", code=4).stderr
    assert expected.count("error: ") >= 2
    cut_after(5, *args)
    assert batch(*args, "--resume", code=4).stderr == expected
    assert batch(*args, "--resume", code=4).stderr == f"out.csv: finished before; nothing to do\n{expected}"
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()


def test_own_weights_that_change_meanwhile_are_other_inputs(table, batch, cut_after, small_pieces):
    put(table.parent / "scenarios/coffee.yaml", COFFEE + "weights: miser\n")
    args = ["coffee", "--table", "table.csv", "--fail-on", "score=9", "--jobs", "1", "-o", "out.csv"]
    cut_after(3, *args)
    put(table.parent / "weights/miser.yaml", WEIGHTS.format(2, 9))
    assert "changed since this run was cut off" in batch(*args, "--resume", code=3).stderr


@pytest.mark.parametrize("condition", ["last", "score", "score=", "score=-1", "score=x", "rank=1", ""])
def test_another_condition_is_wrong_usage(coffee, batch, condition):
    said = batch("coffee", "--fail-on", condition, code=2).stderr
    assert said.endswith("expected first, rank or score=X\n")
    assert "--fail-on" in said


def test_what_is_wrong_counts_as_with_expect(coffee, batch):
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    batch("coffee", "-w", "weights", "--fail-on", "rank", code=4)
    batch("coffee", "-w", "bad", "-w", "fair", "--fail-on", "rank", code=3)
    put(coffee / "t.csv", "comfort,cost\n")
    said = batch("coffee", "--table", "t.csv", "--fail-on", "rank", code=4).stderr
    assert said.endswith("error: --fail-on rank: no combination was scored\n")


def test_own_weights_that_are_wrong_are_told(coffee, batch):
    put(coffee / "scenarios/coffee.yaml", COFFEE + "weights: nowhere\n")
    said = batch("coffee", "-w", "miser", "--fail-on", "rank", code=3).stderr
    assert "nowhere" in said


def test_from_python_the_sentence_says_it(coffee):
    found = asked("coffee", weights="weights", fail_on="first")
    (one,) = found.failed
    assert found.finding.endswith(
        f" In {one.rankings} of them others lead than under the scenario's own weights."
    )
    assert (found.misses, found.first_miss) == (0, "")
    with pytest.raises(sc.StudyError, match="expected first, rank or score=X"):
        asked("coffee", fail_on=["first", "lst"])

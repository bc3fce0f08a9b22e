"""`scenario weights`: set, undo, show, diff, blend, rank, swing, pairs, on a small scenario of the user's."""

import json
import os
import re
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from builders import few, published, stated_problems, study_of
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from scenario_cli import decision_problem, read_scenario, read_weights
from scenario_cli.answers.weights.set import ask as set_ask
from scenario_cli.answers.weights.set.ask import effect
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.sensitivity.one_way import one_way
from scenario_cli.files import editing

OFFICE = """\
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
drivers:
  comfort:
    title: Comfort
    factors:
      taste: {title: Taste, scale: {worst: 0, best: 10, anchors: {0: Poured away, 10: Drunk up}}}
      wait: {title: Waiting time, scale: {worst: 10, best: 0, unit: min}}
      noise: {title: Noise}
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}}
  trust: {factors: {staff: {}, guide: {}}}
options:
  keep: {title: Keep the old one}
  rent: {title: Rent one}
  buy: {title: Buy the new one}
ratings:
  keep: {taste: 2, wait: 7, noise: 1, cost: 100, staff: 5, guide: 5}
  rent: {taste: 6, wait: 4, noise: 6, cost: 500, staff: 7, guide: 8}
  buy: {taste: 9, wait: 2, noise: 9, cost: 900, staff: 5, guide: 4}
"""
RED = """\
# What the red team said 🟥
format: weights/1
title: Red
scenario: office
drivers:
  comfort: 60   # they drink most
  cost: 20
  trust: 20
factors:
  comfort: {taste: 2, wait: 1, noise: 1}
"""
BLUE = """\
format: weights/1
title: Blue
drivers: {comfort: 10, cost: 0, trust: 15}
factors:
  trust: {staff: 3, guide: 1}
"""
BARE = "weights/red.yaml"


@pytest.fixture
def office(folder):
    """A folder with a scenario and two weights files."""
    for name, text in (("scenarios/office", OFFICE), ("weights/red", RED), ("weights/blue", BLUE)):
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    return folder


@pytest.fixture
def weigh(office, run):
    """Run one of the commands; return the result with its JSON, if it is one."""

    def weigh(*args, **kwargs):
        return run("weights", *args, **kwargs)

    return weigh


@pytest.fixture
def said(weigh):
    """Run one of the commands and return its JSON document."""

    def said(*args):
        result = weigh(*args, "-f", "json")
        assert (result.exit_code, result.stderr.partition(" ")[0]) in ((0, ""), (0, "wrote")), result.stderr
        return json.loads(result.stdout)

    return said


def refused(result, code, message):
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(message), result.stderr
    return True


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def red():
    return Path(BARE).read_bytes().decode()


def rated_directly(ids, folder):
    """Write a scenario whose drivers are themselves rated, and return its path."""
    drivers = "".join(f"  {id_}: {{}}\n" for id_ in ids)
    cells = ", ".join(f"{id_}: {k % 10}" for k, id_ in enumerate(ids))
    path = folder / "direct.yaml"
    path.write_text(
        f"format: scenario/1\ntitle: T\nquestion: Q?\ndrivers:\n{drivers}"
        f"options: {{a: {{}}}}\nratings: {{a: {{{cells}}}}}\n"
    )
    return str(path)


# Published cases, through the commands


RANKS = published("weights_roc_ranksum_rankreciprocal")
METHODS = {"roc": "roc", "rs": "rank_sum", "rr": "reciprocal"}
SAATY = published("weights_ahp_saaty_2008_job")
SWINGS = published("weights_swing_goodwin_wright")


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("k", range(2, 11))
def test_barron_and_barrett_1996_and_stillwell_1981_by_command(folder, run, name, k):
    ids = [f"d{i}" for i in range(k)]
    scenario = rated_directly(ids[::-1], folder)
    result = run("weights", "rank", *ids, "--method", METHODS[name], "--scenario", scenario, "-f", "json")
    weights = json.loads(result.stdout)["weights"]
    exact = dict(zip(ids, RANKS["expected"]["recomputed"][str(k)][name], strict=True))
    assert weights == pytest.approx(exact, abs=RANKS["tolerance"]["recomputed"], rel=0)


@pytest.mark.parametrize("name", METHODS)
def test_stillwell_1981_within_one_driver(said, name):
    document = said("rank", "taste", "noise", "wait", "--method", METHODS[name], "-w", "red")
    exact = RANKS["expected"]["recomputed"]["3"][name]
    assert document["weights"] == pytest.approx(
        dict(zip(["taste", "noise", "wait"], exact, strict=True)), abs=1e-12, rel=0
    )
    factors = document["resulting"]["factors"]
    assert [factors[f] for f in ("taste", "noise", "wait")] == pytest.approx(
        [0.6 * share for share in exact], abs=1e-12, rel=0
    )


def test_saaty_2008_choosing_a_job_by_command(folder, run):
    ids = [criterion["id"] for criterion in SAATY["criteria"]]
    rows = [[str(Fraction(entry).limit_denominator(9)) for entry in row] for row in SAATY["matrix"]]
    text = f"format: pairs/1\nitems: [{', '.join(ids)}]\nmatrix:\n"
    text += "".join(f"  - [{', '.join(row)}]\n" for row in rows)
    Path("job.yaml").write_text(text)
    assert "1/7" in text
    result = run("weights", "pairs", "job.yaml", "--scenario", rated_directly(ids, folder), "-f", "json")
    document, exact = json.loads(result.stdout), SAATY["expected"]["recomputed"]
    within = SAATY["tolerance"]
    weights = [document["weights"][id_] for id_ in ids]
    assert weights == pytest.approx(exact["weights"], abs=within["recomputed"], rel=0)
    printed = SAATY["expected"]["published"]["weights"]
    assert weights == pytest.approx(printed, abs=within["published"], rel=0)
    numbers = [document[k] for k in ("lambda_max", "consistency_index", "consistency_ratio")]
    expected = [exact["lambda_max"], exact["CI"], exact["CR_saaty_RI"]]
    assert numbers == pytest.approx(expected, abs=within["recomputed"], rel=0)


def test_goodwin_and_wright_2004_swing_points_by_command(folder, run):
    ids = SWINGS["criteria"]
    typed = [f"{id_}={points}" for id_, points in zip(ids, SWINGS["swing_points"], strict=True)]
    result = run("weights", "swing", *typed, "--scenario", rated_directly(ids, folder), "-f", "json")
    weights = [json.loads(result.stdout)["weights"][id_] for id_ in ids]
    within = SWINGS["tolerance"]
    exact = SWINGS["expected"]["recomputed"]["weights"]
    assert weights == pytest.approx(exact, abs=within["recomputed"], rel=0)
    printed = [p / 100 for p in SWINGS["expected"]["published"]["weights_percent"]]
    assert weights == pytest.approx(printed, abs=within["published"], rel=0)


# set


def test_set_changes_the_number_and_nothing_else(weigh):
    result = weigh("set", BARE, "comfort=50")
    assert result.exit_code == 0
    assert red() == RED.replace("60", "50")
    assert result.stdout.startswith(f"red: comfort 60 -> 50\nWritten to {BARE}.\n")


def test_set_finds_the_file_by_name_and_changes_several_numbers(weigh):
    assert weigh("set", "red", "cost=1.5", "comfort.noise=0").exit_code == 0
    assert red() == RED.replace("cost: 20", "cost: 1.5").replace("noise: 1", "noise: 0")


def test_set_by_adds_to_each_number(weigh):
    assert weigh("set", "red", "comfort", "comfort.taste", "--by", "+0.5").exit_code == 0
    assert red() == RED.replace("60", "60.5").replace("taste: 2", "taste: 2.5")
    assert weigh("set", "red", "comfort", "--by", "-20.5").exit_code == 0
    assert red() == RED.replace("60", "40").replace("taste: 2", "taste: 2.5")


def test_set_by_adds_as_a_person_would(weigh):
    weigh("set", "red", "comfort.taste=0.1")
    weigh("set", "red", "comfort.taste", "--by", "0.2")
    assert "taste: 0.3," in red()


def test_why_is_kept_as_a_comment_and_in_the_history(weigh):
    assert weigh("set", "red", "comfort=50", "--why", "the room – 🟥 – insisted").exit_code == 0
    assert red() == RED.replace(
        "60   # they drink most", "50   # they drink most  # was 60: the room – 🟥 – insisted"
    )
    (line,) = map(json.loads, Path(f"{BARE}.history.jsonl").read_text().splitlines())
    assert line["why"] == "the room – 🟥 – insisted"
    assert line["command"] == "set"
    assert line["changes"] == [["comfort", "60", "50"]]


def test_the_names_in_the_history_and_the_page_go_with_their_numbers(said):
    document = said("set", "red", "comfort.noise=9", "trust=7", "comfort=8", "comfort.taste=6")
    assert {c["id"]: (c["from"], c["to"]) for c in document["changes"]} == {
        "comfort": ("60", "8"),
        "trust": ("20", "7"),
        "comfort.taste": ("2", "6"),
        "comfort.noise": ("1", "9"),
    }
    assert document["was"]["drivers"] == pytest.approx({"comfort": 0.6, "cost": 0.2, "trust": 0.2})
    shares = document["weights"]
    assert shares["drivers"] == pytest.approx({"comfort": 8 / 35, "cost": 20 / 35, "trust": 7 / 35})
    assert shares["factors"]["noise"] == pytest.approx(8 / 35 * 9 / 16)


def test_a_json_file_stays_json(weigh):
    text = '{"format": "weights/1",\n "drivers": {"comfort": 60, "cost": 20, "trust": 20}}\n'
    Path("weights/red.json").write_text(text)
    Path(BARE).unlink()
    assert weigh("set", "red", "comfort=5").exit_code == 0
    assert Path("weights/red.json").read_text() == text.replace("60", "5")
    result = weigh("set", "red", "comfort=6", "--why", "so")
    assert (
        "weights/red.json; the reason is in the history alone, since JSON has no comments." in result.stdout
    )
    assert Path("weights/red.json").read_text() == text.replace("60", "6")
    assert json.loads(Path("weights/red.json.history.jsonl").read_text().splitlines()[-1])["why"] == "so"
    assert weigh("undo", "red").exit_code == 0
    assert Path("weights/red.json").read_text() == text.replace("60", "5")


def test_a_history_is_no_weights_file(weigh, run):
    weigh("set", "red", "comfort=50")
    assert "history" not in run("list").stdout


UNTOUCHED = [
    (["comfort=-5"], 2, "error: comfort=-5: expected a number of 0 or more, found '-5'"),
    (["comfort=nan"], 2, "error: comfort=nan: expected a number of 0 or more, found 'nan'"),
    (["comfort=.nan"], 2, "error: comfort=.nan: expected a number of 0 or more, found '.nan'"),
    (["comfort=inf"], 2, "error: comfort=inf: expected a number of 0 or more, found 'inf'"),
    (["comfort=1e999"], 2, "error: comfort=1e999: expected a number of 0 or more, found '1e999'"),
    (["comfort=1,5"], 2, "error: comfort=1,5: expected a number of 0 or more, found '1,5'"),
    (["comfort=060"], 2, "error: comfort=060: expected a number of 0 or more, found '060'"),
    (["comfort=1_0"], 2, "error: comfort=1_0: expected a number of 0 or more, found '1_0'"),
    (["comfort=5 # x"], 2, "error: comfort=5 # x: expected a number of 0 or more, found '5 # x'"),
    (["comfort="], 2, "error: comfort=: expected a number of 0 or more, found ''"),
    (["comfort"], 2, "error: comfort: expected DRIVER=60 or DRIVER.FACTOR=2"),
    (["comfrt=5"], 2, "error: comfrt=5: unknown driver 'comfrt'; did you mean 'comfort'?"),
    (["taste=5"], 2, "error: taste=5: unknown driver 'taste'"),
    (
        ["comfort.nose=5"],
        2,
        "error: comfort.nose=5: unknown factor of 'comfort' 'nose'; did you mean 'noise'?",
    ),
    (["cost.cost=5"], 2, "error: cost.cost=5: unknown factor of 'cost' 'cost'"),
    (["comfort=5", "--by", "+5"], 2, "error: comfort=5: expected ids alone with --by"),
    (["comfort", "--by", "five"], 2, "error: --by five: expected a number such as +5 or -2.5"),
    (["comfort", "--by", "nan"], 2, "error: --by nan: expected a number such as +5 or -2.5"),
    (["comfort", "--by", "-61"], 2, "error: comfort: expected a number of 0 or more, found '-1'"),
    (["comfort=5", "--why", "two\nlines"], 2, "error: --why: one line of printable text"),
    (["comfort=5", "--why", "\x1b[31m"], 2, "error: --why: one line of printable text"),
    (
        ["trust.staff=5"],
        3,
        f"{BARE}:10:3: error: 'factors.trust.staff' is not in the file, so there is no number to change "
        "[not-in-place]; add it by hand",
    ),
    (["trust.staff", "--by", "1"], 3, f"{BARE}:10:3: error: 'factors.trust.staff' is not in the file"),
    (
        ["comfort=0", "cost=0", "trust=0"],
        3,
        f"{BARE}:5:1: error: all points here are 0 [all-zero]; give at least one a number above 0",
    ),
]


@pytest.mark.parametrize(("args", "code", "message"), UNTOUCHED, ids=lambda part: str(part)[:40])
def test_what_cannot_be_set_is_told_and_nothing_is_written(office, weigh, args, code, message):
    assert refused(weigh("set", "red", *args), code, message)
    assert red() == RED
    assert files(office) == ["scenarios/office.yaml", "weights/blue.yaml", "weights/red.yaml"]


SHARED = "is an alias, or aliases repeat it: changing it would change others [not-in-place]; write the"


@pytest.mark.parametrize(
    ("drivers", "message"),
    [
        ("{comfort: lots, cost: 1, trust: 1}", "expected a number, found the text 'lots' [wrong-type]"),
        (
            "{comfort: '60', cost: 1, trust: 1}",
            "expected a number, found the text '60' [wrong-type]; leave out the quotes",
        ),
        ("{comfort: &c 60, cost: *c, trust: 1}", f"'drivers.comfort' {SHARED} number out by hand"),
        ("{cost: &c 60, comfort: *c, trust: 1}", f"'drivers.comfort' {SHARED} number out by hand"),
    ],
)
def test_a_number_that_is_none_or_is_shared_is_refused_where_it_stands(weigh, drivers, message):
    Path(BARE).write_text(f"format: weights/1\ndrivers: {drivers}\n")
    before = red()
    column = len("drivers: ") + re.search(r"lots|'60'|&c", drivers).start() + 1
    result = weigh("set", "red", "comfort=5")
    assert refused(result, 3, f"{BARE}:2:{column}: error: {message}")
    assert red() == before


def test_a_built_in_file_is_not_changed(weigh):
    for command in (["set", "authors", "power=5"], ["undo", "authors"]):
        result = weigh(*command, "--scenario", "china-arms-russia")
        message = (
            "built-in:weights/authors.yaml:1:1: error: this is no file of yours to change [not-in-place]"
        )
        assert refused(result, 3, message)
        assert result.stderr.endswith("; make a copy: scenario show authors -o weights/mine.yaml\n")


def test_the_copy_that_is_advised_can_be_changed(office, weigh, run):
    assert run("show", "authors", "-o", "weights/mine.yaml").exit_code == 0
    result = weigh("set", "mine", "power=5", "--scenario", "china-arms-russia")
    assert result.exit_code == 0
    assert result.stdout.startswith("authors: power ")


@pytest.mark.parametrize("command", [["set", "-", "comfort=5"], ["undo", "-"]])
def test_standard_input_is_not_changed(weigh, command):
    message = "-:1:1: error: this is no file of yours to change [not-in-place]"
    assert refused(weigh(*command, stdin=RED), 3, message)


def test_the_advice_for_standard_input_can_be_followed(weigh):
    assert "show stdin" not in weigh("set", "-", "comfort=5", stdin=RED).stderr


def test_a_number_that_is_set_twice_is_refused(weigh):
    assert weigh("set", "red", "comfort=5", "comfort=6").exit_code == 2
    assert red() == RED


def test_a_number_that_is_there_already_writes_nothing_and_says_so(office, weigh):
    before = files(office)
    result = weigh("set", "red", "comfort=60")
    assert result.stdout.startswith(f"red: comfort 60 -> 60\nNothing was written: {BARE} says so already.\n")
    assert files(office) == before


@pytest.mark.parametrize(
    "args",
    [
        ["diff", "-", "-"],
        ["show", "-", "--scenario", "-"],
        ["pairs", "-", "--scenario", "-"],
        ["pairs", "-", "-w", "-"],
    ],
    ids=" ".join,
)
def test_standard_input_is_one_file_only(weigh, args):
    assert refused(weigh(*args, stdin=RED), 2, "error: standard input (-) can be one file only\n")


def test_a_file_that_is_nowhere_is_told_with_the_nearest(weigh):
    assert refused(
        weigh("set", "rde", "comfort=5"), 3, "rde:1:1: error: there is no weights file 'rde' in ./weights"
    )


@pytest.mark.parametrize(
    ("args", "wrong"),
    [
        (["show", "red"], ["scenarios/office.yaml", BARE]),
        (["diff", "red", "blue"], ["weights/blue.yaml", BARE]),
        (["blend", "red", "blue"], ["weights/blue.yaml", BARE]),
    ],
    ids=["show", "diff", "blend"],
)
def test_the_mistakes_of_all_files_are_told_in_one_run(weigh, args, wrong):
    for name in wrong:
        Path(name).write_text(re.sub(r"(comfort|cost): \d+", r"\1: lots", Path(name).read_text()))
    result = weigh(*args)
    assert (result.exit_code, result.stdout) == (3, "")
    assert {line.partition(":")[0] for line in result.stderr.splitlines()} == set(wrong)


def test_a_scenario_that_a_weights_file_names_and_that_is_nowhere_is_told_in_that_file(weigh):
    Path(BARE).write_text(RED.replace("scenario: office", "scenario: offcie"))
    result = weigh("show", "red")
    assert result.exit_code == 3
    assert result.stderr.startswith(f"{BARE}:4:11: error: there is no scenario 'offcie'")


def test_a_scenario_is_found_by_its_id_where_its_file_has_another_name(office, said):
    (office / "scenarios" / "office.yaml").rename(office / "scenarios" / "machines.yaml")
    Path("scenarios/machines.yaml").write_text(OFFICE.replace("title: Which", "id: office\ntitle: Which", 1))
    assert said("show", "red")["scenario"]["id"] == "office"


def test_a_file_cannot_name_standard_input_as_its_scenario(weigh):
    Path(BARE).write_text(RED.replace("scenario: office", "scenario: '-'"))
    result = weigh("show", "red", stdin=OFFICE)
    assert refused(result, 3, f"{BARE}:4:11: error: '-' is not an id [bad-id]")


@pytest.mark.parametrize("order", [["red", "blue"], ["blue", "red"]], ids="-".join)
def test_the_scenario_is_the_one_that_either_file_names(office, said, order):
    (office / "scenarios" / "other.yaml").write_text(OFFICE)
    assert said("diff", *order)["scenario"]["id"] == "office"


def test_a_missing_file_does_not_put_the_others_mistakes_down_to_the_wrong_scenario(office, weigh):
    (office / "scenarios" / "other.yaml").write_text(OFFICE)
    result = weigh("diff", "rde", "blue")
    assert refused(result, 3, "rde:1:1: error: there is no weights file 'rde'")
    assert len(result.stderr.splitlines()) == 1


def test_weights_for_another_scenario_are_refused(weigh):
    result = weigh("set", "red", "power=5", "--scenario", "china-arms-russia")
    assert refused(result, 3, f"{BARE}:4:11: error: these weights are for the scenario 'office', not ")


def test_a_file_that_cannot_be_written_is_told_and_stays(weigh, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editing, "write_whole", full)
    message = f"{BARE}: error: cannot be written: No space left on device\n"
    assert refused(weigh("set", "red", "comfort=5"), 3, message)
    assert red() == RED


def test_a_file_that_changed_meanwhile_is_told_and_stays(weigh, monkeypatch):
    real = set_ask.write_edit

    def slowly(*args):
        Path(BARE).write_text(RED.replace("cost: 20", "cost: 21"))
        real(*args)

    monkeypatch.setattr(set_ask, "write_edit", slowly)
    message = f"{BARE}:1:1: error: the file changed meanwhile; nothing was written [changed-meanwhile]"
    assert refused(weigh("set", "red", "comfort=5"), 3, message)
    assert red() == RED.replace("cost: 20", "cost: 21")


def test_a_dry_run_shows_the_effect_and_writes_nothing(office, said):
    before = files(office)
    dry = said("set", "red", "comfort=5", "--why", "so", "--dry-run")
    assert (red(), files(office)) == (RED, before)
    assert dry["done"] == "Dry run: nothing was written."
    wet = said("set", "red", "comfort=5", "--why", "so")
    assert wet["done"] == f"Written to {BARE}."
    assert {**wet, "done": ""} == {**dry, "done": ""}
    assert files(office) == sorted([*before, f"{BARE}.history.jsonl"])


# What a change does


def test_the_effect_of_a_change_is_worked_out(said):
    """By hand: comfort at t gives keep .75-.55t, rent .625-.025t, buy .225+.65t."""
    document = said("set", "red", "comfort=5", "--dry-run")
    t = 5 / 45
    scores = {"keep": 75 - 55 * t, "rent": 62.5 - 2.5 * t, "buy": 22.5 + 65 * t}
    was = {"keep": 75 - 55 * 0.6, "rent": 62.5 - 2.5 * 0.6, "buy": 22.5 + 65 * 0.6}
    assert {row["option"]: row["score"] for row in document["ranking"]} == pytest.approx(scores)
    assert {row["option"]: row["was"]["score"] for row in document["ranking"]} == pytest.approx(was)
    assert [(row["option"], row["rank"], row["was"]["rank"]) for row in document["ranking"]] == [
        ("keep", 1, 3),
        ("rent", 2, 2),
        ("buy", 3, 1),
    ]
    crossed = [(c["drivers"]["comfort"], c["to"]) for c in document["crossed"]]
    assert crossed == [(pytest.approx(0.4 / 0.675), ["rent"]), (pytest.approx(0.125 / 0.525), ["keep"])]
    assert document["finding"] == (
        "Keep the old one takes first place from Buy the new one; the flip to Rent one was crossed at "
        "comfort 59.3%; the flip to Keep the old one was crossed at comfort 23.8%."
    )


def test_a_change_that_crosses_no_flip_says_who_stays(said):
    document = said("set", "red", "comfort=90", "--dry-run")
    assert document["crossed"] == []
    assert document["finding"] == "Buy the new one stays first."


def test_a_change_of_a_factor_crosses_a_flip_on_the_way(said):
    document = said("set", "red", "comfort.taste=0", "comfort.wait=4", "comfort.noise=0", "--dry-run")
    (crossing,) = document["crossed"]
    assert crossing["to"] == ["rent"]
    found = r"Rent one takes .* from Buy the new one; the flip to Rent one was crossed at \d+% of the way\."
    assert re.fullmatch(found, document["finding"])


def test_the_flips_crossed_are_those_that_one_way_gave_before(said, run):
    before = json.loads(run("sensitivity", "-w", "red", "-f", "json").stdout)
    (swing,) = [s for s in before["one_way"] if (s["kind"], s["id"]) == ("driver", "comfort")]
    new = 5 / 45
    expected = [
        (left["to"], left["first"])
        for left, right in zip(swing["segments"], swing["segments"][1:], strict=False)
        if new < right["from"] < swing["weight"]
    ]
    crossed = said("set", "red", "comfort=5", "--dry-run")["crossed"]
    assert len(crossed) == 2
    assert [(c["drivers"]["comfort"], c["to"]) for c in crossed] == [
        (pytest.approx(at, abs=1e-12), to) for at, to in reversed(expected)
    ]


@few
@given(stated_problems(), st.data())
def test_what_one_driver_crosses_agrees_with_its_one_way_sensitivity(stated, data):
    scenario, weights = stated
    k = data.draw(st.integers(0, len(scenario.drivers) - 1))
    driver = list(scenario.drivers)[k]
    points = {**weights.drivers, driver: data.draw(st.sampled_from([0.0, 0.5, 1.0, 4.0, 40.0]))}
    assume(any(points.values()))
    after = weights.model_copy(update={"drivers": points})
    answer = effect(study_of(scenario, weights), study_of(scenario, after), {}, "set", "")
    before = decision_problem(scenario, weights)
    swing = one_way(before, rank_options(before))[k]
    old, new = (float(p.driver_weights[k]) for p in (before, answer.study.problem))
    low, high = sorted((old, new))
    bounds = [
        (left.end, (right if new > old else left).first)
        for left, right in zip(swing.segments, swing.segments[1:], strict=False)
        if low + 1e-9 < left.end < high - 1e-9
    ]
    crossed = [(float(c.shares[k]), c.to) for c in answer.crossings if low + 1e-9 < c.shares[k] < high - 1e-9]
    assert crossed == [(pytest.approx(at, abs=1e-9), to) for at, to in sorted(bounds, reverse=new < old)]
    if not bounds and old == new:
        assert answer.ranking.leaders == answer.before.ranking.leaders


@pytest.mark.parametrize(("was", "now"), [("comfort=40", "comfort=20"), ("comfort=20", "comfort=40")])
def test_nobody_takes_first_place_from_itself(office, run, was, now):
    """With two options that tie at comfort 50%."""
    Path("two.yaml").write_text(
        "format: scenario/1\ntitle: T\nquestion: Q?\ndrivers: {comfort: {}, cost: {}}\n"
        "options: {old: {}, new: {}}\n"
        "ratings: {old: {comfort: 0, cost: 10}, new: {comfort: 10, cost: 0}}\n"
    )
    number = was.partition("=")[2]
    Path("w.yaml").write_text(f"format: weights/1\ndrivers: {{comfort: {number}, cost: 40}}\n")
    result = run("weights", "set", "w.yaml", now, "--scenario", "two.yaml", "-f", "json")
    finding = json.loads(result.stdout)["finding"]
    assert not ("old" in finding.partition("from")[0] and "old" in finding.partition("from")[2])


def test_ties_for_first_place_are_told_as_ties(office, run):
    Path("two.yaml").write_text(
        "format: scenario/1\ntitle: T\nquestion: Q?\ndrivers: {comfort: {}, cost: {}}\n"
        "options: {old: {}, new: {}}\n"
        "ratings: {old: {comfort: 0, cost: 10}, new: {comfort: 10, cost: 0}}\n"
    )
    findings = []
    Path("w.yaml").write_text("format: weights/1\ndrivers: {comfort: 20, cost: 40}\n")
    for change in ("comfort=40", "comfort=40e0", "comfort=80"):
        result = run("weights", "set", "w.yaml", change, "--scenario", "two.yaml", "-f", "json")
        findings.append(json.loads(result.stdout)["finding"])
    assert findings[0].startswith("old stays first, now tied with new")
    assert findings[1] == "old and new stay first."
    assert findings[2].startswith("new stays first, no longer tied with old")


def test_each_share_that_moved_is_told_once(weigh):
    page = weigh("set", "red", "comfort=5", "--dry-run").stdout
    assert len(re.findall(r"^cost ", page, re.MULTILINE)) == 1


def test_the_records_of_a_change_are_its_ranking(weigh):
    rows = weigh("set", "red", "comfort=5", "--dry-run", "-f", "csv").stdout.splitlines()
    assert rows[0] == "option,rank,score,was_rank,was_score"
    assert [row.split(",")[0] for row in rows[1:]] == ["keep", "rent", "buy"]


# undo


def test_undo_takes_back_and_redoes(weigh):
    weigh("set", "red", "comfort=5", "--why", "so")
    done = red()
    result = weigh("undo", "red")
    assert red() == RED
    assert result.stdout.startswith(f"red: comfort 5 -> 60\nTaken back in {BARE}.\n")
    result = weigh("undo", "red")
    assert red() == done
    assert result.stdout.startswith("red: comfort 60 -> 5\n")
    assert weigh("undo", "red", "-f", "json").exit_code == 0
    assert red() == RED


def test_undo_shows_the_effect_of_going_back(said):
    there = said("set", "red", "comfort=5")
    back = said("undo", "red")
    assert back["format"] == "weights-undo/1"
    assert back["was"]["drivers"] == there["weights"]["drivers"]
    assert back["weights"]["drivers"] == there["was"]["drivers"]
    assert [c["to"] for c in back["crossed"]] == [["rent"], ["buy"]]
    assert back["changes"] == [{"id": "comfort", "from": "5", "to": "60"}]


def test_undo_without_a_change_and_after_a_foreign_one_is_refused(office, weigh):
    message = f"{BARE}:1:1: error: there is no change to take back [nothing-to-undo]"
    assert refused(weigh("undo", "red"), 3, message)
    assert f"{BARE}.history.jsonl" not in files(office)
    weigh("set", "red", "comfort=5")
    Path(BARE).write_text(red() + "# by hand\n")
    message = f"{BARE}:1:1: error: the file was changed by other means since [nothing-to-undo]"
    assert refused(weigh("undo", "red"), 3, message)
    assert red().endswith("# by hand\n")


def test_of_two_commands_at_once_each_is_done_or_told(office, environment):
    command = [sys.executable, "-m", "scenario_cli", "weights", "set", "red"]
    changes = ["comfort=51", "cost=21", "trust=22"]
    children = [
        subprocess.Popen(
            [*command, change], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        )
        for change in changes
    ]
    expected = RED
    for child, change in zip(children, changes, strict=True):
        _, complaint = child.communicate(timeout=60)
        assert child.returncode in (0, 3)
        if child.returncode == 0:
            id_, _, number = change.partition("=")
            expected = re.sub(rf"(?m)^  {id_}: \d+", f"  {id_}: {number}", expected)
        else:
            assert "[changed-meanwhile]; try again" in complaint
    assert expected != RED
    assert red() == expected
    assert not [name for name in files(office) if name.startswith("weights/.")]


# show, diff


def test_show_gives_shares_that_sum_to_1(said, weigh):
    for name in ("red", "blue"):
        weights = said("show", name, "--scenario", "office")["weights"]
        assert sum(weights["drivers"].values()) == pytest.approx(1, abs=1e-12)
        assert sum(weights["factors"].values()) == pytest.approx(1, abs=1e-12)
    document = said("show", "red")
    assert document["weights"]["factors"]["taste"] == pytest.approx(0.3)
    assert document["points"]["drivers"] == {"comfort": 60, "cost": 20, "trust": 20}
    assert document["finding"] == "The drivers' points sum to 100; comfort counts most."
    rows = weigh("show", "red", "-f", "csv").stdout.splitlines()
    assert rows[:3] == [
        "driver,factor,points,share,factors",
        "comfort,,60.0,0.6,3",
        "comfort,taste,2.0,0.3,",
    ]


def test_show_names_all_that_count_most(weigh, said):
    weigh("set", "red", "comfort=20")
    assert "comfort, cost and trust" in said("show", "red")["finding"]


def test_diff_puts_the_largest_difference_first_and_its_effects_sum_to_the_change_of_the_gap(said, run):
    document = said("diff", "red", "blue")
    rows = document["differences"]
    for kind in ("driver", "factor"):
        sizes = [abs(row["difference"]) for row in rows if row["kind"] == kind]
        assert sizes == sorted(sizes, reverse=True)
    assert [row["kind"] for row in rows] == ["driver"] * 3 + ["factor"] * 5
    gaps = []
    for name in ("red", "blue"):
        ranking = json.loads(run("score", "-w", name, "-f", "json").stdout)["ranking"]
        scores = {row["option"]: row["score"] for row in ranking}
        gaps.append(scores[document["rivals"][0]] - scores[document["rivals"][1]])
    effects = {row["id"]: row["effect"] for row in rows}
    assert sum(effects[d] for d in ("comfort", "cost", "trust")) == pytest.approx(gaps[1] - gaps[0])
    assert effects["comfort"] == pytest.approx(sum(effects[f] for f in ("taste", "wait", "noise")))
    assert effects["trust"] == pytest.approx(effects["staff"] + effects["guide"])
    for row in rows:
        assert row["difference"] == pytest.approx(row["shares"][1] - row["shares"][0])
    assert document["first"] == [["buy"], ["rent"]]
    assert document["rivals"] == ["buy", "rent"]
    assert document["finding"].startswith("Buy the new one is first under red, Rent one under blue; ")


def test_diff_of_a_file_with_itself_is_nothing(said):
    document = said("diff", "red", "red")
    assert {row["difference"] for row in document["differences"]} == {0}
    assert {row["effect"] for row in document["differences"]} == {0}
    assert document["finding"] == "Buy the new one is first under both red and red."


def test_two_files_with_one_id_are_told_apart_by_their_names(said, weigh):
    Path("mine.yaml").write_text(RED.replace("title: Red", "id: red").replace("comfort: 60", "comfort: 6"))
    finding = said("diff", "red", "mine.yaml")["finding"]
    assert finding.startswith("Buy the new one is first under weights/red.yaml, ")
    assert "under mine.yaml;" in finding
    assert "Where do weights/red.yaml and mine.yaml differ" in weigh("diff", "red", "mine.yaml").stdout


@pytest.mark.parametrize(
    ("change", "code"), [("comfort=0", "tie"), ("comfort=1", "near_tie"), ("comfort=60", None)]
)
def test_an_order_that_hangs_on_little_is_flagged_where_weights_are_set(said, weigh, change, code):
    Path("scenarios/office.yaml").write_text(OFFICE.replace("staff: 5, guide: 4", "staff: 5, guide: 5"))
    set_ = ["set", BARE, change, "cost=0", "--dry-run"]
    assert [flag["code"] for flag in said(*set_)["flags"]] == ([code] if code else [])
    assert (f"- {code}: " in weigh(*set_).stdout) == (code is not None)


def test_a_tie_is_flagged_where_weights_are_made(said, weigh):
    Path("scenarios/office.yaml").write_text(OFFICE.replace("guide: 4", "guide: 5"))
    made = ["swing", "comfort=0", "cost=0", "trust=100"]
    assert [flag["code"] for flag in said(*made)["flags"]] == ["tie"]
    assert "- tie: keep and buy have the same score; their order is the file's." in weigh(*made).stdout


def test_the_sum_of_the_largest_points_is_told(weigh):
    Path(BARE).write_text(RED.replace("comfort: 60", "comfort: 1.5e308").replace("cost: 20", "cost: 1.5e308"))
    assert "The drivers' points sum to 3" in weigh("show", BARE).stdout


def test_diff_takes_the_same_shares_in_other_points_for_the_same(said, weigh):
    Path("weights/green.yaml").write_text(RED.replace("60 ", "0.3 ").replace(": 20", ": 0.1"))
    assert said("diff", "red", "green")["finding"] == "Buy the new one is first under both red and green."
    page = weigh("diff", "red", "green").stdout
    assert "-0.0" not in page


def test_diff_tells_of_a_small_difference_with_the_digits_it_needs(weigh):
    Path("weights/green.yaml").write_text(RED.replace("60 ", "60.01 "))
    page = weigh("diff", "red", "green").stdout
    assert re.search(r"^comfort +60\.0% +60\.0% +\+0\.004 ", page, re.MULTILINE)
    assert re.search(r"over Rent one by \+0\.001 points\.$", page, re.MULTILINE)


def test_diff_names_its_inputs_in_order(said):
    inputs = said("diff", "blue", "red")["provenance"]["inputs"]
    assert [(row["role"], row["id"]) for row in inputs] == [
        ("scenario", "office"),
        ("weights", "blue"),
        ("weights", "red"),
    ]


COMMON = {"format", "provenance", "scenario", "finding", "flags"}


@pytest.mark.parametrize(
    "args",
    [
        ["set", "red", "comfort=5"],
        ["rank", "comfort", "cost", "trust"],
        ["swing", "comfort=1", "cost=2", "trust=3"],
        ["show", "red"],
        ["diff", "red", "blue"],
    ],
    ids=lambda args: args[0],
)
def test_the_documents_have_what_is_common_to_all(said, args):
    document = said(*args)
    assert document.keys() >= COMMON
    assert document["format"] == f"weights-{args[0]}/1"
    assert document["provenance"]["inputs"] != []


# blend


def made_from(text, name="weights/made.yaml"):
    Path(name).write_text(text)
    scenario = read_scenario("office")
    return decision_problem(scenario, read_weights(name, scenario))


@pytest.mark.parametrize("share", ["0", "0.25", "0.5", "0.9", "1"])
def test_a_blend_lies_on_the_straight_path(weigh, run, share):
    result = weigh("blend", "red", "blue", "--share", share)
    assert (result.exit_code, result.stderr) == (0, "")
    scenario = read_scenario("office")
    a, b = (decision_problem(scenario, read_weights(name, scenario)) for name in ("red", "blue"))
    mixed, t = made_from(result.stdout), float(share)
    assert mixed.driver_weights == pytest.approx((1 - t) * a.driver_weights + t * b.driver_weights, abs=1e-11)
    assert mixed.weights == pytest.approx((1 - t) * a.weights + t * b.weights, abs=1e-11)
    assert run("check", "made").stdout == "1 file checked, nothing wrong.\n"


def test_a_blend_is_half_and_half_unless_said(weigh):
    assert weigh("blend", "red", "blue").stdout == weigh("blend", "red", "blue", "--share", "0.5").stdout


def test_a_blend_takes_over_where_sensitivity_says(weigh, run):
    """Before and behind each flip of `sensitivity --blend` the blended file has that leader."""
    path = json.loads(run("sensitivity", "-w", "red", "--blend", "blue", "-f", "json").stdout)["blend"]
    assert len(path["segments"]) > 1
    for segment in path["segments"]:
        middle = (segment["from"] + segment["to"]) / 2
        Path("weights/made.yaml").write_text(weigh("blend", "red", "blue", "--share", str(middle)).stdout)
        ranking = json.loads(run("score", "-w", "made", "-f", "json").stdout)["ranking"]
        assert [row["option"] for row in ranking if row["rank"] == 1] == segment["first"]


def test_a_blend_is_written_as_a_sound_file_named_after_the_file(weigh, run):
    result = weigh("blend", "red", "blue", "--share", "0.4", "-o", "weights/mixed.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "wrote weights/mixed.yaml\n")
    assert run("check", "mixed").exit_code == 0
    weights = read_weights("mixed", read_scenario("office"))
    assert (weights.id, weights.title, weights.scenario) == ("mixed", "40% blue, 60% red", "office")


@pytest.mark.parametrize(
    "args",
    [
        ["blend", "red", "blue"],
        ["rank", "comfort", "cost", "trust"],
        ["swing", "comfort=1", "cost=2", "trust=3"],
    ],
)
def test_what_is_made_is_never_written_over_a_file(weigh, args):
    message = f"{BARE}: error: exists already; nothing was written\n"
    assert refused(weigh(*args, "-o", BARE), 3, message)
    assert red() == RED


@pytest.mark.parametrize("share", ["-0.1", "1.1", "nan", "half"])
def test_a_share_outside_0_to_1_is_refused(weigh, share):
    result = weigh("blend", "red", "blue", "--share", share)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--share" in result.stderr


@pytest.mark.parametrize("name", ["weights/My Mix.yaml", "weights/2024.yaml", "weights/über.yaml"])
def test_what_is_written_is_sound_whatever_its_name(weigh, run, name):
    """Or it is refused, as `scenario new` does, and not written."""
    weigh("blend", "red", "blue", "-o", name)
    assert not Path(name).exists() or run("check", name).exit_code == 0


def test_a_dash_is_stdout_as_it_is_for_the_other_commands(office, weigh):
    result = weigh("blend", "red", "blue", "-o", "-")
    assert result.stdout == weigh("blend", "red", "blue").stdout
    assert "-" not in files(office)


@pytest.mark.parametrize("way", ["rank", "swing", "pairs"])
def test_what_is_made_goes_to_stdout_alone_and_can_be_piped_on(office, weigh, run, make, way):
    before = files(office)
    result = weigh(*make(way, ["comfort", "cost", "trust"]), "-o", "-")
    assert result.stderr == ""
    scored = run("score", "-w", "-", "-f", "json", stdin=result.stdout)
    assert scored.exit_code == 0
    assert json.loads(scored.stdout)["weights"]["id"] == f"weights-{way}"
    assert set(files(office)) - set(before) <= {"p.yaml"}


def test_the_title_of_a_blend_is_true(weigh):
    made = weigh("blend", "red", "blue", "--share", "0.999").stdout
    assert "title: '99.9% blue, 0.1% red'" in made


def test_what_is_made_for_a_scenario_whose_file_name_is_no_id_is_sound(office, weigh, run):
    (office / "scenarios" / "office.yaml").rename(office / "scenarios" / "My Office.yaml")
    Path(BARE).write_text(RED.replace("scenario: office\n", ""))
    assert weigh("blend", "red", "blue", "-o", "weights/made.yaml").exit_code == 0
    assert run("check", "made").exit_code == 0
    assert run("score", "-w", "made").exit_code == 0


# rank, swing, pairs: which items, and what is filled into what


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


def compared(ids, rows, name="p.yaml"):
    """Write a file of comparisons from text and return its name."""
    Path(name).write_text(f"format: pairs/1\nitems: [{', '.join(ids)}]\nmatrix: [{', '.join(rows)}]\n")
    return name


THREE = ["[1, 3, 5]", "[1/3, 1, 2]", "[1/5, 1/2, 1]"]


@pytest.fixture
def make(office):
    """The three ways to make weights, each by its command line."""

    def make(way, ids):
        if way == "pairs":
            return ["pairs", compared(ids, THREE)]
        points = ("100", "62.5", "0.1")
        return [way, *(ids if way == "rank" else [f"{i}={p}" for i, p in zip(ids, points, strict=True)])]

    return make


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


# swing


def test_swings_are_told_with_both_ends_of_their_scales(weigh):
    page = weigh("swing", "taste=50", "wait=25", "noise=0").stdout
    assert "Taste: from 0 (Poured away) to 10 (Drunk up)    100  66.7%" in page
    assert "Waiting time: from 10 min to 0 min               50  33.3%" in page
    page = weigh("swing", "comfort=1", "cost=1", "trust=1").stdout
    assert "Comfort: all from worst to best (Taste, Waiting time, Noise)" in page
    assert "Price: from 900 EUR to 100 EUR" in page


def test_all_that_count_most_are_named(said):
    finding = said("swing", "comfort=1", "cost=1", "trust=1")["finding"]
    assert finding.startswith("comfort, cost and trust count most (33.3% each); under these weights ")


def test_an_only_option_leads_by_nothing(folder, run):
    scenario = rated_directly(["b", "a"], folder)
    result = run("weights", "rank", "a", "b", "--scenario", scenario, "-f", "json")
    finding = json.loads(result.stdout)["finding"]
    assert finding == "a counts most (75.0%); under these weights a is the only option."


def test_the_largest_swing_is_worth_100(said):
    assert said("swing", "taste=5", "wait=2.5", "noise=0")["swings"] == {"taste": 100, "wait": 50, "noise": 0}


@pytest.mark.parametrize(
    ("swings", "message"),
    [
        (["taste=-1", "wait=1", "noise=1"], "error: taste: expected a number of 0 or more, found '-1'"),
        (["taste=nan", "wait=1", "noise=1"], "error: taste: expected a number of 0 or more, found 'nan'"),
        (["taste=", "wait=1", "noise=1"], "error: taste: expected a number of 0 or more, found ''"),
        (["taste=0", "wait=0", "noise=0"], "error: at least one swing is worth more than 0"),
        (["taste=10", "wait", "noise"], "error: wait: say what its swing is worth, as wait=80"),
    ],
)
def test_swings_that_are_no_numbers_are_refused(weigh, swings, message):
    assert refused(weigh("swing", *swings), 2, message)


def test_without_a_terminal_nobody_is_asked(office, process):
    result = process("weights", "swing", "taste", "wait", "noise", stdin=b"100\n50\n25\n")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr == b"error: taste: say what its swing is worth, as taste=80\n"


@pytest.fixture
def asked(office, environment):
    """Run a command that asks on a terminal; return exit code, stdout, and what the terminal shows."""
    pty = pytest.importorskip("pty")

    def asked(*args, typed, interrupt_after=None):
        here, there = pty.openpty()
        child = subprocess.Popen(
            [sys.executable, "-m", "scenario_cli", "weights", *args],
            stdin=there,
            stdout=subprocess.PIPE,
            stderr=there,
            env=environment(),
        )
        os.close(there)
        shown = b""
        try:
            if interrupt_after is None:
                os.write(here, typed)
            while part := os.read(here, 65536):
                shown += part
                if interrupt_after is not None and interrupt_after in shown:
                    child.send_signal(signal.SIGINT)
                    interrupt_after = None
        except OSError:  # Linux says so when the other end is closed
            pass
        finally:
            out, _ = child.communicate(timeout=30)
            os.close(here)
        return child.returncode, out.decode(), shown.decode().replace("\r\n", "\n")

    return asked


def test_on_a_terminal_each_swing_is_asked_for_until_it_is_a_number(asked):
    code, out, shown = asked(
        "swing", "taste", "wait=50", "noise", "-f", "json", typed=b"lots\n-1\nnan\n\n 100 \n25\n"
    )
    assert code == 0
    assert json.loads(out)["swings"] == {"taste": 100, "wait": 50, "noise": 25}
    assert shown.count("Taste: from 0 (Poured away) to 10 (Drunk up)\n") == 5
    assert shown.count("  worth, where the largest swing is 100: ") == 6
    assert shown.count("  a number of 0 or more, please\n") == 4
    assert "Waiting time" not in shown
    assert "\x1b" not in shown


def test_questions_that_are_not_answered_end_it_with_2_and_ctrl_c_with_130(asked):
    code, out, shown = asked("swing", "taste", "wait", "noise", typed=b"100\n\x04")
    assert (code, out) == (2, "")
    assert shown.endswith("error: the questions were not answered\n")
    code, out, shown = asked("swing", "taste", "wait", "noise", typed=b"", interrupt_after=b"is 100: ")
    assert (code, out) == (130, "")
    assert "Traceback" not in shown


# pairs


def located(result, *lines):
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == list(lines)


THINGS = ["comfort", "cost", "trust"]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["[1, 3, 5]", "[1/3, 1, 2]"], ["p.yaml:3:9: error: 2 rows for 3 items [wrong-length]"]),
        (
            ["[1, 3, 5]", "[1/3, 1]", "[1/5, 1/2, 1, 1]"],
            [
                "p.yaml:3:21: error: 2 entries for 3 items [wrong-length]",
                "p.yaml:3:31: error: 4 entries for 3 items [wrong-length]",
            ],
        ),
        (
            ["[1, 3, 5]", "[1/2, 1, 2]", "[5, 1/2, 1]"],
            [
                "p.yaml:3:22: error: 0.5 is not one over the entry across, 3 [not-reciprocal]; write 0.3333",
                "p.yaml:3:35: error: 5 is not one over the entry across, 5 [not-reciprocal]; write 0.2",
            ],
        ),
        (
            ["[1, 3, 5]", "[1/3, 2, 2]", "[1/5, 1/2, 1]"],
            ["p.yaml:3:27: error: an item counts once as much as itself: 1 [out-of-range]"],
        ),
        (
            ["[1, 3, 5]", "[1/0, 1, 2]", "[1/5, much, 1]"],
            [
                "p.yaml:3:22: error: expected a number or a fraction like 1/3, found '1/0' [wrong-type]",
                "p.yaml:3:40: error: expected a number or a fraction like 1/3, found 'much' [wrong-type]",
            ],
        ),
        (
            ["[1, 0, -5]", "[1/3, 1, 2]", "[1/5, 1/2, 1]"],
            [
                "p.yaml:3:14: error: expected a number above 0, found 0 [out-of-range]",
                "p.yaml:3:17: error: expected a number above 0, found -5 [out-of-range]",
            ],
        ),
        (
            ["[1, true, .inf]", "[1/3, 1, 2]", "[1/5, 1/2, 1]"],
            [
                "p.yaml:3:14: error: expected a number, found true [wrong-type]",
                "p.yaml:3:20: error: .inf is not a finite number [not-finite]",
            ],
        ),
        (
            ["3", "[1/3, 1, 2]", "[1/5, 1/2, 1]"],
            ["p.yaml:3:10: error: expected a list, found 3 [wrong-type]"],
        ),
    ],
    ids=["rows", "entries", "reciprocal", "diagonal", "words", "sign", "kinds", "row"],
)
def test_mistakes_in_a_matrix_are_told_where_they_stand(weigh, rows, lines):
    located(weigh("pairs", compared(THINGS, rows)), *lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ["p.yaml:1:1: error: the file holds nothing [empty]; `scenario new` writes one to start from"]),
        ("[1]", ["p.yaml:1:1: error: expected a mapping, found a list [wrong-type]"]),
        (
            "format: pairs/1\nitems: [comfort]\nmatrix: [[1]]\nscale: 9\n",
            [
                "p.yaml:2:8: error: 'items' holds 1, expected at least 2 [wrong-length]",
                "p.yaml:4:1: error: unknown key 'scale' [unknown-key]; known: format, id, items, matrix",
            ],
        ),
        (
            "format: pairs/2\nitems: [comfort, comfort, Cost]\nmatrix: [[1, 1, 1], [1, 1, 1], [1, 1, 1]]\n",
            [
                "p.yaml:1:9: error: expected 'pairs/1', found 'pairs/2' [wrong-format]; "
                "did you mean 'pairs/1'?",
                "p.yaml:2:18: error: 'comfort' stands here a second time [duplicate-id]",
                "p.yaml:2:27: error: 'Cost' is not an id [bad-id]; "
                "ids are small letters, digits, '-' and '_', starting with a letter",
            ],
        ),
    ],
    ids=["empty", "list", "keys", "items"],
)
def test_mistakes_in_a_file_of_comparisons_are_told_where_they_stand(weigh, text, lines):
    Path("p.yaml").write_text(text)
    located(weigh("pairs", "p.yaml"), *lines)


@pytest.mark.parametrize(
    ("ids", "line"),
    [
        (["comfort", "cots", "trust"], "p.yaml:2:18: error: unknown driver or factor 'cots'"),
        (["comfort", "trust", "taste"], "p.yaml:2:"),
    ],
    ids=["unknown", "no group"],
)
def test_items_that_the_scenario_lacks_are_told_where_they_stand(weigh, ids, line):
    result = weigh("pairs", compared(ids, THREE))
    assert result.exit_code == 3
    assert result.stderr.startswith(line)


def test_mistakes_in_comparisons_and_in_the_scenario_are_told_in_one_run(weigh):
    Path("scenarios/office.yaml").write_text(OFFICE.replace("taste: 2", "taste: lots"))
    result = weigh("pairs", compared(THINGS, THREE[:2]))
    assert result.exit_code == 3
    names = [line.partition(":")[0] for line in result.stderr.splitlines()]
    assert names == ["p.yaml", "scenarios/office.yaml"]


@pytest.mark.parametrize("entry", ["1e999", "1" + "0" * 400 + "/3"], ids=["number", "fraction"])
def test_a_number_past_all_bounds_is_told_where_it_stands(weigh, entry):
    rows = [f"[1, {entry}, 5]", "[1/3, 1, 2]", "[1/5, 1/2, 1]"]
    result = weigh("pairs", compared(THINGS, rows))
    assert result.exit_code == 3
    assert result.stderr.startswith("p.yaml:3:14: error: ")


def test_fractions_may_be_text_and_may_have_spaces(said):
    plain = said("pairs", compared(THINGS, THREE))
    spaced = said("pairs", compared(THINGS, ["[1, '3/1', 5]", '["1 / 3", 1, 2.0]', "[0.2, 1/2, 1]"]))
    assert spaced["weights"] == pytest.approx(plain["weights"])


def test_comparisons_can_come_from_standard_input(weigh, said):
    text = Path(compared(THINGS, THREE)).read_text()
    result = weigh("pairs", "-", "-f", "json", stdin=text)
    assert json.loads(result.stdout) == said("pairs", "p.yaml")


def test_the_worst_pair_is_named_and_mending_it_raises_consistency(said, weigh):
    rows = [[1, 3, Fraction(1, 5)], [Fraction(1, 3), 1, 4], [5, Fraction(1, 4), 1]]

    def asked_of(matrix):
        return compared(THINGS, [f"[{', '.join(map(str, row))}]" for row in matrix])

    before = said("pairs", asked_of(rows))
    assert before["consistency_ratio"] > 0.1
    a, b = (THINGS.index(id_) for id_ in before["worst_pair"])
    page = weigh("pairs", "p.yaml").stdout
    words = f"{THINGS[a]} to {THINGS[b]} fits the rest least: {before['mend']:.3g} would agree"
    assert "(too contradictory: above 0.1)" in page
    assert words in page
    rows[a][b], rows[b][a] = before["mend"], 1 / before["mend"]
    after = said("pairs", asked_of(rows))
    assert after["consistency_ratio"] < before["consistency_ratio"]
    assert after["lambda_max"] < before["lambda_max"]


def test_comparisons_without_contradiction_name_no_pair(said, weigh):
    document = said("pairs", compared(THINGS, ["[1, 2, 6]", "[1/2, 1, 3]", "[1/6, 1/3, 1]"]))
    assert document["weights"] == pytest.approx({"comfort": 0.6, "cost": 0.3, "trust": 0.1})
    assert document["worst_pair"] is None
    assert document["consistency_ratio"] == pytest.approx(0, abs=1e-12)
    assert "consistency ratio 0.000 (accepted)." in weigh("pairs", "p.yaml").stdout


# Pages


LONG = "an about text or a title that is longer than any of the columns it could ever be put in, 名前名前名前"
PAGES = [
    ["set", "red", "comfort=5", "cost=1", "comfort.taste=9", "--dry-run"],
    ["undo", "red"],
    ["show", "red"],
    ["diff", "red", "blue"],
    ["rank", "comfort", "cost", "trust"],
    ["swing", "taste=100", "wait=80", "noise=30", "-w", "red"],
    ["pairs", "p.yaml"],
]


@pytest.mark.parametrize("args", PAGES, ids=lambda args: args[0])
@pytest.mark.parametrize("wide", [False, True], ids=["as it is", "long titles"])
def test_a_page_fits_80_columns_and_wrapping_loses_nothing(office, weigh, args, wide):
    compared(THINGS, ["[1, 3, 1/5]", "[1/3, 1, 4]", "[5, 1/4, 1]"])
    if wide:
        path = office / "scenarios" / "office.yaml"
        path.write_text(re.sub(r"title: ([A-Z])", rf"title: {LONG.replace(',', '')} \1", OFFICE))
        Path(BARE).write_text(RED.replace("title: Red", f"title: {LONG}\nabout: {LONG}"))
    if args[0] == "undo":
        weigh("set", "red", "comfort=5", "cost=1")
        weigh("set", "red", "trust=5")
        Path("kept").write_bytes(Path(BARE).read_bytes())
    narrow = weigh(*args, "--width", "80").stdout
    if args[0] == "undo":
        weigh("undo", "red")
    free = weigh(*args).stdout
    assert max(cell_len(line) for line in narrow.splitlines()) <= 80
    drawn = r"[\s\-█▓▒░▚◆]"
    assert sorted(re.sub(drawn, "", narrow)) == sorted(re.sub(drawn, "", free))
    assert not re.search(r"\x1b|\bnan\b|\bNone\b", free)


@pytest.mark.parametrize("form", ["json", "csv", "md"])
@pytest.mark.parametrize("args", [args for args in PAGES if args[0] != "undo"], ids=lambda args: args[0])
def test_the_same_command_gives_the_same_bytes(office, weigh, args, form):
    compared(THINGS, ["[1, 3, 1/5]", "[1/3, 1, 4]", "[5, 1/4, 1]"])
    first, again = (weigh(*args, "-f", form) for _ in range(2))
    assert first.exit_code == 0
    assert first.stdout == again.stdout
    assert str(office) not in first.stdout


def test_each_command_has_a_help_with_examples(weigh):
    for name in ("set", "undo", "show", "diff", "blend", "rank", "swing", "pairs"):
        text = weigh(name, "-h").stdout
        assert f"scenario weights {name} " in text

"""`scenario weights set`: the numbers that are changed, and all that is refused without a change."""

import json
import re
from pathlib import Path

import pytest
from answers.weights.office import BARE, OFFICE, RED, files, red, refused

from scenario_cli.answers import edited
from scenario_cli.files import editing


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
    (["comfort=1,5"], 2, "error: comfort=1,5: expected a number of 0 or more, found '1,5'; write 1.5\n"),
    (["comfort=90%"], 2, "error: comfort=90%: expected a number of 0 or more, found '90%'; write 90\n"),
    (["comfort=060"], 2, "error: comfort=060: expected a number of 0 or more, found '060'"),
    (["comfort=1_0"], 2, "error: comfort=1_0: expected a number of 0 or more, found '1_0'"),
    (["comfort=5 # x"], 2, "error: comfort=5 # x: expected a number of 0 or more, found '5 # x'"),
    (["comfort="], 2, "error: comfort=: expected a number of 0 or more, found ''"),
    (["comfort"], 2, "error: comfort: expected DRIVER=60 or DRIVER.FACTOR=2"),
    (["comfrt=5"], 2, "error: comfrt=5: unknown driver 'comfrt'; did you mean 'comfort'?"),
    (["taste=5"], 2, "error: taste=5: 'taste' is a factor of the driver 'comfort'; write comfort.taste=5"),
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
    (["comfort=5", "--who", "Ana\n"], 2, "error: --who: one line of printable text"),
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
    assert result.stdout.startswith("mine: power ")


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
    real = edited.write_edit

    def slowly(*args):
        Path(BARE).write_text(RED.replace("cost: 20", "cost: 21"))
        real(*args)

    monkeypatch.setattr(edited, "write_edit", slowly)
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

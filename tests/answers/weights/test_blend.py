"""`scenario weights blend`: a file on the straight path between two, and how what is made is written."""

import json
from pathlib import Path

import pytest
from answers.weights.office import BARE, RED, files, red, refused

from scenario_cli import decision_problem, read_scenario, read_weights


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
    message = f"{BARE}: error: exists already; nothing was written; --force replaces it\n"
    assert refused(weigh(*args, "-o", BARE), 2, message)
    assert red() == RED
    assert weigh(*args, "-o", BARE, "--force").exit_code == 0
    assert red() != RED


@pytest.mark.parametrize("name", ["made.json", "made.txt", "made.csv"])
def test_what_is_made_is_not_called_what_it_is_not(weigh, name):
    result = weigh("rank", "comfort", "cost", "trust", "-o", name)
    assert refused(result, 2, f"error: {name}: a file of this kind has the ending .yaml or .yml\n")
    assert not Path(name).exists()


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

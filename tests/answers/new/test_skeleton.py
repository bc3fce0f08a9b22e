"""``scenario new scenario --options --factors --weights``: the user's own decision, to be filled in."""

import json
import re
from pathlib import Path

import pytest
from builders import but_notes
from jsonschema import Draft202012Validator

import scenario_cli as sc
from scenario_cli.files.parsed import parse

TEA = (
    "new",
    "scenario",
    "tea",
    "--options",
    "keep,new-one,rent",
    "--factors",
    "comfort.taste,comfort.wait,cost",
)


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_skeleton_is_sound_and_every_rating_is_unknown(folder, run):
    result = run(*TEA)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "wrote scenarios/tea.yaml; try: scenario check scenarios/tea.yaml\n"
    scenario = sc.read_scenario("tea")
    assert (scenario.id, scenario.title) == ("tea", "Tea")
    assert list(scenario.options) == ["keep", "new-one", "rent"]
    assert scenario.options["new-one"].title == "New one"
    assert list(scenario.drivers) == ["comfort", "cost"]
    assert scenario.driver_of == {"taste": "comfort", "wait": "comfort", "cost": "cost"}
    assert {rating.value for cells in scenario.ratings.values() for rating in cells.values()} == {"unknown"}
    ranking = json.loads(run("score", "-f", "json").stdout)["ranking"]
    assert [(row["rank"], row["low"], row["high"]) for row in ranking] == [(1, 0.0, 100.0)] * 3


def test_weights_are_written_with_it_and_used(folder, run):
    result = run(*TEA, "--weights", "red,blue")
    assert result.stderr == (
        "wrote scenarios/tea.yaml, weights/red.yaml and weights/blue.yaml; "
        "try: scenario check scenarios/tea.yaml weights/red.yaml weights/blue.yaml\n"
    )
    assert but_notes(run("check", "scenarios/tea.yaml", "weights/red.yaml", "weights/blue.yaml").stderr) == ""
    assert json.loads(run("score", "-f", "json").stdout)["weights"]["id"] == "red"
    assert json.loads(run("score", "-w", "blue", "-f", "json").stdout)["weights"]["title"] == "Blue"
    assert sc.read_weights("blue", sc.read_scenario("tea")).scenario == "tea"
    columns = json.loads(run("compare", "-f", "json").stdout)["columns"]
    assert sorted(column["id"] for column in columns) == ["blue", "red"]


def test_a_skeleton_reads_like_a_file_written_by_hand(folder, run):
    run(*TEA, "--weights", "red")
    text = Path("scenarios/tea.yaml").read_text()
    assert all(len(line) <= 110 and line == line.rstrip() for line in text.splitlines())
    for told in ("Fill in", "# status_quo: keep", "the decision-maker", "0 (worst) to 10 (best)", "low: 2"):
        assert told in text
    assert "    title: Comfort\n    factors:\n      taste: {title: Taste}\n" in text
    plain = json.loads(json.dumps(parse("x", text.encode()).data))
    Draft202012Validator(json.loads(Path("scenarios/scenario.schema.json").read_text())).validate(plain)


def test_what_the_comments_propose_is_sound_as_it_stands(folder, run):
    run(*TEA)
    path = Path("scenarios/tea.yaml")
    text = path.read_text()
    text = re.sub(r"(?m)^# (status_quo|as_of|sources|evidence|  memo|  claim)\b", r"\1", text)
    text = re.sub(r"(?m)^(memo|claim): ", r"  \1: ", text).replace("      taste: {title: Taste}\n", "")
    scale = re.search(r"(?m)^#   (taste: \{.*\})$", text)[1]
    rating = (
        re.search(r"or (\{value.*\})\n", text)[1].replace("4", "400").replace("2", "200").replace("6", "600")
    )
    text = text.replace("    factors:\n", f"    factors:\n      {scale}\n")
    text = text.replace(
        "    taste: unknown\n", f"    taste: {rating.replace('}', ', evidence: [claim]}')}\n", 1
    )
    path.write_text(text)
    assert but_notes(run("check", "tea").stderr) == ""


@pytest.mark.parametrize("there", ["scenarios/tea.yaml", "weights/red.yaml", "weights/blue.yaml"])
def test_where_one_file_is_there_none_is_written(folder, run, there):
    (folder / there).parent.mkdir()
    (folder / there).write_text("precious")
    result = run(*TEA, "--weights", "red,blue")
    assert (result.exit_code, files(folder)) == (2, [there])
    assert result.stderr == f"{there}: error: exists already; nothing was written; --force replaces it\n"
    assert run(*TEA, "--weights", "red,blue", "--force").exit_code == 0
    assert run("score", "tea").exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--options", "a,a", "--factors", "x"], "'a' is named twice"),
        (["--options", "a", "--factors", "d.x,e.x"], "'x' is named twice"),
        (["--options", "a", "--factors", "d.e,e"], "'e' is named twice"),
        (
            ["--options", "a", "--factors", "d,d.x"],
            "'d' is named as a driver that is itself rated, and again",
        ),
        (
            ["--options", "a", "--factors", "d.x,d"],
            "'d' is named as a driver that is itself rated, and again",
        ),
        (["--options", "a", "--factors", "d.x.y"], "'x.y' in 'd.x.y' cannot be an id"),
        (["--options", "A", "--factors", "x"], "'A' cannot be an id"),
        (["--options", "a", "--factors", "d."], "'' in 'd.' cannot be an id"),
        (["--options", "a"], "name at least one factor"),
        (["--factors", "x"], "name at least one option"),
        (["--options", "a", "--factors", "x", "--weights", "Red"], "'Red' cannot name a file here"),
        (
            ["--options", "a", "--factors", "x", "--weights", "red", "-o", "-"],
            "several files cannot go to stdout",
        ),
    ],
)
def test_what_can_be_no_scenario_is_refused(folder, run, args, said):
    result = run("new", "scenario", "tea", *args)
    assert (result.exit_code, result.stdout, files(folder)) == (2, "", [])
    assert said in result.stderr


def test_weights_have_no_options(folder, run):
    result = run("new", "weights", "red", "--options", "a", "--factors", "b")
    assert (result.exit_code, files(folder)) == (2, [])


@pytest.mark.parametrize("id_", ["true", "null", "unknown", "no", "e1", "a-", "a__b", "format", "id", "y"])
def test_any_id_can_be_an_option_a_driver_and_a_factor(folder, run, id_):
    assert run("new", "scenario", "tea", "--options", id_, "--factors", f"d.{id_},x").exit_code == 0
    assert run("new", "scenario", "tee", "--options", f"{id_},o", "--factors", f"{id_}").exit_code == 0
    assert but_notes(run("check", "tea", "tee").stderr) == ""
    assert run("score", "tea").exit_code == 0


def test_a_skeleton_can_go_to_stdout(folder, run):
    result = run(*TEA, "-o", "-")
    assert (result.exit_code, files(folder)) == (0, [])
    assert but_notes(run("check", "-", stdin=result.stdout).stderr) == ""


def test_an_example_can_have_weights_written_with_it(folder, run):
    assert run("new", "scenario", "coffee", "--weights", "red").exit_code == 0
    assert but_notes(run("check", "coffee", "red").stderr) == ""
    assert json.loads(run("score", "-f", "json").stdout)["weights"]["id"] == "red"


def test_from_python_lists_do_as_well(folder):
    made = sc.new_file("scenario", "tea", options=["a", "b"], factors=["d.x", "y"], weights=["two"])
    assert list(made.files) == [
        "scenarios/tea.yaml",
        "weights/two.yaml",
        "scenarios/scenario.schema.json",
        "weights/weights.schema.json",
    ]
    assert sc.study("tea").weights.id == "two"
    with pytest.raises(sc.UsageError, match="named twice"):
        sc.new_file("scenario", "tee", options=["a", "a"], factors="x")

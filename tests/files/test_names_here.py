"""`NAME.scenario.yaml` and `NAME.weights.yaml` in the working folder itself go by their names."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import scenario_cli as sc
from scenario_cli.answers.watch.ask import Watched
from scenario_cli.errors import InputError, TwoFilesError, UsageError
from scenario_cli.files.catalog import locate, name_of, names, rival, stem_of, users

SCENARIO = """\
format: scenario/1
title: {}
question: Which?
weights: red
drivers: {{a: {{}}, b: {{}}}}
options: {{one: {{}}, two: {{}}}}
ratings: {{one: {{a: 1, b: 7}}, two: {{a: 3, b: 2}}}}
"""
WEIGHTS = "format: weights/1\ntitle: {}\ndrivers: {{a: {}, b: 1}}\n"


@pytest.fixture
def here(folder):
    (folder / "tea.scenario.yaml").write_text(SCENARIO.format("Tea"))
    (folder / "red.weights.yaml").write_text(WEIGHTS.format("Red", 2))
    return folder


def other(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_a_name_stands_for_a_file_here(here):
    assert locate("scenarios", "tea") == (Path("tea.scenario.yaml"), "tea.scenario.yaml", False)
    assert locate("weights", "red").name == "red.weights.yaml"
    study = sc.study("tea", "red")
    assert (study.scenario.id, study.scenario.title, study.weights.id) == ("tea", "Tea", "red")


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".json"])
def test_it_may_have_each_ending(folder, ending):
    other(folder, f"red.weights{ending}", WEIGHTS.format("Red", 2))
    assert locate("weights", "red").name == f"red.weights{ending}"


def test_a_mark_says_which_kind_it_is(here):
    for folder, name in (("weights", "tea"), ("scenarios", "red")):
        with pytest.raises(InputError, match=f"no .* '{name}'"):
            locate(folder, name)
    other(here, "red.scenario.yaml", SCENARIO.format("Red"))
    assert (locate("scenarios", "red").name, locate("weights", "red").name) == (
        "red.scenario.yaml",
        "red.weights.yaml",
    )


def test_it_comes_before_a_built_in_one(folder):
    other(folder, "authors.weights.yaml", WEIGHTS.format("Mine", 2))
    other(folder, "china-arms-russia.scenario.yaml", SCENARIO.format("Mine"))
    assert sc.read_weights("authors").title == "Mine"
    assert sc.read_scenario("china-arms-russia").title == "Mine"
    assert sc.read_scenario().title == "Mine"


def test_it_comes_before_a_file_of_the_bare_name(here):
    other(here, "tea", SCENARIO.format("Other"))
    assert sc.read_scenario("tea").title == "Tea"


def test_a_path_stays_a_path(here):
    assert sc.read_scenario("tea.scenario.yaml").title == "Tea"
    assert sc.read_weights("./red.weights.yaml").id == "red"


def test_the_scenarios_own_weights_are_found(here):
    assert sc.study("tea").weights.title == "Red"


# Two files of one name.


def test_two_that_differ_are_wrong_usage_and_both_are_named(here, run):
    other(here, "weights/red.yaml", WEIGHTS.format("Red", 3))
    said = "two files go by the name 'red', weights/red.yaml and red.weights.yaml, and differ"
    said += "; name one by its path"
    with pytest.raises(TwoFilesError) as told:
        locate("weights", "red")
    assert str(told.value) == said
    for command in (
        "score tea -w red",
        "score tea",
        "check red",
        "show red",
        "weights set red a=3 --scenario tea",
        "batch tea -w red",
        "watch tea -w red",
        "weights diff red authors",
    ):
        result = run(*command.split())
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {said}\n"), command
    assert run("score", "tea", "-w", "weights/red.yaml").exit_code == 0
    assert run("score", "tea", "-w", "red.weights.yaml").exit_code == 0


def test_two_scenarios_that_differ_are_wrong_usage_named_or_not(here, run):
    other(here, "scenarios/tea.yaml", SCENARIO.format("Other"))
    for args in (["score", "tea"], ["score"]):
        result = run(*args)
        assert result.exit_code == 2
        assert "two files go by the name 'tea', scenarios/tea.yaml and tea.scenario.yaml" in result.stderr
    assert json.loads(run("score", "tea.scenario.yaml", "-f", "json").stdout)["scenario"]["title"] == "Tea"


def test_of_two_with_the_same_bytes_the_one_in_the_folder_is_meant(here, run):
    (here / "weights").mkdir()
    (here / "scenarios").mkdir()
    shutil.copy("red.weights.yaml", "weights/red.yaml")
    shutil.copy("tea.scenario.yaml", "scenarios/tea.yaml")
    assert locate("weights", "red").name == "weights/red.yaml"
    assert locate("scenarios", None).name == "scenarios/tea.yaml"
    assert run("compare").exit_code == 0
    assert run("check").stderr == ""
    result = run("weights", "set", "red", "a=5")
    assert result.exit_code == 0
    assert "Written to weights/red.yaml." in result.stdout
    assert run("score", "-w", "red").exit_code == 2  # now they differ


def test_a_check_warns_of_two_that_differ_at_both_and_where_one_is_named(here, run):
    other(here, "weights/red.yaml", WEIGHTS.format("Red", 3))
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "0 errors in 0 of 3 files, 3 warnings.\n")
    assert result.stderr.splitlines() == [
        "red.weights.yaml:1:1: warning: weights/red.yaml goes by the name 'red', too, and differs: the name "
        "alone is neither [two-files]; keep one of them",
        "tea.scenario.yaml:4:10: warning: two files go by the name 'red', weights/red.yaml and "
        "red.weights.yaml, and differ; name one by its path [two-files]",
        "weights/red.yaml:1:1: warning: red.weights.yaml goes by the name 'red', too, and differs: the name "
        "alone is neither [two-files]; keep one of them",
    ]


def test_a_check_warns_where_the_scenario_that_weights_name_is_two(here, run):
    other(here, "scenarios/tea.yaml", SCENARIO.format("Other"))
    other(here, "red.weights.yaml", WEIGHTS.format("Red", 2) + "scenario: tea\n")
    result = run("check", "red")
    assert result.exit_code == 0
    assert result.stderr.startswith("red.weights.yaml:4:11: warning: two files go by the name 'tea', ")


def test_a_file_knows_its_rival(here):
    assert rival(Path("red.weights.yaml")) is None
    other(here, "weights/red.json", "{}")
    assert rival(Path("red.weights.yaml")).name == "weights/red.json"
    assert rival(Path("weights/red.json")).name == "red.weights.yaml"
    assert rival(Path("deep/weights/red.yaml")) is None
    assert rival(Path("red.yaml")) is None


# Without a name.


def test_without_a_name_the_only_scenario_here_is_meant(here, run):
    assert locate("scenarios", None).name == "tea.scenario.yaml"
    assert json.loads(run("score", "-f", "json").stdout)["scenario"]["id"] == "tea"


def test_where_there_are_several_none_is_chosen(here, run):
    other(here, "milk.scenario.yml", SCENARIO.format("Milk"))
    result = run("score")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: there are several scenarios here, name one of them: milk, tea\n"
    other(here, "scenarios/coffee.yaml", SCENARIO.format("Coffee"))
    assert run("score").stderr.endswith(" here, name one of them: coffee, milk, tea\n")
    with pytest.raises(UsageError):
        sc.read_scenario()


def test_what_has_no_name_before_its_mark_is_none(folder):
    other(folder, ".scenario.yaml", SCENARIO.format("None"))
    assert users("scenarios") == []
    assert locate("scenarios", None).name.startswith("built-in:")


def test_where_nobody_may_look_nothing_is_named(folder, monkeypatch):
    def refuses(_):
        raise PermissionError

    monkeypatch.setattr("scenario_cli.files.catalog.os.scandir", refuses)
    assert users("weights") == []
    assert locate("scenarios", None).name.startswith("built-in:")


# Names and ids.


@pytest.mark.parametrize(
    ("file", "stem"),
    [
        ("tea.scenario.yaml", "tea"),
        ("a/b/red.weights.yml", "red"),
        ("a\\red.weights.json", "red"),
        ("red.yaml", "red"),
        ("red.scenario", "red"),
        ("red.scenario.csv", "red.scenario"),
        (".scenario.yaml", ".scenario"),
        ("scenario.yaml", "scenario"),
        ("-", "stdin"),
        (".x", ".x"),
    ],
)
def test_the_stem_of_a_file_is_without_its_mark(file, stem):
    assert stem_of(file) == stem


def test_names_are_yours_first_and_each_once(here):
    other(here, "weights/blue.yaml", WEIGHTS.format("Blue", 2))
    other(here, "weights/red.yaml", WEIGHTS.format("Red", 3))
    other(here, "authors.weights.yaml", WEIGHTS.format("Mine", 3))
    assert names("weights")[:4] == ["blue", "red", "authors", "critics"]
    assert [name_of("weights", found.name) for found in users("weights")] == ["blue", "red", "authors", "red"]


def test_did_you_mean_knows_them(here, run):
    assert run("score", "taa").stderr.endswith("did you mean 'tea'?\n")
    assert run("score", "tea", "-w", "rde").stderr.endswith("did you mean 'red'?\n")
    assert run("check", "rde").stderr.endswith("did you mean 'red'?\n")


# The commands.


def test_they_are_listed(here, run):
    other(here, "weights/red.yaml", WEIGHTS.format("Red", 3))
    other(here, "weights/blue.yaml", WEIGHTS.format("Blue", 3))
    entries = json.loads(run("list", "-f", "json").stdout)["entries"]
    assert [(e["kind"], e["name"], e["title"], e["home"]) for e in entries if e["home"].startswith(".")] == [
        ("scenario", "tea", "Tea", "."),
        ("weights", "blue", "Blue", "./weights"),
        ("weights", "red", "Red", "./weights"),
        ("weights", "red", "Red", "."),
    ]


def test_a_check_of_nothing_named_is_of_all_that_has_a_name(here, run):
    other(here, "weights/blue.yaml", WEIGHTS.format("Blue", "x"))
    other(here, "other.yaml", "no: scenario\n")
    result = run("check")
    assert (result.exit_code, result.stdout) == (3, "1 error in 1 of 3 files.\n")
    assert [file.name for file in sc.check().files] == [
        "tea.scenario.yaml",
        "weights/blue.yaml",
        "red.weights.yaml",
    ]


def test_a_check_where_nothing_has_a_name_is_wrong_usage(folder, run):
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: there is nothing to check here: no file in ./scenarios or ./weights, and no "
        "NAME.scenario.yaml or NAME.weights.yaml\n"
    )


@pytest.mark.parametrize("names", [["."], ["*.yaml"], ["tea", "red"], ["*.scenario.yaml", "*.weights.yaml"]])
def test_folders_patterns_and_names_are_checked_alike(here, run, names):
    result = run("check", *names)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "2 files checked, nothing wrong.\n", "")


def test_new_writes_one_where_it_is_asked_to(folder, run):
    result = run("new", "scenario", "-o", "tea.scenario.yaml")
    assert (result.exit_code, sc.read_scenario("tea").id) == (0, "tea")
    assert run("new", "weights", "-o", "red.weights.yaml").exit_code == 0
    assert sc.read_weights("red").id == "red"
    assert sc.read_weights("red").scenario == "tea"
    assert sorted(path.name for path in folder.iterdir()) == [
        "red.weights.yaml",
        "scenario.schema.json",
        "tea.scenario.yaml",
        "weights.schema.json",
    ]


@pytest.mark.parametrize(
    ("args", "file", "rival"),
    [
        (["scenario", "tea"], "scenarios/tea.yaml", "tea.scenario.yaml"),
        (["scenario", "-o", "scenarios/tea.yml"], "scenarios/tea.yml", "tea.scenario.yaml"),
        (["weights", "red", "--force"], "weights/red.yaml", "red.weights.yaml"),
        (
            ["scenario", "x", "--options", "a,b", "--factors", "y,z", "--weights", "red"],
            "weights/red.yaml",
            "red.weights.yaml",
        ),
    ],
)
def test_new_makes_no_second_file_of_a_name(here, run, args, file, rival):
    before = sorted(here.rglob("*"))
    result = run("new", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"error: {file} would go by the name of {rival}; choose another name, or move that file\n"
    )
    assert sorted(here.rglob("*")) == before


def test_points_are_set_ratings_too_and_taken_back(here, run):
    assert run("weights", "set", "red", "a=5").exit_code == 0
    assert "a: 5" in Path("red.weights.yaml").read_text()
    assert run("weights", "undo", "red").exit_code == 0
    assert Path("red.weights.yaml").read_text() == WEIGHTS.format("Red", 2)
    assert run("ratings", "set", "tea", "one.a=2").exit_code == 0
    assert "one: {a: 2, b: 7}" in Path("tea.scenario.yaml").read_text()


def test_a_copy_has_the_name_that_it_is_given(here, run):
    assert run("show", "authors", "-o", "mine.weights.yaml").exit_code == 0
    assert sc.read_weights("mine").id == "mine"


def test_a_batch_takes_them_by_name_and_by_pattern(here, run):
    for named in ("red", "*.weights.yaml", "red.weights.yaml"):
        result = run("batch", "tea", "-w", named, "--plain", "--jobs", "1")
        rows = [line.split(",")[:2] for line in result.stdout.splitlines()[1:]]
        assert rows == [["tea", "red"]] * 2, named


def test_all_that_fit_are_compared(here, run):
    other(here, "weights/blue.yaml", WEIGHTS.format("Blue", 0))
    columns = json.loads(run("compare", "tea", "-f", "json").stdout)["columns"]
    assert [column["id"] for column in columns] == ["blue", "red"]


def test_a_watch_stays_with_the_file_that_it_found(here):
    watched = Watched("tea", "red")
    view = next(watched.looks())
    assert [path.name for path in watched.files] == ["tea.scenario.yaml", "red.weights.yaml"]
    other(here, "weights/red.yaml", WEIGHTS.format("Red", 3))
    other(here, "red.weights.yaml", WEIGHTS.format("Red", 9))
    view = watched._read(view)
    assert [(change.where, change.after) for change in view.changes] == [("weights.a", "9")]


def test_a_result_is_verified_by_them(here, run):
    run("score", "tea", "-w", "red", "-f", "json", "-o", "r.json")
    assert run("verify", "r.json").exit_code == 0


def test_a_game_follows_them(here, run):
    assert run("game", "new", "g", "--scenario", "tea", "-w", "red", "--team", "x").exit_code == 0
    Path("red.weights.yaml").write_text(WEIGHTS.format("Red", 9))
    assert run("game", "say", "x", "so", "-g", "g").exit_code == 0
    edited = [line for line in Path("g/log.jsonl").read_text().splitlines() if '"kind":"edited"' in line]
    assert [json.loads(line)["file"] for line in edited] == ["../red.weights.yaml"]
    assert run("game", "replay", "-g", "g").exit_code == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("scenario score te", ["tea"]),
        ("scenario score tea -w re", ["red"]),
        ("scenario explain o", ["one"]),
        ("scenario weights set re", ["red"]),
    ],
)
def test_their_names_are_completed(here, environment, words, found):
    env = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(
        [sys.executable, "-c", "from scenario_cli.__main__ import main; main()"],
        capture_output=True,
        env=environment(_SCENARIO_COMPLETE="complete_bash", **env),
        check=False,
        timeout=60,
    )
    assert (done.stdout.decode().split(), done.stderr) == (found, b"")


def test_where_two_could_be_meant_ids_are_not_completed(here, environment):
    other(here, "milk.scenario.yaml", SCENARIO.format("Milk"))
    env = {"COMP_WORDS": "scenario explain o", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", "from scenario_cli.__main__ import main; main()"],
        capture_output=True,
        env=environment(_SCENARIO_COMPLETE="complete_bash", **env),
        check=False,
        timeout=60,
    )
    assert (done.stdout.strip(), done.stderr) == (b"", b"")

"""`scenario new`: files to start from, sound as they stand, never written over another."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import but_notes

from scenario_cli import read_scenario, read_weights
from scenario_cli.errors import UsageError
from scenario_cli.files.starting import checked_name, scenario_start, weights_start

pytestmark = pytest.mark.thorough

FOREIGN = """\
format: scenario/1
title: Where do we eat?
question: Which place?
drivers:
  taste: {title: "A # sign\\nand \\e[31m, 名前"}
  price: {title: "  "}
  trust: {factors: {staff: {title: Staff}, guide: {}}}
  one: {factors: {only: {}}}
options: {inn: {}}
ratings: {inn: {taste: 7, price: 3, staff: 1, guide: 1, only: 1}}
"""


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_new_scenario_is_sound_and_scores(folder, run):
    result = run("new", "scenario", "coffee")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "wrote scenarios/coffee.yaml; try: scenario check scenarios/coffee.yaml\n"
    assert files(folder) == ["scenarios/coffee.yaml", "scenarios/scenario.schema.json"]
    assert run("check", "scenarios/coffee.yaml").stdout == "1 file checked, nothing wrong.\n"
    assert run("score", "coffee").exit_code == 0
    assert run("score", "--inject", "price_cut", "-f", "json").exit_code == 0
    assert read_scenario("coffee").id == "coffee"


def test_new_weights_are_sound_and_score(folder, run):
    run("new", "scenario", "coffee")
    assert run("new", "weights", "red").exit_code == 0
    assert files(folder / "weights") == ["red.yaml", "weights.schema.json"]
    assert run("check", "coffee", "red").stdout == "2 files checked, nothing wrong.\n"
    weights = json.loads(run("score", "-w", "red", "-f", "json").stdout)["weights"]
    assert weights["id"] == "red"
    assert weights["drivers"] == {"comfort": 0.5, "cost": 0.5}


def test_new_weights_are_for_the_scenario_that_is_named(folder, run):
    assert run("new", "weights", "red", "--scenario", "china-arms-russia").exit_code == 0
    assert run("check", "red").exit_code == 0
    assert read_weights("red").scenario == "china-arms-russia"
    assert run("score", "china-arms-russia", "-w", "red").exit_code == 0


def test_without_a_name_a_new_file_is_called_mine(folder, run):
    run("new", "scenario")
    run("new", "weights")
    assert "scenarios/my-scenario.yaml" in files(folder)
    assert "weights/my-weights.yaml" in files(folder)
    assert run("check", "my-scenario", "my-weights").exit_code == 0


def test_a_path_takes_the_place_of_the_folder_and_gives_the_name(folder, run):
    assert run("new", "scenario", "-o", "deep/er/tea.yaml").exit_code == 0
    assert files(folder) == ["deep/er/scenario.schema.json", "deep/er/tea.yaml"]
    assert read_scenario("deep/er/tea.yaml").id == "tea"


def test_a_dash_writes_to_stdout_and_nowhere_else(folder, run):
    result = run("new", "scenario", "coffee", "-o", "-")
    assert result.stdout == scenario_start("coffee")
    assert (result.stderr, files(folder)) == ("", [])
    assert run("check", "-", stdin=result.stdout).exit_code == 0


def test_the_first_line_names_the_schema_that_lies_beside(folder, run):
    run("new", "scenario", "coffee")
    run("new", "weights", "red")
    for kind, name in (("scenario", "scenarios/coffee.yaml"), ("weights", "weights/red.yaml")):
        first = Path(name).read_text().partition("\n")[0]
        assert first == f"# yaml-language-server: $schema={kind}.schema.json"
        beside = Path(name).parent / f"{kind}.schema.json"
        assert beside.read_text() == run("schema", kind).stdout


@pytest.mark.parametrize("kind", ["scenario", "weights"])
def test_a_file_that_is_there_is_never_touched(folder, run, kind):
    path = folder / ("scenarios" if kind == "scenario" else "weights") / "mine.yaml"
    path.parent.mkdir()
    path.write_text("precious")
    result = run("new", kind, "mine", *(["--scenario", "china-arms-russia"] if kind == "weights" else []))
    assert result.exit_code == 2
    assert result.stdout == ""
    told = "error: exists already; nothing was written; --force replaces it\n"
    assert result.stderr == f"{path.relative_to(folder).as_posix()}: {told}"
    assert path.read_text() == "precious"
    assert files(folder) == [path.relative_to(folder).as_posix()]


def test_a_file_that_is_there_is_replaced_where_that_is_forced(folder, run):
    (folder / "weights").mkdir()
    (folder / "weights" / "mine.yaml").write_text("precious")
    assert run("new", "weights", "mine", "--scenario", "china-arms-russia", "--force").exit_code == 0
    assert read_weights("mine").id == "mine"
    assert not list(folder.rglob(".writing-*"))


def test_a_schema_that_is_there_is_never_touched(folder, run):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "scenario.schema.json").write_text("mine")
    assert run("new", "scenario", "coffee").exit_code == 0
    assert (folder / "scenarios" / "scenario.schema.json").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="symlinks need a privilege there")
def test_a_link_that_leads_nowhere_is_not_written_through(folder, run):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "coffee.yaml").symlink_to(folder / "elsewhere.yaml")
    assert run("new", "scenario", "coffee").exit_code == 2
    assert not (folder / "elsewhere.yaml").exists()


@pytest.mark.parametrize("name", ["Coffee", "2nd", "a b", "-", "../x", "a/b", "é", "a.b"])
def test_a_name_that_can_be_no_id_is_refused_as_wrong_usage(folder, run, name):
    result = run("new", "scenario", "--", name)
    assert result.exit_code == 2
    assert "small letters, digits, '-' and '_', a letter first" in result.stderr
    assert files(folder) == []


def test_a_name_with_a_line_end_is_refused():
    with pytest.raises(UsageError):
        checked_name("coffee\n")


@pytest.mark.parametrize("name", ["coffee", "a", "a-b_c2", "yes", "no", "on", "e1", "x0"])
def test_whatever_the_name_the_new_file_is_sound(folder, run, name):
    assert run("new", "scenario", name).exit_code == 0
    assert run("new", "weights", name).exit_code == 0
    assert but_notes(run("check", f"scenarios/{name}.yaml", f"weights/{name}.yaml").stderr) == ""
    assert read_scenario(name).id == name


@pytest.mark.parametrize("name", ["true", "false", "null"])
def test_a_name_that_yaml_takes_for_another_word_is_quoted_or_refused(folder, run, name):
    if run("new", "scenario", name).exit_code == 0:
        assert run("check", f"scenarios/{name}.yaml").exit_code == 0


def test_new_weights_fit_any_scenario(folder, run):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "lunch.yaml").write_text(FOREIGN)
    assert run("new", "weights", "red").exit_code == 0
    text = (folder / "weights" / "red.yaml").read_text()
    assert text == weights_start("red", read_scenario("lunch"))
    assert "\x1b" not in text
    weights = read_weights("red", read_scenario("lunch"))
    assert list(weights.drivers) == ["taste", "price", "trust", "one"]
    assert weights.factors == {"trust": {"staff": 1, "guide": 1}}
    assert run("check", "red").exit_code == 0


def test_new_weights_fit_a_scenario_whose_file_name_is_no_id(folder, run):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "2024 Lunch.yaml").write_text(FOREIGN)
    assert run("new", "weights", "red").exit_code == 0
    assert run("score", "-w", "red").exit_code == 0


def test_new_weights_for_a_wrong_scenario_write_nothing(folder, run):
    result = run("new", "weights", "red", "--scenario", "nowhere")
    assert result.exit_code == 3
    assert "there is no scenario 'nowhere'" in result.stderr
    assert files(folder) == []


def test_where_nothing_can_be_written_it_is_said(folder, run):
    (folder / "scenarios").write_text("a file, not a folder")
    result = run("new", "scenario", "coffee")
    assert result.exit_code == 3
    assert result.stderr.startswith("scenarios/coffee.yaml: error: ")
    assert files(folder) == ["scenarios"]


def test_a_new_file_is_written_with_its_schema_or_not_at_all(folder, run, monkeypatch):
    real = os.link

    def fails_for_the_schema(beside, path):
        if path.suffix == ".json":
            raise OSError(28, "No space left on device")
        real(beside, path)

    monkeypatch.setattr(os, "link", fails_for_the_schema)
    monkeypatch.setattr(Path, "replace", lambda *_: fails_for_the_schema(None, Path("x.json")))
    result = run("new", "scenario", "coffee")
    assert result.exit_code == 3
    assert files(folder) == []


def test_many_at_once_in_a_fresh_folder_all_find_what_they_need(folder, environment):
    """Each writes a file of its own; the schema beside them is there at the end, whole."""
    said = at_once(environment, [f"w{k}" for k in range(12)])
    assert said == [f"weights/w{k}.yaml" for k in range(12)]
    assert sorted(files(folder)) == sorted([*said, "weights/weights.schema.json"])
    assert json.loads((folder / "weights/weights.schema.json").read_text())["title"]


def test_of_many_at_once_with_one_name_one_writes_it(folder, environment):
    said = at_once(environment, ["red"] * 12)
    assert sorted(said) == ["taken"] * 11 + ["weights/red.yaml"]
    assert files(folder) == ["weights/red.yaml", "weights/weights.schema.json"]
    assert read_weights("red").id == "red"


def at_once(environment, names):
    """Let as many processes each write a new weights file, all at the same moment; return what they say."""
    code = (
        "import sys, scenario_cli as sc; sc.new_file; input()\n"
        "try: print(sc.new_file('weights', sys.argv[1]).files[0])\n"
        "except sc.OutputError as error: print('taken' if error.exit_code == 2 else error)"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment()}
    started = [subprocess.Popen([sys.executable, "-c", code, name], **pipes) for name in names]
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=120)[0].strip() for process in started]


@pytest.mark.skipif(os.name == "nt", reason="the size of files can be bounded on POSIX alone")
@pytest.mark.parametrize("room", [0, 100, 2000])
def test_a_disk_that_is_full_is_left_as_it_was(folder, environment, room):
    """The system itself refuses: 100 bytes hold half a weights file, 2000 the file but not its schema."""
    code = (
        "import resource, runpy, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "sys.argv = ['scenario', 'new', 'weights', 'red']\n"
        "runpy.run_module('scenario_cli', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], capture_output=True, text=True, env=environment(), check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "weights/red.yaml: error: cannot be written: File too large\n"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == []


def test_one_that_was_killed_leaves_nothing_that_stands_in_the_way(folder, environment, run):
    code = (
        "import os, signal, scenario_cli as sc\n"
        "os.link = os.fsync = lambda *_: os.kill(os.getpid(), signal.SIGTERM)\n"
        "sc.new_file('weights', 'red')"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), check=False)
    assert done.returncode != 0
    assert not (folder / "weights/red.yaml").exists()
    assert run("new", "weights", "red").exit_code == 0
    if os.name != "nt":
        assert files(folder) == ["weights/red.yaml", "weights/weights.schema.json"]


def test_a_disk_without_links_is_written_to_all_the_same(folder, run, monkeypatch):
    def no_links(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert run("new", "weights", "red").exit_code == 0
    assert run("check", "weights/red.yaml").exit_code == 0
    assert run("new", "weights", "red").exit_code == 2
    assert not list(folder.rglob(".writing-*"))


@pytest.mark.parametrize("ending", [".json", ".txt", ".csv"])
def test_a_new_file_is_not_called_what_it_is_not(folder, run, ending):
    result = run("new", "scenario", "-o", f"tea{ending}")
    assert (result.exit_code, files(folder)) == (2, [])
    assert result.stderr == f"error: tea{ending}: a file of this kind has the ending .yaml or .yml\n"

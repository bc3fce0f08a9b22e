"""``scenario verify``: the inputs that a result names, found by name and hash."""

import json
import os
import shutil
from contextlib import suppress

import pytest
from answers.verify.coffee import COFFEE, KINDS, changed, put


@pytest.mark.parametrize("name", ["scenarios/coffee.yaml", "weights/fair.yaml"])
def test_a_changed_input_is_told(result, run, coffee, name):
    result("score")
    path = coffee / name
    put(path, path.read_text(encoding="utf-8") + "# one more remark\n")
    done = run("verify", "result.json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert f"'{path.stem}' has changed since" in done.stderr
    assert "result.json:" in done.stderr


def test_a_file_of_another_kind_with_the_same_name_is_not_the_input(result, run, coffee):
    """Once any file with this stem counted, the result itself too, as an input that had changed."""
    path = coffee / "in/result.yaml"
    path.parent.mkdir()
    put(path, COFFEE.replace("id: coffee\n", ""))
    result("score", "in/result.yaml", "-w", "gourmet")
    put(coffee / "weights/result.yaml", "format: weights/1\ndrivers: {comfort: 5, cost: 5}\n")
    done = run("verify", "result.json")
    assert done.exit_code == 3
    assert "the scenario 'result' was not found" in done.stderr
    assert run("verify", "result.json", "--under", "in").exit_code == 0


@pytest.mark.parametrize("kind", ["score with weights", "sensitivity blend", "compare"])
def test_inputs_without_an_id_may_have_another_name_by_now(result, run, coffee, kind):
    """Such a file goes by its name, which is in the result."""
    result(*KINDS[kind])
    (coffee / "weights/gourmet.yaml").rename(coffee / "weights/other.yaml")
    (coffee / "weights/fair.yaml").rename(coffee / "weights/gourmet.yaml")
    done = run("verify", "result.json")
    assert done.exit_code == 0, done.stdout


def test_what_came_from_standard_input_verifies(result, run, coffee):
    content = (coffee / "weights/gourmet.yaml").read_bytes()
    done = run("score", "-w", "-", "-f", "json", "-o", "result.json", stdin=content)
    assert done.exit_code == 0, done.stderr
    assert run("verify", "result.json").exit_code == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p["inputs"].pop(),
        lambda p: p["inputs"][1].update(id="fairest"),
        lambda p: p.update(tool="other"),
        lambda p: p.update(host="mine"),
    ],
)
def test_where_a_result_comes_from_is_held_to(result, run, change):
    changed(result("score"), lambda d: change(d["provenance"]))
    assert run("verify", "result.json").exit_code in (3, 4)


def test_what_cannot_be_read_is_no_input(result, run, coffee):
    result("score")
    (coffee / "a.json").mkdir()
    with suppress(OSError, AttributeError):  # where links and pipes can be made
        (coffee / "b.json").symlink_to("/none")
        os.mkfifo(coffee / "c.json")
    assert run("verify", "result.json").exit_code == 0


def test_a_folder_that_is_not_there_is_wrong_usage(result, run):
    result("score")
    done = run("verify", "result.json", "--under", "nowhere")
    assert (done.exit_code, done.stderr) == (2, "error: --under nowhere: there is no such folder\n")


def test_every_missing_input_is_told_and_found_under_a_folder(result, run, coffee):
    result("score")
    old = coffee / "archive/week1/deep"
    old.mkdir(parents=True)
    for name in ("scenarios", "weights"):
        shutil.move(coffee / name, old / name)
    done = run("verify", "result.json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "'coffee' was not found" in done.stderr
    assert "'fair' was not found" in done.stderr
    assert "--under" in done.stderr
    assert run("verify", "result.json", "--under", "archive").exit_code == 0


def test_the_old_file_is_found_by_its_hash_beside_the_changed_one(result, run, coffee):
    result("score")
    path = coffee / "scenarios/coffee.yaml"
    shutil.copy(path, coffee / "scenarios/old-coffee.yaml")
    put(path, COFFEE.replace("taste: 4", "taste: 5"))
    done = run("verify", "result.json", "-f", "json")
    assert done.exit_code == 0, done.stderr


def test_a_result_of_built_in_files_verifies_anywhere(folder, run):
    assert run("score", "china-arms-russia", "-f", "json", "-o", "r.json").exit_code == 0
    assert run("verify", "r.json").exit_code == 0


def test_a_result_of_equal_weights_verifies(result, run, coffee):
    put(coffee / "scenarios/coffee.yaml", COFFEE.replace("weights: fair\n", ""))
    result("score")
    assert run("verify", "result.json").exit_code == 0


def test_a_result_of_a_file_by_its_path_in_the_working_folder_verifies(result, run, coffee):
    put(coffee / "here.yaml", COFFEE)
    result("score", "here.yaml", "-w", "gourmet")
    assert run("verify", "result.json").exit_code == 0


def test_a_scenario_written_as_json_is_found(result, run, coffee):
    import yaml

    put(
        coffee / "scenarios/latte.json", json.dumps(yaml.safe_load(COFFEE.replace("id: coffee", "id: latte")))
    )
    result("score", "latte")
    done = run("verify", "result.json")
    assert done.exit_code == 0, done.stderr


def test_a_result_on_standard_input_verifies(result, run):
    path = result("score")
    assert run("verify", "-", stdin=path.read_bytes()).exit_code == 0


@pytest.mark.parametrize("under", ["x" * 300, "nowhere/" * 40, "r.json"])
def test_a_folder_that_cannot_even_be_looked_at_is_wrong_usage(folder, run, under):
    run("score", "china-arms-russia", "-o", "r.json")
    done = run("verify", "r.json", "--under", under)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(": there is no such folder\n")

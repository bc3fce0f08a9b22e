"""``scenario list``: the user's files before the built-in ones, and what cannot be read."""

import json
import re


def test_list_names_the_users_files_before_the_built_in(in_examples, run):
    entries = json.loads(run("list", "-f", "json").stdout)["entries"]
    scenarios = [(entry["name"], entry["home"]) for entry in entries if entry["kind"] == "scenario"]
    assert scenarios[0] == ("lunch", "./scenarios")
    assert ("china-arms-russia", "built-in") in scenarios
    assert [entry["name"] for entry in entries if entry["home"] == "./weights"] == ["balanced", "thrift"]
    assert all(entry["sound"] for entry in entries)
    assert "Where do we eat?" in run("list").stdout


def test_list_names_a_file_that_hides_a_built_in_one_once(folder, run):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "china-arms-russia.yaml").write_text("title: Mine")
    entries = json.loads(run("list", "-f", "json").stdout)["entries"]
    found = [(entry["title"], entry["home"]) for entry in entries if entry["name"] == "china-arms-russia"]
    assert found == [("Mine", "./scenarios")]


def test_list_says_which_files_cannot_be_read(folder, run):
    (folder / "weights").mkdir()
    (folder / "weights" / "broken.yaml").write_text("a: [")
    (folder / "weights" / "list.yaml").write_text("- a")
    result = run("list")
    assert result.exit_code == 0
    assert re.search(
        r"^broken +\(cannot be read; try 'scenario check'\) +\./weights$", result.stdout, re.MULTILINE
    )

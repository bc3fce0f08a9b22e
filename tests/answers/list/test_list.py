"""``scenario list``: the user's files before the built-in ones, and what cannot be read."""

import csv
import io
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
    assert found == [("Mine", "./scenarios"), ("Will China arm Russia? (March 2023)", "examples")]


def test_list_says_which_files_cannot_be_read(folder, run):
    (folder / "weights").mkdir()
    (folder / "weights" / "broken.yaml").write_text("a: [")
    (folder / "weights" / "list.yaml").write_text("- a")
    result = run("list")
    assert result.exit_code == 0
    assert re.search(
        r"^broken +\(cannot be read; try 'scenario check'\) +\./weights$", result.stdout, re.MULTILINE
    )


def test_examples_stand_last_with_what_their_sources_put_first(folder, run):
    document = json.loads(run("list", "-f", "json").stdout)
    found = {entry["name"]: entry for entry in document["entries"] if entry["kind"] == "example"}
    assert list(found) == sorted(found) == [entry["name"] for entry in document["entries"][-6:]]
    office = found["office-site"]
    assert office["title"] == "Which office does the company move to?"
    assert office["source"].startswith("Paul Goodwin, George Wright (2004): Decision Analysis")
    assert office["first"] == "Addison Square"
    assert office["published"] == {"weights": "swing", "first": "addison", "source": "goodwin_wright"}
    assert document["finding"] == "3 scenarios and 7 weights files can be named; 6 examples can be copied."


def test_the_page_has_examples_in_a_section_of_their_own_and_says_how_to_copy_one(folder, run):
    shown = run("list").stdout
    assert shown.endswith("\nEach can be copied, with its weights: scenario new --from NAME\n")
    section = shown[shown.index("Examples (published decisions)") :]
    assert re.search(r"^drug-harms +Which drug .* Alcohol$", section, re.MULTILINE)
    assert "Each can be copied, with its weights: scenario new --from NAME" in run("list", "-f", "md").stdout


def test_the_table_of_csv_has_source_and_first_of_examples_alone(folder, run):
    rows = list(csv.DictReader(io.StringIO(run("list", "-f", "csv").stdout)))
    assert {row["kind"] for row in rows if row["first"]} == {"example"}
    assert [row["first"] for row in rows if row["name"] == "bismarck-sea"] == ["Search the north first"]
    assert all(bool(row["source"]) is (row["kind"] == "example") for row in rows)

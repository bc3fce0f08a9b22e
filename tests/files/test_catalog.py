"""A path, a name, '-' or nothing to a file: the user's folders first, then the built-in ones."""

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from scenario_cli import read_scenario, read_weights
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import homes, listed, locate, names, read_bytes

TEXT = """\
format: scenario/1
title: {title}
question: Which?
drivers: {{a: {{}}}}
options: {{o: {{}}}}
ratings: {{o: {{a: 1}}}}
"""


def write(path, title="Mine"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(title=title))
    return path


def told(function, *args):
    with pytest.raises(InputError) as error:
        function(*args)
    return str(error.value)


def test_a_name_stands_for_a_file_in_the_users_folder(folder):
    write(folder / "scenarios" / "coffee.yaml")
    found = locate("scenarios", "coffee")
    assert found.path.read_text() == TEXT.format(title="Mine")
    assert found.name == "scenarios/coffee.yaml"


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".json"])
def test_a_name_stands_for_each_ending(folder, ending):
    write(folder / "weights" / f"red{ending}")
    assert locate("weights", "red").name == f"weights/red{ending}"


def test_yaml_comes_before_other_endings(folder):
    for ending in (".json", ".yml", ".yaml"):
        write(folder / "scenarios" / f"coffee{ending}")
    assert locate("scenarios", "coffee").name == "scenarios/coffee.yaml"


@pytest.mark.parametrize(
    "where", ["./coffee.yaml", "coffee.yaml", "in/a/coffee.yml", "in/a/coffee", "in\\a.json"]
)
def test_a_path_stands_for_itself(folder, where):
    assert locate("scenarios", where).path == Path(where)


def test_a_path_object_stands_for_itself(folder):
    path = write(folder / "a b" / "c.yaml")
    assert locate("scenarios", path).path == path
    assert read_scenario(path).title == "Mine"


def test_a_file_without_an_ending_is_found_by_its_bare_name(folder):
    write(folder / "coffee")
    assert locate("scenarios", "coffee").name == "coffee"


def test_a_name_in_the_users_folder_comes_before_a_file_of_that_name_here(folder):
    write(folder / "coffee", "Here")
    write(folder / "scenarios" / "coffee.yaml", "There")
    assert read_scenario("coffee").title == "There"


def test_a_folder_named_like_a_built_in_scenario_hides_nothing(folder):
    (folder / "china-arms-russia").mkdir()
    assert locate("scenarios", "china-arms-russia").name == "built-in:scenarios/china-arms-russia.yaml"


def test_the_built_in_files_can_be_named_from_any_folder(folder):
    assert read_scenario("china-arms-russia").id == "china-arms-russia"
    assert read_weights("authors", read_scenario("china-arms-russia")).id == "authors"
    assert locate("weights", "authors").name == "built-in:weights/authors.yaml"


def test_the_users_file_comes_before_the_built_in_one(folder):
    write(folder / "scenarios" / "china-arms-russia.yaml", "Mine")
    assert read_scenario("china-arms-russia").title == "Mine"


def test_scenarios_and_weights_of_one_name_are_kept_apart(folder):
    write(folder / "scenarios" / "red.yaml")
    assert "no weights file 'red'" in told(locate, "weights", "red")


def test_without_a_name_the_only_scenario_here_is_meant(folder):
    write(folder / "scenarios" / "coffee.yml")
    (folder / "scenarios" / "notes.txt").write_text("not a scenario")
    (folder / "scenarios" / "scenario.schema.json").write_text("{}")
    (folder / "scenarios" / "old.yaml").mkdir()
    assert locate("scenarios", None).name == "scenarios/coffee.yml"


def test_without_a_name_and_a_scenario_here_the_built_in_one_is_meant(folder):
    assert locate("scenarios", None).name == "built-in:scenarios/china-arms-russia.yaml"


COMMANDS = [
    "score",
    "sensitivity",
    "robustness",
    "evidence",
    "compare",
    "methods",
    "watch",
    "batch",
    "explain a",
]
COMMANDS += ["new weights red", "weights rank a b", "weights show authors"]


@pytest.mark.parametrize("command", COMMANDS)
def test_where_there_are_several_scenarios_none_is_chosen_silently(folder, run, command):
    write(folder / "scenarios" / "tea.yaml")
    write(folder / "scenarios" / "china-arms-russia.yaml")
    write(folder / "scenarios" / "juice.yml")
    result = run(*command.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: there are several scenarios in ./scenarios, name one of them: china-arms-russia, juice, tea\n"
    )


def test_of_very_many_scenarios_some_are_listed(folder):
    for i in range(25):
        write(folder / "scenarios" / f"s{i:02}.yaml")
    with pytest.raises(UsageError, match=r": s00, s01, .*, s19 and 5 more$"):
        read_scenario(None)


def test_a_missing_name_is_told_with_the_nearest_one(folder):
    write(folder / "scenarios" / "coffee.yaml")
    assert told(locate, "scenarios", "cofee") == (
        "cofee:1:1: error: there is no scenario 'cofee' in ./scenarios or among the built-in ones "
        "[missing-file]; did you mean 'coffee'?"
    )
    assert told(locate, "weights", "personalty").endswith("did you mean 'personality'?")


def test_a_missing_name_like_no_other_is_told_with_what_there_is(folder):
    assert told(locate, "scenarios", "zzz").endswith(
        "; known: china-arms-russia, china-arms-russia-2022, china-arms-russia-wider"
    )


def test_a_missing_path_is_told_with_the_nearest_file_beside_it(folder):
    write(folder / "scenarios" / "coffee.yaml")
    assert told(read_scenario, "scenarios/cofee.yaml") == (
        "scenarios/cofee.yaml:1:1: error: there is no such file [missing-file]; did you mean 'coffee.yaml'?"
    )
    assert told(read_scenario, "nowhere/x.yaml") == (
        "nowhere/x.yaml:1:1: error: there is no such file [missing-file]"
    )


def test_a_folder_is_told_as_one(folder):
    (folder / "scenarios").mkdir()
    for where in ("scenarios", "./scenarios/", "."):
        assert "this is a folder, not a file [not-a-file]" in told(read_scenario, where)


def test_a_file_that_cannot_be_read_is_told_with_the_reason(folder):
    said = told(read_scenario, "./nul\0l.yaml")
    assert said.startswith("nul\\x00l.yaml:1:1: error: the file cannot be read: ")
    assert said.endswith(" [unreadable]")


@pytest.mark.parametrize("where", [f"./{'x' * 300}.yaml", "x" * 300])
def test_a_name_longer_than_the_system_allows_is_told(folder, where):
    assert "error: " in told(read_scenario, where)


def test_a_file_of_just_the_largest_size_is_read_and_one_byte_more_is_not(folder):
    largest = 8 * 1024 * 1024
    (folder / "x.yaml").write_bytes(b"#" * largest)
    assert len(read_bytes(locate("scenarios", "x.yaml"))) == largest
    (folder / "x.yaml").write_bytes(b"#" * (largest + 1))
    assert told(read_bytes, locate("scenarios", "x.yaml")) == (
        "x.yaml:1:1: error: the file is larger than 8 MiB [too-large]"
    )


def test_a_dash_stands_for_standard_input_even_where_a_file_is_called_so(folder, monkeypatch):
    (folder / "-").write_text("not this")
    text = TEXT.format(title="Piped").encode()
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(text)))
    assert read_scenario("-").title == "Piped"


def test_a_file_called_dash_is_read_by_its_path(folder, monkeypatch):
    write(folder / "-", "Mine")
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(TEXT.format(title="Piped").encode())))
    assert read_scenario("./-").title == "Mine"


def test_closed_standard_input_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert "cannot be read" in told(read_scenario, "-")


def test_files_are_listed_by_name_and_only_yaml(folder):
    for name in ("b.yaml", "a.yml", "a.yaml", "c.json", ".hidden", "notes.md"):
        write(folder / "scenarios" / name)
    assert [path.name for path in listed(folder / "scenarios")] == ["a.yaml", "a.yml", "b.yaml"]
    assert listed(folder / "nowhere") == []


def test_names_are_the_users_first_and_each_once(folder):
    for name in ("zebra", "china-arms-russia"):
        write(folder / "scenarios" / f"{name}.yaml")
    assert names("scenarios") == [
        "china-arms-russia",
        "zebra",
        "china-arms-russia-2022",
        "china-arms-russia-wider",
    ]


def test_the_built_in_folders_hold_the_default_scenario_and_its_weights():
    (_, (scenarios, label)), (_, (weights, _)) = homes("scenarios"), homes("weights")
    assert label == "built-in:scenarios"
    assert (scenarios / "china-arms-russia.yaml").is_file()
    assert (weights / "authors.yaml").is_file()

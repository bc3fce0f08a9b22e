"""``scenario new --from NAME``: a worked example as one file in ``scenarios/`` and its weights."""

import json
from pathlib import Path

import pytest

import scenario_cli as sc


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_one_scenario_and_its_weights_are_written_and_the_next_command_is_said(folder, run):
    result = run("new", "--from", "office-site")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "wrote scenarios/office-site.yaml and weights/swing.yaml; try: scenario score office-site\n"
    )
    assert files(folder) == ["scenarios/office-site.yaml", "weights/swing.yaml"]
    assert run("score", "office-site").exit_code == 0
    assert run("score", "--expect", "addison").exit_code == 0  # the one scenario here, under its own weights


def test_the_report_comes_with_all_its_weights(folder, run):
    assert run("new", "--from", "china-arms-russia").exit_code == 0
    names = ("authors", "critics", "equal", "interests", "personality", "power", "stove_piped")
    assert files(folder) == ["scenarios/china-arms-russia.yaml", *(f"weights/{name}.yaml" for name in names)]
    assert (
        Path("weights/critics.yaml").read_bytes()
        == sc.files.catalog.built_in("weights", "critics").path.read_bytes()
    )


@pytest.mark.parametrize("there", ["scenarios/drug-harms.yaml", "weights/committee.yaml"])
def test_where_one_file_is_there_none_is_written(folder, run, there):
    (folder / there).parent.mkdir()
    (folder / there).write_text("precious")
    result = run("new", "--from", "drug-harms")
    assert (result.exit_code, files(folder)) == (2, [there])
    assert result.stderr == f"{there}: error: exists already; nothing was written; --force replaces it\n"
    assert (folder / there).read_text() == "precious"
    assert run("new", "--from", "drug-harms", "--force").exit_code == 0
    assert run("score", "drug-harms", "--expect", "alcohol").exit_code == 0


def test_it_goes_where_and_by_what_name_it_is_asked_to(folder, run):
    said = run("new", "--from", "bismarck-sea", "-o", "mine/route.yaml").stderr
    assert said.endswith("; try: scenario score mine/route.yaml\n")
    assert files(folder) == ["mine/route.yaml", "weights/capabilities.yaml"]
    assert run("score", "mine/route.yaml", "--expect", "search_north").exit_code == 0
    said = run("new", "scenario", "robots", "--from", "industrial-robot").stderr
    assert said.endswith("; try: scenario score robots\n")
    document = json.loads(run("score", "robots", "-f", "json").stdout)
    assert (document["scenario"]["id"], document["published"]["holds"]) == ("robots", True)


def test_as_json_it_names_its_files_and_the_example(folder, run):
    document = json.loads(run("new", "--from", "fighter-aircraft", "-f", "json").stdout)
    assert document["files"] == ["scenarios/fighter-aircraft.yaml", "weights/staff.yaml"]
    assert (document["kind"], document["example"]) == ("scenario", "fighter-aircraft")
    assert "example" not in json.loads(run("new", "weights", "red", "-f", "json").stdout)


def test_an_unknown_name_is_told_the_nearest(folder, run):
    result = run("new", "--from", "drug-harm")
    assert (result.exit_code, files(folder)) == (3, [])
    assert result.stderr == (
        "drug-harm:1:1: error: there is no example 'drug-harm' [missing-file]; did you mean 'drug-harms'?\n"
    )


@pytest.mark.parametrize("name", ["", "..", "office-site/office-site", "OFFICE-SITE"])
def test_nothing_but_a_name_leads_to_an_example(folder, run, name):
    assert run("new", "--from", name).exit_code == 3
    assert files(folder) == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["--from", "office-site", "-o", "-"],
            "several files cannot go to stdout: leave out --from, or -o -",
        ),
        (["weights", "--from", "office-site"], "--from copies an example as it is"),
        (["--from", "office-site", "--options", "a"], "--from copies an example as it is"),
        (["--from", "office-site", "--factors", "a"], "--from copies an example as it is"),
        (["--from", "office-site", "--weights", "a"], "--from copies an example as it is"),
        (["--from", "office-site", "--scenario", "lunch"], "--from copies an example as it is"),
        (["scenario", "No", "--from", "office-site"], "'No' cannot name a file here"),
        (["--from", "office-site", "-o", "x.csv"], "x.csv: a file of this kind has the ending"),
        ([], "say what to start: scenario or weights, or --from an example"),
    ],
)
def test_what_does_not_go_with_it_is_wrong_usage(folder, run, args, said):
    result = run("new", *args)
    assert (result.exit_code, files(folder)) == (2, [])
    assert said in result.stderr


def test_the_library_copies_and_lists_them_too(folder):
    assert len(sc.examples()) == 6
    answer = sc.new_example("office-site", "offices")
    assert answer.files == ("scenarios/offices.yaml", "weights/swing.yaml")
    assert answer.finding.endswith("; try: scenario score offices")
    with pytest.raises(sc.TakenError):
        sc.new_example("office-site", "offices")
    with pytest.raises(sc.InputError, match="did you mean 'office-site'"):
        sc.new_example("office-sites")

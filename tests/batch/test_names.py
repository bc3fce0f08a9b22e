"""What a batch is named: folders, patterns, paths and names; and scenarios that cannot be used."""

import os

import pytest
from batch_builders import COFFEE, FORMS, WEIGHTS, put, rows_in, rows_of


def test_without_weights_the_scenario_s_own_or_equal_ones(coffee, batch):
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea\nweights: miser"))
    rows = rows_of(batch("scenarios").stdout)
    assert [(r["scenario"], r["weights"]) for r in rows[::3]] == [("coffee", "equal"), ("tea", "miser")]


def test_folders_patterns_paths_and_names_are_the_same(coffee, batch):
    shown = {
        batch(scenario, "-w", weights).stdout
        for scenario in ("coffee", "scenarios", "scenarios/coffee.yaml", "scen*/c*.yaml")
        for weights in ("weights", "weights/*.yaml", "weights/[fgm]*.yaml")
    }
    assert len(shown) == 1
    assert len(rows_of(shown.pop())) == 9


def test_nothing_named_is_the_only_scenario_here(coffee, batch):
    assert batch().stdout == batch("coffee").stdout


def test_a_pattern_that_fits_nothing_is_told_and_the_rest_is_scored(coffee, batch):
    result = batch("nothing/*.yaml", "coffee", "-w", "fair", "-w", "weights/x*.yaml", code=3)
    assert len(rows_of(result.stdout)) == 3
    assert "nothing/*.yaml:1:1: error: no file fits this pattern" in result.stderr
    assert "weights/x*.yaml" in result.stderr


def test_the_id_of_a_weights_file_is_its_stem_as_written(coffee, batch):
    put(coffee / "weights/=red, white.yaml", WEIGHTS.format(1, 2))
    result = batch("coffee", "-w", "weights/=red, white.yaml")
    assert {r["weights"] for r in rows_of(result.stdout)} == {"'=red, white"}
    (line, *_) = result.stdout.splitlines()[1:]
    assert '"\'=red, white"' in line


def test_a_file_whose_name_is_no_utf8_is_scored(coffee, batch):
    name = os.fsdecode(b"weights/b\xff.yaml")
    try:
        put(coffee / name, WEIGHTS.format(1, 2))
    except (OSError, UnicodeError):
        pytest.skip("this disk has no such names")
    for form in FORMS:
        batch("coffee", "-w", "weights", "--jobs", "2", "-o", f"out{form}")
        labels = [row["weights"] for row in rows_in(coffee / f"out{form}")]
        assert len(labels) == 12
        assert "b\\udcff" in labels


def test_links_that_lead_nowhere_or_in_a_circle_are_told_and_the_rest_is_scored(coffee, batch):
    try:
        (coffee / "weights/loop.yaml").symlink_to("loop.yaml")
        (coffee / "weights/gone.yaml").symlink_to("nowhere.yaml")
    except OSError:
        pytest.skip("no links here")
    for named in ("weights", "weights/*.yaml"):
        result = batch("coffee", "-w", named, code=3)
        assert len(rows_of(result.stdout)) == 9
        assert "weights/loop.yaml:1:1: error: " in result.stderr
        assert "weights/gone.yaml:1:1: error: there is no such file" in result.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_a_folder_that_cannot_be_read_is_told_and_the_rest_is_scored(coffee, batch):
    (coffee / "locked").mkdir()
    (coffee / "locked").chmod(0)
    result = batch("coffee", "-w", "locked", "-w", "fair", code=3)
    (coffee / "locked").chmod(0o700)
    assert len(rows_of(result.stdout)) == 3
    assert "locked:1:1: error: the folder cannot be read: " in result.stderr


def test_a_file_whose_name_holds_the_signs_of_a_pattern_is_a_file(coffee, batch):
    put(coffee / "data[1]/y [2].yaml", WEIGHTS.format(1, 2))
    assert len(rows_of(batch("coffee", "-w", "data[1]/y [2].yaml").stdout)) == 3


@pytest.mark.parametrize("nothing", ["empty", ""])
def test_a_folder_or_name_that_holds_nothing_is_told(coffee, batch, nothing):
    (coffee / "empty").mkdir()
    for args in (["coffee", "-w", nothing], [nothing, "-w", "fair"]):
        result = batch(*args, code=3)
        assert rows_of(result.stdout) == []
        assert "there is no YAML file in this folder" in result.stderr or "a name is empty" in result.stderr


def test_own_weights_that_are_missing_are_told_where_the_scenario_names_them(coffee, batch):
    put(coffee / "scenarios/lost.yaml", COFFEE.replace("title: Which", "weights: nofile\ntitle: Which", 1))
    result = batch("lost", "coffee", code=3)
    assert result.stderr.startswith("scenarios/lost.yaml:3:10: error: ")
    assert len(rows_of(result.stdout)) == 3

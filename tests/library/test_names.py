"""The few public names of the package: they work, and importing them costs nothing that is not used."""

import json
import subprocess
import sys

import pytest
from builders import scenario_of

import scenario_cli

NAMES = {
    "DecisionProblem",
    "OneWay",
    "Ranking",
    "Scenario",
    "Weights",
    "decision_problem",
    "equal_weights",
    "one_way",
    "rank_options",
    "read_scenario",
    "read_weights",
}

SCENARIO = """\
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
drivers: {comfort: {}, cost: {scale: {worst: 900, best: 100}}}
options: {keep: {}, new: {}}
ratings:
  keep: {comfort: 4, cost: 100}
  new: {comfort: 8, cost: 700}
"""
WEIGHTS = "format: weights/1\ndrivers: {comfort: 60, cost: 40}\n"


def python(code, folder):
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=folder, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_public_lines_take_a_file_to_a_ranking_and_its_turning_points(tmp_path):
    (tmp_path / "coffee.yaml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "balanced.yaml").write_text(WEIGHTS, encoding="utf-8")
    scenario = scenario_cli.read_scenario(tmp_path / "coffee.yaml")
    weights = scenario_cli.read_weights(tmp_path / "balanced.yaml", scenario)
    problem = scenario_cli.decision_problem(scenario, weights)
    ranking = scenario_cli.rank_options(problem)
    swings = scenario_cli.one_way(problem, ranking)
    assert (scenario.id, weights.id) == ("coffee", "balanced")
    assert ranking.scores.tolist() == pytest.approx([64, 58])
    assert problem.options[ranking.leaders[0]] == "keep"
    assert swings[0].flips[0].at == pytest.approx(0.75 / 1.15)
    assert isinstance(scenario, scenario_cli.Scenario)
    assert isinstance(weights, scenario_cli.Weights)
    assert isinstance(problem, scenario_cli.DecisionProblem)
    assert isinstance(ranking, scenario_cli.Ranking)
    assert all(isinstance(swing, scenario_cli.OneWay) for swing in swings)


def test_a_path_may_be_text_and_weights_may_be_read_without_a_scenario(tmp_path):
    (tmp_path / "balanced.yaml").write_text(WEIGHTS, encoding="utf-8")
    weights = scenario_cli.read_weights(str(tmp_path / "balanced.yaml"))
    assert weights.drivers == {"comfort": 60, "cost": 40}


def test_without_a_name_the_built_in_scenario_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scenario = scenario_cli.read_scenario()
    assert scenario.id == "china-arms-russia"
    assert scenario_cli.read_weights(scenario.weights, scenario).id == "authors"


def test_equal_weights_count_every_driver_and_every_factor_within_one_alike():
    scenario = scenario_of([[1, 2, 3]], groups=[2, 0])
    problem = scenario_cli.decision_problem(scenario, scenario_cli.equal_weights(scenario))
    assert problem.weights.tolist() == [0.25, 0.25, 0.5]


def test_dir_lists_the_public_names_and_each_is_there_with_a_docstring():
    assert set(dir(scenario_cli)) >= NAMES
    assert set(scenario_cli.__all__) >= NAMES
    for name in NAMES:
        assert getattr(scenario_cli, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'read_scenery'"):
        scenario_cli.read_scenery  # noqa: B018


def test_importing_the_package_loads_nothing_heavy(tmp_path):
    code = "import json, sys, scenario_cli; print(json.dumps(sorted(sys.modules)))"
    loaded = python(code, tmp_path)
    heavy = {"numpy", "scipy", "yaml", "pydantic", "rich", "typer"}
    assert heavy.isdisjoint(name.partition(".")[0] for name in loaded)


def test_reading_files_loads_no_numpy(tmp_path):
    code = "import json, sys, scenario_cli as s; s.read_scenario(); print(json.dumps(sorted(sys.modules)))"
    loaded = python(code, tmp_path)
    assert "yaml" in loaded
    assert "numpy" not in loaded


def test_scoring_loads_no_scipy(tmp_path):
    code = (
        "import json, sys, scenario_cli as s; x = s.read_scenario(); "
        "p = s.decision_problem(x, s.equal_weights(x)); s.one_way(p, s.rank_options(p)); "
        "print(json.dumps(sorted(sys.modules)))"
    )
    loaded = python(code, tmp_path)
    assert "numpy" in loaded
    assert "scipy" not in loaded

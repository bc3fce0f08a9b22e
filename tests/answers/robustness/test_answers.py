"""``robustness --model answers``: who can lead by linear programmes, shares as often as a grid says."""

import json
from pathlib import Path

import numpy as np
import pytest
from builders import scenario_of, study_of, weights_of

import scenario_cli as sc

STEPS = 50
THREE = [[9, 1, 4], [2, 8, 5], [4, 4, 6]]


def answers(*stated, over="factors"):
    judgements = [sc.Judgement(**each) for each in stated]
    return sc.Answers(format="answers/1", id="ana", over=over, answers=judgements)


def three():
    scenario = scenario_of(THREE)
    return study_of(scenario, weights_of(scenario, [1, 1, 1]))


def on_a_grid():
    grid = [(a, b, STEPS - a - b) for a in range(STEPS + 1) for b in range(STEPS + 1 - a)]
    return np.array(grid).T / STEPS


@pytest.mark.parametrize(
    "stated",
    [
        ({"more": "d0", "than": "d1"},),
        ({"more": "d1", "than": {"d2": 4.0}}, {"at_least": {"d0": 20.0}}),
        ({"more": "d2", "than": "d0", "times": 1.5}, {"at_most": {"d2": 70.0}}),
        ({"more": "d0", "than": "d1"}, {"more": "d1", "than": "d2"}, {"dont_know": ["d0", "d2"]}),
        ({"at_least": {"d0": 30.0}}, {"at_most": {"d0": 33.0}}, {"more": "d1", "than": {"d2": 9.0}}),
    ],
)
def test_shares_and_leaders_are_those_of_a_grid(stated):
    found = three().robustness(model="answers", answers=[answers(*stated)], samples=40_000).found
    grid = on_a_grid()
    for each in stated:
        if "more" in each:
            than = each["than"]
            j, part = (
                (int(than[1]), 1)
                if isinstance(than, str)
                else (int(next(iter(than))[1]), next(iter(than.values())) / 10)
            )
            grid = grid[:, grid[int(each["more"][1])] >= each.get("times", 1) * part * grid[j] - 1e-12]
        for key, sign in (("at_least", 1), ("at_most", -1)):
            for id_, share in each.get(key, {}).items():
                grid = grid[:, sign * grid[int(id_[1])] >= sign * share / 100 - 1e-12]
    scores = 10 * np.array(THREE) @ grid
    first = scores >= scores.max(axis=0) - 1e-9
    assert set(np.flatnonzero(first.any(axis=1))) <= set(np.flatnonzero(found.leads.somewhere))
    assert np.allclose(found.acceptability[:, 0], first.mean(axis=1), atol=0.09)
    assert np.all(found.standard_error < 0.02)
    assert "can_lead" in found.exact


def test_errors_hold_where_draws_come_from_chains():
    """An equality takes a dimension away, so that a walk is needed: w0 = w1, first where w2 < 0.5."""
    far = []
    for seed in range(25):
        scenario = scenario_of([[10, 10, 0, 5], [0, 0, 10, 5]])
        study = study_of(scenario, weights_of(scenario, [1, 1, 1, 1]))
        found = study.robustness(
            model="answers", answers=[answers({"equal": ["d0", "d1"]})], samples=4096, seed=seed
        ).found
        # 2 w0 > w2 in the triangle (2 w0, w2, w3), which is uniform: half of it.
        far.append((found.acceptability[0, 0] - 0.5) / found.standard_error[0, 0])
    assert 0.5 < np.std(far) < 1.6
    assert abs(np.mean(far)) < 0.7


def test_answers_go_with_their_model_alone_and_the_model_with_answers():
    with pytest.raises(sc.StudyError, match="name the answers"):
        three().robustness(model="answers")
    with pytest.raises(sc.StudyError, match="goes with the model 'answers'"):
        three().robustness(answers=[answers()])


def test_it_is_over_drivers_where_the_answers_are_unless_something_else_is_said():
    scenario = scenario_of([[9, 1, 4], [2, 8, 5]], groups=[2, 0])
    study = study_of(scenario, weights_of(scenario, [1, 1], {"d0": [3, 1]}))
    stated = answers({"more": "d0", "than": "d1"}, over="drivers")
    assert study.robustness(model="answers", answers=[stated]).model.over == "drivers"
    assert study.robustness(model="answers", answers=[stated], over="factors").model.over == "factors"
    assert study.robustness().model.over == "factors"


def test_a_result_names_its_answers_and_is_verified_with_them(in_examples, folder, run):
    Path("scenarios").mkdir()
    Path("scenarios/s.yaml").write_text(
        "format: scenario/1\nid: s\ntitle: S\nquestion: Which?\ndrivers: {a: {}, b: {}}\n"
        "options: {x: {}, y: {}}\nratings: {x: {a: 9, b: 1}, y: {a: 2, b: 8}}\n"
    )
    Path("ana.yaml").write_text("format: answers/1\nanswers:\n  - {more: a, than: b}\n")
    line = ("robustness", "s", "--model", "answers", "--answers", "ana.yaml", "--samples", "2000")
    result = run(*line, "-o", "result.json")
    assert result.exit_code == 0, result.stderr
    stated = json.loads(Path("result.json").read_text())
    assert stated["model"]["weights"] == "answers"
    assert [part["role"] for part in stated["provenance"]["inputs"]] == ["scenario", "answers"]
    assert run("verify", "result.json").exit_code == 0
    Path("ana.yaml").write_text("format: answers/1\nanswers:\n  - {more: b, than: a}\n")
    changed = run("verify", "result.json")
    assert changed.exit_code == 3
    assert "the answers 'ana' has changed since" in changed.stderr

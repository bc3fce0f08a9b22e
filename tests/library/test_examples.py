"""The examples in docstrings run, in a folder of the user's without files."""

import doctest
from importlib import import_module

import pytest

import scenario_cli

HOMES = sorted({f"scenario_cli.{home}" for home in scenario_cli._HOME_OF.values()} | {"scenario_cli"})


@pytest.mark.parametrize("name", HOMES)
def test_examples_give_what_they_say(name, folder):
    failed, _ = doctest.testmod(import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0


def test_the_ten_most_used_have_one():
    study = scenario_cli.Study
    used = [
        scenario_cli.study,
        scenario_cli.compare,
        scenario_cli.diff,
        scenario_cli.verify,
        scenario_cli.check,
    ]
    used += [study.tried, study.score, study.sensitivity, study.explain, study.evidence, study.robustness]
    assert all(">>>" in one.__doc__ for one in used)

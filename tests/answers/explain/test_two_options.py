"""``scenario explain A B``: where the second word is an option, what to write instead."""

import pytest


@pytest.mark.parametrize("args", [["straddle", "drones"], ["drones", "straddle", "-w", "critics"]])
def test_a_second_option_is_told_to_go_with_against(folder, run, args):
    result = run("explain", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"error: there is no scenario '{args[1]}', but an option: write --against {args[1]}\n"
    )
    assert run("explain", args[0], "--against", args[1]).exit_code == 0


def test_the_only_scenario_here_is_the_one_that_is_meant(folder, run):
    run("new", "scenario", "coffee")
    assert "write --against new" in run("explain", "keep", "new").stderr
    assert "no scenario 'drones'" in run("explain", "keep", "drones").stderr


def test_a_word_that_is_neither_is_told_as_a_scenario_that_is_not_there(folder, run):
    result = run("explain", "straddle", "china-arms-rusia")
    assert result.exit_code == 3
    assert result.stderr.endswith("did you mean 'china-arms-russia'?\n")


def test_where_several_scenarios_are_here_nothing_is_guessed(folder, run):
    run("new", "scenario", "coffee")
    run("new", "scenario", "tea")
    result = run("explain", "keep", "new")
    assert (result.exit_code, "against" in result.stderr) == (3, False)

"""``scenario sensitivity``: what is wrong usage or a wrong file, told in plain words."""

import pytest
from answers.sensitivity.tea import TEA


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["--two-way", "tast,price"],
            "--two-way: unknown driver or factor 'tast'; did you mean 'taste'?",
        ),
        (["--two-way", "price,frsh"], "unknown driver or factor 'frsh'; did you mean 'fresh'?"),
        (["--two-way", "price"], "expected two ids with a comma between them"),
        (["--two-way", "price,taste,fame"], "expected two ids with a comma between them"),
        (["--two-way", "taste,mild"], "taste and mild share a weight, so they cannot both move"),
        (["--two-way", "fresh,taste"], "fresh and taste share a weight, so they cannot both move"),
        (["--two-way", "price,price"], "share a weight"),
        (["--two-way", "price,taste", "--map"], "two ways to ask for one map"),
        (["--for", "blck"], "--for: unknown option 'blck'; did you mean 'black'?"),
        (["--lock", "prize"], "--lock: unknown driver 'prize'; did you mean 'price'?"),
        (["--lock", "mild"], "--lock: unknown driver 'mild'"),
        (["--lock", "taste", "--lock", "price", "--lock", "fame"], "no weight is left that could move"),
        (["--lock", "fame", "--map"], "exactly three drivers that are not locked, here are 2"),
        (["--lock", "fame", "--two-way", "mild,fame"], "fame cannot move, since its weight is locked"),
        (["--lock", "taste", "--two-way", "mild,fame"], "mild cannot move, since its weight is locked"),
        (["--lock", "fame", "--two-way", "taste,price"], "nothing that is not locked is left beside these"),
        (["--inject", "frost"], "unknown inject 'frost'"),
        (["-w", "cheap.yaml"], "one -w at a time"),
    ],
)
def test_wrong_usage_is_told_in_one_line_and_scores_nothing(run, tea, args, said):
    result = run("sensitivity", "tea.yaml", "-w", "plain.yaml", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ")
    assert said in line


def test_weights_to_blend_with_that_give_all_to_what_is_locked_are_refused(run, tea):
    (tea / "fame.yaml").write_text("format: weights/1\ndrivers: {taste: 0, price: 0, fame: 1}\n")
    result = run("sensitivity", "tea.yaml", "-w", "plain.yaml", "--blend", "fame.yaml", "--lock", "fame")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--blend: these weights give nothing to what is not locked" in result.stderr


@pytest.mark.parametrize("option", ["--two-way", "--for", "--lock", "--blend"])
def test_an_option_without_its_value_is_wrong_usage(run, tea, option):
    result = run("sensitivity", "tea.yaml", option)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_map_needs_three_drivers(run, in_examples):
    result = run("sensitivity", "lunch", "--map")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "exactly three drivers, here are 2" in result.stderr
    assert "--two-way A,B" in result.stderr


def test_a_map_needs_something_beside_its_two_items(run, in_examples):
    result = run("sensitivity", "lunch", "--two-way", "pleasure,price")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nothing is left beside these two" in result.stderr


def test_locked_weights_that_leave_only_weights_of_0_are_refused(run, tea):
    (tea / "some.yaml").write_text("format: weights/1\ndrivers: {taste: 1, price: 1, fame: 0}\n")
    result = run("sensitivity", "tea.yaml", "-w", "some.yaml", "--lock", "taste", "--lock", "price")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no weight is left that could move" in result.stderr


def test_weights_to_blend_with_that_are_not_there_are_a_missing_file(run, tea):
    result = run("sensitivity", "tea.yaml", "-w", "plain.yaml", "--blend", "chaep.yaml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "chaep.yaml" in result.stderr


def test_standard_input_cannot_be_both_the_scenario_and_the_weights_to_blend_with(run, tea):
    result = run("sensitivity", "-", "-w", "plain.yaml", "--blend", "-", stdin=TEA)
    assert (result.exit_code, result.stdout) == (2, "")


def test_weights_to_blend_with_that_are_for_other_drivers_are_wrong(run, tea):
    result = run("sensitivity", "tea.yaml", "-w", "plain.yaml", "--blend", "interests")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "[wrong-scenario]; known: taste, price, fame" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_mistake_in_the_scenario_is_told_before_anything_else(run, tea):
    (tea / "tea.yaml").write_text(TEA.replace("fame: 1}", "fame: 11}"), encoding="utf-8")
    result = run("sensitivity", "tea.yaml", "--for", "nobody")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "tea.yaml:" in result.stderr

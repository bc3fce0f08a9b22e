"""``--set KEY=VALUE``: every form that is read, and every refusal with its words."""

import pytest
from builders import scenario_of

from scenario_cli.cli.words import worded
from scenario_cli.errors import ExitCode, StudyError
from scenario_cli.model.settings import RatingSetting, WeightSetting, read_setting

COFFEE = scenario_of(
    [[4, 4, "loud", 100], [8, None, "quiet", 700]],
    groups=[3, 0],
    drivers=["comfort", "cost"],
    factors=["taste", "wait", "noise", "cost"],
    options=["keep", "new"],
    scales=[
        None,
        {"worst": 6, "best": 0},
        {"worst": 0, "best": 10, "levels": {"loud": 2, "fair": 5, "quiet": 9}},
        {"worst": 900, "best": 100},
    ],
)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("weights.comfort=60", WeightSetting("comfort", None, 60.0)),
        ("weights.comfort=0", WeightSetting("comfort", None, 0.0)),
        ("weights.cost=0.5", WeightSetting("cost", None, 0.5)),
        ("weights.cost=1e-3", WeightSetting("cost", None, 0.001)),
        ("weights.comfort.taste=2", WeightSetting("comfort", "taste", 2.0)),
        ("ratings.keep.taste=4", RatingSetting("keep", "taste", 4.0)),
        ("ratings.keep.taste=0", RatingSetting("keep", "taste", 0.0)),
        ("ratings.keep.taste=10", RatingSetting("keep", "taste", 10.0)),
        ("ratings.new.wait=5.5", RatingSetting("new", "wait", 5.5)),
        ("ratings.new.cost=100", RatingSetting("new", "cost", 100.0)),
        ("ratings.new.cost=900", RatingSetting("new", "cost", 900.0)),
        ("ratings.new.noise=fair", RatingSetting("new", "noise", 5.0)),
        ("ratings.new.noise=7", RatingSetting("new", "noise", 7.0)),
        ("ratings.keep.taste=unknown", RatingSetting("keep", "taste", None)),
        (" weights.comfort = 60 ", WeightSetting("comfort", None, 60.0)),
        ("ratings.new.noise = fair ", RatingSetting("new", "noise", 5.0)),
    ],
)
def test_a_setting_is_read(text, setting):
    assert read_setting(text, COFFEE) == setting


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Neither of the three forms
        ("", "expected weights.DRIVER=60"),
        ("weights.comfort", "expected weights.DRIVER=60"),
        ("weights=60", "expected weights.DRIVER=60"),
        ("comfort=60", "ratings.OPTION.FACTOR=4"),
        ("weights.comfort.taste.more=1", "weights.DRIVER.FACTOR=2"),
        ("ratings.keep=4", "ratings.OPTION.FACTOR=4"),
        ("ratings.keep.taste.more=4", "ratings.OPTION.FACTOR=4"),
        ("Weights.comfort=60", "expected weights.DRIVER=60"),
        ("=60", "expected weights.DRIVER=60"),
        # Ids that the scenario lacks
        ("weights.comfrot=60", "unknown driver 'comfrot'; did you mean 'comfort'?"),
        ("weights.=60", "unknown driver ''"),
        ("weights.taste=60", "'taste' is a factor of the driver 'comfort'; write weights.comfort.taste=60"),
        ("weights.comfort.tatse=2", "unknown factor of 'comfort' 'tatse'; did you mean 'taste'?"),
        ("weights.comfort.cost=2", "unknown factor of 'comfort' 'cost'"),
        ("weights.cost.cost=2", "unknown factor of 'cost' 'cost'"),
        ("ratings.keeep.taste=4", "unknown option 'keeep'; did you mean 'keep'?"),
        ("ratings.keep.tatse=4", "unknown factor 'tatse'; did you mean 'taste'?"),
        ("ratings.keep.comfort=4", "unknown factor 'comfort'"),
        ("ratings.taste.keep=4", "unknown option 'taste'"),
        # Values
        ("weights.comfort=", "expected a number, found ''"),
        ("weights.comfort=much", "expected a number, found 'much'"),
        ("weights.comfort=unknown", "expected a number, found 'unknown'"),
        ("weights.comfort=1,5", "expected a number, found '1,5'"),
        ("weights.comfort=60=60", "expected a number, found '60=60'"),
        ("weights.comfort=-1", "points are 0 or more"),
        ("weights.comfort.taste=-0.1", "points are 0 or more"),
        ("weights.comfort=inf", "expected a finite number, found 'inf'"),
        ("weights.comfort=-inf", "expected a finite number, found '-inf'"),
        ("weights.comfort=nan", "expected a finite number, found 'nan'"),
        ("weights.comfort=1e400", "expected a finite number, found '1e400'"),
        ("ratings.keep.taste=", "expected a number, found ''"),
        ("ratings.keep.taste=good", "expected a number, found 'good'"),
        ("ratings.keep.taste=loud", "expected a number, found 'loud'"),
        ("ratings.keep.noise=lound", "'lound' is no level of 'noise'; did you mean 'loud'?"),
        ("ratings.keep.taste=nan", "expected a finite number"),
        ("ratings.keep.taste=inf", "expected a finite number"),
        ("ratings.keep.taste=10.1", "10.1 is outside the scale 0 to 10"),
        ("ratings.keep.taste=-1", "-1 is outside the scale 0 to 10"),
        ("ratings.keep.cost=99", "99 is outside the scale 100 to 900"),
        ("ratings.keep.wait=7", "7 is outside the scale 0 to 6"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_with_what_is_wrong(text, words):
    with pytest.raises(StudyError) as refused:
        read_setting(text, COFFEE)
    said = worded(refused.value)
    assert said.startswith(f"error: {f'--set {text}'.rstrip()}: ")
    assert words in said
    assert "\n" not in said
    assert refused.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("digits", ["1_000", "010", "１２"])
def test_only_numbers_that_a_file_could_hold_are_numbers(digits):
    with pytest.raises(StudyError, match="expected a number"):
        read_setting(f"weights.comfort={digits}", COFFEE)

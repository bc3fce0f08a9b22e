"""What differs between two studies in the numbers that hold: against trials applied by hand, one by one."""

import yaml
from answers.game.table import COFFEE, FAIR, GOURMET
from builders import many
from hypothesis import given
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.answers.effective import effective_changes

SCALES = {"taste": (0, 10), "wait": (0, 6), "cost": (100, 900)}
TRIALS = st.sampled_from(
    [
        "price_cut",
        "strike",
        "weights.comfort=10",
        "weights.cost=70",
        "weights.comfort.wait=3",
        "ratings.new.cost=100",
        "ratings.rent.wait=unknown",
        "ratings.rent.taste=2.5",
    ]
)
EDITS = st.sampled_from([("keep: {taste: 4", "keep: {taste: 9"), ("wait: 3, ", "wait: 6, "), ("", "")])
SIDES = st.tuples(st.sampled_from([FAIR, GOURMET]), EDITS, st.lists(TRIALS, max_size=5))


def numbers(weights, edit, trials):
    """The points and ratings that hold, from the raw files: no code of the program is in it."""
    scenario, stated = yaml.safe_load(COFFEE.replace(*edit)), yaml.safe_load(weights)
    held = {f"weights.{driver}": points for driver, points in stated["drivers"].items()}
    within = stated.get("factors", {}).get("comfort", {"taste": 1, "wait": 1})
    held |= {f"weights.comfort.{factor}": points for factor, points in within.items()}
    for option, row in scenario["ratings"].items():
        held |= {f"ratings.{option}.{factor}": rating for factor, rating in row.items()}
    for trial in trials:
        key, _, value = trial.partition("=")
        if value:
            held[key] = value if value == "unknown" else float(value)
            continue
        inject = scenario["injects"][trial]
        for driver, change in inject.get("weights", {}).items():
            held[f"weights.{driver}"] *= change["times"]
        for option, row in inject["ratings"].items():
            for factor, change in row.items():
                where, (low, high) = f"ratings.{option}.{factor}", SCALES[factor]
                if "set" in change:
                    held[where] = change["set"]
                elif held[where] != "unknown":
                    held[where] = min(max(held[where] + change["shift"], low), high)
    return held


def study(weights, edit, trials):
    scenario = sc.Scenario.model_validate(yaml.safe_load(COFFEE.replace(*edit)))
    return sc.study(scenario, sc.Weights.model_validate(yaml.safe_load(weights))).tried(*trials)


@given(SIDES, SIDES)
@many
def test_just_the_numbers_that_differ_are_told_with_what_they_were_and_are(old, new):
    before, after = numbers(*old), numbers(*new)
    differ = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    changes = [c for c in effective_changes(study(*old), study(*new)) if "(" not in c.before]
    told = {c.where: tuple(n if n == "unknown" else float(n) for n in (c.before, c.after)) for c in changes}
    assert told == differ
    assert len(changes) == len(told)


def test_a_range_that_alone_moved_is_told_with_the_rating():
    wide = COFFEE.replace("keep: {taste: 4", "keep: {taste: {value: 4, low: 3, high: 6}")
    old, new = (sc.Scenario.model_validate(yaml.safe_load(text)) for text in (COFFEE, wide))
    weights = sc.Weights.model_validate(yaml.safe_load(FAIR))
    changes = effective_changes(sc.study(old, weights), sc.study(new, weights))
    assert [str(change) for change in changes] == ["ratings.keep.taste: 4 (4 to 4) -> 4 (3 to 6)"]


def test_what_is_no_number_is_told_as_of_two_scenarios():
    more = COFFEE.replace("  keep: {title", "  beans: {title: Beans}\n  keep: {title", 1).replace(
        "ratings:\n", "ratings:\n  beans: {taste: 1, wait: 1, cost: 900}\n", 1
    )
    more = more.replace("taste: {title: Taste}", "taste: {title: Taste, scale: {worst: 0, best: 20}}")
    old, new = (sc.Scenario.model_validate(yaml.safe_load(text)) for text in (COFFEE, more))
    weights = sc.Weights.model_validate(yaml.safe_load(FAIR))
    changes = effective_changes(sc.study(old, weights), sc.study(new, weights).tried("weights.cost=20"))
    assert [str(change) for change in changes] == [
        "weights.cost: 50 -> 20",
        "option beans: (none) -> new",
        "scale of taste: 0 to 10 -> 0 to 20",
    ]

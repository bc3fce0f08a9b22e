"""Trees of the R package ahp, as its documentation has them."""

import pytest
from foreign_files import AHP

import scenario_cli as sc


def written(folder, text, name="vacation.ahp"):
    (folder / name).write_text(text)
    return name


def test_priorities_and_scores_are_read(folder):
    answer = sc.import_sheet(written(folder, AHP), output="scenarios/trip.yaml", weights_out="weights")
    scenario = sc.read_scenario("trip")
    assert scenario.title == "Vacation"
    assert scenario.driver_of == {"costs": "costs", "sport": "fun", "food": "fun"}
    assert scenario.factors["sport"].scale.best == 8
    study = sc.study("trip", weights="vacation")
    # what the package itself computes: shares times shares, added up
    beach = 0.25 / 3 + 0.75 * (0.75 * 2 / 8 + 0.25 * 0.5)
    scores = dict(zip(study.problem.options, study.score().ranking.scores, strict=True))
    assert scores == pytest.approx({"beach": 100 * beach, "mountains": 100 * (1 - beach)})
    assert [note.code for note in answer.notes] == ["not-read"]


PRIORITY = """\
        priority:
          - Mountains: 2/3
          - Beach: 1/3
"""
GOAL = "    priority:\n      - Costs: 1/4\n      - Fun: 3/4\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Version: 2.0", "Version: 1.0", "1:10: error: this is no ahp file of version 2"),
        (GOAL, "    pairwise:\n      - [Costs, Fun, 3]\n", "scenario weights pairs"),
        (PRIORITY, "        scoreFunction: function(a) a$cost\n", "16:24: error: a function in R is not run"),
        ("- Costs: 1/4", "- Costs: 1/2", "11:7: error: priorities add up to 1"),
        ("- Fun: 3/4", "- Fnu: 3/4", "11:7: error: expected a number at least 0 for each of: Costs, Fun"),
        ("    score:\n          - Sport: 3", "    Dad:\n          - Sport: 3", "one decision maker"),
    ],
)
def test_what_cannot_be_read_exactly_is_refused(folder, old, new, told):
    assert old in AHP
    with pytest.raises(sc.InputError) as error:
        sc.import_sheet(written(folder, AHP.replace(old, new, 1)))
    assert told in str(error.value)


def test_criteria_without_preferences_have_no_weights(folder):
    text = AHP.replace("    priority:\n      - Costs: 1/4\n      - Fun: 3/4\n", "", 1)
    answer = sc.import_sheet(written(folder, text))
    assert answer.weights == ()
    assert [note.code for note in answer.notes] == ["not-read", "no-weights"]

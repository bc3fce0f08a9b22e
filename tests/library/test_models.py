"""Scenarios and weights made in Python: held to what files are held to, and told where and what instead."""

import pytest

import scenario_cli as sc


def scenario(**changes):
    """The coffee question of the documentation, made of models; ints stand where numbers are asked for."""
    parts = {
        "format": "scenario/1",
        "id": "coffee",
        "title": "Which coffee machine?",
        "question": "Which machine does the office buy?",
        "drivers": {
            "comfort": sc.Driver(
                factors={
                    "taste": sc.Factor(title="Taste"),
                    "wait": sc.Factor(scale=sc.Scale(worst=6, best=0, unit="min", anchors={0: "at once"})),
                    "noise": sc.Factor(scale=sc.Scale(levels={"loud": 2, "quiet": 9})),
                }
            ),
            "cost": sc.Driver(scale=sc.Scale(worst=900, best=100), minimum=800),
        },
        "options": {"keep": sc.Option(title="Keep the old one"), "new": sc.Option()},
        "ratings": {
            "keep": {"taste": 4, "wait": sc.Rating(value=4), "noise": "loud", "cost": 100},
            "new": {"taste": sc.Rating(value=8, low=6, high=9), "wait": "unknown", "noise": 9, "cost": 700},
        },
        "injects": {"cut": sc.Inject(ratings={"new": {"cost": sc.RatingChange(shift=-200)}})},
    }
    return sc.Scenario(**(parts | changes))


def weights(**changes):
    parts = {"format": "weights/1", "id": "mine", "drivers": {"comfort": 60, "cost": 40}}
    return sc.Weights(**(parts | changes))


def refusal(call, *args):
    with pytest.raises(sc.InputError) as refused:
        call(*args)
    return refused.value


def test_a_study_of_models_is_that_of_the_same_files(folder):
    (folder / "coffee.yaml").write_text(
        "format: scenario/1\nid: coffee\ntitle: Which coffee machine?\n"
        "question: Which machine does the office buy?\n"
        "drivers:\n  comfort:\n    factors:\n      taste: {title: Taste}\n"
        "      wait: {scale: {worst: 6, best: 0, unit: min, anchors: {0: at once}}}\n"
        "      noise: {scale: {levels: {loud: 2, quiet: 9}}}\n"
        "  cost: {scale: {worst: 900, best: 100}, minimum: 800}\n"
        "options: {keep: {title: Keep the old one}, new: {}}\n"
        "ratings:\n  keep: {taste: 4, wait: {value: 4}, noise: loud, cost: 100}\n"
        "  new: {taste: {value: 8, low: 6, high: 9}, wait: unknown, noise: 9, cost: 700}\n"
        "injects: {cut: {ratings: {new: {cost: {shift: -200}}}}}\n"
    )
    (folder / "mine.yaml").write_text("format: weights/1\nid: mine\ndrivers: {comfort: 60, cost: 40}\n")
    made, read = sc.study(scenario(), weights()), sc.study("coffee.yaml", "mine.yaml")
    assert made.problem.values.tolist() == read.problem.values.tolist()
    for one, other in zip(
        (made.score(), made.tried("cut").sensitivity(), made.robustness(samples=500)),
        (read.score(), read.tried("cut").sensitivity(), read.robustness(samples=500)),
        strict=True,
    ):
        documents = [answer.to_dict() for answer in (one, other)]
        for document in documents:
            del document["provenance"]["inputs"]
        assert documents[0] == documents[1]


def test_the_hash_of_a_model_is_that_of_what_it_states():
    one, same, other = sc.study(scenario()), sc.study(scenario()), sc.study(scenario(title="Another"))
    assert one.inputs == same.inputs
    assert one.inputs != other.inputs
    assert len(one.inputs[0].sha256) == 64


def test_an_int_is_a_number_and_a_truth_is_none():
    study = sc.study(scenario(), weights())
    assert study.problem.ratings.dtype == float
    with pytest.raises(ValueError, match="expected a number"):
        sc.Rating(value=True)
    with pytest.raises(ValueError, match="float"):
        weights(drivers={"comfort": True, "cost": 1})


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (
            {"ratings": {"keep": {"tasty": 4, "wait": 1, "noise": 1, "cost": 100}, "new": {}}},
            "scenario 'coffee': ratings.keep.tasty: error: unknown factor 'tasty' [unknown-factor]; "
            "did you mean 'taste'?",
        ),
        (
            {"status_quo": "keeep"},
            "scenario 'coffee': status_quo: error: unknown option 'keeep' [unknown-option]; "
            "did you mean 'keep'?",
        ),
        (
            {"options": {"keep": sc.Option(), "new": sc.Option(), "rent": sc.Option()}},
            "scenario 'coffee': ratings.rent.taste: error: 'rent' is not rated on 'taste' [missing-rating]; "
            "write a number or 'unknown'",
        ),
    ],
)
def test_a_scenario_that_does_not_hang_together_is_told_by_path(stated, said):
    error = refusal(sc.study, scenario(**stated))
    assert said in str(error).splitlines()
    assert all(mistake.line == 0 for mistake in error.mistakes)


def test_every_mistake_of_both_is_told_at_once():
    wrong = weights(drivers={"comfrt": 1, "cost": 1}, ranges={"costs": [10, 20]})
    said = str(refusal(sc.study, scenario(), wrong)).splitlines()
    assert len(said) == 3
    assert any(
        "weights 'mine': drivers.comfrt: error: unknown driver 'comfrt' [unknown-driver]" in x for x in said
    )
    assert any("the driver 'comfort' is missing" in x for x in said)
    assert any("ranges.costs" in x and "did you mean 'cost'?" in x for x in said)


def test_weights_put_in_place_are_held_to_the_scenario():
    study = sc.study(scenario(), weights())
    assert "the driver 'cost' is missing" in str(refusal(study.under, weights(drivers={"comfort": 1})))
    assert study.under(weights(id="other", drivers={"comfort": 0, "cost": 1})).weights.id == "other"
    assert "all points here are 0" in str(refusal(study.under, weights(drivers={"comfort": 0, "cost": 0})))


@pytest.mark.parametrize(
    ("trial", "path", "hint"),
    [
        ("cutt", ("injects", "cutt"), "did you mean 'cut'?"),
        ("ratings.new.tast=3", ("ratings", "new", "tast"), "did you mean 'taste'?"),
        ("ratings.neww.taste=3", ("ratings", "neww", "taste"), "did you mean 'new'?"),
        ("weights.costs=3", ("weights", "costs"), "did you mean 'cost'?"),
        (sc.RatingSetting("new", "tast", 3.0), ("ratings", "new", "tast"), "did you mean 'taste'?"),
    ],
)
def test_what_is_tried_is_held_to_the_scenario(trial, path, hint):
    error = refusal(sc.study(scenario(), weights()).tried, trial)
    (mistake,) = error.mistakes
    assert isinstance(error, sc.StudyError)
    assert (mistake.path, mistake.hint) == (path, hint)
    assert ".".join(path) in str(error)


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: s.explain("neww"),
        lambda s: s.explain("new", against="new"),
        lambda s: s.sensitivity(lock=["costs"]),
        lambda s: s.sensitivity(for_="neww"),
        lambda s: s.sensitivity(two_way=("taste", "tasty")),
        lambda s: s.sensitivity(blend=weights(drivers={"comfort": 1})),
        lambda s: s.evidence(without="memo"),
        lambda s: s.robustness(model="ranges"),
        lambda s: s.robustness(spread=0.3),
        lambda s: s.tried("weights.comfort=0", "weights.cost=0"),
        lambda s: sc.weights_from_ranks(s, ["cost", "comfrt"]),
        lambda s: sc.weights_from_swings(s, {"cost": 0, "comfort": 0}),
    ],
)
def test_a_question_that_does_not_fit_is_an_input_error_and_no_key_error(ask):
    error = refusal(ask, sc.study(scenario(), weights()))
    assert not str(error).startswith("error:")
    assert "--" not in str(error)


def test_errors_survive_pickling():
    import pickle

    error = refusal(sc.study(scenario(), weights()).tried, "cutt")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.parameter) == (type(error), str(error), error.parameter)
    wrong = refusal(sc.study, scenario(status_quo="keeep"))
    assert str(pickle.loads(pickle.dumps(wrong))) == str(wrong)


def test_without_an_id_a_model_has_one_all_the_same():
    study = sc.study(scenario(id=""), weights(id=""))
    assert (study.scenario.id, study.weights.id) == ("scenario", "weights")


def test_the_arrays_of_models_are_those_of_the_study():
    problem = sc.decision_problem(scenario(), weights(), ["cut", "weights.cost=10"])
    assert (
        problem.weights.tolist()
        == sc.study(scenario(), weights()).tried("cut", "weights.cost=10").problem.weights.tolist()
    )
    assert "unknown inject" in str(refusal(sc.decision_problem, scenario(), weights(), ["cutt"]))

"""Plain data to the models: what is stated is read, and every mistake is told at its place."""

import pytest
from files.lunch import DRIVERS, HEAD, REST, cell, problems, told, weights

from scenario_cli import Scenario, Weights, read_scenario, read_weights
from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from, weights_from


def test_a_scenario_is_read_as_it_is_stated(examples):
    scenario = read_scenario(examples / "valid" / "full.yaml")
    assert isinstance(scenario, Scenario)
    assert scenario.id == "coffee"
    assert scenario.about == "Two courses, four factors."
    assert list(scenario.drivers) == ["comfort", "cost"]
    assert list(scenario.factors) == ["taste", "wait", "noise", "cost"]
    assert scenario.driver_of == {"taste": "comfort", "wait": "comfort", "noise": "comfort", "cost": "cost"}
    assert scenario.factors["wait"].scale.one_step == 0.5
    assert scenario.factors["cost"].scale.one_step == 80
    assert scenario.factors["taste"].scale.length == 10
    assert scenario.factors["noise"].scale.anchors == {0: "Stops talk", 10: "Not heard"}
    assert scenario.ratings["keep"]["taste"].value == 4
    assert scenario.ratings["keep"]["wait"].why == "Timed in May."
    assert scenario.ratings["new"]["noise"].low == "fair"
    assert scenario.injects["price_cut"].ratings["new"]["cost"].shift == -200
    assert scenario.injects["price_cut"].ratings["new"]["wait"].set == 1
    assert scenario.as_of == "2024-05"


def test_weights_are_read_as_they_are_stated(examples, lunch):
    weights = read_weights(examples / "valid" / "full-weights.yaml", lunch)
    assert isinstance(weights, Weights)
    assert weights.id == "balanced"
    assert weights.drivers == {"pleasure": 60, "price": 40}
    assert weights.factors == {"pleasure": {"taste": 2, "calm": 0}}
    assert weights.ranges == {"pleasure": [40, 80], "taste": [0, 100]}
    assert weights.evidence == {"pleasure": ["slow"], "price": []}


def test_text_that_yaml_calls_a_number_keeps_its_text(examples):
    scenario = read_scenario(examples / "valid" / "odd-text.yaml")
    assert scenario.title == "2024.10"
    assert scenario.decision_maker == "no"
    assert scenario.as_of == "2024-05-06"
    assert scenario.question == "no: [deny] [/x] :warning: \x1b[31mred\x1b[0m \0 =1+1"
    assert scenario.about == "# not a comment\n- not a list\n"
    source = scenario.sources["on"]
    assert (source.title, source.date) == ("010", "2024-05-06")
    assert source.authors == ["y", "1:30", "true", "=cmd|' /C calc'!A0", "名前", "😀"]
    assert scenario.evidence["y"].says == "1e3"
    assert scenario.evidence["y"].at == "12:30:00"
    assert scenario.options["off"].title == "-3"
    assert scenario.factors["null"].scale.anchors == {1: "one", 0.5: "half", 10: "ten: all"}
    assert scenario.ratings["off"]["no"].value == 0.5
    assert scenario.ratings["true"]["null"].value == "true"


def test_json_is_read_like_yaml(examples):
    scenario = read_scenario(examples / "valid" / "lunch.json")
    assert scenario.id == "json-lunch"
    assert scenario.title == "Where do we eat? é\t/"
    assert scenario.drivers["taste"].scale.best == -1.5
    assert scenario.ratings["stall"]["taste"].value == "unknown"


@pytest.mark.parametrize(
    ("name", "id_"), [("scenarios/coffee.yaml", "coffee"), ("My Lunch.yaml", "My Lunch"), ("-", "stdin")]
)
def test_without_an_id_the_stem_is_the_id(name, id_):
    assert scenario_from(parse(name, (HEAD + DRIVERS + REST).encode())).id == id_


def test_the_same_bytes_in_any_encoding_are_the_same_scenario(examples):
    text = (examples / "scenarios" / "lunch.yaml").read_text(encoding="utf-8")
    plain = scenario_from(parse("lunch.yaml", text.encode()))
    for content in (
        b"\xef\xbb\xbf" + text.encode(),
        b"\xff\xfe" + text.encode("utf-16-le"),
        b"\xfe\xff" + text.encode("utf-16-be"),
        text.replace("\n", "\r\n").encode(),
    ):
        assert scenario_from(parse("lunch.yaml", content)) == plain


def test_what_is_read_cannot_be_changed(lunch):
    with pytest.raises(ValueError, match="frozen"):
        lunch.title = "x"


def test_a_problem_is_one_line_in_the_form_of_the_contract(lunch):
    (problem,) = problems(weights("drivers: {pleasure: 60, price: 4}\nfactors: {plesure: {a: 1}}\n"), lunch)
    assert (
        str(problem)
        == "x.yaml:4:11: error: unknown driver 'plesure' [unknown-driver]; did you mean 'pleasure'?"
    )


@pytest.mark.parametrize(("points", "told"), [("pleasure: 1, price: 4", 1), ("pleasure: 0, price: 0", 2)])
def test_factors_may_all_be_0_where_their_driver_alone_counts_nothing(lunch, points, told):
    text = "drivers: {pleasure: 0, price: 4}\nfactors: {pleasure: {taste: 0, calm: 0}}\n"
    assert weights_from(parse("x.yaml", weights(text).encode()), lunch).drivers == {"pleasure": 0, "price": 4}
    found = problems(weights(text.replace("pleasure: 0, price: 4", points)), lunch)
    assert [problem.code for problem in found] == ["all-zero"] * told


def test_problems_stand_in_order_and_the_error_lists_them_all():
    text = HEAD + "zeta: 1\nalpha: 2\n" + DRIVERS + REST + "status_quo: pub\n"
    found = problems(text)
    assert [(p.line, p.column) for p in found] == [(4, 1), (5, 1), (12, 13)]
    error = InputError(reversed(found))
    assert error.mistakes == found
    assert str(error) == "\n".join(str(problem) for problem in found)


def test_mistakes_of_yaml_of_types_and_of_references_are_told_together():
    text = HEAD + "title: Again\nabout: [a]\nstatus_quo: pub\n" + DRIVERS + REST
    assert [code for _, _, code, _ in told(text)] == ["duplicate-key", "wrong-type", "unknown-option"]


def test_a_control_character_in_a_name_is_made_visible():
    (problem, _) = sorted(
        problems(cell('"\\e[31mred"') + 'id: "a\\nb"\n'), key=lambda p: p.code, reverse=True
    )
    assert "\x1b" not in str(problem)
    assert "'\\x1b[31mred'" in str(problem)


def test_every_place_stands_at_what_is_wrong():
    text = (
        HEAD
        + """\
drivers:
  taste:
    scale: {worst: 0, best: 5, step: 9, levels: {good: 8}, anchors: {7: x}}
    minimum: 6
    nose: 1
options:
  inn: {title: 5, extra: 1}
ratings:
  inn:
    taste:
      value: 6
      low: -1
      high: 3
      evidence: [a]
      confidence: sure
"""
    )
    assert told(text) == [
        (6, 38, "bad-scale", "drivers.taste.scale.step"),
        (6, 56, "out-of-scale", "drivers.taste.scale.levels.good"),
        (6, 73, "out-of-scale", "drivers.taste.scale.anchors.7"),
        (7, 14, "out-of-scale", "drivers.taste.minimum"),
        (8, 5, "unknown-key", "drivers.taste.nose"),
        (10, 19, "unknown-key", "options.inn.extra"),
        (14, 14, "out-of-scale", "ratings.inn.taste.value"),
        (15, 12, "out-of-scale", "ratings.inn.taste.low"),
        (17, 18, "unknown-evidence", "ratings.inn.taste.evidence[0]"),
        (18, 19, "wrong-value", "ratings.inn.taste.confidence"),
    ]


def test_weights_must_fit_the_scenario(lunch):
    text = weights("drivers: {pleasure: 1, prise: 2}\nfactors: {pleasure: {taste: 1}, price: {x: 1}}\n")
    assert told(text, lunch) == [
        (3, 10, "missing-driver", "drivers.price"),
        (3, 24, "unknown-driver", "drivers.prise"),
        (4, 21, "missing-factor", "factors.pleasure.calm"),
        (4, 33, "unknown-driver", "factors.price"),
    ]


def test_weights_for_another_scenario_are_refused(lunch):
    text = weights("drivers: {pleasure: 1, price: 2}\n").replace("lunch", "dinner")
    (problem,) = problems(text, lunch)
    assert (problem.line, problem.column, problem.code) == (2, 11, "wrong-scenario")
    assert problem.message == "these weights are for the scenario 'dinner', not 'lunch'"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "scenario: dinner\ndrivers: {power: 1, glory: 2, fame: 3}\nfactors: {power: {a: 1, b: 2}}\n",
            (2, 11),
        ),
        (
            "drivers: {power: 1, glory: 2, fame: 3}\nfactors: {power: {a: 1, b: 2}}\nranges: {a: [1, 2]}\n",
            (2, 1),
        ),
    ],
)
def test_weights_for_another_scenario_are_told_in_one_line(lunch, text, place):
    (problem,) = problems("format: weights/1\n" + text, lunch)
    assert (problem.line, problem.column, problem.code) == (*place, "wrong-scenario")


def test_drivers_that_are_only_misspelt_are_told_each(lunch):
    text = "format: weights/1\ndrivers: {plesure: 1, prices: 2}\n"
    assert {problem.code for problem in problems(text, lunch)} == {"missing-driver", "unknown-driver"}


def test_weights_without_a_scenario_are_read_by_themselves():
    assert weights_from(parse("x.yaml", b"format: weights/1\ndrivers: {anything: 0.5}\n")).drivers == {
        "anything": 0.5
    }


def test_what_is_known_names_nothing_twice(lunch):
    (problem,) = problems(weights("drivers: {pleasure: 1, price: 2}\nranges: {wine: [1, 2]}\n"), lunch)
    known = problem.hint.removeprefix("known: ").split(", ")
    assert len(known) == len(set(known))


@pytest.mark.parametrize("name", ["valid/full.yaml", "valid/descending.yaml", "scenarios/lunch.yaml"])
def test_the_public_names_read_by_path(examples, name, in_examples):
    assert read_scenario(name) == read_scenario(examples / name)

"""Plain data to the models: every mistake at once, each told once, at its place, with a hint that is true."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_cli import Scenario, Weights, read_scenario, read_weights
from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import format_of, scenario_from, weights_from
from scenario_cli.mistakes import dotted

HEAD = "format: scenario/1\ntitle: Where do we eat?\nquestion: Which place?\n"
DRIVERS = "drivers:\n  taste: {scale: {levels: {good: 8}}}\n"
REST = "options:\n  inn: {}\nratings:\n  inn: {taste: 7}\n"
LINES_BEFORE_REST = 5


def problems(text, scenario=None):
    """Return the problems of a scenario, or of weights held against a scenario."""
    found = parse("x.yaml", text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as error:
        weights_from(found, scenario) if format_of(found) == "weights" else scenario_from(found)
    return error.value.mistakes


def told(text, scenario=None):
    """Return line, column, code and path of every problem."""
    return [(p.line, p.column, p.code, dotted(p.path)) for p in problems(text, scenario)]


def cell(stated):
    """Return a scenario whose one rating is stated so."""
    return HEAD + DRIVERS + f"options:\n  inn: {{}}\nratings:\n  inn:\n    taste: {stated}\n"


def weights(body):
    """Return weights for lunch."""
    return f"format: weights/1\nscenario: lunch\n{body}"


@pytest.fixture
def lunch(examples):
    return read_scenario(examples / "scenarios" / "lunch.yaml")


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


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("true", "wrong-type"),
        ("[7]", "wrong-type"),
        ("{}", "missing-key"),
        ("", "wrong-type"),
        ("{value: true}", "wrong-type"),
        ("{value: [7]}", "wrong-type"),
        ("{value: 7, low: false}", "wrong-type"),
        ("11", "out-of-scale"),
        ("-0.001", "out-of-scale"),
        ("bad", "unknown-level"),
        ("'7'", "unknown-level"),
        ("07", "unknown-level"),
        ("{value: 7, kind: guess}", "wrong-value"),
        ("{value: 7, kind: true}", "wrong-value"),
        ("{value: 7, shape: [uniform]}", "wrong-value"),
        ("{value: 7, high: 6.9}", "bad-order"),
        ("{value: 7, low: good}", "bad-order"),
        ("{value: unknown, high: 3}", "wrong-value"),
        ("{value: 7, low: unknown}", "wrong-value"),
        ("{value: 7, evidence: [slow]}", "unknown-evidence"),
        ("{value: 7, evidence: slow}", "wrong-type"),
        ("{value: 7, vlaue: 8}", "unknown-key"),
        (".nan", "not-finite"),
        ("!!int 7", "tag"),
    ],
)
def test_a_wrong_rating_is_told_once(stated, code):
    assert [found for _, _, found, _ in told(cell(stated))] == [code]


@pytest.mark.parametrize(
    "stated",
    [
        "7",
        "7.5",
        "0",
        "10",
        "-0",
        "1e1",
        "good",
        "unknown",
        "{value: good, low: 8, high: good}",
        "{value: 8, low: 8}",
    ],
)
def test_a_sound_rating_is_read(stated):
    assert "taste" in scenario_from(parse("x.yaml", cell(stated).encode())).ratings["inn"]


@pytest.mark.parametrize(
    ("stated", "hint"),
    [
        ("'7'", "leave out the quotes"),
        ("'-7.5e0'", "leave out the quotes"),
        ("god", "did you mean 'good'?"),
        ("Good", "did you mean 'good'?"),
        ("unkown", "did you mean 'unknown'?"),
        ("'0'", "leave out the quotes"),
        ("'0.5'", "leave out the quotes"),
    ],
)
def test_the_hint_for_a_rating_says_what_to_do(stated, hint):
    assert [problem.hint for problem in problems(cell(stated))] == [hint]


@pytest.mark.parametrize(
    "stated",
    [
        "07",
        "7%",
        "1:30",
        "0x7",
        "n/a",
        "nan",
        "Infinity",
        "1_000",
        "{value: true}",
    ],
)
def test_no_hint_speaks_of_quotes_where_there_are_none(stated):
    assert [problem for problem in problems(cell(stated)) if "quotes" in problem.hint] == []


@pytest.mark.parametrize(
    "points",
    [
        "lots",
        "60%",
        "true",
        "[60]",
        "nan",
        "07",
        "1_000",
    ],
)
def test_no_hint_for_points_speaks_of_quotes_where_there_are_none(points, lunch):
    found = problems(weights(f"drivers: {{pleasure: {points}, price: 40}}\n"), lunch)
    assert [problem.code for problem in found] == ["wrong-type"]
    assert [problem for problem in found if "quotes" in problem.hint] == []


@pytest.mark.parametrize(
    "stated",
    [
        "My Lunch",
        "Lunch",
        "''",
        "_x",
        "'é'",
        "2024",
        r'"lunch\n"',
    ],
)
def test_a_stated_id_that_is_no_id_is_refused(stated):
    assert told(HEAD + f"id: {stated}\n" + DRIVERS + REST) == [(4, 5, "bad-id", "id")]


@pytest.mark.parametrize("stated", ["{}", "", "[taste]", "taste"])
def test_wrong_drivers_do_not_make_every_rating_unknown(stated):
    assert [p.line for p in problems(HEAD + f"drivers: {stated}\n" + REST)] == [4]


@pytest.mark.parametrize("stated", ["", "[inn]", "inn"])
def test_wrong_options_do_not_make_every_rating_unknown(stated):
    text = HEAD + DRIVERS + f"options: {stated}\nratings:\n  inn: {{taste: 7}}\n"
    assert [p.line for p in problems(text)] == [6]


@pytest.mark.parametrize("rated", ["{}", "{taste: 7}"])
def test_missing_drivers_are_told_once(rated):
    text = HEAD + f"options: {{inn: {{}}}}\nratings: {{inn: {rated}}}\n"
    assert told(text) == [(1, 1, "missing-key", "drivers")]


@pytest.mark.parametrize(
    ("driver", "at"),
    [("[taste]", 9), ("{factors: [taste]}", 19), ("{factors: }", 19), ("{factors: {}}", 10)],
)
def test_a_wrong_driver_does_not_make_its_factors_unknown(driver, at):
    text = HEAD + f"drivers:\n  food: {driver}\n" + REST
    assert [(p.line, p.column) for p in problems(text)] == [(5, at)]


@pytest.mark.parametrize(("stated", "said"), [("[slow]", 1), ("", 1), ("{}", 3), (None, 3)])
def test_wrong_evidence_does_not_make_each_item_unknown(stated, said):
    text = HEAD + DRIVERS + ("" if stated is None else f"evidence: {stated}\n")
    text += "options: {inn: {}, pub: {}}\nratings:\n"
    text += (
        "  inn: {taste: {value: 7, evidence: [slow, fast]}}\n  pub: {taste: {value: 7, evidence: [slow]}}\n"
    )
    assert len(problems(text)) == said


def test_a_wrong_scale_does_not_make_its_factor_unknown_to_an_inject():
    text = HEAD + "drivers: {taste: {scale: {worst: 5, best: 5}}}\n" + REST
    text += "injects: {fire: {ratings: {inn: {taste: {set: 3}, tast: {set: 3}}}}}\n"
    assert [code for _, _, code, _ in told(text)] == ["bad-scale", "unknown-factor"]


def test_of_very_many_unknown_words_not_each_is_compared_with_all_that_are_known(monkeypatch):
    compared = []

    def counted(word, known):
        compared.append(len(known))
        return "did you mean something?"

    monkeypatch.setattr("scenario_cli.model.scales.suggestion", counted)
    drivers = "".join(f"  d{i}: {{}}\n" for i in range(500))
    rated = "".join(f"    x{i}: 7\n" for i in range(1000))
    found = problems(HEAD + f"drivers:\n{drivers}options: {{inn: {{}}}}\nratings:\n  inn:\n{rated}")
    unknown = [problem for problem in found if problem.code == "unknown-factor"]
    assert len(unknown) == 1000
    assert sum(compared) <= 100_000 + 500
    assert [bool(problem.hint) for problem in unknown[:2]] == [True, True]


def test_a_factor_used_twice_is_not_missed_twice():
    text = (
        HEAD + "drivers:\n  food: {factors: {taste: {}}}\n  fun: {factors: {taste: {}}}\noptions: {inn: {}}\n"
    )
    found = [str(problem) for problem in problems(text + "ratings: {inn: {}}\n")]
    assert len(found) == len(set(found))


def test_a_factor_used_twice_is_told_in_plain_words():
    text = HEAD + "drivers:\n  food: {factors: {taste: {}}}\n  fun: {factors: {taste: {}}}\n" + REST
    (problem,) = problems(text)
    assert (problem.line, problem.column, problem.code) == (6, 19, "duplicate-id")
    assert problem.message == "the id 'taste' is used already, as a factor of 'food'"


@pytest.mark.parametrize(
    "text",
    [HEAD + "drivers: {}\noptions: {inn: {}}\nratings: {inn: {}}\n", "format: weights/1\ndrivers: {}\n"],
)
def test_an_empty_mapping_is_said_to_need_at_least_one(text):
    (problem,) = problems(text)
    assert "at least" in problem.message


def test_every_wrong_anchor_is_told_at_its_place():
    text = HEAD + "drivers: {taste: {scale: {anchors: {5: true, x: y, 7: [z]}}}}\n" + REST
    assert [(line, column) for line, column, _, _ in told(text)] == [(4, 40), (4, 46), (4, 55)]


def test_wrong_ends_of_a_scale_do_not_hide_a_level_that_is_named_unknown():
    text = HEAD + "drivers: {taste: {scale: {worst: 3, best: 3, levels: {unknown: 3}}}}\n" + REST
    assert [(column, code) for _, column, code, _ in told(text)] == [(26, "bad-scale"), (55, "bad-id")]


def test_two_anchors_at_one_number_are_refused():
    text = HEAD + "drivers: {taste: {scale: {anchors: {5: middling, 5.0: fair, 50: far}}}}\n" + REST
    assert [(line, column, code) for line, column, code, _ in told(text)] == [
        (4, 50, "duplicate-key"),
        (4, 65, "out-of-scale"),
    ]


@pytest.mark.parametrize("key", ["nan", ".inf", "1_0", "0x5", "05", "''"])
def test_an_anchor_stands_at_a_number_as_a_file_has_them(key):
    text = HEAD + f"drivers: {{taste: {{scale: {{anchors: {{{key}: middling}}}}}}}}\n" + REST
    assert [(line, column) for line, column, _, _ in told(text)] == [(4, 37)]


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("\ttaste: {}\n", "spaces"),
        ("  taste: {title: `x`}\n", "quotes"),
        ("  taste: {title: @x}\n", "quotes"),
        ('  taste: {title: "C:\\maps"}\n', "quotes"),
    ],
)
def test_common_slips_of_yaml_have_a_hint(body, hint):
    with pytest.raises(InputError) as error:
        parse("x.yaml", (HEAD + "drivers:\n" + body).encode())
    (problem,) = error.value.mistakes
    assert (problem.code, problem.line) == ("syntax", 5)
    assert hint in problem.hint


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


def plain(data):
    if isinstance(data, dict):
        return {key: plain(part) for key, part in data.items()}
    if isinstance(data, list):
        return [plain(part) for part in data]
    return float(data) if isinstance(data, float) else data


def paths(data, path=()):
    yield path
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, part in parts:
        yield from paths(part, (*path, step))


WORDS = ["", "x", "unknown", "nan", "7", "A b", "\x1b[31m", "😀"]
HOLDERS = [
    [],
    [[]],
    [None],
    {},
    {"": None},
    {"value": "unknown"},
    {"worst": 1.0},
    {"x": {"y": {}}},
    {"1": 2.0},
]
JUNK = st.sampled_from([None, True, 0.0, -1.0, 1e308, *WORDS, *HOLDERS])


@settings(deadline=None, derandomize=True, max_examples=150)
@given(draw=st.data())
def test_whatever_is_changed_in_a_sound_file_is_read_or_told_inside_the_file(draw, lunch_and_files):
    scenario, files = lunch_and_files
    stated = copy.deepcopy(draw.draw(st.sampled_from(files)))
    for _ in range(draw.draw(st.integers(1, 3))):
        path = draw.draw(st.sampled_from([path for path in paths(stated) if path]))
        holder = stated
        for step in path[:-1]:
            holder = holder[step]
        change = draw.draw(st.sampled_from(["put", "take away", "rename"]))
        if change == "put":
            holder[path[-1]] = copy.deepcopy(draw.draw(JUNK))
        else:
            part = holder.pop(path[-1])
            if change == "rename" and isinstance(holder, dict):
                holder[draw.draw(st.sampled_from(["x", "A b", "", "unknown", "taste", "value", "\x1b"]))] = (
                    part
                )
        if not stated:
            return
    text = json.dumps(stated, indent=1, ensure_ascii=False)
    lines = text.split("\n")
    for problem in problems_or_none(text, scenario):
        assert 1 <= problem.column <= len(lines[problem.line - 1])
        assert "\n" not in str(problem)
        assert problem.code.replace("-", "").isalpha()


def problems_or_none(text, scenario):
    """Return the problems of a text; it may have none, and then nothing is raised."""
    found = parse("x.json", text.encode())
    try:
        weights_from(found, scenario) if format_of(found) == "weights" else scenario_from(found)
    except InputError as error:
        return error.mistakes
    return ()


@pytest.fixture(scope="module")
def lunch_and_files():
    from conftest import EXAMPLES

    names = ["valid/full.yaml", "valid/full-weights.yaml"]
    files = [plain(parse(name, (EXAMPLES / name).read_bytes()).data) for name in names]
    return read_scenario(EXAMPLES / "scenarios" / "lunch.yaml"), files


def test_each_of_very_many_mistakes_has_its_own_place():
    rated = "".join(f"    x{i}: 7\n" for i in range(2_000))
    found = problems(HEAD + f"drivers: {{taste: {{}}}}\noptions: {{inn: {{}}}}\nratings:\n  inn:\n{rated}")
    lines = [problem.line for problem in found if problem.code == "unknown-factor"]
    assert lines == list(range(lines[0], lines[0] + 2_000))
    assert lines[0] == 8


def test_of_two_keys_that_are_the_same_the_first_is_the_place():
    source = parse("x.yaml", b"a: 1\n[b]: 2\na: 3\nc: {a: 4}\n")
    assert [source.place(path, key=True) for path in (("a",), ("c", "a"), ("b",))] == [(1, 1), (4, 5), (1, 1)]


def test_a_long_text_where_a_number_should_be_is_not_quoted_whole():
    text = f"format: weights/1\ndrivers: {{a: {'x' * 5_000}}}\n"
    with pytest.raises(InputError) as found:
        weights_from(parse("w.yaml", text.encode()))
    (problem,) = found.value.mistakes
    assert problem.message == f"expected a number, found the text '{'x' * 80}...'"

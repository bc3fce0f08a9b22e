"""explain: differences that add up to the gap, both reasons, and a finding whose numbers are true."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import accumulate, permutations
from typing import Any

import numpy as np
import pytest
from builders import TIE, few, scenario_of, stated_problems, study_of, weights_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scenario_cli.answers.explain.ask import ExplainAnswer
from scenario_cli.answers.explain.report import document, page, records
from scenario_cli.engine.comparison.attribution import lead_over
from scenario_cli.engine.problem import decision_problem
from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.settings import RatingSetting, WeightSetting
from scenario_cli.model.weights import Weights
from scenario_cli.render.json import json_text
from scenario_cli.render.page import Table, plain
from scenario_cli.render.terminal import page_text

SCENARIOS = ("china-arms-russia", "china-arms-russia-2022")
WEIGHTS = ("authors", "critics", "equal", "interests", "personality", "power", "stove_piped")
OPTIONS = ("straddle", "covert_shells", "drones", "open_arming")
PAIRS = tuple(permutations(OPTIONS, 2))

KIOSK = """
format: scenario/1
title: Which kiosk?
question: Which kiosk does the town let?
sources: {count: {title: A count}}
evidence:
  queue: {source: count, at: p. 3, says: People wait ten minutes.}
drivers: {trade: {title: Trade}, taste: {title: Taste}, price: {title: Price}}
options: {corner: {title: The corner}, bridge: {title: The bridge}, park: {title: The park}}
ratings:
  corner: {trade: {value: 8, why: Most pass by., evidence: [queue]}, taste: 4, price: 6}
  bridge: {trade: 5, taste: {value: 7, why: They bake.}, price: 5}
  park: {trade: 2, taste: 6, price: 5}
injects:
  works:
    title: Road works
    ratings: {corner: {trade: {shift: -4}}}
    weights: {price: {times: 0.5}}
"""
KIOSK_WEIGHTS = """
format: weights/1
title: The council
drivers: {trade: 5, taste: 3, price: 2}
"""

some = settings(few, max_examples=25)

fewer = settings(few, max_examples=10)


@cache
def shipped(name: str) -> Scenario:
    return read_scenario(name)


@cache
def perspective(name: str, scenario: str) -> Weights:
    return read_weights(name, shipped(scenario))


def explained(
    scenario: Scenario, weights: Weights, option: int, against: int, *, changes: Any = (), events: Any = ()
) -> ExplainAnswer:
    study = study_of(scenario, weights, [*changes, *events])
    return ExplainAnswer(
        study=study,
        option=option,
        against=against,
        differences=lead_over(study.ranking, option, against),
        flags=(),
    )


def explained_shipped(scenario: str, weights: str, pair: tuple[str, str]) -> ExplainAnswer:
    indices = [OPTIONS.index(id_) for id_ in pair]
    return explained(shipped(scenario), perspective(weights, scenario), *indices)


def every_shipped_pair() -> Iterator[ExplainAnswer]:
    for scenario in SCENARIOS:
        for weights in WEIGHTS:
            for pair in PAIRS:
                yield explained_shipped(scenario, weights, pair)


@st.composite
def explanations(draw: Any, *, unknown: bool = False) -> ExplainAnswer:
    """Two different options of a random problem, which has two or more."""
    scenario, weights = draw(stated_problems(unknown=unknown))
    assume(len(scenario.options) > 1)
    option, against = draw(st.permutations(range(len(scenario.options))))[:2]
    return explained(scenario, weights, option, against)


def written_out(answer: ExplainAnswer) -> dict[str, float]:
    """The weighted differences from values and weights, without the engine's contributions."""
    problem = answer.study.problem
    lead = 100 * problem.weights * (problem.values[answer.option] - problem.values[answer.against])
    return dict(zip(problem.factors, lead.tolist(), strict=True))


def holds_together(answer: ExplainAnswer) -> None:
    """The document's numbers are those written out, and add up."""
    found, expected = document(answer), written_out(answer)
    differences = found["differences"]
    sizes = [abs(d["difference"]) for d in differences]
    assert {d["factor"]: d["difference"] for d in differences} == pytest.approx(expected, abs=1e-9)
    assert len(differences) == len(expected)
    assert sizes == sorted(sizes, reverse=True)
    assert sum(d["difference"] for d in differences) == pytest.approx(found["gap"], abs=1e-9)
    assert found["gap"] == pytest.approx(sum(expected.values()), abs=1e-9)
    assert [d["running"] for d in differences] == pytest.approx(
        list(accumulate(d["difference"] for d in differences)), abs=1e-9
    )
    assert differences[-1]["running"] == pytest.approx(found["gap"], abs=1e-9)


def is_rounded(shown: str, true: float) -> bool:
    """Whether ``shown`` is ``true`` rounded to the places that it shows, and not to nothing."""
    unit = 10.0 ** int(Decimal(shown).as_tuple().exponent)
    return abs(float(shown) - true) <= unit / 2 + 1e-9 and (float(shown) != 0 or abs(true) <= TIE)


def is_top(named: list[str], parts: dict[str, float], said: str) -> None:
    """The factors named are the three greatest, and the rest are counted."""
    assert len(named) == min(3, len(parts)), said
    least = min(parts[name] for name in named)
    assert all(amount <= least + 1e-9 for name, amount in parts.items() if name not in named), said
    counted = re.search(r" and (\d+) more$", said)
    assert (int(counted[1]) if counted else 0) == len(parts) - len(named), said


def finding_is_true(answer: ExplainAnswer) -> None:
    """Every name and number in the finding comes out again from values and weights."""
    sentence, scenario, amounts = document(answer)["finding"], answer.study.scenario, written_out(answer)
    gap = sum(amounts.values())
    titles = {f: factor.title or f for f, factor in scenario.factors.items()}
    pair = [answer.title(answer.option), answer.title(answer.against)]
    upper, lower = pair if gap >= 0 or abs(gap) <= TIE else pair[::-1]
    assert sentence.endswith(".")
    lead, _, rest = sentence[:-1].partition(f" under {answer.study.weights.id}: ")
    if abs(gap) <= TIE:
        assert re.fullmatch("(.+) and (.+) have the same score", lead)
        upper, lower = lead.removesuffix(" have the same score").split(" and ")
        assert {upper, lower} == set(pair)
    else:
        stands = re.fullmatch(r"(.+) stands (\S+) points of 100 above (.+)", lead)
        assert stands is not None, sentence
        assert (stands[1], stands[3]) == (upper, lower), sentence
        assert is_rounded(stands[2], abs(gap)), sentence
    sign = 1 if upper == pair[0] else -1
    gains = {titles[f]: sign * d for f, d in amounts.items() if sign * d > TIE}
    losses = {titles[f]: -sign * d for f, d in amounts.items() if -sign * d > TIE}
    won, back = rest.rsplit("; ", 1)
    said = re.findall(r"(?:it leads on |, | and )((?:(?!, ).)+?) \(\+(\S+?)\)", won)
    if gains:
        is_top([name for name, _ in said], gains, won)
        assert all(is_rounded(shown, gains[name]) for name, shown in said), sentence
    else:
        assert won == "it leads on no factor"
    if losses:
        taken = re.fullmatch(f"{re.escape(lower)} wins back (\\S+) on (.+)", back)
        assert taken is not None, sentence
        assert is_rounded(taken[1], sum(losses.values())), sentence
        is_top([name for name in titles.values() if name in taken[2]], losses, taken[2])
    else:
        assert back == f"{lower} is ahead on no factor"


def table_with(answer: ExplainAnswer, column: str) -> Table:
    return next(t for t in page(answer).tables if column in [head.title for head in t.columns])


def reasons_in(answer: ExplainAnswer) -> dict[tuple[str, str], str]:
    """The reasons on the page by factor and option."""
    rows = [[plain(cell) for cell in row] for row in table_with(answer, "Rating").rows]
    return {(factor, rating.split()[0]): why for factor, rating, why in rows}


def signs(text: str) -> Counter[str]:
    """How often each sign stands in a text; blanks and rules depend on the width."""
    return Counter(re.sub(r"[\s-]", "", text))


@pytest.fixture
def kiosk(folder):
    (folder / "kiosk.yaml").write_text(KIOSK)
    (folder / "council.yaml").write_text(KIOSK_WEIGHTS)
    return "kiosk.yaml", "-w", "council.yaml"


def told(result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr

    def refused(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(result.stdout, parse_constant=refused)


def refuses(result, *words: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert [word for word in words if word not in result.stderr] == []


# The numbers


@given(explanations(unknown=True))
@some
def test_differences_add_up_to_the_gap_and_come_largest_first(answer):
    holds_together(answer)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_every_pair_of_the_shipped_scenarios_adds_up_under_every_shipped_perspective(scenario, weights):
    for pair in PAIRS:
        answer = explained_shipped(scenario, weights, pair)
        assert tuple(answer.study.problem.options) == OPTIONS
        holds_together(answer)


def test_turning_the_question_round_turns_every_sign():
    for answer in every_shipped_pair():
        scenario, weights = answer.study.scenario, answer.study.weights
        turned = document(explained(scenario, weights, answer.against, answer.option))
        found = document(answer)
        assert turned["gap"] == -found["gap"]
        there = {d["factor"]: d["difference"] for d in found["differences"]}
        assert {d["factor"]: -d["difference"] for d in turned["differences"]} == there


def test_numbers_worked_by_hand(run, kiosk):
    found = told(run("explain", "corner", *kiosk, "--against", "bridge", "-f", "json"))
    assert found["gap"] == pytest.approx(8)
    assert [(d["factor"], d["weight"], d["ratings"]) for d in found["differences"]] == [
        ("trade", 0.5, [8, 5]),
        ("taste", pytest.approx(0.3), [4, 7]),
        ("price", 0.2, [6, 5]),
    ]
    assert [d["difference"] for d in found["differences"]] == pytest.approx([15, -9, 2])
    assert [d["running"] for d in found["differences"]] == pytest.approx([15, 6, 8])
    assert found["finding"] == (
        "The corner stands 8.0 points of 100 above The bridge under council: "
        "it leads on Trade (+15.0) and Price (+2.0); The bridge wins back 9.0 on Taste."
    )


def test_factors_of_equal_size_keep_the_order_of_the_file():
    scenario = scenario_of([[5, 7, 3, 5], [5, 3, 7, 5]])
    found = document(explained(scenario, weights_of(scenario, [1, 1, 1, 1]), 0, 1))
    assert [d["factor"] for d in found["differences"]] == ["d1", "d2", "d0", "d3"]


def test_a_scale_that_runs_down_counts_less_as_better():
    scenario = scenario_of([[200, 3], [800, 5]], scales=[{"worst": 900, "best": 100}, None])
    found = document(explained(scenario, weights_of(scenario, [1, 1]), 0, 1))
    assert found["differences"][0]["factor"] == "d0"
    assert found["differences"][0]["ratings"] == [200, 800]
    assert found["differences"][0]["difference"] == pytest.approx(37.5)
    assert found["gap"] == pytest.approx(27.5)


# The finding


@given(explanations(unknown=True))
@some
def test_the_finding_names_at_most_three_factors_a_side_and_its_numbers_are_true(answer):
    finding_is_true(answer)


def test_the_findings_of_all_shipped_pairs_are_true():
    for answer in every_shipped_pair():
        finding_is_true(answer)


@pytest.mark.parametrize("pair", [(0, 1), (1, 0)])
def test_the_finding_is_true_where_the_lower_option_is_ahead_on_no_factor(pair):
    scenario = scenario_of([[8, 5, 9], [3, 5, 4]])
    answer = explained(scenario, weights_of(scenario, [1, 2, 3]), *pair)
    finding_is_true(answer)
    holds_together(answer)


def test_a_dominated_option_is_explained(run, kiosk):
    result = run("explain", "park", *kiosk, "--against", "bridge", "--set", "ratings.park.price=4")
    assert result.exit_code == 0, result.stderr
    assert "is ahead on no factor" in result.stdout


def test_options_that_are_rated_alike_are_explained():
    scenario = scenario_of([[4, 6], [4, 6]])
    answer = explained(scenario, weights_of(scenario, [1, 1]), 0, 1)
    holds_together(answer)
    finding_is_true(answer)
    assert table_with(answer, "Rating").rows == []


# Who stands against whom


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_leader_stands_against_the_runner_up_and_the_others_against_the_leader(run, folder, weights):
    scenario = shipped(SCENARIOS[0])
    problem = decision_problem(scenario, perspective(weights, SCENARIOS[0]))
    best = [problem.options[i] for i in np.argsort(-problem.values @ problem.weights, kind="stable")]
    for option in OPTIONS:
        found = told(run("explain", option, "-w", weights, "-f", "json"))
        assert found["option"] == option
        assert found["against"] == (best[1] if option == best[0] else best[0])


def test_options_that_tie_for_first_stand_against_each_other(run, folder):
    (folder / "tied.yaml").write_text(
        KIOSK.replace(
            "trade: 5, taste: {value: 7, why: They bake.}, price: 5", "trade: 4, taste: 8, price: 6"
        )
    )
    against = {
        option: told(run("explain", option, "tied.yaml", "-f", "json"))["against"]
        for option in ("corner", "bridge", "park")
    }
    assert against == {"corner": "bridge", "bridge": "corner", "park": "corner"}


def test_against_names_the_opponent(run, kiosk):
    found = told(run("explain", "corner", *kiosk, "--against", "park", "-f", "json"))
    assert (found["option"], found["against"]) == ("corner", "park")


def test_an_option_does_not_stand_against_itself(run, kiosk):
    refuses(run("explain", "corner", *kiosk, "--against", "corner"), "--against", "corner")


@pytest.mark.parametrize(
    ("arguments", "where"), [(["bridg"], "OPTION"), (["corner", "--against", "bridg"], "--against")]
)
def test_an_unknown_option_is_refused_with_the_nearest(run, kiosk, arguments, where):
    refuses(
        run("explain", *arguments[:1], *kiosk, *arguments[1:]), where, "'bridg'", "did you mean 'bridge'?"
    )


def test_an_option_without_any_other_cannot_be_explained(run, folder):
    (folder / "one.yaml").write_text(
        "{format: scenario/1, title: One, question: Q?,"
        " drivers: {a: {}}, options: {x: {}}, ratings: {x: {a: 4}}}"
    )
    refuses(run("explain", "x", "one.yaml"), "'x'")


# Ties, unknown cells, what-ifs


def test_a_tie_is_said_and_its_differences_add_up_to_nothing(run, kiosk):
    changes = ["--set", "ratings.bridge.trade=6.6"]
    found = told(run("explain", "corner", *kiosk, *changes, "-f", "json"))
    assert found["gap"] == pytest.approx(0, abs=1e-9)
    assert found["against"] == "bridge"
    assert found["finding"].startswith("The corner and The bridge have the same score under council")
    assert "tie" in [flag["code"] for flag in found["flags"]]


def test_a_tie_between_the_second_and_third_of_three_equals_is_flagged_too(run, kiosk):
    alike = {"corner": (5, 6, 5), "bridge": (4, 6, 7.5), "park": (6, 6, 2.5)}
    changes = [
        f"--set=ratings.{option}.{factor}={rating}"
        for option, ratings in alike.items()
        for factor, rating in zip(("trade", "taste", "price"), ratings, strict=True)
    ]
    found = told(run("explain", "bridge", *kiosk, "--against", "park", *changes, "-f", "json"))
    assert found["gap"] == pytest.approx(0, abs=1e-9)
    assert "have the same score" in found["finding"]
    assert "tie" in [flag["code"] for flag in found["flags"]]


def test_an_unknown_rating_is_called_unknown_and_counts_as_its_middle(run, kiosk):
    arguments = ["explain", "corner", *kiosk, "--against", "bridge", "--set", "ratings.bridge.trade=unknown"]
    found = told(run(*arguments, "-f", "json"))
    trade = next(d for d in found["differences"] if d["factor"] == "trade")
    assert trade["unknown"] == [False, True]
    assert trade["ratings"] == [8, 5]
    assert trade["difference"] == pytest.approx(15)
    assert [d["unknown"] for d in found["differences"] if d["factor"] != "trade"] == [[False, False]] * 2
    unrated = [flag for flag in found["flags"] if flag["code"] == "unrated"]
    assert [(flag["option"], flag["factor"], flag["level"]) for flag in unrated] == [
        ("bridge", "trade", "warning")
    ]
    shown = run(*arguments).stdout
    assert re.search(r"^trade +50\.0% +8 +unknown +\+15\.00", shown, re.MULTILINE)
    assert "bridge unknown" in shown


def test_a_what_if_is_headed_as_one_and_recorded(run, kiosk):
    arguments = ["explain", "corner", *kiosk, "--against", "bridge"]
    arguments += ["--set", "weights.taste=10", "--set", "ratings.bridge.price=9"]
    found = told(run(*arguments, "-f", "json"))
    assert found["provenance"]["set"] == ["weights.taste=10", "ratings.bridge.price=9"]
    scenario, weights = read_scenario("kiosk.yaml"), read_weights("council.yaml")
    changes = [WeightSetting("taste", None, 10.0), RatingSetting("bridge", "price", 9.0)]
    problem = decision_problem(scenario, weights, changes)
    scores = 100 * problem.values @ problem.weights
    assert found["gap"] == pytest.approx(scores[0] - scores[1])
    shown = run(*arguments).stdout
    assert shown.startswith("What-if: weights.taste=10; ratings.bridge.price=9.")
    assert "What-if" not in run("explain", "corner", *kiosk).stdout


def test_an_inject_moves_the_differences(run, kiosk):
    arguments = ["explain", "corner", *kiosk, "--against", "bridge", "--inject", "works"]
    found = told(run(*arguments, "-f", "json"))
    assert found["provenance"]["injects"] == ["works"]
    amounts = {d["factor"]: d["difference"] for d in found["differences"]}
    assert amounts == pytest.approx({"trade": -500 / 90, "taste": -900 / 90, "price": 100 / 90})
    assert next(d for d in found["differences"] if d["factor"] == "trade")["ratings"] == [4, 5]
    shown = run(*arguments).stdout
    assert shown.startswith("What-if: inject works (Road works).")


def test_an_unknown_inject_is_refused_with_the_nearest(run, kiosk):
    refuses(run("explain", "corner", *kiosk, "--inject", "work"), "did you mean 'works'?")


@pytest.mark.parametrize("tried", ["set", "inject"])
def test_a_rating_that_is_only_tried_is_not_given_the_reason_of_the_stated_one(kiosk, tried):
    scenario, weights = read_scenario("kiosk.yaml"), read_weights("council.yaml")
    changes = [RatingSetting("corner", "trade", 4.0)] if tried == "set" else []
    events = ["works"] if tried == "inject" else []
    stated = reasons_in(explained(scenario, weights, 0, 1))
    after = reasons_in(explained(scenario, weights, 0, 1, changes=changes, events=events))
    assert stated["trade", "corner"] == "Most pass by. [p. 3]"
    assert after["taste", "corner"] == stated["taste", "corner"]
    assert "Most pass by." not in after["trade", "corner"]
    assert "the file says 8" in after["trade", "corner"]


def test_the_document_tells_a_rating_that_is_only_tried_from_a_stated_one(run, kiosk):
    def trade(*changes: str) -> dict[str, Any]:
        found = told(run("explain", "corner", *kiosk, *changes, "-f", "json"))["differences"]
        numbers = ("weight", "ratings", "difference", "running", "unknown")
        return next(
            {key: part for key, part in d.items() if key not in numbers}
            for d in found
            if d["factor"] == "trade"
        )

    assert trade("--set", "ratings.corner.trade=9") != trade()


# What is written


def test_both_reasons_and_their_paragraphs_are_in_the_document():
    for answer in every_shipped_pair():
        scenario, problem = answer.study.scenario, answer.study.problem
        for d in document(answer)["differences"]:
            stated = [
                scenario.ratings[problem.options[i]][d["factor"]] for i in (answer.option, answer.against)
            ]
            assert d["driver"] == scenario.driver_of[d["factor"]]
            assert d["ratings"] == [rating.value for rating in stated]
            assert d["why"] == [rating.why for rating in stated]
            assert d["evidence"] == [list(rating.evidence) for rating in stated]
            assert d["at"] == [[scenario.evidence[id_].at for id_ in rating.evidence] for rating in stated]
            assert all(d["why"])


def test_both_reasons_and_their_paragraphs_are_on_the_page():
    for answer in every_shipped_pair():
        scenario, problem = answer.study.scenario, answer.study.problem
        shown = reasons_in(answer)
        apart = {factor for factor, amount in written_out(answer).items() if abs(amount) > TIE}
        pair = [problem.options[i] for i in (answer.option, answer.against)]
        assert set(shown) == {(factor, option) for factor in apart for option in pair}
        for (factor, option), why in shown.items():
            stated = scenario.ratings[option][factor]
            assert why.startswith(stated.why)
            places = [scenario.evidence[id_].at for id_ in stated.evidence]
            assert [place for place in places if place not in why.removeprefix(stated.why)] == []
        left_out = len(problem.factors) - len(apart)
        assert table_with(answer, "Rating").finding.endswith(f"left out: {left_out}.")


def test_the_page_shows_the_differences_with_their_running_total():
    for answer in every_shipped_pair():
        rows = [[plain(cell) for cell in row] for row in table_with(answer, "Running").rows]
        expected = [
            [
                d["factor"],
                f"{100 * d['weight']:.1f}%",
                *(f"{rating:g}" for rating in d["ratings"]),
                *(f"{d[key]:+.2f}".replace("-0.00", "+0.00") for key in ("difference", "running")),
            ]
            for d in document(answer)["differences"]
        ]
        assert rows == expected


def test_every_table_and_the_page_end_in_a_sentence():
    for answer in every_shipped_pair():
        shown = page(answer)
        assert all(table.finding.endswith(".") and len(table.finding.split()) > 4 for table in shown.tables)
        assert all(table.title.endswith("?") for table in shown.tables)
        assert shown.finding == document(answer)["finding"]


def test_the_document_has_the_common_fields_and_right_types(run, kiosk):
    found = told(run("explain", "corner", *kiosk, "-f", "json"))
    assert found["format"] == "explain/1"
    assert [(i["role"], i["id"]) for i in found["provenance"]["inputs"]] == [
        ("scenario", "kiosk"),
        ("weights", "council"),
    ]
    assert found["scenario"] == {"id": "kiosk", "title": "Which kiosk?"}
    assert found["weights"]["id"] == "council"
    assert found["weights"]["factors"] == pytest.approx({"trade": 0.5, "taste": 0.3, "price": 0.2})
    assert isinstance(found["gap"], float)
    for d in found["differences"]:
        assert set(d) >= {"factor", "driver", "weight", "ratings", "difference"}
        assert [type(d[key]) for key in ("weight", "difference", "running")] == [float] * 3
        assert all(
            isinstance(d[key], list) and len(d[key]) == 2 for key in ("ratings", "why", "evidence", "at")
        )
    assert {"score_not_likelihood"} <= {flag["code"] for flag in found["flags"]}


@given(explanations(unknown=True))
@fewer
def test_every_document_is_json_without_nan(answer):
    assert json.loads(json_text(document(answer)))["gap"] == document(answer)["gap"]


def test_csv_has_one_line_a_factor_at_full_precision(run, kiosk):
    arguments = ["explain", "corner", *kiosk, "--set", "weights.taste=4"]
    rows = list(csv.DictReader(io.StringIO(run(*arguments, "-f", "csv").stdout)))
    differences = told(run(*arguments, "-f", "json"))["differences"]
    assert [row["factor"] for row in rows] == [d["factor"] for d in differences]
    assert [float(row["difference"]) for row in rows] == [d["difference"] for d in differences]
    assert [[float(row["rating"]), float(row["rating_against"])] for row in rows] == [
        d["ratings"] for d in differences
    ]


@given(explanations())
@fewer
def test_records_have_one_row_a_factor(answer):
    columns, rows = records(answer)
    assert {len(row) for row in rows} == {len(columns)}
    assert sorted(row[0] for row in rows) == sorted(answer.study.problem.factors)


def test_markdown_holds_tables_reasons_and_finding(run, folder):
    result = run("explain", "straddle", "-f", "md")
    assert result.exit_code == 0
    text = re.sub(r"\\([\\`*_\[\]<>|~#&])", r"\1", result.stdout)
    answer = explained_shipped(SCENARIOS[0], "authors", ("straddle", "covert_shells"))
    assert f"**{document(answer)['finding']}**" in text
    assert [why for why in reasons_in(answer).values() if why not in text] == []


def test_nothing_on_the_page_speaks_of_likelihood(run, folder):
    for weights in WEIGHTS:
        said = run("explain", "straddle", "-w", weights).stdout.replace("score_not_likelihood", "")
        assert re.findall(r"(?i)likel\w*|probab\w*|chances?\b", said) == []


def test_odd_text_comes_out_as_written(run, folder):
    (folder / "odd.yaml").write_text(KIOSK.replace("Most pass by.", "'[bold]Most[/x] | :warning: `pass`'"))
    assert "[bold]Most[/x] | :warning: `pass` [p. 3]" in run("explain", "corner", "odd.yaml").stdout
    assert (
        r"\[bold\]Most\[/x\] \| :warning: \`pass\`" in run("explain", "corner", "odd.yaml", "-f", "md").stdout
    )


@pytest.mark.parametrize("weights", WEIGHTS)
def test_nothing_is_wider_than_eighty_columns(weights):
    for pair in PAIRS if weights == "authors" else PAIRS[:1]:
        shown = page_text(page(explained_shipped(SCENARIOS[0], weights, pair)), encoding="utf-8", width=80)
        assert max(map(len, shown.splitlines())) <= 80


@given(explanations(unknown=True), st.integers(1, 60))
@settings(few, max_examples=8)
def test_long_names_are_wrapped_at_eighty_columns_and_not_cut(answer, length):
    scenario = answer.study.scenario
    names = {id_: id_ + "x" * length for id_ in scenario.options}
    longer = scenario.model_copy(
        update={
            "options": {names[id_]: option for id_, option in scenario.options.items()},
            "ratings": {names[id_]: row for id_, row in scenario.ratings.items()},
        }
    )
    renamed = explained(longer, answer.study.weights, answer.option, answer.against)
    wrapped, whole = (page_text(page(renamed), encoding="utf-8", width=width) for width in (80, None))
    assert max(map(len, wrapped.splitlines())) <= 80
    assert names[f"o{answer.option}"] in whole
    assert signs(wrapped) == signs(whole)


def test_a_rating_is_shown_as_it_was_stated():
    scenario = scenario_of([[12345, 3], [123456, 5]], scales=[{"worst": 200000, "best": 5000}, None])
    rows = table_with(explained(scenario, weights_of(scenario, [1, 1]), 0, 1), "Running").rows
    assert [plain(cell) for cell in rows[0][2:4]] == ["12345", "123456"]


def test_nothing_is_shown_as_less_than_nothing():
    scenario = scenario_of([[1, 2, 3], [2, 3, 1]])
    shown = page_text(page(explained(scenario, weights_of(scenario, [1, 1, 1]), 0, 1)), encoding="utf-8")
    assert "-0.00" not in shown

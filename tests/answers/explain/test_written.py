"""explain: documents, records, tables, pages, and both reasons."""

import csv
import io
import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest
from answers.explain.explained import (
    KIOSK,
    PAIRS,
    SCENARIOS,
    WEIGHTS,
    by_hand,
    every_shipped_pair,
    explained,
    explained_shipped,
    explanations,
    reasons_in,
    some,
    table_with,
    told,
    written_out,
)
from builders import TIE, scenario_of, up_to, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.answers.explain.report import document, page, records
from scenario_cli.render.json import json_text
from scenario_cli.render.page import plain
from scenario_cli.render.terminal import page_text

pytestmark = pytest.mark.thorough

fewer = up_to(10)


def signs(text: str) -> Counter[str]:
    """How often each sign stands in a text; blanks and rules depend on the width."""
    return Counter(re.sub(r"[\s-]", "", text))


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
        expected = {}
        for factor in apart:
            for option in (problem.options[i] for i in (answer.option, answer.against)):
                stated = scenario.ratings[option][factor]
                places = dict.fromkeys(scenario.evidence[id_].at for id_ in stated.evidence)
                titles = scenario.factors[factor].title, scenario.options[option].title
                expected[titles] = stated.why + (f" [{', '.join(places)}]" if places else "")
        assert shown == expected


def test_the_short_page_has_the_reasons_of_the_two_greatest_and_counts_the_others():
    for answer in every_shipped_pair():
        titles = {id_: factor.title for id_, factor in answer.study.scenario.factors.items()}
        apart = [d["factor"] for d in document(answer)["differences"] if abs(d["difference"]) > TIE]
        short, whole = page(answer).tables[1], page(answer, whole=True).tables[1]
        heads = [plain(row[0]) for row in whole.rows if not plain(row[1])]
        assert heads == [titles[factor] for factor in apart]
        assert list(short.rows) == list(whole.rows[: 3 * 2])
        more = len(apart) - 2
        left_out = "" if more <= 0 else f"{more} more factor{'s' if more > 1 else ''}"
        assert (short.left_out, whole.left_out) == (left_out, "")


def test_the_page_shows_the_differences_with_their_running_total():
    for answer in every_shipped_pair():
        rows = [[plain(cell) for cell in row] for row in table_with(answer, "Running").rows]
        expected = [
            [
                answer.study.scenario.factors[d["factor"]].title,
                per_cent_by_hand(d["weight"]),
                *(f"{rating:g}" for rating in d["ratings"]),
                *(by_hand(d[key], plus=True) for key in ("difference", "running")),
            ]
            for d in document(answer)["differences"]
        ]
        assert rows == expected
        table = table_with(answer, "Running")
        gap = by_hand(document(answer)["gap"], plus=True)
        assert table.finding == f"The differences add up to {gap} points, the gap between the two."


def per_cent_by_hand(share):
    exact = Decimal(repr(round(100 * share, 9)))
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


@given(explanations(unknown=True))
@some
def test_the_sentence_and_the_table_round_a_difference_alike(answer):
    said = document(answer)["finding"]
    rows = [[plain(cell) for cell in row] for row in table_with(answer, "Running").rows]
    shown = {row[0]: row[-2].lstrip("+-") for row in rows}
    for name, amount in re.findall(r"(\w+) \(\+([^)]+)\)", said):
        assert shown[name] == amount
    gap = re.search(r"stands (\S+) points of 100 above", said)
    assert gap is None or rows[-1][-1].lstrip("+-") == gap[1]


def test_every_table_asks_and_the_page_opens_with_the_sentence(run, folder):
    for answer in every_shipped_pair():
        for shown in (page(answer), page(answer, whole=True)):
            assert all(table.title.endswith("?") for table in shown.tables)
            assert all(table.finding.endswith(".") or not table.finding for table in shown.tables)
            assert shown.finding == document(answer)["finding"]
    said = document(explained_shipped(SCENARIOS[0], "authors", ("straddle", "covert_shells")))["finding"]
    lines = run("explain", "straddle").stdout.splitlines()
    assert lines.index(said) < min(k for k, line in enumerate(lines) if line.startswith("---"))


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
    result = run("explain", "straddle", "--all", "-f", "md")
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
        for whole in (False, True):
            answer = explained_shipped(SCENARIOS[0], weights, pair)
            shown = page_text(page(answer, whole=whole), encoding="utf-8", width=80)
            assert max(map(len, shown.splitlines())) <= 80


@given(explanations(unknown=True), st.integers(1, 60))
@up_to(8)
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
    wrapped, whole = (
        page_text(page(renamed, whole=True), encoding="utf-8", width=width) for width in (80, None)
    )
    assert max(map(len, wrapped.splitlines())) <= 80
    assert names[f"o{answer.option}"] in whole
    assert signs(whole) - signs(wrapped) == Counter()  # rows told one below another repeat the heads
    heads = "".join(c.title for table in page(renamed, whole=True).tables for c in table.columns)
    assert set(signs(wrapped) - signs(whole)) <= {*heads, ";"}


def test_a_rating_is_shown_as_it_was_stated():
    scenario = scenario_of([[12345, 3], [123456, 5]], scales=[{"worst": 200000, "best": 5000}, None])
    rows = table_with(explained(scenario, weights_of(scenario, [1, 1]), 0, 1), "Running").rows
    assert [plain(cell) for cell in rows[0][2:4]] == ["12345", "123456"]


def test_nothing_is_shown_as_less_than_nothing():
    scenario = scenario_of([[1, 2, 3], [2, 3, 1]])
    shown = page_text(page(explained(scenario, weights_of(scenario, [1, 1, 1]), 0, 1)), encoding="utf-8")
    assert "-0.00" not in shown

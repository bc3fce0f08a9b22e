"""explain: a finding whose numbers are true."""

import re

import pytest
from answers.explain.explained import (
    by_hand,
    every_shipped_pair,
    explained,
    explanations,
    holds_together,
    some,
    table_with,
    written_out,
)
from builders import TIE, scenario_of, weights_of
from hypothesis import given

from scenario_cli.answers.explain.ask import ExplainAnswer
from scenario_cli.answers.explain.report import document
from scenario_cli.render.page import plain


def is_top(named: list[str], parts: dict[str, float], said: str) -> None:
    """The factors named are the two greatest, and the rest are counted."""
    assert len(named) == min(2, len(parts)), said
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
    lead, _, rest = sentence[:-1].partition(
        f" under {answer.study.weights.title or answer.study.weights.id}: "
    )
    if abs(gap) <= TIE:
        assert re.fullmatch("(.+) and (.+) have the same score", lead)
        upper, lower = lead.removesuffix(" have the same score").split(" and ")
        assert {upper, lower} == set(pair)
    else:
        stands = re.fullmatch(r"(.+) stands (\S+) points of 100 above (.+)", lead)
        assert stands is not None, sentence
        assert (stands[1], stands[3]) == (upper, lower), sentence
        assert stands[2] == by_hand(abs(gap)), sentence
    sign = 1 if upper == pair[0] else -1
    gains = {titles[f]: sign * d for f, d in amounts.items() if sign * d > TIE}
    losses = {titles[f]: -sign * d for f, d in amounts.items() if -sign * d > TIE}
    won, back = rest.rsplit("; ", 1)
    said = re.findall(r"(?:it leads on |, | and )((?:(?!, ).)+?) \(\+(\S+?)\)", won)
    if gains:
        is_top([name for name, _ in said], gains, won)
        assert all(shown == by_hand(gains[name]) for name, shown in said), sentence
    else:
        assert won == "it leads on no factor"
    if losses:
        taken = re.fullmatch(f"{re.escape(lower)} wins back (\\S+) on (.+)", back)
        assert taken is not None, sentence
        assert taken[1] == by_hand(sum(losses.values())), sentence
        is_top([name for name in titles.values() if name in taken[2]], losses, taken[2])
    else:
        assert back == f"{lower} is ahead on no factor"


@given(explanations(unknown=True))
@some
def test_the_finding_names_at_most_two_factors_a_side_and_its_numbers_are_true(answer):
    finding_is_true(answer)


def test_a_gap_below_a_hundredth_is_not_told_as_none():
    scenario = scenario_of([[5, 5.0007], [5.0006, 5]])
    answer = explained(scenario, weights_of(scenario, [1, 1]), 0, 1)
    finding_is_true(answer)
    assert document(answer)["finding"].startswith("o0 stands 0.0005 points of 100 above o1 under built: ")
    rows = [[plain(cell) for cell in row] for row in table_with(answer, "Running").rows]
    assert [row[-2:] for row in rows] == [["+0.004", "+0.004"], ["-0.003", "+0.0005"]]


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

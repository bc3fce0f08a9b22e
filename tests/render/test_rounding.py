"""Numbers are rounded once, halves away from zero, in tables and sentences alike."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from builders import many, scenario_of, study_of, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.render.page import plain
from scenario_cli.text import fixed, per_cent, points, signed


def by_hand(number, decimals):
    """The same by decimal arithmetic; what is a ten-millionth of a unit from a half is one."""
    unit = Decimal(1).scaleb(-decimals)
    near = abs(Decimal(number)) + unit * Decimal("1e-7")
    rounded = near.quantize(unit, ROUND_HALF_UP)
    return f"{'-' if number < 0 and rounded else ''}{rounded}"


@many
@given(st.integers(-200_000, 200_000), st.integers(0, 3))
def test_a_half_goes_away_from_zero_whichever_way_its_last_digit_fell(units, decimals):
    half = (units + 0.5) / 10**decimals
    expected = Decimal(units + (units >= 0)).scaleb(-decimals)
    assert Decimal(fixed(half, decimals)) == expected
    assert Decimal(fixed(half * (1 + 1e-15), decimals)) == expected
    assert Decimal(fixed(half * (1 - 1e-15), decimals)) == expected


@many
@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_any_number_is_rounded_as_by_hand(number, decimals):
    assert fixed(number, decimals) == by_hand(number, decimals)


@pytest.mark.parametrize(
    ("number", "shown", "with_sign"),
    [
        (2.25, "2.3", "+2.3"),
        (-2.25, "-2.3", "-2.3"),
        (3.75, "3.8", "+3.8"),
        (0.05, "0.1", "+0.1"),
        (0.35, "0.4", "+0.4"),  # 0.34999999999999997
        (-0.04, "0.0", "+0.0"),
        (1e-12, "0.0", "+0.0"),
        (1e12, "1000000000000.0", "+1000000000000.0"),
    ],
)
def test_numbers_by_name(number, shown, with_sign):
    assert fixed(number) == shown
    assert signed(number, 1) == with_sign


def test_points_too_few_for_a_decimal_are_not_none_and_shares_are_per_cent():
    assert [points(x) for x in (0.0, 0.004, 0.25, -0.02)] == ["0.0", "0.004", "0.3", "-0.02"]
    assert [per_cent(x) for x in (0.4025, 0.40249, 1)] == ["40.3%", "40.2%", "100.0%"]


def test_a_table_and_a_sentence_round_the_same_number_alike():
    """52.25 and 50 points; 52.2 and 2.2 are what halves to even would give."""
    scenario = scenario_of([[52.25], [50]], scales=[{"worst": 0, "best": 100, "step": 1}])
    report = study_of(scenario, weights_of(scenario, [1])).score().report()
    assert "by 2.3 points of 100 (52.3 to 50.0)" in report.finding
    table = report.page(80).tables[0]
    rows = [dict(zip((c.title for c in table.columns), map(plain, row), strict=True)) for row in table.rows]
    assert [(row["Score"], row["Behind"]) for row in rows] == [("52.3", ""), ("50.0", "2.3")]

"""Dates as people write them: the end of a span, and which is later at the coarser precision."""

import pytest

from scenario_cli.model.dates import end_of, is_later


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2023", (2023,)),
        ("2023-02", (2023, 2)),
        ("2023-02-19", (2023, 2, 19)),
        ("by 2023-03", (2023, 3)),
        ("2022-02/2023-02", (2023, 2)),
        ("2022-02/03", (2022, 3)),
        ("2022-2023", (2023,)),
        ("2022 to 2023-01", (2023, 1)),
        ("spring 2024", (2024,)),
        ("2023-13", (2023,)),
        ("", None),
        ("undated", None),
        ("120234", None),
        ("p. 12", None),
    ],
)
def test_the_end_of_what_is_stated(text, end):
    assert end_of(text) == end


@pytest.mark.parametrize(
    ("date", "than", "later"),
    [
        ("2023-03", "2022-03", True),
        ("2022-03", "2022-03", False),
        ("2022", "2022-03", False),  # as far as both can tell, the same
        ("2023", "2022-12-31", True),
        ("2022-04-01", "2022-03", True),
        ("2022-03-31", "2022-03", False),
        ("2022-03-31", "2022", False),
        ("2022-02/2023-02", "2022-03", True),
        ("2021-02/2022-02", "2022-03", False),
        ("undated", "2022-03", False),
        ("2023-03", "", False),
        ("2023-03", "now", False),
    ],
)
def test_later_at_the_coarser_precision(date, than, later):
    assert is_later(date, than) == later

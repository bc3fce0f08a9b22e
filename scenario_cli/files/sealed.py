"""Ballots as one table without names: in an order that hangs on what they say alone."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.files.number_columns import RATINGS
from scenario_cli.model.ballot import Ballot, shown_teams
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.text import FORMULA_STARTS

HEAD = ("team", "round", "order")


class Sealed(NamedTuple):
    """Ballots without names.

    Attributes
    ----------
    order : tuple of int
        The place of each row's ballot among those that were given: rows stand by what they say.
    content : bytes
        The table: no name, note, id or time is in it, nor a team that is too small to be told of, nor
        a round that only some are of.
    """

    order: tuple[int, ...]
    content: bytes


def sealed(ballots: Sequence[Ballot], scenario: Scenario, ties: Sequence[tuple[object, ...]] = ()) -> Sealed:
    """Return ballots as a table that reads back with the same numbers.

    Parameters
    ----------
    ballots : sequence of Ballot
        Each fits the scenario.
    ties : sequence of tuple, optional
        What tells those apart that say the same: what they said before, say.
    """
    teams = shown_teams(ballot.team.strip() for ballot in ballots)
    alike = len({ballot.round.strip() for ballot in ballots}) == 1  # else it would set single ballots apart
    scales = {id_: factor.scale for id_, factor in scenario.factors.items()}
    groups = [d for d, stated in scenario.drivers.items() if stated.factors]
    groups = [driver for driver in groups if any(driver in ballot.factors for ballot in ballots)]
    rated = {
        (o, f) for ballot in ballots if ballot.ratings for o, cells in ballot.ratings.items() for f in cells
    }
    cells = [(o, f) for o in scenario.options for f in scenario.factors if (o, f) in rated]
    head = [*HEAD, *scenario.drivers]
    head += [factor for driver in groups for factor in scenario.drivers[driver].factors]
    head += [f"{RATINGS}.{option}.{factor}" for option, factor in cells]
    rows = []
    for ballot in ballots:
        team = ballot.team.strip() if ballot.team.strip() in teams else ""
        texts = (team, ballot.round.strip() if alike else "")
        row: list[str | float] = [*map(_guarded, texts), " ".join(ballot.order)]
        row += [ballot.drivers[driver] for driver in scenario.drivers]
        for driver in groups:
            points = ballot.factors.get(driver, {})
            row += [points.get(factor, "") for factor in scenario.drivers[driver].factors]
        for option, factor in cells:
            rating = ballot.ratings.get(option, {}).get(factor)
            number = None if rating is None else scales[factor].number(rating.value)
            row.append("" if rating is None else UNKNOWN if number is None else number)
        rows.append([_written(field) for field in row])
    keys = [
        ([_number(field) for field in row[len(HEAD) :]], row, ties[k] if ties else ())
        for k, row in enumerate(rows)
    ]
    order = sorted(range(len(rows)), key=keys.__getitem__)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([head, *(rows[k] for k in order)])
    return Sealed(tuple(order), text.getvalue().encode("utf-8", "backslashreplace"))


def _guarded(text: str) -> str:
    """Return text that no spreadsheet runs: the table is one to hand on. (Sealed again it stays as it is.)"""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _written(field: str | float) -> str:
    return field if isinstance(field, str) else repr(float(field)).removesuffix(".0")


def _number(field: str) -> tuple[int, float, str]:
    """Return a key by which numbers stand as such, before words, and blanks before both."""
    try:
        return (1, float(field), "")
    except ValueError:
        return (2 if field else 0, 0.0, field)

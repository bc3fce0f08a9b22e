"""What a sweep comes to as a page: how often each option is first, and how far ahead or behind."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import fixed, listed, points

Row = dict[str, Any]
SHOWN_MARGINS = ("margin_q05", "margin_q50", "margin_q95")
SIGNS = "Regret: points behind the best; margin: points ahead of the best other one."
NO_LIKELIHOOD = "A share of weightings is no likelihood."


def report(pieces: Iterable[bytes], rankings: int, by: Sequence[str]) -> Report[list[Row]]:
    """Return the rows of a summary, given as lines of JSON, as they are shown."""
    rows: list[Row] = [json.loads(line) for piece in pieces for line in piece.splitlines()]
    columns = tuple(rows[0]) if rows else ()
    return Report(
        finding=finding(rows, rankings),
        page=lambda _: page(rows, rankings, by),
        document=lambda: rows,
        records=lambda: Records(columns, [[_text(row[column]) for column in columns] for row in rows]),
    )


def finding(rows: Sequence[Row], rankings: int) -> str:
    """Return the sentence that says how often each option is first."""
    first: dict[str, int] = {}
    for row in rows:
        first[row["option"]] = first.get(row["option"], 0) + row["first"]
    if not first:
        return "No combination of scenario, weights and injects was scored."
    of = f"{rankings:,} combination{'s' * (rankings != 1)} of scenario, weights and injects"
    counts = sorted(((o, n) for o, n in first.items() if n), key=lambda item: (-item[1], item[0]))
    tied = "; ties count for each" if sum(first.values()) > rankings else ""
    return f"First place in {of}: {listed([f'{option} in {n:,}' for option, n in counts])}{tied}."


def page(rows: Sequence[Row], rankings: int, by: Sequence[str]) -> Page:
    """Return a summary as a page."""
    table = Table(
        title="How often is each option first, and how far ahead or behind?",
        columns=[
            Column("Scenario"),
            *(Column(group) for group in by),
            Column("Injects"),
            Column("Option"),
            Column("First %", "right"),
            Column("Score", "right"),
            Column("Regret", "right"),
            Column("Worst", "right"),
            Column("Margin 5%", "right"),
            Column("50%", "right"),
            Column("95%", "right"),
        ],
        rows=[
            [
                row["scenario"],
                *(row[group] or "" for group in by),
                "+".join(row["injects"]) or "none",
                row["option"],
                fixed(row["share_first"] * 100),
                fixed(row["score_mean"]),
                points(row["regret_mean"]),
                points(row["regret_worst"]),
                *("" if row[key] is None else fixed(row[key]) for key in SHOWN_MARGINS),
            ]
            for row in rows
        ],
        legend=[SIGNS, NO_LIKELIHOOD],
    )
    return Page(heading=[finding(rows, rankings)], tables=[table] if rows else [])


def _text(value: Any) -> Any:
    return "+".join(value) if isinstance(value, list) else value

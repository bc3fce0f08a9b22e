"""The rows of a batch as a page: who is first how often, then every row."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from scenario_cli.answers.batch.row import BatchRow
from scenario_cli.render.page import Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed, points

Row = dict[str, Field | list[str]]

COLUMNS = tuple(column for column in BatchRow.__annotations__ if column in BatchRow.__required_keys__)


def report(pieces: Iterable[bytes], rankings: int) -> Report[list[Row]]:
    """Return rows, given as lines of JSON, as they are shown."""
    rows: list[Row] = [json.loads(line) for piece in pieces for line in piece.splitlines()]
    return Report(
        finding=finding(rows, rankings),
        page=lambda _: page(rows, rankings),
        document=lambda: rows,
        records=lambda: Records(COLUMNS, [[_text(row[column]) for column in COLUMNS] for row in rows]),
    )


def page(rows: Sequence[Row], rankings: int) -> Page:
    """Return rows as a page."""
    table = Table(
        title="Which option is where under which weights and injects?",
        columns=[
            Column("Scenario"),
            Column("Weights"),
            Column("Injects"),
            Column("Rank"),
            Column("Option"),
            Column("Score", "right"),
            Column("Behind", "right"),
            Column("Flags"),
        ],
        rows=[
            [
                str(row["scenario"]),
                str(row["weights"]),
                str(_text(row["injects"], "+")),
                f"{row['rank']}{'=' if row['tied'] else ''}",
                str(row["option"]),
                points(_number(row["score"])),
                "" if row["first"] else points(_number(row["behind"])),
                str(_text(row["flags"])),
            ]
            for row in rows
        ],
    )
    return Page(heading=[finding(rows, rankings)], tables=[table] if rows else [])


def finding(rows: Sequence[Row], rankings: int) -> str:
    """Return the sentence that says how often each option is first."""
    first = Counter(str(row["option"]) for row in rows if row["first"])
    if not first:
        return "No combination of scenario, weights and injects was scored."
    of = f"{rankings:,} combination{'s' * (rankings != 1)} of scenario, weights and injects"
    counts = sorted(first.items(), key=lambda item: (-item[1], item[0]))
    said = [f"{option} in {count:,}" for option, count in counts]
    tied = sum(first.values()) > rankings
    return f"First place in {of}: {listed(said)}{'; ties count for each' if tied else ''}."


def _text(value: Field | list[str], separator: str = " ") -> Field:
    return separator.join(value) if isinstance(value, list) else value


def _number(value: Field | list[str]) -> float:
    assert isinstance(value, int | float)
    return float(value)

"""The answer of ``scenario diff``: what changed, how scores and ranks moved, and what explains it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.diff.ask import DiffAnswer
from scenario_cli.answers.opening import flag_document, remarks
from scenario_cli.answers.provenance import provenance
from scenario_cli.engine.additive import TIE
from scenario_cli.model.changes import NOTHING
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import first_place, fixed, per_cent, points, signed

if TYPE_CHECKING:
    from scenario_cli.answers.diff.document import DiffDocument

MOST_CHANGES = 20
UNSAID = "(not said)"
TOP_PARTS = 12


def report(answer: DiffAnswer) -> "Report[DiffDocument]":
    """Return a difference as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: DiffAnswer) -> str:
    """Return the sentence that says whether first place changed, and what moved most."""
    said = first_place(*answer.found.leaders, answer.title)
    most = answer.found.most
    apart = _versions_apart(answer)
    if most is None:
        return f"{said}; no score moved{apart}."
    mover = answer.title(most.option)
    said += " and moved most" if said == f"{mover} stays first" else f"; {mover} moved most"
    said += f" ({_moved(most.points)} points)"
    # A part that pulls the other way does not explain the move, however large it is.
    for part in [part for part in most.parts if part.points * most.points > 0][:1]:
        said += f", above all by the {part.by} of {answer.item(part.factor)} ({_moved(part.points)})"
    return f"{said}{apart}."


def _versions_apart(answer: DiffAnswer) -> str:
    old, new = answer.versions
    return "" if old == new else f"; version {old or UNSAID} computed the one, {new or UNSAID} the other"


def _moved(number: float) -> str:
    return "0.0" if abs(number) <= TIE else signed(number, 1) if abs(number) >= 0.05 else f"{number:+.1g}"


def document(answer: DiffAnswer) -> "DiffDocument":
    """Return the JSON document of a difference."""
    found = answer.found
    return {
        "format": "diff/1",
        "provenance": provenance(answer.inputs),
        "flags": [flag_document(flag) for flag in answer.flags],
        "kind": answer.kind,
        "names": list(answer.ids),
        "versions": list(answer.versions),
        "changes": [{"where": c.where, "before": c.before, "after": c.after} for c in answer.changes],
        "shares": [{"factor": d.factor, "share": [d.before, d.after]} for d in answer.shares],
        "first": [list(leaders) for leaders in found.leaders],
        "gone": [other.option for other in found.others if other.side == "old"],
        "new": [other.option for other in found.others if other.side == "new"],
        "others": [
            {"option": o.option, "side": o.side, "score": o.score, "rank": o.rank, "tied": o.tied}
            for o in found.others
        ],
        "moves": [
            {
                "option": move.option,
                "score": list(move.scores),
                "rank": list(move.ranks),
                "tied": list(move.tied),
                "explained": [{"factor": p.factor, "by": p.by, "points": p.points} for p in move.parts],
            }
            for move in found.moves
        ],
        "finding": finding(answer),
    }


def records(answer: DiffAnswer) -> Records:
    """Return one record an option and part of its move."""
    rows: list[list[Field]] = [
        [move.option, *move.ranks, *part] for move in answer.found.moves for part in move.parts
    ]
    return Records(["option", "old_rank", "new_rank", "factor", "by", "points"], rows)


def page(answer: DiffAnswer) -> Page:
    """Return what changed, how scores and ranks moved, and the parts of each move."""
    old, new = answer.names
    only = [
        f"only in {name}: {', '.join(options)}"
        for name, side in ((old, "old"), (new, "new"))
        if (options := [other.option for other in answer.found.others if other.side == side])
    ]
    return Page(
        heading=[f"{old} -> {new}", *_computed_by(answer), *([answer.about] if answer.about else []), *only],
        tables=[
            _changes_table(answer),
            *([_shares_table(answer)] if answer.kind == "weights" else []),
            _moves_table(answer),
            _parts_table(answer),
        ],
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _computed_by(answer: DiffAnswer) -> list[str]:
    """Name the versions that computed two results; what is no result is computed by this one."""
    if answer.kind != "result":
        return []
    old, new = (version or UNSAID for version in answer.versions)
    return [f"Both computed by version {old}." if old == new else f"Computed by version {old} -> {new}."]


def _changes_table(answer: DiffAnswer) -> Table:
    rows: list[Sequence[Cell]] = [[c.where, c.before, c.after] for c in answer.changes[:MOST_CHANGES]]
    more = len(answer.changes) - MOST_CHANGES
    said = f"{len(rows)} change{'s' if len(rows) != 1 else ''}."
    if not rows:
        said = (
            "Nothing changed." if answer.found.most is None else "Scores moved, but nothing stated changed."
        )
    return Table(
        title="What changed?",
        columns=[Column("Where"), Column("Was"), Column("Is")],
        rows=rows,
        finding=f"{more} more are in JSON." if more > 0 else said,
    )


def _shares_table(answer: DiffAnswer) -> Table:
    ordered = sorted(answer.shares, key=lambda d: -abs((d.after or 0.0) - (d.before or 0.0)))
    rows: list[Sequence[Cell]] = [
        [
            answer.item(d.factor),
            *(NOTHING if share is None else per_cent(share) for share in (d.before, d.after)),
        ]
        for d in ordered[:MOST_CHANGES]
    ]
    more = len(ordered) - MOST_CHANGES
    said = "Points are raw: where one changes, the shares of the others move too."
    return Table(
        title="Which shares of the whole moved?",
        columns=[Column("Weight of"), Column("Was", "right"), Column("Is", "right")],
        rows=rows,
        finding=f"{more} more are in JSON." if more > 0 else said if rows else "No share moved.",
    )


def _moves_table(answer: DiffAnswer) -> Table:
    def rank(number: int, tied: bool) -> str:
        return f"{number}{'=' if tied else ''}"

    rows: list[Sequence[Cell]] = [
        [
            answer.title(move.option),
            *(rank(*standing) for standing in zip(move.ranks, move.tied, strict=True)),
            *(fixed(score) for score in move.scores),
            _moved(move.points),
        ]
        for move in answer.found.moves
    ]
    for other in answer.found.others:
        has = [rank(other.rank, other.tied), "-"], [fixed(other.score), "-"]
        cells = has if other.side == "old" else ([*reversed(has[0])], [*reversed(has[1])])
        rows.append(
            [answer.title(other.option), *cells[0], *cells[1], "gone" if other.side == "old" else "new"]
        )
    most = answer.found.most
    return Table(
        title="How did scores and ranks move?",
        columns=[
            Column("Option"),
            Column("Rank was", "right"),
            Column("is", "right"),
            Column("Score was", "right"),
            Column("is", "right"),
            Column("Move", "right"),
        ],
        rows=rows,
        finding="No score moved."
        if most is None
        else f"The largest move is {points(abs(most.points))} points.",
    )


def _parts_table(answer: DiffAnswer) -> Table:
    parts = sorted(
        ((move.option, part) for move in answer.found.moves for part in move.parts),
        key=lambda pair: -abs(pair[1].points),
    )
    rows: list[Sequence[Cell]] = [
        [answer.title(option), f"{part.by} of {answer.item(part.factor)}", signed(part.points)]
        for option, part in parts[:TOP_PARTS]
        if abs(part.points) > TIE
    ]
    said = "For each option all parts add up to its move"
    shown = f"; the {TOP_PARTS} largest of {len(parts)} are shown" if len(parts) > TOP_PARTS else ""
    return Table(
        title="What explains the moves?",
        columns=[Column("Option"), Column("Change"), Column("Points", "right")],
        rows=rows,
        legend=["Where weight and rating of a factor both changed, they share their joint part equally."]
        if rows
        else [],
        finding=f"{said}{shown}." if rows else "There is nothing to explain.",
    )

"""The answer of ``scenario diff``: what changed, how scores and ranks moved, and what explains it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scenario_cli.engine.moves import Moves
from scenario_cli.model.changes import Change
from scenario_cli.render.basis import listed, points
from scenario_cli.render.provenance import provenance
from scenario_cli.render.table import Cell, Column, Field, Page, Table

MOST_CHANGES = 20
TOP_PARTS = 12


@dataclass(frozen=True, eq=False, kw_only=True)
class MovesAnswer:
    """Two states of one question, as they were named, and what moved between them."""

    names: tuple[str, str]
    kind: str
    changes: Sequence[Change]
    found: Moves


def finding(answer: MovesAnswer) -> str:
    """Return the sentence that says whether first place changed, and what moved most."""
    old, new = answer.found.leaders
    said = (
        f"{listed(new)} stays first"
        if old == new
        else f"first place passes from {listed(old)} to {listed(new)}"
    )
    most = answer.found.most
    if most is None:
        return f"{said}; no score moved."
    said += f"; {most.option} moved most ({most.points:+.1f} points)"
    for part in most.parts[:1]:
        said += f", above all by the {part.by} of {part.factor} ({part.points:+.1f})"
    return f"{said}."


def document(answer: MovesAnswer) -> dict[str, Any]:
    """Return the JSON document of a difference."""
    found = answer.found
    return {
        "format": "diff/1",
        "provenance": provenance([]),
        "kind": answer.kind,
        "names": list(answer.names),
        "changes": [change._asdict() for change in answer.changes],
        "first": [list(leaders) for leaders in found.leaders],
        "gone": list(found.gone),
        "new": list(found.new),
        "moves": [
            {
                "option": move.option,
                "score": list(move.scores),
                "rank": list(move.ranks),
                "explained": [part._asdict() for part in move.parts],
            }
            for move in found.moves
        ],
        "finding": finding(answer),
    }


def records(answer: MovesAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return one record an option and part of its move."""
    rows: list[list[Field]] = [
        [move.option, *move.ranks, *part] for move in answer.found.moves for part in move.parts
    ]
    return ["option", "old_rank", "new_rank", "factor", "by", "points"], rows


def page(answer: MovesAnswer) -> Page:
    """Return what changed, how scores and ranks moved, and the parts of each move."""
    old, new = answer.names
    changed: list[Sequence[Cell]] = [[c.where, c.before, c.after] for c in answer.changes[:MOST_CHANGES]]
    more = len(answer.changes) - MOST_CHANGES
    found = answer.found
    moved: list[Sequence[Cell]] = [
        [move.option, *map(str, move.ranks), *(f"{s:.1f}" for s in move.scores), f"{move.points:+.1f}"]
        for move in found.moves
    ]
    parts = sorted(
        ((move.option, part) for move in found.moves for part in move.parts),
        key=lambda pair: -abs(pair[1].points),
    )
    explained: list[Sequence[Cell]] = [
        [option, f"{part.by} of {part.factor}", f"{part.points:+.2f}"] for option, part in parts[:TOP_PARTS]
    ]
    only = [f"only in {old}: {', '.join(found.gone)}"] * bool(found.gone)
    only += [f"only in {new}: {', '.join(found.new)}"] * bool(found.new)
    return Page(
        heading=[f"{old} -> {new}", *only],
        tables=[
            Table(
                title="What changed?",
                columns=[Column("Where"), Column("Was"), Column("Is")],
                rows=changed,
                finding=f"{more} more are in JSON."
                if more > 0
                else f"{len(changed)} change{'s' if len(changed) != 1 else ''}.",
            ),
            Table(
                title="How did scores and ranks move?",
                columns=[
                    Column("Option"),
                    Column("Rank was", "right"),
                    Column("is", "right"),
                    Column("Score was", "right"),
                    Column("is", "right"),
                    Column("Move", "right"),
                ],
                rows=moved,
                finding=f"The largest move is {points(_largest(answer))} points.",
            ),
            Table(
                title="What explains the moves?",
                columns=[Column("Option"), Column("Change"), Column("Points", "right")],
                rows=explained,
                legend=[
                    "Where weight and rating of a factor both changed, they share their joint part equally."
                ],
                finding="For each option all parts add up to its move; the largest are shown.",
            ),
        ],
        finding=finding(answer),
    )


def _largest(answer: MovesAnswer) -> float:
    return max(abs(move.points) for move in answer.found.moves)

"""The answer of ``scenario diff``: what changed, how scores and ranks moved, and what explains it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenario_cli.engine.attribution import Attribution
from scenario_cli.engine.problem import Array, Indices
from scenario_cli.model.changes import Change
from scenario_cli.render.basis import listed, points
from scenario_cli.render.provenance import provenance
from scenario_cli.render.table import Cell, Column, Field, Page, Table

MOST_CHANGES = 20
TOP_PARTS = 12
NOTHING = 1e-12


@dataclass(frozen=True, eq=False, kw_only=True)
class MovesAnswer:
    """Two states of one question; arrays are over the options that both have."""

    names: tuple[str, str]
    kind: str
    changes: Sequence[Change]
    found: Attribution
    scores: tuple[Array, Array]
    ranks: tuple[Indices, Indices]
    leaders: tuple[Sequence[str], Sequence[str]]
    gone: Sequence[str]
    new: Sequence[str]

    def parts(self, i: int) -> list[tuple[str, str, float]]:
        """Return factor, what changed and points for one option, largest first."""
        found = self.found
        parts = [(f, "weight", float(found.by_weight[i, j])) for j, f in enumerate(found.factors)]
        parts += [(f, "rating", float(found.by_rating[i, j])) for j, f in enumerate(found.factors)]
        return sorted((p for p in parts if abs(p[2]) > NOTHING), key=lambda p: -abs(p[2]))


def finding(answer: MovesAnswer) -> str:
    """Return the sentence that says whether first place changed, and what moved most."""
    old, new = answer.leaders
    said = (
        f"{listed(new)} stays first"
        if old == new
        else f"first place passes from {listed(old)} to {listed(new)}"
    )
    moves = answer.scores[1] - answer.scores[0]
    if not moves.size or np.all(np.abs(moves) <= NOTHING):
        return f"{said}; no score moved."
    most = int(np.argmax(np.abs(moves)))
    factor, by, part = answer.parts(most)[0]
    return (
        f"{said}; {answer.found.options[most]} moved most ({moves[most]:+.1f} points), "
        f"above all by the {by} of {factor} ({part:+.1f})."
    )


def document(answer: MovesAnswer) -> dict[str, Any]:
    """Return the JSON document of a difference."""
    old, new = answer.leaders
    return {
        "format": "diff/1",
        "provenance": provenance([]),
        "kind": answer.kind,
        "names": list(answer.names),
        "changes": [change._asdict() for change in answer.changes],
        "first": [list(old), list(new)],
        "gone": list(answer.gone),
        "new": list(answer.new),
        "moves": [
            {
                "option": option,
                "score": [float(answer.scores[0][i]), float(answer.scores[1][i])],
                "rank": [int(answer.ranks[0][i]), int(answer.ranks[1][i])],
                "explained": [
                    {"factor": factor, "by": by, "points": part} for factor, by, part in answer.parts(i)
                ],
            }
            for i, option in enumerate(answer.found.options)
        ],
        "finding": finding(answer),
    }


def records(answer: MovesAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return one record an option and part of its move."""
    rows: list[list[Field]] = [
        [option, int(answer.ranks[0][i]), int(answer.ranks[1][i]), factor, by, part]
        for i, option in enumerate(answer.found.options)
        for factor, by, part in answer.parts(i)
    ]
    return ["option", "old_rank", "new_rank", "factor", "by", "points"], rows


def page(answer: MovesAnswer) -> Page:
    """Return what changed, how scores and ranks moved, and the parts of each move."""
    old, new = answer.names
    changed: list[Sequence[Cell]] = [[c.where, c.before, c.after] for c in answer.changes[:MOST_CHANGES]]
    more = len(answer.changes) - MOST_CHANGES
    moves: list[Sequence[Cell]] = [
        [
            option,
            str(answer.ranks[0][i]),
            str(answer.ranks[1][i]),
            f"{answer.scores[0][i]:.1f}",
            f"{answer.scores[1][i]:.1f}",
            f"{answer.scores[1][i] - answer.scores[0][i]:+.1f}",
        ]
        for i, option in enumerate(answer.found.options)
    ]
    parts = sorted(
        ((option, *part) for i, option in enumerate(answer.found.options) for part in answer.parts(i)),
        key=lambda p: -abs(p[3]),
    )
    explained: list[Sequence[Cell]] = [
        [option, f"{by} of {factor}", f"{part:+.2f}"] for option, factor, by, part in parts[:TOP_PARTS]
    ]
    only = [f"only in {old}: {', '.join(answer.gone)}"] * bool(answer.gone)
    only += [f"only in {new}: {', '.join(answer.new)}"] * bool(answer.new)
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
                rows=moves,
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
    moves = np.abs(answer.scores[1] - answer.scores[0])
    return float(moves.max()) if moves.size else 0.0

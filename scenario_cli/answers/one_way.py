"""What moving one weight would change: the table, the clause in a sentence, the JSON."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.sensitivity.one_way import Flip, OneWay
from scenario_cli.render.page import FLIP, NOW, Cell, Column, Span, Table, strip
from scenario_cli.study import Study
from scenario_cli.text import listed, per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.document import OneWayDocument

NO_FLIP = ("no weight", "does it")


def item_id(problem: DecisionProblem, swing: OneWay) -> str:
    """Return the id of the driver or factor whose weight swings."""
    return (problem.drivers if swing.kind == "driver" else problem.factors)[swing.item]


def one_way_documents(problem: DecisionProblem, one_way: Sequence[OneWay]) -> "list[OneWayDocument]":
    """Return the ``one_way`` field of a JSON document, drivers first, in file order."""

    def ids(indices: Sequence[int]) -> list[str]:
        return [problem.options[i] for i in indices]

    return [
        {
            "kind": swing.kind,
            "id": item_id(problem, swing),
            "weight": swing.weight,
            "stable": list(swing.stable),
            "flips": [{"at": f.at, "change": f.change, "to": ids(f.to)} for f in swing.flips],
            "segments": [{"from": s.start, "to": s.end, "first": ids(s.first)} for s in swing.segments],
        }
        for swing in one_way
    ]


def one_way_table(study: Study, one_way: Sequence[OneWay], width: int, limit: str = "") -> Table:
    """Return what would change the answer: drivers, then factors, nearest flip first."""
    problem = study.problem
    room = min(41, 11 + max(0, width - 80) // 2)
    rows: list[Sequence[Cell]] = []
    for kind in ("driver", "factor"):
        swings = [swing for swing in listed_swings(problem, one_way) if swing.kind == kind]
        rows += [[(Span(f"{kind}s", "bold"),), *[""] * 5]] if swings else []
        rows += [_row(problem, swing, room) for swing in swings]
    return Table(
        title="What would change the answer? One weight alone:",
        columns=[
            Column("Weight of"),
            Column("Now %", "right"),
            Column("First holds", "right"),
            Column("Flips at", "right"),
            Column("Then first"),
            Column("0" + "100".rjust(room - 1)),
        ],
        rows=rows,
        legend=[f"{NOW} now  {FLIP} flip; % of the whole, (change) in points; the others keep proportions"],
        finding=_sentence(tipping_clause(study, one_way, limit)),
    )


def _row(problem: DecisionProblem, swing: OneWay, room: int) -> Sequence[Cell]:
    flips = swing.flips
    return [
        item_id(problem, swing),
        f"{swing.weight * 100:.1f}",
        f"{swing.stable[0] * 100:.1f}-{swing.stable[1] * 100:.1f}",
        "\n".join(f"{f.at * 100:.1f} ({f.change * 100:+.1f})" for f in flips) or NO_FLIP[0],
        "\n".join(listed([problem.options[i] for i in f.to]) for f in flips) or NO_FLIP[1],
        strip(swing.weight, [f.at for f in flips], room),
    ]


def listed_swings(problem: DecisionProblem, one_way: Sequence[OneWay]) -> list[OneWay]:
    """Return what a table lists: drivers, then factors that are no drivers, each nearest flip first."""
    drivers = [s for s in one_way if s.kind == "driver"]
    if len(drivers) == 1:  # it has all the weight that can move, and nothing to give it to
        drivers = []
    factors = [s for s in one_way if s.kind == "factor" and problem.factors[s.item] not in problem.drivers]
    return sorted(drivers, key=_distance) + sorted(factors, key=_distance)


def tipping_clause(study: Study, one_way: Sequence[OneWay], limit: str = "") -> str:
    """Return what single change of weight is the smallest that changes first place.

    ``limit`` says under what condition none does it: what is locked meanwhile.
    """
    if len(study.problem.options) == 1:
        return "there is no other option to put first"
    swings = [s for s in listed_swings(study.problem, one_way) if s.flips]
    if not swings:
        return f"no change of a single weight would change first place{limit}"
    swing = min(swings, key=_distance)
    flip = nearest(swing)
    name = item_id(study.problem, swing)
    takes_over = listed([study.title(study.problem.options[i]) for i in flip.to])
    if flip.change == 0:
        return f"any change of the weight of {name} decides it"
    moves = "rises" if flip.change > 0 else "falls"
    now, then = _told_apart(swing.weight, flip.at)
    return (
        f"first place changes if the weight of {name} {moves} from {now} "
        f"to {then}, which puts {takes_over} first"
    )


def nearest_clause(study: Study, one_way: Sequence[OneWay]) -> str:
    """Return the same as a short sentence for a room."""
    return _sentence(tipping_clause(study, one_way))


def nearest(swing: OneWay) -> Flip:
    """Return the flip closest to the present weight; there is at least one."""
    return min(swing.flips, key=lambda flip: abs(flip.change))


def _told_apart(share: float, other: float) -> tuple[str, str]:
    """Return two shares in per cent, with more decimals where one would not tell them apart."""
    if per_cent(share) != per_cent(other):
        return per_cent(share), per_cent(other)
    decimals = 1 - math.floor(math.log10(abs(share - other) * 100)) if share != other else 1
    return f"{share * 100:.{decimals}f}%", f"{other * 100:.{decimals}f}%"


def _distance(swing: OneWay) -> float:
    return abs(nearest(swing).change) if swing.flips else float("inf")


def _sentence(clause: str) -> str:
    return clause[0].upper() + clause[1:] + "."

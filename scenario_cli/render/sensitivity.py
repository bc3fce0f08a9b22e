"""The answer of ``scenario sensitivity``: every point where the answer turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenario_cli.engine.additive import Ranking
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.flips import RatingFlips
from scenario_cli.engine.regions import Region
from scenario_cli.engine.sensitivity import OneWay, Segment
from scenario_cli.engine.shift import RatingChange, WeightShift
from scenario_cli.render.basis import Basis, heading, listed, per_cent, preamble, remarks, shares
from scenario_cli.render.cells import computed, rating_word
from scenario_cli.render.map import map_table, region_table
from scenario_cli.render.oneway import item_id, one_way_documents, one_way_table, tipping_clause
from scenario_cli.render.table import Cell, Column, Field, Page, Span, Table

MOST_ROWS = 40
ONE_STEP = 1.0
NO_MOVE = 5e-13


@dataclass(frozen=True, eq=False, kw_only=True)
class Blend:
    """The straight path from one weights file to another, with who is first along it."""

    start: str
    end: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class TwoWay:
    """The map of first place over the shares of two items; ``rest`` names what is left."""

    x: str
    y: str
    rest: str
    at: tuple[float, float]
    regions: tuple[Region, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Wanted:
    """What would have to change for one option to come first."""

    option: int
    ratings: tuple[RatingChange, ...] | None


@dataclass(frozen=True, eq=False, kw_only=True)
class SensitivityAnswer:
    """Everything that ``sensitivity`` says."""

    basis: Basis
    ranking: Ranking
    one_way: Sequence[OneWay]
    ratings: RatingFlips
    shifts: Sequence[WeightShift]
    flags: Sequence[Flag]
    locked: Sequence[str] = ()
    blend: Blend | None = None
    two_way: TwoWay | None = None
    wanted: Wanted | None = None

    def ids(self, indices: Sequence[int]) -> list[str]:
        """Return the ids of options."""
        return [self.basis.problem.options[i] for i in indices]

    def shift_of(self, option: int) -> WeightShift | None:
        """Return the least shift of weight for an option; ``None`` where it is first already."""
        return next((shift for shift in self.shifts if shift.option == option), None)


def finding(answer: SensitivityAnswer) -> str:
    """Return the sentence that names the nearest turning point of each kind."""
    basis = answer.basis
    leaders = listed([basis.title(id_) for id_ in answer.ids(answer.ranking.leaders)])
    verb = "tie for first" if len(answer.ranking.leaders) > 1 else "ranks first"
    parts = [f"{leaders} {verb} under {basis.weights.id}", tipping_clause(basis, answer.one_way)]
    nearest = _nearest_cells(answer)
    if nearest and answer.ratings.steps[nearest[0]] > 0:
        i, j = nearest[0]
        option, factor = basis.problem.options[i], basis.problem.factors[j]
        after, taker = computed(float(answer.ratings.at[i, j])), listed(answer.ids(answer.ratings.to[i][j]))
        parts.append(
            f"the nearest rating is {option} on {factor}: at {after} instead of "
            f"{rating_word(basis.problem, i, j)} it puts {taker} first"
        )
    possible = [shift for shift in answer.shifts if shift.points is not None]
    if possible:
        least = min(possible, key=lambda shift: shift.points or 0.0)
        title = basis.title(basis.problem.options[least.option])
        parts.append(f"jointly, {least.points:.1f} points of weight moved put {title} first")
    return "; ".join(parts) + "."


def document(answer: SensitivityAnswer) -> dict[str, Any]:
    """Return the JSON document of a sensitivity analysis."""
    basis, problem = answer.basis, answer.basis.problem
    one_way = one_way_documents(problem, answer.one_way)
    for item, swing in zip(one_way, answer.one_way, strict=True):
        item["order_stable"] = list(swing.order_stable)
    found: dict[str, Any] = preamble(basis, "sensitivity", answer.flags, finding(answer)) | {
        "leaders": answer.ids(answer.ranking.leaders),
        "one_way": one_way,
        "ratings": [
            _rating_document(answer, i, j)
            for i in range(len(problem.options))
            for j in range(len(problem.factors))
        ],
        "shifts": [_shift_document(answer, shift) for shift in answer.shifts],
        "locked": list(answer.locked),
    }
    if answer.blend is not None:
        found["blend"] = {
            "from": answer.blend.start,
            "to": answer.blend.end,
            "segments": [
                {"from": s.start, "to": s.end, "first": answer.ids(s.first)} for s in answer.blend.segments
            ],
        }
    if answer.two_way is not None:
        two_way = answer.two_way
        found["two_way"] = {
            "x": two_way.x,
            "y": two_way.y,
            "at": list(two_way.at),
            "regions": [
                {
                    "option": problem.options[region.options[0]],
                    "tied": answer.ids(region.options[1:]),
                    "polygon": [list(point) for point in region.polygon],
                    "share": region.area,
                }
                for region in two_way.regions
            ],
        }
    if answer.wanted is not None:
        found["for"] = _wanted_document(answer, answer.wanted)
    return found


def _rating_document(answer: SensitivityAnswer, i: int, j: int) -> dict[str, Any]:
    problem, flips = answer.basis.problem, answer.ratings
    reached = bool(np.isfinite(flips.at[i, j]))
    return {
        "option": problem.options[i],
        "factor": problem.factors[j],
        "value": float(problem.ratings[i, j]),
        "flip_at": float(flips.at[i, j]) if reached else None,
        "change": float(flips.change[i, j]) if reached else None,
        "steps": float(flips.steps[i, j]) if reached else None,
        "to": answer.ids(flips.to[i][j]) if reached else [],
        "within_range": bool(flips.within[i, j]),
    }


def _shift_document(answer: SensitivityAnswer, shift: WeightShift) -> dict[str, Any]:
    problem = answer.basis.problem
    gave, took = _given_and_taken(answer, shift)
    return {
        "option": problem.options[shift.option],
        "points": shift.points,
        "weights": None if shift.weights is None else shares(problem.factors, shift.weights),
        "gave": dict(gave),
        "took": dict(took),
    }


def _wanted_document(answer: SensitivityAnswer, wanted: Wanted) -> dict[str, Any]:
    problem = answer.basis.problem
    shift = answer.shift_of(wanted.option)
    ratings = wanted.ratings
    return {
        "option": problem.options[wanted.option],
        "weights": None if shift is None else _shift_document(answer, shift),
        "ratings": None
        if ratings is None
        else [
            {
                "option": problem.options[change.option],
                "factor": problem.factors[change.factor],
                "from": change.before,
                "to": change.after,
                "steps": change.steps,
            }
            for change in ratings
        ],
    }


def records(answer: SensitivityAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return one record for every turning point of every kind; empty ``at`` where there is none."""
    columns = [
        "kind",
        "id",
        "option",
        "now",
        "at",
        "change",
        "to",
        "stable_low",
        "stable_high",
        "within_range",
    ]
    problem = answer.basis.problem
    rows: list[list[Field]] = []
    for swing in answer.one_way:
        name, stable = item_id(problem, swing), swing.stable
        for flip in swing.flips:
            to = " ".join(answer.ids(flip.to))
            rows.append([swing.kind, name, None, swing.weight, flip.at, flip.change, to, *stable, None])
        if not swing.flips:
            rows.append([swing.kind, name, None, swing.weight, None, None, None, *stable, None])
    for i in range(len(problem.options)):
        for j in range(len(problem.factors)):
            cell = _rating_document(answer, i, j)
            now = [cell["value"], cell["flip_at"], cell["change"], " ".join(cell["to"]) or None]
            rows.append(["rating", cell["factor"], cell["option"], *now, None, None, cell["within_range"]])
    for shift in answer.shifts:
        option = problem.options[shift.option]
        first = None if shift.points is None else option
        rows.append(["shift", None, option, None, None, shift.points, first, None, None, None])
    if answer.blend is not None:
        for segment in answer.blend.segments[1:]:
            to = " ".join(answer.ids(segment.first))
            rows.append(
                ["blend", answer.blend.end, None, 0.0, segment.start, segment.start, to, None, None, None]
            )
    return columns, rows


def page(answer: SensitivityAnswer, width: int) -> Page:
    """Return the page of a sensitivity analysis."""
    tables = [
        one_way_table(answer.basis, answer.one_way, width),
        _whole_way_table(answer),
        _ratings_table(answer),
        _shifts_table(answer),
    ]
    if answer.wanted is not None:
        tables += _wanted_tables(answer, answer.wanted)
    if answer.blend is not None:
        tables.append(_blend_table(answer, answer.blend))
    if answer.two_way is not None:
        titles = [(id_, answer.basis.title(id_)) for id_ in answer.basis.problem.options]
        two_way = answer.two_way
        names = (two_way.x, two_way.y, two_way.rest)
        tables.append(map_table(titles, names, two_way.at, two_way.regions, width))
        tables.append(region_table(titles, names, two_way.at, two_way.regions))
    lines = heading(answer.basis)
    if answer.locked:
        lines.append(f"Locked, so that their weight stays: {', '.join(answer.locked)}.")
    return Page(
        heading=lines,
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _way(answer: SensitivityAnswer, segments: Sequence[Segment]) -> str:
    return ", ".join(f"{' = '.join(answer.ids(s.first))} to {s.end * 100:.4g}" for s in segments)


def _whole_way_table(answer: SensitivityAnswer) -> Table:
    problem = answer.basis.problem
    swings = [swing for swing in answer.one_way if len(swing.segments) > 1]
    swings = [s for s in swings if s.kind == "driver" or problem.factors[s.item] not in problem.drivers]
    rows: list[Sequence[Cell]] = [
        [
            item_id(problem, swing),
            f"{swing.order_stable[0] * 100:.1f}-{swing.order_stable[1] * 100:.1f}",
            _way(answer, swing.segments),
        ]
        for swing in swings
    ]
    first = [s for s in swings if len({o for part in s.segments for o in part.first}) > 2]
    said = f"{len(swings)} weights have a turning point somewhere on their way"
    if first:
        said += f"; {listed([item_id(problem, s) for s in first])} put three or more options first in turn"
    return Table(
        title="Who is first as one weight goes the whole way from 0 to 100%?",
        columns=[Column("Weight of"), Column("Order holds", "right"), Column("First, up to % of the whole")],
        rows=rows,
        finding=f"{said}." if swings else "Whoever is first now is first all the way, for every weight.",
    )


def _nearest_cells(answer: SensitivityAnswer) -> list[tuple[int, int]]:
    steps = answer.ratings.steps
    cells = [(int(i), int(j)) for i, j in np.argwhere(np.isfinite(steps))]
    return sorted(cells, key=lambda cell: (steps[cell], cell))


def _ratings_table(answer: SensitivityAnswer) -> Table:
    problem, flips = answer.basis.problem, answer.ratings
    cells = _nearest_cells(answer)
    rows: list[Sequence[Cell]] = []
    for i, j in cells[:MOST_ROWS]:
        unit = list(answer.basis.scenario.factors.values())[j].scale.unit
        marks = ["one step"] * bool(flips.steps[i, j] <= ONE_STEP) + ["in range"] * bool(flips.within[i, j])
        rows.append(
            [
                problem.options[i],
                problem.factors[j],
                rating_word(problem, i, j),
                computed(float(flips.at[i, j])) + (f" {unit}" if unit else ""),
                f"{flips.steps[i, j]:.1f}",
                listed(answer.ids(flips.to[i][j])),
                (Span(", ".join(marks), "yellow"),),
            ]
        )
    covered = sum(bool(flips.within[cell]) for cell in cells)
    total = len(problem.options) * len(problem.factors)
    said = f"{len(cells)} of {total} ratings can change first place alone"
    if covered:
        said += f"; for {covered} of them the stated doubt already covers it"
    if len(cells) > MOST_ROWS:
        said += f"; the nearest {MOST_ROWS} are shown, JSON and CSV have all"
    return Table(
        title="Which single rating would change first place?",
        columns=[
            Column("Option"),
            Column("Factor"),
            Column("Now", "right"),
            Column("Flips at", "right"),
            Column("Steps", "right"),
            Column("Then first"),
            Column(""),
        ],
        rows=rows,
        finding=f"{said}." if cells else "No single rating on its scale would change first place.",
    )


def _given_and_taken(
    answer: SensitivityAnswer, shift: WeightShift
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return which factors gave and which took, in shares of the whole, largest first."""
    if shift.weights is None:
        return [], []
    moved = shift.weights - answer.basis.problem.weights
    named = sorted(zip(answer.basis.problem.factors, moved.tolist(), strict=True), key=lambda p: -abs(p[1]))
    told = [(id_, change) for id_, change in named if abs(change) > NO_MOVE]
    return [(i, -c) for i, c in told if c < 0], [(i, c) for i, c in told if c > 0]


def _moves(parts: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{id_} {amount * 100:.1f}" for id_, amount in parts)


def _shifts_table(answer: SensitivityAnswer) -> Table:
    problem = answer.basis.problem
    rows: list[Sequence[Cell]] = []
    for shift in answer.shifts:
        gave, took = _given_and_taken(answer, shift)
        points = "none" if shift.points is None else f"{shift.points:.1f}"
        where = "no weights put it first" if shift.points is None else _moves(gave)
        rows.append([problem.options[shift.option], points, where, _moves(took)])
    possible = [shift for shift in answer.shifts if shift.points is not None]
    if possible:
        least = min(possible, key=lambda shift: shift.points or 0.0)
        said = (
            f"The least is {least.points:.1f} percentage points of weight, which put "
            f"{problem.options[least.option]} first."
        )
    elif answer.shifts:
        said = "No weights at all put another option first."
    else:
        said = "There is no option that is not first."
    return Table(
        title="What is the least weight that must move, jointly, to put each option first?",
        columns=[Column("Option"), Column("Points", "right"), Column("Given by"), Column("Taken by")],
        rows=rows,
        finding=said,
    )


def _wanted_tables(answer: SensitivityAnswer, wanted: Wanted) -> list[Table]:
    problem, scenario = answer.basis.problem, answer.basis.scenario
    option = problem.options[wanted.option]
    title = answer.basis.title(option)
    who = scenario.decision_maker or "the decision-maker"
    shift = answer.shift_of(wanted.option)
    if shift is None:
        return [
            Table(title=f"What would put {title} first?", columns=[], rows=[], finding="It is first already.")
        ]
    tables = []
    rows: list[Sequence[Cell]] = []
    if shift.weights is not None:
        moved = np.abs(shift.weights - problem.weights)
        changed = [j for j in np.argsort(-moved, kind="stable") if moved[j] > NO_MOVE]
        rows = [
            [
                problem.factors[j],
                per_cent(problem.weights[j]),
                per_cent(shift.weights[j]),
                f"{(shift.weights[j] - problem.weights[j]) * 100:+.1f}",
            ]
            for j in changed
        ]
        said = f"{shift.points:.1f} percentage points of weight move; all other weights stay."
    else:
        said = "No weights put it first."
    tables.append(
        Table(
            title=f"What would {who} have to care about for {title} to come first?",
            columns=[
                Column("Factor"),
                Column("Now", "right"),
                Column("Then", "right"),
                Column("Change", "right"),
            ],
            rows=rows,
            finding=said,
        )
    )
    changes = wanted.ratings or ()
    count = f"{len(changes)} rating{'s' if len(changes) != 1 else ''}"
    tables.append(
        Table(
            title=f"Which ratings would have to be wrong? The fewest that put {title} first:",
            columns=[
                Column("Option"),
                Column("Factor"),
                Column("Now", "right"),
                Column("Then", "right"),
                Column("Steps", "right"),
            ],
            rows=[
                [
                    problem.options[change.option],
                    problem.factors[change.factor],
                    f"{change.before:.10g}",
                    computed(change.after),
                    f"{change.steps:.1f}",
                ]
                for change in changes
            ],
            finding=f"{count} would do." if changes else "No ratings on their scales put it first.",
        )
    )
    return tables


def _blend_table(answer: SensitivityAnswer, blend: Blend) -> Table:
    rows: list[Sequence[Cell]] = [
        [f"{s.start * 100:.1f}-{s.end * 100:.1f}", ", ".join(answer.ids(s.first))] for s in blend.segments
    ]
    turns = [f"{s.start * 100:.1f}%" for s in blend.segments[1:]]
    said = (
        f"First place changes at {listed(turns)} of the way."
        if turns
        else "First place is the same all the way."
    )
    return Table(
        title=f"Where does first place change on the way from {blend.start} to {blend.end}?",
        columns=[Column("% of the way", "right"), Column("First")],
        rows=rows,
        finding=said,
    )

"""A table for each question about where the answer turns."""

from collections.abc import Sequence

from scenario_cli.answers.cells import computed, rating_word
from scenario_cli.answers.sensitivity.ask import Blend, SensitivityAnswer, Wanted
from scenario_cli.answers.sensitivity.map import map_table, region_table
from scenario_cli.engine.sensitivity.nearest import item_id
from scenario_cli.engine.sensitivity.one_way import OneWay, Segment
from scenario_cli.engine.sensitivity.shifts import WeightShift
from scenario_cli.engine.sensitivity.two_way import TwoWay
from scenario_cli.render.page import Cell, Column, Table
from scenario_cli.text import fixed, listed, per_cent, points, signed

MOST_ROWS = 40
FEW_ROWS = 5
FEW_PARTS = 1
ONE_STEP = 1.0


def _way(answer: SensitivityAnswer, segments: Sequence[Segment]) -> str:
    return ", ".join(f"{_level(answer, s.first)} to {s.end * 100:.4g}" for s in segments)


def _level(answer: SensitivityAnswer, options: Sequence[int]) -> str:
    return " = ".join(answer.title(i) for i in options)


def _item(answer: SensitivityAnswer, swing: OneWay) -> str:
    return answer.study.titles.items[item_id(answer.study.problem, swing)]


def _factor(answer: SensitivityAnswer, j: int) -> str:
    return answer.study.titles.items[answer.study.problem.factors[j]]


def whole_way_table(answer: SensitivityAnswer) -> Table:
    """Return who is first in turn, for each weight under which first place changes on its way."""
    problem = answer.study.problem
    swings = [swing for swing in answer.one_way if len(swing.segments) > 1]
    swings = [s for s in swings if s.kind == "driver" or problem.factors[s.item] not in problem.drivers]
    rows: list[Sequence[Cell]] = [
        [
            _item(answer, swing),
            f"{fixed(swing.order_stable[0] * 100)}-{fixed(swing.order_stable[1] * 100)}",
            _way(answer, swing.segments),
        ]
        for swing in swings
    ]
    first = [s for s in swings if len({o for part in s.segments for o in part.first}) > 2]
    said = f"{len(swings)} weights have a turning point somewhere on their way"
    if len(swings) == 1:
        said = "One weight has a turning point somewhere on its way"
    if first:
        verb = "puts" if len(first) == 1 else "put"
        said += f"; {listed([_item(answer, s) for s in first])} {verb} three or more options first in turn"
    end = max((swing.segments[-1].end for swing in answer.one_way), default=1.0)
    return Table(
        title=f"Who is first as one weight goes the whole way from 0 to {end * 100:.4g}%?",
        columns=[Column("Weight of"), Column("Order holds", "right"), Column("First, up to % of the whole")],
        rows=rows,
        finding=f"{said}."
        if swings
        else f"Whoever is first now is first all the way, for every weight{answer.while_locked}.",
    )


def ratings_table(answer: SensitivityAnswer, most: int = MOST_ROWS) -> Table:
    """Return the ratings that would change first place alone, nearest first; at most so many."""
    problem, flips = answer.study.problem, answer.ratings
    cells = answer.nearest
    takers = {flips.to[i][j] for i, j in cells[:most]}
    rows: list[Sequence[Cell]] = []
    for i, j in cells[:most]:
        unit = list(answer.study.scenario.factors.values())[j].scale.unit
        marks = "*" * bool(flips.within[i, j])
        rows.append(
            [
                answer.title(i),
                _factor(answer, j),
                rating_word(problem, i, j),
                computed(float(flips.at[i, j])) + (f" {unit}" if unit else ""),
                fixed(float(flips.steps[i, j])) + (f" {marks}" if marks else ""),
                *([answer.titles(flips.to[i][j])] if len(takers) > 1 else []),
            ]
        )
    covered = sum(bool(flips.within[cell]) for cell in cells)
    one_step = sum(bool(flips.steps[cell] <= ONE_STEP) for cell in cells)
    total = len(problem.options) * len(problem.factors)
    title = "Which single rating would change first place?"
    if len(takers) == 1:
        title = f"Which single rating would put {answer.titles(next(iter(takers)))} first?"
    said = f"{len(cells)} of {total} ratings can change first place alone"
    if one_step:
        said += f", {one_step} of them within one step"
    more = len(cells) - most
    others = len(takers) == 1 and any(flips.to[i][j] not in takers for i, j in cells[most:])
    return Table(
        title=title,
        columns=[
            Column("Option"),
            Column("Factor"),
            Column("Now", "right"),
            Column("Turns at", "right"),
            Column("Steps", "right"),
            *([Column("Then first")] if len(takers) > 1 else []),
        ],
        rows=rows,
        legend=[f"* inside the range stated for the rating ({covered})."] if covered else [],
        picture="steps" if rows else "",
        left_out=f"{more} more rating{'s' if more > 1 else ''}{', some for others' if others else ''}"
        if more > 0 and most < MOST_ROWS
        else "",
        finding=f"{said}{_in_json(len(cells), most)}."
        if cells
        else "No single rating on its scale would change first place.",
    )


def _in_json(count: int, most: int) -> str:
    return f"; the nearest {most} are shown, JSON and CSV have all" if count > most == MOST_ROWS else ""


def given_and_taken(
    answer: SensitivityAnswer, shift: WeightShift
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return which factors gave and which took, in shares of the whole, largest first."""
    factors = answer.study.problem.factors
    moved = [(factors[j], change) for j, change in answer.moved(shift)]
    return [(id_, -c) for id_, c in moved if c < 0], [(id_, c) for id_, c in moved if c > 0]


def _moves(answer: SensitivityAnswer, parts: Sequence[tuple[str, float]], most: int) -> str:
    told = [f"{answer.study.titles.items[id_]} {fixed(amount * 100)}" for id_, amount in parts[:most]]
    if len(parts) > most:
        told.append(f"{len(parts) - most} more {fixed(sum(amount for _, amount in parts[most:]) * 100)}")
    return ", ".join(told)


def shifts_table(answer: SensitivityAnswer, most: int = MOST_ROWS, parts: int = FEW_PARTS) -> Table:
    """Return the least joint shift of weight for each option that is not first, the least first.

    At most so many options, and so many factors each by name.
    """
    free = "free " if answer.locked else ""
    ordered = sorted(answer.shifts, key=lambda s: (s.points is None, s.points or 0.0))
    rows: list[Sequence[Cell]] = []
    for shift in ordered[:most]:
        gave, took = given_and_taken(answer, shift)
        least = "none" if shift.points is None else points(shift.points)
        least += "" if shift.alone or shift.points is None else " tie"
        where = f"no {free}weights put it first" if shift.points is None else _moves(answer, gave, parts)
        rows.append([answer.title(shift.option), least, where, _moves(answer, took, parts)])
    possible = [shift for shift in answer.shifts if shift.points is not None]
    said = ""
    if not answer.shifts:
        said = "There is no option that is not first."
    elif not possible:
        said = f"No weights{answer.while_locked or ' at all'} put another option first."
    more = len(ordered) - most
    return Table(
        title="What is the least weight that must move, jointly, to put each option first?",
        columns=[Column("Option"), Column("Points", "right"), Column("Given by"), Column("Taken by")],
        rows=rows,
        left_out=f"{more} more option{'s' if more > 1 else ''}" if more > 0 else "",
        finding=said,
    )


def wanted_tables(answer: SensitivityAnswer, wanted: Wanted) -> list[Table]:
    """Return what would put one option first: the least change of weights, and of ratings."""
    problem, scenario = answer.study.problem, answer.study.scenario
    option = problem.options[wanted.option]
    title = answer.study.title(option)
    who = scenario.decision_maker or "the decision-maker"
    shift = answer.shift_of(wanted.option)
    if shift is None:
        return [
            Table(title=f"What would put {title} first?", columns=[], rows=[], finding="It is first already.")
        ]
    return [
        _wanted_weights(answer, shift, f"What would {who} have to care about for {title} to come first?"),
        _wanted_ratings(
            answer, wanted, f"Which ratings would have to be wrong? The fewest that put {title} first:"
        ),
    ]


def _wanted_weights(answer: SensitivityAnswer, shift: WeightShift, title: str) -> Table:
    problem = answer.study.problem
    said = f"No weights put it first{answer.while_locked}."
    if shift.points is not None:
        said = f"{points(shift.points)} percentage points of weight move; all other weights stay."
        said += "" if shift.alone else " It is first only in a tie then, and under no weights alone."
    return Table(
        title=title,
        columns=[
            Column("Factor"),
            Column("Now", "right"),
            Column("Then", "right"),
            Column("Change", "right"),
        ],
        rows=[
            [
                _factor(answer, j),
                per_cent(problem.weights[j]),
                per_cent(problem.weights[j] + change),
                signed(change * 100, 1),
            ]
            for j, change in answer.moved(shift)
        ],
        finding=said,
    )


def _wanted_ratings(answer: SensitivityAnswer, wanted: Wanted, title: str) -> Table:
    problem = answer.study.problem
    changes = wanted.ratings or ()
    count = f"{len(changes)} rating{'s' if len(changes) != 1 else ''}"
    return Table(
        title=title,
        columns=[
            Column("Option"),
            Column("Factor"),
            Column("Now", "right"),
            Column("Then", "right"),
            Column("Steps", "right"),
        ],
        rows=[
            [
                answer.title(change.option),
                _factor(answer, change.factor),
                rating_word(problem, change.option, change.factor),
                computed(change.after),
                fixed(change.steps),
            ]
            for change in changes
        ],
        finding=f"{count} would do." if changes else "No ratings on their scales put it first.",
    )


def map_tables(answer: SensitivityAnswer, two_way: TwoWay, width: int) -> list[Table]:
    """Return the map of two shares as a drawing, and its regions."""
    study = answer.study
    titles = [study.title(id_) for id_ in study.problem.options]
    return [
        map_table(titles, study.titles.items, two_way, width, answer.while_locked),
        region_table(titles, study.titles.items, two_way),
    ]


def blend_table(answer: SensitivityAnswer, blend: Blend) -> Table:
    """Return who is first along the way to other weights."""
    rows: list[Sequence[Cell]] = [
        [f"{fixed(s.start * 100)}-{fixed(s.end * 100)}", answer.titles(s.first)] for s in blend.segments
    ]
    return Table(
        title=f"Where does first place change on the way from {blend.start} to {blend.end}"
        f"{answer.while_locked}?",
        columns=[Column("% of the way", "right"), Column("First")],
        rows=rows,
    )

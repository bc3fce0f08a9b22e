"""A table for each question about where the answer turns."""

from collections.abc import Sequence

from scenario_cli.answers.cells import computed, rating_word
from scenario_cli.answers.one_way import item_id
from scenario_cli.answers.sensitivity.ask import Blend, SensitivityAnswer, Wanted
from scenario_cli.answers.sensitivity.map import map_table, region_table
from scenario_cli.engine.sensitivity.one_way import Segment
from scenario_cli.engine.sensitivity.shifts import WeightShift
from scenario_cli.engine.sensitivity.two_way import TwoWay
from scenario_cli.render.page import Cell, Column, Span, Table
from scenario_cli.text import listed, per_cent, points

MOST_ROWS = 40
ONE_STEP = 1.0


def _way(answer: SensitivityAnswer, segments: Sequence[Segment]) -> str:
    return ", ".join(f"{' = '.join(answer.ids(s.first))} to {s.end * 100:.4g}" for s in segments)


def whole_way_table(answer: SensitivityAnswer) -> Table:
    """Return who is first in turn, for each weight under which first place changes on its way."""
    problem = answer.study.problem
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
    if len(swings) == 1:
        said = "One weight has a turning point somewhere on its way"
    if first:
        verb = "puts" if len(first) == 1 else "put"
        said += f"; {listed([item_id(problem, s) for s in first])} {verb} three or more options first in turn"
    end = max((swing.segments[-1].end for swing in answer.one_way), default=1.0)
    return Table(
        title=f"Who is first as one weight goes the whole way from 0 to {end * 100:.4g}%?",
        columns=[Column("Weight of"), Column("Order holds", "right"), Column("First, up to % of the whole")],
        rows=rows,
        finding=f"{said}."
        if swings
        else f"Whoever is first now is first all the way, for every weight{answer.while_locked}.",
    )


def ratings_table(answer: SensitivityAnswer) -> Table:
    """Return the ratings that would change first place alone, nearest first."""
    problem, flips = answer.study.problem, answer.ratings
    cells = answer.nearest
    rows: list[Sequence[Cell]] = []
    for i, j in cells[:MOST_ROWS]:
        unit = list(answer.study.scenario.factors.values())[j].scale.unit
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


def given_and_taken(
    answer: SensitivityAnswer, shift: WeightShift
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return which factors gave and which took, in shares of the whole, largest first."""
    factors = answer.study.problem.factors
    moved = [(factors[j], change) for j, change in answer.moved(shift)]
    return [(id_, -c) for id_, c in moved if c < 0], [(id_, c) for id_, c in moved if c > 0]


def _moves(parts: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{id_} {amount * 100:.1f}" for id_, amount in parts)


def shifts_table(answer: SensitivityAnswer) -> Table:
    """Return the least joint shift of weight for each option that is not first."""
    problem = answer.study.problem
    free = "free " if answer.locked else ""
    rows: list[Sequence[Cell]] = []
    for shift in answer.shifts:
        gave, took = given_and_taken(answer, shift)
        least = "none" if shift.points is None else points(shift.points)
        where = f"no {free}weights put it first" if shift.points is None else _moves(gave)
        rows.append([problem.options[shift.option], least, where, _moves(took)])
    possible = [shift for shift in answer.shifts if shift.points is not None]
    if possible:
        nearest = min(possible, key=lambda shift: shift.points or 0.0)
        said = (
            f"The least is {points(nearest.points or 0.0)} percentage points of weight, which put "
            f"{problem.options[nearest.option]} first."
        )
    elif answer.shifts:
        said = f"No weights{answer.while_locked or ' at all'} put another option first."
    else:
        said = "There is no option that is not first."
    return Table(
        title="What is the least weight that must move, jointly, to put each option first?",
        columns=[Column("Option"), Column("Points", "right"), Column("Given by"), Column("Taken by")],
        rows=rows,
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
                problem.factors[j],
                per_cent(problem.weights[j]),
                per_cent(problem.weights[j] + change),
                f"{change * 100:+.1f}",
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
                problem.options[change.option],
                problem.factors[change.factor],
                rating_word(problem, change.option, change.factor),
                computed(change.after),
                f"{change.steps:.1f}",
            ]
            for change in changes
        ],
        finding=f"{count} would do." if changes else "No ratings on their scales put it first.",
    )


def map_tables(answer: SensitivityAnswer, two_way: TwoWay, width: int) -> list[Table]:
    """Return the map of two shares as a drawing, and its regions."""
    study = answer.study
    titles = [(id_, study.title(id_)) for id_ in study.problem.options]
    leaders = listed([study.title(id_) for id_ in answer.ids(answer.ranking.leaders)])
    verb = "tie for first" if len(answer.ranking.leaders) > 1 else "is first"
    drawing = map_table(titles, two_way, width, answer.while_locked)
    drawing = drawing._replace(finding=f"At the present weights {leaders} {verb}.")
    return [drawing, region_table(titles, two_way)]


def blend_table(answer: SensitivityAnswer, blend: Blend) -> Table:
    """Return who is first along the way to other weights."""
    rows: list[Sequence[Cell]] = [
        [f"{s.start * 100:.1f}-{s.end * 100:.1f}", ", ".join(answer.ids(s.first))] for s in blend.segments
    ]
    way = f"{blend.start} to {blend.end}{answer.while_locked}"
    turns = [f"{s.start * 100:.1f}%" for s in blend.segments[1:]]
    said = (
        f"First place changes at {listed(turns)} of the way."
        if turns
        else "First place is the same all the way."
    )
    return Table(
        title=f"Where does first place change on the way from {way}?",
        columns=[Column("% of the way", "right"), Column("First")],
        rows=rows,
        finding=said,
    )

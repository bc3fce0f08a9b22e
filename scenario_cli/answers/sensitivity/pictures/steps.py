"""The picture ``steps``: how many steps each rating is from turning first place, the nearest first."""

from typing import NamedTuple

from scenario_cli.answers.cells import computed, rating_word
from scenario_cli.answers.sensitivity.ask import SensitivityAnswer
from scenario_cli.engine.curves import positions_of
from scenario_cli.render.svg import FAINT, FILLS, LEADING, RULE, SIZE, SMALL, Canvas, Picture, wrapped
from scenario_cli.text import fixed

MOST, TICK, BAND, GAP, PAD = 12, 7.0, 10.0, 12.0, 8.0
LEFT, RIGHT = 0.34, 0.7  # where the tracks begin and end, as parts of the width


class _Track(NamedTuple):
    """One rating on the scale of steps, above 0 what is better for its option."""

    cell: tuple[int, int]
    flip: float
    low: float
    high: float


def steps_picture(answer: SensitivityAnswer, finding: str, width: float) -> Picture:
    """Return a track in steps for each rating that turns first place alone; 0 is the present rating.

    On it stand the flip, with who takes over beside, and the range that the rating itself states.
    """
    canvas, title = Canvas("steps", width), "Which single rating would change first place, by how many steps?"
    turns = _turns(answer)
    if not turns:
        said = "No single rating on its scale would change first place."
        return canvas.nothing_to_draw("No single rating does.", title, said)
    left, right = width * LEFT, width * RIGHT
    least = min(0.0, *(min(turn.flip, turn.low) for turn in turns))
    most = max(0.0, *(max(turn.flip, turn.high) for turn in turns))
    unit = (right - left) / ((most - least) or 1.0)
    zero = left - least * unit
    y = _head(canvas, left, right, zero)
    top = canvas.height
    for turn in turns:
        y = _row(canvas, answer, turn, y, zero, unit)
    canvas.line(zero, top, zero, y - SIZE, ink=FAINT, dashes="2 3")
    _feet(canvas, y, any(turn.low != turn.high for turn in turns), len(answer.nearest) - len(turns))
    near = answer.nearest[0]
    cell = _cell(answer, near)
    said = f"The nearest is {cell}, {fixed(float(answer.ratings.steps[near]))} steps from its flip."
    return canvas.finished(title, f"{finding} {said}")


def _turns(answer: SensitivityAnswer) -> list[_Track]:
    """Return the nearest ratings, all in steps from where they are."""
    problem, flips = answer.study.problem, answer.ratings
    low, high = (positions_of(problem.curves, end) for end in (problem.low, problem.high))
    found = []
    for i, j in answer.nearest[:MOST]:
        now, step = problem.positions[i, j], problem.steps[j]
        rises = flips.change[i, j] * (problem.best[j] - problem.worst[j]) >= 0
        steps = float(flips.steps[i, j])
        ends = (float((end[i, j] - now) / step) for end in (low, high))
        found.append(_Track((i, j), steps if rises else -steps, *ends))
    return found


def _head(canvas: Canvas, left: float, right: float, zero: float) -> float:
    y = 16.0
    if zero - left > 4:
        y = max(y, canvas.text(left, 16, wrapped("worse", zero - left, SMALL), size=SMALL, fill=FAINT))
    if right - zero > 4:
        words = wrapped("better", right - zero, SMALL)
        y = max(y, canvas.text(right, 16, words, size=SMALL, fill=FAINT, anchor="end"))
    beside = wrapped("Steps, and who is first then", canvas.width - right - GAP, SMALL)
    return max(y, canvas.text(right + GAP, 16, beside, size=SMALL, fill=FAINT)) + PAD


def _row(
    canvas: Canvas, answer: SensitivityAnswer, turn: _Track, y: float, zero: float, unit: float
) -> float:
    (i, j), problem = turn.cell, answer.study.problem
    left, right = canvas.width * LEFT, canvas.width * RIGHT
    steps, to = float(answer.ratings.steps[i, j]), answer.titles(answer.ratings.to[i][j])
    now, then = rating_word(problem, i, j), computed(float(answer.ratings.at[i, j]))
    label = wrapped(_cell(answer, turn.cell), left - GAP, SMALL)
    beside = wrapped(f"{fixed(steps)}, from {now} to {then}: {to}", canvas.width - right - GAP, SMALL)
    track = y - SMALL * 0.35
    canvas.text(0, y, label, size=SMALL)
    canvas.line(left, track, right, track, ink=RULE)
    if turn.low != turn.high:
        start = zero + turn.low * unit
        canvas.rect(start, track - BAND / 2, (turn.high - turn.low) * unit, BAND, fill=RULE, edge=FAINT)
    at = zero + turn.flip * unit
    canvas.line(zero, track, at, track, ink=FILLS[0], thick=3)
    canvas.line(at, track - TICK, at, track + TICK, thick=2.5, value=steps)
    canvas.dot(zero, track, 3.5, fill=FILLS[0])
    canvas.text(right + GAP, y, beside, size=SMALL)
    return y + max(len(label), len(beside)) * SMALL * LEADING + PAD


def _feet(canvas: Canvas, y: float, ranged: bool, more: int) -> None:
    """Say what the signs are, and how many ratings more there are."""
    canvas.dot(6, y - 4, 3.5, fill=FILLS[0])
    y = canvas.text(18, y, "the present rating", size=SMALL, fill=FAINT)
    canvas.line(6, y - 10, 6, y + 2, thick=2.5)
    y = canvas.text(18, y, "where first place changes hands", size=SMALL, fill=FAINT)
    if ranged:
        canvas.rect(0, y - 9, 12, 9, fill=RULE, edge=FAINT)
        said = "the range stated for the rating; of an unknown one all its scale"
        y = canvas.text(18, y, wrapped(said, canvas.width - 18, SMALL), size=SMALL, fill=FAINT)
    if more > 0:
        said = f"{more} more rating{'s' if more > 1 else ''} can turn first place alone, none in fewer steps."
        canvas.text(0, y + 2, wrapped(said, canvas.width, SMALL), size=SMALL)


def _cell(answer: SensitivityAnswer, cell: tuple[int, int]) -> str:
    problem = answer.study.problem
    return answer.study.titles.cell(problem.options[cell[0]], problem.factors[cell[1]])

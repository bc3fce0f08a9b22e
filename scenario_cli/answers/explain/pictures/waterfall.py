"""The picture ``waterfall``: from one option's score to the other's, factor by factor."""

from itertools import accumulate, pairwise

from scenario_cli.answers.drawing import GAP, PAD, grid, key, middle, rows_high, scale, swatch
from scenario_cli.answers.explain.ask import ExplainAnswer
from scenario_cli.answers.explain.words import factor_title, signed_amount
from scenario_cli.render.svg import FAINT, FILLS, INK, SIZE, SMALL, Canvas, Picture, wrapped
from scenario_cli.text import fixed

AHEAD, BEHIND, WHOLE = (FILLS[0], ""), (FILLS[1], "up"), (FAINT, "cross")
BAR, NUMBER = 14.0, 68.0


def waterfall_picture(answer: ExplainAnswer, finding: str, width: float) -> Picture:
    """Return the steps that lead from the other's score, at 0, to the option's, at the gap.

    Each factor's bar starts where the one above ends; to the right it speaks for the option, to the
    left for the other. The last bar is the gap, from 0.
    """
    canvas = Canvas("waterfall", width)
    a, b = answer.title(answer.option), answer.title(answer.against)
    scores = [fixed(float(answer.ranking.scores[i])) for i in (answer.option, answer.against)]
    running = list(accumulate((d for _, d in answer.differences), initial=0.0))
    least, most = min(0.0, answer.gap, *running), max(0.0, answer.gap, *running)
    left, right = width * 0.38, width - NUMBER - 10

    def at(points: float) -> float:
        return left + (points - least) / (most - least) * (right - left) if most > least else left

    y = canvas.text(0, 16, wrapped(f"Points by which {a} stands above {b}", width, bold=True), bold=True) + 4
    placed = scale(canvas, y, (left, right), (least, most))
    top, shapes_below = y + 6, len(canvas.shapes)
    y = canvas.text(0, y + 22, wrapped(f"Score of {b}: {scores[1]}", left - GAP)) + PAD
    foot = top + 24
    for (j, difference), (before, after) in zip(answer.differences, pairwise(running), strict=True):
        label = wrapped(factor_title(answer, j), left - GAP)
        canvas.text(0, y, label)
        canvas.line(at(before), foot, at(before), middle(y) - BAR / 2, ink=FAINT, dashes="2 2")
        _bar(canvas, y, at(before), at(after), AHEAD if difference >= 0 else BEHIND, difference)
        canvas.line(at(after), middle(y) - BAR / 2, at(after), middle(y) + BAR / 2, ink=INK, value=after)
        canvas.text(width, y, signed_amount(difference), size=SMALL, anchor="end")
        foot = middle(y) + BAR / 2
        y += rows_high((label, SIZE)) + PAD
    label = wrapped(f"Score of {a}: {scores[0]}, a gap of", left - GAP, bold=True)
    canvas.text(0, y, label, bold=True)
    canvas.line(at(running[-1]), foot, at(running[-1]), middle(y) - BAR / 2, ink=FAINT, dashes="2 2")
    _bar(canvas, y, at(0.0), at(answer.gap), WHOLE, answer.gap)
    canvas.text(width, y, signed_amount(answer.gap), size=SMALL, anchor="end", bold=True)
    y += rows_high((label, SIZE)) + PAD
    drawn, canvas.shapes = canvas.shapes[shapes_below:], canvas.shapes[:shapes_below]
    grid(canvas, placed, top, y - SIZE - 4)
    canvas.shapes += drawn
    signs = [(f"for {a}", AHEAD), (f"for {b}", BEHIND), ("the gap, their sum", WHOLE)]
    key(canvas, y + 4, [swatch(canvas, words, *paint) for words, paint in signs])
    return canvas.finished(f"Why does {a} stand where it does against {b}?", finding)


def _bar(canvas: Canvas, y: float, start: float, end: float, paint: tuple[str, str], value: float) -> None:
    fill, texture = paint
    canvas.rect(
        min(start, end),
        middle(y) - BAR / 2,
        abs(end - start),
        BAR,
        fill=fill,
        texture=texture,
        edge=INK,
        value=value,
    )

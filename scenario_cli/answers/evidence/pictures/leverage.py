"""The picture ``leverage``: which ratings carry first place, and what they rest on."""

from scenario_cli.answers.cells import cell_where
from scenario_cli.answers.drawing import GAP, PAD, grid, key, middle, rows_high, scale, swatch
from scenario_cli.answers.evidence.ask import UNSTATED, EvidenceAnswer
from scenario_cli.render.svg import FAINT, FILLS, INK, LEADING, SIZE, SMALL, Canvas, Picture, wrapped
from scenario_cli.text import fixed

MOST = 20
BAR = 12.0
PAINTS = {
    "reporting": (FILLS[0], ""),
    "judgement": (FILLS[4], "up"),
    "assumption": (FILLS[5], "cross"),
    UNSTATED: (FILLS[6], "dots"),
}


def leverage_picture(answer: EvidenceAnswer, finding: str, width: float) -> Picture:
    """Return a bar for each rating that can turn first place alone: its steps to there, nearest first.

    A bar's texture says whether the rating reports, judges or assumes; beside it stand the places
    in the sources that it rests on.
    """
    canvas, title = Canvas("leverage", width), "Which ratings carry first place?"
    cells = [cell for cell in answer.by_leverage if answer.reaches(cell)]
    if not cells:
        return canvas.nothing_to_draw("No rating alone can change first place.", title, finding)
    shown = cells[:MOST]
    most = max(float(answer.flips.steps[cell]) for cell in shown)
    left, right = width * 0.38, width * 0.72

    def at(steps: float) -> float:
        return left + (steps / most * (right - left) if most > 0 else 0.0)

    y = canvas.text(
        0,
        16,
        wrapped("Steps by which one rating must move to change first place", width, bold=True),
        bold=True,
    )
    y += 4
    placed = scale(canvas, y, (left, right), (0.0, most))
    beside = canvas.text(
        right + GAP,
        y + SMALL * LEADING,
        wrapped("steps: rests on", width - right - GAP, SMALL),
        size=SMALL,
        fill=FAINT,
    )
    top, behind = y + 6, len(canvas.shapes)
    y = max(y + 26, beside + PAD)
    for i, j in shown:
        y = _row(canvas, answer, (i, j), y, (left, right, at(float(answer.flips.steps[i, j]))))
    drawn, canvas.shapes = canvas.shapes[behind:], canvas.shapes[:behind]
    grid(canvas, placed, top, y - SIZE - 4)
    canvas.shapes += drawn
    kinds = dict.fromkeys(answer.stated(*cell).kind or UNSTATED for cell in shown)
    said = {UNSTATED: "kind not stated"}
    y = key(canvas, y + 4, [swatch(canvas, said.get(k, k), *PAINTS[k]) for k in PAINTS if k in kinds])
    more = len(cells) - len(shown)
    if more:
        words = f"{more} more rating{'s' if more > 1 else ''} can change first place, from farther off."
        canvas.text(0, y + 4, wrapped(words, width, SMALL), size=SMALL, fill=FAINT)
    return canvas.finished(title, finding)


def _row(
    canvas: Canvas,
    answer: EvidenceAnswer,
    cell: tuple[int, int],
    y: float,
    track: tuple[float, float, float],
) -> float:
    """Draw a rating's bar from the left of a track to its end; return the next base line."""
    problem, (i, j), (left, right, end) = answer.study.problem, cell, track
    rating, steps = answer.stated(i, j), float(answer.flips.steps[cell])
    label = wrapped(answer.study.titles.cell(problem.options[i], problem.factors[j]), left - GAP)
    where = ", ".join(dict.fromkeys(cell_where(answer.study.scenario, rating))) or "nothing cited"
    told = wrapped(f"{fixed(steps)}: {where}", canvas.width - right - GAP, SMALL)
    canvas.text(0, y, label)
    fill, texture = PAINTS[rating.kind or UNSTATED]
    top = middle(y) - BAR / 2
    canvas.rect(left, top, end - left, BAR, fill=fill, texture=texture, edge=INK, value=steps)
    canvas.text(right + GAP, y, told, size=SMALL)
    return y + rows_high((label, SIZE), (told, SMALL), least=BAR) + PAD

"""The picture ``pairs``: in what share of the weightings each option scores above each other one."""

from collections.abc import Sequence

from scenario_cli.answers.drawing import GAP, PAD, letter, middle, rows_high
from scenario_cli.answers.robustness.ask import RobustnessAnswer
from scenario_cli.answers.robustness.words import caption, share_word
from scenario_cli.render.svg import FAINT, RULE, SIZE, SMALL, Canvas, Picture, wrapped

SHADES = ("#ffffff", "#e3edf5", "#c9dcec", "#a8c9e2", "#83b3d6")
LEAST_CELL, MOST_CELL, HIGH, LETTERS = 40.0, 72.0, 26.0, 26.0


def pairs_picture(answer: RobustnessAnswer, finding: str, width: float) -> Picture:
    """Return a table of cells, the row's option above the column's, the darker the more often.

    Each cell says its share; in bold where it is more than half. Columns go by the rows' letters;
    where titles have no room beside the cells, they stand below. Of more options than fit, the
    first by mean rank are shown.
    """
    canvas, found = Canvas("pairs", width), answer.found
    title = "In what share of the weightings does the row score above the column?"
    m = len(found.order)
    if m == 1:
        return canvas.nothing_to_draw("There is only one option.", title, finding)
    beside = m * LEAST_CELL <= width * 0.64
    left = width * 0.36 if beside else LETTERS
    shown = found.order[: int((width - left) / LEAST_CELL)]
    cell = min(MOST_CELL, (width - left) / len(shown))
    y = (
        canvas.text(0, 16, wrapped("Row above column, in % of the weightings", width, bold=True), bold=True)
        + PAD
    )
    for k in range(len(shown)):
        canvas.text(left + (k + 0.5) * cell, y, letter(k), size=SMALL, fill=FAINT, anchor="middle")
    y += 8 + HIGH / 2 + SIZE * 0.35
    for k, a in enumerate(shown):
        said = f"{letter(k)}: {answer.title(a)}" if beside else letter(k)
        label = wrapped(said, left - GAP) if beside else [said]
        canvas.text(0, y, label)
        high = rows_high((label, SIZE), least=HIGH - 2) + 2
        _cells(canvas, answer, a, shown, (left, y, cell, high))
        y += high
    y += 4
    for k, a in enumerate([] if beside else shown):
        y = canvas.text(0, y, wrapped(f"{letter(k)}: {answer.title(a)}", width, SMALL), size=SMALL) + 2
    said = caption(answer)
    if len(shown) < m:
        said = f"The {len(shown)} of {m} options with the best mean rank are shown: no more fit. {said}"
    canvas.text(0, y + 4, wrapped(said, width, SMALL), size=SMALL, fill=FAINT)
    return canvas.finished(title, finding)


def _cells(
    canvas: Canvas,
    answer: RobustnessAnswer,
    a: int,
    shown: Sequence[int],
    place: tuple[float, float, float, float],
) -> None:
    """Draw one option's row of cells."""
    found, (left, y, cell, high) = answer.found, place
    top = middle(y) - HIGH / 2
    for k, b in enumerate(shown):
        x = left + k * cell
        if a == b:
            canvas.rect(x, top, cell, high, edge=RULE)
            canvas.text(x + cell / 2, y, "-", size=SMALL, fill=FAINT, anchor="middle")
            continue
        share = float(found.pairwise[a, b])
        shade = SHADES[min(int(share * len(SHADES)), len(SHADES) - 1)]
        canvas.rect(x, top, cell, high, fill=shade, edge=RULE, value=share)
        said = share_word(share, exact="pairwise" in found.exact)
        canvas.text(x + cell / 2, y, said, size=SMALL, anchor="middle", bold=share > 0.5)

"""The picture ``ranking``: every option's points, from which drivers they come, and what they could be."""

from scenario_cli.answers.ranking import by_driver, rank_word
from scenario_cli.render.legend import Key, legend
from scenario_cli.render.svg import (
    FAINT,
    INK,
    LEADING,
    RULE,
    SIZE,
    SMALL,
    Canvas,
    Picture,
    fill_of,
    text_width,
    wrapped,
)
from scenario_cli.study import Study
from scenario_cli.text import fixed, listed

BAR, UNDER, GAP, PAD, END = 16.0, 6.0, 12.0, 10.0, 3.5
BESIDE = 560.0  # from this width on titles stand beside their bars, else above


def ranking_picture(study: Study, finding: str, width: float) -> Picture:
    """Return a bar for each option in rank order, made up of what each driver gives.

    Under it a whisker spans the score with every rating anywhere in its stated range; at its end
    stand the points; ties and near ties are said at the option.
    """
    canvas, title = Canvas("ranking", width), "Which option leads, and by what?"
    left = width * 0.36 if width >= BESIDE else 0.0
    right = width - text_width(" 100.0", SIZE) - GAP
    canvas.text(left, 16, "0", size=SMALL, fill=FAINT)
    canvas.text(right, 16, "100 points", size=SMALL, fill=FAINT, anchor="end")
    top, y = canvas.height, 16 + SMALL + PAD
    for i in study.ranking.order:
        y = _row(canvas, study, i, y, left, right)
    y += PAD / 2
    if left:
        for at in (left, (left + right) / 2, right):
            canvas.line(at, top, at, y - SIZE - 2, ink=RULE)
        canvas.shapes[2:] = [*canvas.shapes[-3:], *canvas.shapes[2:-3]]  # the grid lies under the bars
    drivers = study.scenario.drivers
    shown = [Key(*fill_of(k), study.titles.items[id_]) for k, id_ in enumerate(drivers)]
    y = legend(canvas, y + 2, shown)
    if bool((study.ranking.least != study.ranking.most).any()):
        for x in (0, 12):
            canvas.line(x, y - 8, x, y - 1)
        canvas.line(0, y - 4.5, 12, y - 4.5)
        said = wrapped("what it could be, every rating anywhere in its stated range", width - 18, SMALL)
        canvas.text(18, y, said, size=SMALL, fill=FAINT)
    return canvas.finished(title, finding)


def _row(canvas: Canvas, study: Study, i: int, y: float, left: float, right: float) -> float:
    ranking = study.ranking
    room = left - GAP if left else canvas.width
    rank = f"{rank_word(ranking, i)} "
    aside = text_width("30= ", SIZE, bold=True)
    first = i in ranking.leaders
    label = wrapped(study.title(study.problem.options[i]), room - aside, bold=first)
    canvas.text(0, y, rank.strip(), bold=first)
    below = canvas.text(aside, y, label, bold=first)
    said = _said(study, i)
    if said:
        below = canvas.text(aside, below - 1, wrapped(said, room - aside, SMALL), size=SMALL, fill=FAINT)
    top = y - SIZE * 0.85 if left else below - SIZE * 0.85
    bottom = _bar(canvas, study, i, top, left, right)
    return max(below, bottom + SIZE) + PAD


def _said(study: Study, i: int) -> str:
    """Return what is to be said of an option's place: whom it ties with, or nearly."""
    ranking = study.ranking
    if ranking.tied[i]:
        level = [k for k in ranking.order if k != i and ranking.ranks[k] == ranking.ranks[i]]
        return f"tied with {_named(study, level)}"
    over = next((a for a, b in ranking.near if b == i), None)
    return "" if over is None else f"a near tie with {_named(study, [over])}"


def _named(study: Study, options: list[int]) -> str:
    if len(options) > 2:
        return f"{len(options)} others"
    return listed([study.title(study.problem.options[k]) for k in options])


def _bar(canvas: Canvas, study: Study, i: int, top: float, left: float, right: float) -> float:
    """Draw what each driver gives, the whisker and the points; return where it all ends."""
    ranking = study.ranking

    def at(points: float) -> float:
        return left + points / 100 * (right - left)

    total = 0.0
    for k, given in enumerate(by_driver(study, i)):
        if given > 0:
            fill, texture = fill_of(k)
            wide = at(total + given) - at(total)
            canvas.rect(at(total), top, wide, BAR, fill=fill, texture=texture, edge=INK, value=given)
        total += given
    least, score, most = (float(of[i]) for of in (ranking.least, ranking.scores, ranking.most))
    canvas.line(at(0), top, at(0), top + BAR)
    bottom = top + BAR
    if least != most:
        under = bottom + UNDER
        canvas.line(at(least), under, at(most), under, thick=1.5)
        for end in (least, most):
            canvas.line(at(end), under - END, at(end), under + END, thick=1.5, value=end)
        bottom = under + END
    words = fixed(score)
    canvas.text(at(score) + 6, top + BAR * 0.75, words, bold=i in ranking.leaders, value=score)
    return max(bottom, top + BAR * 0.75 + SIZE * LEADING * 0.4)

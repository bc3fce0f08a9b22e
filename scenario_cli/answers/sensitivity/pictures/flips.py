"""The picture ``flips``: where each weight stands, and every point at which first place changes hands."""

from collections.abc import Sequence

from scenario_cli.answers.one_way import listed_swings
from scenario_cli.engine.sensitivity.nearest import item_id
from scenario_cli.engine.sensitivity.one_way import OneWay
from scenario_cli.render.svg import FAINT, FILLS, INK, LEADING, RULE, SIZE, SMALL, Canvas, Picture, wrapped
from scenario_cli.study import Study
from scenario_cli.text import listed, per_cent

GAP, PAD, TICK = 12.0, 8.0, 7.0


def flips_picture(study: Study, one_way: Sequence[OneWay], finding: str, width: float) -> Picture:
    """Return a track from 0 to 100% for each driver, then each factor, the nearest flip first.

    On it stand the present share, the range that the weights state, and the nearest flip to either
    side; beside it who takes over there.
    """
    canvas, title = Canvas("flips", width), "What would change first place, one weight at a time?"
    swings = listed_swings(study, one_way)
    if not swings:
        return canvas.nothing_to_draw("There is one weight alone, so none can move.", title, finding)
    left, right = width * 0.3, width * 0.68
    canvas.text(left, 16, "0%", size=SMALL, fill=FAINT)
    canvas.text(right, 16, "100%", size=SMALL, fill=FAINT, anchor="end")
    beside = wrapped("Turns at, and who is first then", width - right - GAP, SMALL)
    y = canvas.text(right + GAP, 16, beside, size=SMALL, fill=FAINT) + PAD
    for kind, head in (("driver", "Weight of a driver"), ("factor", "Weight of a factor")):
        group = [swing for swing in swings if swing.kind == kind]
        if group:
            y = canvas.text(0, y, wrapped(head, right, bold=True), bold=True) + 4
        for swing in group:
            y = _row(canvas, study, swing, y, left, right)
    canvas.dot(6, y, 4.5, fill=FILLS[0])
    y = canvas.text(18, y + 4, "now", size=SMALL, fill=FAINT)
    canvas.line(6, y - 10, 6, y + 2, thick=2.5)
    y = canvas.text(18, y, "where first place changes hands", size=SMALL, fill=FAINT)
    if study.ranges:
        canvas.rect(0, y - 8, 12, 8, fill=RULE)
        canvas.text(18, y, "the range that the weights state", size=SMALL, fill=FAINT)
    return canvas.finished(title, finding)


def _row(canvas: Canvas, study: Study, swing: OneWay, y: float, left: float, right: float) -> float:
    id_ = item_id(study.problem, swing)
    label = wrapped(study.titles.items[id_], left - GAP)
    told = [
        f"{per_cent(flip.at)}: {listed([study.title(study.problem.options[i]) for i in flip.to])}"
        for flip in swing.flips
    ] or ["never"]
    beside = [line for words in told for line in wrapped(words, canvas.width - right - GAP, SMALL)]
    rows = max(len(label) * SIZE, len(beside) * SMALL, 2 * TICK / LEADING) * LEADING
    track = y - SIZE * 0.35

    def at(share: float) -> float:
        return left + share * (right - left)

    canvas.text(0, y, label)
    canvas.line(left, track, right, track, ink=RULE, thick=3)
    stated = study.ranges.get(id_)
    if stated is not None:
        canvas.rect(at(stated[0]), track - 4, at(stated[1]) - at(stated[0]), 8, fill=RULE)
        for end in stated:
            canvas.line(at(end), track - 4, at(end), track + 4, ink=FAINT, value=end)
    for flip in swing.flips:
        canvas.line(at(flip.at), track - TICK, at(flip.at), track + TICK, ink=INK, thick=2.5, value=flip.at)
    canvas.dot(at(swing.weight), track, 4.5, fill=FILLS[0], value=swing.weight)
    canvas.text(right + GAP, y, beside, size=SMALL)
    return y + rows + PAD

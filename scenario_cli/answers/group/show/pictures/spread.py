"""The picture ``spread``: every ballot's share of each weight as a dot on a track, with the flips."""

from scenario_cli.answers.drawing import GAP, PAD, Sign, grid, key, middle, rows_high, scale
from scenario_cli.answers.group.show.ask import GroupShowAnswer
from scenario_cli.answers.group.show.tables import item_title, shown_spreads
from scenario_cli.answers.group.words import ballots
from scenario_cli.render.svg import FAINT, FILLS, INK, PAPER, RULE, SIZE, SMALL, Canvas, Picture, wrapped

ARGUE, NO_NEED = "ARGUE", "no need"
WORD = 62.0


def spread_picture(answer: GroupShowAnswer, finding: str, width: float) -> Picture:
    """Return a track from 0 to 100 for each driver, and for each factor that can matter by itself.

    On it a dot a ballot, the middle half as a bar, the room's share as a ring, and a line where first
    place turns.
    """
    canvas = Canvas("spread", width)
    left, right = width * 0.34, width - WORD - 12

    def at(share: float) -> float:
        return left + share * (right - left)

    head = "Shares in the ballots, per cent of the whole, and where first place turns"
    y = canvas.text(0, 16, wrapped(head, width, bold=True), bold=True) + 4
    placed = scale(canvas, y, (left, right), (0.0, 100.0))
    top, behind = y + 6, len(canvas.shapes)
    y += 26
    for spread in shown_spreads(answer, whole=False):
        label = wrapped(item_title(answer, spread), left - GAP)
        canvas.text(0, y, label)
        line, low, high = middle(y), spread.quartiles.lower, spread.quartiles.upper
        canvas.line(left, line, right, line, ink=RULE)
        canvas.rect(at(low), line - 5, at(high) - at(low), 10, fill="#ddd")
        for share in sorted(spread.shares.tolist()):
            canvas.dot(at(share), line, 3.5, fill=FILLS[0], edge=PAPER, value=share)
        canvas.dot(at(spread.room), line, 6, fill="none", edge=INK, value=spread.room)
        for turn in spread.turns:
            canvas.line(at(turn.at), line - 10, at(turn.at), line + 10, ink=FILLS[5], thick=3, value=turn.at)
        matters = bool(spread.across.any())
        canvas.text(width, y, ARGUE if matters else NO_NEED, size=SMALL, anchor="end", bold=matters)
        y += rows_high((label, SIZE), least=16) + PAD
    drawn, canvas.shapes = canvas.shapes[behind:], canvas.shapes[:behind]
    grid(canvas, placed, top, y - SIZE - 4)
    canvas.shapes += drawn
    signs = [
        Sign("a ballot", lambda x, y: canvas.dot(x + 6, y, 3.5, fill=FILLS[0], edge=PAPER)),
        Sign("the middle half", lambda x, y: canvas.rect(x, y - 5, 14, 10, fill="#ddd")),
        Sign("the room", lambda x, y: canvas.dot(x + 6, y, 6, fill="none", edge=INK)),
        Sign(
            "first place turns", lambda x, y: canvas.line(x + 6, y - 8, x + 6, y + 8, ink=FILLS[5], thick=3)
        ),
    ]
    y = key(canvas, y + 4, signs)
    note = f"{ballots(answer.n_ballots)}, in no order of arrival."
    canvas.text(0, y + 4, wrapped(note, width, SMALL), size=SMALL, fill=FAINT)
    return canvas.finished("Where do the ballots differ, and does it matter?", finding)

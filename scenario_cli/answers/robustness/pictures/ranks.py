"""The picture ``ranks``: in what share of the weightings each option has which rank."""

from scenario_cli.answers.drawing import GAP, PAD, key, middle, rows_high, swatch
from scenario_cli.answers.robustness.ask import RobustnessAnswer
from scenario_cli.answers.robustness.words import caption, share_word
from scenario_cli.render.svg import FAINT, INK, SIZE, SMALL, Canvas, Picture, text_width, wrapped

FIRST = "#00395a"
BAR, NUMBER = 16.0, 52.0
_DARKEST, _LIGHTEST = 0xA0, 0xF4


def ranks_picture(answer: RobustnessAnswer, finding: str, width: float) -> Picture:
    """Return a bar of all weightings for each option, cut by the rank that it has in them.

    First place is darkest and textured, the other ranks are the lighter the lower; the best mean
    rank comes first. The share of first places stands at the right, how it came about below.
    """
    canvas, found = Canvas("ranks", width), answer.found
    m = len(found.order)
    left, right = width * 0.36, width - NUMBER - 6
    y = canvas.text(0, 16, wrapped("Share of the weightings by rank", left - GAP, bold=True), bold=True)
    canvas.text(left, 16, "0%", size=SMALL, fill=FAINT)
    canvas.text(right, 16, "100%", size=SMALL, fill=FAINT, anchor="end")
    canvas.text(width, 16, "first", size=SMALL, fill=FAINT, anchor="end")
    y += PAD
    for i in found.order:
        label = wrapped(answer.title(i), left - GAP)
        canvas.text(0, y, label)
        _bar(canvas, [float(share) for share in found.acceptability[i]], y, left, right)
        share = share_word(float(found.acceptability[i, 0]), exact=found.samples == 0)
        canvas.text(width, y, f"{share}%", size=SMALL, anchor="end")
        y += rows_high((label, SIZE), least=BAR) + PAD
    signs = [swatch(canvas, f"rank {k + 1}", *_paint(k, m), edge=INK) for k in range(m)]
    y = key(canvas, y + 4, signs)
    canvas.text(0, y + 6, wrapped(caption(answer), width, SMALL), size=SMALL, fill=FAINT)
    return canvas.finished("In what share of the weightings has each option which rank?", finding)


def _bar(canvas: Canvas, shares: list[float], y: float, left: float, right: float) -> None:
    x, top = left, middle(y) - BAR / 2
    for k, share in enumerate(shares):
        wide = share * (right - left)
        if share > 0:
            fill, texture = _paint(k, len(shares))
            canvas.rect(x, top, wide, BAR, fill=fill, texture=texture, edge=INK, value=share)
            if k and wide >= text_width(str(k + 1), SMALL) + 6:
                canvas.text(x + wide / 2, middle(y) + 4, str(k + 1), size=SMALL, anchor="middle")
        x += wide


def _paint(k: int, m: int) -> tuple[str, str]:
    """Return the colour and the texture of a rank."""
    if k == 0:
        return FIRST, "up"
    grey = round(_DARKEST + (_LIGHTEST - _DARKEST) * (k - 1) / max(1, m - 2))
    return f"#{grey:02x}{grey:02x}{grey:02x}", ""

"""What files state, as pages say it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenario_cli.model.scenario import Scale


def stated_text(stated: float | str | None) -> str:
    """Return a number or a word as a file states it; ``none`` where there is none."""
    if stated is None:
        return "none"
    return stated if isinstance(stated, str) else repr(float(stated)).removesuffix(".0")


def rating_words(scale: "Scale", number: float) -> str:
    """Return a rating with its unit, and in words where its scale has some for it: ``10 min (quick)``."""
    unit = f" {scale.unit}" if scale.unit else ""
    words = scale.anchors.get(number) or next((word for word, n in scale.levels.items() if n == number), "")
    return stated_text(number) + unit + (f" ({words})" if words else "")


def ends_words(scale: "Scale") -> str:
    """Say from what to what a scale goes."""
    return f"from {rating_words(scale, scale.worst)} to {rating_words(scale, scale.best)}"

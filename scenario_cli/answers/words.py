"""What files state, as pages say it."""


def stated_text(stated: float | str | None) -> str:
    """Return a number or a word as a file states it; ``none`` where there is none."""
    if stated is None:
        return "none"
    return stated if isinstance(stated, str) else repr(float(stated)).removesuffix(".0")

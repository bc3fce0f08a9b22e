"""Dates as people write them in a file, and which of two is later as far as both can tell."""

import re

_DATE = re.compile(r"(?<![0-9])([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?(?![0-9])")
_SHORT_END = re.compile(r"(?<![0-9])([0-9]{4})-(0[1-9]|1[0-2])/(0[1-9]|1[0-2])(?![-0-9])")


def end_of(text: str) -> tuple[int, ...] | None:
    """Return the date that a text states: year, month and day as far as it does; of a span its end.

    ``None`` where it states none. ``2023``, ``2023-02`` and ``2023-02-19`` are dates, alone or among
    words (``by 2023-03``); ``2022-02/2023-02`` and ``2022-02/03`` are spans.
    """
    spelt_out = _SHORT_END.sub(r"\1-\2/\1-\3", text)
    found = _DATE.findall(spelt_out)
    return tuple(int(part) for part in found[-1] if part) if found else None


def is_later(date: str, than: str) -> bool:
    """Whether a date is later than another, compared at the coarser precision; not where one states none."""
    one, other = end_of(date), end_of(than)
    if one is None or other is None:
        return False
    known = min(len(one), len(other))
    return one[:known] > other[:known]

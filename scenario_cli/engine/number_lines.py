"""Lines of plain numbers to columns, all at once: the numbers are those of ``float``.

A field of digits with at most one point is a whole number over a power of ten. Eight digits are
made a number in three steps, two, four and eight of them at a time (D. Lemire, *Quickly parsing
eight digits*, 2018). Up to 2**53 one division gives the nearest double; what is larger is set right
by what the division leaves. NumPy's ``loadtxt`` takes four times as long.
"""

from typing import Any

import numpy as np

from scenario_cli.engine.arrays import Array, Indices, Mask, product_error

_COMMA, _POINT, _LINE_END = b",.\n"
_MARKS = np.array([_COMMA, _POINT, _LINE_END], dtype=np.uint8)
_ODD = np.frombuffer(b"eE+-", dtype=np.uint8)  # in a number that is read by itself
_MOST_ODD = 0.05  # of all fields: with more, reading each of them by itself takes longer than ``loadtxt``
_MOST_DIGITS, _MOST_AFTER = 24, 22
_BEFORE = b"0" * 24  # what is before a field is looked at, too, and wiped out
_TENS = np.array([float(10**k) for k in range(_MOST_AFTER + 1)])  # larger ones are not exact
_ROOM = 10**18  # of a whole number, leading zeros left out
_EXACT = 2**53
_DOUBT = 1e-6  # of the distance to the next number; the steps are exact to 1e-14 of it
# The last ones of eight signs, by how many: the first sign is the lowest byte.
_LAST = np.array([2**64 - 2 ** (64 - 8 * k) for k in range(9)], dtype=np.uint64)
_ZEROS = np.uint64(0x3030303030303030)
_PAIRS = [  # how far apart two numbers are, what the left one is to be multiplied by, where both stay
    (np.uint64(8), np.uint64(10), np.uint64(0x00FF00FF00FF00FF)),
    (np.uint64(16), np.uint64(100), np.uint64(0x0000FFFF0000FFFF)),
    (np.uint64(32), np.uint64(10_000), np.uint64(0x00000000FFFFFFFF)),
]


def number_columns(content: bytes, count: int) -> list[Array] | None:
    """Return so many columns of numbers (N,) from lines of them between commas.

    ``None`` where there is anything else, or where many of them are not plain: those lines are to
    be read in another way.
    """
    text = content.replace(b"\r\n", b"\n") if b"\r" in content else content
    text = text if text.endswith(b"\n") else text + b"\n"
    signs = np.frombuffer(_BEFORE + text, dtype=np.uint8)
    ends = np.flatnonzero((signs == _COMMA) | (signs == _LINE_END))
    points = np.flatnonzero(signs == _POINT)
    if len(ends) % count or not _is_table(signs[ends].reshape(-1, count)):
        return None
    after, before = _points_in(points, ends)
    odd = _odd_fields(signs, ends, len(points))
    digits = np.diff(ends - before, prepend=len(_BEFORE) - 1) - 1
    if after is None or odd is None or not digits.all():
        return None
    odd |= (digits > _MOST_DIGITS) | (after > _MOST_AFTER)
    if np.count_nonzero(odd) > _MOST_ODD * len(odd):
        return None
    after[odd], digits[odd] = 0, 1
    whole, fits = _whole_numbers(signs[signs != _POINT].tobytes(), ends - before, digits)
    numbers, sure = _quotients(whole, after)
    for k in np.flatnonzero(odd | ~(fits & sure)).tolist():
        start = int(ends[k - 1]) + 1 if k else len(_BEFORE)
        try:
            numbers[k] = float(signs[start : ends[k]].tobytes())
        except ValueError:
            return None
    return list(numbers.reshape(-1, count).T)


def _points_in(points: Indices, ends: Indices) -> tuple[Indices | None, Indices]:
    """Return how many signs of each field stand after its point, and how many points stand before its end.

    ``None`` where a field has several points.
    """
    if len(points) == len(ends) and (points < ends).all() and (points[1:] > ends[:-1]).all():
        return ends - points - 1, np.arange(1, len(ends) + 1)  # mostly; the other way takes ten times as long
    field = np.searchsorted(ends, points)
    counts = np.bincount(field, minlength=len(ends))
    after = np.zeros(len(ends), dtype=np.int64)
    after[field] = ends[field] - points - 1
    return (after if (counts < 2).all() else None), np.cumsum(counts)


def _is_table(ends: Any) -> bool:
    """Whether what ends the fields of each line (N, n) are commas, and a line's end."""
    return bool((ends[:, -1] == _LINE_END).all() and (ends[:, :-1] == _COMMA).all())


def _odd_fields(signs: Any, ends: Indices, points: int) -> Mask | None:
    """Return which fields have a sign or an exponent; ``None`` where one holds what no number does."""
    odd = np.zeros(len(ends), dtype=bool)
    no_digit = signs - np.uint8(ord("0")) > 9
    if np.count_nonzero(no_digit) > len(ends) + points:
        stated = np.flatnonzero(no_digit)
        others = stated[~np.isin(signs[stated], _MARKS)]
        if not np.isin(signs[others], _ODD).all():
            return None
        odd[np.searchsorted(ends, others)] = True
    return odd


def _whole_numbers(signs: bytes, ends: Indices, digits: Indices) -> tuple[Indices, Mask]:
    """Return the whole numbers of so many digits each that end before places in a text, and which fit."""
    eights = np.ndarray((len(signs) - 7,), dtype="<u8", buffer=signs, strides=(1,))  # at every place
    whole, fits = np.zeros(len(ends), dtype=np.int64), np.ones(len(ends), dtype=bool)
    for done in range(0, int(digits.max()), 8):
        some = ... if not done else np.flatnonzero(digits > done)
        number = (eights[ends[some] - 8 - done] ^ _ZEROS) & _LAST[np.clip(digits[some] - done, 0, 8)]
        for apart, times, kept in _PAIRS:
            number = (number * times + (number >> apart)) & kept
        whole[some] += number.astype(np.int64) * 10**done
        fits[some] = number < _ROOM // 10**done
    return whole, fits


def _quotients(whole: Indices, after: Indices) -> tuple[Array, Mask]:
    """Return whole numbers over powers of ten as the nearest doubles, and which are sure to be."""
    tens = _TENS[after]
    numbers = whole / tens
    sure = np.ones(len(whole), dtype=bool)
    large = np.flatnonzero(whole > _EXACT)  # the numerator of these is rounded already
    if large.size:
        stated, tens, first = whole[large], tens[large], numbers[large]
        rounded = stated.astype(float)
        product = first * tens
        left = (rounded - product) - product_error(first, tens, product)
        more = (left + (stated - rounded.astype(np.int64))) / tens
        half = 0.5 * np.spacing(first)
        numbers[large] = first + more
        # Half way to the next number; below a power of two that is half as far.
        sure[large] = np.minimum(abs(abs(more) - half), abs(abs(more) - half / 2)) > _DOUBT * half
    return numbers, sure

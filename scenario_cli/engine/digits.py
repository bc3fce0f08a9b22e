"""Many numbers as text at once: the shortest digits that read back as the same number.

They are those of Python's ``repr``, which takes four times as long. A number times a power of ten is
a whole number of 17 digits and a remainder, both exact. Of its roundings to 15, 16 and 17 digits the
shortest counts that is nearer to it than half the distance to the next number (G. L. Steele and
J. L. White, *How to print floating-point numbers accurately*, 1990). What that does not decide
beyond any rounding of these steps is left to ``repr``.
"""

from typing import Any

import numpy as np

from scenario_cli.engine.arrays import Array, Indices, Mask, product_error

_DIGITS = 17  # they tell any two numbers apart
_ENDS = np.array([0.1, 1.0, 10.0, 100.0])  # between them lie nearly all scores
_TIMES = np.array([1e17, 1e16, 1e15])  # make 17 digits before the point of what lies between two ends
_DOUBT = 1e-6  # of the 17th digit; the steps are exact to 1e-14 of it
_MANTISSA = 2**52 - 1


def _in_one(*signs: Any) -> Any:
    """Return columns of four signs as a number a row: so they are put down at once."""
    return np.stack(signs, axis=1).astype(np.uint8).view(np.uint32).ravel()


_POINT, _ZERO = np.full(1000, ord(".")), np.full(1000, ord("0"))
_A, _B, _C, _D = (np.arange(10_000) // unit % 10 + ord("0") for unit in (1000, 100, 10, 1))
_FOURS = _in_one(_A, _B, _C, _D)
_HEADS = np.concatenate(  # of numbers between two ends, by their first digits: two, three and three
    [
        _in_one(_ZERO, _POINT, _C[:1000], _D[:1000]),
        _in_one(_B[:1000], _POINT, _C[:1000], _D[:1000]),
        _in_one(_B[:1000], _C[:1000], _POINT, _D[:1000]),
    ]
)
# By how many of twenty signs count: the others are wiped out.
_KEPT = np.uint8(255) * (np.arange(20) < np.arange(21)[:, None]).astype(np.uint8)
_KEPT = _KEPT.view(np.uint32)


def number_texts(numbers: Array) -> Any:
    """Return the ``repr`` of each of N numbers, as an array (N,) of ``bytes``."""
    texts = np.empty(len(numbers), dtype=object)
    others = numbers.view(np.int64) != 0  # -0.0 is another
    texts[~others] = b"0.0"
    ours = np.flatnonzero((numbers >= _ENDS[0]) & (numbers < _ENDS[-1]))
    texts[ours], sure = _digit_texts(numbers[ours])
    others[ours] = ~sure
    texts[others] = [repr(number).encode() for number in numbers[others].tolist()]
    return texts


def _digit_texts(numbers: Array) -> tuple[Any, Mask]:
    """Return numbers between the ends as texts, and which of them are sure to be as ``repr`` has them."""
    place = np.searchsorted(_ENDS, numbers, side="right") - 1
    digits, count, sure = _shortest(numbers, _TIMES[place])
    small = place == 0
    unit = np.where(small, 10**15, 10**14)
    first = digits // unit
    rest = (digits - first * unit) * (10**16 // unit)
    signs = np.empty((len(numbers), 5), dtype=np.uint32)
    signs[:, 0] = _HEADS[place * 1000 + first]
    for k in range(4, 0, -1):
        left = rest // 10_000
        signs[:, k] = _FOURS[rest - left * 10_000]
        rest = left
    signs &= _KEPT[np.maximum(count + small, place + 1) + 1]
    return signs.view("S20").ravel().astype(object), sure


def _shortest(numbers: Array, times: Array) -> tuple[Indices, Indices, Mask]:
    """Return 17 digits of each number as a whole one, how many of them count, and whether that is sure."""
    product = numbers * times
    rest = product_error(numbers, times, product)
    more = np.rint(rest)
    rest -= more
    exact = product.astype(np.int64) + more.astype(np.int64)
    half = 0.5 * np.spacing(numbers) * times
    # Below a power of two the next number is half as far away.
    sure = (0.5 - np.abs(rest) > _DOUBT) & (numbers.view(np.int64) & _MANTISSA != 0)
    digits, count = exact, np.full(len(numbers), _DIGITS)
    for fewer, unit in ((1, 10), (2, 100)):
        rounded = exact // unit
        above = (exact - rounded * unit) + rest
        up = above > unit / 2
        away = np.abs(above - unit * up)
        near = away < half
        sure &= (np.abs(away - half) > _DOUBT) & (~near | (np.abs(above - unit / 2) > _DOUBT))
        digits = np.where(near, (rounded + up) * unit, digits)
        count[near] = _DIGITS - fewer
    sure &= (digits >= 10 ** (_DIGITS - 1)) & (digits < 10**_DIGITS)
    fewest = np.flatnonzero(count == _DIGITS - 2)
    count[fewest] -= _zeros(digits[fewest] // 100)
    return digits, count, sure


def _zeros(digits: Indices) -> Indices:
    """Return how many zeros whole numbers of at most 15 digits end with."""
    zeros = np.zeros(len(digits), dtype=np.int64)
    for several in (8, 4, 2, 1):
        fewer = digits // 10**several
        ends = fewer * 10**several == digits
        digits = np.where(ends, fewer, digits)
        zeros += several * ends
    return zeros

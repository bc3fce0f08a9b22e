"""Words as they are printed: lists, numbers, and text that cannot steer a terminal."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Key = TypeVar("Key")

_CONTROL = "[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
_LONGEST_SLUG = 40
# Letters that have a plain spelling, though no accent is taken off them.
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # text that begins so is run by a spreadsheet


def suggestion(word: str, known: Iterable[str]) -> str:
    """Tell what was probably meant: the nearest known word, else the few there are, else nothing."""
    from difflib import get_close_matches

    words = list(dict.fromkeys(known))
    near = get_close_matches(word, words, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    if 0 < len(words) <= 8:
        return "known: " + ", ".join(words)
    return ""


def visible(text: str) -> str:
    """Return ``text`` with control characters written out, so that it cannot steer a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_CONTROL, lambda found: repr(found[0])[1:-1], text)


def visible_lines(text: str) -> str:
    """Return text of several lines with all other control characters written out."""
    return "\n".join(visible(line) for line in text.split("\n"))


def gathered(remarks: Iterable[tuple[str, str]]) -> list[str]:
    """Return remarks, each a code and a clause, as lines: those of a code together, and it at the end."""
    by_code: dict[str, list[str]] = {}
    for code, text in remarks:
        by_code.setdefault(code, []).append(text)
    return [f"{_sentence(_few(texts))} [{code}]" for code, texts in by_code.items()]


def _sentence(clause: str) -> str:
    return clause[:1].upper() + clause[1:] + ("" if clause.endswith(("?", "!")) else ".")


def _few(texts: list[str]) -> str:
    shown = "; ".join(texts[:_SHOWN])
    return f"{shown}; and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else shown


_SHOWN = 4


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: ``a, b and c``."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def first_place(was: Sequence[Key], now: Sequence[Key], title: Callable[[Key], str]) -> str:
    """Say who was first and who is; who was and is has taken nothing from anybody."""
    stayed = [title(i) for i in now if i in was]
    gained = [title(i) for i in now if i not in was]
    lost = [title(i) for i in was if i not in now]
    if not stayed:
        return f"{listed(gained)} {'takes' if len(gained) == 1 else 'take'} first place from {listed(lost)}"
    said = f"{listed(stayed)} {'stays' if len(stayed) == 1 else 'stay'} first"
    if gained:
        said += f", now tied with {listed(gained)}"
    if lost:
        said += f", no longer tied with {listed(lost)}"
    return said


def fixed(number: float, decimals: int = 1, *, plus: bool = False) -> str:
    """Return a number with some decimals, halves away from zero, as people round by hand.

    What is within a ten-millionth of a half (of the last decimal) counts as one: 2.225 stays
    2.23 whichever way its last binary digit fell. ``plus`` writes the sign of what is above 0.
    """
    if abs(number) >= _WITHOUT_DECIMALS:
        return f"{number:{'+' if plus else ''}.{decimals}f}"
    unit = 10**decimals
    units = math.floor(abs(number) * unit + 0.5 + 1e-7)
    sign = "-" if number < 0 and units else "+" if plus else ""
    return f"{sign}{units / unit:.{decimals}f}"


_WITHOUT_DECIMALS = 1e9


def points(number: float) -> str:
    """Return score points with one decimal, or more where one would show 0.0."""
    return fixed(number) if number == 0 or abs(number) >= 0.1 else f"{number:.1g}"


def signed(number: float, decimals: int = 2) -> str:
    """Return score points with their sign and two decimals; rounding dust is +0.00."""
    return fixed(number, decimals, plus=True)


def per_cent(share: float) -> str:
    """Return a share of 0..1 in per cent."""
    return f"{fixed(share * 100)}%"


def slug(title: str) -> str:
    """Return a title as small letters, digits and ``_``; empty where none of its letters has a plain one."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", title.casefold().translate(_SPELT))
    words = re.split(r"[^a-z0-9_-]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    made = "_".join(word for word in words if word.strip("_-"))
    while len(made) > _LONGEST_SLUG and "_" in made.strip("_"):
        made = made.rpartition("_")[0]
    return made[:_LONGEST_SLUG].strip("_-")

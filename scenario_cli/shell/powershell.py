"""A line of PowerShell by its own rules: a backslash is plain, a backtick escapes, quotes are doubled."""

import re
from typing import NamedTuple

SINGLE, DOUBLE = "'\u2018\u2019\u201a\u201b", '"\u201c\u201d\u201e'  # it takes those of a text processor, too
_PLAIN = re.compile(r"[\w.:/\\=+%-]+")


class PowershellWord(NamedTuple):
    """A word: what a program gets, and as it is typed."""

    value: str
    raw: str

    @property
    def quote(self) -> str:
        """The quote that it begins with."""
        return self.raw[:1] if self.raw and self.raw[0] in SINGLE + DOUBLE else ""


def powershell_words(text: str) -> list[PowershellWord]:
    """Return the words of a line; the last is the one at hand, which is empty behind a blank."""
    found: list[PowershellWord] = []
    value, begun, quotes, at = "", 0, "", 0
    while at < len(text):
        sign, after = text[at], text[at + 1 : at + 2]
        if sign == "`" and quotes != SINGLE and after:
            value, at = value + after, at + 1
        elif quotes and sign in quotes:
            if after and after in quotes:
                value, at = value + after, at + 1
            else:
                quotes = ""
        elif not quotes and sign in SINGLE + DOUBLE:
            quotes = SINGLE if sign in SINGLE else DOUBLE
        elif not quotes and sign.isspace():
            if at > begun:
                found.append(PowershellWord(value, text[begun:at]))
            value, begun = "", at + 1
        else:
            value += sign
        at += 1
    return [*found, PowershellWord(value, text[begun:])]


def powershell_quoted(value: str, quote: str = "") -> str:
    """Return a word as PowerShell takes it for that word: in the quote that it begins with, if any."""
    if quote and quote in DOUBLE:
        return '"' + re.sub(f"([`${DOUBLE}])", r"`\1", value) + '"'
    if not quote and _PLAIN.fullmatch(value):
        return value
    return "'" + re.sub(f"([{SINGLE}])", r"\1\1", value) + "'"

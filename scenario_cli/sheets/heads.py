"""The words that say what a row or a column of a table holds."""

import re
from typing import Literal, NamedTuple, get_args

Word = Literal[
    "driver", "driver id", "factor", "factor id", "option id", "worst", "best", "unit", "step", "minimum"
]
HeadKind = Literal[Word, "weight", "why", "option"]

WORDS = frozenset(get_args(Word))
ANCHORS = ("driver", "factor")
_NAMED = re.compile(r"(weights?|why)(?:\s*:\s*|\s+|$)(.*)", re.IGNORECASE | re.DOTALL)

_ANOTHER = "or give the option another title"
_ENDS = f"write worst, best or minimum, {_ANOTHER}"
_WHY = f"write why OPTION, {_ANOTHER}"
_IDS = f"write driver id, factor id or option id, {_ANOTHER}"
_RESULT = f"delete it, {_ANOTHER}"
# Heads that people write for something else than an option, and what to write instead.
_NO_OPTIONS = {
    **dict.fromkeys(("min", "max", "minimum", "maximum"), _ENDS),
    **dict.fromkeys(("comment", "note", "remark", "description"), _WHY),
    **dict.fromkeys(("comments", "notes", "remarks", "descriptions"), _WHY),
    **dict.fromkeys(("bemerkung", "bemerkungen", "kommentar", "beschreibung"), _WHY),
    **dict.fromkeys(("id", "ids"), _IDS),
    **dict.fromkeys(("rank", "score", "rang"), _RESULT),
}
_TOTALS = "(?:(?:grand|sub)[ -]?)?(?:totals?|sum|average|mean|gesamt|summe|mittelwert|durchschnitt)"
_TOTAL_ALONE = re.compile(rf"{_TOTALS}(?:\s*/.*|\s+(?:points|weights?|scores?|ratings?))?")
_TOTAL = re.compile(rf"{_TOTALS}(?:[\s/:(].*)?")


class TableHead(NamedTuple):
    """What a row or column of a table holds, and where it stands along the heads.

    ``name`` is whose weights they are, of which option the reasons, or an option's title.
    """

    kind: HeadKind
    name: str
    line: int


def one_line(text: str) -> str:
    """Return text with every run of blanks and line ends as one blank."""
    return " ".join(text.split())


def key_of(text: str) -> str:
    """Return what two spellings of one title have in common: case and blanks are ignored."""
    return one_line(text).casefold()


def head_at(text: str, line: int) -> TableHead:
    """Return what a head says; any that is none of the known words is an option's title."""
    said = one_line(text)
    bare = said.rstrip(":").rstrip()
    word = bare.casefold()
    if word in WORDS:
        return TableHead(word, "", line)  # type: ignore[arg-type]
    named = _NAMED.fullmatch(bare)
    if named:
        return TableHead("why" if named[1].casefold() == "why" else "weight", named[2].strip(), line)
    return TableHead("option", said, line)


def no_option(title: str) -> str:
    """Return what to write instead of a head that is hardly an option's title; empty where it may be one."""
    word = key_of(title).rstrip(":?. ")
    return _RESULT if re.fullmatch(_TOTALS, word) else _NO_OPTIONS.get(word, "")


def says_total(title: str, *, alone: bool) -> bool:
    """Whether a title is that of totals; with ``alone`` only if it says nothing of what."""
    return (_TOTAL_ALONE if alone else _TOTAL).fullmatch(key_of(title).rstrip(":. ")) is not None

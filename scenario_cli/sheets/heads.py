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

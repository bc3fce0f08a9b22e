"""NewIds made of titles: small letters and digits, each once, never a word that YAML takes for another."""

import re
import unicodedata

from scenario_cli.model.base import ID_PATTERN
from scenario_cli.sheets.heads import one_line

LONGEST = 40
_WORDS = ("true", "false", "null", "unknown")
# Letters that have a plain spelling, though no accent is taken off them.
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def is_id(text: str) -> bool:
    """Whether a text can be an id as it stands."""
    return re.fullmatch(ID_PATTERN, text) is not None and text not in _WORDS


def slug(title: str) -> str:
    """Return a title as small letters, digits and ``_``; empty where none of its letters has a plain one."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_SPELT))
    words = re.split(r"[^a-z0-9_-]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    made = "_".join(word for word in words if word.strip("_-"))
    while len(made) > LONGEST and "_" in made.strip("_"):
        made = made.rpartition("_")[0]
    return made[:LONGEST].strip("_-")


class NewIds:
    """NewIds that are given so far; each is given once.

    Parameters
    ----------
    taken : iterable of str
        Those that the user states, which nothing else may have.
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = set(taken)

    def new(self, title: str, letter: str, number: int) -> str:
        """Return an id for a title, or the letter and number where no letter of it has a plain form."""
        made = slug(one_line(title))
        if not made:
            made = f"{letter}{number}"
        elif not made[0].isalpha() or made in _WORDS:
            made = f"{letter}_{made}"
        id_, again = made, 2
        while id_ in self._taken:
            id_, again = f"{made}_{again}", again + 1
        self._taken.add(id_)
        return id_

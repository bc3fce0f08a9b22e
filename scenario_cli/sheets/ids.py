"""NewIds made of titles: small letters and digits, each once, never a word that YAML takes for another."""

import re

from scenario_cli.model.base import ID_PATTERN
from scenario_cli.sheets.heads import one_line
from scenario_cli.text import slug

_WORDS = ("true", "false", "null", "unknown")


def is_id(text: str) -> bool:
    """Whether a text can be an id as it stands."""
    return re.fullmatch(ID_PATTERN, text) is not None and text not in _WORDS


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

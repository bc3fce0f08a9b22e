"""A mistake in a file or a model: what is wrong, where it stands, and what to write instead."""

from typing import NamedTuple

from scenario_cli.choices import Level
from scenario_cli.text import visible

DataPath = tuple[str | int, ...]


class Mistake(NamedTuple):
    """One mistake in one file, with the place where it stands.

    ``line`` and ``column`` count from 1 (``line`` is 0 where there is no file: a model made in
    Python, say, which ``file`` then names); ``path`` is the way through the data to the wrong
    place; ``cell`` is that place in a workbook (``My data!C7``, whose row and column ``line`` and
    ``column`` then are). ``level`` is ``"error"`` (nothing is scored), ``"warning"``, or
    ``"note"``: nothing is wrong.
    """

    file: str
    code: str
    message: str
    line: int = 1
    column: int = 1
    level: Level = "error"
    hint: str = ""
    path: DataPath = ()
    cell: str = ""

    def __str__(self) -> str:
        tail = f"; {self.hint}" if self.hint else ""
        return visible(f"{self.place}: {self.level}: {self.message} [{self.code}]{tail}")

    @property
    def place(self) -> str:
        """Where it stands, as a person would say it."""
        if self.cell:
            return f"{self.file}:{self.cell}"
        if self.line:
            return f"{self.file}:{self.line}:{self.column}"
        return ": ".join(part for part in (self.file, dotted(self.path)) if part)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Mistakes are told by file, then place, then code."""
        return (self.file, self.line, self.column, self.code, self.message)


def dotted(path: DataPath) -> str:
    """Write a path as a person would: ``ratings.keep.wait``, ``evidence[0]``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text

"""What can go wrong, each cause with its exit code, and how a mistake in a file is told."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import IntEnum
from typing import Literal, NamedTuple

Path = tuple[str | int, ...]

_CONTROL = "[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"


class ExitCode(IntEnum):
    """How a command ended, for scripts."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    INPUT = 3
    CONDITION = 4
    INTERRUPTED = 130


class Problem(NamedTuple):
    """One mistake in one file, with the place where it stands.

    ``line`` and ``column`` count from 1; ``path`` is the way through the data to
    the wrong place. ``level`` is ``"error"`` (nothing is scored) or ``"warning"``.
    """

    file: str
    code: str
    message: str
    line: int = 1
    column: int = 1
    level: Literal["error", "warning"] = "error"
    hint: str = ""
    path: Path = ()

    def __str__(self) -> str:
        tail = f"; {self.hint}" if self.hint else ""
        place = f"{self.file}:{self.line}:{self.column}"
        return visible(f"{place}: {self.level}: {self.message} [{self.code}]{tail}")

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Problems are told by file, then place, then code."""
        return (self.file, self.line, self.column, self.code, self.message)


class ScenarioError(Exception):
    """A foreseen failure: its message is for the user, its code for scripts."""

    exit_code = ExitCode.FAULT


class InputError(ScenarioError):
    """One or more files are missing or wrong; every problem of every file is listed."""

    exit_code = ExitCode.INPUT

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Problems of several files gathered, to be told together.

    Each file is read in a ``with`` block of its own; ``told`` raises what there is.
    """

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def __enter__(self) -> "Problems":
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, InputError):
            return False
        self.found += [problem for problem in error.problems if problem not in self.found]
        return True

    def told(self) -> None:
        """Raise if anything was wrong.

        Raises
        ------
        InputError
            With every problem.
        """
        if self.found:
            raise InputError(self.found)


class UsageError(ScenarioError):
    """An argument of the command line does not fit what the files hold."""

    exit_code = ExitCode.USAGE


class OutputError(ScenarioError):
    """The result could not be written where it was asked for."""

    exit_code = ExitCode.INPUT


class LostWorkerError(ScenarioError):
    """Processes that were to do a part of the work were ended from outside, again and again."""


class ConditionError(ScenarioError):
    """A condition that the user demanded does not hold."""

    exit_code = ExitCode.CONDITION


def suggestion(word: str, known: Iterable[str]) -> str:
    """Tell what was probably meant: the nearest known word, else the few there are, else nothing."""
    words = list(known)
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


def dotted(path: Path) -> str:
    """Write a path as a person would: ``ratings.keep.wait``, ``evidence[0]``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text

"""The journal of a run: a line a finished piece, so that a later run can go on, or has nothing to do."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from scenario_cli.batch.demands import Failed
from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake

FORMAT = "batch-journal/1"
_BEGINNING = f'{{"format": "{FORMAT}", '.encode()
_TYPES: list[type] = [str, str, int, int, int, int]
_OF_A_DEMAND: list[type] = [int, str]
MOST_SAID = 200  # signs of what a run was asked


class Piece(NamedTuple):
    """A finished piece: hashes of its input and of its bytes, where it ends, and what it holds.

    ``failed`` says of each demand in how many rankings it does not hold, and which is the first of them;
    it stands in a line where there is one.
    """

    made_from: str
    sha256: str = ""
    end: int = 0
    wrong: int = 0
    rows: int = 0
    rankings: int = 0
    failed: tuple[Failed, ...] = ()


class Journal(NamedTuple):
    """What a journal says.

    Attributes
    ----------
    about : str
        What the run was asked, for people.
    pieces : sequence of Piece
        The finished pieces, the first of which is what stands before all rows.
    ends : sequence of int
        Where in the journal the line of each piece ends.
    done : str
        The hash of the finished file; empty where the run has not come to its end.
    """

    about: str = ""
    pieces: Sequence[Piece] = ()
    ends: Sequence[int] = ()
    done: str = ""

    @property
    def rows(self) -> int:
        """How many rows the finished pieces have."""
        return sum(piece.rows for piece in self.pieces)


def head_line(about: str) -> bytes:
    """Return the first line of a journal, by which it is known."""
    return _line({"format": FORMAT, "about": about[:MOST_SAID]})


def piece_line(piece: Piece) -> bytes:
    """Return the line of a piece."""
    *about, failed = piece
    some = any(one.rankings for one in piece.failed)
    return _line([*about, *(part for one in failed for part in one)] if some else about)


def done_line(sha256: str) -> bytes:
    """Return the last line, with the hash of the finished file."""
    return _line({"done": sha256})


def _line(content: object) -> bytes:
    return json.dumps(content).encode() + b"\n"


def read_journal(content: bytes, name: str) -> Journal | None:
    """Return what a journal says; ``None`` where it is none. What follows the last line end was cut off.

    Raises
    ------
    InputError
        A line is none that a run writes: somebody else changed it.
    """
    lines = content.split(b"\n")[:-1]
    if not lines:
        return Journal() if content.startswith(_BEGINNING) or _BEGINNING.startswith(content) else None
    head = _loaded(lines[0])
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        return None
    pieces: list[Piece] = []
    ends: list[int] = []
    at, done = len(lines[0]) + 1, ""
    for number, line in enumerate(lines[1:], 2):
        at += len(line) + 1
        stated = _loaded(line)
        if isinstance(stated, dict) and isinstance(stated.get("done"), str) and number == len(lines):
            done = stated["done"]
            break
        if not _is_piece(stated, pieces[-1].end if pieces else 0):
            raise _damaged(name, number)
        pieces.append(_piece(stated))
        ends.append(at)
    return Journal(str(head.get("about", ""))[:MOST_SAID], pieces, ends, done)


def _loaded(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _piece(stated: list[Any]) -> Piece:
    about, failed = stated[: len(_TYPES)], stated[len(_TYPES) :]
    return Piece(*about)._replace(failed=tuple(map(Failed, failed[::2], failed[1::2])))


def _is_piece(stated: Any, before: int) -> bool:
    if not isinstance(stated, list):
        return False
    demands = max(0, len(stated) - len(_TYPES)) // len(_OF_A_DEMAND)
    if [type(part) for part in stated] != _TYPES + _OF_A_DEMAND * demands:
        return False
    numbers = [part for part in stated if isinstance(part, int)]
    return all(number >= 0 for number in numbers) and numbers[0] >= before


def _damaged(name: str, line: int) -> InputError:
    message = "this is no line that a run writes, so its pieces cannot be relied on"
    hint = "start it again from the beginning"
    return InputError([Mistake(file=name, line=line, code="damaged", message=message, hint=hint)])

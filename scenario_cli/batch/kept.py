"""The finished pieces of a dataset in the making: each a file with what it was made from, and its hash.

They are kept until the run has finished, so that one that was cut off can go on after them.
"""

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from scenario_cli.batch.demands import Failed
from scenario_cli.batch.homes import Home
from scenario_cli.batch.journal import MOST_SAID, Piece
from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake

FORMAT = "batch-pieces/1"
HEAD = "head.json"
_PIECE = re.compile(r"piece-([0-9]{6,})-([0-9]+)")  # its number, and how many rows it has


class KeptPiece(NamedTuple):
    """A piece that a run has finished, and its rows as bytes.

    ``sound`` is whether nothing was wrong in it, told or not.
    """

    about: Piece
    content: bytes
    sound: bool


class KeptPieces:
    """The pieces of one run in a place.

    Attributes
    ----------
    about : str
        What the run that they are of was asked, for people; empty where there is none.
    waiting : sequence of str
        The files of pieces that have not been taken over, in order.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.about = ""
        self.waiting: Sequence[str] = ()
        self._made_from = ""
        self._count = 0

    @property
    def rows(self) -> int:
        """How many rows the waiting pieces have."""
        return sum(int(name.rpartition("-")[2]) for name in self.waiting)

    @property
    def is_begun(self) -> bool:
        """Whether there are pieces of this run, taken over or made."""
        return self._count > 0

    @property
    def is_any(self) -> bool:
        """Whether there are pieces, taken over or not."""
        return bool(self._count or self.waiting)

    def look(self, *, force: bool) -> None:
        """Find what a run before has left; with ``force``, what is damaged is nothing.

        Raises
        ------
        InputError
            It is damaged.
        OSError
            It cannot be read.
        """
        self.about, self._made_from, self.waiting = "", "", ()
        names = {*self.home.names()}
        if HEAD not in names:
            return
        try:
            with self.home.open(HEAD) as file:
                stated = json.loads(file.read())
            if stated["format"] != FORMAT:
                raise ValueError
            about, made_from = str(stated["about"])[:MOST_SAID], str(stated["made_from"])
        except (ValueError, KeyError, TypeError):
            if force:
                return
            raise self._wrong(
                HEAD, "damaged", "this is of no run, so its pieces cannot be relied on"
            ) from None
        numbered = {int(found[1]): name for name in names if (found := _PIECE.fullmatch(name))}
        whole = range(next(k for k in range(len(numbered) + 1) if k not in numbered))
        self.about, self._made_from = about, made_from
        self.waiting = [numbered[k] for k in whole]

    def is_of(self, made_from: str) -> bool:
        """Whether the waiting pieces were made from this, as far as it is the same for all of them."""
        return self._made_from == made_from

    def begin(self, about: str, made_from: str) -> None:
        """Start from the beginning: what a run before has left is dropped."""
        self.drop()
        self.about, self._made_from = about, made_from

    def take(self) -> KeptPiece:
        """Take over the next piece of a run before.

        Raises
        ------
        InputError
            Its bytes are not those that were written.
        """
        name = self.waiting[0]
        with self.home.open(name) as file:
            head, _, content = file.read().partition(b"\n")
        try:
            stated = json.loads(head)
            sound = stated.pop("sound")
            about = Piece(**(stated | {"failed": tuple(Failed(*one) for one in stated["failed"])}))
        except (ValueError, KeyError, TypeError):
            about, sound = Piece(""), False
        if about.sha256 != sha256(content).hexdigest() or about.rows != int(name.rpartition("-")[2]):
            raise self._wrong(name, "changed-by-hand", "its bytes are not those that a run has written")
        return KeptPiece(about, content, sound)

    def taken(self) -> None:
        """Count the next piece as one of this run."""
        self.waiting = self.waiting[1:]
        self._count += 1

    def cut(self) -> None:
        """Drop the pieces that have not been taken over."""
        if self.waiting:
            self.home.remove(reversed(self.waiting))  # whenever that is cut off, no number is missing
            self.waiting = ()

    def add(self, piece: KeptPiece) -> None:
        """Keep a piece, to whose head its hash is added."""
        if not self._count:
            head = {"format": FORMAT, "about": self.about[:MOST_SAID], "made_from": self._made_from}
            self.home.write(HEAD, json.dumps(head).encode() + b"\n")
        about = piece.about._replace(sha256=sha256(piece.content).hexdigest())
        head_line = json.dumps(about._asdict() | {"sound": piece.sound}).encode()
        self.home.write(f"piece-{self._count:06}-{about.rows}", head_line + b"\n" + piece.content)
        self._count += 1

    def drop(self) -> None:
        """Drop all pieces: nobody will go on with them."""
        self.home.clear()
        self.waiting, self._count = (), 0

    def _wrong(self, name: str, code: str, message: str) -> InputError:
        hint = "start it again from the beginning"
        where = f"{self.home.name}/{name}"
        return InputError([Mistake(file=where, line=0, code=code, message=message, hint=hint)])

"""Long output written piece by piece, so that a run that was cut off can go on.

Pieces are appended to ``NAME.part``; ``NAME.journal`` has a line for each finished
piece: where it ends and the hash of what it was made from. The file itself appears
whole, at the end.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from scenario_cli.errors import InputError, Problem


class Piece(NamedTuple):
    """A finished piece: the hash of its input, where it ends, and what was wrong in it."""

    made_from: str
    end: int
    wrong: int


class PartFile:
    """Output in the making."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(path.name + ".part")
        self.journal = path.with_name(path.name + ".journal")
        self.pieces: list[Piece] = []
        self._part: BinaryIO | None = None
        self._lines: BinaryIO | None = None

    def start(self, *, resume: bool) -> None:
        """Open for writing; with ``resume`` after the pieces that a run before finished."""
        if resume and self.part.exists() and self.journal.exists():
            self.pieces = list(_finished(self.journal, self.part.stat().st_size))
            end = self.pieces[-1].end if self.pieces else 0
            with self.part.open("rb+") as file:
                file.truncate(end)
            lines = "".join(json.dumps(piece) + "\n" for piece in self.pieces)
            self.journal.write_text(lines, encoding="ascii")
        else:
            self.part.write_bytes(b"")
            self.journal.write_bytes(b"")
        self._part, self._lines = self.part.open("ab"), self.journal.open("ab")

    def add(self, content: bytes, made_from: str, wrong: int) -> None:
        """Append a piece, then its line in the journal."""
        assert self._part is not None
        assert self._lines is not None
        self._part.write(content)
        self._part.flush()
        piece = Piece(made_from, self._part.tell(), wrong)
        self.pieces.append(piece)
        self._lines.write((json.dumps(piece) + "\n").encode())
        self._lines.flush()

    def close(self) -> None:
        """Close, and leave the part for a later run to go on."""
        for file in (self._part, self._lines):
            if file is not None:
                file.close()

    def finish(self, convert: Callable[[Path, list[Piece], Path], None] | None = None) -> None:
        """Put the finished file in its place; ``convert`` makes it from the part where it is not the part."""
        self.close()
        if convert is not None:
            made = self.path.with_name(self.path.name + ".made")
            convert(self.part, self.pieces, made)
            self.part.unlink()
            made.replace(self.path)
        else:
            self.part.replace(self.path)
        self.journal.unlink()


def _finished(journal: Path, size: int) -> Iterator[Piece]:
    for line in journal.read_bytes().split(b"\n"):
        try:
            stated: Any = json.loads(line)
            piece = Piece(str(stated[0]), int(stated[1]), int(stated[2]))
        except (ValueError, TypeError, IndexError):
            return
        if piece.end > size:
            return
        yield piece


def same_input(piece: Piece, made_from: str, file: str) -> None:
    """Refuse to go on where a finished piece was made from something else.

    Raises
    ------
    InputError
        It was.
    """
    if piece.made_from != made_from:
        message = "the inputs or options have changed since this run was cut off"
        hint = "start it again without --resume"
        raise InputError([Problem(file=file, code="changed-meanwhile", message=message, hint=hint)])


def zipped(content: bytes) -> bytes:
    """Return a gzip member without name or time; members after one another are one file."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def arrow_to_parquet(part: Path, pieces: list[Piece], made: Path, *, columns: Sequence[str]) -> None:
    """Write a Parquet file, one row group a piece, from a part that holds Arrow streams.

    Without any row it has just the columns.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer, start = None, 0
    with part.open("rb") as file:
        for piece in pieces:
            content = file.read(piece.end - start)
            start = piece.end
            if not content:
                continue
            table = pa.ipc.open_stream(content).read_all()
            if writer is None:
                writer = pq.ParquetWriter(made, table.schema, store_schema=False)
            writer.write_table(table)
    if writer is None:
        pq.write_table(pa.table({column: pa.array([], pa.string()) for column in columns}), made)
    else:
        writer.close()

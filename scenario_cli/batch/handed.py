"""Chunks on their way: what is handed to the workers of a cluster, and sent where they see nothing."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from scenario_cli.batch.chunk import Chunk, Done, whole
from scenario_cli.batch.parts import TableParts
from scenario_cli.batch.places import PlacedFile, TablePart, UnseenError
from scenario_cli.batch.reading import changed
from scenario_cli.batch.sink import Entrusted


class HandedOver:
    """Chunks that are handed to a worker, to another where that is lost, and to a second where it is slow.

    ``idle_since`` is since when others have had nothing to do while it is waited for.
    """

    def __init__(self, chunks: tuple[Chunk, ...], entrusted: Entrusted) -> None:
        self.chunks = chunks
        self.entrusted = entrusted
        self.futures: list[Any] = []
        self.lost = 0
        self.idle_since: float | None = None

    def has_files(self, dones: Sequence[Done]) -> bool:
        """Whether the files that were written are there."""
        files = [done.file for done in dones if done.file is not None]
        paths = [Path(self.entrusted.folder, file.name) for file in files]
        sizes = [path.stat().st_size if path.is_file() else -1 for path in paths]
        return sizes == [file.bytes for file in files]

    def send_contents(self) -> None:
        """Read here what a worker does not see.

        Raises
        ------
        InputError
            It is not what was planned here, either: it has been changed.
        """
        with closing(TableParts()) as parts:
            chunks = []
            for chunk in self.chunks:
                try:
                    chunks.append(whole(chunk, parts))
                except UnseenError as error:
                    raise changed(_name_of(chunk, error.path)) from None
        self.chunks = tuple(chunks)


def _name_of(chunk: Chunk, path: str) -> str:
    """Return what a file of a chunk is called."""
    named = (file.name for file in chunk.weights or () if isinstance(file, PlacedFile) and file.path == path)
    return next(named, path if chunk.table is None else chunk.table.name)


def size_of(chunk: Chunk) -> int:
    """Return how many bytes of a table go with a chunk."""
    if chunk.table is None or isinstance(content := chunk.table.content, TablePart):
        return 0
    return len(content) if isinstance(content, bytes) else sum(8 * len(column) for column in content)

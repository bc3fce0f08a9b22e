"""Rows put in order, however many: in memory as many as fit there, the rest in a temporary file."""

import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from heapq import merge
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from scenario_cli.errors import OutputError

IN_MEMORY = 131_072  # rows; one takes up to a kilobyte
AT_ONCE = 1_024  # of each run that is merged

Row = tuple[Any, ...]


class ScatteredError(Exception):
    """Rows are to be put in order first: those of one ranking, or of one table, do not follow one another."""


def in_order(rows: Iterable[Row], key: Callable[[Row], Any]) -> Iterator[Row]:
    """Yield rows of plain values by their keys; those whose keys are alike in the order in which they come.

    Up to ``IN_MEMORY`` rows are kept in memory; more are sorted so many at a time, written to a temporary
    file, which takes about as much room as they do in CSV, and merged.

    Raises
    ------
    OutputError
        There is no room for that file.
    """
    rows = iter(rows)
    some = sorted(islice(rows, IN_MEMORY), key=key)
    following = next(rows, None)
    if following is None:
        yield from some
        return
    with _temporary() as file:
        runs = [_put(file, some)]
        while following is not None:
            some = sorted([following, *islice(rows, IN_MEMORY - 1)], key=key)
            runs.append(_put(file, some))
            following = next(rows, None)
        some = []
        numbered = (_of_run(file, places, number, key) for number, places in enumerate(runs))
        for _, _, row in merge(*numbered, key=itemgetter(0, 1)):
            yield row


@contextmanager
def _temporary() -> Iterator[IO[bytes]]:
    where = tempfile.gettempdir()
    try:
        with tempfile.TemporaryFile(prefix="scenario-") as file:
            yield file
    except OSError as error:
        message = f"cannot be written, to put rows in order: {error.strerror or error}"
        raise OutputError(Path(where).as_posix(), message) from None


def _put(file: IO[bytes], rows: list[Row]) -> list[int]:
    """Write rows, and return where each part of them starts."""
    places = []
    for start in range(0, len(rows), AT_ONCE):
        places.append(file.tell())
        marshal.dump(rows[start : start + AT_ONCE], file)
    return places


def _of_run(
    file: IO[bytes], places: list[int], number: int, key: Callable[[Row], Any]
) -> Iterator[tuple[Any, int, Row]]:
    for place in places:
        file.seek(place)
        for row in marshal.load(file):
            yield key(row), number, row

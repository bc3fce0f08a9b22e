"""What a name stands for: rows or a summary that batch has written, as a file or as a dataset."""

import csv
import gzip
import json
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, NamedTuple, cast

from scenario_cli.batch.dataset import Manifest, read_manifest
from scenario_cli.batch.homes import LocalHome
from scenario_cli.batch.layout import TYPES, summed_type
from scenario_cli.batch.output import MANIFEST
from scenario_cli.batch.sources import PACKED
from scenario_cli.choices import RowForm
from scenario_cli.errors import InputError
from scenario_cli.extras import needs
from scenario_cli.mistakes import Mistake

NAMES = ("scenario", "weights", "file", "row", "injects")  # of a ranking, beside what is kept from tables
MOST_BYTES_A_LINE = 1024 * 1024
PARQUET = b"PAR1"
_SAYS = {"rank", "first", "score"}  # one of these a row states of its option
_OF_A_SUMMARY = {"weightings", "share_first", "score_mean"}
_OF_A_SCORE = "contribution."  # in the CSV of one ranking, which is no row of batch


class Written(NamedTuple):
    """Rows or a summary that batch has written.

    Attributes
    ----------
    name : str
        As it was named, without what ends a folder's name.
    form : str
    columns : tuple of str
    is_summary : bool
    packed : bool
        Whether a file is to be unpacked.
    manifest : Manifest, optional
        That of a dataset; a file has none.
    """

    name: str
    form: RowForm
    columns: tuple[str, ...]
    is_summary: bool
    packed: bool = False
    manifest: Manifest | None = None

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.name)

    @property
    def stem(self) -> str:
        """The name without folders and endings."""
        return self.path.name.partition(".")[0] or self.path.name

    @property
    def choice(self) -> str:
        """Which rows were asked for, where a manifest says so; a file does not."""
        return "" if self.manifest is None else str(self.manifest.provenance.get("rows", ""))

    @property
    def identity(self) -> Path:
        """The file whose hash tells it from others: itself, or its manifest, which has those of its files."""
        return self.path if self.manifest is None else self.path / MANIFEST

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a ranking, or a group of a summary; those kept from tables by their names."""
        if self.is_summary:
            by = sorted(column for column in self.columns if not _is_summed(column))
            ends = {"scenario": 0, "injects": 2}
            return tuple(sorted(by, key=lambda column: ends.get(column, 1)))
        kept = sorted(column for column in self.columns if column not in TYPES)
        return (*(column for column in NAMES if column in self.columns), *kept)

    def type_of(self, column: str) -> str:
        """Return the type of a column."""
        if not self.is_summary:
            return TYPES.get(column, "string")
        return summed_type(column) if _is_summed(column) or column == "injects" else "string"

    def lines(self) -> IO[bytes]:
        """Open it for reading as lines."""
        if self.packed:
            return cast("IO[bytes]", gzip.open(self.path))
        return self.path.open("rb")

    def __str__(self) -> str:
        return "a summary of a batch" if self.is_summary else "rows of a batch"

    def wrong(self, message: str, code: str = "wrong-rows", hint: str = "") -> InputError:
        """Return the mistake of all of it."""
        line = 0 if self.form == "parquet" else 1
        return InputError([Mistake(file=self.name, line=line, code=code, message=message, hint=hint)])


def _is_summed(column: str) -> bool:
    """Whether a summary has a column of itself, and not from what it is grouped by."""
    return column in _of_every_summary() or re.fullmatch("rank_[0-9]+", column) is not None


@cache
def _of_every_summary() -> set[str]:
    """Return the columns of every summary, but those that name its groups."""
    from scenario_cli.batch.summary import summary_columns  # few that read a file read a summary

    return {*summary_columns((), 0)} - {"scenario", "injects"}


def written_in(name: str | Path) -> Written | None:
    """Return what batch has written under a name; ``None`` where it is nothing of the kind.

    Raises
    ------
    InputError
        It is a dataset that is damaged or cannot be read alone, a table with a column twice, or damaged.
    MissingPackageError
        It is Parquet, and pyarrow is not installed.
    """
    path = Path(name)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return None
    if stat.S_ISDIR(mode):
        return _dataset(path) if (path / MANIFEST).is_file() else None
    if not stat.S_ISREG(mode):
        return None
    with told_of_reading(path.as_posix()), path.open("rb") as file:
        first = file.read(4)
    if first == PARQUET:
        return _parquet(path)
    with told_of_reading(path.as_posix()):
        return _text(path, packed=first.startswith(PACKED))


@contextmanager
def told_of_reading(name: str) -> Iterator[None]:
    """Tell what keeps a file from being read.

    Raises
    ------
    InputError
        Something does.
    """
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        message = f"it cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError([Mistake(file=name, code="unreadable", message=message)]) from None


def _dataset(path: Path) -> Written:
    needs("pyarrow", "a folder of Parquet files", extra="table")
    manifest = read_manifest(LocalHome(path))
    found = Written(path.as_posix(), "parquet", manifest.columns, False, manifest=manifest)
    if manifest.provenance.get("by") is None:
        return found
    if not manifest.columns:
        message = f"this is shard {manifest.shard} of a summary, which says nothing alone"
        raise found.wrong(message, "missing-shard", "merge all shards first")
    return found._replace(is_summary=True)


def _parquet(path: Path) -> Written | None:
    needs("pyarrow", "Parquet", extra="table")
    import pyarrow as pa
    from pyarrow import parquet

    try:
        columns = tuple(parquet.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        message = f"it cannot be read: {str(error).splitlines()[0]}"
        raise InputError([Mistake(file=path.as_posix(), code="unreadable", message=message)]) from None
    return _of_columns(Written(path.as_posix(), "parquet", columns, False))


def _text(path: Path, *, packed: bool) -> Written | None:
    found = Written(path.as_posix(), "csv", (), False, packed)
    with found.lines() as file:
        head = file.readline(MOST_BYTES_A_LINE)
    with suppress(UnicodeDecodeError, csv.Error, ValueError, RecursionError):
        text = head.decode("utf-8-sig")
        if text.startswith("{"):
            row = json.loads(text)
            return _of_columns(found._replace(form="jsonl", columns=tuple(row)))
        return _of_columns(found._replace(columns=tuple(next(csv.reader([text], strict=True), ()))))
    return None


def _of_columns(found: Written) -> Written | None:
    """Return what has such columns, if they are those of batch."""
    columns = set(found.columns)
    if "option" not in columns or any(column.startswith(_OF_A_SCORE) for column in columns):
        return None
    is_summary = columns >= _OF_A_SUMMARY
    if "format" in columns or not (is_summary or columns & _SAYS):
        return None
    if len(columns) < len(found.columns):
        twice = next(column for column in found.columns if found.columns.count(column) > 1)
        raise found.wrong(f"the column '{twice}' stands here twice", "wrong-columns")
    return found._replace(is_summary=is_summary)

"""Which tables are named: files, folders, patterns, stores, standard input; and how rows call them."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from glob import glob
from io import BytesIO
from pathlib import Path, PurePath, PurePosixPath
from typing import Literal, NamedTuple
from urllib.parse import unquote
from weakref import finalize

from scenario_cli.batch.archives import is_archive
from scenario_cli.batch.objects import named_object, objects_in, unreadable, what_is_at
from scenario_cli.batch.stores import StoreFile
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.stores import in_store
from scenario_cli.mistakes import Mistake

TableKind = Literal["csv", "parquet", "arrow"]

ENDINGS = (".csv", ".csv.gz", ".parquet")
# With which tables begin that are no text.
KINDS: dict[bytes, TableKind] = {b"\xff\xff\xff\xff": "arrow", b"PAR1": "parquet"}
PACKED = b"\x1f\x8b"
MOST_TO_TELL = 4
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"  # what a folder is called whose key has no value


class TableFile(NamedTuple):
    """A file with a table.

    Attributes
    ----------
    path : Path or StoreFile
        Where it is read.
    name : str
        What it is called where something is wrong with it.
    file : str
        What it is called in rows: no path of this machine gets into a result.
    kind : str
    keys : tuple of (str, str or None)
        Columns that are told by the names of its folders, ``key=value``, and their only value.
    """

    path: Path | StoreFile
    name: str
    file: str
    kind: TableKind
    keys: tuple[tuple[str, str | None], ...] = ()

    @property
    def is_packed(self) -> bool:
        """Whether it is packed with gzip."""
        return (self.path.key if isinstance(self.path, StoreFile) else self.path.name).endswith(".gz")


class Spool:
    """What came through standard input, as a file for as long as somebody has this: it is read twice.

    Its first bytes say of what kind it is.
    """

    def __init__(self) -> None:
        stream = sys.stdin.buffer if sys.stdin is not None else BytesIO()
        first = stream.read(MOST_TO_TELL)
        self.kind: TableKind = KINDS.get(first, "csv")
        ending = ".csv.gz" if first.startswith(PACKED) else ""
        number, name = tempfile.mkstemp(ending, prefix="scenario-")
        self.path = Path(name)
        finalize(self, self.path.unlink, missing_ok=True)
        with os.fdopen(number, "wb") as file:
            file.write(first)
            shutil.copyfileobj(stream, file)

    @property
    def table(self) -> TableFile:
        """The table in it."""
        return TableFile(self.path, STANDARD_INPUT, "stdin", self.kind)


class Tables(NamedTuple):
    """The tables that are named, in order, what is wrong with names, and what holds standard input."""

    files: tuple[TableFile, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    spool: Spool | None = None


def named_tables(names: Sequence[str]) -> Tables:
    """Return the tables that names stand for; standard input is among them once at most."""
    spool = Spool() if STANDARD_INPUT in names else None
    files: list[TableFile] = []
    mistakes: list[Mistake] = []
    for name in names:
        try:
            files += [spool.table] if spool is not None and name == STANDARD_INPUT else _found(name)
        except InputError as error:
            mistakes += error.mistakes
    return Tables(tuple(files), (*mistakes, *_same_names(files)), spool)


def _found(name: str) -> list[TableFile]:
    if in_store(name):
        return _stored(named_object(name))
    path = Path(name)
    if name and os.path.isdir(name):  # noqa: PTH112 - false, too, where it cannot be looked at
        inside = list(_inside(path))
        if not inside:
            raise _missing(path.as_posix(), f"there is no table in this folder: {', '.join(ENDINGS)}")
        return [
            _table(one, one.relative_to(path).as_posix(), folder_keys(one.relative_to(path)))
            for one in inside
        ]
    if any(sign in name for sign in "*?[") and not os.path.lexists(name):
        fitting = sorted(Path(one) for one in glob(name, recursive=True))  # noqa: PTH207 - with a root, too
        if not (found := [one for one in fitting if one.is_file()]):
            raise _missing(name, "no file fits this pattern")
        return [_table(one, one.name) for one in found]
    if is_archive(name):
        message = "no tables are read from archives"
        raise InputError(
            [Mistake(file=name, line=0, code="archive", message=message, hint="unpack it first")]
        )
    return [_table(path, path.name)]


def _stored(file: StoreFile) -> list[TableFile]:
    if file.key.endswith(ENDINGS):
        return [_table(file, file.base)]
    try:
        what = what_is_at(file)
        inside = [PurePosixPath(path) for path in objects_in(file)] if what == "folder" else []
    except OSError as error:
        raise InputError([unreadable(file, error)]) from None
    if what == "file":
        return [_table(file, file.base)]
    if what is None:
        raise InputError([unreadable(file, FileNotFoundError())])
    tables = [path for path in inside if path.name.endswith(ENDINGS) and not _is_hidden(path.parts)]
    if not tables:
        raise _missing(file.name, f"there is no table in this folder: {', '.join(ENDINGS)}")
    return [_table(file.inside(str(path)), str(path), folder_keys(path)) for path in tables]


def _is_hidden(parts: Sequence[str]) -> bool:
    return any(part.startswith((".", "_")) for part in parts)


def _table(path: Path | StoreFile, file: str, keys: tuple[tuple[str, str | None], ...] = ()) -> TableFile:
    name = path.name if isinstance(path, StoreFile) else path.as_posix()
    kind: TableKind = "parquet" if name.endswith(".parquet") else "csv"
    called = file if file.isascii() else file.encode("utf-8", "backslashreplace").decode()
    return TableFile(path, name, called, kind, keys)


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the tables in a folder and the folders in it, by path; what is hidden or begins with _ is none.

    Raises
    ------
    InputError
        A folder cannot be read.
    """

    def refuse(error: OSError) -> None:
        message = f"the folder cannot be read: {error.strerror}"
        raise InputError([Mistake(file=Path(error.filename).as_posix(), code="unreadable", message=message)])

    found = []
    for home, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not _is_hidden([name])]
        found += [Path(home, name) for name in files if name.endswith(ENDINGS) and not _is_hidden([name])]
    yield from sorted(found)


def folder_keys(inside: PurePath) -> tuple[tuple[str, str | None], ...]:
    """Return the columns that the names of a table's folders tell, and the only value of each."""
    parts = [part.partition("=") for part in inside.parts[:-1] if "=" in part]
    return tuple((unquote(key), None if value == NO_VALUE else unquote(value)) for key, _, value in parts)


def _missing(name: str, message: str) -> InputError:
    return InputError([Mistake(file=name or "''", code="missing-file", message=message)])


def _same_names(tables: Sequence[TableFile]) -> Iterator[Mistake]:
    """Tell of tables whose rows are called alike, since no folder of this machine gets into a result."""
    first: dict[str, str] = {}
    for table in tables:
        if table.file not in first:
            first[table.file] = table.name
            continue
        before = first[table.file]
        same = (
            "this table is named twice"
            if before == table.name
            else f"its rows are called as those of '{before}'"
        )
        yield Mistake(file=table.name, code="same-name", message=same, level="warning")

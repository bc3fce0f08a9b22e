"""A folder of Parquet files as a result: its manifest, which shard of a run it is, if it is whole."""

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import file_digest
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from scenario_cli.batch.homes import Home
from scenario_cli.batch.output import MANIFEST
from scenario_cli.errors import InputError, UsageError
from scenario_cli.mistakes import Mistake

FORMAT = "batch-dataset/1"


class Shard(NamedTuple):
    """Which part of a run is scored, from 1; every ``of``-th piece, so that all take about as long."""

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


class DatasetFile(NamedTuple):
    """A file of a dataset, by its path there."""

    path: str
    rows: int
    bytes: int
    sha256: str


class FailedRun(NamedTuple):
    """In how many rankings of a run a demand does not hold; the first of them, and its piece of the run."""

    rankings: int = 0
    piece: int = 0
    first: str = ""

    def plus(self, other: "FailedRun") -> "FailedRun":
        """Return what both come to."""
        earlier = min((one for one in (self, other) if one.rankings), key=lambda one: one.piece, default=self)
        return earlier._replace(rankings=self.rankings + other.rankings)


class RunCounts(NamedTuple):
    """What a run, or a shard of one, came to: how many rankings, and in how many pieces something was wrong.

    ``failed`` says of each demand in how many rankings it does not hold.
    """

    rankings: int = 0
    wrong_pieces: int = 0
    failed: tuple[FailedRun, ...] = ()

    def plus(self, other: "RunCounts") -> "RunCounts":
        """Return what both come to."""
        pairs = zip_longest(self.failed, other.failed, fillvalue=FailedRun())
        return RunCounts(
            self.rankings + other.rankings,
            self.wrong_pieces + other.wrong_pieces,
            tuple(one.plus(more) for one, more in pairs),
        )


class Manifest(NamedTuple):
    """What a dataset says of itself.

    Attributes
    ----------
    provenance : mapping
        What its run was made from and asked: the same for all its shards, and for no other run.
    shard : Shard
    columns : tuple of str
        The columns of its rows, in order; ``scenario`` stands in the names of folders alone.
    files : tuple of DatasetFile
        In the order of the rows.
    outcome : RunCounts
    """

    provenance: Mapping[str, Any]
    shard: Shard
    columns: tuple[str, ...]
    files: tuple[DatasetFile, ...]
    outcome: "RunCounts"

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(file.rows for file in self.files)

    @property
    def content(self) -> bytes:
        """The manifest as a file."""
        stated = {
            "format": FORMAT,
            "provenance": self.provenance,
            "shard": list(self.shard),
            "rows": self.rows,
            "columns": list(self.columns),
            "outcome": self.outcome._asdict(),
            "files": [file._asdict() for file in self.files],
        }
        return (json.dumps(stated, indent=2) + "\n").encode()


def shard_of(text: str) -> Shard:
    """Return the shard that a text such as ``2/3`` names.

    Raises
    ------
    UsageError
        It names none.
    """
    number, _, of = text.partition("/")
    if all(part.isascii() and part.isdecimal() and len(part) < 10 for part in (number, of)):
        shard = Shard(int(number), int(of))
        if 1 <= shard.number <= shard.of:
            return shard
    raise UsageError(f"{text}: expected the number of a shard and how many there are: 1/3", parameter="shard")


def read_manifest(home: Home) -> Manifest:
    """Return the manifest of a dataset.

    Raises
    ------
    InputError
        There is none, or it is none of ours.
    """
    name = f"{home.name}/{MANIFEST}"
    try:
        with home.open(MANIFEST) as file:
            stated = json.loads(file.read())
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        if isinstance(error, FileNotFoundError):
            missing = os.strerror(error.errno) if error.errno else "there is no such folder"
            why = "no finished dataset is in this folder" if home.is_there else missing
        raise _wrong(home.name, "missing-file", f"{why}: no {MANIFEST}") from None
    except (ValueError, RecursionError):
        stated = None
    try:
        return _manifest(stated)
    except (TypeError, ValueError, KeyError):
        raise _wrong(name, "damaged", f"this is no manifest of a dataset ({FORMAT})") from None


def _manifest(stated: Any) -> Manifest:
    files = tuple(DatasetFile(**file) for file in stated["files"])
    shard = Shard(*stated["shard"])
    came = stated["outcome"]
    failed = tuple(FailedRun(*one) for one in came["failed"])
    outcome = RunCounts(came["rankings"], came["wrong_pieces"], failed)
    texts = [*stated["columns"], *(text for file in files for text in (file.path, file.sha256))]
    texts += [one.first for one in failed]
    numbers = [*shard, *outcome[:2], *(number for one in failed for number in one[:2])]
    numbers += [number for file in files for number in (file.rows, file.bytes)]
    sound = (
        stated["format"] == FORMAT
        and isinstance(stated["provenance"], dict)
        and all(isinstance(text, str) for text in texts)
        and all(type(number) is int and number >= 0 for number in numbers)
        and 1 <= shard.number <= shard.of
        and all(_is_inside(file.path) for file in files)
    )
    if not sound:
        raise ValueError
    return Manifest(stated["provenance"], shard, tuple(stated["columns"]), files, outcome)


def _is_inside(path: str) -> bool:
    """Whether a path leads to a place in its folder, and to no other."""
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and "\\" not in path


def sha256_of(home: Home, path: str) -> str:
    """Return the hash of a file."""
    with home.open(path) as file:
        return file_digest(file, "sha256").hexdigest()


def strange_in(home: Home, files: Sequence[DatasetFile]) -> str | None:
    """Return the path of what is in a folder, but not of its dataset."""
    return home.strange({MANIFEST, *(file.path for file in files)})


def changed_in(home: Home, manifest: Manifest) -> list[Mistake]:
    """Tell of each file that is not as it was written."""
    told = []
    for file in manifest.files:
        try:
            same = sha256_of(home, file.path) == file.sha256
            message = "" if same else "its bytes are not those that were written"
        except OSError as error:
            message = f"it cannot be read: {error.strerror or error}"
        if message:
            where = f"{home.name}/{file.path}"
            told.append(Mistake(file=where, line=0, code="changed-by-hand", message=message))
    return told


def _wrong(file: str, code: str, message: str) -> InputError:
    return InputError([Mistake(file=file, line=0, code=code, message=message)])

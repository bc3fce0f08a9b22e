"""Files in archives, read where they lie: nothing is unpacked to a disk, and memory is bounded.

An archive is gone through once for what is in it, and then read a window at a time: so many of its YAML
files, in order of path, as memory is set apart for, in the order in which they stand there.
"""

import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scenario_cli.batch.objects import open_read
from scenario_cli.batch.stores import StoreFile
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import MAX_BYTES, Folder
from scenario_cli.files.parsing import decoded
from scenario_cli.mistakes import Mistake

if TYPE_CHECKING:
    from scenario_cli.batch.members import Packed, Strange

ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
YAML = (".yaml", ".yml")
IN_A_WINDOW = 32 * 1024 * 1024  # bytes
WINDOWS = 2
MOST_TOLD = 20  # of what cannot be read in one archive

_STATED = r"""(?m)^["']?format["']?[ \t]*:[ \t]*["']?(scenario|weights)/"""
_MEANT: dict[str, Folder] = {"scenario": "scenarios", "weights": "weights"}


def is_archive(name: str) -> bool:
    """Whether a name is that of an archive: its ending says so."""
    return name.endswith(ENDINGS)


class Archive:
    """An archive, and the YAML files in it by path.

    Parameters
    ----------
    where : Path or StoreFile
    name : str
        What it is called.

    Raises
    ------
    InputError
        It cannot be read, is damaged, cut off, or would unpack to more than can be meant.
    """

    def __init__(self, where: Path | StoreFile, name: str) -> None:
        from scenario_cli.batch.members import damage_told, entries_in

        self.where = where
        self.name = name
        self.mistakes: tuple[Mistake, ...] = ()
        self._entries: dict[str, Packed] = {}
        self._windows: list[list[Packed]] = []
        self._window_of: dict[str, int] = {}
        with damage_told(self.name), open_read(where) as file:
            self._take(entries_in(file, self._how))

    @property
    def _how(self) -> str:
        return next(ending for ending in ENDINGS if self.name.endswith(ending))

    def _take(self, found: "Iterator[Packed | Strange]") -> None:
        """Sort entries by path, into windows; tell what cannot be read."""
        from scenario_cli.batch.members import Packed, Strange

        strange: dict[Strange, None] = {}
        for one in found:
            if isinstance(one, Packed) and one.path in self._entries:
                strange[Strange(one.path, "stands in it twice", "same-name")] = None
            elif isinstance(one, Packed):
                self._entries[one.path] = one
            else:
                strange[one] = None
        for one in strange:  # which of two is meant, nobody can say
            self._entries.pop(one.path, None)
        self.mistakes = self._told_of([*strange])
        size = IN_A_WINDOW
        for path in sorted(self._entries, key=lambda path: path.split("/")):
            entry = self._entries[path]
            taken = min(entry.size, MAX_BYTES)
            if size + taken > IN_A_WINDOW or not self._windows:
                self._windows.append([])
                size = 0
            size += taken
            self._windows[-1].append(entry)
            self._window_of[path] = len(self._windows) - 1

    def _told_of(self, strange: "Sequence[Strange]") -> tuple[Mistake, ...]:
        told = [
            Mistake(file=self.name, line=0, code=one.code, message=f"'{one.path}' {one.what}")
            for one in strange[:MOST_TOLD]
        ]
        if more := len(strange) - len(told):
            message = f"and {more:,} more of its files cannot be read"
            told.append(Mistake(file=self.name, line=0, code="more", message=message))
        return tuple(told)

    def members(self) -> "list[Member]":
        """Return its YAML files, in order of path."""
        return [Member(self, path) for window in self._windows for path, *_ in window if path.endswith(YAML)]

    def read(self, path: str) -> bytes:
        """Return the bytes of a file in it.

        Raises
        ------
        InputError
            They are damaged, or too many.
        """
        found = self._read_window(self._window_of[path])[path]
        if isinstance(found, bytes):
            return found
        raise InputError([Mistake(file=f"{self.name}/{path}", code=found.code, message=found.what)])

    @lru_cache(maxsize=WINDOWS)  # noqa: B019 - of all archives together: so much memory is set apart
    def _read_window(self, number: int) -> "dict[str, bytes | Strange]":
        from scenario_cli.batch.members import damage_told, read_entries

        with damage_told(self.name), open_read(self.where) as file:
            return dict(read_entries(file, self._how, self._windows[number]))

    def find(self, member: str, name: str) -> "Member | None":
        """Return the weights that a file in it names: by path or name, beside that file or further out.

        A path is taken from the folder of the file, or one around it; a name is that of a file there, or
        in a folder ``weights`` there.
        """
        home = posixpath.dirname(member)
        is_path = "/" in name or name.endswith((*YAML, ".json"))
        tried = [name] if is_path else [f"{f}{name}{e}" for f in ("weights/", "") for e in (*YAML, ".json")]
        while True:
            for way in tried:
                path = posixpath.normpath(posixpath.join(home, way))
                if path in self._entries and path != member:
                    return Member(self, path)
            if not home:
                return None
            home = posixpath.dirname(home)


class Member(NamedTuple):
    """A file in an archive."""

    archive: Archive
    path: str

    @property
    def name(self) -> str:
        """What it is called where something is wrong with it."""
        return f"{self.archive.name}/{self.path}"

    def read(self) -> bytes:
        """Return its bytes; as for ``Archive.read``."""
        return self.archive.read(self.path)

    def own(self, weights: str) -> "Member | None":
        """Return the weights that it names, where they are in the archive."""
        return self.archive.find(self.path, weights)

    def states(self) -> Folder | None:
        """Return what it says it is, ``None`` where it says neither."""
        try:
            text = decoded(self.name, self.read())[0].lstrip()
            if text.startswith("{"):
                text = f"format: {json.loads(text).get('format')}"
        except (InputError, ValueError, RecursionError):
            return None
        stated = re.search(_STATED, text)
        return _MEANT[stated[1]] if stated is not None else None

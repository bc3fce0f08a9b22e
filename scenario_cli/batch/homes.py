"""Where the files of a dataset lie, in a folder or in a store: what is there, opened, written, taken away."""

import os
from collections.abc import Collection, Iterable
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Protocol

from scenario_cli.batch.objects import objects_in, open_read, put, remove, remove_folder
from scenario_cli.batch.stores import ReadPath, StoreFile, store_file
from scenario_cli.files.catalog import refuse_outside
from scenario_cli.files.placing import put_in_place
from scenario_cli.files.stores import in_store

MADE = ".scenario-made"  # in a store: what a run keeps there until it has finished
_HALF = ".half"


class Home(Protocol):
    """A place with files, which are named by their paths there."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def is_there(self) -> bool:
        """Whether there is such a place."""

    def names(self) -> list[str]:
        """Return the paths of its files, in order; none where it is not there."""

    def strange(self, known: Collection[str]) -> str | None:
        """Return the path of something in it that is none of the known files, nor holds them."""

    def open(self, path: str) -> BufferedReader:
        """Open a file to be read."""

    def at(self, path: str) -> ReadPath:
        """Return where a file is."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file, whole or not at all."""

    def remove(self, paths: Iterable[str]) -> None:
        """Take files away."""

    def clear(self) -> None:
        """Take all its files away."""


class LocalHome:
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """What it is called."""
        return self.folder.as_posix()

    @property
    def is_there(self) -> bool:
        """Whether there is such a folder."""
        return self.folder.is_dir()

    def names(self) -> list[str]:
        """Return the paths of its files, in order; none where it is not there."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def strange(self, known: Collection[str]) -> str | None:
        """Return the path of something in it that is none of the known files, nor holds them."""
        homes = {str(home) for path in known for home in PurePosixPath(path).parents}
        for home, folders, inside in os.walk(self.folder):
            for name in (*folders, *inside):
                path = Path(home, name)
                place = path.relative_to(self.folder).as_posix()
                if place not in (homes if path.is_dir() and not path.is_symlink() else known):
                    return place
        return None

    def open(self, path: str) -> BufferedReader:
        """Open a file to be read."""
        refuse_outside(self.at(path))
        return open_read(self.at(path))

    def at(self, path: str) -> Path:
        """Return where a file is."""
        return self.folder / path

    def write(self, path: str, content: bytes) -> None:
        """Write a file, whole or not at all."""
        self.folder.mkdir(exist_ok=True)
        half = self.folder / f"{path}{_HALF}"
        half.write_bytes(content)
        put_in_place(half, self.at(path))

    def remove(self, paths: Iterable[str]) -> None:
        """Take files away."""
        for path in paths:
            self.at(path).unlink()

    def clear(self) -> None:
        """Take all its files away."""
        self.remove(self.names())


class StoreHome:
    """A folder in a store."""

    def __init__(self, folder: StoreFile) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """What it is called."""
        return self.folder.name.rstrip("/")

    @property
    def is_there(self) -> bool:
        """Whether anything is there."""
        return bool(self.names())

    def names(self) -> list[str]:
        """Return the paths of its files, in order; none where it is not there."""
        return [*objects_in(self.folder)]

    def strange(self, known: Collection[str]) -> str | None:
        """Return the path of something in it that is none of the known files, nor kept by a run."""
        others = (path for path in self.names() if path not in known)
        return next((path for path in others if not path.startswith(f"{MADE}/")), None)

    def open(self, path: str) -> BufferedReader:
        """Open a file to be read."""
        return open_read(self.at(path))

    def at(self, path: str) -> StoreFile:
        """Return where a file is."""
        return self.folder.inside(path)

    def write(self, path: str, content: bytes) -> None:
        """Write a file, whole or not at all."""
        put(self.at(path), content)

    def remove(self, paths: Iterable[str]) -> None:
        """Take files away."""
        remove([self.at(path) for path in paths])

    def clear(self) -> None:
        """Take all its files away."""
        if self.is_there:
            remove_folder(self.folder)


def home_of(where: str | Path) -> Home:
    """Return the place that a name stands for.

    Raises
    ------
    UsageError, MissingPackageError
        It is a store that cannot be opened.
    """
    name = str(where)
    return StoreHome(store_file(name)) if in_store(name) else LocalHome(Path(where))

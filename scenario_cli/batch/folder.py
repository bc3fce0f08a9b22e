"""A dataset's folder in the making: it is hidden beside its place, and appears there whole."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from scenario_cli.batch.dataset import DatasetFile, Manifest, read_manifest, sha256_of, strange_in
from scenario_cli.batch.homes import Home, LocalHome
from scenario_cli.batch.output import MANIFEST, told_of
from scenario_cli.batch.stores import ReadPath, StoreFile
from scenario_cli.batch.working import in_the_way, opened
from scenario_cli.errors import InputError, TakenError, UsageError
from scenario_cli.files.locks import hold
from scenario_cli.files.placing import put_in_place

_LOCK = "lock"
_PIECES = "pieces"
_UNPLACED = "unplaced"  # files that workers write, before their turn comes


class DatasetPlace(Protocol):
    """Where a dataset is written."""

    @property
    def name(self) -> str:
        """Its name as it was given, without what opens a store."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def home(self) -> Home:
        """Where it stands once it is finished."""

    @property
    def pieces(self) -> Home:
        """Where finished pieces of a run are kept."""

    def refuse(self, paths: Iterable[ReadPath], what: str) -> None:
        """Refuse to replace a folder with files in it that are read."""

    def standing(self) -> Manifest | None:
        """Return the manifest of the dataset that stands there, if one does."""

    def look(self) -> None:
        """Refuse what stands there and is not to be replaced; touch nothing."""

    def start(self) -> None:
        """Get ready; what a run before has left is dropped, but for its finished pieces."""

    def new(self, path: str) -> BinaryIO:
        """Open a new file of the dataset."""

    def about(self, path: str, rows: int) -> DatasetFile:
        """Return what the manifest says of a file that is written."""

    def finish(self, manifest: Manifest) -> None:
        """Put the dataset in its place; its manifest comes last."""

    def close(self, *, keep: bool = False) -> None:
        """Take away what is unfinished; with ``keep``, finished pieces stay."""


def refuse_standing(name: str, home: Home, first: str) -> None:
    """Refuse a folder that holds what is of no dataset; ``first`` is something that it holds.

    Raises
    ------
    UsageError
        It does.
    """
    try:
        strange = strange_in(home, read_manifest(home).files)
    except InputError:
        strange = first
    if strange is not None:
        message = f"{name}: this folder holds '{strange}', which is of no dataset"
        raise UsageError(message, parameter="output")


class DatasetFolder:
    """The folder of a dataset that is written.

    Parameters
    ----------
    name : str
        The folder; a link to it stays one.
    force : bool
        Replace a dataset that stands there; never anything else.
    """

    def __init__(self, name: str, *, force: bool) -> None:
        self.name = name
        self.label = Path(name).as_posix()
        self.path = Path(name).resolve()
        if not self.path.name:
            raise UsageError(f"{name}: this folder cannot be a dataset", parameter="output")
        self._force = force
        self._made = self.path.with_name(f".{self.path.name}.scenario-made")
        self._old = self.path.with_name(f".{self.path.name}.scenario-old")
        self._lock: BinaryIO | None = None
        self._is_mine = False  # whether the hidden folder is

    @property
    def home(self) -> Home:
        """Where it stands once it is finished."""
        return LocalHome(Path(self.name))

    @property
    def pieces(self) -> Home:
        """Where finished pieces of a run are kept."""
        return LocalHome(self._made / _PIECES)

    def refuse(self, paths: Iterable[ReadPath], what: str) -> None:
        """Refuse to replace a folder with files in it that are read.

        Raises
        ------
        UsageError
            There are some.
        """
        inside = f"{self.path}{os.sep}"
        near = (path for path in paths if not isinstance(path, StoreFile))
        if self.path.is_dir() and any(os.path.realpath(path).startswith(inside) for path in near):
            raise UsageError(f"{self.name}: {what}", parameter="output")

    def standing(self) -> Manifest | None:
        """Return the manifest of the dataset that stands there, if one does."""
        if not (self.path / MANIFEST).is_file():
            return None
        return read_manifest(self.home)

    def look(self) -> None:
        """Look at what stands there, and touch nothing.

        Raises
        ------
        UsageError
            It is no dataset, or holds what is of none.
        TakenError
            It is a dataset, which nobody has said to replace.
        OutputError
            It cannot be looked at, another run is writing it, or one was killed while it replaced one.
        """
        with told_of(self.label):
            if os.path.lexists(self._old):
                raise OSError(f"a run that was killed has left a dataset as '{self._old.name}'")
            if self._lock is None and (self._made / _LOCK).is_file():
                self._held().close()
            if not os.path.lexists(self.path):
                return
            if not self.path.is_dir():
                raise UsageError(f"{self.name}: this is no folder", parameter="output")
            first = next(iter(sorted(self.path.iterdir())), None)
        if first is None:
            return
        refuse_standing(self.name, LocalHome(self.path), first.name)
        if not self._force:
            raise TakenError(self.label, "a dataset stands here already")

    def start(self) -> None:
        """Make the hidden folder, and drop what a run before has left in it, but for finished pieces.

        Raises
        ------
        OutputError
            It cannot be made, another run is writing it, or its name is taken by what is not ours.
        """
        with told_of(self.label):
            lock = self._made / _LOCK
            if os.path.lexists(self._made) and (self._made.is_symlink() or not lock.is_file()):
                raise in_the_way(self._made)
            self._made.mkdir(exist_ok=True)
            self._lock, self._is_mine = self._held(), True
            for left in self._made.iterdir():
                if left.is_dir() and not left.is_symlink():
                    if left.name != _PIECES:
                        shutil.rmtree(left)
                elif left.name != _LOCK:
                    left.unlink()

    def _held(self) -> BinaryIO:
        lock = opened(self._made / _LOCK)
        if not hold(lock, wait=False):
            lock.close()
            raise OSError("another run is writing it")
        return lock

    @property
    def unplaced(self) -> Path:
        """The folder, made where it is not there, for files that others write; a dataset has none of it."""
        folder = self._made / _UNPLACED
        with told_of(self.label):
            folder.mkdir(exist_ok=True)
        return folder

    def place(self, name: str, path: str) -> None:
        """Put a file that somebody else has written in its place.

        Raises
        ------
        OSError
            It cannot be put there.
        """
        (self._made / path).parent.mkdir(exist_ok=True)
        put_in_place(self._made / _UNPLACED / name, self._made / path)

    def new(self, path: str) -> BinaryIO:
        """Open a new file of the dataset."""
        (self._made / path).parent.mkdir(exist_ok=True)
        return opened(self._made / path, new=True)

    def about(self, path: str, rows: int) -> DatasetFile:
        """Return what the manifest says of a file that is written."""
        size = (self._made / path).stat().st_size
        return DatasetFile(path, rows, size, sha256_of(LocalHome(self._made), path))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, last of all, and put the folder in its place.

        Raises
        ------
        UsageError, TakenError, OutputError
            Something stands there by now, or it cannot be written.
        """
        with told_of(self.label), self.new(MANIFEST) as file:
            file.write(manifest.content)
            file.flush()
            os.fsync(file.fileno())
        self.look()
        with told_of(self.label):
            for left in (_PIECES, _UNPLACED):  # with what was written twice, or by half
                with suppress(FileNotFoundError):
                    shutil.rmtree(self._made / left)
            self._let_go()
            (self._made / _LOCK).unlink()
            replaced = self.path.is_dir() and any(self.path.iterdir())
            if replaced:
                put_in_place(self.path, self._old)
            elif self.path.is_dir():
                self.path.rmdir()
            try:
                put_in_place(self._made, self.path)
            except OSError:
                if replaced:
                    put_in_place(self._old, self.path)
                raise
            self._is_mine = False
            if replaced:
                shutil.rmtree(self._old)

    def close(self, *, keep: bool = False) -> None:
        """Take away what is unfinished; with ``keep``, finished pieces stay. Nothing of another run goes."""
        if self._is_mine:
            self._let_go()
            with suppress(OSError):
                for left in self._made.iterdir() if keep else ():
                    if left.is_dir() and left.name != _PIECES:
                        shutil.rmtree(left)
                if not keep:
                    shutil.rmtree(self._made)

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

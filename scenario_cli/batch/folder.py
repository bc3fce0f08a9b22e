"""A dataset's folder in the making: it is hidden beside its place, and appears there whole."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from scenario_cli.batch.dataset import MANIFEST, DatasetFile, Manifest, read_manifest, sha256_of, strange_in
from scenario_cli.batch.output import ENDINGS, told_of
from scenario_cli.batch.working import in_the_way, opened
from scenario_cli.errors import InputError, TakenError, UsageError
from scenario_cli.files.locks import hold

_LOCK = "lock"
_UNPLACED = "unplaced"  # files that workers write, before their turn comes


def is_folder(output: str | Path) -> bool:
    """Whether an output is the folder of a dataset: by its name, or by what stands there."""
    name = str(output)
    if name.endswith(("/", os.sep)):
        return True
    path = Path(name)
    if not path.is_dir() or name.endswith(tuple(ENDINGS)):
        return False
    return (path / MANIFEST).is_file() or not any(path.iterdir())


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
        self.path = Path(name).resolve()
        if not self.path.name:
            raise UsageError(f"{name}: this folder cannot be a dataset", parameter="output")
        self._force = force
        self._made = self.path.with_name(f".{self.path.name}.scenario-made")
        self._old = self.path.with_name(f".{self.path.name}.scenario-old")
        self._lock: BinaryIO | None = None
        self._is_mine = False  # whether the hidden folder is

    def refuse(self, paths: Iterable[str | Path], what: str) -> None:
        """Refuse to replace a folder with files in it that are read.

        Raises
        ------
        UsageError
            There are some.
        """
        inside = f"{self.path}{os.sep}"
        if self.path.is_dir() and any(os.path.realpath(path).startswith(inside) for path in paths):
            raise UsageError(f"{self.name}: {what}", parameter="output")

    def look(self) -> None:
        """Look at what stands there, and touch nothing.

        Raises
        ------
        UsageError
            It is no dataset, or holds what is of none.
        TakenError
            It is a dataset, which nobody has said to replace.
        OutputError
            It cannot be looked at, or a run was killed while it replaced one.
        """
        with told_of(Path(self.name)):
            if os.path.lexists(self._old):
                raise OSError(f"a run that was killed has left a dataset as '{self._old.name}'")
            if not os.path.lexists(self.path):
                return
            if not self.path.is_dir():
                raise UsageError(f"{self.name}: this is no folder", parameter="output")
            first = next(iter(sorted(self.path.iterdir())), None)
        if first is None:
            return
        try:
            strange = strange_in(self.path, read_manifest(self.path).files)
        except InputError:
            strange = first.name
        if strange is not None:
            message = f"{self.name}: this folder holds '{strange}', which is of no dataset"
            raise UsageError(message, parameter="output")
        if not self._force:
            raise TakenError(Path(self.name).as_posix(), "a dataset stands here already")

    def start(self) -> None:
        """Make the hidden folder, and drop what a run that was killed has left in it.

        Raises
        ------
        OutputError
            It cannot be made, another run is writing it, or its name is taken by what is not ours.
        """
        with told_of(Path(self.name)):
            lock = self._made / _LOCK
            if os.path.lexists(self._made) and (self._made.is_symlink() or not lock.is_file()):
                raise in_the_way(self._made)
            self._made.mkdir(exist_ok=True)
            held = opened(lock)
            if not hold(held, wait=False):
                held.close()
                raise OSError("another run is writing it")
            self._lock, self._is_mine = held, True
            for left in self._made.iterdir():
                if left.is_dir() and not left.is_symlink():
                    shutil.rmtree(left)
                elif left.name != _LOCK:
                    left.unlink()

    @property
    def unplaced(self) -> Path:
        """The folder, made where it is not there, for files that others write; a dataset has none of it."""
        folder = self._made / _UNPLACED
        with told_of(Path(self.name)):
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
        (self._made / _UNPLACED / name).rename(self._made / path)

    def new(self, path: str) -> BinaryIO:
        """Open a new file of the dataset."""
        (self._made / path).parent.mkdir(exist_ok=True)
        return opened(self._made / path, new=True)

    def about(self, path: str, rows: int) -> DatasetFile:
        """Return what the manifest says of a file that is written."""
        where = self._made / path
        return DatasetFile(path, rows, where.stat().st_size, sha256_of(where))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, last of all, and put the folder in its place.

        Raises
        ------
        UsageError, TakenError, OutputError
            Something stands there by now, or it cannot be written.
        """
        with told_of(Path(self.name)), self.new(MANIFEST) as file:
            file.write(manifest.content)
            file.flush()
            os.fsync(file.fileno())
        self.look()
        with told_of(Path(self.name)):
            if (self._made / _UNPLACED).is_dir():  # with what was written twice, or by half
                shutil.rmtree(self._made / _UNPLACED)
            self._let_go()
            (self._made / _LOCK).unlink()
            replaced = self.path.is_dir() and any(self.path.iterdir())
            if replaced:
                self.path.rename(self._old)
            elif self.path.is_dir():
                self.path.rmdir()
            try:
                self._made.rename(self.path)
            except OSError:
                if replaced:
                    self._old.rename(self.path)
                raise
            self._is_mine = False
            if replaced:
                shutil.rmtree(self._old)

    def close(self) -> None:
        """Take away what is unfinished; where another run is writing, nothing of it."""
        if self._is_mine:
            self._let_go()
            with suppress(OSError):
                shutil.rmtree(self._made)

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

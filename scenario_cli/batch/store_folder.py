"""A dataset in a store: its files are made here, and put there once all are; the manifest comes last."""

import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from scenario_cli.batch.dataset import DatasetFile, Manifest, read_manifest, sha256_of
from scenario_cli.batch.folder import refuse_standing
from scenario_cli.batch.homes import MADE, Home, LocalHome, StoreHome
from scenario_cli.batch.objects import put, remove, remove_folder
from scenario_cli.batch.output import MANIFEST, told_of
from scenario_cli.batch.stores import ReadPath, StoreFile, store_file
from scenario_cli.batch.tallies import TALLIES
from scenario_cli.errors import TakenError, UsageError
from scenario_cli.files.stores import shown

PLACING = f"{MADE}/placing"  # is there while files are put in place, which may be cut off
_OURS = re.compile(rf"scenario=[^/]+/part-[0-9]+\.parquet|{re.escape(TALLIES)}")


class StoreFolder:
    """The folder in a store of a dataset that is written.

    Finished pieces are kept there while the run goes on, so that any machine can go on with it. A dataset
    that is replaced loses its manifest first: what has none is no dataset.

    Parameters
    ----------
    name : str
    force : bool
        Replace a dataset that stands there; never anything else.
    """

    def __init__(self, name: str, *, force: bool) -> None:
        self.name = shown(name)
        self.label = self.name.rstrip("/")
        self._folder = store_file(name)
        self._there = StoreHome(self._folder)
        self._force = force
        self._made: Path | None = None

    @property
    def home(self) -> Home:
        """Where it stands once it is finished."""
        return self._there

    @property
    def pieces(self) -> Home:
        """Where finished pieces of a run are kept."""
        return StoreHome(self._folder.inside(MADE))

    def refuse(self, paths: Iterable[ReadPath], what: str) -> None:
        """Refuse to replace a folder with objects in it that are read.

        Raises
        ------
        UsageError
            There are some.
        """
        if any(isinstance(path, StoreFile) and path.is_in(self._folder) for path in paths):
            raise UsageError(f"{self.name}: {what}", parameter="output")

    def standing(self) -> Manifest | None:
        """Return the manifest of the dataset that stands there, if one does."""
        return read_manifest(self._there) if MANIFEST in self._there.names() else None

    def look(self) -> None:
        """Look at what stands there, and touch nothing.

        Raises
        ------
        UsageError
            It holds what is of no dataset.
        TakenError
            It is a dataset, which nobody has said to replace.
        OutputError
            It cannot be looked at.
        """
        with told_of(self.label):
            names = self._there.names()
        others = [name for name in names if not name.startswith(f"{MADE}/")]
        if not others or self._left_half(names):
            return
        refuse_standing(self.name, self._there, others[0])
        if not self._force:
            raise TakenError(self.label, "a dataset stands here already")

    def _left_half(self, names: list[str]) -> bool:
        """Whether a run was cut off while it put its files in place, and nothing else is there."""
        others = [name for name in names if not name.startswith(f"{MADE}/")]
        return PLACING in names and all(_OURS.fullmatch(name) for name in others)

    def start(self) -> None:
        """Make a folder for the files, here; what was put in place without a manifest is dropped.

        Raises
        ------
        OutputError
            It cannot be.
        """
        with told_of(self.label):
            names = self._there.names()
            if self._left_half(names):
                self._drop_files(names)
                remove([self._there.at(PLACING)])
            self._made = Path(tempfile.mkdtemp(prefix="scenario-"))

    def _here(self) -> LocalHome:
        assert self._made is not None
        return LocalHome(self._made)

    def new(self, path: str) -> BinaryIO:
        """Open a new file of the dataset."""
        where = self._here().at(path)
        where.parent.mkdir(exist_ok=True)
        return where.open("xb")

    def about(self, path: str, rows: int) -> DatasetFile:
        """Return what the manifest says of a file that is written."""
        here = self._here()
        return DatasetFile(path, rows, here.at(path).stat().st_size, sha256_of(here, path))

    def finish(self, manifest: Manifest) -> None:
        """Put all files in their place, the manifest last.

        Raises
        ------
        UsageError, TakenError, OutputError
            Something stands there by now, or they cannot be put there.
        """
        self.look()
        here = self._here()
        with told_of(self.label):
            put(self._there.at(PLACING), b"")
            self._drop_files(self._there.names())
            for file in manifest.files:
                put(self._there.at(file.path), here.at(file.path))
            put(self._there.at(MANIFEST), manifest.content)
            remove_folder(self._folder.inside(MADE))

    def _drop_files(self, names: list[str]) -> None:
        """Take away the files of a dataset; its manifest first."""
        if MANIFEST in names:
            remove([self._there.at(MANIFEST)])
        others = [name for name in names if name != MANIFEST and not name.startswith(f"{MADE}/")]
        for folder in dict.fromkeys(name.partition("/")[0] for name in others if "/" in name):
            remove_folder(self._folder.inside(folder))
        remove([self._there.at(name) for name in others if "/" not in name])

    def close(self, *, keep: bool = False) -> None:
        """Take away what is unfinished; with ``keep``, finished pieces stay."""
        if self._made is not None:
            with suppress(OSError):
                shutil.rmtree(self._made)
            self._made = None

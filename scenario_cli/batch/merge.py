"""Shards of a run to what one run would have written, to the byte."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from scenario_cli.batch.answer import BatchAnswer
from scenario_cli.batch.chunk import Done
from scenario_cli.batch.dataset import Manifest, RunCounts, Shard, changed_in, read_manifest
from scenario_cli.batch.datasets import dataset_place, rows_layout, summary_files
from scenario_cli.batch.folder import DatasetPlace
from scenario_cli.batch.homes import Home, home_of
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.output import MANIFEST, is_folder, told_of
from scenario_cli.batch.pieces import KEY, PIECES_A_FILE, RowFiles, done_of, stream_of, tables_in
from scenario_cli.batch.sinks import rows_sink, sums_sink
from scenario_cli.batch.stores import ReadPath
from scenario_cli.batch.summary import Summary
from scenario_cli.batch.tallies import TALLIES, read_together
from scenario_cli.errors import InputError, UsageError
from scenario_cli.extras import needs
from scenario_cli.files.stores import shown
from scenario_cli.mistakes import Mistake

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[int, int], None]


class _ReadShard(NamedTuple):
    """Where a shard lies, and what its manifest says."""

    home: Home
    manifest: Manifest


class _Run(NamedTuple):
    """All shards of a run, in their order."""

    parts: Sequence[_ReadShard]

    @property
    def manifest(self) -> Manifest:
        """What the shards say alike."""
        return self.parts[0].manifest

    @property
    def paths(self) -> list[ReadPath]:
        """The files that are read."""
        return [
            home.at(path)
            for home, manifest in self.parts
            for path in (MANIFEST, *(file.path for file in manifest.files))
        ]

    @property
    def outcome(self) -> RunCounts:
        """What all shards came to."""
        counts = RunCounts()
        for _, manifest in self.parts:
            counts = counts.plus(manifest.outcome)
        return counts

    @property
    def layout(self) -> Layout:
        """How the rows are laid out."""
        stated = self.manifest.provenance
        by = stated.get("by")
        return Layout(
            columns=self.manifest.columns,
            plain=bool(stated.get("plain")),
            by=None if by is None else tuple(by),
        )

    def tallies(self) -> Iterator[BinaryIO]:
        """Open the files with what shards have summed up; of a whole run there is none."""
        for home, manifest in self.parts:
            if any(file.path == TALLIES for file in manifest.files):
                yield home.open(TALLIES)

    def tables(self, columns: Sequence[str]) -> Iterator[tuple["pa.Table", int]]:
        """Yield the rows of each piece, in the order of the run, and its number there.

        Files of a whole run are told apart by their pieces' numbers, which it does not keep.
        """
        files = [
            (_number(file.path) if manifest.shard.of > 1 else k * PIECES_A_FILE, home, file)
            for home, manifest in self.parts
            for k, file in enumerate(manifest.files)
            if file.path.startswith(f"{KEY}=")
        ]
        for number, home, file in sorted(files, key=lambda one: one[0]):
            for table in tables_in(home, file, columns):
                yield table, number


def merge(
    shards: Sequence[str | Path],
    *,
    output: str | Path,
    force: bool = False,
    progress: Progress | None = None,
) -> BatchAnswer:
    """Merge the shards of a run, in any order, to the bytes that one run would have written.

    Parameters
    ----------
    shards : sequence of str or Path
        The folders that ``batch`` has written, all of one run; or one dataset of a whole run.
    output : str or Path
        ``.csv``, ``.jsonl`` (``.gz`` too), ``.parquet``, or a folder ``DIR/`` for a dataset; here or in a
        store, as the shards.
    force : bool
        Drop what a run before has left; replace a dataset.
    progress : callable, optional
        Takes how many rows are written, and how many there will be.

    Raises
    ------
    InputError
        A shard is missing, is there twice or of another run; or a file has been changed.
    UsageError, MissingPackageError, OutputError
        It cannot be written so, lacks an optional package, or cannot be written.
    """
    needs("pyarrow", "a folder of Parquet files", extra="table")
    run = _checked([home_of(shard) for shard in shards])
    if run.layout.by is not None and run.manifest.shard.of > 1:
        rows, layout = _summed(run, str(output), force=force)
    elif is_folder(output):
        rows, layout = _to_folder(run, str(output), force=force, progress=progress), run.layout
    elif run.layout.by is not None:
        rows, layout = _summary_rows(run, str(output)), run.layout
    else:
        rows, layout = _to_file(run, str(output), force=force, progress=progress), run.layout
    pieces = len(run.parts)
    finding = (
        f"{rows:,} row{'s' * (rows != 1)} of {pieces} shard{'s' * (pieces != 1)} are in {shown(str(output))}."
    )
    return BatchAnswer(rows, shown(str(output)), (), True, finding, layout=layout, where=str(output))


def _checked(homes: Sequence[Home]) -> _Run:
    """Return all shards of a run, each as it was written."""
    parts: list[_ReadShard] = []
    mistakes: list[Mistake] = []
    for home in homes:
        try:
            parts.append(_ReadShard(home, read_manifest(home)))
        except InputError as error:
            mistakes += error.mistakes
    if not parts:
        if mistakes:
            raise InputError(mistakes)
        raise UsageError("name the folders of a run's shards", parameter="shards")
    mistakes += _unfit(parts) or ([] if mistakes else _missing(parts))
    for home, manifest in parts:
        mistakes += changed_in(home, manifest)
    if mistakes:
        raise InputError(mistakes)
    return _Run(sorted(parts, key=lambda part: part.manifest.shard))


def _unfit(parts: Sequence[_ReadShard]) -> list[Mistake]:
    """Tell of shards that do not belong together."""
    first = parts[0]
    seen: dict[Shard, Home] = {}
    told = []
    for home, manifest in parts:
        shard, before = manifest.shard, seen.get(manifest.shard)
        if (shard.of, manifest.provenance) != (first.manifest.shard.of, first.manifest.provenance):
            message = f"shard {shard} is of another run than '{first.home.name}'"
            told.append(_mistake(home, "other-run", message))
        elif before is not None:
            message = f"shard {shard} is there twice: '{before.name}' is this one, too"
            told.append(_mistake(home, "same-shard", message))
        seen.setdefault(shard, home)
    return told


def _missing(parts: Sequence[_ReadShard]) -> list[Mistake]:
    first = parts[0]
    of = first.manifest.shard.of
    there = {manifest.shard.number for _, manifest in parts}
    if of - len(there) > 1_000:  # of a manifest that somebody has changed, say
        message = f"{of - len(there):,} of its run's {of:,} shards are missing"
        return [_mistake(first.home, "missing-shard", message)]
    return [
        _mistake(first.home, "missing-shard", f"shard {number}/{of} of its run is missing")
        for number in range(1, of + 1)
        if number not in there
    ]


def _mistake(home: Home, code: str, message: str) -> Mistake:
    return Mistake(file=home.name, line=0, code=code, message=message)


def _to_file(run: _Run, output: str, *, force: bool, progress: Progress | None) -> int:
    sink = rows_sink(output, run.layout, force=force)
    done_with = done_of(sink.layout)
    about = f"shards {', '.join(home.name for home, _ in run.parts)}"
    sink.refuse(run.paths, "this is of a shard that is read")
    sink.look(about)
    rows = 0
    with closing(sink):
        sink.start(about)
        for table, _ in run.tables(run.layout.columns):
            sink.add(done_with(table), 0)
            rows += table.num_rows
            _tell(progress, rows, run)
        sink.finish()
    return rows


def _to_folder(run: _Run, output: str, *, force: bool, progress: Progress | None) -> int:
    layout = rows_layout(run.layout)
    rows = 0
    with closing(_begun(run, output, force=force)) as folder:
        with closing(RowFiles(folder, layout, each=False)) as files:
            for table, number in run.tables(layout.columns):
                with told_of(folder.label):
                    files.add(stream_of(table), number)
                rows += table.num_rows
                _tell(progress, rows, run)
            written = files.finish()
        folder.finish(Manifest(run.manifest.provenance, Shard(), run.manifest.columns, written, run.outcome))
    return rows


def _summed(run: _Run, output: str, *, force: bool) -> tuple[int, Layout]:
    """Write the summary that all shards come to; its columns are known only then."""
    summary = _summary(run)
    if is_folder(output):
        with closing(_begun(run, output, force=force)) as folder:
            columns, files = summary_files(folder, summary, run.layout._replace(form="parquet"))
            manifest = Manifest(run.manifest.provenance, Shard(), columns, files, run.outcome)
            folder.finish(manifest)
        return manifest.rows, run.layout._replace(columns=columns)
    sink = sums_sink(run.layout, output)
    sink.refuse(run.paths, "this is of a shard that is read")
    sink.look("")
    if summary:
        sink.add(Done(summary=summary), 0)
    sink.finish()
    return sink.rows, sink.layout


def _summary(run: _Run) -> Summary:
    try:
        return read_together(run.tallies())
    except (ValueError, KeyError, TypeError):
        raise InputError(
            [_mistake(run.parts[0].home, "damaged", "its run has tallies that no shard writes")]
        ) from None


def _summary_rows(run: _Run, output: str) -> int:
    """Write the rows of a summary that a whole run has written as a dataset."""
    sink = sums_sink(run.layout, output)
    sink.refuse(run.paths, "this is of a dataset that is read")
    sink.look("")
    sink.give([row for table, _ in run.tables(run.layout.columns) for row in table.to_pylist()])
    return sink.rows


def _begun(run: _Run, output: str, *, force: bool) -> DatasetPlace:
    folder = dataset_place(output, force=force)
    folder.refuse(run.paths, "this is of a shard that is read")
    folder.look()
    folder.start()
    return folder


def _tell(progress: Progress | None, rows: int, run: _Run) -> None:
    if progress is not None:
        progress(rows, sum(manifest.rows for _, manifest in run.parts))


def _number(path: str) -> int:
    """Return the number of a piece in its run, which its name says."""
    found = re.search(r"part-([0-9]+)\.parquet$", path)
    return int(found[1]) if found is not None else 0

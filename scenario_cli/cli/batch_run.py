"""A batch from arguments to rows: what is read, sent to workers, and written in which order."""

import csv
import gzip
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from glob import glob
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from scenario_cli import __version__
from scenario_cli.cli.batch_work import (
    COLUMNS,
    Chunk,
    Done,
    File,
    InjectsMode,
    RowFormat,
    Table,
    run_chunk,
    table_fits,
)
from scenario_cli.cli.output import say, write_stdout
from scenario_cli.cli.progress import progress
from scenario_cli.errors import InputError, OutputError, Problem, UsageError
from scenario_cli.files.catalog import Folder, Found, listed, locate, read_bytes
from scenario_cli.files.parts import PartFile, arrow_to_parquet, same_input, zipped
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.source import parse
from scenario_cli.model.scenario import Scenario

FILES_AT_ONCE = 64
ROWS_AT_ONCE = 8_192
ENDINGS: dict[str, tuple[RowFormat, bool]] = {
    ".csv": ("csv", False),
    ".csv.gz": ("csv", True),
    ".jsonl": ("jsonl", False),
    ".jsonl.gz": ("jsonl", True),
    ".parquet": ("parquet", False),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a batch was asked for."""

    scenarios: Sequence[str]
    weights: Sequence[str]
    injects: InjectsMode
    table: str | None
    output: str | None
    json_lines: bool
    jobs: int
    cluster: str | None
    resume: bool
    fail_fast: bool


def run_batch(asked: Asked) -> bool:
    """Run a batch; return whether everything was sound.

    Raises
    ------
    UsageError, InputError, OutputError
        The arguments cannot be, nothing could be read, or the output cannot be written.
    """
    format_, zip_ = _format(asked)
    work = _work(asked, format_)
    with _pool(asked) as submit:
        if asked.output is None:
            return _to_stdout(asked, format_, work, submit)
        return _to_file(asked, Path(asked.output), format_, zip_, work, submit)


def _format(asked: Asked) -> tuple[RowFormat, bool]:
    if asked.output is None:
        if asked.resume:
            raise UsageError("error: --resume goes with -o FILE")
        return ("jsonl" if asked.json_lines else "csv"), False
    name = Path(asked.output).name
    for ending, found in sorted(ENDINGS.items(), key=lambda pair: -len(pair[0])):
        if name.endswith(ending):
            if found[0] == "parquet":
                _needs("pyarrow", "table", "Parquet")
            return found
    raise UsageError(f"error: -o {asked.output}: expected one of {', '.join(ENDINGS)}")


def _needs(module: str, extra: str, what: str) -> None:
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise UsageError(f"error: {what} needs {module}; install scenario-cli with the extra '{extra}'")


Work = Chunk | tuple[Problem, ...]


def _work(asked: Asked, format_: RowFormat) -> Iterator[Work]:
    """Yield chunks of work and, where a file cannot be used at all, what is wrong with it."""
    weights, wrong = _files("weights", asked.weights)
    yield from wrong
    scenarios, wrong = _files("scenarios", asked.scenarios or [None])
    yield from wrong
    for file in scenarios:
        try:
            scenario = scenario_from(parse(file.name, file.content))
            own = _own_weights(scenario) if not asked.weights and asked.table is None else weights
        except InputError as error:
            yield error.problems
            continue
        if asked.weights or (asked.table is None and own):
            for start in range(0, len(own), FILES_AT_ONCE):
                part = tuple(own[start : start + FILES_AT_ONCE])
                yield Chunk(file, part, None, asked.injects, format_)
        elif asked.table is None:
            yield Chunk(file, None, None, asked.injects, format_)
        if asked.table is not None:
            try:
                for table in read_table(Path(asked.table), scenario):
                    yield Chunk(file, (), table, asked.injects, format_)
            except InputError as error:
                yield error.problems


def _own_weights(scenario: Scenario) -> list[File]:
    return [_read(locate("weights", scenario.weights))] if scenario.weights else []


def _files(folder: Folder, names: Sequence[str | None]) -> tuple[list[File], list[tuple[Problem, ...]]]:
    files: list[File] = []
    wrong: list[tuple[Problem, ...]] = []
    for name in names:
        try:
            files += [_read(found) for found in _expanded(folder, name)]
        except InputError as error:
            wrong.append(error.problems)
    return files, wrong


def _expanded(folder: Folder, name: str | None) -> list[Found]:
    if name is not None and Path(name).is_dir():
        return [Found(path, path.as_posix()) for path in listed(Path(name))]
    if name is not None and any(sign in name for sign in "*?["):
        found = sorted(Path(path) for path in glob(name, recursive=True))  # noqa: PTH207 - patterns with a root, too
        if not found:
            raise InputError([Problem(file=name, code="missing-file", message="no file fits this pattern")])
        return [Found(path, path.as_posix()) for path in found if path.is_file()]
    return [locate(folder, name)]


def _read(found: Found) -> File:
    content = read_bytes(found)
    return File(found.name, content, sha256(content).hexdigest())


def read_table(path: Path, scenario: Scenario) -> Iterator[Table]:
    """Yield the rows of a CSV or Parquet file, some thousands at a time.

    Raises
    ------
    InputError
        It cannot be read, or its columns are no weights of the scenario.
    """
    try:
        if path.suffix == ".parquet":
            _needs("pyarrow", "table", "Parquet")
            yield from _parquet_rows(path, scenario)
        else:
            yield from _csv_rows(path, scenario)
    except (OSError, EOFError) as error:
        message = f"the table cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError([Problem(file=path.as_posix(), code="unreadable", message=message)]) from None


def _csv_rows(path: Path, scenario: Scenario) -> Iterator[Table]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        head = file.readline().decode("utf-8-sig", "replace")
        columns = tuple(field.strip() for field in next(csv.reader([head]), []))
        _check_columns(path, columns, scenario)
        first = 1
        while lines := list(islice(file, ROWS_AT_ONCE)):
            yield Table(path.as_posix(), columns, b"".join(lines), None, first)
            first += len(lines)


def _parquet_rows(path: Path, scenario: Scenario) -> Iterator[Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        columns = tuple(file.schema_arrow.names)
        _check_columns(path, columns, scenario)
        first = 1
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
            labels = tuple(map(str, batch.column("weights").to_pylist())) if "weights" in columns else None
            numbers = [
                batch.column(name).cast(pa.float64()).to_numpy(zero_copy_only=False)
                for name in columns
                if name != "weights"
            ]
            yield Table(
                path.as_posix(), columns, np.ascontiguousarray(np.column_stack(numbers)), labels, first
            )
            first += batch.num_rows
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        message = f"the table cannot be read: {str(error).splitlines()[0]}"
        raise InputError([Problem(file=path.as_posix(), code="unreadable", message=message)]) from None


def _check_columns(path: Path, columns: tuple[str, ...], scenario: Scenario) -> None:
    twice = next((c for i, c in enumerate(columns) if c in columns[:i]), None)
    wrong = f"the column '{twice}' stands here twice" if twice is not None else table_fits(columns, scenario)
    if wrong:
        raise InputError([Problem(file=path.as_posix(), code="wrong-columns", message=wrong)])


class _Submit(Protocol):
    def __call__(self, chunk: Chunk) -> Callable[[], Done]: ...


@contextmanager
def _pool(asked: Asked) -> Iterator[tuple[_Submit, int]]:
    """Give a function that starts a chunk and returns one to wait with, and how many to start at once."""
    if asked.cluster is not None:
        _needs("distributed", "cluster", "--cluster")
        with _cluster(asked) as submit:
            yield submit
    elif asked.jobs == 1:
        yield (lambda chunk: lambda: run_chunk(chunk)), 1
    else:
        with _processes(asked.jobs) as submit:
            yield submit


@contextmanager
def _processes(jobs: int) -> Iterator[tuple[_Submit, int]]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    quick = sys.platform == "linux"  # elsewhere a forked process may not use system libraries
    context = multiprocessing.get_context("fork" if quick else "spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_work, initargs=(os.getpid(),))
    try:
        yield (lambda chunk: pool.submit(run_chunk, chunk).result), 4 * jobs
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_work(parent: int) -> None:
    """Let the process that waits decide what Ctrl-C means; end when it is gone."""
    import signal
    import threading
    import time

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=follow, daemon=True).start()


@contextmanager
def _cluster(asked: Asked) -> Iterator[tuple[_Submit, int]]:
    import distributed

    start_client: Any = distributed.Client
    start_cluster: Any = distributed.LocalCluster
    try:
        if asked.cluster == "local":
            cluster = start_cluster(n_workers=asked.jobs, threads_per_worker=1, dashboard_address=None)
        else:
            cluster = None
        client = start_client(cluster if cluster is not None else asked.cluster, timeout="20s")
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"error: --cluster {asked.cluster}: cannot be reached: {error}") from None
    try:
        workers = max(1, sum(client.nthreads().values()))
        yield (lambda chunk: client.submit(run_chunk, chunk, pure=False, retries=3).result), 4 * workers
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _in_order(
    work: Iterator[Work], submit: _Submit, under_way: int, skip: Callable[[Chunk], bool]
) -> Iterator[tuple[Chunk | None, Done]]:
    """Yield what chunks give in the order of the work; a skipped chunk is not run and not yielded."""
    waiting: deque[tuple[Chunk | None, Callable[[], Done]]] = deque()
    for part in work:
        if isinstance(part, Chunk):
            if skip(part):
                continue
            waiting.append((part, submit(part)))
        else:
            told = Done(b"", 0, part)
            waiting.append((None, lambda told=told: told))  # type: ignore[misc]
        while len(waiting) >= under_way:
            chunk, wait = waiting.popleft()
            yield chunk, wait()
    while waiting:
        chunk, wait = waiting.popleft()
        yield chunk, wait()


def _head(format_: RowFormat) -> bytes:
    return (",".join(COLUMNS) + "\n").encode() if format_ == "csv" else b""


def _tell(problems: Sequence[Problem], fail_fast: bool) -> bool:
    """Say what is wrong; return whether anything is."""
    if problems and fail_fast:
        raise InputError(problems)
    for problem in problems:
        say(str(problem))
    return bool(problems)


def _to_stdout(asked: Asked, format_: RowFormat, work: Iterator[Work], pool: tuple[_Submit, int]) -> bool:
    write_stdout(_head(format_))
    sound = True
    with progress("rows") as told:
        count = 0
        for _, done in _in_order(work, *pool, skip=lambda _: False):
            sound &= not _tell(done.problems, asked.fail_fast)
            write_stdout(done.rows)
            count += done.n_rows
            told(count, 0)
    return sound


def _to_file(
    asked: Asked, path: Path, format_: RowFormat, zip_: bool, work: Iterator[Work], pool: tuple[_Submit, int]
) -> bool:
    part = PartFile(path)
    sound = True
    pack = zipped if zip_ else bytes
    try:
        part.start(resume=asked.resume)
        finished = deque(part.pieces)
        if not finished:
            part.add(pack(_head(format_)) if format_ == "csv" else b"", _made_from(None, format_), 0)
        else:
            same_input(finished.popleft(), _made_from(None, format_), path.as_posix())

        def skip(chunk: Chunk) -> bool:
            nonlocal sound
            if not finished:
                return False
            piece = finished.popleft()
            same_input(piece, _made_from(chunk, format_), path.as_posix())
            sound &= piece.wrong == 0
            return True

        with progress("rows") as told:
            count = 0
            for chunk, done in _in_order(work, *pool, skip=skip):
                sound &= not _tell(done.problems, asked.fail_fast)
                if chunk is not None:
                    rows = pack(done.rows) if done.rows else b""
                    part.add(rows, _made_from(chunk, format_), len(done.problems))
                count += done.n_rows
                told(count, 0)
        if finished:
            same_input(finished[0], "", path.as_posix())
        part.finish(partial(arrow_to_parquet, columns=COLUMNS) if format_ == "parquet" else None)
    except OSError as error:
        begun = "; --resume goes on from here" if part.pieces else ""
        said = f"cannot be written: {error.strerror or error}{begun}"
        raise OutputError(f"{path.as_posix()}: error: {said}") from None
    finally:
        part.close()
    return sound


def _made_from(chunk: Chunk | None, format_: RowFormat) -> str:
    """Return the hash of everything that a chunk's rows depend on."""
    digest = sha256(f"{__version__} {format_}".encode())
    if chunk is not None:
        digest.update(f" {chunk.injects} {chunk.scenario.name} {chunk.scenario.sha256}".encode())
        for file in chunk.weights or ():
            digest.update(f" {file.name} {file.sha256}".encode())
        if chunk.table is not None:
            rows = chunk.table.rows
            digest.update(repr((chunk.table.name, chunk.table.columns, chunk.table.first_row)).encode())
            digest.update(rows if isinstance(rows, bytes) else rows.tobytes())
    return digest.hexdigest()


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

"""A batch from arguments to rows: what is read, sent to workers, and written in which order."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from glob import glob
from hashlib import sha256
from pathlib import Path

from scenario_cli import __version__
from scenario_cli.cli.batch_pool import Pool, pool
from scenario_cli.cli.batch_work import Chunk, Done, File, InjectsMode, RowFormat
from scenario_cli.cli.output import say, write_stdout
from scenario_cli.cli.progress import progress
from scenario_cli.errors import InputError, OutputError, Problem, UsageError
from scenario_cli.files.catalog import Folder, Found, listed, locate, read_bytes
from scenario_cli.files.parts import PartFile, arrow_to_parquet, same_input, zipped
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.source import parse
from scenario_cli.files.weightings import needs, read_weightings
from scenario_cli.model.scenario import Scenario
from scenario_cli.render.rows import COLUMNS

FILES_AT_ONCE = 128
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


Work = Chunk | tuple[Problem, ...]


def run_batch(asked: Asked) -> bool:
    """Run a batch; return whether everything was sound.

    Raises
    ------
    UsageError, InputError, OutputError
        The arguments cannot be, nothing could be read, or the output cannot be written.
    """
    format_, zip_ = _format(asked)
    work = _work(asked, format_)
    with pool(asked.jobs, asked.cluster) as running:
        if asked.output is None:
            return _to_stdout(asked, format_, work, running)
        return _to_file(asked, Path(asked.output), format_, zip_, work, running)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _format(asked: Asked) -> tuple[RowFormat, bool]:
    if asked.output is None:
        if asked.resume:
            raise UsageError("error: --resume goes with -o FILE")
        return ("jsonl" if asked.json_lines else "csv"), False
    name = Path(asked.output).name
    for ending, found in sorted(ENDINGS.items(), key=lambda pair: -len(pair[0])):
        if name.endswith(ending):
            if found[0] == "parquet":
                needs("pyarrow", "table", "Parquet")
            return found
    raise UsageError(f"error: -o {asked.output}: expected one of {', '.join(ENDINGS)}")


def _work(asked: Asked, format_: RowFormat) -> Iterator[Work]:
    """Yield chunks of work and, where a file cannot be used at all, what is wrong with it."""
    files = _Files()
    weights = yield from files.named("weights", asked.weights)
    scenarios = yield from files.named("scenarios", asked.scenarios or [None])
    parts = bool(asked.weights) + (asked.table is not None) or 1
    for i, found in enumerate(scenarios):
        try:
            file = files.read(found)
            scenario = scenario_from(parse(file.name, file.content))
            own = _own_weights(scenario) if not asked.weights and asked.table is None else weights
        except InputError as error:
            yield error.problems
            continue

        def share(part: int, of_part: float, i: int = i) -> float:
            return (i + (part + of_part) / parts) / len(scenarios)

        if asked.weights or (asked.table is None and own):
            for start in range(0, len(own), FILES_AT_ONCE):
                read, wrong = files.read_all(own[start : start + FILES_AT_ONCE])
                done = share(0, min(1.0, (start + FILES_AT_ONCE) / len(own)))
                yield Chunk(file, read, None, asked.injects, format_, wrong, done)
        elif asked.table is None:
            yield Chunk(file, None, None, asked.injects, format_, share=share(0, 1.0))
        if asked.table is not None:
            try:
                for rows in read_weightings(Path(asked.table), scenario, ROWS_AT_ONCE):
                    done = share(parts - 1, rows.share)
                    yield Chunk(file, (), rows, asked.injects, format_, share=done)
            except InputError as error:
                yield error.problems


def _own_weights(scenario: Scenario) -> list[Found]:
    return [locate("weights", scenario.weights)] if scenario.weights else []


class _Files:
    """The files of a batch: standard input is read once, and what cannot be read is told once."""

    def __init__(self) -> None:
        self.piped: dict[Found, File] = {}
        self.unreadable: set[Found] = set()

    def named(
        self, folder: Folder, names: Sequence[str | None]
    ) -> Generator[tuple[Problem, ...], None, list[Found]]:
        """Return the files that names stand for; yield what is wrong with names that lead nowhere."""
        found: list[Found] = []
        for name in names:
            try:
                found += _expanded(folder, name)
            except InputError as error:
                yield error.problems
        return found

    def read(self, found: Found) -> File:
        if found in self.piped:
            return self.piped[found]
        content = read_bytes(found)
        file = File(found.name, content, sha256(content).hexdigest())
        if found.piped:
            self.piped[found] = file
        return file

    def read_all(self, several: Sequence[Found]) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
        read: list[File] = []
        wrong: list[Problem] = []
        for found in several:
            try:
                read.append(self.read(found))
            except InputError as error:
                wrong += error.problems if found not in self.unreadable else ()
                self.unreadable.add(found)
        return tuple(read), tuple(wrong)


def _expanded(folder: Folder, name: str | None) -> list[Found]:
    if name is not None and Path(name).is_dir():
        return [Found(path, path.as_posix()) for path in listed(Path(name))]
    if name is not None and any(sign in name for sign in "*?["):
        found = sorted(Path(path) for path in glob(name, recursive=True))  # noqa: PTH207 - patterns with a root, too
        if not found:
            raise InputError([Problem(file=name, code="missing-file", message="no file fits this pattern")])
        return [Found(path, path.as_posix()) for path in found if path.is_file()]
    return [locate(folder, name)]


def _in_order(
    work: Iterator[Work], running: Pool, skip: Callable[[Chunk], bool]
) -> Iterator[tuple[Chunk | None, Done]]:
    """Yield what chunks give in the order of the work; a skipped chunk is not run and not yielded."""
    waiting: deque[tuple[Chunk | None, Callable[[], Done]]] = deque()
    for part in work:
        if isinstance(part, Chunk):
            if skip(part):
                continue
            waiting.append((part, running.submit(part)))
        else:
            told = Done(b"", 0, part)
            waiting.append((None, lambda told=told: told))  # type: ignore[misc]
        while len(waiting) >= running.under_way:
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


def _to_stdout(asked: Asked, format_: RowFormat, work: Iterator[Work], running: Pool) -> bool:
    write_stdout(_head(format_))
    sound = True
    with progress("rows") as told:
        count = 0
        for chunk, done in _in_order(work, running, skip=lambda _: False):
            sound &= not _tell(done.problems, asked.fail_fast)
            write_stdout(done.rows)
            count += done.n_rows
            if chunk is not None:
                told(count, round(count / chunk.share))
    return sound


def _to_file(
    asked: Asked, path: Path, format_: RowFormat, zip_: bool, work: Iterator[Work], running: Pool
) -> bool:
    part = PartFile(path)
    sound = True
    pack = zipped if zip_ else bytes
    try:
        part.start(resume=asked.resume)
        finished = deque(part.pieces)
        skipped = 0.0
        if not finished:
            part.add(pack(_head(format_)) if format_ == "csv" else b"", _made_from(None, format_), 0)
        else:
            same_input(finished.popleft(), _made_from(None, format_), path.as_posix())

        def skip(chunk: Chunk) -> bool:
            nonlocal sound, skipped
            if not finished:
                return False
            piece = finished.popleft()
            same_input(piece, _made_from(chunk, format_), path.as_posix())
            sound &= piece.wrong == 0
            skipped = chunk.share
            return True

        with progress("rows") as told:
            count = 0
            for chunk, done in _in_order(work, running, skip=skip):
                sound &= not _tell(done.problems, asked.fail_fast)
                count += done.n_rows
                if chunk is not None:
                    rows = pack(done.rows) if done.rows else b""
                    part.add(rows, _made_from(chunk, format_), len(done.problems))
                    told(count, round(count * (1 - skipped) / (chunk.share - skipped)))
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
            rows = chunk.table
            digest.update(repr((rows.name, rows.columns, rows.first_row)).encode())
            for content in [rows.content] if isinstance(rows.content, bytes) else rows.content:
                digest.update(content)
    return digest.hexdigest()

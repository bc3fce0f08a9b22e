"""A batch from arguments to rows: what is read, sent to workers, and written in which order."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scenario_cli.choices import InjectSets, RowForm
from scenario_cli.cli.batch_names import named_files, own_weights_file
from scenario_cli.cli.batch_pool import Pool, pool
from scenario_cli.cli.batch_work import (
    Chunk,
    Done,
    File,
    made_from,
    read_file,
    refuse_many_sets,
    weightings_at_once,
)
from scenario_cli.cli.output import say, write_stdout
from scenario_cli.cli.progress import progress
from scenario_cli.errors import InputError, LostWorkerError, OutputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.parsed import parse
from scenario_cli.files.parts import PartFile, same_input, zipped
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.weightings import needs, read_weightings
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.render.rows import COLUMN_TYPES, COLUMNS

FILES_AT_ONCE = 256
ENDINGS: dict[str, tuple[RowForm, bool]] = {
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
    injects: InjectSets
    table: str | None
    output: str | None
    json_lines: bool
    jobs: int
    cluster: str | None
    resume: bool
    fail_fast: bool


Work = Chunk | tuple[Mistake, ...]


def run_batch(asked: Asked) -> bool:
    """Run a batch; return whether everything was sound.

    Raises
    ------
    UsageError, InputError, OutputError
        The arguments cannot be, nothing could be read, or the output cannot be written.
    """
    format_, zip_ = _format(asked)
    if asked.table == STANDARD_INPUT:
        raise UsageError("--table -: a table is read from a file, not from standard input")
    work = _work(asked, format_)
    with pool(asked.jobs, asked.cluster) as running:
        if asked.output is None:
            return _to_stdout(asked, format_, work, running)
        return _to_file(asked, Path(asked.output), format_, zip_, work, running)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _format(asked: Asked) -> tuple[RowForm, bool]:
    if asked.output is None:
        if asked.resume:
            raise UsageError("--resume goes with -o FILE")
        return ("jsonl" if asked.json_lines else "csv"), False
    name = Path(asked.output).name
    for ending, found in sorted(ENDINGS.items(), key=lambda pair: -len(pair[0])):
        if name.endswith(ending):
            if found[0] == "parquet":
                needs("pyarrow", "table", "Parquet")
            return found
    raise UsageError(f"-o {asked.output}: expected one of {', '.join(ENDINGS)}")


def _work(asked: Asked, format_: RowForm) -> Iterator[Work]:
    """Yield chunks of work and, where a file cannot be used at all, what is wrong with it."""
    weights = yield from named_files("weights", asked.weights)
    scenarios = yield from named_files("scenarios", asked.scenarios or [None])
    parts = bool(asked.weights) + (asked.table is not None) or 1
    for i, found in enumerate(scenarios):
        try:
            file = found if isinstance(found, File) else read_file(found)
            source = parse(file.name, file.content)
            scenario = scenario_from(source)
            own = own_weights_file(scenario, source) if not asked.weights and asked.table is None else weights
            refuse_many_sets(scenario, source, asked.injects)
        except InputError as error:
            yield error.mistakes
            continue

        at_once = weightings_at_once(scenario, asked.injects)
        files_at_once = min(FILES_AT_ONCE, at_once)

        def share(part: int, of_part: float, i: int = i) -> float:
            return (i + (part + of_part) / parts) / len(scenarios)

        if asked.weights or (asked.table is None and own):
            for start in range(0, len(own), files_at_once):
                some = tuple(own[start : start + files_at_once])
                done = share(0, (start + len(some)) / len(own))
                yield Chunk(file, some, None, asked.injects, format_, done)
        elif asked.table is None:
            yield Chunk(file, None, None, asked.injects, format_, share(0, 1.0))
        if asked.table is not None:
            for part in _from_table(Path(asked.table), file, scenario, asked.injects, format_, at_once):
                yield (part._replace(share=share(parts - 1, part.share)) if isinstance(part, Chunk) else part)


def _from_table(
    path: Path, file: File, scenario: Scenario, injects: InjectSets, format_: RowForm, at_once: int
) -> Iterator[Work]:
    none = True
    try:
        for rows in read_weightings(path, scenario, at_once):
            none = False
            yield Chunk(file, (), rows, injects, format_, rows.share)
    except InputError as error:
        yield error.mistakes
        return
    if none:
        said = "the table has no rows"
        yield (Mistake(file=path.as_posix(), code="empty", message=said, level="warning"),)


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


def _head(format_: RowForm) -> bytes:
    return (",".join(COLUMNS) + "\n").encode() if format_ == "csv" else b""


class _Told:
    """Says what is wrong; a file that cannot be read is told once, not once a scenario."""

    def __init__(self, fail_fast: bool) -> None:
        self.fail_fast = fail_fast
        self.unread: set[Mistake] = set()
        self.sound = True
        self.before = 0

    def tell(self, done: Done) -> int:
        """Return how much was wrong.

        Raises
        ------
        InputError
            Anything was, and the first is to end the batch.
        """
        mistakes = [*(mistake for mistake in done.unread if mistake not in self.unread), *done.mistakes]
        self.unread.update(done.unread)
        wrong = [mistake for mistake in mistakes if mistake.level == "error"]
        self.sound &= not wrong
        if wrong and self.fail_fast:
            raise InputError(wrong[:1])
        for mistake in mistakes:
            say(str(mistake))
        return len(wrong)


def _to_stdout(asked: Asked, format_: RowForm, work: Iterator[Work], running: Pool) -> bool:
    write_stdout(_head(format_))
    told = _Told(asked.fail_fast)
    with progress("rows") as shown:
        count = 0
        for chunk, done in _in_order(work, running, skip=lambda _: False):
            told.tell(done)
            write_stdout(done.rows)
            count += done.n_rows
            if chunk is not None:
                shown(count, round(count / chunk.share))
    return told.sound


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False


def _codes(error: BaseException) -> set[str]:
    return {mistake.code for mistake in error.mistakes} if isinstance(error, InputError) else set()


def _to_file(
    asked: Asked, path: Path, format_: RowForm, zip_: bool, work: Iterator[Work], running: Pool
) -> bool:
    with suppress(OSError, RuntimeError):  # a link in a circle leads nowhere
        path = path.resolve() if path.is_symlink() else path
    if asked.table is not None and _same_file(path, Path(asked.table)):
        raise UsageError(f"-o {asked.output}: this is the table that is read")
    part = PartFile(path, COLUMN_TYPES if format_ == "parquet" else None)
    told = _Told(asked.fail_fast)
    pack = zipped if zip_ else bytes
    skipped = 0.0
    try:
        part.start(resume=asked.resume)
        finished = deque(part.pieces)
        if not finished:
            part.add(pack(_head(format_)), made_from(format_), 0)
        else:
            same_input(finished.popleft(), made_from(format_), path.as_posix())

        def skip(chunk: Chunk) -> bool:
            nonlocal skipped
            if not finished:
                return False
            piece = finished.popleft()
            same_input(piece, made_from(format_, chunk), path.as_posix())
            told.before += piece.wrong
            skipped = chunk.share
            return True

        with progress("rows") as shown:
            count = 0
            for chunk, done in _in_order(work, running, skip=skip):
                wrong = told.tell(done)
                count += done.n_rows
                if chunk is not None:
                    part.add(pack(done.rows) if done.rows else b"", done.made_from, wrong)
                    left = chunk.share - skipped  # 0 where a packed table was read at one go
                    shown(count, round(count * (1 - skipped) / left) if left > 0 else 0)
        if finished:
            same_input(finished[0], "", path.as_posix())
        part.finish()
        if told.before:
            say(f"{path.as_posix()}: mistakes told before the run was cut off: {told.before}")
    except OSError as error:
        begun = "; --resume goes on from here" if part.pieces else ""
        reason = os.strerror(error.errno) if error.errno else error
        said = f"cannot be written: {reason}{begun}"
        raise OutputError(path.as_posix(), said) from None
    except (KeyboardInterrupt, InputError, LostWorkerError) as error:
        if part.pieces and "changed-meanwhile" not in _codes(error):
            how = "interrupted" if isinstance(error, KeyboardInterrupt) else "stopped"
            say(f"{path.as_posix()}: {how}; --resume goes on from here")
        raise
    finally:
        part.close()
    return told.sound and told.before == 0

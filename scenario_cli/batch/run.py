"""A plan to rows: chunks are scored wherever there is a hand free, and come back in their order."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from scenario_cli.batch.chunk import Chunk, Done
from scenario_cli.batch.plan import Plan, Step
from scenario_cli.batch.pool import Pool, pool
from scenario_cli.batch.repeats import Repeats
from scenario_cli.batch.sink import Before, Sink
from scenario_cli.batch.work import compared
from scenario_cli.choices import Level
from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake

Progress = Callable[[int, int], None]
Tell = Callable[[Mistake], None]
MOST_TOLD = 200  # mistakes of one file, and as many warnings


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run gave.

    Attributes
    ----------
    rows, rankings : int
        How many there are; each ranking is one of scenario, weights and injects.
    wrong : int
        How many mistakes there were, warnings left out.
    wrong_before : int
        How many of them were told by a run before.
    misses : int
        In how many rankings the expected option is not alone first.
    first_miss : str
        The first of these, and who is first there.
    finished_before : bool
        Whether a run before had finished, so that there was nothing to do.
    """

    rows: int
    rankings: int
    wrong: int
    wrong_before: int
    misses: int = 0
    first_miss: str = ""
    finished_before: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing was wrong."""
        return not self.wrong


def run(
    plan: Plan,
    sink: Sink,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    fail_fast: bool = False,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Outcome:
    """Score a plan into a sink, which takes the rows in the order of the plan whoever scored them.

    Parameters
    ----------
    jobs : int
        How many processes score; 1 is this one.
    cluster : str, optional
        The address of a Dask cluster, or ``"local"`` for one of so many ``jobs``.
    fail_fast : bool
        End with the first mistake.
    progress : callable, optional
        Takes how many rows there are, and about how many there will be (0: not known).
    tell : callable, optional
        Takes each mistake once, as it is found; of one file a few hundred, then how many more.

    Raises
    ------
    UsageError, MissingPackageError
        The cluster cannot be reached or has no workers, the output is a file that is read, or
        an unfinished run stands there.
    OutputError
        The rows cannot be written.
    InputError
        The first mistake, with ``fail_fast``; or what a run before has left is not what is asked.
    LostWorkerError
        Processes were ended from outside, again and again.
    """
    for what, paths in plan.read.items():
        sink.refuse(paths, what)
    about = str(plan.asked)
    finished = sink.look(about)
    told = _Told(fail_fast, tell)
    plan.prepare()
    with pool(*((1, None) if finished else (jobs, cluster)), told.hear) as running, closing(sink):
        sink.start(about)
        told.tell(plan.mistakes)
        skipped = None if finished else compared
        steps = plan.steps(sink.layout, sink.refuse, small=not sink.keeps_pieces)
        given = _in_order(steps, running, sink.skips, skipped)
        found = _poured(given, sink, told, progress)
        if found.rankings or sink.before.rankings or not told.wrong:
            sink.finish()
        else:  # a file that stands there is worth more than nothing
            sink.drop()
    told.tell_more()
    return _outcome(sink.before, found, told.wrong, finished)


def _outcome(before: Before, found: Before, wrong: int, finished: bool) -> Outcome:
    return Outcome(
        rows=before.rows + found.rows,
        rankings=before.rankings + found.rankings,
        wrong=before.wrong + wrong,
        wrong_before=before.wrong,
        misses=before.misses + found.misses,
        first_miss=before.first_miss or found.first_miss,
        finished_before=finished,
    )


def _poured(
    given: Iterator[tuple[Chunk | None, Done]], sink: Sink, told: "_Told", progress: Progress | None
) -> Before:
    """Pour what chunks give into a sink; return what that was."""
    found = Before()
    repeats = Repeats()
    for chunk, done in given:
        told.tell([*repeats.take(done.keys)])
        wrong = told.tell(done.mistakes, done.unread)
        found = Before(
            rows=found.rows + done.n_rows,
            rankings=found.rankings + done.rankings,
            misses=found.misses + done.misses,
            first_miss=found.first_miss or done.first_miss,
        )
        if chunk is not None:
            sink.add(done, wrong)
            if progress is not None:
                progress(found.rows, _expected(found.rows, chunk.share, sink.before.share))
    told.tell([*repeats.ended()])
    return found


def _expected(rows: int, share: float, before: float) -> int:
    left = share - before  # 0 where a packed table was read at one go
    return round(rows * (1 - before) / left) if left > 0 else 0


def _in_order(
    steps: Iterator[Step],
    running: Pool,
    skips: Callable[[Chunk], bool],
    skipped: Callable[[Chunk], Done] | None,
) -> Iterator[tuple[Chunk | None, Done]]:
    """Yield what steps give in their order; of a chunk that is skipped, what ``skipped`` makes of it."""
    waiting: deque[tuple[Chunk | None, Callable[[], Done]]] = deque()
    for step in steps:
        if not isinstance(step, Chunk):
            waiting.append((None, _given(Done(mistakes=step.mistakes))))
        elif not skips(step):
            waiting.append((step, running.submit(step)))
        elif skipped is not None:
            waiting.append((None, _given(skipped(step))))
        while len(waiting) >= running.under_way:
            chunk, wait = waiting.popleft()
            yield chunk, wait()
    while waiting:
        chunk, wait = waiting.popleft()
        yield chunk, wait()


def _given(done: Done) -> Callable[[], Done]:
    return lambda: done


class _Told:
    """Tells what is wrong, and counts it; a file that cannot be read is told once, not once a scenario."""

    def __init__(self, fail_fast: bool, tell: Tell | None) -> None:
        self.fail_fast = fail_fast
        self.hearer = tell
        self.unread: set[Mistake] = set()
        self.counts: Counter[tuple[str, Level]] = Counter()
        self.wrong = 0

    def tell(self, found: Sequence[Mistake], unread: Sequence[Mistake] = ()) -> int:
        """Return how much was wrong.

        Raises
        ------
        InputError
            Anything was, and the first is to end the batch.
        """
        mistakes = [*(mistake for mistake in unread if mistake not in self.unread), *found]
        self.unread.update(unread)
        wrong = [mistake for mistake in mistakes if mistake.level == "error"]
        self.wrong += len(wrong)
        if wrong and self.fail_fast:
            raise InputError(wrong[:1])
        for mistake in mistakes:
            of = mistake.file, mistake.level
            self.counts[of] += 1
            if self.counts[of] <= MOST_TOLD:
                self.hear(mistake)
        return len(wrong)

    def tell_more(self) -> None:
        """Tell how much there was beside what was told."""
        for (file, level), count in self.counts.items():
            if count > MOST_TOLD:
                message = f"and {count - MOST_TOLD:,} more"
                self.hear(Mistake(file=file, line=0, code="more", message=message, level=level))

    def hear(self, mistake: Mistake) -> None:
        """Let it be heard."""
        if self.hearer is not None:
            self.hearer(mistake)

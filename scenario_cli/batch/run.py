"""A plan to rows: chunks are scored wherever there is a hand free, and come back in their order."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from scenario_cli.batch.chunk import Chunk, Done
from scenario_cli.batch.demands import Demand, Failed, added
from scenario_cli.batch.order import in_order
from scenario_cli.batch.plan import Plan
from scenario_cli.batch.pool import pool
from scenario_cli.batch.repeats import Repeats
from scenario_cli.batch.resuming import Tell
from scenario_cli.batch.sink import Before, Sink
from scenario_cli.batch.work import compared
from scenario_cli.choices import Level
from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake

Progress = Callable[[int, int], None]
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
    failed : tuple of (Demand, Failed)
        Each demand, in how many rankings it does not hold, and the first of these.
    finished_before : bool
        Whether a run before had finished, so that there was nothing to do.
    """

    rows: int
    rankings: int
    wrong: int
    wrong_before: int
    failed: tuple[tuple[Demand, Failed], ...] = ()
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
    told = _Told(fail_fast, tell)
    finished = sink.look(about, told.hear)
    plan.prepare()
    with pool(*((1, None) if finished else (jobs, cluster)), told.hear) as running, closing(sink):
        sink.start(about)
        told.tell(plan.mistakes)
        skipped = None if finished else compared
        by_name = running.learn(plan, sink.entrusted)
        small = not sink.keeps_pieces
        steps = plan.steps(sink.layout, sink.refuse, by_name=by_name, small=small)
        given = in_order(steps, running, sink.skips, skipped)
        found = _poured(given, sink, told, progress)
        if found.rankings or sink.before.rankings or not told.wrong:
            sink.finish()
        else:  # a file that stands there is worth more than nothing
            sink.drop()
    told.tell_more()
    return _outcome(plan.asked.demands, sink.before, found, told.wrong, finished)


def _outcome(demands: Sequence[Demand], before: Before, found: Before, wrong: int, finished: bool) -> Outcome:
    failed = added(added([Failed()] * len(demands), before.failed), found.failed)
    return Outcome(
        rows=before.rows + found.rows,
        rankings=before.rankings + found.rankings,
        wrong=before.wrong + wrong,
        wrong_before=before.wrong,
        failed=tuple(zip(demands, failed, strict=True)),
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
            failed=added(found.failed, done.failed),
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

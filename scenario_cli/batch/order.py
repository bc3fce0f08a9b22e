"""Steps of a plan to what they give, in their order, whoever scores them and however long each takes."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from scenario_cli.batch.chunk import Chunk, Done
from scenario_cli.batch.plan import Step
from scenario_cli.batch.pool import Pool

Given = tuple[Chunk | None, Done]


def in_order(
    steps: Iterator[Step],
    running: Pool,
    skips: Callable[[Chunk], bool],
    skipped: Callable[[Chunk], Done] | None,
) -> Iterator[Given]:
    """Yield what steps give in their order; of a chunk that is skipped, what ``skipped`` makes of it."""
    waiting: deque[_Handed] = deque()
    open_ = _Handed()
    for step in steps:
        if not isinstance(step, Chunk):
            open_.items.append(Done(mistakes=step.mistakes))
        elif not skips(step):
            open_.items.append(step)
        elif skipped is not None:
            open_.items.append(skipped(step))
        chunks = open_.chunks
        if not chunks or running.is_full(chunks):
            waiting.append(open_.over_to(running))
            open_ = _Handed()
        while len(waiting) >= running.under_way():
            yield from waiting.popleft().given()
    waiting.append(open_.over_to(running))
    for handed in waiting:
        yield from handed.given()


class _Handed:
    """Chunks that are handed over together, among what needs no work and stands between them."""

    def __init__(self) -> None:
        self.items: list[Chunk | Done] = []
        self._wait: Callable[[], Sequence[Done]] | None = None

    @property
    def chunks(self) -> list[Chunk]:
        """The chunks alone."""
        return [item for item in self.items if isinstance(item, Chunk)]

    def over_to(self, running: Pool) -> "_Handed":
        """Hand the chunks over, and return this."""
        if chunks := self.chunks:
            self._wait = running.submit(chunks)
        return self

    def given(self) -> Iterator[Given]:
        """Yield what each item gives, once the chunks are scored."""
        dones = iter(self._wait() if self._wait is not None else ())
        for item in self.items:
            yield (item, next(dones)) if isinstance(item, Chunk) else (None, item)

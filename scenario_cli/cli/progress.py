"""How far long work is: on stderr, only on a terminal, and only once it has taken a second."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

AFTER_SECONDS = 1.0
EVERY_SECONDS = 0.2


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with what is done and what there is in all; the line goes away at the end."""
    started = shown = time.monotonic()
    drawn = False

    def told(done: int, total: int) -> None:
        nonlocal shown, drawn
        now = time.monotonic()
        if not sys.stderr.isatty() or now - started < AFTER_SECONDS or now - shown < EVERY_SECONDS:
            return
        shown, drawn = now, True
        left = (now - started) / max(done, 1) * (total - done)
        sys.stderr.write(f"\r{what}: {done:,} of {total:,}, {left:.0f} s left \033[K")
        sys.stderr.flush()

    try:
        yield told
    finally:
        if drawn:
            sys.stderr.write("\r\033[K")

"""How far long work is: on stderr, only on a terminal, and only once it has taken a second."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from scenario_cli.cli.manners import MANNERS

AFTER_SECONDS = 1.0
EVERY_SECONDS = 0.2


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with what is done and what there is in all (0: not known).

    The line goes away at the end.
    """
    started = shown = time.monotonic()
    drawn = False

    def told(done: int, total: int) -> None:
        nonlocal shown, drawn
        now = time.monotonic()
        if (
            not MANNERS.progress
            or MANNERS.quiet
            or sys.stderr is None
            or not sys.stderr.isatty()
            or os.environ.get("TERM") == "dumb"  # where a line cannot be taken away again
            or now - started < AFTER_SECONDS
            or now - shown < EVERY_SECONDS
        ):
            return
        shown, drawn = now, True
        rate = done / (now - started)
        said = f"{what}: {done:,}"
        if total:
            said += f" of {total:,}, {(total - done) / rate if rate else 0:.0f} s left"
        sys.stderr.write(f"\r{said}, {rate:,.0f} a second \033[K")
        sys.stderr.flush()

    try:
        yield told
    finally:
        if drawn:
            sys.stderr.write("\r\033[K")

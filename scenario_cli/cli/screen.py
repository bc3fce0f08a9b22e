"""A terminal that is drawn anew for each view."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def screen() -> Iterator[Callable[[], None]]:
    """Give a function that clears for the next view; a terminal is left as found, after SIGTERM too."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda: None
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.stdout.write("\033[?1049h\033[?25l")

    def clear() -> None:
        sys.stdout.write("\033[H\033[2J")
        sys.stdout.flush()

    try:
        yield clear
    finally:
        sys.stdout.write("\033[?25h\033[?1049l")
        sys.stdout.flush()
        signal.signal(signal.SIGTERM, before)

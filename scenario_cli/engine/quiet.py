"""Compiled libraries kept quiet."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep what compiled libraries print off stdout: HiGHS says things there that no option silences."""
    try:
        stdout = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):  # closed, or no file at all
        yield
        return
    sys.stdout.flush()
    kept, nowhere = os.dup(stdout), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stdout)
    try:
        yield
    finally:
        os.dup2(kept, stdout)
        os.close(kept)
        os.close(nowhere)

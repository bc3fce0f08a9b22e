"""A command line that is run in this process, with streams of its own."""

import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from threading import Lock
from types import FrameType

from scenario_cli.assistant.answered import Ran
from scenario_cli.errors import ExitCode

_RUNNING = Lock()  # of two commands at once, each would write to the streams of the other
_WRITING = Lock()


def ran(words: Sequence[str], writes: bool = False) -> Ran:
    """Run a command and return what it wrote; nothing of it reaches the streams of this process.

    One at a time: while it runs, the streams are its own. Another waits.
    """
    from scenario_cli.cli.app import app

    own = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(3)]
    code = int(ExitCode.DONE)
    with _RUNNING, _WRITING if writes else nullcontext():
        before = sys.stdin, sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = own
        try:
            app(list(words), prog_name="scenario")
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            sys.stdin, sys.stdout, sys.stderr = before
    return Ran(code, *(_written(stream) for stream in own[1:]))


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8", "backslashreplace")


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Let Ctrl-C, and the end of what is done within, end the process once no file is being written.

    A thread waits for the next line of stdin, and would keep the process until that comes.
    """

    def leave(number: int, frame: FrameType | None) -> None:
        with _WRITING:
            os._exit(ExitCode.INTERRUPTED)

    before = signal.signal(signal.SIGINT, leave)
    try:
        yield
        with _WRITING:  # what was only read is nobody's any more
            pass
    finally:
        signal.signal(signal.SIGINT, before)

"""One call: a command line in a process of its own, which reads nothing outside of its folder."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from scenario_cli.errors import ExitCode, UsageError

MODULE = "scenario_cli.cli.commands.mcp.inside"


def main() -> None:
    """Run the command line that the arguments of the process are."""
    from scenario_cli.cli.app import app
    from scenario_cli.files.catalog import stay_inside

    stay_inside(Path.cwd())
    try:
        app(prog_name="scenario")
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)


def go_to(folder: str) -> None:
    """Work in a folder from now on.

    Raises
    ------
    UsageError
        There is none, or nobody may go there.
    """
    try:
        os.chdir(folder)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"--folder {folder}: {reason}") from None


@contextmanager
def leaving_at_once(stop: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C end the process, once it has told its calls to ``stop``.

    A thread waits for the next line of stdin, and would keep the process until that comes.
    """

    def leave(number: int, frame: FrameType | None) -> None:
        stop()
        os._exit(ExitCode.INTERRUPTED)

    before = signal.signal(signal.SIGINT, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


if __name__ == "__main__":
    main()

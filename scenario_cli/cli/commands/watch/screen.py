"""A terminal on which one page is drawn over the last, and which is left as it was found."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scenario_cli.cli.output import say

# Another screen, no cursor, and no line that goes on in the next row.
_ENTER, _LEAVE = "\033[?1049h\033[?25l\033[?7l", "\033[?7h\033[?25h\033[?1049l"
_HOME, _TO_LINE_END, _TO_SCREEN_END = "\033[H", "\033[K", "\033[J"


class Screen:
    """The terminal that stdout is.

    Attributes
    ----------
    afterwards : str
        What is to be said on stderr once the terminal is left.
    """

    def __init__(self) -> None:
        self.last: Sequence[str] = ()
        self.afterwards = ""

    @property
    def encoding(self) -> str:
        """What the terminal can show."""
        return sys.stdout.encoding

    def size(self, stated: int | None = None) -> tuple[int, int]:
        """Return columns and rows as they are now; fewer columns where that was stated."""
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
        asked = stated or shutil.get_terminal_size().columns  # COLUMNS, where that is set
        return min(columns or 80, asked), rows or 24

    def draw(self, lines: Sequence[str]) -> None:
        """Draw lines over what is there, in one go, so that nothing flickers."""
        self.last = lines
        # A row is emptied before it is written: behind a full one the cursor stands on its last sign.
        drawn = "\n".join(_TO_LINE_END + line for line in lines)
        below = f"\n{_TO_SCREEN_END}" if len(lines) < self.size()[1] else ""
        sys.stdout.write(f"{_HOME}{drawn}{below}")
        sys.stdout.flush()

    def tell(self, text: str) -> None:
        """Say something on stderr: at once, or once the terminal is left if it would stand on the page.

        It takes the place of what was to be said then; an empty text only does that.
        """
        self.afterwards = text if _same_terminal() else ""
        if text and not self.afterwards:
            say(text)


def _same_terminal() -> bool:
    """Whether stderr is a terminal, and the one that stdout is."""
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    # Windows does not tell consoles apart, and a process has only one there.
    return os.path.sameopenfile(sys.stdout.fileno(), sys.stderr.fileno())


@contextmanager
def screen() -> Iterator[Screen | None]:
    """Give the terminal that stdout is, or ``None``; at the end, after SIGTERM too, the last page stays."""
    if sys.stdout is None or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    if os.name == "nt":
        os.system("")  # the older console reads escape codes once a command has run in it
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    terminal = Screen()
    sys.stdout.write(_ENTER)
    try:
        yield terminal
    finally:
        sys.stdout.write(_LEAVE + "".join(f"{line}\n" for line in terminal.last))
        sys.stdout.flush()
        signal.signal(signal.SIGTERM, before)
        if terminal.afterwards:
            say(terminal.afterwards)

"""A screen on which one question stands, and from which it is wiped before the next."""

import os
import sys
import textwrap

from scenario_cli.cli.output import PAGE_WIDTH, say
from scenario_cli.cli.prompts import reply_to
from scenario_cli.text import visible

PUSHED_OUT = 200  # lines, where a terminal knows no way to clear itself


def wipe() -> None:
    """Clear the screen and what has scrolled out of it, as far as the terminal can; no file, no pipe."""
    if sys.stderr is None or not sys.stderr.isatty():
        return
    if os.name == "nt":
        os.system("cls")  # a plain console knows no other way, and this clears what has scrolled, too
    elif os.environ.get("TERM", "dumb") in ("", "dumb"):
        say("\n" * PUSHED_OUT)
    else:
        sys.stderr.write("\x1b[H\x1b[2J\x1b[3J")
        sys.stderr.flush()


def tell(text: str, indent: int = 0, *, hang: int = 0) -> None:
    """Say a text in lines that fit the screen, ``hang`` further in from the second one on."""
    say("\n".join(_wrapped(visible(text), indent, hang)))


def _wrapped(text: str, indent: int, hang: int) -> list[str]:
    start, rest = " " * indent, " " * (indent + hang)
    return textwrap.wrap(text, _width(), initial_indent=start, subsequent_indent=rest) or [""]


def _width() -> int:
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError, AttributeError):  # no terminal
        columns = 0
    return max(columns - 1, 20) if columns else PAGE_WIDTH


def typed(question: str) -> str:
    """Ask for one line of text, until there is one that a file can hold.

    Raises
    ------
    UsageError
        Nobody types any more.
    """
    while True:
        try:
            reply = reply_to(question)
            reply.encode()
        except UnicodeError:
            say("  this is no text here; once more, please")
        else:
            return reply


def agreed(question: str) -> bool:
    """Ask until it is yes or no."""
    while (reply := typed(question).lower()) not in ("y", "yes", "n", "no"):
        pass
    return reply.startswith("y")

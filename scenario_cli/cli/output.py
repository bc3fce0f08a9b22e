"""The only writer: a result to stdout or to a file, the same bytes either way."""

import errno
import locale
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, assert_never, get_args

from scenario_cli.choices import CheckForm, Form
from scenario_cli.cli.manners import MANNERS
from scenario_cli.errors import OutputError, UsageError

if TYPE_CHECKING:
    from scenario_cli.mistakes import Mistake
    from scenario_cli.render.page import Page
    from scenario_cli.render.report import Length, Report

DATA_ENCODING = "utf-8"
PAGE_WIDTH = 100
WIDEST = 10_000  # columns: no line is longer, and a larger number is not worth its room
STANDARD_OUTPUT = "-"
Written = CheckForm | Literal["png"]  # what is chosen by an ending alone, so that no terminal gets its bytes
FORM_OF: dict[str, Written] = {".txt": "table"}
FORM_OF |= {f".{form}": form for form in get_args(Form) if form != "table"}
FORM_OF[".png"] = "png"
REMARKS: dict[str, Written] = {".sarif": "sarif", ".jsonl": "jsonl"}


def chosen_form(
    stated: Written | None,
    path: str | None,
    otherwise: Form = "table",
    more: Mapping[str, Written] = {},
) -> Written:
    """Return the form that was stated, else the one that the file's ending says, else ``otherwise``.

    ``more`` are endings that not every result has.

    Raises
    ------
    UsageError
        The ending is that of no form, or of another than was stated.
    MissingPackageError
        The ending is that of a form whose package is not installed.
    """
    forms = {**FORM_OF, **more}
    ending = _ending(path, more)
    if not ending:
        return stated or otherwise
    if ending not in forms:
        raise UsageError(f"-o {path}: a result has one of the endings {' '.join(forms)}")
    form = forms[ending]
    if stated is not None and stated != form:
        raise UsageError(
            f"-o {path} is the ending of {'a PNG' if form == 'png' else f'-f {form}'}, not of -f {stated}"
        )
    if form == "png":
        from scenario_cli.render.png import ready

        ready()
    return form


def _ending(path: str | None, more: Mapping[str, Written]) -> str:
    """Return a file's ending; it says nothing where there is none, or where the path is no plain file."""
    if path is None or path == STANDARD_OUTPUT or (os.path.exists(path) and not os.path.isfile(path)):  # noqa: PTH110, PTH113
        return ""
    if double := next((known for known in more if path.lower().endswith(f"{known}.json")), ""):
        return double
    return os.path.splitext(path)[1].lower().rstrip(".")  # noqa: PTH122 - what a name is, before it is a path


def refuse_read(output: str | None, *read: str) -> None:
    """Refuse to write over a file that is read.

    Raises
    ------
    UsageError
        The output is one of them, by whatever name.
    """
    from scenario_cli.files.writing import is_one_of

    if output not in (None, STANDARD_OUTPUT) and is_one_of(output, read):
        raise UsageError(f"-o {output}: this is a file that is read; name another one")


class Destination(NamedTuple):
    """Where a result goes and in which form: where none is stated, the file's ending says."""

    form: Written | None = None
    path: str | None = None
    width: int | None = None
    no_colour: bool = False
    length: "Length" = "page"
    picture: str = ""
    more: str = "--all"  # how to ask for what a page leaves out

    def write(self, report: "Report[Any]") -> None:
        """Write a report in the form that was asked for; the other forms are not made."""
        form = self.form_for(report)
        report = told_of_defaults(report, form)
        if self.picture and form not in ("svg", "png"):
            raise UsageError(f"--picture {self.picture} goes with -f svg or -o FILE.png, not with -f {form}")
        match form:
            case "svg" | "png":
                from scenario_cli.answers.picture import picture_of

                picture = picture_of(report, self.picture)
                self.write_bytes(picture.png() if form == "png" else picture.svg.encode())
            case "html":
                from scenario_cli.answers.webpage import webpage

                self.write_text(webpage(report))
            case "json":
                from scenario_cli.render.json import json_text

                self.write_text(json_text(report.document()))
            case "csv":
                from scenario_cli.render.delimited import csv_text

                self.write_text(csv_text(*report.records()))
            case "md":
                from scenario_cli.render.delimited import markdown_text

                self.write_text(markdown_text(report.page_of(self.length)(PAGE_WIDTH), self.more))
            case "table":
                self.write_page(report.page_of(self.length))
            case "github" | "sarif" | "jsonl":
                self.write_text(report.remarks().text(form) if report.remarks else "")
            case _:
                assert_never(form)

    def form_for(self, report: "Report[Any]") -> Written:
        """Return the form that was asked for, else the default one where the report has it."""
        if self.picture:
            return chosen_form(self.form, self.path, "svg")
        more = REMARKS if report.remarks else {}
        if self.form is not None or _ending(self.path, more):
            return chosen_form(self.form, self.path, more=more)
        from scenario_cli.answers.webpage import is_paged

        def can_give(form: Form) -> bool:
            if form == "svg":
                return bool(report.pictures)
            return form != "html" or is_paged(report)

        return MANNERS.take_form("table", can_give)

    def write_text(self, text: str, encoding: str = DATA_ENCODING) -> None:
        """Write finished text; a file appears whole or not at all."""
        self.write_bytes(text.encode(encoding, "backslashreplace"))

    def write_bytes(self, content: bytes) -> None:
        """Write finished bytes.

        Raises
        ------
        UsageError
            The file is there and holds what a user works on: a result never replaces it.
        OutputError
            It cannot be written.
        """
        if self.path is None or self.path == STANDARD_OUTPUT:
            write_stdout(content)
            return
        from scenario_cli.files.kinds import held_in
        from scenario_cli.files.writing import write_whole

        if held := held_in(self.path):
            raise UsageError(
                f"-o {self.path} holds {held}, which a result does not replace; name another file"
            )
        try:
            write_whole(self.path, content)
        except OSError as error:
            raise OutputError(self.path, f"cannot be written: {error.strerror or error}") from None

    def write_page(self, page: "Callable[[int], Page]") -> None:
        """Write a page, given the width in columns: as a terminal shows it, or as plain text."""
        from scenario_cli.render.terminal import page_text, print_page

        width = self.width or _columns()
        if self.path is None and sys.stdout is not None and sys.stdout.isatty():
            colour = (
                not self.no_colour and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
            )
            width = width or os.get_terminal_size(sys.stdout.fileno()).columns
            out = sys.stdout
            print_page(page(width), out, encoding=out.encoding, width=width, colour=colour, more=self.more)
        else:
            encoding = _redirected_encoding()
            shown = page_text(page(width or PAGE_WIDTH), encoding=encoding, width=width, more=self.more)
            self.write_text(shown, encoding)


def told_of_defaults(report: "Report[Any]", form: Written) -> "Report[Any]":
    """Return a report that says which defaults had an effect; rows and pictures have no place for it."""
    if not MANNERS.used:
        return report
    from scenario_cli.answers.defaulted import defaulted

    MANNERS.shown = MANNERS.shown or form in ("table", "json", "md", "html")
    return defaulted(report, MANNERS.used)


def stated_defaults() -> list[str]:
    """Return the line that a text ends with which says which defaults had an effect, if any had."""
    if MANNERS.shown or all(one["key"] == "format" for one in MANNERS.used):  # a form is to be seen
        return []
    from scenario_cli.files.defaults import defaults_line

    MANNERS.shown = True
    return [defaults_line(MANNERS.used)]


def tell_defaults() -> None:
    """Say on stderr which defaults had an effect, unless a result has said so."""
    for line in stated_defaults():
        remark(line)


def write_stdout(content: bytes) -> None:
    """Write bytes to stdout at once.

    Raises
    ------
    OutputError
        It is closed, or cannot take them. (A reader that went away is no fault.)
    """
    if sys.stdout is None:
        raise OutputError("stdout", "is closed")
    flush_stdout()
    with _told_of_stdout():
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def flush_stdout() -> None:
    """Write what is still waiting to be written to stdout.

    Raises
    ------
    OutputError
        It cannot take it. (A reader that went away is no fault.)
    """
    if sys.stdout is not None:
        with _told_of_stdout():
            sys.stdout.flush()


@contextmanager
def _told_of_stdout() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if os.name == "nt" and error.errno == errno.EINVAL:  # what a pipe is there that nobody reads
            raise BrokenPipeError from None
        close_stdout()
        raise OutputError("stdout", f"cannot be written: {error.strerror or error}") from None


def close_stdout() -> None:
    """Point stdout away from what cannot take it, so that Python's own last flush stays quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def remark(text: str) -> None:
    """Write to stderr what is no error; ``--quiet`` leaves it out."""
    if not MANNERS.quiet:
        say(text)


def say_mistakes(mistakes: "Iterable[Mistake]") -> None:
    """Write mistakes to stderr, a line each; ``--quiet`` leaves out warnings and notes."""
    told = [str(mistake) for mistake in mistakes if mistake.level == "error" or not MANNERS.quiet]
    if told:
        say("\n".join(told))


def say(text: str) -> None:
    """Write one message to stderr, whatever its encoding can hold."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "ascii"
    try:
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stderr.flush()
    except OSError:  # nobody hears it any more, or a full disk holds it: that is no reason to lose a result
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _columns() -> int | None:
    stated = os.environ.get("COLUMNS", "")
    digits = stated.lstrip("0") if stated.isascii() and stated.isdigit() else ""
    return min(int(digits[: len(str(WIDEST)) + 1]), WIDEST) if digits else None


def _redirected_encoding() -> str:
    """What stdout's encoding is, or would be, when it is no terminal: so ``-o`` equals ``>``."""
    if sys.stdout is None:
        return DATA_ENCODING
    if not sys.stdout.isatty():
        return sys.stdout.encoding or DATA_ENCODING
    asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    return asked or (DATA_ENCODING if sys.flags.utf8_mode else locale.getencoding())

"""``scenario watch``."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from scenario_cli.choices import Form
from scenario_cli.cli.parameters import (
    FormName,
    InjectIds,
    NoColour,
    ScenarioName,
    SettingTexts,
    WeightsNames,
    Width,
)
from scenario_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scenario_cli.answers.watch.ask import View
    from scenario_cli.cli.commands.watch.screen import Screen
    from scenario_cli.render.lines import Frame, Line

    Draw = Callable[[View, Frame], Sequence[Line]]

Room = Annotated[bool, typer.Option("--room", help="For a projector: 6 options, 5 columns, 60 characters.")]
PagePath = Annotated[
    str | None,
    typer.Option(
        "--page",
        metavar="FILE.html",
        help="Write a page for a browser, too; opened there, it reads itself again.",
        show_default=False,
    ),
]


def command(
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    room: Room = False,
    page: PagePath = None,
    format_: FormName = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show the ranking, and again at each save.

    \b
    Examples:
      scenario watch
      scenario watch coffee -w red
      scenario watch -w weights/red.yaml --room
      scenario watch coffee --page coffee.html

    Save the scenario or the weights file in an editor: the ranking is shown again, with
    who moved, what changed and why. The page fits the terminal, whatever its size. A
    save with a mistake keeps the last good result; the whole mistake is told on stderr,
    at the end if that is the same terminal. Ctrl-C ends it; the last page stays.
    """
    from scenario_cli.answers.watch.ask import Watched
    from scenario_cli.answers.watch.report import room_lines, watch_lines
    from scenario_cli.cli.commands.watch.screen import screen
    from scenario_cli.cli.studies import one_name

    watched = Watched(scenario, one_name(weights), [*inject, *setting])
    draw = room_lines if room else watch_lines
    if page is not None and not page.lower().endswith(".html"):
        raise UsageError(f"--page {page}: a page for a browser has the ending .html")
    if format_ is not None and format_ != "table":
        _documents(_paged(watched.views(), page), format_)
        return
    with screen() as terminal:
        if terminal is None:
            _pages(_paged(watched.views(), page), draw, width)
        else:
            colour = not no_colour and not os.environ.get("NO_COLOR")
            _drawn(_paged(watched.looks(), page), draw, terminal, width, colour)


def _paged(views: "Iterable[View]", path: str | None) -> "Iterable[View]":
    """Yield views, each after its page is written: that of the score, as of the last good save."""
    from scenario_cli.answers.webpage import AGAIN, webpage
    from scenario_cli.cli.output import Destination

    written = None
    for view in views:
        if path is not None and view.answer is not written:
            Destination(path=path).write_text(webpage(view.answer.study.score().report(), AGAIN))
            written = view.answer
        yield view


def _documents(views: "Iterable[View]", form: Form) -> None:
    """Write a document a good save; what is wrong with another is told on stderr."""
    from scenario_cli.cli.output import Destination, say
    from scenario_cli.cli.words import worded

    written = None
    for view in views:
        if view.error is not None:
            say(worded(view.error))
        elif view.answer is not written:
            Destination(form=form).write(view.answer.report())
            written = view.answer


def _pages(views: "Iterable[View]", draw: "Draw", width: int | None) -> None:
    """Write one page after the other, each as long as it is."""
    import shutil
    import sys

    from scenario_cli.cli.output import DATA_ENCODING, Destination, say
    from scenario_cli.cli.words import worded
    from scenario_cli.render.lines import Frame
    from scenario_cli.render.page import plain

    encoding = (sys.stdout.encoding if sys.stdout is not None else "") or DATA_ENCODING
    wide = width or shutil.get_terminal_size((0, 0)).columns or None
    for i, view in enumerate(views):
        page = "".join(f"{plain(line)}\n" for line in draw(view, Frame(wide, None, encoding)))
        Destination().write_text(f"\n{page}" if i else page, encoding)
        if view.error is not None:
            say(worded(view.error))


def _drawn(
    looks: "Iterable[View]", draw: "Draw", terminal: "Screen", width: int | None, colour: bool
) -> None:
    """Draw a page for every save and every size of the terminal.

    The size is looked at as often as the files are: no system has to tell of a change.
    """
    from scenario_cli.cli.words import worded
    from scenario_cli.render.lines import Frame
    from scenario_cli.render.terminal import painted

    shown, error = None, None
    for view in looks:
        if view.error is not error:
            error = view.error
            terminal.tell(worded(error) if error is not None else "")
        size = terminal.size(width)
        if shown is None or view is not shown[0] or size != shown[1]:
            lines = draw(view, Frame(*size, terminal.encoding))
            terminal.draw(painted(lines, colour=colour))
            shown = view, size

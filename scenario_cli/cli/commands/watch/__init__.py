"""``scenario watch``."""

import os
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.cli.commands.watch.options import EachForm, PagePath, Room
from scenario_cli.cli.manners import MANNERS
from scenario_cli.cli.parameters import (
    InjectIds,
    NoColour,
    OwnWeights,
    ScenarioName,
    SettingTexts,
    Width,
)
from scenario_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scenario_cli.answers.watch.ask import View, Watcher
    from scenario_cli.cli.commands.watch.screen import Screen
    from scenario_cli.render.lines import Frame, Line

    Draw = Callable[[View, Frame], Sequence[Line]]


def command(
    scenario: ScenarioName = None,
    weights: OwnWeights = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    room: Room = False,
    page: PagePath = None,
    format_: EachForm = None,
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
      scenario watch games/iran --room

    Save the scenario or the weights file in an editor: the ranking is shown again, with
    who moved, what changed and why. The page fits the terminal, whatever its size. A
    save with a mistake keeps the last good result; the whole mistake is told on stderr,
    at the end if that is the same terminal. Ctrl-C ends it; the last page stays.
    The folder of a game is followed line by line; --room leaves out what is secret.
    """
    from scenario_cli.answers.watch.report import room_lines, watch_lines
    from scenario_cli.cli.commands.watch.screen import screen
    from scenario_cli.cli.commands.watch.written import documents, paged, pages
    from scenario_cli.cli.output import tell_defaults

    scenario = scenario or MANNERS.take("scenario")
    watched = _watched(scenario, weights, [*inject, *setting], room=room)
    draw = partial(room_lines if room else watch_lines, defaults=MANNERS.used)
    if page is not None and not page.lower().endswith(".html"):
        raise UsageError(f"--page {page}: a page for a browser has the ending .html")
    if format_ is not None and format_ != "table":
        tell_defaults()
        documents(paged(watched.views(), page), format_)
        return
    with screen() as terminal:
        if terminal is None:
            pages(paged(watched.views(), page), draw, width)
        else:
            colour = not no_colour and not os.environ.get("NO_COLOR")
            _drawn(paged(watched.looks(), page), draw, terminal, width, colour)


def _watched(scenario: str | None, weights: list[str], trials: list[str], *, room: bool) -> "Watcher":
    """Return what is watched: a game, where the folder of one is named, else files."""
    from scenario_cli.cli.studies import one_name
    from scenario_cli.game.named import game_folder

    folder = game_folder(scenario)
    if folder is None:
        from scenario_cli.answers.watch.ask import Watched

        own = one_name(weights) or MANNERS.take("weights")
        return Watched(scenario, own, trials)
    if weights or trials:
        raise UsageError(f"{scenario} is a game: nothing is tried on it here (-w, --inject, --set)")
    from scenario_cli.game.watched import WatchedGame

    return WatchedGame(folder, room=room)


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
            MANNERS.shown = True  # what stderr says goes with the screen
            shown = view, size

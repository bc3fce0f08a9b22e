"""``scenario watch``."""

from functools import partial
from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    InjectIds,
    NoColour,
    ScenarioName,
    SettingTexts,
    ShownForm,
    WeightsNames,
    Width,
)

Room = Annotated[bool, typer.Option("--room", help="For a projector: 6 options, 5 columns, 60 characters.")]


def command(
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    room: Room = False,
    format_: ShownForm = "table",
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show the ranking, and again at each save.

    \b
    Examples:
      scenario watch
      scenario watch coffee -w red
      scenario watch -w weights/red.yaml --room

    Save the scenario or the weights file in an editor: the ranking is shown again, with
    who moved. A save with a mistake keeps the last good result. Ctrl-C ends it.
    """
    from scenario_cli.answers.watch.ask import Watched
    from scenario_cli.answers.watch.report import ROOM_WIDTH, room_page, watch_page
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.screen import screen
    from scenario_cli.cli.studies import one_name

    watched = Watched(scenario, one_name(weights), [*inject, *setting])
    destination = Destination(form=format_, width=ROOM_WIDTH if room else width, no_colour=no_colour)
    draw = room_page if room else watch_page
    with screen() as clear:
        for view in watched.views():
            clear()
            if format_ == "table":
                destination.write_page(partial(draw, view.answer, view.changes, view.mistakes))
            else:
                destination.write(view.answer.report())

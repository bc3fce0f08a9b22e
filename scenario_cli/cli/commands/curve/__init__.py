"""``scenario curve``."""

import sys
from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    NoColour,
    ScenarioFileName,
    ShownForm,
    WeightsNames,
    Who,
    Why,
    Width,
)
from scenario_cli.shell.offers import curve_points, ids

SETTINGS = {"ignore_unknown_options": True}  # a rating may be below 0

FactorId = Annotated[
    str,
    typer.Argument(
        metavar="FACTOR",
        help="A factor, or a driver that is itself rated.",
        autocompletion=ids("factors"),
        show_default=False,
    ),
]
Points = Annotated[
    list[str],
    typer.Argument(
        metavar="RATING=0.7...",
        help="A number or a level's name, and what it is worth, 0 to 1, or none to take it out. "
        "Without any: asked for, on a terminal.",
        autocompletion=curve_points,
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the effect; write nothing.")]


def command(
    scenario: ScenarioFileName,
    factor: FactorId,
    points: Points = [],  # noqa: B006 - Typer reads it, nobody changes it
    why: Why = "",
    who: Who = "",
    dry_run: DryRun = False,
    weights: WeightsNames = [],  # noqa: B006
    format_: ShownForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Say what a factor's ratings are worth: its value curve, in place.

    \b
    Examples:
      scenario curve coffee taste 3=0.7
      scenario curve coffee noise loud=0.1 fair=0.6 --why "tried it"
      scenario curve coffee taste 3=none --dry-run
      scenario curve coffee wait                  (asks, on a terminal)

    Without a curve values follow the straight line from worst, 0, to best, 1. Points that are
    not named stay. When asked, Enter leaves a question out, and b goes back one; nothing is
    written before you have seen the curve. The change is kept in the history of the scenario's
    ratings: 'scenario ratings undo' takes it back.
    """
    from scenario_cli.answers.curve.ask import curve_of, study_to_curve
    from scenario_cli.answers.edited import require_one_line
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import one_name
    from scenario_cli.errors import UsageError

    option = next((text for text in points if text.startswith("--")), None)
    if option is not None:
        raise UsageError(f"no such option: {option}")
    asks = not points
    if asks and not (sys.stdin.isatty() and sys.stderr.isatty()):
        typed = f"scenario curve {scenario} {factor} 3=0.7"
        raise UsageError(f"say what ratings are worth, as in '{typed}'; it asks on a terminal only")
    require_one_line(why=why, who=who)
    base = study_to_curve(scenario, factor, one_name(weights))
    if asks:
        from scenario_cli.cli.commands.curve.asked import wanted_points

        points = wanted_points(base, factor, width, ask_to_write=not dry_run)
        if not points:
            return
    answer = curve_of(base, factor, points, why=why, who=who, dry_run=dry_run)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())

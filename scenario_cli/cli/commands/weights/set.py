"""``scenario weights set``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import ForScenario, NoColour, UndrawnForm, WeightsFileName, Who, Width
from scenario_cli.shell.offers import ids

Changes = Annotated[
    list[str],
    typer.Argument(
        metavar="DRIVER=60...",
        help="Or DRIVER.FACTOR=2; ids alone with --by.",
        autocompletion=ids("points"),
        show_default=False,
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="+5", help="Add to the number that is there.", show_default=False),
]
Why = Annotated[
    str,
    typer.Option(
        "--why",
        metavar="TEXT",
        help="Kept in the history; the last one stands beside the number, too, as a comment.",
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the effect; write nothing.")]


def command(
    file: WeightsFileName,
    changes: Changes,
    by: By = None,
    why: Why = "",
    who: Who = "",
    dry_run: DryRun = False,
    scenario: ForScenario = None,
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Change numbers in a weights file; every other byte stays.

    \b
    Examples:
      scenario weights set weights/red.yaml power=60
      scenario weights set weights/red.yaml interests.energy=4 --why "gas fell"
      scenario weights set weights/red.yaml power=50 --who Ana
      scenario weights set weights/red.yaml power --by +5 --dry-run

    Comments, order, spacing and line ends stay. The change is kept in a history beside
    the file, for 'scenario weights undo' and 'scenario weights history'.
    """
    from scenario_cli.answers.weights.set.ask import set_points
    from scenario_cli.cli.output import Destination

    answer = set_points(file, changes, by=by, why=why, who=who, scenario=scenario, dry_run=dry_run)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())

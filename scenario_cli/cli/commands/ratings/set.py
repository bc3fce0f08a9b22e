"""``scenario ratings set``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import NoColour, ScenarioFileName, UndrawnForm, WeightsNames, Who, Width
from scenario_cli.shell.offers import ids_to_set

Changes = Annotated[
    list[str],
    typer.Argument(
        metavar="OPTION.FACTOR=6...",
        help="A number, a level's name, or unknown.",
        autocompletion=ids_to_set("ratings"),
        show_default=False,
    ),
]
Low = Annotated[
    str | None,
    typer.Option("--low", metavar="5", help="The least that it could be.", show_default=False),
]
High = Annotated[
    str | None,
    typer.Option("--high", metavar="8", help="The most that it could be.", show_default=False),
]
Why = Annotated[
    str,
    typer.Option(
        "--why",
        metavar="TEXT",
        help="Kept in the history, and as the rating's own reason.",
        show_default=False,
    ),
]
Program = Annotated[
    str,
    typer.Option(
        "--program",
        metavar="NAME",
        help="A program proposes these: they say so (by), and results tell it.",
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the effect; write nothing.")]


def command(
    scenario: ScenarioFileName,
    changes: Changes,
    low: Low = None,
    high: High = None,
    why: Why = "",
    who: Who = "",
    program: Program = "",
    dry_run: DryRun = False,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Change ratings in a scenario file; every other byte stays.

    \b
    Examples:
      scenario ratings set coffee new.taste=6
      scenario ratings set coffee new.taste=6 --low 5 --high 8 --why "tried it"
      scenario ratings set coffee keep.noise=loud new.wait=unknown --dry-run

    A plain rating becomes a mapping only where a range, a reason or a program is given; one that
    becomes unknown loses its range, one that is set its 'by'. The change is kept in a history
    beside the file, for 'scenario ratings undo' and 'scenario ratings history'.
    """
    from scenario_cli.answers.ratings.set.ask import set_ratings
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import one_name

    answer = set_ratings(
        scenario,
        changes,
        low=low,
        high=high,
        why=why,
        who=who,
        program=program,
        weights=one_name(weights),
        dry_run=dry_run,
    )
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())

"""``scenario diff``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import FormName, ForScenario, NoColour, OutputPath, Width
from scenario_cli.shell.offers import compared_names, conditions, weights_names

Old = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        help="A result, scenario, weights, game or sweep.",
        autocompletion=compared_names,
        show_default=False,
    ),
]
New = Annotated[
    str,
    typer.Argument(
        metavar="NEW",
        help="Another of the same kind.",
        autocompletion=compared_names,
        show_default=False,
    ),
]
FailOn = Annotated[
    list[str],
    typer.Option(
        "--fail-on",
        metavar="first|rank|score=X",
        help="What may not change; repeatable.",
        autocompletion=conditions,
        show_default=False,
    ),
]
OneWeights = Annotated[
    str | None,
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help="For two scenarios.",
        autocompletion=weights_names,
        show_default=False,
    ),
]


def command(
    old: Old,
    new: New,
    fail_on: FailOn = [],  # noqa: B006 - Typer reads it, nobody changes it
    weights: OneWeights = None,
    scenario: ForScenario = None,
    format_: FormName = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show what changed between two results, files or sweeps, and why.

    \b
    Examples:
      scenario diff old.json new.json            two results of 'score -f json'
      scenario diff china-arms-russia-2022 china-arms-russia
      scenario diff weights/red.yaml weights/blue.yaml
      scenario diff old.json new.json --fail-on first --fail-on score=1
      scenario diff games/iran:1 games/iran      since turn 1 opened
      scenario diff old.csv new.parquet --fail-on first    two sweeps of 'batch'

    A game is named by its folder: as it is now, or with :N as turn N opened (:0 is the
    beginning). It may stand against a result or a scenario, too.

    Each move is explained exactly, change by change; of two sweeps it is said in how many
    rankings others lead. --fail-on exits with 4 where a condition does not hold.
    """
    from scenario_cli.batch.diff.ask import diff
    from scenario_cli.cli.output import Destination, refuse_read
    from scenario_cli.errors import ConditionError
    from scenario_cli.game.named import turn_named

    refuse_read(output, old, new)
    sides = [turn_named(name) or name for name in (old, new)]
    answer = diff(sides[0], sides[1], scenario=scenario, weights=weights, fail_on=fail_on)
    Destination(form=format_, path=output, width=width, no_colour=no_colour).write(answer.report())
    if answer.failed:
        raise ConditionError(f"--fail-on: {'; '.join(answer.failed)}")

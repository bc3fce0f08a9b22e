"""``scenario weights pairs``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    Force,
    ForScenario,
    NewFile,
    NoColour,
    UndrawnForm,
    WeightsNames,
    Width,
)

File = Annotated[
    str, typer.Argument(metavar="FILE", help="The comparisons; - for standard input.", show_default=False)
]


def command(
    file: File,
    scenario: ForScenario = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    output: NewFile = None,
    force: Force = False,
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Make weights from pairwise comparisons.

    \b
    Examples:
      scenario weights pairs comparisons.yaml
      scenario weights pairs comparisons.yaml --scenario coffee -o compared.yaml

    The file (format: pairs/1) holds items and a matrix: entry (a, b) says how many times a
    counts as much as b. Ratios above 0.1 say that the comparisons contradict each other.
    """
    from scenario_cli.answers.weights.elicit.ask import weights_from_pairs
    from scenario_cli.cli.making import deliver
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import one_name

    answer = weights_from_pairs(file, scenario=scenario, weights=one_name(weights))
    deliver(answer, output, Destination(form=format_, width=width, no_colour=no_colour), force=force)

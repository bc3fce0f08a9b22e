"""``scenario weights rank``."""

from typing import Annotated

import typer

from scenario_cli.choices import RankMethod
from scenario_cli.cli.parameters import (
    Force,
    ForScenario,
    NewFile,
    NoColour,
    UndrawnForm,
    WeightsNames,
    Width,
)
from scenario_cli.shell.offers import ids as ids_of

Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="The most important first.",
        autocompletion=ids_of("items"),
        show_default=False,
    ),
]
MethodOption = Annotated[
    RankMethod, typer.Option("--method", metavar="roc|rank_sum|reciprocal", help="roc: rank-order centroid.")
]


def command(
    ids: Ids,
    method: MethodOption = "roc",
    scenario: ForScenario = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    output: NewFile = None,
    force: Force = False,
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Make weights from an order of importance.

    \b
    Examples:
      scenario weights rank interests personality power
      scenario weights rank taste noise wait --scenario coffee -w red -o red2.yaml
      scenario weights rank power interests personality --method rank_sum

    Name all drivers, or all factors of one driver, the most important first. What is not
    named comes from -w (or the scenario's own weights).
    """
    from scenario_cli.answers.weights.elicit.ask import weights_from_ranks
    from scenario_cli.cli.making import deliver
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import typed_study

    answer = weights_from_ranks(typed_study(scenario, weights, [], []), ids, method=method)
    deliver(answer, output, Destination(form=format_, width=width, no_colour=no_colour), force=force)

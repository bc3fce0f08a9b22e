"""\b
Examples:
  scenario weights rank interests personality power
  scenario weights rank taste noise wait --scenario coffee -w red -o red2.yaml
  scenario weights rank power interests personality --method rank_sum

Name all drivers, or all factors of one driver, the most important first. What is not
named comes from -w (or the scenario's own weights).
"""

from enum import StrEnum
from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    Format,
    FormatName,
    ForScenario,
    NewFile,
    NoColour,
    WeightsNames,
    Width,
)


class Method(StrEnum):
    """How ranks become weights."""

    ROC = "roc"
    RANK_SUM = "rank_sum"
    RECIPROCAL = "reciprocal"


Ids = Annotated[
    list[str], typer.Argument(metavar="ID...", help="The most important first.", show_default=False)
]
MethodOption = Annotated[
    Method, typer.Option("--method", metavar="roc|rank_sum|reciprocal", help="roc: rank-order centroid.")
]


def command(
    ids: Ids,
    method: MethodOption = Method.ROC,
    scenario: ForScenario = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    output: NewFile = None,
    format_: FormatName = Format.TABLE,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Make weights from ranks."""
    from scenario_cli.cli.eliciting import deliver, elicited
    from scenario_cli.cli.output import Destination
    from scenario_cli.engine.elicit import rank_order_centroid, rank_reciprocal, rank_sum

    formula = {"roc": rank_order_centroid, "rank_sum": rank_sum, "reciprocal": rank_reciprocal}[method.value]
    asked = elicited("weights-rank", ids, scenario, weights)
    answer = asked.made(
        dict(zip(ids, formula(len(ids)).tolist(), strict=True)),
        how=f"From the order {' > '.join(ids)}, by {method.value}.",
        extra={"method": method.value},
    )
    deliver(asked, answer, output, Destination(format=format_, width=width, no_colour=no_colour))

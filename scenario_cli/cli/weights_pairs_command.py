"""\b
Examples:
  scenario weights pairs comparisons.yaml
  scenario weights pairs comparisons.yaml --scenario coffee -o compared.yaml

The file (format: pairs/1) holds items and a matrix: entry (a, b) says how many times a
counts as much as b. Ratios above 0.1 say that the comparisons contradict each other.
"""

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

File = Annotated[
    str, typer.Argument(metavar="FILE", help="The comparisons; - for standard input.", show_default=False)
]


def command(
    file: File,
    scenario: ForScenario = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    output: NewFile = None,
    format_: FormatName = Format.TABLE,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Make weights from comparisons."""
    from scenario_cli.cli.eliciting import compared, deliver, pairs_remark
    from scenario_cli.cli.output import Destination
    from scenario_cli.engine.elicit import compare_pairs

    asked, pairs = compared(file, scenario, weights)
    found = compare_pairs(pairs.matrix)
    worst = None if found.worst is None else [pairs.items[i] for i in found.worst]
    answer = asked.made(
        dict(zip(pairs.items, found.weights.tolist(), strict=True)),
        how="From pairwise comparisons, by the principal eigenvector.",
        extra={
            "lambda_max": found.lambda_max,
            "consistency_index": found.consistency_index,
            "consistency_ratio": found.consistency_ratio,
            "worst_pair": worst,
            "mend": found.mend,
        },
        remark=pairs_remark(found, worst),
    )
    deliver(asked, answer, output, Destination(format=format_, width=width, no_colour=no_colour))

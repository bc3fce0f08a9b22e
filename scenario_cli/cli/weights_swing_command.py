"""\b
Examples:
  scenario weights swing power=40 interests=100 personality=70
  scenario weights swing taste=100 wait=80 --scenario coffee -o swung.yaml
  scenario weights swing power interests personality     (asks, on a terminal)

Imagine an option at the worst of every scale. The swing from worst to best that would
help most is worth 100; value each other swing against it.
"""

import sys
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

Swings = Annotated[
    list[str],
    typer.Argument(
        metavar="ID=80...",
        help="All drivers, or all factors of one driver; ids alone to be asked.",
        show_default=False,
    ),
]


def command(
    swings: Swings,
    scenario: ForScenario = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    output: NewFile = None,
    format_: FormatName = Format.TABLE,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Make weights from swings."""
    from scenario_cli.cli.eliciting import deliver, elicited, swing_points, swing_words
    from scenario_cli.cli.output import Destination
    from scenario_cli.render.table import Column

    ids = [text.partition("=")[0] for text in swings]
    asked = elicited("weights-swing", ids, scenario, weights)
    points = swing_points(asked, swings, ask=sys.stdin.isatty() and sys.stderr.isatty())
    total = sum(points.values())
    answer = asked.made(
        {id_: value / total for id_, value in points.items()},
        how="From swings between the worst and the best of each scale, the largest worth 100.",
        extra={"swings": points},
        columns=[Column("Swing"), Column("Worth", "right")],
        cells={id_: [swing_words(asked.scenario, id_), f"{value:g}"] for id_, value in points.items()},
    )
    deliver(asked, answer, output, Destination(format=format_, width=width, no_colour=no_colour))

"""``scenario weights swing``."""

import sys
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
from scenario_cli.shell.offers import ids

Swings = Annotated[
    list[str],
    typer.Argument(
        metavar="ID=80...",
        help="All drivers, or all factors of one driver; ids alone to be asked.",
        autocompletion=ids("items"),
        show_default=False,
    ),
]


def command(
    swings: Swings,
    scenario: ForScenario = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    output: NewFile = None,
    force: Force = False,
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Make weights from how much each swing from worst to best is worth.

    \b
    Examples:
      scenario weights swing power=40 interests=100 personality=70
      scenario weights swing taste=100 wait=80 --scenario coffee -o swung.yaml
      scenario weights swing power interests personality     (asks, on a terminal)

    Imagine an option at the worst of every scale. The swing from worst to best that would
    help most is worth 100; value each other swing against it. When asked, b goes back one
    question. Answers are kept in a draft, FILE.draft.json, until the weights are made:
    after Ctrl-C the same command offers to go on from there.
    """
    from scenario_cli.answers.weights.elicit.ask import weights_from_swings
    from scenario_cli.cli.making import deliver, refuse_taken
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.prompts import kept, swing_points
    from scenario_cli.cli.studies import typed_study
    from scenario_cli.files.drafts import swing_draft

    refuse_taken(output, force=force)
    base = typed_study(scenario, weights, [], [])
    destination = Destination(form=format_, width=width, no_colour=no_colour)
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or all("=" in text for text in swings):
        answer = weights_from_swings(base, swing_points(base.scenario, swings, ask=False))
        deliver(answer, output, destination, force=force)
        return
    draft = swing_draft(output, base.scenario.id, [text.partition("=")[0] for text in swings])
    with kept(draft):
        points = swing_points(base.scenario, swings, ask=True, draft=draft)
        deliver(weights_from_swings(base, points), output, destination, force=force)

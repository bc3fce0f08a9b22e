"""``scenario report``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.robustness import SamplesOption, SeedOption
from scenario_cli.cli.parameters import (
    Brief,
    FormName,
    InjectIds,
    NoColour,
    OutputPath,
    PictureName,
    ScenarioName,
    SettingTexts,
    Width,
    length,
)
from scenario_cli.shell.offers import weights_names

Perspectives = Annotated[
    list[str],
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help="The weights it is of; more -w are further perspectives. Without it: the default, or "
        "the scenario's own, with all others that fit.",
        autocompletion=weights_names,
        show_default=False,
    ),
]


def command(
    scenario: ScenarioName = None,
    weights: Perspectives = [],  # noqa: B006 - Typer reads it, nobody changes it
    samples: SamplesOption = 10_000,
    seed: SeedOption = 0,
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    format_: FormName = None,
    output: OutputPath = None,
    picture: PictureName = "",
    brief: Brief = False,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Write the whole product of an analysis, for somebody who never saw this tool.

    \b
    Examples:
      scenario report -o report.html
      scenario report coffee -w ours -w theirs -o coffee.html
      scenario report -o report.md

    What was asked, the answer, what would change it, why, from whose view, what
    survives, what it rests on, what to watch for, and how to read it.
    """
    from scenario_cli.answers.product.ask import ask_product, studies_to_report
    from scenario_cli.cli.manners import MANNERS
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.progress import progress
    from scenario_cli.cli.studies import trials

    first, *others = studies_to_report(scenario, weights, own=None if weights else MANNERS.take("weights"))
    tried = trials(first, inject, setting)
    with progress("weightings") as told:
        answer = ask_product(
            first.tried(*tried),
            [one.tried(*tried) for one in others],
            samples=samples,
            seed=seed,
            progress=told,
        )
    Destination(
        form=format_,
        path=output,
        width=width,
        no_colour=no_colour,
        picture=picture,
        length=length(all_=False, brief=brief),
    ).write(answer.report())

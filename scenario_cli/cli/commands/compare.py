"""``scenario compare``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    FormName,
    InjectIds,
    NoColour,
    OutputPath,
    PictureName,
    SettingTexts,
    SeveralWeights,
    Width,
    of_several,
)
from scenario_cli.shell.offers import scenario_names

ScenarioNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SCENARIO...",
        help="One, or several (folders, patterns) with one -w. Without any: the default or the usual one.",
        autocompletion=scenario_names,
        callback=of_several,
        show_default=False,
    ),
]


def command(
    scenarios: ScenarioNames = None,
    weights: SeveralWeights = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    format_: FormName = None,
    output: OutputPath = None,
    picture: PictureName = "",
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show how several weights, or scenarios, agree and differ.

    \b
    Examples:
      scenario compare
      scenario compare -w authors -w critics -w personality
      scenario compare china-arms-russia-2022 china-arms-russia -w authors
      scenario compare coffee -w 'weights/*.yaml'   also a folder: -w weights

    Without -w: all weights files that fit, yours if there are any, else the built-in ones.
    Several scenarios are compared under one weights file.
    """
    from scenario_cli.answers.compare.ask import compare, studies_named
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import trials

    studies = studies_named(scenarios or [], weights)
    tried = [study.tried(*trials(study, inject, setting)) for study in studies]
    Destination(form=format_, path=output, width=width, no_colour=no_colour, picture=picture).write(
        compare(tried).report()
    )

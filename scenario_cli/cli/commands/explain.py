"""``scenario explain``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    All,
    Brief,
    FormName,
    InjectIds,
    NoColour,
    OutputPath,
    PictureName,
    ScenarioName,
    SettingTexts,
    WeightsNames,
    Width,
    length,
)
from scenario_cli.shell.offers import ids

OptionId = Annotated[
    str,
    typer.Argument(
        metavar="OPTION",
        help="The option to explain.",
        autocompletion=ids("options"),
        show_default=False,
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="OPTION",
        help="The option to compare with.",
        autocompletion=ids("options"),
        show_default=False,
    ),
]


def command(
    option: OptionId,
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    against: Against = None,
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    format_: FormName = None,
    output: OutputPath = None,
    picture: PictureName = "",
    all_: All = False,
    brief: Brief = False,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Say why one option stands above another, factor by factor.

    \b
    Examples:
      scenario explain straddle
      scenario explain covert_shells --against drones -w power
      scenario explain new coffee -w red -f md

    Without --against: the runner-up, or the leader where OPTION does not lead.
    """
    from scenario_cli.answers.explain.ask import ask_explain
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import hint_of_option, typed_study

    with hint_of_option(scenario):
        study = typed_study(scenario, weights, inject, setting)
    answer = ask_explain(study, option, against)
    destination = Destination(
        form=format_,
        path=output,
        width=width,
        no_colour=no_colour,
        picture=picture,
        length=length(all_=all_, brief=brief),
    )
    destination.write(answer.report())

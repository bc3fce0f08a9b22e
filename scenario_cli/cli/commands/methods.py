"""``scenario methods``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    All,
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

AsPublished = Annotated[
    bool,
    typer.Option(
        "--as-published",
        help="Each method's own normalisation over the options at hand, so that papers' tables come out.",
    ),
]


def command(
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    as_published: AsPublished = False,
    format_: FormName = None,
    output: OutputPath = None,
    picture: PictureName = "",
    all_: All = False,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Say whether the answer hangs on adding up: the ranks by other methods, side by side.

    \b
    Examples:
      scenario methods
      scenario methods coffee -w red --inject price_cut
      scenario methods --as-published -f json

    Adding up, the weighted product, TOPSIS, VIKOR, PROMETHEE II and majority by weight; nothing is
    averaged. The ideal and the worst come from the declared scales, so that no option that loses
    everywhere turns a rank (but PROMETHEE's). How PROMETHEE prefers stands on a factor as
    preference: {type: linear, q: 1, p: 2}.
    """
    from scenario_cli.answers.methods.ask import ask_methods
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import typed_study

    answer = ask_methods(typed_study(scenario, weights, inject, setting), as_published=as_published)
    destination = Destination(
        form=format_,
        path=output,
        width=width,
        no_colour=no_colour,
        picture=picture,
        length=length(all_=all_, brief=False),
    )
    destination.write(answer.report())

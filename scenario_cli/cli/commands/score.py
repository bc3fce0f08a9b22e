"""``scenario score``."""

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
from scenario_cli.shell.offers import chances, ids

Expected = Annotated[
    str | None,
    typer.Option(
        "--expect",
        metavar="OPTION",
        help="Exit with 4 unless this option alone leads.",
        autocompletion=ids("options"),
        show_default=False,
    ),
]


Chances = Annotated[
    list[str],
    typer.Option(
        "--chance",
        metavar="ID=CHANCE",
        help="What if an inject had this chance, 0 to 1? Expected scores; may be repeated.",
        autocompletion=chances,
        show_default=False,
    ),
]


def command(
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    chance: Chances = [],  # noqa: B006
    expect: Expected = None,
    format_: FormName = None,
    output: OutputPath = None,
    picture: PictureName = "",
    all_: All = False,
    brief: Brief = False,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Rank the options, and show what would change first place.

    \b
    Examples:
      scenario score
      scenario score coffee -w red --inject price_cut
      scenario score --set ratings.drones.sanctions=6
      scenario score --chance shipment_exposed=0.4
      scenario score -o result.json
      scenario score --expect straddle
    """
    from scenario_cli.answers.score.ask import ask_score
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import typed_study
    from scenario_cli.errors import ConditionError

    study = typed_study(scenario, weights, inject, setting, chance)
    if expect is not None:
        study.option_index(expect, "expect")
    answer = ask_score(study)
    destination = Destination(
        form=format_,
        path=output,
        width=width,
        no_colour=no_colour,
        picture=picture,
        length=length(all_=all_, brief=brief),
    )
    destination.write(answer.report())
    leaders = answer.ids(answer.ranking.leaders)
    if expect is not None and leaders != [expect]:
        raise ConditionError(f"--expect {expect}: first is {', '.join(leaders)}")

"""``scenario sensitivity``."""

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
    ids,
    length,
)

TwoItems = Annotated[
    str | None,
    typer.Option(
        "--two-way", metavar="A,B", help="Map first place over two drivers or factors.", show_default=False
    ),
]
DriverMap = Annotated[
    bool, typer.Option("--map", help="Map first place over the drivers; three must be free to move.")
]
OtherWeights = Annotated[
    str | None,
    typer.Option(
        "--blend", metavar="WEIGHTS", help="Go straight from -w to these weights.", show_default=False
    ),
]
OneOption = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="OPTION",
        help="What would put this option first.",
        autocompletion=ids("options"),
        show_default=False,
    ),
]
TwoEvents = Annotated[
    str | None,
    typer.Option(
        "--event",
        metavar="A,B",
        help="Map the best expected score over the chances of two injects.",
        autocompletion=ids("injects"),
        show_default=False,
    ),
]
Locked = Annotated[
    list[str],
    typer.Option(
        "--lock",
        metavar="DRIVER",
        help="Keep this driver's weight; may be repeated.",
        autocompletion=ids("drivers"),
        show_default=False,
    ),
]


def command(
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    two_way: TwoItems = None,
    map_: DriverMap = False,
    blend: OtherWeights = None,
    for_: OneOption = None,
    lock: Locked = [],  # noqa: B006
    event: TwoEvents = None,
    format_: FormName = None,
    output: OutputPath = None,
    picture: PictureName = "",
    all_: All = False,
    brief: Brief = False,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show every exact point where the answer turns.

    \b
    Examples:
      scenario sensitivity
      scenario sensitivity -w interests --blend personality
      scenario sensitivity --map
      scenario sensitivity --for drones
      scenario sensitivity --lock power -f json
      scenario sensitivity --event shipment_exposed,front_breaks

    Weights move alone, two at a time and jointly; ratings move alone. All points are exact.
    Locked weights stay in every question; the others share out what they leave.
    """
    from scenario_cli.answers.sensitivity.ask import ask_sensitivity
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.progress import progress
    from scenario_cli.cli.studies import typed_study

    study = typed_study(scenario, weights, inject, setting)
    with progress("weights that put each option first") as told:
        answer = ask_sensitivity(
            study,
            two_way=two_way,
            map_=map_,
            blend=blend,
            for_=for_,
            lock=lock,
            event=event,
            progress=told,
        )
    destination = Destination(
        form=format_,
        path=output,
        width=width,
        no_colour=no_colour,
        picture=picture,
        length=length(all_=all_, brief=brief),
    )
    destination.write(answer.report())

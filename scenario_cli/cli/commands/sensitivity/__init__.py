"""``scenario sensitivity``."""

from scenario_cli.cli.commands.sensitivity.options import (
    DriverMap,
    Locked,
    OneItem,
    OneOption,
    OtherWeights,
    TwoEvents,
    TwoItems,
)
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
    over: OneItem = None,
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
      scenario sensitivity --two-way power,us_relations
      scenario sensitivity --for drones
      scenario sensitivity --lock power -f json
      scenario sensitivity --event shipment_exposed,front_breaks
      scenario sensitivity --over power --picture lines

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
            over=over,
            progress=told,
        )
    said = length(all_=all_, brief=brief)
    destination = Destination(
        form=format_, path=output, width=width, no_colour=no_colour, picture=picture, length=said
    )
    destination.write(answer.report())

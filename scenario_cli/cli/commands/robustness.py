"""``scenario robustness``."""

from typing import Annotated

import typer

from scenario_cli.choices import Over, Ratings, WeightsModel
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

ModelOption = Annotated[
    WeightsModel,
    typer.Option("--model", metavar="anywhere|ordered|around|ranges|answers", help="How weights may lie."),
]
OverOption = Annotated[
    Over | None,
    typer.Option(
        "--over",
        metavar="factors|drivers",
        help="Which weights move; drivers keep shares within. Without it: factors, or as answers say.",
        show_default=False,
    ),
]
AnswersFiles = Annotated[
    list[str],
    typer.Option(
        "--answers",
        metavar="FILE",
        help="For 'answers': what people answered; may be repeated.",
        show_default=False,
    ),
]
SpreadOption = Annotated[
    float | None,
    typer.Option(
        "--spread",
        metavar="S",
        help="For 'around': a weight of average size 1/n has deviation S/n; 0.2 without it.",
        show_default=False,
    ),
]
RatingsOption = Annotated[
    Ratings, typer.Option("--ratings", metavar="fixed|uncertain", help="Draw ratings from low to high, too.")
]
SamplesOption = Annotated[
    int, typer.Option("--samples", metavar="N", min=1, help="How many weightings are sampled.")
]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="S", min=0, help="The same seed gives the same bytes.")
]


def command(
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    model: ModelOption = "anywhere",
    over: OverOption = None,
    answers: AnswersFiles = [],  # noqa: B006
    spread: SpreadOption = None,
    ratings: RatingsOption = "fixed",
    samples: SamplesOption = 100_000,
    seed: SeedOption = 0,
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
    """Show what survives not knowing the weights or the ratings.

    \b
    Examples:
      scenario robustness
      scenario robustness --over drivers
      scenario robustness --model around --spread 0.5 --ratings uncertain
      scenario robustness --model answers --answers ana.yaml --answers ben.yaml
      scenario robustness --model ranges -w authors --samples 1000000 --seed 7

    Models of not knowing the weights: anywhere (all weights alike), ordered (the present
    order of importance is kept), around (spread round the present weights), ranges (within
    the weights file's ranges), answers (all that people's answers leave). Shares are exact
    where a closed form exists.
    """
    from scenario_cli.answers.robustness.ask import ask_robustness
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.progress import progress
    from scenario_cli.cli.studies import typed_study

    study = typed_study(scenario, weights, inject, setting)
    with progress("weightings") as told:
        answer = ask_robustness(
            study,
            model=model,
            over=over,
            answers=answers,
            spread=spread,
            ratings=ratings,
            samples=samples,
            seed=seed,
            progress=told,
        )
    shown = length(all_=all_, brief=brief)
    Destination(format_, output, width, no_colour, shown, picture).write(answer.report())

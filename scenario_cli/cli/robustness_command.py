"""\b
Examples:
  scenario robustness
  scenario robustness --over drivers
  scenario robustness --model around --spread 0.5 --ratings uncertain
  scenario robustness --model ranges -w authors --samples 1000000 --seed 7

Models of not knowing the weights: anywhere (all weights alike), ordered (the present
order of importance is kept), around (spread round the present weights), ranges (within
the weights file's ranges). Shares are exact where a closed form exists.
"""

from enum import StrEnum
from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    Format,
    FormatName,
    InjectIds,
    NoColour,
    OutputPath,
    ScenarioName,
    SettingTexts,
    WeightsNames,
    Width,
)


class WeightModel(StrEnum):
    """How weights may lie."""

    ANYWHERE = "anywhere"
    ORDERED = "ordered"
    AROUND = "around"
    RANGES = "ranges"


class Over(StrEnum):
    """What has a weight of its own."""

    FACTORS = "factors"
    DRIVERS = "drivers"


class Ratings(StrEnum):
    """Whether ratings are drawn."""

    FIXED = "fixed"
    UNCERTAIN = "uncertain"


ModelOption = Annotated[
    WeightModel,
    typer.Option("--model", metavar="anywhere|ordered|around|ranges", help="How weights may lie."),
]
OverOption = Annotated[
    Over,
    typer.Option("--over", metavar="factors|drivers", help="Which weights move; drivers keep shares within."),
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
    model: ModelOption = WeightModel.ANYWHERE,
    over: OverOption = Over.FACTORS,
    spread: SpreadOption = None,
    ratings: RatingsOption = Ratings.FIXED,
    samples: SamplesOption = 100_000,
    seed: SeedOption = 0,
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show what survives."""
    from scenario_cli.cli.basis import read_basis
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.surviving import answer_robustness
    from scenario_cli.engine.robustness.assess import SPREAD, Model
    from scenario_cli.errors import UsageError
    from scenario_cli.render.robustness import document, page, records

    if spread is not None and model is not WeightModel.AROUND:
        raise UsageError(f"error: --spread {spread:g}: goes with --model around, not {model.value}")
    basis, stated = read_basis(scenario, weights, inject, setting)
    spread = SPREAD if spread is None else spread
    asked = Model(weights=model.value, over=over.value, spread=spread, samples=samples, seed=seed)
    answer = answer_robustness(basis, stated, asked, ratings_uncertain=ratings is Ratings.UNCERTAIN)
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: page(answer), document=lambda: document(answer), records=lambda: records(answer)
    )

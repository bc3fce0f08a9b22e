"""Arguments and options that the commands of a group share."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import weights_names

BallotPaths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...", help="Ballots: files, folders, patterns, CSV tables.", show_default=False
    ),
]
RoomWeights = Annotated[
    str | None,
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help="The room's weights. Without it: the mean of the ballots.",
        autocompletion=weights_names,
        show_default=False,
    ),
]
RoundName = Annotated[
    str | None,
    typer.Option("--round", metavar="ROUND", help="Only ballots of this round.", show_default=False),
]

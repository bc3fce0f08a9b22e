"""Arguments and options that the commands of a group share."""

from typing import Annotated

import typer

from scenario_cli.shell.offers import weights_names

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
WhichRound = Annotated[
    str, typer.Option("--round", metavar="ROUND", help="Which round it is.", show_default=False)
]
Teams = Annotated[
    list[str],
    typer.Option(
        "--team", metavar="TEAM", help="A team to choose from; may be repeated.", show_default=False
    ),
]

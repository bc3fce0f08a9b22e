"""What can be asked of ``scenario sensitivity`` beside."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import ids

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
OneItem = Annotated[
    str | None,
    typer.Option(
        "--over",
        metavar="ID",
        help="Tell every option's score over this driver's or factor's weight.",
        show_default=False,
    ),
]

"""What can be asked of ``scenario sensitivity`` beside."""

from typing import Annotated

import typer

from scenario_cli.shell.offers import ids, listed_ids, weights_names

TwoItems = Annotated[
    str | None,
    typer.Option(
        "--two-way",
        metavar="A,B",
        help="Map first place over two drivers or factors.",
        autocompletion=listed_ids("items"),
        show_default=False,
    ),
]
DriverMap = Annotated[
    bool, typer.Option("--map", help="Map first place over the drivers; three must be free to move.")
]
OtherWeights = Annotated[
    str | None,
    typer.Option(
        "--blend",
        metavar="WEIGHTS",
        help="Go straight from -w to these weights.",
        autocompletion=weights_names,
        show_default=False,
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
        autocompletion=listed_ids("injects"),
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
        autocompletion=ids("items"),
        show_default=False,
    ),
]

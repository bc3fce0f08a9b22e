"""Arguments and options that the commands of a game share."""

from typing import Annotated, Literal, get_args

import typer

from scenario_cli.cli.parameters import taking
from scenario_cli.shell.offers import games, lines, teams

GameName = Annotated[
    str | None,
    typer.Option(
        "-g",
        "--game",
        metavar="FOLDER",
        help="The game's folder. Without it: the game here, else the only one in ./games.",
        autocompletion=games,
        show_default=False,
    ),
]
Team = Annotated[
    str,
    typer.Argument(metavar="TEAM", help="One of the game's teams.", autocompletion=teams, show_default=False),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="WHO", help="Who does it.", autocompletion=teams, show_default=False),
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When, 2026-03-02T09:01; without it now.", show_default=False),
]
Reason = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.", show_default=False)]
Names = Annotated[bool, typer.Option("--names", help="Say whose the ballots are.")]
Secret = Annotated[bool, typer.Option("--secret", help="Keep the text apart: the log has its hash alone.")]
TakeNew = Annotated[
    bool,
    typer.Option("--take-new", help="Take a scenario that has other options or factors now."),
]
STEP_FORMS = Literal["table", "json", "csv", "md"]
StepForm = Annotated[
    STEP_FORMS | None,
    typer.Option(
        "-f",
        "--format",
        metavar="table|json|csv|md",
        help="How to write what has come of it; without it the default, else table.",
        callback=taking(*get_args(STEP_FORMS)),
        show_default=False,
    ),
]
MoveLine = Annotated[
    int,
    typer.Argument(
        metavar="LINE",
        min=1,
        help="The line of the move.",
        autocompletion=lines("move"),
        show_default=False,
    ),
]


def decided(succeeds: bool | None) -> bool:
    """Return whether a move succeeds.

    Raises
    ------
    UsageError
        Nobody has said so.
    """
    from scenario_cli.errors import UsageError

    if succeeds is None:
        raise UsageError("say what becomes of the move: --succeeds or --fails")
    return succeeds


def numbers(text: str, parameter: str) -> list[float]:
    """Return numbers that are written with commas between them.

    Raises
    ------
    StudyError
        One is none.
    """
    from scenario_cli.errors import StudyError
    from scenario_cli.model.base import is_number, number_hint

    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        if not is_number(part):
            raise StudyError(f"'{part}' is no number", number_hint(part), parameter=parameter)
    return [float(part) for part in parts]

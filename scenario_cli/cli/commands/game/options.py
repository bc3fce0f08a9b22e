"""Arguments and options that the commands of a game share."""

from collections.abc import Callable
from typing import Annotated, Literal

import typer


def _games(incomplete: str) -> list[str]:
    """Return the games in ./games that start so."""
    from scenario_cli.game.folder import games_here

    return [path.as_posix() for path in games_here() if path.as_posix().startswith(incomplete)]


def _teams(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the teams that start so, of the game that is named or meant."""
    from scenario_cli.errors import ScenarioError
    from scenario_cli.game.played import game

    try:
        teams = game(ctx.params.get("game")).folder.about.teams
    except ScenarioError:
        return []
    return [team for team in teams if team.startswith(incomplete)]


def played_ids(kind: str) -> Callable[[typer.Context, str], list[str]]:
    """Return what completes ids of a kind, from the scenario that the game follows."""

    def completed(ctx: typer.Context, incomplete: str) -> list[str]:
        from scenario_cli.errors import ScenarioError
        from scenario_cli.files.ids import ids_of
        from scenario_cli.game.followed import followed_file
        from scenario_cli.game.played import game

        try:
            folder = game(ctx.params.get("game")).folder
            scenario = followed_file(folder.about.scenario, folder.path, "scenarios")
        except ScenarioError:
            return []
        found: tuple[str, ...] = getattr(ids_of(scenario), kind)
        return [id_ for id_ in found if id_.startswith(incomplete)]

    return completed


GameName = Annotated[
    str | None,
    typer.Option(
        "-g",
        "--game",
        metavar="FOLDER",
        help="The game's folder. Without it: the game here, else the only one in ./games.",
        autocompletion=_games,
        show_default=False,
    ),
]
Team = Annotated[
    str,
    typer.Argument(
        metavar="TEAM", help="One of the game's teams.", autocompletion=_teams, show_default=False
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="WHO", help="Who does it.", autocompletion=_teams, show_default=False),
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
StepForm = Annotated[
    Literal["table", "json", "csv", "md"],
    typer.Option("-f", "--format", metavar="table|json|csv|md", help="How to write what has come of it."),
]
MoveLine = Annotated[
    int, typer.Argument(metavar="LINE", min=1, help="The line of the move.", show_default=False)
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

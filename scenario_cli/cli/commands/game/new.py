"""``scenario game new``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, By, StepForm
from scenario_cli.cli.parameters import ForScenario, NoColour, Width, own_weights
from scenario_cli.shell.offers import weights_names

Folder = Annotated[str, typer.Argument(metavar="FOLDER", help="A new folder.", show_default=False)]
OneWeights = Annotated[
    str | None,
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        autocompletion=weights_names,
        help="Without it: the default, the scenario's own, or equal weights.",
        callback=own_weights,
        show_default=False,
    ),
]
Teams = Annotated[
    list[str],
    typer.Option("--team", metavar="NAME", help="Who plays; may be repeated.", show_default=False),
]
Title = Annotated[
    str, typer.Option("--title", metavar="TEXT", help="Without it the folder's name.", show_default=False)
]
Questions = Annotated[
    list[str],
    typer.Option(
        "--question", metavar="TEXT", help="What the sponsor asks; may be repeated.", show_default=False
    ),
]


def command(
    folder: Folder,
    scenario: ForScenario = None,
    weights: OneWeights = None,
    team: Teams = [],  # noqa: B006 - Typer reads it, nobody changes it
    title: Title = "",
    question: Questions = [],  # noqa: B006 - Typer reads it, nobody changes it
    by: By = None,
    at: At = None,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Begin a game in a new folder, and show the commands of a turn.

    \b
    Examples:
      scenario game new games/iran --team red --team blue --team control
      scenario game new games/iran --scenario china-arms-russia --team red
      scenario game new games/iran --team red --question "What would stop it?"
    """
    from shlex import quote

    from scenario_cli.cli.output import Destination, stated_defaults
    from scenario_cli.game.begun import new_game

    game = new_game(folder, scenario, weights, teams=team, title=title, questions=question, by=by, at=at)
    report = game.show().report()
    destination = Destination(form=format_, width=width, no_colour=no_colour)
    if format_ is not None or destination.form_for(report) != "table":
        destination.write(report)
        return
    study = game.state.study
    options = " ".join(study.problem.options[:2])
    inject = next(iter(study.scenario.injects), "ID")
    first, driver = quote((team or ["TEAM"])[0]), study.problem.drivers[0]
    where = "this folder" if game.folder.name == "." else game.folder.name
    named = f"-g {quote(game.folder.name)}"
    lines = [
        f"Begun: {game.folder.title}, in {where}. A turn, in six commands:",
        f"  scenario game guess {first} {options} {named}",
        f'  scenario game turn "Turn 1" {named}',
        f"  scenario game inject {inject} {named}",
        f'  scenario game move {first} "What it does" --because "a reason" {named}',
        f"  scenario game ruling LINE --succeeds --set weights.{driver}=40 {named}",
        f"  scenario game undo {named}",
        *stated_defaults(),
    ]
    Destination().write_text("".join(f"{line}\n" for line in lines))

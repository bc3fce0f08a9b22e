"""``scenario group ask``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.group.options import Teams
from scenario_cli.cli.parameters import FileForm, ScenarioName, Width

AskedRound = Annotated[str, typer.Option("--round", metavar="ROUND", help="Which round it is.")]
BallotFolder = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--ballots",
        metavar="DIR",
        help="Where ballots go; without it ballots/r1, after the round.",
        show_default=False,
    ),
]
Replacing = Annotated[
    bool, typer.Option("--force", help="Replace a ballot that a person has there, without asking.")
]


def command(
    scenario: ScenarioName = None,
    round_: AskedRound = "1",
    team: Teams = [],  # noqa: B006 - Typer reads it, nobody changes it
    folder: BallotFolder = None,
    force: Replacing = False,
    format_: FileForm = None,
    width: Width = None,
) -> None:
    """Ask one person after another for a ballot: pass the laptop.

    \b
    Examples:
      scenario group ask --round 1
      scenario group ask coffee --round 2 --team red --team blue -o ballots/r2

    One question a screen: the name, the gut order of the options, points for the drivers, for
    the factors within each, a note. Enter leaves out what may be left out, b goes back. Nobody
    sees a ranking, or what others wrote: between people the screen is wiped. A ballot is
    written once it is finished, and Ctrl-C loses none of these.
    """
    from pathlib import Path

    from scenario_cli.cli.commands.group.screen import tell, wipe
    from scenario_cli.cli.commands.group.sitting import Sitting
    from scenario_cli.cli.making import tell_written
    from scenario_cli.cli.output import write_stdout
    from scenario_cli.errors import UsageError
    from scenario_cli.files.catalog import STANDARD_INPUT
    from scenario_cli.files.origin import scenario_of
    from scenario_cli.group.saved import round_folder

    if scenario == STANDARD_INPUT:
        raise UsageError("answers are read from standard input: name a file of the scenario")
    stated, origin = scenario_of(scenario)
    where = Path(folder) if folder is not None else round_folder(round_.strip())
    sitting = Sitting(stated, round_.strip(), team, where, force=force)
    try:
        sitting.hold()
    finally:
        wipe()
        if sitting.unfinished:
            tell(f"The ballot of {sitting.unfinished} was not finished, and is not kept.")
        said = sitting.summary(scenario, origin)
        if format_ is None:
            write_stdout(f"{said}\n".encode())
        else:
            tell_written(format_, "group ask", sitting.files, width=width, said=said)

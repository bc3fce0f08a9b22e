"""``scenario group show``."""

from typing import TYPE_CHECKING, Annotated

import typer

from scenario_cli.cli.commands.group.options import BallotPaths, RoomWeights, RoundName
from scenario_cli.cli.parameters import (
    All,
    FormName,
    ForScenario,
    NoColour,
    OutputPath,
    PictureName,
    Width,
)

if TYPE_CHECKING:
    from scenario_cli.answers.group.show.ask import GroupShowAnswer

Before = Annotated[
    list[str],
    typer.Option(
        "--before",
        metavar="PATH",
        help="Ballots of the round before; may be repeated.",
        show_default=False,
    ),
]
Agree = Annotated[
    str,
    typer.Option(
        "--agree",
        metavar="RULE",
        help="What counts as agreement, said beforehand: iqr<=10 (per cent of the whole).",
        show_default=False,
    ),
]
Names = Annotated[bool, typer.Option("--names", help="Names instead of letters.")]


def command(
    ballots: BallotPaths,
    scenario: ForScenario = None,
    weights: RoomWeights = None,
    before: Before = [],  # noqa: B006 - Typer reads it, nobody changes it
    round_: RoundName = None,
    agree: Agree = "",
    names: Names = False,
    all_: All = False,
    picture: PictureName = "",
    format_: FormName = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show where ballots differ, and which differences could change first place.

    \b
    Examples:
      scenario group show ballots/r1
      scenario group show ballots/r1 -w authors       the weights of the room
      scenario group show ballots/r2 --before ballots/r1
      scenario group show ballots.csv --agree 'iqr<=10' -f json
      scenario group show ballots/r1 --picture spread -o spread.svg

    The room's weights are those of -w, else the mean of the ballots. No name is shown but
    with --names; letters follow what ballots say, not when they came. Wrong ballots are told
    and left out, and the command exits with 3.
    """
    from scenario_cli.cli.output import Destination, refuse_read
    from scenario_cli.cli.parameters import length
    from scenario_cli.group.shown import group

    refuse_read(output, *ballots, *before)
    answer = group(
        ballots,
        scenario=scenario,
        weights=weights,
        before=before,
        round=round_,
        agree=agree,
        names=names,
        leave_out=True,
    )
    Destination(
        form=format_,
        path=output,
        width=width,
        no_colour=no_colour,
        length=length(all_=all_, brief=False),
        picture=picture,
    ).write(answer.report())
    _tell(answer)


def _tell(answer: "GroupShowAnswer") -> None:
    """Say what is wrong with files that are not among the ballots; with one that was meant so, end with 3."""
    from scenario_cli.cli.output import remark, say_mistakes
    from scenario_cli.errors import InputError

    if answer.left_out:
        say_mistakes(InputError(answer.left_out).mistakes)
    if answer.n_left_out:
        whole = answer.n_ballots + answer.n_left_out
        remark(f"{answer.n_left_out} of {whole} ballots left out")
    if any(mistake.level == "error" for mistake in answer.left_out):
        raise typer.Exit(InputError.exit_code)

"""``scenario game ballots``."""

from scenario_cli.cli.commands.game.options import At, By, GameName, StepForm, TakeNew
from scenario_cli.cli.commands.group.options import BallotPaths, RoundName
from scenario_cli.cli.parameters import NoColour, Width


def command(
    ballots: BallotPaths,
    round_: RoundName = None,
    by: By = None,
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Keep ballots with the game: told as counts, by no name.

    \b
    Examples:
      scenario game ballots ballots/r1
      scenario game ballots ballots.csv --round 2 --by control

    Each ballot is kept by its hash; a row of a table becomes a file. They move no score:
    'scenario game set -w' takes one as the weights. 'game show' and 'game report' say how
    many there are and what they put first, and whose they are with --names alone. A wrong
    ballot is told, and nothing is written.
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).ballots(*ballots, round=round_, by=by, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())

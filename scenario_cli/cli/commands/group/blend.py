"""``scenario group blend``."""

from typing import Annotated

import typer

from scenario_cli.choices import BlendMethod
from scenario_cli.cli.commands.group.options import BallotPaths, RoundName
from scenario_cli.cli.parameters import Force, FormOrNone, ForScenario, NewFile, Width

How = Annotated[BlendMethod, typer.Option("--by", metavar="mean|median|geometric", help="How to blend them.")]


def command(
    ballots: BallotPaths,
    by: How = "mean",
    scenario: ForScenario = None,
    round_: RoundName = None,
    output: NewFile = None,
    force: Force = False,
    format_: FormOrNone = None,
    width: Width = None,
) -> None:
    """Blend ballots into one weights file, with the ranges that they span.

    \b
    Examples:
      scenario group blend ballots/r1
      scenario group blend ballots/r1 --by median -o weights/room.yaml
      scenario robustness -w room --model ranges     what holds in all of them

    Shares of the whole are blended factor by factor, and made to sum to 100% again. Without
    -o the new file is printed.
    """
    from scenario_cli.cli.making import new_id, write_weights
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, remark
    from scenario_cli.files.weights_text import ranges_text, weights_text
    from scenario_cli.group.shown import blend_group

    id_ = new_id(output, "room")
    answer = blend_group(ballots, by=by, scenario=scenario, round=round_, id_=id_)
    weights = answer.study.weights
    if output is not None or format_ is None:
        text = weights_text(
            id_,
            weights.title,
            answer.study.scenario,
            weights.drivers,
            weights.factors,
            exact=True,
        )
        text += ranges_text(weights.ranges)
        write_weights(output, text, force=force)
    if output != STANDARD_OUTPUT and format_ is not None:
        Destination(form=format_, width=width).write(answer.report())
    elif said := next((flag.text for flag in answer.flags if flag.code == "blends_differ"), ""):
        remark(f"{said[:1].upper()}{said[1:]}.")

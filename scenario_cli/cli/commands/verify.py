"""``scenario verify``."""

from pathlib import Path
from typing import Annotated

import typer

from scenario_cli.cli.parameters import FormName, NoColour, OutputPath, Width

MOST_SAID = 20

Result = Annotated[
    str, typer.Argument(metavar="RESULT", help="A JSON result (- for stdin), or a sweep.", show_default=False)
]
Under = Annotated[
    Path | None,
    typer.Option(
        "--under", metavar="FOLDER", help="Look for inputs here, in all folders.", show_default=False
    ),
]


def command(
    result: Result,
    under: Under = None,
    format_: FormName = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Say whether the numbers of a result still come out.

    \b
    Examples:
      scenario verify result.json
      scenario verify result.json --under ~/game/week2
      scenario verify sweep.csv --under data             the rows of a 'batch'

    Finds the inputs that a result or its rows name, by their hashes, computes it again and
    says whether all that it holds still comes out: exit code 4 if not, 3 if an input is gone
    or changed.
    """
    from scenario_cli.batch.verify.ask import verify
    from scenario_cli.cli.output import Destination, refuse_read, say
    from scenario_cli.errors import ConditionError

    refuse_read(output, result)
    answer = verify(result, under=under)
    Destination(form=format_, path=output, width=width, no_colour=no_colour).write(answer.report())
    for mismatch in answer.mismatches[:MOST_SAID] if answer.rows is not None else ():
        say(f"{mismatch.where}: stated {mismatch.stated}, computed {mismatch.computed}")
    if not answer.holds:
        raise ConditionError(answer.finding)

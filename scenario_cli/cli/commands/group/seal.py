"""``scenario group seal``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.group.options import BallotPaths, RoundName
from scenario_cli.cli.parameters import FileForm, Force, ForScenario, Width

Sealed = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write a new CSV file; - for stdout.", show_default=False
    ),
]


def command(
    ballots: BallotPaths,
    scenario: ForScenario = None,
    round_: RoundName = None,
    output: Sealed = None,
    force: Force = False,
    format_: FileForm = None,
    width: Width = None,
) -> None:
    """Write ballots as one table without names, notes and times.

    \b
    Examples:
      scenario group seal ballots/r1 -o r1.csv
      scenario group show r1.csv                       the same numbers

    Rows stand in an order of what they say, not of when they came. Teams of fewer than five
    are left out of it. Whoever knows a person's numbers still knows the row.
    """
    from pathlib import Path

    from scenario_cli.cli.making import tell_written, told_form
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, remark
    from scenario_cli.errors import UsageError
    from scenario_cli.files.making import write_made
    from scenario_cli.group.shown import seal_group

    form = told_form(format_, output, "csv")
    if output not in (None, STANDARD_OUTPUT) and not str(output).lower().endswith(".csv"):
        raise UsageError(f"-o {output}: sealed ballots are a table; name it .csv")
    content = seal_group(ballots, scenario=scenario, round=round_)
    if output is None or output == STANDARD_OUTPUT:
        Destination().write_bytes(content)
        return
    write_made({Path(output): content}, force=force)
    remark(f"wrote {output}")
    tell_written(form, "group seal", [output], width=width)

"""\b
Examples:
  scenario verify result.json
  scenario verify result.json --under ~/game/week2

Finds the inputs that a JSON result names, by their hashes, computes it again and says
whether all that it holds still comes out: exit code 4 if not, 3 if an input is gone or
changed.
"""

from pathlib import Path
from typing import Annotated

import typer

from scenario_cli.cli.parameters import Format, FormatName, NoColour, OutputPath, Width

Result = Annotated[
    str, typer.Argument(metavar="RESULT", help="A result in JSON; - for stdin.", show_default=False)
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
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Verify a result."""
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.verifying import verify_result
    from scenario_cli.errors import ConditionError
    from scenario_cli.render.verify import document, finding, page, records

    answer = verify_result(result, under)
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: page(answer), document=lambda: document(answer), records=lambda: records(answer)
    )
    if answer.mismatches:
        raise ConditionError(f"error: {finding(answer)}")

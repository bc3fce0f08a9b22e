"""``scenario import``."""

from typing import Annotated

import typer

from scenario_cli.choices import Direction
from scenario_cli.cli.parameters import Force, FormOrNone, Width

TableFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="A table: .csv or .xlsx; or .dmsy, .jsmaa, .ahp.", show_default=False
    ),
]
OptionsStand = Annotated[
    Direction | None,
    typer.Option(
        "--options",
        metavar="down|across",
        help="Which way the options stand. Without it: as the heads say.",
        show_default=False,
    ),
]
SheetName = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NAME", help="The sheet; without it, the one with a table.", show_default=False
    ),
]
ScenarioOut = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="SCENARIO",
        help="The scenario's file (.yaml); - or nothing: stdout.",
        show_default=False,
    ),
]
WeightsOut = Annotated[
    str | None,
    typer.Option(
        "--weights-out", metavar="DIR", help="A folder for the weights in the table.", show_default=False
    ),
]


def command(
    file: TableFile,
    options: OptionsStand = None,
    sheet: SheetName = None,
    output: ScenarioOut = None,
    weights_out: WeightsOut = None,
    force: Force = False,
    format_: FormOrNone = None,
    width: Width = None,
) -> None:
    """Make a scenario and weights of a table: a CSV file or a workbook.

    \b
    Examples:
      scenario import ratings.csv             the scenario, on stdout
      scenario import book.xlsx -o scenarios/tea.yaml --weights-out weights
      scenario import book.xlsx --sheet "My data" --options down -o tea.yaml
      scenario import ratings.csv -f table    what was read, nothing written

    Heads: driver, factor, worst, best, unit, step, minimum, "weight NAME",
    "why OPTION"; every other head is an option. They stand in the first row, with
    a factor in each row below (options across), or in the first column (options
    down). A blank rating is unknown; a cell's note is the rating's reason. What
    cannot be read right is refused at its cell, all at once; nothing is written.
    """
    from scenario_cli.answers.imported.ask import import_sheet
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, remark
    from scenario_cli.cli.words import worded
    from scenario_cli.errors import InputError

    destination = Destination(form=format_, width=width)
    made = import_sheet(
        file,
        options=options,
        sheet=sheet,
        output=None if output == STANDARD_OUTPUT else output,
        weights_out=weights_out,
        force=force,
    )
    if made.notes:
        remark(worded(InputError(made.notes)))
    if format_ is not None:
        destination.write(made.report())
    elif output is None or output == STANDARD_OUTPUT:
        destination.write_text(made.text)
    if format_ is None and made.files:
        remark(made.finding)

"""``scenario export``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import FileForm, Force, ScenarioName, Width, own_weights_of
from scenario_cli.shell.offers import weights_names

Perspectives = Annotated[
    list[str],
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help="A path or a name; may be repeated. Without it: the default, the scenario's own, or equal "
        "weights.",
        autocompletion=weights_names,
        callback=own_weights_of,
        show_default=False,
    ),
]
TablesPath = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="A workbook (.xlsx, with the extra) or the ratings alone (.csv); without it, CSV to stdout.",
        show_default=False,
    ),
]


def command(
    scenario: ScenarioName = None,
    weights: Perspectives = [],  # noqa: B006 - Typer reads it, nobody changes it
    output: TablesPath = None,
    force: Force = False,
    format_: FileForm = None,
    width: Width = None,
) -> None:
    """Write ratings and weights as a workbook that ranks the options itself, or as CSV.

    \b
    Examples:
      scenario export -o china.xlsx
      scenario export coffee -w ours -w theirs -o coffee.xlsx
      scenario export coffee -o coffee.csv

    The sheet Ratings can be changed, and imported again; Ranking and the sheets between
    are formulas. What tables cannot hold is told. A table that is there is not replaced
    unless --force says so.
    """
    from scenario_cli.answers.export.ask import export_tables, studies_to_export
    from scenario_cli.answers.export.report import csv_bytes
    from scenario_cli.answers.export.written import is_workbook, write_tables
    from scenario_cli.cli.making import tell_written, told_form
    from scenario_cli.cli.output import STANDARD_OUTPUT, remark, write_stdout
    from scenario_cli.errors import UsageError
    from scenario_cli.files.catalog import STANDARD_INPUT
    from scenario_cli.text import visible

    form = told_form(format_, output, "csv")
    path = "" if output is None or output == STANDARD_OUTPUT else output
    workbook = bool(path) and is_workbook(path)  # wrong usage is told before files are read
    if [scenario, *weights].count(STANDARD_INPUT) > 1:
        raise UsageError("standard input (-) can be read once: as the scenario, or as weights")
    tables = export_tables(studies_to_export(scenario, weights))
    if path:
        write_tables(tables, path, force=force)
    else:
        write_stdout(csv_bytes(tables))
    for note in tables.remarks:
        remark(visible(f"note: {note}"))
    left_out = tables.omitted(workbook=workbook)
    for what in left_out:
        remark(visible(f"not in {path or 'CSV'}: {what}"))
    tell_written(form, "export", [path], width=width, left_out=left_out)

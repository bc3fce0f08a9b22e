"""``scenario group form``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.group.options import Teams, WhichRound
from scenario_cli.cli.parameters import FileForm, ScenarioName, Width

FormFile = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write a page, FILE.html; - for stdout.", show_default=False
    ),
]


def command(
    scenario: ScenarioName = None,
    round_: WhichRound = "",
    team: Teams = [],  # noqa: B006 - Typer reads it, nobody changes it
    output: FormFile = None,
    format_: FileForm = None,
    width: Width = None,
) -> None:
    """Make a page on which everybody fills in a ballot, without network or on paper.

    \b
    Examples:
      scenario group form -o ballot.html
      scenario group form coffee --round 2 --team red --team blue -o ballot.html

    It shows no ranking and holds no rating. Each person saves a file from it, or copies its
    text: put these files into one folder, for 'scenario group show'. Printed, it has blank
    fields.
    """
    from scenario_cli.answers.group.form import ballot_form
    from scenario_cli.cli.making import tell_written, told_form
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, chosen_form, refuse_read, remark

    form = told_form(format_, output, "html")
    chosen_form("html", output)
    refuse_read(output, *([scenario] if scenario else []))
    Destination(path=output).write_text(ballot_form(scenario, teams=team, round=round_))
    if output is not None and output != STANDARD_OUTPUT:
        remark(f"wrote {output}")
        tell_written(form, "group form", [output], width=width)

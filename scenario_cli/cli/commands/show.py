"""``scenario show``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import Force, FormOrNone, NoColour, Width
from scenario_cli.shell.offers import all_names

Name = Annotated[
    str,
    typer.Argument(metavar="NAME", help="A path, a name, or - for standard input.", autocompletion=all_names),
]
Copy = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="A copy (.yaml), or what is shown (.txt .json .csv .md).",
        show_default=False,
    ),
]


def command(
    name: Name,
    format_: FormOrNone = None,
    output: Copy = None,
    force: Force = False,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Print one scenario or weights file.

    \b
    Examples:
      scenario show authors                      the file, as it is written
      scenario show authors -o weights/mine.yaml a copy to change
      scenario show china-arms-russia -f table   options, ratings and injects
      scenario show coffee -f csv                one line a rating

    A copy has an id and a title of its own; every other byte stays. It never replaces a
    file unless --force says so.
    """
    from scenario_cli.answers.show.ask import copy_file, shown
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, remark
    from scenario_cli.files.making import has_made_ending, is_special
    from scenario_cli.files.reading import open_any

    destination = Destination(form=format_, path=output, width=width, no_colour=no_colour)
    if format_ is not None:
        destination.write(shown(open_any(name)).report())
    elif output is None or output == STANDARD_OUTPUT or is_special(output):
        destination.write_bytes(open_any(name).content)
    elif has_made_ending(output):
        made = copy_file(name, output, force=force)
        told = f"wrote {made.path}, with the id '{made.id}'"
        if made.kind == "scenario" and made.id != made.was:
            told += f"; weights that state 'scenario: {made.was}' do not fit it"
        remark(told)
    else:
        destination.write(shown(open_any(name)).report())

"""``scenario show``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import FormOrNone, NoColour, OutputPath, Width

Name = Annotated[str, typer.Argument(metavar="NAME", help="A path, a name, or - for standard input.")]


def command(
    name: Name,
    format_: FormOrNone = None,
    output: OutputPath = None,
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
    """
    from scenario_cli.answers.show.ask import shown
    from scenario_cli.cli.output import Destination
    from scenario_cli.files.reading import open_any

    file = open_any(name)
    destination = Destination(form=format_ or "table", path=output, width=width, no_colour=no_colour)
    if format_ is None:
        destination.write_bytes(file.content)
    else:
        destination.write(shown(file).report())

"""``scenario schema``."""

from typing import Annotated

import typer

from scenario_cli.choices import FileKind
from scenario_cli.cli.parameters import OutputPath

KindArgument = Annotated[
    FileKind, typer.Argument(metavar="scenario|weights", help="The format.", show_default=False)
]


def command(kind: KindArgument, output: OutputPath = None) -> None:
    """Print the JSON Schema of a format, for editors.

    \b
    Examples:
      scenario schema scenario > scenario.schema.json
      scenario schema weights -o weights/weights.schema.json

    Editors that know YAML schemas then complete keys and mark mistakes while you type.
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.files.schema import json_schema
    from scenario_cli.render.json import json_text

    Destination(path=output).write_text(json_text(json_schema(kind)))

"""``scenario schema``."""

from typing import Annotated, cast, get_args

import typer

from scenario_cli.choices import SchemaName
from scenario_cli.cli.parameters import OutputPath

NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A format of files, or a result.",
        autocompletion=lambda: list(get_args(SchemaName)),
        show_default=False,
    ),
]


def command(name: NameArgument, output: OutputPath = None) -> None:
    """Print the JSON Schema of a format, for editors.

    \b
    Examples:
      scenario schema scenario > scenario.schema.json
      scenario schema weights -o weights/weights.schema.json
      scenario schema score -o score.schema.json

    \b
    NAME is the word before /1 in the format that a file or a result states:
      scenario, weights, pairs
      score, sensitivity, explain, evidence, robustness, compare, diff, verify
      check, list, show, new
      weights-set, weights-undo, weights-show, weights-diff, weights-blend
      weights-rank, weights-swing, weights-pairs
      batch (one of its rows)

    Editors that know YAML schemas then complete keys and mark mistakes while you type.
    """
    from scenario_cli.answers.schema import json_schema
    from scenario_cli.cli.output import Destination
    from scenario_cli.render.json import json_text

    Destination(path=output).write_text(json_text(json_schema(cast(SchemaName, name))))

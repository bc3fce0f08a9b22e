"""``scenario schema``."""

from typing import Annotated, cast, get_args

import typer

from scenario_cli.choices import Form, SchemaName
from scenario_cli.cli.parameters import NoColour, OutputPath, Width

NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A format of files, or a result.",
        autocompletion=lambda: list(get_args(SchemaName)),
        show_default=False,
    ),
]
SchemaForm = Annotated[
    Form | None,
    typer.Option(
        "-f",
        "--format",
        metavar="json|table|csv|md",
        help="json is the schema itself, which comes without -f; the others list its fields.",
        show_default=False,
    ),
]


def command(
    name: NameArgument,
    format_: SchemaForm = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Print the JSON Schema of a format, for editors.

    \b
    Examples:
      scenario schema scenario > scenario.schema.json
      scenario schema weights -o weights/weights.schema.json
      scenario schema score -o score.schema.json
      scenario schema score -f table             its fields and what they mean

    \b
    NAME is the word before /1 in the format that a file or a result states:
      scenario, weights, pairs, ballot, answers, game
      score, sensitivity, explain, evidence, robustness, compare, methods, report
      diff, verify
      check, check-problem (one line of its jsonl), list, show, new, import
      weights-set, weights-undo, weights-redo, weights-history, weights-show
      weights-diff, weights-blend, weights-rank, weights-swing, weights-pairs, ask
      ratings-set, ratings-undo, ratings-redo, ratings-history, curve
      game-show, game-replay, game-report, group-show, group-blend
      batch (one of its rows)

    Editors that know YAML schemas then complete keys and mark mistakes while you type.
    """
    from scenario_cli.answers.schema.ask import json_schema
    from scenario_cli.answers.schema.report import report
    from scenario_cli.cli.output import Destination, chosen_form

    form = chosen_form(format_, output, otherwise="json")
    schema = json_schema(cast(SchemaName, name))
    Destination(form=form, path=output, width=width, no_colour=no_colour).write(report(schema))

"""``scenario schema``."""

from typing import Annotated, cast

import typer

from scenario_cli.choices import Form, SchemaName
from scenario_cli.cli.parameters import NoColour, OutputPath, Width
from scenario_cli.shell.offers import schema_names

NameArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        help="A format of files, or a result.",
        autocompletion=schema_names,
        show_default=False,
    ),
]
All = Annotated[
    bool,
    typer.Option("--all", help="Those of all files to a folder (-o DIR/), and an editor's settings."),
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
    name: NameArgument = None,
    all_: All = False,
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
      scenario schema --all -o .vscode/          all that an editor needs

    \b
    NAME is the word before /1 in the format that a file or a result states:
      scenario, weights, pairs, ballot, answers, game
      score, sensitivity, explain, evidence, robustness, compare, methods, report
      diff, verify
      check, check-problem (a line of its jsonl), list, show, new, import, written
      weights-set, weights-undo, weights-redo, weights-history, weights-show
      weights-diff, weights-blend, weights-rank, weights-swing, weights-pairs, ask
      ratings-set, ratings-undo, ratings-redo, ratings-history, curve
      game-show, game-replay, game-report, group-show, group-blend
      batch (one of its rows)

    Editors that know YAML schemas then complete keys and mark mistakes while you type.
    With --all the settings that name the schemas go to stdout, and to .vscode/settings.json
    where there is none.
    """
    from scenario_cli.answers.schema.ask import json_schema
    from scenario_cli.answers.schema.report import report
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, chosen_form, remark
    from scenario_cli.errors import UsageError

    if all_:
        from scenario_cli.answers.schema.editors import write_schemas
        from scenario_cli.render.json import json_text
        from scenario_cli.text import listed

        if name is not None or format_ not in (None, "json") or output in (None, STANDARD_OUTPUT):
            raise UsageError("--all goes with -o DIR/ alone: write --all -o .vscode/")
        if str(output).lower().endswith((".json", ".yaml", ".yml")):
            raise UsageError(f"-o {output} is the name of a file: write --all -o .vscode/")
        written = write_schemas(str(output))
        kept = f"; {written.kept} was there and is left as it is" if written.kept else ""
        remark(f"wrote {listed(written.files)}{kept}")
        Destination().write_text(json_text(written.settings))
        return
    if name is None:
        raise UsageError("name a format (NAME), or write --all -o .vscode/")
    form = chosen_form(format_, output, otherwise="json")
    schema = json_schema(cast(SchemaName, name))
    Destination(form=form, path=output, width=width, no_colour=no_colour).write(report(schema))

"""``scenario check``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import FormName, OutputPath, Width
from scenario_cli.shell.offers import all_names

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Paths, names, folders, patterns, or -.",
        autocompletion=all_names,
        show_default=False,
    ),
]


def command(files: Files, format_: FormName = None, output: OutputPath = None, width: Width = None) -> None:
    """Say whether files are sound, and where not.

    \b
    Examples:
      scenario check scenarios/coffee.yaml weights/red.yaml
      scenario check coffee red
      scenario check scenarios weights         every YAML file in these folders
      cat weights/red.yaml | scenario check -
      scenario check 'scenarios/*.yaml' -f json

    Each problem is one line on stderr, file:line:column first. Weights are held
    against the scenario they name, or the only one among the files.
    """
    from scenario_cli.answers.check.ask import check
    from scenario_cli.cli.output import Destination, say_mistakes
    from scenario_cli.errors import ExitCode

    answer = check(files)
    say_mistakes(answer.mistakes)
    destination = Destination(form=format_, path=output, width=width)
    if destination.form_for(answer.report()) == "table":
        destination.write_text(answer.finding + "\n")
    else:
        destination.write(answer.report())
    if not answer.sound:
        raise typer.Exit(ExitCode.INPUT)

"""``scenario check``."""

from typing import Annotated

import typer

from scenario_cli.choices import CheckForm
from scenario_cli.cli.parameters import FORMS, Width, agreeing
from scenario_cli.shell.offers import all_names

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Paths, names, folders, patterns, or -. Without any: all yours with a name, and scenario.toml.",
        autocompletion=all_names,
        show_default=False,
    ),
]
CheckFormName = Annotated[
    CheckForm | None,
    typer.Option(
        "-f",
        "--format",
        metavar=f"{FORMS}|github|sarif|jsonl",
        help="How to write the result; without it the ending of -o, the default, or table.",
        callback=agreeing("-f", remarks=True),
        show_default=False,
    ),
]
CheckPath = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to FILE (.txt .json .csv .md .html .sarif .jsonl), whole or not at all.",
        callback=agreeing("-o", remarks=True),
        show_default=False,
    ),
]


def command(
    files: Files = [],  # noqa: B006 - Typer reads it, nobody changes it
    format_: CheckFormName = None,
    output: CheckPath = None,
    width: Width = None,
) -> None:
    """Say whether files are sound, and where not.

    \b
    Examples:
      scenario check scenarios/coffee.yaml weights/red.yaml
      scenario check coffee red
      scenario check                           all that can be named here
      scenario check scenarios weights         every YAML file in these folders
      cat weights/red.yaml | scenario check -
      scenario check 'scenarios/*.yaml' -f json
      scenario check weights -f github         shown at its line in a pull request
      scenario check weights -o found.sarif    for code scanning

    Each problem is one line on stderr, file:line:column first. Weights are held
    against the scenario they name, or the only one among the files.
    """
    from scenario_cli.answers.check.ask import check
    from scenario_cli.cli.manners import MANNERS
    from scenario_cli.cli.output import Destination, say_mistakes
    from scenario_cli.errors import ExitCode
    from scenario_cli.files.defaults import is_defaults

    answer = check(files)
    say_mistakes(answer.mistakes)
    if any(is_defaults(mistake.file) for mistake in answer.mistakes):
        MANNERS.forms = ()  # what is wrong there is told, and states no form
    destination = Destination(form=format_, path=output, width=width)
    if destination.form_for(answer.report()) == "table":
        destination.write_text(answer.finding + "\n")
    else:
        destination.write(answer.report())
    if not answer.sound:
        raise typer.Exit(ExitCode.INPUT)

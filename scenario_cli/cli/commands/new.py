"""``scenario new``."""

from typing import Annotated

import typer

from scenario_cli.choices import FileKind
from scenario_cli.cli.parameters import FormOrNone, ForScenario, OutputPath, Width

KindArgument = Annotated[
    FileKind, typer.Argument(metavar="scenario|weights", help="What to start.", show_default=False)
]
NewName = Annotated[
    str | None, typer.Argument(metavar="NAME", help="The new file's name.", show_default=False)
]


def command(
    kind: KindArgument,
    name: NewName = None,
    scenario: ForScenario = None,
    output: OutputPath = None,
    format_: FormOrNone = None,
    width: Width = None,
) -> None:
    """Write a commented scenario or weights file to start from.

    \b
    Examples:
      scenario new scenario coffee      writes scenarios/coffee.yaml
      scenario new weights red          writes weights/red.yaml, for your scenario
      scenario new weights red --scenario china-arms-russia

    The file is sound as it stands: score it, then change it. Beside it goes the
    JSON Schema that its first line names. A file that is there is never touched.
    """
    from scenario_cli.answers.new.ask import new_file, new_text
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, say

    destination = Destination(form=format_ or "table", width=width)
    if output == STANDARD_OUTPUT:
        destination.write_text(new_text(kind, name or f"my-{kind}", scenario))
        return
    answer = new_file(kind, name, scenario=scenario, output=output)
    if format_ is None:
        say(answer.finding)
    else:
        destination.write(answer.report())

"""``scenario new``."""

from typing import TYPE_CHECKING, Annotated

import typer

from scenario_cli.choices import FileKind
from scenario_cli.cli.parameters import Force, FormOrNone, ForScenario, Width
from scenario_cli.shell.offers import example_names

if TYPE_CHECKING:
    from scenario_cli.answers.new.ask import NewAnswer

KindArgument = Annotated[
    FileKind | None, typer.Argument(metavar="scenario|weights", help="What to start.", show_default=False)
]
NewName = Annotated[
    str | None, typer.Argument(metavar="NAME", help="The new file's name.", show_default=False)
]
OptionIds = Annotated[
    str,
    typer.Option(
        "--options", metavar="A,B", help="Ids of your own options; ratings are unknown.", show_default=False
    ),
]
FactorIds = Annotated[
    str,
    typer.Option(
        "--factors",
        metavar="DRIVER.X,Y",
        help="Ids of what they are rated on; no dot: a driver itself.",
        show_default=False,
    ),
]
WeightsFiles = Annotated[
    str,
    typer.Option("--weights", metavar="RED,BLUE", help="Weights files to write with it.", show_default=False),
]
ExampleName = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="NAME",
        help="Copy a worked example, a published decision: see 'scenario list'.",
        autocompletion=example_names,
        show_default=False,
    ),
]
NewPath = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Another file (.yaml); - for stdout.", show_default=False
    ),
]


def command(
    kind: KindArgument = None,
    name: NewName = None,
    options: OptionIds = "",
    factors: FactorIds = "",
    weights: WeightsFiles = "",
    scenario: ForScenario = None,
    example: ExampleName = None,
    output: NewPath = None,
    force: Force = False,
    format_: FormOrNone = None,
    width: Width = None,
) -> None:
    """Write a commented scenario or weights file to start from.

    \b
    Examples:
      scenario new scenario coffee      writes scenarios/coffee.yaml, an example
      scenario new scenario tea --options keep,new --factors comfort.taste,cost
      scenario new scenario tea2 --options a,b --factors x,y --weights red,blue
      scenario new weights red          writes weights/red.yaml, for your scenario
      scenario new weights red --scenario china-arms-russia
      scenario new --from office-site   a published decision, with its weights
      scenario new scenario mine --from office-site   the same, by another name

    The files are sound as they stand: score them, then change them. Beside them goes
    the JSON Schema that their first line names. All are written, or none; one that is
    there is never touched, unless --force says so.
    """
    from scenario_cli.answers.new.ask import new_file, new_text
    from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, remark
    from scenario_cli.errors import UsageError

    destination = Destination(form=format_, width=width)
    if output == STANDARD_OUTPUT and (weights or example is not None):
        what = "--from" if example is not None else "--weights"
        raise UsageError(f"several files cannot go to stdout: leave out {what}, or -o -")
    if example is not None:
        added = kind == "weights" or options or factors or weights or scenario is not None
        answer = _copied(example, name, output, force=force, added=bool(added))
    elif kind is None:
        raise UsageError("say what to start: scenario or weights, or --from an example")
    elif output == STANDARD_OUTPUT:
        text = new_text(kind, name or f"my-{kind}", scenario, options=options, factors=factors)
        destination.write_text(text)
        return
    else:
        ids = {"options": options, "factors": factors, "weights": weights}
        answer = new_file(kind, name, scenario=scenario, **ids, output=output, force=force)
    if format_ is None:
        remark(answer.finding)
    else:
        destination.write(answer.report())


def _copied(example: str, name: str | None, output: str | None, *, force: bool, added: bool) -> "NewAnswer":
    from scenario_cli.answers.new.ask import new_example
    from scenario_cli.errors import UsageError

    if added:
        raise UsageError("--from copies an example as it is: nothing but a name, -o and --force goes with it")
    return new_example(example, name, output=output, force=force)

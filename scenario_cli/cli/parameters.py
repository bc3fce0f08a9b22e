"""Arguments and options that commands share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from scenario_cli.choices import Form, Undrawn
from scenario_cli.errors import UsageError
from scenario_cli.files.catalog import Folder, names

if TYPE_CHECKING:
    from scenario_cli.render.report import Length


def _starting(folder: Folder, incomplete: str) -> list[str]:
    return [name for name in names(folder) if name.startswith(incomplete)]


def weights_names(incomplete: str) -> list[str]:
    """Return the names of weights that start so."""
    return _starting("weights", incomplete)


def ids(kind: str) -> Callable[[typer.Context, str], list[str]]:
    """Return what completes ids of a kind, from the scenario that is typed or meant."""

    def completed(ctx: typer.Context, incomplete: str) -> list[str]:
        from scenario_cli.files.ids import ids_of

        # Of a line that ends in an option without its value, arguments are not told apart yet.
        arguments = [each.name for each in ctx.command.params if each.param_type_name == "argument"]
        typed = dict(zip(arguments, ctx.args, strict=False))
        found: tuple[str, ...] = getattr(ids_of(ctx.params.get("scenario") or typed.get("scenario")), kind)
        return [id_ for id_ in found if id_.startswith(incomplete)]

    return completed


def agreeing(option: str, *, remarks: bool = False) -> Callable[[typer.Context, str | None], str | None]:
    """Hold -f and -o to each other as the later of the two is read: before anything is computed."""

    def held(ctx: typer.Context, value: str | None) -> str | None:
        ctx.meta[option] = value
        if "-f" in ctx.meta and "-o" in ctx.meta:
            from scenario_cli.cli.output import REMARKS, chosen_form

            chosen_form(ctx.meta["-f"], ctx.meta["-o"], more=REMARKS if remarks else {})
        return value

    return held


ScenarioName = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO",
        help="A path, a name, or - for standard input. "
        "Without it: the one that is yours here; where none is, china-arms-russia.",
        autocompletion=lambda incomplete: _starting("scenarios", incomplete),
        show_default=False,
    ),
]
WeightsNames = Annotated[
    list[str],
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help="A path, a name, or -. Without it: the scenario's own, else equal weights.",
        autocompletion=weights_names,
        show_default=False,
    ),
]
InjectIds = Annotated[
    list[str],
    typer.Option(
        "--inject",
        metavar="ID",
        help="Let an event of the scenario happen; may be repeated.",
        autocompletion=ids("injects"),
        show_default=False,
    ),
]
SettingTexts = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Try a change: weights.DRIVER=60, weights.DRIVER.FACTOR=2 or "
        "ratings.OPTION.FACTOR=4. No file is touched.",
        autocompletion=ids("settings"),
        show_default=False,
    ),
]
FORMS = "table|json|csv|md|html|svg"
FormName = Annotated[
    Form | None,
    typer.Option(
        "-f",
        "--format",
        metavar=FORMS,
        help="How to write the result; without it the ending of -o says, else table.",
        callback=agreeing("-f"),
        show_default=False,
    ),
]
ShownForm = Annotated[Form, typer.Option("-f", "--format", metavar=FORMS, help="How to write the result.")]
UNDRAWN = FORMS.removesuffix("|svg")
UndrawnForm = Annotated[
    Undrawn, typer.Option("-f", "--format", metavar=UNDRAWN, help="How to write the result.")
]
_AS_IT_STANDS = "Without it: as it stands."
FormOrNone = Annotated[
    Undrawn | None, typer.Option("-f", "--format", metavar=UNDRAWN, help=_AS_IT_STANDS, show_default=False)
]
OutputPath = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to FILE (.txt .json .csv .md .html .svg, .png with the extra), whole or not at all.",
        callback=agreeing("-o"),
        show_default=False,
    ),
]
PictureName = Annotated[
    str,
    typer.Option(
        "--picture",
        metavar="NAME",
        help="Which picture to draw (-f svg, or -o FILE.png).",
        show_default=False,
    ),
]
NoColour = Annotated[bool, typer.Option("--no-color", help="No colour; NO_COLOR does the same.")]
All = Annotated[bool, typer.Option("--all", help="Every row and table, however long.")]
Brief = Annotated[bool, typer.Option("--brief", help="The answer in at most a dozen lines.")]
Width = Annotated[
    int | None,
    typer.Option(
        "--width",
        metavar="COLUMNS",
        min=20,
        help="Wrap to this width; COLUMNS does the same.",
        show_default=False,
    ),
]

ForScenario = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="SCENARIO",
        help="The scenario they are for; without it, the usual one.",
        autocompletion=lambda incomplete: _starting("scenarios", incomplete),
        show_default=False,
    ),
]
NewFile = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write a new weights file (.yaml); - for stdout.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file where one is there.")]
WeightsFileName = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="A weights file, by path or name.",
        autocompletion=weights_names,
        show_default=False,
    ),
]
OtherWeightsFileName = Annotated[
    str,
    typer.Argument(metavar="OTHER", help="Another.", autocompletion=weights_names, show_default=False),
]
Why = Annotated[
    str, typer.Option("--why", metavar="TEXT", help="The reason; kept in the history.", show_default=False)
]
Who = Annotated[
    str, typer.Option("--who", metavar="NAME", help="Who does it; kept in the history.", show_default=False)
]
ScenarioFileName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario file, by path or name.",
        autocompletion=lambda incomplete: _starting("scenarios", incomplete),
        show_default=False,
    ),
]


def length(*, all_: bool, brief: bool) -> "Length":
    """Return how long a page was asked for.

    Raises
    ------
    UsageError
        Both a long and a short one.
    """
    if all_ and brief:
        raise UsageError("--all and --brief: one of them")
    return "whole" if all_ else "brief" if brief else "page"

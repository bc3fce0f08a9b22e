"""Arguments and options that commands share."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from scenario_cli.choices import Form, Undrawn
from scenario_cli.cli.manners import MANNERS
from scenario_cli.errors import UsageError
from scenario_cli.files.catalog import usual_scenario
from scenario_cli.shell.offers import ids, ids_to_set, pictures, scenario_names, weights_names

if TYPE_CHECKING:
    from scenario_cli.render.report import Length


def _of_default(value: str | None) -> str | None:
    """Let the default stand for the scenario where none is typed, once one is asked for."""
    if value is None:
        usual_scenario.set(partial(MANNERS.take, "scenario"))
    return value


def of_several(value: list[str] | None) -> list[str] | None:
    """Do the same where several may be typed."""
    _of_default(value[0] if value else None)
    return value


def own_weights(ctx: typer.Context, value: str | None) -> str | None:
    """Return the weights that are typed, else the default, which stands for the scenario's own."""
    return value if value is not None or ctx.resilient_parsing else MANNERS.take("weights")


def own_weights_of(ctx: typer.Context, value: list[str]) -> list[str]:
    """Do the same where several may be typed."""
    stated = None if value else own_weights(ctx, None)
    return value if stated is None else [stated]


def taking(*forms: str, later: bool = False) -> Callable[[typer.Context, Any], Any]:
    """Say which forms a command can be asked for; what is stated beforehand is read where none is typed.

    ``later`` leaves that to the command: a check tells what is wrong with it beside the rest.
    """

    def taken(ctx: typer.Context, value: Any) -> Any:
        MANNERS.forms = forms
        if value is None and not (later or ctx.resilient_parsing):
            MANNERS.defaults  # noqa: B018 - a mistake there is told before anything is done
        return value

    return taken


def agreeing(option: str, *, remarks: bool = False) -> Callable[[typer.Context, str | None], str | None]:
    """Hold -f and -o to each other as the later of the two is read: before anything is computed."""

    def held(ctx: typer.Context, value: str | None) -> str | None:
        if option == "-f":
            taking(*get_args(Form), later=remarks)(ctx, value)
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
        "Without it: the default; the one that is yours here; where none is, china-arms-russia.",
        callback=_of_default,
        autocompletion=scenario_names,
        show_default=False,
    ),
]
_OWN = "A path, a name, or -. Without it: the default, the scenario's own, or equal weights."
WeightsNames = Annotated[
    list[str],
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help=_OWN,
        autocompletion=weights_names,
        callback=own_weights_of,
        show_default=False,
    ),
]
SeveralWeights = Annotated[
    list[str],
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help="A path, a name, or -; may be repeated. Without it: all that fit.",
        autocompletion=weights_names,
        show_default=False,
    ),
]
OwnWeights = Annotated[  # of a command that takes the default later, or not at all
    list[str],
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help=_OWN,
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
        autocompletion=ids_to_set("settings"),
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
        help="How to write the result; without it the ending of -o, the default, or table.",
        callback=agreeing("-f"),
        show_default=False,
    ),
]
_RESULT = "How to write the result; without it the default, else table."
ShownForm = Annotated[
    Form | None,
    typer.Option(
        "-f",
        "--format",
        metavar=FORMS,
        help=_RESULT,
        callback=taking(*get_args(Form)),
        show_default=False,
    ),
]
UNDRAWN = FORMS.removesuffix("|svg")
UndrawnForm = Annotated[
    Undrawn | None,
    typer.Option(
        "-f",
        "--format",
        metavar=UNDRAWN,
        help=_RESULT,
        callback=taking(*get_args(Undrawn)),
        show_default=False,
    ),
]
_AS_IT_STANDS = "Without it: as it stands."
FormOrNone = Annotated[
    Undrawn | None, typer.Option("-f", "--format", metavar=UNDRAWN, help=_AS_IT_STANDS, show_default=False)
]
FileForm = Annotated[
    Undrawn | None,
    typer.Option(
        "-f",
        "--format",
        metavar=UNDRAWN,
        help="Say on stdout what was written to the file.",
        show_default=False,
    ),
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
        autocompletion=pictures,
        show_default=False,
    ),
]
NoColour = Annotated[bool, typer.Option("--no-color", help="No colour; NO_COLOR does the same.")]
All = Annotated[bool, typer.Option("--all", help="Every row and table, however long.")]
Brief = Annotated[bool, typer.Option("--brief", help="The answer in about a dozen lines.")]
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
        help="The scenario they are for; without it, the default or the usual one.",
        callback=_of_default,
        autocompletion=scenario_names,
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
OnlyPrograms = Annotated[
    bool, typer.Option("--only-programs", help="Refuse to take back what a person changed.")
]
ScenarioFileName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario file, by path or name.",
        autocompletion=scenario_names,
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

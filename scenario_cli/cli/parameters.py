"""Arguments and options that commands share."""

from typing import Annotated

import typer

from scenario_cli.choices import Form
from scenario_cli.files.catalog import Folder, names


def _starting(folder: Folder, incomplete: str) -> list[str]:
    return [name for name in names(folder) if name.startswith(incomplete)]


def _scenario_names(incomplete: str) -> list[str]:
    return _starting("scenarios", incomplete)


def _weights_names(incomplete: str) -> list[str]:
    return _starting("weights", incomplete)


ScenarioName = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO",
        help="A path, a name, or - for standard input. "
        "Without it: the only file in ./scenarios, else china-arms-russia.",
        autocompletion=_scenario_names,
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
        autocompletion=_weights_names,
        show_default=False,
    ),
]
InjectIds = Annotated[
    list[str],
    typer.Option(
        "--inject",
        metavar="ID",
        help="Let an event of the scenario happen; may be repeated.",
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
        show_default=False,
    ),
]
FormName = Annotated[
    Form, typer.Option("-f", "--format", metavar="table|json|csv|md", help="How to write the result.")
]
FormOrNone = Annotated[
    Form | None,
    typer.Option(
        "-f",
        "--format",
        metavar="table|json|csv|md",
        help="Without it: as it stands.",
        show_default=False,
    ),
]
OutputPath = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to FILE instead of stdout, whole or not at all.",
        show_default=False,
    ),
]
NoColour = Annotated[bool, typer.Option("--no-color", help="No colour; NO_COLOR does the same.")]
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
        autocompletion=_scenario_names,
        show_default=False,
    ),
]
NewFile = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write a new weights file; - for stdout.", show_default=False
    ),
]
WeightsFileName = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="A weights file, by path or name.",
        autocompletion=_weights_names,
        show_default=False,
    ),
]
OtherWeightsFileName = Annotated[
    str,
    typer.Argument(metavar="OTHER", help="Another.", autocompletion=_weights_names, show_default=False),
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
        autocompletion=_scenario_names,
        show_default=False,
    ),
]

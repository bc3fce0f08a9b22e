"""``scenario new``."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from scenario_cli.choices import FileKind
from scenario_cli.cli.parameters import ForScenario, OutputPath

KindArgument = Annotated[
    FileKind, typer.Argument(metavar="scenario|weights", help="What to start.", show_default=False)
]
NewName = Annotated[
    str | None, typer.Argument(metavar="NAME", help="The new file's name.", show_default=False)
]


def command(
    kind: KindArgument, name: NewName = None, scenario: ForScenario = None, output: OutputPath = None
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
    from scenario_cli.cli.output import Destination, say
    from scenario_cli.errors import OutputError
    from scenario_cli.files.reading import read_scenario
    from scenario_cli.files.schema import json_schema
    from scenario_cli.files.starting import checked_name, scenario_start, weights_start
    from scenario_cli.files.writing import write_new
    from scenario_cli.render.json import json_text

    id_ = checked_name(name or (Path(output).stem if output and output != "-" else f"my-{kind}"))
    text = scenario_start(id_) if kind == "scenario" else weights_start(id_, read_scenario(scenario))
    if output == "-":
        Destination().write_text(text)
        return
    folder = "scenarios" if kind == "scenario" else "weights"
    path = Path(output) if output else Path(folder) / f"{id_}.yaml"
    schema = path.parent / f"{kind}.schema.json"
    fresh = not schema.exists()
    try:
        if path.exists():
            raise FileExistsError
        if fresh:
            write_new(schema, json_text(json_schema(kind)).encode())
        write_new(path, text.encode())
    except OSError as error:
        if fresh:
            with suppress(OSError):
                schema.unlink()
        there = isinstance(error, FileExistsError)
        said = (
            "exists already; nothing was written"
            if there
            else f"cannot be written: {error.strerror or error}"
        )
        raise OutputError(path.as_posix(), said) from None
    say(f"wrote {path.as_posix()}; try: scenario check {path.as_posix()}")

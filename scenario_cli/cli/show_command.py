"""\b
Examples:
  scenario show authors                      the file, as it is written
  scenario show authors -o weights/mine.yaml a copy to change
  scenario show china-arms-russia -f table   options, ratings and injects
  scenario show coffee -f csv                one line a rating
"""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import Format, NoColour, OutputPath, Width

Name = Annotated[str, typer.Argument(metavar="NAME", help="A path, a name, or - for standard input.")]
FormatOrNone = Annotated[
    Format | None,
    typer.Option(
        "-f",
        "--format",
        metavar="table|json|csv|md",
        help="Without it: the file as it is written.",
        show_default=False,
    ),
]


def command(
    name: Name,
    format_: FormatOrNone = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Print a file."""
    from scenario_cli.cli.output import Destination
    from scenario_cli.files.checking import open_any
    from scenario_cli.files.reading import format_of, scenario_from, weights_from
    from scenario_cli.render.content import scenario_page, scenario_records, weights_page, weights_records
    from scenario_cli.render.provenance import Input, provenance

    source = open_any(name)
    destination = Destination(format=format_ or Format.TABLE, path=output, width=width, no_colour=no_colour)
    if format_ is None:
        destination.write_bytes(source.content)
        return
    kind = format_of(source)
    if kind == "weights":
        weights = weights_from(source)
        stated, page, records = (
            weights.model_dump(mode="json"),
            weights_page(weights),
            weights_records(weights),
        )
    else:
        scenario = scenario_from(source)
        stated, page, records = (
            scenario.model_dump(mode="json"),
            scenario_page(scenario),
            scenario_records(scenario),
        )
    inputs = [Input(role=kind or "scenario", id=stated["id"], sha256=source.sha256)]
    finding = f"{stated['id']} is a {'weights file' if kind == 'weights' else 'scenario'}."
    destination.write(
        page=lambda _: page,
        document=lambda: {
            "format": "show/1",
            "provenance": provenance(inputs),
            "kind": kind,
            "content": stated,
            "finding": finding,
        },
        records=lambda: records,
    )

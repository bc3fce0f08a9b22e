"""\b
Examples:
  scenario check scenarios/coffee.yaml weights/red.yaml
  scenario check coffee red
  cat weights/red.yaml | scenario check -
  scenario check scenarios/*.yaml weights/*.yaml -f json

Each problem is one line on stderr, file:line:column first. Weights are held
against the scenario they name, or the only one among the files.
"""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import Format, FormatName, OutputPath

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="Paths, names, or - for standard input.", show_default=False),
]


def command(files: Files, format_: FormatName = Format.TABLE, output: OutputPath = None) -> None:
    """Check files."""
    from scenario_cli.cli.output import Destination, say
    from scenario_cli.errors import ExitCode
    from scenario_cli.files.checking import check_files
    from scenario_cli.files.reading import format_of
    from scenario_cli.render.check import document, finding, page, records
    from scenario_cli.render.provenance import Input

    checked = check_files(files)
    for mistake in checked.mistakes:
        say(str(mistake))
    inputs = [
        Input(role=format_of(source) or "unknown", id=source.stem, sha256=source.sha256)
        for source in checked.sources
    ]
    destination = Destination(format=format_, path=output)
    if format_ is Format.TABLE:
        destination.write_text(finding(len(files), checked.mistakes) + "\n")
    else:
        destination.write(
            page=lambda _: page(len(files), checked.mistakes),
            document=lambda: document(inputs, len(files), checked.mistakes),
            records=lambda: records(checked.mistakes),
        )
    if any(mistake.level == "error" for mistake in checked.mistakes):
        raise typer.Exit(ExitCode.INPUT)

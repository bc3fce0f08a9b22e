"""\b
Examples:
  scenario list
  scenario list -f json

Names in ./scenarios and ./weights come before built-in ones of the same name.
"""

from scenario_cli.cli.parameters import Format, FormatName, NoColour, OutputPath, Width


def command(
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """List what can be named."""
    from scenario_cli.cli.output import Destination
    from scenario_cli.files.listing import listing
    from scenario_cli.render.listing import document, page, records

    entries = listing()
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: page(entries), document=lambda: document(entries), records=lambda: records(entries)
    )

"""\b
Examples:
  scenario weights undo weights/red.yaml
  scenario weights undo weights/red.yaml      (again: redoes the change)
"""

from scenario_cli.cli.parameters import Format, FormatName, ForScenario, NoColour, WeightsFile, Width


def command(
    file: WeightsFile,
    scenario: ForScenario = None,
    format_: FormatName = Format.TABLE,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Take a change back."""
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.weighing import effect, open_weights, own_file
    from scenario_cli.errors import OutputError
    from scenario_cli.files.editing import undo_edit, write_edit
    from scenario_cli.files.parsed import parse
    from scenario_cli.files.reading import weights_from
    from scenario_cli.render.weighing import effect_document, effect_page, effect_records

    stated = own_file(open_weights(file, scenario))
    edit, last = undo_edit(stated.path, stated.source.name)
    after = weights_from(parse(stated.source.name, edit.after), stated.scenario)
    changes = {id_: (new, old) for id_, old, new in last["changes"]}
    answer = effect(stated, after, changes, f"Taken back in {stated.source.name}.")
    record = {"command": "undo", "changes": [[id_, *pair] for id_, pair in changes.items()]}
    try:
        write_edit(edit, stated.source.name, record)
    except OSError as error:
        raise OutputError(f"{stated.source.name}: error: cannot be written: {error.strerror}") from None
    Destination(format=format_, width=width, no_colour=no_colour).write(
        page=lambda columns: effect_page(answer, columns),
        document=lambda: effect_document(answer, "weights-undo"),
        records=lambda: effect_records(answer),
    )

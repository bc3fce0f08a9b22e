"""\b
Examples:
  scenario weights set weights/red.yaml power=60
  scenario weights set weights/red.yaml interests.energy=4 --why "gas fell"
  scenario weights set weights/red.yaml power --by +5 --dry-run

Comments, order, spacing and line ends stay. The change is kept in a history beside
the file, for 'scenario weights undo'.
"""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import Format, FormatName, ForScenario, NoColour, WeightsFile, Width

Changes = Annotated[
    list[str],
    typer.Argument(
        metavar="DRIVER=60...", help="Or DRIVER.FACTOR=2; ids alone with --by.", show_default=False
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="+5", help="Add to the number that is there.", show_default=False),
]
Why = Annotated[
    str,
    typer.Option(
        "--why",
        metavar="TEXT",
        help="Kept in the history, and beside the number as a comment.",
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the effect; write nothing.")]


def command(
    file: WeightsFile,
    changes: Changes,
    by: By = None,
    why: Why = "",
    dry_run: DryRun = False,
    scenario: ForScenario = None,
    format_: FormatName = Format.TABLE,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Change numbers."""
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.weighing import edit_done, effect, numbers_to_set, open_weights, own_file
    from scenario_cli.errors import OutputError, UsageError
    from scenario_cli.files.editing import set_numbers, write_edit
    from scenario_cli.files.parsed import parse
    from scenario_cli.files.reading import weights_from
    from scenario_cli.mistakes import dotted
    from scenario_cli.render.weighing import effect_document, effect_page, effect_records

    if not why.isprintable():
        raise UsageError("error: --why: one line of printable text")
    stated = own_file(open_weights(file, scenario))
    numbers = numbers_to_set(stated, changes, by)
    edit = set_numbers(stated.source, stated.path, numbers, why)
    after = weights_from(parse(stated.source.name, edit.after), stated.scenario)
    kept = [r for r in edit.replacements if r.old]
    named = sorted(numbers, key=stated.source.place)
    changed = {dotted(path[1:]): (r.old, r.new) for path, r in zip(named, kept, strict=True)}
    answer = effect(stated, after, changed, edit_done(stated, edit, why, dry_run=dry_run))
    if not dry_run:
        record = {"command": "set", "why": why, "changes": [[id_, *pair] for id_, pair in changed.items()]}
        try:
            write_edit(edit, stated.source.name, record)
        except OSError as error:
            raise OutputError(f"{stated.source.name}: error: cannot be written: {error.strerror}") from None
    Destination(format=format_, width=width, no_colour=no_colour).write(
        page=lambda columns: effect_page(answer, columns),
        document=lambda: effect_document(answer, "weights-set"),
        records=lambda: effect_records(answer),
    )

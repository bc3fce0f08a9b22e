"""A table of another program as a scenario and its weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.answer import Answer
from scenario_cli.choices import Direction
from scenario_cli.engine.flags import Flag
from scenario_cli.errors import UsageError
from scenario_cli.files.catalog import read_bytes, stem_of
from scenario_cli.files.input import Input
from scenario_cli.files.making import made_path, write_made
from scenario_cli.files.skeleton import title_of
from scenario_cli.files.starting import checked_name
from scenario_cli.files.weights_text import weights_text
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.sheets.draft import Imported, imported
from scenario_cli.sheets.entrance import read_table_file
from scenario_cli.sheets.ids import NewIds
from scenario_cli.sheets.weighed import ImportedWeights

if TYPE_CHECKING:
    from scenario_cli.answers.imported.document import ImportDocument

WEIGHTS_HOME = Path("weights")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ImportAnswer(Answer["ImportDocument"]):
    """What a table became.

    Attributes
    ----------
    table : Input
        The file that was read.
    source, at : str
        What the table is called where the scenario cites it, and what part of it was read.
    direction : {"down", "across"} or None
        Which way its options stand; ``None`` in a format of another program.
    scenario : Scenario
    text : str
        The scenario's file.
    weights : sequence of ImportedWeights
        Those in the table, written or not.
    files : sequence of str
        The files that were written, the scenario first; none without ``output``.
    notes : sequence of Mistake
        What is to be said, each with its place in the table; nothing is wrong.
    """

    question = "imported"

    table: Input
    source: str
    at: str
    direction: Direction | None
    scenario: Scenario
    text: str
    weights: Sequence[ImportedWeights]
    files: Sequence[str]
    notes: Sequence[Mistake]


def import_sheet(
    file: str | Path,
    *,
    options: Direction | None = None,
    sheet: str | None = None,
    output: str | Path | None = None,
    weights_out: str | Path | None = None,
    force: bool = False,
) -> ImportAnswer:
    """Make a scenario of a table in a CSV file or a workbook: right, or refused at the cell.

    Parameters
    ----------
    file : str or Path
        ``.csv`` or ``.xlsx``; or a file of another program: ``.dmsy``, ``.jsmaa``, ``.ahp``.
    options : {"down", "across"}, optional
        Which way the options stand; without it the heads say, and the answer says so.
    sheet : str, optional
        The sheet of a workbook; without it the only one that holds such a table.
    output : str or Path, optional
        The scenario's file; without it no scenario is written, and ``text`` has it.
    weights_out : str or Path, optional
        The folder for a weights file each ``weight NAME``; without it none is written.
    force : bool
        Replace files that are there.

    Raises
    ------
    InputError
        The file is missing, or is wrong at one or more cells; nothing was written.
    UsageError, StudyError
        A name cannot be an id or a file; a sheet is named of a file that has none.
    MissingPackageError
        A workbook is read, and its reader is not installed.
    TakenError, OutputError
        A file is there already, or cannot be written; nothing of any is left.
    """
    named = Path(file).as_posix() if isinstance(file, Path) else file
    path = made_path(output) if output else None
    stem = stem_of(named)
    id_ = checked_name(stem_of(path.name)) if path else NewIds(set()).new(stem, "s", 1)
    home, title = Path(weights_out) if weights_out else None, title_of(stem_of(path.name) if path else stem)
    content = read_bytes(named)
    table = Input("table", stem, sha256(content).hexdigest())
    stated = read_table_file(named, content, direction=options, sheet=sheet)
    found = imported(stated, id_, title, sha256=table.sha256, named=home == WEIGHTS_HOME)
    files = {path: found.text.encode()} if path else {}
    beside = _weights_files(found, home, table.sha256) if home else {}
    if path in beside:
        raise UsageError(f"{path} would be both the scenario and weights")
    notes = (*found.notes, *_unwritten(named, found, home))
    written = write_made({**files, **beside}, force=force) if files or beside else []
    return _answer(table, found, written, notes)


def _answer(
    table: Input, found: Imported, written: Sequence[Path], notes: tuple[Mistake, ...]
) -> ImportAnswer:
    return ImportAnswer(
        table=table,
        source=found.source,
        at=found.at,
        direction=found.direction,
        scenario=found.scenario,
        text=found.text,
        weights=tuple(found.weights),
        files=tuple(each.as_posix() for each in written),
        notes=notes,
        flags=tuple(sorted(map(_flag, notes), key=lambda flag: flag.level != "warning")),
    )


def _weights_files(found: Imported, home: Path, sha256: str) -> dict[Path, bytes]:
    """Return the files of the weights in a table."""
    head = [f"Imported from {found.source}, SHA-256 {sha256}.", "Beside points stands where they were read."]
    return {
        home / f"{weights.id}.yaml": _weights_text(weights, found.scenario, head).encode()
        for weights in found.weights
    }


def _unwritten(file: str, found: Imported, home: Path | None) -> list[Mistake]:
    """Say that weights stand in the table which no folder was named for."""
    if home is not None or not found.weights:
        return []
    names = ", ".join(f"'{weights.title}'" for weights in found.weights)
    message = f"weights stand in the table and are not written: {names}"
    hint = "name a folder for them"
    return [Mistake(file, "weights-not-written", message, level="note", line=0, hint=hint)]


def _weights_text(weights: ImportedWeights, scenario: Scenario, head: Sequence[str]) -> str:
    return weights_text(
        weights.id,
        weights.title,
        scenario,
        weights.drivers,
        weights.factors,
        weights.texts,
        exact=True,
        head=head,
        cells=weights.cells,
    )


def _flag(note: Mistake) -> Flag:
    said = f"{note.message}; {note.hint}" if note.hint else note.message
    return Flag(note.code.replace("-", "_"), "warning" if note.level == "warning" else "note", said)

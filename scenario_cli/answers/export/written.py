"""Tables written to a file whose ending says which."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scenario_cli.answers.export.ask import ExportTables
from scenario_cli.answers.export.report import csv_bytes
from scenario_cli.errors import UsageError
from scenario_cli.files.kinds import TABLE, held_in
from scenario_cli.files.making import is_special, write_made

WORKBOOK, DELIMITED = ".xlsx", ".csv"


class ExportedFile(NamedTuple):
    """A file of tables: where it is, and what they could not hold, a line each."""

    path: str
    omitted: Sequence[str]
    remarks: Sequence[str]


def is_workbook(output: str | Path) -> bool:
    """Whether a path is that of a workbook, by its ending; a device or a pipe takes CSV.

    Raises
    ------
    UsageError
        It has neither the ending of a workbook nor that of CSV.
    MissingPackageError
        It is a workbook's, and XlsxWriter is not installed.
    """
    path = Path(output)
    ending = path.suffix.lower()
    if ending == WORKBOOK:
        from scenario_cli.sheets.workbook import ready

        ready()
        return True
    if ending != DELIMITED and not is_special(path):
        raise UsageError(f"{path.as_posix()}: tables have the ending {WORKBOOK} or {DELIMITED}")
    return False


def write_tables(tables: ExportTables, output: str | Path, *, force: bool = False) -> ExportedFile:
    """Write tables as a workbook (``.xlsx``) or CSV (``.csv``), whole or not at all.

    Somebody may have worked in a table since it was written, so that one that is there is not
    replaced unless that is forced; where it has these very bytes there is nothing to write.

    Raises
    ------
    UsageError
        The file has another ending, or holds a scenario, weights or another file that users work on;
        or something is more than a workbook can hold.
    TakenError
        It is there already, and holds something else.
    OutputError
        It cannot be written.
    """
    path = Path(output)
    workbook = is_workbook(path)
    content = tables.workbook() if workbook else csv_bytes(tables)
    held = held_in(path)
    if held is not None and held != TABLE:  # one of its own kind is asked for by force
        raise UsageError(f"{path.as_posix()} holds {held}, which tables do not replace; name another file")
    if not _holds(path, content):
        write_made({path: content}, force=force)
    return ExportedFile(path.as_posix(), tuple(tables.omitted(workbook=workbook)), tables.remarks)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return not is_special(path) and path.read_bytes() == content
    except OSError:
        return False

"""What a batch is named: from paths, names, patterns and folders to files."""

from collections.abc import Sequence

from scenario_cli.batch.chunk import Named, read_file
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Folder, locate
from scenario_cli.files.several import files_of
from scenario_cli.mistakes import Mistake


def named_files(folder: Folder, names: Sequence[str | None]) -> tuple[list[Named], list[Mistake]]:
    """Return the files that names stand for, and what is wrong with names that lead nowhere."""
    found: list[Named] = []
    mistakes: list[Mistake] = []
    for name in names:
        try:
            found += _expanded(folder, name)
        except InputError as error:
            mistakes += error.mistakes
    return found, mistakes


def _expanded(folder: Folder, name: str | None) -> Sequence[Named]:
    several = files_of(name) if name is not None else None
    if several is not None:
        return several
    found = locate(folder, name)
    return [read_file(found) if found.piped else found]

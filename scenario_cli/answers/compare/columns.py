"""What the columns of a comparison are called: their ids, or their files where two have one id."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scenario_cli.engine.flags import Flag
from scenario_cli.errors import UsageError
from scenario_cli.files.origin import Origin
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.text import listed


class Compared(NamedTuple):
    """One column: weights (or a scenario) by id and title; by file where another has the same id."""

    id: str
    title: str


def columns_of(
    models: Sequence[Compared], origins: Sequence[Origin | None]
) -> tuple[list[Compared], list[Flag]]:
    """Return columns that can all be told apart, and a note on each id that several of them have.

    Raises
    ------
    UsageError
        Two are the same file, or have one id and no files to tell them apart by.
    """
    count = Counter(model.id for model in models)
    files = [origin.file if origin is not None else None for origin in origins]
    columns, flags = list(models), []
    for id_ in (id_ for id_, times in count.items() if times > 1):
        places = [i for i, model in enumerate(models) if model.id == id_]
        names = _told_apart(id_, [files[i] for i in places])
        for i, name in zip(places, names, strict=True):
            columns[i] = models[i]._replace(id=name)
        all_ = "both" if len(names) == 2 else "all"
        text = f"{listed(names)} {all_} have the id '{id_}'; each goes by its file here"
        flags.append(Flag(code="same_id", level="note", text=text))
    called = Counter(column.id for column in columns)
    if twice := next((id_ for id_, times in called.items() if times > 1), None):
        raise UsageError(f"two of the files to compare have the id '{twice}'")
    return columns, flags


def _told_apart(id_: str, files: Sequence[ParsedFile | None]) -> list[str]:
    """Return the shortest ends of the files' paths that tell them apart: no path of this machine."""
    named = [file for file in files if file is not None]
    places = {_place(file) for file in named}
    if len(named) < len(files) or len(places) < len(files):
        raise UsageError(f"two of the files to compare have the id '{id_}'")
    paths = [file.name.split("/") for file in named]
    for length in range(1, max(map(len, paths)) + 1):
        ends = ["/".join(path[-length:]) for path in paths]
        if len(set(ends)) == len(ends):
            return ends
    raise UsageError(f"two of the files to compare have the id '{id_}'")


def _place(file: ParsedFile) -> Path | str:
    return file.name if file.path is None else file.path.resolve()

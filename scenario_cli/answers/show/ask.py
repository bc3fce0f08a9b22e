"""What one scenario or weights file holds."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scenario_cli.answers.answer import Answer
from scenario_cli.choices import FileKind
from scenario_cli.files.catalog import stem_of
from scenario_cli.files.copying import copied
from scenario_cli.files.making import made_path, write_made
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import format_of, meant_as, open_any, scenario_from, weights_from
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

if TYPE_CHECKING:
    from scenario_cli.answers.show.document import ShowDocument


class CopiedFile(NamedTuple):
    """A file that was copied: where it is, what it is, the id it goes by there, and the one it had."""

    path: str
    kind: FileKind
    id: str
    was: str


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ShowAnswer(Answer["ShowDocument"]):
    """One file: a scenario, or weights."""

    question = "show"

    file: ParsedFile
    kind: FileKind
    content: Scenario | Weights


def show(name: str | Path) -> ShowAnswer:
    """Return what a file holds, by path or name.

    Raises
    ------
    InputError
        It is missing or wrong.
    """
    return shown(open_any(str(name)))


def shown(file: ParsedFile) -> ShowAnswer:
    """Return what a file holds that was opened."""
    if format_of(file) == "weights":
        return ShowAnswer(file=file, kind="weights", content=weights_from(file))
    return ShowAnswer(file=file, kind="scenario", content=scenario_from(file))


def copy_file(name: str | Path, output: str | Path, *, force: bool = False) -> CopiedFile:
    """Copy a scenario or a weights file, by path or name, to one that you can change.

    Where the file states an id, the copy states its own, the name of the new file, and says so in
    its title; every other byte stays.

    Parameters
    ----------
    name : str or Path
        What is copied.
    output : str or Path
        The new file, ``weights/mine.yaml`` say.
    force : bool
        Replace the new file where it is there.

    Raises
    ------
    UsageError
        The new file's name cannot be an id, or has another ending than ``.yaml`` or ``.yml``.
    InputError
        The file is missing or cannot be read.
    TakenError
        The new file is there already.
    OutputError
        It cannot be written.
    """
    path = made_path(output)
    file = open_any(str(name))
    content = copied(file, stem_of(path.name))
    write_made({path: content}, force=force)
    kind: FileKind = "weights" if meant_as(file) == "weights" else "scenario"
    ids = [_id(file.data, file.stem), _id(parse(path.name, content).data, stem_of(path.name))]
    return CopiedFile(path.as_posix(), kind, ids[1], ids[0])


def _id(data: Any, stem: str) -> str:
    return str(data.get("id", stem)) if isinstance(data, dict) else stem

"""The inputs that a result names by their hashes, found again."""

import os
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, get_args

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import (
    MAX_BYTES,
    Folder,
    Found,
    called,
    homes,
    listed,
    refuse_outside,
    stem_of,
)
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import format_of
from scenario_cli.mistakes import Mistake


class VerifiedInput(NamedTuple):
    """A file that a result was computed from, and where it was found."""

    role: str
    id: str
    sha256: str
    path: str
    states_id: bool = False

    @property
    def found(self) -> Found:
        """The file by the id it went by: one that states none goes by its name, whatever that is now."""
        path = Path(self.path)
        return Found(path, called(path) if self.states_id else f"{self.id}{path.suffix}")


def inputs_of(result: ParsedFile, stated: dict[str, Any], under: Path | None) -> list[VerifiedInput]:
    """Return each input, in the order in which the result names them.

    Raises
    ------
    InputError
        The result does not name them, or one is gone or has changed.
    """
    provenance = stated.get("provenance")
    named = provenance.get("inputs") if isinstance(provenance, dict) else None
    if not isinstance(named, list) or not named or not all(_names_input(part) for part in named):
        message = "the result does not name its inputs by role, id and sha256"
        raise InputError([result.mistake(("provenance", "inputs"), "wrong-result", message)])
    found: defaultdict[str, dict[str, Path]] = defaultdict(dict)
    contents: dict[Path, bytes] = {}
    for path in candidates(under):
        contents[path] = path.read_bytes()
        found[sha256(contents[path]).hexdigest()].setdefault(stem_of(path.name), path)
    files: list[VerifiedInput] = []
    mistakes: list[Mistake] = []
    for i, part in enumerate(named):
        role, id_, wanted = (str(part[key]) for key in ("role", "id", "sha256"))
        if same := found.get(wanted):
            taken = {file.path for file in files}  # of two files with the same bytes each is one input
            left = {stem: path for stem, path in same.items() if path.as_posix() not in taken} or same
            path = left.get(id_) or next(iter(left.values()))
            states_id = states_an_id(path, contents[path])
            files.append(VerifiedInput(role, id_, wanted, path.as_posix(), states_id))
            continue
        changed = next(
            (path for path, content in contents.items() if is_version_of(path, content, role, id_)), None
        )
        code, hint = "missing-file", "say which folder to look under"
        message = f"the {role} '{id_}' was not found"
        if changed is not None:
            code, hint = "changed-input", "find the old file, or compute the result again"
            message = f"the {role} '{id_}' has changed since: {changed.as_posix()} is another version"
        mistakes.append(result.mistake(("provenance", "inputs", i), code, message, hint))
    if mistakes:
        raise InputError(mistakes)
    return files


def _names_input(part: Any) -> bool:
    return isinstance(part, dict) and all(isinstance(part.get(key), str) for key in ("role", "id", "sha256"))


def states_an_id(path: Path, content: bytes) -> bool:
    """Whether a file states an id, and does not go by its name."""
    try:
        data = parse(path.as_posix(), content).data
    except InputError:
        return False
    return isinstance(data, dict) and "id" in data


def is_version_of(path: Path, content: bytes, role: str, id_: str) -> bool:
    """Whether a file is what a role and an id name, whatever version of it."""
    try:
        source = parse(path.as_posix(), content)
    except InputError:  # a mistake made since is a change, too
        return stem_of(path.name) == id_
    kind = role if role in ("scenario", "answers") else "weights"
    return format_of(source) == kind and str(source.data.get("id", source.stem)) == id_


def candidates(under: Path | None) -> Iterator[Path]:
    """Yield the files that may be an input, none too large."""
    folders = [Path(), *(Path(home) for folder in get_args(Folder) for home, _ in homes(folder))]
    paths = (
        sorted(path for path in under.rglob("*") if path.suffix in (".yaml", ".yml", ".json"))
        if under is not None
        else []
    )
    for folder in folders:
        paths += [*listed(folder), *sorted(folder.glob("*.json"))]
    for path in paths:
        try:
            refuse_outside(path)
            if path.is_file() and path.stat().st_size <= MAX_BYTES and os.access(path, os.R_OK):
                yield path
        except OSError:  # gone meanwhile
            continue

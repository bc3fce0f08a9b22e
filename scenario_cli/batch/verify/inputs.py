"""The inputs of rows, found again by their hashes."""

from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple

from scenario_cli.answers.verify.inputs import VerifiedInput, candidates, is_version_of, states_an_id
from scenario_cli.batch.chunk import ReadFile
from scenario_cli.batch.sources import ENDINGS, KINDS, MOST_TO_TELL, TableFile, folder_keys
from scenario_cli.files.catalog import Found, read_bytes, refuse_outside, stem_of
from scenario_cli.mistakes import Mistake

STREAMS = (".arrow", ".arrows")  # what came through standard input may have been kept as such
MOST_TOLD = 200


class Lost(NamedTuple):
    """An input that was not found: what it was, what it was called, where it is first named."""

    role: str
    id: str
    file: str
    line: int


class InputFiles:
    """Files by their hashes: those of the working folder, of ``./scenarios`` and ``./weights``, built-in
    ones, and those under a folder.

    A file is looked at when it is first needed: tables only where a row is of one, those with its name first.
    """

    def __init__(self, under: Path | None) -> None:
        self.used: dict[str, VerifiedInput] = {}
        self.lost: dict[str, Lost] = {}
        self._under = under
        self._texts: dict[str, Path] | None = None
        self._tables: dict[str, Path] = {}
        self._looked_at: set[Path] = set()
        self._every: list[Path] | None = None

    def text(self, hash_: str, role: str, id_: str | None) -> ReadFile | None:
        """Return a scenario or weights; those that state no id are called as rows call them, if they do."""
        if self._texts is None:
            self._texts = {}
            for candidate in candidates(self._under):
                self._texts.setdefault(sha256(candidate.read_bytes()).hexdigest(), candidate)
        path = self._texts.get(hash_)
        if path is None:
            return None
        content = read_bytes(Found(path, path.as_posix()))
        if sha256(content).hexdigest() != hash_:  # it has been changed just now
            return None
        states_id = states_an_id(path, content)
        id_of = id_ or stem_of(path.name)
        self.used.setdefault(hash_, VerifiedInput(role, id_of, hash_, path.as_posix(), states_id))
        own_name = states_id or id_ is None
        return ReadFile(path.as_posix() if own_name else f"{id_}{path.suffix}", content, hash_)

    def table(self, hash_: str, file: str) -> TableFile | None:
        """Return a table; ``file`` is what rows call it, with the keys of its folders."""
        path: Path | None = self._tables.get(hash_)
        for candidate in self._unseen(Path(file).name) if path is None else ():
            self._looked_at.add(candidate)
            found = _hash(candidate)
            self._tables.setdefault(found, candidate)
            if found == hash_:
                path = candidate
                break
        if path is None:
            return None
        self.used.setdefault(hash_, VerifiedInput("table", file or path.name, hash_, path.as_posix()))
        with path.open("rb") as content:
            first = content.read(MOST_TO_TELL)
        kind = KINDS.get(first, "csv")
        return TableFile(path, path.as_posix(), file or path.name, kind, folder_keys(Path(file)))

    def lose(self, hash_: str, lost: Lost) -> None:
        """Note an input that was not found."""
        self.lost.setdefault(hash_, lost)

    def told(self) -> Iterator[Mistake]:
        """Tell of each input that was not found, or of very many the first and how many more."""
        for lost in [*self.lost.values()][:MOST_TOLD]:
            what = f"the {lost.role} '{lost.id}'"
            changed = self._other_version(lost)
            code, hint = "missing-file", "say which folder to look under"
            message = f"{what} was not found"
            if changed is not None:
                code, hint = "changed-input", "find the old file, or compute the rows again"
                message = f"{what} has changed since: {changed.as_posix()} is another version"
            yield Mistake(file=lost.file, line=lost.line, code=code, message=message, hint=hint)
        if len(self.lost) > MOST_TOLD:
            first = next(iter(self.lost.values()))
            message = f"and {len(self.lost) - MOST_TOLD:,} more inputs were not found"
            yield Mistake(file=first.file, line=0, code="missing-file", message=message)

    def _other_version(self, lost: Lost) -> Path | None:
        if lost.role == "table":
            return next((path for path in self._all_tables() if path.name == Path(lost.id).name), None)
        some = candidates(self._under)
        return next(
            (path for path in some if is_version_of(path, path.read_bytes(), lost.role, lost.id)), None
        )

    def _unseen(self, name: str) -> list[Path]:
        """Return the tables that have not been looked at, those with a name first."""
        unseen = [path for path in self._all_tables() if path not in self._looked_at]
        return sorted(unseen, key=lambda path: path.name != name)

    def _all_tables(self) -> list[Path]:
        if self._every is None:
            inside = [] if self._under is None else sorted(self._under.rglob("*"))
            paths = [*sorted(Path().glob("*")), *inside]
            self._every = [p for p in paths if p.name.endswith((*ENDINGS, *STREAMS)) and p.is_file()]
        return self._every


def _hash(path: Path) -> str:
    """Return the hash of a file; none of one that cannot be read."""
    try:
        refuse_outside(path)
        with path.open("rb") as content:
            return file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""

"""What can be named: the user's files and the built-in ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, get_args

from scenario_cli.answers.answer import Answer
from scenario_cli.choices import ListedKind
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Folder, Found, homes, listed, name_of, read_bytes, users
from scenario_cli.files.examples import Example, examples
from scenario_cli.files.parsed import parse

if TYPE_CHECKING:
    from scenario_cli.answers.list.document import ListDocument


class Entry(NamedTuple):
    """One scenario or weights file by the name it goes by; ``title`` is empty where it cannot be read."""

    kind: ListedKind
    name: str
    title: str
    home: str
    sound: bool


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ListAnswer(Answer["ListDocument"]):
    """Every file that can be named, scenarios first, the user's before the built-in ones; then examples."""

    question = "list"

    entries: Sequence[Entry]
    examples: Sequence[Example]


def list_files() -> ListAnswer:
    """Return what can be named, and the worked examples that can be copied."""
    return ListAnswer(entries=tuple(_entries()), examples=examples())


def _entries() -> list[Entry]:
    entries: list[Entry] = []
    for folder in get_args(Folder):
        seen: set[tuple[str, str]] = set()
        for found in users(folder):
            name, home = name_of(folder, found.name), _home(found)
            if (name, home) not in seen:  # two that go by one name, in two places, are both shown
                seen.add((name, home))
                entries.append(_entry(folder, name, found, home))
        names = {name for name, _ in seen}
        shipped, label = homes(folder)[1]
        for path in listed(shipped):
            if path.stem not in names:
                found = Found(path, f"{label}/{path.name}")
                entries.append(_entry(folder, path.stem, found, "built-in"))
    return entries


def _home(found: Found) -> str:
    return f"./{found.path.parent.as_posix()}" if "/" in found.name else "."


def _entry(folder: Folder, name: str, found: Found, home: str) -> Entry:
    title, sound = "", True
    try:
        stated = parse(found.name, read_bytes(found)).data
        title = str(stated.get("title") or "") if isinstance(stated, dict) else ""
    except InputError:
        sound = False
    return Entry(
        kind="scenario" if folder == "scenarios" else "weights",
        name=name,
        title=title,
        home=home,
        sound=sound,
    )

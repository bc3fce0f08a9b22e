"""What can be named: the user's files and the built-in ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, get_args

from scenario_cli.answers.answer import Answer
from scenario_cli.choices import ListedKind
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Folder, Found, homes, listed, read_bytes
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
        seen: set[str] = set()
        for home, label in homes(folder):
            for path in listed(home):
                if path.stem not in seen:
                    seen.add(path.stem)
                    entries.append(_entry(folder, Found(path, f"{label}/{path.name}"), label))
    return entries


def _entry(folder: Folder, found: Found, label: str) -> Entry:
    title, sound = "", True
    try:
        stated = parse(found.name, read_bytes(found)).data
        title = str(stated.get("title") or "") if isinstance(stated, dict) else ""
    except InputError:
        sound = False
    return Entry(
        kind="scenario" if folder == "scenarios" else "weights",
        name=found.path.stem,
        title=title,
        home="built-in" if label.startswith("built-in") else f"./{label}",
        sound=sound,
    )

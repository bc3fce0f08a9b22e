"""What can be named: the user's files and the built-in ones."""

from typing import get_args

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Folder, Found, homes, listed, read_bytes
from scenario_cli.files.parsed import parse
from scenario_cli.model.entry import Entry


def listing() -> list[Entry]:
    """Return every file that can be named, scenarios first, the user's before the built-in ones."""
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

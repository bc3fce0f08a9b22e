"""What files hold that can be typed: ids with their titles, of files that are held to nothing.

Looked up at every press of a key: no model is made, and whatever cannot be read offers nothing.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple, get_args

from scenario_cli.errors import ScenarioError
from scenario_cli.files.catalog import (
    Folder,
    Where,
    example_paths,
    homes,
    listed,
    locate,
    name_of,
    read_bytes,
    users,
)

Offers = dict[str, str]  # what can be typed, and the title beside it, or nothing

MOST_TITLES = 200  # files of a folder that are opened for their titles
HEAD = 4096  # bytes of a file in which its title is looked for
_TITLE = re.compile(r"(?m)^title:[ \t]+(?![|>])(\S.*)$")


class Ids(NamedTuple):
    """What a scenario names, in file order; keys that can be set go up to their ``=``."""

    injects: Offers = {}
    options: Offers = {}
    drivers: Offers = {}
    factors: Offers = {}
    evidence: Offers = {}
    settings: Offers = {}
    points: Offers = {}
    ratings: Offers = {}
    levels: dict[str, list[str]] = {}

    @property
    def items(self) -> Offers:
        """Drivers and factors."""
        return self.drivers | self.factors


def ids_of(where: Where) -> Ids:
    """Return what a scenario names; nothing where it cannot be read, or comes from standard input."""
    data = read_plainly("scenarios", where)
    drivers = {id_: part(data, "drivers", id_) for id_ in part(data, "drivers")}
    factors: dict[str, Any] = {}
    points: Offers = {}
    for driver, stated in drivers.items():
        points[f"{driver}="] = _title(stated)
        within = part(stated, "factors")
        factors |= within or {driver: stated}
        points |= {f"{driver}.{factor}=": _title(each) for factor, each in within.items()}
    options = titled(part(data, "options"))
    ratings = {
        f"{option}.{factor}=": f"{title or option}: {_title(stated) or factor}"
        for option, title in options.items()
        for factor, stated in factors.items()
    }
    settings = {f"weights.{key}": title for key, title in points.items()}
    settings |= {f"ratings.{key}": title for key, title in ratings.items()}
    levels = {factor: [*part(stated, "scale", "levels")] for factor, stated in factors.items()}
    return Ids(
        titled(part(data, "injects")),
        options,
        titled(drivers),
        titled(factors),
        titled(part(data, "evidence"), "says") | titled(part(data, "sources")),
        settings,
        points,
        ratings,
        levels,
    )


def read_plainly(folder: Folder, where: Where) -> Any:
    """Return the data of a YAML file, all scalars as text; ``None`` where it cannot be read."""
    try:
        found = locate(folder, where)
        content = b"" if found.piped else read_bytes(found)
    except (ScenarioError, OSError, ValueError):
        return None
    return plain_data(content)


def plain_data(content: bytes) -> Any:
    """Return what YAML states, all scalars as text; ``None`` where it states nothing that can be read."""
    import yaml

    try:
        return yaml.load(content, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, UnicodeError, ValueError, RecursionError, TypeError):
        return None


def part(data: Any, *path: str) -> dict[str, Any]:
    """Return the mapping at a path of plain data, or an empty one."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    found = data if isinstance(data, dict) else {}
    return {key: value for key, value in found.items() if isinstance(key, str)}


def titled(stated: dict[str, Any], otherwise: str = "") -> Offers:
    """Return ids with their titles, or with what they have in place of one."""
    return {id_: _title(each) or _text(each, otherwise) for id_, each in stated.items()}


def _title(stated: Any) -> str:
    return _text(stated, "title")


def _text(stated: Any, key: str) -> str:
    found = stated.get(key) if isinstance(stated, dict) else None
    return found if isinstance(found, str) else ""


def names_with_titles(*folders: Folder) -> Offers:
    """Return every name of a scenario or of weights, the user's first, with its title."""
    found: Offers = {}
    opened = 0
    for folder in folders or get_args(Folder):
        yours = [(name_of(folder, each.name), each.path) for each in users(folder)]
        for name, path in (*yours, *((path.stem, path) for path in listed(homes(folder)[1][0]))):
            if name not in found:
                opened += 1
                found[name] = title_in(path) if opened <= MOST_TITLES else ""
    return found


def examples_with_titles() -> Offers:
    """Return the names of the worked examples, each with its title."""
    return {name: title_in(path) for name, path in example_paths().items()}


def title_in(path: Path) -> str:
    """Return the title that a file states near its top, where it stands on one line."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD).decode("utf-8", "replace")
    except OSError:
        return ""
    match = _TITLE.search(head)
    return _unquoted(match[1].strip()) if match else ""


def _unquoted(text: str) -> str:
    try:
        if text.startswith('"'):
            return str(json.JSONDecoder().raw_decode(text)[0])
        if text.startswith("'"):
            quoted = re.match(r"'((?:[^']|'')*)'", text)
            return quoted[1].replace("''", "'") if quoted else ""
    except ValueError:
        return ""
    return text.partition(" #")[0].rstrip()

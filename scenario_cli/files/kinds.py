"""What a file that is there holds, told without reading it as a model: a result must not replace all."""

import re
from pathlib import Path
from stat import S_ISREG
from typing import Any

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import MAX_BYTES
from scenario_cli.files.parsed import parse
from scenario_cli.files.parsing import decoded

STATED = {
    "scenario": "a scenario",
    "weights": "weights",
    "pairs": "pairwise comparisons",
    "ballot": "a ballot",
    "answers": "a person's answers",
    "game": "a game",
}
# What a file is whose format is missing or misspelt, by its keys; the first that fits.
BY_KEYS = (
    ({"drivers", "options"}, "a scenario"),
    ({"drivers", "ratings"}, "a scenario"),
    ({"drivers"}, "weights"),
    ({"items", "matrix"}, "pairwise comparisons"),
    ({"over", "answers"}, "a person's answers"),
)
TABLE = "a table of ratings"
BALLOTS = "a table of ballots"
OF_SEALED_BALLOTS = {"team", "round", "order"}
HEAD_OF_A_TABLE = 100_000  # signs
OF_RESULTS = {"provenance", "finding"}

_FORMAT = rf"""["']?format["']?[ \t]*:[ \t]*["']?({"|".join(STATED)})/"""
_FIRST = r"(?m)^([ \t]*)(?!#|---|%|\s)(?=\S)"
# A page or a picture: the script in it has lines that could be keys.
_MARKUP = re.compile(r"<[!?a-z]")
# Of its log, of the texts that are kept apart, and of what a log is held to.
_LINE_OF_A_GAME = r'\{"lines?": ?\d.*"(prev|salt|sha256)":'


def held_in(where: str | Path) -> str | None:
    """Return what a file holds that a user works on (``"a scenario"``), or ``None``.

    It is looked for by the key ``format`` at the top of the file, else by the keys there: a file
    with mistakes is a user's work, too. At most ``MAX_BYTES`` are read; what is larger can be no input.
    """
    path = Path(where)
    try:
        if not S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            return held_by(path.name, file.read(MAX_BYTES + 1))
    except (OSError, ValueError):
        return None


def held_by(name: str, content: bytes) -> str | None:
    """Return what the bytes of a file hold that a user works on; as for ``held_in``."""
    try:
        text = decoded(name, content)[0]
    except InputError:
        return None
    if len(content) > MAX_BYTES:
        return None
    first = re.search(_FIRST, text)
    if first is None or _MARKUP.match(text, first.end()):
        return None
    if text.startswith(("{", "["), first.end()):
        return _in_braces(name, content, text[first.end() :])
    return _of_lines(text, first[1]) or _of_fields(text)


def _of_lines(text: str, indent: str) -> str | None:
    """Tell by the keys that stand as far to the left as the first one."""
    if ":" not in text:  # going over every line of a large table takes fifty times as long
        return None
    stated = re.search(rf"(?m)^{indent}{_FORMAT}", text)
    if stated is not None:
        return STATED[stated[1]]
    known = "|".join(sorted({*OF_RESULTS, *(key for keys, _ in BY_KEYS for key in keys)}))
    return _by_keys(set(re.findall(rf"""(?m)^{indent}["']?({known})["']?[ \t]*:""", text)))


def _of_fields(text: str) -> str | None:
    """Tell a table by its heads: of ballots in the first row, of ratings there or in the first column."""
    head = {field.strip("\"' \t\r") for field in re.split("[,;]", text[:HEAD_OF_A_TABLE].partition("\n")[0])}
    if head >= OF_SEALED_BALLOTS or ("by" in head and head & OF_SEALED_BALLOTS):
        return BALLOTS
    fields = {field.strip("\"': \t").lower() for field in re.split("[,;\n]", text[:HEAD_OF_A_TABLE])}
    return TABLE if {"worst", "best"} <= fields and fields & {"driver", "factor"} else None


def _in_braces(name: str, content: bytes, text: str) -> str | None:
    if re.match(_LINE_OF_A_GAME, text):
        return STATED["game"]
    data = _data(name, content, text)
    if isinstance(data, dict):
        kind = str(data.get("format", "")).partition("/")[0]
        return STATED.get(kind) or _by_keys(set(data))
    stated = re.match(rf"\{{\s*{_FORMAT}", text)  # what is no YAML any more, or not yet
    return STATED[stated[1]] if stated is not None else None


def _data(name: str, content: bytes, text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return parse(name, content).data
    except InputError:
        return None


def _by_keys(stated: set[str]) -> str | None:
    if stated & OF_RESULTS:
        return None
    return next((kind for keys, kind in BY_KEYS if keys <= stated), None)

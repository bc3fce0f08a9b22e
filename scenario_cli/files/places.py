"""Where in a file's text a number, a rating or a comment stands."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from scenario_cli.errors import InputError
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.parsing import decoded
from scenario_cli.mistakes import DataPath, dotted

_ANCHOR = re.compile(r"&\S+\s*")


class Replacement(NamedTuple):
    """A piece of text at a place in a file's characters, and what stands there instead."""

    at: int
    old: str
    new: str


def applied(name: str, before: bytes, replacements: list[Replacement]) -> bytes:
    """Return a file's bytes with pieces of its text replaced, none of which overlap."""
    text, encoding = decoded(name, before)
    mark = before[: len(before) - len(text.encode(encoding))]
    return mark + replaced(text, replacements).encode(encoding)


def replaced(text: str, replacements: list[Replacement]) -> str:
    """Return a text with pieces of it replaced."""
    pieces, done = [], 0
    for r in sorted(replacements, key=lambda r: r.at):
        pieces += [text[done : r.at], r.new]
        done = r.at + len(r.old)
    return "".join([*pieces, text[done:]])


def span(text: str, node: yaml.Node) -> tuple[int, int]:
    """Return where a node's own text starts and ends, its anchor left out.

    That of a block, whose end a comment may follow, goes to the end of its last line.
    """
    start, end = node.start_mark.index, _end(text, node)
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return node.value[0][0].start_mark.index, line_end(text, end)
    anchor = _ANCHOR.match(text, start, end)
    return (anchor.end() if anchor else start), end


def _end(text: str, node: yaml.Node) -> int:
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last: Any = node.value[-1]
        return _end(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip()))


def line_end(text: str, after: int) -> int:
    """Return where the line ends in which a place is."""
    return next((i for i in range(after, len(text)) if text[i] in "\r\n"), len(text))


def comment_place(text: str, start: int, end: int, comments: Sequence[str]) -> tuple[int, str] | None:
    """Return where the last of some comments stands between two places, with those right before it.

    One to which somebody added words is none of them.
    """
    words = "|".join(map(re.escape, sorted(comments, key=len, reverse=True)))
    found = list(re.finditer(rf"(?:{words})+(?=[ \t]*(?:#|$))", text[start:end])) if words else []
    return (start + found[-1].start(), found[-1][0]) if found else None


def at(data: Any, path: DataPath) -> Any:
    """Return what stands at a path of plain data, or ``None``."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def only_place(source: ParsedFile, where: DataPath, what: str) -> yaml.Node:
    """Return the node at a path, which stands for nothing else in the file.

    Raises
    ------
    InputError
        There is none, or it is an alias or repeated by aliases.
    """
    place = dotted(where)
    node = source.node(where)
    if node is None:
        message = f"'{place}' is not in the file, so there is no {what} to change"
        raise InputError([source.mistake(where, "not-in-place", message, "add it by hand")])
    if source.times(node) > 1:
        message = f"'{place}' is an alias, or aliases repeat it: changing it would change others"
        hint = f"write the {what} out by hand"
        raise InputError([source.mistake(where, "not-in-place", message, hint)])
    return node

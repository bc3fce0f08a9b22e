"""Entries of a mapping put into a file's text and taken out of it: in flow and in block style."""

import re
from collections.abc import Collection, Sequence

import yaml

from scenario_cli.files.places import Replacement, line_end, span


def put_in(text: str, node: yaml.MappingNode, behind: int | None, entries: Sequence[str]) -> Replacement:
    """Return the text that puts entries into a mapping.

    Parameters
    ----------
    behind : int or None
        Which entry they come after, counted from 0; ``None``: they come first.
    entries : sequence of str
        Each as ``key: value``.
    """
    if not node.value:
        return Replacement(span(text, node)[0] + 1, "", ", ".join(entries))
    sign = ", " if node.flow_style else _line(text, node)
    if behind is None:
        start = node.value[0][0].start_mark.index
        return Replacement(start, "", "".join(entry + sign for entry in entries))
    end = span(text, node.value[behind][1])[1]
    if not node.flow_style:
        end = line_end(text, end)
    return Replacement(end, "", "".join(sign + entry for entry in entries))


def _line(text: str, node: yaml.MappingNode) -> str:
    """Return what starts a new line of a block: the sign of a line's end as it stands there, and blanks."""
    first: yaml.Node = node.value[0][0]
    end = line_end(text, first.start_mark.index)
    sign = re.match(r"\r\n|\r|\n", text[end:]) or re.search(r"\r\n|\r|\n", text)
    return (sign[0] if sign else "\n") + " " * int(first.start_mark.column)


def taken_out(text: str, node: yaml.MappingNode, i: int, going: Collection[str] = ()) -> Replacement | None:
    """Return the text that takes the entry at ``i`` out of a mapping in which another one stays.

    ``None`` where a comment stands beside it, which is the user's. ``going`` are the keys that
    are taken out as well.
    """
    key, value = node.value[i]
    first, last = key.start_mark.index, span(text, value)[1]
    rest = text[last : line_end(text, last)]
    if all(before.value in going for before, _ in node.value[:i]):  # nothing before it stays
        last = node.value[i + 1][0].start_mark.index
    elif node.flow_style:
        first = span(text, node.value[i - 1][1])[1]
    elif not rest.strip():
        first = span(text, node.value[i - 1][1])[1]
        if all(after.value in going for after, _ in node.value[i + 1 :]):  # the block ends before it
            first = line_end(text, first)
        else:
            first = max(first, *(text.rfind(sign, 0, key.start_mark.index) for sign in "\r\n"))
            first -= text[first - 1 : first + 1] == "\r\n"
        last += len(rest)
    if "#" in text[first:last] or (not node.flow_style and rest.strip()):
        return None
    return Replacement(first, text[first:last], "")

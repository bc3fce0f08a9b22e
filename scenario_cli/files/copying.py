"""A file copied under another name: it gets an id of its own, and every other byte stays."""

from typing import Any

import yaml

from scenario_cli.errors import InputError
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.parsing import decoded, is_plain
from scenario_cli.files.starting import checked_name
from scenario_cli.model.base import Numeral


def copied(file: ParsedFile, id_: str) -> bytes:
    """Return the bytes of a copy that goes by another id: two files of one id could not be told apart.

    The id becomes ``id_`` and the title says it too, ``The balance (mine)``; comments, order,
    spacing and line ends stay. A file that states no id goes by its name, and is copied as it is.

    Raises
    ------
    UsageError
        The new id cannot be one.
    InputError
        The id cannot be changed in place: it is an alias, say.
    """
    stated = file.data.get("id") if isinstance(file.data, dict) else None
    old = stated.text if isinstance(stated, Numeral) else stated
    if not isinstance(old, str) or old == id_:
        return file.content
    checked_name(id_)
    renamed = _changed(file, "id", *_whole(file, "id", id_), id_)
    if renamed is None:
        message, hint = "the id cannot be changed in place", "write it out by hand"
        raise InputError([file.mistake(("id",), "not-in-place", message, hint)])
    title = renamed.data.get("title")
    said = title.text if isinstance(title, Numeral) else title
    if not isinstance(said, str) or not said.strip():
        return renamed.content
    start, end, new, wanted = _titled(renamed, said, old, id_)
    titled = _changed(renamed, "title", start, end, new, wanted)
    return (titled or renamed).content


def _titled(file: ParsedFile, title: str, old: str, id_: str) -> tuple[int, int, str, str]:
    """Return which part of the text gives way to what, and the title that is then read."""
    node, text = file.node(("title",)), decoded(file.name, file.content)[0]
    assert isinstance(node, yaml.ScalarNode)
    end = node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())
    end -= text[end - 1] in "'\"" and not is_plain(node)
    said, tail = title.rstrip(), title[len(title.rstrip()) :]
    last = f" ({old})"
    if said.endswith(last) and text[:end].endswith(last):  # the copy of a copy
        return end - len(last), end, f" ({id_})", f"{said.removesuffix(last)} ({id_}){tail}"
    return end, end, f" ({id_})", f"{said} ({id_}){tail}"


def _whole(file: ParsedFile, key: str, new: str) -> tuple[int, int, str]:
    """Return the span of a scalar's text, and what stands there instead: in the quotes that it has."""
    node, text = file.node((key,)), decoded(file.name, file.content)[0]
    assert node is not None
    end = node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())
    if isinstance(node, yaml.ScalarNode) and is_plain(node):
        return end - len(node.value), end, new
    quote = text[end - 1]
    return node.start_mark.index, end, f"{quote}{new}{quote}" if quote in "'\"" else new


def _changed(file: ParsedFile, key: str, start: int, end: int, new: str, wanted: str) -> ParsedFile | None:
    """Return the file with another piece of text, if what is wanted at a key is all that reads anew."""
    text, encoding = decoded(file.name, file.content)
    mark = file.content[: len(file.content) - len(text.encode(encoding))]
    content = mark + (text[:start] + new + text[end:]).encode(encoding)
    try:
        again = parse(file.name, content, file.path)
    except InputError:
        return None
    expected: dict[str, Any] = {**file.data, key: wanted}
    same = again.data == expected and len(again.mistakes) == len(file.mistakes)
    return again if same else None

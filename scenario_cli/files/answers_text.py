"""Files of answers: begun, added to and taken back in place; every other byte stays."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from scenario_cli.choices import Over
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.locks import lock_file
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.parsing import decoded
from scenario_cli.files.places import Replacement, applied, line_end, span
from scenario_cli.files.scenario_text import scalar
from scenario_cli.files.writing import write_whole
from scenario_cli.mistakes import Mistake

AT = ("answers",)
HINT = "put it right by hand"


def new_answers(id_: str, scenario: str, over: Over, by: str = "") -> str:
    """Return a file of answers in which there are none yet."""
    lines = ["format: answers/1", f"id: {id_}"]
    lines += [f"by: {scalar(by)}"] if by else []
    lines += [f"scenario: {scenario}"] if scenario else []
    return "\n".join([*lines, f"over: {over}", "answers: []"]) + "\n"


def answer_line(stated: Mapping[str, Any]) -> str:
    """Return an answer as it stands in a file: ``{more: taste, than: {wait: 3}}``."""
    return _flow(stated, quoted=False)


def add_answer(file: ParsedFile, stated: Mapping[str, Any]) -> ParsedFile:
    """Write one more answer to a file, at the end of its list, and return the file as it is then.

    The file is read again before: what was edited by hand meanwhile stays.

    Raises
    ------
    InputError
        It is no plain list of answers that could be added to; nothing was written.
    OSError
        It cannot be written.
    """
    return _written(file, lambda now, text: _added(now, text, stated), lambda old: [*old, _as_read(stated)])


def take_back_answer(file: ParsedFile) -> ParsedFile:
    """Take the last answer out of a file, with its line, and return the file as it is then.

    Raises
    ------
    InputError, OSError
        As for ``add_answer``.
    """
    return _written(file, _without_last, lambda old: old[:-1])


def _written(
    file: ParsedFile,
    changed: Callable[[ParsedFile, str], Replacement | None],
    wanted: Callable[[list[Any]], list[Any]],
) -> ParsedFile:
    path = file.path
    if path is None:
        raise InputError([file.mistake(AT, "not-in-place", "standard input cannot be written to")])
    with lock_file(path.resolve()):  # which is replaced: on Windows nobody may have it open
        now = parse(file.name, read_bytes(Found(path, file.name)), path)
        data = now.data.get("answers") if isinstance(now.data, dict) else None
        old = data if isinstance(data, list) else []
        replacement = changed(now, decoded(now.name, now.content)[0])
        again = None if replacement is None else _read_again(now, replacement, wanted(old))
        if again is None:
            message = "the list of answers cannot be changed in place; nothing was written"
            raise InputError([now.mistake(AT, "not-in-place", message, HINT)])
        if not path.stat().st_mode & 0o222:
            message = "the file is read-only; nothing was written"
            raise InputError([Mistake(file=now.name, code="read-only", message=message)])
        write_whole(path, again.content)
    return again


def _read_again(file: ParsedFile, replacement: Replacement, wanted: list[Any]) -> ParsedFile | None:
    """Return the file as it will be read, if its answers are those wanted and all else is as it was."""
    try:
        again = parse(file.name, applied(file.name, file.content, [replacement]), file.path)
    except InputError:
        return None
    if not isinstance(again.data, dict) or len(again.mistakes) != len(file.mistakes):
        return None
    as_it_was = {**again.data, "answers": None} == {**file.data, "answers": None}
    return again if as_it_was and again.data.get("answers") == wanted else None


def _added(file: ParsedFile, text: str, stated: Mapping[str, Any]) -> Replacement | None:
    """Return what adds an answer to the list, or begins it where it is empty or not there."""
    node, new = file.node(AT), "\r\n" if "\r\n" in text else "\n"
    line = answer_line(stated)
    in_braces = getattr(file.root, "flow_style", False)
    if node is None and isinstance(file.root, yaml.MappingNode) and not in_braces:
        before = "" if text.endswith(("\n", "\r")) else new
        return Replacement(len(text), "", f"{before}answers:{new}  - {line}{new}")
    if isinstance(node, yaml.ScalarNode) and file.data["answers"] is None and not in_braces:
        start, end = node.start_mark.index, node.end_mark.index
        at = start if end > start else line_end(text, start)
        return Replacement(at, text[at:end], f"{new}  - {line}")
    if not isinstance(node, yaml.SequenceNode):
        return None
    start, end = span(text, node)
    if node.flow_style:
        if not node.value and not in_braces:
            start = len(text[:start].rstrip(" "))
            start -= 2 if text[:start].endswith("\r\n") else text[:start].endswith(("\n", "\r"))
            return Replacement(start, text[start:end], f"{new}  - {line}")
        at = end - 1 if not node.value else span(text, node.value[-1])[1]
        return Replacement(at, "", f"{', ' if node.value else ''}{_flow(stated, quoted=True)}")
    last = node.value[-1]
    at = line_end(text, max(span(text, last)[1] - 1, last.start_mark.index))
    return Replacement(at, "", f"{new}{' ' * node.start_mark.column}- {line}")


def _without_last(file: ParsedFile, text: str) -> Replacement | None:
    node = file.node(AT)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return None
    first, last = span(text, node.value[-1])
    if node.flow_style:
        start = span(text, node.value[-2])[1] if len(node.value) > 1 else first
        return Replacement(start, text[start:last], "")
    start = max(text.rfind("\n", 0, first), text.rfind("\r", 0, first)) + 1
    end = line_end(text, last - 1)
    if len(node.value) == 1:
        return Replacement(start, text[start:end], f"{' ' * max(node.start_mark.column, 1)}[]")
    end += 2 if text[end : end + 2] == "\r\n" else 1 if end < len(text) else 0
    return Replacement(start, text[start:end], "")


def _flow(part: Any, *, quoted: bool) -> str:
    if isinstance(part, Mapping):
        pairs = ((f'"{key}"' if quoted else key, _flow(each, quoted=quoted)) for key, each in part.items())
        return "{" + ", ".join(f"{key}: {each}" for key, each in pairs) + "}"
    if isinstance(part, list | tuple):
        return "[" + ", ".join(_flow(each, quoted=quoted) for each in part) + "]"
    return f'"{part}"' if quoted and isinstance(part, str) else scalar(part)


def _as_read(part: Any) -> Any:
    """Return an answer as it is read from a file: lists, and numbers with a point."""
    if isinstance(part, Mapping):
        return {key: _as_read(each) for key, each in part.items()}
    if isinstance(part, list | tuple):
        return [_as_read(each) for each in part]
    return part if isinstance(part, str) else float(part)


def begin_answers(path: Path, text: str) -> None:
    """Write a new file of answers where none is.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    from scenario_cli.files.making import write_made

    write_made({path: text.encode()})

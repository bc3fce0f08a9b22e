"""YAML text to plain data and to nodes: YAML 1.2, bounded, no surprises.

The parser is libyaml's where PyYAML was built with it. Scalars are resolved here:
only ``true``, ``false``, ``null``, ``~`` and decimal numbers are not text.
"""

import codecs
import re
from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import Any

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from scenario_cli.errors import InputError
from scenario_cli.files.surrogates import StandIns
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.model.base import NUMBER_PATTERN, Numeral, is_number

try:
    from yaml.cyaml import CParser as Parser  # type: ignore[attr-defined]
except ImportError:  # PyYAML built without libyaml: slower, the same nodes
    from yaml.composer import Composer
    from yaml.parser import Parser as EventParser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class Parser(Reader, Scanner, EventParser, Composer):  # type: ignore[no-redef]
        """The pure Python stages, put together as PyYAML's own loaders are."""

        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            EventParser.__init__(self)
            Composer.__init__(self)


MAX_DEPTH = 64
MAX_ALIASED_NODES = 100_000
MAX_PARTS = 400_000  # keys, values, mappings and lists: a thousand options on 190 factors, say

_NOT_FINITE = r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
_SURROGATE = "[\ud800-\udfff]"
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PLAIN, _QUOTED = "plain", "quoted"
_NO_NUMBER = object()


class _TooDeepError(Exception):
    def __init__(self, mark: Any) -> None:
        self.mark = mark


class _TooManyError(Exception):
    """The text has more parts than a file may have."""


class _Composer(Parser):
    """Composes nodes whose tag says only whether they were written plainly or in quotes."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0
        self.parts = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise _TooManyError
        return _PLAIN if implicit is True or (implicit and implicit[0]) else _QUOTED

    def descend_resolver(self, parent: Any, index: Any) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH + 1:
            raise _TooDeepError(parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


def decoded(name: str, content: bytes) -> tuple[str, str]:
    """Return the text of a file without its byte order mark, and the encoding it is in.

    Raises
    ------
    InputError
        The bytes are no text in that encoding.
    """
    if content.isascii():
        return content.decode("ascii"), "utf-8"
    encoding, skip = next(
        ((e, len(bom)) for bom, e in _BYTE_ORDER_MARKS if content.startswith(bom)), ("utf-8", 0)
    )
    try:
        return content[skip:].decode(encoding), encoding
    except UnicodeDecodeError as error:
        before = content[skip : skip + error.start].decode(encoding, "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        message = f"this byte is not {encoding.upper()} text"
        hint = "save the file as UTF-8"
        raise _failure(name, "encoding", message, line, column, hint) from None


def read(name: str, text: str) -> tuple[Any, list[Mistake]]:
    """Return the data in a text, and the mistakes that still let the rest be read.

    Raises
    ------
    InputError
        It is no YAML, more than one document, empty, or past the bounds on depth and
        aliases.
    """
    try:
        return _ordinary(text), []
    except (_UnusualError, yaml.YAMLError):
        walk = _Walk(name, text)
        return walk.build(composed(name, text), (), 0), walk.mistakes


def composed(name: str, text: str) -> yaml.Node:
    """Return the node of a text, which knows the place of every part.

    Raises
    ------
    InputError
        As for ``read``.
    """
    try:
        root = _Composer(StandIns(text).text).get_single_node()
    except _TooDeepError as deep:
        message = f"nested more than {MAX_DEPTH} levels deep"
        raise _failure(name, "too-deep", message, deep.mark.line + 1, deep.mark.column + 1) from None
    except _TooManyError:
        raise InputError([too_many(name)]) from None
    except yaml.MarkedYAMLError as error:
        raise _syntax(name, text, error) from None
    except yaml.YAMLError as error:
        raise _unreadable(name, text, error) from None
    if root is None:
        raise _failure(
            name, "empty", "the file holds nothing", hint="`scenario new` writes one to start from"
        )
    return root


def too_many(name: str) -> Mistake:
    """Return the mistake of a file that has more parts than may be."""
    message = f"the file has more than {MAX_PARTS:,} parts (keys, values and lists)"
    return Mistake(file=name, code="too-large", message=message)


def is_plain(node: yaml.ScalarNode) -> bool:
    """Whether a scalar is written plainly: without quotes, tag or block sign."""
    return bool(node.tag == _PLAIN)


def number_in(node: yaml.ScalarNode) -> bool:
    """Whether a scalar is a number: written plainly, and finite."""
    return is_plain(node) and is_number(node.value)


def value_span(node: yaml.ScalarNode) -> tuple[int, int]:
    """Return where a plain scalar's own text starts and ends in the file's text, its anchor left out."""
    end = node.end_mark.index
    return end - len(node.value), end


class _UnusualError(Exception):
    """What an ordinary file does not hold: a mistake, a tag or an anchor."""


def _ordinary(text: str) -> Any:  # noqa: PLR0912 - a call for each event would take what this saves
    """Return the data of a file straight from the parser's events, in 60% of the time that nodes take.

    Anything that is wrong or needs to know a place raises, and is left to ``_Walk``.
    """
    following: Callable[[], Any] = Parser(text).get_event
    following()
    if type(following()) is not yaml.DocumentStartEvent:
        raise _UnusualError
    waiting: list[tuple[Any, Any]] = []
    holder: Any = None
    key: Any = None
    while True:
        event = following()
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            if event.tag is not None or event.anchor is not None:
                raise _UnusualError
            if key is None and type(holder) is dict:
                if value in holder:
                    raise _UnusualError
                key = value
                continue
            if event.implicit[0]:
                value = _resolved(value)
                if value is _NO_NUMBER:
                    raise _UnusualError
            elif not value.isascii() and re.search(_SURROGATE, value):
                raise _UnusualError
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            complex_key = key is None and type(holder) is dict
            if complex_key or event.tag is not None or event.anchor is not None or len(waiting) >= MAX_DEPTH:
                raise _UnusualError
            waiting.append((holder, key))
            holder, key = {} if kind is MappingStartEvent else [], None
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value = holder
            holder, key = waiting.pop()
        else:
            raise _UnusualError
        if key is not None:
            holder[key] = value
            key = None
        elif waiting:
            holder.append(value)
        else:
            break
    following()
    if type(following()) is not yaml.StreamEndEvent:
        raise _UnusualError
    return value


@lru_cache(maxsize=4096)
def _resolved(text: str) -> Any:
    """Return what a scalar stands for that is written plainly; ``_NO_NUMBER`` where it is not finite."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if NUMBER_PATTERN.fullmatch(text):
        number = Numeral(text)
        number.text = text
        return number if isfinite(number) else _NO_NUMBER
    return _NO_NUMBER if re.fullmatch(_NOT_FINITE, text) else text


class _Walk:
    """One walk over the nodes: data out, and every mistake that the YAML itself holds."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.mistakes: list[Mistake] = []
        self.seen: set[int] = set()
        self.open: set[int] = set()
        self.aliased = 0
        self.stand_ins = StandIns(text)

    def build(self, node: yaml.Node, path: DataPath, inside_alias: int) -> Any:
        if type(node) is yaml.ScalarNode:
            return self.scalar(node, path)
        identity = id(node)
        if identity in self.seen:
            if identity in self.open:
                raise self.failure(node, "alias-cycle", "this anchor holds an alias of itself")
            inside_alias = 1
        else:
            self.seen.add(identity)
        self.aliased += inside_alias * len(node.value)
        if self.aliased > MAX_ALIASED_NODES:
            message = f"aliases repeat more than {MAX_ALIASED_NODES:,} parts"
            raise self.failure(node, "too-many-aliases", message)
        if len(path) >= MAX_DEPTH:
            raise self.failure(node, "too-deep", f"nested more than {MAX_DEPTH} levels deep")
        if node.tag is not _PLAIN and node.tag is not _QUOTED:
            self.note(node, path, "tag", f"the tag {node.tag} is not allowed")
        self.open.add(identity)
        if type(node) is yaml.MappingNode:
            built: Any = self.mapping(node, path, inside_alias)
        else:
            built = [self.build(item, (*path, i), inside_alias) for i, item in enumerate(node.value)]
        self.open.discard(identity)
        return built

    def mapping(self, node: yaml.MappingNode, path: DataPath, inside_alias: int) -> dict[str, Any]:
        built: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            if type(key) is not yaml.ScalarNode:
                self.note(key, path, "wrong-type", "a key is one word, not a list or mapping")
                continue
            name = self.restored(key.value)
            if name in built:
                message = f"'{name}' stands here a second time"
                self.note(key, (*path, name), "duplicate-key", message, f"first at line {lines[name]}")
                continue
            lines[name] = key.start_mark.line + 1
            built[name] = self.build(value, (*path, name), inside_alias)
        return built

    def scalar(self, node: yaml.ScalarNode, path: DataPath) -> Any:
        text = node.value
        if self.text[node.start_mark.index : node.start_mark.index + 1] == "!" and node.tag in (
            _PLAIN,
            _QUOTED,
        ):
            self.note(node, path, "tag", "the tag ! is not allowed")
            return text
        if node.tag is not _PLAIN:
            if node.tag is not _QUOTED:
                self.note(node, path, "tag", f"the tag {node.tag} is not allowed")
            if not text.isascii() and re.search(_SURROGATE, text):
                self.note(node, path, "encoding", "half of a surrogate pair is not a character")
            return self.restored(text)
        value = _resolved(text)
        if value is not _NO_NUMBER:
            return value
        self.note(node, path, "not-finite", f"{text} is not a finite number")
        return text

    def restored(self, text: str) -> str:
        return self.stand_ins.restored(text)

    def note(self, node: yaml.Node, path: DataPath, code: str, message: str, hint: str = "") -> None:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        self.mistakes.append(
            Mistake(
                file=self.name, line=line, column=column, code=code, message=message, hint=hint, path=path
            )
        )

    def failure(self, node: yaml.Node, code: str, message: str) -> InputError:
        return _failure(self.name, code, message, node.start_mark.line + 1, node.start_mark.column + 1)


def _failure(
    name: str, code: str, message: str, line: int = 1, column: int = 1, hint: str = ""
) -> InputError:
    return InputError([Mistake(file=name, line=line, column=column, code=code, message=message, hint=hint)])


def _syntax(name: str, text: str, error: yaml.MarkedYAMLError) -> InputError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = error.problem or "not YAML"
    hint = ""
    if "single document" in str(error.context):
        said, hint = "a second document starts here", "one file holds one"
    elif error.context and error.context_mark and error.context_mark.line + 1 != line:
        hint = f"{error.context}, which starts at line {error.context_mark.line + 1}"
    elif "cannot start any token" in said:
        sign = text[mark.index : mark.index + 1] if mark else ""
        hint = "indent with spaces" if sign == "\t" else f"put text that starts with {sign} in quotes"
    elif "escape character" in said:
        hint = "write the backslash twice, or use 'single quotes'"
    elif mark and "?" in text[max(mark.index - 1, 0) : mark.index + 1]:
        hint = "a rating that nobody knows is written unknown; put text that starts with ? in quotes"
    elif "mapping values are not allowed" in said:
        hint = "put text that holds ': ' in quotes"
    return _failure(name, "syntax", said, line, column, hint)


def _unreadable(name: str, text: str, error: yaml.YAMLError) -> InputError:
    at = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    if at is None:
        return _failure(name, "syntax", str(error))
    if at[0] == "\0" and at.start() < 2:
        message = "this looks like UTF-16 without a byte order mark"
        return _failure(name, "encoding", message, hint="save the file as UTF-8")
    line = text.count("\n", 0, at.start()) + 1
    column = at.start() - text.rfind("\n", 0, at.start())
    message = f"the character U+{ord(at[0]):04X} may not stand in a file"
    return _failure(name, "encoding", message, line, column, 'write it as an escape in "double quotes"')

"""A scenario as the text of a file, set as one would write it by hand."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH = 110
_COMMENTS_AT = 32
_PLAIN = re.compile(r"[^\W\d_][\w ()/.;'+?!&=%$€§°–-]*")
_WORDS = ("true", "false", "null")
QUESTION = "Which option is chosen?"
_WHAT_IS_ASKED = "what the decision-maker has to decide"
_RATINGS = 'every option on every factor; "unknown" where nobody can say'


def scenario_text(
    data: Mapping[str, Any],
    head: Sequence[str] = (),
    cells: Mapping[tuple[str, str], str] | None = None,
) -> str:
    """Return a scenario file.

    Parameters
    ----------
    data : mapping
        As a file states it: text, numbers, lists and mappings, keys that are ids or numbers.
    head : sequence of str
        What comments at the top say, each on lines of its own.
    cells : mapping, optional
        What a comment says beside a rating, by option and factor: where it was read, say.
    """
    cells = cells or {}
    blocks = [comments(head)] if head else []
    first = [
        line for key, part in data.items() if not isinstance(part, dict) for line in entry_lines(0, key, part)
    ]
    asked = f"question: {QUESTION}"
    blocks.append([_commented(line, _WHAT_IS_ASKED) if line == asked else line for line in first])
    for key, part in data.items():
        if not isinstance(part, dict):
            continue
        lines = [_commented(f"{key}:", _RATINGS) if key == "ratings" else f"{key}:"]
        for id_, inner in part.items():
            lines += (
                _nested(id_, inner, cells) if key in ("drivers", "ratings") else entry_lines(2, id_, inner)
            )
        blocks.append(lines)
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def scalar(part: Any) -> str:
    """Return text or a number as it stands in a file: text in quotes only where it has to."""
    if isinstance(part, float | int):
        number = repr(float(part))
        return number.removesuffix(".0")
    text = str(part)
    if _PLAIN.fullmatch(text) and text not in _WORDS and not text.endswith(" ") and "  " not in text:
        return text
    escaped = "".join(_escaped(sign) for sign in text)
    return f'"{escaped}"'


def comments(said: Sequence[str]) -> list[str]:
    """Return lines of comments, each thing that is said on lines of its own."""
    return [f"# {line}" for each in said for line in textwrap.wrap(in_comment(each), WIDTH - 2)]


def in_comment(text: str) -> str:
    """Return text as it can stand in a comment, which ends where YAML sees a line end."""
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign == "\n":
        return "\\n"
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _commented(line: str, words: str) -> str:
    return f"{line:<{_COMMENTS_AT}} # {words}"


def _line(key: str, part: Any) -> str:
    return f"{key}: {_flow(part)}"


def _flow(part: Any) -> str:
    if isinstance(part, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(each)}" for key, each in part.items()) + "}"
    if isinstance(part, list):
        return "[" + ", ".join(map(_flow, part)) + "]"
    return scalar(part)


def _key(key: Any) -> str:
    return key if isinstance(key, str) else scalar(key)


def _nested(id_: str, parts: Mapping[str, Any], cells: Mapping[tuple[str, str], str]) -> list[str]:
    """Return a driver, or the ratings of an option: each part on a line of its own."""
    lines = [f"  {id_}:"]
    for key, part in parts.items():
        if key == "factors":
            lines.append("    factors:")
            for factor, stated in part.items():
                lines += entry_lines(6, factor, stated)
        else:
            lines += entry_lines(4, key, part, cells.get((id_, key), ""))
    return lines


def entry_lines(indent: int, key: Any, part: Any, said: str = "") -> list[str]:
    """Return a key with its part in one line; where that grows too long, a line for each part of it.

    What is ``said`` of it stands in a comment, beside its key.
    """
    start, beside = " " * indent, f"  # {in_comment(said)}" if said else ""
    line = start + _line(_key(key), part)
    if len(line) + len(beside) <= WIDTH and not (isinstance(part, str) and _is_block(part)):
        return [line + beside]
    if isinstance(part, Mapping):
        lines = [f"{start}{_key(key)}:{beside}"]
        for inner, each in part.items():
            lines += entry_lines(indent + 2, inner, each)
        return lines
    if (
        isinstance(part, str)
        and " ".join(part.split()) == (one := part.removesuffix("\n"))
        and one.isprintable()
    ):
        folded = ">" if part.endswith("\n") else ">-"
        lines = textwrap.wrap(part, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False)
        return [f"{start}{key}: {folded}", *(f"{start}  {each}" for each in lines)]
    if isinstance(part, str) and _is_block(part):
        kept = "|" if part.endswith("\n") else "|-"
        lines = part.removesuffix("\n").split("\n")
        return [f"{start}{key}: {kept}", *(f"{start}  {each}".rstrip() for each in lines)]
    return [line + beside]


def _is_block(text: str) -> bool:
    """Whether text of several lines can stand as it is: no line begins or ends with a blank, or is odd."""
    lines = text.removesuffix("\n").split("\n")
    whole = all(each.isprintable() and each == each.strip() for each in lines)
    return "\n" in text and whole and bool(lines[0] and lines[-1])

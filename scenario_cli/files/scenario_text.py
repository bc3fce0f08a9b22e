"""A scenario as the text of a file, set as one would write it by hand."""

import re
import textwrap
from collections.abc import Mapping
from typing import Any

WIDTH = 110
_COMMENTS_AT = 32
_PLAIN = re.compile(r"[^\W\d_][\w ()/.;'+?!&=%$€§°–-]*")
_WORDS = ("true", "false", "null")
_QUESTION = "what the decision-maker has to decide"
_RATINGS = 'every option on every factor; "unknown" where nobody can say'


def scenario_text(data: Mapping[str, Any], about: str = "") -> str:
    """Return a scenario file.

    Parameters
    ----------
    data : mapping
        As a file states it: text, numbers, lists and mappings, keys that are ids.
    about : str
        What a comment at the top says, in one line.
    """
    blocks = [[f"# {line}" for line in textwrap.wrap(about, WIDTH - 2)]] if about else []
    head = [_line(key, part) for key, part in data.items() if not isinstance(part, dict)]
    blocks.append([_commented(line, _QUESTION) if line.startswith("question:") else line for line in head])
    for key, part in data.items():
        if not isinstance(part, dict):
            continue
        lines = [_commented(f"{key}:", _RATINGS) if key == "ratings" else f"{key}:"]
        for id_, inner in part.items():
            lines += _nested(id_, inner) if key in ("drivers", "ratings") else _entry(2, id_, inner)
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
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in part.items()) + "}"
    if isinstance(part, list):
        return "[" + ", ".join(map(_flow, part)) + "]"
    return scalar(part)


def _nested(id_: str, parts: Mapping[str, Any]) -> list[str]:
    """Return a driver, or the ratings of an option: each part on a line of its own."""
    lines = [f"  {id_}:"]
    for key, part in parts.items():
        if key == "factors":
            lines.append("    factors:")
            for factor, stated in part.items():
                lines += _entry(6, factor, stated)
        else:
            lines += _entry(4, key, part)
    return lines


def _entry(indent: int, key: str, part: Any) -> list[str]:
    """Return a key with its part in one line; where that grows too long, a line for each part of it."""
    line = " " * indent + _line(key, part)
    if len(line) <= WIDTH:
        return [line]
    start = " " * indent
    if isinstance(part, Mapping):
        lines = [f"{start}{key}:"]
        for inner, each in part.items():
            lines += _entry(indent + 2, inner, each)
        return lines
    if isinstance(part, str) and part.isprintable() and " ".join(part.split()) == part:
        lines = textwrap.wrap(part, WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False)
        return [f"{start}{key}: >-", *(f"{start}  {each}" for each in lines)]
    return [line]

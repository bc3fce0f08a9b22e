"""What a shell asks for, and the answer in the form that it reads.

The variables are those of Typer's scripts, so that one that was installed before goes on working.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from scenario_cli.shell.line import Offer, TypedLine, joined, typed_words, words_of
from scenario_cli.shell.powershell import PowershellWord, powershell_quoted, powershell_words
from scenario_cli.shell.scripts import SCRIPTS
from scenario_cli.text import visible

VARIABLE = "_SCENARIO_COMPLETE"
_BREAKS = re.compile(r".*[=:]", re.DOTALL)
_REDIRECTS = re.compile(r"&?(<|>)[<>&|]*")
_UNSAFE = re.compile(r"([^\w@%+=:,./-])", re.ASCII)


class Said(NamedTuple):
    """What is written to stdout, and the exit code."""

    text: str
    code: int = 0


def answered(root: Any, environ: Mapping[str, str]) -> Said | None:
    """Return the answer to what a shell asks; ``None`` where it is none of these questions."""
    action, _, shell = environ.get(VARIABLE, "").partition("_")
    if action == "source" and shell in SCRIPTS:
        return Said(SCRIPTS[shell])
    if action != "complete":
        return None
    match shell:
        case "bash":
            return _bash(root, environ)
        case "zsh":
            return _zsh(root, environ)
        case "fish":
            return _fish(root, environ)
        case "powershell" | "pwsh":
            return _powershell(root, environ)
    return None


def _typed(root: Any, environ: Mapping[str, str]) -> tuple[list[Offer], bool]:
    *words, incomplete = typed_words(environ.get("_TYPER_COMPLETE_ARGS", ""))
    return TypedLine(root, words[1:]).offers(incomplete)


def _bash(root: Any, environ: Mapping[str, str]) -> Said:
    """One a line, without what stands before the last sign at which bash breaks a word.

    The exit code is 1 where a file may stand there and nothing else fits.
    """
    text, number = environ.get("COMP_WORDS", ""), environ.get("COMP_CWORD", "")
    raw = text.split("\n")  # our own script has a word a line, with its quotes
    raw = raw if len(raw) > 1 else words_of(text)
    at = int(number) if number.isascii() and number.isdigit() else len(raw)
    before, at_hand = raw[1:at], "".join(raw[at : at + 1])
    if before and _REDIRECTS.fullmatch(before[-1]):
        return Said("", 1)
    read = "\n" in text
    words = ["".join(words_of(word)) if read else word for word in (*_unredirected(before), at_hand)]
    words = joined(words)
    incomplete = words.pop()
    found, files = TypedLine(root, words).offers(incomplete)
    if files and not found:
        return Said("", 1)
    if read and at_hand[:1] in ("'", '"'):
        return Said(_lines(each.value for each in found))
    broken = _BREAKS.match(incomplete)
    left_out = len(broken[0]) if broken else 0
    return Said(_lines(_UNSAFE.sub(r"\\\1", each.value[left_out:]) for each in found))


def _unredirected(words: list[str]) -> list[str]:
    """Return words without those that say where a stream goes, and its number: no command sees them."""
    signs = [bool(_REDIRECTS.fullmatch(word)) for word in words]
    return [
        word
        for word, is_target, is_sign, before_sign in zip(
            words, [False, *signs], signs, [*signs[1:], False], strict=False
        )
        if not (is_target or is_sign or (before_sign and word in ("1", "2")))
    ]


def _zsh(root: Any, environ: Mapping[str, str]) -> Said:
    """A command to carry out: what may be followed by a space, then what ends in ``=``."""
    found, files = _typed(root, environ)
    if not found:
        return Said("_files\n" if files else "true\n")
    commands = []
    for ends, option in ((False, ""), (True, " -S ''")):
        some = [each for each in found if each.value.endswith("=") is ends]
        if some:
            listed = " ".join(_single_quoted(_described(each)) for each in some)
            commands.append(
                f"local -a offers; offers=({listed}); _describe -V -t values value offers{option}"
            )
    return Said("; ".join(commands) + "\n")


def _described(offer: Offer) -> str:
    value = offer.value.replace("\\", "\\\\").replace(":", "\\:")
    says = _one_line(offer.help).replace("\\", "\\\\")
    return f"{value}:{says}" if says else value


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(root: Any, environ: Mapping[str, str]) -> Said:
    """A line each, its help behind a tab; exit code 1 where a file may stand there and nothing else fits."""
    found, files = _typed(root, environ)
    code = 1 if files and not found else 0
    if environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return Said("", 0 if found else 1)
    return Said(
        _lines("\t".join(part for part in (each.value, _one_line(each.help)) if part) for each in found), code
    )


def _powershell(root: Any, environ: Mapping[str, str]) -> Said:
    """A line each, quoted as PowerShell needs it; ``:::`` and its help behind it.

    Our own script hands over the line up to the cursor; that of Typer all of it, without the blank
    before a new word.
    """
    text = environ.get("_TYPER_COMPLETE_ARGS", "")
    word = environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    *before, at_hand = powershell_words(text)
    if not word and at_hand.raw and not at_hand.quote:
        before, at_hand = [*before, at_hand], PowershellWord("", "")
    elif not at_hand.raw.endswith(word):
        at_hand = powershell_words(word)[-1]
    found, _ = TypedLine(root, [each.value for each in before[1:]]).offers(at_hand.value)
    kept = "" if at_hand.quote else at_hand.raw[: len(at_hand.raw) - len(word)]  # `a,` of a list stays
    values = [powershell_quoted(each.value.removeprefix(kept), at_hand.quote) for each in found]
    return Said(
        _lines(f"{value}:::{_one_line(each.help) or ' '}" for value, each in zip(values, found, strict=True))
    )


def _lines(lines: Any) -> str:
    return "".join(f"{line}\n" for line in lines)


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))

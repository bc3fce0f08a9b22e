"""What a shell asks for, and the answer in the form that it reads.

The variables are those of Typer's scripts, so that one that was installed before goes on working.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from scenario_cli.shell.line import Offer, TypedLine, joined, words_of
from scenario_cli.text import visible

VARIABLE = "_SCENARIO_COMPLETE"
_BREAKS = re.compile(r".*[=:]", re.DOTALL)
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


def _typed(root: Any, environ: Mapping[str, str]) -> tuple[list[Offer], bool, str]:
    text = environ.get("_TYPER_COMPLETE_ARGS", "")
    words = words_of(text)[1:]
    incomplete = words.pop() if words and not text[-1:].isspace() else ""
    return *TypedLine(root, words).offers(incomplete), incomplete


def _bash(root: Any, environ: Mapping[str, str]) -> Said:
    """One a line, without what stands before the last sign at which bash breaks a word."""
    text, number = environ.get("COMP_WORDS", ""), environ.get("COMP_CWORD", "")
    raw = text.split("\n")  # our own script has a word a line, with its quotes
    words = ["".join(words_of(word)) for word in raw] if len(raw) > 1 else words_of(text)
    at = int(number) if number.isascii() and number.isdigit() else len(words)
    words = joined([*words[1:at], *(words[at : at + 1] or [""])])
    incomplete = words.pop()
    found, _ = TypedLine(root, words).offers(incomplete)
    if len(raw) > at and raw[at][:1] in ("'", '"'):
        return Said(_lines(each.value for each in found))
    broken = _BREAKS.match(incomplete)
    before = len(broken[0]) if broken else 0
    return Said(_lines(_UNSAFE.sub(r"\\\1", each.value[before:]) for each in found))


def _zsh(root: Any, environ: Mapping[str, str]) -> Said:
    """A command to carry out: what may be followed by a space, then what ends in ``=``."""
    found, files, _ = _typed(root, environ)
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
    found, files, _ = _typed(root, environ)
    code = 1 if files and not found else 0
    if environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return Said("", 0 if found else 1)
    return Said(
        _lines("\t".join(part for part in (each.value, _one_line(each.help)) if part) for each in found), code
    )


def _powershell(root: Any, environ: Mapping[str, str]) -> Said:
    word = environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    words = words_of(environ.get("_TYPER_COMPLETE_ARGS", ""))[1:]
    words = words[:-1] if word and words else words
    found, _ = TypedLine(root, words).offers(word)
    return Said(_lines(f"{each.value}:::{_one_line(each.help) or ' '}" for each in found))


def _lines(lines: Any) -> str:
    return "".join(f"{line}\n" for line in lines)


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))


SCRIPTS = {
    "bash": """\
_scenario_completion() {
    local IFS=$'\\n'
    mapfile -t COMPREPLY < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        _SCENARIO_COMPLETE=complete_bash "$1")
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    return 0
}

complete -o default -F _scenario_completion scenario
""",
    "zsh": """\
#compdef scenario

_scenario_completion() {
    eval "$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _SCENARIO_COMPLETE=complete_zsh ${(Q)~words[1]})"
}

compdef _scenario_completion scenario
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _scenario_completion "$@"
fi
""",
    "fish": """\
function __scenario_complete
    env _SCENARIO_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=get-args \\
        _TYPER_COMPLETE_ARGS=(commandline -cp | string collect) scenario
    or __fish_complete_path (commandline -ct)
end

complete --command scenario --no-files --arguments "(__scenario_complete)"
""",
}

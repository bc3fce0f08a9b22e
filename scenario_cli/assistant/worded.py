"""What a command says on stderr in the words of a tool: arguments for options, and a hint for a program."""

import re
from collections.abc import Mapping

from scenario_cli.assistant.arguments import AssistantTool

# What the command line says of itself, and what a tool says instead.
PHRASES: Mapping[str, str] = {
    r"one -w at a time here, found (\d+); 'scenario compare' takes several": (
        r"weights: one at a time here, found \1; the tool compare takes several"
    ),
    r"; --force replaces it": "; it is not replaced: choose another name",
    r": nothing but a name, -o and --force goes with it": ": nothing but a name goes with it",
    r"; a person takes it back: scenario (\w+) undo (\S+)$": (
        r"; leave it, or ask that person: scenario \1 undo \2"
    ),
    r"for the traceback, and report it": "and tell the person who asked",
    r"write --against (\S+)": r"name it with 'against': \1",
}
USAGE = re.compile(r"(?m)^(?:Usage: |Try ').*\n*")
OPTION = re.compile(r"(?<![\w=-])(--[a-z][a-z-]*|-w)(?![\w=-])")
# What a program asks next, by what went wrong.
NEXT: Mapping[str, str] = {
    r"there is no (scenario|weights file) '": "the tool list says what can be named",
    r"unknown (inject|option|driver|factor|item|evidence|source)": "the tool show has the ids",
}
HINTED = re.compile(r"did you mean|known: |the tool ")


def worded(told: str, tool: AssistantTool) -> str:
    """Return what a command said, as whoever called the tool can follow it."""
    names = {argument.typed: argument.name for argument in tool.arguments if argument.typed}
    if "--weights" in names:
        names["-w"] = names["--weights"]
    said = re.sub(r"(?m)^Error: ", "error: ", USAGE.sub("", told)).strip()
    for phrase, instead in PHRASES.items():
        said = re.sub(phrase, instead, said, flags=re.MULTILINE)
    said = OPTION.sub(lambda found: names.get(found[0], found[0]), said)
    if not HINTED.search(said):
        hint = next((hint for sign, hint in NEXT.items() if re.search(sign, said)), "")
        said += f"\n({hint})" if hint else ""
    return said

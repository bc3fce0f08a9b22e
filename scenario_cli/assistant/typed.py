"""From what an assistant hands to a tool to the command line that it stands for."""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scenario_cli.assistant.tools import Argument, ArgumentKind, AssistantTool
from scenario_cli.errors import ScenarioError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, locate
from scenario_cli.model.scenario import PROGRAM
from scenario_cli.text import suggestion

BUILT_IN = "built-in:"  # such a file is not changed, which the command says
UNNAMED = "an assistant"
EXPECTED: Mapping[ArgumentKind, str] = {
    "text": "a text",
    "texts": "a text or a list of texts",
    "flag": "true or false",
    "whole": "a whole number",
    "number": "a number",
}


def command_line(tool: AssistantTool, stated: Mapping[str, Any], client: str = "") -> list[str]:
    """Return the words of the command that a call stands for; its result is JSON.

    Parameters
    ----------
    tool : AssistantTool
    stated : mapping
        Its arguments by name.
    client : str
        What the program at the other end calls itself.

    Raises
    ------
    UsageError
        An argument is unknown, missing or of a wrong kind; all of them are told. Or a file lies
        outside of the working folder that the tool would write to.
    """
    known = {argument.name: argument for argument in tool.arguments}
    wrong = [_unknown(tool, name, known) for name in stated if name not in known]
    wrong += [
        f"{name}: missing" for name, argument in known.items() if argument.required and name not in stated
    ]
    values: dict[str, list[str] | bool] = {}
    for name, argument in known.items():
        if name in stated:
            try:
                values[name] = _texts(argument, stated[name])
            except UsageError as error:
                wrong.append(f"{name}: {error}")
    if wrong:
        raise UsageError("\n".join(wrong))
    if tool.changes:
        _refuse_outside(tool, values)
    options = [word for name in values for word in _options(known[name], values[name])]
    alone = [word for name in known for word in _alone(known[name], values.get(name, []))]
    return [*tool.command, "--format=json", *options, *_signed(tool, values, client), "--", *alone]


def _unknown(tool: AssistantTool, name: str, known: Mapping[str, Argument]) -> str:
    hint = suggestion(name, known)
    return f"{name}: no argument of '{tool.name}'" + (f"; {hint}" if hint else "")


def _texts(argument: Argument, stated: Any) -> list[str] | bool:
    """Return a value as the texts that are typed."""
    if argument.kind == "flag":
        if isinstance(stated, bool):
            return stated
    elif argument.kind in ("whole", "number"):
        numeric = isinstance(stated, int | float) and not isinstance(stated, bool) and math.isfinite(stated)
        if numeric and (argument.kind == "number" or stated == int(stated)):
            return [str(int(stated)) if argument.kind == "whole" else repr(stated)]
    else:
        texts = [stated] if isinstance(stated, str) else stated
        many = argument.kind == "texts" and isinstance(texts, list) and (texts or not argument.required)
        if (many or isinstance(stated, str)) and all(isinstance(text, str) for text in texts):
            return [_sound(argument, text) for text in texts]
    raise UsageError(f"expected {EXPECTED[argument.kind]}")


def _sound(argument: Argument, text: str) -> str:
    if text == STANDARD_INPUT:
        raise UsageError("'-' is standard input, on which the protocol is spoken here; name a file")
    if "\0" in text:
        raise UsageError("a text cannot hold the sign NUL")
    if argument.words and text not in argument.words:
        raise UsageError(f"'{text}' is none of {', '.join(argument.words)}")
    return text


def _options(argument: Argument, value: Sequence[str] | bool) -> Iterator[str]:
    if not argument.typed:
        return
    if isinstance(value, bool):
        yield from [argument.typed] * value
    else:
        yield from (f"{argument.typed}={text}" for text in value)


def _alone(argument: Argument, value: Sequence[str] | bool) -> Sequence[str]:
    """Return what stands alone on the command line; who does it does not."""
    return [] if argument.typed or argument.name == "by" or isinstance(value, bool) else value


def _signed(tool: AssistantTool, values: Mapping[str, list[str] | bool], client: str) -> list[str]:
    """Return who makes a change, which is a program whatever it says, and marks what it proposes."""
    if not tool.changes:
        return []
    by = values.get("by")
    stated = by[0] if isinstance(by, list) else ""
    first, colon, rest = stated.partition(":")
    name = rest if colon and first.strip().casefold() == PROGRAM else stated
    name = name.strip() or "".join(sign for sign in client if sign.isprintable()).strip() or UNNAMED
    marks = [f"--program={name}"] if tool.name == "ratings_set" else []
    return [f"--who={PROGRAM}: {name}", *marks]


def _refuse_outside(tool: AssistantTool, values: Mapping[str, list[str] | bool]) -> None:
    """Refuse to change a file that lies outside of the working folder, by whatever name it goes."""
    named = values[tool.changes]
    if isinstance(named, bool):
        return
    try:
        found = locate("weights" if tool.changes == "weights" else "scenarios", named[0])
    except ScenarioError:
        return  # the command says what is wrong
    if not found.name.startswith(BUILT_IN) and not found.path.resolve().is_relative_to(Path.cwd().resolve()):
        raise UsageError(
            f"{tool.changes}: {named[0]} lies outside of the folder that the server was started in; "
            "nothing was written"
        )

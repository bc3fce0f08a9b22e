"""From what an assistant hands to a tool to the command line that it stands for."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scenario_cli.assistant.arguments import Argument, ArgumentKind, AssistantTool
from scenario_cli.assistant.inside import refuse_files_outside, refuse_folders_outside
from scenario_cli.errors import UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.model.scenario import PROGRAM, program_name
from scenario_cli.text import suggestion

UNNAMED = "an assistant"
EXPECTED: Mapping[ArgumentKind, str] = {
    "text": "a text",
    "texts": "a text or a list of texts",
    "settings": "a text, a list of texts or an object of values",
    "ids": "a text or a list of texts",
    "value": "a number or a text",
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
        An argument is unknown, missing or of a wrong kind; all of them are told. Or one leads to a file
        outside of the working folder.
    """
    known = {argument.name: argument for argument in tool.arguments}
    wrong = [_unknown(tool, name, known) for name in stated if name not in known]
    wrong += [f"{name}: missing{_instead(tool)}" for name in _needed(tool, stated) if name not in stated]
    values: dict[str, list[str] | bool] = {}
    for name, argument in known.items():
        if name in stated:
            try:
                values[name] = _texts(argument, stated[name])
            except UsageError as error:
                wrong.append(f"{name}: {error}")
    if wrong:
        raise UsageError("\n".join(wrong))
    for name, value in values.items():
        if not isinstance(value, bool):
            refuse_files_outside(known[name], value)
    if tool.made:
        refuse_folders_outside()
        if "from" in values:
            values.setdefault("kind", ["scenario"])  # what an example is, before its name
    options = [word for name in values for word in _options(known[name], values[name])]
    alone = [word for name in known for word in _alone(known[name], values.get(name, []))]
    return [*tool.command, "--format=json", *options, *_signed(tool, values, client), "--", *alone]


def _needed(tool: AssistantTool, stated: Mapping[str, Any]) -> list[str]:
    """Return the arguments that a call must have; what is started anew has a kind and a name."""
    if tool.made and "from" not in stated:
        return ["kind", "name"]
    return [argument.name for argument in tool.arguments if argument.required]


def _instead(tool: AssistantTool) -> str:
    return "; or copy an example with 'from'" if tool.made else ""


def _unknown(tool: AssistantTool, name: str, known: Mapping[str, Argument]) -> str:
    hint = suggestion(name, known)
    return f"{name}: no argument of '{tool.name}'" + (f"; {hint}" if hint else "")


def _texts(argument: Argument, stated: Any) -> list[str] | bool:
    """Return a value as the texts that are typed."""
    if argument.kind == "flag":
        if isinstance(stated, bool):
            return stated
    elif argument.kind in ("whole", "number"):
        if _is_number(stated) and (argument.kind == "number" or stated == int(stated)):
            return [_bounded(argument, int(stated)) if argument.kind == "whole" else repr(stated)]
    elif argument.kind == "value" and _is_number(stated):
        return [repr(stated)]
    elif argument.kind == "settings" and isinstance(stated, dict):
        values = {key: repr(value) if _is_number(value) else value for key, value in stated.items()}
        if all(isinstance(value, str) for value in values.values()) and (values or not argument.required):
            return [_sound(argument, f"{key}={value}") for key, value in values.items()]
    else:
        texts = [stated] if isinstance(stated, str) else stated
        listed = argument.kind in ("texts", "settings", "ids") and isinstance(texts, list)
        many = listed and (texts or not argument.required)
        if (many or isinstance(stated, str)) and all(isinstance(text, str) for text in texts):
            if argument.exactly and len(texts) != argument.exactly:
                raise UsageError(f"expected {argument.exactly} texts, found {len(texts)}")
            sound = [_sound(argument, text) for text in texts]
            return [",".join(sound)] if argument.kind == "ids" else sound
    raise UsageError(f"expected {EXPECTED[argument.kind]}")


def _is_number(stated: Any) -> bool:
    return isinstance(stated, int | float) and not isinstance(stated, bool) and math.isfinite(stated)


def _bounded(argument: Argument, number: int) -> str:
    if argument.most is not None and number > argument.most:
        raise UsageError(f"at most {argument.most:,} here; more can be asked for on the command line")
    if argument.least is not None and number < argument.least:
        raise UsageError(f"expected {argument.least} or more")
    return str(number)


def _sound(argument: Argument, text: str) -> str:
    if text == STANDARD_INPUT:
        raise UsageError("'-' is standard input, on which the protocol is spoken here; name a file")
    if "\0" in text:
        raise UsageError("a text cannot hold the sign NUL")
    if argument.leads and not text:
        raise UsageError("an empty text names nothing; leave the argument out for what is usual")
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
    name = (
        program_name(stated)
        or program_name("".join(sign for sign in client if sign.isprintable()))
        or UNNAMED
    )
    marks = [f"--program={name}"] if tool.name == "ratings_set" else []
    marks += ["--only-programs"] if tool.command[-1] == "undo" else []
    return [f"--who={PROGRAM}: {name}", *marks]

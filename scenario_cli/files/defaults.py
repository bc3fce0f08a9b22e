"""What is stated beforehand, for every command: in the environment, and in ``scenario.toml`` here.

The file is looked for in the folder one stands in, and nowhere above it: that is where ``./scenarios``
and ``./weights`` are looked for too, so that what a result rests on can be seen by listing one folder.
"""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from scenario_cli.choices import Form
from scenario_cli.errors import InputError, ScenarioError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, Folder, Found, locate, read_bytes
from scenario_cli.mistakes import Mistake
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.files.parsed import ParsedFile

FILE = "scenario.toml"
Key = Literal["scenario", "weights", "format"]
VARIABLES: dict[Key, str] = {
    "scenario": "SCENARIO_SCENARIO",
    "weights": "SCENARIO_WEIGHTS",
    "format": "SCENARIO_FORMAT",
}
_FOLDERS: dict[Key, Folder] = {"scenario": "scenarios", "weights": "weights"}
_PLACE = re.compile(r"(.*?)\s*\(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


class Default(NamedTuple):
    """What is stated for a key, and where: ``source`` is the file or the variable."""

    key: Key
    value: str
    source: str
    line: int = 0
    column: int = 0

    @property
    def document(self) -> dict[str, str]:
        """What a result states of it."""
        return {"key": self.key, "value": self.value, "from": self.source}

    def mistake(self, code: str, message: str, hint: str = "") -> Mistake:
        """Return a mistake at its place."""
        return Mistake(self.source, code, message, self.line, self.column, hint=hint)


class Defaults:
    """The defaults of one command line, read when it begins to ask for them.

    Attributes
    ----------
    stated : dict of Default
        By what they are for.
    used : list of Default
        Those that had an effect so far: scenario, weights, format.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.stated = read_defaults(environ)
        self.used: list[Default] = []

    def take(self, key: Key) -> str | None:
        """Return the default scenario or weights; it has an effect from now on.

        Raises
        ------
        InputError, UsageError
            It leads nowhere.
        """
        default = self.stated.get(key)
        if default is None:
            return None
        refuse_missing(default)
        return self.use(default)

    def use(self, default: Default) -> str:
        """Return what a default states; it has an effect from now on."""
        if default not in self.used:
            self.used.append(default)
            self.used.sort(key=lambda one: [*VARIABLES].index(one.key))
        return default.value


def read_defaults(environ: Mapping[str, str]) -> dict[Key, Default]:
    """Return the defaults that hold here: a variable comes before the file; an empty one is none.

    Raises
    ------
    InputError
        The file is wrong; every mistake of it is listed.
    UsageError
        A variable names a form that there is not.
    """
    found: dict[Key, Default] = {}
    if os.path.lexists(FILE):
        found, mistakes = _in_file(FILE, read_bytes(FILE))
        if mistakes:
            raise InputError(mistakes)
    for key, variable in VARIABLES.items():
        if environ.get(variable):
            found[key] = Default(key, environ[variable], variable)
    form = found.get("format")
    if form is not None and form.value not in get_args(Form):
        known = suggestion(form.value, get_args(Form))
        raise UsageError(f"{form.source}: {_no_form(form.value)}; {known}")
    return found


def refuse_missing(default: Default) -> None:
    """Refuse a default that names no file, or standard input, at the place where it is stated.

    Raises
    ------
    InputError
        It does.
    UsageError
        A variable names two files that differ, or an object in a store.
    """
    if default.value == STANDARD_INPUT:
        message = "a default names a file, and standard input (-) is none"
        raise InputError([default.mistake("missing-file", message)])
    try:
        found = locate(_FOLDERS[default.key], default.value)
    except InputError as error:
        first = error.mistakes[0]
        raise InputError([default.mistake(first.code, first.message, first.hint)]) from None
    except ScenarioError as error:
        if default.source == VARIABLES[default.key]:  # as wrong as if it were typed
            raise UsageError(f"{default.source}: {error}") from None
        raise InputError([default.mistake("missing-file", str(error))]) from None
    if not os.path.lexists(found.path):
        raise InputError([default.mistake("missing-file", f"there is no file '{default.value}'")])


def defaults_line(used: Sequence[Mapping[str, Any]]) -> str:
    """Return the line that says which defaults had an effect, and where these are stated."""
    said = [f"{one['key']} {one['value']} ({one['from']})" for one in used]
    return f"Defaults: {', '.join(said)}."


def is_defaults(name: str | Found) -> bool:
    """Whether a file is one of defaults, by its name."""
    return (name if isinstance(name, str) else name.name).replace("\\", "/").rpartition("/")[2] == FILE


def open_defaults(name: str | Found) -> "tuple[ParsedFile, list[Mistake]]":
    """Return a file of defaults, and all that is wrong with it.

    Whether its names lead to files is looked at where it holds: in the folder one stands in.

    Raises
    ------
    InputError
        It cannot be read.
    """
    from scenario_cli.files.parsed import ParsedFile

    found = Found(Path(name), name) if isinstance(name, str) else name
    content = read_bytes(found)
    stated, mistakes = _in_file(found.name, content)
    if found.path.resolve() == Path(FILE).resolve():
        for default in (stated[key] for key in _FOLDERS if key in stated):
            try:
                refuse_missing(default)
            except InputError as error:
                mistakes += error.mistakes
    return ParsedFile(found.name, content, {}, [], found.path), mistakes


def _in_file(name: str, content: bytes) -> tuple[dict[Key, Default], list[Mistake]]:
    """Return what a file states, and what is wrong with it."""
    import tomllib

    try:
        text = content.decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        message, hint = "this byte is not UTF-8 text", "save the file as UTF-8"
        return {}, [Mistake(name, "encoding", message, line, column, hint=hint)]
    except tomllib.TOMLDecodeError as error:
        return {}, [_no_toml(name, str(error), text)]
    except RecursionError:
        return {}, [Mistake(name, "toml", "this is no TOML: nested too deep", 1, 1)]
    mistakes: list[Mistake] = []
    found: dict[Key, Default] = {}
    for key, value in data.items():
        line, column = _place(text, key)
        if key not in VARIABLES:
            message = f"unknown key '{key}'"
            hint = suggestion(key, [*VARIABLES]) or f"known: {', '.join(VARIABLES)}"
            mistakes.append(Mistake(name, "unknown-key", message, line, column, hint=hint))
        elif not isinstance(value, str) or not value:
            message = f"'{key}' is text in quotes, and not empty; found {_called(value)}"
            mistakes.append(Mistake(name, "wrong-type", message, line, column))
        elif key == "format" and value not in get_args(Form):
            hint = suggestion(value, get_args(Form))
            mistakes.append(Mistake(name, "unknown-word", _no_form(value), line, column, hint=hint))
        else:
            found[key] = Default(key, value, name, line, column)
    return found, mistakes


def _no_form(value: str) -> str:
    return f"'{value}' is no format"


def _called(value: Any) -> str:
    """Return what a value of TOML is, as a person would call it."""
    names = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return "no text" if value == "" else names.get(type(value), "a date or time")


def _place(text: str, key: str) -> tuple[int, int]:
    """Return where a key stands: TOML's reader does not tell.

    It is the last line that begins so among those after which the reader knows of the key: a text of
    several lines may hold the same words.
    """
    import tomllib

    begins = re.compile(rf"\s*\[{{0,2}}\s*(['\"]?){re.escape(key)}\1\s*[=.\]]")
    lines = text.split("\n")
    for end in range(1, len(lines) + 1):
        try:
            known = key in tomllib.loads("\n".join(lines[:end]))
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
        if known:
            for number in range(end, 0, -1):
                line = lines[number - 1]
                if begins.match(line):
                    return number, len(line) - len(line.lstrip()) + 1
            return end, 1
    return 1, 1


def _no_toml(name: str, said: str, text: str) -> Mistake:
    """Tell what TOML's reader found at its place."""
    found = _PLACE.fullmatch(said)
    lines = text.rstrip("\n").split("\n")
    end = len(lines), len(lines[-1]) + 1
    line, column = (int(found[2]), int(found[3])) if found is not None and found[2] else end
    message = found[1] if found is not None else said
    message = f"this is no TOML: {message[:1].lower()}{message[1:]}"
    return Mistake(name, "toml", message, line, column)

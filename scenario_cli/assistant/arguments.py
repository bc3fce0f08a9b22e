"""What a tool is, and what an argument of one may hold."""

from typing import Any, Literal, NamedTuple

ArgumentKind = Literal["text", "texts", "settings", "ids", "value", "flag", "whole", "number"]
Leads = Literal["", "scenarios", "weights", "any", "pattern"]


class Argument(NamedTuple):
    """One argument of a tool.

    Attributes
    ----------
    name, about : str
    typed : str
        The option that it stands for on the command line; without one it stands alone there, in the
        order of the tool's arguments.
    kind : str
        ``settings`` are texts ``KEY=VALUE`` or an object of values by key, ``ids`` texts that go into one,
        ``value`` is a number or a word.
    words : tuple of str
        It is one of these, where there are any.
    required : bool
    leads : str
        What of the user's it names, where it names a file.
    least, most : int, optional
        Of a whole number.
    exactly : int
        How many texts it is, where that is fixed.
    """

    name: str
    about: str
    typed: str = ""
    kind: ArgumentKind = "text"
    words: tuple[str, ...] = ()
    required: bool = False
    leads: Leads = ""
    least: int | None = None
    most: int | None = None
    exactly: int = 0

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its value."""
        made = {"description": self.about, **_SCHEMAS[self.kind]}
        if self.words:
            made["enum"] = list(self.words)
        if self.least is not None:
            made["minimum"] = self.least
        if self.most is not None:
            made["maximum"] = self.most
        if self.exactly:
            made = {
                "description": self.about,
                "type": "array",
                "items": {"type": "string"},
                "minItems": self.exactly,
                "maxItems": self.exactly,
            }
        return made


_TEXT = {"type": "string"}
_LIST = {"type": "array", "items": _TEXT}
_VALUES = {"type": "object", "additionalProperties": {"type": ["number", "string"]}}
_SCHEMAS: dict[ArgumentKind, dict[str, Any]] = {
    "text": _TEXT,
    "texts": {"anyOf": [_TEXT, _LIST]},
    "settings": {"anyOf": [_TEXT, _LIST, _VALUES]},
    "ids": {"anyOf": [_TEXT, _LIST]},
    "value": {"type": ["number", "string"]},
    "flag": {"type": "boolean"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
}


class AssistantTool(NamedTuple):
    """A command as a tool.

    ``changes`` is the argument that names the file that it changes, ``made`` whether it makes files;
    a tool that does neither only reads. ``overwrites`` is whether what was there before is replaced,
    ``repeatable`` whether a second call changes nothing more.
    """

    name: str
    command: tuple[str, ...]
    about: str
    arguments: tuple[Argument, ...]
    changes: Literal["", "weights", "scenario"] = ""
    made: bool = False
    overwrites: bool = False
    repeatable: bool = False

    @property
    def writes(self) -> bool:
        """Whether it writes files."""
        return bool(self.changes) or self.made

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments; any other is refused."""
        return {
            "type": "object",
            "properties": {argument.name: argument.schema for argument in self.arguments},
            "required": [argument.name for argument in self.arguments if argument.required],
            "additionalProperties": False,
        }

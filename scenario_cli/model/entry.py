"""A file that can be named on the command line."""

from typing import NamedTuple

from scenario_cli.choices import FileKind


class Entry(NamedTuple):
    """One scenario or weights file by the name it goes by; ``title`` is empty where it cannot be read."""

    kind: FileKind
    name: str
    title: str
    home: str
    sound: bool

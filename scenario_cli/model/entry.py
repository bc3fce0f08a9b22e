"""A file that can be named on the command line."""

from typing import Literal, NamedTuple


class Entry(NamedTuple):
    """One scenario or weights file by the name it goes by; ``title`` is empty where it cannot be read."""

    kind: Literal["scenario", "weights"]
    name: str
    title: str
    home: str
    sound: bool

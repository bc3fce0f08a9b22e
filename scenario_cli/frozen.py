"""Results that stay what they are: arrays that nobody can write to, after unpickling too."""

import sys
from dataclasses import fields, is_dataclass
from typing import Any


def locked(part: Any) -> Any:
    """Make every array in a result read-only, however deep in tuples, lists, mappings and data classes."""
    numpy = sys.modules.get("numpy")  # without it there are no arrays, and nothing is to load it
    if numpy is None:
        return part
    if isinstance(part, numpy.ndarray):
        part.flags.writeable = False
    elif isinstance(part, tuple | list):
        for item in part:
            locked(item)
    elif isinstance(part, dict):
        for item in part.values():
            locked(item)
    elif is_dataclass(part) and not isinstance(part, type | Frozen):
        for field in fields(part):
            locked(getattr(part, field.name))
    return part


class Frozen:
    """A frozen data class whose arrays are read-only from the start, and still are once unpickled."""

    def __post_init__(self) -> None:
        locked(list(vars(self).values()))

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        locked(list(state.values()))

"""What a result is computed from, as it is told in the result."""

from typing import NamedTuple


class Input(NamedTuple):
    """One file (or model made in Python) that a result was computed from."""

    role: str
    id: str
    sha256: str

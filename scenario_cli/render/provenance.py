"""Where a result comes from: the tool, the bytes it read, what was tried."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from scenario_cli import __version__


class Input(NamedTuple):
    """One file that a result was computed from."""

    role: str
    id: str
    sha256: str


def provenance(
    inputs: Iterable[Input], injects: Iterable[str] = (), settings: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the ``provenance`` field: no clock, no host, no path."""
    return {
        "tool": "scenario-cli",
        "version": __version__,
        "inputs": [{"role": i.role, "id": i.id, "sha256": i.sha256} for i in inputs],
        "injects": list(injects),
        "set": list(settings),
    }

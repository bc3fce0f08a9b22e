"""Where a result comes from: the tool, the bytes it read, what was tried."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scenario_cli import __version__
from scenario_cli.files.input import Input
from scenario_cli.model.settings import Trial

if TYPE_CHECKING:
    from scenario_cli.answers.document import ProvenanceDocument


def provenance(inputs: Iterable[Input], trials: Sequence[Trial] = ()) -> "ProvenanceDocument":
    """Return the ``provenance`` field: no clock, no host, no path."""
    return {
        "tool": "scenario-cli",
        "version": __version__,
        "inputs": [{"role": i.role, "id": i.id, "sha256": i.sha256} for i in inputs],
        "injects": [trial for trial in trials if isinstance(trial, str)],
        "set": [str(trial) for trial in trials if not isinstance(trial, str)],
    }

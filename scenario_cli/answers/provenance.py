"""Where a result comes from: the tool, the bytes it read, what was tried."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scenario_cli import __version__
from scenario_cli.files.input import Input

if TYPE_CHECKING:
    from scenario_cli.answers.document import ProvenanceDocument
    from scenario_cli.model.settings import Trial


def provenance(inputs: Iterable[Input], trials: "Sequence[Trial]" = ()) -> "ProvenanceDocument":
    """Return the ``provenance`` field: no clock, no host, no path.

    ``tried`` is there only where the order is another than injects first, then settings.
    """
    injects = [trial for trial in trials if isinstance(trial, str)]
    settings = [str(trial) for trial in trials if not isinstance(trial, str)]
    found: ProvenanceDocument = {
        "tool": "scenario-cli",
        "version": __version__,
        "inputs": [{"role": i.role, "id": i.id, "sha256": i.sha256} for i in inputs],
        "injects": injects,
        "set": settings,
    }
    order = [str(trial) for trial in trials]
    if order != [*injects, *settings]:
        found["tried"] = order
    return found

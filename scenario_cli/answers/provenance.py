"""Where a result comes from: the tool, the bytes it read, what was tried."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from scenario_cli import __version__
from scenario_cli.files.input import Input

if TYPE_CHECKING:
    from scenario_cli.model.settings import Trial


def provenance(inputs: Iterable[Input], trials: "Sequence[Trial]" = ()) -> dict[str, Any]:
    """Return the ``provenance`` field: no clock, no host, no path.

    ``tried`` is there only where the order is another than injects first, then settings.
    """
    injects = [trial for trial in trials if isinstance(trial, str)]
    settings = [str(trial) for trial in trials if not isinstance(trial, str)]
    order = [str(trial) for trial in trials]
    return {
        "tool": "scenario-cli",
        "version": __version__,
        "inputs": [{"role": i.role, "id": i.id, "sha256": i.sha256} for i in inputs],
        "injects": injects,
        "set": settings,
        **({} if order == [*injects, *settings] else {"tried": order}),
    }

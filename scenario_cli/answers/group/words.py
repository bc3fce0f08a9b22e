"""Words that the answers about ballots share."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scenario_cli.choices import BlendMethod

if TYPE_CHECKING:
    from scenario_cli.model.scenario import Scenario

HOWS: Mapping[BlendMethod, str] = {"mean": "mean", "median": "median", "geometric": "geometric mean"}
EMPTY: Mapping[BlendMethod, str] = {
    "mean": "no factor has weight",
    "median": "no factor has weight in half of the ballots",
    "geometric": "no factor has weight in every ballot",
}


def for_whom(scenario: "Scenario") -> str:
    """Say for whom a person is to weigh: for the one who decides, where that is somebody else."""
    return f"for {scenario.decision_maker}, as you see it" if scenario.decision_maker else "for you"


def ballots(count: int) -> str:
    """Return how many ballots there are, in words."""
    return f"{count} ballot{'s' if count != 1 else ''}"

"""Words that the answers about ballots share."""

from collections.abc import Mapping

from scenario_cli.choices import BlendMethod

HOWS: Mapping[BlendMethod, str] = {"mean": "mean", "median": "median", "geometric": "geometric mean"}
EMPTY: Mapping[BlendMethod, str] = {
    "mean": "no factor has weight",
    "median": "no factor has weight in half of the ballots",
    "geometric": "no factor has weight in every ballot",
}


def ballots(count: int) -> str:
    """Return how many ballots there are, in words."""
    return f"{count} ballot{'s' if count != 1 else ''}"

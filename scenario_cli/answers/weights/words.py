"""Shares in words."""

from collections.abc import Mapping, Sequence

from scenario_cli.text import listed

NEGLIGIBLE = 5e-13  # of a share: rounding dust


def heaviest(weights: Mapping[str, float]) -> list[str]:
    """Return what counts most: several ids where they count the same."""
    most = max(weights.values())
    return [id_ for id_, share in weights.items() if most - share <= NEGLIGIBLE]


def count_most(ids: Sequence[str]) -> str:
    """Return the part of a sentence that says that ids count most."""
    return f"{ids[0]} counts most" if len(ids) == 1 else f"{listed(ids)} count most"


def change(share: float) -> str:
    """Return a change of a share in percentage points, with its sign; dust is +0.0."""
    number = share * 100 if abs(share) > NEGLIGIBLE else 0.0
    return f"{number:+.1f}" if number == 0 or abs(number) >= 0.05 else f"{number:+.1g}"

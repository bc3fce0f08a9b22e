"""Which injects happen together, how many such sets there are, and how many weightings go with them."""

from itertools import combinations
from math import comb

from scenario_cli.choices import InjectSets
from scenario_cli.errors import InputError
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.model.scenario import Scenario

ROWS_AT_ONCE = 65_536
FEW_ROWS_AT_ONCE = 16_384  # memory of one piece is then used again for the next: a tenth of the time of text
LEAST_AT_ONCE = 1_024  # weightings: of fewer, each step takes about as long
MOST_SETS = 10_000


def inject_sets(scenario: Scenario, injects: InjectSets) -> list[tuple[str, ...]]:
    """Return the sets of injects that happen: the fewest first, each in the scenario's order."""
    ids = list(scenario.injects)
    most = {"none": 0, "each": 1, "pairs": 2, "all": len(ids)}[injects]
    return [some for size in range(most + 1) for some in combinations(ids, size)]


def set_count(scenario: Scenario, injects: InjectSets) -> int:
    """Return how many sets of injects there are, without making them."""
    n = len(scenario.injects)
    return {"none": 1, "each": 1 + n, "pairs": 1 + n + comb(n, 2), "all": 1 << n}[injects]


def refuse_many_sets(scenario: Scenario, source: ParsedFile, injects: InjectSets) -> None:
    """Refuse more sets of injects than can be gone through.

    Raises
    ------
    InputError
        There are too many; told at the scenario's injects.
    """
    count = set_count(scenario, injects)
    if count > MOST_SETS:
        message = f"{len(scenario.injects)} injects make {count:,} sets, more than {MOST_SETS:,}"
        raise InputError([source.mistake(("injects",), "too-many-sets", message, key=True)])


def weightings_at_once(scenario: Scenario, injects: InjectSets, few: int | None = None) -> int:
    """Return how many weightings make a chunk: as many as give so many rows, so that memory is bounded.

    Of ``few`` rows, if fewer are enough.
    """
    rows = set_count(scenario, injects) * len(scenario.options)
    most = max(1, ROWS_AT_ONCE // rows)
    return most if few is None else min(most, max(LEAST_AT_ONCE, few // rows))

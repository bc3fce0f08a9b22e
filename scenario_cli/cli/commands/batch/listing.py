"""Weights that a list names, beside those that are typed."""

from collections.abc import Sequence

from scenario_cli.batch.names import listed_in
from scenario_cli.cli.manners import MANNERS
from scenario_cli.errors import UsageError
from scenario_cli.files.catalog import STANDARD_INPUT


def with_listed(
    weights: Sequence[str], files_from: str | None, scenarios: Sequence[str], tables: Sequence[str]
) -> tuple[str, ...]:
    """Return the weights that are named, and those that a list names; where nothing names any, the default.

    Raises
    ------
    UsageError
        The list comes through standard input, and something else is to.
    InputError
        It cannot be read, or names nothing.
    """
    if not weights and not tables and files_from is None:
        own = MANNERS.take("weights")
        return () if own is None else (own,)
    listed = () if files_from is None else listed_in(files_from)
    if files_from == STANDARD_INPUT and STANDARD_INPUT in (*weights, *listed, *scenarios, *tables):
        raise UsageError(f"--files-from {STANDARD_INPUT}: standard input can be read once")
    return (*weights, *listed)

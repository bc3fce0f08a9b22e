"""How rows are laid out: their form, their columns and the types of these, and which rows are wanted."""

from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.choices import RowChoice, RowForm
from scenario_cli.errors import UsageError
from scenario_cli.text import suggestion

COLUMN_TYPES = {
    "scenario": "string",
    "weights": "string",
    "injects": "list",
    "option": "string",
    "rank": "int64",
    "tied": "bool",
    "score": "double",
    "behind": "double",
    "first": "bool",
    "flags": "list",
    "input_sha256": "string",
    "version": "string",
}
COLUMNS = tuple(COLUMN_TYPES)
PLACE_TYPES = {"file": "string", "row": "int64"}  # of a weighting that stands in a table
RANGE_TYPES = {"low": "double", "high": "double", "could_lead": "bool"}  # where they are asked for
TYPES = COLUMN_TYPES | PLACE_TYPES | RANGE_TYPES
SEPARATORS = {"injects": "+", "flags": " "}  # of lists, where they are one text
NO_INJECTS = "none"


class Layout(NamedTuple):
    """How rows are laid out.

    Attributes
    ----------
    form : str
    columns : tuple of str
        Their columns, in order; one that is not of ours is kept from a table, and text.
    rows : str
        Which rows are wanted.
    plain : bool
        Whether CSV has texts as they are, though a spreadsheet would run them as formulas.
    by : tuple of str, optional
        The columns by which a summary is grouped; without it there is no summary, but rows.
    """

    form: RowForm = "csv"
    columns: tuple[str, ...] = COLUMNS
    rows: RowChoice = "all"
    plain: bool = False
    by: tuple[str, ...] | None = None

    @property
    def types(self) -> dict[str, str]:
        """The type of each column."""
        types = TYPES if self.by is None else {column: summed_type(column) for column in self.columns}
        return {column: types.get(column, "string") for column in self.columns}

    @property
    def has_ranges(self) -> bool:
        """Whether rows say what a score could be."""
        return not RANGE_TYPES.keys().isdisjoint(self.columns)


def summed_type(column: str) -> str:
    """Return the type of a column of a summary."""
    if column in ("weightings", "first", "alone") or column.startswith("rank_"):
        return "int64"
    if column.startswith(("share_", "score_", "regret_", "margin_")):
        return "double"
    return COLUMN_TYPES.get(column, "string")


def chosen_columns(chosen: Sequence[str] | None, kept: Sequence[str], *, tables: bool) -> tuple[str, ...]:
    """Return the columns of rows; ``kept`` are those that come from tables.

    Raises
    ------
    UsageError
        A chosen one is none, or is chosen twice.
    """
    places = PLACE_TYPES if tables else {}
    if chosen is None:
        return (*COLUMNS, *places, *kept)
    known = (*COLUMNS, *places, *kept, *RANGE_TYPES)
    seen: set[str] = set()
    for column in chosen:
        if column not in known:
            near = suggestion(column, known)
            near = near if near.startswith("did you mean") else f"columns are {', '.join(known)}"
            raise UsageError(f"'{column}': rows have no such column; {near}", parameter="columns")
        if column in seen:
            raise UsageError(f"'{column}': this column is named twice", parameter="columns")
        seen.add(column)
    if not seen:
        raise UsageError("name at least one column", parameter="columns")
    return tuple(chosen)


def split(column: str, text: str) -> list[str]:
    """Return the list that a text of a column stands for."""
    return text.split(SEPARATORS[column]) if text else []

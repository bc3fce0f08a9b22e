"""How a scenario cites the table that it was read from: the file, its hash, the cell of each number."""

from collections.abc import Sequence
from typing import Any

from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.ids import NewIds
from scenario_cli.sheets.stated import Stated

MOST_ADDED = 3  # cells whose sum is told cell by cell
MOST_CITING = 35_000  # ratings; a file with more that each cite something would have too many parts


def cell_word(place: Mistake) -> str:
    """Return where a number stands: ``My data!C7``, or ``sheet.csv:7:3`` (line, field)."""
    name = place.file.replace("\\", "/").rpartition("/")[2]
    return place.cell or f"{name}:{place.line}:{place.column}"


def sum_word(places: Sequence[Mistake]) -> str:
    """Return where the numbers stand that add up to one."""
    words = [cell_word(place) for place in places]
    return " + ".join(words if len(words) <= MOST_ADDED else [words[0], "...", words[-1]])


class TableCited:
    """The source that a table is, and as evidence what it says of each factor.

    A rating that comes with evidence of its own goes on citing that; so do, without any, those of a
    workbook of ``export``, which holds what a scenario stated. Where ratings are very many, the table is
    one piece of evidence, and none cites it, which is told.
    """

    def __init__(self, stated: Stated, sha256: str, factors: Sequence[str]) -> None:
        sides = stated.sides
        about = f"SHA-256 {sha256}"
        if sides.made_from:
            about += f"; made from {', '.join(sides.made_from)}"
        ids = NewIds({*factors, *sides.evidence, *sides.sources})
        self._table = ids.new("table", "t", 1)
        self._stated, self._factors = stated, list(factors)
        self._own = NewIds({*sides.evidence, *sides.sources, self._table})
        self._cited: dict[str, str] = {}
        self._whole = len(stated.options) * len(stated.factors) > MOST_CITING and not sides.own
        if self._whole:
            message = f"more than {MOST_CITING:,} ratings: none cites this table, which is cited as a whole"
            stated.note(stated.place, "cited-as-a-whole", message)
        self.sources: dict[str, Any] = {
            **sides.sources,
            self._table: {"title": stated.source, "about": about},
        }

    def evidence_of(self, factor: str) -> list[str]:
        """Return the evidence that a rating on a factor cites, where it brings none of its own."""
        if self._stated.sides.own or self._whole:
            return []
        if factor not in self._cited:
            self._cited[factor] = self._own.new(factor, "e", len(self._cited) + 1)
        return [self._cited[factor]]

    @property
    def evidence(self) -> dict[str, Any]:
        """The pieces of evidence: those that stand beside the table, and what it says of factors."""
        stated = self._stated
        found: dict[str, Any] = dict(stated.sides.evidence)
        if self._whole:
            says = f"Ratings of {len(stated.options):,} options on {len(stated.factors):,} factors."
            at = {"at": stated.at} if stated.at else {}
            found[self._own.new("ratings", "e", 1)] = {"source": self._table, **at, "says": says}
        for id_, each in zip(self._factors, stated.factors, strict=True):
            if id_ in self._cited:
                at = {"at": each.extent} if each.extent else {}
                found[self._cited[id_]] = {"source": self._table, **at, "says": f"Ratings on {each.title}."}
        return found

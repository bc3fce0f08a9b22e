"""The sheet of value curves that a workbook has beside its ratings: written there, and not read."""

from collections.abc import Iterable

from scenario_cli.sheets.grid import GridCell, SheetGrid

CURVES = "Curves"
CURVE_HEADS = ("factor", "point", "rating", "position", "value")


def curved_factors(grids: Iterable[SheetGrid]) -> list[str]:
    """Return the ids of the factors that have a curve on a sheet as ``export`` writes it."""
    found: dict[str, None] = {}
    for grid in grids:
        heads = [grid.cells.get((0, column), GridCell("")).value for column in range(len(CURVE_HEADS))]
        if grid.sheet != CURVES or heads != list(CURVE_HEADS):
            continue
        for (row, column), cell in sorted(grid.cells.items()):
            if column == 0 and row > 0 and cell.value != "":
                found.setdefault(str(cell.value))
    return list(found)

"""What a spreadsheet does not show: hidden rows and columns are read, which is said; sheets where named."""

from collections.abc import Callable, Collection, Iterator

from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.grid import Position, SheetGrid, named
from scenario_cli.text import listed

MOST_RANGES = 12  # so many are named, more are counted


def called(grid: SheetGrid) -> str:
    """Return a sheet's name in quotes, and that it is hidden where it is."""
    return f"'{grid.sheet}'{f' ({grid.state})' if grid.state else ''}"


def hidden_notes(grid: SheetGrid, read: Collection[Position]) -> Iterator[Mistake]:
    """Yield a warning where a sheet, or filled cells of it that are ``read``, are hidden."""
    if grid.state and read:
        message = f"this sheet is {grid.state}, and is read all the same"
        yield grid.place(min(read))._replace(code="hidden-sheet", message=message, level="warning")
    rows = {row for row, _ in read if row in grid.hidden_rows}
    columns = {column for _, column in read if column in grid.hidden_columns}
    said = [_runs("row", rows, str)] if rows else []
    said += [_runs("column", columns, lambda number: named((0, number - 1))[:-1])] if columns else []
    if said:
        place = grid.place(min(at for at in read if at[0] in rows or at[1] in columns))
        message = f"hidden and read all the same: {listed(said)}"
        hint = "show them to see what they hold, or delete them"
        yield place._replace(code="hidden-cells", message=message, hint=hint, level="warning")


def _runs(what: str, places: Collection[int], name: Callable[[int], str]) -> str:
    """Say which rows or columns there are, those that follow one another as one run: ``rows 4-6 and 9``."""
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    words = [name(a + 1) if a == b else f"{name(a + 1)}-{name(b + 1)}" for a, b in runs]
    if len(words) > MOST_RANGES:
        words = [*words[:MOST_RANGES], f"{len(words) - MOST_RANGES} more"]
    return f"{what}{'s' * (len(places) > 1)} {listed(words)}"

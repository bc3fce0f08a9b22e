"""The sheets beside the ratings of a workbook of ``export``, read back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scenario_cli.files.scenario_text import scalar
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.sheets.beside import (
    ABOUT,
    CURVES,
    EVIDENCE,
    HEADS,
    LEVELS,
    MADE_BY,
    MAKER,
    OF_WEIGHTS,
    POINTS,
    SOURCES,
    TEXTS,
    text_of_weights,
)
from scenario_cli.sheets.grid import GridCell, Position, SheetGrid, named
from scenario_cli.sheets.hidden import hidden_notes
from scenario_cli.sheets.ids import is_id
from scenario_cli.sheets.numbers import Refusal, amount_of, refused_kind
from scenario_cli.sheets.ratings import EVIDENCE_WORD, LEVEL_WORD, evidence_line, in_workbook
from scenario_cli.text import listed

FEW_CELLS = 5
_BLANK = GridCell("")
_HASH = "SHA-256 "
_SAID = ("how to read", "note", MADE_BY)
_EVIDENCE_AT = re.compile(rf"(?:\A|\n){EVIDENCE_WORD} ([a-z][a-z0-9_-]*) \(")
_LEVEL_AT = re.compile(rf"(?:\A|\n){LEVEL_WORD}: ([a-z][a-z0-9_-]*)(?=\n|\Z)")


class SidePoints(NamedTuple):
    """What the file of some weights states: points of drivers, and within them of factors."""

    drivers: dict[str, float]
    factors: dict[str, dict[str, float]]
    places: dict[tuple[str, ...], Mistake]


class NoteParts(NamedTuple):
    """What the note of a rating says: its reason, its level's name, and the evidence that it rests on."""

    reason: str
    level: str
    evidence: list[str]


@dataclass
class SideTables:
    """What stands beside the ratings; ``own`` says whether a sheet `About` tells that ``export`` wrote them.

    Parts are as a file states them, by id; ``places`` say where each stands, by its path in the file of
    a scenario, ``scale_places`` by factor and the path within its scale.
    """

    own: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    of_weights: dict[str, str] = field(default_factory=dict)
    made_from: list[str] = field(default_factory=list)
    curves: dict[str, dict[float, float]] = field(default_factory=dict)
    levels: dict[str, dict[str, float]] = field(default_factory=dict)
    anchors: dict[str, dict[float, str]] = field(default_factory=dict)
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    points: dict[str, SidePoints] = field(default_factory=dict)
    places: dict[DataPath, Mistake] = field(default_factory=dict)
    scale_places: dict[str, dict[DataPath, Mistake]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    notes: list[Mistake] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def texts_of(self, weights: str) -> dict[str, str]:
        """Return the texts of some weights, by key."""
        said = {key: self.of_weights.get(text_of_weights(weights, key), "") for key in OF_WEIGHTS}
        return {key: text for key, text in said.items() if text}

    def parted(self, note: str, reason: str) -> NoteParts:
        """Return the parts of a rating's note; its reason may stand elsewhere, too, and is no other part.

        Only lines count that say word for word what these sheets do; all else is the reason.
        """
        begin = len(reason) if note.startswith(reason) else 0
        tail, level = note[begin:], ""
        spans: list[tuple[int, int]] = []
        cited: list[str] = []
        for found in _EVIDENCE_AT.finditer(tail):
            if spans and found.start() < spans[-1][1]:
                continue  # what a piece of evidence says
            start = found.start(1) - len(EVIDENCE_WORD) - 1
            line = self._line(found[1])
            end = start + len(line)
            if line and tail.startswith(line, start) and tail[end : end + 1] in ("", "\n"):
                spans.append((found.start(), end))
                cited.append(found[1])
        for found in _LEVEL_AT.finditer(tail):
            inside = any(start <= found.start() < end for start, end in spans)
            if not level and not inside and any(found[1] in levels for levels in self.levels.values()):
                spans.append(found.span())
                level = found[1]
        rest, at = "", 0
        for start, end in sorted(spans):
            rest += tail[at:start]
            at = end
        rest += tail[at:]
        return NoteParts(note[:begin] + rest if rest.strip("\n") else note[:begin], level, cited)

    def _line(self, id_: str) -> str:
        """Return the line of a note that tells of a piece of evidence; empty where there is none."""
        item = self.evidence.get(id_)
        if item is None or item["source"] not in self.sources:
            return ""
        title = self.sources[item["source"]]["title"]
        return in_workbook(evidence_line(id_, title, item.get("at", ""), item["says"]))


def side_tables(grids: Sequence[SheetGrid]) -> SideTables:
    """Return what stands on the sheets beside the one of ratings, and what is wrong with it or to be said."""
    found = SideTables()
    readers = {
        CURVES: _read_curves,
        POINTS: _read_points,
        LEVELS: _read_levels,
        EVIDENCE: _read_evidence,
        SOURCES: _read_sources,
    }
    for grid in grids:
        if is_beside(grid):
            sheet = _SideSheetReader(grid, len(HEADS[grid.sheet]), found)
            readers[grid.sheet](sheet)
        elif is_own(grid):
            sheet = _SideSheetReader(grid, 2, found)
            _read_about(sheet)
        else:
            continue
        found.read.append(grid.sheet)
        found.notes += [*sheet.unread(), *hidden_notes(grid, grid.cells)]
    return found


def is_beside(grid: SheetGrid) -> bool:
    """Whether a sheet is one that ``export`` writes beside the ratings, by its name and all its heads."""
    heads = HEADS.get(grid.sheet, ())
    found = tuple(grid.cells.get((0, column), _BLANK).value for column in range(len(heads)))
    return bool(heads) and found == heads


def is_own(grid: SheetGrid) -> bool:
    """Whether a sheet is the one by which ``export`` tells that it made the workbook."""
    if grid.sheet != ABOUT:
        return False
    rows = [row for (row, column), cell in grid.cells.items() if column == 0 and cell.value == MADE_BY]
    return any(str(grid.cells.get((row, 1), _BLANK).value).startswith(MAKER) for row in rows)


class _SideSheetReader:
    """One sheet that is read line by line; what cannot be read is told."""

    def __init__(self, grid: SheetGrid, width: int, found: SideTables) -> None:
        self.grid, self.width, self.found = grid, width, found
        self.ignored: list[Position] = []

    def rows(self, first: int = 1) -> list[int]:
        """Return the lines below the heads that hold anything."""
        return sorted({row for row, column in self.grid.cells if row >= first and column < self.width})

    def wrong(self, row: int, column: int, code: str, message: str, hint: str = "") -> None:
        """Note that something is wrong at a cell."""
        place = self.grid.place((row, column))
        self.found.mistakes.append(place._replace(code=code, message=message, hint=hint))

    def place(self, path: DataPath, row: int, column: int) -> None:
        """Note where a part stands."""
        self.found.places[path] = self.grid.place((row, column))

    def place_in_scale(self, factor: str, part: str, key: str | float, row: int) -> None:
        """Note where a part of a factor's scale stands."""
        places = self.found.scale_places.setdefault(factor, {})
        places[part, scalar(key)] = self.grid.place((row, 1 if part != "values" else 4))

    def text(self, row: int, column: int) -> str:
        """Return the text in a cell; a number as it is shown."""
        cell = self.grid.cells.get((row, column), _BLANK)
        refusal = refused_kind(cell, "text")
        if refusal is not None:
            self.wrong(row, column, *refusal)
            return ""
        said = cell.value if isinstance(cell.value, str) else repr(cell.value).removesuffix(".0")
        return said if self.grid.exact else said.strip()

    def id(self, row: int, column: int) -> str:
        """Return the id in a cell; empty, and told, where it holds none."""
        said = self.text(row, column).strip()
        if not is_id(said):
            hint = "ids are small letters, digits, '-' and '_', starting with a letter"
            self.wrong(row, column, "bad-id", f"expected an id, found '{said}'", hint)
            return ""
        return said

    def number(self, row: int, column: int) -> float | None:
        """Return the number in a cell; ``None``, and told, where it holds none."""
        cell = self.grid.cells.get((row, column), _BLANK)
        amount = amount_of(cell, "point", semicolons=False)
        if isinstance(amount, Refusal):
            self.wrong(row, column, *amount)
            return None
        return amount.number

    def once(self, part: Mapping[Any, Any], key: Any, row: int, column: int) -> bool:
        """Whether a key stands here for the first time; if not, that is told."""
        if key in part:
            said = scalar(key) if isinstance(key, float) else ".".join(key) if isinstance(key, tuple) else key
            self.wrong(row, column, "duplicate-key", f"'{said}' stands here a second time")
        return key not in part

    def unread(self) -> Iterator[Mistake]:
        """Yield a note that names cells beside what is read."""
        beside = sorted([at for at in self.grid.cells if at[1] >= self.width] + self.ignored)
        if beside:
            cells = [named(at) for at in beside[:FEW_CELLS]]
            more = len(beside) - len(cells)
            words = listed(cells) if not more else f"{', '.join(cells)} and {more} more"
            place = self.grid.place(beside[0])
            message = f"not read, since it is no part of the table: {words}"
            yield place._replace(code="not-read", message=message, level="note")


def _read_about(sheet: _SideSheetReader) -> None:
    found = sheet.found
    found.own = True
    for row in sheet.rows(0):
        said, text = sheet.text(row, 0), sheet.text(row, 1)
        if said in TEXTS:
            found.texts[TEXTS[said]] = text
            sheet.place((TEXTS[said],), row, 1)
        elif text.startswith(_HASH):
            found.made_from.append(f"{said} ({text})")
        elif said.startswith("weights ") and said.rpartition(": ")[2] in OF_WEIGHTS:
            found.of_weights[said] = text
        elif said not in _SAID:
            sheet.ignored += [at for at in ((row, 0), (row, 1)) if at in sheet.grid.cells]


def _read_curves(sheet: _SideSheetReader) -> None:
    """Read the points between the ends of curves; the ends are those of the scale."""
    for row in sheet.rows():
        factor = sheet.id(row, 0)
        if sheet.text(row, 1).strip() in ("worst", "best") or not factor:
            continue
        rating, value = sheet.number(row, 2), sheet.number(row, 4)
        points = sheet.found.curves.setdefault(factor, {})
        if rating is not None and value is not None and sheet.once(points, rating, row, 2):
            points[rating] = value
            sheet.place_in_scale(factor, "values", rating, row)


def _read_levels(sheet: _SideSheetReader) -> None:
    found = sheet.found
    for row in sheet.rows():
        factor, rating, anchor = sheet.id(row, 0), sheet.number(row, 1), sheet.text(row, 3)
        if not factor or rating is None:
            continue
        levels, anchors = found.levels.setdefault(factor, {}), found.anchors.setdefault(factor, {})
        if (row, 2) in sheet.grid.cells:
            level = sheet.id(row, 2)
            if level and sheet.once(levels, level, row, 2):
                levels[level] = rating
                sheet.place_in_scale(factor, "levels", level, row)
        if anchor and sheet.once(anchors, rating, row, 1):
            anchors[rating] = anchor
            sheet.place_in_scale(factor, "anchors", rating, row)


def _read_evidence(sheet: _SideSheetReader) -> None:
    evidence = sheet.found.evidence
    for row in sheet.rows():
        id_, source = sheet.id(row, 0), sheet.id(row, 1)
        at, says, about = (sheet.text(row, column) for column in (2, 3, 4))
        if id_ and source and sheet.once(evidence, id_, row, 0):
            more = {"at": at, "says": says, "about": about}
            stated = {key: text for key, text in more.items() if text or key == "says"}
            evidence[id_] = {"source": source, **stated}
            sheet.place(("evidence", id_), row, 0)
            sheet.place(("evidence", id_, "source"), row, 1)


def _read_sources(sheet: _SideSheetReader) -> None:
    sources = sheet.found.sources
    for row in sheet.rows():
        id_, title, *more = sheet.id(row, 0), *(sheet.text(row, column) for column in range(1, 7))
        about, authors, publisher, date, read_in = more
        if id_ and sheet.once(sources, id_, row, 0):
            stated = {
                "about": about,
                "authors": authors.split("\n") if authors else [],
                "publisher": publisher,
                "date": date,
                "read_in": read_in.strip(),
            }
            sources[id_] = {"title": title, **{key: part for key, part in stated.items() if part}}
            sheet.place(("sources", id_), row, 0)
            sheet.place(("sources", id_, "read_in"), row, 6)


def _read_points(sheet: _SideSheetReader) -> None:
    for row in sheet.rows():
        name, driver, number = sheet.text(row, 0), sheet.id(row, 1), sheet.number(row, 3)
        factor = sheet.id(row, 2) if (row, 2) in sheet.grid.cells else ""
        if number is None or not driver:
            continue
        if number < 0:
            sheet.wrong(row, 3, "out-of-range", f"expected a number at least 0, found {number:g}")
            continue
        points = sheet.found.points.setdefault(name, SidePoints({}, {}, {}))
        path = (driver, factor) if factor else (driver,)
        if sheet.once(points.places, path, row, 2 if factor else 1):
            points.places[path] = sheet.grid.place((row, 3))
            (points.factors.setdefault(driver, {}) if factor else points.drivers)[factor or driver] = number

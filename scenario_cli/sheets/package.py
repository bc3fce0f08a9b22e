"""What a workbook's reader does not tell, read out of its XML, and what must be known before it reads.

A workbook (.xlsx, ECMA-376) is a ZIP archive of XML files. The reader of values makes room for the box
round all cells, knows neither notes nor how numbers are shown, and takes what a formula has not computed
for blank. All that is looked at here, with the standard library, and bounded: what an archive unfolds to
is counted as it unfolds, and XML with a document type (which could state entities) is refused.
"""

import io
import posixpath
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from scenario_cli.sheets.grid import MAX_CELLS, Position, SheetState, failure, named, too_many_cells

MAX_UNFOLDED = 64 * 1024 * 1024
MAX_MEMBERS = 2000
MAX_DEPTH = 64
ROW_STARTS = "row starts"
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet, as spreadsheets have it
_BLOCK = 256 * 1024
_STATES: dict[str, SheetState] = {"hidden": "hidden", "veryHidden": "very hidden"}
_PER_CENT = (9, 10)  # of the number formats that need not be stated, those with a per cent sign
_REFERENCE = re.compile(r"\$?([A-Z]{1,4})\$?([0-9]{1,8})")
_ESCAPED = re.compile(
    r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_"
)  # a sign that XML cannot hold, or that is such an escape itself
_THREADED = re.compile(r"\[Threaded comment\].*?\n\s*Comment:\s*\n?", re.DOTALL)


@dataclass
class Marks:
    """What is to be known of a sheet's cells beside their values."""

    per_cent: set[Position] = field(default_factory=set)
    errors: dict[Position, str] = field(default_factory=dict)
    uncomputed: set[Position] = field(default_factory=set)
    notes: dict[Position, str] = field(default_factory=dict)
    last: Position = (0, 0)
    state: SheetState = ""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: bytearray = field(default_factory=lambda: bytearray(MOST_COLUMNS))


class _Element(NamedTuple):
    """One element of an XML file, once it has ended: its name without namespace, and what is in it."""

    name: str
    attributes: dict[str, str]
    text: str


class BookArchive:
    """The XML files of a workbook.

    Raises
    ------
    InputError
        It is no archive, or unfolds to too much.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self._content = name, content
        try:
            self._zip = ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except (BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
            hint = "save it as .xlsx without a password" if content[:4] == b"\xd0\xcf\x11\xe0" else ""
            raise failure(name, "not-a-workbook", "this is no workbook (.xlsx)", hint) from None
        if len(members) > MAX_MEMBERS:
            raise failure(name, "too-large", f"the workbook holds more than {MAX_MEMBERS:,} files")
        left = MAX_UNFOLDED
        for member in members:
            left -= self._unfolded(member, left)
        self._members = {member.filename.lstrip("/").casefold(): member for member in members}

    def marks(self, sheet: str) -> Marks | None:
        """Return what is to be known of a sheet; ``None`` where the workbook does not say where it is."""
        found = self._sheets().get(sheet)
        if found is None:
            return None
        part, state = found
        marks = Marks(state=state)
        self._scan_cells(part, marks, self._per_cent_styles(), self._lengths())
        for kind, target in self._related(part):
            if kind == "comments":
                marks.notes.update(self._notes(target))
        return marks

    def _unfolded(self, member: ZipInfo, most: int) -> int:
        """Return how many bytes a member really unfolds to: what the archive says of it may be a lie."""
        too_large = failure(
            self.name, "too-large", f"the workbook unfolds to more than {MAX_UNFOLDED // 1024 // 1024} MiB"
        )
        start = member.header_offset
        header = self._content[start : start + 30]
        if len(header) < 30 or member.flag_bits & 1 or member.compress_type not in (0, 8):
            raise failure(self.name, "not-a-workbook", "this is no workbook (.xlsx) that can be read")
        start += 30 + sum(struct.unpack("<HH", header[26:30]))
        packed = self._content[start : start + member.compress_size]
        if member.compress_type == 0:
            size = len(packed)
        else:
            size, unfolding = 0, zlib.decompressobj(-15)
            try:
                while packed and not unfolding.eof:
                    size += len(unfolding.decompress(packed, _BLOCK))
                    packed = unfolding.unconsumed_tail
                    if size > most:
                        raise too_large
            except zlib.error:
                raise failure(self.name, "not-a-workbook", "the workbook is damaged") from None
        if size > most:
            raise too_large
        return size

    def _elements(self, part: str) -> Iterator[_Element]:
        """Yield the elements of an XML file as they end, the innermost first.

        Raises
        ------
        InputError
            It is no XML, or has a document type.
        """
        member = self._members.get(part.casefold())
        if member is None:
            return
        ended: list[_Element] = []
        parser = _parser(ended, f"{part} in the workbook states a document type", self.name)
        try:
            with self._zip.open(member) as file:
                while block := file.read(_BLOCK):
                    parser.Parse(block, False)
                    yield from ended
                    ended.clear()
            parser.Parse(b"", True)
        except (expat.ExpatError, BadZipFile, OSError, EOFError, zlib.error, ValueError, NotImplementedError):
            raise failure(self.name, "not-a-workbook", f"{part} in the workbook is damaged") from None
        yield from ended

    def _related(self, part: str) -> list[tuple[str, str]]:
        """Return the kind and the path of each file that another one refers to."""
        folder, _, name = part.rpartition("/")
        found = []
        for element in self._elements(f"{folder}/_rels/{name}.rels".lstrip("/")):
            if element.name == "Relationship" and element.attributes.get("TargetMode") != "External":
                target = element.attributes.get("Target", "")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = element.attributes.get("Type", "").rpartition("/")[2]
                found.append((kind, path))
                found.append((element.attributes.get("Id", ""), path))
        return found

    def _book(self) -> str:
        return next((path for kind, path in self._related("") if kind == "officeDocument"), "xl/workbook.xml")

    def _sheets(self) -> dict[str, tuple[str, SheetState]]:
        """Return the file of each sheet by its name, and whether it is hidden."""
        book = self._book()
        related = dict(self._related(book))
        return {
            element.attributes.get("name", ""): (
                related[element.attributes.get("id", "")],
                _STATES.get(element.attributes.get("state", ""), ""),
            )
            for element in self._elements(book)
            if element.name == "sheet" and element.attributes.get("id", "") in related
        }

    def _per_cent_styles(self) -> set[str]:
        """Return the numbers of the styles in which a number is shown with a per cent sign."""
        styles = next((p for kind, p in self._related(self._book()) if kind == "styles"), "xl/styles.xml")
        stated: dict[str, str] = {}
        formats: list[str] = []
        found: list[str] = []
        for element in self._elements(styles):
            if element.name == "numFmt":
                stated[element.attributes.get("numFmtId", "")] = element.attributes.get("formatCode", "")
            elif element.name == "xf":
                formats.append(element.attributes.get("numFmtId", "0"))
            elif element.name == "cellStyleXfs":
                formats.clear()
            elif element.name == "cellXfs":
                found = formats[:]
        quoted = r'"[^"]*"|\\.|_.|\[[^\]]*\]'
        signs = {number for number, code in stated.items() if "%" in re.sub(quoted, "", code)}
        signs |= {str(number) for number in _PER_CENT if str(number) not in stated}
        return {str(style) for style, number in enumerate(found) if number in signs}

    def _lengths(self) -> list[int]:
        """Return how long each text is that cells share."""
        related = self._related(self._book())
        part = next((path for kind, path in related if kind == "sharedStrings"), "xl/sharedStrings.xml")
        found, length = [], 0
        for element in self._elements(part):
            if element.name == "t":
                length += len(element.text)
            elif element.name == "si":
                found.append(length)
                length = 0
        return found

    def _scan_cells(self, part: str, marks: Marks, shown: set[str], lengths: list[int]) -> None:
        """Note of each cell what its value does not say, and hold the sheet to its bounds."""
        row, column = -1, -1
        formula, value, hidden = False, "", False
        last_row = last_column = text = 0
        for element in self._elements(part):
            if element.name == "f":
                formula = True
            elif element.name in ("v", "t"):
                value += element.text
            elif element.name == ROW_STARTS:
                stated = element.attributes.get("r", "")
                row, column = int(stated[:9]) - 1 if stated.isascii() and stated.isdecimal() else row + 1, -1
                hidden = _is_hidden(element, "ht")
            elif element.name == "col":
                _hide(marks, element)
            elif element.name == "c":
                at = position_of(element.attributes.get("r", ""))
                row, column = at or (row, column + 1)
                if not 0 <= row < MOST_ROWS or column >= MOST_COLUMNS:
                    raise too_many_cells(self.name, "a sheet")
                kind = element.attributes.get("t", "n")
                if kind == "s" and value.isascii() and value.isdecimal() and int(value[:9]) < len(lengths):
                    text += lengths[int(value[:9])]
                per_cent = element.attributes.get("s") in shown
                _mark(marks, (row, column), kind, value, formula=formula, per_cent=per_cent)
                if value or formula:
                    marks.hidden_rows |= {row} if hidden else set()
                    last_row, last_column = max(last_row, row), max(last_column, column)
                formula, value = False, ""
                if (last_row + 1) * (last_column + 1) > MAX_CELLS:
                    raise too_many_cells(self.name, f"a sheet, to {named((last_row, last_column))},")
                if text > MAX_UNFOLDED:  # since each cell is given a copy of its own
                    raise failure(self.name, "too-large", "the texts of a sheet are too long together")
        marks.last = (last_row, last_column)

    def _notes(self, part: str) -> Iterator[tuple[Position, str]]:
        """Yield the notes of a sheet: what stands in them, runs of letters put together."""
        texts: list[str] = []
        for element in self._elements(part):
            if element.name == "t":
                texts.append(element.text)
            elif element.name == "rPh":  # how it is pronounced, which is no part of it
                del texts[-1:]
            elif element.name == "comment":
                at = position_of(element.attributes.get("ref", ""))
                text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(texts))
                said = _THREADED.sub("", text.replace("\r\n", "\n"))
                if at is not None and said.strip():
                    yield at, said
                texts.clear()


def _is_hidden(element: _Element, size: str) -> bool:
    """Whether a row or column is not shown: hidden by hand, by a filter or a group, or of no size."""
    return element.attributes.get("hidden") in ("1", "true") or element.attributes.get(size) in ("0", "0.0")


def _hide(marks: Marks, element: _Element) -> None:
    """Note the columns that are not shown, of those that an element tells of."""
    first, last = (element.attributes.get(key, "") for key in ("min", "max"))
    if _is_hidden(element, "width") and f"{first}{last}".isascii() and first.isdecimal() and last.isdecimal():
        start, end = max(int(first[:9]) - 1, 0), min(int(last[:9]), MOST_COLUMNS)
        marks.hidden_columns[start:end] = b"\1" * (end - start)


def _mark(marks: Marks, at: Position, kind: str, value: str, *, formula: bool, per_cent: bool) -> None:
    """Note of a cell what its value does not say."""
    if kind == "e":
        marks.errors[at] = value or "an error"
    elif formula and not value and kind != "str":
        marks.uncomputed.add(at)
    elif kind == "n" and per_cent:
        marks.per_cent.add(at)


def _parser(ended: list[_Element], doctype: str, name: str) -> expat.XMLParserType:
    """Return a parser that adds elements to a list as they end, and refuses a document type."""
    opened: list[tuple[str, dict[str, str], list[str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(opened) > MAX_DEPTH:
            raise failure(name, "not-a-workbook", "elements in the workbook stand too deep")
        plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        opened.append((tag.rpartition("}")[2], plain, []))
        if opened[-1][0] == "row":  # whose number has to be known before its cells
            ended.append(_Element(ROW_STARTS, plain, ""))

    def end(_: str) -> None:
        tag, attributes, texts = opened.pop()
        ended.append(_Element(tag, attributes, "".join(texts)))

    def data(text: str) -> None:
        if opened:
            opened[-1][2].append(text)

    def refuse(*_: object) -> None:
        raise failure(name, "not-a-workbook", doctype)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = data, refuse
    return parser


def position_of(reference: str) -> Position | None:
    """Return the position of a cell that is named as spreadsheets do."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1

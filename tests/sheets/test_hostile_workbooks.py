"""Workbooks that were made to do harm are refused, quickly and in plain words."""

import io
import re
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from books import book

import scenario_cli as sc
from scenario_cli.sheets.package import MAX_UNFOLDED

ROWS = [["driver", "factor", "A"], ["X", "Y", 3]]


def refused(name):
    with pytest.raises(sc.InputError) as told:
        sc.import_sheet(name)
    (mistake,) = told.value.mistakes
    return f"{mistake.code}: {mistake.message}"


def changed(folder, member, change, name="bad.xlsx"):
    """Write a workbook with one of its files changed."""
    book("good.xlsx", notes={"C2": "why"}, Ratings=ROWS)
    with zipfile.ZipFile("good.xlsx") as old, zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, change(content) if each == member else content)
    return name


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"\x00" * 4096, b"not a workbook", b"\xd0\xcf\x11\xe0" + b"\x00" * 4096],
    ids=["empty", "stub", "zeros", "text", "password"],
)
def test_what_is_no_archive_is_refused(folder, content):
    (folder / "bad.xlsx").write_bytes(content)
    assert refused("bad.xlsx").startswith("not-a-workbook")


def test_every_cut_of_a_workbook_is_refused_or_read(folder):
    book("good.xlsx", Ratings=ROWS)
    content = (folder / "good.xlsx").read_bytes()
    for end in range(0, len(content), 97):
        (folder / "bad.xlsx").write_bytes(content[:end])
        assert refused("bad.xlsx").startswith("not-a-workbook")


def test_changed_bytes_are_refused_or_read(folder):
    book("good.xlsx", Ratings=ROWS)
    content = bytearray((folder / "good.xlsx").read_bytes())
    read, places = 0, range(0, len(content), 61)
    for at in places:
        damaged = content[:]
        damaged[at] ^= 0x5A
        (folder / "bad.xlsx").write_bytes(damaged)
        with suppress(sc.InputError):
            sc.import_sheet("bad.xlsx")
            read += 1
    assert 0 < read < len(places)


def test_an_archive_that_unfolds_to_much_is_refused_whatever_it_says_of_itself(folder):
    name = changed(folder, "xl/styles.xml", lambda old: old + b" " * (MAX_UNFOLDED + 1))
    assert refused(name) == "too-large: the workbook unfolds to more than 64 MiB"
    content = (folder / name).read_bytes()
    size = zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/styles.xml").file_size
    lying = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    (folder / "lying.xlsx").write_bytes(lying)
    assert refused("lying.xlsx").startswith("too-large")


@pytest.mark.parametrize(
    "member",
    [
        "xl/worksheets/sheet1.xml",
        "xl/comments1.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    ],
)
def test_a_document_type_is_refused(folder, member):
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    name = changed(folder, member, lambda old: old.replace(b"?>", b"?>" + bomb, 1))
    assert refused(name) == f"not-a-workbook: {member} in the workbook states a document type"


@pytest.mark.parametrize("cell", [b"XFD1048576", b"ALL401", b"A400001", b"ZZZZ1", b"A99999999"])
def test_a_cell_far_away_does_not_take_the_memory_of_all_between(folder, cell):
    name = changed(
        folder, "xl/worksheets/sheet1.xml", lambda old: old.replace(b'r="C2"', b'r="' + cell + b'"')
    )
    tracemalloc.start()
    try:
        assert refused(name).startswith("too-large")
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


def test_one_long_text_in_very_many_cells_is_refused(folder):
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (r, r) for r in range(9, 3000))
    name = changed(
        folder, "xl/worksheets/sheet1.xml", lambda old: old.replace(b"</sheetData>", cells + b"</sheetData>")
    )
    with zipfile.ZipFile(name) as old, zipfile.ZipFile("long.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            content = old.read(each)
            if each == "xl/sharedStrings.xml":
                content = content.replace(b">driver<", b">" + b"driver" * 10_000 + b"<")
            new.writestr(each, content)
    assert refused("long.xlsx") == "too-large: the texts of a sheet are too long together"


def test_elements_within_elements_without_end_are_refused(folder):
    name = changed(folder, "xl/styles.xml", lambda old: old.replace(b"<fonts", b"<a>" * 100_000 + b"<fonts"))
    assert refused(name) == "not-a-workbook: elements in the workbook stand too deep"


def test_a_row_far_away_whose_cells_have_no_names_is_refused(folder):
    far = b'<row r="1048576"><c><v>1</v></c></row></sheetData>'
    name = changed(folder, "xl/worksheets/sheet1.xml", lambda old: old.replace(b"</sheetData>", far))
    assert refused(name).startswith("too-large")


def test_merged_ranges_without_end_are_refused(folder):
    merged = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 200_000 + b"</mergeCells>"
    name = changed(folder, "xl/worksheets/sheet1.xml", lambda old: old.replace(b"</sheetData>", merged))
    assert refused(name).startswith("too-large")


def test_cells_without_names_stand_where_they_are_written(folder):
    def bare(old):
        return re.sub(rb'<c r="[A-Z0-9]+"', b"<c", old)

    name = changed(folder, "xl/worksheets/sheet1.xml", bare)
    assert sc.import_sheet(name).scenario.ratings["a"]["y"].value == 3


def test_a_merged_range_over_the_whole_sheet_is_bounded(folder):
    name = changed(
        folder,
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="D1:XFD1048576"/></mergeCells>'
        ),
    )
    assert list(sc.import_sheet(name).scenario.options) == ["a"]


def test_a_note_that_another_file_would_hold_is_not_looked_for(folder):
    name = changed(
        folder,
        "xl/worksheets/_rels/sheet1.xml.rels",
        lambda old: old.replace(b"../comments1.xml", b"../../../../etc/passwd"),
    )
    assert sc.import_sheet(name).scenario.ratings["a"]["y"].why == ""


def test_a_workbook_without_its_reader_is_told(folder, monkeypatch):
    book("good.xlsx", Ratings=ROWS)
    monkeypatch.setattr("scenario_cli.extras.find_spec", lambda _: None)
    with pytest.raises(sc.MissingPackageError, match="install scenario-cli with the extra 'sheet'"):
        sc.import_sheet("good.xlsx")

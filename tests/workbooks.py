"""Workbooks as others see them: read, changed, and computed again by programs that are not ours."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from builders import scenario_of
from doubted import curves
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from scenario_cli.files.origin import models_of
from scenario_cli.study import Study, study_of

SCALES = ((0.0, 10.0), (10.0, 0.0), (900.0, 100.0), (-1.0, 1.0))


def rows_of(content: bytes, sheet: str) -> list[list[Any]]:
    """What a sheet holds, as python-calamine reads it."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()


def changed(content: bytes, cells: dict[tuple[int, int], Any], folder: Path) -> Path:
    """Write a workbook with other cells in `Ratings`, without any value that was kept for a formula."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content))
    for (row, column), holds in cells.items():
        book["Ratings"].cell(row + 1, column + 1).value = holds
    path = folder / "changed.xlsx"
    book.save(path)
    return path


def by_formulas(path: Path) -> dict[str, Any]:
    """Return every cell of a workbook, ``Sheet!A1``, as the package `formulas` computes it."""
    import formulas

    solved = formulas.ExcelModel().loads(str(path)).finish().calculate()
    found = {}
    for key, cell in solved.items():
        if hasattr(cell, "value") and ":" not in key:
            sheet, _, place = key.partition("]")[2].partition("'!")
            found[f"{sheet.capitalize()}!{place}"] = cell.value[0][0]
    return found


def by_libreoffice(path: Path) -> dict[str, Any]:
    """Return the ranking of a workbook as LibreOffice computes it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("there is no LibreOffice here")
    out = path.parent / "office"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    rows = rows_of((out / path.name).read_bytes(), "Ranking")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return {f"Ranking!{letters[j]}{i + 1}": cell for i, row in enumerate(rows) for j, cell in enumerate(row)}


def ranking_in(cells: dict[str, Any], options: int, weights: int = 1) -> list[tuple[list[float], list[int]]]:
    """Return scores and ranks by weights from the cells of a workbook."""
    found = []
    for k in range(weights):
        score, rank = "CDEFGHIJKLMN"[2 * k], "CDEFGHIJKLMN"[2 * k + 1]
        rows = range(2, options + 2)
        found.append(
            (
                [float(cells[f"Ranking!{score}{i}"]) for i in rows],
                [int(cells[f"Ranking!{rank}{i}"]) for i in rows],
            )
        )
    return found


def study_from(scenario: Any, *weights: Any) -> list[Study]:
    """Return the study of a scenario made in a test, under each of the weights."""
    first = study_of(models_of(scenario, weights[0]))
    return [first, *(first.under(other) for other in weights[1:])]


@st.composite
def exportable(draw: Any) -> Any:
    """A small scenario: curves, falling scales, ties, unknown ratings; and points, some of them 0."""
    groups = draw(st.sampled_from(((0, 0), (2,), (2, 0), (0, 3), (1, 2))))
    n = sum(max(1, count) for count in groups)
    scales = []
    for _ in range(n):
        worst, best = draw(st.sampled_from(SCALES))
        points = draw(curves(worst, best)) if draw(st.booleans()) else {}
        scales.append({"worst": worst, "best": best, **({"values": points} if points else {})})
    share = st.integers(0, 8).map(lambda k: k / 8)
    rows = [
        [
            None
            if draw(st.integers(0, 5)) == 0
            else scale["worst"] + draw(share) * (scale["best"] - scale["worst"])
            for scale in scales
        ]
        for _ in range(draw(st.integers(1, 4)))
    ]
    if draw(st.booleans()):
        rows.append(list(rows[0]))
    scenario = scenario_of(rows, groups=groups, scales=scales)
    point = st.sampled_from((0.0, 1.0, 2.0, 3.0, 0.1))
    drivers = draw(st.lists(point, min_size=len(groups), max_size=len(groups)).filter(any))
    within = {
        driver: draw(st.lists(point, min_size=count, max_size=count).filter(any))
        for driver, count in zip(scenario.drivers, groups, strict=True)
        if count
    }
    return scenario, drivers, within

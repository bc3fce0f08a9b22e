"""DMSY, the decision matrices of scikit-criteria (``skcriteria.io.dmsy``): version 1, ``discrete-dm``.

YAML (or JSON, which is YAML) with ``dmsy: {dm_type: discrete-dm, version: 1}`` and ``data``: ``matrix``,
``objectives`` (1: more is better, -1: less), ``weights``, ``alternatives``, ``criteria``. It states no
ends of scales: 0 to 10 is taken where all ratings fit, else the criterion is refused.
"""

from typing import Any

from scenario_cli.files.parsed import ParsedFile
from scenario_cli.mistakes import DataPath
from scenario_cli.model.base import Numeral
from scenario_cli.sheets.foreign.yaml_parts import base_name, begun, place
from scenario_cli.sheets.stated import Named, Stated, StatedFactor, StatedWeights

TYPE, VERSION = "discrete-dm", 1.0
_OBJECTIVES = {"1": False, "-1": True, "max": False, "min": True}


def stated_in_dmsy(source: ParsedFile) -> Stated:
    """Return what a decision matrix states."""
    stated = begun(source)
    top = source.data if isinstance(source.data, dict) else {}
    about = top.get("dmsy")
    if not isinstance(about, dict) or (about.get("dm_type"), about.get("version")) != (TYPE, VERSION):
        message = "this is no DMSY file of version 1 (discrete-dm)"
        stated.wrong(place(source, "dmsy"), "wrong-format", message)
        return stated
    data = top.get("data")
    parts = {
        key: _list(stated, source, data, key) for key in ("alternatives", "criteria", "objectives", "matrix")
    }
    if stated.mistakes:
        return stated
    criteria, alternatives = parts["criteria"], parts["alternatives"]
    _hold_length(stated, source, ("data", "objectives"), parts["objectives"], len(criteria))
    _hold_length(stated, source, ("data", "matrix"), parts["matrix"], len(alternatives))
    for i, title in enumerate(alternatives):
        at = place(source, "data", "alternatives", i)
        stated.options.append(Named(_text(title), "", at))
        row = parts["matrix"][i] if i < len(parts["matrix"]) else None
        _hold_length(stated, source, ("data", "matrix", i), row, len(criteria))
    if stated.mistakes:
        return stated
    for j, title in enumerate(criteria):
        at = place(source, "data", "criteria", j)
        each = StatedFactor(Named(_text(title), "", at), None, at)
        objective = _OBJECTIVES.get(_text(parts["objectives"][j]))
        if objective is None:
            stated.wrong(place(source, "data", "objectives", j), "wrong-value", "expected 1 or -1")
        each.falling = bool(objective)
        for i, row in enumerate(parts["matrix"]):
            where = each.places["rating", str(i)] = place(source, "data", "matrix", i, j)
            if not isinstance(row[j], float):
                stated.wrong(where, "wrong-type", "expected a number")
            each.ratings.append(row[j] if isinstance(row[j], float) else "unknown")
        stated.factors.append(each)
    _weigh(stated, source, data)
    return stated


def _list(stated: Stated, source: ParsedFile, data: Any, key: str) -> list[Any]:
    part = data.get(key) if isinstance(data, dict) else None
    if not isinstance(part, list) or not part:
        stated.wrong(place(source, "data", key), "missing-key", f"'data.{key}' is missing, or no list")
        return []
    return part


def _hold_length(stated: Stated, source: ParsedFile, path: DataPath, part: Any, length: int) -> None:
    found = len(part) if isinstance(part, list) else 0
    if found != length:
        stated.wrong(place(source, *path), "wrong-length", f"holds {found}, expected {length}")


def _weigh(stated: Stated, source: ParsedFile, data: Any) -> None:
    weights = data.get("weights")
    if weights is None:
        stated.note(stated.place, "no-weights", "no weights are stated here, so there is no weights file")
        return
    at = place(source, "data", "weights")
    _hold_length(stated, source, ("data", "weights"), weights, len(stated.factors))
    if not isinstance(weights, list) or len(weights) != len(stated.factors):
        return
    stated.weights.append(StatedWeights(base_name(source), at))
    for j, (each, points) in enumerate(zip(stated.factors, weights, strict=True)):
        sound = isinstance(points, float) and points >= 0
        if not sound:
            stated.wrong(place(source, "data", "weights", j), "out-of-range", "expected a number at least 0")
        each.points.append(float(points) if sound else None)
        each.point_places.append(place(source, "data", "weights", j))


def _text(part: Any) -> str:
    return part.text if isinstance(part, Numeral) else str(part)

"""What differs between two studies in the numbers that hold: those stated, with all that is tried on them."""

from collections.abc import Mapping
from typing import NamedTuple

from scenario_cli.engine.cells import Cells
from scenario_cli.engine.problem import stated_points
from scenario_cli.model.changes import Change, scenario_changes
from scenario_cli.model.scenario import UNKNOWN
from scenario_cli.study import Study


class _Effective(NamedTuple):
    """A number that holds, and within what it may lie."""

    number: str
    within: str


def effective_changes(old: Study, new: Study) -> list[Change]:
    """Return what differs between two studies in what holds in each: points first, then ratings.

    An inject or a setting that came or went shows in the numbers that it moved. A rating of which
    only the range moved is told with it. What is no number stands between: options and factors
    that came or went, scales.
    """
    stated = scenario_changes(old.scenario, new.scenario)
    return [
        *_differing(_points(old), _points(new)),
        *(change for change in stated if not change.where.startswith("ratings.")),
        *_differing(_ratings(old), _ratings(new)),
    ]


def _differing(before: Mapping[str, _Effective], after: Mapping[str, _Effective]) -> list[Change]:
    """Return the numbers that both have and that differ; what came or went is told as such."""
    changes = []
    for where, now in after.items():
        was = before.get(where)
        if was is not None and was.number != now.number:
            changes.append(Change(where, was.number, now.number))
        elif was is not None and was.within != now.within:
            changes.append(Change(where, *(f"{one.number} ({one.within})" for one in (was, now))))
    return changes


def _points(study: Study) -> dict[str, _Effective]:
    drivers, groups = stated_points(study.scenario, study.weights, study.trials)
    of = study.scenario.drivers
    found = {f"weights.{id_}": _Effective(_text(points), "") for id_, points in zip(of, drivers, strict=True)}
    for (driver, rated), group in zip(of.items(), groups, strict=True):
        within = zip(rated.factors, group, strict=False)  # a driver that is itself rated has no factors
        found |= {f"weights.{driver}.{factor}": _Effective(_text(points), "") for factor, points in within}
    return found


def _ratings(study: Study) -> dict[str, _Effective]:
    cells = Cells(study.scenario)
    cells.apply(study.trials)
    return {
        f"ratings.{option}.{factor}": _Effective(
            UNKNOWN if cells.unknown[i, j] else _text(cells.ratings[i, j]),
            f"{_text(cells.low[i, j])} to {_text(cells.high[i, j])}",
        )
        for option, i in cells.row.items()
        for factor, j in cells.column.items()
    }


def _text(number: float) -> str:
    """Return a number without what adding up has left at its end."""
    return f"{float(number):.12g}"

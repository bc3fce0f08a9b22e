"""Scenarios, weights and problems from plain arrays, so that a test shows only the numbers it is about."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from scenario_cli.engine.additive import Ranking, rank_options
from scenario_cli.engine.problem import DecisionProblem, decision_problem
from scenario_cli.files.origin import Origin
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.study import Study

TIE = 1e-9
CASES = Path(__file__).parent / "cases"


def up_to(count: int) -> settings:
    """So many examples in the fixed profile; in a random one, as many as that profile has."""
    fixed = settings.default.derandomize
    return settings(max_examples=count) if fixed else settings()


few, many = up_to(25), up_to(60)


def scenario_of(
    ratings: Any,
    *,
    groups: Any = None,
    options: Any = None,
    factors: Any = None,
    drivers: Any = None,
    scales: Any = None,
    minimums: Any = None,
    **stated: Any,
) -> Scenario:
    """Build a scenario from rows of cells, one row an option.

    A cell is a number, a level's name, ``None`` (unknown) or a mapping as in a file.
    ``groups`` counts the factors of each driver, 0 for a driver that is itself rated;
    without it every column is such a driver. Ids are o0.., d0.., f0.. unless given; a
    driver that is itself rated goes by its driver's id. ``scales`` are mappings as in
    a file, one a column, ``None`` for 0..10.
    """
    width = len(ratings[0])
    counts = list(groups) if groups is not None else [0] * width
    assert sum(max(1, count) for count in counts) == width, "groups do not cover the columns"
    driver_ids = list(drivers or (f"d{k}" for k in range(len(counts))))
    ids, tree, column = [], {}, 0
    for driver, count in zip(driver_ids, counts, strict=True):
        within = {}
        for _ in range(max(1, count)):
            id_ = (factors[column] if factors else f"f{column}") if count else driver
            within[id_] = _factor(scales, minimums, column)
            ids.append(id_)
            column += 1
        tree[driver] = {"factors": within} if count else within[driver]
    rows = list(options or (f"o{i}" for i in range(len(ratings))))
    return Scenario.model_validate(
        {
            "format": "scenario/1",
            "id": "built",
            "title": "Built",
            "question": "Which?",
            "drivers": tree,
            "options": {row: {} for row in rows},
            "ratings": {
                row: dict(zip(ids, map(_as_stated, cells), strict=True))
                for row, cells in zip(rows, ratings, strict=True)
            },
            **_as_stated(stated),
        }
    )


def weights_of(scenario: Scenario, points: Any, factors: Any = None) -> Weights:
    """Build weights from points, one a driver; ``factors`` maps drivers to points, one a factor."""
    return Weights.model_validate(
        {
            "format": "weights/1",
            "id": "built",
            "drivers": dict(zip(scenario.drivers, map(float, points), strict=True)),
            "factors": {
                driver: dict(zip(scenario.drivers[driver].factors, map(float, within), strict=True))
                for driver, within in (factors or {}).items()
            },
        }
    )


def problem_of(
    ratings: Any, points: Any, within: Any = None, *, events: Any = (), settings: Any = (), **stated: Any
) -> DecisionProblem:
    """Build a problem as the program does, in one step; ``events`` are the injects that happen."""
    scenario = scenario_of(ratings, **stated)
    weights = weights_of(scenario, points, within)
    return decision_problem(scenario, weights, [*settings, *events])


def on_0_to_1(width: int) -> list[dict[str, float]]:
    """Scales on which a rating is its own value."""
    return [{"worst": 0.0, "best": 1.0} for _ in range(width)]


def from_lines(at_0: Any, at_1: Any) -> DecisionProblem:
    """A problem of two drivers in which d1's share t gives the scores (1 - t) at_0 + t at_1, in points."""
    cells = [[a / 100, b / 100] for a, b in zip(at_0, at_1, strict=True)]
    return problem_of(cells, [1, 1], scales=on_0_to_1(2))


def swung(shares: Any, item: int, t: float) -> np.ndarray:
    """The rule of one-way sensitivity, spelt out: one share at t, the others in proportion.

    Where the others have no weight they share equally; a single item has all.
    """
    shares = np.asarray(shares, dtype=float)
    if shares.size == 1:
        return np.ones(1)
    others = np.delete(shares, item)
    others = others / others.sum() if others.sum() > 0 else np.full(others.size, 1 / others.size)
    return np.insert((1 - t) * others, item, t)


def factor_shares_at(problem: DecisionProblem, kind: str, item: int, t: float) -> np.ndarray:
    """Every factor's share of the whole when one driver's or factor's share is t."""
    if kind == "factor":
        return swung(problem.weights, item, t)
    return swung(problem.driver_weights, item, t)[problem.driver_of] * problem.within


def scores_at(problem: DecisionProblem, kind: str, item: int, t: float) -> np.ndarray:
    return 100 * problem.values @ factor_shares_at(problem, kind, item, t)


def weights_at(scenario: Scenario, problem: DecisionProblem, kind: str, item: int, t: float) -> Weights:
    """The same as a weights file, to score once more from the start."""
    shares = factor_shares_at(problem, kind, item, t)
    points, within = [], {}
    for k, (id_, driver) in enumerate(scenario.drivers.items()):
        own = shares[problem.driver_of == k]
        points.append(own.sum())
        if driver.factors and own.sum() > 0:
            within[id_] = own
    return weights_of(scenario, points, within)


def first_of(scores: Any) -> tuple[int, ...]:
    """Who is first by the tie rule: nobody is more than 1e-9 above them."""
    scores = np.asarray(scores)
    return tuple(np.flatnonzero(scores.max() - scores <= TIE).tolist())


def ranked(problem: DecisionProblem) -> tuple[DecisionProblem, Ranking]:
    return problem, rank_options(problem)


def completions(problem: DecisionProblem) -> Any:
    """The values (m, n) with every unknown cell at one of the two ends of its scale, in all ways."""
    cells = np.argwhere(problem.unknown)
    for ends in product((0.0, 1.0), repeat=len(cells)):
        values = problem.values.copy()
        values[tuple(cells.T)] = ends
        yield values


def published(name: str) -> dict[str, Any]:
    """A published case: inputs, and the numbers its source prints or that follow exactly."""
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


WHOLE = st.integers(0, 10).map(float)
TENTHS = st.integers(0, 100).map(lambda k: k / 10)
ANY = st.floats(0, 10, allow_subnormal=False)


@st.composite
def stated_problems(draw: Any, cells: Any = None, *, unknown: bool = False, most: int = 6) -> Any:
    """A scenario and weights: 1..most options and factors, drivers with and without factors.

    Weights of 0 and a weight of 1 are common, and so are equal ratings.
    """
    m, n = draw(st.integers(1, most)), draw(st.integers(1, most))
    counts, left = [], n
    while left:
        counts.append(draw(st.integers(0, left)))
        left -= max(1, counts[-1])
    if cells is None:
        cells = draw(st.sampled_from((WHOLE, TENTHS)))
    ratings = draw(st.lists(st.lists(cells, min_size=n, max_size=n), min_size=m, max_size=m))
    if unknown:
        places = st.tuples(st.integers(0, m - 1), st.integers(0, n - 1))
        for i, j in draw(st.lists(places, max_size=5)):
            ratings[i][j] = None
    scenario = scenario_of(ratings, groups=counts)
    points = draw(_points(len(counts)))
    within = {
        f"d{k}": draw(_points(count)) for k, count in enumerate(counts) if count and draw(st.booleans())
    }
    return scenario, weights_of(scenario, points, within)


def _points(count: int) -> Any:
    alone = st.integers(0, count - 1).map(lambda k: [float(k == i) for i in range(count)])
    some = st.lists(st.sampled_from((0.0, 1.0, 2.0, 3.0, 7.0, 0.1)), min_size=count, max_size=count)
    return st.one_of(some.filter(any), some.filter(any), alone)


def _factor(scales: Any, minimums: Any, column: int) -> dict[str, Any]:
    stated: dict[str, Any] = {}
    if scales and scales[column]:
        stated["scale"] = _as_stated(scales[column])
    if minimums and minimums[column] is not None:
        stated["minimum"] = float(minimums[column])
    return stated


def _as_stated(cell: Any) -> Any:
    """What a file would hold: every number a float."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, dict):
        return {key: _as_stated(part) for key, part in cell.items()}
    if isinstance(cell, list | tuple):
        return [_as_stated(part) for part in cell]
    return cell if isinstance(cell, str) else float(cell)


def study_of(scenario: Scenario, weights: Weights, trials: Any = (), *, named: bool = True) -> Study:
    """Build a study of models; with ``named`` as if both had been read from files."""
    return Study(
        scenario=scenario,
        weights=weights,
        scenario_origin=Origin(scenario.id, "0" * 64),
        weights_origin=Origin(weights.id, "1" * 64) if named else None,
        trials=tuple(trials),
    )


def summaries() -> dict[str, str]:
    """Return the first line of the help of every command, by name."""
    import typer

    from scenario_cli.cli.app import COMMANDS, app

    group: Any = typer.main.get_command(app)
    return {name: group.get_command(None, name).help.splitlines()[0] for name in COMMANDS}


def but_notes(stderr: str) -> str:
    """Return what `check` says on stderr but for its notes, of which nothing is wrong."""
    return "".join(line for line in stderr.splitlines(keepends=True) if ": note: " not in line)

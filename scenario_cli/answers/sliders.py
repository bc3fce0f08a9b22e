"""A study as a page with sliders reads it: what ``render/assets/engine.js`` computes everything from."""

from collections.abc import Callable
from functools import partial
from typing import NotRequired, TypedDict

from scenario_cli.engine.cells import Cells
from scenario_cli.engine.curves import Curve
from scenario_cli.engine.problem import stated_points
from scenario_cli.model.scenario import Inject, RatingChange
from scenario_cli.model.settings import Setting, Trial
from scenario_cli.study import Study
from scenario_cli.text import visible


class StateDriver(TypedDict):
    """A driver, in file order; ``points`` are where its slider starts."""

    id: str
    title: str
    points: float


class StateCurve(TypedDict):
    """A value curve: positions 0..1 on the scale, and what each is worth, the ends among them."""

    positions: list[float]
    values: list[float]


class StateFactor(TypedDict):
    """A factor, in file order, and so driver by driver.

    ``driver`` is its driver's index, ``points`` those within it; ``worst`` and ``best`` are the ends of
    its scale, in its own unit; ``curve`` is null where values follow the straight line.
    """

    id: str
    title: str
    driver: int
    points: float
    worst: float
    best: float
    curve: StateCurve | None


class StateOption(TypedDict):
    """An option, in file order."""

    id: str
    title: str


class StateRatingChange(TypedDict):
    """What is done to one rating: ``shift`` moves it, else ``set`` replaces it (null: unknown)."""

    option: int
    factor: int
    set: NotRequired[float | None]
    shift: NotRequired[float]


class StateWeightChange(TypedDict):
    """What is done to a driver's points: ``times`` multiplies them, else ``points`` replaces them."""

    driver: int
    times: NotRequired[float]
    points: NotRequired[float]


class StateInject(TypedDict):
    """What may be switched on: an inject, its changes in order.

    ``setting`` marks what is no inject but a setting that holds after one: see ``state_document``.
    ``otherwise`` is the index of the inject that holds where this one does not happen.
    """

    id: str
    title: str
    setting: bool
    otherwise: int | None
    ratings: list[StateRatingChange]
    weights: list[StateWeightChange]


class StateDocument(TypedDict):
    """All that a page with sliders computes from.

    ``ratings`` has a row an option and a column a factor, in the factors' own units, null where
    unknown; ``on`` are indices of ``injects``, in the order in which they are tried.
    """

    drivers: list[StateDriver]
    factors: list[StateFactor]
    options: list[StateOption]
    ratings: list[list[float | None]]
    injects: list[StateInject]
    on: list[int]


def sliders_of(study: Study) -> Callable[[], StateDocument] | None:
    """Return what makes a study's state; ``None`` where no weight can move, or a chance is tried."""
    if study.chances or len(study.problem.factors) < 2:
        return None
    return partial(state_document, study)


def state_document(study: Study) -> StateDocument:
    """Return a study as ``engine.js`` reads it: plain JSON, every number in full.

    Titles are as they are shown: control characters written out. Settings that are tried stand in the
    points and ratings that it starts from, and injects that are tried are ``on``. A setting that
    replaces what an inject before it has changed cannot stand below that inject: it is one more
    thing that is switched on, after the injects of the scenario.

    Raises
    ------
    StudyError
        A chance is tried: expected scores are of no single state.
    """
    study.refuse_chances()
    scenario, titles = study.scenario, study.titles
    base, later = _parted(study)
    cells = Cells(scenario)
    cells.apply(base)
    points, within = stated_points(scenario, study.weights, base)
    drivers = list(scenario.drivers)
    places = {id_: k for k, id_ in enumerate(scenario.injects)}
    settings = [trial for trial in later if not isinstance(trial, str)]
    after = iter(range(len(places), len(places) + len(settings)))
    injects = [
        _inject(id_, visible(titles.injects[id_]), places.get(event.otherwise or ""), event, cells, drivers)
        for id_, event in scenario.injects.items()
    ]
    return {
        "drivers": [
            {"id": id_, "title": visible(titles.items[id_]), "points": point}
            for id_, point in zip(drivers, points, strict=True)
        ],
        "factors": _factors(study, cells, [point for group in within for point in group]),
        "options": [{"id": id_, "title": visible(titles.options[id_])} for id_ in scenario.options],
        "ratings": [
            [None if unknown else number for number, unknown in zip(row, unknowns, strict=True)]
            for row, unknowns in zip(cells.ratings.tolist(), cells.unknown.tolist(), strict=True)
        ],
        "injects": [*injects, *(_setting(setting, cells, drivers) for setting in settings)],
        "on": [places[trial] if isinstance(trial, str) else next(after) for trial in later],
    }


def _factors(study: Study, cells: Cells, points: list[float]) -> list[StateFactor]:
    scenario, titles = study.scenario, study.titles
    drivers = {id_: k for k, id_ in enumerate(scenario.drivers)}
    return [
        {
            "id": id_,
            "title": visible(titles.items[id_]),
            "driver": drivers[driver],
            "points": point,
            "worst": scale.worst,
            "best": scale.best,
            "curve": _curve(curve),
        }
        for (id_, driver), point, scale, curve in zip(
            scenario.driver_of.items(), points, cells.scales, cells.curves, strict=True
        )
    ]


def _parted(study: Study) -> tuple[list[Setting], list[Trial]]:
    """Return the settings that can as well come before all injects, and what comes after, in order."""
    base: list[Setting] = []
    later: list[Trial] = []
    changed: set[tuple[str, ...]] = set()
    for trial in study.trials:
        if isinstance(trial, str):
            later.append(trial)
            changed |= _changed_by(study.scenario.injects[trial])
        elif _what(trial) in changed:
            later.append(trial)
        else:
            base.append(trial)
    return base, later


def _changed_by(event: Inject) -> set[tuple[str, ...]]:
    cells = {(option, factor) for option, changes in event.ratings.items() for factor in changes}
    return cells | {(driver,) for driver in event.weights}


def _what(setting: Setting) -> tuple[str, ...]:
    """Return the cell or the driver that a setting puts a number at; () for what no inject changes."""
    if setting.of == "ratings":
        return setting.option, setting.factor
    return (setting.driver,) if setting.of == "weights" and setting.factor is None else ()


def _curve(curve: Curve | None) -> StateCurve | None:
    if curve is None:
        return None
    return {"positions": curve.positions.tolist(), "values": curve.values.tolist()}


def _inject(
    id_: str, title: str, otherwise: int | None, event: Inject, cells: Cells, drivers: list[str]
) -> StateInject:
    return {
        "id": id_,
        "title": title,
        "setting": False,
        "otherwise": otherwise,
        "ratings": [
            _rating_change(cells.row[option], cells.column[factor], change)
            for option, changes in event.ratings.items()
            for factor, change in changes.items()
        ],
        "weights": [
            {"driver": drivers.index(driver), "times": change.times}
            for driver, change in event.weights.items()
        ],
    }


def _rating_change(option: int, factor: int, change: RatingChange) -> StateRatingChange:
    if change.shift is not None:
        return {"option": option, "factor": factor, "shift": change.shift}
    return {"option": option, "factor": factor, "set": change.set}


def _setting(setting: Setting, cells: Cells, drivers: list[str]) -> StateInject:
    ratings: list[StateRatingChange] = []
    weights: list[StateWeightChange] = []
    if setting.of == "ratings":
        place: StateRatingChange = {
            "option": cells.row[setting.option],
            "factor": cells.column[setting.factor],
        }
        ratings = [{**place, "set": setting.value}]
    elif setting.of == "weights":
        weights = [{"driver": drivers.index(setting.driver), "points": setting.points}]
    return {
        "id": "",
        "title": str(setting),
        "setting": True,
        "otherwise": None,
        "ratings": ratings,
        "weights": weights,
    }

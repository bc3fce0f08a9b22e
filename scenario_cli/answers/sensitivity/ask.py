"""Every exact point where the answer turns: weights, ratings, both jointly, and the way to other weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scenario_cli.answers.flags import study_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.engine.problem import DecisionProblem, decision_problem
from scenario_cli.engine.quiet import quiet_libraries
from scenario_cli.engine.sensitivity.events import Plane, plane_of
from scenario_cli.engine.sensitivity.nearest import NearestWays, item_id, nearest_ways
from scenario_cli.engine.sensitivity.one_way import Lines, OneWay, Segment, lines_over, one_way
from scenario_cli.engine.sensitivity.rating_flips import RatingFlips, nearest_ratings, rating_flips
from scenario_cli.engine.sensitivity.shifts import (
    WeightShift,
    moved_weights,
    weight_shifts,
)
from scenario_cli.engine.sensitivity.two_way import TwoWay, first_on_the_way, two_way_map
from scenario_cli.errors import StudyError, UsageError, about
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.input import Input
from scenario_cli.files.origin import WeightsSource
from scenario_cli.frozen import locked as frozen
from scenario_cli.model.settings import WeightSetting
from scenario_cli.study import Progress, Study
from scenario_cli.text import listed, suggestion

if TYPE_CHECKING:
    from scenario_cli.answers.sensitivity.document import SensitivityDocument
    from scenario_cli.engine.sensitivity.rating_changes import NeededRating


@dataclass(frozen=True, eq=False, kw_only=True)
class Blend:
    """The straight path from one weights file to another, with who is first along it."""

    start: str
    end: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Wanted:
    """What would have to change for one option to come first."""

    option: int
    ratings: "tuple[NeededRating, ...] | None"


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SensitivityAnswer(StudyAnswer["SensitivityDocument"]):
    """Where the answer turns.

    Attributes
    ----------
    one_way : sequence of OneWay
        A swing of each driver, then of each factor, in file order.
    ratings : RatingFlips
        The turning point of every rating (options, factors).
    ways : NearestWays
        The nearest way to another answer of each kind.
    nearest : sequence of (int, int)
        The ratings (option, factor) that have one, the fewest steps first.
    locked : sequence of str
        Drivers that keep their weight in all of these.
    blend, two_way, wanted, plane, lines
        What was asked for beside, else ``None``.
    beside : sequence of Input
        Inputs besides the study's: the weights at the other end of ``blend``.
    """

    question = "sensitivity"

    one_way: Sequence[OneWay]
    ratings: RatingFlips
    nearest: Sequence[tuple[int, int]]
    locked: Sequence[str] = ()
    blend: Blend | None = None
    two_way: TwoWay | None = None
    wanted: Wanted | None = None
    plane: Plane | None = None
    lines: Lines | None = None
    ways: NearestWays
    beside: Sequence[Input] = ()

    @cached_property
    def shifts(self) -> tuple[WeightShift, ...]:
        """For each option that is not first, the least joint shift of weight: found when it is looked at."""
        return self._shifts()

    def _shifts(self, progress: Progress | None = None) -> tuple[WeightShift, ...]:
        places = [self.study.problem.drivers.index(id_) for id_ in self.locked]
        shifts = weight_shifts(self.study.problem, self.ranking, locked=places, progress=progress)
        frozen(shifts)
        return shifts

    @property
    def asked(self) -> bool:
        """Whether something was asked for beside."""
        return any(part is not None for part in (self.blend, self.two_way, self.wanted, self.plane))

    def shift_of(self, option: int) -> WeightShift | None:
        """Return the least shift of weight for an option; ``None`` where it is first already."""
        return next((shift for shift in self.shifts if shift.option == option), None)

    def moved(self, shift: WeightShift) -> tuple[tuple[int, float], ...]:
        """Return the factors whose weight a shift moves, and by how much, largest first."""
        return moved_weights(self.study.problem, shift)

    @property
    def while_locked(self) -> str:
        """What limits a sentence about weights: nothing, or that the locked ones stay."""
        if not self.locked:
            return ""
        keep = "keeps its weight" if len(self.locked) == 1 else "keep their weights"
        titles = listed([self.study.titles.items[id_] for id_ in self.locked])
        return f" while {titles} {keep}"


def ask_sensitivity(
    study: Study,
    *,
    two_way: str | Sequence[str] | None = None,
    map_: bool = False,
    blend: WeightsSource | None = None,
    for_: str | None = None,
    lock: str | Sequence[str] = (),
    event: str | Sequence[str] | None = None,
    over: str | None = None,
    progress: Progress | None = None,
) -> SensitivityAnswer:
    """Ask every question that was asked for; see ``Study.sensitivity``."""
    study.refuse_chances()
    problem = study.problem
    locked_ids = list(dict.fromkeys([lock] if isinstance(lock, str) else lock))
    locked = _locked(problem, locked_ids)
    option = study.option_index(for_, "for") if for_ is not None else None
    names = _map_items(problem, two_way, map_, locked_ids)
    with about("two_way"):
        mapped = two_way_map(problem, *names, locked=locked) if names else None
    plane = _plane(study, event)
    _known_over(problem, over, locked_ids)
    path, beside = None, None
    if blend is not None:
        path, beside = _blend(study, blend, locked)
    wanted = None
    if option is not None:
        # It takes SciPy, which nobody else here waits for.
        from scenario_cli.engine.sensitivity.rating_changes import rating_changes

        with quiet_libraries():
            wanted = Wanted(option=option, ratings=rating_changes(problem, option))
    ratings = rating_flips(problem, study.ranking)
    swings = one_way(problem, study.ranking, locked=locked)
    answer = SensitivityAnswer(
        study=study,
        one_way=swings,
        ratings=ratings,
        nearest=nearest_ratings(ratings),
        flags=study_flags(study),
        locked=tuple(locked_ids),
        blend=path,
        two_way=mapped,
        wanted=wanted,
        plane=plane,
        lines=None if over is None else _lines(problem, swings, over, locked),
        ways=nearest_ways(problem, study.ranking, swings, study.ranges, locked=locked),
        beside=(beside,) if beside is not None else (),
    )
    if progress is not None:  # who wants to be told waits for all of it
        vars(answer)["shifts"] = answer._shifts(progress)
    return answer


def _known_over(problem: DecisionProblem, over: str | None, lock: list[str]) -> None:
    known = [*problem.drivers, *problem.factors]
    if over is None:
        return
    if over not in known:
        hint = suggestion(over, known)
        raise StudyError(f"unknown driver or factor '{over}'", hint, parameter="over", code="unknown-item")
    k = (
        problem.drivers.index(over)
        if over in problem.drivers
        else problem.driver_of[known.index(over) - len(problem.drivers)]
    )
    if problem.drivers[k] in lock:
        raise StudyError(f"{over} cannot move, since its weight is locked", parameter="over")


def _lines(problem: DecisionProblem, swings: Sequence[OneWay], over: str, locked: list[int]) -> Lines:
    swing = next(swing for swing in swings if item_id(problem, swing) == over)
    return lines_over(problem, swing, locked=locked)


def _locked(problem: DecisionProblem, ids: list[str]) -> list[int]:
    for id_ in ids:
        if id_ not in problem.drivers:
            raise StudyError(
                f"unknown driver '{id_}'",
                suggestion(id_, problem.drivers),
                parameter="lock",
                code="unknown-driver",
                path=("drivers", id_),
            )
    locked = [problem.drivers.index(id_) for id_ in ids]
    if not any(weight > 0 for k, weight in enumerate(problem.driver_weights) if k not in locked):
        raise StudyError("no weight is left that could move", parameter="lock")
    return locked


def _map_items(
    problem: DecisionProblem, two_way: str | Sequence[str] | None, map_: bool, lock: list[str]
) -> tuple[str, str] | None:
    if two_way is not None and map_:
        raise UsageError("a map is asked for in two ways")
    if map_:
        free = [id_ for id_ in problem.drivers if id_ not in lock]
        if len(free) != 3:
            unlocked = " that are not locked" if lock else ""
            message = f"needs exactly three drivers{unlocked}, here are {len(free)}"
            raise StudyError(message, "name two items instead", parameter="map")
        return free[0], free[1]
    if two_way is None:
        return None
    parts = [part.strip() for part in (two_way.split(",") if isinstance(two_way, str) else two_way)]
    if len(parts) != 2:
        raise StudyError(
            "expected two ids with a comma between them", parameter="two_way", value=",".join(parts)
        )
    known = [*problem.drivers, *problem.factors]
    for id_ in parts:
        if id_ not in known:
            raise StudyError(f"unknown driver or factor '{id_}'", suggestion(id_, known), parameter="two_way")
    return parts[0], parts[1]


def _plane(study: Study, event: str | Sequence[str] | None) -> Plane | None:
    if event is None:
        return None
    ids = [part.strip() for part in (event.split(",") if isinstance(event, str) else event)]
    if len(ids) != 2 or not all(ids) or ids[0] == ids[1]:
        message = "expected two different injects with a comma between them"
        raise StudyError(message, parameter="event", value=",".join(ids))
    injects = study.scenario.injects
    for id_ in ids:
        if id_ not in injects:
            raise StudyError(f"unknown inject '{id_}'", suggestion(id_, injects), parameter="event")
    for id_, other in (ids, ids[::-1]):
        if id_ in study.injects:
            raise StudyError(f"the inject '{id_}' is tried already: it has happened", parameter="event")
        if injects[id_].otherwise == other:
            message = f"'{other}' is what holds where '{id_}' does not happen: they hang together"
            raise StudyError(message, parameter="event")
    with about("event"):
        return plane_of(study.scenario, study.weights, study.trials, *ids)


def _blend(study: Study, where: WeightsSource, locked: list[int]) -> tuple[Blend, Input]:
    """Follow the straight path to other weights; ratings tried and injects hold at both ends."""
    if where == STANDARD_INPUT:
        raise StudyError("name a file; standard input can be the scenario or its weights", parameter="blend")
    other = study.under(where)
    kept = [trial for trial in study.trials if not isinstance(trial, WeightSetting)]
    end = decision_problem(study.scenario, other.weights, kept)
    with about("blend"):
        segments = first_on_the_way(study.problem, end, locked=locked)
    assert other.weights_origin is not None
    beside = Input(role="blend", id=other.weights.id, sha256=other.weights_origin.sha256)
    return Blend(start=study.weights.id, end=other.weights.id, segments=segments), beside

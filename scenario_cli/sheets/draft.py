"""What a table or a file of another program states, put together as a scenario and weights."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scenario_cli.choices import Direction
from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.scenario_text import scenario_text
from scenario_cli.files.telling import MORE, MOST_TOLD
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.model.scales import DEFAULT_ENDS
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.sheets.heads import key_of
from scenario_cli.sheets.ids import NewIds
from scenario_cli.sheets.numbers import total

QUESTION = "Which option is chosen?"


class Named(NamedTuple):
    """A driver, a factor or an option as it is stated: a title, an id, or both; ``place`` is where."""

    title: str
    id: str
    place: Mistake
    about: str = ""


@dataclass
class StatedFactor:
    """What is stated about one factor; ``factor`` is missing where the driver is itself rated.

    ``scale`` has what is stated of ``worst``, ``best``, ``unit`` and ``step``; where it states no ends,
    ``falling`` says that less is better. ``ratings`` are by the option's number, each as a file states
    it. ``places`` are by the last steps of the path.
    """

    driver: Named
    factor: Named | None
    place: Mistake
    scale: dict[str, Any] = field(default_factory=dict)
    minimum: float | None = None
    falling: bool = False
    ratings: list[Any] = field(default_factory=list)
    points: list[float | None] = field(default_factory=list)
    places: dict[DataPath, Mistake] = field(default_factory=dict)


class StatedWeights(NamedTuple):
    """Whose points they are; the points themselves stand with the factors, in the same order."""

    name: str
    place: Mistake


@dataclass
class Stated:
    """All that one table states, and what is wrong with it or to be said of it."""

    place: Mistake
    source: str
    at: str
    options: list[Named] = field(default_factory=list)
    factors: list[StatedFactor] = field(default_factory=list)
    weights: list[StatedWeights] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    notes: list[Mistake] = field(default_factory=list)
    direction: Direction | None = None
    title: str = ""
    about: str = ""

    def wrong(self, place: Mistake, code: str, message: str, hint: str = "") -> None:
        """Note something that is wrong."""
        self.mistakes.append(place._replace(code=code, message=message, hint=hint))

    def note(self, place: Mistake, code: str, message: str, hint: str = "") -> None:
        """Note something that a reader should know."""
        self.notes.append(place._replace(code=code, message=message, hint=hint, level="note"))


class ImportedWeights(NamedTuple):
    """Weights out of a table, for the scenario out of it."""

    id: str
    title: str
    drivers: Mapping[str, float]
    factors: Mapping[str, Mapping[str, float]]


class Imported(NamedTuple):
    """A scenario out of a table: as a model, as the text of its file, and its weights."""

    scenario: Scenario
    text: str
    weights: Sequence[ImportedWeights]
    notes: Sequence[Mistake]
    source: str
    at: str
    direction: Direction | None


def imported(stated: Stated, id_: str, title: str, *, named: bool) -> Imported:
    """Return the scenario that a table states.

    Parameters
    ----------
    id_, title : str
        Of the scenario, where the table does not say.
    named : bool
        Whether the scenario names the first weights of the table as its own.

    Raises
    ------
    InputError
        With everything that is wrong, each where it stands.
    """
    made = _Maker(stated)
    weights = made.weights()
    data = {
        "format": "scenario/1",
        "id": id_,
        "title": stated.title or title,
        "question": QUESTION,
        **({"about": stated.about} if stated.about else {}),
        **({"weights": weights[0].id} if named and weights else {}),
        "sources": {"table": {"title": stated.source}},
        "evidence": {"ratings": made.evidence()},
        "drivers": made.drivers,
        "options": made.options,
        "ratings": made.ratings,
    }
    text = scenario_text(data, f"Imported from {stated.source}: give it a title and a question of its own.")
    scenario = made.checked(text)
    return Imported(scenario, text, weights, tuple(stated.notes), stated.source, stated.at, stated.direction)


class _Maker:
    """Puts together what is stated: ids first, so that what is wrong can be told by its place."""

    def __init__(self, stated: Stated) -> None:
        self.stated = stated
        self.places: dict[DataPath, Mistake] = {}
        self.options: dict[str, Any] = {}
        self.drivers: dict[str, Any] = {}
        self.ratings: dict[str, dict[str, Any]] = {}
        self.factor_ids: list[tuple[str, str]] = []  # of each stated factor, its driver and its own
        self._default_scales()
        self._name_options()
        self._name_factors()
        self._rate()

    def _name_options(self) -> None:
        stated = self.stated
        ids = NewIds(self._own(stated.options, "option"))
        titles: dict[str, Named] = {}
        for number, option in enumerate(stated.options, 1):
            if option.title and not option.id and key_of(option.title) in titles:
                stated.wrong(option.place, "duplicate-id", f"the option '{option.title}' stands twice")
            titles.setdefault(key_of(option.title), option)
            id_ = option.id or ids.new(option.title, "o", number)
            self.options[id_] = _titled(option)
            self.places["options", id_] = option.place
            self.ratings[id_] = {}
        if not stated.options and not stated.mistakes:
            stated.wrong(stated.place, "no-options", "no option stands in this table")

    def _own(self, named: Sequence[Named], what: str) -> set[str]:
        """Return the ids that are stated; one that stands twice is told."""
        found: set[str] = set()
        for each in named:
            if each.id and each.id in found:
                self.stated.wrong(each.place, "duplicate-id", f"the {what} id '{each.id}' stands twice")
            found.add(each.id)
        return found - {""}

    def _name_factors(self) -> None:
        stated = self.stated
        factors = [each.factor for each in stated.factors if each.factor is not None]
        drivers = {each.driver.id for each in stated.factors} - {""}
        own = self._own(factors, "factor")
        ids = NewIds(drivers | own)
        for factor in factors:
            if factor.id in drivers and factor.id:
                stated.wrong(factor.place, "duplicate-id", f"'{factor.id}' is the id of a driver, too")
        by_name: dict[str, str] = {}
        for each in stated.factors:
            name = each.driver.id or f" {key_of(each.driver.title)}"
            if name not in by_name:
                number = len(by_name) + 1
                by_name[name] = each.driver.id or ids.new(each.driver.title, "d", number)
            self._add(each, by_name[name], ids)
        if not stated.factors and not stated.mistakes:
            stated.wrong(stated.place, "no-factors", "no driver and no factor stands in this table")

    def _add(self, each: StatedFactor, driver: str, ids: NewIds) -> None:
        stated, said = self.stated, each.driver.title or driver
        new = driver not in self.drivers
        part = self.drivers.setdefault(driver, _titled(each.driver))
        if each.driver.id and each.driver.title and not new and part.get("title") != each.driver.title:
            message = f"the driver id '{driver}' stands with another title already"
            stated.wrong(each.driver.place, "duplicate-id", message)
        self.places.setdefault(("drivers", driver), each.driver.place)
        if each.factor is None:
            if not new:
                stated.wrong(
                    each.place, "duplicate-id", f"the driver '{said}' stands here again, itself rated"
                )
            self.factor_ids.append((driver, driver))
            home = part
            path: DataPath = ("drivers", driver)
        else:
            if not new and "factors" not in part:
                message = f"the driver '{said}' is itself rated, and has factors here"
                stated.wrong(each.place, "misplaced-key", message)
            group = part.setdefault("factors", {})
            title = each.factor.title
            if not each.factor.id and any(
                key_of(title) == key_of(other.get("title", "")) for other in group.values()
            ):
                message = f"the factor '{title}' stands twice under '{said}'"
                stated.wrong(each.factor.place, "duplicate-id", message)
            id_ = each.factor.id or ids.new(title, "f", len(self.factor_ids) + 1)
            home = group[id_] = _titled(each.factor)
            self.factor_ids.append((driver, id_))
            path = ("drivers", driver, "factors", id_)
            self.places[path] = each.factor.place
        if each.scale:
            home["scale"] = dict(each.scale)
        if each.minimum is not None:
            home["minimum"] = each.minimum
        self.places.update({(*path, *last): place for last, place in each.places.items()})

    def _rate(self) -> None:
        for each, (_, factor) in zip(self.stated.factors, self.factor_ids, strict=True):
            for i, option in enumerate(self.ratings):
                self.ratings[option][factor] = each.ratings[i] if i < len(each.ratings) else UNKNOWN
                place = each.places.get(("rating", str(i)))
                if place is not None:
                    self.places["ratings", option, factor] = place

    def _default_scales(self) -> None:
        """Hold factors that state no ends to 0..10, and say so: a scale is never taken from the ratings."""
        without = []
        for each in self.stated.factors:
            if ("scale", "refused") in each.places:  # told already: nothing is held to ends that are open
                each.scale, each.minimum = {}, None
                each.ratings = [UNKNOWN] * len(each.ratings)
                continue
            if {"worst", "best"} & each.scale.keys():
                continue
            low, high = DEFAULT_ENDS
            numbers = [(i, _number(rating)) for i, rating in enumerate(each.ratings)]
            wide = [i for i, ends in numbers if ends and not all(low <= end <= high for end in ends)]
            if each.falling and not wide:
                each.scale = {"worst": high, "best": low, **each.scale}
            if wide:
                place = each.places.get(("rating", str(wide[0])), each.place)
                message = f"a rating outside {low:g} to {high:g}, on a factor that states no worst and best"
                self.stated.wrong(place, "no-scale", message, "state worst and best of this factor")
                each.scale = {}
                each.ratings = [UNKNOWN] * len(each.ratings)
            else:
                without.append(each)
        if without:
            titles = [
                (each.factor or each.driver).title or (each.factor or each.driver).id for each in without
            ]
            said = ", ".join(f"'{title}'" for title in titles[:5])
            said += f" and {len(titles) - 5} more" if len(titles) > 5 else ""
            low, high = DEFAULT_ENDS
            message = f"no worst and best is stated for {said}: rated {low:g} (worst) to {high:g} (best)"
            self.stated.note(without[0].place, "default-scale", message)

    def evidence(self) -> dict[str, str]:
        """Return the claim that the table makes."""
        options, factors = len(self.options), len(self.factor_ids)
        says = f"Ratings of {options} option{'s' * (options != 1)} on {factors} factor{'s' * (factors != 1)}."
        return {"source": "table", **({"at": self.stated.at} if self.stated.at else {}), "says": says}

    def weights(self) -> list[ImportedWeights]:
        """Return the weights, each with the points of its drivers, and within these."""
        made, ids = [], NewIds(set())
        for k, weights in enumerate(self.stated.weights):
            points = {
                ids_: each.points[k]
                for ids_, each in zip(self.factor_ids, self.stated.factors, strict=True)
                if each.points[k] is not None
            }
            if len(points) < len(self.factor_ids) or not points:
                continue  # told already
            if not any(points.values()):
                self.stated.wrong(weights.place, "all-zero", f"all points of '{weights.name}' are 0")
                continue
            if not weights.name.isprintable() or total(filter(None, points.values())) == math.inf:
                message = f"'{weights.name}' has signs that cannot be printed, or too large points"
                self.stated.wrong(weights.place, "bad-name", message)
                continue
            groups: dict[str, dict[str, float]] = {driver: {} for driver, _ in points}
            for (driver, factor), number in points.items():
                groups[driver][factor] = number or 0.0
            drivers = {driver: total(group.values()) for driver, group in groups.items()}
            within = {d: group for d, group in groups.items() if len(group) > 1 and drivers[d] > 0}
            made.append(ImportedWeights(ids.new(weights.name, "w", k + 1), weights.name, drivers, within))
        return made

    def checked(self, text: str) -> Scenario:
        """Return the scenario that a text states; what is wrong with it is told where the table has it.

        Raises
        ------
        InputError
            With everything that is wrong.
        """
        found = list(self.stated.mistakes)
        known = {(m.line, m.column) for m in found}
        try:
            scenario = scenario_from(parse("scenario", text.encode()))
        except InputError as error:
            for mistake in error.mistakes:
                place = self._place(mistake.path)
                if place is None and found:
                    continue  # a part is missing, since what was to make it is wrong
                place = place or self.stated.place
                follows = bool(known) and mistake.code.startswith("unknown-")  # from what is told already
                if (place.line, place.column) not in known and not follows:
                    code, message, hint = mistake.code, mistake.message, mistake.hint
                    found.append(place._replace(code=code, message=message, hint=hint))
        if found:
            raise InputError(_first(found))
        return scenario

    def _place(self, path: DataPath) -> Mistake | None:
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return None


def _first(mistakes: list[Mistake]) -> list[Mistake]:
    """Return the first of very many mistakes, and how many more there are; else all."""
    if len(mistakes) <= MOST_TOLD:
        return mistakes
    ordered = sorted(mistakes, key=lambda mistake: mistake.order)
    more = len(mistakes) - MOST_TOLD
    message = f"and {more:,} more problem{'s' if more > 1 else ''} from here on"
    return [*ordered[:MOST_TOLD], ordered[MOST_TOLD]._replace(code=MORE, message=message, hint="")]


def _titled(named: Named) -> dict[str, Any]:
    return {key: text for key, text in (("title", named.title), ("about", named.about)) if text}


def _number(rating: Any) -> tuple[float, ...]:
    """Return the numbers that a rating states."""
    parts = rating.values() if isinstance(rating, dict) else [rating]
    return tuple(part for part in parts if isinstance(part, float))

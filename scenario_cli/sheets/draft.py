"""What a table or a file of another program states, put together as a scenario and weights."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from scenario_cli.choices import Direction
from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.scenario_text import QUESTION, scenario_text
from scenario_cli.files.telling import MORE, MOST_TOLD
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.model.scales import DEFAULT_ENDS
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.sheets.beside import CURVES, LEVELS, TEXTS
from scenario_cli.sheets.cited import TableCited, cell_word
from scenario_cli.sheets.heads import key_of
from scenario_cli.sheets.ids import NewIds
from scenario_cli.sheets.omitted import FEW
from scenario_cli.sheets.stated import Named, Stated, StatedFactor
from scenario_cli.sheets.weighed import ImportedWeights, imported_weights
from scenario_cli.text import listed


class Imported(NamedTuple):
    """A scenario out of a table: as a model, as the text of its file, and its weights."""

    scenario: Scenario
    text: str
    weights: Sequence[ImportedWeights]
    notes: Sequence[Mistake]
    source: str
    at: str
    direction: Direction | None


def imported(stated: Stated, id_: str, title: str, *, sha256: str, named: bool) -> Imported:
    """Return the scenario that a table states.

    Parameters
    ----------
    id_, title : str
        Of the scenario, where the table does not say.
    sha256 : str
        Of the file that the table was read from.
    named : bool
        Whether the scenario names the first weights of the table as its own.

    Raises
    ------
    InputError
        With everything that is wrong, each where it stands.
    """
    made = _Maker(stated, sha256)
    weights = imported_weights(stated, made.factor_ids)
    told = {key: text for key, text in stated.sides.texts.items() if text}
    texts = {"title": stated.title or title, "question": QUESTION, **told}
    data = {
        "format": "scenario/1",
        "id": id_,
        **{key: texts[key] for key in TEXTS.values() if key in texts},
        **({"weights": weights[0].id} if named and weights else {}),
        "sources": made.cited.sources,
        **({"evidence": evidence} if (evidence := made.cited.evidence) else {}),
        "drivers": made.drivers,
        "options": made.options,
        "ratings": made.ratings,
    }
    say = f"Imported from {stated.source}"
    if "question" not in stated.sides.texts:
        say += ": give it a title and a question of its own"
    text = scenario_text(data, [f"{say}.", "Beside each rating stands where it was read."], made.cells)
    scenario = made.checked(text)
    return Imported(scenario, text, weights, tuple(stated.notes), stated.source, stated.at, stated.direction)


class _Maker:
    """Puts together what is stated: ids first, so that what is wrong can be told by its place."""

    def __init__(self, stated: Stated, sha256: str) -> None:
        self.stated = stated
        stated.mistakes += stated.sides.mistakes
        stated.notes += stated.sides.notes
        self.places: dict[DataPath, Mistake] = {}
        self.options: dict[str, Any] = {}
        self.drivers: dict[str, Any] = {}
        self.ratings: dict[str, dict[str, Any]] = {}
        self.factor_ids: list[tuple[str, str]] = []  # of each stated factor, its driver and its own
        self.cells: dict[tuple[str, str], str] = {}  # where each rating stands
        self._default_scales()
        self._name_options()
        self._name_factors()
        self._say_unread_sides()
        self.cited = TableCited(stated, sha256, [id_ for _, id_ in self.factor_ids])
        self._rate()
        self.places |= stated.sides.places

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
        scale = {**each.scale, **self._side_scale(each, path)}
        if scale:
            home["scale"] = scale
        if each.minimum is not None:
            home["minimum"] = each.minimum
        self.places.update({(*path, *last): place for last, place in each.places.items()})

    def _side_scale(self, each: StatedFactor, path: DataPath) -> dict[str, Any]:
        """Return the parts of a factor's scale that stand beside the table, unless its ends are refused."""
        if ("scale", "refused") in each.places:
            return {}
        sides, id_ = self.stated.sides, str(path[-1])
        parts: dict[str, Mapping[str, Mapping[Any, Any]]]
        parts = {"levels": sides.levels, "anchors": sides.anchors, "values": sides.curves}
        for within, place in sides.scale_places.get(id_, {}).items():
            self.places[*path, "scale", *within] = place
        return {part: dict(found[id_]) for part, found in parts.items() if found.get(id_)}

    def _say_unread_sides(self) -> None:
        """Say which factors have parts of a scale beside the table, and do not stand in it."""
        sides, known = self.stated.sides, {id_ for _, id_ in self.factor_ids}
        lost = {CURVES: [*sides.curves], LEVELS: [*{**sides.levels, **sides.anchors}]}
        for sheet, factors in lost.items():
            unknown = [f"'{id_}'" for id_ in factors if id_ not in known]
            if unknown:
                said = listed(unknown) if len(unknown) <= FEW else f"{len(unknown)} factors"
                message = f"what the sheet '{sheet}' says of {said} is not read: no such factor stands here"
                code = f"{sheet.lower()}-not-read"
                self.stated.notes.append(
                    self.stated.place._replace(code=code, message=message, level="warning")
                )

    def _rate(self) -> None:
        for each, (_, factor) in zip(self.stated.factors, self.factor_ids, strict=True):
            for i, option in enumerate(self.ratings):
                place = each.places.get(("rating", str(i)))
                rating = each.ratings[i] if i < len(each.ratings) else UNKNOWN
                self.ratings[option][factor] = self._rated(rating, factor, place or each.place)
                if place is not None:
                    self.places["ratings", option, factor] = place
                    self.cells[option, factor] = cell_word(place)

    def _rated(self, rating: Any, factor: str, place: Mistake) -> Any:
        """Return a rating by its level's name, where it has one, and with the evidence that it rests on."""
        parts = dict(rating) if isinstance(rating, dict) else {"value": rating}
        level = parts.pop("level", "")
        if level and self.stated.sides.levels.get(factor, {}).get(level) == parts["value"]:
            parts["value"] = level
        elif level:
            message = f"the note of this cell names the level '{level}', which its number is not"
            self.stated.note(place, "level-not-read", message, "the number holds")
        if parts["value"] != UNKNOWN and not parts.get("evidence"):
            parts["evidence"] = self.cited.evidence_of(factor)
        parts = {key: part for key, part in parts.items() if part != []}
        return parts if len(parts) > 1 else parts["value"]

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
            said = ", ".join(f"'{each.title}'" for each in without[:5])
            said += f" and {len(without) - 5} more" if len(without) > 5 else ""
            low, high = DEFAULT_ENDS
            message = f"no worst and best is stated for {said}: rated {low:g} (worst) to {high:g} (best)"
            self.stated.note(without[0].place, "default-scale", message)

    def checked(self, text: str) -> Scenario:
        """Return the scenario that a text states; what is wrong with it is told where the table has it.

        Raises
        ------
        InputError
            With everything that is wrong.
        """
        found = list(self.stated.mistakes)
        known = {(m.cell, m.line, m.column) for m in found}
        try:
            scenario = scenario_from(parse("scenario", text.encode()))
        except InputError as error:
            for mistake in error.mistakes:
                place = self._place(mistake.path)
                if place is None and found:
                    continue  # a part is missing, since what was to make it is wrong
                place = place or self.stated.place
                follows = bool(known) and mistake.code.startswith("unknown-")  # from what is told already
                if (place.cell, place.line, place.column) not in known and not follows:
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

"""What a table or a file of another program states, before it is a scenario: with the place of each part."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scenario_cli.choices import Direction
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.sheets.side_reading import SideTables


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
    it; one with a ``level`` goes by its name if that stands for the value. ``places`` are by the last
    steps of the path, ``point_places`` by the weights' number. ``extent`` is the part of the table that
    is about this factor.
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
    point_places: list[Mistake] = field(default_factory=list)
    extent: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        named = self.factor or self.driver
        return named.title or named.id


class StatedWeights(NamedTuple):
    """Whose points they are; the points themselves stand with the factors, in the same order."""

    name: str
    place: Mistake


@dataclass
class Stated:
    """All that one table states, and what is wrong with it or to be said of it.

    ``sides`` is what stands on sheets beside it.
    """

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
    sides: SideTables = field(default_factory=SideTables)

    def wrong(self, place: Mistake, code: str, message: str, hint: str = "") -> None:
        """Note something that is wrong."""
        self.mistakes.append(place._replace(code=code, message=message, hint=hint))

    def note(self, place: Mistake, code: str, message: str, hint: str = "") -> None:
        """Note something that a reader should know."""
        self.notes.append(place._replace(code=code, message=message, hint=hint, level="note"))

"""A scenario: the question, its drivers, factors, options and ratings, as stated in a file."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from scenario_cli.choices import Confidence, Kind, PreferenceType, Shape
from scenario_cli.model.base import (
    ID_PATTERN,
    Id,
    Number,
    Points,
    Positive,
    Statement,
    Text,
    as_text,
    is_number,
)

UNKNOWN = "unknown"
RATING_PATTERN = rf"{ID_PATTERN.removesuffix('$')}\.{ID_PATTERN.removeprefix('^')}"


def _anchor(stated: Any) -> Any:
    if isinstance(stated, str) and not is_number(stated):
        raise PydanticCustomError(
            "wrong-type", "an anchor stands at a number, found '{key}'", {"key": stated}
        )
    return float(stated)


def _curve_point(stated: Any) -> Any:
    if isinstance(stated, str) and not is_number(stated):
        raise PydanticCustomError(
            "wrong-type", "a point of the curve stands at a rating, found '{key}'", {"key": stated}
        )
    return float(stated)


Anchors = Annotated[
    dict[Annotated[float, BeforeValidator(_anchor)], Text],
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]


def _cell(stated: Any) -> Any:
    if isinstance(stated, str | float):
        return stated
    if isinstance(stated, int) and not isinstance(stated, bool):
        return float(stated)
    raise PydanticCustomError("wrong-type", "expected a number, a level's name or 'unknown'")


RatingName = Annotated[Text, WithJsonSchema({"type": "string", "pattern": RATING_PATTERN})]
CurvePoints = Annotated[
    dict[Annotated[float, BeforeValidator(_curve_point)], Number],
    WithJsonSchema(
        {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}}
    ),
]

PROGRAM = "program"


def is_program(name: str) -> bool:
    """Whether a name says that it is a program's: ``program: NAME``."""
    return name.partition(":")[0].strip().casefold() == PROGRAM


def program_name(name: str) -> str:
    """Return the name of a program without what says that it is one, however often that is said."""
    first, colon, rest = name.partition(":")
    return program_name(rest) if colon and first.strip().casefold() == PROGRAM else name.strip()


def _proposer(stated: Any) -> Any:
    """Return whose a rating is as text: ``{program: NAME}`` is short for ``program: NAME``."""
    if isinstance(stated, dict):
        name = as_text(stated.get(PROGRAM))
        if stated.keys() != {PROGRAM} or not isinstance(name, str) or not name.strip():
            raise PydanticCustomError("wrong-type", "expected a name, or {program: NAME}")
        return f"{PROGRAM}: {name.strip()}"
    return as_text(stated)


Proposer = Annotated[
    str,
    BeforeValidator(_proposer),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {
                    "type": "object",
                    "properties": {
                        PROGRAM: {"type": ["string", "number"], "description": "what the program is called"}
                    },
                    "required": [PROGRAM],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]

Cell = Annotated[
    float | str,
    BeforeValidator(_cell),
    WithJsonSchema({"type": ["number", "string"], "description": "a number, a level's name, or unknown"}),
]


class Scale(Statement):
    """The scale a factor is rated on, in its own unit.

    ``worst`` and ``best`` are the ends for the decision-maker; ``worst`` is the
    larger number where less is better. Ratings turn into values from 0 at ``worst``
    to 1 at ``best``: linearly, or through the points of a value curve, by rating
    (``{3: 0.7}``: a rating of 3 is worth 0.7), and linearly between these.
    """

    worst: Number = 0.0
    best: Number = 10.0
    unit: Text = ""
    step: Positive | None = None
    levels: dict[Id, Number] = {}
    anchors: Anchors = {}
    values: CurvePoints = {}

    @property
    def length(self) -> float:
        """The distance between the ends, above 0."""
        return abs(self.best - self.worst)

    @property
    def one_step(self) -> float:
        """One step of the scale: as stated, else a tenth of it."""
        return self.step if self.step is not None else self.length / 10

    def number(self, cell: float | str) -> float | None:
        """Return a cell as a number on this scale; ``None`` for ``unknown``.

        Raises ``KeyError`` where the text is neither ``unknown`` nor a level's name.
        """
        if isinstance(cell, float):
            return cell
        return None if cell == UNKNOWN else self.levels[cell]


def _scale() -> Scale:
    return Scale()


def _confidences() -> "Confidences":
    return Confidences()


def _told_default(made: Callable[[], Statement]) -> Callable[[dict[str, Any]], None]:
    """Tell a default in the schema that is made when it is needed: a model is built when it is first used."""
    return lambda schema: schema.update(default=made().model_dump(mode="json"))


class Preference(Statement):
    """How PROMETHEE prefers an option that is rated better by a difference, in the scale's unit.

    Up to ``q`` it does not, from ``p`` on wholly; ``s`` is where the bell's curve of ``gaussian``
    bends. What a type needs and is not stated is one step, for ``p`` two.
    """

    type: PreferenceType = "linear"
    q: Points | None = None
    p: Positive | None = None
    s: Positive | None = None


class Factor(Statement):
    """What options are rated on. ``minimum`` is a red line: crossing it is flagged."""

    title: Text = ""
    about: Text = ""
    scale: Scale = Field(default_factory=_scale, json_schema_extra=_told_default(_scale))
    minimum: Number | None = None
    preference: Preference | None = None


class Driver(Factor):
    """An explanation of behaviour that groups factors; without any it is itself rated."""

    factors: dict[Id, Factor] = {}


class Option(Statement):
    """A course the decision-maker can take."""

    title: Text = ""
    about: Text = ""


class Source(Statement):
    """Where evidence comes from."""

    title: Text
    about: Text = ""
    authors: list[Text] = []
    publisher: Text = ""
    date: Text = ""
    read_in: Id | None = None


class Evidence(Statement):
    """A sourced claim; ``at`` is the place in the source."""

    source: Id
    at: Text = ""
    says: Text
    about: Text = ""


class Rating(Statement):
    """A judgement of an option on a factor, in the factor's own scale.

    Stated as a number, a level's name, ``unknown``, or a mapping with these keys.
    """

    value: Cell
    low: Cell | None = None
    high: Cell | None = None
    shape: Shape = "triangular"
    why: Text = ""
    evidence: list[Id] = []
    confidence: Confidence | None = None
    kind: Kind | None = None
    signpost: Text = ""
    by: Proposer = ""

    @property
    def program(self) -> str | None:
        """The program that proposed it, by name ("" where it has none); ``None`` where a person did."""
        return program_name(self.by.partition(":")[2]) if is_program(self.by) else None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, stated: Any) -> Any:
        if isinstance(stated, str | float | int) and not isinstance(stated, bool):
            return {"value": stated}
        return stated

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
        full = handler.resolve_ref_schema(handler(core_schema))
        return {"anyOf": [{"type": ["number", "string"]}, dict(full)], "description": full.get("description")}


class Confidences(Statement):
    """Half-width, in steps, of a rating that states a confidence but no ``low`` and ``high``."""

    low: Points = 2.0
    moderate: Points = 1.0
    high: Points = 0.5


class RatingChange(Statement):
    """What an inject does to one rating: ``shift`` moves it, ``set`` replaces it."""

    shift: Number | None = None
    set: Number | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "RatingChange":
        if (self.shift is None) == (self.set is None):
            raise PydanticCustomError("wrong-type", "expected either 'shift' or 'set'")
        return self


class WeightChange(Statement):
    """What an inject does to a driver's points."""

    times: Points


class Inject(Statement):
    """An event that changes ratings or driver weights.

    ``otherwise`` is the inject that holds where this one does not happen; without it, the
    study as it stands does.
    """

    title: Text = ""
    about: Text = ""
    otherwise: Id | None = None
    ratings: dict[Id, dict[Id, RatingChange]] = {}
    weights: dict[Id, WeightChange] = {}
    evidence: list[Id] = []


class Doubt(Statement):
    """One unknown behind several ratings, each named as ``OPTION.FACTOR``.

    At one and the same draw all of them stand at the same share of their own range,
    counted from their worst for the option.
    """

    title: Text = ""
    about: Text = ""
    ratings: Annotated[list[RatingName], Field(min_length=1)]
    evidence: list[Id] = []

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The option and the factor of each rating."""
        named = (rating.split(".") for rating in self.ratings)
        return [(option, factor) for option, factor in named]


class Published(Statement):
    """What a source makes of the same numbers: under the weights of this name, which option is first."""

    weights: Text
    first: Id
    source: Id


class Scenario(Statement):
    """One decision problem: everything that a scenario file holds."""

    format: Literal["scenario/1"]
    id: Annotated[Text, Field(json_schema_extra={"pattern": ID_PATTERN})] = ""
    title: Text
    question: Text
    decision_maker: Text = ""
    about: Text = ""
    as_of: Text = ""
    status_quo: Id | None = None
    weights: Text | None = None
    published: Published | None = None
    confidence: Confidences = Field(
        default_factory=_confidences, json_schema_extra=_told_default(_confidences)
    )
    sources: dict[Id, Source] = {}
    evidence: dict[Id, Evidence] = {}
    drivers: Annotated[dict[Id, Driver], Field(min_length=1)]
    options: Annotated[dict[Id, Option], Field(min_length=1)]
    ratings: dict[Id, dict[Id, Rating]]
    doubts: dict[Id, Doubt] = {}
    injects: dict[Id, Inject] = {}

    @property
    def factors(self) -> dict[str, Factor]:
        """Every factor by id, in file order; a driver without factors stands for itself."""
        rated: dict[str, Factor] = {}
        for id_, driver in self.drivers.items():
            rated.update(driver.factors or {id_: driver})
        return rated

    @property
    def driver_of(self) -> dict[str, str]:
        """The driver that each factor belongs to."""
        return {factor: id_ for id_, driver in self.drivers.items() for factor in driver.factors or (id_,)}

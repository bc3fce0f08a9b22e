"""One person's answers to questions about weights: which swing matters more, and what a share is at least."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from scenario_cli.choices import Over
from scenario_cli.errors import StudyError
from scenario_cli.model.base import ID_PATTERN, Id, PerCent, Positive, Statement, Text, is_number
from scenario_cli.model.scales import Flaw, StatedScale, mapping
from scenario_cli.model.scenario import Scenario

KINDS = ("more", "equal", "dont_know", "at_least", "at_most")
_KNOWN = ", ".join(KINDS)


def _with_one_kind(schema: dict[str, Any]) -> None:
    """Say in a schema that an answer is of one kind, and what goes with ``more``."""
    schema["oneOf"] = [{"required": [kind]} for kind in KINDS]
    schema["dependentRequired"] = {"more": ["than"], "than": ["more"], "times": ["more"]}


_SWING_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": ID_PATTERN},
        {
            "type": "object",
            "patternProperties": {ID_PATTERN: {"type": ["number", "string"]}},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
}


class Swing(NamedTuple):
    """A swing from the worst of an item: to a rating, or to its best where there is none."""

    item: str
    rating: float | str | None = None

    @property
    def stated(self) -> "StatedSwing":
        """The swing as a file states it."""
        return self.item if self.rating is None else {self.item: self.rating}


def _one_swing(stated: Any) -> Any:
    if isinstance(stated, str):
        return stated
    if isinstance(stated, dict) and len(stated) == 1:
        rating = next(iter(stated.values()))
        if isinstance(rating, float | str | int) and not isinstance(rating, bool):
            return stated
    raise PydanticCustomError("wrong-type", "expected an id, or one id with a rating: {ID: RATING}")


StatedSwing = Annotated[Any, BeforeValidator(_one_swing), WithJsonSchema(_SWING_SCHEMA)]
Two = Annotated[list[StatedSwing], Field(min_length=2, max_length=2)]
ShareOf = Annotated[dict[Id, PerCent], Field(min_length=1, max_length=1)]


class Judgement(Statement):
    """One answer: ``more`` (with ``than``), ``equal``, ``dont_know``, ``at_least`` or ``at_most``.

    ``more: A, than: B, times: 2`` says that A matters at least twice as much as B.
    """

    model_config = ConfigDict(json_schema_extra=_with_one_kind)

    more: StatedSwing = None
    than: StatedSwing = None
    times: Positive = 1.0
    equal: Two | None = None
    dont_know: Two | None = None
    at_least: ShareOf | None = None
    at_most: ShareOf | None = None

    @property
    def kind(self) -> str:
        """Which of the five it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def swings(self) -> tuple[Swing, ...]:
        """The swings that it names, in order; one for a share."""
        stated: Iterable[Any] = (self.more, self.than)
        if self.more is None:
            stated = self.equal or self.dont_know or [next(iter(self.at_least or self.at_most or {}))]
        return tuple(swing_of(each) for each in stated)

    @property
    def share(self) -> float:
        """The share of the whole that it states, 0..1."""
        return float(next(iter((self.at_least or self.at_most or {}).values()))) / 100


def _none_is_empty(stated: Any) -> Any:
    return [] if stated is None else stated  # every line was deleted


class Answers(Statement):
    """What one person has answered, in order; each answer leaves fewer weights."""

    format: Literal["answers/1"]
    id: Annotated[Text, Field(json_schema_extra={"pattern": ID_PATTERN})] = ""
    by: Text = ""
    scenario: Id | None = None
    over: Over = "factors"
    answers: Annotated[list[Judgement], BeforeValidator(_none_is_empty)] = Field(
        default_factory=list, json_schema_extra={"type": ["array", "null"]}
    )


def swing_of(stated: Any) -> Swing:
    """Return a swing that a file states."""
    if isinstance(stated, str):
        return Swing(stated)
    item, rating = next(iter(stated.items()))
    return Swing(item, rating if isinstance(rating, str) else float(rating))


def answers_mistakes(data: dict[str, Any]) -> Iterator[Flaw]:
    """Yield the mistakes within answers that need no scenario to be seen."""
    answers = data.get("answers")
    for i, stated in enumerate(answers if isinstance(answers, list) else ()):
        if not isinstance(stated, dict):
            continue
        at, kinds = ("answers", i), [key for key in KINDS if stated.get(key) is not None]
        if len(kinds) != 1:
            message = f"one answer says one of {_KNOWN}; this one says {' and '.join(kinds) or 'none'}"
            yield Flaw(at, "wrong-answer", message)
            continue
        if ("than" in stated) != (kinds == ["more"]):
            without = kinds == ["more"]
            message = "'than' is missing" if without else f"'than' goes with more, not {kinds[0]}"
            yield Flaw(at, "wrong-answer", message, "write {more: ID, than: ID}" if without else "")
        if "times" in stated and kinds != ["more"]:
            yield Flaw((*at, "times"), "wrong-answer", f"'times' goes with more, not {kinds[0]}")
        for where, swing in _swings(at, stated):
            if not re.search(ID_PATTERN, _item(swing)):
                place, at_key = _place(where, swing)
                yield Flaw(place, "bad-id", f"'{_item(swing)}' is not an id", at_key=at_key)
        swings = [swing for _, swing in _swings(at, stated)]
        if len(swings) == 2 and _item(swings[0]) == _item(swings[1]):
            yield Flaw(at, "duplicate-id", f"'{_item(swings[0])}' is compared with itself")


def answers_for_scenario_mistakes(data: dict[str, Any], scenario: Scenario) -> list[Flaw]:
    """Return what keeps answers from fitting a scenario; of those for another one, only that."""
    wanted = data.get("scenario")
    if isinstance(wanted, str) and wanted != scenario.id:
        message = f"these answers are for the scenario '{wanted}', not '{scenario.id}'"
        return [Flaw(("scenario",), "wrong-scenario", message)]
    answers = data.get("answers")
    flaws: list[Flaw] = []
    for i, stated in enumerate(answers if isinstance(answers, list) else ()):
        for at, swing in _swings(("answers", i), mapping(stated)):
            flaws += _swing_mistakes(at, swing, scenario, drivers=data.get("over") == "drivers")
    return flaws


def _swings(
    at: tuple[str | int, ...], stated: Mapping[str, Any]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the swings of an answer that are as swings are stated, with their paths."""
    found: list[tuple[tuple[str | int, ...], Any]] = [
        ((*at, key), stated.get(key)) for key in ("more", "than")
    ]
    for key in ("equal", "dont_know"):
        pair = stated.get(key)
        found += [((*at, key, n), each) for n, each in enumerate(pair if isinstance(pair, list) else ())]
    for key in ("at_least", "at_most"):
        found += [((*at, key, id_), id_) for id_ in mapping(stated, key)]
    yield from ((path, each) for path, each in found if _item(each))


def _item(stated: Any) -> str:
    """Return the item of a swing as a file states it; empty where it is none."""
    if isinstance(stated, dict) and len(stated) == 1:
        stated = next(iter(stated))
    return stated if isinstance(stated, str) else ""


def _place(at: tuple[str | int, ...], stated: Any) -> tuple[tuple[str | int, ...], bool]:
    """Return where the id of a swing stands, and whether it is a key there."""
    in_a_mapping = isinstance(stated, dict)
    return (*at, _item(stated)) if in_a_mapping else at, in_a_mapping or at[-2] in ("at_least", "at_most")


def _swing_mistakes(
    at: tuple[str | int, ...], stated: Any, scenario: Scenario, *, drivers: bool
) -> Iterator[Flaw]:
    id_ = _item(stated)
    what = "driver" if drivers else "factor or driver"
    known = list(scenario.drivers) if drivers else list({**scenario.factors, **scenario.drivers})
    if id_ not in known:
        where, at_key = _place(at, stated)
        code = "unknown-driver" if drivers else "unknown-factor"
        yield Flaw(where, code, f"unknown {what} '{id_}'", at_key=at_key, unknown=id_, known=known)
        return
    if not isinstance(stated, dict):
        return
    where, rating = (*at, id_), stated[id_]
    if id_ not in scenario.factors:
        message = f"the driver '{id_}' has factors and so no ratings"
        yield Flaw(where, "wrong-answer", message, "name one of its factors, or its id alone", at_key=True)
        return
    scale = scenario.factors[id_].scale
    of_scale = StatedScale(scale.worst, scale.best, dict(scale.levels))
    if isinstance(rating, str) and rating not in scale.levels:
        message = f"'{rating}' is no rating of '{id_}'"
        yield Flaw(where, "unknown-level", message, unknown=rating, known=list(scale.levels))
    elif (number := of_scale.number(rating)) is not None and not of_scale.holds(number):
        yield Flaw(where, "out-of-scale", f"{number:g} is outside the scale {of_scale} of '{id_}'")


_SWING = r"([a-z][a-z0-9_-]*)(?::([^\s<>=?*]+))?"
_PAIR = re.compile(rf"{_SWING}\s*(>|<|=|\?)\s*(?:([0-9.]+)\s*\*\s*)?{_SWING}")
_SHARE = re.compile(r"([a-z][a-z0-9_-]*)\s*(>=|<=)\s*([0-9.]+)\s*%?")


def read_answer(text: str) -> dict[str, Any]:
    """Return an answer that is typed: ``taste>wait:3``, ``a=b``, ``a?b``, ``a>2*b``, ``a>=20``.

    Raises
    ------
    StudyError
        It is none.
    """
    text = text.strip()
    share = _SHARE.fullmatch(text)
    if share is not None and is_number(share[3]):
        if float(share[3]) > 100:
            raise StudyError("a share is 0 to 100 per cent", parameter="answer", value=text)
        return {"at_least" if share[2] == ">=" else "at_most": {share[1]: float(share[3])}}
    pair = _PAIR.fullmatch(text)
    if pair is None or (pair[4] is not None and not (pair[3] == ">" and is_number(pair[4]))):
        hint = "write A>B, A<B, A=B or A?B, as in taste>wait:3; A>2*B, A>=20 and A<=40 will do too"
        raise StudyError("this is no answer", hint, parameter="answer", value=text)
    one, other = _typed_swing(pair[1], pair[2]), _typed_swing(pair[5], pair[6])
    if pair[3] in ("=", "?"):
        return {"equal" if pair[3] == "=" else "dont_know": [one, other]}
    more, than = (one, other) if pair[3] == ">" else (other, one)
    times = {} if pair[4] is None else {"times": float(pair[4])}
    if times and not times["times"]:
        raise StudyError("how many times as much is above 0", parameter="answer", value=text)
    return {"more": more, "than": than, **times}


def _typed_swing(item: str, rating: str | None) -> Any:
    if rating is None:
        return item
    return {item: float(rating) if is_number(rating) else rating}

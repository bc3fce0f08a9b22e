"""What a change of a value curve does to first place; its points are changed in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.edited import done_words, history_flags, require_one_line, write
from scenario_cli.answers.flags import effect_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.answers.words import stated_text
from scenario_cli.errors import StudyError
from scenario_cli.files.curves import set_curve
from scenario_cli.files.editing import Edit, own_path
from scenario_cli.files.history import Value
from scenario_cli.files.origin import WeightsSource
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import scenario_from
from scenario_cli.model.base import is_number, number_hint
from scenario_cli.model.scenario import Factor, Scale, Scenario
from scenario_cli.study import Study, study
from scenario_cli.text import listed, suggestion

if TYPE_CHECKING:
    from scenario_cli.answers.curve.document import CurveDocument

NONE = stated_text(None)
Points = Mapping[float | str, float | str | None] | Sequence[str]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class CurveAnswer(StudyAnswer["CurveDocument"]):
    """The study under the new value curve, and under the one that was there.

    Attributes
    ----------
    before : Study
        The study under the old curve.
    factor : str
        The id of the factor whose curve it is.
    changes : mapping of str to (Value, Value)
        What changed, by ``values.FACTOR.RATING``: what it was worth and what it is, ``None`` where no
        point is stated.
    done : str
        What happened to the file.
    """

    question = "curve"

    before: Study
    factor: str
    changes: Mapping[str, tuple[Value, Value]]
    done: str

    @property
    def scale(self) -> Scale:
        """The scale of the factor, with the new curve."""
        return self.study.scenario.factors[self.factor].scale

    @property
    def points(self) -> list[tuple[float, float]]:
        """Each rating of the curve with what it is worth, from worst to best, the ends among them."""
        scale = self.scale
        points = {scale.worst: 0.0, **scale.values, scale.best: 1.0}
        return sorted(points.items(), key=lambda point: abs(point[0] - scale.worst))


def curve(
    scenario: str | Path,
    factor: str,
    points: Points,
    *,
    why: str = "",
    who: str = "",
    weights: WeightsSource | None = None,
    dry_run: bool = False,
) -> CurveAnswer:
    """Change a factor's value curve in a scenario file in place: what its ratings are worth.

    Every other byte stays, points that are not named too, and ``undo_ratings`` takes the change back.

    Parameters
    ----------
    scenario : str or Path
        The scenario file.
    factor : str
        The id of a factor, or of a driver that is itself rated.
    points : mapping, or texts
        By a rating or a level's name what it is worth, 0..1; ``None`` or ``"none"`` takes a point out.
        Or texts, ``"3=0.7"``.
    why, who : str, optional
        The reason, and who changes it: kept in the history.
    weights : str, Path or Weights, optional
        The weights under which the effect is told; without them the scenario's own, else equal ones.
    dry_run : bool
        Say what would happen, and write nothing.

    Raises
    ------
    StudyError
        There is no such factor, a rating is outside its scale, or a value outside 0..1.
    InputError
        The file or its history is missing or wrong, the curve would not rise from worst to best or
        cannot be changed in place, or the file is read-only or a hard link.
    OutputError
        The file cannot be written.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.curve("coffee.yaml", "taste", {3: 0.7}, who="Ana").finding  # doctest: +SKIP
    'Keep the old one stays first.'
    """
    require_one_line(why=why, who=who)
    base = study_to_curve(scenario, factor, weights)
    return curve_of(base, factor, points, why=why, who=who, dry_run=dry_run)


def study_to_curve(scenario: str | Path, factor: str, weights: WeightsSource | None = None) -> Study:
    """Read a study whose scenario is a file of the user's and has a factor, before anybody is asked.

    Raises
    ------
    StudyError, InputError
        As for ``curve``.
    """
    base = study(scenario, weights)
    own_path(_file(base), "ratings")
    _factor(base.scenario, factor)
    return base


def curve_of(
    base: Study, factor: str, points: Points, *, why: str = "", who: str = "", dry_run: bool = False
) -> CurveAnswer:
    """Change the curve of a factor in the file of a study, if that is still the one that was read.

    Raises
    ------
    StudyError, InputError, OutputError
        As for ``curve``.
    """
    scale = _factor(base.scenario, factor).scale
    to_set = points_to_set(scale, points)
    _check_rises(scale, to_set)
    edit = set_curve(_file(base), factor, to_set)
    answer = _effect_of(base, factor, edit, done_words(edit, dry_run=dry_run))
    if not dry_run:
        write(edit, why, who)
    return answer


def points_to_set(scale: Scale, points: Points) -> dict[str, str | None]:
    """Return what ratings are to be worth, both as they are to stand in the file; ``None`` for a point to go.

    Raises
    ------
    StudyError
        A text is no point, a rating is outside the scale or named twice, a value outside 0..1, or
        there is no point to take out.
    """
    if not points:
        raise StudyError("no point is named", "write RATING=VALUE, as 3=0.7", parameter="points")
    if isinstance(points, Mapping):
        points = [f"{stated_text(rating)}={stated_text(value)}" for rating, value in points.items()]
    found: dict[str, str | None] = {}
    for text in points:
        typed, equals, worth = text.partition("=")
        if not equals:
            raise StudyError("expected RATING=VALUE, as 3=0.7", parameter="points", value=text)
        rating = rating_on(scale, typed, text)
        if float(rating) in map(float, found):
            raise StudyError(f"the rating {rating} is named twice", parameter="points", value=text)
        found[rating] = _worth(scale, rating, worth.strip(), text)
    return found


def _check_rises(scale: Scale, to_set: Mapping[str, str | None]) -> None:
    """Hold the curve as it would be to rise from worst to best; name the point given that does not.

    Raises
    ------
    StudyError
        It would not.
    """
    typed = {
        float(rating): f"{rating}={NONE if value is None else value}" for rating, value in to_set.items()
    }
    ends = {scale.worst: 0.0, scale.best: 1.0}
    values = {**scale.values, **{float(r): float(v) for r, v in to_set.items() if v is not None}}
    for rating in (float(r) for r, v in to_set.items() if v is None):
        values.pop(rating, None)
    for rating in values.keys() & ends.keys():
        if values[rating] != ends[rating]:
            message = f"the rating {rating:g} is an end of the scale, and worth {ends[rating]:g}"
            raise StudyError(message, parameter="points", value=typed.get(rating, ""))
    points = sorted({**values, **ends}.items(), key=lambda point: abs(point[0] - scale.worst))
    for (lower, low), (upper, high) in pairwise(points):
        if not low < high:
            message = f"{high:g} at {upper:g} is not above {low:g} at {lower:g}"
            hint = "a value curve rises all the way from worst to best"
            value = typed.get(upper) or typed.get(lower, "")
            raise StudyError(message, hint, parameter="points", value=value)


def rating_on(scale: Scale, typed: str, text: str = "") -> str:
    """Return a rating as it is written in a file, from a number or a level's name.

    Raises
    ------
    StudyError
        It is neither, or outside the scale; ``text`` is what it is a part of.
    """
    stated = typed.strip()
    if stated in scale.levels:
        return stated_text(scale.levels[stated])
    value = text or stated
    if not is_number(stated):
        what = "a number or a level's name" if scale.levels else "a number"
        hint = number_hint(stated) or suggestion(stated, scale.levels)
        raise StudyError(f"expected {what}, found '{stated}'", hint, parameter="points", value=value)
    low, high = sorted((scale.worst, scale.best))
    if not low <= float(stated) <= high:
        message = f"{stated} is outside the scale {low:g} to {high:g}"
        raise StudyError(message, parameter="points", value=value, code="out-of-scale")
    return stated


def _worth(scale: Scale, rating: str, stated: str, text: str) -> str | None:
    """Return what a rating is to be worth as it is written in a file; ``None`` where its point is to go."""
    if stated == NONE:
        if float(rating) not in scale.values:
            hint = f"there is one at {listed([stated_text(r) for r in scale.values])}" if scale.values else ""
            message = f"there is no point at {rating} to take out"
            raise StudyError(message, hint, parameter="points", value=text)
        return None
    bare = stated.removesuffix("%").rstrip()
    number = float(bare) if is_number(bare) else None
    per_cent = number is not None and (0 if bare != stated else 2) <= number <= 100
    hint = f"write {number / 100:g}" if per_cent and number is not None else number_hint(stated)
    if number is None or bare != stated:
        message = f"expected a value from 0 to 1 or {NONE}, found '{stated}'"
        raise StudyError(message, hint, parameter="points", value=text)
    if not 0 <= number <= 1:
        message = f"{stated} is outside the values 0 to 1"
        raise StudyError(message, hint, parameter="points", value=text, code="out-of-range")
    return stated


def _factor(scenario: Scenario, id_: str) -> Factor:
    if id_ in scenario.factors:
        return scenario.factors[id_]
    within = scenario.drivers[id_].factors if id_ in scenario.drivers else {}
    hint = f"it is a driver, rated on {listed(list(within))}" if within else suggestion(id_, scenario.factors)
    path = ("drivers", id_)
    raise StudyError(f"unknown factor '{id_}'", hint, parameter="factor", code="unknown-factor", path=path)


def _file(base: Study) -> ParsedFile:
    assert base.scenario_origin.file is not None
    return base.scenario_origin.file


def _effect_of(before: Study, factor: str, edit: Edit, done: str) -> CurveAnswer:
    """Return what an edit does; what that is computed from is the file as it was."""
    after = replace(before, scenario=scenario_from(edit.after))
    return CurveAnswer(
        study=after,
        before=before,
        factor=factor,
        changes={key: (old, edit.line.new.get(key)) for key, old in edit.line.old.items()},
        flags=(
            *history_flags(edit.history),
            *effect_flags(after),
        ),
        done=done,
    )

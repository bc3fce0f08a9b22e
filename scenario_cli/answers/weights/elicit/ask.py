"""Weights made from an order of importance, from swings, or from pairwise comparisons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from scenario_cli.answers.flags import effect_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.answers.words import ends_words
from scenario_cli.choices import RankMethod
from scenario_cli.engine.elicit import (
    Comparison,
    compare_pairs,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
)
from scenario_cli.errors import InputError, StudyError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.origin import ScenarioSource, WeightsSource
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import open_file, pairs_from
from scenario_cli.model.pairs import Pairs
from scenario_cli.model.scenario import Factor, Scenario
from scenario_cli.study import Study, study
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.answers.weights.elicit.document import WeightsElicitDocument

Command = Literal["rank", "swing", "pairs"]
FORMULAS = {"roc": rank_order_centroid, "rank_sum": rank_sum, "reciprocal": rank_reciprocal}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ElicitAnswer(StudyAnswer["WeightsElicitDocument"]):
    """The study under the weights that were made.

    Attributes
    ----------
    command : {"rank", "swing", "pairs"}
    items : mapping of str to float
        The shares that were made, of all drivers or of one driver's factors; they sum to 1.
    how : str
        From what, in a sentence.
    swings : mapping of str to (str, float)
        Each swing in words, and what it is worth, the largest 100.
    comparison : Comparison or None
        How far pairwise comparisons contradict each other.
    method : {"roc", "rank_sum", "reciprocal"} or None
        The formula that turned an order into weights.
    """

    question = "weights.elicit"

    command: Command
    items: Mapping[str, float]
    how: str
    swings: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    comparison: Comparison | None = None
    method: RankMethod | None = None

    @property
    def worst_pair(self) -> list[str] | None:
        """The ids of the two whose comparison fits the rest least, if one does."""
        ids = list(self.items)
        worst = None if self.comparison is None else self.comparison.worst
        return None if worst is None else [ids[i] for i in worst]


def weights_from_ranks(base: Study, ids: Sequence[str], *, method: RankMethod = "roc") -> ElicitAnswer:
    """Make weights from an order of importance, the most important first.

    Parameters
    ----------
    base : Study
        What is not named keeps its weight from here.
    ids : sequence of str
        All drivers, or all factors of one driver.
    method : {"roc", "rank_sum", "reciprocal"}

    Raises
    ------
    StudyError
        They are not all the drivers, nor all the factors of one driver.
    """
    driver = driver_of_all(base.scenario, ids)
    items = dict(zip(ids, FORMULAS[method](len(ids)).tolist(), strict=True))
    how = f"From the order {' > '.join(ids)}, by {method}."
    return ElicitAnswer(
        study=(made := _filled(base, driver, items, "weights-rank", how)),
        flags=tuple(effect_flags(made)),
        command="rank",
        items=items,
        how=how,
        method=method,
    )


def weights_from_swings(base: Study, points: Mapping[str, float]) -> ElicitAnswer:
    """Make weights from what each swing from worst to best is worth, the largest being 100.

    Raises
    ------
    StudyError
        They are not all the drivers, nor all the factors of one driver; or nothing is worth anything.
    """
    driver = driver_of_all(base.scenario, list(points))
    greatest = max(points.values())
    if greatest <= 0:
        raise StudyError("at least one swing is worth more than 0", parameter="swings")
    worth = {id_: value / greatest * 100 for id_, value in points.items()}
    total = sum(worth.values())
    items = {id_: value / total for id_, value in worth.items()}
    how = "From swings between the worst and the best of each scale, the largest worth 100."
    return ElicitAnswer(
        study=(made := _filled(base, driver, items, "weights-swing", how)),
        flags=tuple(effect_flags(made)),
        command="swing",
        items=items,
        how=how,
        swings={id_: (swing_words(base.scenario, id_), value) for id_, value in worth.items()},
    )


def weights_from_pairs(
    pairs: str | Path,
    *,
    scenario: ScenarioSource | None = None,
    weights: WeightsSource | None = None,
) -> ElicitAnswer:
    """Make weights from a file of pairwise comparisons, by the principal eigenvector.

    Raises
    ------
    UsageError
        Standard input is named twice.
    InputError
        A file is missing or wrong, or the items are not all the drivers, nor all the
        factors of one driver.
    """
    if [pairs, scenario, weights].count(STANDARD_INPUT) > 1:
        raise UsageError("standard input (-) can be one file only")
    mistakes, base, stated = Mistakes(), None, None
    with mistakes:
        file = open_file("weights", pairs)
        stated = pairs_from(file)
    with mistakes:
        base = study(scenario, weights)
    mistakes.tell()
    assert base is not None
    assert stated is not None
    driver = _driver_compared(file, stated, base.scenario)
    found = compare_pairs(stated.matrix)
    items = dict(zip(stated.items, found.weights.tolist(), strict=True))
    how = "From pairwise comparisons, by the principal eigenvector."
    return ElicitAnswer(
        study=(made := _filled(base, driver, items, "weights-pairs", how)),
        flags=tuple(effect_flags(made)),
        command="pairs",
        items=items,
        how=how,
        comparison=found,
    )


def _filled(base: Study, driver: str | None, items: Mapping[str, float], id_: str, how: str) -> Study:
    """Return the study under its weights with the items' shares filled in."""
    changed: dict[str, Any] = {"id": id_, "title": how, "ranges": {}, "evidence": {}}
    if driver is None:
        changed["drivers"] = {d: 100 * items[d] for d in base.scenario.drivers}
    else:
        group = {factor: 100 * items[factor] for factor in base.scenario.drivers[driver].factors}
        changed["factors"] = {**base.weights.factors, driver: group}
    weights = base.weights.model_copy(update=changed)
    return Study(
        scenario=base.scenario,
        weights=weights,
        scenario_origin=base.scenario_origin,
        weights_origin=base.weights_origin,
    )


def driver_of_all(scenario: Scenario, ids: Sequence[str]) -> str | None:
    """Return the driver whose factors are named (``None``: the drivers are).

    Raises
    ------
    StudyError
        They are not all the drivers, nor all the factors of one driver.
    """
    known = [*scenario.drivers, *scenario.factors]
    for id_ in ids:
        if id_ not in known:
            raise StudyError(f"unknown driver or factor '{id_}'", suggestion(id_, known), parameter="id")
    twice = next((id_ for i, id_ in enumerate(ids) if id_ in ids[:i]), None)
    if twice is not None:
        raise StudyError(f"'{twice}' is named twice", parameter="ids")
    home, wanted = _group(scenario, ids)
    if wanted:
        message = f"name {_whole(home)} and nothing else; look at: {', '.join(wanted)}"
        raise StudyError(message, parameter="ids")
    return home


def _driver_compared(file: ParsedFile, pairs: Pairs, scenario: Scenario) -> str | None:
    known = [*scenario.drivers, *scenario.factors]
    unknown = [
        file.mistake(
            ("items", i), "unknown-factor", f"unknown driver or factor '{id_}'", suggestion(id_, known)
        )
        for i, id_ in enumerate(pairs.items)
        if id_ not in known
    ]
    if unknown:
        raise InputError(unknown)
    home, wanted = _group(scenario, pairs.items)
    if wanted:
        message = f"the items are not {_whole(home)} and nothing else"
        hint = f"look at: {', '.join(wanted)}"
        raise InputError([file.mistake(("items",), "no-group", message, hint)])
    return home


def _group(scenario: Scenario, ids: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the driver whose factors are asked for (``None``: the drivers are), and what is amiss."""
    groups: dict[str | None, set[str]] = {None: set(scenario.drivers)}
    groups |= {driver: set(part.factors) for driver, part in scenario.drivers.items() if part.factors}
    home = next(driver for driver, members in groups.items() if ids[0] in members)
    return home, sorted(groups[home] - set(ids)) or sorted(set(ids) - groups[home])


def _whole(home: str | None) -> str:
    return "all the drivers" if home is None else f"all the factors of '{home}'"


def swing_words(scenario: Scenario, id_: str) -> str:
    """Put a swing in words, with the worst and the best of what is rated."""
    if id_ in scenario.drivers and scenario.drivers[id_].factors:
        driver = scenario.drivers[id_]
        titles = ", ".join(factor.title or f for f, factor in driver.factors.items())
        return f"{driver.title or id_}: all from worst to best ({titles})"
    return _swing(scenario.factors[id_], id_)


def swing_lines(scenario: Scenario, id_: str) -> list[str]:
    """Put a swing in words, and below that of a driver those of its factors, each with worst and best."""
    factors = scenario.drivers[id_].factors if id_ in scenario.drivers else {}
    return [swing_words(scenario, id_), *(f"  {_swing(factor, f)}" for f, factor in factors.items())]


def _swing(factor: Factor, id_: str) -> str:
    return f"{factor.title or id_}: {ends_words(factor.scale)}"

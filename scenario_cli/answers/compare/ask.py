"""How several weights, or scenarios, agree and differ: columns side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scenario_cli.answers.answer import Answer
from scenario_cli.answers.compare.columns import Compared, columns_of
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.comparison.agreement import (
    Agreement,
    Parting,
    agreement,
    parting,
    scores_side_by_side,
)
from scenario_cli.engine.comparison.attribution import side_of
from scenario_cli.engine.flags import (
    EQUAL_WEIGHTS,
    SCORE_NOT_LIKELIHOOD,
    Flag,
    first_place_flags,
    program_flags,
)
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import Found, homes, listed, users
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.input import Input
from scenario_cli.files.origin import ScenarioSource, WeightsSource
from scenario_cli.files.several import files_of
from scenario_cli.mistakes import Mistake
from scenario_cli.model.settings import Trial
from scenario_cli.study import Study, study

if TYPE_CHECKING:
    from scenario_cli.answers.compare.document import CompareDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class CompareAnswer(Answer["CompareDocument"]):
    """Several studies side by side; m options, c columns.

    Attributes
    ----------
    over : {"weights", "scenarios"}
        What the columns are.
    under : str
        The weights that scenarios are compared under.
    scores : (m, c) array
    found : Agreement
        Ranks, regret and how far the columns agree.
    parting : Parting or None
        What parts the two columns that differ most.
    """

    question = "compare"

    title: str
    scenario_id: str
    over: Literal["weights", "scenarios"]
    under: str
    columns: Sequence[Compared]
    options: Sequence[str]
    titles: Sequence[str]
    factor_titles: Mapping[str, str]
    scores: Array
    found: Agreement
    parting: Parting | None
    inputs: Sequence[Input]
    trials: Sequence[Trial]

    def __repr__(self) -> str:
        return f"{super().__repr__()}\n{len(self.options)} options x {len(self.columns)} {self.over}"


def compare(studies: Sequence[Study]) -> CompareAnswer:
    """Put several studies side by side: one scenario under several weights, or several scenarios.

    Parameters
    ----------
    studies : sequence of Study
        Of one scenario (compared over weights), or of several with the same options (over scenarios).

    Raises
    ------
    UsageError
        There is none, two are the same, or the options are not. (Two files of one id go by their files.)

    Examples
    --------
    >>> import scenario_cli as sc
    >>> study = sc.study("china-arms-russia")
    >>> sc.compare([study.under(w) for w in ("authors", "critics")]).found.first
    array([2, 0, 0, 0])
    """
    if not studies:
        raise UsageError("there is nothing to compare")
    for one in studies:
        one.refuse_chances()
    alike = all(one.scenario == studies[0].scenario for one in studies)
    return _over_weights(studies) if alike else _over_scenarios(studies)


def studies_under(
    scenario: ScenarioSource | None, weights: Sequence[WeightsSource], trials: Sequence[Trial] = ()
) -> list[Study]:
    """Return a scenario under each of several weights, or under all that fit where none are named.

    Raises
    ------
    InputError
        A file is missing or wrong, or no weights fit; with the mistakes of all files.
    """
    mistakes, studies = Mistakes(), []
    base = None
    with mistakes:
        base = study(scenario, weights[0] if weights else None)
        studies.append(base)
    for more in weights[1:]:
        with mistakes:
            studies.append(base.under(more) if base is not None else study(scenario, more))
    mistakes.tell()
    assert base is not None
    if not weights:
        studies = fitting_studies(base)
        if not studies:
            message = f"no weights file fits '{base.scenario.id}'"
            raise InputError([Mistake(file="weights", code="missing-file", message=message)])
    return [one.tried(*trials) for one in studies]


def studies_of(
    scenarios: Sequence[ScenarioSource], weights: WeightsSource | None, trials: Sequence[Trial] = ()
) -> list[Study]:
    """Return several scenarios, each under the same weights, or its own where none are named.

    Raises
    ------
    InputError
        A file is missing or wrong; with the mistakes of all files.
    """
    mistakes, studies = Mistakes(), []
    for scenario in scenarios:
        with mistakes:
            studies.append(study(scenario, weights).tried(*trials))
    mistakes.tell()
    return studies


def studies_named(scenarios: Sequence[str], weights: Sequence[str]) -> list[Study]:
    """Return the studies to compare that paths, names, folders and patterns name.

    Raises
    ------
    UsageError
        Several scenarios are named, and several weights.
    InputError
        A file is missing or wrong, or nothing is found; with the mistakes of all files.
    """
    mistakes = Mistakes()
    over, under = _expanded(scenarios, mistakes), _expanded(weights, mistakes)
    mistakes.tell()
    if len(over) > 1 and len(under) > 1:
        raise UsageError(f"several scenarios are compared under one weights file, found {len(under)}")
    if len(over) > 1:
        return studies_of(over, under[0] if under else None)
    return studies_under(over[0] if over else None, under)


def _expanded(names: Sequence[str], mistakes: Mistakes) -> list[str | Found]:
    found: list[str | Found] = []
    for name in names:
        with mistakes:
            several = files_of(name)
            found += [name] if several is None else [Found(Path(path), path) for path in several]
    return found


def _over_weights(studies: Sequence[Study]) -> CompareAnswer:
    first = studies[0]
    inputs = [first.inputs[0], *(part for one in studies for part in one.inputs[1:])]
    columns = columns_of(
        [Compared(one.weights.id, one.weights.title) for one in studies],
        [one.weights_origin for one in studies],
    )
    return _answer(studies, *columns, over="weights", under="", equal=False, inputs=inputs)


def _over_scenarios(studies: Sequence[Study]) -> CompareAnswer:
    columns = columns_of(
        [Compared(one.scenario.id, one.scenario.title) for one in studies],
        [one.scenario_origin for one in studies],
    )
    options = studies[0].problem.options
    for other in studies[1:]:
        if other.problem.options != options:
            raise UsageError(_unlike(studies[0], other))
    return _answer(
        studies,
        *columns,
        over="scenarios",
        under=" and ".join(dict.fromkeys(one.weights.id for one in studies)),
        equal=any(one.weights_origin is None for one in studies),
        inputs=[part for one in studies for part in one.inputs],
    )


def _answer(
    studies: Sequence[Study],
    columns: list[Compared],
    same_ids: list[Flag],
    *,
    over: Literal["weights", "scenarios"],
    under: str,
    equal: bool,
    inputs: list[Input],
) -> CompareAnswer:
    scenario = studies[0].scenario
    sides = [side_of(one.problem) for one in studies]
    scores = scores_side_by_side(sides)
    found = agreement(scores)
    flags = [
        flag
        for column, one in zip(columns, studies, strict=True)
        for flag in first_place_flags(f"under {column.id}", one.problem, one.titles)
    ]
    flags += dict.fromkeys(
        flag for one in studies for flag in program_flags(one.scenario, one.problem, one.titles)
    )
    flags += [
        Flag(
            code="same_order",
            level="note",
            text=f"the order is the same under {columns[a].id} and {columns[b].id}",
        )
        for a, b in found.same_order
    ]
    return CompareAnswer(
        title=scenario.title,
        scenario_id=scenario.id,
        over=over,
        under=under,
        columns=tuple(columns),
        options=tuple(scenario.options),
        titles=tuple(studies[0].title(id_) for id_ in scenario.options),
        factor_titles={id_: title for one in reversed(studies) for id_, title in one.titles.items.items()},
        scores=scores,
        found=found,
        parting=parting(sides, found),
        flags=(*flags, *same_ids, *[EQUAL_WEIGHTS] * equal, SCORE_NOT_LIKELIHOOD),
        inputs=tuple(inputs),
        trials=studies[0].trials,
    )


def _unlike(first: Study, other: Study) -> str:
    """Say which options one scenario has and another has not."""
    said = []
    for one, lacking in ((first, other), (other, first)):
        only = [id_ for id_ in one.problem.options if id_ not in lacking.problem.options]
        if only:
            said.append(f"only {one.scenario.id} has {', '.join(only)}")
    why = "; ".join(said) or "they stand in another order"
    return f"{first.scenario.id} and {other.scenario.id} do not have the same options: {why}"


def fitting_studies(base: Study) -> list[Study]:
    """Return the scenario under all weights that fit: the user's if there are any, else the built-in ones."""
    shipped, label = homes("weights")[1]
    for found in (users("weights"), [Found(path, f"{label}/{path.name}") for path in listed(shipped)]):
        studies = []
        for file in found:
            try:
                studies.append(base.under(file))
            except InputError:
                continue
        if studies:
            return studies
    return []

"""From several weights, or several scenarios, to columns side by side."""

from collections.abc import Sequence
from pathlib import Path

from scenario_cli.cli.basis import read_basis
from scenario_cli.cli.inputs import known_injects
from scenario_cli.engine.comparison.agreement import agreement, parting, scores_side_by_side
from scenario_cli.engine.comparison.attribution import side_of
from scenario_cli.engine.flags import EQUAL_WEIGHTS, SCORE_NOT_LIKELIHOOD, Flag, first_place_flags
from scenario_cli.engine.problem import DecisionProblem, decision_problem
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import Found, Where, homes, listed
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import open_file, scenario_from, weights_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.settings import read_setting
from scenario_cli.model.weights import Weights
from scenario_cli.render.basis import Basis
from scenario_cli.render.compare import CompareAnswer, Compared
from scenario_cli.render.provenance import Input


def compare_weights(
    scenario_name: Where, names: Sequence[str | Found], injects: list[str], settings: list[str]
) -> CompareAnswer:
    """Put several weights side by side under one scenario.

    Raises
    ------
    InputError, UsageError
        A file or an argument is wrong, or no weights fit.
    """
    mistakes, scenario = Mistakes(), None
    with mistakes:
        source = open_file("scenarios", scenario_name)
        scenario = scenario_from(source)
    columns = _named(scenario, names, mistakes)
    mistakes.tell()
    assert scenario is not None
    columns = columns or _fitting(scenario)
    _refuse_twice([weights.id for _, weights in columns])
    events = known_injects(scenario, injects)
    changes = [read_setting(text, scenario) for text in settings]
    states = [decision_problem(scenario, w, injects=events, settings=changes) for _, w in columns]
    inputs = [Input(role="scenario", id=scenario.id, sha256=source.sha256)]
    inputs += [Input(role="weights", id=weights.id, sha256=file.sha256) for file, weights in columns]
    return _answer(
        [Compared(weights.id, weights.title) for _, weights in columns],
        states,
        scenario=scenario,
        over="weights",
        under="",
        equal=False,
        inputs=inputs,
        injects=injects,
        settings=settings,
    )


def compare_scenarios(
    names: Sequence[str], weights: list[str], injects: list[str], settings: list[str]
) -> CompareAnswer:
    """Put several scenarios side by side, each under the same weights (or its own where none are named).

    Raises
    ------
    InputError, UsageError
        A file or an argument is wrong, or the options are not the same.
    """
    if len(weights) > 1:
        raise UsageError(f"error: several scenarios are compared under one -w, found {len(weights)}")
    mistakes, bases = Mistakes(), []
    for name in names:
        with mistakes:
            bases.append(read_basis(name, weights, injects, settings)[0])
    mistakes.tell()
    return compare_bases(bases, injects, settings)


def compare_bases(bases: Sequence[Basis], injects: list[str], settings: list[str]) -> CompareAnswer:
    """Put scenarios that have been read, each with its weights, side by side.

    Raises
    ------
    UsageError
        Their options are not the same, or two have one id.
    """
    _refuse_twice([basis.scenario.id for basis in bases])
    options = bases[0].problem.options
    for basis in bases[1:]:
        if basis.problem.options != options:
            raise UsageError(_unlike(bases[0], basis))
    return _answer(
        [Compared(basis.scenario.id, basis.scenario.title) for basis in bases],
        [basis.problem for basis in bases],
        scenario=bases[0].scenario,
        over="scenarios",
        under=" and ".join(dict.fromkeys(basis.weights.id for basis in bases)),
        equal=any(len(basis.inputs) == 1 for basis in bases),
        inputs=[part for basis in bases for part in basis.inputs],
        injects=injects,
        settings=settings,
    )


def _answer(
    columns: list[Compared],
    states: list[DecisionProblem],
    *,
    scenario: Scenario,
    over: str,
    under: str,
    equal: bool,
    inputs: list[Input],
    injects: list[str],
    settings: list[str],
) -> CompareAnswer:
    sides = [side_of(state) for state in states]
    scores = scores_side_by_side(sides)
    found = agreement(scores)
    flags = [
        flag
        for column, state in zip(columns, states, strict=True)
        for flag in first_place_flags(f"under {column.id}", state)
    ]
    flags += [
        Flag(code="same_order", level="note", text=f"{columns[a].id} and {columns[b].id} give the same order")
        for a, b in found.same_order
    ]
    flags += [*[EQUAL_WEIGHTS] * equal, SCORE_NOT_LIKELIHOOD]
    return CompareAnswer(
        title=scenario.title,
        scenario_id=scenario.id,
        over=over,
        under=under,
        columns=columns,
        options=list(scenario.options),
        titles=[option.title or id_ for id_, option in scenario.options.items()],
        scores=scores,
        found=found,
        parting=parting(sides, found),
        flags=flags,
        inputs=inputs,
        injects=injects,
        settings=settings,
    )


def _unlike(first: Basis, other: Basis) -> str:
    """Say which options one scenario has and another has not."""
    said = []
    for basis, lacking in ((first, other), (other, first)):
        only = [id_ for id_ in basis.problem.options if id_ not in lacking.problem.options]
        if only:
            said.append(f"only {basis.scenario.id} has {', '.join(only)}")
    why = "; ".join(said) or "they stand in another order"
    return f"error: {first.scenario.id} and {other.scenario.id} do not have the same options: {why}"


def _named(
    scenario: Scenario | None, names: Sequence[str | Found], mistakes: Mistakes
) -> list[tuple[ParsedFile, Weights]]:
    columns: list[tuple[ParsedFile, Weights]] = []
    for name in names:
        with mistakes:
            source = open_file("weights", name)
            columns.append((source, weights_from(source, scenario)))
    return columns


def _refuse_twice(ids: Sequence[str]) -> None:
    twice = next((id_ for i, id_ in enumerate(ids) if id_ in ids[:i]), None)
    if twice is not None:
        raise UsageError(f"error: two of the files to compare have the id '{twice}'")


def _fitting(scenario: Scenario) -> list[tuple[ParsedFile, Weights]]:
    """Return all weights that fit: the user's if there are any, else the built-in ones."""
    for home, _ in homes("weights"):
        columns = []
        for path in listed(Path(home)):
            try:
                source = open_file("weights", path.stem)
                columns.append((source, weights_from(source, scenario)))
            except InputError:
                continue
        if columns:
            return columns
    raise InputError(
        [Mistake(file="weights", code="missing-file", message=f"no weights file fits '{scenario.id}'")]
    )

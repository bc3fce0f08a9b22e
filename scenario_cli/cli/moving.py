"""Two results, scenarios or weights files as two sides of one comparison."""

from typing import Any, NamedTuple

import numpy as np

from scenario_cli.cli.weighing import open_weights
from scenario_cli.engine.additive import competition_ranks
from scenario_cli.engine.attribution import Side, attribute, side_of
from scenario_cli.engine.problem import Array, decision_problem
from scenario_cli.errors import InputError, Problems, UsageError
from scenario_cli.files.checking import open_any
from scenario_cli.files.reading import format_of, read_weights, scenario_from
from scenario_cli.files.source import Source
from scenario_cli.model.changes import Change, scenario_changes, weights_changes
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights
from scenario_cli.render.diff import MovesAnswer

RESULT = "score/1"


class _State(NamedTuple):
    """One side, with what its changes are told from."""

    side: Side
    scores: Array
    scenario: Scenario | None
    weights: Weights | None


def diff_files(old: str, new: str, *, scenario: str | None, weights: str | None) -> MovesAnswer:
    """Compare two results, two scenario files or two weights files.

    Raises
    ------
    UsageError
        They are not of one kind.
    InputError
        One of them is missing or wrong.
    """
    problems, sources = Problems(), []
    for name in (old, new):
        with problems:
            sources.append(open_any(name))
    problems.told()
    kinds = [_kind(source) for source in sources]
    if kinds[0] != kinds[1]:
        raise UsageError(f"error: {old} is {_article(kinds[0])}, {new} is {_article(kinds[1])}")
    if kinds[0] == "result":
        states = [_from_result(source) for source in sources]
    elif kinds[0] == "scenario":
        states = [_from_scenario(source, weights) for source in sources]
    else:
        states = [_from_weights(name, scenario) for name in (old, new)]
    before, after = states
    if not set(before.side.options) & set(after.side.options):
        raise UsageError(f"error: {old} and {new} have no option in common")
    found = attribute(before.side, after.side)
    rows = [[list(s.side.options).index(option) for option in found.options] for s in states]
    return MovesAnswer(
        names=(old, new),
        kind=kinds[0],
        changes=_changes(before, after),
        found=found,
        scores=(before.scores[rows[0]], after.scores[rows[1]]),
        ranks=(competition_ranks(before.scores)[rows[0]], competition_ranks(after.scores)[rows[1]]),
        leaders=(_leaders(before), _leaders(after)),
        gone=[option for option in before.side.options if option not in found.options],
        new=[option for option in after.side.options if option not in found.options],
    )


def _leaders(state: _State) -> list[str]:
    ranks = competition_ranks(state.scores)
    return [option for option, rank in zip(state.side.options, ranks, strict=True) if rank == 1]


def _kind(source: Source) -> str:
    stated = source.data.get("format") if isinstance(source.data, dict) else None
    if stated == RESULT:
        return "result"
    kind = format_of(source)
    if kind is None:
        message = "expected a scenario, weights, or a result of 'score' in JSON"
        raise InputError([source.problem(("format",), "wrong-format", message)])
    return kind


def _article(kind: str) -> str:
    return "a weights file" if kind == "weights" else f"a {kind}"


def _from_weights(name: str, scenario_name: str | None) -> _State:
    stated = open_weights(name, scenario_name)
    side = side_of(decision_problem(stated.scenario, stated.weights))
    return _State(side, side.scores, stated.scenario, stated.weights)


def _from_scenario(source: Source, weights_name: str | None) -> _State:
    scenario = scenario_from(source)
    name = weights_name or scenario.weights
    weights = read_weights(name, scenario) if name else equal_weights(scenario)
    side = side_of(decision_problem(scenario, weights))
    return _State(side, side.scores, scenario, weights)


def _from_result(source: Source) -> _State:
    try:
        factors: dict[str, Any] = source.data["weights"]["factors"]
        rows: list[Any] = source.data["ranking"]
        options = [str(row["option"]) for row in rows]
        weights = np.array([float(factors[f]) for f in factors])
        contributed = np.array([[float(row["contributions"][f]) for f in factors] for row in rows])
        scores = np.array([float(row["score"]) for row in rows])
        if not rows or not np.allclose(contributed.sum(axis=1), scores, rtol=0, atol=1e-6):
            raise ValueError("the contributions do not add up to the scores")
    except (KeyError, TypeError, ValueError) as error:
        message = f"this result cannot be read: {type(error).__name__} at {error}"
        raise InputError([source.problem((), "wrong-result", message)]) from None
    shown = np.where(weights > 0, weights, np.nan)
    return _State(Side(options, list(factors), weights, contributed / (100 * shown)), scores, None, None)


def _changes(before: _State, after: _State) -> list[Change]:
    changes: list[Change] = []
    if before.weights is not None and after.weights is not None:
        changes += weights_changes(before.weights, after.weights)
    if before.scenario is not None and after.scenario is not None:
        changes += scenario_changes(before.scenario, after.scenario)
    if before.scenario is None:
        changes += _result_changes(before.side, after.side)
    return changes


def _result_changes(before: Side, after: Side) -> list[Change]:
    changes = [
        Change(f"weights.{f}", f"{100 * old:.2f}%", f"{100 * new:.2f}%")
        for f in before.factors
        if f in after.factors
        for old in [before.weights[list(before.factors).index(f)]]
        for new in [after.weights[list(after.factors).index(f)]]
        if abs(old - new) > 1e-12
    ]
    for option in before.options:
        for factor in before.factors:
            if option in after.options and factor in after.factors:
                old, new = (
                    float(s.values[list(s.options).index(option), list(s.factors).index(factor)])
                    for s in (before, after)
                )
                if abs(old - new) > 1e-12:
                    changes.append(Change(f"value of {option} on {factor}", f"{old:.3g}", f"{new:.3g}"))
    return changes


def failed_conditions(answer: MovesAnswer, conditions: list[str]) -> list[str]:
    """Return which of ``first``, ``rank`` and ``score=X`` do not hold, in words.

    Raises
    ------
    UsageError
        A condition is none of these.
    """
    failed = []
    for text in conditions:
        name, _, limit = text.partition("=")
        if text == "first":
            if answer.leaders[0] != answer.leaders[1]:
                failed.append("first place changed")
        elif text == "rank":
            if not np.array_equal(*answer.ranks) or answer.gone or answer.new:
                failed.append("a rank changed")
        elif name == "score" and _is_limit(limit):
            moved = np.abs(answer.scores[1] - answer.scores[0])
            if moved.size and moved.max() > float(limit):
                failed.append(f"a score moved by {moved.max():.4g}, more than {limit}")
        else:
            raise UsageError(f"error: --fail-on {text}: expected first, rank or score=X")
    return failed


def _is_limit(text: str) -> bool:
    try:
        return float(text) >= 0
    except ValueError:
        return False

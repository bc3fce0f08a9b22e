"""Two results, scenarios or weights files as two sides of one comparison."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any, NamedTuple

from scenario_cli.cli.weighing import open_weights
from scenario_cli.engine.attribution import Side, side_of
from scenario_cli.engine.moves import State, differences, moves, stated_result
from scenario_cli.engine.problem import decision_problem
from scenario_cli.errors import InputError, Problems, UsageError
from scenario_cli.files.checking import open_any
from scenario_cli.files.reading import format_of, read_weights, scenario_from
from scenario_cli.files.source import Source
from scenario_cli.model.changes import Change, scenario_changes, weights_changes
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights
from scenario_cli.render.diff import MovesAnswer

RESULT = "score/1"


class _Stated(NamedTuple):
    """One side, with what its changes are told from."""

    state: State
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
    if not set(before.state.side.options) & set(after.state.side.options):
        raise UsageError(f"error: {old} and {new} have no option in common")
    return MovesAnswer(
        names=(old, new),
        kind=kinds[0],
        changes=_changes(before, after),
        found=moves(before.state, after.state),
    )


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


def _from_weights(name: str, scenario_name: str | None) -> _Stated:
    stated = open_weights(name, scenario_name)
    return _computed(stated.scenario, stated.weights)


def _from_scenario(source: Source, weights_name: str | None) -> _Stated:
    scenario = scenario_from(source)
    name = weights_name or scenario.weights
    return _computed(scenario, read_weights(name, scenario) if name else equal_weights(scenario))


def _computed(scenario: Scenario, weights: Weights) -> _Stated:
    side = side_of(decision_problem(scenario, weights))
    return _Stated(State(side, side.scores), scenario, weights)


def _from_result(source: Source) -> _Stated:
    with wrong_result_told(source):
        stated: dict[str, Any] = source.data["weights"]["factors"]
        rows: list[Any] = source.data["ranking"]
        weights = {factor: float(share) for factor, share in stated.items()}
        contributions = {
            str(row["option"]): [float(row["contributions"][factor]) for factor in weights] for row in rows
        }
        state = stated_result(weights, contributions, [float(row["score"]) for row in rows])
    return _Stated(state, None, None)


def number_of(stated: Any, where: str) -> float:
    """Return a number that a result states.

    Raises
    ------
    ValueError
        It is none, or not finite.
    """
    if not isinstance(stated, float) or not isfinite(stated):
        raise ValueError(f"{where} is not a finite number")
    return stated


@contextmanager
def wrong_result_told(source: Source) -> Iterator[None]:
    """Turn what a result lacks, or holds in another form, into a mistake of its file.

    Raises
    ------
    InputError
        The result has not the form of what this program writes.
    """
    try:
        yield
    except KeyError as error:
        why = f"{error} is missing"
    except (UsageError, ValueError) as error:
        why = str(error).removeprefix("error: ")
    except (AttributeError, IndexError, TypeError):
        why = "it has not the form of what this program writes with -f json"
    else:
        return
    raise InputError([source.problem((), "wrong-result", f"this result cannot be read: {why}")])


def _changes(before: _Stated, after: _Stated) -> list[Change]:
    changes: list[Change] = []
    if before.weights is not None and after.weights is not None:
        changes += weights_changes(before.weights, after.weights)
    if before.scenario is not None and after.scenario is not None:
        changes += scenario_changes(before.scenario, after.scenario)
    if before.scenario is None:
        changes += _result_changes(before.state.side, after.state.side)
    return changes


def _result_changes(before: Side, after: Side) -> list[Change]:
    return [
        Change(f"weights.{d.factor}", f"{100 * d.before:.2f}%", f"{100 * d.after:.2f}%")
        if d.option is None
        else Change(f"value of {d.option} on {d.factor}", f"{d.before:.3g}", f"{d.after:.3g}")
        for d in differences(before, after)
    ]


def failed_conditions(answer: MovesAnswer, conditions: list[str]) -> list[str]:
    """Return which of ``first``, ``rank`` and ``score=X`` do not hold, in words.

    Raises
    ------
    UsageError
        A condition is none of these.
    """
    failed, found = [], answer.found
    for text in conditions:
        name, _, limit = text.partition("=")
        if text == "first":
            if found.leaders[0] != found.leaders[1]:
                failed.append("first place changed")
        elif text == "rank":
            if any(before != after for before, after in (move.ranks for move in found.moves)) or (
                found.gone or found.new
            ):
                failed.append("a rank changed")
        elif name == "score" and _is_limit(limit):
            moved = max(abs(move.points) for move in found.moves)
            if moved > float(limit):
                failed.append(f"a score moved by {moved:.4g}, more than {limit}")
        else:
            raise UsageError(f"error: --fail-on {text}: expected first, rank or score=X")
    return failed


def _is_limit(text: str) -> bool:
    try:
        return float(text) >= 0
    except ValueError:
        return False

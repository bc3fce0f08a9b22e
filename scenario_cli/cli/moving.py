"""Two results, scenarios or weights files as two sides of one comparison."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from scenario_cli.cli.weighing import open_together
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.comparison.attribution import side_of
from scenario_cli.engine.comparison.moves import OLD, Move, State, differences, moves, stated_result
from scenario_cli.engine.problem import decision_problem
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.checking import open_any
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import format_of, open_file, scenario_from, weights_from
from scenario_cli.model.base import is_number
from scenario_cli.model.changes import NOTHING, Change, changes_of_texts, scenario_changes, weights_changes
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights
from scenario_cli.render.diff import MovesAnswer
from scenario_cli.render.provenance import Input

RESULT = "score/1"


@dataclass(frozen=True, kw_only=True)
class _Stated:
    """One side, with what its changes are told from.

    ``about`` says of a result what it was computed from; ``used`` is a file that the two
    sides were not named by: the weights of a scenario, or the scenario of weights.
    """

    state: State
    titles: Mapping[str, str]
    scenario: Scenario | None = None
    weights: Weights | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    used: Input | None = None


def diff_files(old: str, new: str, *, scenario: str | None, weights: str | None) -> MovesAnswer:
    """Compare two results, two scenario files or two weights files.

    Raises
    ------
    UsageError
        They are not of one kind, or an option does not go with that kind.
    InputError
        One of them is missing or wrong.
    """
    mistakes, sources = Mistakes(), []
    for name in (old, new):
        with mistakes:
            sources.append(open_any(name))
    mistakes.tell()
    kinds = [_kind(source) for source in sources]
    if kinds[0] != kinds[1]:
        raise UsageError(f"error: {old} is {_article(kinds[0])}, {new} is {_article(kinds[1])}")
    if weights is not None and kinds[0] != "scenario":
        raise UsageError(f"error: -w {weights}: goes with two scenarios, these are {_plural(kinds[0])}")
    if scenario is not None and kinds[0] != "weights":
        raise UsageError(
            f"error: --scenario {scenario}: goes with two weights files, these are {_plural(kinds[0])}"
        )
    before, after = _sides(kinds[0], sources, (old, new), scenario, weights)
    if not set(before.state.side.options) & set(after.state.side.options):
        raise UsageError(f"error: {old} and {new} have no option in common")
    inputs = [
        Input(role=role, id=source.stem, sha256=source.sha256)
        for role, source in zip(("old", "new"), sources, strict=True)
    ]
    used = dict.fromkeys(side.used for side in (before, after) if side.used is not None)
    return MovesAnswer(
        names=(old, new),
        kind=kinds[0],
        about=_about(kinds[0], before, after),
        titles={**before.titles, **after.titles},
        changes=_changes(before, after),
        shares=[d for d in differences(before.state.side, after.state.side) if d.option is None],
        found=moves(before.state, after.state),
        equal=kinds[0] == "scenario" and not (before.used and after.used),
        inputs=[*inputs, *used],
    )


def _sides(
    kind: str, sources: list[ParsedFile], names: tuple[str, str], scenario: str | None, weights: str | None
) -> list[_Stated]:
    mistakes, sides = Mistakes(), []
    if kind == "weights":
        for file in open_together(names, scenario):
            used = Input(role="scenario", id=file.scenario.id, sha256=file.scenario_source.sha256)
            sides.append(_computed(file.scenario, file.weights, used))
        return sides
    for source in sources:
        with mistakes:
            sides.append(_from_result(source) if kind == "result" else _from_scenario(source, weights))
    mistakes.tell()
    return sides


def _kind(source: ParsedFile) -> str:
    stated = source.data.get("format") if isinstance(source.data, dict) else None
    if stated == RESULT:
        return "result"
    kind = format_of(source)
    if kind is None:
        found = f"'{stated}'" if isinstance(stated, str) else "a file that names no format"
        message = f"expected a scenario, weights, or a result of 'score' in JSON, found {found}"
        raise InputError([source.mistake(("format",), "wrong-format", message)])
    return kind


def _article(kind: str) -> str:
    return "a weights file" if kind == "weights" else f"a {kind}"


def _plural(kind: str) -> str:
    return "weights files" if kind == "weights" else f"{kind}s"


def _from_scenario(source: ParsedFile, weights_name: str | None) -> _Stated:
    scenario = scenario_from(source)
    name = weights_name or scenario.weights
    if name is None:
        return _computed(scenario, equal_weights(scenario), None)
    file = open_file("weights", name)
    weights = weights_from(file, scenario)
    return _computed(scenario, weights, Input(role="weights", id=weights.id, sha256=file.sha256))


def _computed(scenario: Scenario, weights: Weights, used: Input | None) -> _Stated:
    side = side_of(decision_problem(scenario, weights))
    titles = {id_: option.title for id_, option in scenario.options.items()}
    return _Stated(
        state=State(side, side.scores), titles=titles, scenario=scenario, weights=weights, used=used
    )


def _from_result(source: ParsedFile) -> _Stated:
    with wrong_result_told(source):
        stated, rows = source.data["weights"]["factors"], source.data["ranking"]
        weights = {f: number_of(share, f"weights.factors.{f}") for f, share in stated.items()}
        contributions: dict[str, list[float]] = {}
        for i, row in enumerate(rows):
            option = row["option"]
            if not isinstance(option, str) or option in contributions:
                raise ValueError(f"ranking[{i}].option is no id, or stands there twice")
            contributions[option] = [
                number_of(row["contributions"][f], f"ranking[{i}].contributions.{f}") for f in weights
            ]
        scores = [number_of(row["score"], f"ranking[{i}].score") for i, row in enumerate(rows)]
        state = stated_result(weights, contributions, scores)
        titles = {row["option"]: str(row.get("title", "")) for row in rows}
        return _Stated(state=state, titles=titles, about=_computed_from(source.data))


def _computed_from(stated: Any) -> dict[str, str]:
    """Return what a result says it was computed from; what it does not say is left out."""
    provenance = stated.get("provenance", {})
    tried = {"injects": provenance.get("injects", []), "set": provenance.get("set", [])}
    named = {"scenario": stated.get("scenario", {}).get("id"), "weights": stated["weights"].get("id")}
    return {key: str(id_) for key, id_ in named.items() if id_ is not None} | {
        key: ", ".join(map(str, texts)) or NOTHING for key, texts in tried.items()
    }


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
def wrong_result_told(source: ParsedFile) -> Iterator[None]:
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
    raise InputError([source.mistake((), "wrong-result", f"this result cannot be read: {why}")])


def _about(kind: str, before: _Stated, after: _Stated) -> str:
    """Return the question that both sides are about, and what they share."""
    if kind == "weights" and before.scenario is not None:
        return f"{before.scenario.title} ({before.scenario.id})"
    if kind == "scenario":
        ids = dict.fromkeys(side.weights.id for side in (before, after) if side.weights is not None)
        return f"Under the weights {' and '.join(ids)}."
    return ""


def _changes(before: _Stated, after: _Stated) -> list[Change]:
    changes: list[Change] = []
    if before.weights is not None and after.weights is not None:
        changes += weights_changes(before.weights, after.weights)
    if before.scenario is not None and after.scenario is not None:
        changes += scenario_changes(before.scenario, after.scenario)
    if before.scenario is None:
        changes += changes_of_texts(before.about, after.about)
        changes += _result_changes(before.state, after.state)
    return changes


def _result_changes(before: State, after: State) -> list[Change]:
    old, new = before.side.options, after.side.options
    changes = [Change(f"option {option}", "there", "gone") for option in old if option not in new]
    changes += [Change(f"option {option}", NOTHING, "new") for option in new if option not in old]
    for d in differences(before.side, after.side):
        if d.option is None:
            shares = [NOTHING if share is None else f"{100 * share:.2f}%" for share in (d.before, d.after)]
            changes.append(Change(f"weights.{d.factor}", *shares))
        else:
            where = f"value of {d.option} on {d.factor}"
            changes.append(Change(where, f"{d.before:.3g}", f"{d.after:.3g}"))
    return changes


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
                old, new = (", ".join(leaders) for leaders in found.leaders)
                failed.append(f"first place changed from {old} to {new}")
        elif text == "rank":
            moved = [_rank_moved(move) for move in found.moves if move.ranks[0] != move.ranks[1]]
            moved += [f"{o.option} is {'gone' if o.side == OLD else 'new'}" for o in found.others]
            if moved:
                failed.append(f"a rank changed: {', '.join(moved)}")
        elif name == "score" and is_number(limit) and float(limit) >= 0:
            most = max(found.moves, key=lambda move: abs(move.points))
            if abs(most.points) > float(limit) + TIE:
                failed.append(f"the score of {most.option} moved by {most.points:+.4g}, more than {limit}")
        else:
            raise UsageError(f"error: --fail-on {text}: expected first, rank or score=X")
    return failed


def _rank_moved(move: Move) -> str:
    return f"{move.option} {move.ranks[0]} -> {move.ranks[1]}"

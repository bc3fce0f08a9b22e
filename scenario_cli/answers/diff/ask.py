"""What changed between two results, studies, scenarios or weights files, and which change did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenario_cli.answers.answer import Answer
from scenario_cli.answers.diff.conditions import failed_conditions
from scenario_cli.answers.diff.sides import (
    READS,
    DiffSide,
    NamedStudy,
    from_result,
    from_scenario,
    from_study,
    kind_of,
    order_changes,
)
from scenario_cli.answers.score.ask import ScoreAnswer
from scenario_cli.answers.weights.opened import studies_of_weights
from scenario_cli.engine.comparison.moves import Difference, Moves, differences, moves
from scenario_cli.engine.flags import EQUAL_WEIGHTS, SCORE_NOT_LIKELIHOOD, Flag
from scenario_cli.errors import InputError, StudyError, UsageError
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.input import Input
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import open_any
from scenario_cli.mistakes import Mistake
from scenario_cli.model.changes import NOTHING, Change, changes_of_texts, scenario_changes, weights_changes
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.diff.document import DiffDocument

ELSEWHERE = ("missing-file", "not-a-file", "unreadable")  # the file is none that was read
# What holds no result to compare, by the ending.
NO_INPUT = {
    ".html": "a page for a browser",
    ".md": "a page",
    ".txt": "a page",
    ".svg": "a picture",
    ".png": "a picture",
    ".csv": "another table",
    ".gz": "another file",
    ".jsonl": "other lines",
    ".parquet": "another table",
    ".xlsx": "a workbook",
}

State = str | Path | Study | NamedStudy | ScoreAnswer | Mapping[str, object]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class DiffAnswer(Answer["DiffDocument"]):
    """Two states of one question, as they were named, and what moved between them.

    Attributes
    ----------
    names : (str, str)
        What the two were called; ``ids`` without folders and endings.
    versions : (str or None, str or None)
        The versions of this program that computed the two; ``None`` where a result does not say.
    kind : {"result", "scenario", "weights", "study"}
    about : str
        The question that both are about, or what they share.
    titles, items : mapping
        The titles of options, and of drivers and factors.
    changes : sequence of Change
        Each thing that differs, in words.
    shares : sequence of Difference
        The factors whose share of the whole moved.
    found : Moves
        How scores and ranks moved, and what explains it.
    failed : tuple of str
        What was not to change and did, in words.
    inputs : sequence of Input
    """

    question = "diff"

    names: tuple[str, str]
    ids: tuple[str, str]
    versions: tuple[str | None, str | None]
    kind: str
    about: str
    titles: Mapping[str, str]
    items: Mapping[str, str]
    changes: Sequence[Change]
    shares: Sequence[Difference]
    found: Moves
    inputs: Sequence[Input]
    failed: tuple[str, ...] = ()

    def title(self, option: str) -> str:
        """Return an option's title, or its id where it has none."""
        return self.titles.get(option) or option

    def item(self, factor: str) -> str:
        """Return a factor's title, or its id where it has none, as in a result."""
        return self.items.get(factor, factor)

    def __repr__(self) -> str:
        return f"{super().__repr__()}\n{len(self.changes)} changes, {len(self.found.moves)} options"


def diff(
    old: State,
    new: State,
    *,
    scenario: str | Path | None = None,
    weights: str | Path | None = None,
    fail_on: Sequence[str] = (),
) -> DiffAnswer:
    """Compare two results, two studies, two scenario files or two weights files.

    Parameters
    ----------
    old, new : str, Path, Study, NamedStudy, ScoreAnswer or mapping
        Of one kind: names or paths of files, studies, answers to ``score``, or their documents. A study
        may also stand against a scenario, or against a result.
    scenario : str or Path, optional
        The scenario that two weights files are for.
    weights : str or Path, optional
        The weights that scenarios are compared under.
    fail_on : sequence of str
        What is not to change: ``first``, ``rank``, ``score=X``.

    Raises
    ------
    UsageError
        They are not of one kind, or an argument does not go with that kind.
    InputError
        One of them is missing or wrong.
    """
    opened = _both_opened(old, new)
    names = (_name(old, "old"), _name(new, "new"))
    kind = _one_kind(opened, names)
    _check_beside(kind, scenario, None if "scenario" in map(kind_of, opened) else weights)
    before, after = _sides(kind, opened, (old, new), scenario, weights)
    if not set(before.state.side.options) & set(after.state.side.options):
        raise UsageError(f"{names[0]} and {names[1]} have no option in common")
    equal = kind == "scenario" and not (before.used and after.used)
    used = dict.fromkeys(part for side in (before, after) for part in side.used)
    inputs = [Input(role, side.id, side.sha256) for role, side in (("old", before), ("new", after))]
    found = moves(before.state, after.state)
    return DiffAnswer(
        names=names,
        ids=(before.id, after.id),
        versions=(before.version, after.version),
        kind=kind,
        about=_about(kind, before, after),
        titles={**before.titles, **after.titles},
        items={**before.items, **after.items},
        changes=tuple(_changes(before, after)),
        shares=[d for d in differences(before.state.side, after.state.side) if d.option is None],
        found=found,
        failed=failed_conditions(found, fail_on),
        flags=(*_program_flags(names, before, after), *[EQUAL_WEIGHTS] * equal, SCORE_NOT_LIKELIHOOD),
        inputs=(*inputs, *used),
    )


def _program_flags(names: tuple[str, str], before: DiffSide, after: DiffSide) -> list[Flag]:
    """Return what is said of ratings that a program set: once where it is the same of both sides."""
    told = (before.by_programs, after.by_programs)
    said = [text if len({*told}) == 1 else f"{name}: {text}" for name, text in zip(names, told, strict=True)]
    texts = dict.fromkeys(text for text, there in zip(said, told, strict=True) if there)
    return [Flag(code="proposed_by_program", level="warning", text=text) for text in texts]


Opened = ParsedFile | Study | Mapping[str, object]


def _both_opened(*states: State) -> list[Opened]:
    mistakes: Mistakes = Mistakes()
    opened: list[Opened] = []
    for state in states:
        with mistakes:
            opened.append(_opened(state))
    mistakes.tell()
    return opened


def _one_kind(opened: Sequence[Opened], names: tuple[str, str]) -> str:
    kinds = [kind_of(part) for part in opened]
    if "study" in kinds and {"scenario", "result"} & {*kinds}:
        return "result" if "result" in kinds else "study"
    if kinds[0] != kinds[1]:
        raise UsageError(f"{names[0]} is {_article(kinds[0])}, {names[1]} is {_article(kinds[1])}")
    return kinds[0]


def _check_beside(kind: str, scenario: str | Path | None, weights: str | Path | None) -> None:
    """Refuse arguments that do not go with the kind of what is compared."""
    if weights is not None and kind != "scenario":
        message = f"goes with two scenarios, these are {_plural(kind)}"
        raise StudyError(message, parameter="weights", value=str(weights))
    if scenario is not None and kind != "weights":
        message = f"goes with two weights files, these are {_plural(kind)}"
        raise StudyError(message, parameter="scenario", value=str(scenario))


def _opened(state: State) -> Opened:
    if isinstance(state, ScoreAnswer):
        return state.study
    if isinstance(state, NamedStudy):
        return state.study
    if isinstance(state, Study | Mapping):
        return state
    try:
        return open_any(str(state))
    except InputError as error:
        if error.mistakes[0].code in ELSEWHERE or Path(state).suffix.lower() not in NO_INPUT:
            raise
        found = NO_INPUT[Path(state).suffix.lower()]
        message = f"{READS}, found {found}"
        raise InputError([Mistake(file=str(state), line=0, code="wrong-format", message=message)]) from None


def called(name: str) -> str:
    """Return what is to be compared under a name, as a person would call it.

    Raises
    ------
    InputError
        There is nothing, or nothing that can be compared.
    """
    return _article(kind_of(_opened(name)))


def _name(state: State, otherwise: str) -> str:
    if isinstance(state, NamedStudy):
        return state.name
    return str(state) if isinstance(state, str | Path) else otherwise


def _sides(
    kind: str,
    opened: Sequence[Opened],
    named: tuple[State, State],
    scenario: str | Path | None,
    weights: str | Path | None,
) -> list[DiffSide]:
    if kind == "weights":
        names = [str(name) for name in named]
        studies = studies_of_weights(names, scenario)
        return [
            from_study(study, file=study.weights_origin.file, used=study.inputs[:1])
            for study in studies
            if study.weights_origin is not None
        ]
    mistakes, sides = Mistakes(), []
    for part, role in zip(opened, ("old", "new"), strict=True):
        with mistakes:
            if kind == "result":
                sides.append(from_result(_document(part), role))
            elif isinstance(part, Study):
                sides.append(from_study(part, used=part.inputs))
            else:
                assert isinstance(part, ParsedFile)
                sides.append(from_scenario(part, weights))
    mistakes.tell()
    return [
        replace(side, id=state.id, sha256=state.sha256) if isinstance(state, NamedStudy) else side
        for side, state in zip(sides, named, strict=True)
    ]


def _document(part: Opened) -> ParsedFile | Mapping[str, object]:
    """Return a result; of a study that of its score."""
    if not isinstance(part, Study):
        return part
    found: Mapping[str, Any] = part.score().to_dict()
    return found


def _article(kind: str) -> str:
    return "a weights file" if kind == "weights" else f"a {kind}"


def _plural(kind: str) -> str:
    return {"weights": "weights files", "study": "studies"}.get(kind, f"{kind}s")


def _about(kind: str, before: DiffSide, after: DiffSide) -> str:
    """Return the question that both sides are about, and what they share."""
    if kind in ("weights", "study") and before.study is not None:
        return f"{before.study.scenario.title} ({before.study.scenario.id})"
    if kind == "scenario":
        ids = dict.fromkeys(side.study.weights.id for side in (before, after) if side.study is not None)
        return f"Under the weights {' and '.join(ids)}."
    return ""


def _changes(before: DiffSide, after: DiffSide) -> list[Change]:
    if before.study is None or after.study is None:
        versions = [{} if side.version is None else {"version": side.version} for side in (before, after)]
        return [
            *changes_of_texts(*versions),
            *changes_of_texts(before.about, after.about),
            *_result_changes(before, after),
        ]
    return [
        *weights_changes(before.study.weights, after.study.weights),
        *scenario_changes(before.study.scenario, after.study.scenario),
        *changes_of_texts(before.about, after.about),
        *order_changes(before.study, after.study),
    ]


def _result_changes(before: DiffSide, after: DiffSide) -> list[Change]:
    old, new = before.state.side.options, after.state.side.options
    changes = [Change(f"option {option}", "there", "gone") for option in old if option not in new]
    changes += [Change(f"option {option}", NOTHING, "new") for option in new if option not in old]
    for d in differences(before.state.side, after.state.side):
        if d.option is None:
            shares = [NOTHING if share is None else f"{100 * share:.2f}%" for share in (d.before, d.after)]
            changes.append(Change(f"weights.{d.factor}", *shares))
        else:
            where = f"value of {d.option} on {d.factor}"
            changes.append(Change(where, f"{d.before:.3g}", f"{d.after:.3g}"))
    return changes

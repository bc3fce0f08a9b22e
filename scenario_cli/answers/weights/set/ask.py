"""What a change of points does to shares, ranks and first place; points are changed in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from scenario_cli.answers.edited import history_flags, require_one_line, write
from scenario_cli.answers.flags import effect_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.answers.weights.opened import WeightsName, study_of_weights
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.sensitivity.one_way import first_along
from scenario_cli.errors import StudyError
from scenario_cli.files.editing import Edit, holds_comments, own_path
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.points import set_numbers
from scenario_cli.files.reading import weights_from
from scenario_cli.files.undoing import redo_edit, undo_edit
from scenario_cli.mistakes import DataPath
from scenario_cli.model.base import is_number, number_hint
from scenario_cli.study import Study
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.answers.weights.set.document import WeightsSetDocument

Command = Literal["set", "undo", "redo"]


class Crossing(NamedTuple):
    """A flip on the straight way from the old weights to the new: where, and who takes over."""

    way: float
    shares: Array
    to: tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SetAnswer(StudyAnswer["WeightsSetDocument"]):
    """The study under its new weights, and under those that were there.

    Attributes
    ----------
    command : {"set", "undo", "redo"}
    before : Study
        The study under the old weights.
    changes : mapping of str to (str, str)
        The points that changed, by driver or ``driver.factor``: as they were and as they are.
    crossings : sequence of Crossing
        The flips on the straight way from the old weights to the new.
    done : str
        What happened to the file.
    """

    question = "weights.set"

    command: Command
    before: Study
    changes: Mapping[str, tuple[str, str]]
    crossings: Sequence[Crossing]
    done: str


def set_points(
    name: WeightsName,
    points: Mapping[str, float] | Sequence[str],
    *,
    by: str | None = None,
    why: str = "",
    who: str = "",
    scenario: str | Path | None = None,
    dry_run: bool = False,
) -> SetAnswer:
    """Change points in a weights file in place; every other byte stays, and the change can be taken back.

    Parameters
    ----------
    name : str or Path
        The weights file.
    points : mapping, or texts
        New points by ``"DRIVER"`` or ``"DRIVER.FACTOR"``; or texts, ``"DRIVER=60"`` (ids alone with ``by``).
    by : str, optional
        What to add to each instead.
    why : str, optional
        The reason: kept in the history, and the last one beside the number as a comment.
    who : str, optional
        Who changes it: kept in the history.
    scenario : str or Path, optional
        The scenario that the weights are for; without it the one they name, else the usual one.
    dry_run : bool
        Say what would happen, and write nothing.

    Raises
    ------
    InputError
        A file or its history is missing or wrong, a number cannot be changed in place, or the file
        is read-only or a hard link.
    OutputError
        The file cannot be written.
    """
    require_one_line(why=why, who=who)
    before = study_of_weights(name, scenario)
    file = _file(before)
    own_path(file, "weights")
    texts = (
        [f"{key}={value:.17g}" for key, value in points.items()] if isinstance(points, Mapping) else points
    )
    edit = set_numbers(file, numbers_to_set(before, texts, by), why)
    done = _set_done(file, edit, why, dry_run=dry_run)
    answer = _effect_of(before, edit, "set", done)
    if not dry_run:
        write(edit, why, who)
    return answer


def undo_points(
    name: WeightsName,
    *,
    why: str = "",
    who: str = "",
    scenario: str | Path | None = None,
    only_programs: bool = False,
) -> SetAnswer:
    """Take back the last change of a weights file that still stands, as often as there are changes.

    Edits made by hand are left alone. ``why`` and ``who`` are kept in the history. With
    ``only_programs`` a change that a person made is refused.

    Raises
    ------
    InputError
        A file or its history is missing or wrong, there is nothing to take back, or the place of the
        change was edited by hand since.
    OutputError
        The file cannot be written.
    """
    require_one_line(why=why, who=who)
    before = study_of_weights(name, scenario)
    edit = undo_edit(_file(before), only_programs=only_programs)
    answer = _effect_of(before, edit, "undo", f"Taken back in {edit.after.name}.")
    write(edit, why, who)
    return answer


def redo_points(
    name: WeightsName, *, why: str = "", who: str = "", scenario: str | Path | None = None
) -> SetAnswer:
    """Make the change of a weights file again that was taken back last, until a new one is made.

    Raises
    ------
    InputError, OutputError
        As for ``undo_points``.
    """
    require_one_line(why=why, who=who)
    before = study_of_weights(name, scenario)
    edit = redo_edit(_file(before))
    answer = _effect_of(before, edit, "redo", f"Made again in {edit.after.name}.")
    write(edit, why, who)
    return answer


def _file(study: Study) -> ParsedFile:
    assert study.weights_origin is not None
    assert study.weights_origin.file is not None
    return study.weights_origin.file


def numbers_to_set(study: Study, texts: Sequence[str], by: str | None = None) -> dict[DataPath, str]:
    """Return what to write at which path, from ``DRIVER=60``, ``DRIVER.FACTOR=2`` or ids with ``by``.

    Raises
    ------
    StudyError
        A text is none of these, or its number cannot be.
    """
    drivers = study.scenario.drivers
    numbers: dict[DataPath, str] = {}
    for text in texts:
        key, equals, stated = text.partition("=")
        if bool(equals) == (by is not None):
            form = (
                "ids alone, since all are moved by one number"
                if by is not None
                else "DRIVER=60 or DRIVER.FACTOR=2"
            )
            raise StudyError(f"expected {form}", parameter="changes", value=text)
        driver, dot, factor = key.partition(".")
        home = study.scenario.driver_of.get(driver)
        if driver not in drivers and home is not None and not dot:
            said = f"'{driver}' is a factor of the driver '{home}'"
            raise StudyError(said, f"write {home}.{text}", parameter="changes", value=text)
        _known(text, "driver", driver, list(drivers))
        if dot:
            _known(text, f"factor of '{driver}'", factor, list(drivers[driver].factors))
        path: DataPath = ("factors", driver, factor) if dot else ("drivers", driver)
        if path in numbers:
            raise StudyError(f"{key} is named twice", parameter="changes")
        numbers[path] = stated.strip() if by is None else _moved(_file(study), path, by)
        if not is_number(numbers[path]) or float(numbers[path]) < 0:
            found = f"expected a number of 0 or more, found '{numbers[path]}'"
            raise StudyError(found, number_hint(numbers[path]), parameter="changes", value=text)
    return numbers


def _known(text: str, what: str, id_: str, known: list[str]) -> None:
    if id_ not in known:
        raise StudyError(f"unknown {what} '{id_}'", suggestion(id_, known), parameter="changes", value=text)


def _moved(file: ParsedFile, path: DataPath, by: str) -> str:
    if not is_number(by):
        raise StudyError("expected a number such as +5 or -2.5", parameter="by", value=by)
    data: Any = file.data
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    if not isinstance(data, float):
        return "0"  # refused in place, with the reason
    return f"{data + float(by):.12g}"


def _set_done(file: ParsedFile, edit: Edit, why: str, *, dry_run: bool) -> str:
    """Say what becomes of a change: where it is written, and where its reason is."""
    if dry_run:
        return "Dry run: nothing was written."
    if edit.after.content == edit.before:
        return f"Nothing was written: {file.name} says so already."
    alone = why and not holds_comments(edit.path)
    reason = "; the reason is in the history alone, since JSON has no comments" if alone else ""
    return f"Written to {file.name}{reason}."


def _effect_of(before: Study, edit: Edit, command: Command, done: str) -> SetAnswer:
    """Return what an edit does; what that is computed from is the file as it was."""
    after = replace(before, weights=weights_from(edit.after, before.scenario))
    changes = {piece.key: (piece.old, piece.new) for piece in edit.line.texts}
    return effect(before, after, changes, command, done, flags=history_flags(edit.history))


def effect(
    before: Study,
    after: Study,
    changes: Mapping[str, tuple[str, str]],
    command: Command,
    done: str,
    *,
    flags: Sequence[Flag] = (),
) -> SetAnswer:
    """Return what a change of weights does to shares, ranks and first place."""
    segments = first_along(before.ranking.scores, after.ranking.scores)
    old, new = before.problem.driver_weights, after.problem.driver_weights
    return SetAnswer(
        study=after,
        command=command,
        before=before,
        changes=changes,
        crossings=tuple(
            Crossing(way=left.end, shares=old + left.end * (new - old), to=right.first)
            for left, right in pairwise(segments)
        ),
        flags=(
            *flags,
            *effect_flags(after),
        ),
        done=done,
    )

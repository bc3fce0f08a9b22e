"""What a change of ratings does to scores, ranks and first place; ratings are changed in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scenario_cli.answers.edited import done_words, history_flags, require_one_line, write
from scenario_cli.answers.flags import effect_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.errors import StudyError
from scenario_cli.files.cells import Parts, set_cells
from scenario_cli.files.editing import Edit, own_path
from scenario_cli.files.history import Value
from scenario_cli.files.origin import WeightsSource
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.undoing import redo_edit, undo_edit
from scenario_cli.mistakes import DataPath
from scenario_cli.model.scenario import PROGRAM, UNKNOWN, Scenario, program_name
from scenario_cli.model.settings import read_setting
from scenario_cli.study import Study, study

if TYPE_CHECKING:
    from scenario_cli.answers.ratings.set.document import RatingsSetDocument

Command = Literal["set", "undo", "redo"]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class RatingsSetAnswer(StudyAnswer["RatingsSetDocument"]):
    """The study with its new ratings, and with those that were there.

    Attributes
    ----------
    command : {"set", "undo", "redo"}
    before : Study
        The study with the old ratings.
    changes : mapping of str to (Value, Value)
        What changed, by ``option.factor``, ``option.factor.low`` and ``.high``: as it was and as it is.
    done : str
        What happened to the file.
    """

    question = "ratings.set"

    command: Command
    before: Study
    changes: Mapping[str, tuple[Value, Value]]
    done: str


def set_ratings(
    scenario: str | Path,
    ratings: Mapping[str, float | str] | Sequence[str],
    *,
    low: float | str | None = None,
    high: float | str | None = None,
    why: str = "",
    who: str = "",
    program: str = "",
    weights: WeightsSource | None = None,
    dry_run: bool = False,
) -> RatingsSetAnswer:
    """Change ratings in a scenario file in place; every other byte stays, and the change can be taken back.

    A plain rating becomes a mapping only where ``low``, ``high``, ``why`` or ``program`` is given. A
    rating that becomes unknown loses its range: it spans its whole scale. One that is set loses its
    ``by``: whoever proposed it before did not propose this.

    Parameters
    ----------
    scenario : str or Path
        The scenario file.
    ratings : mapping, or texts
        By ``"OPTION.FACTOR"`` a number, a level's name or ``"unknown"``; or texts, ``"OPTION.FACTOR=6"``.
    low, high : number or level, optional
        The least and the most that the rating could be; one rating alone is changed then.
    why : str, optional
        The reason: kept in the history, and as the rating's own ``why``.
    who : str, optional
        Who changes it: kept in the history.
    program : str, optional
        The program that proposes these ratings: they say so (``by``), and results tell it.
    weights : str, Path or Weights, optional
        The weights under which the effect is told; without them the scenario's own, else equal ones.
    dry_run : bool
        Say what would happen, and write nothing.

    Raises
    ------
    StudyError
        A rating is named that the scenario lacks, or one that is outside its scale.
    InputError
        The file or its history is missing or wrong, a rating cannot be changed in place or does not
        fit its range, or the file is read-only or a hard link.
    OutputError
        The file cannot be written.
    """
    require_one_line(why=why, who=who, program=program)
    by = f"{PROGRAM}: {name}" if (name := program_name(program)) else ""
    before = study(scenario, weights)
    file = _file(before)
    own_path(file, "ratings")
    ends = {key: _text(end) for key, end in (("low", low), ("high", high)) if end is not None}
    edit = set_cells(file, cells_to_set(before.scenario, _texts(ratings), ends, why, by))
    answer = _effect_of(before, edit, "set", done_words(edit, dry_run=dry_run))
    if not dry_run:
        write(edit, why, who or by)
    return answer


def undo_ratings(
    scenario: str | Path,
    *,
    why: str = "",
    who: str = "",
    weights: WeightsSource | None = None,
    only_programs: bool = False,
) -> RatingsSetAnswer:
    """Take back the last change of a scenario's ratings that still stands, as often as there are changes.

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
    before = study(scenario, weights)
    edit = undo_edit(_file(before), "ratings", only_programs=only_programs)
    answer = _effect_of(before, edit, "undo", f"Taken back in {edit.after.name}.")
    write(edit, why, who)
    return answer


def redo_ratings(
    scenario: str | Path, *, why: str = "", who: str = "", weights: WeightsSource | None = None
) -> RatingsSetAnswer:
    """Make the change of ratings again that was taken back last, until a new one is made.

    Raises
    ------
    InputError, OutputError
        As for ``undo_ratings``.
    """
    require_one_line(why=why, who=who)
    before = study(scenario, weights)
    edit = redo_edit(_file(before), "ratings")
    answer = _effect_of(before, edit, "redo", f"Made again in {edit.after.name}.")
    write(edit, why, who)
    return answer


def cells_to_set(
    scenario: Scenario, texts: Sequence[str], ends: Mapping[str, str], why: str = "", by: str = ""
) -> dict[DataPath, Parts]:
    """Return what each rating is to state, from ``OPTION.FACTOR=6`` and the ends of a range.

    Raises
    ------
    StudyError
        A text is none of these, names what the scenario lacks, or a number outside the scale.
    """
    if ends and len(texts) != 1:
        raise StudyError("a range is of one rating, so name one", parameter=next(iter(ends)))
    cells: dict[DataPath, Parts] = {}
    for text in texts:
        key, equals, stated = text.partition("=")
        if not equals or key.count(".") != 1:
            raise StudyError("expected OPTION.FACTOR=6", parameter="changes", value=text)
        value = _read(scenario, key, stated.strip(), "changes", text)
        option, _, factor = key.strip().partition(".")
        path: DataPath = ("ratings", option, factor)
        if path in cells:
            raise StudyError(f"{key} is named twice", parameter="changes")
        parts: dict[str, str | None] = {"value": value}
        for end, stated_end in ends.items():
            if UNKNOWN in (value, stated_end):
                raise StudyError("an unknown rating spans its whole scale", parameter=end, value=stated_end)
            parts[end] = _read(scenario, key, stated_end, end, stated_end)
        parts |= {"why": why} if why else {}
        parts["by"] = by or None
        cells[path] = {**parts, "low": None, "high": None} if value == UNKNOWN else parts
    return cells


def _read(scenario: Scenario, key: str, stated: str, parameter: str, value: str) -> str:
    """Return a rating as it is stated, held against its scale as a setting that is tried."""
    try:
        read_setting(f"ratings.{key.strip()}={stated.strip()}", scenario)
    except StudyError as error:
        raise StudyError(
            error.message, error.hint, parameter=parameter, value=value, code=error.code, path=error.path
        ) from None
    return stated.strip()


def _texts(ratings: Mapping[str, float | str] | Sequence[str]) -> Sequence[str]:
    if isinstance(ratings, Mapping):
        return [f"{key}={_text(value)}" for key, value in ratings.items()]
    return ratings


def _text(stated: float | str) -> str:
    return stated if isinstance(stated, str) else f"{stated:.17g}"


def _file(base: Study) -> ParsedFile:
    assert base.scenario_origin.file is not None
    return base.scenario_origin.file


def _effect_of(before: Study, edit: Edit, command: Command, done: str) -> RatingsSetAnswer:
    """Return what an edit does; what that is computed from is the file as it was."""
    after = replace(before, scenario=scenario_from(edit.after))
    return RatingsSetAnswer(
        study=after,
        command=command,
        before=before,
        changes={key: (old, edit.line.new.get(key)) for key, old in edit.line.old.items()},
        flags=(
            *history_flags(edit.history),
            *effect_flags(after),
        ),
        done=done,
    )

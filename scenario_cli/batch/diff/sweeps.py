"""Two sweeps that batch has written to an answer about them."""

from collections.abc import Sequence
from hashlib import file_digest

from scenario_cli.answers.diff.conditions import NoChange
from scenario_cli.answers.diff.sweeps.ask import SweepDiffAnswer
from scenario_cli.batch.diff.joined import SweepsCompared, compared
from scenario_cli.batch.diff.rankings import Shape, shape_of
from scenario_cli.batch.written.found import Written, told_of_reading
from scenario_cli.engine.flags import SCORE_NOT_LIKELIHOOD
from scenario_cli.errors import StudyError, UsageError
from scenario_cli.files.input import Input


def diff_sweeps(
    both: tuple[Written, Written], names: tuple[str, str], conditions: Sequence[NoChange]
) -> SweepDiffAnswer:
    """Compare two sweeps, called by names.

    Raises
    ------
    StudyError
        A condition is about what rows do not state.
    UsageError
        They have no ranking in common.
    InputError
        One cannot be read.
    """
    shape = shape_of(*both)
    for condition in conditions:
        if condition.word != "first" and condition.word not in shape.compared:
            message = f"rows of both sides have to state a {condition.word}, and do not"
            raise StudyError(message, parameter="fail_on", value=str(condition))
    return _answer(both, names, shape, compared(*both, shape, conditions))


def _answer(
    both: tuple[Written, Written], names: tuple[str, str], shape: Shape, found: SweepsCompared
) -> SweepDiffAnswer:
    changes, kind = found.changes, "summary" if both[0].is_summary else "batch"
    if not changes.rankings:
        what = "combination of scenario, weights and injects" if kind == "batch" else "group"
        by = f"; they are told to be the same by {', '.join(shape.keys)}" if shape.keys else ""
        raise UsageError(f"{names[0]} and {names[1]} have no {what} in common{by}")
    versions = [next(iter(stated)) if len(stated) == 1 else None for stated in found.versions]
    inputs = [
        Input(role, written.stem, _hash(written)) for role, written in zip(("old", "new"), both, strict=True)
    ]
    furthest = changes.furthest
    return SweepDiffAnswer(
        names=names,
        ids=(both[0].stem, both[1].stem),
        versions=(versions[0], versions[1]),
        kind="summary" if both[0].is_summary else "batch",
        keys=shape.keys,
        compared=shape.compared,
        rankings=changes.rankings,
        only=(changes.only[0], changes.only[1]),
        rows_only=(changes.rows_only[0], changes.rows_only[1]),
        led_by_others=changes.led_by_others,
        ranked_otherwise=changes.ranked_otherwise if shape.has_rank else 0,
        moved=changes.moved,
        differ=changes.differ,
        firsts=changes.firsts,
        furthest=None if furthest is None else furthest.differing,
        differing=tuple(pair.differing for pair in changes.kept),
        failed=changes.failed(shape.keys, kind),
        flags=(SCORE_NOT_LIKELIHOOD,),
        inputs=inputs,
    )


def _hash(written: Written) -> str:
    with told_of_reading(written.name), written.identity.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

"""A sweep that batch has written to an answer whether it comes out."""

from dataclasses import replace
from hashlib import file_digest
from pathlib import Path

from scenario_cli.answers.verify.ask import VerifyAnswer
from scenario_cli.answers.verify.inputs import VerifiedInput
from scenario_cli.answers.verify.mismatches import Mismatch
from scenario_cli.batch.dataset import changed_in
from scenario_cli.batch.homes import LocalHome
from scenario_cli.batch.verify.ahead import RowsAhead
from scenario_cli.batch.verify.held import RowsAgain
from scenario_cli.batch.verify.inputs import InputFiles
from scenario_cli.batch.verify.rankings import WholeRankings, ordered_blocks
from scenario_cli.batch.verify.sources import RowSources
from scenario_cli.batch.verify.summed import held_rows, summed_again
from scenario_cli.batch.written.found import Written, told_of_reading
from scenario_cli.batch.written.order import ScatteredError
from scenario_cli.batch.written.reading import opened_rows
from scenario_cli.errors import InputError

NEEDED = ("input_sha256", "injects", "option")
UNHELD = ("file", "version")


def verify_summary(written: Written, name: str, under: Path | None) -> VerifyAnswer:
    """Hold a summary to what its inputs come to.

    Raises
    ------
    InputError
        It does not name them, cannot be read, or one is missing or has changed.
    """
    files = InputFiles(under)
    if changed := _changed(written):
        return _answer(written, name, files, changed)
    again = summed_again(written, files)
    if again is None:
        raise InputError(files.told())
    told = tuple(held_rows(written, again))
    rows = 0 if written.manifest is None else written.manifest.rows
    return replace(_answer(written, name, files, told), rankings=again.rankings, rows=rows)


def verify_rows(written: Written, name: str, under: Path | None) -> VerifyAnswer:
    """Hold rows to what their inputs give; as for ``verify_summary``."""
    missing = next((column for column in NEEDED if column not in written.columns), None)
    if missing is not None:
        message = f"rows do not say what they were computed from: the column '{missing}' is missing"
        raise written.wrong(message, "wrong-columns")
    files = InputFiles(under)
    if changed := _changed(written):
        return _answer(written, name, files, changed)
    try:
        again = _again(written, files, ordered=False)
    except ScatteredError:
        again = _again(written, files, ordered=True)
    if files.lost:
        raise InputError(files.told())
    answer = _answer(written, name, files, again.told.kept)
    counts = replace(answer, count=again.told.count, rankings=again.rankings, rows=again.rows)
    return replace(counts, version=again.version)


def _changed(written: Written) -> tuple[Mismatch, ...]:
    """Return which files of a dataset are not as they were written.

    Raises
    ------
    InputError
        One cannot be read.
    """
    if written.manifest is None:
        return ()
    told = changed_in(LocalHome(written.path), written.manifest)
    if unread := [mistake for mistake in told if mistake.message.startswith("it cannot be read")]:
        raise InputError(unread)
    return tuple(Mismatch(mistake.file, "other bytes", "those that were written") for mistake in told)


def _again(written: Written, files: InputFiles, *, ordered: bool) -> RowsAgain:
    sources = RowSources(written, files)
    again = RowsAgain(written, sources, ordered=ordered)
    rankings = WholeRankings(written.columns)
    if ordered:
        for block in ordered_blocks(written):
            for whole in rankings.take(block):
                again.take(whole)
    else:
        _hold(again, rankings, written, RowsAhead(written, sources))
    for whole in rankings.rest():
        again.take(whole)
    again.finish()
    return again


def _hold(again: RowsAgain, rankings: WholeRankings, written: Written, ahead: RowsAhead) -> None:
    """Hold rows as they come; where it can be told which are to follow, these are compared as they are."""
    with opened_rows(written, written.columns) as rows:
        while not rows.ended:
            expected = ahead.expected()
            if expected is not None:
                right = rows.take(expected.content)
                ahead.was(expected, right=right)
                if right:
                    for whole in rankings.rest():
                        again.take(whole)
                    again.pass_over(expected)
                    continue
            for block in rows.following():
                for whole in rankings.take(block):
                    again.take(whole)
                ahead.learn(block)
            for block in rows.following(ahead.lacking) if ahead.lacking else ():
                for whole in rankings.take(block):
                    again.take(whole)


def _answer(written: Written, name: str, files: InputFiles, told: tuple[Mismatch, ...]) -> VerifyAnswer:
    with told_of_reading(written.name), written.identity.open("rb") as file:
        sha256 = file_digest(file, "sha256").hexdigest()
    return VerifyAnswer(
        name=name,
        result=VerifiedInput("result", written.stem, sha256, name),
        kind="summary" if written.is_summary else "batch",
        version=None,
        inputs=tuple(files.used.values()),
        checked=tuple(column for column in written.columns if column not in UNHELD),
        mismatches=told,
        count=len(told),
        rankings=0,
        rows=0,
    )

"""A result held to its inputs, whatever it is: rows that batch has written, or the answer to one question."""

from collections.abc import Mapping
from pathlib import Path

from scenario_cli.answers.verify import ask
from scenario_cli.answers.verify.ask import VerifyAnswer, folder_under
from scenario_cli.batch.written.found import written_in
from scenario_cli.files.catalog import STANDARD_INPUT


def verify(result: str | Path | Mapping[str, object], *, under: str | Path | None = None) -> VerifyAnswer:
    """Find the inputs of a result, compute it again, and compare all that it holds.

    Rows of ``batch``, a file or a dataset, name their inputs by hash: every number of each row is held to
    what comes out, fractions within 1e-9. A summary does where it is a dataset made of tables. A result of
    another version is held to its numbers: that may lack what came later.

    Parameters
    ----------
    result : str, Path or mapping
        A path (``-``: standard input) to a JSON result or a page for a browser, or the document; a file or a
        folder with rows of ``batch``.
    under : str or Path, optional
        A folder to look for inputs in, with all folders in it.

    Raises
    ------
    StudyError
        The folder to look under is not there.
    InputError
        The result cannot be read, or an input is missing or has changed.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.verify(sc.study("china-arms-russia").score().to_dict()).holds
    True
    """
    written = None
    if isinstance(result, str | Path) and str(result) != STANDARD_INPUT:
        written = written_in(result)
    if written is None:
        return ask.verify(result, under=under)
    from scenario_cli.batch.verify.sweep import verify_rows, verify_summary

    hold = verify_summary if written.is_summary else verify_rows
    return hold(written, str(result), folder_under(under))

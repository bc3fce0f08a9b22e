"""What the answers about changes of a file in place share."""

from typing import TYPE_CHECKING

from scenario_cli.engine.flags import Flag
from scenario_cli.errors import OutputError, StudyError
from scenario_cli.files.editing import Edit, write_edit
from scenario_cli.files.history import History
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.ratings.set.document import RatedAnewDocument


def require_one_line(**texts: str) -> None:
    """Raise where a reason or a name could not stand in one line; each by its parameter.

    Raises
    ------
    StudyError
        One holds a line's end, or signs that would steer a terminal.
    """
    for parameter, text in texts.items():
        if not text.isprintable():
            raise StudyError("one line of printable text", parameter=parameter)


def write(edit: Edit, why: str, who: str) -> None:
    """Write an edit and its line of history.

    Raises
    ------
    InputError
        The file changed meanwhile, or may not be replaced.
    OutputError
        It cannot be written.
    """
    try:
        write_edit(edit, why, who)
    except OSError as error:
        raise OutputError(edit.after.name, f"cannot be written: {error.strerror or error}") from None


def history_flags(history: History) -> list[Flag]:
    """Return what a reader should know of a history: that half a line stands at its end."""
    if not history.torn:
        return []
    text = f"the last line of {history.name} was cut off and is left out; the next change takes it away"
    return [Flag(code="torn_history", level="warning", text=text)]


def done_words(edit: Edit, *, dry_run: bool) -> str:
    """Say in a sentence what becomes of an edit."""
    if dry_run:
        return "Dry run: nothing was written."
    if edit.after.content == edit.before:
        return f"Nothing was written: {edit.after.name} says so already."
    return f"Written to {edit.after.name}."


def ranked_anew(study: Study, before: Study) -> "list[RatedAnewDocument]":
    """Return the options in rank order, each with where it stood before an edit."""
    options, ranking, was = study.problem.options, study.ranking, before.ranking
    return [
        {
            "option": options[i],
            "rank": int(ranking.ranks[i]),
            "score": float(ranking.scores[i]),
            "was": {"rank": int(was.ranks[i]), "score": float(was.scores[i])},
        }
        for i in ranking.order
    ]

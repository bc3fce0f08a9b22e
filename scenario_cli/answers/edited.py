"""What the answers about changes of a file in place share."""

from scenario_cli.engine.flags import Flag
from scenario_cli.errors import OutputError, StudyError
from scenario_cli.files.editing import Edit, write_edit
from scenario_cli.files.history import History


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

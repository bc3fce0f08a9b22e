"""What is said of a run before, whatever it has left: that it stands there, is dropped, or is another one."""

from collections.abc import Callable

from scenario_cli.errors import InputError, UsageError
from scenario_cli.mistakes import Mistake

Tell = Callable[[Mistake], None]


def untold(_mistake: Mistake) -> None:
    """Tell nobody."""


def unfinished(name: str, rows: int, about: str, asked: str) -> UsageError:
    """Return the error of a run that was cut off, where nobody has said what is to become of its rows."""
    other = "" if about == asked else ", which is not what is asked now"
    message = f"{name}: an unfinished run stands here ({_counted(rows)} of {about}{other})"
    return UsageError(message, parameter="force")


def dropped(label: str, rows: int, about: str) -> Mistake:
    """Return what is told before finished pieces of a run are dropped."""
    what = f"{_counted(rows)} of an unfinished run ({about}) {'is' if rows == 1 else 'are'} dropped"
    return Mistake(file=label, line=0, code="dropped", message=what, level="warning")


def changed_since(label: str, when: str) -> InputError:
    """Return the error of a run before that was of other inputs or options."""
    return not_gone_on(label, f"the inputs or options have changed since this run was {when}")


def not_gone_on(label: str, message: str) -> InputError:
    """Return the error of what a run before has left, and this one cannot go on with."""
    hint = "start it again from the beginning"
    return InputError([Mistake(file=label, code="changed-meanwhile", message=message, hint=hint)])


def _counted(rows: int) -> str:
    return f"{rows:,} row{'s' * (rows != 1)}"

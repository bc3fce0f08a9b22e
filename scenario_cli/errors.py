"""What can go wrong, each cause with its exit code."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum

from scenario_cli.mistakes import DataPath, Mistake


class ExitCode(IntEnum):
    """How a command ended, for scripts."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    INPUT = 3
    CONDITION = 4
    INTERRUPTED = 130


class ScenarioError(Exception):
    """A foreseen failure: its message is for the user, its code for scripts."""

    exit_code = ExitCode.FAULT


class InputError(ScenarioError):
    """One or more files (or models made in Python) are missing or wrong; every mistake is listed."""

    exit_code = ExitCode.INPUT

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.order))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))

    def __reduce__(self) -> tuple[type, tuple[tuple[Mistake, ...]]]:
        return type(self), (self.mistakes,)


class StudyError(InputError):
    """What is asked or tried does not fit the study: an id that it lacks, a number that cannot be.

    ``parameter`` is the argument of the question that does not fit (``"lock"``, ``"against"``),
    ``value`` what was given for it, where the message does not say so itself.
    """

    exit_code = ExitCode.USAGE

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        parameter: str = "",
        value: str = "",
        code: str = "does-not-fit",
        path: DataPath = (),
    ) -> None:
        self.message, self.hint = message, hint
        self.parameter, self.value = parameter, value
        self.code, self.path = code, path
        where = "" if path else " ".join(part for part in (parameter, value) if part)
        super().__init__([Mistake(file=where, line=0, code=code, message=message, hint=hint, path=path)])

    def __reduce__(self) -> tuple[Callable[..., "StudyError"], tuple[object, ...]]:  # type: ignore[override]
        return _study_error, (self.message, self.hint, self.parameter, self.value, self.code, self.path)


def _study_error(
    message: str, hint: str, parameter: str, value: str, code: str, path: DataPath
) -> StudyError:
    return StudyError(message, hint, parameter=parameter, value=value, code=code, path=path)


@contextmanager
def about(parameter: str, value: str = "") -> Iterator[None]:
    """Say which argument of a question it is that does not fit the study."""
    try:
        yield
    except StudyError as error:
        if error.parameter:
            raise
        raise StudyError(
            error.message, error.hint, parameter=parameter, value=value, code=error.code, path=error.path
        ) from None


class UsageError(ScenarioError):
    """What was asked for cannot be, whatever the files hold.

    ``parameter`` is the argument that cannot be (``"table"``), where one alone is at fault.
    """

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, *, parameter: str = "") -> None:
        self.parameter = parameter
        super().__init__(message)


class TwoFilesError(UsageError):
    """A name stands for two files of the user's, and these differ."""


class MissingPackageError(ScenarioError):
    """An optional package that is needed is not installed; the message names the extra that brings it."""

    exit_code = ExitCode.USAGE


class OutputError(ScenarioError):
    """The result could not be written to ``file``."""

    exit_code = ExitCode.INPUT

    def __init__(self, file: str, message: str) -> None:
        self.file, self.message = file, message
        super().__init__(file, message)

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


class TakenError(OutputError):
    """A new file was to go where one is already; nothing was written."""

    exit_code = ExitCode.USAGE


class LostWorkerError(ScenarioError):
    """Processes that were to do a part of the work were ended from outside, again and again."""


class ConditionError(ScenarioError):
    """A condition that the user demanded does not hold."""

    exit_code = ExitCode.CONDITION

"""What goes wrong in a batch, in the words of the command line: with the options that it is about."""

from collections.abc import Iterator
from contextlib import contextmanager

from scenario_cli.batch.sink import FileSink
from scenario_cli.cli.output import say
from scenario_cli.errors import InputError, LostWorkerError, OutputError, UsageError
from scenario_cli.mistakes import Mistake

OPTIONS = {"table": "--table", "output": "-o", "cluster": "--cluster"}


class ToldOf:
    """The file that is written, once there is one."""

    def __init__(self) -> None:
        self.file: FileSink | None = None

    @property
    def can_go_on(self) -> bool:
        """Whether a later run can go on with it."""
        return self.file is not None and self.file.can_go_on


@contextmanager
def told(injects: str) -> Iterator[ToldOf]:
    """Word what is raised, and say where a file can be gone on with."""
    about = ToldOf()
    try:
        yield about
    except UsageError as error:
        option = OPTIONS.get(error.parameter)
        raise UsageError(f"{option} {error}" if option else str(error)) from None
    except OutputError as error:
        tail = "; --resume goes on from here" if about.can_go_on else ""
        raise OutputError(error.file, error.message + tail) from None
    except (KeyboardInterrupt, InputError, LostWorkerError) as error:
        if about.file is not None and about.can_go_on:
            how = "interrupted" if isinstance(error, KeyboardInterrupt) else "stopped"
            say(f"{about.file.path.as_posix()}: {how}; --resume goes on from here")
        if isinstance(error, InputError):
            raise InputError(worded(mistake, injects) for mistake in error.mistakes) from None
        raise


def worded(mistake: Mistake, injects: str) -> Mistake:
    """Name the option that a mistake is about, or that helps."""
    if mistake.code == "too-many-sets":
        return mistake._replace(message=f"--injects {injects}: {mistake.message}")
    if mistake.code == "changed-meanwhile":
        return mistake._replace(hint="start it again without --resume")
    return mistake

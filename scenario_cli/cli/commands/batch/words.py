"""A batch in the words of the command line: what goes wrong, with the options that it is about."""

from collections.abc import Iterator
from contextlib import contextmanager

from scenario_cli.batch.layout import Layout
from scenario_cli.batch.run import Outcome
from scenario_cli.batch.sink import Sink, StreamSink
from scenario_cli.batch.sinks import NamedSink
from scenario_cli.batch.totals import SummarySink
from scenario_cli.choices import Form
from scenario_cli.cli.output import Destination, remark, write_stdout
from scenario_cli.errors import InputError, LostWorkerError, OutputError, TakenError, UsageError
from scenario_cli.mistakes import Mistake

OPTIONS = {
    "table": "--table",
    "output": "-o",
    "cluster": "--cluster",
    "resume": "--resume: -o",
    "force": "-o",
    "columns": "--columns",
    "expect": "--expect",
    "by": "--by",
    "rows": "--rows",
    "shard": "--shard",
}
PAGES = ("table", "md")


class ToldOf:
    """The file that is written, once there is one."""

    def __init__(self) -> None:
        self.file: NamedSink | None = None

    @property
    def can_go_on(self) -> bool:
        """Whether a later run can go on with it."""
        return self.file is not None and self.file.can_go_on

    def say_how_to_go_on(self, how: str) -> None:
        """Say it, where a later run can."""
        if self.file is not None and self.can_go_on:
            remark(f"{self.file.label}: {how}; --resume goes on from here")


@contextmanager
def told(injects: str) -> Iterator[ToldOf]:
    """Word what is raised, and say where a file can be gone on with."""
    about = ToldOf()
    try:
        yield about
    except UsageError as error:
        about.say_how_to_go_on("stopped")
        option = OPTIONS.get(error.parameter)
        tail = "; --resume goes on with it, --force drops it" if error.parameter == "force" else ""
        raise UsageError(f"{option} {error}{tail}" if option else str(error)) from None
    except TakenError:
        raise
    except OutputError as error:
        tail = "; --resume goes on from here" if about.can_go_on else ""
        raise OutputError(error.file, error.message + tail) from None
    except (KeyboardInterrupt, InputError, LostWorkerError) as error:
        about.say_how_to_go_on("interrupted" if isinstance(error, KeyboardInterrupt) else "stopped")
        if isinstance(error, InputError):
            raise InputError(worded(mistake, injects) for mistake in error.mistakes) from None
        raise


def worded(mistake: Mistake, injects: str) -> Mistake:
    """Name the option that a mistake is about, or that helps."""
    if mistake.code == "too-many-sets":
        return mistake._replace(message=f"--injects {injects}: {mistake.message}")
    if mistake.code in ("changed-meanwhile", "changed-by-hand", "damaged"):
        return mistake._replace(hint="--force starts it again from the beginning")
    return mistake


def say_before(sink: NamedSink, outcome: Outcome) -> None:
    """Say what a run before has done of this one."""
    if outcome.finished_before:
        remark(f"{sink.label}: finished before; nothing to do")
    if outcome.wrong_before and outcome.finished_before and hasattr(sink, "columns"):  # it is a dataset
        remark(f"{sink.label}: mistakes were told before, of {outcome.wrong_before:,} of its pieces")
    elif outcome.wrong_before:
        when = "before" if outcome.finished_before else "before the run was cut off"
        remark(f"{sink.label}: mistakes told {when}: {outcome.wrong_before}")


def to_stdout(layout: Layout, form: Form, pieces: list[bytes]) -> Sink:
    """Return what rows go through to stdout at once, or to ``pieces`` where a page is made of them."""
    write = pieces.append if form in PAGES else write_stdout
    layout = layout._replace(form="jsonl" if form in ("json", *PAGES) else "csv")
    return StreamSink(layout, write) if layout.by is None else SummarySink(layout, write)


def write_page(destination: Destination, pieces: list[bytes], outcome: Outcome, layout: Layout) -> None:
    """Write the page that is made of rows, once all have come."""
    from scenario_cli.answers.batch import page, sums

    if layout.by is None:
        destination.write(page.report(pieces, outcome.rankings))
    else:
        destination.write(sums.report(pieces, outcome.rankings, layout.by))

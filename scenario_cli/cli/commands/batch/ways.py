"""How a batch is carried out, and how it ends."""

from typing import NamedTuple

import typer

from scenario_cli.batch.demands import Demand, sentence
from scenario_cli.batch.output import is_folder
from scenario_cli.batch.plan import BatchAsked, planned
from scenario_cli.batch.pool import cores
from scenario_cli.batch.run import Outcome, run
from scenario_cli.batch.sink import Sink
from scenario_cli.batch.sinks import NamedSink, named_sink
from scenario_cli.choices import Form
from scenario_cli.cli.commands.batch.words import PAGES, say_before, to_stdout, told, worded, write_page
from scenario_cli.cli.manners import MANNERS
from scenario_cli.cli.output import Destination, remark, say, say_mistakes
from scenario_cli.cli.progress import progress
from scenario_cli.errors import ConditionError, ExitCode, UsageError
from scenario_cli.files.stores import shown


class Ways(NamedTuple):
    """The options that say not what is asked, but where its rows go and who scores."""

    form: Form | None
    output: str | None
    shard: str | None
    jobs: int | None
    cluster: str | None
    resume: bool
    force: bool
    fail_fast: bool
    width: int | None
    no_colour: bool

    def form_of_rows(self, asked: BatchAsked) -> Form:
        """Return the form of rows on stdout, else the default one; the name of a file says its own."""
        if self.form is not None or self.output is not None:
            return self.form or "csv"
        in_rows = asked.columns is not None or asked.rows != "all"
        return MANNERS.take_form("csv", lambda form: form not in PAGES or not in_rows)

    def refuse(self, asked: BatchAsked) -> None:
        """Refuse options that do not go together.

        Raises
        ------
        UsageError
            There are some.
        """
        if self.shard is not None and (self.output is None or not is_folder(self.output)):
            raise UsageError("--shard goes with -o DIR/, a name that ends in /")
        if asked.summary and self.resume:
            raise UsageError("--resume: a summary is made anew; it leaves no pieces to go on with")
        if (self.resume or self.force) and self.output is None:
            raise UsageError(f"{'--resume' if self.resume else '--force'} goes with -o FILE")
        if self.form in ("svg", "html"):
            raise UsageError(f"-f {self.form}: a batch has no picture and no page for a browser")
        if asked.keep and not asked.tables:
            raise UsageError("--keep-columns goes with --table FILE")
        if self.output is None and self.form in PAGES and (asked.columns is not None or asked.rows != "all"):
            option = "--columns" if asked.columns is not None else "--rows"
            raise UsageError(f"{option} goes with -f csv, -f json or -o FILE: a page shows all")


def carried_out(asked: BatchAsked, ways: Ways) -> None:
    """Carry a batch out; end with the exit code that says what was wrong."""
    ways.refuse(asked)
    form = ways.form_of_rows(asked)
    pieces: list[bytes] = []
    sink: Sink
    file: NamedSink | None = None
    with told(asked.injects) as about, progress("rows") as step:
        plan = planned(asked)
        if ways.output is not None:
            sink = file = named_sink(
                plan, ways.output, shard=ways.shard, resume=ways.resume, force=ways.force
            )
            about.file = file
        else:
            sink = to_stdout(plan.layout, form, pieces)
        outcome = run(
            plan,
            sink,
            jobs=ways.jobs or cores(),
            cluster=ways.cluster,
            fail_fast=ways.fail_fast,
            progress=step,
            tell=lambda mistake: say_mistakes([worded(mistake, asked.injects)]),
        )
    if ways.output is not None and not outcome.rankings and not outcome.sound and ways.shard is None:
        remark(f"{shown(ways.output)}: not written, since nothing was scored")
    elif file is not None:
        say_before(file, outcome)
    elif form in PAGES and ways.output is None:
        destination = Destination(form=form, width=ways.width, no_colour=ways.no_colour)
        write_page(destination, pieces, outcome, plan.layout)
    _end(asked, outcome, of_a_shard=ways.shard is not None)


def _end(asked: BatchAsked, outcome: Outcome, *, of_a_shard: bool) -> None:
    """End with the code of what was wrong; a demand that does not hold is one whatever else was.

    Where nothing was scored no demand is met, but a shard may well have no pieces.
    """
    failed = [
        f"{_option(demand)}: {sentence(demand, failed, outcome.rankings)}"
        for demand, failed in outcome.failed
        if failed.rankings
    ]
    if failed:
        for said in failed[:-1]:
            say(f"error: {said}")
        raise ConditionError(failed[-1])
    if not outcome.sound:
        raise typer.Exit(ExitCode.INPUT)
    if asked.demands and not outcome.rankings and not of_a_shard:
        raise ConditionError(f"{_option(asked.demands[0])}: no combination was scored")


def _option(demand: Demand) -> str:
    return f"{'--fail-on' if demand.is_change else '--expect'} {demand}"

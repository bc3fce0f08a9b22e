"""``scenario batch``."""

from typing import Annotated

import typer

from scenario_cli.choices import Form, InjectSets
from scenario_cli.cli.parameters import NoColour, WeightsNames, Width

Scenarios = Annotated[
    list[str] | None,
    typer.Argument(metavar="SCENARIO...", help="Paths, names, patterns or folders.", show_default=False),
]
InjectsOption = Annotated[
    InjectSets,
    typer.Option(
        "--injects", metavar="none|each|pairs|all", help="none; each alone, pairs too, or all sets."
    ),
]
Tables = Annotated[
    list[str],
    typer.Option(
        "--table", metavar="FILE", help="CSV or Parquet, a weighting a row; repeatable.", show_default=False
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, help="Processes; without it, one a core.", show_default=False),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", help="Run on a Dask cluster, or on 'local'.", show_default=False
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that was cut off.")]
Force = Annotated[bool, typer.Option("--force", help="Drop a run that was cut off.")]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first wrong file.")]
RowsFile = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help=".csv, .jsonl (.gz too) or .parquet.", show_default=False
    ),
]
RowsFormat = Annotated[
    Form,
    typer.Option(
        "-f",
        "--format",
        metavar="csv|json|table|md",
        help="For stdout: json is a line a row; table and md come when all is scored.",
    ),
]


def command(
    scenarios: Scenarios = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    injects: InjectsOption = "none",
    table: Tables = [],  # noqa: B006
    output: RowsFile = None,
    format_: RowsFormat = "csv",
    jobs: Jobs = None,
    cluster: Cluster = None,
    resume: Resume = False,
    force: Force = False,
    fail_fast: FailFast = False,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Score many scenarios and weights into one tidy table.

    \b
    Examples:
      scenario batch china-arms-russia -w 'weights/*.yaml' -o sweep.csv
      scenario batch scenarios -w weights --injects each -o sweep.jsonl.gz
      scenario batch coffee --table weightings.csv -o sweep.csv --jobs 4 --resume
      scenario batch china-arms-russia -w weights -f table

    One row for each scenario, weights, injects and option, in the order given. A wrong
    file is told and does not stop the others; exit code 3 says that there was one.
    """
    from scenario_cli.batch.output import output_sink
    from scenario_cli.batch.plan import BatchAsked, planned
    from scenario_cli.batch.pool import cores
    from scenario_cli.batch.run import run
    from scenario_cli.cli.commands.batch.words import PAGES, say_before, to_stdout, told, worded, write_page
    from scenario_cli.cli.output import Destination, say
    from scenario_cli.cli.progress import progress
    from scenario_cli.errors import ExitCode, UsageError

    if (resume or force) and output is None:
        raise UsageError(f"{'--resume' if resume else '--force'} goes with -o FILE")
    pieces: list[bytes] = []
    files = {"scenarios": tuple(scenarios or ()), "weights": tuple(weights), "tables": tuple(table)}
    with told(injects) as about, progress("rows") as shown:
        file = about.file = output_sink(output, resume=resume, force=force) if output is not None else None
        outcome = run(
            planned(BatchAsked(**files, injects=injects)),
            file or to_stdout(format_, pieces),
            jobs=jobs or cores(),
            cluster=cluster,
            fail_fast=fail_fast,
            progress=shown,
            tell=lambda mistake: say(str(worded(mistake, injects))),
        )
    if file is not None:
        say_before(file.path.as_posix(), outcome)
    elif format_ in PAGES:
        write_page(Destination(form=format_, width=width, no_colour=no_colour), pieces, outcome.rankings)
    if not outcome.sound:
        raise typer.Exit(ExitCode.INPUT)

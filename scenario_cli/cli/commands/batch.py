"""``scenario batch``."""

from enum import StrEnum
from typing import Annotated

import typer

from scenario_cli.cli.parameters import WeightsNames


class Injects(StrEnum):
    """Which events happen."""

    NONE = "none"
    EACH = "each"
    PAIRS = "pairs"
    ALL = "all"


class Rows(StrEnum):
    """How rows go to stdout."""

    CSV = "csv"
    JSON = "json"


Scenarios = Annotated[
    list[str] | None,
    typer.Argument(metavar="SCENARIO...", help="Paths, names, patterns or folders.", show_default=False),
]
InjectsOption = Annotated[
    Injects,
    typer.Option(
        "--injects", metavar="none|each|pairs|all", help="none; each alone, pairs too, or all sets."
    ),
]
TableFile = Annotated[
    str | None,
    typer.Option(
        "--table",
        metavar="FILE",
        help="CSV or Parquet: a weighting a row, ids as columns.",
        show_default=False,
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
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first wrong file.")]
RowsFile = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help=".csv, .jsonl (.gz too) or .parquet.", show_default=False
    ),
]
RowsFormat = Annotated[
    Rows, typer.Option("-f", "--format", metavar="csv|json", help="For stdout: json is a line a row.")
]


def command(
    scenarios: Scenarios = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    injects: InjectsOption = Injects.NONE,
    table: TableFile = None,
    output: RowsFile = None,
    format_: RowsFormat = Rows.CSV,
    jobs: Jobs = None,
    cluster: Cluster = None,
    resume: Resume = False,
    fail_fast: FailFast = False,
) -> None:
    """Score many scenarios and weights into one tidy table.

    \b
    Examples:
      scenario batch china-arms-russia -w 'weights/*.yaml' -o sweep.csv
      scenario batch scenarios -w weights --injects each -o sweep.jsonl.gz
      scenario batch coffee --table weightings.csv -o sweep.parquet --jobs 4
      scenario batch coffee --table weightings.csv -o sweep.csv --resume

    One row for each scenario, weights, injects and option, in the order given. A wrong
    file is told and does not stop the others; exit code 3 says that there was one.
    """
    from scenario_cli.cli.batch_run import Asked, cores, run_batch
    from scenario_cli.errors import ExitCode

    asked = Asked(
        scenarios=scenarios or [],
        weights=weights,
        injects=injects.value,
        table=table,
        output=output,
        json_lines=format_ is Rows.JSON,
        jobs=jobs or cores(),
        cluster=cluster,
        resume=resume,
        fail_fast=fail_fast,
    )
    if not run_batch(asked):
        raise typer.Exit(ExitCode.INPUT)

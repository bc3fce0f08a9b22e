"""``scenario batch``."""

from scenario_cli.cli.commands.batch.options import (
    By,
    Cluster,
    Columns,
    Expect,
    FailFast,
    FailOn,
    FilesFrom,
    Force,
    InjectsOption,
    Jobs,
    KeepColumns,
    Plain,
    Resume,
    Rows,
    RowsFile,
    RowsFormat,
    Scenarios,
    Shard,
    Summary,
    Tables,
)
from scenario_cli.cli.parameters import NoColour, OwnWeights, Width


def command(
    scenarios: Scenarios = None,
    weights: OwnWeights = [],  # noqa: B006 - Typer reads it, nobody changes it
    files_from: FilesFrom = None,
    injects: InjectsOption = "none",
    table: Tables = [],  # noqa: B006
    keep_columns: KeepColumns = False,
    rows: Rows = "all",
    columns: Columns = None,
    plain: Plain = False,
    expect: Expect = None,
    fail_on: FailOn = [],  # noqa: B006
    summary: Summary = False,
    by: By = None,
    output: RowsFile = None,
    shard: Shard = None,
    form: RowsFormat = None,
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
      scenario batch scenarios -w weights --injects each -o sweep.jsonl.gz
      scenario batch coffee --table weightings.csv -o sweep.csv --jobs 4 --resume
      scenario batch coffee --table data --keep-columns --rows first -o a.csv
      scenario batch coffee --table weightings.csv --summary --by team -o sums.csv
      scenario batch scenarios -w weights --shard 1/3 -o first/
      find weights -name '*.yaml' -print0 | scenario batch coffee --files-from -
      scenario batch china-arms-russia -w weights -f table

    One row for each scenario, weights, injects and option, in the order given. A wrong
    file is told and does not stop the others; exit code 3 says that there was one.
    """
    from scenario_cli.batch.demands import demands_of
    from scenario_cli.batch.plan import BatchAsked
    from scenario_cli.cli.commands.batch.listing import with_listed
    from scenario_cli.cli.commands.batch.ways import Ways, carried_out

    asked = BatchAsked(
        scenarios=tuple(scenarios or ()),
        weights=with_listed(weights, files_from, scenarios or (), table),
        injects=injects,
        tables=tuple(table),
        keep=keep_columns,
        rows=rows,
        columns=None if columns is None else tuple(map(str.strip, columns.split(","))),
        plain=plain,
        demands=demands_of(expect, fail_on),
        summary=summary,
        by=() if by is None else tuple(map(str.strip, by.split(","))),
    )
    carried_out(asked, Ways(form, output, shard, jobs, cluster, resume, force, fail_fast, width, no_colour))

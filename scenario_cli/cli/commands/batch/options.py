"""The options of ``scenario batch``."""

from typing import Annotated

import typer

from scenario_cli.choices import Form, InjectSets, RowChoice
from scenario_cli.cli.parameters import of_several, taking
from scenario_cli.shell.offers import conditions, ids, scenario_names

Scenarios = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SCENARIO...",
        help="Paths, names, patterns, folders, archives, s3://, gs://, az://. Without any: the default or "
        "the usual one.",
        autocompletion=scenario_names,
        callback=of_several,
        show_default=False,
    ),
]
InjectsOption = Annotated[
    InjectSets,
    typer.Option(
        "--injects", metavar="none|each|pairs|all", help="none; each alone, pairs too, or all sets."
    ),
]
FilesFrom = Annotated[
    str | None,
    typer.Option(
        "--files-from",
        metavar="FILE",
        help="A list of weights files, or -: a path a line, or ended by NUL.",
        show_default=False,
    ),
]
Tables = Annotated[
    list[str],
    typer.Option(
        "--table",
        metavar="FILE",
        help="CSV, Parquet, a folder of them or -; a weighting a row; repeatable.",
        show_default=False,
    ),
]
KeepColumns = Annotated[bool, typer.Option("--keep-columns", help="Put other columns of tables beside rows.")]
Rows = Annotated[
    RowChoice,
    typer.Option(
        "--rows", metavar="all|first|changes", help="All; who is first; who is, where that changes."
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns", metavar="A,B,C", help="Columns of rows; low, high, could_lead too.", show_default=False
    ),
]
Plain = Annotated[bool, typer.Option("--plain", help="CSV without ' before what looks like a formula.")]
Expect = Annotated[
    str | None,
    typer.Option(
        "--expect",
        metavar="OPTION",
        help="Exit with 4 unless this option alone is first everywhere.",
        autocompletion=ids("options"),
        show_default=False,
    ),
]
FailOn = Annotated[
    list[str],
    typer.Option(
        "--fail-on",
        metavar="first|rank|score=X",
        help="What may nowhere differ from a scenario's own weights; repeatable.",
        autocompletion=conditions,
        show_default=False,
    ),
]
Summary = Annotated[bool, typer.Option("--summary", help="Sum all weightings up, in place of their rows.")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="A,B", help="Columns of tables to sum up by.", show_default=False),
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
Force = Annotated[bool, typer.Option("--force", help="Drop a run that was cut off; replace a dataset.")]
Shard = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="I/N",
        help="Score this part of N, from 1, into DIR/; then merge.",
        show_default=False,
    ),
]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first wrong file.")]
RowsFile = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE|DIR/",
        help=".csv, .jsonl (.gz too), .parquet, or a folder of Parquet files.",
        show_default=False,
    ),
]
RowsFormat = Annotated[
    Form | None,
    typer.Option(
        "-f",
        "--format",
        metavar="csv|json|table|md",
        help="For stdout: json is a line a row; table and md come when all is scored. "
        "Without it the default, else csv.",
        callback=taking("csv", "json", "table", "md"),
        show_default=False,
    ),
]

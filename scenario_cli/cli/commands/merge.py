"""``scenario merge``."""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import FileForm, Width

Shards = Annotated[
    list[str],
    typer.Argument(metavar="DIR...", help="All shards of one run, in any order.", show_default=False),
]
MergedFile = Annotated[
    str,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE|DIR/",
        help=".csv, .jsonl (.gz too), .parquet, or a folder of Parquet files.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Drop a merge that was cut off; replace a dataset.")]


def command(
    shards: Shards,
    output: MergedFile,
    force: Force = False,
    format_: FileForm = None,
    width: Width = None,
) -> None:
    """Put the shards of a batch together, to the bytes of one run.

    \b
    Examples:
      scenario batch coffee --table data --shard 1/2 -o a/
      scenario batch coffee --table data --shard 2/2 -o b/
      scenario merge a b -o sweep.csv
      scenario merge b a -o sweep/

    A shard that is missing, there twice or of another run, and a file that has been
    changed, is told with exit code 3, and nothing is written.
    """
    from scenario_cli.batch.merge import merge
    from scenario_cli.cli.making import tell_written
    from scenario_cli.cli.progress import progress
    from scenario_cli.errors import UsageError
    from scenario_cli.files.stores import shown

    try:
        with progress("rows") as step:
            merge(shards, output=output, force=force, progress=step)
    except UsageError as error:
        tail = "; --force drops it" if error.parameter == "force" else ""
        raise UsageError(f"-o {error}{tail}") from None
    tell_written(format_, "merge", [shown(output)], width=width)

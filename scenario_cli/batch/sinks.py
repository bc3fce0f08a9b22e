"""Which sink an output that is named has: by its name, and by what is asked."""

from pathlib import Path

from scenario_cli.batch.dataset import Shard, shard_of
from scenario_cli.batch.datasets import DatasetSink, dataset_sink
from scenario_cli.batch.folder import is_folder
from scenario_cli.batch.output import OutputSink
from scenario_cli.batch.plan import Plan
from scenario_cli.batch.totals import SummarySink
from scenario_cli.batch.uploads import StoreSink, rows_sink, sums_sink
from scenario_cli.errors import UsageError

NamedSink = OutputSink | SummarySink | StoreSink | DatasetSink


def named_sink(
    plan: Plan, output: str | Path, *, shard: str | None = None, resume: bool = False, force: bool = False
) -> NamedSink:
    """Return what writes the rows of a plan, or what they come to, to a file or a folder.

    Raises
    ------
    UsageError, MissingPackageError
        The name says no form that is known, or one that lacks its package; a shard is asked for without
        a folder, or to go on with what leaves no pieces.
    """
    if is_folder(output):
        part = Shard() if shard is None else shard_of(shard)
        return dataset_sink(output, plan.asked, plan.layout, shard=part, force=force, resume=resume)
    if shard is not None:
        raise UsageError("a shard is written as a dataset: name a folder, DIR/", parameter="shard")
    if plan.layout.by is None:
        return rows_sink(output, plan.layout, resume=resume, force=force)
    if resume:
        raise UsageError("a summary is made anew: it leaves no pieces to go on with", parameter="resume")
    return sums_sink(plan.layout, output)

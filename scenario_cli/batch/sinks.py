"""Which sink an output that is named has: by its name, and by what is asked."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from scenario_cli.batch.layout import Layout
from scenario_cli.batch.output import OutputSink, is_folder, output_sink
from scenario_cli.batch.plan import Plan
from scenario_cli.batch.stores import store_file
from scenario_cli.batch.totals import SummarySink, summary_sink
from scenario_cli.errors import UsageError
from scenario_cli.files.stores import in_store, shown

if TYPE_CHECKING:
    from scenario_cli.batch.datasets import DatasetSink
    from scenario_cli.batch.uploads import StoreSink

NamedSink: TypeAlias = "OutputSink | SummarySink | StoreSink | DatasetSink"


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
        from scenario_cli.batch.dataset import Shard, shard_of
        from scenario_cli.batch.datasets import dataset_sink

        part = Shard() if shard is None else shard_of(shard)
        return dataset_sink(output, plan.asked, plan.layout, shard=part, force=force, resume=resume)
    if shard is not None:
        raise UsageError("a shard is written as a dataset: name a folder, DIR/", parameter="shard")
    if plan.layout.by is None:
        return rows_sink(output, plan.layout, resume=resume, force=force)
    if resume:
        raise UsageError("a summary is made anew: it leaves no pieces to go on with", parameter="resume")
    return sums_sink(plan.layout, output)


def rows_sink(
    output: str | Path, layout: Layout, *, resume: bool = False, force: bool = False
) -> "OutputSink | StoreSink":
    """Return what writes rows to a file, or to an object in a store; as for ``output_sink``."""
    name = str(output)
    if not in_store(name):
        return output_sink(output, layout, resume=resume, force=force)
    if resume:
        message = f"{shown(name)}: one object leaves no pieces to go on with; a dataset, DIR/, does"
        raise UsageError(message, parameter="resume")
    return _stored(name, layout)


def sums_sink(layout: Layout, output: str | Path) -> "SummarySink | StoreSink":
    """Return what writes a summary to a file, or to an object in a store; as for ``summary_sink``."""
    return _stored(str(output), layout) if in_store(str(output)) else summary_sink(layout, output)


def _stored(name: str, layout: Layout) -> "StoreSink":
    from scenario_cli.batch.uploads import StoreSink

    return StoreSink(store_file(name), layout)

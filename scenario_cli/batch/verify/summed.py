"""A summary that a dataset holds, summed up again: its manifest names scenarios and tables by hash."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scenario_cli import __version__
from scenario_cli.answers.verify.mismatches import Mismatch, mismatches
from scenario_cli.batch.chunk import Chunk, Done, ReadFile
from scenario_cli.batch.dataset import Shard
from scenario_cli.batch.datasets import rows_layout
from scenario_cli.batch.dealing import Dealt
from scenario_cli.batch.demands import demands_of
from scenario_cli.batch.homes import LocalHome
from scenario_cli.batch.output import MANIFEST
from scenario_cli.batch.pieces import every_table
from scenario_cli.batch.plan import BatchAsked, Plan, plan_of
from scenario_cli.batch.resuming import Tell, untold
from scenario_cli.batch.run import run
from scenario_cli.batch.sink import Before, Entrusted
from scenario_cli.batch.sources import TableFile, Tables
from scenario_cli.batch.stores import ReadPath
from scenario_cli.batch.summary import Summary, merged, most_options, summary_columns, summary_rows
from scenario_cli.batch.verify.inputs import InputFiles, Lost
from scenario_cli.batch.written.found import Written


class SummedAgain:
    """Takes the summaries of chunks, and the hashes of what they were made from."""

    before = Before()
    entrusted = Entrusted()
    keeps_pieces = True

    def __init__(self, plan: Plan) -> None:
        self.layout = rows_layout(plan.layout)
        self.rankings = 0
        self._dealt = Dealt(plan.asked, self.layout, Shard())
        self._summary: Summary = {}

    @property
    def provenance(self) -> dict[str, Any]:
        """What the run was made from, as a manifest states it."""
        return self._dealt.provenance()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of all."""
        columns = summary_columns(self.layout.by or (), most_options(self._summary))
        for row in summary_rows(self._summary):
            yield dict(zip(columns, row, strict=True))

    def refuse(self, paths: Iterable[ReadPath], what: str) -> None:
        """Write over nothing: nothing is written."""

    def look(self, about: str, tell: Tell = untold) -> bool:
        """Return that nothing is finished."""
        return False

    def start(self, about: str) -> None:
        """Do nothing."""

    def skips(self, chunk: Chunk) -> bool:
        """Skip nothing."""
        return self._dealt.skips(chunk)

    def add(self, done: Done, wrong: int) -> None:
        """Take the summary of a chunk."""
        self._dealt.number(done.made_from)
        self.rankings += done.rankings
        if done.summary:
            self._summary = merged([self._summary, done.summary])

    def finish(self) -> None:
        """Do nothing."""

    def drop(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def summed_again(written: Written, files: InputFiles) -> SummedAgain | None:
    """Sum up again what a dataset holds; ``None`` where an input is not found, which ``files`` notes.

    Raises
    ------
    InputError
        The manifest does not name all that the summary was made from.
    """
    if written.manifest is None:
        message = "a summary in a file does not name its inputs; one in a folder does, and so do rows"
        raise written.wrong(message, "wrong-format")
    stated = written.manifest.provenance
    if stated.get("version") != __version__:
        message = f"this summary is of version {stated.get('version')}, and only that can sum it up again"
        raise written.wrong(message, "other-version")
    found = _found(written, stated, files)
    if found is None:
        return None
    scenarios, tables = found
    for keep in (False, True):
        again = _summed(_asked(stated, tables, keep=keep), scenarios, tables)
        if again.provenance == dict(stated):
            return again
    message = "this summary was made from more than its manifest names, or from files of other names"
    raise written.wrong(message, "wrong-format")


def held_rows(written: Written, again: SummedAgain) -> list[Mismatch]:
    """Return where the rows of a dataset's summary are not those that come out."""
    assert written.manifest is not None
    stated = [
        row for table in every_table(LocalHome(written.path), written.manifest) for row in table.to_pylist()
    ]
    computed = [*again.rows()]
    if len(stated) != len(computed):
        return [Mismatch(written.name, f"{len(stated)} rows", f"{len(computed)} rows")]
    return [
        found
        for number, (was, now) in enumerate(zip(stated, computed, strict=True), 1)
        for column, value in now.items()
        for found in mismatches(
            was.get(column), value, f"{written.name}: row {number}: {column} of {now['option']}", strict=True
        )
    ]


def _found(
    written: Written, stated: Mapping[str, Any], files: InputFiles
) -> tuple[list[ReadFile], list[TableFile]] | None:
    manifest = (written.path / MANIFEST).as_posix()
    scenarios: list[ReadFile] = []
    tables: list[TableFile] = []
    try:
        named = [(part["role"], part["sha256"], part.get("id", "")) for part in stated["inputs"]]
    except (KeyError, TypeError, AttributeError):
        raise written.wrong("its manifest does not name its inputs", "damaged") from None
    if not any(role == "table" for role, _, _ in named):
        message = "this summary is of weights files, which its manifest does not name; of tables it does"
        raise written.wrong(message, "wrong-format")
    for role, hash_, id_ in named:
        if role == "scenario":
            scenario = files.text(hash_, role, None)
            scenarios += [] if scenario is None else [scenario]
            lost = scenario is None
        else:
            table = files.table(hash_, id_)
            tables += [] if table is None else [table]
            lost = table is None
        if lost:
            files.lose(hash_, Lost(role, id_ or role, manifest, 0))
    return None if files.lost else (scenarios, tables)


def _asked(stated: Mapping[str, Any], tables: list[TableFile], *, keep: bool) -> BatchAsked:
    return BatchAsked(
        injects=stated["injects"],
        tables=tuple(table.name for table in tables),
        keep=keep,
        plain=bool(stated["plain"]),
        demands=demands_of(stated["expect"], stated["fail_on"]),
        summary=True,
        by=tuple(stated["by"]),
    )


def _summed(asked: BatchAsked, scenarios: list[ReadFile], tables: list[TableFile]) -> SummedAgain:
    plan = plan_of(asked, (), scenarios, Tables(tuple(tables)))
    again = SummedAgain(plan)
    run(plan, again)
    return again

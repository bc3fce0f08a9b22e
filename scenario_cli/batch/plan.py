"""What a batch is asked, and the chunks of work that follow from it, one after another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scenario_cli.batch.chunk import Chunk, Named, ReadFile, read_file
from scenario_cli.batch.names import named_files
from scenario_cli.batch.rows import NO_INJECTS
from scenario_cli.batch.sets import refuse_many_sets, weightings_at_once
from scenario_cli.batch.table import read_table
from scenario_cli.choices import InjectSets, RowForm
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.origin import own_weights
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import scenario_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario

FILES_AT_ONCE = 256

Refuse = Callable[[Iterable[str | Path], str], None]


@dataclass(frozen=True, kw_only=True)
class BatchAsked:
    """What a batch is asked: every scenario with all weights and all rows of tables.

    Without scenarios it is the only one here, else the built-in one; without weights and
    tables, each scenario's own weights or equal ones.
    """

    scenarios: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    injects: InjectSets = "none"
    tables: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = ", ".join(self.scenarios) or "the scenario here"
        said += f" with {', '.join((*self.weights, *self.tables))}" if self.weights or self.tables else ""
        return said if self.injects == "none" else f"{said} and injects {self.injects}"


class NoRows(NamedTuple):
    """What is to be told before the next rows: of a file that gives none, say."""

    mistakes: tuple[Mistake, ...]


Step = Chunk | NoRows


@dataclass(frozen=True)
class Plan:
    """The files that were found, and what is wrong with names that led nowhere.

    A file is read when its turn comes, so that memory does not grow with their number.
    """

    asked: BatchAsked
    weights: tuple[Named, ...]
    scenarios: tuple[Named, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def read(self) -> dict[str, list[str | Path]]:
        """The files that are read, under what they are: those that no scenario has to be read for."""
        return {
            "this is the table that is read": [*self.asked.tables],
            "this is a scenario that is read": _paths(self.scenarios),
            "these are weights that are read": _paths(self.weights),
        }

    def steps(self, form: RowForm, refuse: Refuse = lambda _paths, _what: None) -> Iterator[Step]:
        """Yield chunks that give rows of a form, and what is to be told, in the order of the rows.

        ``refuse`` takes the paths of weights that only a scenario names.
        """
        for k, found in enumerate(self.scenarios):
            try:
                chosen = self._chosen(found, refuse)
            except InputError as error:
                yield NoRows(error.mistakes)
                continue
            for step in self._of_scenario(chosen, form):
                if isinstance(step, Chunk):
                    yield step._replace(share=(k + step.share) / len(self.scenarios))
                else:
                    yield step

    def _chosen(self, found: Named, refuse: Refuse) -> "_Chosen":
        file = found if isinstance(found, ReadFile) else read_file(found)
        source = parse(file.name, file.content)
        scenario = scenario_from(source)
        weights: tuple[Named, ...] | None = self.weights if self.asked.weights else None
        if weights is None and not self.asked.tables and scenario.weights is not None:
            own = own_weights(scenario, source)
            refuse([own.path] if own.path is not None else [], "these are weights that are read")
            weights = (ReadFile(own.name, own.content, own.sha256),)
        refuse_many_sets(scenario, source, self.asked.injects)
        alike = self.asked.injects != "none" and NO_INJECTS in scenario.injects
        return _Chosen(file, scenario, weights, _called_none(source) if alike else ())

    def _of_scenario(self, chosen: "_Chosen", form: RowForm) -> Iterator[Step]:
        """Yield the steps of one scenario; their shares are of it alone."""
        injects, tables = self.asked.injects, self.asked.tables
        if form == "csv" and chosen.alike:
            yield NoRows(chosen.alike)
        at_once = weightings_at_once(chosen.scenario, injects)
        if chosen.weights is not None:
            part = 0.5 if tables else 1.0
            step = min(FILES_AT_ONCE, at_once)
            for start in range(0, len(chosen.weights), step):
                some = chosen.weights[start : start + step]
                share = part * (start + len(some)) / len(chosen.weights)
                yield Chunk(chosen.file, some, None, injects, form, share)
        elif not tables:
            yield Chunk(chosen.file, None, None, injects, form)
        before = 0.0 if chosen.weights is None else 0.5
        for k, table in enumerate(tables):
            for of_table in _from_table(Path(table), chosen, injects, form, at_once):
                if isinstance(of_table, Chunk):
                    share = before + (1 - before) * (k + of_table.share) / len(tables)
                    yield of_table._replace(share=share)
                else:
                    yield of_table


class _Chosen(NamedTuple):
    """A scenario as read, the weights files that go with it, if any do, and what CSV cannot tell apart."""

    file: ReadFile
    scenario: Scenario
    weights: tuple[Named, ...] | None
    alike: tuple[Mistake, ...]


def planned(asked: BatchAsked) -> Plan:
    """Find the files that a batch names.

    Raises
    ------
    UsageError
        The table is to come from standard input.
    """
    if STANDARD_INPUT in asked.tables:
        message = f"{STANDARD_INPUT}: a table is read from a file, not from standard input"
        raise UsageError(message, parameter="table")
    weights, nowhere = named_files("weights", asked.weights)
    scenarios, nor_here = named_files("scenarios", asked.scenarios or [None])
    mistakes = (*nowhere, *nor_here, *_same_names(asked.tables))
    return Plan(asked, tuple(weights), tuple(scenarios), mistakes)


def _same_names(tables: Sequence[str]) -> Iterator[Mistake]:
    """Tell of tables whose rows are called alike, since no folder gets into a result."""
    first: dict[str, str] = {}
    for table in tables:
        before = first.setdefault(Path(table).name, "")
        first[Path(table).name] = before or table
        if before:
            same = (
                "this table is named twice"
                if before == table
                else f"its rows are called as those of '{before}'"
            )
            yield Mistake(file=Path(table).as_posix(), code="same-name", message=same, level="warning")


def _paths(files: Sequence[Named]) -> list[str | Path]:
    """Return the paths of files; what came through standard input has none."""
    return [file if isinstance(file, str) else file.path for file in files if not isinstance(file, ReadFile)]


def _called_none(source: ParsedFile) -> tuple[Mistake, ...]:
    message = "rows with this inject alone cannot be told from those without any in CSV"
    hint = "JSON Lines and Parquet tell them apart"
    where = ("injects", NO_INJECTS)
    return (source.mistake(where, "same-name", message, hint, key=True, level="warning"),)


def _from_table(
    path: Path, chosen: _Chosen, injects: InjectSets, form: RowForm, at_once: int
) -> Iterator[Step]:
    none = True
    try:
        for rows in read_table(path, chosen.scenario, at_once):
            none = False
            yield Chunk(chosen.file, (), rows, injects, form, rows.share)
    except InputError as error:
        yield NoRows(error.mistakes)
        return
    if none:
        said = "the table has no rows"
        yield NoRows((Mistake(file=path.as_posix(), code="empty", message=said, level="warning"),))

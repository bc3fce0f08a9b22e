"""What a batch is asked, and the chunks of work that follow from it, one after another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from scenario_cli.batch.archives import Member
from scenario_cli.batch.chunk import Chunk, Named, ReadFile, out_of_archives, read_file, scenario_of
from scenario_cli.batch.demands import Demand
from scenario_cli.batch.layout import NO_INJECTS, TYPES, Layout, chosen_columns
from scenario_cli.batch.names import named_files
from scenario_cli.batch.reading import read_table, table_columns
from scenario_cli.batch.sets import FEW_ROWS_AT_ONCE, refuse_many_sets, weightings_at_once
from scenario_cli.batch.sources import TableFile, Tables, named_tables
from scenario_cli.batch.stores import ReadPath, StoreFile
from scenario_cli.batch.table import TableRows
from scenario_cli.choices import InjectSets, RowChoice
from scenario_cli.engine.departures import OwnRanking, own_ranking
from scenario_cli.engine.sweep import Sweep, points_of, points_row
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.number_columns import LABEL, is_known
from scenario_cli.files.origin import own_weights
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import weights_from
from scenario_cli.files.stores import shown
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights
from scenario_cli.text import suggestion

FILES_AT_ONCE = 256
SUMMED_AT_ONCE = 4  # as many times the weightings: their rows are not written

Refuse = Callable[[Iterable[ReadPath], str], None]


@dataclass(frozen=True, kw_only=True)
class BatchAsked:
    """What a batch is asked: every scenario with all weights and all rows of tables.

    Without scenarios it is the only one here, else the built-in one; without weights and
    tables, each scenario's own weights or equal ones.

    Attributes
    ----------
    keep : bool
        Whether tables may have other columns, which then stand beside the rows.
    rows : str
        Which rows are wanted: all; who is first; or who is first where that changes.
    columns : tuple of str, optional
        The columns of rows; without it, all but those that are computed where they are named.
    plain : bool
        Whether CSV has texts as they are.
    demands : tuple of Demand
        What every ranking is held to.
    summary : bool
        Whether all weightings are to be summed up, in place of their rows.
    by : tuple of str
        The columns of tables by which they are grouped then; ``weights`` and ``file`` are some, too.
    """

    scenarios: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    injects: InjectSets = "none"
    tables: tuple[str, ...] = ()
    keep: bool = False
    rows: RowChoice = "all"
    columns: tuple[str, ...] | None = None
    plain: bool = False
    demands: tuple[Demand, ...] = ()
    summary: bool = False
    by: tuple[str, ...] = ()

    @property
    def keeps(self) -> bool:
        """Whether tables may have columns that say nothing to a scenario."""
        return self.keep or bool(self.by)

    @property
    def hangs_on_own(self) -> bool:
        """Whether anything hangs on the ranking under each scenario's own weights."""
        return self.rows == "changes" or any(demand.is_change for demand in self.demands)

    def __str__(self) -> str:
        said = ", ".join(map(shown, self.scenarios)) or "the scenario here"
        others = [shown(name) for name in (*self.weights, *self.tables)]
        said += f" with {', '.join(others)}" if others else ""
        said += "" if self.injects == "none" else f" and injects {self.injects}"
        return said if self.rows == "all" else f"{said}, rows {self.rows}"


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
    tables: Tables
    layout: Layout
    mistakes: tuple[Mistake, ...]

    @property
    def read(self) -> dict[str, list[ReadPath]]:
        """The files that are read, under what they are: those that no scenario has to be read for."""
        return {
            "this is the table that is read": [table.path for table in self.tables.files],
            "this is a scenario that is read": _paths(self.scenarios),
            "these are weights that are read": _paths(self.weights),
        }

    def prepare(self) -> None:
        """Read the first scenario, which is kept: processes that are forked then have it, and need not."""
        next(_readable(self.scenarios), None)

    def steps(
        self,
        layout: Layout,
        refuse: Refuse = lambda _paths, _what: None,
        *,
        by_name: bool = False,
        small: bool = False,
    ) -> Iterator[Step]:
        """Yield chunks that give rows of a layout, and what is to be told, in the order of the rows.

        ``refuse`` takes the paths of weights that only a scenario names. ``by_name`` gives of tables
        the places of their rows, for somebody who sees them. Chunks may be ``small`` where no byte hangs
        on where they end.
        """
        for k, found in enumerate(self.scenarios):
            try:
                chosen = self._chosen(found, refuse)
            except InputError as error:
                yield NoRows(error.mistakes)
                continue
            for step in self._of_scenario(chosen, layout, by_name=by_name, small=small):
                if isinstance(step, Chunk):
                    yield step._replace(share=(k + step.share) / len(self.scenarios))
                else:
                    yield step

    def _chosen(self, found: Named, refuse: Refuse) -> "_Chosen":
        file = found if isinstance(found, ReadFile) else read_file(found)
        source, scenario = scenario_of(file)
        weights: tuple[Named, ...] | None = self.weights if self.asked.weights else None

        @cache
        def own() -> _Own:
            if scenario.weights is None:
                return _Own(None, equal_weights(scenario))
            file = _own_file(scenario, source, found)
            refuse([file.path] if file.path is not None else [], "these are weights that are read")
            stated = weights_from(parse(file.name, file.content), scenario)
            return _Own((ReadFile(file.name, file.content, file.sha256),), stated)

        if weights is None and not self.asked.tables:
            weights = own().files
        ranking = own_ranking_of(scenario, own().weights) if self.asked.hangs_on_own else OwnRanking()
        refuse_many_sets(scenario, source, self.asked.injects)
        alike = self.asked.injects != "none" and NO_INJECTS in scenario.injects
        return _Chosen(file, scenario, weights, own, _called_none(source) if alike else (), ranking)

    def _of_scenario(
        self, chosen: "_Chosen", layout: Layout, *, by_name: bool, small: bool
    ) -> Iterator[Step]:
        """Yield the steps of one scenario; their shares are of it alone."""
        injects, tables = self.asked.injects, self.tables.files
        whole = Chunk(
            chosen.file, None, None, injects, layout, own=chosen.ranking, demands=self.asked.demands
        )
        if layout.form == "csv" and chosen.alike:
            yield NoRows(chosen.alike)
        at_once = weightings_at_once(chosen.scenario, injects, FEW_ROWS_AT_ONCE if small else None)
        at_once *= SUMMED_AT_ONCE if self.asked.summary else 1
        if chosen.weights is not None:
            part = 0.5 if tables else 1.0
            step = min(FILES_AT_ONCE, at_once)
            for start in range(0, len(chosen.weights), step):
                some = chosen.weights[start : start + step]
                share = part * (start + len(some)) / len(chosen.weights)
                yield out_of_archives(whole._replace(weights=some, share=share))
        elif not self.asked.tables:
            yield whole
        before = 0.0 if chosen.weights is None else 0.5
        told: set[Mistake] = set()  # what is wrong with the scenario's own weights is so for each table
        for k, table in enumerate(tables):
            read = partial(
                read_table, table, chosen.scenario, at_once, keep=self.asked.keeps, by_name=by_name
            )
            for of_table in _from_table(table.name, read, chosen, whole):
                if isinstance(of_table, Chunk):
                    share = before + (1 - before) * (k + of_table.share) / len(tables)
                    yield of_table._replace(share=share)
                elif new := tuple(mistake for mistake in of_table.mistakes if mistake not in told):
                    told.update(new)
                    yield NoRows(new)


class _Own(NamedTuple):
    """The weights that a scenario names, and their file; or equal ones, which have none."""

    files: tuple[ReadFile, ...] | None
    weights: Weights


class _Chosen(NamedTuple):
    """A scenario as read, the weights files that go with it, if any do, and what CSV cannot tell apart.

    ``own`` reads the scenario's own weights, where a table needs them.
    """

    file: ReadFile
    scenario: Scenario
    weights: tuple[Named, ...] | None
    own: Callable[[], _Own]
    alike: tuple[Mistake, ...]
    ranking: OwnRanking


def planned(asked: BatchAsked) -> Plan:
    """Find the files that a batch names.

    Raises
    ------
    UsageError
        Standard input is to be read twice; there are no such columns; or no scenario has the option
        that is expected.
    """
    if [*asked.scenarios, *asked.weights, *asked.tables].count(STANDARD_INPUT) > 1:
        parameter = "table" if STANDARD_INPUT in asked.tables else ""
        raise UsageError(f"{STANDARD_INPUT}: standard input can be read once", parameter=parameter)
    weights, nowhere = named_files("weights", asked.weights, asked.scenarios)
    scenarios, nor_here = named_files("scenarios", asked.scenarios or [None], asked.weights)
    for demand in asked.demands:
        if demand.word == "expect":
            _refuse_unknown(demand.stated, scenarios)
    tables = named_tables(asked.tables)
    return plan_of(asked, weights, scenarios, tables, (*nowhere, *nor_here, *tables.mistakes))


def plan_of(
    asked: BatchAsked,
    weights: Sequence[Named],
    scenarios: Sequence[Named],
    tables: Tables,
    mistakes: tuple[Mistake, ...] = (),
) -> Plan:
    """Return the plan of files that were found, for what is asked of them.

    Raises
    ------
    UsageError
        There are no such columns.
    """
    kept = _kept(tables.files, scenarios) if asked.keeps else ()
    layout = Layout(
        columns=chosen_columns(asked.columns, kept, tables=bool(asked.tables)),
        rows=asked.rows,
        plain=asked.plain,
        by=_grouped_by(asked, kept),
    )
    return Plan(asked, tuple(weights), tuple(scenarios), tables, layout, mistakes)


def _grouped_by(asked: BatchAsked, kept: Sequence[str]) -> tuple[str, ...] | None:
    if not asked.summary:
        if asked.by:
            raise UsageError(f"{','.join(asked.by)}: only a summary is grouped", parameter="by")
        return None
    if asked.columns is not None:
        raise UsageError(f"{','.join(asked.columns)}: a summary has its own columns", parameter="columns")
    if asked.rows != "all":
        raise UsageError(f"{asked.rows}: a summary is of all rows", parameter="rows")
    known = (LABEL, *(("file",) if asked.tables else ()), *kept)
    for column in asked.by:
        if column not in known:
            near = suggestion(column, known)
            near = near if near.startswith("did you mean") else f"columns are {', '.join(known)}"
            raise UsageError(f"'{column}': tables have no such column; {near}", parameter="by")
        if asked.by.count(column) > 1:
            raise UsageError(f"'{column}': this column is named twice", parameter="by")
    return asked.by


def own_ranking_of(scenario: Scenario, weights: Weights) -> OwnRanking:
    """Return the ranking under weights where nothing happens."""
    return own_ranking(Sweep(scenario).result(points_of(scenario, [points_row(scenario, weights)])))


def _readable(scenarios: Sequence[Named]) -> Iterator[Scenario]:
    """Yield the scenarios that can be read; what is wrong with the others is told when their turn comes."""
    for found in scenarios:
        with suppress(InputError):
            file = found if isinstance(found, ReadFile) else read_file(found)
            yield scenario_of(file)[1]


def _refuse_unknown(option: str, scenarios: Sequence[Named]) -> None:
    known: dict[str, None] = {}
    for scenario in _readable(scenarios):
        if option in scenario.options:
            return
        known |= dict.fromkeys(scenario.options)
    if known:
        near = suggestion(option, known)
        message = f"{option}: no scenario has this option{f'; {near}' if near else ''}"
        raise UsageError(message, parameter="expect")


def _kept(tables: Sequence[TableFile], scenarios: Sequence[Named]) -> tuple[str, ...]:
    """Return the columns of tables that say nothing to some scenario, in the order in which they come."""
    every: dict[str, None] = {}
    for table in tables:
        with suppress(InputError):
            every |= dict.fromkeys((*table_columns(table), *(key for key, _ in table.keys)))
    kept: set[str] = set()
    for scenario in _readable(scenarios):
        kept |= {column for column in every if not is_known(column, scenario)}
    return tuple(column for column in every if column in kept and column and column not in TYPES)


def _own_file(scenario: Scenario, source: ParsedFile, found: Named) -> ParsedFile:
    """Return the weights that a scenario names: those in its archive come first."""
    member = found.own(str(scenario.weights)) if isinstance(found, Member) else None
    return own_weights(scenario, source) if member is None else parse(member.name, member.read())


def _paths(files: Sequence[Named]) -> list[ReadPath]:
    """Return where files are read, each place once; what came through standard input has none."""
    places: dict[ReadPath, None] = {}
    for file in files:
        if isinstance(file, str | StoreFile):
            places[file] = None
        elif not isinstance(file, ReadFile):
            places[file.archive.where if isinstance(file, Member) else file.path] = None
    return [*places]


def _called_none(source: ParsedFile) -> tuple[Mistake, ...]:
    message = "rows with this inject alone cannot be told from those without any in CSV"
    hint = "JSON Lines and Parquet tell them apart"
    where = ("injects", NO_INJECTS)
    return (source.mistake(where, "same-name", message, hint, key=True, level="warning"),)


def _from_table(
    name: str, read: Callable[[], Iterator[TableRows]], chosen: _Chosen, whole: Chunk
) -> Iterator[Step]:
    none = True
    try:
        for rows in read():
            none = False
            weights = chosen.own().files if rows.has_ratings_alone else ()
            yield whole._replace(weights=weights, table=rows, share=rows.share)
    except InputError as error:
        yield NoRows(error.mistakes)
        return
    if none:
        said = "the table has no rows"
        yield NoRows((Mistake(file=name, code="empty", message=said, level="warning"),))

"""What a batch is asked, and the chunks of work that follow from it, one after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scenario_cli.batch.chunk import Chunk, Named, ReadFile, read_file
from scenario_cli.batch.names import named_files, own_weights_file
from scenario_cli.batch.sets import refuse_many_sets, weightings_at_once
from scenario_cli.batch.table import read_table
from scenario_cli.choices import InjectSets, RowForm
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario

FILES_AT_ONCE = 256


@dataclass(frozen=True, kw_only=True)
class BatchAsked:
    """What a batch is asked: every scenario with all weights and all rows of a table.

    Without scenarios it is the only one here, else the built-in one; without weights and
    table, each scenario's own weights or equal ones.
    """

    scenarios: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    injects: InjectSets = "none"
    table: str | None = None


class NoRows(NamedTuple):
    """A file that gives no rows: what is wrong with it."""

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

    def steps(self, form: RowForm) -> Iterator[Step]:
        """Yield chunks that give rows of a form, and the files that give none, in the order of the rows."""
        for k, found in enumerate(self.scenarios):
            try:
                chosen = self._chosen(found)
            except InputError as error:
                yield NoRows(error.mistakes)
                continue
            for step in self._of_scenario(chosen, form):
                if isinstance(step, Chunk):
                    yield step._replace(share=(k + step.share) / len(self.scenarios))
                else:
                    yield step

    def _chosen(self, found: Named) -> "_Chosen":
        file = found if isinstance(found, ReadFile) else read_file(found)
        source = parse(file.name, file.content)
        scenario = scenario_from(source)
        weights: tuple[Named, ...] | None = self.weights if self.asked.weights else None
        if weights is None and self.asked.table is None and scenario.weights is not None:
            weights = (own_weights_file(scenario, source),)
        refuse_many_sets(scenario, source, self.asked.injects)
        return _Chosen(file, scenario, weights)

    def _of_scenario(self, chosen: "_Chosen", form: RowForm) -> Iterator[Step]:
        """Yield the steps of one scenario; their shares are of it alone."""
        injects, table = self.asked.injects, self.asked.table
        at_once = weightings_at_once(chosen.scenario, injects)
        if chosen.weights is not None:
            part = 0.5 if table is not None else 1.0
            step = min(FILES_AT_ONCE, at_once)
            for start in range(0, len(chosen.weights), step):
                some = chosen.weights[start : start + step]
                share = part * (start + len(some)) / len(chosen.weights)
                yield Chunk(chosen.file, some, None, injects, form, share)
        elif table is None:
            yield Chunk(chosen.file, None, None, injects, form)
        if table is not None:
            before = 0.0 if chosen.weights is None else 0.5
            for of_table in _from_table(Path(table), chosen, injects, form, at_once):
                if isinstance(of_table, Chunk):
                    yield of_table._replace(share=before + (1 - before) * of_table.share)
                else:
                    yield of_table


class _Chosen(NamedTuple):
    """A scenario as read, and the weights files that go with it, if any do."""

    file: ReadFile
    scenario: Scenario
    weights: tuple[Named, ...] | None


def planned(asked: BatchAsked) -> Plan:
    """Find the files that a batch names.

    Raises
    ------
    UsageError
        The table is to come from standard input.
    """
    if asked.table == STANDARD_INPUT:
        raise UsageError(
            f"{asked.table}: a table is read from a file, not from standard input", parameter="table"
        )
    weights, nowhere = named_files("weights", asked.weights)
    scenarios, nor_here = named_files("scenarios", asked.scenarios or [None])
    return Plan(asked, tuple(weights), tuple(scenarios), (*nowhere, *nor_here))


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

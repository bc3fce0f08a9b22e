"""What weights files and rows of tables state, as points, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scenario_cli.batch.alike import Alike
from scenario_cli.batch.chunk import ReadFile
from scenario_cli.batch.repeats import MOST_ROWS, RowKeys, keys_of, name_keys
from scenario_cli.batch.table import TableRows, key_numbers, labelled_rows, labels_of, sound_rows, texts_of
from scenario_cli.engine.sweep import (
    Points,
    columns_of,
    columns_of_rows,
    points_of,
    points_of_columns,
    points_row,
    repeated_number,
)
from scenario_cli.errors import InputError
from scenario_cli.files.number_columns import LABEL, number_column
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import weights_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights


class Weightings(NamedTuple):
    """Some weightings: what their rows say of them, and where to tell what is wrong with them.

    Those of a table have numbers of rows there, ``rows``, and what is ``kept`` beside them.
    """

    labels: Sequence[str]
    hashes: Sequence[str]
    files: Sequence[str]
    lines: Sequence[int]
    points: Points | None
    mistakes: Sequence[Mistake]
    keys: RowKeys | None = None
    rows: Sequence[int] = ()
    kept: Mapping[str, Sequence[str | None]] = {}


def file_weightings(files: Sequence[ReadFile] | None, scenario: Scenario, file: ReadFile) -> Weightings:
    """Return what weights files of a scenario state, which stands in a file; without any, equal weights."""
    own = file.sha256
    if files is None:
        points = points_of(scenario, [points_row(scenario, equal_weights(scenario))])
        return Weightings(["equal"], [own], [""], [1], points, ())
    read: list[ReadFile] = []
    ids: list[str] = []
    rows: list[list[float]] = []
    mistakes: list[Mistake] = []
    alike = Alike(scenario)
    for one in files:
        found = alike.read(one.name, one.content)
        if found is None:
            try:
                source = parse(one.name, one.content)
                weights = weights_from(source, scenario)
            except InputError as error:
                mistakes += error.mistakes
                continue
            alike.learn(source, weights)
            found = weights.id, points_row(scenario, weights)
        read.append(one)
        ids.append(found[0])
        rows.append(found[1])
    return Weightings(
        labels=[printable(id_) for id_ in ids],
        hashes=[f"{own}+{one.sha256}" for one in read],
        files=[one.name for one in read],
        lines=[1] * len(read),
        points=points_of(scenario, rows) if read else None,
        mistakes=mistakes,
    )


def printable(id_: str) -> str:
    """Return an id that any file can hold: that of a file without one is its name, whatever its bytes."""
    return id_ if id_.isascii() else id_.encode("utf-8", "backslashreplace").decode()


def table_weightings(
    table: TableRows, scenario: Scenario, file: ReadFile, weights: Sequence[ReadFile] | None = ()
) -> Weightings:
    """Return what rows of a table state for a scenario, which stands in a file.

    Rows of ratings alone are under ``weights``, the scenario's own; ``None`` are equal ones.
    """
    own = [number_column(id_, scenario) for id_ in table.own_ids]
    told = [number_column(id_, scenario) for id_ in table.key_ids]
    fixed = key_numbers(table, told)
    bounds = [(column.low, column.high) for column in own]
    columns = None if table.has_texts else columns_of(table.content, bounds)
    mistakes: Sequence[Mistake] = ()
    texts: Sequence[Sequence[str | None]] = ()
    if columns is not None:
        labels, lines = labels_of(table, len(columns[0]) if columns else 0)
        kept = texts_of(table, (), len(labels))
    else:
        stated, unread = labelled_rows(table)
        (labels, lines, rows, texts), wrong = sound_rows(table, stated, own)
        mistakes = [*unread, *wrong]
        columns = columns_of_rows(rows) if rows else None
        kept = texts_of(table._replace(texts={}), texts, len(labels))
    n = len(labels)
    points, keys = None, None
    if columns is not None:
        columns += [repeated_number(number, n) for number in fixed]
        alone = _of_all_rows(weights, scenario) if table.has_ratings_alone else None
        points = points_of_columns(scenario, [column.name for column in (*own, *told)], columns, alone)
        if table.first_row <= MOST_ROWS:
            keys = keys_of(file.name, table.name, lines, columns)
            keys = keys._replace(names=name_keys(labels)) if LABEL in table.columns else keys
    hashes = ["+".join([*(one.sha256 for one in (file, *(weights or ()))), table.sha256])] * n
    numbers = range(lines.start - 1, lines.stop - 1) if isinstance(lines, range) else [k - 1 for k in lines]
    return Weightings(labels, hashes, [table.name] * n, lines, points, mistakes, keys, numbers, kept)


def _of_all_rows(files: Sequence[ReadFile] | None, scenario: Scenario) -> Weights:
    """Return the weights of a table that states none: the scenario's own, or equal ones."""
    for file in files or ():
        return weights_from(parse(file.name, file.content), scenario)
    return equal_weights(scenario)

"""The answer of ``scenario compare``: how several weights, or scenarios, agree and differ."""

import math
from collections.abc import Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

from scenario_cli.answers.compare.ask import CompareAnswer
from scenario_cli.answers.opening import flag_document, remarks
from scenario_cli.answers.provenance import provenance
from scenario_cli.engine.additive import TIE
from scenario_cli.render.page import Cell, Column, Field, Page, Table, plain
from scenario_cli.render.report import Records, Report
from scenario_cli.text import fixed, listed, points, signed

if TYPE_CHECKING:
    from scenario_cli.answers.compare.document import CompareDocument
    from scenario_cli.render.svg import Picture

TOP_FACTORS = 6
TOP_PAIRS = 10
HEAD = 9


def report(answer: CompareAnswer) -> "Report[CompareDocument]":
    """Return a comparison as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
        pictures={"perspectives": partial(_perspectives, answer), "regret": partial(_regret, answer)},
    )


def _perspectives(answer: CompareAnswer, width: float) -> "Picture":
    from scenario_cli.answers.compare.pictures.perspectives import perspectives_picture

    return perspectives_picture(answer, finding(answer), width)


def _regret(answer: CompareAnswer, width: float) -> "Picture":
    from scenario_cli.answers.compare.pictures.regret import regret_picture

    return regret_picture(answer, finding(answer), width)


def finding(answer: CompareAnswer) -> str:
    """Return the sentence that says who is first how often, and who is never far behind."""
    found, count = answer.found, len(answer.columns)
    most = int(found.first.max())
    leaders = [answer.titles[i] for i, times in enumerate(found.first) if times == most]
    what = "scenarios" if answer.over == "scenarios" else "perspectives"
    safe = [answer.titles[i] for i in found.minimax_regret]
    worst = float(found.max_regret.min())
    if count == 1:
        said = f"{listed(leaders)} {_is(leaders)} first under {answer.columns[0].id}, the only one here"
    elif most == count:
        said = f"{listed(leaders)} {_is(leaders)} first under all {count} {what}"
    else:
        each = "each " if len(leaders) > 1 else ""
        said = f"{listed(leaders)} {_is(leaders)} {each}first under {most} of {count} {what}"
    if worst <= TIE:
        said += f"; {listed(safe)} {_is(safe)} never behind the best"
    else:
        said += f"; {listed(safe)} {_is(safe)} never more than {points(worst)} points behind the best"
    if count > 1 and len(found.same_order) == math.comb(count, 2):
        said += "; no two orders differ"
    elif found.apart is not None and found.apart not in found.same_order:
        a, b = (answer.columns[i].id for i in found.apart)
        said += f"; {a} and {b} are furthest apart"
    return said + "."


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def document(answer: CompareAnswer) -> "CompareDocument":
    """Return the JSON document of a comparison."""
    found = answer.found
    ids = [column.id for column in answer.columns]

    def by_option(table: Any) -> dict[str, dict[str, Any]]:
        return {o: dict(zip(ids, table[i].tolist(), strict=True)) for i, o in enumerate(answer.options)}

    def number(x: float) -> float | None:
        return None if math.isnan(x) else float(x)

    parting = answer.parting
    return {
        "format": "compare/1",
        "provenance": provenance(answer.inputs, answer.trials),
        "scenario": {"id": answer.scenario_id, "title": answer.title},
        "over": answer.over,
        "flags": [flag_document(flag) for flag in answer.flags],
        "finding": finding(answer),
        "columns": [{"id": column.id, "title": column.title} for column in answer.columns],
        "ranks": by_option(found.ranks),
        "tied": by_option(found.tied),
        "scores": by_option(answer.scores),
        "regret": by_option(found.regret),
        "worst_rank": dict(zip(answer.options, found.worst_rank.tolist(), strict=True)),
        "max_regret": dict(zip(answer.options, found.max_regret.tolist(), strict=True)),
        "minimax_regret": [answer.options[i] for i in found.minimax_regret],
        "first": dict(zip(answer.options, found.first.tolist(), strict=True)),
        "agreement": {
            "kendall_w": found.kendall_w,
            "tau": {
                a: {b: number(found.tau[i, j]) for j, b in enumerate(ids) if i != j}
                for i, a in enumerate(ids)
            },
        },
        "apart": None if found.apart is None else [ids[i] for i in found.apart],
        "same_order": [[ids[a], ids[b]] for a, b in found.same_order],
        "parting": None
        if parting is None
        else {
            "first": answer.options[parting.first],
            "second": answer.options[parting.second],
            "effects": dict(zip(parting.factors, parting.effects.tolist(), strict=True)),
        },
    }


def records(answer: CompareAnswer) -> Records:
    """Return one record an option and column."""
    found = answer.found
    rows: list[list[Field]] = [
        [
            column.id,
            option,
            int(found.ranks[i, j]),
            bool(found.tied[i, j]),
            float(answer.scores[i, j]),
            float(found.regret[i, j]),
        ]
        for j, column in enumerate(answer.columns)
        for i, option in enumerate(answer.options)
    ]
    column = "weights" if answer.over == "weights" else "scenario"
    return Records([column, "option", "rank", "tied", "score", "regret"], rows)


def page(answer: CompareAnswer, width: int) -> Page:
    """Return ranks first, then scores, regret, agreement and what parts the two that differ most."""
    heading = [answer.title]
    if answer.over == "scenarios":
        heading = [f"{column.id}: {column.title}" for column in answer.columns]
        heading.append(f"Under the weights {answer.under}.")
    tried = [f"inject {trial}" if isinstance(trial, str) else str(trial) for trial in answer.trials]
    if tried:
        heading.insert(0, f"What-if: {'; '.join(tried)}. No file was changed.")
    return Page(
        heading=heading,
        tables=[
            rank_table(answer, width),
            score_table(answer, width),
            *([_agreement_table(answer, width)] if len(answer.columns) > 1 else []),
            *parting_tables(answer),
        ],
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _fitted(ids: Sequence[str], rows: list[Sequence[Cell]], width: int) -> tuple[list[Column], list[Cell]]:
    """Return a column a head, and a legend: heads are numbers where they would not fit, word by word."""
    first = max((len(plain(row[0])) for row in rows), default=0)
    cells = [max(len(plain(row[k])) for row in rows) for k in range(1, len(ids) + 1)]
    words = [max(min(len(id_), HEAD), *map(len, id_.split()), 0) for id_ in ids]
    wide = first + sum(2 + max(word, cell) for word, cell in zip(words, cells, strict=True))
    if wide <= width:
        return [Column(id_, "right") for id_ in ids], []
    legend = ", ".join(f"{k} {id_}" for k, id_ in enumerate(ids, 1))
    return [Column(str(k), "right") for k in range(1, len(ids) + 1)], [legend]


def rank_table(answer: CompareAnswer, width: int) -> Table:
    """Return the rank of each option under each column, its worst, and how often it is first."""
    found = answer.found
    options = range(len(answer.options))
    rows: list[Sequence[Cell]] = [
        [column.id, *(f"{found.ranks[i, j]}{'=' if found.tied[i, j] else ''}" for i in options)]
        for j, column in enumerate(answer.columns)
    ]
    rows.append(["worst rank", *(str(rank) for rank in found.worst_rank)])
    rows.append(["times first", *(str(count) for count in found.first)])
    heads, legend = _fitted(answer.titles, rows, width)
    agree = int(found.first.max()) == len(answer.columns)
    alone = "There is nothing to compare with: name others." if len(answer.columns) == 1 else ""
    return Table(
        title="Which rank has each option?",
        picture="perspectives",
        columns=[Column("Under"), *heads],
        rows=rows,
        legend=legend,
        finding=alone or ("All agree on first place." if agree else "They do not agree on first place."),
    )


def score_table(answer: CompareAnswer, width: int) -> Table:
    """Return the score of each option under each column, and how far behind the best it is."""
    found = answer.found
    options = range(len(answer.options))

    def behind(i: int, j: int) -> str:
        return f" (-{points(float(found.regret[i, j]))})" if found.regret[i, j] > TIE else ""

    rows: list[Sequence[Cell]] = [
        [column.id, *(f"{fixed(float(answer.scores[i, j]))}{behind(i, j)}" for i in options)]
        for j, column in enumerate(answer.columns)
    ]
    rows.append(["worst regret", *(points(float(regret)) for regret in found.max_regret)])
    heads, legend = _fitted(answer.titles, rows, width)
    least = listed([answer.titles[i] for i in found.minimax_regret])
    worst = points(float(found.max_regret.min()))
    return Table(
        title="Which score has it, and how far (in brackets) is it behind the best?",
        picture="regret",
        columns=[Column("Under"), *heads],
        rows=rows,
        legend=legend,
        finding=f"The smallest worst regret is that of {least}: {worst} points.",
    )


def _agreement_table(answer: CompareAnswer, width: int) -> Table:
    """Return how far each two orders agree; of more than fit, the pairs that agree least."""
    found, ids = answer.found, [column.id for column in answer.columns]

    def tau(i: int, j: int) -> str:
        return "n/a" if math.isnan(found.tau[i, j]) else f"{found.tau[i, j]:+.2f}"

    each = range(len(ids))
    rows: list[Sequence[Cell]] = [[ids[i], *("-" if i == j else tau(i, j) for j in each)] for i in each]
    heads, too_wide = _fitted(ids, rows, width)
    columns = [Column(""), *heads]
    w = "not defined" if found.kendall_w is None else f"{found.kendall_w:.2f}"
    said = f"Kendall's W over all of them is {w} (1 is full agreement, 0 none)"
    if too_wide:
        pairs = sorted(combinations(each, 2), key=lambda pair: _least_alike(float(found.tau[pair])))
        rows = [[ids[i], ids[j], tau(i, j)] for i, j in pairs[:TOP_PAIRS]]
        columns = [Column("Orders of"), Column("and"), Column("tau-b", "right")]
        said += f"; of {len(pairs)} pairs the {len(rows)} that agree least are shown"
    return Table(
        title="How far do the orders agree? (Kendall's tau-b: +1 the same, -1 reversed)",
        columns=columns,
        rows=rows,
        finding=f"{said}.",
    )


def _least_alike(tau: float) -> float:
    return 2.0 if math.isnan(tau) else tau


def parting_tables(answer: CompareAnswer) -> list[Table]:
    """Return what parts the two columns that differ most, if any do."""
    parting, found = answer.parting, answer.found
    if parting is None or found.apart is None or not parting.largest:
        return []
    a, b = (answer.columns[i].id for i in found.apart)
    rows: list[Sequence[Cell]] = [
        [answer.factor_titles[parting.factors[j]], signed(float(parting.effects[j]), 1)]
        for j in parting.largest[:TOP_FACTORS]
    ]
    first, second = answer.titles[parting.first], answer.titles[parting.second]
    how = "whose scores differ most" if found.apart in found.same_order else "furthest apart"
    shown = f"; the {TOP_FACTORS} largest parts are shown" if len(parting.largest) > TOP_FACTORS else ""
    return [
        Table(
            title=f"What parts {a} and {b}, the two {how}?",
            columns=[Column("Factor"), Column("Points", "right")],
            rows=rows,
            finding=(
                f"From {a} to {b} the lead of {first} over {second} moves by "
                f"{signed(parting.whole, 1)} points{shown}."
            ),
        )
    ]

"""The answer of ``scenario compare``: how several weights, or scenarios, agree and differ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from scenario_cli.engine.agreement import Agreement, Parting
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.problem import Array
from scenario_cli.render.basis import flag_document, listed, points, remarks
from scenario_cli.render.provenance import Input, provenance
from scenario_cli.render.table import Cell, Column, Field, Page, Table

TOP_FACTORS = 6


class Compared(NamedTuple):
    """One column: weights (or a scenario) by id and title."""

    id: str
    title: str


@dataclass(frozen=True, eq=False, kw_only=True)
class CompareAnswer:
    """Everything that ``compare`` says; ``over`` is ``"weights"`` or ``"scenarios"``."""

    title: str
    scenario_id: str
    over: str
    columns: Sequence[Compared]
    options: Sequence[str]
    titles: Sequence[str]
    scores: Array
    found: Agreement
    parting: Parting | None
    flags: Sequence[Flag]
    inputs: Sequence[Input]
    injects: Sequence[str]
    settings: Sequence[str]


def finding(answer: CompareAnswer) -> str:
    """Return the sentence that says who is first how often, and who is never far behind."""
    found, count = answer.found, len(answer.columns)
    most = int(found.first.max())
    leaders = [answer.titles[i] for i, times in enumerate(found.first) if times == most]
    what = "scenarios" if answer.over == "scenarios" else "perspectives"
    safe = [answer.titles[i] for i in found.minimax_regret]
    worst = float(found.max_regret.min())
    if most == count and len(leaders) == 1:
        said = f"{leaders[0]} is first under all {count} {what}"
    else:
        each = "each " if len(leaders) > 1 else ""
        said = f"{listed(leaders)} {'are' if each else 'is'} {each}first under {most} of {count} {what}"
    said += f"; {listed(safe)} is never more than {points(worst)} points behind the best"
    if found.apart is not None:
        a, b = (answer.columns[i].id for i in found.apart)
        said += f"; {a} and {b} differ most"
    return said + "."


def document(answer: CompareAnswer) -> dict[str, Any]:
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
        "provenance": provenance(answer.inputs, answer.injects, answer.settings),
        "scenario": {"id": answer.scenario_id, "title": answer.title},
        "over": answer.over,
        "flags": [flag_document(flag) for flag in answer.flags],
        "finding": finding(answer),
        "columns": [column._asdict() for column in answer.columns],
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


def records(answer: CompareAnswer) -> tuple[list[str], list[list[Field]]]:
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
    return [column, "option", "rank", "tied", "score", "regret"], rows


def page(answer: CompareAnswer) -> Page:
    """Return ranks first, then scores, regret, agreement and what parts the two that differ most."""
    heading = [answer.title]
    tried = [*answer.settings, *(f"inject {id_}" for id_ in answer.injects)]
    if tried:
        heading.insert(0, f"What-if: {'; '.join(tried)}. No file was changed.")
    return Page(
        heading=heading,
        tables=[
            _rank_table(answer),
            _score_table(answer),
            _agreement_table(answer),
            *_parting_tables(answer),
        ],
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _rank_table(answer: CompareAnswer) -> Table:
    found = answer.found
    options = range(len(answer.options))
    rows: list[Sequence[Cell]] = [
        [column.id, *(f"{found.ranks[i, j]}{'=' if found.tied[i, j] else ''}" for i in options)]
        for j, column in enumerate(answer.columns)
    ]
    rows.append(["worst rank", *(str(rank) for rank in found.worst_rank)])
    rows.append(["times first", *(str(count) for count in found.first)])
    agree = int(found.first.max()) == len(answer.columns)
    return Table(
        title="Which rank has each option?",
        columns=[Column("Under"), *(Column(option, "right") for option in answer.options)],
        rows=rows,
        finding="All agree on first place." if agree else "They do not agree on first place.",
    )


def _score_table(answer: CompareAnswer) -> Table:
    found = answer.found
    options = range(len(answer.options))
    rows: list[Sequence[Cell]] = [
        [
            column.id,
            *(
                f"{answer.scores[i, j]:.1f}" + (f" (-{found.regret[i, j]:.1f})" if found.regret[i, j] else "")
                for i in options
            ),
        ]
        for j, column in enumerate(answer.columns)
    ]
    rows.append(["worst regret", *(points(float(regret)) for regret in found.max_regret)])
    least = listed([answer.titles[i] for i in found.minimax_regret])
    worst = points(float(found.max_regret.min()))
    return Table(
        title="Which score has it, and how far (in brackets) is it behind the best?",
        columns=[Column("Under"), *(Column(option, "right") for option in answer.options)],
        rows=rows,
        finding=f"The smallest worst regret is that of {least}: {worst} points.",
    )


def _agreement_table(answer: CompareAnswer) -> Table:
    found, ids = answer.found, [column.id for column in answer.columns]
    rows: list[Sequence[Cell]] = [
        [
            a,
            *(
                "-" if i == j else "n/a" if math.isnan(found.tau[i, j]) else f"{found.tau[i, j]:+.2f}"
                for j in range(len(ids))
            ),
        ]
        for i, a in enumerate(ids)
    ]
    w = "not defined" if found.kendall_w is None else f"{found.kendall_w:.2f}"
    return Table(
        title="How far do the orders agree? (Kendall's tau-b: +1 the same, -1 reversed)",
        columns=[Column(""), *(Column(id_, "right") for id_ in ids)],
        rows=rows,
        finding=f"Kendall's W over all of them is {w} (1 is full agreement, 0 none).",
    )


def _parting_tables(answer: CompareAnswer) -> list[Table]:
    parting, found = answer.parting, answer.found
    if parting is None or found.apart is None:
        return []
    a, b = (answer.columns[i].id for i in found.apart)
    rows: list[Sequence[Cell]] = [
        [parting.factors[j], f"{parting.effects[j]:+.1f}"] for j in parting.largest[:TOP_FACTORS]
    ]
    first, second = answer.titles[parting.first], answer.titles[parting.second]
    return [
        Table(
            title=f"What parts {a} and {b}, the two that differ most?",
            columns=[Column("Factor"), Column("Points", "right")],
            rows=rows,
            finding=(
                f"From {a} to {b} the lead of {first} over {second} moves by "
                f"{parting.whole:+.1f} points; the largest parts are shown."
            ),
        )
    ]

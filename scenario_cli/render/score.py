"""The answer of ``scenario score`` as a page, as records and as a JSON document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scenario_cli.engine.additive import Ranking
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.sensitivity.one_way import OneWay
from scenario_cli.render.basis import Basis, heading, preamble, remarks, shares
from scenario_cli.render.oneway import one_way_documents, one_way_table, tipping_clause
from scenario_cli.render.table import BLOCKS, Cell, Column, Field, Page, Span, Table, bar, bar_width
from scenario_cli.text import listed, points

DRIVER_STYLES = ("cyan", "yellow", "magenta", "green", "blue", "red")
OPTION_FLAGS = ("dominated", "below_minimum", "unrated", "clipped")


@dataclass(frozen=True, eq=False, kw_only=True)
class ScoreAnswer:
    """Everything that ``score`` says; ``before`` is the ranking without what was tried."""

    basis: Basis
    ranking: Ranking
    one_way: Sequence[OneWay]
    flags: Sequence[Flag]
    before: Ranking | None = None


def finding(answer: ScoreAnswer) -> str:
    """Return the one sentence that says which option leads, how far, and what would change that."""
    basis, ranking = answer.basis, answer.ranking
    titles = [basis.title(id_) for id_ in basis.problem.options]
    leaders = [titles[i] for i in ranking.leaders]
    under = f"under {basis.weights.id}"
    if len(leaders) > 1:
        lead = f"{listed(leaders)} tie for first {under} with {points(ranking.scores.max())} points of 100"
    elif len(titles) == 1:
        lead = f"{leaders[0]} is the only option and scores {points(ranking.scores.max())} points of 100"
    else:
        next_ = ranking.order[1]
        near = ", a near tie" if ranking.near and ranking.near[0][0] == ranking.leaders[0] else ""
        gap = points(ranking.behind[next_])
        lead = f"{leaders[0]} ranks first {under}, ahead of {titles[next_]} by {gap} points of 100{near}"
    sentence = f"{lead}; {tipping_clause(basis, answer.one_way)}"
    if ranking.open:
        could = listed([titles[i] for i in ranking.could_lead])
        sentence += f"; with the ratings that are unknown, {could} could be first"
    if answer.before is not None:
        was = listed([titles[i] for i in answer.before.leaders])
        same = answer.before.leaders == ranking.leaders
        sentence += "; first place is as it was" if same else f"; without the change {was} is first"
    return sentence + "."


def document(answer: ScoreAnswer) -> dict[str, Any]:
    """Return the JSON document of a score."""
    basis, ranking = answer.basis, answer.ranking
    rows = []
    for i in ranking.order:
        row = {
            "option": basis.problem.options[i],
            "title": basis.title(basis.problem.options[i]),
            "rank": int(ranking.ranks[i]),
            "tied": bool(ranking.tied[i]),
            "score": float(ranking.scores[i]),
            "low": float(ranking.low[i]),
            "high": float(ranking.high[i]),
            "behind": float(ranking.behind[i]),
            "contributions": shares(basis.problem.factors, ranking.contributions[i]),
            "drivers": shares(basis.problem.drivers, by_driver(basis, ranking, i)),
        }
        if answer.before is not None:
            row["was"] = {"rank": int(answer.before.ranks[i]), "score": float(answer.before.scores[i])}
        rows.append(row)
    return preamble(basis, "score", answer.flags, finding(answer)) | {
        "ranking": rows,
        "one_way": one_way_documents(basis.problem, answer.one_way),
        "unknown": {
            "cells": int(basis.problem.unknown.sum()),
            "first_place_open": ranking.open,
            "could_lead": [basis.problem.options[i] for i in ranking.could_lead],
        },
    }


def records(answer: ScoreAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return the ranking as CSV columns and rows; contributions per factor come last."""
    basis, ranking = answer.basis, answer.ranking
    columns = ["scenario", "weights", "option", "title", "rank", "tied", "score", "low", "high", "behind"]
    columns += [f"contribution.{factor}" for factor in basis.problem.factors]
    rows: list[list[Field]] = [
        [
            basis.scenario.id,
            basis.weights.id,
            basis.problem.options[i],
            basis.title(basis.problem.options[i]),
            int(ranking.ranks[i]),
            bool(ranking.tied[i]),
            float(ranking.scores[i]),
            float(ranking.low[i]),
            float(ranking.high[i]),
            float(ranking.behind[i]),
            *map(float, ranking.contributions[i]),
        ]
        for i in ranking.order
    ]
    return columns, rows


def page(answer: ScoreAnswer, width: int) -> Page:
    """Return the page of a score: the ranking, then what would change it."""
    return Page(
        heading=heading(answer.basis),
        tables=[ranking_table(answer, width), one_way_table(answer.basis, answer.one_way, width)],
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def ranking_table(answer: ScoreAnswer, width: int, *, moves: bool = False) -> Table:
    """Return the ranking, with a bar that shows what each driver gives.

    Where there is a ranking before, a column has each option's rank in it, or, with
    ``moves``, how far it went up or down.
    """
    basis, ranking, before = answer.basis, answer.ranking, answer.before
    drivers = basis.scenario.drivers
    signs = [
        Span(BLOCKS[k % len(BLOCKS)], DRIVER_STYLES[k % len(DRIVER_STYLES)]) for k in range(len(drivers))
    ]
    room = bar_width(width)
    uncertain = bool((ranking.low != ranking.high).any())
    marked = {f.option for f in answer.flags if f.code in OPTION_FLAGS}
    columns = [Column("Rank")]
    columns += [Column("Move" if moves else "Was")] if before is not None else []
    columns += [Column("Option"), Column("Score", "right")]
    columns += [Column("Could be", "right")] if uncertain else []
    columns += [Column("Behind", "right")]
    columns += [Column("Flags")] if marked else []
    columns += [Column("By driver")] if room else []
    rows = []
    for i in ranking.order:
        id_ = basis.problem.options[i]
        title = basis.title(id_)
        row: list[Cell] = [rank_word(ranking, i)]
        if before is not None:
            row.append(move_word(before, ranking, i) if moves else rank_word(before, i))
        row += [(Span(title), Span(f" ({id_})", "dim")) if title != id_ else title, points(ranking.scores[i])]
        row += [f"{points(ranking.low[i])}-{points(ranking.high[i])}"] if uncertain else []
        row += ["" if i in ranking.leaders else points(ranking.behind[i])]
        row += [", ".join(_codes(answer.flags, id_))] if marked else []
        row += [bar(by_driver(basis, ranking, i), signs, room)] if room else []
        rows.append(row)
    legend = [
        span
        for sign, (id_, driver) in zip(signs, drivers.items(), strict=True)
        for span in (sign, Span(f" {driver.title or id_}  "))
    ]
    return Table(
        title="Which option leads, and by how much?",
        columns=columns,
        rows=rows,
        legend=[(*legend, Span("(points of 100)"))] if room else [],
        finding=_ranking_finding(answer),
    )


def rank_word(ranking: Ranking, i: int) -> str:
    """Return an option's rank, with ``=`` where it shares it."""
    return f"{ranking.ranks[i]}{'=' if ranking.tied[i] else ''}"


def move_word(before: Ranking, after: Ranking, i: int) -> str:
    """Return how an option's rank moved: ``up 2``, ``down 1`` or ``=``."""
    by = int(before.ranks[i] - after.ranks[i])
    return "=" if by == 0 else f"up {by}" if by > 0 else f"down {-by}"


def by_driver(basis: Basis, ranking: Ranking, i: int) -> list[float]:
    """Return what each driver contributes to an option's score, in points."""
    sums = [0.0] * len(basis.problem.drivers)
    for k, contribution in zip(basis.problem.driver_of, ranking.contributions[i], strict=True):
        sums[k] += float(contribution)
    return sums


def _ranking_finding(answer: ScoreAnswer) -> str:
    ranking, basis = answer.ranking, answer.basis
    titles = [basis.title(id_) for id_ in basis.problem.options]
    spread = ranking.scores.max() - ranking.scores.min()
    if len(titles) == 1:
        return f"{titles[0]} has nothing to compare with."
    last = titles[ranking.order[-1]]
    return f"From first to last ({last}) it is {points(spread)} points of 100."


def _codes(flags: Sequence[Flag], option: str) -> list[str]:
    return list(dict.fromkeys(f.code for f in flags if f.option == option and f.code in OPTION_FLAGS))

"""The ranking of a study as a table, for every page that shows one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenario_cli.answers.opening import shares
from scenario_cli.engine.additive import Ranking
from scenario_cli.engine.flags import Flag
from scenario_cli.render.page import BLOCKS, Cell, Column, Span, Table, bar, bar_width
from scenario_cli.study import Study
from scenario_cli.text import fixed, points

if TYPE_CHECKING:
    from scenario_cli.answers.score.document import RankedDocument

DRIVER_STYLES = ("cyan", "yellow", "magenta", "green", "blue", "red")
OPTION_FLAGS = ("dominated", "below_minimum", "unrated", "clipped")


def ranking_table(
    study: Study,
    width: int,
    *,
    flags: Sequence[Flag] = (),
    before: Ranking | None = None,
    moves: bool = False,
) -> Table:
    """Return the ranking, with a bar that shows what each driver gives.

    Where there is a ranking before, a column has each option's rank in it, or, with
    ``moves``, how far it went up or down.
    """
    ranking = study.ranking
    drivers = study.scenario.drivers
    signs = [
        Span(BLOCKS[k % len(BLOCKS)], DRIVER_STYLES[k % len(DRIVER_STYLES)]) for k in range(len(drivers))
    ]
    room = bar_width(width)
    uncertain = bool((ranking.least != ranking.most).any())
    marked = {f.option for f in flags if f.code in OPTION_FLAGS}
    columns = [Column("Rank")]
    columns += [Column("Move" if moves else "Was")] if before is not None else []
    columns += [Column("Option"), Column("Score", "right")]
    columns += [Column("Could be", "right")] if uncertain else []
    columns += [Column("Behind", "right")]
    columns += [Column("Flags")] if marked else []
    columns += [Column("By driver", spare=True)] if room else []
    rows = []
    for i in ranking.order:
        id_ = study.problem.options[i]
        title = study.title(id_)
        row: list[Cell] = [rank_word(ranking, i)]
        if before is not None:
            row.append(move_word(before, ranking, i) if moves else rank_word(before, i))
        row += [title, fixed(float(ranking.scores[i]))]
        row += [f"{fixed(float(ranking.least[i]))}-{fixed(float(ranking.most[i]))}"] if uncertain else []
        row += ["" if i in ranking.leaders else points(ranking.behind[i])]
        row += [", ".join(_codes(flags, id_))] if marked else []
        row += [bar(by_driver(study, i), signs, room)] if room else []
        rows.append(row)
    meaning = [
        span
        for sign, (id_, driver) in zip(signs, drivers.items(), strict=True)
        for span in (sign, Span(f" {driver.title or id_}  "))
    ]
    said = "Could be: every rating anywhere in its stated range, all at once." if uncertain else ""
    return Table(
        title="",
        columns=columns,
        rows=rows,
        signs=(*meaning, Span("(points of 100)")),
        legend=[said] if said else [],
        picture="ranking",
    )


def ranked_documents(study: Study, before: Ranking | None = None) -> "list[RankedDocument]":
    """Return the ranking as the JSON of a score has it, with where each option stood before."""
    ranking = study.ranking
    rows: list[RankedDocument] = []
    for i in ranking.order:
        row: RankedDocument = {
            "option": study.problem.options[i],
            "title": study.title(study.problem.options[i]),
            "rank": int(ranking.ranks[i]),
            "tied": bool(ranking.tied[i]),
            "score": float(ranking.scores[i]),
            "low": float(ranking.low[i]),
            "high": float(ranking.high[i]),
            "least": float(ranking.least[i]),
            "most": float(ranking.most[i]),
            "behind": float(ranking.behind[i]),
            "contributions": shares(study.problem.factors, ranking.contributions[i]),
            "drivers": shares(study.problem.drivers, by_driver(study, i)),
        }
        if before is not None:
            row["was"] = {"rank": int(before.ranks[i]), "score": float(before.scores[i])}
        rows.append(row)
    return rows


def rank_word(ranking: Ranking, i: int) -> str:
    """Return an option's rank, with ``=`` where it shares it."""
    return f"{ranking.ranks[i]}{'=' if ranking.tied[i] else ''}"


def move_word(before: Ranking, after: Ranking, i: int) -> str:
    """Return how an option's rank moved: ``up 2``, ``down 1`` or ``=``."""
    by = int(before.ranks[i] - after.ranks[i])
    return "=" if by == 0 else f"up {by}" if by > 0 else f"down {-by}"


def by_driver(study: Study, i: int) -> list[float]:
    """Return what each driver contributes to an option's score, in points."""
    sums = [0.0] * len(study.problem.drivers)
    for k, contribution in zip(study.problem.driver_of, study.ranking.contributions[i], strict=True):
        sums[k] += float(contribution)
    return sums


def _codes(flags: Sequence[Flag], option: str) -> list[str]:
    return list(dict.fromkeys(f.code for f in flags if f.option == option and f.code in OPTION_FLAGS))

"""The page of ``scenario evidence``: one table a question."""

from collections.abc import Mapping, Sequence
from typing import get_args

from scenario_cli.answers.cells import cell_where, computed, rating_word, reason
from scenario_cli.answers.evidence.ask import UNSTATED, EvidenceAnswer, KnockOut
from scenario_cli.answers.evidence.words import any_of, finding, listed_few, verdict
from scenario_cli.answers.opening import heading, remarks
from scenario_cli.choices import Kind
from scenario_cli.engine.evidence import FirstPlace, Support
from scenario_cli.render.page import Cell, Column, Page, Table
from scenario_cli.text import listed, points

NEAREST = 20
WITHIN_REACH = 3.0


def page(answer: EvidenceAnswer) -> Page:
    """Return the page: leverage, coverage, sources, evidence, assumptions, signposts, provenance."""
    tables = [_knock_out_table(answer, answer.knocked_out)] if answer.knocked_out is not None else []
    tables += [
        _leverage_table(answer),
        _support_table(answer, "Which sources carry the result?", "Source", answer.sources),
        _support_table(answer, "Which items of evidence carry it?", "Evidence", answer.items),
        _assumption_table(answer),
        _signpost_table(answer),
        _provenance_table(answer),
    ]
    return Page(
        heading=heading(answer.study),
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _knock_out_table(answer: EvidenceAnswer, out: KnockOut) -> Table:
    problem, scenario = answer.study.problem, answer.study.scenario
    rows: list[Sequence[Cell]] = [
        [
            f"{problem.options[i]} on {problem.factors[j]}",
            rating_word(problem, i, j),
            reason(scenario, problem, i, j),
        ]
        for i, j in out.support.alone_cells
    ]
    said = verdict(answer, out.support.without)
    return Table(
        title=f"Which ratings rest on {listed(out.ids)} alone?",
        columns=[Column("Rating"), Column("Now", "right"), Column("Reason")],
        rows=rows,
        finding=f"{len(rows)} of {problem.values.size} ratings; without them {said}."
        if rows
        else f"None does, so without it {said}.",
    )


def _leverage_table(answer: EvidenceAnswer) -> Table:
    problem, scenario = answer.study.problem, answer.study.scenario
    cells = [cell for cell in answer.by_leverage if answer.reaches(cell)]
    rows: list[Sequence[Cell]] = []
    for i, j in cells[:NEAREST]:
        rating = answer.stated(i, j)
        rows.append(
            [
                f"{problem.options[i]} on {problem.factors[j]}",
                rating_word(problem, i, j),
                computed(float(answer.flips.at[i, j])),
                f"{answer.flips.steps[i, j]:.1f}",
                rating.kind or UNSTATED,
                rating.confidence or "",
                ", ".join(dict.fromkeys(cell_where(scenario, rating))) or "nothing",
            ]
        )
    counts, of_kind = answer.coverage(), answer.kinds()
    kinds = ", ".join(f"{of_kind[kind]} {kind}" for kind in (*get_args(Kind), UNSTATED) if of_kind[kind])
    shown = f"; the nearest {NEAREST} are shown" if len(cells) > NEAREST else ""
    return Table(
        title="Which ratings carry first place, the one nearest to its flip first?",
        columns=[
            Column("Rating"),
            Column("Now", "right"),
            Column("Flip", "right"),
            Column("Steps", "right"),
            Column("Kind"),
            Column("Confid."),
            Column("At"),
        ],
        rows=rows,
        finding=(
            f"{len(cells)} of {counts['ratings']} ratings can change first place alone{shown}; "
            f"{counts['cited']} cite evidence, {counts['uncited']} do not: {kinds}."
        ),
    )


def _support_table(answer: EvidenceAnswer, title: str, what: str, supports: Mapping[str, Support]) -> Table:
    lead = (
        points(float(answer.ranking.behind[answer.ranking.order[1]]))
        if len(answer.ranking.order) > 1
        else "0"
    )
    ordered = sorted(
        supports.items(),
        key=lambda kv: (not kv[1].without.open, -kv[1].without.cells, -kv[1].ratings),
    )
    evidence = answer.study.scenario.evidence
    rows: list[Sequence[Cell]] = [
        [
            f"{id_} [{evidence[id_].at}]" if id_ in evidence and what == "Evidence" else id_,
            str(item.ratings),
            str(len(item.alone_cells)),
            f"{item.margin:+.1f}",
            _short(answer, item.without),
        ]
        for id_, item in ordered[:NEAREST]
        if item.ratings
    ]
    unused = [id_ for id_, item in supports.items() if not item.ratings]
    opened = [id_ for id_, item in ordered if item.without.open]
    said = (
        "First place is open already"
        if answer.ranking.open
        else (
            f"First place is open without {any_of(opened)}"
            if opened
            else "First place holds without any one of them, whatever the ratings that rest on it alone are"
        )
    )
    said += f"; {len(ordered) - NEAREST} more are in JSON" if len(ordered) > NEAREST else ""
    said += f"; no rating cites {listed_few(unused)}" if unused else ""
    return Table(
        title=title,
        columns=[
            Column(what),
            Column("Ratings", "right"),
            Column("Alone", "right"),
            Column("Of the lead", "right"),
            Column("First place without it"),
        ],
        rows=rows,
        legend=[
            f"Alone: ratings that rest on nothing else. Of the lead: points of the {lead} between "
            "first and second on factors that cite it; these overlap."
        ],
        finding=f"{said}.",
    )


def _assumption_table(answer: EvidenceAnswer) -> Table:
    problem, scenario = answer.study.problem, answer.study.scenario
    rows: list[Sequence[Cell]] = [
        [
            f"{problem.options[a.option]} on {problem.factors[a.factor]}",
            reason(scenario, problem, a.option, a.factor),
            _short(answer, a.wrong),
        ]
        for a in answer.assumptions
    ]
    if rows:
        said = f"If all of them are wrong together, {verdict(answer, answer.all_wrong)}."
    else:
        said = f"No rating is marked as {answer.kind}."
    return Table(
        title=f"What if a rating marked as {answer.kind} is wrong?",
        columns=[Column("Rating"), Column("Reason"), Column("First place then")],
        rows=rows,
        finding=said,
    )


def _signpost_table(answer: EvidenceAnswer) -> Table:
    problem = answer.study.problem
    reach = [cell for cell in answer.by_leverage if answer.reaches(cell)]
    posted = [cell for cell in reach if answer.stated(*cell).signpost]
    bare = [c for c in reach if answer.flips.steps[c] <= WITHIN_REACH and not answer.stated(*c).signpost]
    rows: list[Sequence[Cell]] = [
        [
            f"{problem.options[i]} on {problem.factors[j]}",
            computed(float(answer.flips.at[i, j])),
            answer.stated(i, j).signpost,
        ]
        for i, j in posted
    ]
    said = f"{len(posted)} of {len(reach)} ratings that can change first place have a signpost"
    if bare:
        said += f"; {len(bare)} within {WITHIN_REACH:g} steps of their flip have none"
    return Table(
        title="What would one have to see for a rating to reach its flip?",
        columns=[Column("Rating"), Column("Flip", "right"), Column("Signpost")],
        rows=rows,
        finding=f"{said}.",
    )


def _provenance_table(answer: EvidenceAnswer) -> Table:
    rows: list[Sequence[Cell]] = [[i.role, i.id, i.sha256] for i in answer.study.inputs]
    tried = [f"inject {one}" if isinstance(one, str) else str(one) for one in answer.study.trials]
    return Table(
        title="Which files is this computed from?",
        columns=[Column("Role"), Column("Id"), Column("SHA-256")],
        rows=rows,
        finding=f"Tried on them: {'; '.join(tried)}." if tried else "Nothing was changed for this result.",
    )


def _short(answer: EvidenceAnswer, doubt: FirstPlace) -> str:
    return f"open: {', '.join(answer.ids(doubt.could_lead))}" if doubt.open else "holds"

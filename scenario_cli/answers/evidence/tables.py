"""The page of ``scenario evidence``: one table a question."""

from collections.abc import Mapping, Sequence
from typing import get_args

from scenario_cli.answers.cells import cell_where, computed, rating_word, reason
from scenario_cli.answers.events import chance_word
from scenario_cli.answers.evidence.ask import UNSTATED, EvidenceAnswer, KnockOut
from scenario_cli.answers.evidence.words import any_of, finding, listed_few, outcome, verdict
from scenario_cli.answers.opening import heading, remarks
from scenario_cli.choices import Kind
from scenario_cli.engine.evidence import FirstPlace, Support
from scenario_cli.render.page import Cell, Column, Page, Table
from scenario_cli.text import fixed, listed, points, signed

EVERY = 1_000_000
FEW = 5
ON_REQUEST = ("one_idea_or_two", "single_factor")
WITHIN_REACH = 3.0
DOUBTED_UNASKED: Kind = "assumption"


def page(answer: EvidenceAnswer, *, whole: bool = False) -> Page:
    """Return the page: what was left out, if anything, alone; else sources, evidence, leverage.

    Ratings of another kind than assumptions are doubted only where that was asked for: they come
    first. The ``whole`` has all of these, and assumptions, signposts and provenance.
    """
    tables = [_knock_out_table(answer, answer.knocked_out)] if answer.knocked_out is not None else []
    doubted = answer.kind != DOUBTED_UNASKED
    tables += [wrong_table(answer)] if doubted else []
    most = EVERY if whole else FEW
    if whole or answer.knocked_out is None:
        tables += [
            support_table(answer, "Which sources carry the result?", "Source", answer.sources, most),
            support_table(answer, "Which items of evidence carry it?", "Evidence", answer.items, most),
            leverage_table(answer, most),
            *([_doubts_table(answer)] if answer.study.doubt_ways else []),
        ]
    if whole:
        tables += [] if doubted else [wrong_table(answer)]
        tables += [signpost_table(answer), _provenance_table(answer)]
    left_out = [] if answer.knocked_out is None else ["sources", "evidence"]
    left_out += [] if doubted else ["assumptions"]
    left_out += ["signposts", "the files this is computed from"]
    rest = ", ".join(left_out)
    return Page(
        heading=heading(answer.study),
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note", () if whole else ON_REQUEST),
        finding=finding(answer),
        left_out="" if whole else f"{rest[0].upper()}{rest[1:]}",
    )


def _knock_out_table(answer: EvidenceAnswer, out: KnockOut) -> Table:
    problem, scenario = answer.study.problem, answer.study.scenario
    rows: list[Sequence[Cell]] = [
        [
            answer.study.titles.cell(problem.options[i], problem.factors[j]),
            rating_word(problem, i, j),
            reason(scenario, problem, i, j),
        ]
        for i, j in out.support.alone_cells
    ]
    said = verdict(answer, out)
    return Table(
        title=f"Which ratings rest on {listed(out.ids)} alone?",
        columns=[Column("Rating"), Column("Now", "right"), Column("Reason")],
        rows=rows,
        finding=f"{len(rows)} of {problem.values.size} ratings; without them {said}."
        if rows
        else "None does.",
    )


def _doubts_table(answer: EvidenceAnswer) -> Table:
    scenario, titles = answer.study.scenario, answer.study.titles
    rows: list[Sequence[Cell]] = []
    for way in answer.study.doubt_ways:
        doubt = scenario.doubts[way.doubt]
        where = ", ".join(dict.fromkeys(cell_where(scenario, doubt))) or "nothing"
        tips = ", ".join(chance_word(tip.at) for tip in way.tips) or "never"
        rows.append([titles.doubts[way.doubt], tips, where])
    return Table(
        title="What do the doubts rest on, which move ratings together?",
        columns=[Column("Doubt"), Column("Turns (0%: worst)", "right"), Column("At")],
        rows=rows,
    )


def leverage_table(answer: EvidenceAnswer, most: int) -> Table:
    """Return the ratings that can change first place alone, the nearest to its turning point first."""
    problem, scenario = answer.study.problem, answer.study.scenario
    cells = [cell for cell in answer.by_leverage if answer.reaches(cell)]
    rows: list[Sequence[Cell]] = []
    for i, j in cells[:most]:
        rating = answer.stated(i, j)
        rows.append(
            [
                answer.study.titles.cell(problem.options[i], problem.factors[j]),
                rating_word(problem, i, j),
                computed(float(answer.flips.at[i, j])),
                fixed(float(answer.flips.steps[i, j])),
                rating.kind or UNSTATED,
                rating.confidence or "",
                ", ".join(dict.fromkeys(cell_where(scenario, rating))) or "nothing",
            ]
        )
    counts, of_kind = answer.coverage(), answer.kinds()
    kinds = ", ".join(f"{of_kind[kind]} {kind}" for kind in (*get_args(Kind), UNSTATED) if of_kind[kind])
    more = len(cells) - most
    return Table(
        title="Which ratings carry first place, the one nearest to its turning point first?",
        columns=[
            Column("Rating"),
            Column("Now", "right"),
            Column("Turns at", "right"),
            Column("Steps", "right"),
            Column("Kind"),
            Column("Confidence"),
            Column("At"),
        ],
        rows=rows,
        picture="leverage" if rows else "",
        left_out=f"{more} more rating{'s' if more > 1 else ''}" if more > 0 and most == FEW else "",
        finding=(
            f"{len(cells)} of {counts['ratings']} ratings can change first place alone; "
            f"{counts['cited']} cite evidence, {counts['uncited']} do not: {kinds}."
        ),
    )


def support_table(
    answer: EvidenceAnswer, title: str, what: str, supports: Mapping[str, Support], most: int
) -> Table:
    """Return what carries the result, of one kind, what first place is open without foremost."""
    lead = (
        points(float(answer.ranking.behind[answer.ranking.order[1]]))
        if len(answer.ranking.order) > 1
        else "0"
    )
    ordered = sorted(
        supports.items(),
        key=lambda kv: (not kv[1].without.open, -kv[1].without.cells, -kv[1].ratings),
    )
    cited = [(id_, item) for id_, item in ordered if item.ratings]
    more = len(cited) - most
    evidence = answer.study.scenario.evidence
    rows: list[Sequence[Cell]] = [
        [
            f"{id_} [{evidence[id_].at}]" if id_ in evidence and what == "Evidence" else id_,
            str(item.ratings),
            str(len(item.alone_cells)),
            signed(item.margin, 1),
            without(answer, item),
        ]
        for id_, item in cited[:most]
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
    said += f"; no rating cites {listed_few(unused)}" if unused else ""
    return Table(
        title=title,
        columns=[
            Column(what),
            Column("Ratings", "right"),
            Column("Alone", "right"),
            Column("Lead", "right"),
            Column("First place without it"),
        ],
        rows=rows,
        legend=[
            f"Alone: ratings that rest on nothing else. Lead: what factors that cite it add to the {lead} "
            "between first and second (others take away); these overlap."
        ]
        if most == EVERY or what == "Source"
        else [],
        left_out=f"{more} more" if more > 0 and most == FEW else "",
        finding=f"{said}.",
    )


def wrong_table(answer: EvidenceAnswer) -> Table:
    """Return each rating of the kind that is doubted, and what is first if it is wrong."""
    problem, scenario = answer.study.problem, answer.study.scenario
    rows: list[Sequence[Cell]] = [
        [
            answer.study.titles.cell(problem.options[a.option], problem.factors[a.factor]),
            reason(scenario, problem, a.option, a.factor),
            _short(answer, a.wrong),
        ]
        for a in answer.assumptions
    ]
    if rows:
        said = f"If all of them are wrong together, {outcome(answer, answer.all_wrong)}."
    else:
        said = f"No rating is marked as {answer.kind}."
    return Table(
        title=f"What if a rating marked as {answer.kind} is wrong?",
        columns=[Column("Rating"), Column("Reason"), Column("First place then")],
        rows=rows,
        finding=said,
    )


def signpost_table(answer: EvidenceAnswer) -> Table:
    """Return what one would see, were a rating beyond its turning point."""
    problem = answer.study.problem
    reach = [cell for cell in answer.by_leverage if answer.reaches(cell)]
    posted = [cell for cell in reach if answer.stated(*cell).signpost]
    bare = [c for c in reach if answer.flips.steps[c] <= WITHIN_REACH and not answer.stated(*c).signpost]
    rows: list[Sequence[Cell]] = [
        [
            answer.study.titles.cell(problem.options[i], problem.factors[j]),
            computed(float(answer.flips.at[i, j])),
            answer.stated(i, j).signpost,
        ]
        for i, j in posted
    ]
    said = f"{len(posted)} of {len(reach)} ratings that can change first place have a signpost"
    if bare:
        said += f"; {len(bare)} within {WITHIN_REACH:g} steps of turning it have none"
    return Table(
        title="What would one have to see for a rating to reach its turning point?",
        columns=[Column("Rating"), Column("Turns at", "right"), Column("Signpost")],
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


def _short(answer: EvidenceAnswer, then: FirstPlace) -> str:
    if not then.open:
        return "holds"
    if len(then.could_lead) == len(answer.ranking.order):
        return "open to all"
    return f"open to {answer.titles(then.could_lead)}"


def without(answer: EvidenceAnswer, item: Support) -> str:
    """Return what becomes of first place without an item, in a few words."""
    if item.alone_cells:
        return _short(answer, item.without)
    return f"{'open already' if answer.ranking.open else 'holds'}: nothing rests on it alone"

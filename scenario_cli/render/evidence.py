"""The answer of ``scenario evidence``: what the result rests on, and what happens without it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from scenario_cli.engine.additive import Ranking
from scenario_cli.engine.evidence import Doubt, Support
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.flips import RatingFlips
from scenario_cli.render.basis import Basis, heading, listed, points, preamble, remarks
from scenario_cli.render.cells import cell_sources, cell_where, computed, is_tried, rating_word, reason
from scenario_cli.render.table import Cell, Column, Field, Page, Table

KINDS = ("reporting", "judgement", "assumption")
NEAREST = 20
WITHIN_REACH = 3.0


class Assumption(NamedTuple):
    """One rating of the kind asked for, by indices, and first place if it is wrong."""

    option: int
    factor: int
    wrong: Doubt


class KnockOut(NamedTuple):
    """Evidence that was asked to be left out, and what rests on all of it together."""

    ids: tuple[str, ...]
    support: Support


@dataclass(frozen=True, eq=False, kw_only=True)
class EvidenceAnswer:
    """Everything that ``evidence`` says."""

    basis: Basis
    ranking: Ranking
    flips: RatingFlips
    items: dict[str, Support]
    sources: dict[str, Support]
    kind: str
    assumptions: Sequence[Assumption]
    all_wrong: Doubt
    flags: Sequence[Flag]
    knocked_out: KnockOut | None = None

    def titles(self, indices: Sequence[int]) -> str:
        """Return options' titles as a sentence lists them."""
        return listed([self.basis.title(self.basis.problem.options[i]) for i in indices])

    def ids(self, indices: Sequence[int]) -> list[str]:
        """Return options' ids."""
        return [self.basis.problem.options[i] for i in indices]

    @property
    def linchpins(self) -> list[str]:
        """The evidence without which first place is open."""
        present = self.ranking.open
        return [id_ for id_, item in self.items.items() if item.without.open and not present]

    @property
    def by_leverage(self) -> list[tuple[int, int]]:
        """Every rating, the one nearest to its flip first."""
        steps = self.flips.steps
        cells = [(int(i), int(j)) for i, j in np.ndindex(steps.shape)]
        return sorted(cells, key=lambda cell: (steps[cell], cell))


def finding(answer: EvidenceAnswer) -> str:
    """Return the sentence that says what first place rests on."""
    leaders = answer.titles(answer.ranking.leaders)
    verb = "tie for first" if len(answer.ranking.leaders) > 1 else "ranks first"
    said = f"{leaders} {verb} under {answer.basis.weights.id}"
    if answer.knocked_out is not None:
        out = answer.knocked_out
        said += f"; without {listed(out.ids)} {_verdict(answer, out.support.without)}"
    elif answer.ranking.open:
        said += "; with the ratings that are unknown, first place is open already"
    elif answer.linchpins:
        said += f"; first place is open without {_any_of(answer.linchpins)}"
    else:
        items = any(item.cited.any() for item in answer.items.values())
        said += (
            "; first place holds without any single item of evidence"
            if items
            else "; first place holds, and no evidence is cited"
        )
    return said + "."


def _listed_few(ids: Sequence[str], most: int = 4) -> str:
    return listed([*ids[:most], f"{len(ids) - most} more"] if len(ids) > most else ids)


def _any_of(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"any one of {_listed_few(ids)}"


def _verdict(answer: EvidenceAnswer, doubt: Doubt) -> str:
    if not doubt.open:
        return "first place is unchanged whatever those ratings are"
    return f"first place is open: {answer.titles(doubt.could_lead)} could be first"


def _short(answer: EvidenceAnswer, doubt: Doubt) -> str:
    return f"open: {', '.join(answer.ids(doubt.could_lead))}" if doubt.open else "holds"


def coverage(answer: EvidenceAnswer) -> dict[str, int]:
    """Return how many ratings cite evidence, and how many are of which kind."""
    ratings = [
        answer.basis.scenario.ratings[option][factor]
        for option in answer.basis.problem.options
        for factor in answer.basis.problem.factors
    ]
    kinds: Counter[str] = Counter(rating.kind or "unstated" for rating in ratings)
    return {
        "ratings": len(ratings),
        "cited": sum(bool(rating.evidence) for rating in ratings),
        "uncited": sum(not rating.evidence for rating in ratings),
        "unknown": int(answer.basis.problem.unknown.sum()),
        **{kind: kinds[kind] for kind in (*KINDS, "unstated")},
    }


def document(answer: EvidenceAnswer) -> dict[str, Any]:
    """Return the JSON document of what a result rests on."""
    scenario = answer.basis.scenario
    found: dict[str, Any] = preamble(answer.basis, "evidence", answer.flags, finding(answer)) | {
        "leaders": answer.ids(answer.ranking.leaders),
        "coverage": coverage(answer),
        "ratings": [_rating_document(answer, i, j) for i, j in answer.by_leverage],
        "evidence": [
            {
                "id": id_,
                "source": scenario.evidence[id_].source,
                "at": scenario.evidence[id_].at,
                "says": scenario.evidence[id_].says,
                **_support_document(answer, item),
            }
            for id_, item in answer.items.items()
        ],
        "sources": [
            {"id": id_, "title": scenario.sources[id_].title, **_support_document(answer, item)}
            for id_, item in answer.sources.items()
        ],
        "linchpins": answer.linchpins,
        "kind": answer.kind,
        "assumptions": [
            {
                "option": answer.basis.problem.options[a.option],
                "factor": answer.basis.problem.factors[a.factor],
                "why": _stated(answer, a.option, a.factor).why,
                "if_wrong": _doubt_document(answer, a.wrong),
            }
            for a in answer.assumptions
        ],
        "all_assumptions_wrong": _doubt_document(answer, answer.all_wrong),
    }
    if answer.knocked_out is not None:
        found["without"] = {
            "ids": list(answer.knocked_out.ids),
            **_support_document(answer, answer.knocked_out.support),
        }
    return found


def _stated(answer: EvidenceAnswer, i: int, j: int) -> Any:
    problem = answer.basis.problem
    return answer.basis.scenario.ratings[problem.options[i]][problem.factors[j]]


def _rating_document(answer: EvidenceAnswer, i: int, j: int) -> dict[str, Any]:
    problem, scenario, flips = answer.basis.problem, answer.basis.scenario, answer.flips
    rating = _stated(answer, i, j)
    reached = bool(np.isfinite(flips.at[i, j]))
    return {
        "option": problem.options[i],
        "factor": problem.factors[j],
        "value": float(problem.ratings[i, j]),
        "unknown": bool(problem.unknown[i, j]),
        "tried": is_tried(scenario, problem, i, j),
        "flip_at": float(flips.at[i, j]) if reached else None,
        "steps": float(flips.steps[i, j]) if reached else None,
        "to": answer.ids(flips.to[i][j]) if reached else [],
        "within_range": bool(flips.within[i, j]),
        "kind": rating.kind,
        "confidence": rating.confidence,
        "why": rating.why,
        "signpost": rating.signpost,
        "evidence": list(rating.evidence),
        "at": cell_where(scenario, rating),
        "sources": cell_sources(scenario, rating),
    }


def _doubt_document(answer: EvidenceAnswer, doubt: Doubt) -> dict[str, Any]:
    return {"ratings": doubt.cells, "open": doubt.open, "could_lead": answer.ids(doubt.could_lead)}


def _support_document(answer: EvidenceAnswer, item: Support) -> dict[str, Any]:
    problem = answer.basis.problem
    return {
        "ratings": int(item.cited.sum()),
        "alone": [[problem.options[i], problem.factors[j]] for i, j in np.argwhere(item.alone)],
        "margin": item.margin,
        "without": _doubt_document(answer, item.without),
    }


def records(answer: EvidenceAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return one record a rating, the one nearest to its flip first."""
    columns = ["option", "factor", "value", "flip_at", "steps", "within_range", "kind", "confidence"]
    columns += ["sources", "evidence", "at", "why", "signpost"]
    rows: list[list[Field]] = []
    for i, j in answer.by_leverage:
        cell = _rating_document(answer, i, j)
        joined = [" ".join(cell[key]) for key in ("sources", "evidence", "at")]
        rows.append([*(cell[key] for key in columns[:8]), *joined, cell["why"], cell["signpost"]])
    return columns, rows


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
        heading=heading(answer.basis),
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _knock_out_table(answer: EvidenceAnswer, out: KnockOut) -> Table:
    problem, scenario = answer.basis.problem, answer.basis.scenario
    rows: list[Sequence[Cell]] = [
        [
            f"{problem.options[i]} on {problem.factors[j]}",
            rating_word(problem, i, j),
            reason(scenario, problem, int(i), int(j)),
        ]
        for i, j in np.argwhere(out.support.alone)
    ]
    said = _verdict(answer, out.support.without)
    return Table(
        title=f"Which ratings rest on {listed(out.ids)} alone?",
        columns=[Column("Rating"), Column("Now", "right"), Column("Reason")],
        rows=rows,
        finding=f"{len(rows)} of {problem.values.size} ratings; without them {said}."
        if rows
        else f"None does, so without it {said}.",
    )


def _leverage_table(answer: EvidenceAnswer) -> Table:
    problem, scenario = answer.basis.problem, answer.basis.scenario
    cells = [cell for cell in answer.by_leverage if np.isfinite(answer.flips.steps[cell])]
    rows: list[Sequence[Cell]] = []
    for i, j in cells[:NEAREST]:
        rating = _stated(answer, i, j)
        rows.append(
            [
                f"{problem.options[i]} on {problem.factors[j]}",
                rating_word(problem, i, j),
                computed(float(answer.flips.at[i, j])),
                f"{answer.flips.steps[i, j]:.1f}",
                rating.kind or "unstated",
                rating.confidence or "",
                ", ".join(dict.fromkeys(cell_where(scenario, rating))) or "nothing",
            ]
        )
    counts = coverage(answer)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in (*KINDS, "unstated") if counts[kind])
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


def _support_table(answer: EvidenceAnswer, title: str, what: str, supports: dict[str, Support]) -> Table:
    lead = (
        points(float(answer.ranking.behind[answer.ranking.order[1]]))
        if len(answer.ranking.order) > 1
        else "0"
    )
    ordered = sorted(
        supports.items(),
        key=lambda kv: (not kv[1].without.open, -kv[1].without.cells, -int(kv[1].cited.sum())),
    )
    evidence = answer.basis.scenario.evidence
    rows: list[Sequence[Cell]] = [
        [
            f"{id_} [{evidence[id_].at}]" if id_ in evidence and what == "Evidence" else id_,
            str(int(item.cited.sum())),
            str(int(item.alone.sum())),
            f"{item.margin:+.1f}",
            _short(answer, item.without),
        ]
        for id_, item in ordered[:NEAREST]
        if item.cited.any()
    ]
    unused = [id_ for id_, item in supports.items() if not item.cited.any()]
    opened = [id_ for id_, item in ordered if item.without.open]
    said = (
        "First place is open already"
        if answer.ranking.open
        else (
            f"First place is open without {_any_of(opened)}"
            if opened
            else "First place holds without any one of them, whatever the ratings that rest on it alone are"
        )
    )
    said += f"; {len(ordered) - NEAREST} more are in JSON" if len(ordered) > NEAREST else ""
    said += f"; no rating cites {_listed_few(unused)}" if unused else ""
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
    problem, scenario = answer.basis.problem, answer.basis.scenario
    rows: list[Sequence[Cell]] = [
        [
            f"{problem.options[a.option]} on {problem.factors[a.factor]}",
            reason(scenario, problem, a.option, a.factor),
            _short(answer, a.wrong),
        ]
        for a in answer.assumptions
    ]
    if rows:
        said = f"If all of them are wrong together, {_verdict(answer, answer.all_wrong)}."
    else:
        said = f"No rating is marked as {answer.kind}."
    return Table(
        title=f"What if a rating marked as {answer.kind} is wrong?",
        columns=[Column("Rating"), Column("Reason"), Column("First place then")],
        rows=rows,
        finding=said,
    )


def _signpost_table(answer: EvidenceAnswer) -> Table:
    problem = answer.basis.problem
    reach = [cell for cell in answer.by_leverage if np.isfinite(answer.flips.steps[cell])]
    posted = [cell for cell in reach if _stated(answer, *cell).signpost]
    bare = [c for c in reach if answer.flips.steps[c] <= WITHIN_REACH and not _stated(answer, *c).signpost]
    rows: list[Sequence[Cell]] = [
        [
            f"{problem.options[i]} on {problem.factors[j]}",
            computed(float(answer.flips.at[i, j])),
            _stated(answer, i, j).signpost,
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
    rows: list[Sequence[Cell]] = [[i.role, i.id, i.sha256] for i in answer.basis.inputs]
    tried = [*answer.basis.settings, *(f"inject {id_}" for id_ in answer.basis.injects)]
    return Table(
        title="Which files is this computed from?",
        columns=[Column("Role"), Column("Id"), Column("SHA-256")],
        rows=rows,
        finding=f"Tried on them: {'; '.join(tried)}." if tried else "Nothing was changed for this result.",
    )

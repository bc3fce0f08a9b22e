"""The answer of ``scenario evidence``: what the result rests on, and what happens without it."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from scenario_cli.engine.additive import Ranking
from scenario_cli.engine.evidence import Assumption, FirstPlace, Support
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.sensitivity.rating_flips import RatingFlips
from scenario_cli.model.scenario import Rating
from scenario_cli.render.basis import Basis, preamble
from scenario_cli.render.cells import cell_sources, cell_where, is_tried
from scenario_cli.render.table import Field
from scenario_cli.text import listed

KINDS = ("reporting", "judgement", "assumption")


class KnockOut(NamedTuple):
    """Evidence that was asked to be left out, and what rests on all of it together."""

    ids: tuple[str, ...]
    support: Support


@dataclass(frozen=True, eq=False, kw_only=True)
class EvidenceAnswer:
    """Everything that ``evidence`` says.

    ``by_leverage`` has every rating, the one nearest to its flip first.
    """

    basis: Basis
    ranking: Ranking
    flips: RatingFlips
    by_leverage: Sequence[tuple[int, int]]
    items: dict[str, Support]
    sources: dict[str, Support]
    kind: str
    assumptions: Sequence[Assumption]
    all_wrong: FirstPlace
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

    def reaches(self, cell: tuple[int, int]) -> bool:
        """Whether a rating can change first place alone."""
        return math.isfinite(self.flips.steps[cell])


def finding(answer: EvidenceAnswer) -> str:
    """Return the sentence that says what first place rests on."""
    leaders = answer.titles(answer.ranking.leaders)
    verb = "tie for first" if len(answer.ranking.leaders) > 1 else "ranks first"
    said = f"{leaders} {verb} under {answer.basis.weights.id}"
    if answer.knocked_out is not None:
        out = answer.knocked_out
        said += f"; without {listed(out.ids)} {verdict(answer, out.support.without)}"
    elif answer.ranking.open:
        said += "; with the ratings that are unknown, first place is open already"
    elif answer.linchpins:
        said += f"; first place is open without {any_of(answer.linchpins)}"
    else:
        items = any(item.ratings for item in answer.items.values())
        said += (
            "; first place holds without any single item of evidence"
            if items
            else "; first place holds, and no evidence is cited"
        )
    return said + "."


def listed_few(ids: Sequence[str], most: int = 4) -> str:
    """Return ids as a sentence lists them; of many, the first and a count."""
    return listed([*ids[:most], f"{len(ids) - most} more"] if len(ids) > most else ids)


def any_of(ids: Sequence[str]) -> str:
    """Return ids of which each alone would do."""
    return ids[0] if len(ids) == 1 else f"any one of {listed_few(ids)}"


def verdict(answer: EvidenceAnswer, doubt: FirstPlace) -> str:
    """Return what becomes of first place, as a clause."""
    if not doubt.open:
        return "first place is unchanged whatever those ratings are"
    return f"first place is open: {answer.titles(doubt.could_lead)} could be first"


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
                "why": stated(answer, a.option, a.factor).why,
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


def stated(answer: EvidenceAnswer, i: int, j: int) -> Rating:
    """Return a rating as the file states it."""
    problem = answer.basis.problem
    return answer.basis.scenario.ratings[problem.options[i]][problem.factors[j]]


def _rating_document(answer: EvidenceAnswer, i: int, j: int) -> dict[str, Any]:
    problem, scenario, flips = answer.basis.problem, answer.basis.scenario, answer.flips
    rating = stated(answer, i, j)
    reached = answer.reaches((i, j))
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


def _doubt_document(answer: EvidenceAnswer, doubt: FirstPlace) -> dict[str, Any]:
    return {"ratings": doubt.cells, "open": doubt.open, "could_lead": answer.ids(doubt.could_lead)}


def _support_document(answer: EvidenceAnswer, item: Support) -> dict[str, Any]:
    problem = answer.basis.problem
    return {
        "ratings": item.ratings,
        "alone": [[problem.options[i], problem.factors[j]] for i, j in item.alone_cells],
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

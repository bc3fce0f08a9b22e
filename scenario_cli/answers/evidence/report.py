"""The answer of ``scenario evidence``: what the result rests on, and what happens without it."""

from functools import partial
from typing import Any

from scenario_cli.answers.cells import cell_sources, cell_where, is_tried
from scenario_cli.answers.evidence.ask import EvidenceAnswer
from scenario_cli.answers.evidence.tables import page
from scenario_cli.answers.evidence.words import finding
from scenario_cli.answers.opening import preamble
from scenario_cli.engine.evidence import FirstPlace, Support
from scenario_cli.render.page import Field
from scenario_cli.render.report import Records, Report


def report(answer: EvidenceAnswer) -> Report[dict[str, Any]]:
    """Return what a result rests on as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def document(answer: EvidenceAnswer) -> dict[str, Any]:
    """Return the JSON document of what a result rests on."""
    scenario = answer.study.scenario
    found: dict[str, Any] = preamble(answer.study, "evidence", answer.flags, finding(answer)) | {
        "leaders": answer.ids(answer.ranking.leaders),
        "coverage": answer.coverage(),
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
                "option": answer.study.problem.options[a.option],
                "factor": answer.study.problem.factors[a.factor],
                "why": answer.stated(a.option, a.factor).why,
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


def _rating_document(answer: EvidenceAnswer, i: int, j: int) -> dict[str, Any]:
    problem, scenario, flips = answer.study.problem, answer.study.scenario, answer.flips
    rating = answer.stated(i, j)
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
    problem = answer.study.problem
    return {
        "ratings": item.ratings,
        "alone": [[problem.options[i], problem.factors[j]] for i, j in item.alone_cells],
        "margin": item.margin,
        "without": _doubt_document(answer, item.without),
    }


def records(answer: EvidenceAnswer) -> Records:
    """Return one record a rating, the one nearest to its flip first."""
    columns = ["option", "factor", "value", "flip_at", "steps", "within_range", "kind", "confidence"]
    columns += ["sources", "evidence", "at", "why", "signpost"]
    rows: list[list[Field]] = []
    for i, j in answer.by_leverage:
        cell = _rating_document(answer, i, j)
        joined = [" ".join(cell[key]) for key in ("sources", "evidence", "at")]
        rows.append([*(cell[key] for key in columns[:8]), *joined, cell["why"], cell["signpost"]])
    return Records(columns, rows)

"""The answer of ``scenario evidence``: what the result rests on, and what happens without it."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.cells import cell_sources, cell_where, is_tried
from scenario_cli.answers.events import tip_documents
from scenario_cli.answers.evidence.ask import EvidenceAnswer
from scenario_cli.answers.evidence.tables import page
from scenario_cli.answers.evidence.words import finding
from scenario_cli.answers.opening import preamble
from scenario_cli.answers.ways import brief_page
from scenario_cli.engine.doubts import DoubtWay
from scenario_cli.engine.evidence import FirstPlace, Support
from scenario_cli.render.page import Field
from scenario_cli.render.report import Records, Report

if TYPE_CHECKING:
    from scenario_cli.answers.evidence.document import (
        DoubtDocument,
        EvidenceDocument,
        FirstPlaceDocument,
        LeftOutDocument,
        RatingDocument,
        SupportDocument,
    )
    from scenario_cli.render.svg import Picture


def report(answer: EvidenceAnswer) -> "Report[EvidenceDocument]":
    """Return what a result rests on as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        whole=lambda _: page(answer, whole=True),
        brief=lambda _: brief_page(answer.study, finding(answer)),
        document=partial(document, answer),
        records=partial(records, answer),
        pictures={"leverage": partial(_leverage, answer)},
    )


def _leverage(answer: EvidenceAnswer, width: float) -> "Picture":
    from scenario_cli.answers.evidence.pictures.leverage import leverage_picture

    return leverage_picture(answer, finding(answer), width)


def document(answer: EvidenceAnswer) -> "EvidenceDocument":
    """Return the JSON document of what a result rests on."""
    scenario = answer.study.scenario
    return {
        "format": "evidence/1",
        **preamble(answer.study, answer.flags, finding(answer)),
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
        "doubts": [_doubt_document(answer, way) for way in answer.study.doubt_ways],
        "linchpins": answer.linchpins,
        "kind": answer.kind,
        "assumptions": [
            {
                "option": answer.study.problem.options[a.option],
                "factor": answer.study.problem.factors[a.factor],
                "why": answer.stated(a.option, a.factor).why,
                "if_wrong": _first_place_document(answer, a.wrong),
            }
            for a in answer.assumptions
        ],
        "all_assumptions_wrong": _first_place_document(answer, answer.all_wrong),
        **_left_out(answer),
    }


def _left_out(answer: EvidenceAnswer) -> "LeftOutDocument":
    gone = answer.knocked_out
    if gone is None:
        return {}
    return {"without": {"ids": list(gone.ids), **_support_document(answer, gone.support)}}


def _rating_document(answer: EvidenceAnswer, i: int, j: int) -> "RatingDocument":
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
        "by": rating.by,
        "evidence": list(rating.evidence),
        "at": cell_where(scenario, rating),
        "sources": cell_sources(scenario, rating),
    }


def _doubt_document(answer: EvidenceAnswer, way: DoubtWay) -> "DoubtDocument":
    scenario = answer.study.scenario
    doubt = scenario.doubts[way.doubt]
    return {
        "id": way.doubt,
        "title": doubt.title,
        "ratings": [list(cell) for cell in doubt.cells],
        "evidence": list(doubt.evidence),
        "at": cell_where(scenario, doubt),
        "sources": cell_sources(scenario, doubt),
        "tips": tip_documents(answer.study, way.segments),
    }


def _first_place_document(answer: EvidenceAnswer, then: FirstPlace) -> "FirstPlaceDocument":
    return {"ratings": then.cells, "open": then.open, "could_lead": answer.ids(then.could_lead)}


def _support_document(answer: EvidenceAnswer, item: Support) -> "SupportDocument":
    problem = answer.study.problem
    return {
        "ratings": item.ratings,
        "alone": [[problem.options[i], problem.factors[j]] for i, j in item.alone_cells],
        "margin": item.margin,
        "without": _first_place_document(answer, item.without),
    }


def records(answer: EvidenceAnswer) -> Records:
    """Return one record a rating, the one nearest to its flip first."""
    columns = ["option", "factor", "value", "flip_at", "steps", "within_range", "kind", "confidence"]
    columns += ["sources", "evidence", "at", "why", "signpost"]
    rows: list[list[Field]] = []
    for i, j in answer.by_leverage:
        cell = _rating_document(answer, i, j)
        rows.append(
            [
                *(cell["option"], cell["factor"], cell["value"]),
                *(cell["flip_at"], cell["steps"], cell["within_range"]),
                *(cell["kind"], cell["confidence"]),
                *(" ".join(ids) for ids in (cell["sources"], cell["evidence"], cell["at"])),
                *(cell["why"], cell["signpost"]),
            ]
        )
    return Records(columns, rows)

"""The answer of ``scenario sensitivity``: every point where the answer turns."""

import math
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.cells import computed, rating_word
from scenario_cli.answers.one_way import item_id, one_way_documents, one_way_table, tipping_clause
from scenario_cli.answers.opening import heading, preamble, remarks, shares
from scenario_cli.answers.sensitivity.ask import Blend, SensitivityAnswer, Wanted
from scenario_cli.answers.sensitivity.tables import (
    blend_table,
    given_and_taken,
    map_tables,
    ratings_table,
    shifts_table,
    wanted_tables,
    whole_way_table,
)
from scenario_cli.engine.sensitivity.shifts import WeightShift
from scenario_cli.engine.sensitivity.two_way import TwoWay
from scenario_cli.render.page import Field, Page
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed, points

if TYPE_CHECKING:
    from scenario_cli.answers.sensitivity.document import (
        AskedForDocument,
        BlendDocument,
        MapDocument,
        RatingFlipDocument,
        SensitivityDocument,
        ShiftDocument,
        WantedDocument,
    )


def report(answer: SensitivityAnswer) -> "Report[SensitivityDocument]":
    """Return a sensitivity analysis as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: SensitivityAnswer) -> str:
    """Return the sentence that names the nearest turning point of each kind."""
    study = answer.study
    leaders = listed([study.title(id_) for id_ in answer.ids(answer.ranking.leaders)])
    verb = "tie for first" if len(answer.ranking.leaders) > 1 else "ranks first"
    clause = tipping_clause(study, answer.one_way, answer.while_locked)
    parts = [f"{leaders} {verb} under {study.weights.id}", clause]
    nearest = answer.nearest
    if nearest and answer.ratings.steps[nearest[0]] > 0:
        i, j = nearest[0]
        option, factor = study.problem.options[i], study.problem.factors[j]
        at, now = float(answer.ratings.at[i, j]), rating_word(study.problem, i, j)
        after = computed(at) if computed(at) != now else f"{at:.17g}"
        parts.append(
            f"the nearest rating is {option} on {factor}: at {after} instead of {now} "
            f"it puts {listed(answer.ids(answer.ratings.to[i][j]))} first"
        )
    possible = [shift for shift in answer.shifts if shift.points is not None]
    if possible:
        least = min(possible, key=lambda shift: shift.points or 0.0)
        title = study.title(study.problem.options[least.option])
        parts.append(f"jointly, {points(least.points or 0.0)} points of weight moved put {title} first")
    return "; ".join(parts) + "."


def document(answer: SensitivityAnswer) -> "SensitivityDocument":
    """Return the JSON document of a sensitivity analysis."""
    study, problem = answer.study, answer.study.problem
    swings = zip(one_way_documents(problem, answer.one_way), answer.one_way, strict=True)
    return {
        "format": "sensitivity/1",
        **preamble(study, answer.flags, finding(answer), beside=answer.beside),
        "leaders": answer.ids(answer.ranking.leaders),
        "one_way": [{**stated, "order_stable": list(swing.order_stable)} for stated, swing in swings],
        "ratings": [
            _rating_document(answer, i, j)
            for i in range(len(problem.options))
            for j in range(len(problem.factors))
        ],
        "shifts": [_shift_document(answer, shift) for shift in answer.shifts],
        "locked": list(answer.locked),
        **_asked_for(answer),
    }


def _asked_for(answer: SensitivityAnswer) -> "AskedForDocument":
    found: AskedForDocument = {}
    if answer.blend is not None:
        found["blend"] = _blend_document(answer, answer.blend)
    if answer.two_way is not None:
        found["two_way"] = _two_way_document(answer, answer.two_way)
    if answer.wanted is not None:
        found["for"] = _wanted_document(answer, answer.wanted)
    return found


def _blend_document(answer: SensitivityAnswer, blend: Blend) -> "BlendDocument":
    return {
        "from": blend.start,
        "to": blend.end,
        "segments": [{"from": s.start, "to": s.end, "first": answer.ids(s.first)} for s in blend.segments],
    }


def _two_way_document(answer: SensitivityAnswer, two_way: TwoWay) -> "MapDocument":
    return {
        "x": two_way.x,
        "y": two_way.y,
        "at": list(two_way.at),
        "regions": [
            {
                "option": answer.study.problem.options[region.options[0]],
                "tied": answer.ids(region.options[1:]),
                "polygon": [list(point) for point in region.polygon],
                "share": region.area,
            }
            for region in two_way.regions
        ],
    }


def _rating_document(answer: SensitivityAnswer, i: int, j: int) -> "RatingFlipDocument":
    problem, flips = answer.study.problem, answer.ratings
    reached = math.isfinite(flips.at[i, j])
    return {
        "option": problem.options[i],
        "factor": problem.factors[j],
        "value": float(problem.ratings[i, j]),
        "flip_at": float(flips.at[i, j]) if reached else None,
        "change": float(flips.change[i, j]) if reached else None,
        "steps": float(flips.steps[i, j]) if reached else None,
        "to": answer.ids(flips.to[i][j]) if reached else [],
        "within_range": bool(flips.within[i, j]),
    }


def _shift_document(answer: SensitivityAnswer, shift: WeightShift) -> "ShiftDocument":
    problem = answer.study.problem
    gave, took = given_and_taken(answer, shift)
    return {
        "option": problem.options[shift.option],
        "points": shift.points,
        "weights": None if shift.weights is None else shares(problem.factors, shift.weights),
        "gave": dict(gave),
        "took": dict(took),
    }


def _wanted_document(answer: SensitivityAnswer, wanted: Wanted) -> "WantedDocument":
    problem = answer.study.problem
    shift = answer.shift_of(wanted.option)
    ratings = wanted.ratings
    return {
        "option": problem.options[wanted.option],
        "weights": None if shift is None else _shift_document(answer, shift),
        "ratings": None
        if ratings is None
        else [
            {
                "option": problem.options[change.option],
                "factor": problem.factors[change.factor],
                "from": change.before,
                "to": change.after,
                "steps": change.steps,
            }
            for change in ratings
        ],
    }


def records(answer: SensitivityAnswer) -> Records:
    """Return one record for every turning point of every kind; empty ``at`` where there is none."""
    columns = [
        "kind",
        "id",
        "option",
        "now",
        "at",
        "change",
        "to",
        "stable_low",
        "stable_high",
        "within_range",
    ]
    problem = answer.study.problem
    rows: list[list[Field]] = []
    for swing in answer.one_way:
        name, stable = item_id(problem, swing), swing.stable
        for flip in swing.flips:
            to = " ".join(answer.ids(flip.to))
            rows.append([swing.kind, name, None, swing.weight, flip.at, flip.change, to, *stable, None])
        if not swing.flips:
            rows.append([swing.kind, name, None, swing.weight, None, None, None, *stable, None])
    for i in range(len(problem.options)):
        for j in range(len(problem.factors)):
            cell = _rating_document(answer, i, j)
            now: list[Field] = [cell["value"], cell["flip_at"], cell["change"], " ".join(cell["to"]) or None]
            rows.append(["rating", cell["factor"], cell["option"], *now, None, None, cell["within_range"]])
    for shift in answer.shifts:
        option = problem.options[shift.option]
        first = None if shift.points is None else option
        rows.append(["shift", None, option, None, None, shift.points, first, None, None, None])
    if answer.blend is not None:
        for segment in answer.blend.segments[1:]:
            to = " ".join(answer.ids(segment.first))
            rows.append(
                ["blend", answer.blend.end, None, 0.0, segment.start, segment.start, to, None, None, None]
            )
    return Records(columns, rows)


def page(answer: SensitivityAnswer, width: int) -> Page:
    """Return the page of a sensitivity analysis."""
    tables = [
        one_way_table(answer.study, answer.one_way, width, answer.while_locked),
        whole_way_table(answer),
        ratings_table(answer),
        shifts_table(answer),
    ]
    if answer.wanted is not None:
        tables += wanted_tables(answer, answer.wanted)
    if answer.blend is not None:
        tables.append(blend_table(answer, answer.blend))
    if answer.two_way is not None:
        tables += map_tables(answer, answer.two_way, width)
    lines = heading(answer.study)
    if answer.locked:
        lines.append(f"Locked, so that their weight stays: {', '.join(answer.locked)}.")
    return Page(
        heading=lines,
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )

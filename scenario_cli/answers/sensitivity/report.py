"""The answer of ``scenario sensitivity``: every point where the answer turns."""

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.cells import computed, rating_word
from scenario_cli.answers.events import (
    doubt_table,
    event_documents,
    event_table,
    segment_documents,
    tip_documents,
)
from scenario_cli.answers.one_way import nearest_table, one_way_documents, one_way_table
from scenario_cli.answers.opening import heading, preamble, remarks, shares
from scenario_cli.answers.sensitivity.ask import Blend, SensitivityAnswer, Wanted
from scenario_cli.answers.sensitivity.lines import lines_document, lines_table
from scenario_cli.answers.sensitivity.map import item_titles, part_of_map
from scenario_cli.answers.sensitivity.pictures.named import pictures_of, unasked
from scenario_cli.answers.sensitivity.plane import by_size, part_of_plane, plane_tables
from scenario_cli.answers.sensitivity.tables import (
    FEW_ROWS,
    MOST_ROWS,
    blend_table,
    given_and_taken,
    map_tables,
    ratings_table,
    shifts_table,
    wanted_tables,
    whole_way_table,
)
from scenario_cli.answers.ways import brief_page, ways_clause
from scenario_cli.engine.sensitivity.events import Plane
from scenario_cli.engine.sensitivity.shifts import WeightShift
from scenario_cli.engine.sensitivity.two_way import TwoWay
from scenario_cli.render.page import Field, Page
from scenario_cli.render.report import Records, Report
from scenario_cli.text import fixed, listed, points

if TYPE_CHECKING:
    from scenario_cli.answers.sensitivity.document import (
        AskedForDocument,
        BlendDocument,
        MapDocument,
        PlaneDocument,
        RatingFlipDocument,
        SensitivityDocument,
        ShiftDocument,
        WantedDocument,
    )

NAMED = 3
MOST_FACTORS = 6
FEW_FACTORS, FEW_RATINGS = 2, 3  # beside events and doubts
ON_REQUEST = ("one_at_a_time", "splitting", "single_factor")


def report(answer: SensitivityAnswer) -> "Report[SensitivityDocument]":
    """Return a sensitivity analysis as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
        whole=partial(page, answer, whole=True),
        brief=lambda _: brief_page(answer.study, finding(answer), ways=bool(answer.asked)),
        pictures=pictures_of(answer, finding(answer)),
        unasked=unasked(answer),
    )


def finding(answer: SensitivityAnswer) -> str:
    """Return the sentence that says what was asked for, or the nearest turning point of each kind."""
    asked = []
    if answer.wanted is not None:
        asked.append(_wanted_clause(answer, answer.wanted))
    if answer.blend is not None:
        asked.append(_blend_clause(answer, answer.blend))
    if answer.two_way is not None:
        asked.append(_map_clause(answer, answer.two_way))
    if answer.plane is not None:
        asked.append(_plane_clause(answer, answer.plane))
    if asked:
        sentence = "; ".join(asked)
        return f"{sentence[0].upper()}{sentence[1:]}."
    study = answer.study
    leaders = answer.titles(answer.ranking.leaders)
    verb = "tie for first" if len(answer.ranking.leaders) > 1 else "ranks first"
    clause = ways_clause(study, answer.ways, answer.while_locked)
    return f"{leaders} {verb} under {study.weights_title}; {clause}."


def _wanted_clause(answer: SensitivityAnswer, wanted: Wanted) -> str:
    title, shift = answer.title(wanted.option), answer.shift_of(wanted.option)
    if shift is None:
        already = "shares first place" if len(answer.ranking.leaders) > 1 else "is first"
        return f"{title} {already} already under {answer.study.weights_title}"
    under = f"for {title} to come first under {answer.study.weights_title}"
    ratings = _wanted_ratings(answer, wanted)
    if shift.points is None:
        none = f"no weights put it first{answer.while_locked}"
        return f"{under}, {ratings}; {none}" if ratings else f"{under}, no ratings on their scales do; {none}"
    weights = f"{points(shift.points)} points of weight would have to move"
    weights += "" if shift.alone else ", and then it is first only in a tie"
    return f"{under}, {weights}, or {ratings}" if ratings else f"{under}, {weights}; no ratings do it"


def _wanted_ratings(answer: SensitivityAnswer, wanted: Wanted) -> str:
    problem, changes = answer.study.problem, wanted.ratings
    if not changes:
        return ""
    cells = [
        f"{answer.study.titles.cell(problem.options[change.option], problem.factors[change.factor])} from "
        f"{rating_word(problem, change.option, change.factor)} to {computed(change.after)}"
        for change in changes[:NAMED]
    ]
    more = [f"{len(changes) - NAMED} more"] if len(changes) > NAMED else []
    count = "one rating" if len(changes) == 1 else f"{len(changes)} ratings"
    return f"{count} would have to change ({listed([*cells, *more])})"


def _blend_clause(answer: SensitivityAnswer, blend: Blend) -> str:
    way = f"on the way from {blend.start} to {blend.end}{answer.while_locked}"
    first, *turns = blend.segments
    if not turns:
        return f"{way}, {answer.titles(first.first)} {_is(first.first)} first throughout"
    changes = [f"at {fixed(s.start * 100)}% {answer.titles(s.first)} {_comes(s.first)} first" for s in turns]
    return f"{way}, {answer.titles(first.first)} {_is(first.first)} first until {', then '.join(changes)}"


def _is(options: Sequence[int]) -> str:
    return "is" if len(options) == 1 else "are"


def _comes(options: Sequence[int]) -> str:
    return "comes" if len(options) == 1 else "come"


def _map_clause(answer: SensitivityAnswer, two_way: TwoWay) -> str:
    x, y, rest = item_titles(answer.study.titles.items, two_way)
    parts = [
        f"{answer.titles(region.options)} {_is(region.options)} first in {part_of_map(region)}"
        for region in sorted(two_way.regions, key=lambda region: -region.area)
    ]
    leaders = answer.ranking.leaders
    present = f"at the present weights {answer.titles(leaders)} {_is(leaders)} first"
    return (
        f"over all shares of {x}, {y} and {rest}{answer.while_locked}, {listed(parts)} of the map; {present}"
    )


def _plane_clause(answer: SensitivityAnswer, plane: Plane) -> str:
    x, y = (answer.study.titles.injects[id_] for id_ in (plane.x, plane.y))
    parts = [f"{answer.titles(region.options)} in {part_of_plane(region)}" for region in by_size(plane)]
    over = f'over all chances of "{x}" and "{y}"'
    if len(plane.regions) == 1:
        only = plane.regions[0].options
        return f"{over}, {answer.titles(only)} {_is(only)} first by expected score throughout"
    return f"{over}, first by expected score are {listed(parts)} of the plane"


def document(answer: SensitivityAnswer) -> "SensitivityDocument":
    """Return the JSON document of a sensitivity analysis."""
    study, problem = answer.study, answer.study.problem
    swings = zip(one_way_documents(study, answer.one_way), answer.one_way, strict=True)
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
        "events": event_documents(study),
        "doubts": [
            {
                "doubt": way.doubt,
                "segments": segment_documents(study, way.segments),
                "tips": tip_documents(study, way.segments),
            }
            for way in study.doubt_ways
        ],
        "locked": list(answer.locked),
        **_asked_for(answer),
    }


def _asked_for(answer: SensitivityAnswer) -> "AskedForDocument":
    found: AskedForDocument = {}
    if answer.blend is not None:
        found["blend"] = _blend_document(answer, answer.blend)
    if answer.two_way is not None:
        found["two_way"] = _two_way_document(answer, answer.two_way)
    if answer.plane is not None:
        found["plane"] = _plane_document(answer, answer.plane)
    if answer.wanted is not None:
        found["for"] = _wanted_document(answer, answer.wanted)
    if answer.lines is not None:
        found["lines"] = lines_document(answer, answer.lines)
    return found


def _blend_document(answer: SensitivityAnswer, blend: Blend) -> "BlendDocument":
    return {
        "from": blend.start,
        "to": blend.end,
        "segments": segment_documents(answer.study, blend.segments),
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


def _plane_document(answer: SensitivityAnswer, plane: Plane) -> "PlaneDocument":
    return {
        "x": plane.x,
        "y": plane.y,
        "regions": [
            {
                "option": answer.study.problem.options[region.options[0]],
                "tied": answer.ids(region.options[1:]),
                "share": region.share,
                "error": 0.0,
            }
            for region in plane.regions
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
        "tie": shift.points is not None and not shift.alone,
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
        name = (problem.drivers if swing.kind == "driver" else problem.factors)[swing.item]
        stable = swing.stable
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
    ways = [("event", e.inject, e.segments) for e in answer.study.events]
    ways += [("doubt", way.doubt, way.segments) for way in answer.study.doubt_ways]
    for kind, id_, segments in ways:
        for segment in segments[1:]:
            to = " ".join(answer.ids(segment.first))
            rows.append([kind, id_, None, None, segment.start, None, to, None, None, None])
    if answer.plane is not None:
        at = f"{answer.plane.x},{answer.plane.y}"
        for region in answer.plane.regions:
            to = " ".join(answer.ids(region.options))
            rows.append(["plane", at, None, None, None, region.share, to, None, None, None])
    if answer.blend is not None:
        for segment in answer.blend.segments[1:]:
            to = " ".join(answer.ids(segment.first))
            rows.append(
                ["blend", answer.blend.end, None, 0.0, segment.start, segment.start, to, None, None, None]
            )
    return Records(columns, rows)


def page(answer: SensitivityAnswer, width: int, *, whole: bool = False) -> Page:
    """Return the page: what was asked for first, alone unless it is the ``whole``; else what is nearest."""
    study = answer.study
    tables = wanted_tables(answer, answer.wanted) if answer.wanted is not None else []
    if answer.blend is not None:
        tables.append(blend_table(answer, answer.blend))
    if answer.two_way is not None:
        tables += map_tables(answer, answer.two_way, width)
    if answer.plane is not None:
        tables += plane_tables(study, answer.plane, width)
    if answer.lines is not None:
        tables.append(lines_table(answer, answer.lines))
    asked = bool(tables)
    chances = [event_table(study, width)] if study.events else []
    chances += [doubt_table(study, width)] if study.doubt_ways else []
    factors, ratings = (FEW_FACTORS, FEW_RATINGS) if chances else (MOST_FACTORS, FEW_ROWS)
    if whole:
        tables += [
            one_way_table(study, answer.one_way, width),
            whole_way_table(answer),
            *chances,
            ratings_table(answer),
            shifts_table(answer, parts=MOST_ROWS),
        ]
    elif not asked:
        tables += [
            nearest_table(study, answer.one_way, answer.ways, width, factors=factors, beside=False),
            *chances,
            ratings_table(answer, ratings),
            shifts_table(answer, FEW_ROWS),
        ]
    lines = heading(study)
    if answer.locked:
        kept = listed([study.titles.items[id_] for id_ in answer.locked])
        lines.append(f"Locked, so that their weight stays: {kept}.")
    return Page(
        heading=lines,
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note", () if whole else ON_REQUEST),
        finding=finding(answer),
        left_out="Turning points of every weight and rating" if asked and not whole else "",
    )

"""The answer of ``scenario score`` as a page, as records and as a JSON document."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.events import event_documents
from scenario_cli.answers.one_way import nearest_table, one_way_documents, one_way_table
from scenario_cli.answers.opening import heading, preamble, remarks
from scenario_cli.answers.ranking import ranked_documents, ranking_table
from scenario_cli.answers.score.ask import ScoreAnswer
from scenario_cli.answers.score.published import published_part
from scenario_cli.answers.sliders import sliders_of
from scenario_cli.answers.standing import open_clause
from scenario_cli.answers.ways import brief_page, ways_clause
from scenario_cli.engine.flags import WHICHEVER_FACTOR
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.render.page import Field, Page
from scenario_cli.render.report import Records, Report
from scenario_cli.study import Study
from scenario_cli.text import fixed, listed, points

if TYPE_CHECKING:
    from scenario_cli.answers.score.document import CellDocument, ScoreDocument
    from scenario_cli.render.svg import Picture

# What the short page says itself, or does without.
ON_REQUEST = ("one_at_a_time", "splitting")


def report(answer: ScoreAnswer) -> "Report[ScoreDocument]":
    """Return a score as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
        whole=partial(page, answer, whole=True),
        brief=lambda _: brief_page(answer.study, finding(answer), ways=False),
        state=sliders_of(answer.study),
        pictures={
            "ranking": partial(_ranking, answer),
            "flips": partial(_flips, answer),
            "events": partial(_events, answer),
        },
    )


def _ranking(answer: ScoreAnswer, width: float) -> "Picture":
    from scenario_cli.answers.score.pictures.ranking import ranking_picture

    return ranking_picture(answer.study, finding(answer), width)


def _flips(answer: ScoreAnswer, width: float) -> "Picture":
    from scenario_cli.answers.sensitivity.pictures.flips import flips_picture

    return flips_picture(answer.study, answer.one_way, finding(answer), width)


def _events(answer: ScoreAnswer, width: float) -> "Picture":
    from scenario_cli.answers.sensitivity.pictures.events import events_picture

    return events_picture(answer.study, width)


def finding(answer: ScoreAnswer) -> str:
    """Return the one sentence that says which option leads, how far, and what would change that."""
    study, ranking = answer.study, answer.ranking
    titles = [study.title(id_) for id_ in study.problem.options]
    sentence = f"{lead(study)}; {ways_clause(study, study.nearest_ways)}{open_clause(study)}"
    if answer.before is not None:
        was = listed([titles[i] for i in answer.before.leaders])
        be = "are" if len(answer.before.leaders) > 1 else "is"
        same = answer.before.leaders == ranking.leaders
        sentence += "; first place is as it was" if same else f"; without the change {was} {be} first"
    return sentence + "."


def lead(study: Study) -> str:
    """Return who leads, and how far, as a clause: by expected score where a chance is tried."""
    ranking = study.ranking
    titles = [study.title(id_) for id_ in study.problem.options]
    leaders = [titles[i] for i in ranking.leaders]
    under = f"under {study.weights_title}"
    if len(leaders) > 1:
        tie = "tie for the best expected score" if study.chances else "tie for first"
        best = points(ranking.scores.max())
        return f"{_at_chances(study)}{listed(leaders)} {tie} {under} with {best} points of 100"
    if len(titles) == 1:
        return f"{leaders[0]} is the only option and scores {points(ranking.scores.max())} points of 100"
    next_ = ranking.order[1]
    near = ", a near tie" if ranking.near and ranking.near[0][0] == ranking.leaders[0] else ""
    gap = points(ranking.behind[next_])
    scores = " to ".join(fixed(float(ranking.scores[i])) for i in (ranking.leaders[0], next_))
    first = "has the best expected score" if study.chances else "ranks first"
    who = study.scenario.decision_maker
    ahead = f"ahead of {titles[next_]} by {gap} points of 100"
    if who:
        ahead = f"worth {gap} points of 100 more to {who} than {titles[next_]}"
    return f"{_at_chances(study)}{leaders[0]} {first} {under}, {ahead} ({scores}{near})"


def _at_chances(study: Study) -> str:
    if not study.chances:
        return ""
    taken = [f'"{study.titles.injects[c.inject]}" at {c.chance * 100:.10g}%' for c in study.chances]
    return f"With the chance of {listed(taken)}, "


def document(answer: ScoreAnswer) -> "ScoreDocument":
    """Return the JSON document of a score."""
    study, ranking = answer.study, answer.ranking
    return {
        "format": "score/1",
        **preamble(study, answer.flags, finding(answer)),
        **published_part(study),
        "ranking": ranked_documents(study, answer.before),
        "ratings": _cells(study.problem),
        "one_way": one_way_documents(study, answer.one_way),
        "events": event_documents(study),
        "unknown": {
            "cells": int(study.problem.unknown.sum()),
            "first_place_open": ranking.open,
            "could_lead": [study.problem.options[i] for i in ranking.could_lead],
        },
    }


def _cells(problem: DecisionProblem) -> "dict[str, dict[str, CellDocument]]":
    return {
        option: {
            factor: {
                "rating": None if problem.unknown[i, j] else float(problem.ratings[i, j]),
                "value": float(problem.values[i, j]),
            }
            for j, factor in enumerate(problem.factors)
        }
        for i, option in enumerate(problem.options)
    }


def records(answer: ScoreAnswer) -> Records:
    """Return the ranking as CSV columns and rows; contributions per factor come last."""
    study, ranking = answer.study, answer.ranking
    columns = ["scenario", "weights", "option", "title", "rank", "tied", "score", "low", "high", "behind"]
    columns += [f"contribution.{factor}" for factor in study.problem.factors]
    rows: list[list[Field]] = [
        [
            study.scenario.id,
            study.weights.id,
            study.problem.options[i],
            study.title(study.problem.options[i]),
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
    return Records(columns, rows)


def page(answer: ScoreAnswer, width: int, *, whole: bool = False) -> Page:
    """Return the page of a score: the ranking, then what would change it; the ``whole`` has every weight."""
    study = answer.study
    tables = [
        ranking_table(study, width, flags=answer.flags, before=answer.before),
        nearest_table(study, answer.one_way, study.nearest_ways, width),
    ]
    if whole:
        tables.append(one_way_table(study, answer.one_way, width))
        tables[1] = tables[1]._replace(left_out="")
    shown = [flag for flag in answer.flags if whole or flag.text != WHICHEVER_FACTOR]
    return Page(
        heading=heading(study),
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(shown, "note", () if whole else ON_REQUEST),
        finding=finding(answer),
    )

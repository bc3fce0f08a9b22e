"""What a change of a value curve does: page, document, records."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.curve.ask import CurveAnswer
from scenario_cli.answers.curve_drawing import curve_table
from scenario_cli.answers.edited import ranked_anew
from scenario_cli.answers.opening import preamble, remarks
from scenario_cli.answers.ranking import ranking_table
from scenario_cli.answers.words import stated_text
from scenario_cli.render.page import Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import first_place

if TYPE_CHECKING:
    from scenario_cli.answers.curve.document import CurveDocument
    from scenario_cli.files.history import Value


def report(answer: CurveAnswer) -> "Report[CurveDocument]":
    """Return a change of a value curve as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: CurveAnswer) -> str:
    """Return the sentence that says whether first place changed."""
    titles = [answer.study.title(id_) for id_ in answer.study.problem.options]
    return first_place(answer.before.ranking.leaders, answer.ranking.leaders, titles.__getitem__) + "."


def document(answer: CurveAnswer) -> "CurveDocument":
    """Return the JSON document of a change."""
    return {
        "format": "curve/1",
        **preamble(answer.study, answer.flags, finding(answer)),
        "factor": answer.factor,
        "changes": [
            {"id": id_, "from": _number(old), "to": _number(new)}
            for id_, (old, new) in answer.changes.items()
        ],
        "curve": [{"rating": rating, "value": value} for rating, value in answer.points],
        "ranking": ranked_anew(answer.study, answer.before),
        "done": answer.done,
    }


def _number(stated: "Value") -> float | None:
    return None if stated is None else float(stated)


def page(answer: CurveAnswer, width: int) -> Page:
    """Return what changed, the curve, then old and new ranks."""
    moves = [f"{id_} {stated_text(old)} -> {stated_text(new)}" for id_, (old, new) in answer.changes.items()]
    ranking = ranking_table(answer.study, width, flags=answer.flags, before=answer.before.ranking)
    return Page(
        heading=[f"{answer.study.scenario.id}: {', '.join(moves)}", answer.done],
        tables=[*curve_tables(answer, width), ranking],
        warnings=remarks(answer.flags, "warning"),
        finding=finding(answer),
    )


def curve_tables(answer: CurveAnswer, width: int) -> list[Table]:
    """Return the curve; nothing where the last point was taken out."""
    title = answer.study.titles.items[answer.factor]
    return [curve_table(title, answer.scale, width)] if answer.scale.values else []


def records(answer: CurveAnswer) -> Records:
    """Return one record a point of the curve, the ends among them."""
    rows: list[list[Field]] = [[answer.factor, rating, value] for rating, value in answer.points]
    return Records(["factor", "rating", "value"], rows)

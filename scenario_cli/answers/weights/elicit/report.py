"""Weights that were made: page, document, records."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.opening import preamble, remarks
from scenario_cli.answers.ranking import ranking_table
from scenario_cli.answers.weights.elicit.ask import ElicitAnswer
from scenario_cli.answers.weights.words import count_most, heaviest
from scenario_cli.engine.elicit import CONSISTENT, Comparison
from scenario_cli.render.page import Cell, Column, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import per_cent, points

if TYPE_CHECKING:
    from scenario_cli.answers.weights.elicit.document import MadeWeights, WeightsElicitDocument


def report(answer: ElicitAnswer) -> "Report[WeightsElicitDocument]":
    """Return weights that were made as they are shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: ElicitAnswer) -> str:
    """Return the sentence that says what counts most and who leads under it."""
    most = heaviest(answer.items)
    share = per_cent(answer.items[most[0]]) + (" each" if len(most) > 1 else "")
    leaders = answer.titles(answer.ranking.leaders)
    lead = f"{count_most(most)} ({share}); under these weights {leaders}"
    if len(answer.ranking.leaders) > 1:
        return f"{lead} tie for first."
    if len(answer.ranking.order) == 1:
        return f"{lead} is the only option."
    behind = answer.ranking.behind[answer.ranking.order[1]]
    return f"{lead} ranks first by {points(float(behind))} points of 100."


def document(answer: ElicitAnswer) -> "WeightsElicitDocument":
    """Return the JSON document: what was made under ``weights``, all weights under ``resulting``."""
    made, found = _made(answer), answer.comparison
    if found is not None:
        return {
            "format": "weights-pairs/1",
            **made,
            "lambda_max": found.lambda_max,
            "consistency_index": found.consistency_index,
            "consistency_ratio": found.consistency_ratio,
            "worst_pair": answer.worst_pair,
            "mend": found.mend,
        }
    if answer.method is not None:
        return {"format": "weights-rank/1", **made, "method": answer.method}
    swings = {id_: worth for id_, (_, worth) in answer.swings.items()}
    return {"format": "weights-swing/1", **made, "swings": swings}


def _made(answer: ElicitAnswer) -> "MadeWeights":
    problem = answer.study.problem
    stated = preamble(answer.study, answer.flags, finding(answer))
    return {
        "provenance": stated["provenance"],
        "scenario": stated["scenario"],
        "weights": dict(answer.items),
        "resulting": stated["weights"],
        "flags": stated["flags"],
        "finding": stated["finding"],
        "ranking": [
            {
                "option": problem.options[i],
                "rank": int(answer.ranking.ranks[i]),
                "score": float(answer.ranking.scores[i]),
            }
            for i in answer.ranking.order
        ],
    }


def records(answer: ElicitAnswer) -> Records:
    """Return one record an item."""
    return Records(["id", "weight"], [[id_, weight] for id_, weight in answer.items.items()])


def page(answer: ElicitAnswer, width: int) -> Page:
    """Return the shares that were made, then the ranking under them."""
    beside = [Column("Swing"), Column("Worth", "right")] if answer.swings else []
    rows: list[Sequence[Cell]] = []
    said = "The shares sum to 100%."
    if answer.comparison is not None:
        said = _remark(answer.comparison, answer.worst_pair)
    for id_, share in answer.items.items():
        words, worth = answer.swings.get(id_, ("", 0.0))
        rows.append([id_, *([words, f"{worth:g}"] if answer.swings else []), per_cent(share)])
    return Page(
        heading=[answer.study.scenario.title, answer.how],
        tables=[
            Table(
                title="Which weights come out?",
                columns=[Column("Id"), *beside, Column("Share", "right")],
                rows=rows,
                finding=said,
            ),
            ranking_table(answer.study, width, flags=answer.flags),
        ],
        warnings=remarks(answer.flags, "warning"),
        finding=finding(answer),
    )


def _remark(found: Comparison, worst: Sequence[str] | None) -> str:
    """Say how far the comparisons contradict each other, and which to look at."""
    if found.consistency_ratio is None:
        said = f"lambda_max {found.lambda_max:.4g}; no consistency ratio is tabulated for so many items"
    else:
        verdict = "accepted" if found.consistency_ratio <= CONSISTENT else "too contradictory: above 0.1"
        ratio = f"{found.consistency_ratio:.3f}" if found.consistency_ratio < 1000 else "above 1000"
        said = f"lambda_max {found.lambda_max:.4g}, consistency ratio {ratio} ({verdict})"
    if worst is not None and found.mend is not None:
        said += f"; {worst[0]} to {worst[1]} fits the rest least: {found.mend:.3g} would agree"
    elif found.alike:
        said += "; of three items every pair fits the rest alike, so none stands out"
    return f"{said}."

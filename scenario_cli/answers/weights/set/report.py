"""What a change of weights does: page, document, records."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

from scenario_cli.answers.opening import preamble, remarks, shares
from scenario_cli.answers.ranking import ranking_table
from scenario_cli.answers.weights.set.ask import Command, Crossing, SetAnswer
from scenario_cli.answers.weights.words import NEGLIGIBLE, change
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import first_place, listed, per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.weights.set.document import WeightsSetDocument

FORMATS: "dict[Command, Literal['weights-set/1', 'weights-undo/1', 'weights-redo/1']]" = {
    "set": "weights-set/1",
    "undo": "weights-undo/1",
    "redo": "weights-redo/1",
}


def report(answer: SetAnswer) -> "Report[WeightsSetDocument]":
    """Return a change of weights as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: SetAnswer) -> str:
    """Return the sentence that says whether first place changed, and which flip was crossed."""
    study = answer.study
    titles = [study.title(id_) for id_ in study.problem.options]
    said = first_place(answer.before.ranking.leaders, answer.ranking.leaders, titles.__getitem__)
    for crossing in answer.crossings:
        moved = _moved(answer, crossing)
        said += f"; the flip to {listed([titles[i] for i in crossing.to])} was crossed at {moved}"
    return said + "."


def _moved(answer: SetAnswer, crossing: Crossing) -> str:
    drivers = answer.study.problem.drivers
    old, new = answer.before.problem.driver_weights, answer.study.problem.driver_weights
    most = max(range(len(drivers)), key=lambda k: abs(new[k] - old[k]))
    if new[most] == old[most]:
        return f"{crossing.way:.0%} of the way"
    return f"{answer.study.titles.items[drivers[most]]} {per_cent(crossing.shares[most])}"


def document(answer: SetAnswer) -> "WeightsSetDocument":
    """Return the JSON document of a change."""
    problem, was = answer.study.problem, answer.before.ranking
    return {
        "format": FORMATS[answer.command],
        **preamble(answer.study, answer.flags, finding(answer)),
        "changes": [{"id": id_, "from": old, "to": new} for id_, (old, new) in answer.changes.items()],
        "was": {
            "drivers": shares(problem.drivers, answer.before.problem.driver_weights),
            "factors": shares(problem.factors, answer.before.problem.weights),
        },
        "ranking": [
            {
                "option": problem.options[i],
                "rank": int(answer.ranking.ranks[i]),
                "score": float(answer.ranking.scores[i]),
                "was": {
                    "rank": int(was.ranks[i]),
                    "score": float(was.scores[i]),
                },
            }
            for i in answer.ranking.order
        ],
        "crossed": [
            {"drivers": shares(problem.drivers, c.shares), "to": [problem.options[i] for i in c.to]}
            for c in answer.crossings
        ],
        "done": answer.done,
    }


def page(answer: SetAnswer, width: int) -> Page:
    """Return old and new shares, then old and new ranks."""
    rows = _share_rows(answer)
    typed = ", ".join(f"{id_} {old} -> {new}" for id_, (old, new) in answer.changes.items())
    return Page(
        heading=[f"{answer.study.weights.id}: {typed}" if typed else answer.study.weights.id, answer.done],
        tables=[
            Table(
                title="Which shares moved?",
                columns=[
                    Column("Weight of"),
                    Column("Was", "right"),
                    Column("Now", "right"),
                    Column("Change", "right"),
                ],
                rows=rows,
                finding="Points are raw: where one changes, the others stay, and all shares move."
                if rows
                else "No share moved.",
            ),
            ranking_table(answer.study, width, flags=answer.flags, before=answer.before.ranking),
        ],
        warnings=remarks(answer.flags, "warning"),
        finding=finding(answer),
    )


def _share_rows(answer: SetAnswer) -> list[Sequence[Cell]]:
    """Return the shares that moved: each driver's, and below it those of its factors."""
    old, new, titles = answer.before.problem, answer.study.problem, answer.study.titles.items
    rows: list[Sequence[Cell]] = []
    for k, (driver, about) in enumerate(answer.study.scenario.drivers.items()):
        moved = [(titles[driver], old.driver_weights[k], new.driver_weights[k])]
        places = [new.factors.index(factor) for factor in about.factors]
        moved += [(f"  {titles[new.factors[j]]}", old.weights[j], new.weights[j]) for j in places]
        rows += [
            [name, per_cent(a), per_cent(b), change(b - a)] for name, a, b in moved if abs(b - a) > NEGLIGIBLE
        ]
    return rows


def records(answer: SetAnswer) -> Records:
    """Return one record an option."""
    stated = document(answer)
    columns = ["option", "rank", "score", "was_rank", "was_score"]
    rows: list[list[Field]] = [
        [row["option"], row["rank"], row["score"], row["was"]["rank"], row["was"]["score"]]
        for row in stated["ranking"]
    ]
    return Records(columns, rows)

"""Ballots blended into one weights file: page, document, records."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.group.blend.ask import GroupBlendAnswer
from scenario_cli.answers.group.words import HOWS, ballots
from scenario_cli.answers.opening import preamble, remarks
from scenario_cli.answers.ranking import ranking_table
from scenario_cli.answers.weights.words import count_most, heaviest
from scenario_cli.render.page import Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import fixed, per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.group.blend.document import GroupBlendDocument


def report(answer: GroupBlendAnswer) -> Report["GroupBlendDocument"]:
    """Return a blend of ballots as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=lambda: Records(["kind", "id", "least", "most", "share"], rows(answer)),
    )


def finding(answer: GroupBlendAnswer) -> str:
    """Return the sentence that says what counts most, and who is first."""
    problem = answer.study.problem
    most = heaviest(dict(zip(problem.drivers, problem.driver_weights.tolist(), strict=True)))
    leaders = answer.ranking.leaders
    verb = "ranks first" if len(leaders) == 1 else "tie for first"
    blend = f"the {HOWS[answer.by]} of {ballots(answer.n_ballots)}"
    return f"{count_most(most)}; {answer.titles(leaders)} {verb} under {blend}."


def rows(answer: GroupBlendAnswer) -> list[list[Field]]:
    """Return a row a driver, then a row a factor: its range in the ballots, and its share in the blend."""
    problem, ranges = answer.study.problem, answer.study.weights.ranges
    found: list[list[Field]] = [
        ["driver", id_, ranges[id_][0] / 100, ranges[id_][1] / 100, float(problem.driver_weights[k])]
        for k, id_ in enumerate(problem.drivers)
    ]
    return found + [
        ["factor", id_, None, None, float(problem.weights[j])]
        for j, id_ in enumerate(problem.factors)
        if id_ not in problem.drivers
    ]


def document(answer: GroupBlendAnswer) -> "GroupBlendDocument":
    """Return the JSON document."""
    return {
        "format": "group-blend/1",
        **preamble(answer.study, answer.flags, finding(answer), beside=[answer.input]),
        "ballots": answer.n_ballots,
        "by": answer.by,
        "ranges": {id_: list(ends) for id_, ends in answer.study.weights.ranges.items()},
        "first": {how: first if first is None else answer.ids(first) for how, first in answer.firsts.items()},
    }


def page(answer: GroupBlendAnswer, width: int) -> Page:
    """Return the shares that come out, then the ranking."""
    table = Table(
        title="Which shares come out?",
        columns=[Column("Weight of"), Column("In the ballots", "right"), Column("Blend", "right")],
        rows=[
            [
                answer.study.titles.items[str(id_)],
                "" if low is None or high is None else f"{_number(low)}-{_number(high)}%",
                per_cent(float(share or 0.0)),
            ]
            for _, id_, low, high, share in rows(answer)
        ],
        finding=f"{answer.study.weights.title}, factor by factor; shares sum to 100% again.",
    )
    return Page(
        heading=[answer.study.scenario.title],
        tables=[table, ranking_table(answer.study, width, flags=answer.flags)],
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _number(share: Field) -> str:
    return fixed(100 * float(share or 0.0))

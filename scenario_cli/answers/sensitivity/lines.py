"""Every option's score over one weight: the table and the JSON."""

from typing import TYPE_CHECKING

from scenario_cli.answers.sensitivity.ask import SensitivityAnswer
from scenario_cli.engine.sensitivity.one_way import Lines
from scenario_cli.render.page import Column, Table
from scenario_cli.text import fixed, per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.sensitivity.document import LinesDocument


def lines_document(answer: SensitivityAnswer, lines: Lines) -> "LinesDocument":
    """Return the ``lines`` field of the JSON document."""
    ends = zip(answer.study.problem.options, lines.at_0, lines.at_1, strict=True)
    return {
        "over": lines.over,
        "weight": lines.weight,
        "options": [{"option": id_, "at_0": at_0, "at_1": at_1} for id_, at_0, at_1 in ends],
    }


def lines_table(answer: SensitivityAnswer, lines: Lines) -> Table:
    """Return every option's score where the weight is 0, as it is, and all that can move."""
    scores = answer.ranking.scores
    turns = [f"at {per_cent(s.start)} {answer.titles(s.first)}" for s in lines.segments[1:]]
    return Table(
        title=f"What does each option score as the weight of {answer.study.titles.items[lines.over]} "
        f"goes from 0 to {lines.whole * 100:.4g}%{answer.while_locked}?",
        columns=[
            Column("Option"),
            Column("At 0%", "right"),
            Column(f"Now, {per_cent(lines.weight)}", "right"),
            Column(f"At {lines.whole * 100:.4g}%", "right"),
        ],
        rows=[
            [answer.title(i), fixed(lines.at_0[i]), fixed(float(scores[i])), fixed(lines.at_1[i])]
            for i in answer.ranking.order
        ],
        picture="lines",
        finding=f"First: {', then '.join([answer.titles(lines.segments[0].first), *turns])}.",
    )

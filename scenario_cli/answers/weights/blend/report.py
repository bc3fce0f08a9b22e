"""Two weights files mixed into one: page, document, records."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.opening import preamble, remarks
from scenario_cli.answers.ranking import ranking_table
from scenario_cli.answers.weights.blend.ask import BlendAnswer
from scenario_cli.answers.weights.words import count_most, heaviest
from scenario_cli.render.page import Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.weights.blend.document import WeightsBlendDocument


def report(answer: BlendAnswer) -> Report["WeightsBlendDocument"]:
    """Return a blend as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=lambda: Records(["kind", "id", "share_a", "share_b", "share"], _rows(answer)),
    )


def finding(answer: BlendAnswer) -> str:
    """Return the sentence that says what counts most, and who is first."""
    problem = answer.study.problem
    most = heaviest(dict(zip(problem.drivers, problem.driver_weights.tolist(), strict=True)))
    leaders = answer.ranking.leaders
    verb = "ranks first" if len(leaders) == 1 else "tie for first"
    return f"{count_most(most)}; {answer.titles(leaders)} {verb} under {answer.study.weights.title}."


def document(answer: BlendAnswer) -> "WeightsBlendDocument":
    """Return the JSON document of a blend."""
    first, second = answer.ends
    beside = second.inputs[1:]
    return {
        "format": "weights-blend/1",
        **preamble(answer.study, answer.flags, finding(answer), beside=beside),
        "from": first.weights.id,
        "to": second.weights.id,
        "share": answer.share,
    }


def _rows(answer: BlendAnswer) -> list[list[Field]]:
    problems = [study.problem for study in (*answer.ends, answer.study)]
    rows: list[list[Field]] = [
        ["driver", id_, *(float(p.driver_weights[k]) for p in problems)]
        for k, id_ in enumerate(problems[0].drivers)
    ]
    return rows + [
        ["factor", id_, *(float(p.weights[j]) for p in problems)]
        for j, id_ in enumerate(problems[0].factors)
        if id_ not in problems[0].drivers
    ]


def page(answer: BlendAnswer, width: int) -> Page:
    """Return the shares at both ends and between, then the ranking."""
    first, second = answer.ends
    columns = [Column("Weight of")]
    columns += [Column(name, "right") for name in (first.weights.id, second.weights.id, "Blend")]
    table = Table(
        title="Which shares come out?",
        columns=columns,
        rows=[
            [str(id_), *(per_cent(float(share or 0.0)) for share in shares)]
            for _, id_, *shares in _rows(answer)
        ],
        finding=f"{100 * answer.share:.4g}% of the way from {first.weights.id} to {second.weights.id}.",
    )
    return Page(
        heading=[answer.study.scenario.title],
        tables=[table, ranking_table(answer.study, width, flags=answer.flags)],
        warnings=remarks(answer.flags, "warning"),
        finding=finding(answer),
    )

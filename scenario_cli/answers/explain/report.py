"""The answer of ``scenario explain``: why one option stands above another."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.cells import cell_where, is_tried, rating_word, reason
from scenario_cli.answers.explain.ask import ExplainAnswer
from scenario_cli.answers.opening import heading, preamble, remarks
from scenario_cli.engine.additive import TIE
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed, per_cent, points, signed

if TYPE_CHECKING:
    from scenario_cli.answers.explain.document import DifferenceDocument, ExplainDocument

NAMED = 3


def report(answer: ExplainAnswer) -> "Report[ExplainDocument]":
    """Return an explanation as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: ExplainAnswer) -> str:
    """Return the sentence that says where the one wins and the other wins back."""
    a, b = answer.title(answer.option), answer.title(answer.against)
    upper, lower, sign = (a, b, 1) if answer.gap >= 0 else (b, a, -1)
    gains = [(j, sign * d) for j, d in answer.differences if sign * d > TIE]
    losses = [(j, -sign * d) for j, d in answer.differences if -sign * d > TIE]
    weights = answer.study.weights.id
    if abs(answer.gap) <= TIE:
        lead = f"{upper} and {lower} have the same score under {weights}"
    else:
        lead = f"{upper} stands {points(abs(answer.gap))} points of 100 above {lower} under {weights}"
    won = f"it leads on {_named(answer, gains)}" if gains else "it leads on no factor"
    if not losses:
        return f"{lead}: {won}; {lower} is ahead on no factor."
    back = points(sum(d for _, d in losses))
    return f"{lead}: {won}; {lower} wins back {back} on {_named(answer, losses, amounts=False)}."


def _named(answer: ExplainAnswer, parts: list[tuple[int, float]], *, amounts: bool = True) -> str:
    factors = list(answer.study.scenario.factors.items())
    words = []
    for j, amount in parts[:NAMED]:
        title = factors[j][1].title or factors[j][0]
        words.append(f"{title} (+{points(amount)})" if amounts else title)
    more = len(parts) - NAMED
    return listed([*words, f"{more} more"] if more > 0 else words)


def document(answer: ExplainAnswer) -> "ExplainDocument":
    """Return the JSON document of an explanation."""
    study, problem = answer.study, answer.study.problem
    pair = (answer.option, answer.against)
    differences: list[DifferenceDocument] = []
    running = 0.0
    for j, difference in answer.differences:
        running += difference
        stated = [study.scenario.ratings[problem.options[i]][problem.factors[j]] for i in pair]
        differences.append(
            {
                "factor": problem.factors[j],
                "driver": problem.drivers[problem.driver_of[j]],
                "weight": float(problem.weights[j]),
                "ratings": [float(problem.ratings[i, j]) for i in pair],
                "unknown": [bool(problem.unknown[i, j]) for i in pair],
                "tried": [is_tried(study.scenario, problem, i, j) for i in pair],
                "difference": difference,
                "running": running,
                "why": [rating.why for rating in stated],
                "evidence": [list(rating.evidence) for rating in stated],
                "at": [cell_where(study.scenario, rating) for rating in stated],
            }
        )
    return {
        "format": "explain/1",
        **preamble(study, answer.flags, finding(answer)),
        "option": problem.options[answer.option],
        "against": problem.options[answer.against],
        "gap": answer.gap,
        "differences": differences,
    }


def records(answer: ExplainAnswer) -> Records:
    """Return one record a factor, largest difference first."""
    columns = ["factor", "driver", "weight", "rating", "rating_against", "difference", "running"]
    rows: list[list[Field]] = [
        [d["factor"], d["driver"], d["weight"], *d["ratings"], d["difference"], d["running"]]
        for d in document(answer)["differences"]
    ]
    return Records(columns, rows)


def page(answer: ExplainAnswer) -> Page:
    """Return the differences with a running total, then the reasons behind both ratings."""
    a, b = answer.title(answer.option), answer.title(answer.against)
    ids = [answer.study.problem.options[i] for i in (answer.option, answer.against)]
    factors = answer.study.problem.factors
    problem, scenario = answer.study.problem, answer.study.scenario
    rows: list[Sequence[Cell]] = []
    reasons: list[Sequence[Cell]] = []
    running = 0.0
    for j, difference in answer.differences:
        running += difference
        words = [rating_word(problem, i, j) for i in (answer.option, answer.against)]
        rows.append([factors[j], per_cent(problem.weights[j]), *words, signed(difference), signed(running)])
        if abs(difference) <= TIE:
            continue
        pair = (answer.option, answer.against)
        reasons += [
            [factors[j], f"{ids[k]} {words[k]}", reason(scenario, problem, i, j)] for k, i in enumerate(pair)
        ]
    differences = Table(
        title=f"Why does {a} stand where it does against {b}?",
        columns=[
            Column("Factor"),
            Column("Weight", "right"),
            Column(ids[0], "right"),
            Column(ids[1], "right"),
            Column("Points", "right"),
            Column("Running", "right"),
        ],
        rows=rows,
        finding=f"The differences add up to {signed(answer.gap)} points, the gap between the two.",
    )
    why = Table(
        title="What do these ratings rest on?",
        columns=[Column("Factor"), Column("Rating"), Column("Reason, and where it stands")],
        rows=reasons,
        finding=f"Factors on which both contribute alike are left out: {len(factors) - len(reasons) // 2}.",
    )
    return Page(
        heading=heading(answer.study),
        tables=[differences, why],
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )

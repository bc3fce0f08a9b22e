"""The answer of ``scenario explain``: why one option stands above another."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.cells import cell_where, is_tried, rating_word, reason
from scenario_cli.answers.explain.ask import ExplainAnswer
from scenario_cli.answers.explain.words import amount, factor_title, signed_amount
from scenario_cli.answers.opening import heading, preamble, remarks
from scenario_cli.answers.ways import brief_page
from scenario_cli.engine.additive import TIE
from scenario_cli.render.page import Cell, Column, Field, Page, Span, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed, per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.explain.document import DifferenceDocument, ExplainDocument
    from scenario_cli.render.svg import Picture

NAMED = 2
REASONS = 2


def report(answer: ExplainAnswer) -> "Report[ExplainDocument]":
    """Return an explanation as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        whole=lambda _: page(answer, whole=True),
        brief=lambda _: brief_page(answer.study, finding(answer)),
        document=partial(document, answer),
        records=partial(records, answer),
        pictures={"waterfall": partial(_waterfall, answer)},
    )


def _waterfall(answer: ExplainAnswer, width: float) -> "Picture":
    from scenario_cli.answers.explain.pictures.waterfall import waterfall_picture

    return waterfall_picture(answer, finding(answer), width)


def finding(answer: ExplainAnswer) -> str:
    """Return the sentence that says where the one wins and the other wins back."""
    a, b = answer.title(answer.option), answer.title(answer.against)
    upper, lower, sign = (a, b, 1) if answer.gap >= 0 else (b, a, -1)
    gains = [(j, sign * d) for j, d in answer.differences if sign * d > TIE]
    losses = [(j, -sign * d) for j, d in answer.differences if -sign * d > TIE]
    weights = answer.study.weights_title
    if abs(answer.gap) <= TIE:
        lead = f"{upper} and {lower} have the same score under {weights}"
    else:
        lead = f"{upper} stands {amount(abs(answer.gap))} points of 100 above {lower} under {weights}"
    won = f"it leads on {_named(answer, gains)}" if gains else "it leads on no factor"
    if not losses:
        return f"{lead}: {won}; {lower} is ahead on no factor."
    back = amount(sum(d for _, d in losses))
    return f"{lead}: {won}; {lower} wins back {back} on {_named(answer, losses, amounts=False)}."


def _named(answer: ExplainAnswer, parts: list[tuple[int, float]], *, amounts: bool = True) -> str:
    words = []
    for j, won in parts[:NAMED]:
        title = factor_title(answer, j)
        words.append(f"{title} ({signed_amount(won)})" if amounts else title)
    more = len(parts) - NAMED
    return listed([*words, f"{more} more"] if more > 0 else words)


def document(answer: ExplainAnswer) -> "ExplainDocument":
    """Return the JSON document of an explanation."""
    study, problem = answer.study, answer.study.problem
    pair = (answer.option, answer.against)
    doubt_of = {cell: id_ for id_, doubt in study.scenario.doubts.items() for cell in doubt.cells}
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
                "values": [float(problem.values[i, j]) for i in pair],
                "doubts": [doubt_of.get((problem.options[i], problem.factors[j])) for i in pair],
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
        "doubts": [{"doubt": id_, "gap": [worst, best]} for id_, worst, best in answer.doubt_gaps],
    }


def records(answer: ExplainAnswer) -> Records:
    """Return one record a factor, largest difference first."""
    columns = ["factor", "driver", "weight", "rating", "rating_against", "difference", "running"]
    rows: list[list[Field]] = [
        [d["factor"], d["driver"], d["weight"], *d["ratings"], d["difference"], d["running"]]
        for d in document(answer)["differences"]
    ]
    return Records(columns, rows)


def page(answer: ExplainAnswer, *, whole: bool = False) -> Page:
    """Return the differences with a running total, then the reasons, of all in the ``whole``."""
    a, b = answer.title(answer.option), answer.title(answer.against)
    problem, scenario = answer.study.problem, answer.study.scenario
    rows: list[Sequence[Cell]] = []
    reasons: list[tuple[str, list[Sequence[Cell]]]] = []
    pair = (answer.option, answer.against)
    running = 0.0
    for j, difference in answer.differences:
        running += difference
        words = [rating_word(problem, i, j) for i in pair]
        rows.append(
            [
                factor_title(answer, j),
                per_cent(problem.weights[j]),
                *words,
                signed_amount(difference),
                signed_amount(running),
            ]
        )
        if abs(difference) <= TIE:
            continue
        reasons.append(
            (
                factor_title(answer, j),
                [
                    (f"{answer.title(i)}: {word}", reason(scenario, problem, i, j))
                    for i, word in zip(pair, words, strict=True)
                ],
            )
        )
    differences = Table(
        title=f"Why does {a} stand where it does against {b}?",
        columns=[
            Column("Factor"),
            Column("Weight", "right"),
            Column(a, "right"),
            Column(b, "right"),
            Column("Points", "right"),
            Column("Running", "right"),
        ],
        rows=rows,
        picture="waterfall",
        finding=f"The differences add up to {signed_amount(answer.gap)} points, the gap between the two.",
    )
    doubts = [_doubts_table(answer)] if answer.doubt_gaps else []
    return Page(
        heading=heading(answer.study),
        tables=[differences, _reasons_table(reasons, len(reasons) if whole else REASONS), *doubts],
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _doubts_table(answer: ExplainAnswer) -> Table:
    a = answer.title(answer.option)
    return Table(
        title=f"How far is {a} ahead at either end of a doubt?",
        columns=[
            Column("Doubt"),
            Column("All at worst", "right"),
            Column("As rated", "right"),
            Column("All at best", "right"),
        ],
        rows=[
            [
                answer.study.titles.doubts[id_],
                signed_amount(worst),
                signed_amount(answer.gap),
                signed_amount(best),
            ]
            for id_, worst, best in answer.doubt_gaps
        ],
        legend=["Its ratings move together, from their worst for their option to their best."],
    )


def _reasons_table(reasons: Sequence[tuple[str, Sequence[Sequence[Cell]]]], most: int) -> Table:
    rows: list[Sequence[Cell]] = []
    for factor, told in reasons[:most]:
        rows += [[(Span(factor, "bold"),), ""], *told]
    more = len(reasons) - most
    return Table(
        title="What do these ratings rest on?",
        columns=[Column("Rating"), Column("Reason, and where it stands")],
        rows=rows,
        left_out=f"{more} more factor{'s' if more > 1 else ''}" if more > 0 else "",
        finding="" if rows else "On every factor both contribute alike.",
    )

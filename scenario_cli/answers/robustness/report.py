"""The answer of ``scenario robustness``: what survives not knowing the weights or the ratings."""

import math
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from scenario_cli.answers.opening import heading, preamble, remarks
from scenario_cli.answers.robustness.ask import RobustnessAnswer
from scenario_cli.answers.robustness.tables import (
    FEW_GAINS,
    TOP_GAINS,
    central_tables,
    doubts_tables,
    pairwise_table,
    rank_tables,
    regret_table,
    research_table,
)
from scenario_cli.answers.robustness.words import caption, item_title, share_word
from scenario_cli.answers.ways import brief_page
from scenario_cli.render.page import Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed, per_cent, points

if TYPE_CHECKING:
    from scenario_cli.answers.robustness.document import (
        ConditionDocument,
        FailsDocument,
        PresentDocument,
        RobustnessDocument,
        RobustOptionDocument,
        WithoutDoubtsDocument,
    )
    from scenario_cli.render.svg import Picture

SAME = 1e-12
LEFT_OUT = "Central weights, and all ratings that are worth knowing"


def report(answer: RobustnessAnswer) -> "Report[RobustnessDocument]":
    """Return a robustness analysis as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        whole=partial(page, answer, whole=True),
        brief=lambda _: brief_page(answer.study, finding(answer)),
        document=partial(document, answer),
        records=partial(records, answer),
        pictures={
            "ranks": partial(_ranks, answer),
            "pairs": partial(_pairs, answer),
            "regret": partial(_regret, answer),
        },
    )


def _ranks(answer: RobustnessAnswer, width: float) -> "Picture":
    from scenario_cli.answers.robustness.pictures.ranks import ranks_picture

    return ranks_picture(answer, finding(answer), width)


def _pairs(answer: RobustnessAnswer, width: float) -> "Picture":
    from scenario_cli.answers.robustness.pictures.pairs import pairs_picture

    return pairs_picture(answer, finding(answer), width)


def _regret(answer: RobustnessAnswer, width: float) -> "Picture":
    from scenario_cli.answers.robustness.pictures.regret import regret_picture

    return regret_picture(answer, finding(answer), width)


def finding(answer: RobustnessAnswer) -> str:
    """Return the sentence that says who is first in how much of the weightings, and who never can be."""
    found = answer.found
    shares, regrets = _numbers(found.acceptability[:, 0]), _numbers(found.max_regret)
    best = [i for i, share in enumerate(shares) if share >= max(shares) - SAME]
    least = [i for i, regret in enumerate(regrets) if regret <= min(regrets) + SAME]
    how = "of the weightings" if found.samples == 0 else "of the weightings sampled"
    are, its = ("is", "its") if len(best) == 1 else ("are each", "their")
    share = share_word(max(shares), exact=answer.lost_exactly)
    said = f"{listed([answer.title(i) for i in best])} {are} first in {share}% {how}"
    never = [answer.title(i) for i, can in enumerate(found.leads.somewhere) if not can]
    jointly = [
        answer.title(i)
        for i, can in enumerate(found.leads.somewhere)
        if can and not found.leads.alone[i] and i not in best
    ]
    if not never and not jointly and len(found.order) > 1:
        said += "; every option can be first"
    if never:
        said += f"; no weights of this kind put {listed(never)} first"
    if jointly:
        said += f"; {listed(jointly)} can be first only in a tie"
    if answer.model.weights == "around":  # which leaves no weights out, however seldom it draws them
        return f"{said}."
    if least == best:
        said += f"; {its} worst regret is the smallest too"
    else:
        said += f"; the smallest worst regret is that of {listed([answer.title(i) for i in least])}"
    return f"{said} ({points(min(regrets))} points)."


def failure_words(answer: RobustnessAnswer) -> str:
    """Return where the leader loses, in words."""
    rule, drivers = answer.found.failure, answer.study.problem.drivers
    leaders = listed([answer.title(i) for i in answer.ranking.leaders])
    loses = "loses" if len(answer.ranking.leaders) == 1 else "lose"
    how = "of the weightings" if answer.lost_exactly else f"of {answer.found.samples:,} weightings"
    if rule is None:
        return f"{leaders} {loses} first place in none {how}."
    share = share_word(rule.lost, exact=answer.lost_exactly)
    lost = f"{leaders} {loses} first place in {share}% {how}"
    if not rule.conditions:
        return f"{lost}; no share of a driver tells where."
    parts = [
        f"{item_title(answer, drivers[c.driver])} has "
        f"{'at least' if c.above else 'at most'} {per_cent(c.share)}"
        for c in rule.conditions
    ]
    among = "" if answer.looked_at == answer.found.samples else f"Among {answer.looked_at:,} of them "
    return (
        f"{lost}, mostly where {' and '.join(parts)}. {among}{'that' if among else 'That'} "
        f"covers {rule.coverage:.0%} of the losses, and {rule.density:.0%} of those it covers are losses."
    )


def _numbers(row: Any) -> list[float]:
    return [float(x) for x in row]


def document(answer: RobustnessAnswer) -> "RobustnessDocument":
    """Return the JSON document of a robustness analysis."""
    problem, found, model = answer.study.problem, answer.found, answer.model
    options: list[RobustOptionDocument] = []
    for i, option in enumerate(problem.options):
        central = _numbers(found.central_factors[i])
        options.append(
            {
                "option": option,
                "acceptability": _numbers(found.acceptability[i]),
                "standard_error": _numbers(found.standard_error[i]),
                "central_weights": None
                if math.isnan(central[0])
                else dict(zip(problem.factors, central, strict=True)),
                "confidence_factor": None if math.isnan(found.confidence[i]) else float(found.confidence[i]),
                "expected_rank": float(found.expected_rank[i]),
                "mean_regret": float(found.mean_regret[i]),
                "max_regret": float(found.max_regret[i]),
                "rank_entropy": float(found.rank_entropy[i]),
                "can_lead": bool(found.leads.somewhere[i]),
                "can_lead_alone": bool(found.leads.alone[i]),
                "first_draws": None if answer.central_exactly else int(found.firsts[i]),
            }
        )
    return {
        "format": "robustness/1",
        **preamble(answer.study, answer.flags, finding(answer), beside=[one.input for one in answer.judged]),
        "model": {
            "weights": model.weights,
            "over": model.over,
            "spread": model.spread if model.weights == "around" else None,
            "ratings": "uncertain" if answer.ratings_uncertain else "fixed",
            "samples": found.samples,
            "seed": model.seed,
            "exact": list(found.exact),
        },
        "options": options,
        "pairwise": {
            a: {b: float(found.pairwise[i, j]) for j, b in enumerate(problem.options) if i != j}
            for i, a in enumerate(problem.options)
        },
        "entropy": found.entropy,
        "research": [
            {"option": problem.options[g.option], "factor": problem.factors[g.factor], "gain": g.points}
            for g in found.known.gains
        ],
        "doubts": [{"doubt": answer.doubts[gain.doubt], "gain": gain.points} for gain in found.known.doubts],
        "without_doubts": _without_doubts(answer),
        "present": _present(answer),
        "together": found.known.together,
        "together_error": found.known.together_error,
        "together_samples": found.known.samples,
        "choice": {
            "option": problem.options[found.known.choice],
            "lead": found.known.lead if math.isfinite(found.known.lead) else None,
        },
        "fails": _fails_document(answer),
        "caption": caption(answer),
    }


def _without_doubts(answer: RobustnessAnswer) -> "list[WithoutDoubtsDocument]":
    apart = answer.found.apart
    if apart is None:
        return []
    return [
        {"option": option, "acceptability": _numbers(shares), "standard_error": _numbers(errors)}
        for option, shares, errors in zip(
            answer.study.problem.options, apart.acceptability, apart.standard_error, strict=True
        )
    ]


def _present(answer: RobustnessAnswer) -> "list[PresentDocument]":
    found = answer.found.present
    if found is None:
        return []
    return [
        {
            "option": option,
            "first": float(found.together[i]),
            "standard_error": float(found.together_error[i]),
            "one_by_one": float(found.apart[i]),
            "one_by_one_error": float(found.apart_error[i]),
        }
        for i, option in enumerate(answer.study.problem.options)
    ]


def _fails_document(answer: RobustnessAnswer) -> "FailsDocument | None":
    rule, drivers = answer.found.failure, answer.study.problem.drivers
    if rule is None:
        return None
    conditions: list[ConditionDocument] = [
        {"driver": drivers[c.driver], "at_least": c.share}
        if c.above
        else {"driver": drivers[c.driver], "at_most": c.share}
        for c in rule.conditions
    ]
    return {
        "options": answer.ids(answer.ranking.leaders),
        "conditions": conditions,
        "coverage": rule.coverage,
        "density": rule.density,
        "lost": rule.lost,
        "samples": answer.looked_at,
    }


def records(answer: RobustnessAnswer) -> Records:
    """Return one record an option: rank shares with their errors, then the rest."""
    problem, m = answer.study.problem, len(answer.study.problem.options)
    columns = ["option", "expected_rank", "mean_regret", "max_regret", "can_lead", "can_lead_alone"]
    columns += ["confidence_factor", "first_draws"]
    columns += [f"rank_{r}" for r in range(1, m + 1)] + [f"standard_error_{r}" for r in range(1, m + 1)]
    columns += [f"central.{factor}" for factor in problem.factors]
    rows: list[list[Field]] = []
    for option, stated in zip(problem.options, document(answer)["options"], strict=True):
        central: Mapping[str, float | None] = stated["central_weights"] or dict.fromkeys(problem.factors)
        rows.append(
            [
                option,
                *(stated["expected_rank"], stated["mean_regret"], stated["max_regret"]),
                *(stated["can_lead"], stated["can_lead_alone"]),
                *(stated["confidence_factor"], stated["first_draws"]),
                *stated["acceptability"],
                *stated["standard_error"],
                *central.values(),
            ]
        )
    return Records(columns, rows)


def page(answer: RobustnessAnswer, width: int, *, whole: bool = False) -> Page:
    """Return the page of a robustness analysis: its answer first, then what that rests on.

    What is not ``whole`` leaves out the central weights, and all but the first ratings that
    are worth knowing, and says so.
    """
    fails = Table(title="Where does the leader lose?", columns=[], rows=[], finding=failure_words(answer))
    tables = [*rank_tables(answer, width), *doubts_tables(answer), fails, pairwise_table(answer)]
    if whole:
        tables += [regret_table(answer), *central_tables(answer), research_table(answer, TOP_GAINS)]
    else:
        tables.append(research_table(answer, FEW_GAINS))
    return Page(
        heading=heading(answer.study),
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
        left_out="" if whole else LEFT_OUT,
    )

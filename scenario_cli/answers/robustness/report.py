"""The answer of ``scenario robustness``: what survives not knowing the weights or the ratings."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from scenario_cli.answers.cells import rating_word, reason
from scenario_cli.answers.opening import heading, preamble, remarks
from scenario_cli.answers.robustness.ask import RobustnessAnswer
from scenario_cli.engine.robustness.sampling import CONFIDENCE_SAMPLES
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed, per_cent, points

if TYPE_CHECKING:
    from scenario_cli.answers.robustness.document import (
        ConditionDocument,
        FailsDocument,
        RobustnessDocument,
        RobustOptionDocument,
    )

TOP_GAINS = 10
MOST_PAIRED = 8
MOST_CENTRAL = 6
NO_GAIN = 1e-9
SAME = 1e-12

MODEL_WORDS = {
    "anywhere": "all weights, each as good as any other",
    "ordered": "all weights that keep the present order of importance",
    "around": "weights spread round the present ones",
    "ranges": "all weights within the file's ranges",
}


def report(answer: RobustnessAnswer) -> "Report[RobustnessDocument]":
    """Return a robustness analysis as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def caption(answer: RobustnessAnswer) -> str:
    """Return how the shares came about: exact, or with N, seed and standard error."""
    found, model = answer.found, answer.model
    words = MODEL_WORDS[model.weights]
    drawn = ", ratings drawn from their ranges" if answer.drawn else ""
    if found.samples == 0:
        return f"Exact, over {words} (of {model.over}){drawn}; not the chance that an option is chosen."
    error = float(found.standard_error.max()) * 100
    return (
        f"N = {found.samples:,} over {words} (of {model.over}){drawn}; seed {model.seed}; "
        f"standard error at most {error:.2f} percentage points; not the chance that an option is chosen."
    )


def finding(answer: RobustnessAnswer) -> str:
    """Return the sentence that says who is first in how much of the weightings, and who never can be."""
    found = answer.found
    shares, regrets = _numbers(found.acceptability[:, 0]), _numbers(found.max_regret)
    best = [i for i, share in enumerate(shares) if share >= max(shares) - SAME]
    least = [i for i, regret in enumerate(regrets) if regret <= min(regrets) + SAME]
    how = "of the weightings" if found.samples == 0 else "of the weightings sampled"
    are, its = ("is", "its") if len(best) == 1 else ("are each", "their")
    said = f"{listed([answer.title(i) for i in best])} {are} first in {per_cent(max(shares))} {how}"
    if least == best:
        said += f", and {its} worst regret is the smallest too"
    else:
        said += f"; the smallest worst regret is that of {listed([answer.title(i) for i in least])}"
    said += f" ({points(min(regrets))} points)"
    never = [answer.title(i) for i, can in enumerate(found.leads.somewhere) if not can]
    if never:
        said += f"; no weights of this kind put {listed(never)} first"
    return said + "."


def failure_words(answer: RobustnessAnswer) -> str:
    """Return where the leader loses, in words."""
    rule, drivers = answer.found.failure, answer.study.problem.drivers
    leaders = listed([answer.title(i) for i in answer.ranking.leaders])
    loses = "loses" if len(answer.ranking.leaders) == 1 else "lose"
    looked = f"{answer.looked_at:,}"
    if rule is None:
        return f"{leaders} {loses} first place in none of {looked} weightings looked at."
    parts = [
        f"{drivers[c.driver]} has {'at least' if c.above else 'at most'} {per_cent(c.share)}"
        for c in rule.conditions
    ]
    lost = f"{leaders} {loses} first place in {per_cent(rule.lost)} of {looked} weightings looked at"
    if not parts:
        return f"{lost}; no share of a driver tells where."
    return (
        f"{lost}, mostly where {' and '.join(parts)}: that covers {rule.coverage:.0%} of the losses, "
        f"and {rule.density:.0%} of the weightings there are losses."
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
            }
        )
    return {
        "format": "robustness/1",
        **preamble(answer.study, answer.flags, finding(answer)),
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
        "fails": _fails_document(answer),
        "caption": caption(answer),
    }


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
    columns = ["option", "expected_rank", "mean_regret", "max_regret", "can_lead", "confidence_factor"]
    columns += [f"rank_{r}" for r in range(1, m + 1)] + [f"standard_error_{r}" for r in range(1, m + 1)]
    columns += [f"central.{factor}" for factor in problem.factors]
    rows: list[list[Field]] = []
    for option, stated in zip(problem.options, document(answer)["options"], strict=True):
        central: Mapping[str, float | None] = stated["central_weights"] or dict.fromkeys(problem.factors)
        rows.append(
            [
                option,
                *(stated["expected_rank"], stated["mean_regret"], stated["max_regret"]),
                *(stated["can_lead"], stated["confidence_factor"]),
                *stated["acceptability"],
                *stated["standard_error"],
                *central.values(),
            ]
        )
    return Records(columns, rows)


def page(answer: RobustnessAnswer) -> Page:
    """Return the page of a robustness analysis."""
    return Page(
        heading=heading(answer.study),
        tables=[
            _rank_table(answer),
            _pairwise_table(answer),
            _central_table(answer),
            _research_table(answer),
            Table(title="Where does the leader lose?", columns=[], rows=[], finding=failure_words(answer)),
        ],
        warnings=remarks(answer.flags, "warning"),
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _rank_table(answer: RobustnessAnswer) -> Table:
    found, m = answer.found, len(answer.study.problem.options)
    shown = min(m, 4)
    rows: list[Sequence[Cell]] = [
        [
            answer.study.problem.options[i],
            *(f"{share * 100:.1f}" for share in found.acceptability[i, :shown]),
            f"{found.expected_rank[i]:.2f}",
            points(found.mean_regret[i]),
            points(found.max_regret[i]),
            "yes" if found.leads.somewhere[i] else "never",
        ]
        for i in answer.found.order
    ]
    return Table(
        title="In what share of the weightings has each option which rank (in %)?",
        columns=[
            Column("Option"),
            *(Column(word, "right") for word in ("1st", "2nd", "3rd", "4th")[:shown]),
            Column("Mean rank", "right"),
            Column("Mean regret", "right"),
            Column("Worst", "right"),
            Column("Can lead"),
        ],
        rows=rows,
        legend=["Regret: points of score behind the best under the same weighting."],
        finding=caption(answer),
    )


def _pairwise_table(answer: RobustnessAnswer) -> Table:
    problem, found = answer.study.problem, answer.found
    shown = found.order[:MOST_PAIRED]
    rows: list[Sequence[Cell]] = [
        [problem.options[a], *("-" if a == b else f"{found.pairwise[a, b] * 100:.1f}" for b in shown)]
        for a in shown
    ]
    m = len(problem.options)
    best = [i for i in answer.found.order if (found.pairwise[i] > 0.5).sum() == m - 1]
    who = answer.title(best[0]) if best else "No option"
    said = f"{who} beats every other in more than half." if m > 1 else "There is only one option."
    if m > MOST_PAIRED:
        said += f" The first {MOST_PAIRED} are shown, JSON has all."
    return Table(
        title="In what share does the row score above the column (in %)?",
        columns=[Column("Option"), *(Column(problem.options[b], "right") for b in shown)],
        rows=rows,
        finding=said,
    )


def _central_table(answer: RobustnessAnswer) -> Table:
    found, items = answer.found, answer.items
    drawn = f", over {CONFIDENCE_SAMPLES:,} draws of the ratings" if answer.drawn else ""
    leading = [i for i in found.order if not math.isnan(found.central[i, 0])]
    firsts = leading[:MOST_CENTRAL]
    rest = (
        f" The first {MOST_CENTRAL} are shown, JSON and CSV have all." if len(leading) > MOST_CENTRAL else ""
    )
    rows: list[Sequence[Cell]] = [
        [id_, f"{items.weights[k] * 100:.1f}", *(f"{found.central[i, k] * 100:.1f}" for i in firsts)]
        for k, id_ in enumerate(items.ids)
    ]
    rows.append(["confidence", "", *(f"{found.confidence[i] * 100:.1f}" for i in firsts)])
    return Table(
        title="Which weights, on average, put each option first (in %)?",
        columns=[
            Column("Weight of"),
            Column("Now", "right"),
            *(Column(answer.study.problem.options[i], "right") for i in firsts),
        ],
        rows=rows,
        finding=f"Confidence: how often the option is first at these very weights{drawn}.{rest}",
    )


def _research_table(answer: RobustnessAnswer) -> Table:
    problem, scenario = answer.study.problem, answer.study.scenario
    worth = [gain for gain in answer.found.known.gains if gain.points > NO_GAIN]
    rows: list[Sequence[Cell]] = [
        [
            f"{problem.options[g.option]} on {problem.factors[g.factor]}",
            rating_word(problem, g.option, g.factor),
            f"{g.points:.3f}",
            reason(scenario, problem, g.option, g.factor),
        ]
        for g in worth[:TOP_GAINS]
    ]
    if worth:
        said = (
            f"Knowing one rating first would be worth at most {worth[0].points:.3f} points on average, "
            "at the present weights and with the others at their means."
        )
        if len(worth) > TOP_GAINS:
            said += f" The first {TOP_GAINS} are shown, JSON has all."
    elif answer.found.known.gains:
        said = "At the present weights, knowing any one uncertain rating would not change the choice."
    else:
        said = "No rating is uncertain, so there is nothing to find out."
    return Table(
        title="What should be found out next?",
        columns=[Column("Rating"), Column("Now", "right"), Column("Gain", "right"), Column("Reason now")],
        rows=rows,
        finding=said,
    )

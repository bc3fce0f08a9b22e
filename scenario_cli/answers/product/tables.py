"""The tables that only the whole product has: what was weighed, what to watch for, how to read it."""

from collections.abc import Sequence

from scenario_cli.answers.evidence.tables import without
from scenario_cli.answers.product.ask import ProductAnswer
from scenario_cli.render.page import Cell, Column, Span, Table
from scenario_cli.text import listed, per_cent, points

NOT_FORECAST = "it says what would follow if it happened, not how likely that is"


def signposts_table(answer: ProductAnswer) -> Table:
    """Return what each inject would do to first place, were it to happen now, alone."""
    titles, leaders = answer.study.titles, answer.ranking.leaders
    evidence = answer.study.scenario.evidence
    rows: list[Sequence[Cell]] = []
    changed = 0
    for post in answer.signposts:
        stated = answer.study.scenario.injects[post.inject]
        where = ", ".join(dict.fromkeys(evidence[id_].at or id_ for id_ in stated.evidence))
        if post.ranking is None:
            rows.append([titles.injects[post.inject], "no weight is left", "", where])
            continue
        changed += post.ranking.leaders != leaders
        lead = "" if post.lead is None else points(post.lead)
        rows.append([titles.injects[post.inject], answer.titles(post.ranking.leaders), lead, where])
    count = f"{changed} of {len(rows)} would change" if len(rows) > 1 else "It would change"
    none = "None of them would change" if len(rows) > 1 else "It would not change"
    return Table(
        title="What should one watch for?",
        columns=[Column("If this happens"), Column("Then first"), Column("Ahead by", "right"), Column("At")],
        rows=rows,
        finding=f"{count if changed else none} first place; {NOT_FORECAST}.",
    )


def sources_table(answer: ProductAnswer) -> Table:
    """Return every source as one cites it, how many ratings rest on it, and what is first without it."""
    stated, supports = answer.study.scenario.sources, answer.evidence.sources
    rows: list[Sequence[Cell]] = []
    for id_, source in stated.items():
        told = [", ".join(source.authors), answer.study.titles.sources[id_], source.publisher, source.date]
        then = (
            without(answer.evidence, supports[id_]) if supports[id_].ratings else "holds: no rating cites it"
        )
        rows.append([". ".join(part for part in told if part), str(supports[id_].ratings), then])
    return Table(
        title="Which sources was it drawn from?",
        columns=[Column("Source"), Column("Ratings", "right"), Column("First place without it")],
        rows=rows,
    )


def evidence_table(answer: ProductAnswer) -> Table:
    """Return every item of evidence with its place and what it says, as the scenario states them."""
    scenario, items = answer.study.scenario, answer.evidence.items
    return Table(
        title="What does the evidence say?",
        columns=[Column("Evidence"), Column("At"), Column("Says"), Column("Ratings", "right")],
        rows=[
            [id_, item.at, item.says, str(items[id_].ratings if id_ in items else 0)]
            for id_, item in scenario.evidence.items()
        ],
        legend=["Ratings: how many cite it. The places are those of its source."],
    )


def weighed_tables(answer: ProductAnswer) -> list[Table]:
    """Return the options in words, then drivers and factors with what each counts."""
    scenario, problem, titles = answer.study.scenario, answer.study.problem, answer.study.titles
    options: list[Sequence[Cell]] = [
        [titles.options[id_], option.about] for id_, option in scenario.options.items()
    ]
    rows: list[Sequence[Cell]] = []
    within = dict(zip(problem.factors, problem.weights, strict=True))
    for (id_, driver), share in zip(scenario.drivers.items(), problem.driver_weights, strict=True):
        rows.append([(Span(f"{titles.items[id_]}, {per_cent(share)} of all", "bold"),), "", ""])
        rows += [
            [titles.items[factor], per_cent(within[factor]), stated.about]
            for factor, stated in scenario.factors.items()
            if scenario.driver_of[factor] == id_ and (driver.factors or factor == id_)
        ]
    about = [text for text in (scenario.about, answer.study.weights.about) if text]
    return [
        Table(
            title="Which options were weighed?",
            columns=[Column("Option"), Column("What it is")],
            rows=options,
        ),
        Table(
            title=f"On what, and how much does each count under {answer.study.weights_title}?",
            columns=[Column("Factor"), Column("Counts", "right"), Column("What it is")],
            rows=rows,
            legend=about,
        ),
    ]


def reading_table(answer: ProductAnswer) -> Table:
    """Return how to read the numbers, each sort of them that stands here, in a line."""
    study = answer.study
    who = study.scenario.decision_maker or "the decision-maker"
    lines = [
        f"A score is value to {who} under the weights named, from 0 (the worst on every factor) to 100 (the "
        "best on every factor). It does not say what will happen, nor how likely anything is.",
        "A weight is the share of the whole for which a driver or a factor counts. Where one weight turns "
        "the answer, the others keep their proportions to each other; where a rating does, all else stays.",
        "Turning points are exact: nothing was sampled for them.",
    ]
    if study.events:
        lines.append(
            "A chance at which an event turns the answer is a threshold, where expected scores are equal. "
            "Nobody has said, here or in the scenario, how likely the event is."
        )
    lines.append(
        "A share of weightings says in how many sets of weights an option is first, each set counting "
        "as much as any other. It is not the chance that the option is chosen, or the right one."
    )
    if len(study.problem.options) > 1:
        lines.append("Regret is by how many points an option stands behind the best.")
    kinds = answer.evidence.coverage()
    lines.append(
        f"{kinds['cited']} of {kinds['ratings']} ratings cite evidence. All numbers are the judgement of "
        f"whoever wrote the scenario{_sources(answer)}."
    )
    return Table(title="How is this to be read?", columns=[], rows=[], legend=lines)


def _sources(answer: ProductAnswer) -> str:
    titles = list(answer.study.titles.sources.values())
    if not titles:
        return ""
    return f", from {listed(titles)}" if len(titles) <= 2 else f", from {len(titles)} sources"

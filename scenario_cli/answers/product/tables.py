"""The tables that only the whole product has: what was weighed, what to watch for, how to read it."""

from collections.abc import Sequence
from itertools import compress
from typing import Any

from scenario_cli.answers.cells import cell_where
from scenario_cli.answers.evidence.tables import without
from scenario_cli.answers.product.ask import ProductAnswer
from scenario_cli.render.page import Cell, Column, Span, Table
from scenario_cli.text import per_cent, points

NOT_FORECAST = "this says what would follow, not how likely it is to happen"


def signposts_table(answer: ProductAnswer) -> Table:
    """Return what each inject would do to first place, were it to happen now, alone."""
    titles, leaders = answer.study.titles, answer.ranking.leaders
    scenario = answer.study.scenario
    rows: list[Sequence[Cell]] = []
    changed = 0
    for post in answer.signposts:
        where = ", ".join(dict.fromkeys(cell_where(scenario, scenario.injects[post.inject])))
        if post.ranking is None:
            rows.append([titles.injects[post.inject], "no weight is left", "", where])
            continue
        changed += post.ranking.leaders != leaders
        lead = "" if post.lead is None else points(post.lead)
        rows.append([titles.injects[post.inject], answer.titles(post.ranking.leaders), lead, where])
    after = ", after what is tried already" if answer.study.trials else ""
    said = f"{changed or 'None'} of {len(rows)} would change first place, each alone{after}"
    if len(rows) == 1:
        said = f"It {'would' if changed else 'would not'} change first place{after}"
    return _filled(
        title="What should one watch for?",
        columns=[Column("If this happens"), Column("Then first"), Column("Ahead by", "right"), Column("At")],
        rows=rows,
        finding=f"{said}; {NOT_FORECAST}.",
    )


def sources_table(answer: ProductAnswer) -> Table:
    """Return every source as one cites it, how many ratings rest on it, and what is first without it."""
    stated, supports = answer.study.scenario.sources, answer.evidence.sources
    rows: list[Sequence[Cell]] = []
    for id_, source in stated.items():
        told = [", ".join(source.authors), answer.study.titles.sources[id_], source.publisher, source.date]
        cited = supports[id_].ratings
        then = without(answer.evidence, supports[id_]) if cited else "no rating cites it"
        rows.append([". ".join(part for part in told if part), str(cited), then])
    return Table(
        title="Which sources was it drawn from?",
        columns=[Column("Source"), Column("Ratings", "right"), Column("First place without it")],
        rows=rows,
        legend=["Ratings: how many cite it."],
    )


def evidence_table(answer: ProductAnswer) -> Table:
    """Return what every item of evidence says, and at which place, source by source."""
    scenario, items, titles = answer.study.scenario, answer.evidence.items, answer.study.titles
    rows: list[Sequence[Cell]] = []
    for source in dict.fromkeys(item.source for item in scenario.evidence.values()):
        rows.append([(Span(titles.sources[source], "bold"),), "", ""])
        rows += [
            [item.at, item.says, str(items[id_].ratings)]
            for id_, item in scenario.evidence.items()
            if item.source == source
        ]
    return Table(
        title="What does the evidence say?",
        columns=[Column("At"), Column("Says"), Column("Ratings", "right")],
        rows=rows,
        legend=["Ratings: how many cite it."],
    )


def about_tables(answer: ProductAnswer) -> list[Table]:
    """Return what the scenario and the weights say of themselves, where they do."""
    study = answer.study
    told = [study.scenario.about] if study.scenario.about else []
    told += [f"{study.weights_title}: {study.weights.about}"] if study.weights.about else []
    return [Table(title="What is this about?", columns=[], rows=[], legend=told)] if told else []


def weighed_tables(answer: ProductAnswer) -> list[Table]:
    """Return the options in words, where any has some, then drivers and factors with what each counts."""
    scenario, problem, titles = answer.study.scenario, answer.study.problem, answer.study.titles
    options: list[Sequence[Cell]] = [
        [titles.options[id_], option.about] for id_, option in scenario.options.items()
    ]
    rows: list[Sequence[Cell]] = []
    within = dict(zip(problem.factors, problem.weights, strict=True))
    for (id_, driver), share in zip(scenario.drivers.items(), problem.driver_weights, strict=True):
        rows.append([(Span(titles.items[id_], "bold"),), per_cent(share), driver.about])
        rows += [
            [f"  {titles.items[factor]}", per_cent(within[factor]), stated.about]
            for factor, stated in driver.factors.items()
        ]
    grouped = any(driver.factors for driver in scenario.drivers.values())
    counted = "Each in per cent of the whole."
    weighed = _filled(
        title="On what were they weighed, and how much does each count?",
        columns=[
            Column("Driver, factor" if grouped else "Driver"),
            Column("Counts", "right"),
            Column("What it is"),
        ],
        rows=rows,
        legend=[counted + (" A driver counts for all of its factors together." if grouped else "")],
    )
    said = Table(
        title="Which options were weighed?",
        columns=[Column("Option"), Column("What it is")],
        rows=options,
    )
    return [said, weighed] if any(option.about for option in scenario.options.values()) else [weighed]


def nearest_of(table: Table, most: int, count: int) -> Table:
    """Return a table of the nearest ratings that says so where there are more: no longer page has them."""
    told = [*table.legend, f"The nearest {most} are shown."] if count > most else table.legend
    return table._replace(legend=told, left_out="")


def _filled(title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], **more: Any) -> Table:
    """Return a table without the columns in which nothing stands."""
    kept = [any(row[k] for row in rows) for k in range(len(columns))]
    return Table(title, list(compress(columns, kept)), [list(compress(row, kept)) for row in rows], **more)


def reading_table(answer: ProductAnswer) -> Table:
    """Return how to read the numbers, each sort of them that stands here, in a line."""
    study = answer.study
    who = study.scenario.decision_maker or "the decision-maker"
    lines = [
        f"A score is value to {who} under the weights named, from 0 (the worst on every factor) to 100 (the "
        "best on every factor). It does not say what will happen, nor how likely anything is.",
        "A weight is the share of the whole for which a driver or a factor counts.",
    ]
    if answer.explain is not None:
        lines += _turns_lines(answer)
    kinds = answer.evidence.coverage()
    lines.append(
        f"{kinds['cited']} of {kinds['ratings']} ratings cite evidence. Whatever it rests on, each number "
        "was set by whoever wrote the scenario, and each weight by whoever stated the weights."
    )
    return Table(title="How is this to be read?", columns=[], rows=[], legend=lines)


def _turns_lines(answer: ProductAnswer) -> list[str]:
    lines = [
        "Where one weight turns the answer, the others keep their proportions to each other; where a rating "
        "does, all else stays. Turning points are exact: nothing was sampled for them.",
    ]
    if answer.study.events:
        lines.append(
            "A chance at which an event turns the answer is a threshold, where expected scores are equal. "
            "Nobody has said, here or in the scenario, how likely the event is."
        )
    lines += [
        "A share of weightings says in how many sets of weights an option is first, each set counting "
        "as much as any other. It is not the chance that the option is chosen, or the right one.",
        "Regret is by how many points an option stands behind the best.",
    ]
    return lines

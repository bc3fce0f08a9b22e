"""Pitfalls found in a result, each with a code and plain words."""

from typing import NamedTuple

import numpy as np

from scenario_cli.choices import FlagLevel
from scenario_cli.engine.additive import Ranking, dominators, idle_factors, rank_options
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.scenario import Scenario
from scenario_cli.text import listed


class Flag(NamedTuple):
    """Something a reader of the result should know; a warning may change the reading."""

    code: str
    level: FlagLevel
    text: str
    option: str | None = None
    factor: str | None = None
    driver: str | None = None


EQUAL_WEIGHTS = Flag(
    code="equal_weights",
    level="note",
    text="no weights were given: every driver counts the same, and every factor within it",
)
SCORE_NOT_LIKELIHOOD = Flag(
    code="score_not_likelihood",
    level="note",
    text="a score is value under the stated weights; it says nothing of what will happen",
)


def ranking_flags(
    scenario: Scenario, problem: DecisionProblem, ranking: Ranking, *, weights_named: bool
) -> tuple[Flag, ...]:
    """Return the flags of a ranking, warnings first, in a fixed order."""
    flags = [
        *order_flags(problem, ranking),
        *_dominated_flags(problem),
        *_cell_flags(scenario, problem, ranking),
        *_source_flags(scenario, problem, ranking),
        *_idle_flags(problem, ranking),
        *_notes(scenario, problem, weights_named),
    ]
    return tuple(sorted(flags, key=lambda flag: flag.level != "warning"))


def order_flags(problem: DecisionProblem, ranking: Ranking) -> list[Flag]:
    """Return the flags of an order that hangs on little: ties and near ties."""
    flags = []
    options = problem.options
    for rank in sorted(set(ranking.ranks[ranking.tied].tolist())):
        group = [options[i] for i in ranking.order if ranking.ranks[i] == rank]
        if len(group) > 1:
            text = f"{listed(group)} have the same score; their order is the file's"
            flags.append(Flag(code="tie", level="warning", text=text, option=group[0]))
    for better, worse in ranking.near:
        gap = ranking.scores[better] - ranking.scores[worse]
        text = (
            f"{options[better]} and {options[worse]} are {gap:.2g} points apart: "
            "one step in one rating would reverse them"
        )
        flags.append(Flag(code="near_tie", level="warning", text=text, option=options[worse]))
    return flags


def first_place_flags(where: str, problem: DecisionProblem) -> list[Flag]:
    """Return the flags of a first place that hangs on little; each says ``where`` that is."""
    ranking, options = rank_options(problem), problem.options
    leaders = [options[i] for i in ranking.leaders]
    flags = []
    if len(leaders) > 1:
        text = f"{where} {listed(leaders)} share first place"
        flags.append(Flag(code="tie", level="warning", text=text, option=leaders[0]))
    for better, worse in ranking.near[:1]:
        if better in ranking.leaders:
            gap = ranking.scores[better] - ranking.scores[worse]
            step = f"one step in one rating would put {options[worse]} first"
            text = f"{where} {options[better]} is first by {gap:.2g} points: {step}"
            flags.append(Flag(code="near_tie", level="warning", text=text, option=options[worse]))
    if ranking.open:
        could = listed([options[i] for i in ranking.could_lead])
        text = f"{where} some values of the ratings that are unknown put {could} first"
        flags.append(Flag(code="unrated", level="warning", text=text))
    return flags


def _dominated_flags(problem: DecisionProblem) -> list[Flag]:
    flags = []
    options = problem.options
    for i, by in dominators(problem).items():
        text = f"{options[i]} is nowhere better than {listed([options[j] for j in by])}, and somewhere worse"
        flags.append(Flag(code="dominated", level="warning", text=text, option=options[i]))
    return flags


def _cell_flags(scenario: Scenario, problem: DecisionProblem, ranking: Ranking) -> list[Flag]:
    flags = []
    outcome = "some values would change first place" if ranking.open else "no value would change first place"
    for i, option in enumerate(problem.options):
        for j, factor in enumerate(problem.factors):
            if problem.unknown[i, j]:
                text = f"{option} is not rated on {factor}: scored as the whole scale; {outcome}"
                flags.append(Flag(code="unrated", level="warning", text=text, option=option, factor=factor))
            else:
                rating = scenario.ratings[option][factor]
                if not rating.why and not rating.evidence:
                    text = f"{option} on {factor} has neither reason nor evidence"
                    flags.append(
                        Flag(code="uncited", level="warning", text=text, option=option, factor=factor)
                    )
            if problem.clipped[i, j]:
                text = f"an inject pushed {option} on {factor} past its scale; it stands at the end"
                flags.append(Flag(code="clipped", level="warning", text=text, option=option, factor=factor))
            if problem.crossed[i, j]:
                text = f"{option} crosses the red line of {factor}; it is ranked for information"
                flags.append(
                    Flag(code="below_minimum", level="warning", text=text, option=option, factor=factor)
                )
    return flags


def _source_flags(scenario: Scenario, problem: DecisionProblem, ranking: Ranking) -> list[Flag]:
    leading = [problem.options[i] for i in ranking.leaders]
    weighty = [factor for factor, weight in zip(problem.factors, problem.weights, strict=True) if weight > 0]
    sources = {
        scenario.evidence[id_].source
        for option in leading
        for factor in weighty
        for id_ in scenario.ratings[option][factor].evidence
    }
    if len(sources) != 1:
        return []
    text = f"the first place of {listed(leading)} rests on one source: {sources.pop()}"
    return [Flag(code="one_source", level="warning", text=text, option=leading[0])]


def _idle_flags(problem: DecisionProblem, ranking: Ranking) -> list[Flag]:
    """The factors that do the least work come first."""

    def work(j: int) -> float:
        return float(np.ptp(ranking.contributions[:, j]))

    def text(j: int) -> str:
        named = f"{problem.factors[j]} (weight {problem.weights[j]:.2f})"
        alike = np.ptp(problem.values[:, j]) == 0
        return f"{named} changes nothing: all rate alike" if alike else f"without {named} no rank changes"

    return [
        Flag(
            code="idle_factor",
            level="warning",
            text=text(j),
            factor=problem.factors[j],
            driver=problem.drivers[problem.driver_of[j]],
        )
        for j in sorted(idle_factors(problem, ranking), key=work)
    ]


def _notes(scenario: Scenario, problem: DecisionProblem, weights_named: bool) -> list[Flag]:
    flags = []
    if not weights_named:
        flags.append(EQUAL_WEIGHTS)
    counts = np.bincount(problem.driver_of, minlength=len(problem.drivers))
    if len(set(counts.tolist())) > 1:
        parts = [
            f"{driver} {count} ({weight:.2f})"
            for driver, count, weight in zip(problem.drivers, counts, problem.driver_weights, strict=True)
        ]
        text = f"factors per driver, and the weight they share: {', '.join(parts)}"
        flags.append(Flag(code="splitting", level="note", text=text))
    if scenario.status_quo is None:
        text = "no option is marked as the status quo, so there is nothing to compare with"
        flags.append(Flag(code="no_status_quo", level="note", text=text))
    text = "each weight was moved alone; several small moves together may do what none does alone"
    flags.append(Flag(code="one_at_a_time", level="note", text=text))
    flags.append(SCORE_NOT_LIKELIHOOD)
    return flags

"""One rating in words: its number, its kind, and where what it rests on stands."""

from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.scenario import UNKNOWN, Doubt, Inject, Rating, Scenario


def rating_word(problem: DecisionProblem, i: int, j: int) -> str:
    """Return a rating in its factor's unit as it is stated, or ``unknown``."""
    return UNKNOWN if problem.unknown[i, j] else f"{problem.ratings[i, j]:.10g}"


def computed(number: float) -> str:
    """Return a computed rating with four digits, or all of those before the point."""
    return f"{number:.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def cell_where(scenario: Scenario, rating: Rating | Doubt | Inject) -> list[str]:
    """Return the places in their sources that a rating, doubt or inject rests on, as it cites them."""
    items = [scenario.evidence[id_] for id_ in rating.evidence]
    return [item.at or item.source for item in items]


def is_tried(scenario: Scenario, problem: DecisionProblem, i: int, j: int) -> bool:
    """Whether a rating is one that --set or an inject put there, and not the stated one."""
    number = _stated_number(scenario, problem, i, j)
    if number is None or problem.unknown[i, j]:
        return (number is None) != bool(problem.unknown[i, j])
    return number != float(problem.ratings[i, j])


def reason(scenario: Scenario, problem: DecisionProblem, i: int, j: int) -> str:
    """Return why a rating is what it is, with the places that it rests on in brackets.

    A rating that is only tried has no reason: what is stated is told instead.
    """
    if is_tried(scenario, problem, i, j):
        number = _stated_number(scenario, problem, i, j)
        return f"(tried; the file says {UNKNOWN if number is None else f'{number:.10g}'})"
    rating = scenario.ratings[problem.options[i]][problem.factors[j]]
    where = ", ".join(dict.fromkeys(cell_where(scenario, rating)))
    return (rating.why or "(no reason)") + (f" [{where}]" if where else "")


def _stated_number(scenario: Scenario, problem: DecisionProblem, i: int, j: int) -> float | None:
    factor = problem.factors[j]
    return scenario.factors[factor].scale.number(scenario.ratings[problem.options[i]][factor].value)


def cell_sources(scenario: Scenario, rating: Rating | Doubt) -> list[str]:
    """Return the sources that a rating or a doubt rests on, each once."""
    return list(dict.fromkeys(scenario.evidence[id_].source for id_ in rating.evidence))

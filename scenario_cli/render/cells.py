"""One rating in words: its number, its kind, and where what it rests on stands."""

from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.scenario import UNKNOWN, Rating, Scenario


def rating_word(problem: DecisionProblem, i: int, j: int) -> str:
    """Return a rating in its factor's unit as it is stated, or ``unknown``."""
    return UNKNOWN if problem.unknown[i, j] else f"{problem.ratings[i, j]:.10g}"


def computed(number: float) -> str:
    """Return a computed rating with four digits, or all of those before the point."""
    return f"{number:.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def cell_where(scenario: Scenario, rating: Rating) -> list[str]:
    """Return the places in their sources that a rating rests on, in the order it cites them."""
    items = [scenario.evidence[id_] for id_ in rating.evidence]
    return [item.at or item.source for item in items]


def reason(scenario: Scenario, problem: DecisionProblem, i: int, j: int) -> str:
    """Return why a rating is what it is, with the places that it rests on in brackets.

    A rating that is only tried has no reason: what is stated is told instead.
    """
    option, factor = problem.options[i], problem.factors[j]
    rating = scenario.ratings[option][factor]
    number = scenario.factors[factor].scale.number(rating.value)
    if (number is None) != bool(problem.unknown[i, j]) or (
        number is not None and number != problem.ratings[i, j]
    ):
        return f"(tried; the file says {UNKNOWN if number is None else f'{number:.10g}'})"
    where = ", ".join(dict.fromkeys(cell_where(scenario, rating)))
    return (rating.why or "(no reason)") + (f" [{where}]" if where else "")


def cell_sources(scenario: Scenario, rating: Rating) -> list[str]:
    """Return the sources that a rating rests on, each once."""
    return list(dict.fromkeys(scenario.evidence[id_].source for id_ in rating.evidence))

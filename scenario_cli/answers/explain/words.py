"""Words that more than one part of an explanation says."""

from scenario_cli.answers.explain.ask import ExplainAnswer
from scenario_cli.engine.additive import TIE
from scenario_cli.text import fixed


def amount(points: float) -> str:
    """Return points with two decimals, or the first digit that would not be seen in these; dust is none."""
    shown = fixed(points, 2)
    return f"{points:.1g}" if float(shown) == 0 and abs(points) > TIE else shown


def signed_amount(points: float) -> str:
    """Return the same with its sign."""
    shown = amount(points)
    return shown if shown.startswith("-") else f"+{shown}"


def factor_title(answer: ExplainAnswer, j: int) -> str:
    """Return a factor's title, or its id where it has none."""
    return answer.study.titles.items[answer.study.problem.factors[j]]

"""Rank a decision-maker's options from YAML files, and show what would change the answer.

The public names load on first use, so that importing the package stays cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenario_cli.engine.additive import Ranking, rank_options
    from scenario_cli.engine.problem import DecisionProblem, decision_problem
    from scenario_cli.engine.sensitivity.one_way import OneWay, one_way
    from scenario_cli.files.reading import read_scenario, read_weights
    from scenario_cli.model.scenario import Scenario
    from scenario_cli.model.weights import Weights, equal_weights

__version__ = "0.1.0"

__all__ = [
    "DecisionProblem",
    "OneWay",
    "Ranking",
    "Scenario",
    "Weights",
    "decision_problem",
    "equal_weights",
    "one_way",
    "rank_options",
    "read_scenario",
    "read_weights",
]

_HOMES = {
    "DecisionProblem": "engine.problem",
    "OneWay": "engine.sensitivity.one_way",
    "Ranking": "engine.additive",
    "Scenario": "model.scenario",
    "Weights": "model.weights",
    "decision_problem": "engine.problem",
    "equal_weights": "model.weights",
    "one_way": "engine.sensitivity.one_way",
    "rank_options": "engine.additive",
    "read_scenario": "files.reading",
    "read_weights": "files.reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

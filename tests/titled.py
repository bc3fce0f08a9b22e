"""Scenarios whose titles are of any length and any signs, for pictures and pages."""

from typing import Any

from builders import scenario_of, study_of, weights_of
from hypothesis import strategies as st

from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

TITLES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=5, max_size=120)
SEVERAL = st.lists(TITLES, min_size=2, max_size=6)


def renamed(scenario: Scenario, titles: list[str]) -> Scenario:
    """The same scenario, its drivers, factors, options and injects under these titles in turn."""
    data = scenario.model_dump(exclude_unset=True)
    factors = [f for d in data["drivers"].values() for f in (d.get("factors") or {}).values()]
    parts = (data["drivers"].values(), factors, data["options"].values(), data.get("injects", {}).values())
    for group in parts:
        for k, part in enumerate(group):
            part["title"] = titles[k % len(titles)]
    return Scenario.model_validate(data)


def bearing(titles: list[str], options: int, *, events: int = 0) -> tuple[Scenario, Weights]:
    """A scenario of so many options, a driver a title, and weights; its parts bear the titles in turn."""
    n = len(titles)
    scenario = scenario_of([[(i * 7 + j * 3) % 11 for j in range(n)] for i in range(options)])
    injects = {
        f"e{k}": {"ratings": {f"o{(k * 5 + 1) % options}": {"d0": {"set": 10.0}, "d1": {"shift": 5.0}}}}
        for k in range(events)
    }
    if injects:
        scenario = Scenario.model_validate(scenario.model_dump(exclude_unset=True) | {"injects": injects})
    return renamed(scenario, titles), weights_of(scenario, range(1, n + 1))


@st.composite
def titled(draw: Any, *, events: int = 0) -> Any:
    """A study of 2 to 30 options with titles of 5 to 120 signs."""
    titles = draw(SEVERAL)
    return study_of(*bearing(titles, draw(st.integers(2, 30)), events=events))

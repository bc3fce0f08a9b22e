"""Studies whose titles are of any length and signs, to draw pictures of."""

from builders import scenario_of, weights_of
from hypothesis import strategies as st

from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

TITLES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=5, max_size=120)
SEVERAL = st.lists(TITLES, min_size=2, max_size=6)


def titled(titles: list[str], options: int) -> tuple[Scenario, Weights]:
    """A scenario of so many options, a factor a title, and weights; options bear the titles in turn."""
    n = len(titles)
    scenario = scenario_of([[(i * 7 + j * 3) % 11 for j in range(n)] for i in range(options)])
    data = scenario.model_dump(exclude_unset=True)
    for driver, title in zip(data["drivers"].values(), titles, strict=True):
        driver["title"] = title
    for k, option in enumerate(data["options"].values()):
        option["title"] = titles[k % n]
    named = scenario.model_validate(data)
    return named, weights_of(named, range(1, n + 1))

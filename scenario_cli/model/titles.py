"""What people read in place of ids: titles, told apart where two are the same."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from scenario_cli.model.scenario import Scenario


class Titles(NamedTuple):
    """Titles by id: of options, of drivers and factors, of sources, of injects, of doubts."""

    options: dict[str, str]
    items: dict[str, str]
    sources: dict[str, str]
    injects: dict[str, str]
    doubts: dict[str, str]

    def cell(self, option: str, factor: str) -> str:
        """Return how a sentence names a rating."""
        return f"{self.options[option]} on {self.items[factor]}"


class _Titled(Protocol):
    @property
    def title(self) -> str: ...


def titles_of(scenario: Scenario) -> Titles:
    """Return the titles of a scenario; an id where there is none, and beside a title that two have."""
    return Titles(
        options=_apart(scenario.options),
        items=_apart({**scenario.drivers, **scenario.factors}),
        sources=_apart(scenario.sources),
        injects=_apart(scenario.injects),
        doubts=_apart(scenario.doubts),
    )


def _apart(titled: Mapping[str, _Titled]) -> dict[str, str]:
    titles = {id_: thing.title or id_ for id_, thing in titled.items()}
    while len(often := Counter(titles.values())) < len(titles):  # an id may make it another's title
        titles = {id_: title if often[title] == 1 else f"{title} ({id_})" for id_, title in titles.items()}
    return titles

"""A ballot: one person's weights of a question, and if wanted a gut order and ratings."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from scenario_cli.model.base import ID_PATTERN, Id, PerCent, Points, Statement, Text
from scenario_cli.model.crosscheck import weights_for_scenario_mistakes, weights_mistakes
from scenario_cli.model.scales import Flaw, StatedScale, cell_mistakes, mapping
from scenario_cli.model.scenario import Rating, Scenario
from scenario_cli.model.weights import Weights

LEAST_OF_A_TEAM = 5  # ballots: of fewer nothing is told that could be laid to one of them


class Ballot(Statement):
    """One person's weights; ``order`` is what the gut says, best first, kept apart from what they come to.

    An option that ``order`` leaves out stands behind those that it names, tied with the others left out.
    ``ratings`` are put in place of the scenario's own for this person alone.
    """

    format: Literal["ballot/1"]
    id: Annotated[Text, Field(json_schema_extra={"pattern": ID_PATTERN})] = ""
    title: Text = ""
    about: Text = ""
    by: Text = ""
    team: Text = ""
    round: Text = ""
    scenario: Id | None = None
    order: list[Id] = Field(default_factory=list)
    drivers: Annotated[dict[Id, Points], Field(min_length=1)]
    factors: dict[Id, Annotated[dict[Id, Points], Field(min_length=1)]] = Field(default_factory=dict)
    ratings: dict[Id, dict[Id, Rating]] = Field(default_factory=dict)
    ranges: dict[Id, Annotated[list[PerCent], Field(min_length=2, max_length=2)]] = Field(
        default_factory=dict
    )
    evidence: dict[Id, list[Id]] = Field(default_factory=dict)
    note: Text = ""

    @property
    def weights(self) -> Weights:
        """The weights alone, as a weights file would state them."""
        shared = {name: getattr(self, name) for name in Weights.model_fields if name != "format"}
        return Weights.model_construct(format="weights/1", **shared)


def ballot_of(weights: Weights) -> Ballot:
    """Return weights that name whose they are as that person's ballot."""
    shared = {name: getattr(weights, name) for name in Weights.model_fields if name != "format"}
    return Ballot.model_construct(format="ballot/1", round="", order=[], ratings={}, note="", **shared)


def shown_teams(teams: Iterable[str]) -> dict[str, int]:
    """Return the teams that may be told of, and how many ballots each has, from the teams of all ballots.

    A team has ``LEAST_OF_A_TEAM`` ballots or more, and so have those together that are outside all
    teams that are told of, if there are any: else who subtracts one row after another from the whole
    would have the few that are left. The smallest is left out where it must.
    """
    counts = Counter(teams)
    shown = {team: counts[team] for team in sorted(counts) if team and counts[team] >= LEAST_OF_A_TEAM}
    while shown and 0 < counts.total() - sum(shown.values()) < LEAST_OF_A_TEAM:
        del shown[min(shown, key=lambda team: shown[team])]
    return shown


def ballot_mistakes(data: dict[str, Any]) -> list[Flaw]:
    """Return the mistakes within a ballot that need no scenario to be seen."""
    order = data.get("order")
    named = order if isinstance(order, list) else []
    return [
        *weights_mistakes(data),
        *(
            Flaw(("order", i), "duplicate-id", f"'{id_}' stands here a second time")
            for i, id_ in enumerate(named)
            if isinstance(id_, str) and id_ in named[:i]
        ),
    ]


def ballot_for_scenario_mistakes(data: dict[str, Any], scenario: Scenario) -> list[Flaw]:
    """Return what keeps a ballot from fitting a scenario; of one for another scenario, only that."""
    flaws = weights_for_scenario_mistakes(data, scenario)
    if any(flaw.code == "wrong-scenario" for flaw in flaws):
        return flaws
    options, factors = scenario.options, scenario.factors
    order = data.get("order")
    for i, id_ in enumerate(order if isinstance(order, list) else ()):
        if isinstance(id_, str) and id_ not in options:
            flaws.append(_unknown(("order", i), "option", id_, list(options)))
    for option, cells in mapping(data, "ratings").items():
        if option not in options:
            flaws.append(_unknown(("ratings", option), "option", option, list(options), at_key=True))
        for factor, stated in mapping(cells).items():
            at = ("ratings", option, factor)
            if factor not in factors:
                flaws.append(_unknown(at, "factor", factor, list(factors), at_key=True))
                continue
            scale = factors[factor].scale
            flaws += cell_mistakes(at, stated, StatedScale(scale.worst, scale.best, dict(scale.levels)))
    return flaws


def _unknown(
    path: tuple[str | int, ...], what: str, id_: str, known: list[str], at_key: bool = False
) -> Flaw:
    message = f"unknown {what} '{id_}'"
    return Flaw(path, f"unknown-{what}", message, at_key=at_key, unknown=id_, known=known)

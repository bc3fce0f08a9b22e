"""Weights: one perspective on how much each driver and factor counts."""

from typing import Annotated, Literal

from pydantic import Field

from scenario_cli.model.base import ID_PATTERN, Id, PerCent, Points, Statement, Text
from scenario_cli.model.scenario import Scenario


class Weights(Statement):
    """Raw points for drivers, and for factors within a driver; any sum."""

    format: Literal["weights/1"]
    id: Annotated[Text, Field(json_schema_extra={"pattern": ID_PATTERN})] = ""
    title: Text = ""
    about: Text = ""
    by: Text = ""
    team: Text = ""
    scenario: Id | None = None
    drivers: Annotated[dict[Id, Points], Field(min_length=1)]
    # Pydantic copies a default in every file that does without it, which takes longer than a new one.
    factors: dict[Id, Annotated[dict[Id, Points], Field(min_length=1)]] = Field(default_factory=dict)
    ranges: dict[Id, Annotated[list[PerCent], Field(min_length=2, max_length=2)]] = Field(
        default_factory=dict
    )
    evidence: dict[Id, list[Id]] = Field(default_factory=dict)

    @property
    def whose(self) -> str:
        """Whose ballot they are, as a sentence; empty where they are nobody's."""
        parts = [f"by {self.by}"] if self.by else []
        parts += [f"team {self.team}"] if self.team else []
        said = ", ".join(parts)
        return f"{said[0].upper()}{said[1:]}." if said else ""


def equal_weights(scenario: Scenario) -> Weights:
    """Return weights under which every driver counts the same, and every factor within a driver."""
    return Weights(
        format="weights/1",
        id="equal",
        title="Equal weights, since none were named",
        drivers=dict.fromkeys(scenario.drivers, 1.0),
    )

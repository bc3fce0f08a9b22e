"""What the JSON document of ``scenario weights show`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import DriverId, FactorId, Preamble

RawPoints = Annotated[float, "raw points, 0 or more, of any sum"]


class PointsDocument(TypedDict):
    """Points as a weights file states them."""

    drivers: Annotated[dict[DriverId, RawPoints], "each driver's points"]
    factors: Annotated[
        dict[DriverId, dict[FactorId, RawPoints]],
        "each factor's points within its driver; the factors of a driver that is left out share equally",
    ]


class WeightsShowDocument(Preamble):
    """What each driver and factor counts under a weights file."""

    format: Annotated[Literal["weights-show/1"], "what this document is"]
    points: Annotated[PointsDocument, "the points as the file states them"]

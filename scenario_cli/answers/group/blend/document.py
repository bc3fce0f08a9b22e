"""What the JSON document of ``scenario group blend`` holds."""

from typing import Annotated, Literal

from scenario_cli.answers.document import PAIR, DriverId, OptionId, Preamble
from scenario_cli.choices import BlendMethod


class GroupBlendDocument(Preamble):
    """Ballots blended into one: ``weights`` are the blend."""

    format: Annotated[Literal["group-blend/1"], "what this document is"]
    ballots: Annotated[int, "how many ballots are blended"]
    by: Annotated[BlendMethod, "how"]
    ranges: Annotated[
        dict[DriverId, Annotated[list[float], PAIR]],
        "least and greatest share of each driver in the ballots, in per cent of the whole",
    ]
    first: Annotated[
        dict[str, list[OptionId] | None], "who is first by each way of blending; null where no weight is left"
    ]

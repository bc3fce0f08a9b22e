"""What the JSON document of ``scenario weights blend`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import Preamble

_From = TypedDict("_From", {"from": Annotated[str, "id of the weights at share 0"]})


class WeightsBlendDocument(Preamble, _From):
    """Two weights files mixed into one: ``weights`` are the blend."""

    format: Annotated[Literal["weights-blend/1"], "what this document is"]
    to: Annotated[str, "id of the weights at share 1"]
    share: Annotated[float, "0..1", "how much of the second is in the mix"]

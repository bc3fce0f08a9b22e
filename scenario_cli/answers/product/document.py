"""The JSON document of ``scenario report``."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.compare.document import CompareDocument
from scenario_cli.answers.document import OptionId, Points, Preamble, Score
from scenario_cli.answers.evidence.document import EvidenceDocument
from scenario_cli.answers.explain.document import ExplainDocument
from scenario_cli.answers.robustness.document import RobustnessDocument
from scenario_cli.answers.score.document import RankedDocument
from scenario_cli.answers.sensitivity.document import SensitivityDocument


class SignpostDocument(TypedDict):
    """What one inject would do, were it to happen now, alone, after all that is tried."""

    inject: Annotated[str, "id of the inject"]
    first: Annotated[list[OptionId], "the options that would be first; none where no weight would be left"]
    lead: Annotated[Points | None, "points by which they would lead; null where no other option is left"]
    scores: Annotated[dict[OptionId, Score], "the score of each option then"]


class AskedDocument(Preamble):
    """What it takes to compute a whole report again."""

    format: Annotated[Literal["report/1"], "what this document is"]
    samples: Annotated[int, "how many weightings were sampled where no closed form exists"]
    seed: Annotated[int, "what they were sampled from"]


class CarriedDocument(AskedDocument):
    """What the page of a whole report carries: the scores, and what it takes to compute all again."""

    scores: Annotated[dict[OptionId, Score], "the score of each option"]


class ProductDocument(AskedDocument):
    """What ``scenario report`` prints: the answer of every question, each as its own command prints it."""

    ranking: Annotated[list[RankedDocument], "the options in rank order, then file order"]
    sensitivity: Annotated[SensitivityDocument, "what would change the answer"]
    explain: Annotated[ExplainDocument | None, "the first option against the second; null where one is alone"]
    compare: Annotated[CompareDocument | None, "how the perspectives agree and differ; null for one alone"]
    robustness: Annotated[RobustnessDocument, "what survives not knowing the weights"]
    evidence: Annotated[EvidenceDocument, "what the result rests on"]
    signposts: Annotated[
        list[SignpostDocument], "what each inject that could still happen would do, in file order"
    ]

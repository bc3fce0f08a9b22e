"""What the JSON document of ``scenario compare`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import (
    PAIR,
    FactorId,
    Finding,
    FlagDocument,
    NamedDocument,
    OptionId,
    Points,
    ProvenanceDocument,
    Rank,
    Score,
)

ColumnId = Annotated[str, "column id"]


class AgreementDocument(TypedDict):
    """How far the columns agree."""

    kendall_w: Annotated[
        float | None, "0..1", "Kendall's W over all columns, 1 is full agreement; null where not defined"
    ]
    tau: Annotated[
        dict[ColumnId, dict[ColumnId, Annotated[float, "-1..1"] | None]],
        "Kendall's tau-b of two columns, 1 is the same order; null where not defined",
    ]


class PartingDocument(TypedDict):
    """What parts the two columns that differ most."""

    first: Annotated[OptionId, "the option whose lead moves"]
    second: Annotated[OptionId, "the option that it leads over"]
    effects: Annotated[dict[FactorId, Points], "by how much each factor moves that lead"]


class CompareDocument(TypedDict):
    """How several weights, or several scenarios, agree and differ."""

    format: Annotated[Literal["compare/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "what the result comes from"]
    scenario: Annotated[NamedDocument, "the scenario; of several, the first"]
    over: Annotated[Literal["weights", "scenarios"], "what the columns are"]
    flags: Annotated[list[FlagDocument], "what a reader should know, warnings first"]
    finding: Finding
    columns: Annotated[list[NamedDocument], "the weights or scenarios side by side"]
    ranks: Annotated[dict[OptionId, dict[ColumnId, Rank]], "each option's rank in each column"]
    tied: Annotated[dict[OptionId, dict[ColumnId, bool]], "whether another option has the same rank there"]
    scores: Annotated[dict[OptionId, dict[ColumnId, Score]], "each option's score in each column"]
    regret: Annotated[dict[OptionId, dict[ColumnId, Points]], "how far it is behind the best of the column"]
    worst_rank: Annotated[dict[OptionId, Rank], "each option's worst rank"]
    max_regret: Annotated[dict[OptionId, Points], "each option's greatest regret"]
    minimax_regret: Annotated[list[OptionId], "the options whose greatest regret is the least"]
    first: Annotated[dict[OptionId, int], "in how many columns each option is first, alone or tied"]
    agreement: Annotated[AgreementDocument, "how far the columns agree"]
    apart: Annotated[list[ColumnId] | None, PAIR, "the two that differ most; null where one stands alone"]
    same_order: Annotated[list[Annotated[list[ColumnId], PAIR]], "pairs of columns with the same ranks"]
    parting: Annotated[PartingDocument | None, "what parts the two that differ most; null where nothing does"]

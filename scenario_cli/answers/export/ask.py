"""A scenario and weights as tables of a spreadsheet: what they hold, and what they cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenario_cli import __version__
from scenario_cli.answers.compare.ask import studies_named
from scenario_cli.answers.compare.columns import Compared, columns_of
from scenario_cli.engine.additive import POINTS
from scenario_cli.engine.problem import stated_shares
from scenario_cli.errors import UsageError
from scenario_cli.sheets.beside import (
    ABOUT,
    MADE_BY,
    MAKER,
    NamedWeights,
    SideSheet,
    about_rows,
    side_sheets,
)
from scenario_cli.sheets.omitted import omitted
from scenario_cli.sheets.ratings import RatingsSheet, ratings_sheet
from scenario_cli.sheets.workbook import BookNumbers, WeightedNumbers, workbook_bytes
from scenario_cli.study import Study, study

HOW_TO_READ = (
    "Change a rating or a weight in Ratings. Values has each rating on 0 to 1, where 1 is best; Shares each "
    "factor's part of the whole; Contributions 100 x share x value, and their sum, the score; Ranking what "
    "that makes of the options."
)


@dataclass(frozen=True, kw_only=True)
class ExportTables:
    """One scenario under one or several weights, ready to be written as tables.

    Attributes
    ----------
    studies : tuple of Study
        The scenario under each of the weights.
    names : tuple of str
        What the weights go by: their ids, or their files where two have one id.
    remarks : tuple of str
        What a reader should know of the weights.
    """

    studies: tuple[Study, ...]
    names: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def ratings(self) -> RatingsSheet:
        """The table of ratings, which can be imported again."""
        scenario = self.studies[0].scenario
        points = {
            name: [float(share * int(POINTS)) for share in stated_shares(scenario, one.weights)[1]]
            for name, one in zip(self.names, self.studies, strict=True)
        }
        return ratings_sheet(scenario, points)

    def workbook(self) -> bytes:
        """Return the bytes of a workbook that computes scores and ranks itself.

        Raises
        ------
        UsageError
            Something is more than a workbook can hold.
        MissingPackageError
            XlsxWriter is not installed.
        """
        first = self.studies[0]
        numbers = BookNumbers(
            positions=first.problem.positions.tolist(),
            values=first.problem.values.tolist(),
            weighted=[
                WeightedNumbers(
                    name=name,
                    shares=one.problem.weights.tolist(),
                    contributions=one.ranking.contributions.tolist(),
                    scores=one.ranking.scores.tolist(),
                    ranks=one.ranking.ranks.tolist(),
                )
                for name, one in zip(self.names, self.studies, strict=True)
            ],
        )
        titles = [first.title(option) for option in first.problem.options]
        return workbook_bytes(first.scenario, self.ratings, numbers, titles, self._sides())

    def omitted(self, *, workbook: bool) -> list[str]:
        """Return what the scenario and the weights state that the tables do not hold, a line each."""
        return omitted(self.studies[0].scenario, self._weights(), workbook=workbook)

    def _weights(self) -> list[NamedWeights]:
        return [
            NamedWeights(name, one.weights, stated=one.weights_origin is not None)
            for name, one in zip(self.names, self.studies, strict=True)
        ]

    def _sides(self) -> list[SideSheet]:
        scenario, weights = self.studies[0].scenario, self._weights()
        read = [
            ("how to read", HOW_TO_READ),
            ("note", "A score is value under stated weights, not a likelihood."),
            (MADE_BY, f"{MAKER} {__version__}"),
        ]
        hashes = {
            (f"{part.role} {part.id}", f"SHA-256 {part.sha256}"): None
            for one in self.studies
            for part in one.inputs
        }
        about = SideSheet(ABOUT, [*about_rows(scenario, weights), *read, *hashes])
        return [*side_sheets(scenario, weights), about]


def export_tables(studies: Sequence[Study]) -> ExportTables:
    """Return a scenario under each of several weights as tables.

    Parameters
    ----------
    studies : sequence of Study
        Of one scenario.

    Raises
    ------
    UsageError
        Two are under the same weights, or something is tried on one: a table holds what files state.
    """
    if any(one.trials for one in studies):
        raise UsageError("a table holds what files state, and nothing that is tried on them")
    columns, flags = columns_of(
        [Compared(one.weights.id, one.weights.title) for one in studies],
        [one.weights_origin for one in studies],
    )
    remarks = [flag.text for flag in flags]
    if any(one.weights_origin is None for one in studies):
        remarks.append("no weights are named: all drivers count equally")
    return ExportTables(
        studies=tuple(studies), names=tuple(column.id for column in columns), remarks=tuple(remarks)
    )


def studies_to_export(scenario: str | None, weights: Sequence[str]) -> list[Study]:
    """Return a scenario under each of the weights that are named, or under its own.

    Raises
    ------
    UsageError
        Several scenarios are named.
    InputError
        A file is missing or wrong; with the mistakes of all files.
    """
    if not weights:
        return [study(scenario)]
    named = studies_named([] if scenario is None else [scenario], weights)
    if any(one.scenario != named[0].scenario for one in named):
        raise UsageError("tables are of one scenario; name one of those")
    return named

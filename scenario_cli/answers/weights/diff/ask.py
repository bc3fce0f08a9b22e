"""Where two weights files differ, and which differences matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from scenario_cli.answers.answer import Answer
from scenario_cli.answers.weights.opened import WeightsName, studies_of_weights
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.comparison.attribution import gap_effects, side_of
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.weights.diff.document import WeightsDiffDocument


class ShareDifference(NamedTuple):
    """One driver or factor: both shares, and the effect on the lead of the first rival in points."""

    kind: Literal["driver", "factor"]
    id: str
    share_a: float
    share_b: float
    effect: float


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class WeightsDiffAnswer(Answer["WeightsDiffDocument"]):
    """Two weights files for one scenario.

    Attributes
    ----------
    studies : (Study, Study)
    names : (str, str)
        What tells the two apart: their ids, or the files where these are the same.
    rivals : (int, int)
        Two options, by index: the first leads under the first weights.
    effects : (n,) array
        By how many points each factor's weight moves the lead of the first rival over the
        second; they sum to the whole change of that lead.
    """

    question = "weights.diff"

    studies: tuple[Study, Study]
    names: tuple[str, str]
    rivals: tuple[int, int]
    effects: Array

    def title(self, i: int) -> str:
        """Return an option's title."""
        return self.studies[0].title(self.studies[0].problem.options[i])

    def differences(self) -> list[ShareDifference]:
        """Return every driver and factor, the largest difference first; a driver's effect is its factors'."""
        a, b = (study.problem for study in self.studies)
        moved = [0.0] * len(a.drivers)
        for home, effect in zip(a.driver_of, self.effects, strict=True):
            moved[home] += float(effect)
        rows = [
            ShareDifference("driver", id_, float(a.driver_weights[k]), float(b.driver_weights[k]), moved[k])
            for k, id_ in enumerate(a.drivers)
        ]
        rows += [
            ShareDifference("factor", id_, float(a.weights[j]), float(b.weights[j]), float(self.effects[j]))
            for j, id_ in enumerate(a.factors)
            if id_ not in a.drivers
        ]
        return sorted(rows, key=lambda row: (row.kind, -abs(row.share_b - row.share_a)))


def diff_weights(a: WeightsName, b: WeightsName, *, scenario: str | Path | None = None) -> WeightsDiffAnswer:
    """Put two weights files for one scenario side by side.

    Raises
    ------
    InputError
        A file is missing or wrong, or they do not fit.
    """
    first, second = studies_of_weights([a, b], scenario)
    leader, other = (study.ranking.leaders[0] for study in (first, second))
    order = first.ranking.order
    rivals = (leader, other if other != leader else order[1 % len(order)])
    options = [first.problem.options[i] for i in rivals]
    return WeightsDiffAnswer(
        studies=(first, second),
        names=_names([first, second]),
        rivals=rivals,
        effects=gap_effects(side_of(first.problem), side_of(second.problem), *options),
    )


def _names(studies: Sequence[Study]) -> tuple[str, str]:
    ids = [study.weights.id for study in studies]
    files = [
        origin.file.name if (origin := study.weights_origin) and origin.file else study.weights.id
        for study in studies
    ]
    return (ids[0], ids[1]) if ids[0] != ids[1] or files[0] == files[1] else (files[0], files[1])

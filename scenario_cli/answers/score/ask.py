"""Which option leads, by how much, and what would change that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenario_cli.answers.flags import study_flags
from scenario_cli.answers.score.published import published_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.engine.additive import Ranking
from scenario_cli.engine.sensitivity.one_way import OneWay
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.score.document import ScoreDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ScoreAnswer(StudyAnswer["ScoreDocument"]):
    """The ranking, and what one weight alone would change.

    Attributes
    ----------
    one_way : sequence of OneWay
        A swing of each driver, then of each factor, in file order.
    before : Ranking or None
        The ranking without what is tried; ``None`` where nothing is.
    """

    question = "score"

    one_way: Sequence[OneWay]
    before: Ranking | None = None


def ask_score(study: Study) -> ScoreAnswer:
    """Rank the options, and find what would change first place."""
    return score_against(study, study.untried.ranking if study.untried is not None else None)


def score_against(study: Study, before: Ranking | None) -> ScoreAnswer:
    """Rank the options, to be shown against a ranking before."""
    return ScoreAnswer(
        study=study,
        one_way=study.one_way,
        flags=(*study_flags(study), *published_flags(study)),
        before=before,
    )

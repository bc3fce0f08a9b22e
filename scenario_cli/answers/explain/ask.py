"""Why one option stands above another, factor by factor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenario_cli.answers.flags import study_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.comparison.attribution import lead_over
from scenario_cli.engine.flags import Flag
from scenario_cli.errors import StudyError
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.explain.document import ExplainDocument

ABOUT_SCORES = ("score_not_likelihood", "equal_weights")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ExplainAnswer(StudyAnswer["ExplainDocument"]):
    """Two options, by index, and what parts them.

    ``differences`` are factors and weighted differences in points, largest first; they
    sum to the gap.
    """

    question = "explain"

    option: int
    against: int
    differences: Sequence[tuple[int, float]]

    @property
    def doubt_gaps(self) -> list[tuple[str, float, float]]:
        """Each doubt that moves the gap, with the gap at its worst and at its best."""
        found = []
        for way in self.study.doubt_ways:
            ends = [
                float(scores[self.option] - scores[self.against]) for scores in (way.at_worst, way.at_best)
            ]
            if max(abs(end - self.gap) for end in ends) > TIE:
                found.append((way.doubt, ends[0], ends[1]))
        return found

    @property
    def gap(self) -> float:
        """How many points the option stands above the other; below 0 if it stands under it."""
        return float(self.ranking.scores[self.option] - self.ranking.scores[self.against])


def ask_explain(study: Study, option: str, against: str | None = None) -> ExplainAnswer:
    """Say factor by factor why one option stands above another; see ``Study.explain``."""
    study.refuse_chances()
    first, second = _rivals(study, option, against)
    ranking = study.ranking
    names = [study.problem.options[i] for i in (first, second)]
    about = (*ABOUT_SCORES, "proposed_by_program")
    kept = [flag for flag in study_flags(study) if flag.option in names or flag.code in about]
    if abs(ranking.scores[first] - ranking.scores[second]) <= TIE:
        text = f"{names[0]} and {names[1]} have the same score; their order is the file's"
        kept = [flag for flag in kept if flag.code != "tie"]
        kept.insert(0, Flag(code="tie", level="warning", text=text, option=names[0]))
    return ExplainAnswer(
        study=study,
        option=first,
        against=second,
        differences=lead_over(ranking, first, second),
        flags=tuple(kept),
    )


def _rivals(study: Study, option: str, against: str | None) -> tuple[int, int]:
    first = study.option_index(option)
    if against is not None:
        second = study.option_index(against, "against")
        if second != first:
            return first, second
    elif len(study.problem.options) > 1:
        return first, next(i for i in study.ranking.order if i != first)
    raise StudyError(f"'{option}' needs another option to stand against", parameter="against")

"""What the result rests on: ratings by leverage, evidence, sources, assumptions."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, get_args

from scenario_cli.answers.flags import flags_without
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.choices import Kind
from scenario_cli.engine.evidence import (
    Assumption,
    FirstPlace,
    Support,
    assumptions,
    by_leverage,
    evidence_of,
    one_idea,
    support,
)
from scenario_cli.engine.flags import Flag
from scenario_cli.engine.sensitivity.rating_flips import RatingFlips, rating_flips
from scenario_cli.errors import StudyError
from scenario_cli.model.scenario import Rating
from scenario_cli.study import Study
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.answers.evidence.document import CoverageDocument, EvidenceDocument

ABOUT_WEIGHTS = ("idle_factor", "one_at_a_time", "splitting")
UNSTATED = "unstated"


class KnockOut(NamedTuple):
    """Evidence that was asked to be left out, and what rests on all of it together."""

    ids: tuple[str, ...]
    support: Support


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class EvidenceAnswer(StudyAnswer["EvidenceDocument"]):
    """What first place rests on, and what becomes of it without that.

    Attributes
    ----------
    flips : RatingFlips
        The turning point of every rating (options, factors).
    by_leverage : sequence of (int, int)
        Every rating (option, factor), the one nearest to its flip first.
    items, sources : mappings of str to Support
        What rests on each item of evidence, and on each source.
    kind : str
        The kind of rating that ``assumptions`` doubts one by one, ``all_wrong`` together.
    knocked_out : KnockOut or None
        What was asked to be left out.
    """

    question = "evidence"

    flips: RatingFlips
    by_leverage: Sequence[tuple[int, int]]
    items: Mapping[str, Support]
    sources: Mapping[str, Support]
    kind: Kind
    assumptions: Sequence[Assumption]
    all_wrong: FirstPlace
    knocked_out: KnockOut | None = None

    @property
    def linchpins(self) -> list[str]:
        """The evidence without which first place is open."""
        present = self.ranking.open
        return [id_ for id_, item in self.items.items() if item.without.open and not present]

    @property
    def load_bearing(self) -> list[str]:
        """The sources without which first place is open."""
        return [id_ for id_, item in self.sources.items() if item.without.open and not self.ranking.open]

    def reaches(self, cell: tuple[int, int]) -> bool:
        """Whether a rating can change first place alone."""
        return math.isfinite(self.flips.steps[cell])

    def stated(self, i: int, j: int) -> Rating:
        """Return a rating as the file states it."""
        problem = self.study.problem
        return self.study.scenario.ratings[problem.options[i]][problem.factors[j]]

    def kinds(self) -> Counter[str]:
        """Return how many ratings are of which kind."""
        m, n = self.study.problem.values.shape
        return Counter(self.stated(i, j).kind or UNSTATED for i in range(m) for j in range(n))

    def coverage(self) -> "CoverageDocument":
        """Return how many ratings cite evidence, and how many are of which kind."""
        m, n = self.study.problem.values.shape
        ratings = [self.stated(i, j) for i in range(m) for j in range(n)]
        kinds = self.kinds()
        return {
            "ratings": len(ratings),
            "cited": sum(bool(rating.evidence) for rating in ratings),
            "uncited": sum(not rating.evidence for rating in ratings),
            "unknown": int(self.study.problem.unknown.sum()),
            "reporting": kinds["reporting"],
            "judgement": kinds["judgement"],
            "assumption": kinds["assumption"],
            "unstated": kinds[UNSTATED],
        }


def ask_evidence(
    study: Study, *, without: str | Sequence[str] = (), kind: Kind = "assumption"
) -> EvidenceAnswer:
    """Ask what rests on each item and source, and what happens without it; see ``Study.evidence``."""
    study.refuse_chances()
    if kind not in get_args(Kind):
        message, hint = f"there is no kind of rating '{kind}'", f"known: {', '.join(get_args(Kind))}"
        raise StudyError(message, hint, parameter="kind")
    scenario, problem, ranking = study.scenario, study.problem, study.ranking
    left_out = [without] if isinstance(without, str) else list(without)
    for id_ in left_out:
        known = [*scenario.evidence, *scenario.sources]
        if id_ not in known:
            raise StudyError(
                f"unknown evidence or source '{id_}'", suggestion(id_, known), parameter="without"
            )
    flips = rating_flips(problem, ranking)
    assumed, all_wrong = assumptions(scenario, problem, ranking, kind)
    knocked_out = None
    if left_out:
        ids = {id_ for id_ in left_out if id_ in scenario.evidence}
        ids |= {item for id_ in left_out for item in evidence_of(scenario, id_)}
        knocked_out = KnockOut(tuple(dict.fromkeys(left_out)), support(scenario, problem, ranking, ids))
    questions = [_one_or_two(a, b) for a, b in one_idea(scenario, problem)]
    return EvidenceAnswer(
        study=study,
        flips=flips,
        by_leverage=by_leverage(flips),
        items={id_: support(scenario, problem, ranking, [id_]) for id_ in scenario.evidence},
        sources={
            id_: support(scenario, problem, ranking, evidence_of(scenario, id_)) for id_ in scenario.sources
        },
        kind=kind,
        assumptions=assumed,
        all_wrong=all_wrong,
        flags=(*flags_without(study, ABOUT_WEIGHTS), *questions),
        knocked_out=knocked_out,
    )


def _one_or_two(a: str, b: str) -> Flag:
    text = f"all evidence for {a} is evidence for {b} too: one idea or two?"
    return Flag(code="one_idea_or_two", level="note", text=text, factor=a)

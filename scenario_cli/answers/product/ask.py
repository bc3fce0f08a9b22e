"""Every question about one study, asked at once: what a page to hand on is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scenario_cli.answers.compare.ask import CompareAnswer, compare, fitting_studies, studies_named
from scenario_cli.answers.evidence.ask import EvidenceAnswer, ask_evidence
from scenario_cli.answers.explain.ask import ExplainAnswer, ask_explain
from scenario_cli.answers.robustness.ask import RobustnessAnswer, ask_robustness
from scenario_cli.answers.score.ask import ScoreAnswer, ask_score
from scenario_cli.answers.sensitivity.ask import SensitivityAnswer, ask_sensitivity
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.engine.additive import Ranking
from scenario_cli.errors import StudyError, UsageError
from scenario_cli.files.input import Input
from scenario_cli.study import Progress, Study, study

if TYPE_CHECKING:
    from scenario_cli.answers.product.document import ProductDocument

# Enough for shares to half a percentage point; a page is no place to wait for more.
SAMPLES = 10_000
PERSPECTIVE = "perspective"


class Signpost(NamedTuple):
    """What one inject would do, were it to happen now, alone, after all that is tried.

    There is no ranking where it would leave all weights at 0.
    """

    inject: str
    ranking: Ranking | None

    @property
    def lead(self) -> float | None:
        """By how many points the first would lead; ``None`` without a second."""
        if self.ranking is None or len(self.ranking.order) < 2:
            return None
        return float(self.ranking.behind[self.ranking.order[1]])


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ProductAnswer(StudyAnswer["ProductDocument"]):
    """All answers about one study that a page to hand on is made of.

    Attributes
    ----------
    score, sensitivity, robustness, evidence : answers of these names
    explain : ExplainAnswer or None
        The first option against the second; ``None`` where there is one alone.
    compare : CompareAnswer or None
        The study's weights, then the other perspectives; ``None`` without any.
    signposts : sequence of Signpost
        One for each inject that could still happen, in file order: none that is tried already, and
        none that holds only where a tried one does not.
    beside : sequence of Input
        The weights of the other perspectives.
    samples : int
        How many weightings were asked for, where no closed form exists.
    """

    question = "product"

    score: ScoreAnswer
    sensitivity: SensitivityAnswer
    explain: ExplainAnswer | None
    compare: CompareAnswer | None
    robustness: RobustnessAnswer
    evidence: EvidenceAnswer
    signposts: Sequence[Signpost]
    beside: Sequence[Input]
    samples: int


def ask_product(
    study: Study,
    others: Sequence[Study] = (),
    *,
    samples: int = SAMPLES,
    seed: int = 0,
    progress: Progress | None = None,
) -> ProductAnswer:
    """Ask every question about a study; ``others`` are it from other perspectives. See ``Study.product``.

    Raises
    ------
    StudyError
        The chance of an event is tried.
    UsageError
        Two of the perspectives are the same.
    """
    study.refuse_chances()
    score = ask_score(study)
    order = study.ranking.order
    return ProductAnswer(
        study=study,
        score=score,
        sensitivity=ask_sensitivity(study),
        explain=ask_explain(study, study.problem.options[order[0]]) if len(order) > 1 else None,
        compare=compare([study, *others]) if others else None,
        robustness=ask_robustness(study, samples=samples, seed=seed, progress=progress),
        evidence=ask_evidence(study),
        signposts=_signposts(study),
        beside=tuple(part._replace(role=PERSPECTIVE) for one in others for part in one.inputs[1:]),
        samples=samples,
        flags=score.flags,
    )


def studies_to_report(scenario: str | None, weights: Sequence[str], *, own: str | None = None) -> list[Study]:
    """Return the study that a report is of, then the same from other perspectives.

    The first of the weights is what the report is of; without any, the scenario's own, and all
    others that fit are its perspectives. ``own`` stands for the scenario's own.

    Raises
    ------
    UsageError
        Several scenarios are named.
    InputError
        As ``studies_named``.
    """
    if weights:
        named = studies_named([] if scenario is None else [scenario], weights)
        if any(one.scenario != named[0].scenario for one in named):
            raise UsageError("a report is of one scenario; name one of those")
        return named
    read = study(scenario, own)
    return [read, *(one for one in fitting_studies(read) if not _is_same_view(one, read))]


def _is_same_view(one: Study, other: Study) -> bool:
    """Whether two studies are of one weights file, or of equal weights, with a file for them or without."""
    if one.inputs[1:] and other.inputs[1:]:
        return one.inputs[1:] == other.inputs[1:]
    return bool((one.problem.weights == other.problem.weights).all())


def _signposts(study: Study) -> tuple[Signpost, ...]:
    injects = study.scenario.injects
    tried = [id_ for id_ in injects if id_ in study.trials]
    past = {*tried, *(injects[id_].otherwise for id_ in tried)}
    past |= {id_ for id_, inject in injects.items() if inject.otherwise in tried}
    return tuple(Signpost(id_, _ranking_after(study, id_)) for id_ in injects if id_ not in past)


def _ranking_after(study: Study, inject: str) -> Ranking | None:
    try:
        return study.tried(inject).ranking
    except StudyError:  # all weights at 0
        return None

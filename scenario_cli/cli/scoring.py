"""From files that were read to the answers of ``score`` and ``explain``."""

from scenario_cli.cli.inputs import Stated
from scenario_cli.engine.additive import TIE, Ranking, rank_options
from scenario_cli.engine.attribution import lead_over
from scenario_cli.engine.flags import Flag, ranking_flags
from scenario_cli.engine.sensitivity import one_way
from scenario_cli.render.basis import Basis
from scenario_cli.render.explain import ExplainAnswer
from scenario_cli.render.score import ScoreAnswer

ABOUT_SCORES = ("score_not_likelihood", "equal_weights")


def answer_score(basis: Basis, stated: Stated, before: Ranking | None) -> ScoreAnswer:
    """Rank the options, and find what would change first place."""
    ranking = rank_options(basis.problem)
    return ScoreAnswer(
        basis=basis,
        ranking=ranking,
        one_way=one_way(basis.problem, ranking),
        flags=_flags(basis, stated, ranking),
        before=before,
    )


def answer_explain(
    basis: Basis, stated: Stated, ranking: Ranking, option: int, against: int
) -> ExplainAnswer:
    """Say factor by factor why one option stands above another."""
    names = [basis.problem.options[i] for i in (option, against)]
    flags = _flags(basis, stated, ranking)
    kept = [flag for flag in flags if flag.option in names or flag.code in ABOUT_SCORES]
    gap = ranking.scores[option] - ranking.scores[against]
    if abs(gap) <= TIE:
        text = f"{names[0]} and {names[1]} have the same score; their order is the file's"
        kept = [flag for flag in kept if flag.code != "tie"]
        kept.insert(0, Flag(code="tie", level="warning", text=text, option=names[0]))
    return ExplainAnswer(
        basis=basis,
        ranking=ranking,
        option=option,
        against=against,
        differences=lead_over(ranking, option, against),
        flags=kept,
    )


def _flags(basis: Basis, stated: Stated, ranking: Ranking) -> tuple[Flag, ...]:
    named = stated.weights_source is not None
    return ranking_flags(basis.scenario, basis.problem, ranking, weights_named=named)

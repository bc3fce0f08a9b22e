"""From files that were read to the answer of ``explain``."""

from scenario_cli.cli.inputs import Stated
from scenario_cli.cli.scoring import flags_of
from scenario_cli.engine.additive import TIE, Ranking
from scenario_cli.engine.comparison.attribution import lead_over
from scenario_cli.engine.flags import Flag
from scenario_cli.render.basis import Basis
from scenario_cli.render.explain import ExplainAnswer

ABOUT_SCORES = ("score_not_likelihood", "equal_weights")


def answer_explain(
    basis: Basis, stated: Stated, ranking: Ranking, option: int, against: int
) -> ExplainAnswer:
    """Say factor by factor why one option stands above another."""
    names = [basis.problem.options[i] for i in (option, against)]
    flags = flags_of(basis, stated, ranking)
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

"""From files that were read to the answer of ``score``."""

from scenario_cli.cli.inputs import Stated
from scenario_cli.engine.additive import Ranking, rank_options
from scenario_cli.engine.flags import Flag, ranking_flags
from scenario_cli.engine.sensitivity.one_way import one_way
from scenario_cli.render.basis import Basis
from scenario_cli.render.score import ScoreAnswer


def answer_score(basis: Basis, stated: Stated, before: Ranking | None) -> ScoreAnswer:
    """Rank the options, and find what would change first place."""
    ranking = rank_options(basis.problem)
    return ScoreAnswer(
        basis=basis,
        ranking=ranking,
        one_way=one_way(basis.problem, ranking),
        flags=flags_of(basis, stated, ranking),
        before=before,
    )


def flags_of(basis: Basis, stated: Stated, ranking: Ranking) -> tuple[Flag, ...]:
    """Return the flags of a ranking of what was read."""
    named = stated.weights_source is not None
    return ranking_flags(basis.scenario, basis.problem, ranking, weights_named=named)

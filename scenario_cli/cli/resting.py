"""From the options of ``evidence`` to the questions they put to the engine."""

from scenario_cli.cli.inputs import Stated, known_id
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.evidence import assumptions, by_leverage, evidence_of, one_idea, support
from scenario_cli.engine.flags import Flag, ranking_flags
from scenario_cli.engine.sensitivity.rating_flips import rating_flips
from scenario_cli.render.basis import Basis
from scenario_cli.render.evidence import EvidenceAnswer, KnockOut

ABOUT_WEIGHTS = ("idle_factor", "one_at_a_time", "splitting")


def answer_evidence(basis: Basis, stated: Stated, *, without: list[str], kind: str) -> EvidenceAnswer:
    """Ask what rests on each item and source, and what happens without it.

    Raises
    ------
    UsageError
        An id to leave out is neither evidence nor a source.
    """
    scenario, problem = basis.scenario, basis.problem
    for id_ in without:
        known_id("--without", "evidence or source", id_, [*scenario.evidence, *scenario.sources])
    ranking = rank_options(problem)
    flips = rating_flips(problem, ranking)
    assumed, all_wrong = assumptions(scenario, problem, ranking, kind)
    knocked_out = None
    if without:
        ids = {id_ for id_ in without if id_ in scenario.evidence}
        ids |= {item for id_ in without for item in evidence_of(scenario, id_)}
        knocked_out = KnockOut(tuple(dict.fromkeys(without)), support(scenario, problem, ranking, ids))
    flags = ranking_flags(scenario, problem, ranking, weights_named=stated.weights_source is not None)
    return EvidenceAnswer(
        basis=basis,
        ranking=ranking,
        flips=flips,
        by_leverage=by_leverage(flips),
        items={id_: support(scenario, problem, ranking, [id_]) for id_ in scenario.evidence},
        sources={
            id_: support(scenario, problem, ranking, evidence_of(scenario, id_)) for id_ in scenario.sources
        },
        kind=kind,
        assumptions=assumed,
        all_wrong=all_wrong,
        flags=[
            *(flag for flag in flags if flag.code not in ABOUT_WEIGHTS),
            *(_question(a, b) for a, b in one_idea(scenario, problem)),
        ],
        knocked_out=knocked_out,
    )


def _question(a: str, b: str) -> Flag:
    text = f"all evidence for {a} is evidence for {b} too: one idea or two?"
    return Flag(code="one_idea_or_two", level="note", text=text, factor=a)

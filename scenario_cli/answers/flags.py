"""The flags of a study, for every answer about it."""

from scenario_cli.engine.flags import Flag, ranking_flags
from scenario_cli.study import Study


def study_flags(study: Study) -> tuple[Flag, ...]:
    """Return the flags of a study's ranking, warnings first."""
    named = study.weights_origin is not None
    return ranking_flags(study.scenario, study.problem, study.ranking, weights_named=named)


def flags_without(study: Study, codes: tuple[str, ...]) -> tuple[Flag, ...]:
    """Return the same but for those of some codes, which another question answers better."""
    return tuple(flag for flag in study_flags(study) if flag.code not in codes)

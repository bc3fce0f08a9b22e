"""The flags of a study, for every answer about it."""

from scenario_cli.engine.flags import Flag, order_flags, program_flags, ranking_flags
from scenario_cli.files.origin import Origin
from scenario_cli.files.reading import format_of
from scenario_cli.study import Study

OTHER_NAME = "other_name"


def study_flags(study: Study) -> tuple[Flag, ...]:
    """Return the flags of a study's ranking, warnings first."""
    named = study.weights_origin is not None
    flags = ranking_flags(study.scenario, study.problem, study.ranking, weights_named=named)
    return (*flags, *ballot_flags(study), *name_flags(study))


def flags_without(study: Study, codes: tuple[str, ...]) -> tuple[Flag, ...]:
    """Return the same but for those of some codes, which another question answers better."""
    return tuple(flag for flag in study_flags(study) if flag.code not in codes)


def name_flags(study: Study) -> list[Flag]:
    """Return a note on each file that states another id than its name: it may be a copy of what it says."""
    found = (_other_name(origin) for origin in (study.scenario_origin, study.weights_origin))
    return [flag for flag in found if flag is not None]


def ballot_flags(study: Study) -> list[Flag]:
    """Return a warning where the weights are a ballot with ratings of its own: these do not count."""
    file = study.weights_origin.file if study.weights_origin is not None else None
    if file is None or format_of(file) != "ballot" or not file.data.get("ratings"):
        return []
    text = f"{study.weights.id} is a ballot with ratings of its own, which do not count here: its points do"
    return [Flag(code="ballot_ratings", level="warning", text=text)]


def _other_name(origin: Origin | None) -> Flag | None:
    file = origin.file if origin is not None else None
    if origin is None or file is None or file.path is None or file.stem == origin.id:
        return None
    name = file.name.rpartition("/")[2]
    return Flag(
        code=OTHER_NAME,
        level="note",
        text=f"the file {name} states the id '{origin.id}', by which it goes here",
    )


def effect_flags(study: Study) -> list[Flag]:
    """Return what is said of a study that a change has led to: of its order, and of ratings by programs."""
    return [
        *order_flags(study.problem, study.ranking, study.titles),
        *program_flags(study.scenario, study.problem, study.titles),
    ]

"""Whether what a source made of the same numbers comes out: said where its weights are used as they stand."""

from typing import TYPE_CHECKING

from scenario_cli.engine.flags import Flag
from scenario_cli.study import Study
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.score.document import PublishedDocument, PublishedPart


def published(study: Study) -> "PublishedDocument | None":
    """Return what was published, and whether it holds; nothing under other weights, or where one is tried."""
    stated = study.scenario.published
    if stated is None or stated.weights != study.weights.id or study.trials:
        return None
    leaders = [study.problem.options[i] for i in study.ranking.leaders]
    return {
        "weights": stated.weights,
        "first": stated.first,
        "source": stated.source,
        "holds": leaders == [stated.first],
    }


def published_part(study: Study) -> "PublishedPart":
    """Return the part of a document that says whether what was published comes out."""
    found = published(study)
    return {} if found is None else {"published": found}


def published_flags(study: Study) -> tuple[Flag, ...]:
    """Return the line that says whether it comes out: a warning where it does not."""
    found = published(study)
    if found is None:
        return ()
    source = study.scenario.sources[found["source"]]
    where = f"{source.title} ({source.date})" if source.date else source.title
    first = study.title(found["first"])
    if found["holds"]:
        text = f"as published, {first} is first: {where}"
        return (Flag(code="published", level="note", text=text, option=found["first"]),)
    leaders = [study.title(study.problem.options[i]) for i in study.ranking.leaders]
    be = "are" if len(leaders) > 1 else "is"
    text = (
        f"not as published: {where} has {first} first under '{found['weights']}'; "
        f"as the files are here, {listed(leaders)} {be}"
    )
    return (Flag(code="published", level="warning", text=text, option=found["first"]),)

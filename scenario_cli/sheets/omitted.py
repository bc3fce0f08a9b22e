"""What a scenario and weights state that no sheet holds: told, so that nothing is lost unseen."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from scenario_cli.model.scenario import Confidences, Rating, Scenario
from scenario_cli.sheets.beside import OF_WEIGHTS, TEXTS, NamedWeights, cited_sources
from scenario_cli.text import listed

FEW = 12  # so many are named, more are counted
OF_A_SCENARIO = (
    "title",
    "question",
    "decision_maker",
    "as_of",
    "about",
    "status_quo",
    "weights",
    "published",
)
OF_A_RATING: tuple[tuple[str, Callable[[Rating], object]], ...] = (
    ("low, high and shape", lambda rating: (rating.low, rating.high) != (None, None)),
    ("confidence", lambda rating: rating.confidence),
    ("kind", lambda rating: rating.kind),
    ("signpost", lambda rating: rating.signpost),
    ("by", lambda rating: rating.by),
)


def omitted(scenario: Scenario, weights: Sequence[NamedWeights], *, workbook: bool) -> list[str]:
    """Return what the sheets of a workbook (or else CSV) do not hold, a line each.

    Parameters
    ----------
    scenario : Scenario
    weights : sequence of NamedWeights
        Equal weights are in no file, and all of them in the table.
    workbook : bool
        Whether there are notes, and sheets beside the ratings.
    """
    return [
        *_of_the_scenario(scenario, workbook=workbook),
        *_of_factors(scenario, workbook=workbook),
        *_of_evidence(scenario, workbook=workbook),
        *_of_ratings(scenario),
        *_named("doubts", scenario.doubts, "doubts"),
        *_named("injects", scenario.injects, "injects"),
        *(line for each in weights if each.stated for line in _of_weights(each, workbook=workbook)),
    ]


def _named(what: str, ids: Iterable[str], things: str) -> Iterator[str]:
    """Tell what is not held of which things: by their ids where they are few, else how many."""
    names = list(ids)
    if names:
        yield f"{what}: {listed(names) if len(names) <= FEW else f'{len(names)} {things}'}"


def _of_the_scenario(scenario: Scenario, *, workbook: bool) -> Iterator[str]:
    keys = [key for key in OF_A_SCENARIO if getattr(scenario, key)]
    if scenario.confidence != Confidences():
        keys.append("confidence")
    keys = [key for key in keys if not (workbook and key in TEXTS.values())]
    yield from _named("of the scenario", keys, "keys")
    if workbook:  # notes have the rest
        return
    factors = {**scenario.drivers, **scenario.factors}
    described = [id_ for id_, factor in factors.items() if factor.about]
    described += [id_ for id_, option in scenario.options.items() if option.about]
    yield from _named("about", described, "drivers, factors and options")


def _of_factors(scenario: Scenario, *, workbook: bool) -> Iterator[str]:
    preferring = [id_ for id_, factor in scenario.factors.items() if factor.preference]
    yield from _named("preference", preferring, "factors")
    if workbook:
        return
    scales = {id_: factor.scale for id_, factor in scenario.factors.items()}
    yield from _named("levels", [id_ for id_, scale in scales.items() if scale.levels], "factors")
    yield from _named("anchors", [id_ for id_, scale in scales.items() if scale.anchors], "factors")
    curved = [id_ for id_, scale in scales.items() if scale.values]
    yield from _named("value curves (values)", curved, "factors")


def _of_evidence(scenario: Scenario, *, workbook: bool) -> Iterator[str]:
    """Tell evidence and sources: a workbook has all evidence, and the sources of it."""
    if not workbook:
        yield from _named("evidence", scenario.evidence, "pieces")
        yield from _named("sources", scenario.sources, "sources")
        return
    held = cited_sources(scenario)
    unread = [id_ for id_ in scenario.sources if id_ not in held]
    yield from _named("sources that no evidence is of", unread, "sources")


def _of_ratings(scenario: Scenario) -> Iterator[str]:
    cells = {
        f"{option}.{factor}": rating
        for option, rated in scenario.ratings.items()
        for factor, rating in rated.items()
    }
    for what, states in OF_A_RATING:
        yield from _named(what, [name for name, rating in cells.items() if states(rating)], "ratings")


def _of_weights(stated: NamedWeights, *, workbook: bool) -> Iterator[str]:
    name, weights, _ = stated
    keys = ["scenario"] if workbook else [*OF_WEIGHTS, "scenario"]
    yield from _named(f"of the weights {name}", [key for key in keys if getattr(weights, key)], "keys")
    yield from _named(f"ranges of the weights {name}", weights.ranges, "items")
    yield from _named(f"evidence of the weights {name}", weights.evidence, "items")
    if not workbook:  # points of the whole are all 0 there, so that nothing says how they would be shared
        idle = [driver for driver in weights.factors if not weights.drivers[driver]]
        yield from _named(f"points of the weights {name} within", idle, "drivers")

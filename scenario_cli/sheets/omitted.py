"""What a scenario and weights state that no sheet holds: told, so that nothing is lost unseen."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from scenario_cli.model.scenario import Confidences, Rating, Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.text import listed

# What the sheet `About` of a workbook says of a scenario; CSV has no room for it.
TOLD_ABOUT = ("title", "question", "decision_maker", "as_of")
FEW = 12  # so many are named, more are counted
OF_A_SCENARIO = (*TOLD_ABOUT, "about", "status_quo", "weights")
OF_A_SOURCE = ("about", "authors", "publisher", "date", "read_in")
OF_A_RATING: tuple[tuple[str, Callable[[Rating], object]], ...] = (
    ("low, high and shape", lambda rating: (rating.low, rating.high) != (None, None)),
    ("confidence", lambda rating: rating.confidence),
    ("kind", lambda rating: rating.kind),
    ("signpost", lambda rating: rating.signpost),
)


def omitted(scenario: Scenario, weights: Sequence[tuple[str, Weights]], *, workbook: bool) -> list[str]:
    """Return what the sheets of a workbook (or else CSV) do not hold, a line each.

    Parameters
    ----------
    scenario : Scenario
    weights : sequence of (str, Weights)
        Each weights file by the name that it has in the table.
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
        *(line for name, stated in weights for line in _of_weights(name, stated)),
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
    keys = [key for key in keys if not (workbook and key in TOLD_ABOUT)]
    yield from _named("of the scenario", keys, "keys")
    if workbook:  # notes have the rest
        return
    factors = {**scenario.drivers, **scenario.factors}
    described = [id_ for id_, factor in factors.items() if factor.about]
    described += [id_ for id_, option in scenario.options.items() if option.about]
    yield from _named("about", described, "drivers, factors and options")


def _of_factors(scenario: Scenario, *, workbook: bool) -> Iterator[str]:
    scales = {id_: factor.scale for id_, factor in scenario.factors.items()}
    yield from _named("levels", [id_ for id_, scale in scales.items() if scale.levels], "factors")
    yield from _named("anchors", [id_ for id_, scale in scales.items() if scale.anchors], "factors")
    if not workbook:
        curved = [id_ for id_, scale in scales.items() if scale.values]
        yield from _named("value curves (values)", curved, "factors")


def _of_evidence(scenario: Scenario, *, workbook: bool) -> Iterator[str]:
    """Tell evidence and sources: the notes of a workbook have what ratings cite."""
    if not workbook:
        yield from _named("evidence", scenario.evidence, "pieces")
        yield from _named("sources", scenario.sources, "sources")
        return
    ratings = [rating for rated in scenario.ratings.values() for rating in rated.values()]
    cited = {id_ for rating in ratings for id_ in rating.evidence}
    shown = {scenario.evidence[id_].source for id_ in cited}
    uncited = [id_ for id_ in scenario.evidence if id_ not in cited]
    yield from _named("evidence that no rating cites", uncited, "pieces")
    described = [id_ for id_, evidence in scenario.evidence.items() if evidence.about and id_ in cited]
    yield from _named("about the evidence", described, "pieces")
    unread = [id_ for id_ in scenario.sources if id_ not in shown]
    yield from _named("sources that no rating cites", unread, "sources")
    more = [
        id_
        for id_, source in scenario.sources.items()
        if id_ in shown and any(getattr(source, key) for key in OF_A_SOURCE)
    ]
    yield from _named("all but the title of the sources", more, "sources")


def _of_ratings(scenario: Scenario) -> Iterator[str]:
    cells = {
        f"{option}.{factor}": rating
        for option, rated in scenario.ratings.items()
        for factor, rating in rated.items()
    }
    for what, states in OF_A_RATING:
        yield from _named(what, [name for name, rating in cells.items() if states(rating)], "ratings")


def _of_weights(name: str, weights: Weights) -> Iterator[str]:
    texts = [key for key in ("title", "about", "by", "team", "scenario") if getattr(weights, key)]
    yield from _named(f"of the weights {name}", texts, "keys")
    yield from _named(f"ranges of the weights {name}", weights.ranges, "items")
    yield from _named(f"evidence of the weights {name}", weights.evidence, "items")
    # Points of the whole are all 0 there, so that nothing says how they would be shared.
    idle = [driver for driver in weights.factors if not weights.drivers[driver]]
    yield from _named(f"points of the weights {name} within", idle, "drivers")

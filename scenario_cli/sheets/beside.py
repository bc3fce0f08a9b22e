"""The sheets that a workbook has beside its ratings, as tables of texts and numbers: what these rest on.

``side_reading`` reads them back. Each is known by its name and its heads, the sheet `About` by a line that
says which program made it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.sheets.ratings import Holding

ABOUT, CURVES, EVIDENCE, LEVELS, POINTS, SOURCES = (
    "About",
    "Curves",
    "Evidence",
    "Levels",
    "Points",
    "Sources",
)
HEADS: dict[str, tuple[str, ...]] = {
    CURVES: ("factor", "point", "rating", "position", "value"),
    POINTS: ("weights", "driver", "factor", "points"),
    LEVELS: ("factor", "rating", "level", "anchor"),
    EVIDENCE: ("evidence", "source", "at", "says", "about"),
    SOURCES: ("source", "title", "about", "authors", "publisher", "date", "read in"),
}
MADE_BY, MAKER = "made by", "scenario-cli"
# What `About` says of the scenario, by the key of its file; and of weights.
TEXTS = {
    "title": "title",
    "question": "question",
    "about": "about",
    "decision-maker": "decision_maker",
    "as of": "as_of",
    "status quo": "status_quo",
}
OF_WEIGHTS = ("title", "about", "by", "team")


class NamedWeights(NamedTuple):
    """Weights by what they go by in a table; ``stated`` says whether a file states them."""

    name: str
    weights: Weights
    stated: bool


class SideSheet(NamedTuple):
    """One of these sheets: its name, and what stands in it row by row."""

    name: str
    rows: Sequence[Sequence[Holding]]


def side_sheets(scenario: Scenario, weights: Sequence[NamedWeights]) -> list[SideSheet]:
    """Return these sheets but for `Curves`, which has formulas, and `About`; none that holds nothing."""
    found = {
        POINTS: _points(weights),
        LEVELS: _levels(scenario),
        EVIDENCE: _evidence(scenario),
        SOURCES: _sources(scenario),
    }
    sheets = [SideSheet(name, [HEADS[name], *rows]) for name, rows in found.items()]
    return [sheet for sheet in sheets if len(sheet.rows) > 1]


def about_rows(scenario: Scenario, weights: Iterable[NamedWeights]) -> list[tuple[str, str]]:
    """Return what `About` says of a scenario and its weights, a line each."""
    rows = [(said, str(getattr(scenario, key) or "")) for said, key in TEXTS.items()]
    for name, of, stated in weights:
        for key in OF_WEIGHTS if stated else ():
            text = str(getattr(of, key))
            rows += [(text_of_weights(name, key), text)] if (key, text) != ("title", name) else []
    return [(said, text) for said, text in rows if text.strip()]


def text_of_weights(name: str, key: str) -> str:
    """Return what `About` calls a text of some weights."""
    return f"weights {name}: {key}"


def cited_sources(scenario: Scenario) -> list[str]:
    """Return the sources of evidence, and those that they were read in."""
    cited: dict[str, None] = {}
    for evidence in scenario.evidence.values():
        source: str | None = evidence.source
        while source is not None and source not in cited:
            cited[source] = None
            source = scenario.sources[source].read_in
    return [id_ for id_ in scenario.sources if id_ in cited]


def _points(weights: Iterable[NamedWeights]) -> Iterator[Sequence[Holding]]:
    for name, of, _ in weights:
        for driver, points in of.drivers.items():
            yield name, driver, None, points
            yield from ((name, driver, f, within) for f, within in of.factors.get(driver, {}).items())


def _levels(scenario: Scenario) -> Iterator[Sequence[Holding]]:
    """Yield what ratings are called and what they mean, factor by factor, from worst to best."""
    for id_, factor in scenario.factors.items():
        scale = factor.scale
        called = [(abs(number - scale.worst), number, level) for level, number in scale.levels.items()]
        for _, number, level in sorted(called):
            yield id_, number, level, None
        for number in sorted(scale.anchors, key=lambda number: abs(number - scale.worst)):
            yield id_, number, None, scale.anchors[number]


def _evidence(scenario: Scenario) -> Iterator[Sequence[Holding]]:
    for id_, item in scenario.evidence.items():
        yield id_, item.source, item.at or None, item.says, item.about or None


def _sources(scenario: Scenario) -> Iterator[Sequence[Holding]]:
    for id_ in cited_sources(scenario):
        source = scenario.sources[id_]
        authors = "\n".join(source.authors)
        texts = (source.about, authors, source.publisher, source.date, source.read_in)
        yield id_, source.title, *(text or None for text in texts)

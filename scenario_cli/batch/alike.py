"""Weights files that are written alike: one is read as YAML, the others by the pattern of it.

The files of a sweep differ in their points, and in a name or two. Reading one as YAML and holding it to
its model takes five times as long as finding that it is written as another that was sound.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.engine.sweep import points_row
from scenario_cli.files.catalog import stem_of
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

MOST_LEARNT = 2  # patterns: of files that are all written differently nothing is learnt any more
_NUMBER = rb"((?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,15})?)"
_ID = rb"([a-z][a-z0-9_-]*)"
_WORDS = rb"([A-Za-z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*)"
# A comment, or a line of a longer text that looks like one: quotes might end that, backslashes change it.
_COMMENT = rb" *#[ !#-&(-[\]-~]*"
_TEXTS = {"id": _ID, "title": _WORDS, "about": _WORDS, "by": _WORDS, "team": _WORDS}
# What is plain letters and is, or was once, no text to YAML.
_NO_TEXT = {b"null", b"true", b"false", b"yes", b"no", b"on", b"off", b"y", b"n"}


class Pattern(NamedTuple):
    """How a sound file is written.

    Attributes
    ----------
    lines : re.Pattern
        Matches files that are written so; a group for each number and text that may differ.
    row : list of float
        The points of the file that was learnt from, as ``points_row`` gives them.
    places : sequence of (int, int)
        Which group is which number of the row.
    texts : sequence of int
        The groups that are texts.
    id_ : int
        That of the id; 0 where none is stated.
    """

    lines: "re.Pattern[bytes]"
    row: list[float]
    places: Sequence[tuple[int, int]]
    texts: Sequence[int]
    id_: int


class Alike:
    """Reads the weights files of a scenario that are written as one before, and sound as it was."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._tried = 0
        self._patterns: list[Pattern] = []

    def read(self, name: str, content: bytes) -> tuple[str, list[float]] | None:
        """Return a file's id and its row of points; ``None`` where it has to be read as YAML."""
        for pattern in self._patterns:
            found = pattern.lines.fullmatch(content)
            if found is None:
                continue
            row = pattern.row.copy()
            for group, k in pattern.places:
                row[k] = float(found[group])
            texts = [found[group] for group in pattern.texts]
            if any(text.lower() in _NO_TEXT for text in texts) or not all(row):
                return None
            return found[pattern.id_].decode() if pattern.id_ else stem_of(name), row
        return None

    def learn(self, source: ParsedFile, weights: Weights) -> None:
        """Take how a sound file is written, for those after it; at most ``MOST_LEARNT`` are looked at."""
        self._tried += 1
        if self._tried <= MOST_LEARNT:
            pattern = _pattern(source, weights, self._scenario)
            if pattern is not None:
                self._patterns.append(pattern)


def _pattern(source: ParsedFile, weights: Weights, scenario: Scenario) -> Pattern | None:
    """Return how a file is written; ``None`` where a point of it has no line of its own, or is 0.

    Where it has zeros, more may be wrong with other numbers than that one is none.
    """
    lines = source.content.split(b"\n")
    parts = [_COMMENT if re.fullmatch(_COMMENT, line) else re.escape(line) for line in lines]
    row = points_row(scenario, weights)
    stated = _stated(weights, scenario)
    numbers: dict[int, int] = {}  # place in the row, by line
    for k, path in stated.items():
        at = source.place(path)[0] - 1
        match = re.fullmatch(rb"( *%s: )%s( %s)?" % (path[-1].encode(), _NUMBER, _COMMENT), lines[at])
        if match is None or float(match[2]) != row[k] or not row[k]:
            return None
        parts[at], numbers[at] = re.escape(match[1]) + _NUMBER + (b" " + _COMMENT if match[3] else b""), k
    texts: dict[int, str] = {}
    for key, words in _TEXTS.items():
        if key not in source.data:
            continue
        at = source.place((key,))[0] - 1
        match = re.fullmatch(rb"(%s: )%s" % (key.encode(), words), lines[at])
        if match is not None and match[2].decode() == source.data[key]:
            parts[at], texts[at] = re.escape(match[1]) + words, key
        elif key == "id":
            return None  # a text of another form stays as it is, but each file has an id of its own
    if len(numbers) < len(stated) or b"\r" in source.content:
        return None
    groups = {at: group for group, at in enumerate(sorted({*numbers, *texts}), start=1)}
    return Pattern(
        re.compile(b"\n".join(parts)),
        row,
        [(groups[at], k) for at, k in numbers.items()],
        [groups[at] for at in texts],
        next((groups[at] for at, key in texts.items() if key == "id"), 0),
    )


def _stated(weights: Weights, scenario: Scenario) -> dict[int, tuple[str, ...]]:
    """Return where each number that a file states stands in it, by its place in the row of points."""
    paths: dict[int, tuple[str, ...]] = {k: ("drivers", id_) for k, id_ in enumerate(scenario.drivers)}
    k = len(paths)
    for id_, driver in scenario.drivers.items():
        if id_ in weights.factors:
            paths |= {k + i: ("factors", id_, factor) for i, factor in enumerate(driver.factors)}
        k += max(1, len(driver.factors))
    return paths

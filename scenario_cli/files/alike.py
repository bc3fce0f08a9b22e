"""Weights files of a sweep: those that differ only in numbers are read by what differs.

What a program writes thousands of has one frame, the text between the numbers. Once a
file of a frame was read in full, it is known what each number in it is: the points of
a driver or factor, a part of the id, said in a comment or title only, or something else.
Another number in the place of one that is a whole scalar, or stands within a plain one
or a comment, leads the parser along the same way, so a file of the same frame is read by
putting its numbers in their places. Where anything else differs, or a number is one that
the format refuses, the file is read in full, with all its checks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

import yaml

from scenario_cli.files.parsed import ParsedFile, parse, stem_of
from scenario_cli.files.parsing import decoded, is_plain
from scenario_cli.files.reading import weights_from
from scenario_cli.mistakes import DataPath
from scenario_cli.model.base import ID_PATTERN
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

MAX_FRAMES = 500
MAX_NUMBERS = 1_000

_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)")
_ID = re.compile(ID_PATTERN)
_LINE_ENDS = "\n\r\x85\u2028\u2029"
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")


class WeightsRow(NamedTuple):
    """The id of weights, and their raw points: of each driver, then of each factor within its driver."""

    id: str
    points: tuple[float, ...]


class WeightsReader:
    """Reads the weights files of one scenario one after another."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._frames: dict[tuple[str, ...], _Frame | None] = {}
        self._looking = True

    def row(self, name: str, content: bytes) -> WeightsRow:
        """Return what a weights file states, the same as if it were read in full.

        Raises
        ------
        InputError
            With every mistake of the file.
        """
        if not self._looking:
            return points_row(self.scenario, weights_from(parse(name, content), self.scenario))
        text, _ = decoded(name, content)
        parts = _NUMBER.split(text)
        between, numbers = tuple(parts[::2]), parts[1::2]
        frame = self._frames.get(between)
        row = frame.row(name, numbers) if frame is not None else None
        if row is not None:
            return row
        source = parse(name, content)
        weights = weights_from(source, self.scenario)
        if frame is None and len(numbers) <= MAX_NUMBERS:
            self._learn(between, source, weights)
        return points_row(self.scenario, weights)

    def _learn(self, between: tuple[str, ...], source: ParsedFile, weights: Weights) -> None:
        """Note a frame when it is first seen, and settle what its numbers are when it is seen again.

        Files that are all unlike each other end the search: it would cost, and find nothing.
        """
        if between in self._frames:
            self._frames[between] = _Frame(self.scenario, source, weights)
            return
        if len(self._frames) >= MAX_FRAMES:
            self._looking = any(self._frames.values())
            self._frames.clear()
        self._frames[between] = None


def points_row(scenario: Scenario, weights: Weights) -> WeightsRow:
    """Return the raw points of weights as one row; a group that is left out shares equally."""
    drivers, factors = weights.drivers, weights.factors
    points = [drivers[id_] for id_ in scenario.drivers]
    for id_, driver in scenario.drivers.items():
        if id_ in factors:
            points += map(factors[id_].__getitem__, driver.factors)
        else:
            points += [1.0] * max(1, len(driver.factors))
    return WeightsRow(weights.id, tuple(points))


class _Frame:
    """What each number of a frame is, as a file that was read in full shows."""

    def __init__(self, scenario: Scenario, source: ParsedFile, weights: Weights) -> None:
        text, _ = decoded(source.name, source.content)
        found = list(_NUMBER.finditer(text))
        spans = {number.span(): k for k, number in enumerate(found)}
        scalars = list(_scalars(source.root, ()))
        self.id = _id_parts(text, spans, scalars) if "id" in source.data else None
        stated = {
            scalar.path: spans[scalar.start, scalar.end]
            for scalar in scalars
            if scalar.path and (scalar.start, scalar.end) in spans and _as_written(text, scalar)
        }
        paths: list[DataPath] = [("drivers", driver) for driver in scenario.drivers]
        paths += [("factors", driver, factor) for factor, driver in scenario.driver_of.items()]
        at = [stated.get(path) for path in paths]
        known = points_row(scenario, weights).points
        self.given = [point for point, k in zip(known, at, strict=True) if k is None]
        places = iter(range(len(spans), len(spans) + len(self.given)))
        self.points = [next(places) if k is None else k for k in at]
        ends = _group_ends(scenario)
        self.groups = list(zip([0, *ends], ends, strict=False))
        self.stated = {k for k in at if k is not None}
        told = set(self.stated)
        told |= {part for part in self.id or () if isinstance(part, int)}
        told |= {k for span, k in spans.items() if _is_only_said(text, span, scalars)}
        self.fixed = [(k, number[0]) for k, number in enumerate(found) if k not in told]

    def row(self, name: str, numbers: Sequence[str]) -> WeightsRow | None:
        """Return the row of a file of this frame; ``None`` where it has to be read in full."""
        for k, number in self.fixed:
            if numbers[k] != number:
                return None
        for k in self.stated:
            if numbers[k][0] == "0" and numbers[k][1:2].isdigit():  # 010 is text
                return None
        values = [*map(float, numbers), *self.given]
        points = tuple([values[k] for k in self.points])
        if inf in points or (0.0 in points and not all(any(points[a:b]) for a, b in self.groups)):
            return None
        if self.id is None:
            return WeightsRow(stem_of(name), points)
        id_ = "".join([numbers[part] if isinstance(part, int) else part for part in self.id])
        return WeightsRow(id_, points) if _ID.fullmatch(id_) else None


class _Scalar(NamedTuple):
    """A scalar, the path of the value it is (empty for a key), and from where to where it goes."""

    path: DataPath
    node: yaml.ScalarNode
    start: int
    end: int


def _scalars(node: yaml.Node, path: DataPath) -> Iterator[_Scalar]:
    if isinstance(node, yaml.ScalarNode):
        yield _Scalar(path, node, node.start_mark.index, node.end_mark.index)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key, ())
            yield from _scalars(value, (*path, key.value))
    else:
        for i, item in enumerate(node.value):
            yield from _scalars(item, (*path, i))


def _as_written(text: str, scalar: _Scalar) -> bool:
    """Whether a scalar's value is just its text: plain, and on one line."""
    return is_plain(scalar.node) and text[scalar.start : scalar.end] == scalar.node.value


def _id_parts(text: str, spans: Mapping[tuple[int, int], int], scalars: Sequence[_Scalar]) -> list[str | int]:
    """Return the id's text with the places of the numbers in it."""
    scalar = next(s for s in scalars if s.path == ("id",))
    parts: list[str | int] = []
    at = scalar.start
    for (start, end), k in spans.items():
        if scalar.start < start and end <= scalar.end and _as_written(text, scalar):
            parts += [text[at:start], k]
            at = end
    return [*parts, text[at : scalar.end]] if parts else [scalar.node.value]


def _is_only_said(text: str, span: tuple[int, int], scalars: Sequence[_Scalar]) -> bool:
    """Whether a number stands in a comment, or within the words of a title."""
    start, end = span
    around = [s for s in scalars if s.start <= start and end <= s.end]
    if around:
        scalar = around[0]
        words = scalar.path in (("title",), ("about",)) and scalar.node.value[:1].isalpha()
        return words and _as_written(text, scalar)
    begin = max(text.rfind(sign, 0, start) for sign in _LINE_ENDS) + 1
    return any(
        not any(s.start <= begin + sign.start() < s.end for s in scalars)
        for sign in _COMMENT.finditer(text[begin:start])
    )


def _group_ends(scenario: Scenario) -> list[int]:
    """Return where in a row of points the drivers end, and after them each driver's factors."""
    ends = [len(scenario.drivers)]
    for driver in scenario.drivers.values():
        ends.append(ends[-1] + max(1, len(driver.factors)))
    return ends

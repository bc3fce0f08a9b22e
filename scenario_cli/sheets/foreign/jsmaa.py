"""JSMAA models (T. Tervonen and others): SMAA-2 models of version 1 and 2, XML.

Read are cardinal criteria with exact measurements and intervals (a rating that is uniform between its
ends), Gaussian ones without spread, a criterion's scale with the points of its value function, and
preferences that state exact weights. Refused, at the element, are all other distributions, which reach
past any ends, and ordinal criteria. Ranks and intervals of weights are named and not read.
"""

import math
from typing import NamedTuple
from xml.parsers import expat

from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake
from scenario_cli.model.base import is_number
from scenario_cli.model.scenario import UNKNOWN
from scenario_cli.sheets.stated import Named, Stated, StatedFactor, StatedWeights

MODEL, VERSIONS = "SMAA-2-model", ("0", "1", "2")
MAX_DEPTH = 64


class XmlNode(NamedTuple):
    """An element of an XML file, and where it stands."""

    name: str
    attributes: dict[str, str]
    children: list["XmlNode"]
    place: Mistake

    def first(self, name: str) -> "XmlNode | None":
        """Return the first child of a name."""
        return next((child for child in self.children if child.name == name), None)

    def inner(self, name: str) -> "list[XmlNode]":
        """Return the children of the first child of a name."""
        found = self.first(name)
        return [] if found is None else found.children

    def said(self, key: str) -> str:
        """Return an attribute; empty where there is none."""
        return self.attributes.get(key, "")


def stated_in_jsmaa(file: str, content: bytes) -> Stated:
    """Return what a model states.

    Raises
    ------
    InputError
        It is no XML, or has a document type.
    """
    root = _tree(file, content)
    stated = Stated(root.place, file.replace("\\", "/").rpartition("/")[2], "")
    if root.name != MODEL or root.attributes.get("modelVersion", "0") not in VERSIONS:
        stated.wrong(root.place, "wrong-format", "this is no SMAA-2 model of version 1 or 2")
        return stated
    stated.title = root.said("name")
    options = root.inner("alternatives")
    stated.options = [Named(each.said("name"), "", each.place) for each in options]
    numbers = {each.said("id"): i for i, each in enumerate(options)}
    factors: dict[str, StatedFactor] = {}
    for each in root.inner("criteria"):
        factor = factors[each.said("id")] = _criterion(stated, each, len(options))
        stated.factors.append(factor)
    for each in root.inner("measurements"):
        _measure(stated, each, numbers, factors)
    _weigh(stated, root.first("preferences"), factors)
    return stated


def _criterion(stated: Stated, node: XmlNode, options: int) -> StatedFactor:
    each = StatedFactor(Named(node.said("name"), "", node.place), None, node.place)
    each.ratings = [UNKNOWN] * options
    ascending = node.first("ascending")
    each.falling = ascending is not None and ascending.said("value") == "false"
    if node.said("class") != "cardinalCriterion":
        message = f"a criterion of the class '{node.said('class')}' is not read"
        stated.wrong(node.place, "unknown-class", message, "only cardinalCriterion is")
        return each
    scale = node.first("scale")
    start = end = 0.0
    if scale is not None:
        start, end = _number(stated, scale, "start") or 0.0, _number(stated, scale, "end") or 0.0
    if scale is not None and start != end:
        worst, best = (end, start) if each.falling else (start, end)
        each.scale = {"worst": worst, "best": best}
        each.places["scale",] = scale.place
        points = {f"{point.said('x')}": _number(stated, point, "y") for point in node.inner("points")}
        sound = {x: y for x, y in points.items() if is_number(x) and y is not None}
        if len(sound) < len(points):
            stated.wrong(node.place, "wrong-type", "a point of the value function is no number")
        if sound:
            each.scale["values"] = sound
    return each


def _measure(
    stated: Stated, node: XmlNode, options: dict[str, int], factors: dict[str, StatedFactor]
) -> None:
    criterion, alternative, value = node.first("criterion"), node.first("alternative"), node.first("value")
    if criterion is None or alternative is None or value is None:
        stated.wrong(node.place, "missing-key", "a measurement names a criterion, an alternative and a value")
        return
    each, i = factors.get(criterion.said("ref")), options.get(alternative.said("ref"))
    if each is None or i is None:
        stated.wrong(node.place, "unknown-id", "this measurement is of no criterion or alternative here")
        return
    each.places["rating", str(i)] = value.place
    kind = value.said("class")
    if kind == "exact":
        rating = _number(stated, value, "value")
        each.ratings[i] = UNKNOWN if rating is None else rating
    elif kind == "interval":
        low, high = _number(stated, value, "start"), _number(stated, value, "end")
        if low is not None and high is not None:
            ends = {"value": (low + high) / 2, "low": low, "high": high, "shape": "uniform"}
            each.ratings[i] = ends if low < high else low
    elif kind == "gaussian" and _number(stated, value, "stdev") == 0:
        rating = _number(stated, value, "mean")
        each.ratings[i] = UNKNOWN if rating is None else rating
    else:
        message = f"a measurement of the class '{kind}' has no exact ends"
        stated.wrong(value.place, "no-ends", message, "state it as an interval, or as exact")


def _weigh(stated: Stated, node: XmlNode | None, factors: dict[str, StatedFactor]) -> None:
    """Read exact weights; what else a model may say of them is named."""
    values = [each.first("value") for each in node.children] if node is not None else []
    exact = [value for value in values if value is not None and value.said("class") == "exact"]
    if node is None or not node.children:
        stated.note(stated.place, "no-weights", "no weights are stated here, so there is no weights file")
        return
    if node.said("class") != "cardinalPreferences" or len(exact) < len(factors):
        message = "these preferences are no exact weights and are not read, so there is no weights file"
        stated.note(node.place, "no-weights", message)
        return
    points: dict[str, float | None] = {}
    places: dict[str, Mistake] = {}
    for each, value in zip(node.children, exact, strict=True):
        criterion = each.first("criterion")
        id_ = criterion.said("ref") if criterion is not None else ""
        points[id_], places[id_] = _number(stated, value, "value"), value.place
    if points.keys() != factors.keys():
        stated.wrong(node.place, "missing-points", "not every criterion has one weight here")
        return
    stated.weights.append(StatedWeights(stated.title or "jsmaa", node.place))
    for id_, factor in factors.items():
        factor.points.append(points[id_])
        factor.point_places.append(places[id_])


def _number(stated: Stated, node: XmlNode, key: str) -> float | None:
    """Return a number in an attribute; what is none is told."""
    try:
        number = float(node.said(key))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        stated.wrong(node.place, "wrong-type", f"expected a number as '{key}', found '{node.said(key)}'")
        return None
    return number


def _tree(file: str, content: bytes) -> XmlNode:
    """Return the elements of an XML file; one with a document type (it could state entities) is refused."""
    parser = expat.ParserCreate()
    root = XmlNode("", {}, [], Mistake(file, "", ""))
    opened = [root]

    def place() -> Mistake:
        return Mistake(file, "", "", line=parser.CurrentLineNumber, column=parser.CurrentColumnNumber + 1)

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(opened) > MAX_DEPTH:
            raise InputError([place()._replace(code="too-deep", message="elements stand too deep here")])
        node = XmlNode(name, attributes, [], place())
        opened[-1].children.append(node)
        opened.append(node)

    def refuse(*_: object) -> None:
        raise InputError([place()._replace(code="syntax", message="a document type may not stand here")])

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    parser.EndElementHandler = lambda _: opened.pop()
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        at = Mistake(file, "syntax", f"this is no XML: {expat.errors.messages[error.code]}")
        raise InputError([at._replace(line=error.lineno, column=error.offset + 1)]) from None
    return root.children[0]

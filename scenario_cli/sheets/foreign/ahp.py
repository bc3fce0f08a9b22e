"""AHP files of the R package ``ahp`` (C. Glur): file format 2.0.

``Alternatives`` and ``Goal`` with a tree of ``children``, whose leaves have the alternatives as children,
and ``preferences`` at each node. Read are ``priority`` (shares, which add up to 1) and ``score`` (whatever
is twice as large counts twice as much), which say exactly what the package computes with: on a leaf they
are ratings, above it points. Refused are comparisons in pairs, from which priorities would have to be
computed first, functions in R, several decision makers, and trees of more than two levels of criteria.
"""

from fractions import Fraction
from typing import Any, NamedTuple

from scenario_cli.files.parsed import ParsedFile
from scenario_cli.mistakes import DataPath
from scenario_cli.model.base import Numeral
from scenario_cli.sheets.foreign.yaml_parts import base_name, begun, place
from scenario_cli.sheets.stated import Named, Stated, StatedFactor, StatedWeights

PAIRS = "'scenario weights pairs' makes points of comparisons: state these as priority"
_SUM_WITHIN = Fraction(1, 100)


class _Shares(NamedTuple):
    """What preferences say of the children of a node, in their order, and what a whole would be."""

    numbers: list[Fraction]
    whole: Fraction


def stated_in_ahp(source: ParsedFile) -> Stated:
    """Return what a tree of criteria states."""
    stated = begun(source)
    data = source.data if isinstance(source.data, dict) else {}
    version = data.get("Version")
    if not isinstance(version, float) or not 2 <= version < 3:
        stated.wrong(place(source, "Version"), "wrong-format", "this is no ahp file of version 2")
        return stated
    alternatives, goal = data.get("Alternatives"), data.get("Goal")
    children = goal.get("children") if isinstance(goal, dict) else None
    children = children if isinstance(children, dict) else None
    if not (isinstance(alternatives, dict) and alternatives and isinstance(goal, dict) and children):
        stated.wrong(stated.place, "missing-key", "'Alternatives' or the children of 'Goal' are missing")
        return stated
    stated.options = [Named(each, "", place(source, "Alternatives", each)) for each in alternatives]
    name = goal.get("name")
    stated.title = name if isinstance(name, str) else ""
    if any(isinstance(each, dict) and each for each in alternatives.values()):
        message = "attributes of alternatives are not read: only functions use them"
        stated.note(place(source, "Alternatives"), "not-read", message)
    _Tree(source, stated, list(alternatives)).read(goal)
    return stated


class _Tree:
    """Reads the criteria of a goal: drivers, and within them factors."""

    def __init__(self, source: ParsedFile, stated: Stated, options: list[str]) -> None:
        self.source, self.stated, self.options = source, stated, options
        self.points: list[Fraction | None] = []

    def read(self, goal: dict[str, Any]) -> None:
        """Read all criteria, and the points that the tree gives them."""
        path: DataPath = ("Goal",)
        children = goal["children"]
        shares = self._shares(path, goal, list(children))
        for i, (title, node) in enumerate(children.items()):
            share = None if shares is None else shares.numbers[i] / shares.whole
            at = (*path, "children", title)
            inner = node.get("children") if isinstance(node, dict) else None
            driver = Named(title, "", place(self.source, *at))
            if not isinstance(inner, dict) or self._are_options(inner):
                self._leaf(driver, None, at, node, share)
                continue
            within = self._shares(at, node, list(inner))
            for k, (name, leaf) in enumerate(inner.items()):
                deeper = leaf.get("children") if isinstance(leaf, dict) else None
                where = (*at, "children", name)
                factor = Named(name, "", place(self.source, *where))
                if isinstance(deeper, dict) and not self._are_options(deeper):
                    message = "criteria stand in more than two levels here"
                    self.stated.wrong(place(self.source, *where), "too-deep", message)
                part = share * within.numbers[k] / within.whole if share is not None and within else None
                self._leaf(driver, factor, where, leaf, part)
        if self.points and all(each is not None for each in self.points):
            self.stated.weights.append(StatedWeights(base_name(self.source), place(self.source, *path)))
            for each, points in zip(self.stated.factors, self.points, strict=True):
                each.points.append(float(points * 100) if points is not None else None)
        elif not self.stated.mistakes:
            message = "no priorities of all criteria are stated, so there is no weights file"
            self.stated.note(place(self.source, *path), "no-weights", message)

    def _are_options(self, children: dict[str, Any]) -> bool:
        return children.keys() <= set(self.options)

    def _leaf(
        self, driver: Named, factor: Named | None, path: DataPath, node: Any, share: Fraction | None
    ) -> None:
        at = place(self.source, *path)
        each = StatedFactor(driver, factor, at)
        shares = self._shares(path, node, self.options) if isinstance(node, dict) else None
        if shares is not None:
            each.scale = {"worst": 0.0, "best": float(shares.whole)}
            each.ratings = [float(number) for number in shares.numbers]
            each.places |= {("rating", str(i)): at for i in range(len(self.options))}
        self.stated.factors.append(each)
        self.points.append(share)

    def _shares(self, path: DataPath, node: dict[str, Any], names: list[str]) -> _Shares | None:
        """Return what the preferences of a node say of its children; ``None`` where they say nothing.

        A child alone has all of it. What cannot be read exactly is told.
        """
        preferences = node.get("preferences")
        at = (*path, "preferences")
        if not isinstance(preferences, dict) or not preferences:
            return _Shares([Fraction(1)], Fraction(1)) if len(names) == 1 else None
        kind, given = next(iter(preferences.items()))
        where = place(self.source, *at, kind)
        if kind == "pairwise":
            self.stated.wrong(where, "pairwise", "comparisons in pairs are not computed here", PAIRS)
        elif kind in ("pairwiseFunction", "scoreFunction"):
            self.stated.wrong(where, "function", "a function in R is not run", "state its results as score")
        elif kind not in ("priority", "score") or len(preferences) > 1:
            message = "expected preferences of one decision maker, as priority or score"
            self.stated.wrong(where, "wrong-value", message)
        else:
            return self._numbers((*at, kind), given, names, kind)
        return None

    def _numbers(self, path: DataPath, given: Any, names: list[str], kind: str) -> _Shares | None:
        pairs = list(given.items()) if isinstance(given, dict) else []
        if isinstance(given, list):
            pairs = [pair for each in given if isinstance(each, dict) for pair in each.items()]
        found = {name: _fraction(number) for name, number in pairs}
        where = place(self.source, *path)
        wrong = [name for name in names if found.get(name) is None]
        if wrong or len(found) > len(names):
            message = f"expected a number at least 0 for each of: {', '.join(names)}"
            self.stated.wrong(where, "wrong-value", message)
            return None
        numbers = [found[name] or Fraction(0) for name in names]
        total = sum(numbers, Fraction(0))
        if total == 0 or (kind == "priority" and abs(total - 1) > _SUM_WITHIN):
            message = "priorities add up to 1" if total else "all are 0 here"
            self.stated.wrong(where, "out-of-range", message)
            return None
        return _Shares(numbers, Fraction(1) if kind == "priority" else total)


def _fraction(stated: Any) -> Fraction | None:
    text = stated.text if isinstance(stated, Numeral) else stated
    try:
        above, _, below = str(text).replace(" ", "").partition("/")
        number = Fraction(above) / Fraction(below or 1)
    except (ValueError, ZeroDivisionError):
        return None
    return number if number >= 0 else None

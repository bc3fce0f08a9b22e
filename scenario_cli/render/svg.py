"""Pictures as SVG: a canvas that knows how wide words are, and what each number drawn is.

No picture knows a question here: what to draw is said in ``answers``. Text stays text; colours come
with textures, so that nothing hangs on colour alone; every number drawn stands beside its shape, in
``data-value``, to the last digit. The same picture is the same bytes each time.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from scenario_cli.text import visible as printable

NAMESPACE = "http://www.w3.org/2000/svg"
FONTS = "system-ui, 'DejaVu Sans', Verdana, Arial, sans-serif"
INK, FAINT, RULE, PAPER = "#111", "#555", "#ccc", "#fff"
# After Okabe & Ito (2008), Color Universal Design: told apart by the colour-blind.
FILLS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c", "#b8a000")
TEXTURES = ("", "up", "dots", "down", "cross", "flat", "stand", "grid")
SIZE, SMALL, LEADING, MARGIN = 13.0, 11.0, 1.35, 8
# How wide signs are, in parts of the size, bold ones more: the least of a few steps that DejaVu Sans fits.
_NARROW, _SLIM, _WIDE = "ijl|.,:;'I ", 'ft()[]-/\\"r!', "mwMW%@—…―©®¼½¾æÆœŴшщЫ™"
_BROAD, _WIDEST = "#&^µħĦŉŵωώμπσφψΜΉΌΎΏдлмцъћжфыюљњЂЋДМФЦЪ₴", "ŒЉЊЖШЩЮ‰№"
_BOLD = 1.1


def visible(text: str) -> str:
    """Return text with control characters, and what XML has no sign for, written out."""
    return re.sub("[\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):x}", printable(text))


class Picture(NamedTuple):
    """A finished picture.

    Attributes
    ----------
    name : str
        What it is called: ``flips``, ``ranking``.
    title, description : str
        What it is of, and what it says: what is found, not what is drawn.
    width, height : float
        In pixels of 96 to the inch.
    element : Element
        The drawing, with its title and description inside.
    """

    name: str
    title: str
    description: str
    width: float
    height: float
    element: ET.Element

    @property
    def svg(self) -> str:
        """The picture as a file of its own."""
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{self._text}\n'

    @property
    def inline(self) -> str:
        """The picture as it stands within a page, whose fonts it has."""
        return self._text.replace(f' xmlns="{NAMESPACE}"', "", 1).replace(f' font-family="{FONTS}"', "", 1)

    @property
    def _text(self) -> str:
        return ET.tostring(self.element, encoding="unicode").replace(" />", "/>")

    def png(self, scale: float = 2.0) -> bytes:
        """Return the picture as a PNG file, on white, with the extra ``png``.

        Parameters
        ----------
        scale : float
            Pixels of the PNG to a pixel of the picture, from 0.1 to 10; 2 is sharp on slides.

        Raises
        ------
        UsageError
            The scale is no number from 0.1 to 10.
        MissingPackageError
            resvg_py is not installed.
        """
        from scenario_cli.render.png import png_bytes

        return png_bytes(self, scale)

    def _repr_svg_(self) -> str:
        return self._text


def text_width(words: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return how wide words can be at a size: rather too wide than too narrow, in any plain font."""
    total = 0.0
    for sign in words:
        kind = unicodedata.category(sign)
        if unicodedata.combining(sign) or kind == "Cf":
            continue
        if sign in _NARROW:
            total += 0.37
        elif sign in _SLIM:
            total += 0.48
        elif sign in _WIDEST:
            total += 1.35
        elif sign in _WIDE or "Ѡ" <= sign <= "ԯ" or unicodedata.east_asian_width(sign) in "WF":
            total += 1.04
        elif sign in _BROAD or kind in ("Sm", "So"):
            total += 0.92
        elif sign.isupper():
            total += 0.79
        else:
            total += 0.66
    return total * size * (_BOLD if bold else 1.0)


def wrapped(words: str, room: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """Return words in lines no wider than ``room``; a word that is wider is cut where it must be."""

    def fits(line: str) -> bool:
        return text_width(line, size, bold=bold) <= room

    lines: list[str] = []
    line = ""
    for word in visible(words).split():
        joined = f"{line} {word}" if line else word
        if fits(joined):
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while not fits(line) and len(line) > 1:
            cut = len(line) - 1
            while cut > 1 and not fits(line[:cut]):
                cut -= 1
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line or not lines else lines


def spelt(number: float) -> str:
    """Return a coordinate with at most one decimal."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class Canvas:
    """A picture while it is drawn: shapes in the order in which they come, and where they end."""

    def __init__(self, name: str, width: float) -> None:
        self.name, self.width, self.height = name, width, 0.0
        self.shapes: list[ET.Element] = []
        self.textures: dict[tuple[str, str], str] = {}

    def _add(self, tag: str, value: float | None, bottom: float, **stated: float | str | None) -> ET.Element:
        attributes = {
            key.replace("_", "-"): spelt(part) if isinstance(part, float | int) else part
            for key, part in stated.items()
            if part is not None
        }
        if value is not None:
            attributes["data-value"] = repr(float(value))
        shape = ET.Element(tag, attributes)
        self.shapes.append(shape)
        self.height = max(self.height, bottom)
        return shape

    def text(
        self,
        x: float,
        y: float,
        words: str | Sequence[str],
        *,
        size: float = SIZE,
        anchor: str = "start",
        fill: str = INK,
        bold: bool = False,
        value: float | None = None,
    ) -> float:
        """Write words, each item a line, the first on the base line ``y``; return the next base line."""
        lines = [words] if isinstance(words, str) else words
        for k, line in enumerate(lines):
            shape = self._add(
                "text",
                value if k == 0 else None,
                y + (k + 0.4) * size * LEADING,
                x=x,
                y=y + k * size * LEADING,
                font_size=None if size == SIZE else size,
                fill=None if fill == INK else fill,
                text_anchor=None if anchor == "start" else anchor,
                font_weight="bold" if bold else None,
            )
            shape.text = visible(line)
        return y + len(lines) * size * LEADING

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = PAPER,
        texture: str = "",
        edge: str | None = None,
        value: float | None = None,
    ) -> None:
        """Draw a box, in a texture over its colour."""
        stated = {"x": x, "y": y, "width": max(0.0, width), "height": max(0.0, height)}
        self._add("rect", value, y + height, **stated, fill=self._paint(fill, texture), stroke=edge)

    def line(
        self,
        x: float,
        y: float,
        to_x: float,
        to_y: float,
        *,
        ink: str = INK,
        thick: float = 1.0,
        dashes: str | None = None,
        value: float | None = None,
    ) -> None:
        """Draw a line."""
        self._add(
            "line",
            value,
            max(y, to_y),
            x1=x,
            y1=y,
            x2=to_x,
            y2=to_y,
            stroke=ink,
            stroke_width=None if thick == 1 else thick,
            stroke_dasharray=dashes,
        )

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = INK,
        edge: str = INK,
        value: float | None = None,
    ) -> None:
        """Draw a dot."""
        self._add("circle", value, y + radius, cx=x, cy=y, r=radius, fill=fill, stroke=edge)

    def path(
        self,
        points: Sequence[tuple[float, float]],
        *,
        closed: bool = False,
        fill: str = "none",
        texture: str = "",
        ink: str | None = INK,
        thick: float = 1.0,
        dashes: str | None = None,
        value: float | None = None,
    ) -> None:
        """Draw a line through points, or what it encloses."""
        steps = " ".join(f"{'M' if k == 0 else 'L'}{spelt(x)} {spelt(y)}" for k, (x, y) in enumerate(points))
        self._add(
            "path",
            value,
            max(y for _, y in points),
            d=steps + (" Z" if closed else ""),
            fill=fill if fill == "none" else self._paint(fill, texture),
            stroke=ink,
            stroke_width=None if ink is None or thick == 1 else thick,
            stroke_dasharray=dashes,
            stroke_linejoin="round",
        )

    def _paint(self, fill: str, texture: str) -> str:
        if not texture:
            return fill
        id_ = self.textures.setdefault((fill, texture), f"{self.name}-{len(self.textures) + 1}")
        return f"url(#{id_})"

    def nothing_to_draw(self, said: str, title: str, description: str) -> Picture:
        """Return a picture that says, in words alone, why there is nothing to draw."""
        self.shapes.clear()
        self.height = 0.0
        self.text(0, 20, wrapped(said, self.width))
        return self.finished(title, description)

    def finished(self, title: str, description: str) -> Picture:
        """Return the picture, with what it is of and what it says."""
        height = self.height + 6
        root = ET.Element(
            "svg",
            {
                "xmlns": NAMESPACE,
                "viewBox": f"{-MARGIN} 0 {spelt(self.width + 2 * MARGIN)} {spelt(height)}",
                "width": spelt(self.width + 2 * MARGIN),
                "height": spelt(height),
                "role": "img",
                "font-family": FONTS,
                "font-size": spelt(SIZE),
                "fill": INK,
                "aria-labelledby": f"{self.name}-title",
                "aria-describedby": f"{self.name}-desc",
            },
        )
        for tag, words in (("title", title), ("desc", description)):
            ET.SubElement(root, tag, {"id": f"{self.name}-{tag}"}).text = visible(words)
        if self.textures:
            definitions = ET.SubElement(root, "defs")
            for (fill, texture), id_ in self.textures.items():
                definitions.append(_pattern(id_, fill, texture))
        ET.SubElement(root, "rect", {"x": f"{-MARGIN}", "width": "100%", "height": "100%", "fill": PAPER})
        root.extend(self.shapes)
        return Picture(self.name, title, description, self.width, height, root)


_LINES = {
    "up": "M0 8 L8 0 M-2 2 L2 -2 M6 10 L10 6",
    "down": "M0 0 L8 8 M-2 6 L2 10 M6 -2 L10 2",
    "cross": "M0 8 L8 0 M0 0 L8 8",
    "flat": "M0 4 L8 4",
    "stand": "M4 0 L4 8",
    "grid": "M0 4 L8 4 M4 0 L4 8",
}


def _pattern(id_: str, fill: str, texture: str) -> ET.Element:
    """Return a texture in white over a colour."""
    pattern = ET.Element(
        "pattern", {"id": id_, "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
    )
    ET.SubElement(pattern, "rect", {"width": "8", "height": "8", "fill": fill})
    if texture == "dots":
        ET.SubElement(pattern, "circle", {"cx": "4", "cy": "4", "r": "1.4", "fill": PAPER})
    else:
        attributes = {"d": _LINES[texture], "stroke": PAPER, "stroke-width": "1.2", "fill": "none"}
        ET.SubElement(pattern, "path", attributes)
    return pattern


def fill_of(k: int) -> tuple[str, str]:
    """Return the colour and the texture of the k-th of several things: no two alike among the first 64."""
    return FILLS[k % len(FILLS)], TEXTURES[(k + k // len(FILLS)) % len(TEXTURES)]

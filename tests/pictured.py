"""What holds of every picture: its numbers are those of the JSON, its words do not cover each other."""

import re
from typing import Any
from xml.etree import ElementTree as ET

from scenario_cli.render.svg import SIZE, text_width

WIDTHS = (360.0, 720.0, 1024.0, 1920.0)


def numbers(part: Any) -> set[float]:
    """Every number that a JSON document holds, however deep."""
    if isinstance(part, dict):
        return set().union(*map(numbers, part.values()), set())
    if isinstance(part, list):
        return set().union(*map(numbers, part), set())
    return {float(part)} if isinstance(part, int | float) and not isinstance(part, bool) else set()


def shapes(svg: str) -> list[ET.Element]:
    """The shapes of a picture, without their namespace."""
    root = ET.fromstring(svg.encode())
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return list(root)


def boxes(svg: str) -> list[tuple[float, float, float, float, str]]:
    """The room of each line of text: left, top, right, bottom, and what it says."""
    found = []
    for shape in shapes(svg):
        if shape.tag != "text" or not (shape.text or "").strip():
            continue
        size, x, y = (
            float(shape.get(key, usual)) for key, usual in (("font-size", SIZE), ("x", 0), ("y", 0))
        )
        wide = text_width(shape.text or "", size, bold=shape.get("font-weight") == "bold")
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[shape.get("text-anchor", "start")]
        found.append((left, y - size * 0.8, left + wide, y + size * 0.25, shape.text or ""))
    return found


def held_to(answer: Any, name: str, *, widths: Any = WIDTHS) -> None:
    """Hold a picture of an answer to what is true of all."""
    told = numbers(answer.to_dict())
    for width in widths:
        picture = answer.picture(name, width)
        svg = picture.svg
        assert svg == answer.picture(name, width).svg
        assert not re.search(r"<script|<style|style=|\son\w+=|href=", svg)
        drawn = [float(s.get("data-value", "")) for s in shapes(svg) if s.get("data-value")]
        assert drawn or [s.tag for s in shapes(svg)] == ["title", "desc", "rect", "text"], "nothing is drawn"
        assert [x for x in drawn if x not in told] == []
        assert picture.title
        assert len(picture.description.split()) > 3
        assert not re.search(r'="(None|nan)"|translate\(None', svg)
        room = boxes(svg)
        for k, (left, top, right, bottom, said) in enumerate(room):
            assert left >= -1, (said, left)
            assert right <= width + 1, (said, right, width)
            assert bottom <= picture.height + 1, said
            for other in room[:k]:
                apart = left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
                assert apart, (said, other[4])

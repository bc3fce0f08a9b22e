"""Where the parts of the picture ``turns`` lie: how many points stand side by side, and who stands where."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from scenario_cli.answers.drawing import GAP, letter
from scenario_cli.render.svg import LEADING, SMALL, text_width, wrapped

LINE = SMALL * LEADING
LEFT, EDGE = 26.0, 14.0  # for the ranks at the left; from there to the first point, and from the last on
LEAST_ROW, LEAST, STEP = 24.0, 26.0, 16.0
MOST_POINTS, MOST_MARKS, MOST_LINES = 60, 8, 4
SEVERAL = "several"


class TurnPoint(NamedTuple):
    """How options rank at one point of a game: the start, a turn as it opened, now."""

    label: str
    ranks: Mapping[str, int]
    line: int


class TurnMark(NamedTuple):
    """What a line of the log did between two points: its kind, and its words where there are any."""

    line: int
    kind: str
    label: str


class PlacedMark(NamedTuple):
    """A mark in its place: the lines that it stands for, and in which row above these are written."""

    lines: Sequence[int]
    kind: str
    x: float
    head: int = 0

    @property
    def words(self) -> str:
        """The number of its line, or from where to where they go."""
        return f"{self.lines[0]}" if len(self.lines) == 1 else f"{self.lines[0]}-{self.lines[-1]}"


class Strip(NamedTuple):
    """The points that stand side by side, each with its place from the left, and what lies between."""

    points: Sequence[tuple[int, float]]
    marks: Sequence[PlacedMark]

    @property
    def heads(self) -> int:
        """How many rows of numbers stand above it."""
        return max((mark.head + 1 for mark in self.marks), default=0)


class Course(NamedTuple):
    """A game's course, laid out.

    ``points`` are those shown, ``before`` others before them; ``places`` has for each by option how far
    from the top it stands, from 1; options of one rank follow each other. ``labels`` are the words at
    the lines' ends, ``names`` those under the points.
    """

    points: Sequence[TurnPoint]
    before: int
    options: Sequence[str]
    places: Sequence[Mapping[str, int]]
    strips: Sequence[Strip]
    right: float
    row: float
    labels: Mapping[str, Sequence[str]]
    names: Sequence[Sequence[str]]
    lettered: bool
    numbered: bool

    @property
    def slots(self) -> int:
        """How many options there are at most at one point."""
        return max(map(len, self.places))

    def tied(self, k: int) -> list[list[int]]:
        """Return the places that options of one rank share at a point, of each such rank."""
        by_rank: dict[int, list[int]] = {}
        for option, place in self.places[k].items():
            by_rank.setdefault(self.points[k].ranks[option], []).append(place)
        return [sorted(places) for places in by_rank.values() if len(places) > 1]


def course_of(
    points: Sequence[TurnPoint], marks: Sequence[TurnMark], titles: Mapping[str, str], width: float
) -> Course:
    """Lay out a game's course in a width; of very many points the last."""
    shown = points[-MOST_POINTS:]
    before = len(points) - len(shown)
    seen = [option for point in shown for option in point.ranks]
    options = [*(id_ for id_ in titles if id_ in seen), *(id_ for id_ in seen if id_ not in titles)]
    options = [*dict.fromkeys(options)]
    between = _between(shown, [mark for mark in marks if not before or mark.line > shown[0].line])
    right = width * 0.6
    labels = {id_: wrapped(titles.get(id_, id_), width - right - GAP, SMALL) for id_ in options}
    strips = _strips(between, right)
    tall = max(map(len, labels.values()))
    lettered = tall > (MOST_LINES if len(strips) == 1 else MOST_LINES // 2)
    if lettered:
        labels = {id_: [letter(k)] for k, id_ in enumerate(options)}
        right = width - GAP - max(text_width(label, SMALL) for (label,) in labels.values())
        strips, tall = _strips(between, right), 1
    names = _names(shown, strips, width)
    numbered = names is None
    return Course(
        points=shown,
        before=before,
        options=options,
        places=_places(shown, options),
        strips=strips,
        right=right,
        row=max(LEAST_ROW, tall * LINE + 6),
        labels=labels,
        names=[[str(before + k)] for k in range(len(shown))] if names is None else names,
        lettered=lettered,
        numbered=numbered,
    )


def _places(points: Sequence[TurnPoint], options: Sequence[str]) -> list[dict[str, int]]:
    """Return where each option stands at each point; of one rank, who stood higher before stands higher."""
    places: list[dict[str, int]] = []
    last = {option: i for i, option in enumerate(options)}
    for point in points:
        there = sorted(point.ranks, key=lambda id_: (point.ranks[id_], last[id_], options.index(id_)))
        places.append({option: place for place, option in enumerate(there, 1)})
        last |= places[-1]
    return places


def _between(points: Sequence[TurnPoint], marks: Sequence[TurnMark]) -> list[list[PlacedMark]]:
    """Return what was done between each two points, in order; of more than fit, one mark for all."""
    groups: list[list[TurnMark]] = [[] for _ in points[1:]]
    for mark in sorted(marks, key=lambda mark: mark.line) if groups else []:
        k = next((k for k, point in enumerate(points[1:]) if mark.line <= point.line), len(groups) - 1)
        groups[k].append(mark)
    return [
        [PlacedMark([mark.line for mark in group], SEVERAL, 0)]
        if len(group) > MOST_MARKS
        else [PlacedMark([mark.line], mark.kind, 0) for mark in group]
        for group in groups
    ]


def _strips(between: Sequence[Sequence[PlacedMark]], right: float) -> list[Strip]:
    """Return as many points a strip as fit; the next one begins where the last one ends."""
    room = right - LEFT - 2 * EDGE
    if not between:
        return [Strip([(0, LEFT + EDGE + room / 2)], [])]
    needed = [max(LEAST, (len(marks) + 1) * STEP) for marks in between]
    starts, filled = [0], 0.0
    for k, wide in enumerate(needed):
        if filled and filled + wide > room:
            starts.append(k)
            filled = 0.0
        filled += wide
    strips: list[Strip] = []
    stretch = 0.0
    for first, last in pairwise([*starts, len(between)]):
        own = room / sum(needed[first:last])
        stretch = min(own, stretch) if strips and last == len(between) else own
        strips.append(_strip(between, first, [wide * stretch for wide in needed[first:last]]))
    return strips


def _strip(between: Sequence[Sequence[PlacedMark]], first: int, wide: Sequence[float]) -> Strip:
    points, marks = [(first, LEFT + EDGE)], []
    ends: list[float] = []  # of what is written in each row above
    for k, gap in enumerate(wide, first):
        x = points[-1][1]
        for j, mark in enumerate(between[k], 1):
            placed = mark._replace(x=x + j * gap / (len(between[k]) + 1))
            half = text_width(placed.words, SMALL) / 2
            head = next((row for row, end in enumerate(ends) if end + 4 <= placed.x - half), len(ends))
            ends[head : head + 1] = [placed.x + half]
            marks.append(placed._replace(head=head))
        points.append((k + 1, x + gap))
    return Strip(points, marks)


def _names(points: Sequence[TurnPoint], strips: Sequence[Strip], width: float) -> list[list[str]] | None:
    """Return what is written under each point; ``None`` where one has no room for its label."""
    names: dict[int, list[str]] = {}
    for strip in strips:
        xs = [x for _, x in strip.points]
        apart = min((b - a for a, b in pairwise(xs)), default=width)
        for k, x in strip.points:
            room = min(apart - 6, 2 * x, 2 * (width - x))
            label = points[k].label
            words = max((text_width(word, SMALL) for word in label.split()), default=0.0)
            if words > room or len(wrapped(label, room, SMALL)) > MOST_LINES:
                return None
            names[k] = wrapped(label, room, SMALL)
    return [names[k] for k in range(len(points))]

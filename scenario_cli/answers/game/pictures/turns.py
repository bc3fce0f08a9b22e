"""The picture ``turns``: which rank each option has as a game goes on, and what was done in between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from scenario_cli.answers.drawing import GAP, PAD, Sign, key, letter
from scenario_cli.answers.game.pictures.course import (
    LEFT,
    LINE,
    SEVERAL,
    Course,
    Strip,
    TurnMark,
    TurnPoint,
    course_of,
)
from scenario_cli.render.svg import FAINT, FILLS, INK, PAPER, RULE, SMALL, Canvas, Picture, wrapped
from scenario_cli.text import listed

__all__ = ["TurnMark", "TurnPoint", "turns_picture"]

TITLE = "How did the ranks move over the turns?"
DASHES = (None, "7 3", "2 3", "9 3 2 3", "13 4", "4 4", "1 2", "9 2 2 2 2 2")
FIRST, OTHER, TIED = 5.5, 3.5, "#e4e4e4"
SAMPLE, NEXT = 24.0, 18.0
MOST_NAMED, MOST_TOLD = 16, 5
# What a mark is of, one and several.
KINDS: Mapping[str, tuple[str, str]] = {
    "inject": ("inject", "injects"),
    "ruling": ("ruling", "rulings"),
    "set": ("setting", "settings"),
    "edited": ("change outside", "changes outside"),
    "turn": ("event that ended", "events that ended"),
}
CORNERS: Mapping[str, Sequence[tuple[float, float]]] = {
    "inject": ((-5, -4), (5, -4), (0, 5)),
    "ruling": ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
    "set": ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)),
    "edited": ((-5, 4), (0, -5), (5, 4)),
    SEVERAL: ((-6, -4), (6, -4), (6, -1), (-6, -1), (-6, 1), (6, 1), (6, 4), (-6, 4), (-6, 1), (-6, -1)),
}
Height = Callable[[int], float]


def turns_picture(
    points: Sequence[TurnPoint], marks: Sequence[TurnMark], titles: Mapping[str, str], width: float
) -> Picture:
    """Return a line for each option through its ranks, from one point of a game to the next.

    Where not all points have room side by side, the lines go on below, from the last point on. Options
    that share a rank stand in one box, which begins at it. Injects, rulings and what was set stand where
    they came, under the numbers of their lines.

    Parameters
    ----------
    points : sequence of TurnPoint
        The start, each turn as it opened, now; of very many the last are shown.
    marks : sequence of TurnMark
        What was done in between.
    titles : mapping of str to str
        The title of each option by its id, in file order; one without goes by its id.
    width : float
        In pixels.
    """
    canvas = Canvas("turns", width)
    points = [point for point in points if point.ranks]
    if not points:
        return canvas.nothing_to_draw("There is no ranking yet.", TITLE, "There is no ranking to tell of.")
    course = course_of(points, marks, titles, width)
    y = canvas.text(0, 16, "Rank", bold=True)
    for strip in course.strips:
        y = _strip(canvas, course, strip, y - PAD)
    _foot(canvas, course, marks, titles, y)
    return canvas.finished(TITLE, _told(points, marks, titles))


def _strip(canvas: Canvas, course: Course, strip: Strip, y: float) -> float:
    """Draw what has room side by side, from the height ``y`` on; return the next base line."""
    top = y + strip.heads * LINE + (20 if strip.marks else 4)
    foot = top + course.slots * course.row

    def at(place: int) -> float:
        return top + (place - 0.5) * course.row

    for place in range(1, course.slots + 1):
        canvas.text(LEFT - 8, at(place) + 4, str(place), size=SMALL, fill=FAINT, anchor="end")
        canvas.line(LEFT, at(place), course.right, at(place), ink=RULE)
    for mark in strip.marks:
        canvas.line(mark.x, top - 8, mark.x, foot, ink=FAINT, dashes="1 3")
        _mark(canvas, mark.kind, mark.x, top - 8)
        base = top - 18 - mark.head * LINE
        canvas.text(mark.x, base, mark.words, size=SMALL, fill=FAINT, anchor="middle", value=mark.lines[0])
    for k, x in strip.points:
        for places in course.tied(k):
            high = at(places[-1]) - at(places[0]) + NEXT
            canvas.rect(x - 9, at(places[0]) - 9, NEXT, high, fill=TIED, edge=FAINT)
    for i, option in enumerate(course.options):
        _line(canvas, course, strip, i, option, at)
    last, _ = strip.points[-1]
    for option, place in course.places[last].items():
        label = course.labels[option]
        start = at(place) + SMALL * 0.35 - (len(label) - 1) * LINE / 2
        canvas.text(course.right + GAP, start, label, size=SMALL)
    for k, x in strip.points:
        canvas.text(x, foot + SMALL, course.names[k], size=SMALL, fill=FAINT, anchor="middle")
    return foot + SMALL + max(len(course.names[k]) for k, _ in strip.points) * LINE + PAD + 6


def _line(canvas: Canvas, course: Course, strip: Strip, i: int, option: str, at: Height) -> None:
    """Draw an option's line wherever it is there, to its label, and its ranks upon it."""
    ink, dashes = FILLS[i % len(FILLS)], DASHES[i % len(DASHES)]
    run: list[tuple[float, float]] = []
    for k, x in strip.points:
        place = course.places[k].get(option)
        if place is not None:
            run.append((x, at(place)))
        if place is None or k == strip.points[-1][0]:
            run += [(course.right + GAP - 4, run[-1][1])] if place is not None else []
            if len(run) > 1:
                canvas.path(run, ink=ink, thick=2.5, dashes=dashes)
            run = []
    for k, x in strip.points:
        if option in course.places[k]:
            _dot(canvas, i, x, at(course.places[k][option]), course.points[k].ranks[option])


def _dot(canvas: Canvas, i: int, x: float, y: float, rank: int, *, value: bool = True) -> None:
    """Draw a rank: first place large and full; the shape is the option's, as are colour and dashes."""
    ink = FILLS[i % len(FILLS)]
    size, fill = (FIRST, ink) if rank == 1 else (OTHER, PAPER)
    edge, stated = INK if rank == 1 else ink, float(rank) if value else None
    shape = (i // len(FILLS) + i) % 4  # with the dashes no two options alike among the first 32
    if shape == 0:
        canvas.dot(x, y, size, fill=fill, edge=edge, value=stated)
        return
    part = size * 0.9
    corners = {
        1: ((-part, -part), (part, -part), (part, part), (-part, part)),
        2: ((0, -size * 1.3), (size * 1.3, 0), (0, size * 1.3), (-size * 1.3, 0)),
        3: ((0, -size * 1.2), (size * 1.2, size), (-size * 1.2, size)),
    }[shape]
    around = [(x + across, y + down) for across, down in corners]
    canvas.path(around, closed=True, fill=fill, ink=edge, value=stated)


def _mark(canvas: Canvas, kind: str, x: float, y: float) -> None:
    if kind in CORNERS:
        around = [(x + across, y + down) for across, down in CORNERS[kind]]
        canvas.path(around, closed=True, fill=PAPER if kind == SEVERAL else INK, ink=INK)
    else:
        canvas.dot(x, y, 4, fill=PAPER)


def _foot(
    canvas: Canvas, course: Course, marks: Sequence[TurnMark], titles: Mapping[str, str], y: float
) -> None:
    """Say below what signs, letters and numbers stand for, and what has no room above."""
    y = key(canvas, y, _signs(canvas, course)) + 4
    for i, option in enumerate(course.options):
        title, gone = titles.get(option, option), option not in course.places[-1]
        until = _until(course, option) if gone else ""
        if course.lettered or gone:
            dashes = DASHES[i % len(DASHES)]
            canvas.line(0, y - 4, SAMPLE, y - 4, ink=FILLS[i % len(FILLS)], thick=2.5, dashes=dashes)
            _dot(canvas, i, SAMPLE / 2, y - 4, 2, value=False)
            said = f"{letter(i)} {title}{until}" if course.lettered else f"{title}{until}"
            y = canvas.text(SAMPLE + 6, y, wrapped(said, canvas.width - SAMPLE - 6, SMALL), size=SMALL) + 2
    for said in _notes(course, marks):
        y = canvas.text(0, y, wrapped(said, canvas.width, SMALL), size=SMALL, fill=FAINT) + 2


def _signs(canvas: Canvas, course: Course) -> list[Sign]:
    """Return what the signs that are drawn stand for."""
    signs = [
        Sign("first place", lambda x, y: canvas.dot(x + 6, y, FIRST, fill=INK)),
        Sign("another rank", lambda x, y: canvas.dot(x + 6, y, OTHER, fill=PAPER)),
    ]
    if any(course.tied(k) for k in range(len(course.points))):
        box = partial(canvas.rect, width=12, height=12, fill=TIED, edge=FAINT)
        signs.append(Sign("they share the best rank in the box", lambda x, y: box(x, y - 6)))
    kinds = dict.fromkeys(mark.kind for strip in course.strips for mark in strip.marks)
    for kind in kinds:
        said = (
            "several of these, first and last line" if kind == SEVERAL else f"{_word(kind, 1)}, by its line"
        )
        signs.append(Sign(said, lambda x, y, kind=kind: _mark(canvas, kind, x + 6, y)))  # type: ignore[misc]
    return signs


def _until(course: Course, option: str) -> str:
    last = max(k for k, places in enumerate(course.places) if option in places)
    return f", no option any more after {course.points[last].label}"


def _notes(course: Course, marks: Sequence[TurnMark]) -> Iterator[str]:
    """Yield the names of points that go by numbers, what marks say, and what is left out."""
    if course.numbered:
        for k, point in enumerate(course.points, course.before):
            if point.label.lower() != f"turn {k}":
                yield f"{k}: {point.label}"
    shown = [line for strip in course.strips for mark in strip.marks for line in mark.lines]
    said = [mark for mark in marks if mark.line in shown and mark.label not in ("", str(mark.line))]
    for mark in said[:MOST_NAMED]:
        yield f"line {mark.line}: {mark.label}"
    if len(said) > MOST_NAMED:
        yield f"and {len(said) - MOST_NAMED} more, which the log has"
    if course.before:
        yield f"Not shown: {course.before} points before {course.points[0].label}."


def _word(kind: str, count: int) -> str:
    return KINDS.get(kind, (kind, kind))[count != 1]


def _told(points: Sequence[TurnPoint], marks: Sequence[TurnMark], titles: Mapping[str, str]) -> str:
    """Say who was first from which point on, and how much was done in between."""
    turns: list[tuple[str, str]] = []
    for point in points:
        first = " = ".join(titles.get(id_, id_) for id_ in _in_order(point, titles) if point.ranks[id_] == 1)
        if not turns or turns[-1][0] != first:
            turns.append((first, point.label))
    said = f"First place at {turns[0][1]}: {turns[0][0]}"
    if len(turns) == 1:
        said += "; it never changes"
    elif len(turns) <= MOST_TOLD:
        said += "".join(f", then {first} from {label} on" for first, label in turns[1:])
    else:
        said += f"; it changes {len(turns) - 1} times, the last time at {turns[-1][1]}: {turns[-1][0]}"
    kinds = dict.fromkeys(mark.kind for mark in marks)
    counts = {kind: sum(mark.kind == kind for mark in marks) for kind in kinds}
    done = [f"{count} {_word(kind, count)}" for kind, count in counts.items()]
    return f"{said}. {f'In between: {listed(done)}.' if done else 'Nothing was done in between.'}"


def _in_order(point: TurnPoint, titles: Mapping[str, str]) -> list[str]:
    order = {id_: i for i, id_ in enumerate(titles)}
    return sorted(point.ranks, key=lambda id_: order.get(id_, len(order)))

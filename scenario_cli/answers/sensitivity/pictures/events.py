"""The picture ``events``: who has the best expected score at every chance of each event."""

from itertools import pairwise

from scenario_cli.answers.events import THRESHOLD, chance_word, open_events, told_events
from scenario_cli.answers.sensitivity.pictures.marks import First, keys_of, level, marks_of
from scenario_cli.engine.sensitivity.events import Event
from scenario_cli.render.legend import legend
from scenario_cli.render.svg import FAINT, INK, LEADING, SIZE, SMALL, Canvas, Picture, wrapped
from scenario_cli.study import Study

BAR, TICK, GAP, PAD, MOST_SAID = 14.0, 4.0, 12.0, 10.0, 5
LEFT, RIGHT = 0.3, 0.68  # where the tracks begin and end, as parts of the width


def events_picture(study: Study, width: float) -> Picture:
    """Return a track from chance 0 to 100% for each event, those that tip first.

    Its stretches are told apart by who has the best expected score; ticks stand at the tipping
    points, and beside them who is best after which.
    """
    canvas, title = Canvas("events", width), "At which chance of an event is another option best?"
    tipping = open_events(study)
    events = [*tipping, *(event for event in told_events(study) if not event.tips)]
    if not events:
        said = "No inject is open that could be taken as an event, so there is no chance to tell of."
        return canvas.nothing_to_draw("No event is open here.", title, said)
    left, right = width * LEFT, width * RIGHT
    canvas.text(left, 16, "0%", size=SMALL, fill=FAINT)
    canvas.text(right, 16, "100%", size=SMALL, fill=FAINT, anchor="end")
    beside = wrapped("Best expected score, and up to which chance", width - right - GAP, SMALL)
    y = canvas.text(right + GAP, 16, beside, size=SMALL, fill=FAINT) + PAD
    marks = marks_of(study, (segment.first for event in events for segment in event.segments))
    for event in events:
        y = _row(canvas, study, event, y, marks)
    y = legend(canvas, y + 2, keys_of(study, marks))
    canvas.text(0, y, wrapped(THRESHOLD, width, SMALL), size=SMALL, fill=FAINT)
    return canvas.finished(title, _found(study, tipping))


def _row(canvas: Canvas, study: Study, event: Event, y: float, marks: dict[First, tuple[str, str]]) -> float:
    left, right = canvas.width * LEFT, canvas.width * RIGHT
    below = canvas.text(0, y, wrapped(study.titles.injects[event.inject], left - GAP))
    if event.otherwise is not None:
        other = wrapped(f"otherwise: {study.titles.injects[event.otherwise]}", left - GAP, SMALL)
        below = canvas.text(0, below - 1, other, size=SMALL, fill=FAINT)
    top = y - SIZE * 0.9

    def at(chance: float) -> float:
        return left + chance * (right - left)

    for segment in event.segments:
        fill, texture = marks[segment.first]
        wide = at(segment.end) - at(segment.start)
        canvas.rect(at(segment.start), top, wide, BAR, fill=fill, texture=texture, edge=INK)
    for end in (0.0, 1.0):
        canvas.line(at(end), top, at(end), top + BAR, value=end)
    for tip in event.tips:
        canvas.line(at(tip.at), top - TICK, at(tip.at), top + BAR + TICK, thick=2.5, value=tip.at)
    told = [
        line for words in _told(study, event) for line in wrapped(words, canvas.width - right - GAP, SMALL)
    ]
    canvas.text(right + GAP, y, told, size=SMALL)
    return max(below, y + len(told) * SMALL * LEADING, top + BAR + TICK + SIZE) + PAD


def _told(study: Study, event: Event) -> list[str]:
    """Return who is best up to which chance, a line for each stretch."""
    *before, last = event.segments
    if not before:
        return [f"always {level(study, last.first)}"]
    said = [f"to {chance_word(s.end)}: {level(study, s.first)}" for s in before]
    return [*said, f"beyond: {level(study, last.first)}"]


def _found(study: Study, tipping: list[Event]) -> str:
    if not tipping:
        return "At no chance of any one event does another option have the best expected score."
    said = []
    for event in tipping[:MOST_SAID]:
        start = level(study, event.segments[0].first)
        turns = [
            f"{level(study, b.first)} from {chance_word(b.start)} on" for _, b in pairwise(event.segments)
        ]
        said.append(
            f'With the chance of "{study.titles.injects[event.inject]}", {start}, then {", ".join(turns)}.'
        )
    more = len(tipping) - MOST_SAID
    said += [f"{more} more event{'s' if more > 1 else ''} can turn it."] if more > 0 else []
    return " ".join([*said, THRESHOLD])

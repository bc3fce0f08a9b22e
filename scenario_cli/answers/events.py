"""Events and doubts in words: where on their way first place changes hands, and the JSON of it."""

from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from scenario_cli.engine.sensitivity.events import Event
from scenario_cli.engine.sensitivity.one_way import Segment
from scenario_cli.render.page import Cell, Column, Table, strip
from scenario_cli.study import Study
from scenario_cli.text import fixed, listed

if TYPE_CHECKING:
    from scenario_cli.answers.document import EventDocument, SegmentDocument, TipDocument

THRESHOLD = "A chance here is a threshold, and no forecast."
NO_FORECAST = "(chances are thresholds, no forecasts)"


class Threshold(NamedTuple):
    """One end of the stretch on which the present leaders are first, and who is first beyond it."""

    word: str
    to: tuple[int, ...]
    at: float
    until: float | None  # the chance at which those lose it again, where they do


def chance_word(share: float, other: float | None = None) -> str:
    """Return a share in whole per cent, with decimals where it would wrongly show 0%, 100% or another."""
    for decimals in range(16):
        word = fixed(share * 100, decimals)
        apart = other is None or share == other or word != fixed(other * 100, decimals)
        if apart and (float(word) not in (0.0, 100.0) or share in (0.0, 1.0)):
            return f"{word}%"
    return f"{share * 100:.17g}%"


def thresholds(study: Study, event: Event, below: str = "below", above: str = "above") -> list[Threshold]:
    """Return the chances of an event at which first place leaves the present leaders.

    Where they are first at no chance, every one at which it changes hands.
    """
    segments, last = event.segments, len(event.segments) - 1
    held = [k for k, segment in enumerate(segments) if segment.first == study.ranking.leaders]

    def falling(k: int) -> Threshold:
        at, to = segments[k].end, segments[k]
        return Threshold(f"{below} {chance_word(at, event.chance)}", to.first, at, to.start if k else None)

    def rising(k: int) -> Threshold:
        at, to = segments[k].start, segments[k]
        until = to.end if k < last else None
        return Threshold(f"{above} {chance_word(at, event.chance)}", to.first, at, until)

    if not held:
        return [rising(k) for k in range(1, last + 1)]
    found = []
    for k in held:
        found += [falling(k - 1)] if k else []
        found += [rising(k + 1)] if k < last else []
    return found


def open_events(study: Study) -> list[Event]:
    """Return the events to show, which tip: pairs first, then the least chance."""
    shown = [event for event in told_events(study) if event.tips]
    return sorted(shown, key=lambda event: (event.otherwise is None, event.tips[0].at))


def told_events(study: Study) -> list[Event]:
    """Return the events, but of two that are each other's opposite only the first: it says both."""
    told: list[Event] = []
    for event in study.events:
        if not any(one.inject == event.otherwise and one.otherwise == event.inject for one in told):
            told.append(event)
    return told


def event_condition(study: Study) -> tuple[str, tuple[int, ...]] | None:
    """Return at which chance of the foremost event another would be first, and who; ``None`` without one."""
    for event in open_events(study):
        found = thresholds(study, event, "less likely than", "more likely than")
        held = any(segment.first == study.ranking.leaders for segment in event.segments)
        if found and held:
            return _condition(study, event, found[0]), found[0].to
    return None


def _condition(study: Study, event: Event, turn: Threshold) -> str:
    title = f'"{study.titles.injects[event.inject]}"'
    if turn.until is None:
        return f"if {title} were {turn.word}"
    low, high = sorted((turn.at, turn.until))
    ends = f"{chance_word(low, high)} and {chance_word(high, low)}"
    return f"if the chance of {title} were between {ends}"


def titles(study: Study, options: Sequence[int]) -> str:
    """Return options' titles as a sentence lists them."""
    return listed([study.title(study.problem.options[i]) for i in options])


def event_table(study: Study, width: int) -> Table:
    """Return every event with the chances at which first place of the expected score changes hands."""
    room = min(41, 11 + max(0, width - 80) // 2)
    shown = open_events(study)
    rows: list[Sequence[Cell]] = []
    for event in shown:
        name = study.titles.injects[event.inject]
        other = study.titles.injects[event.otherwise] if event.otherwise else "as it stands"
        drawn = _strip(event.segments, event.chance, room)
        for turn in thresholds(study, event):
            rows.append([name, other, turn.word, titles(study, turn.to), drawn])
            name = other = drawn = ""
    never = [event for event in told_events(study) if not event.tips]
    said = f"{len(never)} more never turn{'s' if len(never) == 1 else ''} it. " if never else ""
    takers = {row[3] for row in rows}
    paired = any(event.otherwise for event in shown)
    columns = [
        Column("Event"),
        Column("Otherwise"),
        Column("Turns at", "right"),
        Column("Then first"),
        Column("0" + "100".rjust(room - 1), spare=True),
    ]
    kept = [True, paired, True, len(takers) != 1, True]
    turned = f"puts {takers.pop()} first" if len(takers) == 1 else "turns first place"
    return Table(
        title=f"Which chance of an event {turned}, by expected score?",
        picture="events" if rows else "",
        columns=list(compress(columns, kept)),
        rows=[list(compress(row, kept)) for row in rows],
        finding=f"{said}{THRESHOLD}"
        if rows
        else "At no chance of any one event does another option have the best expected score.",
    )


def doubt_table(study: Study, width: int) -> Table:
    """Return each doubt with where on the way from all-worst to all-best first place changes hands."""
    room = min(41, 11 + max(0, width - 80) // 2)
    rows: list[Sequence[Cell]] = []
    for way in study.doubt_ways:
        name = study.titles.doubts[way.doubt]
        ends = [titles(study, way.segments[k].first) for k in (0, -1)]
        tips = [chance_word(tip.at) for tip in way.tips]
        drawn = _strip(way.segments, None, room)
        rows.append([name, ends[0], ", ".join(tips) or "never", ends[1], drawn])
    return Table(
        title="Where does a doubt turn first place, its ratings all moving together?",
        columns=[
            Column("Doubt"),
            Column("First at worst"),
            Column("Turns at", "right"),
            Column("First at best"),
            Column("0" + "100".rjust(room - 1), spare=True),
        ],
        rows=rows,
        legend=["% of the draw: at 0% all its ratings are at their worst, at 100% at their best"],
    )


def _strip(segments: Sequence[Segment], now: float | None, room: int) -> str:
    return strip(now, [segment.start for segment in segments[1:]], room)


def event_documents(study: Study) -> "list[EventDocument]":
    """Return the ``events`` field of a JSON document, in file order."""
    return [
        {
            "inject": event.inject,
            "otherwise": event.otherwise,
            "segments": segment_documents(study, event.segments),
            "tips": tip_documents(study, event.segments),
        }
        for event in study.events
    ]


def segment_documents(study: Study, segments: Sequence[Segment]) -> "list[SegmentDocument]":
    """Return stretches of a way with who is first on them."""
    options = study.problem.options
    return [{"from": s.start, "to": s.end, "first": [options[i] for i in s.first]} for s in segments]


def tip_documents(study: Study, segments: Sequence[Segment]) -> "list[TipDocument]":
    """Return the points of a way at which first place changes hands."""
    options = study.problem.options
    return [{"at": s.start, "to": [options[i] for i in s.first]} for s in segments[1:]]

"""What moving one weight would change: the tables and the JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenario_cli.answers.events import NO_FORECAST, chance_word, open_events, thresholds
from scenario_cli.answers.ways import rating_turn
from scenario_cli.engine.sensitivity.nearest import NearestWays, distinct_swings, flip_in_range, item_id
from scenario_cli.engine.sensitivity.one_way import Flip, OneWay
from scenario_cli.render.page import FLIP, NOW, Cell, Column, Span, Table, strip
from scenario_cli.study import Study
from scenario_cli.text import fixed, listed, per_cent, points, signed

if TYPE_CHECKING:
    from scenario_cli.answers.document import OneWayDocument

MOST_DRIVERS = 5
MOST_FACTORS = 2
MOST_EVENTS = 1
RANGE_MARK = "*"
NEVER = "never"


def one_way_documents(study: Study, one_way: Sequence[OneWay]) -> "list[OneWayDocument]":
    """Return the ``one_way`` field of a JSON document, drivers first, in file order."""
    problem, ranges = study.problem, study.ranges

    def ids(indices: Sequence[int]) -> list[str]:
        return [problem.options[i] for i in indices]

    documents: list[OneWayDocument] = []
    for swing in one_way:
        stated = ranges.get(item_id(problem, swing))
        documents.append(
            {
                "kind": swing.kind,
                "id": item_id(problem, swing),
                "weight": swing.weight,
                "stable": list(swing.stable),
                "range": None if stated is None else list(stated),
                "within_range": any(flip_in_range(flip, stated) for flip in swing.flips),
                "flips": [{"at": f.at, "change": f.change, "to": ids(f.to)} for f in swing.flips],
                "segments": [{"from": s.start, "to": s.end, "first": ids(s.first)} for s in swing.segments],
            }
        )
    return documents


def nearest_table(
    study: Study,
    one_way: Sequence[OneWay],
    ways: NearestWays,
    width: int,
    *,
    factors: int | None = None,
    beside: bool = True,
) -> Table:
    """Return the nearest ways to another answer, drivers before so many factors.

    ``beside`` the weights stand the nearest rating, the foremost event and the joint shift; without
    a number of ``factors`` there is room for two, or for one and an event.
    """
    room = min(41, 11 + max(0, width - 80) // 2)
    if factors is None:
        factors = MOST_FACTORS - (beside and bool(open_events(study)))
    turns: list[_TurnRow] = []
    left_out = []
    for kind, most in (("driver", MOST_DRIVERS), ("factor", factors)):
        swings = [swing for swing in listed_swings(study, one_way) if swing.kind == kind]
        shown = [swing for swing in swings if kind == "driver" or swing.flips][:most]
        if shown:
            turns.append(_TurnRow(f"Weight of a {kind}", "", "", (), "", is_head=True))
        turns += [turn for swing in shown for turn in _weight_turns(study, swing, room)]
        left_out += _uncounted(f"{'more ' if shown else ''}{kind}", [s for s in swings if s not in shown])
    if beside and ways.rating is not None:
        option = study.problem.options[ways.rating[0]]
        turns.append(_TurnRow(f"Rating of {study.title(option)} on", "", "", (), "", is_head=True))
        turns.append(_rating_turn(study, ways, *ways.rating))
    if beside:
        events, more = _event_turns(study, room)
        turns, left_out = turns + events, left_out + more
    if beside and ways.shift is not None:
        moved = f"{points(ways.shift.points)} points of weight"
        turns.append(_TurnRow("All weights together", "", moved, ways.shift.to, ""))
    return _turns_table(study, turns, ", ".join(left_out), room)


class _TurnRow:
    """A row: what would change, from where to where, and who would be first."""

    def __init__(
        self, what: str, now: str, at: str, to: tuple[int, ...], drawn: str, *, is_head: bool = False
    ) -> None:
        self.what, self.now, self.at, self.to, self.drawn, self.is_head = what, now, at, to, drawn, is_head


def _weight_turns(study: Study, swing: OneWay, room: int) -> list[_TurnRow]:
    name = f"  {study.titles.items[item_id(study.problem, swing)]}"
    now = per_cent(swing.weight)
    drawn = strip(swing.weight, swing.turns, room)
    if not swing.flips:
        return [_TurnRow(name, now, NEVER, (), drawn)]
    stated = study.ranges.get(item_id(study.problem, swing))
    turns = []
    for flip in swing.flips:
        mark = f" {RANGE_MARK}" if flip_in_range(flip, stated) else ""
        turns.append(_TurnRow(name, now, f"{_flip_word(flip)}{mark}", flip.to, drawn))
        name = now = drawn = ""
    return turns


def _event_turns(study: Study, room: int) -> tuple[list[_TurnRow], list[str]]:
    """Return the chances of the foremost events at which first place turns, and how many more there are."""
    shown = open_events(study)
    rows = [_TurnRow("Chance of an event", "", "", (), "", is_head=True)] if shown else []
    for event in shown[:MOST_EVENTS]:
        name = f"  {study.titles.injects[event.inject]}"
        now = "" if event.chance is None else chance_word(event.chance)
        drawn = strip(event.chance, [segment.start for segment in event.segments[1:]], room)
        for turn in thresholds(study, event):
            rows.append(_TurnRow(name, now, turn.word, turn.to, drawn))
            name = now = drawn = ""
    more = len(shown) - MOST_EVENTS
    return rows, [f"{more} more event{'s turn' if more > 1 else ' turns'} it"] if more > 0 else []


def _flip_word(flip: Flip) -> str:
    return f"{per_cent(flip.at)} ({signed(flip.change * 100, 1)})"


def _rating_turn(study: Study, ways: NearestWays, i: int, j: int) -> _TurnRow:
    factor = study.titles.items[study.problem.factors[j]]
    now, at = rating_turn(study, ways, i, j)
    steps = fixed(float(ways.ratings.steps[i, j]))
    mark = f" {RANGE_MARK}" if ways.ratings.within[i, j] else ""
    return _TurnRow(f"  {factor}", now, f"{at} ({steps} steps){mark}", ways.ratings.to[i][j], "")


def _uncounted(what: str, swings: Sequence[OneWay]) -> list[str]:
    turning = sum(bool(swing.flips) for swing in swings)
    never = len(swings) - turning
    told = []
    for count, once, often in ((turning, "turns it", "turn it"), (never, "never does", "never do")):
        if count:
            told.append(f"{count} {what}{'s' if count > 1 else ''} {often if count > 1 else once}")
    return told


def _turns_table(study: Study, turns: Sequence[_TurnRow], left_out: str, room: int) -> Table:
    takers = {turn.to for turn in turns if turn.to}
    apart = len(takers) > 1
    rows: list[Sequence[Cell]] = []
    for turn in turns:
        what: Cell = (Span(turn.what, "bold"),) if turn.is_head else turn.what
        who = listed([study.title(study.problem.options[i]) for i in turn.to]) if turn.to else ""
        rows.append([what, turn.now, turn.at, *([who] if apart else []), turn.drawn])
    marked = any(turn.at.endswith(RANGE_MARK) for turn in turns)
    signs = [f"{RANGE_MARK} inside a stated range"] if marked else []
    signs += [NO_FORECAST] if any(turn.at.startswith(("below", "above")) for turn in turns) else []
    drawn = any(turn.drawn for turn in turns)
    who = ""
    if len(takers) == 1:
        taker = listed([study.title(study.problem.options[i]) for i in next(iter(takers))])
        each = "Each that turns it" if any(turn.at == NEVER for turn in turns) else "Each of these"
        alone = " alone" if len(study.ranking.leaders) > 1 else ""
        who = f" {each} puts {taker} first{alone}:"
    return Table(
        title=f"What would change the answer?{who}",
        columns=[
            Column(""),
            Column("Now", "right"),
            Column("Turns at", "right"),
            *([Column("Then first")] if apart else []),
            Column("0" + "100".rjust(room - 1), spare=True),
        ],
        signs=f"{NOW} now, {FLIP} where it turns, 0 to 100%" if drawn else "",
        rows=rows,
        legend=[" ".join(signs)] if signs else [],
        left_out=left_out if rows else "",
        picture="flips" if rows else "",
        finding="" if rows else "No change of a single weight does.",
    )


def one_way_table(study: Study, one_way: Sequence[OneWay], width: int) -> Table:
    """Return what each weight alone would change: drivers, then factors, nearest flip first."""
    room = min(41, 11 + max(0, width - 80) // 2)
    rows: list[Sequence[Cell]] = []
    for kind in ("driver", "factor"):
        swings = [swing for swing in listed_swings(study, one_way) if swing.kind == kind]
        rows += [[(Span(f"{kind}s", "bold"),), *[""] * 5]] if swings else []
        rows += [_row(study, swing, room) for swing in swings]
    return Table(
        title="What does each weight do alone?",
        columns=[
            Column("Weight of"),
            Column("Now %", "right"),
            Column("First holds", "right"),
            Column("Turns at", "right"),
            Column("Then first"),
            Column("0" + "100".rjust(room - 1), spare=True),
        ],
        rows=rows,
        signs=f"{NOW} now, {FLIP} where it turns",
        legend=["% of all weight; the others keep their proportions"] if rows else [],
        picture="flips" if rows else "",
        finding="" if rows else "One factor has all the weight: there is no other to give it to.",
    )


def _row(study: Study, swing: OneWay, room: int) -> Sequence[Cell]:
    problem, flips = study.problem, swing.flips
    return [
        study.titles.items[item_id(problem, swing)],
        fixed(swing.weight * 100),
        f"{fixed(swing.stable[0] * 100)}-{fixed(swing.stable[1] * 100)}",
        "\n".join(f"{fixed(f.at * 100)} ({signed(f.change * 100, 1)})" for f in flips) or NEVER,
        "\n".join(listed([study.title(problem.options[i]) for i in f.to]) for f in flips),
        strip(swing.weight, swing.turns, room),
    ]


def listed_swings(study: Study, one_way: Sequence[OneWay]) -> list[OneWay]:
    """Return what a table lists: drivers, then factors that are no drivers, each nearest flip first."""
    return sorted(distinct_swings(study.problem, one_way), key=lambda s: (s.kind != "driver", _distance(s)))


def nearest(swing: OneWay) -> Flip:
    """Return the flip closest to the present weight; there is at least one."""
    return min(swing.flips, key=lambda flip: abs(flip.change))


def _distance(swing: OneWay) -> float:
    return abs(nearest(swing).change) if swing.flips else float("inf")

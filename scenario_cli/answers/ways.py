"""The nearest ways to another answer, in words: one weight, one rating, all weights together."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.answers.cells import computed, rating_word
from scenario_cli.answers.events import event_condition
from scenario_cli.engine.flags import program_line
from scenario_cli.engine.sensitivity.nearest import NearestWays, WeightFlip, item_id
from scenario_cli.render.page import Page, Table
from scenario_cli.study import Study
from scenario_cli.text import fixed, listed, per_cent, points

RANKS_IN_BRIEF = 4
NOT_A_LIKELIHOOD = "Points of value under these weights; no likelihood."


class Way(NamedTuple):
    """What would have to be so, and who would then be first."""

    condition: str
    to: tuple[int, ...]


def ways_clause(study: Study, ways: NearestWays, limit: str = "") -> str:
    """Return what would change first place, nearest way of each kind, as a clause.

    ``limit`` says under what condition weights move: what is locked meanwhile.
    """
    if len(study.problem.options) == 1:
        return "there is no other option to put first"
    if len(study.ranking.leaders) > 1:
        return tie_clause(study, ways)
    event = _event(study)
    rating = _rating(study, ways) if event is None else None
    found = [way for way in (_weight(study, ways), event, rating, _shift(ways)) if way is not None]
    parts = []
    for to in dict.fromkeys(way.to for way in found):
        conditions = [way.condition for way in found if way.to == to]
        who = listed([study.title(study.problem.options[i]) for i in to])
        parts.append(f"{who} would be first {_either(conditions)}")
    weights = (
        f"no change of a single weight{limit}" if ways.shift is not None else f"no weights at all{limit}"
    )
    missing = [
        word
        for word, way in ((weights, ways.weight), ("no change of a single rating", ways.rating))
        if way is None
    ]
    if missing:
        parts.append(f"{listed(missing)} would{'' if parts else ' change first place'}")
    return "; ".join(parts)


def weight_sentence(study: Study) -> str:
    """Return which single weight would change first place, as a short sentence for a room."""
    if len(study.problem.options) == 1 or len(study.ranking.leaders) > 1:
        return sentence(ways_clause(study, study.nearest_ways))
    way = _weight(study, study.nearest_ways)
    if way is None:
        return "No change of a single weight would change first place."
    return (
        f"{listed([study.title(study.problem.options[i]) for i in way.to])} would be first {way.condition}."
    )


def _either(conditions: Sequence[str]) -> str:
    if len(conditions) < 3:
        return " or ".join(conditions)
    return ", ".join(conditions[:-1]) + ", or " + conditions[-1]


def tie_clause(study: Study, ways: NearestWays) -> str:
    """Return what decides between options that share first place."""
    if ways.weight is not None and ways.weight.flip.change == 0:
        name = study.titles.items[item_id(study.problem, ways.weight.swing)]
        return f"any change of the weight of {name} decides between them"
    return "no change of a single weight decides between them, a change of one of their ratings does"


def _weight(study: Study, ways: NearestWays) -> Way | None:
    way = ways.weight
    if way is None:
        return None
    name = study.titles.items[item_id(study.problem, way.swing)]
    now, then = told_apart(way.swing.weight, way.flip.at)
    rises = way.flip.change > 0
    end = way.swing.end_of(way.flip)
    if end is None:
        moved = f"{'rose above' if rises else 'fell below'} {then}"
    else:
        first, last = told_apart(way.flip.at, end)
        first = max(then, first, key=len)
        moved = f"were between {first if rises else last} and {last if rises else first}"
    return Way(f"if the weight of {name} {moved} (now {now}{_stated_range(study, way)})", way.flip.to)


def _stated_range(study: Study, way: WeightFlip) -> str:
    if not way.within_range:
        return ""
    low, high = study.ranges[item_id(study.problem, way.swing)]
    return f", stated range {low * 100:.10g}-{high * 100:.10g}%"


def _rating(study: Study, ways: NearestWays) -> Way | None:
    if ways.rating is None:
        return None
    i, j = ways.rating
    cell = study.titles.cell(study.problem.options[i], study.problem.factors[j])
    now, then = rating_turn(study, ways, i, j)
    side = "above" if ways.ratings.change[i, j] > 0 else "below"
    stated = "were" if now == "unknown" else "were rated"
    return Way(f"if {cell} {stated} {side} {then} (now {now})", ways.ratings.to[i][j])


def rating_turn(study: Study, ways: NearestWays, i: int, j: int) -> tuple[str, str]:
    """Return a rating as it is stated, and the one at which first place turns, told apart."""
    at, now = float(ways.ratings.at[i, j]), rating_word(study.problem, i, j)
    return now, computed(at) if computed(at) != now else f"{at:.17g}"


def _event(study: Study) -> Way | None:
    found = event_condition(study)
    return None if found is None else Way(*found)


def _shift(ways: NearestWays) -> Way | None:
    if ways.shift is None:
        return None
    return Way(f"if {points(ways.shift.points)} points of weight moved together", ways.shift.to)


def told_apart(share: float, other: float) -> tuple[str, str]:
    """Return two shares in per cent, with more decimals where one would not tell them apart."""
    if per_cent(share) != per_cent(other) or share == other:
        return per_cent(share), per_cent(other)
    decimals = 1 - math.floor(math.log10(abs(share - other) * 100))
    return f"{share * 100:.{decimals}f}%", f"{other * 100:.{decimals}f}%"


def brief_page(study: Study, finding: str, *, ways: bool = True) -> Page:
    """Return an answer in about a dozen lines: the sentence, the ranking, the nearest ways to another answer.

    ``ways`` is false where the sentence names them already.
    """
    ranking = study.ranking
    shown = ranking.order if len(ranking.order) <= RANKS_IN_BRIEF else ranking.order[: RANKS_IN_BRIEF - 1]
    lines = [
        f"{ranking.ranks[i]}{'=' if ranking.tied[i] else ''} {study.title(study.problem.options[i])}, "
        f"{fixed(float(ranking.scores[i]))}"
        for i in shown
    ]
    if len(shown) < len(ranking.order):
        lines.append(f"and {len(ranking.order) - len(shown)} more")
    if ways:
        lines.append(_short(study, study.nearest_ways))
    scenario = study.scenario
    if by_programs := program_line(scenario):
        lines.append(by_programs)
    lines.append(NOT_A_LIKELIHOOD)
    table = Table(title="", columns=[], rows=[], legend=lines)
    return Page(heading=[_tried(study) + scenario.title], finding=finding, tables=[table], tight=True)


def _short(study: Study, ways: NearestWays) -> str:
    """Return the nearest ways in as few words as can be."""
    if len(study.ranking.leaders) > 1 or len(study.problem.options) == 1:
        return sentence(ways_clause(study, ways))
    told = []
    if ways.weight is not None:
        name = study.titles.items[item_id(study.problem, ways.weight.swing)]
        now, then = told_apart(ways.weight.swing.weight, ways.weight.flip.at)
        told.append(f"{name} {'above' if ways.weight.flip.change > 0 else 'below'} {then} (now {now})")
    event = _event(study)
    if event is not None:
        told.append(event.condition.removeprefix("if ").replace(" were ", " ", 1))
    elif ways.rating is not None:
        i, j = ways.rating
        now, then = rating_turn(study, ways, i, j)
        cell = study.titles.cell(study.problem.options[i], study.problem.factors[j])
        told.append(f"{cell} {'above' if ways.ratings.change[i, j] > 0 else 'below'} {then} (now {now})")
    if ways.shift is not None:
        told.append(f"{points(ways.shift.points)} points of weight together")
    return f"Turns with {'; '.join(told)}." if told else sentence(ways_clause(study, ways))


def sentence(clause: str) -> str:
    """Return a clause as a sentence."""
    return f"{clause[0].upper()}{clause[1:]}."


def _tried(study: Study) -> str:
    return "What-if: " if study.trials else ""

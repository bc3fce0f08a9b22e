"""The words of methods: their names, what each assumes, and what makes it differ from adding up."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from scenario_cli.answers.methods.ask import MethodsAnswer
from scenario_cli.choices import MethodName
from scenario_cli.engine.methods.ranked import MethodRanking
from scenario_cli.engine.methods.turns import MethodTurn
from scenario_cli.text import fixed, listed, per_cent, points

Assumption = Literal["compensation", "distance", "regret", "thresholds", "order"]


class MethodWords(NamedTuple):
    """A method: its name in a head and in a sentence, what sets it apart, and what it assumes."""

    head: str
    name: str
    apart: Assumption | None
    assumes: str


WORDS: dict[MethodName, MethodWords] = {
    "additive": MethodWords(
        "Adding up", "adding up", None, "a point is a point: what is lost on one factor is made up on another"
    ),
    "weighted_product": MethodWords(
        "Product",
        "the weighted product",
        "compensation",
        "ratios count: hardly anything makes up for what is near 0, nothing for 0",
    ),
    "topsis": MethodWords(
        "TOPSIS",
        "TOPSIS",
        "distance",
        "near the ideal and far from the worst is best: large gaps count more than in proportion",
    ),
    "vikor": MethodWords(
        "VIKOR", "VIKOR", "regret", "the largest single regret counts as much as the sum of all"
    ),
    "promethee": MethodWords(
        "PROMETHEE",
        "PROMETHEE II",
        "thresholds",
        "differences count by thresholds: small ones may not, large ones no more than in full",
    ),
    "majority": MethodWords(
        "Majority",
        "majority",
        "order",
        "only who is better counts, and on how much weight, not by how much",
    ),
}
NAMED, CIRCLES = 8, 3
AS_PUBLISHED = {
    "additive": "ratings from 0, the least at hand, to 1, the best",
    "weighted_product": "ratings as they are, above 0",
    "topsis": "ratings divided by the length of their column",
    "vikor": "regrets from the best to the worst at hand",
    "promethee": "ratings as they are",
    "majority": "ratings as they are",
}


def reason(answer: MethodsAnswer, ranking: MethodRanking) -> str | None:
    """Return why a method cannot run; ``None`` where it does."""
    if ranking.runs:
        return None
    problem, titles = answer.study.problem, answer.study.titles
    i, j = ranking.refused[0]
    cell = titles.cell(problem.options[i], problem.factors[j])
    others = len(ranking.refused) - 1
    more = f", and {others} more rating{'s' if others > 1 else ''} like it" if others else ""
    return f"a product takes ratings above 0 only: {cell} is {problem.ratings[i, j]:.10g}{more}"


def turn_text(answer: MethodsAnswer, turn: MethodTurn) -> str:
    """Return whom a method puts first, where the leader of adding up is then, and what does it."""
    ranking = next(each for each in answer.found.each if each.method == turn.method)
    first, before = answer.title(turn.first), answer.title(turn.before)
    indices = [_index(ranking, i) for i in (turn.first, turn.before)]
    if turn.joint:
        place = f"puts {_few(answer, ranking.leaders)} first together"
        return f"{place} ({indices[0]} each): {_cause(answer, turn, first, before)}"
    if turn.first in answer.found.additive.leaders:
        place = f"puts {first} first alone, {before} at rank {ranking.ranks[turn.before]}"
    else:
        place = f"puts {first} first, {before} at rank {ranking.ranks[turn.before]}"
    return f"{place} ({indices[0]} to {indices[1]}): {_cause(answer, turn, first, before)}"


def _index(ranking: MethodRanking, i: int) -> str:
    return index_text(ranking.method, float(ranking.index[i]))


def index_text(method: MethodName, index: float) -> str:
    """Return what a method ranks by, in as many digits as it is told with."""
    if math.isnan(index):
        return "n/a"
    if method == "additive":
        return points(index)
    if method == "majority":
        return f"{index:+.0f}" if index else "0"
    if method == "promethee":
        return fixed(index, 3, plus=index > 0)
    return fixed(index, 3) if abs(index) < 10 else f"{index:.5g}"


def _cause(answer: MethodsAnswer, turn: MethodTurn, first: str, before: str) -> str:
    titles, factors = answer.study.titles.items, answer.study.problem.factors
    on = titles[factors[turn.factor]] if turn.factor is not None else ""
    a, b = turn.numbers
    counted = "rating" if answer.as_published else "value"
    if turn.joint and turn.cause == "zero":
        return "every option is worth 0 on some factor with weight, and nothing makes up for that"
    if turn.joint and turn.cause == "flows":
        return "with differences counted by preference functions they gain and lose as much as each other"
    texts = {
        "zero": f"{before} is worth 0 on {on}, and nothing makes up for that",
        "product": f"by ratio {first} gains most on {on}, where the {counted} of {before} is {a:.6g} "
        f"and its own {b:.6g}",
        "ideal": f"{before} is farther from the ideal ({fixed(a, 3)} to {fixed(b, 3)}), most of all on {on}",
        "worst": f"{before} is nearer to the worst ({fixed(a, 3)} to {fixed(b, 3)}), most of all on {on}",
        "distances": "both are at the same distances",
        "flows": f"with differences counted by preference functions {first} gains most on {on} "
        f"(that part of the net flow is {fixed(b, 3, plus=True)} to {fixed(a, 3, plus=True)})",
        "pair": f"{first} is better on factors with {per_cent(b)} of the weight, {before} on {per_cent(a)}",
        "wins": "counted is how many others each beats, less how many beat it",
    }
    if turn.cause == "regret":
        other = titles[factors[turn.other]] if turn.other is not None else ""
        own = f"{fixed(a, 3)} on {on}, is above that of {first}, {fixed(b, 3)} on {other}"
        return f"the greatest regret of {before}, {own}"
    return texts[turn.cause]


def compromise_text(answer: MethodsAnswer) -> str:
    """Return VIKOR's compromise, with its two conditions."""
    vikor = answer.found.vikor
    who = _few(answer, vikor.compromise)
    m = len(answer.study.problem.options)
    if m == 1:
        return f"VIKOR's compromise: {who}, the only option."
    second = vikor.order[1]
    gap = float(vikor.index[second] - vikor.index[vikor.order[0]])
    enough = 1 / (m - 1)
    if vikor.tied[vikor.order[0]]:
        return f"VIKOR's compromise: {who}; the first place by Q is shared."
    ahead = f"ahead by {fixed(gap, 3)} of Q"
    if vikor.advantage and vikor.stability:
        return f"VIKOR's compromise: {who}, {ahead} (at least {fixed(enough, 3)}), and stable."
    if vikor.advantage:
        unstable = "but not stable: first neither by the sum of regrets nor by the greatest"
        return f"VIKOR's compromise: {who}; the first is {ahead} (at least {fixed(enough, 3)}), {unstable}."
    alone = f"{fixed(enough, 3)} would be needed for it to stand alone"
    return f"VIKOR's compromise: {who}; the first is {ahead}, and {alone}."


def majority_text(answer: MethodsAnswer) -> str:
    """Return who beats every other option by majority, or that nobody does; cycles are named."""
    found = answer.found.majority
    if len(answer.study.problem.options) == 1:
        return "By majority there is nobody to beat."
    if found.winner is not None:
        said = f"By majority {answer.title(found.winner)} beats every other option"
    else:
        said = "By majority no option beats every other"
    cycles = [
        listed([f"{answer.title(a)} beats {answer.title(b)}" for a, b in zip(c, (*c[1:], c[0]), strict=True)])
        for c in found.cycles[:CIRCLES]
    ]
    left = len(found.cycles) - CIRCLES
    more = f"; and {left} more circle{'s' if left > 1 else ''}" if left > 0 else ""
    return f"{said}{''.join(f'; in a circle {cycle}' for cycle in cycles)}{more}."


def _few(answer: MethodsAnswer, indices: Sequence[int]) -> str:
    """Return options' titles as a sentence lists them; of many the first."""
    names = [answer.title(i) for i in indices[:NAMED]]
    return listed([*names, f"{len(indices) - NAMED} more"] if len(indices) > NAMED else names)

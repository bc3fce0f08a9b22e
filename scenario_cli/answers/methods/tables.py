"""The tables of methods: ranks, where others are first and why, what each assumes, and the numbers."""

from collections.abc import Sequence

from scenario_cli.answers.methods.ask import MethodsAnswer
from scenario_cli.answers.methods.words import (
    AS_PUBLISHED,
    WORDS,
    compromise_text,
    index_text,
    majority_text,
    reason,
    turn_text,
)
from scenario_cli.engine.methods.ranked import MethodRanking
from scenario_cli.render.page import Cell, Column, Table

LEAST_TITLE = 16


def rank_table(answer: MethodsAnswer, width: int) -> Table:
    """Return the rank of each option by each method."""
    rankings = answer.found.each
    rows: list[Sequence[Cell]] = [
        [answer.title(i), *(_rank(ranking, i) for ranking in rankings)] for i in answer.found.additive.order
    ]
    legend = [f"{WORDS[each.method].head}: {reason(answer, each)}." for each in rankings if not each.runs]
    return Table(
        title="Which rank has each option, by which method?",
        columns=[Column("Option"), *_heads(answer, width)],
        rows=rows,
        legend=[*_key(answer, width), *legend, compromise_text(answer), majority_text(answer)],
        picture="methods",
    )


def _heads(answer: MethodsAnswer, width: int) -> list[Column]:
    """Return a column a method: by its name, or by its number where names leave titles no room."""
    return [Column(head, "right") for head in _names(answer, width)]


def _names(answer: MethodsAnswer, width: int) -> list[str]:
    heads = [WORDS[each.method].head for each in answer.found.each]
    if LEAST_TITLE + sum(2 + len(head) for head in heads) <= width:
        return heads
    return [str(k) for k in range(1, len(heads) + 1)]


def _key(answer: MethodsAnswer, width: int) -> list[Cell]:
    names = _names(answer, width)
    heads = [WORDS[each.method].head for each in answer.found.each]
    return [] if names == heads else [", ".join(f"{k} {head}" for k, head in zip(names, heads, strict=True))]


def _rank(ranking: MethodRanking, i: int) -> str:
    if not ranking.runs:
        return "-"
    return f"{ranking.ranks[i]}{'=' if ranking.tied[i] else ''}"


def turn_table(answer: MethodsAnswer) -> Table:
    """Return, for each method that puts others first, whom, how far, and what of its own does it."""
    rows = [
        [WORDS[turn.method].head, f"{WORDS[turn.method].apart}", turn_text(answer, turn)]
        for turn in answer.turns
    ]
    return Table(
        title="Where are others first, and which assumption does it?",
        columns=[Column("Method"), Column("By its"), Column("What it does")],
        rows=rows,
    )


def assumption_table(answer: MethodsAnswer) -> Table:
    """Return what each method assumes, in one line; as published also what it takes."""
    rows: list[Sequence[Cell]] = []
    for each in answer.found.each:
        takes = f"; {AS_PUBLISHED[each.method]}" if answer.as_published else ""
        rows.append([WORDS[each.method].head, f"{WORDS[each.method].assumes}{takes}"])
    return Table(
        title="What does each method assume?",
        columns=[Column("Method"), Column("It assumes")],
        rows=rows,
    )


def index_table(answer: MethodsAnswer, width: int) -> Table:
    """Return what each method ranks by, in numbers."""
    rankings = answer.found.each
    rows: list[Sequence[Cell]] = [
        [
            answer.title(i),
            *(index_text(each.method, float(each.index[i])) if each.runs else "-" for each in rankings),
        ]
        for i in answer.found.additive.order
    ]
    return Table(
        title="What does each method rank by?",
        columns=[Column("Option"), *_heads(answer, width)],
        rows=rows,
        legend=[
            *_key(answer, width),
            "Score of 100; product of value to the power of weight; closeness to the ideal; Q, of which "
            "less is better; net flow; wins minus losses. More are in the JSON.",
        ],
    )

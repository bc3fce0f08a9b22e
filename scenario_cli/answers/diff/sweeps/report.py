"""The answer of ``scenario diff`` about two sweeps: where others lead, counts, those that differ most."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.diff.sweeps.ask import Differing, SweepDiffAnswer
from scenario_cli.answers.diff.sweeps.words import counted, lead, named, text_of
from scenario_cli.answers.opening import flag_document, remarks
from scenario_cli.answers.provenance import provenance
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed, points, signed

if TYPE_CHECKING:
    from scenario_cli.answers.diff.document import DiffDocument
    from scenario_cli.answers.diff.sweeps.document import SweepDocument

MOST_SHOWN = 20
COLUMNS = ("option", "old_rank", "new_rank", "old_score", "new_score")
UNSAID = "(not said)"


def report(answer: SweepDiffAnswer) -> "Report[DiffDocument]":
    """Return a difference as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: SweepDiffAnswer) -> str:
    """Return the sentence that says in how many rankings others lead."""
    all_ = counted(answer.rankings, answer.kind)
    of = " of scenario, weights and injects" if answer.kind == "batch" else ""
    if answer.led_by_others:
        return f"Others {lead(answer.kind)} in {answer.led_by_others:,} of {all_}{of}."
    every = f"all {all_}" if answer.rankings > 1 else f"the only {all_.removeprefix('1 ')}"
    return f"The same {lead(answer.kind)} in {every}{of}."


def document(answer: SweepDiffAnswer) -> "DiffDocument":
    """Return the JSON document of a difference."""
    return {
        "format": "diff/1",
        "provenance": provenance(answer.inputs),
        "flags": [flag_document(flag) for flag in answer.flags],
        "kind": answer.kind,
        "names": list(answer.ids),
        "versions": list(answer.versions),
        "changes": [],
        "shares": [],
        "first": [[], []],
        "gone": [],
        "new": [],
        "others": [],
        "moves": [],
        "sweep": _sweep(answer),
        "finding": finding(answer),
    }


def _sweep(answer: SweepDiffAnswer) -> "SweepDocument":
    return {
        "keys": list(answer.keys),
        "compared": list(answer.compared),
        "rankings": answer.rankings,
        "only": list(answer.only),
        "rows_only": list(answer.rows_only),
        "led_by_others": answer.led_by_others,
        "ranked_otherwise": answer.ranked_otherwise,
        "moved": answer.moved,
        "differ": answer.differ,
        "most": None if answer.furthest is None else answer.furthest.furthest.points,
        "options": [
            {"option": option, "first": [found.old, found.new], "gained": found.gained, "lost": found.lost}
            for option, found in answer.firsts.items()
        ],
        "differing": [
            {
                "where": {column: text_of(column, value) for column, value in _where(answer, found)},
                "first": [list(leaders) for leaders in found.leaders],
                "moves": [
                    {"option": move.option, "rank": list(move.ranks), "score": list(move.scores)}
                    for move in found.moves
                ],
            }
            for found in answer.differing
        ],
    }


def records(answer: SweepDiffAnswer) -> Records:
    """Return one record an option of each ranking that differs."""
    rows: list[list[Field]] = [
        [*(text_of(*part) for part in _where(answer, found)), move.option, *move.ranks, *move.scores]
        for found in answer.differing
        for move in found.moves
    ]
    return Records([*answer.keys, *COLUMNS], rows)


def _where(answer: SweepDiffAnswer, found: Differing) -> list[tuple[str, str | int]]:
    return [*zip(answer.keys, found.key, strict=True)]


def page(answer: SweepDiffAnswer) -> Page:
    """Return what changed: counts, who gained and lost first places, the rankings that differ most."""
    old, new = answer.names
    return Page(
        heading=[f"{old} -> {new}", *_computed_by(answer)],
        tables=[
            _counts_table(answer),
            _firsts_table(answer),
            *([_differing_table(answer)] if answer.differing else []),
        ],
        notes=remarks(answer.flags, "note"),
        finding=finding(answer),
    )


def _computed_by(answer: SweepDiffAnswer) -> list[str]:
    old, new = answer.versions
    if old == new:
        return [] if old is None else [f"Both computed by version {old}."]
    return [f"Computed by version {old or UNSAID} -> {new or UNSAID}."]


def _counts_table(answer: SweepDiffAnswer) -> Table:
    """Return how many rankings both have, what changed in how many, and what one has alone."""
    counts = [("In both", answer.rankings), ("Others lead", answer.led_by_others)]
    counts += [("A rank changed", answer.ranked_otherwise)] if "rank" in answer.compared else []
    counts += [("A score moved", answer.moved)] if "score" in answer.compared else []
    rows: list[Sequence[Cell]] = [[what, f"{count:,}", ""] for what, count in counts]
    for name, only, alone in zip(answer.names, answer.only, answer.rows_only, strict=True):
        rows += [[f"Only in {name}", f"{only:,}", f"{alone:,}"]] if alone else []
    word = "Combinations" if answer.kind == "batch" else "Groups"
    by = listed(answer.keys) if answer.keys else "their order"
    return Table(
        title="What changed?",
        columns=[Column(""), Column(word, "right"), Column("Rows", "right")],
        rows=rows,
        legend=[f"{word} are told to be the same by {by}."],
        finding=_furthest(answer),
    )


def _furthest(answer: SweepDiffAnswer) -> str:
    if answer.furthest is None:
        return "No score moved." if "score" in answer.compared else ""
    most, where = answer.furthest.furthest, named(answer.keys, answer.furthest.key)
    at = f" in {where}" if where else ""
    return f"The largest move is {points(abs(most.points))} points: {most.option}{at}."


def _firsts_table(answer: SweepDiffAnswer) -> Table:
    ordered = sorted(answer.firsts.items(), key=lambda item: (-item[1].new, -item[1].old, item[0]))
    rows: list[Sequence[Cell]] = [
        [option, *(f"{count:,}" for count in (found.old, found.new, found.gained, found.lost))]
        for option, found in ordered
    ]
    return Table(
        title="Which options gained or lost first places?",
        columns=[Column("Option"), *(Column(word, "right") for word in ("Was", "Is", "Gained", "Lost"))],
        rows=rows,
        legend=["Ties count for each."],
        finding="" if answer.led_by_others else "None did.",
    )


def _differing_table(answer: SweepDiffAnswer) -> Table:
    shown = answer.differing[:MOST_SHOWN]
    rows: list[Sequence[Cell]] = [
        [
            named(answer.keys, found.key),
            *(", ".join(leaders) for leaders in found.leaders),
            found.furthest.option if found.furthest.points else "",
            _points(found.furthest.points),
        ]
        for found in shown
    ]
    more = answer.differ - len(shown)
    there = len(answer.differing) - len(shown)
    in_json = f"{there:,} of them" if there < more else "all of them" if more > 1 else "it"
    return Table(
        title="Where do they differ most?",
        columns=[
            Column("Combination" if answer.kind == "batch" else "Group"),
            Column("First was"),
            Column("is"),
            Column("Moved most"),
            Column("Points", "right"),
        ],
        rows=rows,
        finding=f"{more:,} more differ; JSON has {in_json}." if more else "",
    )


def _points(moved: float) -> str:
    if not moved:
        return ""
    return signed(moved) if abs(moved) >= 0.005 else f"{moved:+.1g}"

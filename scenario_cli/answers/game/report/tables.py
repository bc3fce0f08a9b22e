"""The tables of the after-action report."""

from collections.abc import Sequence
from itertools import pairwise

from scenario_cli.answers.game.report.ask import GameEffect, GameReportAnswer, GameStanding
from scenario_cli.answers.game.words import line_words, lines_words, turn_title
from scenario_cli.answers.ranking import rank_word
from scenario_cli.render.page import Cell, Column, Span, Table
from scenario_cli.text import first_place, fixed, listed, points, signed

NO_DIFFERENCE = "nothing: no score moved"


def table_of(title: str, lines: Sequence[str]) -> Table:
    """Return a section that is but sentences."""
    return Table(title=title, columns=[], rows=[], legend=list(lines))


def turns_table(answer: GameReportAnswer) -> Table:
    """Return the ranking as the game began, as each turn opened, and now."""
    options = answer.study.problem.options
    shown = (
        answer.standings if len(answer.standings) <= 8 else [*answer.standings[:2], *answer.standings[-6:]]
    )
    columns = [Column("Option"), *(Column(standing.label, "right") for standing in shown)]
    rows: list[Sequence[Cell]] = []
    for i in answer.study.ranking.order:
        id_ = options[i]
        rows.append([answer.title(i), *(_standing(standing, id_) for standing in shown)])
    firsts = [standing.leaders for standing in answer.standings]
    changes = sum(old != new for old, new in pairwise(firsts))
    said = "First place never changed between these."
    if changes:
        said = f"First place changed {changes} time{'s' * (changes != 1)} between these."
    return Table(
        title="How did the ranking move?",
        columns=columns,
        rows=rows,
        finding=said,
        legend=["Rank, and score of 100 in brackets: value under the weights then, no likelihood."],
        left_out="" if len(shown) == len(answer.standings) else f"{len(answer.standings) - len(shown)} turns",
        picture="turns",
    )


def _standing(standing: GameStanding, id_: str) -> str:
    rank = standing.ranks.get(id_)
    return "-" if rank is None else f"{rank} ({fixed(standing.scores[id_])})"


def events_table(answer: GameReportAnswer) -> Table:
    """Return every line by turn."""
    rows: list[Sequence[Cell]] = []
    titles = answer.study.titles
    for event in answer.events:
        if event.kind == "turn":
            taken = " (taken back)" if event.line in answer.undone else ""
            rows.append([(Span(f"{turn_title(event)}{taken}", "bold"),), "", "", ""])
            continue
        said = line_words(event, titles, answer.secrets)
        why = event.said.get("why")
        rows.append(
            [
                str(event.line),
                event.by or "",
                f"{said} (why: {why})" if why else said,
                "taken back" if event.line in answer.undone else "",
            ]
        )
    return Table(
        title="What happened?",
        columns=[Column("Line", "right"), Column("By"), Column("What"), Column("")],
        rows=rows,
    )


def guesses_table(answer: GameReportAnswer) -> Table:
    """Return what each team took to be the ranking, held against it."""
    rows: list[Sequence[Cell]] = [
        [
            str(one.event.line),
            " ".join(part for part in (one.event.by or "", f"({one.event.said['who']})") if part != "()"),
            ", ".join(answer.study.titles.options.get(id_, id_) for id_ in one.event.said["order"]),
            _of(one.at_start, one.pairs),
            _of(one.now, one.pairs),
        ]
        for one in answer.guesses
    ]
    return Table(
        title="What did the teams expect?",
        columns=[
            Column("Line", "right"),
            Column("Who"),
            Column("Best first"),
            Column("As it began", "right"),
            Column("Now", "right"),
        ],
        rows=rows,
        legend=["How many pairs of the options named stand in the same order in the ranking."],
    )


def _of(same: int, pairs: int) -> str:
    return f"{same} of {pairs}" if pairs else "-"


def effects_table(answer: GameReportAnswer) -> Table:
    """Return what each inject, ruling, set and edit did to the ranking, exactly."""
    title = answer.study.titles.options
    rows: list[Sequence[Cell]] = []
    for effect in answer.effects:
        most = ""
        if effect.most is not None:
            option, moved = effect.most
            most = f"{title.get(option, option)} {signed(moved, 1)}"
        rows.append(
            [
                str(effect.event.line),
                _what(answer, effect),
                effect_words(answer, effect),
                most,
                "taken back" if effect.undone else "",
            ]
        )
    turned = [effect.event.line for effect in answer.turned]
    said = "No line that stands changed first place."
    if turned:
        said = f"First place changed at {lines_words(turned)}."
    return Table(
        title="What did each of them do to the ranking?",
        columns=[
            Column("Line", "right"),
            Column("What"),
            Column("First place"),
            Column("Moved most", "right"),
            Column(""),
        ],
        rows=rows,
        finding=said if rows else "No line moved a score.",
        legend=["Against how things stood just before: the same numbers as 'diff' of the two."]
        if rows
        else [],
    )


def _what(answer: GameReportAnswer, effect: GameEffect) -> str:
    """Return what a line did; of a turn, which events ended with the one before."""
    said = line_words(effect.event, answer.study.titles, answer.secrets)
    if effect.event.kind != "turn":
        return said
    last = effect.event.turn - 1
    ended = [
        event.line
        for event in answer.events[: effect.event.line]
        if event.kind == "inject" and event.said["until"] == last
    ]
    return f"{said}; {lines_words(ended)} held through turn {last}"


def effect_words(answer: GameReportAnswer, effect: GameEffect) -> str:
    """Say who was first before a line and after it, and what explains the largest move."""
    titles = answer.study.titles
    if effect.most is None:
        return NO_DIFFERENCE
    said = first_place(effect.before, effect.after, lambda id_: titles.options.get(id_, id_))
    if effect.by is not None:
        kind, factor, by = effect.by
        said += f"; above all by the {kind} of {titles.items.get(factor, factor)} ({signed(by, 1)})"
    return said


def disputes_table(answer: GameReportAnswer) -> Table:
    """Return the moves that were argued about, and what their rulings did."""
    rows: list[Sequence[Cell]] = []
    mattered = 0
    for one in answer.disputes:
        against = listed([event.by or "" for event in one.against]) if one.against else ""
        votes = [] if one.ruling is None else one.ruling.said["votes"]
        spread = f"{min(votes):g}-{max(votes):g}" if votes else ""
        ruled = "no ruling" if one.ruling is None else "succeeds" if one.ruling.said["succeeds"] else "fails"
        did = "" if one.effect is None else effect_words(answer, one.effect)
        mattered += one.effect is not None and one.effect.before != one.effect.after
        move = line_words(one.move, answer.study.titles, answer.secrets).removeprefix("move: ")
        rows.append([str(one.move.line), one.move.by or "", move, against, spread, ruled, did])
    return Table(
        title="Where did the room differ about a move, and did it matter?",
        columns=[
            Column("Line", "right"),
            Column("By"),
            Column("Move"),
            Column("Against"),
            Column("Votes", "right"),
            Column("Ruling"),
            Column("What the ruling did"),
        ],
        rows=rows,
        finding="A ruling on one of these changed first place."
        if mattered == 1
        else f"{mattered or 'No'} rulings on these changed first place.",
        legend=["Chance, votes and dice are the room's words about a move; no score hangs on them."],
    )


def contested_table(answer: GameReportAnswer) -> Table:
    """Return the numbers that several hands set differently, and who would be first under each."""
    title = answer.study.titles.options
    rows: list[Sequence[Cell]] = [
        [one.key, who, str(line), value, listed([title.get(id_, id_) for id_ in first])]
        for one in answer.contested
        for who, line, value, first in one.values
    ]
    matter = [one.key for one in answer.contested if one.matters]
    said = f"First place hangs on {listed(matter)}." if matter else "First place hangs on none of them."
    return Table(
        title="Which numbers did different hands set differently?",
        columns=[
            Column("Number"),
            Column("By"),
            Column("Line", "right"),
            Column("Value"),
            Column("Then first"),
        ],
        rows=rows,
        finding=said,
        legend=["Then first: as things are now, with that value in its place."],
    )


def undone_table(answer: GameReportAnswer) -> Table:
    """Return what was taken back, why, and whether it was brought back."""
    rows: list[Sequence[Cell]] = []
    titles = answer.study.titles
    for event in answer.events:
        if event.kind != "undo":
            continue
        lines = event.said["undoes"]
        what = "; ".join(line_words(answer.events[line - 1], titles, answer.secrets) for line in lines[:3])
        what += f"; and {len(lines) - 3} more" if len(lines) > 3 else ""
        back = "" if set(lines) <= answer.undone else "brought back"
        rows.append([str(event.line), lines_words(lines), what, str(event.said.get("why", "")), back])
    return Table(
        title="What was taken back?",
        columns=[Column("Line", "right"), Column("Took back"), Column("What"), Column("Why"), Column("")],
        rows=rows,
    )


def ranking_now(answer: GameReportAnswer) -> list[str]:
    """Return the ranking as it ended, a line an option."""
    ranking = answer.ranking
    return [
        f"{rank_word(ranking, i)} {answer.title(i)}, {points(float(ranking.scores[i]))}"
        for i in ranking.order
    ]


def record_table(answer: GameReportAnswer) -> Table:
    """Return what the report was computed from, and how anybody can compute it again."""
    rows: list[Sequence[Cell]] = [[one.id, one.sha256] for one in answer.kept]
    last = answer.events[-1]
    held = answer.holds or "Every turn comes out again from the log and the kept files."
    return Table(
        title="What is this report computed from?",
        columns=[Column("Kept file"), Column("SHA-256")],
        rows=[*rows, [f"the log, {len(answer.events)} lines", last.sha256]],
        finding=held,
        legend=["Who has the folder computes all of it again: scenario game replay -g FOLDER"],
    )

"""Whether a game comes out again, as a page, as records and as a JSON document."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.game.replay.ask import GameReplayAnswer
from scenario_cli.answers.game.words import TORN
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import fixed

if TYPE_CHECKING:
    from scenario_cli.answers.game.replay.document import GameReplayDocument


def report(answer: GameReplayAnswer) -> "Report[GameReplayDocument]":
    """Return a replay as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: GameReplayAnswer) -> str:
    """Say whether it holds, and how much was computed again."""
    lines, turns = len_words(answer.lines, "line"), len_words(len(answer.turns), "turn")
    if answer.holds:
        return f"The game holds: {lines}, {turns} computed again, scores the same to the last digit."
    return f"The game does not hold: {answer.mistakes[0]}."


def len_words(count: int, word: str) -> str:
    """Return a count with its word."""
    return f"{count:,} {word}{'s' * (count != 1)}"


def document(answer: GameReplayAnswer) -> "GameReplayDocument":
    """Return the JSON document."""
    return {
        "format": "game-replay/1",
        "lines": answer.lines,
        "turns": [
            {
                "line": turn.line,
                "turn": turn.turn,
                "title": turn.title,
                "scores": dict(turn.scores),
                "ranks": dict(turn.ranks),
                "same": turn.same,
            }
            for turn in answer.turns
        ],
        "holds": answer.holds,
        "torn": answer.torn,
        "mismatches": [str(mistake) for mistake in answer.mistakes],
        "finding": finding(answer),
    }


def records(answer: GameReplayAnswer) -> Records:
    """Return one record a turn and option."""
    rows: list[list[Field]] = [
        [turn.line, turn.turn, turn.title, option, turn.ranks[option], score, turn.same]
        for turn in answer.turns
        for option, score in turn.scores.items()
    ]
    return Records(["line", "turn", "title", "option", "rank", "score", "same"], rows)


def page(answer: GameReplayAnswer, _width: int) -> Page:
    """Return whether it holds, and who was first as each turn opened."""
    rows: list[Sequence[Cell]] = []
    for turn in answer.turns:
        best = max(turn.scores.values())
        first = [option for option, rank in turn.ranks.items() if rank == 1]
        same = "yes" if turn.same else "no"
        rows.append([str(turn.turn), str(turn.line), turn.title, ", ".join(first), fixed(best), same])
    columns = [
        Column("Turn", "right"),
        Column("Line", "right"),
        Column("Title"),
        Column("First"),
        Column("Score", "right"),
        Column("The same"),
    ]
    table = Table(title="Who was first as each turn opened?", columns=columns, rows=rows)
    return Page(
        heading=[answer.title],
        finding=finding(answer),
        tables=[table] if rows else [],
        warnings=[str(mistake) for mistake in answer.mistakes[1:]],
        notes=[TORN] if answer.torn else [],
    )

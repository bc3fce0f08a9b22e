"""The history of a file's numbers: page, document, records."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.history.ask import HistoryAnswer, PastChange, Turn
from scenario_cli.answers.opening import preamble, remarks
from scenario_cli.answers.words import stated_text
from scenario_cli.files.input import Input
from scenario_cli.render.page import Column, Field, Page, Table
from scenario_cli.render.report import Records, Report

if TYPE_CHECKING:
    from scenario_cli.answers.history.document import HistoryDocument, TurnDocument

COLUMNS = ["change", "at", "who", "why", "by_hand", "undone", "key", "old", "new"]


def report(answer: HistoryAnswer) -> "Report[HistoryDocument]":
    """Return a history as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: HistoryAnswer) -> str:
    """Return the sentence that says how many changes there are, and how many do not stand."""
    count = len(answer.changes)
    if not count:
        return f"{answer.name} has not been changed in place yet."
    by_hand = sum(change.by_hand for change in answer.changes)
    undone = sum(change.undone for change in answer.changes)
    said = f"{answer.name} was changed {count} time{'s' if count != 1 else ''}"
    said += f", {by_hand} of them outside of these commands" if by_hand else ""
    return said + (f"; {undone} {'are' if undone != 1 else 'is'} undone." if undone else ".")


def document(answer: HistoryAnswer) -> "HistoryDocument":
    """Return the JSON document of a history."""
    origin = answer.study.scenario_origin if answer.of == "ratings" else answer.study.weights_origin
    assert origin is not None
    kept = [Input("history", origin.id, answer.history.sha256)] if answer.history.content else []
    return {
        "format": "ratings-history/1" if answer.of == "ratings" else "weights-history/1",
        **preamble(answer.study, answer.flags, finding(answer), beside=kept),
        "changes": [
            {
                "at": change.at,
                "who": change.who,
                "why": change.why,
                "by_hand": change.by_hand,
                "old": dict(change.old),
                "new": dict(change.new),
                "undone": change.undone,
                "undo_redo": [_turn_document(turn) for turn in change.turns],
            }
            for change in answer.changes
        ],
    }


def _turn_document(turn: Turn) -> "TurnDocument":
    return {
        "command": "undo" if turn.command == "undo" else "redo",
        "at": turn.at,
        "who": turn.who,
        "why": turn.why,
    }


def page(answer: HistoryAnswer) -> Page:
    """Return one row a change, oldest first."""
    table = Table(
        title="What was changed, by whom and why?",
        columns=[Column(title) for title in ("When (UTC)", "Who", "Change", "Why", "Since")],
        rows=[
            [
                _time(change.at),
                "(outside)" if change.by_hand else change.who,
                _moves(change),
                change.why,
                "; ".join(map(_turned, change.turns)),
            ]
            for change in answer.changes
        ],
    )
    return Page(
        heading=[f"History of {answer.name}"],
        tables=[table] if answer.changes else [],
        warnings=remarks(answer.flags, "warning"),
        finding=finding(answer),
    )


def _time(at: str | None) -> str:
    return "" if at is None else at.replace("T", " ").removesuffix("+00:00")


def _moves(change: PastChange) -> str:
    moves = [
        f"{key} {stated_text(old)} -> {stated_text(change.new.get(key))}" for key, old in change.old.items()
    ]
    return ", ".join(moves) or "no number"


def _turned(turn: Turn) -> str:
    said = "undone" if turn.command == "undo" else "redone"
    said += f" by {turn.who}" if turn.who else ""
    return f"{said}: {turn.why}" if turn.why else said


def records(answer: HistoryAnswer) -> Records:
    """Return one record for each number of each change."""
    rows: list[list[Field]] = []
    for i, change in enumerate(answer.changes, 1):
        about: list[Field] = [i, change.at, change.who, change.why, change.by_hand, change.undone]
        rows += [[*about, key, old, change.new.get(key)] for key, old in change.old.items()]
        rows += [] if change.old else [[*about, None, None, None]]
    return Records(COLUMNS, rows)

"""How things stand in a game, as a page, as records and as a JSON document."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from scenario_cli.answers.game.ballots_table import ballots_documents, ballots_tables
from scenario_cli.answers.game.show.ask import GameShowAnswer
from scenario_cli.answers.game.words import BEFORE_THE_FIRST, line_words, turn_title
from scenario_cli.answers.opening import flag_document
from scenario_cli.answers.provenance import provenance
from scenario_cli.answers.ranking import ranked_documents, ranking_table
from scenario_cli.answers.score import report as scoring
from scenario_cli.answers.standing import open_clause
from scenario_cli.answers.ways import sentence, weight_sentence
from scenario_cli.model.game import EFFECTS
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import fixed

if TYPE_CHECKING:
    from scenario_cli.answers.game.show.document import GameShowDocument
    from scenario_cli.answers.game.show.line_document import GameLineDocument
    from scenario_cli.model.game import GameEvent
    from scenario_cli.render.svg import Picture

MOST_LINES = 12
UNSEEN = "a turn: before the first no ranking is shown to the room"


def report(answer: GameShowAnswer) -> "Report[GameShowDocument]":
    """Return how things stand as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        whole=partial(page, answer, whole=True),
        document=partial(document, answer),
        records=partial(records, answer),
        pictures={"turns": partial(_turns, answer)},
        unasked={} if answer.tells_ranking else {"turns": UNSEEN},
    )


def _turns(answer: GameShowAnswer, width: float) -> "Picture":
    from scenario_cli.answers.game.pictures.turns import TurnMark, TurnPoint, turns_picture

    titles = answer.study.titles
    points = [TurnPoint(one.label, one.ranks, one.line) for one in answer.standings]
    marks = [
        TurnMark(event.line, event.kind, line_words(event, titles, answer.secrets))
        for event in answer.events
        if event.kind in EFFECTS and event.line not in answer.undone
    ]
    return turns_picture(points, marks, titles.options, width)


def finding(answer: GameShowAnswer) -> str:
    """Return who leads, and how far, where that is told."""
    if not answer.tells_ranking:
        return BEFORE_THE_FIRST
    return sentence(scoring.lead(answer.study) + open_clause(answer.study))


def document(answer: GameShowAnswer) -> "GameShowDocument":
    """Return the JSON document."""
    return {
        "format": "game-show/1",
        "provenance": provenance(answer.study.inputs, answer.study.trials),
        "title": answer.game_title,
        "turn": answer.turn,
        "line": answer.line,
        "ranking": ranked_documents(answer.study),
        "standings": [
            {"label": one.label, "line": one.line, "ranks": dict(one.ranks), "scores": dict(one.scores)}
            for one in answer.standings
        ],
        "log": [_line(event, event.line in answer.undone) for event in answer.events],
        "ballots": ballots_documents(answer.ballots),
        "flags": [flag_document(flag) for flag in answer.named_by_programs],
        "finding": finding(answer),
    }


def _line(event: "GameEvent", undone: bool) -> "GameLineDocument":
    line: Any = {**event.stated, "undone": undone}
    return cast("GameLineDocument", line)


def records(answer: GameShowAnswer) -> Records:
    """Return the lines of the log, one record each."""
    titles = answer.study.titles
    rows: list[list[Field]] = [
        [e.line, e.turn, e.at, e.by, e.kind, line_words(e, titles, answer.secrets), e.line in answer.undone]
        for e in answer.events
    ]
    return Records(["line", "turn", "at", "by", "kind", "words", "undone"], rows)


def page(answer: GameShowAnswer, width: int, *, whole: bool = False) -> Page:
    """Return who leads, the ranking, and the lines of this turn; ``whole`` is with all lines."""
    ranking = ranking_table(answer.study, width)._replace(finding=weight_sentence(answer.study))
    told = [ranking, *([turns_table(answer)] if whole else [])] if answer.tells_ranking else []
    return Page(
        heading=[answer.game_title, turn_words(answer)],
        finding=finding(answer),
        tables=[*told, *_ballots(answer), log_table(answer, whole=whole)],
        warnings=[answer.by_programs] if answer.by_programs else [],
        notes=answer.notes,
        left_out="" if whole or not _left_out(answer) else "The lines of turns before",
    )


def _ballots(answer: GameShowAnswer) -> list[Table]:
    return ballots_tables(answer.ballots, answer.study.titles.options, tells=answer.tells_ranking)


def turn_words(answer: GameShowAnswer) -> str:
    """Say which turn it is, after which line."""
    said = "Before the first turn" if answer.opened is None else turn_title(answer.opened)
    return f"{said} ({answer.line} line{'s' * (answer.line != 1)})."


def _of_turn(answer: GameShowAnswer) -> "Sequence[GameEvent]":
    first = 1 if answer.opened is None else answer.opened.line
    return [event for event in answer.events if event.line >= first]


def _left_out(answer: GameShowAnswer) -> bool:
    return len(_of_turn(answer)) < len(answer.events)


def turns_table(answer: GameShowAnswer) -> Table:
    """Return how the options ranked at the start, as each turn opened, and now."""
    titles = answer.study.titles.options
    rows: list[Sequence[Cell]] = []
    for one in answer.standings:
        ranks = [*one.ranks.values()]
        said = [
            f"{rank}{'=' if ranks.count(rank) > 1 else ''} {titles.get(id_, id_)} ({fixed(one.scores[id_])})"
            for id_, rank in sorted(one.ranks.items(), key=lambda pair: pair[1])
        ]
        rows.append([one.label, str(one.line), "; ".join(said)])
    return Table(
        title="How did the ranks move over the turns?",
        columns=[Column("When"), Column("Line", "right"), Column("Rank, option and score")],
        rows=rows,
        picture="turns",
    )


def log_table(answer: GameShowAnswer, *, whole: bool) -> Table:
    """Return the lines of this turn, or all; those that were taken back say so."""
    shown = answer.events if whole else _of_turn(answer)
    rows: list[Sequence[Cell]] = [
        [
            str(event.line),
            event.by or "",
            line_words(event, answer.study.titles, answer.secrets),
            "taken back" if event.line in answer.undone else "",
        ]
        for event in shown
    ]
    more = f"{len(rows) - MOST_LINES} lines of this turn before these" if len(rows) > MOST_LINES else ""
    return Table(
        title="What was done?" if whole else "What was done in this turn?",
        columns=[Column("Line", "right"), Column("By"), Column("What"), Column("")],
        rows=rows if whole else rows[-MOST_LINES:],
        left_out="" if whole else more,
    )

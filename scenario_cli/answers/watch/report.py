"""What ``scenario watch`` shows: the ranking and the flips, or a page for a projector."""

from collections.abc import Sequence

from scenario_cli.answers.one_way import nearest_clause, one_way_table
from scenario_cli.answers.opening import heading
from scenario_cli.answers.ranking import move_word, rank_word, ranking_table
from scenario_cli.answers.score.ask import ScoreAnswer
from scenario_cli.answers.score.report import finding
from scenario_cli.model.changes import Change
from scenario_cli.render.page import Cell, Column, Page, Table
from scenario_cli.text import listed, points

ROOM_WIDTH = 60
ROOM_OPTIONS = 6
_FEW = 5


def watch_page(answer: ScoreAnswer, changes: Sequence[Change], mistakes: Sequence[str], width: int) -> Page:
    """Return the page after a save; with mistakes, the last good page with them under it."""
    return Page(
        heading=[*heading(answer.study), *_changed(changes)],
        tables=[
            ranking_table(answer.study, width, flags=answer.flags, before=answer.before, moves=True),
            one_way_table(answer.study, answer.one_way, width),
        ],
        warnings=mistakes,
        finding=_last_good(mistakes) or finding(answer),
    )


def room_page(answer: ScoreAnswer, changes: Sequence[Change], mistakes: Sequence[str], _width: int) -> Page:
    """Return a page that the back row can read: 6 options, 5 columns, 60 characters, however wide it is."""
    ranking, study = answer.ranking, answer.study
    rows: list[Sequence[Cell]] = [
        [
            rank_word(ranking, i),
            study.title(study.problem.options[i]),
            points(ranking.scores[i]),
            points(ranking.behind[i]) if i not in ranking.leaders else "",
            "=" if answer.before is None else move_word(answer.before, ranking, i),
        ]
        for i in ranking.order[:ROOM_OPTIONS]
    ]
    columns = [
        Column("#"),
        Column("Option"),
        Column("Score", "right"),
        Column("Behind", "right"),
        Column("Move"),
    ]
    said = nearest_clause(study)
    return Page(
        heading=[study.scenario.question, *_changed(changes)],
        tables=[
            Table(
                title=f"Under {study.weights.title or study.weights.id}",
                columns=columns,
                rows=rows,
                finding=_further_down(len(ranking.order) - ROOM_OPTIONS),
            )
        ],
        warnings=mistakes,
        finding=_last_good(mistakes) or said,
    )


def _further_down(more: int) -> str:
    if more <= 0:
        return ""
    return "1 more option is further down." if more == 1 else f"{more} more options are further down."


def _changed(changes: Sequence[Change]) -> list[str]:
    if not changes:
        return []
    shown = [str(change) for change in changes[:_FEW]]
    more = [f"{len(changes) - _FEW} more"] if len(changes) > _FEW else []
    return [f"Changed: {listed([*shown, *more])}."]


def _last_good(mistakes: Sequence[str]) -> str:
    return "This is the last good result; the save above is wrong." if mistakes else ""

"""What one line of a game has done, in at most nine lines; its JSON is that of how things stand."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.game.show import report as showing
from scenario_cli.answers.game.step.ask import GameStepAnswer
from scenario_cli.answers.game.words import line_sentence
from scenario_cli.answers.ranking import rank_word
from scenario_cli.answers.standing import leader_sentence, moved_sentence
from scenario_cli.answers.ways import weight_sentence
from scenario_cli.render.page import Page, Table
from scenario_cli.render.report import Report
from scenario_cli.study import Study
from scenario_cli.text import fixed

if TYPE_CHECKING:
    from scenario_cli.answers.game.show.document import GameShowDocument

MOST = 9
MOST_RANKS = 6
MOST_MOVED = 2  # lines, where remarks need the others


def report(answer: GameStepAnswer) -> "Report[GameShowDocument]":
    """Return what a line has done as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        document=partial(showing.document, answer),
        records=partial(showing.records, answer),
    )


def finding(answer: GameStepAnswer) -> str:
    """Say what was noted."""
    return line_sentence(answer.event, answer.study.titles, turn=answer.turn)


def page(answer: GameStepAnswer, width: int) -> Page:
    """Return what was noted, who leads, who moved, what would change that, and what else is to be said.

    Where it takes too many lines, remarks are counted, and what the room itself has typed is cut, so that
    who leads, and what would change that, is whole.
    """
    ranking: list[str] = []
    told: list[str] = []
    if answer.tells_ranking:
        ranking = [_ranking(answer.study)] if answer.event.kind == "turn" else []
        told = [leader_sentence(answer.study), moved_sentence(answer.before, answer.study)]
        told += [weight_sentence(answer.study)]
    first, *others = (" ".join(line.split()) for line in (finding(answer), *ranking, *told))
    by_programs = answer.by_programs if answer.event.kind == "turn" else ""
    notes = [*([by_programs] if by_programs else []), *answer.notes]
    others += _remarks(notes, others[len(ranking) :], width, MOST - 1 - len(ranking))
    table = Table(title="", columns=[], rows=[], legend=others)
    start = 1 + len(ranking)
    keep = [start, start + 2, start + 1] if told else []
    return Page(heading=[], finding=first, tables=[table] if others else [], tight=True, most=MOST, keep=keep)


def _remarks(notes: Sequence[str], told: Sequence[str], width: int, left: int) -> list[str]:
    """Return as many remarks as there is room for below what is told; how many more there are."""
    if not notes:
        return []
    from scenario_cli.render.terminal import rows

    lines = [rows(text, width) for text in told]
    if lines:
        lines[1] = min(lines[1], MOST_MOVED)
    room = max(left - sum(lines), 1)
    shown = notes if len(notes) <= room else notes[: room - 1]
    count = len(notes) - len(shown)
    more = f"And {count}{' more' if shown else ''} remark{'s' * (count != 1)}."
    return [" ".join(note.split()) for note in shown] + ([more] if count else [])


def _ranking(study: Study) -> str:
    """Return the ranking in one line."""
    ranking = study.ranking
    ranks = [
        f"{rank_word(ranking, i)} {study.title(study.problem.options[i])} {fixed(float(ranking.scores[i]))}"
        for i in ranking.order
    ]
    more = [f"and {len(ranks) - MOST_RANKS} more"] if len(ranks) > MOST_RANKS else []
    return "; ".join([*ranks[:MOST_RANKS], *more]) + "."

"""What one line of a game has done, in at most nine lines; its JSON is that of how things stand."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.game.show import report as showing
from scenario_cli.answers.game.step.ask import GameStepAnswer
from scenario_cli.answers.game.words import line_sentence
from scenario_cli.answers.ranking import rank_word
from scenario_cli.answers.standing import leader_sentence, moved_sentence
from scenario_cli.answers.ways import weight_sentence
from scenario_cli.render.lines import within
from scenario_cli.render.page import Page, Table
from scenario_cli.render.report import Report
from scenario_cli.study import Study
from scenario_cli.text import fixed

if TYPE_CHECKING:
    from scenario_cli.answers.game.show.document import GameShowDocument

MOST = 9
MOST_RANKS = 6


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
    """Return what was noted, who leads, who moved, what would change that, and what else is to be said."""
    told = []
    if answer.tells_ranking:
        told += [leader_sentence(answer.study), moved_sentence(answer.before, answer.study)]
        told += [weight_sentence(answer.study)]
    ranking = [_ranking(answer.study)] if told and answer.event.kind == "turn" else []
    notes = [*answer.notes]
    room = MOST - 1 - len(told) - len(ranking)
    if len(notes) > room:
        notes = [*notes[: room - 1], f"And {len(notes) - room + 1} more remarks."]
    first, *others = within([finding(answer), *told, *notes, *ranking], width, MOST)
    legend = [*others[len(told) + len(notes) :], *others[: len(told) + len(notes)]]
    table = Table(title="", columns=[], rows=[], legend=legend)
    return Page(heading=[], finding=first, tables=[table] if legend else [], tight=True)


def _ranking(study: Study) -> str:
    """Return the ranking in one line."""
    ranking = study.ranking
    ranks = [
        f"{rank_word(ranking, i)} {study.title(study.problem.options[i])} {fixed(float(ranking.scores[i]))}"
        for i in ranking.order
    ]
    more = [f"and {len(ranks) - MOST_RANKS} more"] if len(ranks) > MOST_RANKS else []
    return "; ".join([*ranks[:MOST_RANKS], *more]) + "."

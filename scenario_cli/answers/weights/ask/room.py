"""The next question for a whole room: without who leads, which would sway its answer."""

from dataclasses import replace
from typing import TYPE_CHECKING

from scenario_cli.answers.weights.ask.ask import AskAnswer
from scenario_cli.answers.weights.ask.report import finding, question_table, report
from scenario_cli.render.page import Page

if TYPE_CHECKING:
    from scenario_cli.answers.weights.ask.document import WeightsAskDocument
    from scenario_cli.render.report import Report

ROOM_WIDTH = 60


def room_report(answer: AskAnswer) -> "Report[WeightsAskDocument]":
    """Return the report whose page is the question alone; data are as ever."""
    return replace(report(answer), page=lambda _: room_page(answer))


def room_page(answer: AskAnswer) -> Page:
    """Return the question, and how many are answered; who leads only once nothing is left to ask."""
    if answer.next is None:
        return Page(heading=[answer.study.scenario.question], tables=[], finding=finding(answer))
    table = question_table(answer)._replace(finding="Or both the same, or nobody knows.")
    return Page(heading=[f"Question {answer.asked + 1}"], tables=[table])

"""A value curve asked for on a terminal: nothing is written before it was seen."""

import os
import sys

from scenario_cli.answers.curve.ask import CurveAnswer, curve_of
from scenario_cli.answers.curve.bisection import (
    ASKED,
    opening_lines,
    points_of,
    question_lines,
    rating_of,
)
from scenario_cli.answers.curve.report import curve_tables
from scenario_cli.cli.output import PAGE_WIDTH, say
from scenario_cli.cli.prompts import reply_to
from scenario_cli.errors import StudyError, UsageError
from scenario_cli.model.scenario import Scale
from scenario_cli.render.page import Page
from scenario_cli.render.terminal import page_text
from scenario_cli.study import Study

NOT_WRITTEN = "Nothing was written."


def wanted_points(base: Study, factor: str, width: int | None, *, ask_to_write: bool) -> list[str]:
    """Return the points that were answered and are wanted, with the old ones to go; none where none are.

    Raises
    ------
    KeyboardInterrupt, UsageError
        The questions were broken off; that nothing was written is said.
    """
    scale = base.scenario.factors[factor].scale
    try:
        say("\n".join(opening_lines(base.titles.items[factor], scale)))
        answers = _answers(scale)
        points = points_of(scale, answers) if answers else []
        if points and ask_to_write:
            _show(curve_of(base, factor, points, dry_run=True), width)
            points = points if _agreed(f"Write it to {_name(base)}? (y or n) ") else []
    except (KeyboardInterrupt, UsageError):
        say(f"\n{NOT_WRITTEN}")
        raise
    if not points:
        say(NOT_WRITTEN)
    return points


def _answers(scale: Scale) -> dict[float, str]:
    """Ask one question after another; return the rating for each value that was answered."""
    answers: dict[float, str] = {}
    values, at = list(ASKED), 0
    while at < len(values):
        value = values[at]
        say("\n".join(question_lines(scale, value, answers)))
        was = answers.pop(value, "")
        reply = reply_to(f"  rating{f' (Enter: {was})' if was else ''}: ") or was
        if reply in ("b", "back"):
            if not at:
                say("  this is the first question")
            answers |= {value: was} if was else {}
            at = max(at - 1, 0)
            continue
        try:
            answers |= {value: rating_of(scale, value, reply, answers)} if reply else {}
        except StudyError as error:
            say(f"  {error.message}{f'; {error.hint}' if error.hint else ''}")
            continue
        at += 1
    return answers


def _show(answer: CurveAnswer, width: int | None) -> None:
    """Show the curve and what it does to first place, on the terminal that asks."""
    columns = width or os.get_terminal_size(sys.stderr.fileno()).columns or PAGE_WIDTH
    page = Page(heading=[], tables=curve_tables(answer, columns), finding=answer.finding)
    say("\n" + page_text(page, encoding=sys.stderr.encoding or "ascii", width=columns))


def _agreed(question: str) -> bool:
    while (reply := reply_to(question).lower()) not in ("y", "yes", "n", "no"):
        pass
    return reply.startswith("y")


def _name(base: Study) -> str:
    file = base.scenario_origin.file
    return base.scenario.id if file is None else file.name

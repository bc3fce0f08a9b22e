"""Questions asked on a terminal: each answer is in the file before the next question is put."""

import os
import sys
from pathlib import Path
from typing import Any

from scenario_cli.answers.judged import AnswersSource
from scenario_cli.answers.weights.ask.ask import AskAnswer, ask
from scenario_cli.answers.weights.ask.kept import about_what, begin, refuse_ending
from scenario_cli.answers.weights.ask.report import finding
from scenario_cli.answers.weights.ask.room import room_page
from scenario_cli.choices import Over
from scenario_cli.cli.output import PAGE_WIDTH, say
from scenario_cli.cli.prompts import reply_to
from scenario_cli.errors import UsageError
from scenario_cli.files.answers_text import add_answer, take_back_answer
from scenario_cli.files.reading import open_file
from scenario_cli.render.terminal import page_text
from scenario_cli.study import Study

ASKED = "  a, b, = (the same), ? (don't know), u (undo), q (stop), then Enter: "


def asked(
    base: Study, file: str, over: Over | None, *, seed: int, room: bool, width: int | None
) -> list[AnswersSource]:
    """Ask one question after another until nothing is left to ask, or nobody wants to go on.

    Raises
    ------
    KeyboardInterrupt, UsageError
        The questions were broken off; where the answers are is said.
    """
    refuse_ending(file)
    if Path(file).exists():
        over = about_what(base, file, over)
    columns = width or (60 if room else os.get_terminal_size(sys.stderr.fileno()).columns) or PAGE_WIDTH
    try:
        while True:
            there: list[AnswersSource] = [file] if Path(file).exists() else []
            answer = ask(base, *there, over=over, seed=seed)
            if answer.next is None or not _put(base, file, answer, over, columns, room=room):
                return there
    except (KeyboardInterrupt, UsageError):
        kept = Path(file).exists()
        say(f"\nThe answers are kept in {file}; the same command goes on from there." if kept else "")
        raise


def _put(base: Study, file: str, answer: AskAnswer, over: Over | None, columns: int, *, room: bool) -> bool:
    """Put one question and keep its answer; return whether to go on."""
    assert answer.next is not None
    page = room_page(answer) if room else room_page(answer)._replace(finding=finding(answer))
    clear = "\033[H\033[2J" if os.environ.get("TERM") != "dumb" else "\n"
    say(clear + page_text(page, encoding=sys.stderr.encoding or "ascii", width=columns))
    a, b = (swing.stated for swing in answer.next)
    answers: dict[str, dict[str, Any]] = {
        "a": {"more": a, "than": b},
        "b": {"more": b, "than": a},
        "=": {"equal": [a, b]},
        "?": {"dont_know": [a, b]},
    }
    while True:
        typed = reply_to(ASKED).lower()
        if typed in ("q", "quit"):
            return False
        if typed in answers:
            begin(file, base, over)
            add_answer(open_file("weights", file), answers[typed])
            return True
        if typed in ("u", "undo"):
            if Path(file).exists() and answer.asked:
                take_back_answer(open_file("weights", file))
                return True
            say("  there is no answer to take back")

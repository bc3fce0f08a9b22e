"""Questions asked on a terminal: each answer is in the file before the next question is put."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenario_cli.answers.judged import AnswersSource
from scenario_cli.answers.weights.ask.ask import AskAnswer, ask
from scenario_cli.answers.weights.ask.report import finding
from scenario_cli.answers.weights.ask.room import room_page
from scenario_cli.choices import Over
from scenario_cli.cli.output import PAGE_WIDTH, say
from scenario_cli.cli.prompts import reply_to
from scenario_cli.errors import UsageError
from scenario_cli.files.answers_text import add_answer, begin_answers, new_answers, take_back_answer
from scenario_cli.files.catalog import stem_of
from scenario_cli.files.making import ENDINGS
from scenario_cli.files.reading import open_file
from scenario_cli.files.starting import checked_name
from scenario_cli.model.answers import Answers, read_answer
from scenario_cli.render.terminal import page_text
from scenario_cli.study import Study

ASKED = "  a, b, = (the same), ? (don't know), u (undo), q (stop): "


def kept_answers(
    base: Study, files: Sequence[str], typed: Sequence[str], over: Over | None
) -> list[AnswersSource]:
    """Return the answers that are named, with those typed, which are kept where one file is named.

    Nothing is written before all of them are known to fit together.
    """
    more = [read_answer(text) for text in typed]
    if not more:
        return list(files) if len(files) != 1 or Path(files[0]).exists() or not talking() else []
    if len(files) > 1:
        raise UsageError("--answer goes with one --answers FILE at most: which of them is it to go to?")
    there = files if files and Path(files[0]).exists() else []
    stated = Answers.model_validate({"format": "answers/1", "over": over or "factors", "answers": more})
    ask(base, *there, stated, over=over)
    if not files:
        return [stated]
    _begin(files[0], base, over)
    for answer in more:
        add_answer(open_file("weights", files[0]), answer)
    return list(files)


def asked(
    base: Study, file: str, over: Over | None, *, seed: int, room: bool, width: int | None
) -> list[AnswersSource]:
    """Ask one question after another until nothing is left to ask, or nobody wants to go on.

    Raises
    ------
    KeyboardInterrupt, UsageError
        The questions were broken off; where the answers are is said.
    """
    _refuse_ending(file)
    columns = width or (60 if room else os.get_terminal_size(sys.stderr.fileno()).columns) or PAGE_WIDTH
    try:
        while True:
            there: list[AnswersSource] = [file] if Path(file).exists() else []
            answer = ask(base, *there, over=over, seed=seed)
            if answer.next is None or not _put(base, file, answer, over, columns, room=room):
                return there
    except (KeyboardInterrupt, UsageError):
        if Path(file).exists():
            say(f"\nThe answers are kept in {file}; the same command goes on from there.")
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
            _begin(file, base, over)
            add_answer(open_file("weights", file), answers[typed])
            return True
        if typed in ("u", "undo"):
            if Path(file).exists() and answer.asked:
                take_back_answer(open_file("weights", file))
                return True
            say("  there is no answer to take back")


def _begin(file: str, base: Study, over: Over | None) -> None:
    """Begin a file of answers where none is; one that is there stays."""
    path = Path(file)
    if path.exists():
        return
    _refuse_ending(file)
    begin_answers(path, new_answers(checked_name(stem_of(path.name)), base.scenario.id, over or "factors"))


def _refuse_ending(file: str) -> None:
    path = Path(file)
    if not path.exists() and path.suffix.lower() not in ENDINGS:
        raise UsageError(f"--answers {file}: a file of answers has the ending {' or '.join(ENDINGS)}")


def talking() -> bool:
    """Whether somebody sits at a terminal, to be asked."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))

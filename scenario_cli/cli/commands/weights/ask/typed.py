"""Answers typed as arguments, and the file that answers are kept in."""

import sys
from collections.abc import Sequence
from pathlib import Path

from scenario_cli.answers.judged import ROLE, AnswersSource, judged_in
from scenario_cli.answers.weights.ask.ask import ask
from scenario_cli.choices import Over
from scenario_cli.errors import InputError, StudyError, UsageError
from scenario_cli.files.answers_text import add_answer, begin_answers, new_answers
from scenario_cli.files.catalog import stem_of
from scenario_cli.files.making import ENDINGS
from scenario_cli.files.reading import open_file
from scenario_cli.files.starting import checked_name
from scenario_cli.mistakes import Mistake
from scenario_cli.model.answers import Answers, answers_for_scenario_mistakes, answers_mistakes, read_answer
from scenario_cli.study import Study


def refuse_to_replace(output: str | None, files: Sequence[str]) -> None:
    """Refuse weights where the answers lie that they are made of, even if that is forced."""
    for file in files:
        if output is not None and Path(output).resolve() == Path(file).resolve():
            raise UsageError(f"-o {output}: the answers are in that file; name another for the weights")


def kept_answers(
    base: Study, files: Sequence[str], typed: Sequence[str], over: Over | None
) -> list[AnswersSource]:
    """Return the answers that are named, with those typed, which are kept where one file is named.

    Nothing is written before all of them are known to fit together.
    """
    for i, file in enumerate(files):
        if Path(file).resolve() in (Path(other).resolve() for other in files[:i]):
            raise UsageError(f"--answers {file}: named twice, and each answer counts once")
    more = [read_answer(text) for text in typed]
    if not more:
        return list(files) if len(files) != 1 or Path(files[0]).exists() or not talking() else []
    if len(files) > 1:
        raise UsageError("--answer goes with one --answers FILE at most: which of them is it to go to?")
    there = [file for file in files if Path(file).exists()]
    about = about_what(base, there[0], over) if there else over or "factors"
    data = {"format": "answers/1", "over": about, "answers": more}
    for flaw in (*answers_for_scenario_mistakes(data, base.scenario), *answers_mistakes(data)):
        raise StudyError(flaw.message, flaw.suggested, parameter="answer", value=typed[int(flaw.path[1])])
    stated = Answers.model_validate(data)
    try:
        ask(base, *there, stated, over=over)
    except InputError as error:
        raise InputError(_of_argument(mistake, typed) for mistake in error.mistakes) from None
    if not files:
        return [stated]
    begin(files[0], base, over)
    for answer in more:
        add_answer(open_file("weights", files[0]), answer)
    return list(files)


def _of_argument(mistake: Mistake, typed: Sequence[str]) -> Mistake:
    """Return the mistake of an answer that was typed with the argument in its place."""
    if mistake.file != f"answers '{ROLE}'" or len(mistake.path) < 2:
        return mistake
    return mistake._replace(file=f"--answer '{typed[int(mistake.path[1])]}'", path=())


def about_what(base: Study, file: str, over: Over | None) -> Over:
    """Return what the answers of a file are about, to which others are to be added.

    Raises
    ------
    UsageError
        Something else is to be asked about: such an answer would not fit the file.
    """
    about = judged_in(open_file("weights", file), base.scenario).stated.over
    if over is None or over == about:
        return about
    hint = "; with 'over: factors' in the file both will do" if about == "drivers" else ""
    raise UsageError(f"--over {over}: the answers in {file} are about {about}{hint}")


def begin(file: str, base: Study, over: Over | None) -> None:
    """Begin a file of answers where none is; one that is there stays."""
    path = Path(file)
    if path.exists():
        return
    refuse_ending(file)
    begin_answers(path, new_answers(checked_name(stem_of(path.name)), base.scenario.id, over or "factors"))


def refuse_ending(file: str) -> None:
    """Refuse to begin a file that would not be read as one."""
    path = Path(file)
    if not path.exists() and path.suffix.lower() not in ENDINGS:
        raise UsageError(f"--answers {file}: a file of answers has the ending {' or '.join(ENDINGS)}")


def talking() -> bool:
    """Whether somebody sits at a terminal, to be asked."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))

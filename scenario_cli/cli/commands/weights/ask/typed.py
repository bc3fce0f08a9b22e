"""Answers typed as arguments, and the files that answers are kept in."""

import sys
from collections.abc import Sequence
from pathlib import Path

from scenario_cli.answers.judged import AnswersSource
from scenario_cli.answers.weights.ask.kept import keep_typed, typed_answers
from scenario_cli.choices import Over
from scenario_cli.errors import InputError, UsageError
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
    if not typed:
        return list(files) if len(files) != 1 or Path(files[0]).exists() or not talking() else []
    if len(files) > 1:
        raise UsageError("--answer goes with one --answers FILE at most: which of them is it to go to?")
    try:
        stated = typed_answers(base, [file for file in files if Path(file).exists()], typed, over)
    except InputError as error:
        told = [
            m._replace(file=f"--{m.file}") if m.file.startswith("answer '") else m for m in error.mistakes
        ]
        raise error if told == [*error.mistakes] else InputError(told) from None
    if not files:
        return [stated]
    keep_typed(files[0], base, typed, over)
    return list(files)


def talking() -> bool:
    """Whether somebody sits at a terminal, to be asked."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))

"""Weights files that commands make: how they are called, and where they go."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.choices import Undrawn
from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, remark
from scenario_cli.errors import UsageError
from scenario_cli.files import making
from scenario_cli.files.catalog import stem_of
from scenario_cli.files.making import made_path, write_made
from scenario_cli.files.starting import checked_name
from scenario_cli.files.weights_text import weights_text

if TYPE_CHECKING:
    from scenario_cli.answers.weights.elicit.ask import ElicitAnswer


def deliver(answer: "ElicitAnswer", output: str | None, destination: Destination, *, force: bool) -> None:
    """Write the weights file, if one is asked for, and show what came out.

    A file that goes to stdout goes there alone, so that it can be piped on.
    """
    if output is not None:
        weights, scenario = answer.study.weights, answer.study.scenario
        id_ = new_id(output, weights.id)
        text = weights_text(id_, weights.title, scenario, weights.drivers, weights.factors)
        write_weights(output, text, force=force)
    if output != STANDARD_OUTPUT:
        destination.write(answer.report())


def told_form(form: Undrawn | None, output: str | None, own: Undrawn | None = None) -> Undrawn | None:
    """Return the form in which what was written is told, if any; ``own`` is that of the file itself.

    Raises
    ------
    UsageError
        There is no file: stdout gets what would be in it.
    """
    if form is None or (output is not None and output != STANDARD_OUTPUT):
        return form
    if form == own:
        return None
    raise UsageError(f"-f {form} says what was written: it goes with -o and a file")


def tell_written(
    form: Undrawn | None,
    command: str,
    files: Sequence[str],
    *,
    width: int | None,
    left_out: Sequence[str] = (),
    said: str = "",
) -> None:
    """Tell what a command wrote, where that is asked for."""
    if form is not None:
        from scenario_cli.answers.written.ask import WrittenAnswer

        answer = WrittenAnswer(command=command, files=files, left_out=left_out, said=said)
        Destination(form=form, width=width).write(answer.report())


def refuse_taken(output: str | None, *, force: bool) -> None:
    """Refuse a file that is there, and a name that can be none, before anybody is asked anything.

    Raises
    ------
    TakenError, UsageError
        It is there, or can be none.
    """
    if output is not None and output != STANDARD_OUTPUT:
        new_id(output, "")
        if not force:
            making.refuse_taken(Path(output))


def new_id(output: str | None, otherwise: str) -> str:
    """Return the id of a new weights file: its name, or ``otherwise`` where it goes to stdout.

    Raises
    ------
    UsageError
        Its name cannot be an id, or has the ending of something else.
    """
    if output is None or output == STANDARD_OUTPUT:
        return otherwise
    return checked_name(stem_of(made_path(output).name))


def write_weights(output: str | None, text: str, *, force: bool) -> None:
    """Write a new weights file, never over one that is there unless forced; without a name, to stdout.

    Raises
    ------
    TakenError, OutputError
        It is there, or cannot be written.
    """
    if output is None or output == STANDARD_OUTPUT:
        Destination().write_text(text)
        return
    write_made({Path(output): text.encode()}, force=force)
    remark(f"wrote {output}")

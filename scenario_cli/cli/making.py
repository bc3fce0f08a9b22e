"""Weights files that commands make: how they are called, and where they go."""

from pathlib import Path

from scenario_cli.answers.weights.elicit.ask import ElicitAnswer
from scenario_cli.cli.output import STANDARD_OUTPUT, Destination, say
from scenario_cli.errors import OutputError
from scenario_cli.files.starting import checked_name
from scenario_cli.files.weights_text import weights_text
from scenario_cli.files.writing import write_new


def deliver(answer: ElicitAnswer, output: str | None, destination: Destination) -> None:
    """Write the weights file, if one is asked for, and show what came out.

    A file that goes to stdout goes there alone, so that it can be piped on.
    """
    if output is not None:
        weights, scenario = answer.study.weights, answer.study.scenario
        id_ = new_id(output, weights.id)
        write_weights(output, weights_text(id_, weights.title, scenario, weights.drivers, weights.factors))
    if output != STANDARD_OUTPUT:
        destination.write(answer.report())


def new_id(output: str | None, otherwise: str) -> str:
    """Return the id of a new weights file: its name, or ``otherwise`` where it goes to stdout.

    Raises
    ------
    UsageError
        Its name cannot be an id.
    """
    return otherwise if output is None or output == STANDARD_OUTPUT else checked_name(Path(output).stem)


def write_weights(output: str | None, text: str) -> None:
    """Write a new weights file, never over one that is there; without a name, to stdout.

    Raises
    ------
    OutputError
        It is there, or cannot be written.
    """
    if output is None or output == STANDARD_OUTPUT:
        Destination().write_text(text)
        return
    try:
        write_new(Path(output), text.encode())
    except FileExistsError:
        raise OutputError(output, "exists already; nothing was written") from None
    except OSError as error:
        raise OutputError(output, f"cannot be written: {error.strerror or error}") from None
    say(f"wrote {output}")

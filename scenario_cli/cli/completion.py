"""Completion: what shells ask is answered, their scripts are shown and put in their place."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from scenario_cli.cli.manners import MANNERS
from scenario_cli.errors import OutputError, UsageError
from scenario_cli.files.catalog import usual_scenario
from scenario_cli.shell.named import SHELLS, shell_meant, with_values
from scenario_cli.shell.offers import shell_names

VARIABLE = "_SCENARIO_COMPLETE"
INSTALL, SHOW = "--install-completion", "--show-completion"


def answer_shell() -> None:
    """Answer a shell that asks for words, and end; do nothing where none does.

    Typer would answer, too, but reads every value into its type first, which takes longer than all the
    rest, breaks words where bash does, and quotes titles in a way that a shell carries out.
    """
    if not os.environ.get(VARIABLE):
        return
    from scenario_cli.cli.app import app
    from scenario_cli.shell.asked import answered

    usual_scenario.set(partial(MANNERS.take, "scenario"))
    said = answered(typer.main.get_command(app), os.environ)
    if said is None:
        sys.stderr.write(f"error: {VARIABLE}: expected complete_ or source_ and one of {' '.join(SHELLS)}\n")
        sys.exit(2)
    sys.stdout.buffer.write(said.text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
    sys.exit(said.code)


with_shells = partial(with_values, options=(INSTALL, SHOW))


def _shell(named: str, option: str) -> str:
    shell, refused = shell_meant(named, option)
    if refused:
        raise UsageError(refused)
    return shell


def _show(named: str | None) -> None:
    if named is not None:
        from scenario_cli.cli.output import write_stdout
        from scenario_cli.shell.scripts import SCRIPTS

        write_stdout(SCRIPTS[_shell(named, SHOW)].encode())
        raise typer.Exit


def _install(named: str | None) -> None:
    if named is None:
        return
    from scenario_cli.cli.output import write_stdout
    from scenario_cli.shell.installing import install, installed_words, place_of

    shell, home = _shell(named, INSTALL), Path(os.path.expanduser("~"))  # noqa: PTH111 - it never fails
    if not home.is_absolute():
        raise UsageError(f"{INSTALL}: where your home folder is cannot be told; set HOME")
    place = place_of(shell, home, os.environ)
    try:
        if place is not None:
            install(shell, place, home)
    except OSError as error:
        hint = f"nothing was changed; {SHOW} {shell} prints the script"
        raise OutputError(error.filename, f"cannot be written: {error.strerror}; {hint}") from None
    write_stdout(installed_words(shell, place).encode("utf-8", "backslashreplace"))
    raise typer.Exit


InstallCompletion = Annotated[
    str | None,
    typer.Option(
        INSTALL,
        metavar="[SHELL]",
        callback=_install,
        is_eager=True,
        autocompletion=shell_names,
        help="Install completion for bash, zsh or fish, or say how in powershell; without SHELL for the one "
        "that this runs in.",
    ),
]
ShowCompletion = Annotated[
    str | None,
    typer.Option(
        SHOW,
        metavar="[SHELL]",
        callback=_show,
        is_eager=True,
        autocompletion=shell_names,
        help="Print the script of completion, to put it somewhere yourself.",
    ),
]

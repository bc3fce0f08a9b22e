"""Completion: what shells ask is answered, their scripts are shown and put in their place."""

import os
import sys
from functools import partial
from importlib import import_module
from typing import Annotated, Any

import typer

from scenario_cli.cli.manners import MANNERS
from scenario_cli.files.catalog import usual_scenario

VARIABLE = "_SCENARIO_COMPLETE"


def answer_shell() -> None:
    """Answer a shell that asks for words, and end; do nothing where none does.

    Typer would answer, too, but reads every value into its type first, which takes longer than all the
    rest, breaks words where bash does, and quotes titles in a way that a shell carries out.
    """
    if not os.environ.get(VARIABLE):
        return
    from scenario_cli.cli.app import app
    from scenario_cli.shell.asked import SCRIPTS, answered

    usual_scenario.set(partial(MANNERS.take, "scenario"))
    said = answered(typer.main.get_command(app), os.environ)
    if said is None:
        sys.stderr.write(f"error: {VARIABLE}: expected complete_ or source_ and one of {' '.join(SCRIPTS)}\n")
        sys.exit(2)
    sys.stdout.buffer.write(said.text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
    sys.exit(said.code)


def _shell() -> str:
    """Return the shell that this runs in."""
    from shellingham import ShellDetectionFailure, detect_shell

    try:
        name: str = detect_shell()[0]
    except ShellDetectionFailure:
        name = ""
    return name


def _script(shell: str) -> str:
    from scenario_cli.shell.asked import SCRIPTS

    if shell in SCRIPTS:
        return SCRIPTS[shell]
    typers: Any = import_module("typer.completion")
    found: str = typers.get_completion_script(prog_name="scenario", complete_var=VARIABLE, shell=shell)
    return f"{found}\n"


def _show(asked: bool) -> None:
    if asked:
        from scenario_cli.cli.output import write_stdout

        write_stdout(_script(_shell()).encode())
        raise typer.Exit


def _install(asked: bool) -> None:
    if not asked:
        return
    from scenario_cli.cli.output import write_stdout
    from scenario_cli.shell.asked import SCRIPTS

    typers: Any = import_module("typer.completion")
    shell, path = typers.install(shell=_shell() or None, prog_name="scenario", complete_var=VARIABLE)
    if shell in SCRIPTS:
        path.write_text(SCRIPTS[shell], encoding="utf-8", newline="\n")
    write_stdout(f"{shell} completion installed in {path}\nIt takes effect in the next shell.\n".encode())
    raise typer.Exit


InstallCompletion = Annotated[
    bool,
    typer.Option(
        "--install-completion",
        callback=_install,
        is_eager=True,
        help="Install completion for the current shell.",
    ),
]
ShowCompletion = Annotated[
    bool,
    typer.Option(
        "--show-completion",
        callback=_show,
        is_eager=True,
        help="Show completion for the current shell, to copy it or customize the installation.",
    ),
]

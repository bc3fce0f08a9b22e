"""The options that stand before a command's name and behind it alike."""

from functools import cache
from typing import Annotated, Any

import typer

from scenario_cli.cli.manners import MANNERS


def _be_quiet(asked: bool) -> None:
    MANNERS.quiet = MANNERS.quiet or asked


def _show_no_progress(asked: bool) -> None:
    MANNERS.progress = MANNERS.progress and not asked


def _stated_everywhere(
    quiet: Annotated[
        bool,
        typer.Option(
            "-q",
            "--quiet",
            callback=_be_quiet,
            expose_value=False,
            help="Only errors and questions on stderr.",
        ),
    ] = False,
    no_progress: Annotated[
        bool,
        typer.Option(
            "--no-progress",
            callback=_show_no_progress,
            expose_value=False,
            help="No line of how far long work is.",
        ),
    ] = False,
) -> None:
    """Hold the options that stand before a command and behind it alike."""


@cache
def everywhere() -> list[Any]:
    """Return the options that every command and every group takes."""
    single = typer.Typer(add_completion=False)
    single.command()(_stated_everywhere)
    return list(typer.main.get_command(single).params)

"""``scenario help``."""

from typing import Annotated, Any

import typer

from scenario_cli.shell.offers import commands

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="COMMAND",
        help="A command, and one of a group.",
        autocompletion=commands,
        show_default=False,
    ),
]


def command(
    ctx: typer.Context,
    names: Names = [],  # noqa: B006 - Typer reads it, nobody changes it
) -> None:
    """Show the help of a command: the same as its --help.

    \b
    Examples:
      scenario help
      scenario help score
      scenario help weights set
    """
    from scenario_cli.cli.output import write_stdout

    here: Any = ctx.find_root()
    for name in names:
        group = here.command
        if not hasattr(group, "list_commands"):
            ctx.fail(f"'{here.command_path}' has no commands: '{name}' is none of them")
        found, within, _ = group.resolve_command(here, [name])  # ends where there is none, with the nearest
        here = within.make_context(found, [], parent=here, resilient_parsing=True)
        here.resilient_parsing = False  # it was, so that nothing is missed on an empty line
    write_stdout(f"{here.get_help()}\n".encode())

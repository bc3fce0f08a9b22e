"""``scenario mcp``."""

from typing import Annotated

import typer

Write = Annotated[
    bool,
    typer.Option("--write", help="Also offer tools that change files of this folder, and can be undone."),
]
Folder = Annotated[
    str | None,
    typer.Option(
        "--folder",
        metavar="DIR",
        help="The folder of the files; without it the one that it is started in.",
        show_default=False,
    ),
]


def command(write: Write = False, folder: Folder = None) -> None:
    """Answer an assistant over the Model Context Protocol.

    \b
    Examples:
      scenario mcp             tools that only read
      scenario mcp --write     also weights_set, ratings_set, new and undo
      scenario mcp --folder decisions

    It speaks on stdin and stdout. Each tool is a command: score, sensitivity, explain, evidence,
    robustness, compare, diff, methods, check, verify, list, show, schema, and the history of
    weights and ratings. It returns the document that -f json prints, and says its finding.
    Nothing outside of the folder is read or written but the built-in files. Ratings that come
    through it are marked as set by a program. Needs the extra 'mcp'.
    """
    from scenario_cli import __version__
    from scenario_cli.assistant.calls import Calls
    from scenario_cli.assistant.server import ready, serve
    from scenario_cli.cli.commands.mcp.inside import MODULE, go_to, leaving_at_once
    from scenario_cli.cli.output import remark

    ready()
    if folder is not None:
        go_to(folder)
    remark(f"scenario mcp: speaking on stdin and stdout; {'may write here' if write else 'only reads'}")
    calls = Calls(MODULE)
    with leaving_at_once(calls.stop):
        serve(calls, version=__version__, write=write)

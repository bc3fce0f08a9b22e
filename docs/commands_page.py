"""Writes reference/commands.md, the page about every command, from the help of the commands.

Run it where the package can be imported: python docs/commands_page.py
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import typer

from scenario_cli.cli.app import Commands, app

PAGE = Path(__file__).parent / "reference" / "commands.md"
INTRO = """\
# Commands

<!-- Written by docs/commands_page.py from the help of the commands: change that, then run it. -->

`scenario COMMAND --help` says the same on your screen, and `scenario --help` lists the commands.
What holds for all of them (streams, colour, width, exit codes) stands in
[Exit codes and output](exit-codes.md). Each takes, before its name or behind it, `-h` (`--help`),
`-q` (`--quiet`: only errors and questions on stderr) and `--no-progress` (no line of how far long work is).
Where it says *the default*, that of [`scenario.toml` or a variable](../guides/shell.md#defaults) is meant.

"""
# What stands at every command is said once, above them.
EVERYWHERE = {"-h, --help", "-q, --quiet", "--no-progress"}


def commands_page() -> str:
    """Return the page."""
    group: Any = typer.main.get_command(app)
    found = {name: group.get_command(None, name) for name in Commands.names}
    rows = [f"| [`{name}`](#{name}) | {_cell(_paragraphs(found[name])[0])} |" for name in Commands.names]
    index = "\n".join(["| Command | Does |", "| --- | --- |", *rows])
    return INTRO + index + "\n\n" + "\n".join(_section(command, name) for name, command in found.items())


def _section(command: Any, path: str) -> str:
    """Return what is said of a command, and after it of those within it."""
    context = command.make_context(path, [], resilient_parsing=True)
    usage = " ".join(["scenario", path, *command.collect_usage_pieces(context)])
    summary, *texts = _paragraphs(command)
    parts = [f"{'#' * (2 + path.count(' '))} {path}", summary, f"```text\n{usage}\n```"]
    for text in texts:
        examples = text.removeprefix("Examples:\n")
        parts.append(text if text == examples else f"```sh\n{_flush(examples)}\n```")
    rows = [f"| {_typed(typed)} | {_cell(meaning)} |" for typed, meaning in _records(command, context)]
    if rows:
        parts.append("\n".join(["| Argument or option | Meaning |", "| --- | --- |", *rows]))
    names = getattr(command, "list_commands", lambda _: [])(context)
    inner = [_section(command.get_command(context, name), f"{path} {name}") for name in names]
    return "\n".join(["\n\n".join(parts) + "\n", *inner])


def _records(command: Any, context: Any) -> Iterator[tuple[str, str]]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[0] not in EVERYWHERE:
            yield record


def _paragraphs(command: Any) -> list[str]:
    """Return the help, a paragraph a text: lines are joined where help is wrapped, kept after a mark."""
    parts = [part.strip("\n") for part in str(command.help).split("\n\n")]
    return [
        part.removeprefix("\b\n") if part.startswith("\b") else " ".join(part.split())
        for part in parts
        if part
    ]


def _flush(lines: str) -> str:
    """Return lines without what they are all set in by."""
    return "\n".join(line.removeprefix("  ") for line in lines.splitlines())


def _typed(words: str) -> str:
    """Return what is typed, as code: a bar would end the cell, and how it is masked differs by reader."""
    said = words.removesuffix(" <str>")
    return f"<code>{escape(said, quote=False).replace('|', '&#124;')}</code>" if "|" in said else f"`{said}`"


def _cell(words: str) -> str:
    r"""Return words for a cell of a table: what reads as Markdown or HTML there is told by a ``\``."""
    for sign in "\\|*_<>[]":
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split())


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")

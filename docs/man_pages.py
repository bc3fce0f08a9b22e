"""Man pages of all commands, made from the help that these print.

    python docs/man_pages.py FOLDER

writes them to a folder; `hatch_build.py` calls this where a wheel is built, so that what is installed is
the help of that very version. The same version gives the same bytes: the date is that of its release.
"""

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FIRST = "2026-11-27"  # the day of the first of these pages, until there is a release
PROGRAM = "scenario"
EXIT_CODES = (
    ("0", "done"),
    ("1", "fault of the program"),
    ("2", "wrong usage"),
    ("3", "a file is missing or wrong, or a result cannot be written"),
    ("4", "a demanded condition does not hold"),
    ("130", "interrupted"),
)
# By the parameter that a command has to have; an empty name stands for every command.
VARIABLES = (
    ("scenario", "SCENARIO_SCENARIO", "The scenario, where none is typed; comes before the file."),
    ("weights", "SCENARIO_WEIGHTS", "The weights in place of the scenario's own, where none are typed."),
    ("format_", "SCENARIO_FORMAT", "The form of a result, where neither -f nor the ending of -o says one."),
    ("width", "COLUMNS", "The width of a page in columns; --width comes before it."),
    ("no_colour", "NO_COLOR", "No colour, where it is set and not empty."),
)
FILES = (
    (
        "",
        "scenario.toml",
        "In the folder one stands in: scenario, weights and format, where nothing is typed.",
    ),
    ("scenario", "scenarios/NAME.yaml", "A scenario that can be named; built-in ones come after it."),
    ("weights", "weights/NAME.yaml", "Weights that can be named; built-in ones come after them."),
    ("game", "games/NAME/", "A game: game.yaml, log.jsonl, and kept/ with every file that it rests on."),
)
OF_DEFAULTS = {"SCENARIO_SCENARIO", "SCENARIO_WEIGHTS", "SCENARIO_FORMAT"}
SAME = {"scenarios": "scenario", "form": "format_"}  # what some commands call their parameters


def pages() -> dict[str, str]:
    """Return the text of every page by its file's name."""
    import typer

    from scenario_cli.cli.app import app

    root: Any = typer.main.get_command(app)
    return {f"{'-'.join(names)}.1": _page(names, command, root) for names, command in _commands(root)}


def _commands(group: Any, *names: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    here = names or (PROGRAM,)
    yield here, group
    for name in group.list_commands(None) if _is_group(group) else ():
        yield from _commands(group.get_command(None, name), *here, name)


def _page(names: tuple[str, ...], command: Any, root: Any) -> str:
    from scenario_cli import __version__

    summary, described, examples, lists = _described(command.help)
    title = "-".join(names)
    lines = [
        f'.TH "{_roff(title.upper())}" 1 {_date()} "scenario-cli {__version__}" "User commands"',
        *_section("NAME", _running(f"{title} - {_begun_small(summary)}")),
        *_section("SYNOPSIS", [f".B {_roff(' '.join(names))}", *map(_roff, _usage(command))]),
        *_section("DESCRIPTION", _paragraphs([summary, *described], lists)),
        *_section("ARGUMENTS", _parameters(command, "argument")),
        *_section(
            "OPTIONS", [*_parameters(command, "option"), *_item("-h, --help", "Show this message and exit.")]
        ),
        *_section("COMMANDS", _subcommands(command, names)),
        *_section("EXAMPLES", [".nf", *(_roff(line) for line in examples), ".fi"] if examples else []),
        *_section("EXIT STATUS", [line for code, says in EXIT_CODES for line in _item(code, says)]),
        *_section("ENVIRONMENT", _for(command, VARIABLES)),
        *_section("FILES", _for(command, FILES)),
        *_section("SEE ALSO", _see(_beside(names, command, root))),
    ]
    return "".join(f"{line}\n" for line in lines)


def _date() -> str:
    """Return the day of the newest release that the changelog names."""
    found = re.search(
        r"(?m)^## \[[0-9][^]]*\] - (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text("utf-8")
    )
    return found[1] if found is not None else FIRST


def _described(text: str) -> tuple[str, list[str], list[str], list[str]]:
    """Return the first line of a help, its paragraphs, its examples, and its other lists as they stand."""
    blocks = [block.strip("\n") for block in text.split("\n\n")]
    described, examples, lists = [], [], []
    for block in blocks[1:]:
        as_it_stands = block.startswith("\b\n")
        lines = block.removeprefix("\b\n").split("\n")
        if as_it_stands and lines[0] == "Examples:":
            examples += [line.removeprefix("  ") for line in lines[1:]]
        elif as_it_stands:
            lists += ["", *lines]
        else:
            described.append(" ".join(lines))
    return " ".join(blocks[0].split()), described, examples, lists


def _begun_small(summary: str) -> str:
    words = summary.rstrip(".")
    return words[:1].lower() + words[1:]


def _usage(command: Any) -> list[str]:
    pieces = ["[OPTIONS]"]
    for param in command.params:
        if param.param_type_name == "argument":
            name = param.metavar or param.name.upper()
            name += "..." if param.nargs != 1 and not name.endswith("...") else ""
            pieces.append(name if param.required else f"[{name}]")
    if _is_group(command):
        pieces.append("COMMAND [ARGS]...")
    return [" ".join(pieces)]


def _paragraphs(paragraphs: list[str], lists: list[str]) -> list[str]:
    lines = [line for text in paragraphs for line in (".PP", *_running(text))][1:]
    return [*lines, *([".PP", ".nf", *map(_roff, lists[1:]), ".fi"] if lists else [])]


def _parameters(command: Any, kind: str) -> list[str]:
    found = [param for param in command.params if param.param_type_name == kind and not param.hidden]
    return [line for param in found for line in _item(_called(param), _says(param))]


def _called(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    names = ", ".join(param.opts) + "".join(f" / {other}" for other in param.secondary_opts)
    return names if param.is_flag else f"{names} {param.metavar or param.name.upper()}"


def _says(param: Any) -> str:
    says = param.help or ""
    default = param.default
    if param.show_default and default not in (None, "", False, [], ()) and not callable(default):
        says += f" [default: {default}]"
    return f"{says} [required]" if param.required and param.param_type_name == "option" else says


def _subcommands(command: Any, names: tuple[str, ...]) -> list[str]:
    if not _is_group(command):
        return []
    return [
        line
        for name in command.list_commands(None)
        for line in _item(name, f"{command.summary(None, name)} See {'-'.join((*names, name))}(1).")
    ]


def _for(command: Any, stated: tuple[tuple[str, str, str], ...]) -> list[str]:
    """Return what concerns a command: what has the name of one of its parameters, all of it for a group.

    A default concerns it where the help of that parameter speaks of one.
    """
    if _is_group(command):
        return [line for _, name, says in stated for line in _item(name, says)]
    helps = {SAME.get(param.name, param.name): param.help or "" for param in command.params}
    return [
        line
        for key, name, says in stated
        if not key or "default" in helps.get(key, "") or (key in helps and name not in OF_DEFAULTS)
        for line in _item(name, says)
    ]


def _is_group(command: Any) -> bool:
    return hasattr(command, "list_commands")


def _beside(names: tuple[str, ...], command: Any, root: Any) -> list[str]:
    """Return the pages to read next: what it belongs to, what belongs to it, what stands beside it."""
    within = command.list_commands(None) if _is_group(command) else []
    found = ["-".join((*names, name)) for name in within]
    if len(names) > 1:
        group = root
        for name in names[1:-1]:
            group = group.get_command(None, name)
        others = group.list_commands(None)
        at = others.index(names[-1])
        near = [*others[max(at - 2, 0) : at], *others[at + 1 : at + 3]]
        found = ["-".join(names[:-1]), *found, *("-".join((*names[:-1], name)) for name in near)]
    return found


def _see(others: list[str]) -> list[str]:
    return [f".BR {_roff(page)} (1){',' if page != others[-1] else ''}" for page in others]


def _section(title: str, lines: list[str]) -> list[str]:
    return [f'.SH "{title}"', *lines] if lines else []


def _item(name: str, says: str) -> list[str]:
    return [".TP", f".B {_roff(name)}", *(_running(says) if says else ["\\&"])]


def _running(text: str) -> list[str]:
    """Return text in lines of a length that roff's readers like."""
    return textwrap.wrap(_roff(text), 78, break_long_words=False, break_on_hyphens=False) or ["\\&"]


def _roff(text: str) -> str:
    """Return a text as roff writes it: a minus stays one, nothing in it is a request."""
    text = text.replace("\\", "\\(rs").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    text = text.replace("^", "\\(ha").replace("~", "\\(ti").replace('"', "\\(dq")
    text = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in text)
    return re.sub(r"(^|(?<= ))\.", r"\\&.", text)  # wherever a line may begin


def main() -> None:
    """Write the pages to a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="ascii", newline="\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()

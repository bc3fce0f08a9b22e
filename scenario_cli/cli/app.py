"""The commands by name, and the one place where errors become messages and exit codes."""

import errno
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, ClassVar, cast

import typer
from typer.core import TyperGroup

from scenario_cli import __version__
from scenario_cli.cli.completion import InstallCompletion, ShowCompletion, with_shells
from scenario_cli.cli.everywhere import everywhere
from scenario_cli.cli.manners import MANNERS
from scenario_cli.cli.output import close_stdout, flush_stdout, say, tell_defaults, write_stdout
from scenario_cli.cli.words import worded
from scenario_cli.errors import ExitCode, OutputError, ScenarioError
from scenario_cli.text import visible, visible_lines

COMMANDS = (
    "score",
    "sensitivity",
    "robustness",
    "explain",
    "evidence",
    "compare",
    "methods",
    "report",
    "batch",
    "merge",
    "diff",
    "verify",
    "weights",
    "ratings",
    "curve",
    "watch",
    "game",
    "group",
    "check",
    "list",
    "show",
    "new",
    "import",
    "export",
    "schema",
    "mcp",
)

HELP = """Rank a decision-maker's options, and see exactly what would change the answer.

\b
Examples:
  scenario score                         the built-in scenario and its weights
  scenario score -w personality          another perspective
  scenario score --set weights.power=40  try a change; no file is touched
  scenario check scenarios/*.yaml        every mistake, with line and column

Results go to stdout as table, JSON, CSV, Markdown, a page (HTML) or a picture (SVG);
messages go to stderr.
Where nothing is typed, defaults hold: the variables SCENARIO_SCENARIO, SCENARIO_WEIGHTS and
SCENARIO_FORMAT, then scenario, weights and format in ./scenario.toml. A result names them.
A score is value under stated weights, not a likelihood.
"""

EPILOG = """\b
Exit codes:
  0 done   1 fault of the program   2 wrong usage
  3 a file is missing or wrong, or a result cannot be written
  4 a demanded condition does not hold   130 interrupted
"""

# What a disk says that can take no more, wherever it is said: help is printed by Typer itself.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# The first line of a command's docstring, or of a group's help.
SUMMARY = r'(?m)(?:^HELP = |\) -> None:\n    )"""(.+)'

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(TyperGroup):
    """Commands that are imported when they are asked for: completion needs only the names."""

    names: ClassVar[tuple[str, ...]] = ()
    home: ClassVar[str] = "scenario_cli.cli.commands"

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.params = [*self.params, *everywhere()]
        # Typer looks through its keys for the nearest name.
        self.commands = cast(Any, dict.fromkeys(self.names))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, in the order of the help."""
        return list(self.names)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import a command; its help stands in its docstring."""
        if cmd_name not in self.names:
            return None
        module = import_module(f"{self.home}.{cmd_name}")
        if hasattr(module, "app"):
            return typer.main.get_command(module.app)  # a group like this one
        settings = SETTINGS | getattr(module, "SETTINGS", {})
        single = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=settings)
        single.command(cmd_name)(module.command)
        command = typer.main.get_command(single)
        command.params = [*command.params, *everywhere()]
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands: the first line of each docstring, read from its file unimported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.summary(ctx, name)) for name in self.names])

    def summary(self, ctx: Any, name: str) -> str:
        """Return what a command does, in a line."""
        path = Path(__file__).parent.joinpath(*self.home.split(".")[2:], name)
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            with suppress(OSError):
                found = re.search(SUMMARY, file.read_text(encoding="utf-8"))
                if found is not None:
                    return found[1]
        return str(self.get_command(ctx, name).get_short_help_str(100))


class Commands(LazyGroup):
    """The commands; whatever goes wrong in one is told here."""

    names = (*COMMANDS, "help")

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the options before a command; help and the version are printed here already."""
        MANNERS.forget()
        with told(debug=False):
            return super().make_context(info_name, with_shells(args), parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with told(debug=bool(ctx.params.get("debug"))):
            try:
                return super().invoke(ctx)
            finally:
                tell_defaults()
                MANNERS.leave()


@contextmanager
def told(*, debug: bool) -> Iterator[None]:
    """Turn errors into one message on stderr and the exit code of their class."""
    try:
        try:
            yield
        except typer.Exit as end:  # of help, which Typer prints into nothing where nothing is open
            if sys.stdout is None and not end.exit_code:
                raise OutputError("stdout", "is closed") from None
            raise
        finally:  # help ends with an exception, too, and what it printed may still be waiting
            flush_stdout()
    except ScenarioError as error:
        _trace(debug)
        say(worded(error, errors_alone=MANNERS.quiet))
        raise typer.Exit(error.exit_code) from None
    except BrokenPipeError:
        close_stdout()
        raise typer.Exit(ExitCode.DONE) from None
    except KeyboardInterrupt:
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except typer.TyperException:
        raise
    except Exception as error:
        if isinstance(error, (typer.Exit, typer.Abort)):
            raise
        _trace(debug)
        if isinstance(error, OSError) and error.errno in FULL:
            close_stdout()
            say(f"error: the result cannot be written: {error.strerror}")
            raise typer.Exit(OutputError.exit_code) from None
        say(f"error: fault in scenario itself: {visible(f'{type(error).__name__}: {error}')}")
        if not debug:
            say("Run it again as 'scenario --debug ...' for the traceback, and report it.")
        raise typer.Exit(ExitCode.FAULT) from None


def _trace(debug: bool) -> None:
    """Show where the error at hand came from; it is told, and ends the command, as without."""
    if debug:
        from traceback import format_exc

        say(visible_lines(format_exc().rstrip("\n")))


def _version(asked: bool) -> None:
    if asked:
        write_stdout(f"scenario {__version__}\n".encode())
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    add_completion=False,  # scripts and answers are our own
    help=HELP,
    epilog=EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    install_completion: InstallCompletion = None,
    show_completion: ShowCompletion = None,
) -> None:
    """Take the options that stand before a command."""

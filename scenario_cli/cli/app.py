"""The commands by name, and the one place where errors become messages and exit codes."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from scenario_cli import __version__
from scenario_cli.cli.output import close_stdout, flush_stdout, say, write_stdout
from scenario_cli.errors import ExitCode, InputError, OutputError, ScenarioError
from scenario_cli.text import visible

COMMANDS = {
    "score": "Rank the options, and show what would change first place.",
    "sensitivity": "Show every exact point where the answer turns.",
    "robustness": "Show what survives not knowing the weights or the ratings.",
    "explain": "Say why one option stands above another, factor by factor.",
    "evidence": "Show what the result rests on, and what happens without it.",
    "compare": "Show how several weights, or scenarios, agree and differ.",
    "batch": "Score many scenarios and weights into one tidy table.",
    "diff": "Show what changed between two results or files, and why.",
    "verify": "Say whether the numbers of a result still come out.",
    "weights": "Change, compare, mix and elicit weights.",
    "watch": "Show the ranking, and again at each save.",
    "check": "Say whether files are sound, and where not.",
    "list": "List the scenarios and weights that can be named.",
    "show": "Print one scenario or weights file.",
    "new": "Write a commented scenario or weights file to start from.",
    "schema": "Print the JSON Schema of a format, for editors.",
}

HELP = """Rank a decision-maker's options, and see exactly what would change the answer.

\b
Examples:
  scenario score                         the built-in scenario and its weights
  scenario score -w personality          another perspective
  scenario score --set weights.power=40  try a change; no file is touched
  scenario check scenarios/*.yaml        every mistake, with line and column

Results go to stdout as table, JSON, CSV or Markdown; messages go to stderr.
A score is value under stated weights, not a likelihood.
"""

EPILOG = """\b
Exit codes:
  0 done   1 fault of the program   2 wrong usage
  3 a file is missing or wrong   4 a demanded condition does not hold
  130 interrupted
"""

# What a disk says that can take no more, wherever it is said: help is printed by Typer itself.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(TyperGroup):
    """Commands that are imported when they are run: help and completion need only their names."""

    table: ClassVar[dict[str, str]] = {}
    prefix: ClassVar[str] = ""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, summary in self.table.items():
            self.add_command(TyperCommand(name, callback=None, help=summary, rich_markup_mode=None), name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, a stand-in until here, and put the real one in its place."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, name and self._load(name), rest

    def _load(self, name: str) -> Any:
        module = import_module(f"scenario_cli.cli.{self.prefix}{name}_command")
        if hasattr(module, "app"):
            return typer.main.get_command(module.app)
        single = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)
        single.command(name, help=f"{self.table[name]}\n\n{module.__doc__}")(module.command)
        return typer.main.get_command(single)


class Commands(LazyGroup):
    """The commands; whatever goes wrong in one is told here."""

    table = COMMANDS

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the options before a command; help and the version are printed here already."""
        with told(debug=False):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        with told(debug=bool(ctx.params.get("debug"))):
            return super().invoke(ctx)


@contextmanager
def told(*, debug: bool) -> Iterator[None]:
    """Turn errors into one message on stderr and the exit code of their class."""
    try:
        try:
            yield
        finally:  # help ends with an exception, too, and what it printed may still be waiting
            flush_stdout()
    except ScenarioError as error:
        if debug:
            raise
        said = str(error)
        if not isinstance(error, (InputError, OutputError)) and not said.startswith("error: "):
            said = f"error: {said}"
        say(said if isinstance(error, InputError) else visible(said))
        raise typer.Exit(error.exit_code) from None
    except BrokenPipeError:
        close_stdout()
        raise typer.Exit(ExitCode.DONE) from None
    except KeyboardInterrupt:
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except typer.TyperException:
        raise
    except Exception as error:
        if debug or isinstance(error, (typer.Exit, typer.Abort)):
            raise
        if isinstance(error, OSError) and error.errno in FULL:
            close_stdout()
            say(f"error: the result cannot be written: {error.strerror}")
            raise typer.Exit(OutputError.exit_code) from None
        say(f"error: fault in scenario itself: {visible(f'{type(error).__name__}: {error}')}")
        say("Run it again as 'scenario --debug ...' for the traceback, and report it.")
        raise typer.Exit(ExitCode.FAULT) from None


def _version(asked: bool) -> None:
    if asked:
        write_stdout(f"scenario {__version__}\n".encode())
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
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
) -> None:
    """Take the options that stand before a command."""

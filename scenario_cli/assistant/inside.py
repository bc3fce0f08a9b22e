"""Where arguments may lead: into the working folder, once links are followed, or to what is built in."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import get_args

from scenario_cli.assistant.arguments import Argument
from scenario_cli.errors import ScenarioError, UsageError
from scenario_cli.files.catalog import OUTSIDE, Folder, lies_inside, locate

REFUSED = OUTSIDE.removeprefix("it ")


def refuse_files_outside(argument: Argument, names: Sequence[str]) -> None:
    """Refuse what leads elsewhere, to read as to write, by whatever name it goes.

    Raises
    ------
    UsageError
        A name does; nothing of what is there is told, not even whether it is.
    """
    if not argument.leads:
        return
    for name in names:
        if not all(lies_inside(path, Path.cwd()) for path in _led_to(argument, name)):
            raise UsageError(f"{argument.name}: {name} {REFUSED}; nothing was read or written")


def refuse_folders_outside() -> None:
    """Refuse to start files where ``./scenarios`` or ``./weights`` leads elsewhere.

    Raises
    ------
    UsageError
        One does.
    """
    for folder in get_args(Folder):
        if not lies_inside(folder, Path.cwd()):
            raise UsageError(f"./{folder} {REFUSED}; nothing was written")


def _led_to(argument: Argument, name: str) -> Iterator[Path]:
    """Yield every path that a name may stand for."""
    if argument.leads == "pattern" and any(part == ".." for part in PurePath(name).parts):
        yield Path.cwd().parent  # whatever the pattern fits, it is looked for outside
    if "://" in name:  # a store, or another place that is no folder
        yield Path(Path.cwd().anchor)
    yield Path(name)
    folders: Sequence[Folder] = (argument.leads,) if argument.leads in get_args(Folder) else get_args(Folder)
    for folder in folders:
        try:
            yield locate(folder, name).path
        except (ScenarioError, OSError, ValueError):  # the command says what is wrong
            continue

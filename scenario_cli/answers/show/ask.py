"""What one scenario or weights file holds."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.answer import Answer
from scenario_cli.choices import FileKind
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import format_of, open_any, scenario_from, weights_from
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

if TYPE_CHECKING:
    from scenario_cli.answers.show.document import ShowDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ShowAnswer(Answer["ShowDocument"]):
    """One file: a scenario, or weights."""

    question = "show"

    file: ParsedFile
    kind: FileKind
    content: Scenario | Weights


def show(name: str | Path) -> ShowAnswer:
    """Return what a file holds, by path or name.

    Raises
    ------
    InputError
        It is missing or wrong.
    """
    return shown(open_any(str(name)))


def shown(file: ParsedFile) -> ShowAnswer:
    """Return what a file holds that was opened."""
    if format_of(file) == "weights":
        return ShowAnswer(file=file, kind="weights", content=weights_from(file))
    return ShowAnswer(file=file, kind="scenario", content=scenario_from(file))

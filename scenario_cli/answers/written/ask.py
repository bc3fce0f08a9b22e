"""What a command wrote whose output is a file by nature: a table, a page to fill in, ballots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenario_cli.answers.answer import Answer

if TYPE_CHECKING:
    from scenario_cli.answers.written.document import WrittenDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class WrittenAnswer(Answer["WrittenDocument"]):
    """What was written.

    Attributes
    ----------
    command : str
        Which command did it.
    files : sequence of str
        As they were named.
    left_out : sequence of str
        What they could not hold, a line each.
    said : str
        One sentence; without it, which files were written.
    """

    question = "written"

    command: str
    files: Sequence[str]
    left_out: Sequence[str] = ()
    said: str = ""

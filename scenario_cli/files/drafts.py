"""Answers kept while questions are asked, so that none has to be given twice."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scenario_cli.files.writing import write_whole

FORMAT = "swing-draft/1"
ENDING = ".draft.json"


class Draft(NamedTuple):
    """A file for the answers to questions about some items of a scenario."""

    path: Path
    scenario: str
    items: tuple[str, ...]

    @property
    def holds_answers(self) -> bool:
        """Whether the file is there and has answers to these questions, and is nobody else's."""
        try:
            return bool(self.answers())
        except (ValueError, OSError):
            return False

    def answers(self) -> dict[str, float]:
        """Return the answers that are kept by item; none where there is no file.

        Raises
        ------
        ValueError
            The file holds something else, which is not to be written over.
        OSError
            It cannot be read.
        """
        try:
            stated: Any = json.loads(self.path.read_bytes().decode())
        except FileNotFoundError:
            return {}
        except RecursionError:
            raise ValueError("no draft") from None
        kept = stated.get("answers") if isinstance(stated, dict) else None
        if not isinstance(kept, dict) or {**stated, "answers": {}} != self._document({}):
            raise ValueError("no draft")
        if not all(key in self.items and _is_answer(number) for key, number in kept.items()):
            raise ValueError("no draft")
        return {key: float(number) for key, number in kept.items()}

    def keep(self, answers: Mapping[str, float]) -> None:
        """Write the answers, whole or not at all.

        Raises
        ------
        OSError
            They cannot be written.
        """
        write_whole(self.path, (json.dumps(self._document(answers), indent=2) + "\n").encode())

    def drop(self) -> None:
        """Remove the file, once the answers are where they belong; one that is something else stays."""
        if self.holds_answers:
            self.path.unlink(missing_ok=True)

    def _document(self, answers: Mapping[str, float]) -> dict[str, Any]:
        items = sorted(self.items)
        return {"format": FORMAT, "scenario": self.scenario, "items": items, "answers": dict(answers)}


def _is_answer(number: Any) -> bool:
    if not isinstance(number, int | float) or isinstance(number, bool):
        return False
    return math.isfinite(number) and number >= 0


def swing_draft(output: str | None, scenario: str, items: Sequence[str]) -> Draft:
    """Return the draft for questions: beside the file that they are for, else in the working folder."""
    stem = output if output not in (None, "-") else f"swing-{scenario}-{'-'.join(sorted(items))}"[:100]
    return Draft(Path(f"{stem}{ENDING}"), scenario, tuple(items))

"""Remarks on places in files, for programs that show them there: workflow commands, SARIF, JSON Lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from scenario_cli.render.json import compact_json

RemarkLevel = Literal["error", "warning", "note"]


class Remark(NamedTuple):
    """One thing said of one place.

    ``line`` and ``column`` count from 1 and are 0 where there is none; ``code`` says which kind of remark
    it is; ``at`` is the place within the data, as in ``ratings.keep.wait``.
    """

    file: str
    line: int
    column: int
    level: RemarkLevel
    code: str
    text: str
    at: str = ""


class Tool(NamedTuple):
    """What made the remarks, and what each of its codes stands for; ``otherwise`` is said of any other."""

    name: str
    version: str
    meanings: Mapping[str, str]
    otherwise: str


class Remarks(NamedTuple):
    """Remarks in order, with what makes the fields of each where a program reads them one by one."""

    remarks: Sequence[Remark]
    tool: Tool
    fields: Callable[[], Iterable[Mapping[str, Any]]]

    def text(self, form: str) -> str:
        """Return the remarks in one of the forms ``github``, ``sarif`` and ``jsonl``."""
        if form == "jsonl":
            return "".join(f"{compact_json(fields)}\n" for fields in self.fields())
        if form == "sarif":
            from scenario_cli.render.sarif import sarif_text

            return sarif_text(self.remarks, self.tool)
        from scenario_cli.render.workflow import workflow_text

        return workflow_text(self.remarks)

"""Remarks as commands of GitHub's workflows, which are shown at their lines in a pull request."""

import re
from collections.abc import Sequence

from scenario_cli.render.remarks import Remark
from scenario_cli.text import visible

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
# A command ends with its line: what would end it is written out, as in a value so in the message.
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


def workflow_text(remarks: Sequence[Remark]) -> str:
    """Return one command a line; nothing where nothing is remarked."""
    return "".join(f"{_command(remark)}\n" for remark in remarks)


def _command(remark: Remark) -> str:
    stated: list[tuple[str, str | int]] = [
        ("file", remark.file),
        ("line", remark.line),
        ("col", remark.column),
        ("title", remark.code),
    ]
    properties = ",".join(f"{key}={_escaped(str(value), PROPERTY)}" for key, value in stated if value)
    return f"::{COMMANDS[remark.level]} {properties}::{_escaped(remark.text, DATA)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    """Write out what would end a value, and as anywhere what would steer a terminal."""
    parts = re.split(r"([\r\n])", text)
    return "".join(
        "".join(signs.get(s, s) for s in (part if part in DATA else visible(part))) for part in parts
    )

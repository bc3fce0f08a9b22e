"""Remarks as SARIF 2.1.0, the format in which code scanning and editors take what checkers find."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes

from scenario_cli.render.json import json_text
from scenario_cli.render.remarks import Remark, Tool
from scenario_cli.text import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE = "%SRCROOT%"
STANDARD_INPUT = "-"
_LINK = re.compile(r"\[([^\[\]]*)\]\(")
BUILT_IN = "built-in"  # what is shipped: a scheme of its own, since it lies in no folder of the user's


def sarif_text(remarks: Sequence[Remark], tool: Tool) -> str:
    """Return a log of one run. It has no time and no host; the root of relative paths is not said."""
    codes = sorted({remark.code for remark in remarks})
    at = {code: i for i, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": tool.name,
                "version": tool.version,
                "rules": [_rule(code, tool) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": _message("The folder in which the check ran.")}},
        "results": [_result(remark, at[remark.code]) for remark in remarks],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, tool: Tool) -> dict[str, Any]:
    said = _message(tool.meanings.get(code, tool.otherwise))
    return {"id": code, "shortDescription": said}


def _result(remark: Remark, index: int) -> dict[str, Any]:
    region: dict[str, Any] = {}
    if remark.line:
        region = {"region": {"startLine": remark.line}}
    if remark.line and remark.column:
        region["region"]["startColumn"] = remark.column
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact(remark.file), **region}}
    if remark.at:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(remark.at)}]
    return {
        "ruleId": remark.code,
        "ruleIndex": index,
        "level": remark.level,
        "message": _message(remark.text),
        "locations": [location],
    }


def _message(text: str) -> dict[str, str]:
    """Return plain text in which nothing of a user's stands for an argument or a link.

    Braces are doubled. Brackets are escaped where they would begin a link (SARIF 2.1.0, 3.11.6): anywhere
    else they stand for themselves, and a backslash before them would be shown.
    """
    plain = visible(text).replace("{", "{{").replace("}", "}}")
    return {"text": _LINK.sub(r"\\[\1\\](", plain)}


def artifact(file: str) -> dict[str, Any]:
    """Return where a file is: under the root of the run, or by its whole path where that was named."""
    if file == STANDARD_INPUT:
        return {"uri": STANDARD_INPUT, "description": _message("standard input")}
    if file.startswith(f"{BUILT_IN}:"):
        return {"uri": f"{BUILT_IN}:{_encoded(file.removeprefix(f'{BUILT_IN}:'))}"}
    if Path(file).is_absolute():
        return {"uri": _absolute(file)}
    return {"uri": _encoded(file.replace(os.sep, "/")), "uriBaseId": BASE}


def _absolute(file: str) -> str:
    drive, root = os.path.splitdrive(file)
    path = _encoded(root.replace(os.sep, "/"))
    return f"file:///{drive}{path}" if drive else f"file://{path}"


def _encoded(path: str) -> str:
    """Return a path as part of a URI: by its bytes, which may be no UTF-8."""
    try:
        return quote_from_bytes(os.fsencode(path))
    except UnicodeEncodeError:
        return quote(path, errors="surrogatepass")

"""A result computed again from the inputs that it names, and held to all that it says."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenario_cli import __version__
from scenario_cli.answers.answer import Answer
from scenario_cli.answers.defaulted import defaulted, stated_defaults
from scenario_cli.answers.diff.sides import wrong_result_told
from scenario_cli.answers.flags import OTHER_NAME
from scenario_cli.answers.verify.inputs import VerifiedInput, inputs_of
from scenario_cli.answers.verify.mismatches import Mismatch, mismatches
from scenario_cli.answers.verify.questions import QUESTIONS
from scenario_cli.answers.webpage import AGAIN, carried, carried_document, webpage
from scenario_cli.errors import InputError, StudyError
from scenario_cli.files.catalog import STANDARD_INPUT, Found, read_bytes
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.mistakes import Mistake

if TYPE_CHECKING:
    from scenario_cli.answers.verify.document import VerifyDocument

CARRY_NOTHING = (".md", ".csv", ".txt", ".svg", ".png", ".gz", ".jsonl", ".parquet")
DATASET = "batch-dataset/1"
WORDS = ("flags", "finding")  # another version may put these in other words


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class VerifyAnswer(Answer["VerifyDocument"]):
    """What was verified, and where it does not come out.

    Attributes
    ----------
    name : str
        What the result was called.
    result : VerifiedInput
    kind : str
        The result's format, ``"score/1"`` say.
    version : str or None
        The version that wrote it, if it is another.
    inputs : sequence of VerifiedInput
        The files it was computed from, and where they were found.
    checked : sequence of str
        The parts that were compared.
    mismatches : sequence of Mismatch
        Of those in rows of ``batch`` the first, in the order of the rows.
    count : int
        How many there are.
    rankings, rows : int, optional
        How many were held to their inputs, of rows of ``batch``.
    """

    question = "verify"

    name: str
    result: VerifiedInput
    kind: str
    version: str | None
    inputs: Sequence[VerifiedInput]
    checked: Sequence[str]
    mismatches: Sequence[Mismatch]
    count: int = 0
    rankings: int | None = None
    rows: int | None = None

    @property
    def holds(self) -> bool:
        """Whether everything comes out."""
        return not self.mismatches


def verify(result: str | Path | Mapping[str, object], *, under: str | Path | None = None) -> VerifyAnswer:
    """Find the inputs of a result, compute it again, and compare all that it holds.

    A result of another version is held to its numbers: that may lack what came later.

    Parameters
    ----------
    result : str, Path or mapping
        A path (``-``: standard input) to a JSON result or a page for a browser, or the document.
    under : str or Path, optional
        A folder to look for inputs in, with all folders in it.

    Raises
    ------
    StudyError
        The folder to look under is not there.
    InputError
        The result cannot be read, or an input is missing or has changed.
    """
    folder = folder_under(under)
    file, page = _opened(result)
    stated = file.data if isinstance(file.data, dict) else {}
    kind = _kind_of(file, stated)
    inputs = inputs_of(file, stated, folder)
    question = QUESTIONS[kind]
    with wrong_result_told(file):
        defaults = stated_defaults(stated.get("provenance"))
        report = defaulted(question.ask(stated, inputs).report(), defaults)
        again: dict[str, Any] = dict(report.document() if page is None else carried_document(report))
    version = again["provenance"]["version"] = stated["provenance"].get("version")
    same_version = version == __version__
    passed = () if same_version else WORDS
    wanted = [field for field in again if same_version or field in question.numbers]
    told = [Mismatch(field, "missing", "there") for field in wanted if field not in stated]
    checked = [field for field in again if field in stated and field not in passed]
    for field in checked:
        told += _found_in(field, stated, again, strict=same_version)
    told += [Mismatch(field, "there", "not computed") for field in stated if field not in (*again, *passed)]
    if page is not None and same_version and not told:
        checked.append("page")
        same = page in (webpage(report), webpage(report, AGAIN))
        told += [] if same else [Mismatch("page", "altered", "as computed")]
    return VerifyAnswer(
        name=file.name,
        result=VerifiedInput("result", file.stem, file.sha256, file.name),
        kind=kind,
        version=None if same_version else str(version),
        inputs=tuple(inputs),
        checked=tuple(checked),
        mismatches=tuple(told),
        count=len(told),
    )


def _kind_of(file: ParsedFile, stated: Mapping[str, Any]) -> str:
    kind = stated.get("format")
    if not isinstance(kind, str) or kind not in QUESTIONS:
        known = ", ".join(word.removesuffix("/1") for word in QUESTIONS)
        found = f"'{kind}'" if isinstance(kind, str) else "a file that names no format"
        message = f"expected rows of 'batch' or a JSON result of {known}, found {found}"
        hint = "name its folder" if kind == DATASET else ""
        raise InputError([file.mistake(("format",), "wrong-format", message, hint)])
    return kind


def folder_under(under: str | Path | None) -> Path | None:
    """Return the folder to look for inputs in.

    Raises
    ------
    StudyError
        It is not there.
    """
    folder = None if under is None else Path(under)
    if folder is not None and not os.path.isdir(folder):  # noqa: PTH112 - false, too, where it cannot be looked at
        raise StudyError("there is no such folder", parameter="under", value=str(under))
    return folder


def _found_in(field: str, stated: dict[str, Any], again: dict[str, Any], *, strict: bool) -> list[Mismatch]:
    """Compare a part, but for flags that hang on names: inputs are found by their content."""
    was, now = stated[field], again[field]
    if field == "flags" and isinstance(was, list):
        was, now = _but_names(was), _but_names(now)
    return mismatches(was, now, field, strict=strict)


def _but_names(flags: list[Any]) -> list[Any]:
    return [flag for flag in flags if not (isinstance(flag, dict) and flag.get("code") == OTHER_NAME)]


def _opened(result: str | Path | Mapping[str, object]) -> tuple[ParsedFile, str | None]:
    """Return a result as read, and the page for a browser that carries it, if one does."""
    if isinstance(result, Mapping):
        return parse("result", (json.dumps(result, sort_keys=True, indent=2) + "\n").encode()), None
    name = str(result)
    content = read_bytes(Found(Path(name), name, piped=name == STANDARD_INPUT))
    if not content.lstrip().lower().startswith(b"<!doctype html"):
        try:
            return parse(name, content), None
        except InputError:
            if Path(name).suffix.lower() in CARRY_NOTHING or name == STANDARD_INPUT:
                message = "only a JSON result, a page for a browser and rows of batch carry what is verified"
                message += ", and rows have to be a file" if name == STANDARD_INPUT else ""
                raise InputError([Mistake(file=name, code="wrong-format", message=message)]) from None
            raise
    page = content.decode("utf-8", "surrogateescape")
    data = carried(page)
    if data is None:
        raise InputError([Mistake(file=name, code="wrong-format", message="this page carries no result")])
    return parse(name, data.encode("utf-8", "surrogateescape")), page

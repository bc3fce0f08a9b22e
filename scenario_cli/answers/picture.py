"""The pictures of an answer, by name."""

from typing import TYPE_CHECKING, Any

from scenario_cli.errors import StudyError
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.render.report import Report
    from scenario_cli.render.svg import Picture


PICTURE_WIDTH = 720.0


def picture_of(report: "Report[Any]", name: str, width: float = PICTURE_WIDTH) -> "Picture":
    """Return a picture of a report in a width in pixels: the foremost without a name.

    Raises
    ------
    StudyError
        There is no picture of this, or none of that name, or it needs something that was not asked
        for; the message names those there are, or what it needs.
    """
    if not report.pictures:
        raise StudyError("there is no picture of this result", parameter="picture", value=name)
    name = name or next(iter(report.pictures))
    if name in report.unasked:
        raise StudyError(f"needs {report.unasked[name]}", parameter="picture", value=name)
    if name not in report.pictures:
        known = list(report.pictures)
        hint = suggestion(name, known)
        hint = hint if hint.startswith("known") else f"{hint} known: {', '.join(known)}".strip()
        raise StudyError(f"there is no picture '{name}' of this result", hint, parameter="picture")
    return report.pictures[name](width)

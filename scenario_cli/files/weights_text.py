"""Weights as the text of a file."""

import re
from collections.abc import Mapping, Sequence

from scenario_cli.files.scenario_text import WIDTH, comments, entry_lines, in_comment, scalar
from scenario_cli.model.base import ID_PATTERN
from scenario_cli.model.scenario import Scenario


def weights_text(
    id_: str,
    title: str,
    scenario: Scenario,
    drivers: Mapping[str, float],
    factors: Mapping[str, Mapping[str, float]],
    texts: Mapping[str, str] | None = None,
    *,
    exact: bool = False,
    head: Sequence[str] = (),
    cells: Mapping[tuple[str, ...], str] | None = None,
) -> str:
    """Return a weights file; points are written with 12 digits, or all that they have.

    Parameters
    ----------
    drivers : mapping
        Points of every driver of the scenario.
    factors : mapping
        Points within drivers; a driver left out is shared equally.
    texts : mapping, optional
        What else it says: ``about``, ``by``, ``team``.
    head : sequence of str
        What comments at the top say.
    cells : mapping, optional
        What a comment says beside points, by driver, or driver and factor: where they were read, say.
    """
    beside = {key: f"  # {in_comment(said)}" for key, said in (cells or {}).items()}
    lines = [*comments(head), *([""] if head else [])]
    lines += ["format: weights/1", f"id: {id_}", f"title: {_quoted(title)}"]
    for key, text in (texts or {}).items():
        line = f"{key}: {_quoted(text)}"
        lines += [] if not text else [line] if len(line) <= WIDTH else entry_lines(0, key, text)
    lines += [f"scenario: {scenario.id}"] if re.fullmatch(ID_PATTERN, scenario.id) else []
    lines += ["", "drivers:"]
    lines += [f"  {d}: {_points(points, exact)}{beside.get((d,), '')}" for d, points in drivers.items()]
    if factors:
        lines += ["", "factors:"]
    for d, group in factors.items():
        lines += [f"  {d}:"]
        lines += [f"    {f}: {_points(points, exact)}{beside.get((d, f), '')}" for f, points in group.items()]
    return "\n".join(lines) + "\n"


def ranges_text(ranges: Mapping[str, Sequence[float]]) -> str:
    """Return the end of a weights file that states ranges: per cent of the whole, with all digits."""
    lines = [f"  {id_}: [{', '.join(_points(x, True) for x in ends)}]" for id_, ends in ranges.items()]
    return "\n".join(["", "ranges:", *lines]) + "\n"


def _points(number: float, exact: bool) -> str:
    return repr(float(number)).removesuffix(".0") if exact else f"{number:.12g}"


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return "'" + plain.replace("'", "''") + "'" if plain == text and text.isprintable() else scalar(text)

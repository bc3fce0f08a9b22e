"""Rankings of a sweep by name, and what they are called."""

from collections.abc import Sequence

from scenario_cli.answers.diff.sweeps.ask import Key

OWN = ("scenario", "weights", "file", "row", "injects")  # what a name says without saying what it is
NOWHERE = -1  # the row of a ranking that stands in no table


def named(keys: Sequence[str], key: Key) -> str:
    """Return a ranking's name: its scenario, weights with their place in a table, injects, then the rest."""
    stated = dict(zip(keys, key, strict=True))
    file, row = stated.get("file", ""), stated.get("row", NOWHERE)
    place = ":".join(str(part) for part in (file, "" if row == NOWHERE else row) if part != "")
    weights = str(stated.get("weights", ""))
    at = f"{weights} ({place})" if weights and place and place != weights else weights or place
    injects = str(stated["injects"] or "none") if "injects" in stated else ""
    rest = [f"{column}={stated[column]}" for column in keys if column not in OWN and stated[column] != ""]
    return ", ".join(part for part in (str(stated.get("scenario", "")), at, injects, *rest) if part)


def text_of(column: str, value: str | int) -> str:
    """Return a part of a key as it stands in CSV."""
    if column == "injects":
        return str(value) or "none"
    return "" if value == NOWHERE else str(value)


def counted(count: int, kind: str) -> str:
    """Return how many rankings, or groups of a summary, there are."""
    word = "combination" if kind == "batch" else "group"
    return f"{count:,} {word}{'s' * (count != 1)}"


def lead(kind: str) -> str:
    """Return what it is to be first in a ranking, or most often in a group of a summary."""
    return "lead" if kind == "batch" else "are most often first"

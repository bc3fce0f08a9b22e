"""A ballot as the text of a file."""

from scenario_cli.files.scenario_text import WIDTH, entry_lines, scalar
from scenario_cli.model.ballot import Ballot
from scenario_cli.model.scenario import Rating


def ballot_text(ballot: Ballot) -> str:
    """Return a ballot as a file states it, with all digits; read again, it is the same ballot.

    The id is the file's name, and stands in no file.
    """
    lines = ["format: ballot/1"]
    for key in ("title", "about", "by", "team", "round", "scenario", "note"):
        text = getattr(ballot, key)
        line = f"{key}: {scalar(text)}"
        lines += [] if not text else [line] if len(line) <= WIDTH else entry_lines(0, key, text)
    lines += [f"order: [{', '.join(ballot.order)}]"] if ballot.order else []
    lines += ["", "drivers:", *(f"  {id_}: {scalar(points)}" for id_, points in ballot.drivers.items())]
    for key, groups in (("factors", ballot.factors), ("ratings", _stated(ballot.ratings))):
        lines += ["", f"{key}:"] if groups else []
        for id_, parts in groups.items():
            lines += [f"  {id_}:", *(line for k, part in parts.items() for line in entry_lines(4, k, part))]
    for key, lists in (("ranges", ballot.ranges), ("evidence", ballot.evidence)):
        lines += ["", f"{key}:"] if lists else []
        lines += [f"  {id_}: [{', '.join(map(scalar, part))}]" for id_, part in lists.items()]
    return "\n".join(lines) + "\n"


def _stated(ratings: dict[str, dict[str, Rating]]) -> dict[str, dict[str, object]]:
    """Return ratings as a file states them: a number or a word where nothing else is said."""
    return {
        option: {
            factor: rating.value
            if rating.model_fields_set <= {"value"}
            else rating.model_dump(mode="json", exclude_unset=True)
            for factor, rating in cells.items()
        }
        for option, cells in ratings.items()
    }

"""The ballots of a game as tables and as a part of its JSON documents."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scenario_cli.answers.game.ballots import BallotCount
from scenario_cli.render.page import Cell, Column, Table
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.game.report.document import GameBallotsDocument

NOBODY = "(no name)"
BY_THE_FILE = (
    "First by the scenario as its file stood then; what the game has tried does not count. Joint firsts "
    "count for each."
)


def ballots_tables(
    counts: Sequence[BallotCount], titles: Mapping[str, str], *, tells: bool = True
) -> list[Table]:
    """Return how many ballots the lines that stand have and what these put first; whose, where it is told.

    Without ``tells`` no option is named: before the first turn nobody is to see who leads.
    """
    standing = [one for one in counts if not one.undone]
    if not standing:
        return []
    rows: list[Sequence[Cell]] = [
        [str(one.line), one.round, str(one.ballots), *([_first(one.first, titles)] if tells else [])]
        for one in standing
    ]
    columns = [Column("Line", "right"), Column("Round"), Column("Ballots", "right")]
    columns += [Column("First in")] if tells else []
    legend = [BY_THE_FILE] if tells else []
    found = [Table(title="What do the ballots say?", columns=columns, rows=rows, legend=legend)]
    voices: list[Sequence[Cell]] = [
        [
            str(one.line),
            voice.by or NOBODY,
            voice.team,
            *([listed([titles.get(id_, id_) for id_ in voice.first])] if tells else []),
        ]
        for one in standing
        for voice in one.voices
    ]
    if voices:
        columns = [Column("Line", "right"), Column("Name"), Column("Team")]
        columns += [Column("First")] if tells else []
        found.append(Table(title="Whose ballots are they?", columns=columns, rows=voices))
    return found


def _first(first: Mapping[str, int], titles: Mapping[str, str]) -> str:
    ordered = sorted(((count, id_) for id_, count in first.items() if count), key=lambda pair: -pair[0])
    return ", ".join(f"{titles.get(id_, id_)} {count}" for count, id_ in ordered)


def ballots_documents(counts: Sequence[BallotCount]) -> "list[GameBallotsDocument]":
    """Return the same as a part of a JSON document."""
    found: list[GameBallotsDocument] = []
    for one in counts:
        stated: GameBallotsDocument = {
            "line": one.line,
            "round": one.round,
            "ballots": one.ballots,
            "first": dict(one.first),
            "undone": one.undone,
        }
        if one.voices:
            stated["voices"] = [
                {"by": voice.by, "team": voice.team, "first": list(voice.first)} for voice in one.voices
            ]
        found.append(stated)
    return found

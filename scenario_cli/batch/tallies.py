"""What a shard keeps of a summary, so that all shards together come to the bytes of one run."""

import json
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from scenario_cli.batch.summary import Place, Summary, Tallied, merged
from scenario_cli.engine.tally import plain, tally_from

TALLIES = "tallies.jsonl"


class Met(NamedTuple):
    """Where a place first comes in a run: in which piece, and which place of it."""

    piece: int
    place: int


class Tallies:
    """A summary that grows piece by piece, and knows where each of its places first came."""

    def __init__(self) -> None:
        self.summary: Summary = {}
        self._met: dict[Place, Met] = {}

    def add(self, summary: Summary, piece: int) -> None:
        """Take the summary of a piece."""
        for k, place in enumerate(summary):
            self._met.setdefault(place, Met(piece, k))
        self.summary = merged([self.summary, summary])

    @property
    def content(self) -> bytes:
        """All as lines of JSON, exactly."""
        lines = (
            {
                "met": self._met[place],
                "scenario": place.scenario,
                "group": place.group,
                "injects": place.injects,
                "options": tallied.options,
                **plain(tallied.tally),
            }
            for place, tallied in self.summary.items()
        )
        return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def read_together(files: Iterable[BinaryIO]) -> Summary:
    """Return the summary of all shards: its places stand as in one run.

    Raises
    ------
    ValueError, KeyError, TypeError
        A file is none that a shard writes.
    OSError
        It cannot be read.
    """
    found: list[tuple[Met, Summary]] = []
    for file in files:
        with file:
            for line in file:
                stated = json.loads(line)
                place = Place(stated["scenario"], tuple(stated["group"]), tuple(stated["injects"]))
                tallied = Tallied(tuple(stated["options"]), tally_from(stated))
                found.append((Met(*stated["met"]), {place: tallied}))
    return merged(summary for _, summary in sorted(found, key=lambda one: one[0]))

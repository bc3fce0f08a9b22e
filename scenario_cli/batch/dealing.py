"""Which pieces of a run a shard scores, and what the run is made from: alike for all of its shards."""

from collections import deque
from hashlib import sha256
from typing import Any

from scenario_cli import __version__
from scenario_cli.batch.chunk import Chunk, made_from
from scenario_cli.batch.dataset import Shard
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.plan import BatchAsked


class Dealt:
    """The pieces of a plan, numbered from 0 and dealt out in turn.

    The run is told by the hashes of all its pieces, so that shards of other inputs are never merged; pieces
    of other shards are read for it, not scored.
    """

    def __init__(self, asked: BatchAsked, layout: Layout, shard: Shard) -> None:
        self._asked = asked
        self._layout = layout
        self._shard = shard
        self._inputs: dict[tuple[str, str, str], None] = {}
        self._made_from: list[str] = []
        self._ours: deque[int] = deque()

    def skips(self, chunk: Chunk) -> bool:
        """Whether another shard scores the next piece of the plan."""
        self._inputs["scenario", "", chunk.scenario.sha256] = None
        if chunk.table is not None:
            self._inputs["table", chunk.table.file, chunk.table.sha256] = None
        number = len(self._made_from)
        ours = number % self._shard.of == self._shard.number - 1
        self._made_from.append("" if ours else made_from(self._layout, chunk))
        if ours:
            self._ours.append(number)
        return not ours

    def number(self, hash_: str) -> int:
        """Return the number of the next of our pieces that has been scored, from the hash of its inputs."""
        number = self._ours.popleft()
        self._made_from[number] = hash_
        return number

    def provenance(self) -> dict[str, Any]:
        """Return what the run is: no clock, no host, no path."""
        asked = self._asked
        inputs = [
            {"role": role, "sha256": hash_} | ({"id": id_} if id_ else {})
            for role, id_, hash_ in self._inputs
        ]
        return {
            "tool": "scenario-cli",
            "version": __version__,
            "inputs": inputs,
            "injects": asked.injects,
            "rows": asked.rows,
            "expect": next((d.stated for d in asked.demands if d.word == "expect"), None),
            "fail_on": [str(demand) for demand in asked.demands if demand.is_change],
            "plain": asked.plain,
            "by": None if self._layout.by is None else list(self._layout.by),
            "pieces": len(self._made_from),
            "sha256": sha256("".join(self._made_from).encode()).hexdigest(),
        }

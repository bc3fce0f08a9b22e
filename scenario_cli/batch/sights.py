"""What the workers of a cluster see: they are asked, since nothing of it goes without saying."""

import os
from asyncio import gather
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from scenario_cli import __version__
from scenario_cli.batch.plan import Plan
from scenario_cli.batch.remote import Fact, Sight, arrow_version, fact_of, sight
from scenario_cli.batch.sink import Entrusted
from scenario_cli.errors import UsageError
from scenario_cli.files.catalog import Found
from scenario_cli.mistakes import Mistake

MOST_LOOKED_AT = 50  # files of a kind, and workers
REACH = 5.0  # seconds
PACKAGE = "scenario_cli"


class Seen(NamedTuple):
    """Whether all workers see the tables, the weights files and the folder of the output."""

    tables: bool = False
    weights: bool = False
    output: bool = False


class Sights:
    """Asks the workers of a cluster what they see, and tells once where that is not all."""

    def __init__(self, client: Any, address: str, tell: Callable[[Mistake], None]) -> None:
        self.client = client
        self.address = address
        self._tell = tell
        self._told_unseen = False
        self._told_unwritten = False

    def look(self, plan: Plan, entrusted: Entrusted) -> Seen:
        """Return what all workers see.

        Raises
        ------
        UsageError
            One is of another version, or lacks what it needs.
        """
        tables = _facts([table.path for table in plan.tables.files if isinstance(table.path, Path)])
        named = [file for file in plan.weights if isinstance(file, str | Found)]  # a store is seen by all
        weights = _facts([file if isinstance(file, str) else file.path for file in named])
        with _nonce(entrusted.folder) as nonce:
            sights = self._asked([*tables, *weights], entrusted.folder, nonce)
            wrote = all(one.wrote and Path(entrusted.folder, one.wrote).is_file() for one in sights.values())
        parquet = any(table.kind == "parquet" for table in plan.tables.files)
        without = [worker for worker, one in sights.items() if not one.arrow]
        if without and (parquet or entrusted.folder):
            raise self.refusal(f"the worker {without[0]} has no pyarrow, which Parquet needs")
        unseen = {path for one in sights.values() for path in one.unseen}
        piped = plan.tables.spool.path if plan.tables.spool is not None else None
        for fact in (*tables, *weights):
            if fact.path in unseen and Path(fact.path) != piped:  # nobody takes a pipe for a shared file
                self.say_unseen(fact.path)
        if entrusted.folder and wrote:
            others = {one.arrow for one in sights.values()} - {arrow_version()}
            for other in sorted(others)[:1]:
                self._say(f"workers have pyarrow {other}, and here it is {arrow_version()}; rows are sent")
            wrote = not others
        elif entrusted.folder:
            self.say_unwritten(entrusted.folder)
        self._find_ways()
        return Seen(
            tables=not any(fact.path in unseen for fact in tables),
            weights=not any(fact.path in unseen for fact in weights),
            output=wrote,
        )

    def say_unseen(self, path: str) -> None:
        """Tell that a file is not seen: the first one."""
        if not self._told_unseen:
            self._told_unseen = True
            self._say(f"workers do not see {path}; contents are sent")

    def say_unwritten(self, folder: str) -> None:
        """Tell that the place of the output is not seen, once."""
        if not self._told_unwritten:
            self._told_unwritten = True
            self._say(f"workers do not see {Path(folder).parent.parent}; rows are sent")

    def refusal(self, message: str) -> UsageError:
        """Return what keeps these workers from being used."""
        return UsageError(f"{self.address}: {message}", parameter="cluster")

    def refusal_of(self, error: Exception) -> UsageError:
        """Return the refusal of workers that cannot run what they are sent: mostly of another version."""
        found = self.client.get_versions(packages=[PACKAGE])
        ours = found["client"]["packages"].get(PACKAGE)
        for worker, stated in sorted(found["workers"].items()):
            theirs = stated["packages"].get(PACKAGE)
            if theirs != ours:
                return self.other_version(f"the worker {worker}", theirs)
        return self.refusal(f"workers cannot run scenario-cli {__version__}: {error}")

    def other_version(self, who: str, version: str | None) -> UsageError:
        """Return the refusal of a worker of another version, or without one."""
        has = f"scenario-cli {version}" if version else "no scenario-cli"
        return self.refusal(f"{who} has {has}, and here it is {__version__}")

    def _asked(self, facts: Sequence[Fact], folder: str, nonce: str) -> dict[str, Sight]:
        try:
            sights: dict[str, Sight] = self.client.run(sight, facts, folder, nonce)
        except Exception as error:  # whatever a worker says to what it does not know
            raise self.refusal_of(error) from None
        for worker, one in sorted(sights.items()):
            if one.version != __version__:
                raise self.other_version(f"the worker {worker}", one.version)
        return sights

    def _find_ways(self) -> None:
        """Find out whether workers can be reached directly: what is long then takes no way round."""

        async def reach(workers: Sequence[str]) -> None:
            await gather(*(self.client.rpc(worker).identity() for worker in workers))

        workers = [*self.client.nthreads()][:MOST_LOOKED_AT]
        try:
            self.client.sync(reach, workers, callback_timeout=REACH)
        except (OSError, TimeoutError):
            self._say("workers cannot be reached from here; all goes through the scheduler")
        else:
            self.client.direct_to_workers = True

    def _say(self, message: str) -> None:
        self._tell(Mistake(file=self.address, line=0, code="cluster", message=message, level="note"))


def _facts(paths: Sequence[str | Path]) -> list[Fact]:
    """Return what is known of some of many files, evenly among them; what is wrong with one is told later."""
    facts = []
    step = max(1, len(paths) // MOST_LOOKED_AT)
    for path in paths[::step]:
        with suppress(OSError):
            facts.append(fact_of(os.path.abspath(path)))  # noqa: PTH100 - a link stays one
    return facts


@contextmanager
def _nonce(folder: str) -> Iterator[str]:
    """Give the name of a file in a folder, of this time alone; take away what is beside it in the end."""
    nonce = uuid4().hex
    if not folder:
        yield nonce
        return
    Path(folder, nonce).write_text(nonce, encoding="ascii")
    try:
        yield nonce
    finally:
        for left in Path(folder).glob(f"{nonce}*"):
            left.unlink()

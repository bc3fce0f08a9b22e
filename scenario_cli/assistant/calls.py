"""Calls: each is a command line in a process of its own, so that one can be stopped and none keeps another.

A process takes half a second to start, which is little for an assistant; a thread cannot be stopped.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired

from scenario_cli.assistant.answered import Ran
from scenario_cli.errors import ExitCode

LONGEST = 60.0  # seconds that a call may take: clients wait about as long
AT_ONCE = 4  # processes: more would only slow each other down
STOPPED = (
    "error: stopped after {:.0f} seconds; ask for less: fewer samples, one question at a time, "
    "no map of all drivers, fewer files"
)


class Calls:
    """The calls of one conversation.

    Parameters
    ----------
    module : str
        The module that is run with the words of a command line.
    longest : float
        Seconds after which a call is stopped.
    """

    def __init__(self, module: str, *, longest: float = LONGEST) -> None:
        self._module, self._longest = module, longest
        self._writing = asyncio.Lock()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._changes: set[asyncio.Task[Ran]] = set()
        self._reading: set[Popen[bytes]] = set()

    async def ran(self, words: Sequence[str], *, writes: bool) -> Ran:
        """Run a command line and return what it wrote.

        One that only reads is stopped with whoever waits for it. One that writes goes on to its end, one
        after the other; what is asked after it sees what it wrote.
        """
        if writes:
            change = asyncio.ensure_future(self._alone(words))
            self._changes.add(change)
            change.add_done_callback(self._changes.discard)
            return await asyncio.shield(change)
        async with self._writing:
            pass
        async with self._places:
            return await self._process(words, writes=False)

    async def _alone(self, words: Sequence[str]) -> Ran:
        async with self._writing:
            return await self._process(words, writes=True)

    async def _process(self, words: Sequence[str], *, writes: bool) -> Ran:
        try:
            process = self._begun(words)
        except (OSError, ValueError) as error:  # too long for a command line, say
            reason = getattr(error, "strerror", None) or "a text that no command line can hold"
            return Ran(ExitCode.USAGE, "", f"error: the arguments cannot be passed on: {reason}")
        if writes:
            return await asyncio.to_thread(self._ended, process)
        self._reading.add(process)
        try:
            return await asyncio.to_thread(self._ended, process)
        finally:
            self._reading.discard(process)
            process.kill()  # where nobody waits for it any more; one that has ended is left alone

    def _begun(self, words: Sequence[str]) -> "Popen[bytes]":
        return Popen(
            (sys.executable, "-P", "-m", self._module, *words),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )

    def _ended(self, process: "Popen[bytes]") -> Ran:
        """Wait for a process, in a thread, and return what it wrote."""
        with process:
            try:
                said = process.communicate(timeout=self._longest)
            except TimeoutExpired:
                process.kill()
                return Ran(ExitCode.USAGE, "", STOPPED.format(self._longest))
        document, told = (stream.decode("utf-8", "backslashreplace") for stream in said)
        return Ran(process.returncode, document, told.replace("\r\n", "\n"))

    def stop(self) -> None:
        """Stop what only reads: nobody waits for it any more."""
        for process in self._reading:
            process.kill()

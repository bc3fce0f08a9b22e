"""Messages in and out: the end of what comes in is passed on once what was asked before is answered.

So a conversation that is piped in, and ends with its last question, gets its last answer.
"""

import asyncio
import errno
import os
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self

CANCELLED = "notifications/cancelled"
LAST_ANSWERS = 5.0  # seconds: who closes the pipe and waits longer is not waiting


class OpenRequests:
    """The requests that have no answer yet."""

    def __init__(self) -> None:
        self._open: set[str | int] = set()
        self._none = asyncio.Event()
        self._none.set()

    def begin(self, message: Any) -> None:
        """Note a request that has come, or that nobody waits any more for one."""
        from mcp import types

        if isinstance(message, types.JSONRPCRequest):
            self._open.add(message.id)
            self._none.clear()
        elif isinstance(message, types.JSONRPCNotification) and message.method == CANCELLED:
            self._close((message.params or {}).get("requestId"))

    def end(self, message: Any) -> None:
        """Note an answer that goes out."""
        from mcp import types

        if isinstance(message, types.JSONRPCResponse | types.JSONRPCError):
            self._close(message.id)

    def _close(self, id_: str | int | None) -> None:
        self._open -= {id_}
        if not self._open:
            self._none.set()

    async def answered(self) -> None:
        """Wait until all have their answer, for a while."""
        try:
            await asyncio.wait_for(self._none.wait(), LAST_ANSWERS)
        except TimeoutError:
            return


class _Stream:
    """A stream of the protocol's package, as it is but for what is noted."""

    def __init__(self, inner: Any, asked: OpenRequests) -> None:
        self._inner, self._asked = inner, asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def __aenter__(self) -> Self:
        await self._inner.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        stopped: bool | None = await self._inner.__aexit__(kind, error, trace)
        return stopped


class Incoming(_Stream):
    """What comes in."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        try:
            message = await self._inner.__anext__()
        except StopAsyncIteration:
            await self._asked.answered()
            raise
        self._asked.begin(getattr(message, "message", None))
        return message


class Outgoing(_Stream):
    """What goes out."""

    async def send(self, message: Any) -> None:
        """Send a message; once it is taken it is written."""
        await self._inner.send(message)
        self._asked.end(message.message)


class Wire:
    """Standard output as the protocol writes to it; once nobody reads it any more, the process ends with 0.

    A thread waits for the next line of stdin, and would keep the process until that comes.

    Parameters
    ----------
    gone : function
        Is called before the end.
    """

    def __init__(self, gone: Callable[[], None]) -> None:
        import anyio

        self._file = anyio.wrap_file(open(1, "w", encoding="utf-8", newline="\n", closefd=False))  # noqa: SIM115
        self._gone = gone

    async def write(self, text: str) -> None:
        """Write text, as far as there is room for it before it is flushed."""
        await self._held(self._file.write(text))

    async def flush(self) -> None:
        """Write what is still waiting."""
        await self._held(self._file.flush())

    async def _held(self, done: Coroutine[Any, Any, Any]) -> None:
        try:
            await done
        except OSError as error:
            # EINVAL is what a pipe is on Windows that nobody reads
            if not isinstance(error, BrokenPipeError) and (os.name != "nt" or error.errno != errno.EINVAL):
                raise
            self._gone()
            os._exit(0)

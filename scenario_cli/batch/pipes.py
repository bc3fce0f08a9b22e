"""What a chunk gave, through the pipe of a worker: many rows go past the pickle.

Within it they are copied five times, and room for all that is left is made at each of some hundred
reads; so that takes two and a half times as long.
"""

import os
import socket
from typing import Any

from scenario_cli.batch.chunk import Done

_LEAST = 64 * 1024  # bytes: fewer are not worth the trouble


def send(pipe: Any, done: Done | Exception) -> None:
    """Send what a chunk gave, or what went wrong.

    Raises
    ------
    OSError
        Nobody takes it any more.
    """
    if isinstance(done, Exception) or len(done.rows) < _LEAST or os.name == "nt":
        pipe.send((done, 0))
        return
    pipe.send((done._replace(rows=b""), len(done.rows)))
    with _socket(pipe) as end:
        end.sendall(done.rows)


def received(pipe: Any) -> Done | Exception:
    """Return what was sent.

    Raises
    ------
    EOFError, OSError
        The process that was sending is gone.
    """
    done: Done | Exception
    done, size = pipe.recv()
    if isinstance(done, Exception) or not size:
        return done
    rows = b""
    with _socket(pipe) as end:
        while len(rows) < size:  # a signal may come between
            more = end.recv(size - len(rows), socket.MSG_WAITALL)
            if not more:
                raise EOFError
            rows = rows + more if rows else more
    return done._replace(rows=rows)


def _socket(pipe: Any) -> socket.socket:
    """Return a pipe that goes both ways as the socket that it is, but on Windows."""
    end = socket.socket(fileno=os.dup(pipe.fileno()))
    end.settimeout(None)  # whatever is usual in this process
    return end

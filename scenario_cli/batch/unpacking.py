"""A packed file as the bytes in it: forward as they come, back from the beginning, and never too many."""

import io
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

AT_ONCE = 1024 * 1024
MOST_TIMES = 1_000  # its own size; what people pack comes to some ten times
FREE = 1024 * 1024 * 1024  # bytes that anything may come to
MOST_MEMORY = 256 * 1024 * 1024  # of what unpacks: `xz -9` takes 65 MiB


class TooLargeError(Exception):
    """A packed file has more in it than can be meant."""


class _PackedBytes(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Unpacked(io.RawIOBase):
    """What is in a packed file, read at any place.

    Parameters
    ----------
    packed : binary file
    start : callable, optional
        Returns what reads the bytes in it, from its beginning; without it, it is not packed.
    """

    def __init__(self, packed: BinaryIO, start: Callable[[BinaryIO], _PackedBytes] | None) -> None:
        self._packed = packed
        self._start = start
        self._at = 0
        self._source: _PackedBytes = packed if start is None else start(packed)

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer at its end.

        Raises
        ------
        TooLargeError
            It is more than is read at once: the head of a file in a tar is not so long.
        """
        if not 0 <= size <= AT_ONCE:
            raise TooLargeError(f"a head in it is longer than {AT_ONCE // 1024 // 1024} MiB")
        return self._read(size)

    def _read(self, size: int) -> bytes:
        content = b""
        while len(content) < size and (more := self._source.read(size - len(content))):
            content += more
            self._at += len(more)
            self._refuse_too_much()
        return content

    def _refuse_too_much(self) -> None:
        if self._start is not None and self._at > FREE + MOST_TIMES * self._packed.tell():
            raise TooLargeError(f"it unpacks to more than {MOST_TIMES:,} times its size")

    def read_all(self, size: int) -> bytes:
        """Return so many bytes.

        Raises
        ------
        EOFError
            There are fewer.
        """
        content = self._read(size)
        if len(content) < size:
            raise EOFError
        return content

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place, counted from the beginning."""
        assert whence == 0
        if self._start is None:
            self._at = self._packed.seek(offset)
            return self._at
        if offset < self._at:
            self._packed.seek(0)
            self._source = self._start(self._packed)
            self._at = 0
        while self._at < offset and self._read(min(AT_ONCE, offset - self._at)):
            pass
        return self._at

    def seek_end(self) -> None:
        """Go to the end, so that a check sum that stands there is held."""
        while self._start is not None and self._read(AT_ONCE):
            pass

    def tell(self) -> int:
        """Return the place, counted from the beginning."""
        return self._at


def unpacked(file: BinaryIO, ending: str) -> Unpacked:
    """Return what is in a file that is packed as its ending says."""
    starts = {".tar.gz": _gzip, ".tgz": _gzip, ".tar.bz2": _bzip2, ".tar.xz": _xz}
    return Unpacked(file, starts.get(ending))


def _gzip(file: BinaryIO) -> _PackedBytes:
    import gzip

    return gzip.GzipFile(fileobj=file, mode="rb")


def _bzip2(file: BinaryIO) -> _PackedBytes:
    import bz2

    return _Streams(file, bz2.BZ2Decompressor)


def _xz(file: BinaryIO) -> _PackedBytes:
    import lzma

    return _Streams(file, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_MEMORY))


class _Streams:
    """The bytes of packed streams, one after another in a file; Python's own reader bounds no memory."""

    def __init__(self, file: BinaryIO, start: Callable[[], Any]) -> None:
        self._file = file
        self._start = start
        self._running = start()
        self._left = b""

    def read(self, size: int, /) -> bytes:
        while True:
            if self._running.eof:
                self._left = (self._running.unused_data or self._file.read(AT_ONCE)).lstrip(b"\0")
                if not self._left:
                    return b""
                self._running = self._start()
            elif self._running.needs_input and not self._left:
                self._left = self._file.read(AT_ONCE)
                if not self._left:
                    raise EOFError
            try:
                content: bytes = self._running.decompress(self._left, size)
            except OSError:  # which for `bz2` means that they are damaged
                raise EOFError from None
            self._left = b""
            if content:
                return content

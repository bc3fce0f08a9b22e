"""Objects in stores, and files, opened alike; objects listed, put and taken away. Nothing else opens one."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenario_cli.batch.stores import StoreFile, StoreSystem, plainly, store_file, system_of
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import MAX_BYTES
from scenario_cli.mistakes import Mistake

BLOCK = 4 * 1024 * 1024  # bytes a request


class _Reading(io.RawIOBase):
    """An object that is open, whose errors are told plainly."""

    def __init__(self, file: StoreFile, opened: Any) -> None:
        self._file = file
        self._opened = opened

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with plainly(self._file):
            content = self._opened.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._opened.seek(offset, whence))

    def tell(self) -> int:
        return int(self._opened.tell())

    def close(self) -> None:
        self._opened.close()
        super().close()


def named_object(name: str) -> StoreFile:
    """Return the object, or the folder, that a name stands for, in a store that can be opened.

    Raises
    ------
    UsageError, MissingPackageError
        It is the address of no store, or pyarrow lacks what opens it.
    InputError
        The store cannot be reached.
    """
    file = store_file(name)
    try:
        system_of(file)
    except OSError as error:
        raise InputError([unreadable(file, error)]) from None
    return file


def open_read(where: Path | StoreFile) -> io.BufferedReader:
    """Open a file, or an object, to be read.

    Raises
    ------
    OSError
        It cannot be.
    """
    if isinstance(where, Path):
        return where.open("rb")
    system = system_of(where)
    with plainly(where):
        try:
            native = system.files.open_input_file(system.path(where))
        except FileNotFoundError:
            _refuse_missing_bucket(system)
            raise
    return io.BufferedReader(_Reading(where, native), BLOCK)


def _refuse_missing_bucket(system: StoreSystem) -> None:
    from pyarrow import fs

    if system.start and system.files.get_file_info(system.start).type == fs.FileType.NotFound:
        raise OSError("there is no such bucket")


def read_object(file: StoreFile) -> bytes:
    """Return the bytes of an object, at most as many as a file may have.

    Raises
    ------
    InputError
        There is none, it cannot be read, or it is too large.
    """
    try:
        with open_read(file) as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError([unreadable(file, error)]) from None
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB"
        raise InputError([Mistake(file=file.name, code="too-large", message=message)])
    return content


def unreadable(file: StoreFile, error: OSError) -> Mistake:
    """Return what is told of an object, or a folder, that cannot be read."""
    if isinstance(error, FileNotFoundError):
        hint = "in a store patterns are not looked for: name a folder" if "*" in file.key else ""
        message = "there is no such object"
        return Mistake(file=file.name, code="missing-file", message=message, hint=hint)
    return Mistake(file=file.name, code="unreadable", message=f"it cannot be read: {error}")


def what_is_at(file: StoreFile) -> str | None:
    """Return ``"file"`` or ``"folder"``, or ``None`` where nothing is.

    Raises
    ------
    OSError
        The store does not say.
    """
    from pyarrow import fs

    if file.key.endswith("/") or not file.key:
        return "folder" if objects_in(file) else None
    system = system_of(file)
    with plainly(file):
        found = system.files.get_file_info(system.path(file)).type
        if found == fs.FileType.NotFound:
            _refuse_missing_bucket(system)
    return {fs.FileType.File: "file", fs.FileType.Directory: "folder"}.get(found)


def objects_in(folder: StoreFile, *, recursive: bool = True) -> dict[str, int]:
    """Return the paths of the objects in a folder, in order, each with its size.

    Raises
    ------
    OSError
        They cannot be listed.
    """
    from pyarrow import fs

    system = system_of(folder)
    home = system.path(folder)
    with plainly(folder):
        try:
            found = system.files.get_file_info(fs.FileSelector(home, recursive=recursive))
        except FileNotFoundError:
            _refuse_missing_bucket(system)
            return {}
    inside = {one.path[len(home) :].strip("/"): one.size for one in found if one.is_file}
    return {path: inside[path] for path in sorted(inside, key=lambda path: path.split("/"))}


def put(file: StoreFile, content: bytes | Path) -> None:
    """Put an object into a store, whole or not at all; one that is there is replaced.

    Raises
    ------
    OSError
        It cannot be.
    """
    system = system_of(file)
    path = system.path(file)
    size = 0
    with plainly(file), io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as source:
        stream = system.files.open_output_stream(path, compression=None)  # else by its ending
        try:
            while block := source.read(BLOCK):
                stream.write(block)
                size += len(block)
            stream.close()
        except BaseException:
            _leave_open(stream)
            raise
        if system.files.get_file_info(path).size != size:
            raise OSError("it has not been taken whole")


def _leave_open(stream: Any) -> None:
    """Keep an upload from ever being closed: that would put what has come so far in its place.

    It knows no other end, and closes itself once nobody has it, even as Python ends.
    """
    import ctypes

    ctypes.pythonapi.Py_IncRef(ctypes.py_object(stream))


def remove(files: Sequence[StoreFile]) -> None:
    """Take objects away.

    Raises
    ------
    OSError
        They cannot be.
    """
    for file in files:
        system = system_of(file)
        with plainly(file):
            system.files.delete_file(system.path(file))


def remove_folder(folder: StoreFile) -> None:
    """Take away all objects in a folder.

    Raises
    ------
    OSError
        They cannot be.
    """
    system = system_of(folder)
    with plainly(folder):
        system.files.delete_dir(system.path(folder))

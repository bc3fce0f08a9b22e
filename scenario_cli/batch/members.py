"""What is in an archive, told and read without unpacking it: zip by its directory, tar from its beginning."""

import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from scenario_cli.batch.unpacking import TooLargeError, unpacked
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import MAX_BYTES
from scenario_cli.mistakes import Mistake

if TYPE_CHECKING:
    import tarfile
    import zipfile

READ = (".yaml", ".yml", ".json")
BLOCK = 512
OF_MACOS = "__MACOSX"  # what it puts beside each file, and means for itself


class Packed(NamedTuple):
    """A file in an archive: its path, its size, and where it stands there."""

    path: str
    size: int
    at: int


class Strange(NamedTuple):
    """What cannot be read in an archive, and why."""

    path: str
    what: str
    code: str


TOO_LARGE = f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB"


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Tell what keeps an archive from being read.

    Raises
    ------
    InputError
        It is not there, cannot be read, is damaged or cut off, or unpacks to too much.
    """
    import gzip
    import lzma
    import tarfile
    import zipfile
    import zlib

    broken = (
        EOFError,
        gzip.BadGzipFile,
        zlib.error,
        lzma.LZMAError,
        tarfile.TarError,
        zipfile.BadZipFile,
        ValueError,
    )
    try:
        yield
    except FileNotFoundError:
        raise _refused(name, "missing-file", "there is no such file") from None
    except TooLargeError as error:
        raise _refused(name, "too-large", str(error)) from None
    except broken:
        message = "this archive is damaged, cut off, or no archive of this kind"
        raise _refused(name, "unreadable", message) from None
    except OSError as error:
        why = error.strerror if error.errno else error
        raise _refused(name, "unreadable", f"the archive cannot be read: {why}") from None


def _refused(name: str, code: str, message: str) -> InputError:
    return InputError([Mistake(file=name, line=0, code=code, message=message)])


def entries_in(file: BinaryIO, ending: str) -> Iterator[Packed | Strange]:
    """Yield the YAML and JSON files in an archive, in the order in which they stand there."""
    yield from (_in_zip if ending == ".zip" else _in_tar)(file, ending)


def read_entries(
    file: BinaryIO, ending: str, entries: Sequence[Packed]
) -> Iterator[tuple[str, bytes | Strange]]:
    """Yield the bytes of some files in an archive, in the order in which they stand there."""
    for entry in entries:
        if entry.size > MAX_BYTES:
            yield entry.path, Strange(entry.path, TOO_LARGE, "too-large")
    small = sorted((entry for entry in entries if entry.size <= MAX_BYTES), key=lambda entry: entry.at)
    yield from (_from_zip if ending == ".zip" else _from_tar)(file, ending, small)


def _wanted(stated: str) -> tuple[str, str] | None:
    """Return the path of a file and what is wrong with it; ``None`` where it is none that is read."""
    parts = [part for part in stated.split("/") if part not in ("", ".")]
    if not stated.endswith(READ) or not parts or OF_MACOS in parts or parts[-1].startswith("._"):
        return None
    if stated.startswith("/") or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return stated, "leads out of it"
    return "/".join(parts), ""


def _in_zip(file: BinaryIO, _ending: str) -> Iterator[Packed | Strange]:
    import zipfile

    with zipfile.ZipFile(file) as archive:
        for k, info in enumerate(archive.infolist()):
            wanted = _wanted(info.filename.replace("\\", "/"))
            if wanted is None:
                continue
            path, wrong = wanted
            mode = info.external_attr >> 16
            if wrong:
                yield Strange(path, wrong, "unsafe-path")
            elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
                yield Strange(path, "is a link or a device", "not-a-file")
            elif info.flag_bits & 1:
                yield Strange(path, "is encrypted", "encrypted")
            else:
                yield Packed(path, info.file_size, k)


def _from_zip(
    file: BinaryIO, _ending: str, entries: Iterable[Packed]
) -> Iterator[tuple[str, bytes | Strange]]:
    import zipfile

    with zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
        for entry in entries:
            yield entry.path, _zip_bytes(archive, infos[entry.at], entry.path)


def _zip_bytes(archive: "zipfile.ZipFile", info: "zipfile.ZipInfo", path: str) -> bytes | Strange:
    import lzma
    import zipfile
    import zlib

    try:
        with archive.open(info) as file:
            content = file.read(MAX_BYTES + 1)
    except (NotImplementedError, RuntimeError):
        return Strange(path, "this file is packed in a way that cannot be read", "unreadable")
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError):
        return Strange(path, "this file is damaged", "unreadable")
    return content if len(content) <= MAX_BYTES else Strange(path, TOO_LARGE, "too-large")


def _in_tar(file: BinaryIO, ending: str) -> Iterator[Packed | Strange]:
    import tarfile

    stream = unpacked(file, ending)
    archive = tarfile.TarFile(fileobj=stream)
    while (info := archive.next()) is not None:
        archive.members = []  # type: ignore[attr-defined] # else it would hold all of them
        wanted = _wanted(info.name) if not info.isdir() else None
        if wanted is not None:
            yield _of_tar(info, *wanted)
    stream.seek(archive.offset)
    if stream.read(BLOCK) != bytes(BLOCK):  # what ends an archive
        raise EOFError
    stream.seek_end()


def _of_tar(info: "tarfile.TarInfo", path: str, wrong: str) -> Packed | Strange:
    if wrong:
        return Strange(path, wrong, "unsafe-path")
    if not info.isreg():
        return Strange(path, "is a link" if info.issym() or info.islnk() else "is a device", "not-a-file")
    if info.issparse():
        return Strange(path, "is stored in parts", "unreadable")
    return Packed(path, info.size, info.offset_data)


def _from_tar(
    file: BinaryIO, ending: str, entries: Iterable[Packed]
) -> Iterator[tuple[str, bytes | Strange]]:
    stream = unpacked(file, ending)
    for entry in entries:
        stream.seek(entry.at)
        yield entry.path, stream.read_all(entry.size)

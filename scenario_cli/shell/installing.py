"""Completion put into a user's home: where it goes, what stands there then, and the writing of it.

A script stands where earlier versions put it, so that it takes the place of theirs. What a shell reads as
it starts (``.bashrc``, ``.zshrc``) gets one line at its end, and only if it does not read the script yet:
whatever stands there stays as it is, to the byte.
"""

import errno
import os
import re
import shlex
import stat
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from scenario_cli.files.writing import write_together
from scenario_cli.shell.scripts import SCRIPTS

# What an earlier version wrote, and other programs do: zsh then finds the script in ~/.zfunc by itself.
FINDS_IN_ZFUNC = b"fpath+=~/.zfunc; autoload -Uz compinit; compinit"
NEEDS_COMPINIT = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }; "
FOR_PROFILE = "scenario --show-completion powershell | Out-String | Invoke-Expression"
_READS = ("source", ".")


class ShellPlace(NamedTuple):
    """Where a shell's script goes, and what the shell reads as it starts, if that has to name it."""

    script: Path
    start: Path | None = None


def place_of(shell: str, home: Path, environ: Mapping[str, str]) -> ShellPlace | None:
    """Return where completion goes; ``None`` for a shell in whose files nothing is put."""
    match shell:
        case "bash":
            return ShellPlace(home / ".bash_completions" / "scenario.sh", home / ".bashrc")
        case "zsh":
            return ShellPlace(home / ".zfunc" / "_scenario", _stated(environ, "ZDOTDIR", home) / ".zshrc")
        case "fish":
            config = _stated(environ, "XDG_CONFIG_HOME", home / ".config")
            return ShellPlace(config / "fish" / "completions" / "scenario.fish")
    return None


def _stated(environ: Mapping[str, str], name: str, otherwise: Path) -> Path:
    """Return the folder that a variable names: one that is not absolute is none."""
    folder = Path(environ.get(name, ""))
    return folder if folder.is_absolute() else otherwise


def install(shell: str, place: ShellPlace, home: Path) -> None:
    """Write the script, and the line that names it where it is not there yet: both or neither.

    A file that is a link stays one: its target is written.

    Raises
    ------
    OSError
        One cannot be written; ``filename`` says which, and both are as they were.
    """
    new = {place.script: SCRIPTS[shell].encode()}
    old = {path: _content(path) for path in place if path is not None}
    if place.start is not None:
        before = old[place.start] or b""
        new[place.start] = started_with(shell, place, home, before)
    changed = [path for path, content in new.items() if content != old[path]]
    for path in changed:
        _refuse_marked(path)
    for at, path in enumerate(changed):
        try:
            _write(path, new[path])
        except OSError:
            for written in changed[:at]:
                _put_back(written, old[written])
            raise


def _content(path: Path) -> bytes | None:
    """Return what a file holds; ``None`` where there is none."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):  # a folder; what others read and write, too
        raise OSError(errno.EINVAL, "it is no plain file", str(path))
    return path.read_bytes()


def _refuse_marked(path: Path) -> None:
    """Refuse a file that nobody is to change, even where a new one could be put in its place."""
    if path.exists() and not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        raise PermissionError(errno.EACCES, "it is read-only", str(path))


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        _write(path, content)


def _write(path: Path, content: bytes) -> None:
    try:
        write_together({path.resolve(): content}, force=True)
    except OSError as error:  # which may name the temporary file beside it
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


def started_with(shell: str, place: ShellPlace, home: Path, before: bytes) -> bytes:
    """Return the file that a shell reads as it starts, once it names the script.

    Parameters
    ----------
    before
        What it holds now; nothing of it changes.
    """
    reads_already = os.fsencode(place.script.as_posix()) in _read_by(before, home)
    if reads_already or (shell == "zsh" and FINDS_IN_ZFUNC in _lines(before)):
        return before
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    return before + gap + line_for(shell, place, before) + b"\n"


def line_for(shell: str, place: ShellPlace, before: bytes) -> bytes:
    """Return the line by which a shell reads the script: in zsh with ``compinit`` where none calls it."""
    first = NEEDS_COMPINIT if shell == "zsh" and not _calls_compinit(before) else ""
    return os.fsencode(f"{first}source {shlex.quote(place.script.as_posix())}")


def installed_words(shell: str, place: ShellPlace | None) -> str:
    """Return what is said once completion is in its place, or how to put it there by hand."""
    if place is None:
        return (
            "Nothing was written: PowerShell's profile is yours to change.\n"
            f"Add this line to it (the variable $PROFILE says where it is):\n\n    {FOR_PROFILE}\n"
        )
    named = f", which {place.start} reads" if place.start else ""
    return f"{shell} completion installed in {place.script}{named}\nIt takes effect in the next shell.\n"


def _lines(content: bytes) -> list[bytes]:
    return [line.strip() for line in content.splitlines()]


def _calls_compinit(content: bytes) -> bool:
    """Whether a line calls it, other than to say from where it is loaded."""
    code = (re.sub(rb"(^|\s)#.*|autoload[^;&|]*", b"", line) for line in _lines(content))
    return any(re.search(rb"(?<![\w.-])compinit\b", line) for line in code)


def _read_by(content: bytes, home: Path) -> Iterator[bytes]:
    """Give the paths that lines source, from the home folder where they start in it."""
    for line in _lines(content):
        # Latin-1 has a sign for every byte: so a file may hold whatever it likes.
        lexer = shlex.shlex(line.decode("latin-1"), posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words: list[str] = []
        try:
            words.extend(lexer)
        except ValueError:  # a quote that another line closes
            continue
        for word, path in pairwise(words):
            if word in _READS:
                from_home = re.sub(r"^(~|\$HOME|\$\{HOME\})(?=/)", lambda _: _latin(home), path)
                yield from_home.encode("latin-1")


def _latin(path: Path) -> str:
    return os.fsencode(path.as_posix()).decode("latin-1")

"""The folder of a game: found, read whole, and added to under a lock; nothing in it is ever changed."""

import errno
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from scenario_cli.errors import InputError, OutputError, StudyError, UsageError
from scenario_cli.files.catalog import read_bytes, refuse_outside
from scenario_cli.files.game_text import GAME_FILE
from scenario_cli.files.locks import alone
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import game_from
from scenario_cli.files.writing import write_together, write_whole
from scenario_cli.game.kept import KeptFiles, RestsOn
from scenario_cli.game.log import Checkpoint, Log, broken, checkpoint_of, read_checkpoint, read_log, sealed
from scenario_cli.game.state import MISFITS, GameState, first_misfit
from scenario_cli.mistakes import Mistake
from scenario_cli.model.game import GameEvent, GameFile

LOG, KEPT, SECRETS, CHECKPOINT = "log.jsonl", "kept", "secret.jsonl", "checkpoint.json"
GAMES = "games"
_MAY_BE_WRITTEN = 0o222


class Secret(NamedTuple):
    """A text that is kept apart from the log: the line that it belongs to, and salt against guessing."""

    line: int
    salt: str
    text: str
    because: tuple[str, ...] = ()

    @property
    def raw(self) -> bytes:
        """Its line, without its end."""
        stated: dict[str, Any] = {"line": self.line, "salt": self.salt, "text": self.text}
        stated |= {"because": list(self.because)} if self.because else {}
        return json.dumps(stated, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        """What the log states of it."""
        return sha256(self.raw).hexdigest()


class GameFolder:
    """A game's folder.

    Attributes
    ----------
    path : Path
    name : str
        What messages call it.
    about : GameFile
        What its ``game.yaml`` states.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.as_posix()
        self._file = self._game_file()
        self.about: GameFile = game_from(self._file)

    def _game_file(self) -> ParsedFile:
        where = self.path / GAME_FILE
        if not _is_there(where, Path.is_file):
            here = _is_there(self.path, Path.is_dir)
            message = "there is no game here" if here else "there is no such folder"
            hint = f"'game new {self.name}' begins one"
            raise InputError([Mistake(file=self.name, line=0, code="no-game", message=message, hint=hint)])
        return parse(where.as_posix(), read_bytes(where.as_posix()), where)

    def called(self, name: str) -> str:
        """Return what messages call a file of the folder."""
        return (self.path / name).as_posix()

    @property
    def title(self) -> str:
        """The game's title; without one the folder's name."""
        return self.about.title or self.path.resolve().name

    def read(self, *, anew: bool = False) -> tuple[Log, GameState]:
        """Read the log and the files that it rests on; with ``anew`` whatever was known of it before.

        Raises
        ------
        InputError
            The chain or a kept file does not hold: the line is named.
        """
        checkpoint = self._checkpoint()  # before the log, which others may be adding to
        return self._read(read_log_bytes(self.path / LOG), checkpoint, anew=anew)

    def _read(self, content: bytes, checkpoint: Checkpoint, *, anew: bool = False) -> tuple[Log, GameState]:
        name = self.called(LOG)
        log = read_log(content, name, 0 if anew else checkpoint.sound(content))
        if not log.events:
            raise broken(name, 1, "the log has no lines: a game begins with one")
        self._hold_to(checkpoint, log)
        kept = KeptFiles(self.path / KEPT, name, RestsOn(log.events))
        kept.check()
        try:
            state = GameState(kept, log.events)
            state.study  # noqa: B018 - all that is asked of a game rests on it
        except MISFITS as error:  # each line fitted when it was written
            line = first_misfit(kept, log.events)
            raise broken(name, line, f"what this line states does not fit: {said(error)}") from None
        return log, state

    def _checkpoint(self) -> Checkpoint:
        try:
            refuse_outside(self.path / CHECKPOINT)
            return read_checkpoint((self.path / CHECKPOINT).read_bytes())
        except OSError:
            return Checkpoint()

    def _hold_to(self, checkpoint: Checkpoint, log: Log) -> None:
        """Hold the log to the last line that was known to be there.

        Raises
        ------
        InputError
            Lines at its end are gone.
        """
        lines = checkpoint.lines
        hint = f"bring them back, or remove {CHECKPOINT} to go on without them"
        if lines > len(log.events):
            gone = lines - len(log.events)
            those = "1 line after this one is" if gone == 1 else f"{gone} lines after this one are"
            message = f"the log was cut: {those} gone"
            raise broken(self.called(LOG), max(len(log.events), 1), message, hint)
        if lines and log.events[lines - 1].sha256 != checkpoint.sha256:
            raise broken(self.called(LOG), lines, "this is another line than was written here", hint)

    @contextmanager
    def writing(self) -> Iterator["Desk"]:
        """Hold the folder against everybody else, to add to its log.

        Raises
        ------
        InputError
            The chain or a kept file does not hold; nothing is written.
        OutputError
            It cannot be written.
        """
        if not (self.path / LOG).is_file():
            read_log_bytes(self.path / LOG)
        with self._told():
            for path in (self.path, self.path / LOG):
                if not path.stat().st_mode & _MAY_BE_WRITTEN:  # which keeps an administrator from nothing
                    raise OSError(errno.EROFS, f"{path.as_posix()} is read-only")
            with alone(self.path / LOG) as file:
                content = file.read()
                log, state = self._read(content, self._checkpoint())
                yield Desk(self.path, file.fileno(), content, log, state)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(self.called(LOG), f"cannot be written: {error.strerror or error}") from None

    @property
    def has_secrets(self) -> bool:
        """Whether the file of what is kept apart is here."""
        return (self.path / SECRETS).is_file()

    def secrets(self) -> dict[str, Secret]:
        """Return the texts that are kept apart, by the hash that the log states; none where they are gone.

        Raises
        ------
        InputError
            Their file is there, and cannot be read.
        """
        if not self.has_secrets:
            return {}
        found: dict[str, Secret] = {}
        for raw in read_log_bytes(self.path / SECRETS).split(b"\n"):
            with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
                # of half a line, as a kill leaves it, nobody has heard
                stated = json.loads(raw.decode())
                because = tuple(map(str, stated.get("because", ())))
                secret = Secret(int(stated["line"]), str(stated["salt"]), str(stated["text"]), because)
                found[sha256(raw).hexdigest()] = secret
        return found


class Desk:
    """A game's folder while it is held: its log as read, and what is added to it."""

    def __init__(self, path: Path, file: int, content: bytes, log: Log, state: GameState) -> None:
        self.log, self.state = log, state
        self._path, self._file, self._content = path, file, content

    def add(
        self,
        events: list[GameEvent],
        files: Mapping[str, ParsedFile],
        secret: Secret | None = None,
    ) -> list[GameEvent]:
        """Keep the files that lines rest on, then write the lines; return these with their hashes.

        What a kill left of a line is taken away before. Where not all can be written, nothing stays.

        Raises
        ------
        OSError
            They cannot be written.
        InputError
            Another file has the name under which one would be kept.
        """
        done, content = sealed(events, self.log.last_hash)
        start = self.log.whole
        added = (b"\n" if self.log.unended else b"") + content
        with ExitStack() as back:
            self._keep(files, back.callback)
            if secret is not None:
                self._append_secret(secret, back.callback)
            back.callback(_cut, self._file, start)
            _append(self._file, start, added)
            back.pop_all()
        checkpoint = checkpoint_of(done[-1], self._content[:start] + added)
        with suppress(OSError):  # the lines are written, and the next ones will note it
            write_whole(self._path / CHECKPOINT, checkpoint.content)
        return done

    def _keep(self, files: Mapping[str, ParsedFile], back: Callable[..., Any]) -> None:
        kept = {self.state.kept.path(hash_): file.content for hash_, file in files.items()}
        for path in write_together({}, extras=kept):
            back(_remove, path)
        for path, content in kept.items():
            if path.read_bytes() != content:
                message = "this file is not what its name says, and a line is to rest on what is"
                mistake = Mistake(file=path.as_posix(), code="changed", message=message, hint="move it away")
                raise InputError([mistake])

    def _append_secret(self, secret: Secret, back: Callable[..., Any]) -> None:
        path = self._path / SECRETS
        if not os.path.lexists(path):
            back(_remove, path)
        with path.open("a+b", buffering=0) as file:
            before = file.seek(0, os.SEEK_END)
            back(_cut, path, before)
            file.seek(max(before - 1, 0))
            torn = file.read(1) not in (b"", b"\n")
            _append(file.fileno(), before, (b"\n" if torn else b"") + secret.raw + b"\n")


def _append(file: int, start: int, content: bytes) -> None:
    """Write at a place of a file, whose end it becomes, past every buffer."""
    os.ftruncate(file, start)
    os.lseek(file, start, os.SEEK_SET)
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)


def _cut(file: int | Path, size: int) -> None:
    with suppress(OSError):
        os.truncate(file, size)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def said(error: Exception) -> str:
    """Return what is wrong by an error, in a line."""
    if isinstance(error, StudyError):
        return error.message
    first = error.mistakes[0] if isinstance(error, InputError) else error
    return str(first) or type(error).__name__


def _is_there(path: Path, how: Callable[[Path], bool]) -> bool:
    try:
        return how(path)
    except (OSError, ValueError):  # that cannot even be looked up
        return False


def read_log_bytes(path: Path) -> bytes:
    """Return the bytes of a log.

    Raises
    ------
    InputError
        It cannot be read.
    """
    try:
        refuse_outside(path)
        return path.read_bytes()
    except OSError as error:
        message = f"the log cannot be read: {error.strerror}"
        raise InputError([Mistake(file=path.as_posix(), code="unreadable", message=message)]) from None


def games_here() -> list[Path]:
    """Return the folders of the games in ``./games``, by name."""
    if not Path(GAMES).is_dir():
        return []
    return sorted(path.parent for path in Path(GAMES).glob(f"*/{GAME_FILE}"))


def found_game(where: str | Path | None) -> Path:
    """Return a game's folder: the one named, else the one one stands in, else the only one in ``./games``.

    Raises
    ------
    UsageError
        None is named, and there is none here, or several are.
    """
    if where is not None:
        return Path(where)
    if Path(GAME_FILE).is_file():
        return Path()
    here = games_here()
    if len(here) == 1:
        return here[0]
    if here:
        known = ", ".join(path.as_posix() for path in here)
        raise UsageError(f"there are several games here, name one of them: {known}", parameter="game")
    raise UsageError("there is no game here; name its folder", parameter="game")

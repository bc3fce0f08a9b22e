"""The folder of a game: found, read whole, and added to under a lock; nothing in it is ever changed."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from scenario_cli.errors import InputError, OutputError, UsageError
from scenario_cli.files.catalog import read_bytes
from scenario_cli.files.game_text import GAME_FILE
from scenario_cli.files.locks import alone
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import game_from
from scenario_cli.files.writing import write_together, write_whole
from scenario_cli.game.kept import KeptFiles, RestsOn
from scenario_cli.game.log import Log, broken, read_log, sealed
from scenario_cli.game.state import GameState
from scenario_cli.mistakes import Mistake
from scenario_cli.model.game import GameEvent, GameFile

LOG, KEPT, SECRETS, CHECKPOINT = "log.jsonl", "kept", "secret.jsonl", "checkpoint.json"
GAMES = "games"


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
        if not where.is_file():
            message = "there is no game here" if self.path.is_dir() else "there is no such folder"
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

    def read(self) -> tuple[Log, GameState]:
        """Read the log and the files that it rests on.

        Raises
        ------
        InputError
            The chain or a kept file does not hold: the line is named.
        """
        return self._read(read_log_bytes(self.path / LOG))

    def _read(self, content: bytes) -> tuple[Log, GameState]:
        log = read_log(content, self.called(LOG))
        if not log.events:
            raise broken(self.called(LOG), 1, "the log has no lines: a game begins with one")
        self._hold_to_checkpoint(log)
        kept = KeptFiles(self.path / KEPT, self.called(LOG), RestsOn(log.events))
        kept.check()
        try:
            return log, GameState(kept, log.events)
        except InputError as error:  # each line was sound when it was written
            raise broken(
                self.called(LOG), len(log.events), f"what the log states does not fit: {error}"
            ) from None

    def _hold_to_checkpoint(self, log: Log) -> None:
        """Hold the log to the last line that was known to be there: only so can it be told that it was cut.

        Raises
        ------
        InputError
            Lines at its end are gone.
        """
        try:
            stated = json.loads((self.path / CHECKPOINT).read_bytes())
            lines, last = int(stated["lines"]), str(stated["sha256"])
        except (OSError, ValueError, LookupError, TypeError):  # it can always be made again
            return
        hint = f"bring them back, or remove {CHECKPOINT} to go on without them"
        if lines > len(log.events):
            gone = lines - len(log.events)
            those = "1 line after this one is" if gone == 1 else f"{gone} lines after this one are"
            message = f"the log was cut: {those} gone"
            raise broken(self.called(LOG), max(len(log.events), 1), message, hint)
        if lines and log.events[lines - 1].sha256 != last:
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
        with self._told(), alone(self.path / LOG) as file:
            content = file.read()
            log, state = self._read(content)
            yield Desk(self, file, log, state)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(self.called(LOG), f"cannot be written: {error.strerror or error}") from None

    def secrets(self) -> dict[str, Secret]:
        """Return the texts that are kept apart, by the hash that the log states; none where they are gone."""
        where = self.path / SECRETS
        if not where.is_file():
            return {}
        found: dict[str, Secret] = {}
        for raw in where.read_bytes().split(b"\n"):
            with suppress(
                ValueError, LookupError, TypeError, AttributeError
            ):  # half a line, as a kill leaves it
                stated = json.loads(raw.decode())
                because = tuple(map(str, stated.get("because", ())))
                secret = Secret(int(stated["line"]), str(stated["salt"]), str(stated["text"]), because)
                found[sha256(raw).hexdigest()] = secret
        return found


class Desk:
    """A game's folder while it is held: its log as read, and what is added to it."""

    def __init__(self, folder: GameFolder, file: BinaryIO, log: Log, state: GameState) -> None:
        self.folder, self.log, self.state = folder, log, state
        self._file = file

    def add(
        self,
        events: list[GameEvent],
        files: Mapping[str, ParsedFile],
        secret: Secret | None = None,
    ) -> list[GameEvent]:
        """Keep the files that lines rest on, then write the lines; return these with their hashes.

        What a kill left of a line is taken away before. Where not all can be written, nothing is.

        Raises
        ------
        OSError
            They cannot be written.
        """
        done, content = sealed(events, self.log.last_hash)
        kept = {self.state.kept.path(hash_): file.content for hash_, file in files.items()}
        write_together({}, extras=kept)
        if secret is not None:
            self._append_secret(secret)
        start = self.log.whole
        self._file.seek(start)
        self._file.truncate()
        try:
            self._file.write((b"\n" if self.log.unended else b"") + content)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(start)
            raise
        stated = {"lines": done[-1].line, "sha256": done[-1].sha256}
        with suppress(OSError):  # the lines are written, and the next ones will note it
            write_whole(self.folder.path / CHECKPOINT, json.dumps(stated).encode() + b"\n")
        return done

    def _append_secret(self, secret: Secret) -> None:
        where = self.folder.path / SECRETS
        torn = where.is_file() and not where.read_bytes().endswith(b"\n")
        with where.open("ab") as file:
            file.write((b"\n" if torn else b"") + secret.raw + b"\n")
            file.flush()
            os.fsync(file.fileno())


def read_log_bytes(path: Path) -> bytes:
    """Return the bytes of a log.

    Raises
    ------
    InputError
        It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"the log cannot be read: {error.strerror}"
        raise InputError([Mistake(file=path.as_posix(), code="unreadable", message=message)]) from None


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
    here = sorted(path.parent for path in Path(GAMES).glob(f"*/{GAME_FILE}")) if Path(GAMES).is_dir() else []
    if len(here) == 1:
        return here[0]
    if here:
        known = ", ".join(path.as_posix() for path in here)
        raise UsageError(f"there are several games here, name one of them: {known}", parameter="game")
    raise UsageError("there is no game here; name its folder", parameter="game")

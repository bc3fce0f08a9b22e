"""What is watched: a view for each state that it comes to, the last good one kept where one is wrong."""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scenario_cli.answers.answer import Answer
from scenario_cli.answers.game.show.ask import GameShowAnswer
from scenario_cli.answers.score.ask import ScoreAnswer, score_against
from scenario_cli.answers.watch.reasons import reason
from scenario_cli.errors import ScenarioError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, Found
from scenario_cli.files.origin import Origin, models_of
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.model.changes import Change, scenario_changes, weights_changes
from scenario_cli.model.settings import Trial
from scenario_cli.study import Study, study_of

_SETTLE_MILLISECONDS = 50
_LOOK_MILLISECONDS = 50
# For saves that no system tells of: on a network drive, or before the first look.
_LOOK_AGAIN_SECONDS = 1.0
# An editor may empty a file before it writes it, or move it away: that is no mistake.
_LASTING_SECONDS = 0.25


class View(NamedTuple):
    """What is shown after a save.

    ``before`` is the answer that the changes are told against, ``None`` before there were any.
    ``error`` is what is wrong with the files now; the rest is then that of the last good ones.
    Of a game ``game`` is how things stand in it, and ``aside`` what is beside it: a file edited by hand.
    """

    answer: ScoreAnswer
    before: ScoreAnswer | None = None
    changes: Sequence[Change] = ()
    why: str = ""
    error: ScenarioError | None = None
    game: GameShowAnswer | None = None
    aside: Sequence[str] = ()

    @property
    def shown(self) -> Answer[Any]:
        """What a program is given of it."""
        return self.game or self.answer


class Watcher(ABC):
    """Files that are looked at again and again.

    Attributes
    ----------
    files : list of Path
        What is looked at.
    seen : list of bytes or None
        What was in them when they were read last.
    flaw : ScenarioError or None
        What is wrong though they could be read.
    """

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.seen: list[bytes | None] = []
        self.flaw: ScenarioError | None = None
        self.error: ScenarioError | None = None
        self.wrong_since = 0.0

    @abstractmethod
    def _read(self, view: View | None) -> View:
        """Read the files; return the view that was, without its error, where they are as they were.

        Raises
        ------
        InputError, UsageError
            They are wrong.
        """

    def views(self) -> Iterator[View]:
        """Yield a view now, and one after each save that changes a file's bytes.

        Raises
        ------
        InputError, UsageError
            The files are wrong at the start.
        """
        shown = None
        for view in self.looks():
            if view is not shown:
                shown = view
                yield view

    def looks(self) -> Iterator[View]:
        """Yield what is to be shown now, many times a second: the same view until there is another.

        Raises
        ------
        InputError, UsageError
            The files are wrong at the start.
        """
        view = self._read(None)
        self._note(self.flaw)
        yield view
        while True:
            folders = self._folders()
            for told in _ticks(folders):
                view = self._look(view, told)
                yield view
                if told and self._folders() != folders:
                    break
            else:
                return

    def _look(self, view: View, told: bool) -> View:
        """Return what is to be shown now; ``told`` is whether there may be something new."""
        if told or self.error is not None:
            now = [content_of(path) for path in self.files]
            # What is wrong may be mended in another file than those that were read last.
            if now != self.seen or (told and self.error is not None):
                self.seen = now
                view = self._read_again(view)
        lasting = time.monotonic() - self.wrong_since >= _LASTING_SECONDS
        if self.error is not None and lasting and str(self.error) != str(view.error):
            return view._replace(error=self.error)
        return view

    def _read_again(self, view: View) -> View:
        try:
            view = self._read(view)
        except ScenarioError as error:
            self._note(error)
        else:
            self._note(self.flaw)
        return view

    def _note(self, error: ScenarioError | None) -> None:
        """Note what is wrong now, and since when."""
        if error is None:
            self.error = None
        elif str(error) != str(self.error):
            self.error, self.wrong_since = error, time.monotonic()

    def _folders(self) -> dict[Path, object]:
        """Return the folders of the files and of what they are links to, or what is left of them.

        Each is told by what identifies it: one that was made anew has to be watched anew.
        """
        folders = {folder for path in self.files for folder in (path.parent.resolve(), path.resolve().parent)}
        there = {_nearest(folder) for folder in folders}
        return {folder: _identity(folder) for folder in there}


class Watched(Watcher):
    """A scenario and weights, read again whenever one of their files is saved.

    A file that was found once is that file from then on: where it is away, nothing else that has its
    name takes its place. That holds for weights that the scenario names, too.

    Raises
    ------
    UsageError
        Standard input was asked for: it can be read only once.
    """

    def __init__(
        self, scenario: str | Path | None, weights: str | Path | None, trials: Sequence[Trial] = ()
    ) -> None:
        super().__init__()
        if STANDARD_INPUT in (scenario, weights):
            raise UsageError("standard input (-) cannot be watched; name a file")
        self.scenario: str | Path | Found | None = scenario
        self.weights: str | Path | Found | None = weights
        self.trials = trials
        self.known: dict[str, Found] = {}

    def _read(self, view: View | None) -> View:
        read = study_of(models_of(self.scenario, self.weights, self.known)).tried(*self.trials)
        self._note_files(read)
        if view is None:
            return View(score_against(read, None))
        before, old = view.answer, view.answer.study
        if read.inputs == old.inputs:
            return view._replace(error=None) if view.error is not None else view
        changes = weights_changes(old.weights, read.weights) + scenario_changes(old.scenario, read.scenario)
        same_options = old.problem.options == read.problem.options
        answer = score_against(read, before.ranking if same_options else None)
        return View(answer, before, changes, _why(old, read, changes))

    def _note_files(self, read: Study) -> None:
        """Note which files were read, and what was in them: a later save differs from that."""
        self.scenario = _found(read.scenario_origin) or self.scenario
        weights = _found(read.weights_origin)
        if weights is not None and self.weights is not None:
            self.weights = weights
        elif weights is not None:
            self.known[str(read.scenario.weights)] = weights
        files = [file for origin in (read.scenario_origin, read.weights_origin) for file in _files(origin)]
        self.files = [file.path for file in files if file.path is not None]
        self.seen = [file.content for file in files if file.path is not None]


def _ticks(folders: Sequence[Path] | dict[Path, object]) -> Iterator[bool]:
    """Yield many times a second, each time whether there may be something new in folders."""
    from watchfiles import watch

    last = time.monotonic()
    while True:
        try:
            for changes in watch(
                *folders,
                recursive=False,
                debounce=_SETTLE_MILLISECONDS,
                step=10,
                rust_timeout=_LOOK_MILLISECONDS,
                yield_on_timeout=True,
                raise_interrupt=True,
            ):
                now = time.monotonic()
                told = bool(changes) or now - last >= _LOOK_AGAIN_SECONDS
                last = now if told else last
                yield told
            return
        except OSError:  # a folder went away meanwhile, or the system can watch no more of them
            time.sleep(_LOOK_MILLISECONDS / 1000)
        yield True


def _why(old: Study, read: Study, changes: Sequence[Change]) -> str:
    """Return the reasons that were given for the saves of both files."""
    pairs = [
        (before, now)
        for was, is_ in (
            (old.weights_origin, read.weights_origin),
            (old.scenario_origin, read.scenario_origin),
        )
        for before, now in zip(_files(was), _files(is_), strict=False)
        if before.path == now.path
    ]
    return "; ".join(said for said in (reason(*pair, changes) for pair in pairs) if said)


def _files(origin: Origin | None) -> list[ParsedFile]:
    """Return the file of an origin, if there is one."""
    return [origin.file] if origin is not None and origin.file is not None else []


def _found(origin: Origin | None) -> Found | None:
    """Return where a file was found, to be read there again."""
    return next((Found(file.path, file.name) for file in _files(origin) if file.path is not None), None)


def content_of(path: Path) -> bytes | None:
    """Return what is in a file; ``None`` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _nearest(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that is there."""
    return next((path for path in (folder, *folder.parents) if path.is_dir()), folder)


def _identity(folder: Path) -> object:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

"""Files watched for saves: a view for each, the last good one kept where a save is wrong."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from scenario_cli.cli.basis import read_basis
from scenario_cli.cli.inputs import Stated
from scenario_cli.cli.scoring import answer_score
from scenario_cli.errors import ScenarioError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, locate
from scenario_cli.model.changes import Change, scenario_changes, weights_changes
from scenario_cli.render.score import ScoreAnswer

_SETTLE_MILLISECONDS = 50
_RETRY_SECONDS = 0.05
# For saves that no system tells of: on a network drive, or before the first look.
_LOOK_AGAIN_MILLISECONDS = 1000


class View(NamedTuple):
    """What is shown after a save."""

    answer: ScoreAnswer
    changes: Sequence[Change]
    mistakes: Sequence[str]


class Watched:
    """A scenario and weights, read again whenever one of their files is saved.

    Raises
    ------
    UsageError
        Standard input was asked for: it can be read only once.
    """

    def __init__(
        self, scenario: str | None, weights: list[str], injects: list[str], settings: list[str]
    ) -> None:
        if STANDARD_INPUT in (scenario, *weights):
            raise UsageError("error: standard input (-) cannot be watched; name a file")
        self.asked = (scenario, weights, injects, settings)
        self.stated: Stated | None = None
        self.answer: ScoreAnswer | None = None
        self.files: list[Path] = []
        self.seen: list[bytes | None] = []
        self.mistakes: Sequence[str] = ()

    def views(self) -> Iterator[View]:
        """Yield a view now, and one after each save that changes a file's bytes.

        Raises
        ------
        InputError, UsageError
            The files are wrong at the start.
        """
        from watchfiles import watch

        yield self._read()
        while True:
            folders = self._folders()
            for _ in watch(
                *folders,
                recursive=False,
                debounce=_SETTLE_MILLISECONDS,
                step=10,
                rust_timeout=_LOOK_AGAIN_MILLISECONDS,
                yield_on_timeout=True,
                raise_interrupt=True,
            ):
                view = self._after_save()
                if view is not None:
                    yield view
                    if self._folders() != folders:
                        break
            else:
                return

    def _after_save(self) -> View | None:
        """Return what is to be shown now; ``None`` where that is shown already."""
        now = [_content(path) for path in self.files]
        if None in now:  # an editor that saves by renaming is between two steps
            time.sleep(_RETRY_SECONDS)
            now = [_content(path) for path in self.files]
        # What is wrong may be mended in another file than those that were read last.
        if now == self.seen and not self.mistakes:
            return None
        before = self.mistakes
        self.seen = now
        try:
            return self._read()
        except ScenarioError as error:
            assert self.answer is not None
            self.mistakes = str(error).split("\n")
            return View(self.answer, (), self.mistakes) if self.mistakes != before else None

    def _read(self) -> View:
        basis, stated = read_basis(*self.asked)
        changes: list[Change] = []
        if self.stated is not None:
            changes = weights_changes(self.stated.weights, stated.weights)
            changes += scenario_changes(self.stated.scenario, stated.scenario)
        before = self.answer
        same_options = before is not None and before.basis.problem.options == basis.problem.options
        self.stated = stated
        self.mistakes = ()
        self._note_files(stated)
        was = before.ranking if before is not None and same_options else None
        self.answer = answer_score(basis, stated, was)
        return View(self.answer, changes, ())

    def _note_files(self, stated: Stated) -> None:
        """Note which files were read, and what was in them: a later save differs from that."""
        scenario, weights, injects, settings = self.asked
        found = locate("scenarios", scenario)
        if scenario is None and not found.path.is_absolute():
            # A second file in ./scenarios does not put another question on the screen.
            self.asked = (found.path.as_posix(), weights, injects, settings)
        self.files, self.seen = [found.path], [stated.scenario_source.content]
        if stated.weights_source is not None:
            named = weights[0] if weights else stated.scenario.weights
            self.files.append(locate("weights", named).path)
            self.seen.append(stated.weights_source.content)

    def _folders(self) -> set[Path]:
        """Return the folders of the files, and of what they are links to."""
        folders = {folder for path in self.files for folder in (path.parent.resolve(), path.resolve().parent)}
        return {folder for folder in folders if folder.is_dir()}


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


@contextmanager
def screen() -> Iterator[Callable[[], None]]:
    """Give a function that clears for the next view; a terminal is left as found, after SIGTERM too."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda: None
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.stdout.write("\033[?1049h\033[?25l")

    def clear() -> None:
        sys.stdout.write("\033[H\033[2J")
        sys.stdout.flush()

    try:
        yield clear
    finally:
        sys.stdout.write("\033[?25h\033[?1049l")
        sys.stdout.flush()
        signal.signal(signal.SIGTERM, before)

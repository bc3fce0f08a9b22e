"""Files watched for saves: a view for each, the last good one kept where a save is wrong."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scenario_cli.answers.score.ask import ScoreAnswer, score_against
from scenario_cli.errors import ScenarioError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT
from scenario_cli.model.changes import Change, scenario_changes, weights_changes
from scenario_cli.model.settings import Trial
from scenario_cli.study import Study, study

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
        self, scenario: str | Path | None, weights: str | Path | None, trials: Sequence[Trial] = ()
    ) -> None:
        if STANDARD_INPUT in (scenario, weights):
            raise UsageError("standard input (-) cannot be watched; name a file")
        self.scenario, self.weights, self.trials = scenario, weights, trials
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
        read = study(self.scenario, self.weights).tried(*self.trials)
        changes: list[Change] = []
        before = self.answer
        if before is not None:
            changes = weights_changes(before.study.weights, read.weights)
            changes += scenario_changes(before.study.scenario, read.scenario)
        same_options = before is not None and before.study.problem.options == read.problem.options
        self.mistakes = ()
        self._note_files(read)
        self.answer = score_against(read, before.ranking if before is not None and same_options else None)
        return View(self.answer, changes, ())

    def _note_files(self, read: Study) -> None:
        """Note which files were read, and what was in them: a later save differs from that."""
        origins = (read.scenario_origin, read.weights_origin)
        files = [origin.file for origin in origins if origin is not None and origin.file is not None]
        self.files = [file.path for file in files if file.path is not None]
        self.seen = [file.content for file in files if file.path is not None]
        if self.scenario is None and not self.files[0].is_absolute():
            # A second file in ./scenarios does not put another question on the screen.
            self.scenario = self.files[0].as_posix()

    def _folders(self) -> set[Path]:
        """Return the folders of the files, and of what they are links to."""
        folders = {folder for path in self.files for folder in (path.parent.resolve(), path.resolve().parent)}
        return {folder for folder in folders if folder.is_dir()}


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None

"""Files watched for saves: a view for each, the last good one kept where a save is wrong."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from scenario_cli.cli.basis import read_basis
from scenario_cli.cli.inputs import Stated
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.flags import ranking_flags
from scenario_cli.engine.sensitivity import one_way
from scenario_cli.errors import InputError, ScenarioError
from scenario_cli.files.catalog import locate
from scenario_cli.model.changes import Change, scenario_changes, weights_changes
from scenario_cli.render.score import ScoreAnswer

_SETTLE_MILLISECONDS = 50
_RETRY_SECONDS = 0.05


class View(NamedTuple):
    """What is shown after a save."""

    answer: ScoreAnswer
    changes: Sequence[Change]
    problems: Sequence[str]


class Watched:
    """A scenario and weights, read again whenever one of their files is saved."""

    def __init__(
        self, scenario: str | None, weights: list[str], injects: list[str], settings: list[str]
    ) -> None:
        self.asked = (scenario, weights, injects, settings)
        self.stated: Stated | None = None
        self.answer: ScoreAnswer | None = None

    def views(self) -> Iterator[View]:
        """Yield a view now, and one after each save that changes a file's bytes.

        Raises
        ------
        InputError, UsageError
            The files are wrong at the start.
        """
        from watchfiles import watch

        yield self._read()
        files = self._files()
        seen = [_content(path) for path in files]
        folders = {path.parent.resolve() for path in files}
        for _ in watch(
            *folders, recursive=False, debounce=_SETTLE_MILLISECONDS, step=10, raise_interrupt=True
        ):
            now = [_content(path) for path in files]
            if None in now:  # an editor that saves by renaming is between two steps
                time.sleep(_RETRY_SECONDS)
                now = [_content(path) for path in files]
            if now == seen:
                continue
            seen = now
            yield self._read_again()

    def _read(self) -> View:
        basis, stated = read_basis(*self.asked)
        ranking = rank_options(basis.problem)
        changes: list[Change] = []
        if self.stated is not None:
            changes = weights_changes(self.stated.weights, stated.weights)
            changes += scenario_changes(self.stated.scenario, stated.scenario)
        before = self.answer
        same_options = before is not None and before.basis.problem.options == basis.problem.options
        self.stated = stated
        self.answer = ScoreAnswer(
            basis=basis,
            ranking=ranking,
            one_way=one_way(basis.problem, ranking),
            flags=ranking_flags(
                basis.scenario, basis.problem, ranking, weights_named=stated.weights_source is not None
            ),
            before=before.ranking if before is not None and same_options else None,
        )
        return View(self.answer, changes, ())

    def _read_again(self) -> View:
        try:
            return self._read()
        except ScenarioError as error:
            assert self.answer is not None
            lines = (
                [str(problem) for problem in error.problems]
                if isinstance(error, InputError)
                else [str(error)]
            )
            return View(self.answer, (), lines)

    def _files(self) -> list[Path]:
        assert self.stated is not None
        scenario, weights = self.asked[0], self.asked[1]
        files = [locate("scenarios", scenario).path]
        named = weights[0] if weights else self.stated.scenario.weights
        return [*files, locate("weights", named).path] if named else files


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


@contextmanager
def screen() -> Iterator[Callable[[], None]]:
    """Give a function that clears for the next view; a terminal is left as it was found."""
    if not sys.stdout.isatty():
        yield lambda: None
        return
    sys.stdout.write("\033[?1049h\033[?25l")

    def clear() -> None:
        sys.stdout.write("\033[H\033[2J")
        sys.stdout.flush()

    try:
        yield clear
    finally:
        sys.stdout.write("\033[?25h\033[?1049l")
        sys.stdout.flush()

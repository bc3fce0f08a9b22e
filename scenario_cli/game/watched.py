"""A game that is followed: a view after each new line of its log."""

from pathlib import Path

from scenario_cli.answers.effective import effective_changes
from scenario_cli.answers.score.ask import ScoreAnswer, score_against
from scenario_cli.answers.watch.ask import View, Watcher, content_of
from scenario_cli.errors import ScenarioError
from scenario_cli.files.catalog import Folder
from scenario_cli.files.game_text import GAME_FILE
from scenario_cli.game.folder import LOG, GameFolder
from scenario_cli.game.followed import edits_of, followed_file
from scenario_cli.game.log import Log, broken
from scenario_cli.game.state import GameState
from scenario_cli.game.steps import shown
from scenario_cli.study import Study


class WatchedGame(Watcher):
    """A game, read again whenever its log is added to.

    Lines that come in one go (an edit by hand, and the command that found it) are shown as one: what changed
    is told since the view before. A log that does not hold, or ends in half a line, is told as a mistake.
    So is a mistake in a scenario or weights file that the game follows: no command would take it.

    Parameters
    ----------
    path : Path
        The game's folder.
    room : bool
        Whether it is shown to all: without what is kept apart.
    """

    def __init__(self, path: Path, *, room: bool = False) -> None:
        super().__init__()
        self.path, self.room = path, room

    def _read(self, view: View | None) -> View:
        folder = GameFolder(self.path)
        self._note_files(folder)  # first: what is written from now on differs from it
        log, state = folder.read()
        aside = self._aside(folder, log, state)
        if view is None or view.game is None:
            found = View(score_against(state.study, None))
        elif view.game.events[-1].sha256 == log.events[-1].sha256 and view.game.game_title == folder.title:
            gone = None if self.flaw is None else view.error
            same = (gone, aside) == (view.error, view.aside)
            return view if same else view._replace(error=gone, aside=aside)
        else:
            before = view.answer
            changes = effective_changes(before.study, state.study)
            why = str(log.events[-1].said.get("why", ""))
            found = View(_score(state.study, before), before, changes, why)
        secrets = {} if self.room else {hash_: one.text for hash_, one in folder.secrets().items()}
        game = shown(folder.title, state, room=self.room, secrets=secrets)
        return found._replace(game=game, aside=aside)

    def _note_files(self, folder: GameFolder) -> None:
        """Note what is looked at, and what is in it now."""
        named: list[tuple[Folder, str | None]] = [
            ("scenarios", folder.about.scenario),
            ("weights", folder.about.weights),
        ]
        followed = [followed_file(name, self.path, kind).path for kind, name in named if name is not None]
        self.files = [self.path / LOG, self.path / GAME_FILE, *followed]
        self.seen = [content_of(path) for path in self.files]

    def _aside(self, folder: GameFolder, log: Log, state: GameState) -> tuple[str, ...]:
        """Return what was edited by hand since the last line; note what is wrong with the log's end."""
        self.flaw = None
        if log.torn:
            message = "the last line was cut off and does not count; the next line takes its place"
            self.flaw = broken(folder.called(LOG), len(log.events) + 1, message)
        try:
            edits = edits_of(folder.about, self.path, state, log.events[-1].at)
        except ScenarioError as error:
            self.flaw = self.flaw or error
            return ()
        return (
            *(f"{name} was changed outside the game and is no line yet" for name in edits.lines.values()),
            *edits.notes,
        )


def _score(study: Study, before: ScoreAnswer) -> ScoreAnswer:
    same_options = study.problem.options == before.study.problem.options
    return score_against(study, before.ranking if same_options else None)

"""A game: what a table does, one line of the log each, and how things stand after it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from scenario_cli.answers.game.show.ask import GameShowAnswer
from scenario_cli.answers.game.step.ask import GameStepAnswer
from scenario_cli.answers.game.words import TORN
from scenario_cli.choices import EventKind
from scenario_cli.errors import StudyError, UsageError
from scenario_cli.files.origin import WeightsSource
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.game.cast import ballots_saying
from scenario_cli.game.folder import GameFolder, found_game
from scenario_cli.game.followed import edits_of
from scenario_cli.game.state import GameState
from scenario_cli.game.steps import (
    after_undo,
    finite,
    hidden,
    known_hand,
    known_team,
    naming,
    reason_of,
    result_of,
    set_saying,
    shown,
    some_text,
    sound_text,
    standing_move,
    stepped,
    time_of,
    with_edits,
)
from scenario_cli.model.game import GameEvent
from scenario_cli.model.settings import known_inject, read_setting
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.answers.diff.ask import DiffAnswer
    from scenario_cli.answers.game.replay.ask import GameReplayAnswer
    from scenario_cli.answers.game.report.ask import GameReportAnswer
    from scenario_cli.answers.watch.ask import View


class Writing(TypedDict, total=False):
    """When a line is written, and whether a scenario that has other options or factors now is taken."""

    at: str | None
    take_new: bool


Said = Mapping[str, Any]
Saying = Callable[[GameState], Said]


class Game:
    """A game in its folder.

    Every method that plays adds one line to the log (an edit made by hand is told in a line before it)
    and returns how things stand afterwards. ``at`` is the time of the line as ISO 8601, now without it;
    ``by`` says who did it.

    Attributes
    ----------
    folder : GameFolder

    Examples
    --------
    >>> import scenario_cli as sc
    >>> game = sc.new_game("games/iran", "china-arms-russia", "authors", teams=["red", "blue"])
    >>> game.turn("Turn 1: spring").line
    2
    >>> game.inject("shipment_exposed", by="control").finding
    'Line 3, turn 1, by control: inject "A shipment of shells is exposed".'
    """

    def __init__(self, folder: GameFolder) -> None:
        self.folder = folder

    def __repr__(self) -> str:
        return f"Game: {self.folder.title} ({self.folder.name})"

    @property
    def state(self) -> GameState:
        """What the log comes to, read anew.

        Raises
        ------
        InputError
            The chain or a kept file does not hold.
        """
        return self.folder.read()[1]

    def show(
        self,
        *,
        line: int | None = None,
        turn: int | None = None,
        room: bool = False,
        names: bool = False,
    ) -> GameShowAnswer:
        """Ask how things stand: now, after a line, or as a turn opened; ``room`` leaves out what is secret.

        ``names`` tells whose the ballots are, which ``room`` never does.

        Raises
        ------
        InputError
            The chain or a kept file does not hold.
        StudyError
            There is no such line or turn.
        """
        log, state = self.folder.read()
        if line is not None:
            state = state.at(line)
        elif turn is not None:
            state = state.at_turn(turn)
        secrets = {} if room else {hash_: secret.text for hash_, secret in self.folder.secrets().items()}
        told = names and not room
        notes = [TORN] if log.torn else []
        return shown(self.folder.title, state, room=room, secrets=secrets, names=told, notes=notes)

    def watch(self, *, room: bool = False) -> "Iterator[View]":
        """Yield how things stand, and again after each line that anybody adds, until it is broken off.

        ``view.game`` is what ``show`` returns, ``view.answer`` the score, ``view.changes`` what moved since
        the view before, ``view.error`` what is wrong with the log now; ``room`` leaves out what is secret.

        Raises
        ------
        InputError
            The log or a kept file is wrong at the start; later it is told in a view.
        """
        from scenario_cli.game.watched import WatchedGame

        return WatchedGame(self.folder.path, room=room).views()

    def diff(self, old: int, new: int | None = None) -> "DiffAnswer":
        """Ask what moved between two turns as they opened, 0 being the beginning; without ``new``, until now.

        Raises
        ------
        StudyError
            There is no such turn.
        """
        from scenario_cli.answers.diff.ask import diff
        from scenario_cli.game.named import named_study

        now, name = self.state, self.folder.name
        before = named_study(now.at_turn(old), f"{name}:{old}")
        after = named_study(now, name) if new is None else named_study(now.at_turn(new), f"{name}:{new}")
        return diff(before, after)

    def replay(self) -> "GameReplayAnswer":
        """Compute every turn again from the log and the kept files alone, and hold it to what is stated."""
        from scenario_cli.game.replay import replayed

        return replayed(self.folder)

    def report(self, *, with_secret: bool = False, names: bool = False) -> "GameReportAnswer":
        """Ask for the after-action report: ``with_secret`` opens what is kept apart, ``names`` ballots."""
        from scenario_cli.game.report import reported

        return reported(self.folder, with_secret=with_secret, names=names)

    def turn(self, title: str, *, by: str | None = None, **how: Unpack[Writing]) -> GameStepAnswer:
        """Open a turn; its ranking is kept."""

        def saying(state: GameState) -> Said:
            opened = GameEvent(len(state.events) + 1, "", state.turn + 1, by, "turn", {})
            study = state.plus(opened).study  # what held through the turn before holds no more
            return {"title": sound_text(title, "title"), "result": result_of(study)}

        return self._play("turn", saying, by=by, **how)

    def guess(
        self, team: str, order: Sequence[str], *, who: str = "", **how: Unpack[Writing]
    ) -> GameStepAnswer:
        """Note what a team takes to be the ranking, best first: all options, or the first few."""

        def saying(state: GameState) -> Said:
            options = state.study.problem.options
            for option in order:
                if option not in options:
                    hint = suggestion(option, options)
                    raise StudyError(
                        f"unknown option '{option}'", hint, parameter="ids", code="unknown-option"
                    )
                if order.count(option) > 1:
                    raise StudyError(f"'{option}' is named twice", parameter="ids")
            if not order:
                raise StudyError("a guess names options, best first", parameter="ids")
            return {"order": list(order), "who": sound_text(who, "who")}

        return self._play("guess", saying, team=team, **how)

    def inject(
        self,
        inject: str,
        *,
        until: int | None = None,
        why: str = "",
        by: str | None = None,
        **how: Unpack[Writing],
    ) -> GameStepAnswer:
        """Let an event happen; with ``until`` it holds through that turn."""

        def saying(state: GameState) -> Said:
            with naming("ids"):
                known_inject(inject, state.kept.scenario(state.scenario))
            again = [one.line for one in state.in_force if one.trial == inject]
            if again:
                raise StudyError(f"this holds since line {again[0]}", parameter="ids", value=inject)
            if until is not None and until < state.turn:
                raise StudyError(f"turn {until} is over; it is turn {state.turn}", parameter="until")
            return {"inject": inject, "until": until, **reason_of(why)}

        return self._play("inject", saying, by=by, **how)

    def set(
        self,
        *settings: str,
        weights: WeightsSource | None = None,
        why: str = "",
        by: str | None = None,
        **how: Unpack[Writing],
    ) -> GameStepAnswer:
        """Set ``"weights.DRIVER=60"`` or ``"ratings.OPTION.FACTOR=4"``, or all points by a weights file."""
        if not settings and weights is None:
            raise UsageError("nothing is set: KEY=VALUE, or a weights file", parameter="settings")
        files: dict[str, ParsedFile] = {}
        return self._play("set", set_saying(settings, weights, why, files), by=by, files=files, **how)

    def ballots(
        self,
        *paths: str | Path,
        round: str | None = None,  # noqa: A002 - as a ballot calls it
        by: str | None = None,
        **how: Unpack[Writing],
    ) -> GameStepAnswer:
        """Keep ballots, out of files, folders and tables, all or those of one round; they move no score."""
        if not paths:
            raise UsageError("name ballots: their files, a folder, or a table", parameter="")
        files: dict[str, ParsedFile] = {}
        return self._play("ballots", ballots_saying(paths, round, files), by=by, files=files, **how)

    def move(
        self,
        team: str,
        text: str,
        *,
        because: Sequence[str] = (),
        secret: bool = False,
        **how: Unpack[Writing],
    ) -> GameStepAnswer:
        """Note what a team does, and its reasons; what becomes of it a ruling says."""
        said = {"text": some_text(text), "because": [some_text(one, "because") for one in because]}
        return self._play("move", lambda _: said, team=team, secret=secret, **how)

    def against(
        self, team: str, move: int, text: str, *, secret: bool = False, **how: Unpack[Writing]
    ) -> GameStepAnswer:
        """Note what a team says against a move, which is named by its line."""

        def saying(state: GameState) -> Said:
            standing_move(state, move)
            return {"move": move, "text": some_text(text)}

        return self._play("against", saying, team=team, secret=secret, **how)

    def ruling(
        self,
        move: int,
        succeeds: bool,
        *,
        chance: float | None = None,
        votes: Sequence[float] = (),
        roll: float | None = None,
        settings: Sequence[str] = (),
        why: str = "",
        by: str | None = None,
        **how: Unpack[Writing],
    ) -> GameStepAnswer:
        """Say what becomes of a move, and what it sets; a ruling before on the same move holds no more.

        Chance, votes and dice are the room's words about the move: no score hangs on them.
        """

        def saying(state: GameState) -> Said:
            standing_move(state, move)
            scenario = state.kept.scenario(state.scenario)
            for text in settings:
                read_setting(text, scenario)
            said = {"move": move, "succeeds": succeeds, "chance": chance, "votes": list(votes)}
            return {**said, "roll": roll, "set": list(settings), "why": sound_text(why, "why")}

        if chance is not None and not 0 <= chance <= 100:
            raise StudyError("a chance is 0 to 100 per cent", parameter="chance", value=f"{chance:g}")
        for parameter, numbers in (("votes", votes), ("roll", [] if roll is None else [roll])):
            for number in numbers:
                finite(number, parameter)
        return self._play("ruling", saying, by=by, **how)

    def say(self, team: str, text: str, *, secret: bool = False, **how: Unpack[Writing]) -> GameStepAnswer:
        """Note what a team says."""
        said = {"text": some_text(text)}
        return self._play("say", lambda _: said, team=team, secret=secret, **how)

    def fact(
        self, text: str, *, secret: bool = False, by: str | None = None, **how: Unpack[Writing]
    ) -> GameStepAnswer:
        """Note what everybody takes to be so from now on."""
        said = {"text": some_text(text)}
        return self._play("fact", lambda _: said, by=by, secret=secret, **how)

    def undo(
        self, *, to: int | None = None, why: str = "", by: str | None = None, **how: Unpack[Writing]
    ) -> GameStepAnswer:
        """Take back the latest line that stands, or with ``to`` all that stand after a line."""

        def saying(state: GameState) -> Said:
            lines = state.undoable
            if to is not None:
                state.event(to, "to")
                lines = [line for line in lines if line > to]
            if not lines:
                after = "" if to is None else f" after line {to}"
                raise UsageError(f"there is nothing to take back{after}", parameter="")
            return {"undoes": lines if to is not None else lines[-1:], **reason_of(why)}

        return self._play("undo", saying, by=by, **how)

    def redo(self, *, by: str | None = None, **how: Unpack[Writing]) -> GameStepAnswer:
        """Bring back what the latest undo took back, as long as nothing else came after it."""

        def saying(state: GameState) -> Said:
            if not state.redoable:
                raise UsageError(f"there is nothing to bring back{after_undo(state)}", parameter="")
            return {"redoes": list(state.redoable)}

        return self._play("redo", saying, by=by, **how)

    def _play(
        self,
        kind: EventKind,
        saying: Saying,
        *,
        by: str | None = None,
        team: str | None = None,
        at: str | None = None,
        secret: bool = False,
        take_new: bool = False,
        files: dict[str, ParsedFile] | None = None,
    ) -> GameStepAnswer:
        teams = self.folder.about.teams
        by = known_team(team, teams) if team is not None else known_hand(by, teams)
        when = time_of(at)
        folder = self.folder
        with folder.writing() as desk:
            before = desk.state
            edits = edits_of(folder.about, folder.path, before, when, take_new=take_new)
            before.kept.hold(edits.files)
            now = with_edits(before, edits)
            said = dict(saying(now))
            whose = said.pop("by", None)
            if files:
                before.kept.hold(files)
            line = len(now.events) + 1
            apart = hidden(said, line) if secret else None
            event = GameEvent(line, when, now.turn, whose if by is None else by, kind, said)
            after = now.plus(event)
            event = event._replace(turn=after.turn)
            with naming("set" if kind == "ruling" else "changes"):
                after.study  # noqa: B018 - what cannot be is refused before anything is written
            done = desk.add([*edits.events, event], {**edits.files, **(files or {})}, apart)
        return stepped(folder, desk, after, done[-1], edits)


def game(folder: str | Path | None = None) -> Game:
    """Return the game in a folder.

    Parameters
    ----------
    folder : str or Path, optional
        Without it the game of the folder one stands in, else the only one in ``./games``.

    Raises
    ------
    UsageError
        None is named, and there is none here, or several are.
    InputError
        There is no game, or its ``game.yaml`` is wrong.
    """
    return Game(GameFolder(found_game(folder)))

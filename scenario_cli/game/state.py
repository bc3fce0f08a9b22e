"""What the lines of a log come to: which stand, which turn it is, and what is tried in which order."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import NamedTuple

from scenario_cli.errors import StudyError
from scenario_cli.game.kept import KeptFiles
from scenario_cli.model.game import NOT_TAKEN_BACK, GameEvent
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.settings import RatingSetting, Setting, Trial, WeightSetting, read_setting
from scenario_cli.model.weights import Weights
from scenario_cli.study import Study

Key = tuple[str | int | None, ...]


class InForce(NamedTuple):
    """Something that is tried on the study, the line that it comes from, and the last turn that it holds."""

    line: int
    trial: Trial
    until: int | None = None


class GameState:
    """What a log has come to after some of its lines. Lines apply strictly in the order of the log.

    Attributes
    ----------
    events : list of GameEvent
        The lines so far.
    undone : set of int
        Those that were taken back.
    turns : list of GameEvent
        The turns that were opened and stand: turn 1 is the first.
    scenario, weights : str, str or None
        The hashes of the files that hold; ``None`` are equal weights.
    rulings : dict of int to int
        By the line of a move the line of the ruling that holds.
    """

    def __init__(self, kept: KeptFiles, events: Iterable[GameEvent] = ()) -> None:
        self.kept = kept
        self.events: list[GameEvent] = []
        self.undone: set[int] = set()
        self._begin()
        for event in events:
            self.add(event)

    def _begin(self) -> None:
        self.turns: list[GameEvent] = []
        self.scenario = ""
        self.weights: str | None = None
        self.rulings: dict[int, int] = {}
        self._tried: dict[Key, InForce] = {}

    def add(self, event: GameEvent) -> None:
        """Take one more line.

        Raises
        ------
        InputError
            What it states does not fit the scenario.
        """
        self.events.append(event)
        if event.kind == "undo":
            self.undone |= set(event.said["undoes"])
        elif event.kind == "redo":
            self.undone -= set(event.said["redoes"])
        elif event.kind == "ruling" and event.said["move"] in self.rulings:
            pass  # what the ruling before has set holds no more
        else:
            self._apply(event)
            return
        self._begin()
        latest = {e.said["move"]: e.line for e in self.standing if e.kind == "ruling"}
        for one in self.standing:
            if one.kind != "ruling" or latest[one.said["move"]] == one.line:
                self._apply(one)

    def stands(self, event: GameEvent) -> bool:
        """Whether a line counts: it was not taken back, and takes nothing back itself."""
        return event.line not in self.undone and event.kind not in ("undo", "redo")

    @property
    def standing(self) -> list[GameEvent]:
        """The lines that count."""
        return [event for event in self.events if self.stands(event)]

    @property
    def turn(self) -> int:
        """The turn that it is; 0 before the first."""
        return len(self.turns)

    @property
    def undoable(self) -> list[int]:
        """The lines that can be taken back, oldest first."""
        return [event.line for event in self.standing if event.kind not in NOT_TAKEN_BACK]

    @property
    def redoable(self) -> tuple[int, ...]:
        """The lines that the latest undo took back; none where anything else came after it."""
        redone = 0
        for event in reversed(self.events):
            if event.kind == "redo":
                redone += 1
            elif event.kind == "undo" and redone:
                redone -= 1
            elif event.kind == "undo":
                return tuple(event.said["undoes"])
            else:
                break
        return ()

    @property
    def in_force(self) -> list[InForce]:
        """What is tried on the study now, in order; what a later line overrides for good is left out."""
        return [one for one in self._tried.values() if one.until is None or self.turn <= one.until]

    @property
    def study(self) -> Study:
        """The study as it is now.

        Raises
        ------
        InputError
            A kept file is gone or changed, or all that is tried leaves no weight.
        """
        return self.kept.study(self.scenario, self.weights).tried(*[one.trial for one in self.in_force])

    def event(self, line: int, parameter: str = "line") -> GameEvent:
        """Return a line.

        Raises
        ------
        StudyError
            The log has no such line.
        """
        if not 1 <= line <= len(self.events):
            known = f"the log has lines 1 to {len(self.events)}"
            raise StudyError(f"there is no line {line}", known, parameter=parameter)
        return self.events[line - 1]

    def at(self, line: int) -> "GameState":
        """Return the state as it was after a line."""
        self.event(line)
        return GameState(self.kept, self.events[:line])

    def at_turn(self, number: int) -> "GameState":
        """Return the state as a turn opened; 0 is the beginning.

        Raises
        ------
        StudyError
            No such turn was opened.
        """
        if not 0 <= number <= self.turn:
            known = f"the game is in turn {self.turn}" if self.turn else "no turn has been opened"
            raise StudyError(f"there is no turn {number}", known, parameter="turn", value=str(number))
        return self.at(self.turns[number - 1].line if number else 1)

    def plus(self, *events: GameEvent) -> "GameState":
        """Return the state after more lines; this one stays as it is."""
        state = copy(self)
        state.events, state.undone, state.turns = [*self.events], {*self.undone}, [*self.turns]
        state.rulings, state._tried = {**self.rulings}, {**self._tried}
        for event in events:
            state.add(event)
        return state

    def _apply(self, event: GameEvent) -> None:
        said = event.said
        match event.kind:
            case "new":
                self.scenario = said["scenario"]["sha256"]
                self.weights = None if said["weights"] is None else said["weights"]["sha256"]
            case "turn":
                self.turns.append(event)
            case "inject":
                self._tried[("inject", event.line)] = InForce(event.line, said["inject"], said["until"])
            case "ruling":
                self.rulings[said["move"]] = event.line
                self._set(event, said["set"])
            case "set":
                if said["weights"] is not None:
                    self._replace_points(event, said["weights"]["sha256"])
                self._set(event, said["set"])
            case "edited":
                self._edit(event)

    def _scenario(self) -> Scenario:
        return self.kept.scenario(self.scenario)

    def _set(self, event: GameEvent, texts: Sequence[str]) -> None:
        for text in texts:
            self._put(event.line, read_setting(text, self._scenario()))

    def _put(self, line: int, setting: Setting) -> None:
        key = key_of(setting)
        self._tried.pop(key, None)
        self._tried[key] = InForce(line, setting)

    def _replace_points(self, event: GameEvent, sha256: str) -> None:
        """Let a whole ballot hold: its points also where an inject before had changed them."""
        self.weights = sha256
        ballot: Weights = self.kept.weights(sha256, self._scenario())
        self._tried = {key: one for key, one in self._tried.items() if key[0] != "weights"}
        injects = self._scenario().injects
        moved = dict.fromkeys(
            driver
            for one in self.in_force
            if isinstance(one.trial, str)
            for driver in injects[one.trial].weights
        )
        for driver in moved:
            self._put(event.line, WeightSetting(driver, None, ballot.drivers[driver]))

    def _edit(self, event: GameEvent) -> None:
        """Let an edited file hold; of its numbers that a line before had changed, what was written last."""
        if event.said["old"] == self.scenario:
            self.scenario = event.said["new"]
        elif event.said["old"] == self.weights:
            self.weights = event.said["new"]
        scenario = self._scenario()
        before = {key for one in self.in_force for key in touched(one.trial, scenario)}
        for change in event.said["changes"]:
            if change["key"].startswith(("weights.", "ratings.")) and change["new"] is not None:
                setting = read_setting(f"{change['key']}={number_of(change['new'])}", scenario)
                if key_of(setting) in before:
                    self._put(event.line, setting)


def number_of(stated: float | str) -> str:
    """Return what a change states as a setting has it: of a rating with a range the rating."""
    return repr(stated) if isinstance(stated, float | int) else stated.partition(" (")[0]


def key_of(setting: Setting) -> Key:
    """Return what a setting sets."""
    if isinstance(setting, WeightSetting):
        return (setting.of, setting.driver, setting.factor)
    if isinstance(setting, RatingSetting):
        return (setting.of, setting.option, setting.factor)
    return (setting.of, setting.inject)


def touched(trial: Trial, scenario: Scenario) -> set[Key]:
    """Return the keys of what a trial changes."""
    if not isinstance(trial, str):
        return {key_of(trial)}
    inject = scenario.injects[trial]
    cells: set[Key] = {
        ("ratings", option, factor) for option, row in inject.ratings.items() for factor in row
    }
    return cells | {("weights", driver, None) for driver in inject.weights}

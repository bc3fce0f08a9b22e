"""What the lines of a log come to: which stand, which turn it is, and what is tried in which order."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import NamedTuple

from scenario_cli.errors import ScenarioError, StudyError
from scenario_cli.game.kept import KeptFiles
from scenario_cli.model.base import is_number
from scenario_cli.model.game import EFFECTS, NOT_TAKEN_BACK, GameEvent
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.model.settings import RatingSetting, Setting, Trial, WeightSetting, read_setting
from scenario_cli.model.weights import Weights
from scenario_cli.study import Study

Key = tuple[str | int | None, ...]


class InForce(NamedTuple):
    """Something that is tried on the study, the line that it comes from, and the last turn that it holds."""

    line: int
    trial: Trial
    until: int | None = None


class BallotPoints(NamedTuple):
    """The points that a whole ballot gives a driver; the file is read once they are asked for."""

    line: int
    sha256: str
    driver: str
    until: None = None


class Mark(NamedTuple):
    """What the lines before a turn have come to, so that what is taken back need not be told from the start.

    What a line after it takes the place of stands after it, too: see ``GameState._again``.
    """

    line: int
    turns: int
    scenario: str
    weights: str | None
    tried: dict[Key, InForce | BallotPoints]


# What a line raises that does not fit what it rests on.
MISFITS = (ScenarioError, LookupError, TypeError, ValueError, AttributeError)
_APPLIED = ("new", "turn", *EFFECTS)
BEGINNING = Mark(0, 0, "", None, {})


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
        self.events: list[GameEvent] = [*events]
        self.undone: set[int] = set()
        for event in self.events:
            self._take_back(event)
        self.turns: list[GameEvent] = []
        self.rulings: dict[int, int] = {}
        self._marks: list[Mark] = []
        self._study: Study | None = None
        self._again(1)

    def add(self, event: GameEvent) -> None:
        """Take one more line.

        Raises
        ------
        InputError
            What it states does not fit the scenario.
        """
        self.events.append(event)
        self._study = None
        if event.kind in ("undo", "redo"):
            self._take_back(event)
            lines: list[int] = event.said["undoes" if event.kind == "undo" else "redoes"]
            self._again(min(map(self._first_touched, lines), default=event.line))
        elif event.kind == "ruling" and event.said["move"] in self.rulings:
            self._again(self._first_touched(event.line))  # what the ruling before has set holds no more
        else:
            self._apply(event)

    def _take_back(self, event: GameEvent) -> None:
        if event.kind == "undo":
            self.undone |= set(event.said["undoes"])
        elif event.kind == "redo":
            self.undone -= set(event.said["redoes"])

    def _first_touched(self, line: int) -> int:
        """Return the first line that may be told otherwise once one comes or goes: of a ruling its move."""
        event = self.events[line - 1]
        return int(event.said["move"]) if event.kind == "ruling" else line

    def _again(self, line: int) -> None:
        """Apply anew all that stands from a line on; nothing before it has changed."""
        while self._marks and self._marks[-1].line >= line:
            self._marks.pop()
        mark = self._marks.pop() if self._marks else BEGINNING  # its own turn, applied again, marks it again
        self.turns = self.turns[: mark.turns]
        self.rulings = {move: ruling for move, ruling in self.rulings.items() if ruling < mark.line}
        self.scenario, self.weights, self._tried = mark.scenario, mark.weights, {**mark.tried}
        rest = [
            event
            for event in self.events[max(mark.line - 1, 0) :]
            if event.kind in _APPLIED and event.line not in self.undone
        ]
        latest = {event.said["move"]: event.line for event in rest if event.kind == "ruling"}
        for event in rest:
            if event.kind != "ruling" or latest[event.said["move"]] == event.line:
                self._apply(event)

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
        return [
            one if isinstance(one, InForce) else self._of_ballot(one)
            for one in self._tried.values()
            if one.until is None or self.turn <= one.until
        ]

    def _of_ballot(self, stated: BallotPoints) -> InForce:
        ballot: Weights = self.kept.weights(stated.sha256, self._scenario())
        return InForce(stated.line, WeightSetting(stated.driver, None, ballot.drivers[stated.driver]))

    @property
    def study(self) -> Study:
        """The study as it is now.

        Raises
        ------
        InputError
            A kept file is gone or changed, or all that is tried leaves no weight.
        """
        if self._study is None:
            plain = self.kept.study(self.scenario, self.weights)
            self._study = plain.tried(*[one.trial for one in self.in_force])
        return self._study

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
        state.rulings, state._tried, state._marks = {**self.rulings}, {**self._tried}, [*self._marks]
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
                mark = Mark(event.line, len(self.turns), self.scenario, self.weights, self._tried)
                self._marks.append(mark)
                self.turns.append(event)
                self._tried = {  # what was to hold through a turn that is over can only be brought back
                    key: one
                    for key, one in self._tried.items()
                    if one.until is None or self.turn <= one.until
                }
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
            self._put(event.line, self._stated(text))

    def _stated(self, text: str) -> Setting:
        """Return a setting, which was held to its scenario when it was written: a level needs that again."""
        key, _, value = text.partition("=")
        parts, value = key.strip().split("."), value.strip()
        if is_number(value) and parts[0] == "weights":
            return WeightSetting(parts[1], parts[2] if len(parts) > 2 else None, float(value), text)
        if (is_number(value) or value == UNKNOWN) and parts[0] == "ratings":
            return RatingSetting(parts[1], parts[2], None if value == UNKNOWN else float(value), text)
        return read_setting(text, self._scenario())

    def _put(self, line: int, setting: Setting) -> None:
        key = key_of(setting)
        self._tried.pop(key, None)
        self._tried[key] = InForce(line, setting)

    def _replace_points(self, event: GameEvent, sha256: str) -> None:
        """Let a whole ballot hold: its points also where an inject before had changed them."""
        self.weights = sha256
        self._tried = {key: one for key, one in self._tried.items() if key[0] != "weights"}
        happened = [one.trial for one in self.in_force if isinstance(one.trial, str)]
        if happened:
            injects = self._scenario().injects
            for driver in dict.fromkeys(driver for id_ in happened for driver in injects[id_].weights):
                self._tried[("weights", driver, None)] = BallotPoints(event.line, sha256, driver)

    def _edit(self, event: GameEvent) -> None:
        """Let an edited file hold; of its numbers that a line before had changed, what was written last."""
        said = event.said
        happened = [one.trial for one in self.in_force if isinstance(one.trial, str)]
        before = {*self._tried}.union(*(touched(id_, self._scenario()) for id_ in happened))
        if said["old"] == self.scenario:
            self.scenario = said["new"]
        elif said["old"] == self.weights:
            self.weights = said["new"]
        else:
            raise StudyError(f"{said['file']} was another one when it was edited")
        for change in said["changes"]:
            old, new = number_of(change["old"]), number_of(change["new"])
            if new and new != old and change["key"].startswith(("weights.", "ratings.")):
                setting = self._stated(f"{change['key']}={new}")
                if key_of(setting) in before:
                    self._put(event.line, setting)


def number_of(stated: float | str | None) -> str:
    """Return what a change states as a setting has it: of a rating with a range the rating."""
    return repr(stated) if isinstance(stated, float | int) else (stated or "").partition(" (")[0]


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


def first_misfit(kept: KeptFiles, events: Sequence[GameEvent]) -> int:
    """Return the first line after which no study can be made; the last, where only all of them do not fit."""
    state = GameState(kept)
    for event in events:
        try:
            state.add(event)
            if event.kind in (*_APPLIED, "undo", "redo"):
                state.study  # noqa: B018
        except MISFITS:
            return event.line
    return len(events)

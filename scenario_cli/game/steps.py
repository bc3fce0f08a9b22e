"""What goes into a line of a game's log, and how things stand after it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from math import isfinite
from secrets import token_hex
from typing import Any

from scenario_cli import __version__
from scenario_cli.answers.flags import ballot_flags
from scenario_cli.answers.game.show.ask import GameShowAnswer
from scenario_cli.answers.game.step.ask import GameStepAnswer
from scenario_cli.answers.ways import sentence
from scenario_cli.errors import InputError, ScenarioError, StudyError, UsageError
from scenario_cli.files.origin import WeightsSource, weights_of
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.game.cast import counted
from scenario_cli.game.folder import Desk, GameFolder, Secret
from scenario_cli.game.followed import Edits
from scenario_cli.game.state import GameState, InForce, Key, touched
from scenario_cli.model.game import GameEvent
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.settings import Trial, read_setting
from scenario_cli.study import Study
from scenario_cli.text import listed, suggestion


def time_of(stated: str | None) -> str:
    """Return a time as a log has it: with its offset, UTC where none is stated; now, where nothing is.

    Raises
    ------
    StudyError
        It is no time.
    """
    if stated is None:
        return datetime.now(UTC).isoformat(timespec="seconds")
    try:
        when = datetime.fromisoformat(stated)
    except ValueError:
        hint = "write it as 2026-03-02T09:01"
        raise StudyError("this is no time", hint, parameter="at", value=stated) from None
    return _aware(when).isoformat()


def _moment(at: str) -> datetime:
    return _aware(datetime.fromisoformat(at))


def _aware(when: datetime) -> datetime:
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


@contextmanager
def naming(parameter: str) -> Iterator[None]:
    """Say that it is another argument than usual that does not fit: of a game, say, that sets by itself."""
    try:
        yield
    except StudyError as error:
        value = error.value if parameter == "changes" else ""
        raise StudyError(
            error.message, error.hint, parameter=parameter, value=value, code=error.code, path=error.path
        ) from None


def result_of(study: Study) -> dict[str, Any]:
    """Return what a turn's line keeps of its ranking: scores to the last digit, ranks, inputs, version."""
    options, ranking = study.problem.options, study.ranking
    return {
        "scores": {id_: float(score) for id_, score in zip(options, ranking.scores, strict=True)},
        "ranks": {id_: int(rank) for id_, rank in zip(options, ranking.ranks, strict=True)},
        "inputs": [one._asdict() for one in study.inputs],
        "version": __version__,
    }


def shown(
    title: str,
    state: GameState,
    *,
    room: bool = False,
    secrets: Mapping[str, str] | None = None,
    names: bool = False,
    notes: Sequence[str] = (),
) -> GameShowAnswer:
    """Return how things stand in a state."""
    return GameShowAnswer(
        study=state.study,
        begun=state.at(1).study,
        game_title=title,
        turn=state.turn,
        line=len(state.events),
        events=tuple(state.events),
        undone=frozenset(state.undone),
        opened=None if not state.turns else state.turns[-1],
        room=room,
        secrets=secrets or {},
        ballots=counted(state, names=names),
        notes=tuple(notes),
    )


def stepped(
    folder: GameFolder, desk: Desk, after: GameState, event: GameEvent, edits: Edits
) -> GameStepAnswer:
    """Return how things stand after a line, and what it has done since the log was read."""
    before = desk.state
    notes = [sentence(clause) for clause in _overruled(before.plus(*edits.events), after, event)]
    notes += [
        f"{name} was changed outside the game: line {line} tells of it." for line, name in edits.lines.items()
    ]
    notes += [f"{note}." for note in edits.notes]
    if event.said.get("weights") is not None:
        notes += [sentence(flag.text) for flag in ballot_flags(after.study)]
    if desk.log.torn:
        notes.append("Half a line at the end of the log, as a kill leaves it, was taken away.")
    if _moment(event.at) < _moment(before.events[-1].at):
        notes.append(f"The clock is behind that of line {before.events[-1].line}.")
    return GameStepAnswer(
        study=after.study,
        begun=after.at(1).study,
        game_title=folder.title,
        turn=after.turn,
        line=event.line,
        events=(*after.events[:-1], event),
        undone=frozenset(after.undone),
        opened=None if not after.turns else after.turns[-1],
        ballots=counted(after),
        folder=folder.name,
        before=before.study,
        notes=tuple(notes),
    )


def with_edits(state: GameState, edits: Edits) -> GameState:
    """Return the state after the lines that tell of edits made by hand.

    Raises
    ------
    UsageError
        What the game has tried does not fit the edited file.
    """
    if not edits.events:
        return state
    for event in edits.events:
        state.kept.rests.add(event)
    try:
        now = state.plus(*edits.events)
        now.study  # noqa: B018
    except ScenarioError as error:
        if isinstance(error, InputError) and not isinstance(error, StudyError):
            raise
        names = listed([event.said["file"] for event in edits.events])
        raise UsageError(f"{names} was edited, and what the game has tried does not fit: {error}") from None
    return now


def hidden(said: dict[str, Any], line: int) -> Secret:
    """Take the texts out of what is said, and return them to be kept apart."""
    secret = Secret(line, token_hex(16), said["text"], tuple(said.get("because", ())))
    said["text"] = None
    if "because" in said:
        said["because"] = []
    said["secret"] = secret.sha256
    return secret


def set_saying(
    settings: Sequence[str], weights: WeightsSource | None, why: str, files: dict[str, ParsedFile]
) -> Callable[[GameState], dict[str, Any]]:
    """Return what a line says that sets numbers; a file of weights, by hash, is put among ``files``.

    Where these are somebody's, a ballot's, it says who that is, too (``by``).
    """

    def saying(state: GameState) -> dict[str, Any]:
        scenario = state.kept.scenario(state.scenario)
        said: dict[str, Any] = {"set": list(settings), "weights": None, "why": sound_text(why, "why")}
        if weights is not None:
            read, origin = weights_of(weights, scenario)
            if origin.file is None:
                raise UsageError("weights for a game stand in a file", parameter="weights")
            files[origin.sha256] = origin.file
            said["weights"] = {"id": read.id, "sha256": origin.sha256}
            said["by"] = read.by.strip() or read.team.strip() or None
        for text in settings:
            with naming("changes"):
                read_setting(text, scenario)
        return said

    return saying


def standing_move(state: GameState, line: int) -> GameEvent:
    """Return the move in a line.

    Raises
    ------
    StudyError
        There is no such line, it is no move, or was taken back.
    """
    event = state.event(line, "ids")
    if event.kind != "move":
        moves = [str(one.line) for one in state.standing if one.kind == "move"]
        hint = (
            f"moves are in line{'s' * (len(moves) != 1)} {listed(moves)}" if moves else "there is no move yet"
        )
        raise StudyError(f"line {line} is no move ({event.kind})", hint, parameter="ids")
    if not state.stands(event):
        raise StudyError(f"the move in line {line} has been taken back", parameter="ids")
    return event


def _overruled(before: GameState, after: GameState, event: GameEvent) -> list[str]:
    """Say what a line takes the place of: a ruling on the same move, or what others had changed."""
    told: list[str] = []
    if event.kind == "ruling" and event.said["move"] in before.rulings:
        move = event.said["move"]
        told.append(f"it overturns the ruling of line {before.rulings[move]}, which holds no more")
        others = [e.line for e in before.standing if e.kind == "ruling" and e.said["move"] == move]
        before = before.plus(event._replace(kind="undo", said={"undoes": others}))
    ours = [one.trial for one in after.in_force if one.line == event.line]
    scenario = after.kept.scenario(after.scenario)
    moved = {key for trial in ours for key in _moved_by(trial, scenario)}
    put = {key for trial in ours for key in touched(trial, scenario)} - moved
    for one, keys in _at_work(before.in_force, scenario) if ours else []:
        for how, same in (("overrules", keys & put), ("comes on top of", keys & moved)):
            if same:
                where = listed(sorted(".".join(map(str, filter(None, key))) for key in same))
                told.append(f"it {how} {_word(one.trial)} (line {one.line}) at {where}")
    return told


def _at_work(held: Sequence[InForce], scenario: Scenario) -> list[tuple[InForce, set[Key]]]:
    """Return what is tried, each with the numbers that it still bears on: none after it set them."""
    found: list[tuple[InForce, set[Key]]] = []
    for one in held:
        keys, moved = touched(one.trial, scenario), _moved_by(one.trial, scenario)
        found = [(other, theirs - (keys - moved)) for other, theirs in found]
        found.append((one, keys))
    return found


def _moved_by(trial: Trial, scenario: Scenario) -> set[Key]:
    """Return what an inject only moves from where it was; a setting moves nothing."""
    if not isinstance(trial, str):
        return set()
    inject = scenario.injects[trial]
    return {("weights", driver, None) for driver in inject.weights} | {
        ("ratings", option, factor)
        for option, row in inject.ratings.items()
        for factor, change in row.items()
        if change.set is None
    }


def _word(trial: Trial) -> str:
    return f"inject {trial}" if isinstance(trial, str) else str(trial)


def after_undo(state: GameState) -> str:
    """Say what has come after the latest undo, where there was one."""
    last = state.events[-1]
    if not any(event.kind == "undo" for event in state.events):
        return ""
    if last.kind == "edited" and not last.sha256:  # no line yet
        return f": {last.said['file']} was changed outside the game since"
    return f": line {last.line} came after it"


def reason_of(why: str) -> dict[str, str]:
    """Return a reason as a line states it, where there is one."""
    return {"why": sound_text(why, "why")} if why else {}


def sound_text(text: str, parameter: str) -> str:
    """Return a text that a log can hold.

    Raises
    ------
    StudyError
        It holds what is no text.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise StudyError("this is no text", parameter=parameter, value=ascii(text)) from None
    return text


def known_team(name: str, teams: Sequence[str]) -> str:
    """Return a team of the game.

    Raises
    ------
    StudyError
        It has none of that name.
    """
    if name not in teams:
        hint = suggestion(name, teams) if teams else "the game has no teams; game.yaml names them"
        raise StudyError(f"unknown team '{name}'", hint, parameter="ids", code="unknown-team")
    return name


def known_hand(name: str | None, teams: Sequence[str]) -> str | None:
    """Return who did it: a team, or anybody; what is nearly a team's name is taken for a slip.

    A person's name begins with a capital letter: beside a team ``red`` there may be a ``Fred``.

    Raises
    ------
    StudyError
        It is nearly that of a team, or no text.
    """
    from difflib import get_close_matches

    if name is None or name in teams:
        return name
    near = [team for team in teams if team.casefold() == name.casefold()]
    near = near or get_close_matches(name, teams, n=1, cutoff=0.75)
    alike = bool(near) and near[0].casefold() == name.casefold()
    if near and (alike or near[0][:1].isupper() or not name[:1].isupper()):
        hint = f"did you mean '{near[0]}'?"
        raise StudyError(f"unknown team '{name}'", hint, parameter="by", code="unknown-team")
    return some_text(name, "by")


def some_text(text: str, parameter: str = "text") -> str:
    """Return a text that a log can hold, and that says something.

    Raises
    ------
    StudyError
        It is blank, or holds what is no text.
    """
    if not text.strip():
        raise StudyError("there is no text in it", parameter=parameter)
    return sound_text(text, parameter)


def finite(number: float, parameter: str) -> float:
    """Return a number that a log can hold.

    Raises
    ------
    StudyError
        It is infinite, or none.
    """
    if not isfinite(number):
        raise StudyError("expected a finite number", parameter=parameter, value=f"{number:g}")
    return number

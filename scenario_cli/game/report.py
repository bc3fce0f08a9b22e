"""A game looked at afterwards: what each of its lines did, computed from the log and the kept files."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import combinations

from scenario_cli.answers.diff.ask import diff
from scenario_cli.answers.flags import study_flags
from scenario_cli.answers.game.report.ask import (
    Contested,
    Disputed,
    GameEffect,
    GameReportAnswer,
    GuessHeld,
)
from scenario_cli.answers.game.standings import START, standing_of
from scenario_cli.answers.game.words import turn_title
from scenario_cli.errors import StudyError
from scenario_cli.files.input import Input
from scenario_cli.game.cast import counted
from scenario_cli.game.folder import GameFolder
from scenario_cli.game.replay import replayed
from scenario_cli.game.state import GameState
from scenario_cli.model.game import EFFECTS, GameEvent
from scenario_cli.study import Study

NOW = "Now"
NOBODY = "nobody named"


def reported(folder: GameFolder, *, with_secret: bool = False, names: bool = False) -> GameReportAnswer:
    """Return a game's after-action report; with ``names`` it says whose the ballots are.

    Raises
    ------
    InputError
        The chain or a kept file does not hold.
    """
    log, state = folder.read()
    walked = [*_walked(state)]
    studies = {line: study for line, study, _ in walked}
    effects = tuple(effect for _, _, effect in walked if effect is not None)
    standings = [standing_of(START, 1, studies[1])]
    standings += [standing_of(turn_title(turn), turn.line, studies[turn.line]) for turn in state.turns]
    standings += [standing_of(NOW, len(log.events), state.study)]
    replay = replayed(folder)
    return GameReportAnswer(
        study=state.study,
        flags=study_flags(state.study),
        about=folder.about,
        game_title=folder.title,
        events=log.events,
        undone=frozenset(state.undone),
        secrets={h: s.text for h, s in folder.secrets().items()} if with_secret else {},
        standings=tuple(standings),
        effects=effects,
        guesses=tuple(_guesses(state, studies[1])),
        ballots=counted(state, names=names),
        disputes=tuple(_disputes(state, effects)),
        contested=tuple(_contested(state)),
        kept=tuple(Input("kept", id_, hash_) for hash_, (id_, _) in state.kept.rests.files.items()),
        holds="" if replay.holds else str(replay.mistakes[0]),
    )


def _walked(state: GameState) -> Iterator[tuple[int, Study, GameEffect | None]]:
    """Yield each line with the study after it, and what it did where it may have moved a score.

    A turn does where an event ends with the turn before.
    """
    walking = GameState(state.kept)
    study: Study | None = None
    for event in state.events:
        held = walking.in_force if event.kind == "turn" else []
        walking.add(event)
        before = study
        if study is None or event.kind in (*EFFECTS, "turn", "undo", "redo"):
            study = walking.study
        ended = event.kind == "turn" and walking.in_force != held
        effect = None
        if before is not None and (event.kind in EFFECTS or ended):
            effect = _effect(event, before, study, undone=event.line in state.undone)
        yield event.line, study, effect


def _effect(event: GameEvent, before: Study, after: Study, *, undone: bool) -> GameEffect:
    found = diff(before, after).found
    most = found.most
    same_way = [part for part in most.parts if part.points * most.points > 0] if most is not None else []
    part = same_way[0] if same_way else None
    return GameEffect(
        event=event,
        undone=undone,
        before=found.leaders[0],
        after=found.leaders[1],
        moved=tuple(move.option for move in found.moves if move.ranks[0] != move.ranks[1]),
        most=None if most is None else (most.option, most.points),
        by=None if part is None else (part.by, part.factor, part.points),
    )


def _guesses(state: GameState, start: Study) -> Iterator[GuessHeld]:
    now = state.study
    for event in state.standing:
        if event.kind == "guess":
            order = event.said["order"]
            pairs = len(order) * (len(order) - 1) // 2
            yield GuessHeld(event, pairs, _same_order(order, start), _same_order(order, now))


def _same_order(order: Sequence[str], study: Study) -> int:
    """Return how many pairs of a guess stand in the same order in a ranking."""
    ranks = dict(zip(study.problem.options, study.ranking.ranks, strict=True))
    return sum(
        int(ranks[first] < ranks[second])
        for first, second in combinations(order, 2)
        if first in ranks and second in ranks
    )


def _disputes(state: GameState, effects: Sequence[GameEffect]) -> Iterator[Disputed]:
    by_line = {effect.event.line: effect for effect in effects}
    for move in state.standing:
        if move.kind != "move":
            continue
        about = [e for e in state.standing if e.kind in ("against", "ruling") and e.said["move"] == move.line]
        against = tuple(event for event in about if event.kind == "against")
        ruling = next((e for e in about if e.line == state.rulings.get(move.line)), None)
        differ = ruling is not None and len(set(ruling.said["votes"])) > 1
        if against or differ:
            yield Disputed(move, against, ruling, None if ruling is None else by_line[ruling.line])


def _contested(state: GameState) -> Iterator[Contested]:
    """Yield the numbers that several hands have set to different values, those taken back, too."""
    values: dict[str, dict[tuple[str, str], int]] = {}
    for event in state.events:
        for text in event.said.get("set", ()) if event.kind in ("set", "ruling") else ():
            key, _, value = text.partition("=")
            values.setdefault(key.strip(), {}).setdefault((event.by or NOBODY, value.strip()), event.line)
    study = state.study
    for key, stated in values.items():
        if len({who for who, _ in stated}) > 1 and len({value for _, value in stated}) > 1:
            with suppress(StudyError):  # a scenario taken since then may have no such place
                yield Contested(
                    key,
                    tuple(
                        (who, line, value, _first(study.tried(f"{key}={value}")))
                        for (who, value), line in stated.items()
                    ),
                )


def _first(study: Study) -> tuple[str, ...]:
    return tuple(study.problem.options[i] for i in study.ranking.leaders)

"""Ballots that go into a game: found, held to its scenario, and each kept as a file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scenario_cli.answers.game.ballots import BallotCount, count_ballots
from scenario_cli.errors import InputError, StudyError
from scenario_cli.files.ballot_text import ballot_text
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.game.kept import BALLOT
from scenario_cli.game.state import GameState
from scenario_cli.group.ballots import open_ballots, read_ballots
from scenario_cli.mistakes import Mistake


def ballots_saying(
    paths: Sequence[str | Path], round_: str | None, files: dict[str, ParsedFile]
) -> Callable[[GameState], dict[str, Any]]:
    """Return what a line says that keeps ballots; their files, by hash, are put among ``files``.

    Hashes are one a ballot, in an order that tells nothing of who came when; the round is that of all of
    them, and empty where they are of several, or say none. A row of a table becomes a file.
    """

    def saying(state: GameState) -> dict[str, Any]:
        wanted = None if round_ is None else str(round_).strip().__eq__
        opened = open_ballots(paths)
        box = read_ballots(opened, state.kept.scenario(state.scenario), wanted)
        if box.mistakes:
            raise InputError(box.mistakes)
        if not box.ballots:
            of_round = "" if round_ is None else f" of round {round_}"
            where, message = ", ".join(map(str, paths)), f"there is no ballot{of_round} here"
            raise InputError([Mistake(file=where, line=0, code="no-ballot", message=message)])
        single = {source.name: source for source in opened.single}
        found = [
            single.get(placed.file) or parse(f"{BALLOT}.yaml", ballot_text(placed.ballot).encode())
            for placed in box.ballots
        ]
        hashes = sorted(file.sha256 for file in found)
        _refuse_again(state, hashes)
        files.update((file.sha256, file) for file in found)
        rounds = {placed.ballot.round.strip() for placed in box.ballots}
        return {"round": rounds.pop() if len(rounds) == 1 else "", "ballots": hashes}

    return saying


def _refuse_again(state: GameState, hashes: Sequence[str]) -> None:
    """Refuse ballots that a line which stands has already, all of them and no others.

    Raises
    ------
    StudyError
        There is such a line.
    """
    for event in state.standing:
        if event.kind == "ballots" and event.said["ballots"] == hashes:
            raise StudyError(f"these ballots are in line {event.line} already", parameter="ids")


def counted(state: GameState, *, names: bool = False) -> tuple[BallotCount, ...]:
    """Return what the ballots of each line come to, by the scenario that held then."""
    found = []
    for event in state.events:
        if event.kind == "ballots":
            scenario = state.kept.scenario(state.at(event.line).scenario)
            ballots = [state.kept.ballot(hash_, scenario) for hash_ in event.said["ballots"]]
            found.append(
                count_ballots(event, scenario, ballots, undone=event.line in state.undone, names=names)
            )
    return tuple(found)

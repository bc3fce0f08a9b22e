"""What the ballots that a game keeps say: how many there are, and which option they put first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scenario_cli.engine.group.ballots import ballots_of
from scenario_cli.model.ballot import Ballot
from scenario_cli.model.game import GameEvent
from scenario_cli.model.scenario import Scenario


class BallotVoice(NamedTuple):
    """One person's ballot: whose it is, and which options are first in it."""

    by: str
    team: str
    first: tuple[str, ...]


class BallotCount(NamedTuple):
    """What the ballots of one line come to.

    Attributes
    ----------
    line : int
    round : str
    ballots : int
    first : mapping of str to int
        In how many each option is first, alone or with others: by the scenario as its file stood then,
        without anything that was tried in the game.
    undone : bool
        Whether the line was taken back.
    voices : tuple of BallotVoice
        Each of them, where names are asked for; else none.
    """

    line: int
    round: str
    ballots: int
    first: Mapping[str, int]
    undone: bool
    voices: tuple[BallotVoice, ...]


def count_ballots(
    event: GameEvent, scenario: Scenario, ballots: Sequence[Ballot], *, undone: bool, names: bool
) -> BallotCount:
    """Return what the ballots of a line come to."""
    shares, options = ballots_of(scenario, ballots), list(scenario.options)
    firsts = [tuple(options[i] for i in shares.leaders(k)) for k in range(len(ballots))]
    voices = (BallotVoice(b.by, b.team, first) for b, first in zip(ballots, firsts, strict=True))
    return BallotCount(
        line=event.line,
        round=str(event.said["round"]),
        ballots=len(ballots),
        first={id_: sum(id_ in first for first in firsts) for id_ in options},
        undone=undone,
        voices=tuple(sorted(voices)) if names else (),
    )

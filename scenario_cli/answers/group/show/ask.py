"""Many people's weights of one question: where they differ, and whether that could change the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from scenario_cli.answers.group.flags import (
    TEAMS_HIDDEN,
    agreement_flags,
    blend_flags,
    left_out_flags,
    nobodys_flags,
    remaining_flags,
    room_flags,
)
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.choices import BlendMethod
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array, Indices, added
from scenario_cli.engine.comparison.agreement import kendall_w
from scenario_cli.engine.flags import SCORE_NOT_LIKELIHOOD, Flag, program_flags
from scenario_cli.engine.group.ballots import (
    BLENDS,
    Ballots,
    ballots_of,
    blended,
    camps_of,
    leaders_under,
    tau_matrix,
    turning_ballots,
)
from scenario_cli.engine.group.gut import GutOrder, gut_order, gut_ranks, room_gut
from scenario_cli.engine.group.rounds import PersonMove, moves_of, spreads_before
from scenario_cli.engine.group.spread import Quartiles, RatingSpread, Spread, rating_spreads, spreads_of
from scenario_cli.errors import StudyError
from scenario_cli.files.input import Input
from scenario_cli.files.sealed import sealed
from scenario_cli.mistakes import Mistake
from scenario_cli.model.ballot import Ballot, shown_teams
from scenario_cli.model.base import is_number
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.group.show.document import GroupShowDocument

MOST_PAIRED = 200  # ballots: of more, nobody reads who agrees with whom
AGREEMENT = "iqr<="
ItemKind = Literal["driver", "factor"]
SHARE_DUST = 1e-12  # what rounding may add to a spread that is just as wide as a rule allows


class Blended(NamedTuple):
    """Ballots blended into one: the factors' shares (n,), and who is first under these."""

    shares: Array
    first: tuple[int, ...]


class Team(NamedTuple):
    """A team that is large enough to be told of: how many ballots, and who is first in their mean."""

    name: str
    ballots: int
    first: tuple[int, ...]


class Rounds(NamedTuple):
    """The round before against this one.

    Attributes
    ----------
    ballots : int
        How many there were.
    moves : tuple of PersonMove
        Of everybody who gave a ballot in both rounds under one name.
    absent, new, nameless : int
        How many gave a ballot then and not now, now and not then, and without a name (then or now).
    spreads : mapping of ("driver" or "factor", int) to Quartiles
        How the shares lay then.
    kendall_w : float or None
    input : Input
        The hash of the sealed ballots.
    """

    ballots: int
    moves: tuple[PersonMove, ...]
    absent: int
    new: int
    nameless: int
    spreads: Mapping[tuple[ItemKind, int], Quartiles]
    kendall_w: float | None
    input: Input


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GroupShowAnswer(StudyAnswer["GroupShowDocument"]):
    """What ballots come to; b ballots, m options, n factors. Ballots stand in an order of their content.

    Attributes
    ----------
    study : Study
        The question under the room's weights: those named, else the mean of the ballots.
    ballots : Ballots
        Shares, scores, ranks and regret under each.
    names : tuple of str
        Whose they are, where names are asked for; else ().
    round : str
        The round that all of them are of, if they are of one.
    spreads : tuple of Spread
        Of drivers, then of factors, in file order.
    ratings : tuple of RatingSpread
    first : (m,) int array
        In how many ballots each option is first, alone or tied.
    kendall_w : float or None
        ``None`` for one ballot or option, or where every ballot ties all options.
    tau : (b, b) array or None
        Kendall's tau-b; ``None`` for more than ``MOST_PAIRED`` ballots, as ``camps`` is.
    max_regret, mean_regret : (m,) arrays
    minimax_regret : tuple of int
    blends : mapping of str to Blended or None
    turning : tuple of (int, tuple of int)
        The ballots without which the mean has other leaders, and these.
    camps : two tuples of int, or None
    gut : mapping of int to GutOrder
        By ballot, of those that state an order; ``room_gut`` is that of all of these together.
    teams : tuple of Team
    agree : float or None
        The widest middle half, as a share, that counts as agreement, where a rule was stated before.
    rounds : Rounds or None
    input : Input
        The hash of the sealed ballots.
    left_out : tuple of Mistake
        What is wrong with ballots that are not among these, nor among those of the round before;
        ``n_left_out`` is how many of this round these are.
    """

    question = "group.show"

    ballots: Ballots
    names: tuple[str, ...]
    round: str
    spreads: tuple[Spread, ...]
    ratings: tuple[RatingSpread, ...]
    first: Indices
    kendall_w: float | None
    tau: Array | None
    max_regret: Array
    mean_regret: Array
    minimax_regret: tuple[int, ...]
    blends: Mapping[BlendMethod, Blended | None]
    turning: tuple[tuple[int, tuple[int, ...]], ...]
    camps: tuple[tuple[int, ...], tuple[int, ...]] | None
    gut: Mapping[int, GutOrder]
    room_gut: GutOrder | None
    teams: tuple[Team, ...]
    agree: float | None
    rounds: Rounds | None
    input: Input
    left_out: tuple[Mistake, ...] = field(default=())
    n_left_out: int = 0

    @property
    def n_ballots(self) -> int:
        """How many ballots there are."""
        return len(self.ballots.weights)

    def agreed(self, spread: Spread) -> bool | None:
        """Whether a rule that was stated before calls it agreement; ``None`` where there is none."""
        if self.agree is None:
            return None
        return bool(spread.quartiles.upper - spread.quartiles.lower <= self.agree + SHARE_DUST)


def agreement_of(text: str) -> float:
    """Return the widest middle half that counts as agreement, as a share, from ``iqr<=10`` (per cent).

    Raises
    ------
    StudyError
        It is no such rule.
    """
    rule = "".join(text.split())
    number = rule.removeprefix(AGREEMENT)
    if number == rule or not is_number(number) or not 0 <= float(number) <= 100:
        message = f"'{text}' is no rule of agreement"
        hint = "write iqr<=10: the middle half of the shares lies within 10 per cent of the whole"
        raise StudyError(message, hint, parameter="agree")
    return float(number) / 100


class RoundBallots(NamedTuple):
    """The ballots of one round as they were read, in the order in which they are told of.

    ``people`` are whose they are, by which rounds are held to each other; empty where a ballot has no name.
    ``left_out`` is what is wrong with others, and ``n_left_out`` how many these are.
    """

    ballots: tuple[Ballot, ...]
    people: tuple[str, ...]
    input: Input
    left_out: tuple[Mistake, ...] = ()
    n_left_out: int = 0


def in_order(
    study: Study,
    ballots: Sequence[Ballot],
    people: Sequence[str],
    role: str = "ballots",
    before: RoundBallots | None = None,
) -> RoundBallots:
    """Return ballots in the order of what they say, whatever files and names they came under.

    Those that say the same are told apart by what the same people said before, then by name.
    """
    then = {} if before is None else {name: k for k, name in enumerate(before.people) if name}
    ties = [(then.get(name, -1), name) for name in people]
    box = sealed(ballots, study.scenario, ties)
    from hashlib import sha256

    return RoundBallots(
        ballots=tuple(ballots[k] for k in box.order),
        people=tuple(people[k] for k in box.order),
        input=Input(role, role, sha256(box.content).hexdigest()),
    )


def ask_group(
    room: Study,
    stated: RoundBallots,
    shares: Ballots,
    *,
    before: RoundBallots | None = None,
    agree: str = "",
    names: bool = False,
) -> GroupShowAnswer:
    """Ask where ballots differ, and whether that matters.

    ``stated`` and ``shares`` are the same ballots in the same order, ``room`` is the question under the
    room's weights. The rest is as for ``group``.

    Raises
    ------
    StudyError
        The rule is none.
    """
    rule = agreement_of(agree) if agree else None
    weights, values = shares.weights, room.problem.values
    first, max_regret = (shares.ranks == 1).sum(axis=0), shares.regret.max(axis=0)
    blends, gut = _blends(values, weights), _gut(room, stated.ballots, shares)
    paired = len(weights) <= MOST_PAIRED
    w = kendall_w(shares.ranks.T)
    rounds = {ballot.round.strip() for ballot in stated.ballots}
    flags = [
        *_of_ballots(stated, before, names=names, paired=paired),
        *_own_flags(room, len(weights), first, blends, w),
        *room_flags(room),
        *program_flags(room.scenario, room.problem, room.titles),
        SCORE_NOT_LIKELIHOOD,
    ]
    return GroupShowAnswer(
        study=room,
        flags=tuple(sorted(flags, key=lambda flag: flag.level != "warning")),
        ballots=shares,
        names=tuple(ballot.by for ballot in stated.ballots) if names else (),
        round=next(iter(rounds)) if len(rounds) == 1 else "",
        spreads=spreads_of(room.problem, room.ranking, shares),
        ratings=rating_spreads(room.problem, room.ranking, shares),
        first=first,
        kendall_w=w,
        tau=tau_matrix(shares.ranks) if paired else None,
        max_regret=max_regret,
        mean_regret=added(shares.regret.T) / len(weights),
        minimax_regret=tuple(i for i, most in enumerate(max_regret) if most - max_regret.min() <= TIE),
        blends=blends,
        turning=turning_ballots(values, weights),
        camps=camps_of(weights) if paired else None,
        gut=gut,
        room_gut=room_gut([order.ranks for order in gut.values()], room.ranking) if gut else None,
        teams=_teams(values, stated.ballots, weights),
        agree=rule,
        rounds=None if before is None else _rounds(room, stated, shares, before),
        input=stated.input,
        left_out=(*stated.left_out, *(() if before is None else before.left_out)),
        n_left_out=stated.n_left_out,
    )


def _of_ballots(
    stated: RoundBallots, before: RoundBallots | None, *, names: bool, paired: bool
) -> list[Flag]:
    """Return what is to be said of the ballots themselves: those left out, rounds, pairs, names."""
    boxes = [stated, *(() if before is None else (before,))]
    named = any(ballot.by for box in boxes for ballot in box.ballots)
    teams = [ballot.team.strip() for ballot in stated.ballots]
    hidden = [TEAMS_HIDDEN] if any(teams) and not shown_teams(teams) else []
    several = len({ballot.round.strip() for ballot in stated.ballots}) > 1
    return [
        *hidden,
        *(flag for one in boxes for flag in left_out_flags(len(one.ballots), one.n_left_out, one.left_out)),
        *remaining_flags(
            len(stated.ballots), several_rounds=several, hidden=named and not names, paired=paired
        ),
    ]


def _own_flags(
    room: Study, n_ballots: int, first: Indices, blends: Mapping[BlendMethod, Blended | None], w: float | None
) -> list[Flag]:
    titles = [room.title(id_) for id_ in room.problem.options]
    return [
        *nobodys_flags(first.tolist(), room.ranking.leaders, titles),
        *blend_flags({how: one and one.first for how, one in blends.items()}, titles),
        *agreement_flags(n_ballots, len(titles), w),
    ]


def _blends(values: Array, weights: Array) -> dict[BlendMethod, Blended | None]:
    found: dict[BlendMethod, Blended | None] = {}
    for how in BLENDS:
        mixed = blended(weights, how)
        found[how] = None if mixed is None else Blended(mixed, leaders_under(values, mixed))
    return found


def _gut(room: Study, ballots: Sequence[Ballot], shares: Ballots) -> dict[int, GutOrder]:
    return {
        k: gut_order(gut_ranks(ballot.order, room.problem.options), shares.ranks[k])
        for k, ballot in enumerate(ballots)
        if ballot.order
    }


def _teams(values: Array, ballots: Sequence[Ballot], weights: Array) -> tuple[Team, ...]:
    names = [ballot.team.strip() for ballot in ballots]
    found = []
    for team, count in shown_teams(names).items():
        members = [k for k, name in enumerate(names) if name == team]
        mean = blended(weights[members], "mean")
        assert mean is not None
        found.append(Team(team, count, leaders_under(values, mean)))
    return tuple(found)


def _rounds(room: Study, stated: RoundBallots, shares: Ballots, before: RoundBallots) -> Rounds:
    then = {name: k for k, name in enumerate(before.people) if name}
    pairs = [(k, then[name]) for k, name in enumerate(stated.people) if name in then]
    shares_then = ballots_of(room.scenario, before.ballots)
    nameless = sum(not name for name in (*stated.people, *before.people))
    return Rounds(
        ballots=len(before.ballots),
        moves=moves_of(shares, shares_then, pairs),
        absent=len(then) - len(pairs),
        new=sum(bool(name) for name in stated.people) - len(pairs),
        nameless=nameless,
        spreads=spreads_before(shares_then),
        kendall_w=kendall_w(shares_then.ranks.T),
        input=before.input,
    )

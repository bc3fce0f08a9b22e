"""A table for each question about a group of ballots."""

import math
from collections.abc import Sequence
from itertools import combinations

from scenario_cli.answers.drawing import letter
from scenario_cli.answers.group.show.ask import GroupShowAnswer
from scenario_cli.answers.group.words import HOWS
from scenario_cli.engine.group.spread import RatingSpread, Spread
from scenario_cli.render.page import BOTH, FLIP, NOW, TRACK, Cell, Column, Table
from scenario_cli.text import fixed, listed, points

LEAST_TRACK, MOST_TRACK = 11, 51  # signs: on a narrow page the numbers have the room
GAP = 2  # signs between columns
BEFORE_FLIP = 4  # columns
FEW = 12


def ballot_name(answer: GroupShowAnswer, k: int) -> str:
    """Return what a ballot goes by: a letter, or its name where names are asked for and it has one."""
    if not answer.names:
        return letter(k)
    return answer.names[k] or f"{letter(k)} (no name)"


def item_id(answer: GroupShowAnswer, spread: Spread) -> str:
    """Return the id of a driver or factor."""
    problem = answer.study.problem
    return (problem.drivers if spread.kind == "driver" else problem.factors)[spread.item]


def item_title(answer: GroupShowAnswer, spread: Spread) -> str:
    """Return the title of a driver or factor."""
    return answer.study.titles.items[item_id(answer, spread)]


def shown_spreads(answer: GroupShowAnswer, *, whole: bool) -> list[Spread]:
    """Return the spreads to show: first those that can matter, with most ballots across first.

    Of factors only those, unless ``whole``; one that is a driver is told once.
    """
    drivers = answer.study.problem.drivers
    found = [s for s in answer.spreads if s.kind == "driver" or item_id(answer, s) not in drivers]
    found = [s for s in found if whole or s.kind == "driver" or s.across.any()]
    return sorted(found, key=lambda spread: -int(spread.across.sum()))


def per_cent_number(share: float) -> str:
    """Return a share as a number of per cent."""
    return fixed(100 * share)


def track(spread: Spread, width: int) -> str:
    """Draw 0..1 as a track that marks where ballots stand and where first place turns."""
    marks = [TRACK] * width
    for share in spread.shares.tolist():
        marks[round(share * (width - 1))] = NOW
    for turn in spread.turns:
        at = round(turn.at * (width - 1))
        marks[at] = FLIP if marks[at] == TRACK else BOTH
    return "".join(marks)


def spread_table(answer: GroupShowAnswer, width: int, *, whole: bool = False) -> Table:
    """Return where ballots differ, and whether that could change first place."""
    shown = shown_spreads(answer, whole=whole)
    rows = [_spread_row(answer, spread) for spread in shown]
    columns = [Column("Weight of"), Column("Least", "right"), Column("Middle half", "right")]
    columns += [Column("Most", "right"), Column("Flip", "right"), Column(""), Column("Across")]
    columns += [] if answer.agree is None else [Column("Agreed")]
    taken = [
        max(len(text) for text in (head.title, *cells)) for head, *cells in zip(columns, *rows, strict=True)
    ]
    room = min(MOST_TRACK, width - sum(taken) - GAP * len(columns))
    if room >= LEAST_TRACK:
        columns.insert(BEFORE_FLIP, Column("0" + "100".rjust(room - 1), spare=True))
        for row, spread in zip(rows, shown, strict=True):
            row.insert(BEFORE_FLIP, track(spread, room))
    more = sum(s.kind == "factor" for s in answer.spreads) - sum(s.kind == "factor" for s in shown)
    more -= sum(d in answer.study.problem.factors for d in answer.study.problem.drivers)
    return Table(
        title="Where do you differ, and does it matter? (per cent of the whole)",
        columns=columns,
        rows=rows,
        signs=f"{NOW} ballots, {FLIP} a flip, {BOTH} both",
        legend=["Across: ballots whose share, put for the room's, gives others first."],
        picture="spread",
        left_out=f"{more} factor{'s' * (more > 1)} of which no ballot's share gives others first"
        if more > 0
        else "",
    )


def _spread_row(answer: GroupShowAnswer, spread: Spread) -> list[str]:
    low, high = spread.quartiles.lower, spread.quartiles.upper
    count = int(spread.across.sum())
    return [
        item_title(answer, spread),
        per_cent_number(spread.quartiles.least),
        f"{per_cent_number(low)}-{per_cent_number(high)}",
        per_cent_number(spread.quartiles.most),
        _flips(spread),
        "ARGUE" if count else "no need",
        f"{count} of {answer.n_ballots}" if count else "",
        *([] if answer.agree is None else ["yes" if answer.agreed(spread) else "no"]),
    ]


def _flips(spread: Spread) -> str:
    """Return where first place turns; where it is only shared at one end, that is no turn, but a tie."""
    if spread.turns:
        return ", ".join(per_cent_number(turn.at) for turn in spread.turns)
    return "a tie" if spread.across.any() else "none"


def option_table(answer: GroupShowAnswer) -> Table:
    """Return how often each option is first, and how far it is behind the best at worst and on average."""
    order = sorted(range(len(answer.first)), key=lambda i: (-int(answer.first[i]), i))
    ranking = answer.ranking
    rows: list[Sequence[Cell]] = [
        [
            answer.title(i),
            str(int(answer.first[i])),
            f"{ranking.ranks[i]}{'=' if ranking.tied[i] else ''}",
            points(float(answer.mean_regret[i])),
            points(float(answer.max_regret[i])),
        ]
        for i in order
    ]
    shared = int(answer.first.sum()) > answer.n_ballots
    joint = ["In some ballots options tie for first: each of these counts."] if shared else []
    least = listed([answer.title(i) for i in answer.minimax_regret])
    worst = points(float(answer.max_regret.min()))
    return Table(
        title="Which option do the ballots put first, and how far is each behind the best?",
        columns=[
            Column("Option"),
            Column("First in", "right"),
            Column("Room's rank", "right"),
            Column("Mean regret", "right"),
            Column("Worst regret", "right"),
        ],
        rows=rows,
        legend=["Regret: points of score behind the best option of a ballot.", *joint],
        finding=f"The smallest worst regret is that of {least}: {worst} points.",
    )


def blend_table(answer: GroupShowAnswer) -> Table:
    """Return who is first by each way of blending, and whose ballot turns the mean."""
    rows: list[Sequence[Cell]] = [
        [HOWS[how].capitalize(), "no factor is left with weight" if one is None else answer.titles(one.first)]
        for how, one in answer.blends.items()
    ]
    if answer.n_ballots < 3:
        said = "Leaving one out says something from three ballots on."
    elif not answer.turning:
        said = f"Without any one of the {answer.n_ballots} ballots, first by the mean stays as it is."
    else:
        told = [
            f"without {ballot_name(answer, k)}: {answer.titles(first)}" for k, first in answer.turning[:FEW]
        ]
        more = f"; and {len(answer.turning) - FEW} more" if len(answer.turning) > FEW else ""
        said = f"One ballot turns the mean: {'; '.join(told)}{more}."
    return Table(
        title="Who is first, however the ballots are blended?",
        columns=[Column("Blend"), Column("First")],
        rows=rows,
        finding=said,
    )


def camp_sentence(answer: GroupShowAnswer) -> str:
    """Say whether there are two camps, and who is in them."""
    if answer.tau is None:
        return ""
    if answer.camps is None:
        return "Camps: none; no two groups of ballots are each closer in themselves than to each other."
    told = [listed([ballot_name(answer, k) for k in camp]) for camp in answer.camps]
    return f"Two camps, each closer in itself than to the other: {told[0]}; and {told[1]}."


def rating_title(answer: GroupShowAnswer, one: RatingSpread) -> str:
    """Return what a rating is of, and on what."""
    return (
        f"{answer.title(one.option)} on {answer.study.titles.items[answer.study.problem.factors[one.factor]]}"
    )


def rating_table(answer: GroupShowAnswer, *, whole: bool = False) -> Table:
    """Return the ratings that ballots state differently, by what that is worth."""
    shown = answer.ratings if whole else answer.ratings[:FEW]
    scales = list(answer.study.scenario.factors.values())
    rows: list[Sequence[Cell]] = []
    for one in shown:
        unit = f" {scales[one.factor].scale.unit}" if scales[one.factor].scale.unit else ""
        rows.append(
            [
                answer.title(one.option),
                answer.study.titles.items[answer.study.problem.factors[one.factor]],
                f"{one.least:.6g}-{one.most:.6g}{unit}",
                str(one.ballots),
                points(one.points),
                "ARGUE" if one.across else "no need",
                f"{one.across} of {one.ballots}" if one.across else "",
            ]
        )
    more = len(answer.ratings) - len(shown)
    return Table(
        title="Which ratings do you see differently, and does it matter?",
        columns=[
            Column("Option"),
            Column("Factor"),
            Column("Ratings", "right"),
            Column("Ballots", "right"),
            Column("Points apart", "right"),
            Column(""),
            Column("Across"),
        ],
        rows=rows,
        legend=["Points apart: the spread of the ratings' values times the factor's weight in the room."],
        left_out=f"{more} more rating{'s' * (more > 1)}" if more else "",
    )


def gut_table(answer: GroupShowAnswer, *, whole: bool = False) -> Table:
    """Return the order by gut against that by weights, of each ballot and of the room."""
    same = sum(order.same_first for order in answer.gut.values())
    asked = list(answer.gut.items()) if whole else list(answer.gut.items())[:FEW]
    rows: list[Sequence[Cell]] = []
    if answer.room_gut is not None:
        rows.append(
            [
                "the room",
                answer.titles(answer.room_gut.first),
                answer.titles(answer.ranking.leaders),
                _tau(answer.room_gut.tau),
            ]
        )
    rows += [
        [
            ballot_name(answer, k),
            answer.titles(order.first),
            answer.titles(answer.ballots.leaders(k)),
            _tau(order.tau),
        ]
        for k, order in asked
    ]
    more = len(answer.gut) - len(asked)
    return Table(
        title="Does the gut say what the weights come to?",
        columns=[
            Column("Ballot"),
            Column("First by gut"),
            Column("First by weights"),
            Column("tau-b", "right"),
        ],
        rows=rows,
        left_out=f"{more} more ballot{'s' * (more > 1)}" if more else "",
        finding=f"In {same} of {len(answer.gut)} ballots with an order, gut and weights put the same first.",
    )


def _tau(tau: float | None) -> str:
    return "n/a" if tau is None else f"{tau:+.2f}"


def round_tables(answer: GroupShowAnswer, *, whole: bool = False) -> list[Table]:
    """Return who moved since the round before, and how the spread did."""
    rounds = answer.rounds
    if rounds is None:
        return []
    rows: list[Sequence[Cell]] = []
    for spread in shown_spreads(answer, whole=whole):
        was, now = rounds.spreads[spread.kind, spread.item], spread.quartiles
        rows.append(
            [
                item_title(answer, spread),
                f"{per_cent_number(was.lower)}-{per_cent_number(was.upper)}",
                f"{per_cent_number(now.lower)}-{per_cent_number(now.upper)}",
                fixed(100 * (now.upper - now.lower - was.upper + was.lower), plus=True),
            ]
        )
    w = [_w(rounds.kendall_w), _w(answer.kendall_w)]
    spreads = Table(
        title="Did you come closer? (the middle half, per cent of the whole)",
        columns=[
            Column("Weight of"),
            Column("Then", "right"),
            Column("Now", "right"),
            Column("Wider by", "right"),
        ],
        rows=rows,
        finding=f"Kendall's W was {w[0]} and is {w[1]}.",
    )
    moved = sorted((move for move in rounds.moves if move.changed), key=lambda move: -move.moved)
    shown = moved if whole else moved[:FEW]
    others = [f"{rounds.absent} gave none now"] * (rounds.absent > 0)
    others += [f"{rounds.new} gave none then"] * (rounds.new > 0)
    others += [f"{rounds.nameless} without a name cannot be followed"] * (rounds.nameless > 0)
    moves = Table(
        title="Who moved?",
        columns=[
            Column("Ballot"),
            Column("Weight moved", "right"),
            Column("First then"),
            Column("First now"),
        ],
        rows=[
            [
                ballot_name(answer, move.ballot),
                f"{per_cent_number(move.moved)}%",
                answer.titles(move.was),
                answer.titles(move.now),
            ]
            for move in shown
        ],
        left_out=f"{len(moved) - len(shown)} more" if len(moved) > len(shown) else "",
        finding="; ".join([f"{len(moved)} of {len(rounds.moves)} moved", *others]) + ".",
    )
    return [spreads, moves]


def _w(kendall_w: float | None) -> str:
    return "not defined" if kendall_w is None else f"{kendall_w:.2f}"


def team_table(answer: GroupShowAnswer) -> Table:
    """Return the teams that may be told of."""
    outside = answer.n_ballots - sum(team.ballots for team in answer.teams)
    return Table(
        title="What do the teams come to?",
        columns=[Column("Team"), Column("Ballots", "right"), Column("First by their mean")],
        rows=[[team.name, str(team.ballots), answer.titles(team.first)] for team in answer.teams],
        finding=f"{outside} ballots are of no team that is shown." if outside else "",
        legend=["A team of fewer than five ballots has no row, nor one that would leave so few outside."],
    )


def tau_table(answer: GroupShowAnswer) -> Table:
    """Return the pairs of ballots whose rankings agree least."""
    tau = answer.tau
    assert tau is not None
    pairs = [(i, j) for i, j in combinations(range(answer.n_ballots), 2) if not math.isnan(tau[i, j])]
    pairs = sorted(pairs, key=lambda pair: float(tau[pair]))[:FEW]
    return Table(
        title="Whose rankings agree least? (Kendall's tau-b: +1 the same, -1 reversed)",
        columns=[Column("Ballot"), Column("and"), Column("tau-b", "right")],
        rows=[[ballot_name(answer, i), ballot_name(answer, j), f"{tau[i, j]:+.2f}"] for i, j in pairs],
    )

"""Where ballots differ, and whether it matters: sentences, page, document, records, picture."""

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.group.show.ask import GroupShowAnswer
from scenario_cli.answers.group.show.tables import (
    ballot_name,
    blend_table,
    camp_sentence,
    gut_table,
    item_id,
    item_title,
    option_table,
    rating_table,
    rating_title,
    round_tables,
    shown_spreads,
    spread_table,
    tau_table,
    team_table,
)
from scenario_cli.answers.group.words import ballots
from scenario_cli.answers.opening import preamble, remarks, shares
from scenario_cli.render.page import Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.group.show.document import (
        BeforeDocument,
        GroupShowDocument,
        GutDocument,
        GutOrdersDocument,
        ItemDocument,
    )
    from scenario_cli.engine.group.gut import GutOrder
    from scenario_cli.engine.group.spread import Spread
    from scenario_cli.render.svg import Picture

MOST_CARRIED = 40  # ballots
COLUMNS = (
    *("kind", "id", "least", "lower", "median", "upper", "most", "room"),
    *("flips", "across", "ballots", "argue", "agreed"),
)


def report(answer: GroupShowAnswer) -> "Report[GroupShowDocument]":
    """Return a group's answer as it is shown."""
    return Report(
        finding=finding(answer),
        page=partial(page, answer),
        whole=partial(page, answer, whole=True),
        document=partial(document, answer),
        carried=partial(_carried, answer) if answer.n_ballots > MOST_CARRIED else None,
        records=partial(records, answer),
        pictures={"spread": partial(_spread, answer)},
    )


def _carried(answer: GroupShowAnswer) -> "GroupShowDocument":
    """Return the document without the tau of each two ballots, which are more than all the rest."""
    whole = document(answer)
    return {**whole, "agreement": {**whole["agreement"], "tau": {}}}


def _spread(answer: GroupShowAnswer, width: float) -> "Picture":
    from scenario_cli.answers.group.show.pictures.spread import spread_picture

    return spread_picture(answer, finding(answer), width)


def finding(answer: GroupShowAnswer) -> str:
    """Return the sentence that says what is worth arguing about."""
    leads = "is" if len(answer.ranking.leaders) == 1 else "tie for"
    first = f"{answer.titles(answer.ranking.leaders)} {leads} first for the room"
    if answer.n_ballots == 1:
        return f"{first}; there is one ballot, which differs from no other."
    argued = _argued(answer)
    what = "one weight or rating" if answer.ratings else "one weight"
    if argued:
        return f"{first}; argue about {argued}: no other difference in {what} could change that."
    others = _elsewhere_first(answer)
    if not others:
        same = f"{first} and in every ballot"
        return f"{same}, and no difference in {what} alone could change that: nothing to argue about."
    alone = f"{first}, and no difference in {what} alone could change that"
    return f"{alone}; several together do, in {others} of {ballots(answer.n_ballots)}."


def _argued(answer: GroupShowAnswer) -> str:
    """Return what could change first place by itself: weights, then ratings; of many the first."""
    spreads = [s for s in shown_spreads(answer, whole=False) if s.across.any()]
    drivers = [item_title(answer, s) for s in spreads if s.kind == "driver"]
    factors = [item_title(answer, s) for s in spreads if s.kind == "factor"]
    within = f" (and {len(factors)} factor{'s' * (len(factors) > 1)})" if drivers and factors else ""
    weights = f"{_the_first(drivers or factors, 'more')}{within}" if spreads else ""
    rated = [f"the rating of {rating_title(answer, one)}" for one in answer.ratings if one.across]
    ratings = _the_first(rated, "more ratings") if rated else ""
    return "; and about ".join(part for part in (weights, ratings) if part)


def _the_first(titles: Sequence[str], more: str) -> str:
    return listed([*titles[:3], f"{len(titles) - 3} {more}"]) if len(titles) > 4 else listed(titles)


def _elsewhere_first(answer: GroupShowAnswer) -> int:
    """Return how many ballots have other options first than the room."""
    room = answer.ranking.ranks == 1
    return int(((answer.ballots.ranks == 1) != room).any(axis=1).sum())


def heading(answer: GroupShowAnswer) -> list[str]:
    """Return the scenario, and the ballots in a line: how many, who is first, how far they agree."""
    order = sorted(range(len(answer.first)), key=lambda i: (-int(answer.first[i]), i))
    first = ", ".join(f"{answer.title(i)} {int(answer.first[i])}" for i in order if answer.first[i])
    of_round = f", round {answer.round}" if answer.round else ""
    w = "not defined" if answer.kendall_w is None else f"{answer.kendall_w:.2f}"
    mean = "the mean of the ballots" if answer.study.weights_origin is None else answer.study.weights_title
    return [
        answer.study.scenario.title,
        f"{ballots(answer.n_ballots)}{of_round}. First: {first}. Agreement W = {w}.",
        f"The room's weights: {mean}.",
    ]


def page(answer: GroupShowAnswer, width: int, *, whole: bool = False) -> Page:
    """Return what is worth arguing about, then what the ballots come to."""
    tables: list[Table] = [spread_table(answer, width, whole=whole)]
    tables += round_tables(answer, whole=whole)
    tables += [option_table(answer), blend_table(answer)]
    tables += [rating_table(answer, whole=whole)] if answer.ratings else []
    tables += [gut_table(answer, whole=whole)] if answer.gut else []
    tables += [team_table(answer)] if answer.teams else []
    paired = answer.tau is not None and answer.n_ballots > 1
    tables += [tau_table(answer)] if whole and paired else []
    camps = [camp_sentence(answer)] if paired else []
    return Page(
        heading=heading(answer),
        finding=finding(answer),
        tables=tables,
        warnings=remarks(answer.flags, "warning"),
        notes=[*camps, *remarks(answer.flags, "note")],
        left_out="" if whole or not paired else "Which ballots agree least, and every factor",
    )


def document(answer: GroupShowAnswer) -> "GroupShowDocument":
    """Return the JSON document."""
    options, factors = answer.study.problem.options, answer.study.problem.factors
    beside = [answer.input, *([] if answer.rounds is None else [answer.rounds.input])]
    return {
        "format": "group-show/1",
        **preamble(answer.study, answer.flags, finding(answer), beside=beside),
        "ballots": answer.n_ballots,
        "left_out": answer.n_left_out,
        "round": answer.round or None,
        "first": {id_: int(count) for id_, count in zip(options, answer.first, strict=True)},
        "agreement": {"kendall_w": answer.kendall_w, "tau": _tau(answer)},
        "room": {"factors": shares(factors, answer.study.problem.weights)},
        "items": [_item(answer, spread) for spread in answer.spreads],
        "max_regret": shares(options, answer.max_regret),
        "mean_regret": shares(options, answer.mean_regret),
        "minimax_regret": answer.ids(answer.minimax_regret),
        "blends": {
            how: None
            if one is None
            else {"factors": shares(factors, one.shares), "first": answer.ids(one.first)}
            for how, one in answer.blends.items()
        },
        "leave_one_out": [
            {"ballot": ballot_name(answer, k), "first": answer.ids(first)} for k, first in answer.turning
        ],
        "camps": answer.camps and [[ballot_name(answer, k) for k in camp] for camp in answer.camps],
        "ratings": [
            {
                "option": options[one.option],
                "factor": factors[one.factor],
                "ballots": one.ballots,
                "least": one.least,
                "most": one.most,
                "points": one.points,
                "across": one.across,
                "argue": one.across > 0,
            }
            for one in answer.ratings
        ],
        "gut": _gut(answer),
        "teams": [
            {"team": team.name, "ballots": team.ballots, "first": answer.ids(team.first)}
            for team in answer.teams
        ],
        "before": _before(answer),
    }


def _tau(answer: GroupShowAnswer) -> dict[str, dict[str, float | None]]:
    if answer.tau is None:
        return {}
    names = [ballot_name(answer, k) for k in range(answer.n_ballots)]
    return {
        a: {b: None if math.isnan(tau) else tau for b, tau in zip(names, row, strict=True) if a != b}
        for a, row in zip(names, answer.tau.tolist(), strict=True)
    }


def _item(answer: GroupShowAnswer, spread: "Spread") -> "ItemDocument":
    count = int(spread.across.sum())
    found: ItemDocument = {
        "kind": spread.kind,
        "id": item_id(answer, spread),
        **spread.quartiles._asdict(),  # type: ignore[typeddict-item]
        "shares": sorted(spread.shares.tolist()),
        "room": spread.room,
        "flips": [{"at": turn.at, "to": answer.ids(turn.to)} for turn in spread.turns],
        "across": count,
        "argue": count > 0,
    }
    agreed = answer.agreed(spread)
    if agreed is not None:
        found["agreed"] = agreed
    if answer.rounds is not None:
        found["before"] = answer.rounds.spreads[spread.kind, spread.item]._asdict()  # type: ignore[typeddict-item]
    return found


def _gut(answer: GroupShowAnswer) -> "GutOrdersDocument | None":
    if answer.room_gut is None:
        return None
    return {
        "ballots": [
            {"ballot": ballot_name(answer, k), **_gut_order(answer, order)} for k, order in answer.gut.items()
        ],
        "room": _gut_order(answer, answer.room_gut),
    }


def _gut_order(answer: GroupShowAnswer, order: "GutOrder") -> "GutDocument":
    return {"first": answer.ids(order.first), "tau": order.tau, "same_first": order.same_first}


def _before(answer: GroupShowAnswer) -> "BeforeDocument | None":
    rounds = answer.rounds
    if rounds is None:
        return None
    return {
        "ballots": rounds.ballots,
        "absent": rounds.absent,
        "new": rounds.new,
        "nameless": rounds.nameless,
        "moves": [
            {
                "ballot": ballot_name(answer, move.ballot),
                "moved": move.moved,
                "was": answer.ids(move.was),
                "now": answer.ids(move.now),
            }
            for move in rounds.moves
        ],
        "kendall_w": rounds.kendall_w,
    }


def records(answer: GroupShowAnswer) -> Records:
    """Return one record a driver or factor."""
    rows: list[Sequence[Field]] = [
        [
            spread.kind,
            item_id(answer, spread),
            *spread.quartiles,
            spread.room,
            " ".join(repr(turn.at) for turn in spread.turns),
            int(spread.across.sum()),
            answer.n_ballots,
            bool(spread.across.any()),
            answer.agreed(spread),
        ]
        for spread in answer.spreads
    ]
    return Records(COLUMNS, rows)

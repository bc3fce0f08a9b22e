"""What ballots come to is what a referee in plain Python finds, on hundreds of random groups."""

import random
from math import isnan

import pytest
from group import referee
from group.people import group_of

from scenario_cli.answers.group.show.ask import ask_group, in_order
from scenario_cli.engine.group.ballots import ballots_of
from scenario_cli.group.shown import blended_weights
from scenario_cli.study import study

pytestmark = pytest.mark.thorough

NEAR = pytest.approx


def asked(scenario, ballots, room=None):
    base = study(scenario)
    stated = in_order(base, ballots, ["" for _ in ballots])
    shares = ballots_of(scenario, stated.ballots)
    if room is None:
        room = blended_weights(base, shares, "mean", "mean", "Mean")
    return ask_group(base.under(room), stated, shares), stated.ballots


def ids(answer, indices):
    return {answer.study.problem.options[i] for i in indices}


@pytest.mark.parametrize("seed", range(500))
def test_all_is_as_the_referee_finds_it(seed):
    rng = random.Random(seed)
    scenario, ballots = group_of(rng, rng.choice([1, 2, 3, 5, 8, 12]))
    answer, ballots = asked(scenario, ballots)
    weights = [referee.shares(scenario, ballot) for ballot in ballots]
    scored = [referee.scores(scenario, own) for own in weights]
    options = list(scenario.options)
    ranks = [referee.mid_ranks(own) for own in scored]
    assert answer.kendall_w == (None if (w := referee.kendall_w(ranks)) is None else NEAR(w, abs=1e-12))
    for i, a in enumerate(ranks):
        for j, b in enumerate(ranks):
            tau = referee.tau_b(a, b)
            found = float(answer.tau[i, j])
            assert isnan(found) if tau is None else found == NEAR(tau, abs=1e-12)
    for i, option in enumerate(options):
        regrets = [max(own.values()) - own[option] for own in scored]
        assert float(answer.max_regret[i]) == NEAR(max(regrets), abs=1e-12 * 100)
        assert float(answer.mean_regret[i]) == NEAR(sum(regrets) / len(regrets), abs=1e-12 * 100)
        assert int(answer.first[i]) == sum(option in referee.first(own) for own in scored)
    worst = {o: max(max(own.values()) - own[o] for own in scored) for o in options}
    assert ids(answer, answer.minimax_regret) == {
        o for o in options if worst[o] - min(worst.values()) <= referee.TIE
    }
    for spread in answer.spreads:
        names = answer.study.problem.drivers if spread.kind == "driver" else answer.study.problem.factors
        id_ = names[spread.item]
        own = list(scenario.drivers[id_].factors) or [id_] if spread.kind == "driver" else [id_]
        stated = [sum(each[f] for f in own) for each in weights]
        wanted = [referee.quantile(stated, p) for p in (0, 0.25, 0.5, 0.75, 1)]
        assert [*spread.quartiles] == NEAR(wanted, abs=1e-12)
    for how, one in answer.blends.items():
        mixed = referee.blend(weights, how)
        assert (one is None) == (mixed is None)
        if mixed is not None:
            assert one.shares.tolist() == NEAR(list(mixed.values()), abs=1e-12)
            assert ids(answer, one.first) == referee.first(referee.scores(scenario, mixed))
    turning = {}
    if len(ballots) >= 3:
        whole = referee.first(referee.scores(scenario, referee.blend(weights, "mean")))
        for k in range(len(ballots)):
            rest = referee.blend(weights[:k] + weights[k + 1 :], "mean")
            if (without := referee.first(referee.scores(scenario, rest))) != whole:
                turning[k] = without
    assert {k: ids(answer, first) for k, first in answer.turning} == turning


def rescored(scenario, answer, spread, share):
    """Return who is first with a share put for the room's, scored anew; the others keep proportions."""
    problem = answer.study.problem
    names = problem.drivers if spread.kind == "driver" else problem.factors
    id_ = names[spread.item]
    own = list(scenario.drivers[id_].factors) or [id_] if spread.kind == "driver" else [id_]
    room = dict(zip(problem.factors, problem.weights.tolist(), strict=True))
    inside = sum(room[f] for f in own)
    if len(names) == 1:
        return referee.first(referee.scores(scenario, room))
    found = {}
    within = dict(zip(problem.factors, problem.within.tolist(), strict=True))
    for f, was in room.items():
        if f in own:
            found[f] = share * (within[f] if spread.kind == "driver" else 1)
        elif 1 - inside > 1e-13:
            found[f] = (1 - share) * was / (1 - inside)
        elif spread.kind == "driver":  # from a share of 1 the others share equally
            found[f] = (1 - share) / (len(names) - 1) * within[f]
        else:
            found[f] = (1 - share) / (len(names) - 1)
    return referee.first(referee.scores(scenario, found))


@pytest.mark.parametrize("seed", range(1000))
def test_argue_is_said_if_and_only_if_scoring_anew_says_so(seed):
    rng = random.Random(10_000 + seed)
    scenario, ballots = group_of(rng, rng.choice([1, 2, 3, 6, 9]))
    room = None if seed % 2 else ballots[0].weights.model_copy(update={"id": "room", "by": ""})
    answer, ballots = asked(scenario, ballots, room)
    leaders = ids(answer, answer.ranking.leaders)
    for spread in answer.spreads:
        for share, across in zip(spread.shares.tolist(), spread.across.tolist(), strict=True):
            # The room's own share is no other: at its tie rounding alone would tell them apart.
            other = abs(share - spread.room) > 1e-12
            assert across == (other and rescored(scenario, answer, spread, share) != leaders)
        beyond = [x for x in spread.shares[spread.across].tolist() if 1e-6 < x < 1 - 1e-6]
        for share in beyond:  # there is a flip between it and the room; only at 0 and 1 a tie alone will do
            low, high = sorted((share, spread.room))
            assert any(low - 1e-9 <= turn.at <= high + 1e-9 for turn in spread.turns)


@pytest.mark.parametrize("seed", range(60))
def test_ballots_doubled_change_no_median_no_agreement_and_no_advice(seed):
    rng = random.Random(seed)
    scenario, ballots = group_of(rng, rng.choice([2, 3, 5, 8]))
    once, _ = asked(scenario, ballots)
    twice, _ = asked(scenario, [*ballots, *ballots])
    assert (once.kendall_w is None) == (twice.kendall_w is None)
    if once.kendall_w is not None:
        assert twice.kendall_w == NEAR(once.kendall_w, abs=1e-12)
    for one, two in zip(once.spreads, twice.spreads, strict=True):
        assert two.quartiles.median == NEAR(one.quartiles.median, abs=1e-12)
        assert bool(one.across.any()) == bool(two.across.any())
        assert 2 * int(one.across.sum()) == int(two.across.sum())


@pytest.mark.parametrize("seed", range(60))
def test_one_extreme_ballot_moves_a_median_by_one_rank_at_most(seed):
    rng = random.Random(seed)
    scenario, ballots = group_of(rng, rng.choice([2, 3, 5, 8]))
    extreme = ballots[0].model_copy(
        update={"drivers": {d: 1e9 if k == 0 else 0.0 for k, d in enumerate(scenario.drivers)}}
    )
    before, _ = asked(scenario, ballots)
    after, _ = asked(scenario, [*ballots, extreme])
    for was, now in zip(before.spreads, after.spreads, strict=True):
        ordered = sorted(was.shares.tolist())
        low, high = (len(ordered) - 1) // 2, len(ordered) // 2
        least = ordered[low - 1] if low > 0 else 0.0
        most = ordered[high + 1] if high + 1 < len(ordered) else 1.0
        assert least - 1e-12 <= now.quartiles.median <= most + 1e-12

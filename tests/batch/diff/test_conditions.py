"""``--fail-on`` of two sweeps: counted, and one of those that broke it named."""

import pytest
from batch_builders import rows_in, rows_of
from sweeps import TIE, differences, leaders, put_rows, rankings


@pytest.fixture
def found(long_pair):
    return differences(*(rankings(rows_in(path)) for path in long_pair))


def named(key):
    return f"{key[0]}, {key[1]}, {key[4] or 'none'}"


def test_each_condition_says_in_how_many_and_one_of_them(long_pair, found, run):
    old, new = (rankings(rows_in(path)) for path in long_pair)
    worst = min(found["moves"], key=lambda k: (-found["moves"][k], k))
    led = min(found["led"], key=lambda k: (-found["moves"][k], k))
    limit = sorted(found["moves"].values())[1500]
    further = sum(move > limit + TIE for move in found["moves"].values())
    assert 0 < further < 2000
    done = run("diff", "old.csv", "new.csv", "--fail-on", "first")
    assert done.exit_code == 4
    assert done.stderr == (
        f"error: --fail-on: others lead in {len(found['led'])} of 2,000 combinations; in {named(led)}: "
        f"first is {', '.join(leaders(new[led]))}, not {', '.join(leaders(old[led]))}\n"
    )
    done = run("diff", "old.csv", "new.csv", "--fail-on", f"score={limit}", "-f", "csv", "-o", "moves.csv")
    assert done.exit_code == 4
    option = max(sorted(old[worst]), key=lambda o: abs(new[worst][o][1] - old[worst][o][1]))
    move = new[worst][option][1] - old[worst][option][1]
    assert done.stderr == (
        f"error: --fail-on: a score moved by more than {limit} in {further} of 2,000 combinations; "
        f"in {named(worst)}: {option} {move:+.4g}\n"
    )
    done = run("diff", "old.csv", "new.csv", "--fail-on", "rank")
    assert done.exit_code == 4
    assert f"a rank changed in {len(found['ranked'])} of 2,000 combinations; in " in done.stderr.replace(
        f"{len(found['ranked']):,}", str(len(found["ranked"]))
    )


def test_a_move_of_just_so_many_points_breaks_nothing(long_pair, run):
    rows = rows_of(long_pair[0].read_text(encoding="utf-8"))
    put_rows(long_pair[1], [row | {"score": repr(float(row["score"]) + 2)} for row in rows])
    assert run("diff", "old.csv", "new.csv", "--fail-on", "score=2", "--fail-on", "rank").exit_code == 0
    assert run("diff", "old.csv", "new.csv", "--fail-on", "score=1.999").exit_code == 4


def test_a_ranking_that_only_one_has_is_a_changed_rank(long_pair, run):
    rows = rows_of(long_pair[0].read_text(encoding="utf-8"))
    put_rows(long_pair[1], [row for row in rows if row["row"] != "3"])
    assert run("diff", "old.csv", "new.csv", "--fail-on", "first", "--fail-on", "score=0").exit_code == 0
    done = run("diff", "old.csv", "new.csv", "--fail-on", "rank")
    assert done.exit_code == 4
    assert done.stderr == ("error: --fail-on: 4 combinations are in one sweep alone\n")


@pytest.mark.parametrize("condition", ["last", "score", "score=-1", "rank=1", ""])
def test_another_condition_is_wrong_usage(pair, run, condition):
    done = run("diff", "old.csv", "new.csv", "--fail-on", condition)
    assert (done.exit_code, done.stdout) == (2, "")

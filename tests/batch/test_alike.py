"""A weights file that is written as one before is read by its pattern: to what reading it as YAML gives."""

import pytest
from builders import up_to
from hypothesis import example, given
from hypothesis import strategies as st

from scenario_cli.batch.alike import MOST_LEARNT, Alike
from scenario_cli.engine.sweep import points_row
from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from, weights_from

SCENARIO = scenario_from(
    parse(
        "where.yaml",
        b"""format: scenario/1
id: where
title: Where?
question: Which?
drivers: {cost: {factors: {rent: {}, fare: {}}}, air: {}, noise: {factors: {day: {}, night: {}}}}
options: {town: {}, country: {}}
ratings:
  town: {rent: 2, fare: 9, air: 3, day: 2, night: 3}
  country: {rent: 8, fare: 2, air: 9, day: 8, night: 9}
""",
    )
)
SMALL = b"format: weights/1\nid: w0\ntitle: Number 0\ndrivers:\n  cost: 5\n  air: 2.5\n  noise: 1\n"
FULL = b"""# weights 7
format: weights/1
id: w-7
title: Number 7
by: Ana
about: |
  said in the room:
  cost: 5
  # no comment
drivers:
  air: 20   # because
  cost: 30
  noise: 50.25
factors:
  noise:
    night: 3
    day: 1   # why
ranges: {air: [10, 30]}
"""
PIECES = [b"0", b"012", b"1e3", b"7.5", b"-1", b"\n", b" ", b": ", b"#", b'"', b"'", b"\\", b"\r", b"[", b"{"]
PIECES += [b"&a ", b"*a", b"null", b"no", b"True", b"x y", b"cost", b"Air", b"\xc3\xa9", b"\xff", b"\t", b"|"]
PIECES += [b"?", b"- "]


def long_way(name, content):
    """Return id and points as YAML and the model give them; ``None`` where something is wrong."""
    try:
        weights = weights_from(parse(name, content), SCENARIO)
    except InputError:
        return None
    return weights.id, points_row(SCENARIO, weights)


def taught(content, name="first.yaml"):
    alike = Alike(SCENARIO)
    source = parse(name, content)
    alike.learn(source, weights_from(source, SCENARIO))
    return alike


@pytest.mark.parametrize(
    ("first", "second", "gives"),
    [
        (SMALL, SMALL.replace(b"5\n", b"17.25\n", 1), ("w0", [17.25, 2.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])),
        (SMALL, SMALL.replace(b"w0", b"w_9-b").replace(b"0\n", b"x of 17\n", 1), None),
        (FULL, FULL.replace(b"# weights 7", b"# what (8)").replace(b"w-7", b"w-8"), None),
        (FULL, FULL.replace(b"day: 1   # why", b"day: 4").replace(b"why", b"a"), "not alike"),
        (FULL, FULL.replace(b"day: 1   # why", b"day: 0.125 # else"), None),
        (SMALL.replace(b"id: w0\n", b""), SMALL.replace(b"id: w0\n", b"").replace(b"5", b"6"), None),
    ],
)
def test_what_is_written_alike_is_read_so(first, second, gives):
    found = taught(first).read("some/second.yaml", second)
    if gives == "not alike":
        assert found is None
        return
    assert found == long_way("some/second.yaml", second) is not None
    assert gives is None or found == gives


@pytest.mark.parametrize(
    "other",
    [
        SMALL.replace(b"5\n", b"0\n", 1),
        SMALL.replace(b"5\n", b"05\n", 1),
        SMALL.replace(b"5\n", b"1e2\n", 1),
        SMALL.replace(b"5\n", b"-5\n", 1),
        SMALL.replace(b"5\n", b"4 5\n", 1),
        SMALL.replace(b"w0", b"null"),
        SMALL.replace(b"w0", b"yes"),
        SMALL.replace(b"w0", b"W0"),
        SMALL.replace(b"Number 0", b"Number: 0"),
        SMALL.replace(b"air", b"cost"),
        SMALL + b"extra: 1\n",
        SMALL[:-1] + b"\r\n",
    ],
)
def test_what_is_written_otherwise_is_left_to_yaml(other):
    assert taught(SMALL).read("b.yaml", other) is None


@pytest.mark.parametrize(
    "first",
    [
        SMALL.replace(b"5\n", b"0\n", 1),  # a zero: other numbers may be wrong where it stands
        SMALL.replace(b"\n", b"\r\n"),
        b"format: weights/1\ndrivers: {cost: 5, air: 2, noise: 1}\n",  # no line for each
        b"format: weights/1\ndrivers:\n  cost: &a 5\n  air: *a\n  noise: 1\n",
        SMALL.replace(b"id: w0", b'id: "w0"'),
    ],
)
def test_nothing_is_learnt_of_what_does_not_show_its_points(first):
    assert taught(first).read("first.yaml", first) is None


def test_of_files_that_all_differ_only_a_few_are_looked_at():
    alike = Alike(SCENARIO)
    for k in range(MOST_LEARNT + 1):
        content = SMALL.replace(b"drivers", b"# a\n" * k + b"drivers")
        source = parse("x.yaml", content)
        alike.learn(source, weights_from(source, SCENARIO))
        assert (alike.read("x.yaml", content) is None) == (k >= MOST_LEARNT)


edits = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 9), st.sampled_from(PIECES)), max_size=3)


@up_to(400)
@given(base=st.sampled_from([SMALL, FULL]), before=edits, after=edits)
@example(base=FULL, before=[], after=[(95, 12, b'"')])
def test_whatever_the_pattern_gives_yaml_gives_too(base, before, after):
    """Files edited at random: the first is learnt where it is sound; the second is never read otherwise."""

    def edited(content, steps):
        for at, length, piece in steps:
            start = at % len(content)
            content = content[:start] + piece + content[start + length :]
        return content

    first = edited(base, before)
    if long_way("first.yaml", first) is None:
        first = base
    alike = taught(first)
    for second in (edited(first, after), edited(base, after), first):
        found = alike.read("second.yaml", second)
        assert found is None or found == long_way("second.yaml", second)

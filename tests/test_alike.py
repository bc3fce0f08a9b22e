"""Files that differ only in numbers are read by what differs: always the same as in full."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenario_cli.errors import InputError
from scenario_cli.files import alike
from scenario_cli.files.alike import WeightsReader, points_row
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from, weights_from

SCENARIO = scenario_from(
    parse(
        "coffee.yaml",
        b"""\
format: scenario/1
id: coffee2
title: Which coffee machine?
question: Which machine?
sources: {memo: {title: Memo}}
evidence: {e1: {source: memo, says: Slow.}}
drivers:
  comfort: {factors: {taste: {title: Taste}, wait: {title: Wait}}}
  cost: {title: Price}
options: {keep: {}, new: {}}
ratings: {keep: {taste: 1, wait: 2, cost: 3}, new: {taste: 2, wait: 1, cost: 4}}
""",
    )
)

BLOCK = """\
# run 12 of 2024-03-09
format: weights/1
id: w{}
title: Number {} of many
about: >-
  In the year {} or
  so.
drivers:
  comfort: {}   # about {}
  cost: {}
factors:
  comfort:
    taste: {}
    wait: {}
"""
FRAMES = [
    BLOCK,
    BLOCK.replace("\n", "\r\n"),
    "\ufeff" + BLOCK,
    "format: weights/1\ndrivers: {{comfort: {}, cost: {}}}\n",
    "format: weights/1\nid: run{}-{}\ndrivers: {{comfort: {}, cost: +{}}}  # {}\n",
    '{{"format": "weights/1", "id": "w{}", "title": "No. \\x4{}", "drivers": {{"comfort": {}, "cost": {}}}}}',
    "format: weights/1\nscenario: coffee{}\nid: 'w{}'\ntitle: {}\nabout: '{} # {}'\n"
    "drivers: {{comfort: {}, cost: {}}}\nranges: {{comfort: [{}, 80]}}\nevidence: {{cost: [e{}]}}\n",
    "format: weights/{}\ndrivers:\n  comfort: &p{} {}\n  cost: *p{}\n",
    "%YAML 1.{}\n---\nformat: weights/1\ndrivers:\n  comfort: -{}\n  cost: .{}\n",
    "format: weights/1\nabout: |{}\n  a # {}\ntitle: a{} b\n   c{}\ndrivers: {{comfort: !!float {}}}\n",
    'format: weights/1\ntitle: "a"#{}\ndrivers: {{comfort: {}, cost: {}, cost: {}}}\n',
    "format: weights/1\nid: {}\ndrivers: {{comfort: {}.{}.{}, cost: {}%, x{}: {}}}\n",
    "format: weights/1\ndrivers:\n  comfort: 1\u2028  # {}\n  cost: {}\nabout: \U0001f600 {}\n",
]
# fmt: off
NUMBERS = st.one_of(
    st.sampled_from([
        "0", "1", "2", "7", "10", "25", "80", "100", "0.5", "1.25", "00", "010", "1e3", "1E-3", "2e+2",
        "1e999", "1e400", "0.0", "0e5", "7.", "3e", "x",
    ]),
    st.integers(0, 10**6).map(str),
    st.floats(0, 1e300, allow_nan=False).map(repr),
)
# fmt: on


def outcome(read, name, content):
    """What reading gives: a row, or what is wrong, word for word."""
    try:
        return read(name, content)
    except InputError as error:
        return str(error)


def in_full(name, content):
    return points_row(SCENARIO, weights_from(parse(name, content), SCENARIO))


@st.composite
def sweeps(draw):
    """Some files of one frame, the first of them more often sound than chance has it."""
    frame = draw(st.sampled_from(FRAMES))
    count = len(re.findall(r"\{\}", frame))
    sound = draw(st.sampled_from(["1", "2", "7"]))
    first = frame.format(*[sound] * count)
    rest = draw(st.lists(st.lists(NUMBERS, min_size=count, max_size=count), min_size=1, max_size=4))
    one_other = [
        [number if k == j else sound for k in range(count)] for j, number in enumerate(draw_row(draw, count))
    ]
    return [first, first, *(frame.format(*numbers) for numbers in (*rest, *one_other))]


def draw_row(draw, count):
    return draw(st.lists(NUMBERS, min_size=count, max_size=count))


@settings(max_examples=300)
@given(sweeps())
@example([BLOCK.format(*"11111111")] * 2 + [BLOCK.format(*"11101011"), BLOCK.format("1.5", *"1111111")])
def test_a_file_of_a_known_frame_reads_as_it_does_in_full(texts):
    reader = WeightsReader(SCENARIO)
    for k, text in enumerate(texts):
        name, content = f"weights/w{k}.yaml", text.encode()
        assert outcome(reader.row, name, content) == outcome(in_full, name, content)


@pytest.fixture
def full_reads(monkeypatch):
    """Count the files that are read in full."""
    counted = []
    monkeypatch.setattr(alike, "parse", lambda name, content: counted.append(name) or parse(name, content))
    return counted


@pytest.mark.parametrize("frame", FRAMES[:4])
def test_from_the_third_file_of_a_frame_on_only_numbers_are_read(frame, full_reads):
    reader, count = WeightsReader(SCENARIO), len(re.findall(r"\{\}", frame))
    for k in range(20):
        numbers = [str(k + 1)] * count
        if "about" in frame:
            numbers[2] = "2024"
        row = reader.row(f"w{k}.yaml", frame.format(*numbers).encode())
        assert row.points[1] == k + 1
    assert len(full_reads) == 2


def test_files_without_an_id_are_called_by_their_name(full_reads):
    reader = WeightsReader(SCENARIO)
    ids = [reader.row(f"many/w.{k}.yaml", FRAMES[3].format(k, 1).encode()).id for k in range(5)]
    assert ids == [f"w.{k}" for k in range(5)]
    assert len(full_reads) == 2


def test_zeros_of_a_whole_group_are_told_where_they_stand():
    reader = WeightsReader(SCENARIO)
    for text in [FRAMES[3].format(1, 1), FRAMES[3].format(1, 1), FRAMES[3].format(0, 2)]:
        reader.row("w.yaml", text.encode())
    with pytest.raises(InputError, match=r"w\.yaml:2:1: error: all points here are 0"):
        reader.row("w.yaml", FRAMES[3].format(0, "0.0").encode())


def test_frames_that_never_come_again_do_not_pile_up(monkeypatch):
    monkeypatch.setattr(alike, "MAX_FRAMES", 10)
    reader = WeightsReader(SCENARIO)
    for k in range(95):
        reader.row("w.yaml", (FRAMES[3].format(1, 1) + "#" * k).encode())
    assert len(reader._frames) <= 10

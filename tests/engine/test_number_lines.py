"""Lines of numbers read all at once are the numbers of ``float``, bit by bit; what is none is left alone."""

import math
from decimal import Decimal
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.number_lines import number_columns
from scenario_cli.engine.sweep import columns_of

PLAIN = st.from_regex(r"\A([0-9]{1,19}(\.[0-9]{0,20})?|\.[0-9]{1,22})\Z")


def lines(fields, width):
    rows = [fields[k : k + width] for k in range(0, len(fields), width)]
    return "".join(",".join(row) + "\n" for row in rows).encode()


def bits(columns):
    return [np.asarray(column, dtype=float).view(np.int64).tolist() for column in columns]


def floats(fields, width):
    return [[float(field) for field in fields[k::width]] for k in range(width)]


@given(st.integers(1, 4), st.integers(1, 20), st.data())
def test_plain_numbers(width, rows, data):
    fields = data.draw(st.lists(PLAIN, min_size=width * rows, max_size=width * rows))
    found = number_columns(lines(fields, width), width)
    if found is not None:  # many of them may be too long to be read at once
        assert bits(found) == bits(floats(fields, width))


@given(st.lists(st.floats(0, 1e15), min_size=20, max_size=60))
def test_numbers_as_they_are_written(numbers):
    fields = [format(Decimal(repr(number)), "f") for number in numbers]
    found = number_columns(lines([*fields, *["0.5"] * 2000], 1), 1)
    assert found is not None
    assert bits([found[0][: len(numbers)]]) == bits([numbers])


@pytest.mark.parametrize("digits", [15, 16, 17, 18, 19, 20])
def test_numbers_half_way_between_two_doubles_and_just_beside(digits):
    rng = np.random.default_rng(digits)
    fields = []
    for number in (rng.random(4000) * 10.0 ** rng.integers(0, 6, 4000)).tolist():
        half = (Decimal(number) + Decimal(math.nextafter(number, math.inf))) / 2
        fields.append(format(half, "f")[:digits])
    fields += ["9007199254740993", "9007199254740992", "9007199254740991", "18014398509481983"]
    found = number_columns(lines(fields, 1), 1)
    assert found is not None
    assert bits(found) == bits(floats(fields, 1))


ODD = ["1e-05", "1E5", "+4", "-0.0", "-3", "1" * 40, "1e999"]
NO_TABLE = [
    *("1,2\n3\n", "1,,2,3\n", "1,2,\n", "\n", "1,2\n3,4,5,6\n", "1,2\n\n3,4\n", "1,2\r3,4\n"),
    *(
        "1.2.3,4\n",
        ".,1\n",
        "a,b\n",
        "1 ,2\n",
        '"1",2\n',
        "1;2\n",
        "\u0663,1\n",
        "1_0,2\n",
        "0x1,2\n",
        "1e,2\n",
    ),
    *("inf,1\n", "nan,1\n"),
]


@pytest.mark.parametrize("odd", ODD)
def test_a_number_that_is_odd_is_read_by_itself_where_there_are_few(odd):
    fields = ["0.25"] * 99
    fields.insert(50, odd)
    found = number_columns(lines(fields, 4), 4)
    assert found is not None
    assert bits(found) == bits(floats(fields, 4))
    assert number_columns(lines([odd, "1"], 2), 2) is None


@pytest.mark.parametrize("text", NO_TABLE)
def test_what_is_no_table_of_numbers_is_left_alone(text):
    assert number_columns(text.encode() + b"1,1\n" * 200, 2) is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_ends_of_lines(end, last):
    text = end.join(["1,2.5", ".5,4", "6.,0"]) + end * last
    assert bits(number_columns(text.encode(), 2)) == bits([[1, 0.5, 6], [2.5, 4, 0]])


def test_the_columns_of_a_table_are_the_same_as_those_of_loadtxt():
    rng = np.random.default_rng(1)
    numbers = rng.random((500, 3)) * 10.0 ** rng.integers(0, 4, (500, 3))
    text = "".join(",".join(map(repr, row)) + "\n" for row in numbers.tolist()).encode()
    expected = np.loadtxt(BytesIO(text), delimiter=",").T
    assert bits(columns_of(text, [(0, math.inf)] * 3)) == bits(expected)
    spaced = text.replace(b",", b", ")
    assert bits(columns_of(spaced, [(0, math.inf)] * 3)) == bits(expected)

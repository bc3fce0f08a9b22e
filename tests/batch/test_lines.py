"""Lines of a table taken many at a time are those that come one by one, wherever reading stops."""

import gzip
import io

import pytest
from batch_builders import put, rows_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.batch import reading
from scenario_cli.batch.reading import _LineReader
from scenario_cli.errors import InputError

TEXT = st.lists(st.sampled_from([b"", b"a", b"1,2", b"x" * 50, b"\r", b'"']), max_size=40).map(b"\n".join)


@given(TEXT, st.booleans(), st.lists(st.integers(1, 7), min_size=1, max_size=60), st.integers(1, 64))
def test_lines_are_those_of_a_file(text, ends, counts, at_once):
    content = text + b"\n" * ends
    expected = io.BytesIO(content).readlines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "BYTES_AT_ONCE", at_once)
        lines = _LineReader(io.BufferedReader(io.BytesIO(content), 16), "t.csv")
        at = 0
        for count in counts:
            assert lines.take(count) == b"".join(expected[at : at + count])
            at = min(at + count, len(expected))
            assert lines.taken == at


@pytest.mark.parametrize("at_once", [1, 3, 7, 1000])
def test_a_line_that_is_too_long_is_told_once_those_before_it_are_taken(monkeypatch, at_once):
    monkeypatch.setattr(reading, "MOST_BYTES_A_LINE", 10)
    monkeypatch.setattr(reading, "BYTES_AT_ONCE", min(10, at_once))
    lines = _LineReader(io.BufferedReader(io.BytesIO(b"a\nb\n123456789\n1234567890\nc\n")), "t.csv")
    assert lines.take(100) == b"a\nb\n123456789\n"
    for _ in range(2):
        with pytest.raises(InputError) as told:
            lines.take(100)
        assert told.value.mistakes[0].line == 4


def test_lines_are_few_where_they_are_long(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES_AT_ONCE", 10)
    monkeypatch.setattr(reading, "BYTES_AT_ONCE", 4)
    lines = _LineReader(io.BufferedReader(io.BytesIO(b"123\n" * 8)), "t.csv")
    assert [lines.take(8) for _ in range(4)] == [b"123\n" * 3, b"123\n" * 3, b"123\n" * 2, b""]


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz"])
@pytest.mark.parametrize("rows", [1, 8191, 40_000])
def test_every_row_of_a_long_table_is_there_with_its_number(coffee, batch, name, rows):
    text = "comfort,cost\n" + "".join(f"{k % 97 + 1},{k % 89 + 1}\n" for k in range(rows))
    if name.endswith(".gz"):
        (coffee / name).write_bytes(gzip.compress(text.encode()))
    else:
        put(coffee / name, text)
    batch("coffee", "--table", name, "-o", "out.csv", "--rows", "first", "--columns", "row,option")
    numbers = {int(row["row"]) for row in rows_of((coffee / "out.csv").read_text(encoding="utf-8"))}
    assert numbers == set(range(1, rows + 1))

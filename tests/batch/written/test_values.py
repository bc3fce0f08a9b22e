"""Fields of rows, read again: the same value whatever the form, and what is none is told."""

import csv

import pytest
from builders import many
from hypothesis import example, given
from hypothesis import strategies as st

from scenario_cli.batch.written.values import NOWHERE, WrongFieldError, canonical, read_column
from scenario_cli.render.delimited import csv_field


@many
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.booleans())
@example("=1+1", False)
@example("'=1", True)
@example("\t-x", False)
@example("-5", False)
@example("'", False)
def test_a_text_is_the_same_out_of_csv_and_out_of_other_forms(text, plain):
    (field, _), *_ = csv.reader([csv_field(text, plain=plain) + ",x"])
    (value,) = read_column("weights", "string", [field], "csv")
    assert read_column("weights", "string", [text], "jsonl") == [value] == [canonical(text)]


def test_lists_numbers_and_words_are_the_same_in_all_forms():
    for name, type_, fields, values, expected in (
        ("injects", "list", ["none", "a+b"], [[], ["a", "b"]], ["", "a+b"]),
        ("flags", "list", ["", "tie unrated"], [[], ["tie", "unrated"]], ["", "tie unrated"]),
        ("row", "int64", ["", "7"], [None, 7], [NOWHERE, 7]),
        ("rank", "int64", ["2", "1"], [2, 1], [2, 1]),
        ("score", "double", ["41.25", "7"], [41.25, 7], [41.25, 7.0]),
        ("tied", "bool", ["true", "false"], [True, False], [True, False]),
        ("note", "string", ["", "x"], [None, "x"], ["", "x"]),
    ):
        assert read_column(name, type_, fields, "csv") == expected
        assert read_column(name, type_, values, "jsonl") == expected
        assert read_column(name, type_, values, "parquet") == expected


@pytest.mark.parametrize(
    ("type_", "form", "good", "wrong"),
    [
        ("int64", "csv", "1", "1.0"),
        ("int64", "csv", "1", ""),
        ("int64", "csv", "1", "1_0"),
        ("int64", "jsonl", 1, True),
        ("int64", "jsonl", 1, 1.0),
        ("int64", "jsonl", 1, None),
        ("double", "csv", "1.5", "inf"),
        ("double", "csv", "1.5", "x"),
        ("double", "jsonl", 1.5, float("nan")),
        ("double", "jsonl", 1.5, "1.5"),
        ("double", "jsonl", 1.5, None),
        ("bool", "csv", "true", "yes"),
        ("bool", "jsonl", True, 1),
        ("list", "jsonl", ["a"], "a"),
        ("list", "jsonl", ["a"], [1]),
        ("string", "jsonl", "a", 1),
    ],
)
def test_what_is_no_value_is_told_by_its_place(type_, form, good, wrong):
    name = "injects" if type_ == "list" else "score"
    with pytest.raises(WrongFieldError) as told:
        read_column(name, type_, [good, good, wrong, good], form)
    assert told.value.at == 2
    assert told.value.message.startswith("expected ")

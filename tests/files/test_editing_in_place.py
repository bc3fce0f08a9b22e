"""Numbers changed in place: every other byte stays, or the change is refused with the reason."""

import re

import pytest
from builders import many
from files.red import (
    ENCODINGS,
    INTERESTS,
    NOTES,
    NUMBERS,
    POWER,
    edit_of,
    in_bytes,
    joined,
    put,
    refusal,
    take_back,
    told,
    written,
)
from hypothesis import assume, given
from hypothesis import strategies as st

from scenario_cli.files.history import history_path
from scenario_cli.files.parsed import parse

# Any weights file that a person might write


def at(data, path):
    for step in path:
        data = data[step]
    return data


@many
@given(written(), st.data())
def test_setting_changes_the_bytes_of_the_numbers_and_no_other(file, data):
    pieces, encoding = file
    places = [path for _, path in pieces if path]
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, unique=True))
    numbers = {path: data.draw(NUMBERS) for path in chosen}
    before = in_bytes(joined(pieces, {}), encoding)
    edit = edit_of(before, numbers)
    assert edit.before == before
    assert edit.after.content == in_bytes(joined(pieces, numbers), encoding)
    was, now = parse("red.yaml", before).data, edit.after.data
    for path in places:
        assert at(now, path) == float(numbers.get(path, at(was, path)))
    assert {k: v for k, v in now.items() if k not in ("drivers", "factors")} == {
        k: v for k, v in was.items() if k not in ("drivers", "factors")
    }


@many
@given(written(), st.data())
def test_a_reason_is_one_comment_at_the_end_of_the_line_with_the_old_value(file, data):
    pieces, encoding = file
    place = data.draw(st.sampled_from([path for _, path in pieces if path]))
    number = data.draw(NUMBERS)
    why = data.draw(st.sampled_from(["gas fell", "#1: 'so'", '"{[', "→ 🟥 名前", "é: -"]))
    (old,) = [text for text, path in pieces if path == place]
    assume(float(old) != float(number))
    edit = edit_of(in_bytes(joined(pieces, {}), encoding), {place: number}, why)
    bare = joined(pieces, {place: number})
    start = joined(pieces, {place: "\0"}).index("\0")
    end = re.compile(r"[\r\n]|\Z").search(bare, start).start()
    text = edit.after.content.removeprefix(ENCODINGS[encoding]).decode(encoding.partition(" ")[0])
    comment = text[end : len(text) - len(bare[end:])]
    assert text == bare[:end] + comment + bare[end:]
    assert comment.lstrip(" ") == f"# was {old}: {why}"
    assert (bare[:end] + comment)[: -len(comment.lstrip(" "))][-1] in " \t\u00a0"
    assert edit.after.data == parse("red.yaml", in_bytes(bare, encoding)).data


@pytest.mark.parametrize("again", ["60", "60.0", "6e1"])
def test_of_a_number_that_is_so_already_no_reason_is_kept(again):
    edit = edit_of("drivers:\n  power: 60  # ours\n", {POWER: again}, "so")
    assert edit.after.content.decode() == f"drivers:\n  power: {again}  # ours\n"


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("  power: 60", "  power: 5  # was 60: so"),
        ("  power: 60 ", "  power: 5 # was 60: so"),
        ("  power: 60   # as they see it", "  power: 5   # as they see it  # was 60: so"),
        ("  {power: 60, interests: 40}", "  {power: 5, interests: 40}  # was 60: so"),
        ('  "power": &a  6e1', '  "power": &a  5  # was 6e1: so'),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", ""])
def test_where_the_comment_stands(line, after, ends):
    edit = edit_of(f"drivers:\n{line}{ends}", {POWER: "5"}, "so")
    assert edit.after.content.decode() == f"drivers:\n{after}{ends}"


def test_two_numbers_on_one_line_keep_both_old_values_in_one_comment():
    edit = edit_of("drivers: {power: 60, interests: 40}\n", {POWER: "1", INTERESTS: "2"}, "so")
    assert edit.after.content.decode() == (
        "drivers: {power: 1, interests: 2}  # power was 60, interests was 40: so\n"
    )


def test_a_reason_takes_the_place_of_the_last_one_and_of_no_comment_of_the_users(red):
    red.write_text("drivers: {power: 60, interests: 40}  # mine: was 60: a\n")
    put(red, {POWER: "1"}, "a")
    put(red, {INTERESTS: "2"}, "b")
    put(red, {POWER: "3"}, "c")
    assert red.read_text() == "drivers: {power: 3, interests: 2}  # mine: was 60: a  # was 1: c\n"
    put(red, {POWER: "4"})
    assert red.read_text() == "drivers: {power: 4, interests: 2}  # mine: was 60: a  # was 1: c\n"
    for _ in range(4):
        take_back(red)
    assert red.read_text() == "drivers: {power: 60, interests: 40}  # mine: was 60: a\n"


def test_setting_the_number_that_is_there_changes_nothing():
    assert edit_of(NOTES, {POWER: "60"}).after.content == NOTES.encode()


# What cannot be changed in place is refused with the reason


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        (
            "drivers: {power: 60}",
            INTERESTS,
            "red.yaml:1:10: error: 'drivers.interests' is not in the file, so there is no number to change "
            "[not-in-place]; add it by hand",
        ),
        (
            "drivers: {power: 60}",
            ("factors", "power", "army"),
            "red.yaml:1:1: error: 'factors.power.army' is not in the file, so there is no number to change "
            "[not-in-place]; add it by hand",
        ),
        (
            "drivers:\n  power: lots",
            POWER,
            "red.yaml:2:10: error: 'drivers.power' is not a number [not-in-place]",
        ),
        ("drivers: {power: '60'}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ('drivers: {power: "60"}', POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: }", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: [60]}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: true}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: 060}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        ("drivers: {power: 1:30}", POWER, "red.yaml:1:18: error: 'drivers.power' is not a number"),
        (
            "drivers: {power: &p 60, interests: *p}",
            POWER,
            "red.yaml:1:18: error: 'drivers.power' is an alias, or aliases repeat it: changing it would "
            "change others [not-in-place]; write the number out by hand",
        ),
        (
            "drivers: {power: &p 60, interests: *p}",
            INTERESTS,
            "red.yaml:1:18: error: 'drivers.interests' is an alias, or aliases repeat it",
        ),
        (
            "drivers: &d {power: 60}\nranges: *d",
            POWER,
            "red.yaml:1:21: error: 'drivers.power' is an alias, or aliases repeat it",
        ),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused_with_its_line(text, path, line):
    assert told(edit_of, text, {path: "5"}).startswith(line)


def test_an_anchor_that_nobody_repeats_is_no_hindrance():
    text = "drivers: {power: &p 60, interests: &q 40}\n"
    assert edit_of(text, {POWER: "5"}).after.content.decode() == text.replace("60", "5")


def test_a_comment_that_would_land_inside_text_is_refused():
    text = 'drivers: {power: 60, "a": "two\n  lines"}\n'
    assert edit_of(text, {POWER: "5"}).after.content.decode() == text.replace("60", "5")
    message = "red.yaml:1:18: error: a comment cannot stand at the end of this line [not-in-place]"
    assert told(edit_of, text, {POWER: "5"}, "so").startswith(message)


def test_one_number_that_cannot_be_changed_keeps_all_as_they_are(red):
    refusal(edit_of, red.read_bytes(), {POWER: "5", ("drivers", "nobody"): "1"})
    assert red.read_bytes() == NOTES.encode()
    assert not history_path(red).exists()

"""Points of a value curve put in and taken out, however a scale is written: every other byte stays."""

import tempfile
from pathlib import Path

import pytest
from builders import many
from files.red import ENCODINGS, REMARK, in_bytes
from hypothesis import assume, given
from hypothesis import strategies as st

from scenario_cli.errors import InputError
from scenario_cli.files.curves import set_curve
from scenario_cli.files.editing import numbers_in, path_of, write_edit
from scenario_cli.files.history import read_history
from scenario_cli.files.parsed import parse
from scenario_cli.files.undoing import redo_edit, undo_edit

pytestmark = pytest.mark.thorough

HEAD = "drivers:\n  comfort:\n    factors:\n      taste:"
TAIL = "      wait: {scale: {values: {5: 0.5}}}   # theirs\nratings: {keep: {taste: 4}}\n"
PATH = ("drivers", "comfort", "factors", "taste")
RATINGS = ("1", "2.0", "3", "4.50", "5", "6e0", "7", "8", "9")
VALUES = ("0.1", ".25", "0.50", "1e-2", "0.999")


def read(content, path=Path("red.yaml")):
    return parse("red.yaml", content, path)


def factor_in(data):
    for step in PATH:
        data = data[step]
    return data


def curve_in(data):
    points = factor_in(data).get("scale", {}).get("values", {})
    return {float(rating): value for rating, value in points.items()}


def but_the_curve(data):
    """Return the data with nothing of the curve, nor a scale that held nothing else."""
    factor = dict(factor_in(data))
    scale = {key: part for key, part in factor.pop("scale", {}).items() if key != "values"}
    factor |= {"scale": scale} if scale else {}
    factors = {**data["drivers"]["comfort"]["factors"], "taste": factor}
    return {**data, "drivers": {"comfort": {"factors": factors}}}


@st.composite
def written(draw):
    """A factor, from empty to one with a curve, in block and flow style; with its points, and in bytes."""

    def remark():
        return "  #" + draw(REMARK) if draw(st.booleans()) else ""

    def stated(entries, indent, in_flow):
        """Write a mapping behind its key; what is within flow style is in flow style."""
        if not (in_flow or not entries or draw(st.booleans())):
            return remark() + "\n" + "".join(line(key, part, indent) for key, part in entries)
        aside = draw(st.sampled_from([",", ", ", f",{remark()}\n{' ' * (indent + 2)}"]))
        parts = [f"{draw(quoted(key))}: {value(part, indent, True).lstrip(' ')}" for key, part in entries]
        end = draw(st.sampled_from(["}", " }", ",}" if entries else "}"]))
        return " {" + aside.join(parts) + end

    def line(key, part, indent):
        between = draw(st.sampled_from(["", "", "\n", f"{' ' * indent}# {draw(REMARK)}\n"]))
        text = value(part, indent, False)
        tail = "" if text.endswith("\n") else remark() + "\n"
        return f"{between}{' ' * indent}{draw(quoted(key))}:{text}{tail}"

    def value(part, indent, in_flow):
        return part if isinstance(part, str) else stated(part, indent + 2, in_flow)

    def quoted(key):
        return st.sampled_from([key, key, f"'{key}'", f'"{key}"'])

    points = sorted(draw(st.lists(st.sampled_from(RATINGS), unique=True, max_size=3)))
    factor = draw(st.sampled_from([[], [("title", ' "Taste: {é} # 🟥"')], [("about", " so it is")]]))
    if points or draw(st.booleans()):
        scale = draw(st.sampled_from([[], [("unit", " 'cups # a'")], [("worst", " 0"), ("best", " 10")]]))
        curve = [("values", [(rating, f" 0.{float(rating):g}".replace(".4.5", ".45")) for rating in points])]
        scale = draw(st.permutations([*scale, *(curve if points or draw(st.booleans()) else [])]))
        factor = draw(st.permutations([*factor, ("scale", scale)]))
    text = stated(factor, 8, False)
    text = HEAD + text + ("" if text.endswith("\n") else remark() + "\n") + TAIL
    text = text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))
    return points, text, draw(st.sampled_from(list(ENCODINGS)))


def edited(content, points, path=Path("red.yaml")):
    """Return the edit; a comment of the user's beside what would go is no example of one."""
    try:
        return set_curve(read(content, path), "taste", points)
    except InputError as error:
        assume("a comment stands beside" not in str(error))
        raise


@many
@given(written(), st.data())
def test_a_point_put_in_is_one_piece_of_text_and_all_the_rest_stays(file, data):
    points, text, encoding = file
    rating = data.draw(st.sampled_from([rating for rating in RATINGS if rating not in points]))
    value = data.draw(st.sampled_from(VALUES))
    after = edited(in_bytes(text, encoding), {rating: value}).after
    new = after.content.removeprefix(ENCODINGS[encoding]).decode(encoding.partition(" ")[0])
    added = len(new) - len(text)
    at = next(
        i for i in range(len(text) + 1) if new[:i] + new[i + added :] == text and value in new[i:][:added]
    )
    assert f"{rating}: {value}" in new[at : at + added]
    was = read(in_bytes(text, encoding)).data
    assert curve_in(after.data) == {**curve_in(was), float(rating): float(value)}
    assert but_the_curve(after.data) == but_the_curve(was)


@many
@given(written(), st.data())
def test_a_point_given_again_changes_its_number_alone(file, data):
    points, text, encoding = file
    assume(points)
    rating, value = data.draw(st.sampled_from(points)), data.draw(st.sampled_from(VALUES))
    before = read(in_bytes(text, encoding))
    edit = edited(before.content, {f"{float(rating)}": value})
    (piece,) = edit.line.texts
    assert (piece.key, piece.new) == ("/".join((*PATH, "scale", "values", rating)), value)
    node = before.node(path_of(piece.key, "ratings"))
    start = node.start_mark.index
    expected = text[:start] + value + text[start + len(piece.old) :]
    assert edit.after.content == in_bytes(expected, encoding)


@many
@given(written(), st.data())
def test_any_change_gives_the_points_and_undo_every_byte(file, data):
    points, text, encoding = file
    put = data.draw(st.dictionaries(st.sampled_from(RATINGS), st.sampled_from(VALUES), max_size=4))
    gone = data.draw(st.lists(st.sampled_from(points), unique=True)) if points else []
    change = {**put, **dict.fromkeys(gone)}
    assume(change)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "red.yaml"
        before = in_bytes(text, encoding)
        path.write_bytes(before)
        edit = edited(before, change, path)
        was, now = read(before).data, edit.after.data
        wanted = {**curve_in(was), **{float(rating): float(value) for rating, value in put.items()}}
        assert curve_in(now) == {r: value for r, value in wanted.items() if r not in map(float, gone)}
        assert but_the_curve(now) == but_the_curve(was)
        write_edit(edit, "so", "Ana")
        after = path.read_bytes()
        for turn, expected in ((undo_edit, before), (redo_edit, after), (undo_edit, before)):
            if after != before:
                write_edit(turn(read(path.read_bytes(), path), "ratings"))
            assert path.read_bytes() == expected


def test_a_line_of_history_has_the_points_by_rating_and_the_smallest_text_that_holds_them(tmp_path):
    path = tmp_path / "red.yaml"
    path.write_text(f"{HEAD} {{title: T}}\n{TAIL}")
    for change in ({"3.0": "0.7"}, {"3": "0.8"}, {"5": "0.9"}, {"3": None}, {"5": None}):
        write_edit(set_curve(read(path.read_bytes(), path), "taste", change))
    lines = read_history(path, "red.yaml").lines
    place = "drivers/comfort/factors/taste"
    assert [line.texts[0] for line in lines] == [
        (place, "{title: T}", "{title: T, scale: {values: {3.0: 0.7}}}"),
        (f"{place}/scale/values/3.0", "0.7", "0.8"),
        (f"{place}/scale/values", "{3.0: 0.8}", "{3.0: 0.8, 5: 0.9}"),
        (f"{place}/scale/values", "{3.0: 0.8, 5: 0.9}", "{5: 0.9}"),
        (f"{place}/scale", "{values: {5: 0.9}}", "{}"),
    ]
    assert [(line.old, line.new) for line in lines] == [
        ({"values.taste.3": None}, {"values.taste.3": 0.7}),
        ({"values.taste.3": 0.7}, {"values.taste.3": 0.8}),
        ({"values.taste.5": None}, {"values.taste.5": 0.9}),
        ({"values.taste.3": 0.8}, {"values.taste.3": None}),
        ({"values.taste.5": 0.9}, {"values.taste.5": None}),
    ]


def test_what_is_edited_by_hand_beside_a_point_stays_when_it_is_taken_back(tmp_path):
    path = tmp_path / "red.yaml"
    path.write_text(f"{HEAD} {{title: T, scale: {{values: {{3: 0.7}}}}}}\n{TAIL}")
    write_edit(set_curve(read(path.read_bytes(), path), "taste", {"3": "0.6"}))
    by_hand = path.read_text().replace("0.6", "0.6, 8: 0.95").replace("title: T", "title: Taste").encode()
    path.write_bytes(b"# a\n" + by_hand)
    write_edit(undo_edit(read(path.read_bytes(), path), "ratings"))
    assert path.read_bytes() == b"# a\n" + by_hand.replace(b"0.6", b"0.7")
    hand = read_history(path, "red.yaml").lines[1]
    assert (hand.command, hand.old, hand.new) == ("hand", {"values.taste.8": None}, {"values.taste.8": 0.95})


def test_where_the_curve_itself_was_edited_by_hand_undo_is_refused_there(tmp_path):
    path = tmp_path / "red.yaml"
    path.write_text(f"{HEAD} {{title: T}}\n{TAIL}")
    write_edit(set_curve(read(path.read_bytes(), path), "taste", {"3": "0.7"}))
    path.write_text(path.read_text().replace("0.7", "0.75"))
    before = path.read_bytes()
    with pytest.raises(
        InputError, match=r"red.yaml:4:14: .*'drivers.comfort.factors.taste' was changed outside"
    ):
        undo_edit(read(before, path), "ratings")
    assert path.read_bytes() == before


def test_an_option_called_values_has_keys_of_its_own():
    text = "drivers: {taste: {scale: {values: {3: 0.7}}}}\nratings: {values: {taste: {value: 4, low: 3}}}\n"
    assert numbers_in(read(text.encode()).data, "ratings") == {
        "values.taste": 4,
        "values.taste.low": 3,
        "values.taste.3": 0.7,
    }

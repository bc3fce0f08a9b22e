"""A wrong value is told once, with a hint that is true."""

import pytest
from files.lunch import DRIVERS, HEAD, REST, cell, problems, told, weights

from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("true", "wrong-type"),
        ("[7]", "wrong-type"),
        ("{}", "missing-key"),
        ("", "wrong-type"),
        ("{value: true}", "wrong-type"),
        ("{value: [7]}", "wrong-type"),
        ("{value: 7, low: false}", "wrong-type"),
        ("11", "out-of-scale"),
        ("-0.001", "out-of-scale"),
        ("bad", "unknown-level"),
        ("'7'", "unknown-level"),
        ("07", "unknown-level"),
        ("{value: 7, kind: guess}", "wrong-value"),
        ("{value: 7, kind: true}", "wrong-value"),
        ("{value: 7, shape: [uniform]}", "wrong-value"),
        ("{value: 7, high: 6.9}", "bad-order"),
        ("{value: 7, low: good}", "bad-order"),
        ("{value: unknown, high: 3}", "wrong-value"),
        ("{value: 7, low: unknown}", "wrong-value"),
        ("{value: 7, evidence: [slow]}", "unknown-evidence"),
        ("{value: 7, evidence: slow}", "wrong-type"),
        ("{value: 7, vlaue: 8}", "unknown-key"),
        (".nan", "not-finite"),
        ("!!int 7", "tag"),
    ],
)
def test_a_wrong_rating_is_told_once(stated, code):
    assert [found for _, _, found, _ in told(cell(stated))] == [code]


@pytest.mark.parametrize(
    "stated",
    [
        "7",
        "7.5",
        "0",
        "10",
        "-0",
        "1e1",
        "good",
        "unknown",
        "{value: good, low: 8, high: good}",
        "{value: 8, low: 8}",
    ],
)
def test_a_sound_rating_is_read(stated):
    assert "taste" in scenario_from(parse("x.yaml", cell(stated).encode())).ratings["inn"]


@pytest.mark.parametrize(
    ("stated", "hint"),
    [
        ("'7'", "leave out the quotes"),
        ("'-7.5e0'", "leave out the quotes"),
        ("god", "did you mean 'good'?"),
        ("Good", "did you mean 'good'?"),
        ("unkown", "did you mean 'unknown'?"),
        ("'0'", "leave out the quotes"),
        ("'0.5'", "leave out the quotes"),
    ],
)
def test_the_hint_for_a_rating_says_what_to_do(stated, hint):
    assert [problem.hint for problem in problems(cell(stated))] == [hint]


@pytest.mark.parametrize(
    "stated",
    [
        "07",
        "7%",
        "1:30",
        "0x7",
        "n/a",
        "nan",
        "Infinity",
        "1_000",
        "{value: true}",
    ],
)
def test_no_hint_speaks_of_quotes_where_there_are_none(stated):
    assert [problem for problem in problems(cell(stated)) if "quotes" in problem.hint] == []


@pytest.mark.parametrize(
    "points",
    [
        "lots",
        "60%",
        "true",
        "[60]",
        "nan",
        "07",
        "1_000",
    ],
)
def test_no_hint_for_points_speaks_of_quotes_where_there_are_none(points, lunch):
    found = problems(weights(f"drivers: {{pleasure: {points}, price: 40}}\n"), lunch)
    assert [problem.code for problem in found] == ["wrong-type"]
    assert [problem for problem in found if "quotes" in problem.hint] == []


@pytest.mark.parametrize(
    "stated",
    [
        "My Lunch",
        "Lunch",
        "''",
        "_x",
        "'é'",
        "2024",
        r'"lunch\n"',
    ],
)
def test_a_stated_id_that_is_no_id_is_refused(stated):
    assert told(HEAD + f"id: {stated}\n" + DRIVERS + REST) == [(4, 5, "bad-id", "id")]


@pytest.mark.parametrize("key", ["nan", ".inf", "1_0", "0x5", "05", "''"])
def test_an_anchor_stands_at_a_number_as_a_file_has_them(key):
    text = HEAD + f"drivers: {{taste: {{scale: {{anchors: {{{key}: middling}}}}}}}}\n" + REST
    assert [(line, column) for line, column, _, _ in told(text)] == [(4, 37)]


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("\ttaste: {}\n", "spaces"),
        ("  taste: {title: `x`}\n", "quotes"),
        ("  taste: {title: @x}\n", "quotes"),
        ('  taste: {title: "C:\\maps"}\n', "quotes"),
    ],
)
def test_common_slips_of_yaml_have_a_hint(body, hint):
    with pytest.raises(InputError) as error:
        parse("x.yaml", (HEAD + "drivers:\n" + body).encode())
    (problem,) = error.value.mistakes
    assert (problem.code, problem.line) == ("syntax", 5)
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("stated", "hint"),
    [
        ("'4,5'", "write 4.5"),
        ("{value: '4,5'}", "write 4.5"),
        ("{value: 4,5}", "write value: 4.5"),
        ("{value: 4, low: 3,5}", "write low: 3.5"),
        ("90%", "write 90"),
        ("4.5 %", "write 4.5"),
        ("'1,000'", "write 1000 or 1.000"),
        ("'?'", "write unknown"),
        ("n/a", "write unknown"),
        ("200-300", "write {value: ..., low: 200, high: 300}"),
        ("{value: 7, range: 200-300}", "write low: 200, high: 300"),
        ("{value: 7, range: 6 to 8}", "write low: 6, high: 8"),
        ("{value: 7, range: [6, 8.5]}", "write low: 6, high: 8.5"),
        ("{value: 7, range: wide}", "write low and high"),
    ],
)
def test_what_is_nearly_a_rating_is_told_with_what_to_write(stated, hint):
    assert [problem.hint for problem in problems(cell(stated))] == [hint]


@pytest.mark.parametrize(("stated", "hint"), [("'4,5'", "write 4.5"), ("60%", "write 60"), ("'?'", "")])
def test_what_is_nearly_a_number_of_points_is_told_with_what_to_write(stated, hint, lunch):
    found = problems(weights(f"drivers: {{pleasure: {stated}, price: 40}}\n"), lunch)
    assert [problem.hint for problem in found] == [hint]


@pytest.mark.parametrize("cell", ["?", "{value: ?}", "{value: ?, kind: judgement}"])
def test_a_bare_question_mark_is_told_with_what_to_write(cell):
    with pytest.raises(InputError) as error:
        parse("x.yaml", f"ratings:\n  inn:\n    taste: {cell}\n".encode())
    (problem,) = error.value.mistakes
    assert problem.hint.startswith("a rating that nobody knows is written unknown")


def test_a_row_with_a_decimal_comma_is_told_what_was_meant(lunch):
    found = problems(weights("drivers: {pleasure: 4,5, price: 40}\n"), lunch)
    assert "write pleasure: 4.5" in [problem.hint for problem in found]


def test_a_source_that_is_named_as_evidence_is_told_with_its_evidence():
    from answers.ratings.conftest import COFFEE

    source = COFFEE.replace("evidence: [slow], confidence", "evidence: [memo], confidence")
    assert [p.hint for p in problems(source)] == ["this is a source; name evidence of it: slow"]
    bare = source.replace("  slow: {source: memo, says: It is slow.}\n", "").replace("evidence:\n", "")
    hint = "this is a source; state evidence of it, and name that"
    assert [p.hint for p in problems(bare)] == [hint]

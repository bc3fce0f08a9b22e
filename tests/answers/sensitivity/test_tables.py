"""``scenario sensitivity``: CSV, Markdown and tables, their sentences and their width."""

import csv
import io
import re

import pytest
from answers.sensitivity.tea import EVERYTHING, answer_of, strictly
from rich.cells import cell_len

from scenario_cli.answers.sensitivity.report import document, page
from scenario_cli.render.page import plain


def records_of(text):
    return list(csv.DictReader(io.StringIO(text)))


# CSV

COLUMNS = [
    "kind",
    "id",
    "option",
    "now",
    "at",
    "change",
    "to",
    "stable_low",
    "stable_high",
    "within_range",
]


def test_csv_has_one_record_for_every_turning_point(ask):
    text = ask("--blend", "cheap.yaml", "-f", "csv")
    assert text.splitlines()[0] == ",".join(COLUMNS)
    records = records_of(text)
    found = strictly(ask("--blend", "cheap.yaml", "-f", "json"))
    swings = [r for r in records if r["kind"] in ("driver", "factor")]
    expected = [
        (swing["kind"], swing["id"], flip["at"] if flip else None)
        for swing in found["one_way"]
        for flip in swing["flips"] or [None]
    ]
    assert [(r["kind"], r["id"], float(r["at"]) if r["at"] else None) for r in swings] == expected
    by_id = {(swing["kind"], swing["id"]): swing for swing in found["one_way"]}
    for r in swings:
        swing = by_id[r["kind"], r["id"]]
        assert [float(r["stable_low"]), float(r["stable_high"])] == swing["stable"]
        assert float(r["now"]) == swing["weight"]
    ratings = [r for r in records if r["kind"] == "rating"]
    assert [
        (r["option"], r["id"], float(r["at"]) if r["at"] else None, r["to"].split(), r["within_range"])
        for r in ratings
    ] == [
        (c["option"], c["factor"], c["flip_at"], c["to"], str(c["within_range"]).lower())
        for c in found["ratings"]
    ]
    shifts = [r for r in records if r["kind"] == "shift"]
    assert [(r["option"], float(r["change"]) if r["change"] else None) for r in shifts] == [
        (s["option"], s["points"]) for s in found["shifts"]
    ]
    (turn,) = [r for r in records if r["kind"] == "blend"]
    assert (turn["id"], float(turn["at"]), turn["to"]) == (
        "cheap",
        found["blend"]["segments"][0]["to"],
        "black",
    )
    assert {r["kind"] for r in records} == {"driver", "factor", "rating", "shift", "blend"}


def test_csv_names_nobody_as_first_where_nothing_does_it(ask):
    for record in records_of(ask("-f", "csv")):
        if record["at"] == "" and record["change"] == "":
            assert record["to"] == ""


# Markdown and tables


def test_markdown_tables_have_as_many_cells_in_each_row_as_in_the_head(ask):
    text = ask(*EVERYTHING, "-f", "md")
    tables = re.findall(r"((?:^\|.*\|\n)+)", text, re.MULTILINE)
    assert len(tables) >= 7
    for table in tables:
        counts = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(counts) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"lock": ["fame"]},
        {"for_": "dust"},
        {"for_": "green"},
        {"for_": "black"},
        {"blend": "cheap.yaml"},
        {"weights": "cheap.yaml"},
    ],
)
def test_every_table_asks_a_question_and_ends_in_a_sentence(tea, asked):
    drawn = page(answer_of(**asked), 100)
    assert drawn.finding.endswith(".")
    for table in drawn.tables:
        assert re.search(r"\?( |$)", table.title)
        assert re.fullmatch(r"[A-Z0-9].*\.", table.finding)
        assert ".." not in table.finding


def test_the_sentences_say_what_their_tables_show(tea):
    answer = answer_of(blend="cheap.yaml", for_="black")
    one_way, whole, ratings, shifts, weights, wrong, blend = page(answer, 100).tables
    found = document(answer)
    swing = min(
        (s for s in found["one_way"] if s["flips"]),
        key=lambda s: min(abs(flip["change"]) for flip in s["flips"]),
    )
    flip = min(swing["flips"], key=lambda f: abs(f["change"]))
    assert f"the weight of {swing['id']}" in one_way.finding
    assert f"from {swing['weight'] * 100:.1f}% to {flip['at'] * 100:.1f}%" in one_way.finding
    assert one_way.finding.startswith("First place changes if")
    turning = {s["id"] for s in found["one_way"] if len(s["segments"]) > 1}
    assert whole.finding.startswith(f"{len(turning)} weights have a turning point")
    reachable = [c for c in found["ratings"] if c["flip_at"] is not None]
    assert ratings.finding.startswith(f"{len(reachable)} of 16 ratings can change first place alone")
    covered = [c for c in reachable if c["within_range"]]
    assert f"for {len(covered)} of them" in ratings.finding
    least = min((s for s in found["shifts"] if s["points"] is not None), key=lambda s: s["points"])
    said = f"{least['points']:.1f} percentage points of weight, which put {least['option']} first."
    assert shifts.finding == f"The least is {said}"
    assert weights.finding.startswith(f"{found['shifts'][1]['points']:.1f} percentage points")
    assert wrong.finding == f"{len(found['for']['ratings'])} rating would do."
    assert f"{found['blend']['segments'][0]['to'] * 100:.1f}%" in blend.finding
    assert len(ratings.rows) == len(reachable)
    assert len(shifts.rows) == 3


def test_ratings_stand_nearest_first_with_their_unit_and_marks(tea):
    ratings = page(answer_of(), 100).tables[2]
    steps = [float(plain(row[4])) for row in ratings.rows]
    assert steps == sorted(steps)
    units = {plain(row[1]): plain(row[3]).partition(" ")[2] for row in ratings.rows}
    assert units["price"] == "EUR"
    assert units["mild"] == ""
    marks = {(plain(row[0]), plain(row[1])): plain(row[6]) for row in ratings.rows}
    assert marks["herbs", "fresh"] == "in range"


def test_the_weights_that_put_three_first_in_turn_are_each_named_once(written):
    sentence = page_sentence(written([[10, 0], [0, 10], [6, 6]], [1, 1])(), "turning point")
    assert sentence.count("d0") == 1


def page_sentence(text, words):
    (line,) = [line for line in text.splitlines() if words in line]
    return line


def test_the_finding_tells_two_different_ratings_apart(written):
    euro = {"worst": 20000, "best": 10000, "unit": "EUR", "step": 10}
    said = written([[12340], [12344]], [1], scales=[euro])()
    after, now = re.search(r"at (\S+) instead of (\S+) it puts", said).groups()
    assert after != now


def test_ratings_are_told_as_numbers_that_a_file_could_hold(written):
    euro = {"worst": 20000, "best": 10000, "unit": "EUR", "step": 10}
    assert "12350 EUR" in written([[12340], [12350]], [1], scales=[euro])()


def test_a_turn_close_by_is_told_apart_from_the_present_weight(written):
    """The two differ by 2e-7 of a rating: 1e-6 points, and the turn is 5e-9 away."""
    said = written([[10, 0.0000002], [0, 10]], [1, 1])()
    now, then = re.search(r"d\d falls from (\S+)% to (\S+)%, which", said).groups()
    assert now.rstrip("0") == "50."
    assert float(then) == pytest.approx(50 - 5e-7, abs=1e-7)
    assert re.search(r"jointly, \S*[1-9]\S* points of weight", said)


def test_an_unknown_rating_that_would_have_to_be_known_is_told_as_unknown(written):
    table = written([[9], [9], ["unknown"]], [1])("--for", "o2").partition("Which ratings would")[2]
    assert re.search(r"^o2 +d0 +unknown +9 +4\.0$", table, re.MULTILINE)


def test_the_finding_does_not_put_an_option_first_by_leaving_its_rating_alone(written):
    said = written([[10, 5], [5, 10]], [1, 1])()
    assert not re.search(r"at (\S+) instead of \1 ", said)


def test_a_tie_of_certain_ratings_is_not_covered_by_a_stated_doubt(written):
    assert "the stated doubt already covers it" not in written([[9, 5], [5, 9]], [1, 1])()


# Width


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize(
    "args", [[], list(EVERYTHING), ["--two-way", "mild,price"], ["--for", "green"]], ids=" ".join
)
def test_no_line_is_longer_than_the_page(ask, args, width):
    lines = ask(*args, "--width", str(width)).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) > 30


def test_nothing_is_cut_at_80_columns(ask):
    narrow, wide = (ask(*EVERYTHING, "--width", str(width)) for width in (80, 400))
    for word in ("green", "black", "herbs", "dust", "mild", "fresh", "EUR", "in range"):
        assert len(re.findall(rf"\b{word}\b", narrow)) == len(re.findall(rf"\b{word}\b", wide))

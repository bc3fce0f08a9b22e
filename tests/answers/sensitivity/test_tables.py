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


@pytest.mark.parametrize(("more", "count"), [((), 4), (("--all",), 8)])
def test_markdown_tables_have_as_many_cells_in_each_row_as_in_the_head(ask, more, count):
    text = ask(*EVERYTHING, *more, "-f", "md")
    tables = re.findall(r"((?:^\|.*\|\n)+)", text, re.MULTILINE)
    assert len(tables) == count
    for table in tables:
        counts = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(counts) == 1


@pytest.mark.parametrize("whole", [False, True])
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
def test_every_table_asks_a_question_and_answers_it_in_rows_or_a_sentence(tea, asked, whole):
    drawn = page(answer_of(**asked), 100, whole=whole)
    assert re.fullmatch(r"[A-Z0-9].*\.", drawn.finding)
    for table in drawn.tables:
        assert re.search(r"\?( |$)", table.title)
        assert table.rows or table.finding
        assert table.finding == "" or re.fullmatch(r"[A-Z0-9].*\.", table.finding)
        assert ".." not in table.finding + drawn.finding


def test_the_sentences_say_what_their_tables_show(tea):
    answer = answer_of(blend="cheap.yaml", for_="black")
    weights, wrong, blend, one_way, whole, ratings, shifts = page(answer, 100, whole=True).tables
    found = document(answer)
    assert shown_flips(one_way) == flips_of(found)
    turning = {s["id"] for s in found["one_way"] if len(s["segments"]) > 1}
    assert whole.finding.startswith(f"{len(turning)} weights have a turning point")
    reachable = [c for c in found["ratings"] if c["flip_at"] is not None]
    assert ratings.finding == f"{len(reachable)} of 16 ratings can change first place alone."
    covered = [c for c in reachable if c["within_range"]]
    assert ratings.legend == [f"* inside the range stated for the rating ({len(covered)})."]
    assert sum(plain(row[4]).endswith(" *") for row in ratings.rows) == len(covered)
    possible = [s for s in found["shifts"] if s["points"] is not None]
    told = [(TITLES[s["option"]], f"{s['points']:.1f}") for s in sorted(possible, key=lambda s: s["points"])]
    assert [(row[0], row[1]) for row in shifts.rows] == [*told, ("Tea dust", "none")]
    assert shifts.rows[-1][2] == "no weights put it first"
    least = found["shifts"][1]
    assert weights.finding.startswith(f"{least['points']:.1f} percentage points")
    assert wrong.finding == f"{len(found['for']['ratings'])} rating would do."
    (change,) = found["for"]["ratings"]
    turn = found["blend"]["segments"][0]["to"]
    assert [row[0] for row in blend.rows] == [f"0.0-{turn * 100:.1f}", f"{turn * 100:.1f}-100.0"]
    assert len(ratings.rows) == len(reachable)
    assert page(answer, 100).finding == found["finding"]
    assert found["finding"] == (
        f"For Black tea to come first under plain, {least['points']:.1f} points of weight would have to "
        f"move, or one rating would have to change (Black tea on Mild from 4 to {change['to']:.4g}); on the "
        f"way from plain to cheap, Green tea is first until at {turn * 100:.1f}% Black tea comes first."
    )


TITLES = {"green": "Green tea", "black": "Black tea", "herbs": "Herbs", "dust": "Tea dust"}


def shown_flips(table):
    """What a table says of each weight: its title, its share, where it turns, who is then first."""
    rows = [list(map(plain, row)) for row in table.rows]
    return {
        (title, now, *turn)
        for title, now, _, at, to, _ in rows
        if now
        for turn in zip(at.split("\n"), to.split("\n"), strict=True)
    }


def flips_of(found):
    return {
        (
            swing["id"].capitalize(),
            f"{swing['weight'] * 100:.1f}",
            f"{flip['at'] * 100:.1f} ({flip['change'] * 100:+.1f})",
            TITLES[flip["to"][0]],
        )
        for swing in found["one_way"]
        for flip in swing["flips"]
    }


def test_the_short_page_has_the_same_turning_points_of_the_nearest(tea):
    answer = answer_of()
    nearest, ratings, shifts = page(answer, 100).tables
    shown = [list(map(plain, row)) for row in nearest.rows]
    told = {
        (title.strip(), now.removesuffix("%"), at.replace("%", ""), to)
        for title, now, at, to, _ in shown
        if now
    }
    assert told == flips_of(document(answer))
    all_ratings = page(answer, 100, whole=True).tables[2]
    assert ratings.rows == all_ratings.rows[: len(ratings.rows)]
    assert ratings.left_out == f"{len(all_ratings.rows) - len(ratings.rows)} more ratings"
    assert [row[:2] for row in shifts.rows] == [
        row[:2] for row in page(answer, 100, whole=True).tables[3].rows
    ]


def test_ratings_stand_nearest_first_with_their_unit_and_marks(tea):
    ratings = page(answer_of(), 100, whole=True).tables[2]
    steps = [float(plain(row[4]).removesuffix(" *")) for row in ratings.rows]
    assert steps == sorted(steps)
    units = {plain(row[1]): plain(row[3]).partition(" ")[2] for row in ratings.rows}
    assert units["Price"] == "EUR"
    assert units["Mild"] == ""
    marks = {(plain(row[0]), plain(row[1])) for row in ratings.rows if plain(row[4]).endswith(" *")}
    assert marks == {("Herbs", "Fresh"), ("Green tea", "Mild")}


def test_the_weights_that_put_three_first_in_turn_are_each_named_once(written):
    sentence = page_sentence(written([[10, 0], [0, 10], [6, 6]], [1, 1])("--all"), "turning point")
    assert sentence.count("D0") == 1


def page_sentence(text, words):
    (line,) = [line for line in text.splitlines() if words in line]
    return line


def test_the_finding_tells_two_different_ratings_apart(written):
    euro = {"worst": 20000, "best": 10000, "unit": "EUR", "step": 10}
    said = written([[12340], [12344]], [1], scales=[euro])()
    after, now = re.search(r"were rated (?:above|below) (\S+) \(now (\S+)\)", said).groups()
    assert after != now


def test_ratings_are_told_as_numbers_that_a_file_could_hold(written):
    euro = {"worst": 20000, "best": 10000, "unit": "EUR", "step": 10}
    assert "12350 EUR" in written([[12340], [12350]], [1], scales=[euro])()


def test_a_turn_close_by_is_told_apart_from_the_present_weight(written):
    """The two differ by 2e-7 of a rating: 1e-6 points, and the turn is 5e-9 away."""
    said = written([[10, 0.0000002], [0, 10]], [1, 1])()
    then, now = re.search(r"weight of D\d fell below (\S+)% \(now (\S+)%\)", said).groups()
    assert now.rstrip("0") == "50."
    assert float(then) == pytest.approx(50 - 5e-7, abs=1e-7)
    assert re.search(r"if \S*[1-9]\S* points of weight moved together", said)


def test_an_unknown_rating_that_would_have_to_be_known_is_told_as_unknown(written):
    table = written([[9], [9], ["unknown"]], [1])("--for", "o2").partition("Which ratings would")[2]
    assert re.search(r"^Option 2 +D0 +unknown +9 +4\.0$", table, re.MULTILINE)


def test_the_finding_does_not_put_an_option_first_by_leaving_its_rating_alone(written):
    said = written([[10, 5], [5, 10]], [1, 1])()
    assert not re.search(r"(?:above|below) (\S+) \(now \1\)", said)
    assert "tie for first under points; any change of the weight of D0 decides between them." in said


def test_a_tie_of_certain_ratings_is_not_covered_by_a_stated_doubt(written):
    said = written([[9, 5], [5, 9]], [1, 1])("--all")
    assert re.search(r"^Option 0 +D0 +9 +9 +0\.0 +Option [01]", said, re.MULTILINE)
    assert "inside the range" not in said


def test_who_is_put_first_is_said_once_and_not_of_weights_that_never_do_it(written):
    """D0 and D1 turn it, D2 on which both rate alike never does."""
    said = written([[9, 1, 5], [1, 8, 5]], [2, 1, 1])()
    assert "What would change the answer? Each that turns it puts Option 1 first:" in said
    assert re.search(r"^ +D2 +25\.0% +never", said, re.MULTILINE)
    said = written([[9, 1], [1, 8]], [2, 1])()
    assert "What would change the answer? Each of these puts Option 1 first:" in said


# Width


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize(
    "args",
    [[], ["--all"], [*EVERYTHING, "--all"], ["--two-way", "mild,price"], ["--for", "green", "--all"]],
    ids=" ".join,
)
def test_no_line_is_longer_than_the_page(ask, args, width):
    lines = ask(*args, "--width", str(width)).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len(lines) > 30


def test_nothing_is_cut_at_80_columns(ask):
    narrow, wide = (ask(*EVERYTHING, "--all", "--width", str(width)) for width in (80, 400))
    for word in (
        "Green",
        "Black",
        "Herbs",
        "dust",
        "Mild",
        "Fresh",
        "EUR",
        "range",
        "never",
        "Order",
        "holds",
    ):
        count = len(re.findall(rf"\b{word}\b", wide))
        assert len(re.findall(rf"\b{word}\b", narrow)) == count
        assert count or word == "never"

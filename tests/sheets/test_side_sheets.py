"""The sheets beside the ratings: read by their heads in any workbook, and refused at the cell where wrong."""

import pytest
from books import book, gives

import scenario_cli as sc
from scenario_cli.sheets.beside import HEADS

ROWS = [
    ["driver", "driver id", "factor", "factor id", "worst", "best", "weight ana", "Keep", "New"],
    ["option id", None, None, None, None, None, None, "keep", "new"],
    ["Comfort", "comfort", "Taste", "taste", 0, 10, 40, 4, 8],
    ["Price", "price", None, None, 900, 100, 60, 100, 700],
]
ABOUT = [["title", "Tea"], ["question", "Which?"], ["status quo", "keep"], ["made by", "scenario-cli 9.9"]]


def sheet(name, *rows):
    return {name: [list(HEADS[name]), *rows]}


def made(notes=None, **sheets):
    return sc.import_sheet(book("t.xlsx", notes=notes, Ratings=ROWS, **sheets))


def refused(notes=None, **sheets):
    with pytest.raises(sc.InputError) as told:
        made(notes, **sheets)
    return [str(mistake) for mistake in told.value.mistakes]


def codes(answer):
    return [note.code for note in answer.notes if note.level == "warning" or note.code.endswith("read")]


def test_curves_are_read_and_their_ends_are_those_of_the_scale(folder):
    rows = [["taste", "worst", gives("=Ratings!E3"), gives("=1"), 0], ["taste", None, 3, 0.3, 0.6]]
    answer = made(**sheet("Curves", *rows, ["taste", "best", 10, 1, 1]))
    assert answer.scenario.factors["taste"].scale.values == {3: 0.6}
    assert "values: {3: 0.6}" in answer.text
    (note,) = [note for note in answer.notes if note.code == "other-sheets"] or [None]
    assert note is None


def test_a_curve_of_no_factor_here_is_warned_of(folder):
    answer = made(**sheet("Curves", ["wait", None, 3, 0.3, 0.6], ["taste", None, 3, 0.3, 0.6]))
    (note,) = [note for note in answer.notes if note.level == "warning"]
    assert str(note) == (
        "t.xlsx:Ratings!A1: warning: what the sheet 'Curves' says of 'wait' is not read: no such factor "
        "stands here [curves-not-read]"
    )
    many = made(**sheet("Curves", *([f"f{k}", None, 3, 0.3, 0.6] for k in range(13))))
    assert "says of 13 factors" in next(note.message for note in many.notes if note.level == "warning")


def test_levels_and_anchors_are_read_and_a_note_names_the_level(folder):
    levels = sheet("Levels", ["taste", 4, "fair", "Drinkable."], ["taste", 0, None, "Not drinkable."])
    answer = made({"H3": "Tried.\nLevel: fair", "I3": "Level: fair"}, **levels)
    scale = answer.scenario.factors["taste"].scale
    assert (scale.levels, scale.anchors) == ({"fair": 4}, {4: "Drinkable.", 0: "Not drinkable."})
    keep, new = (answer.scenario.ratings[option]["taste"] for option in ("keep", "new"))
    assert (keep.value, keep.why) == ("fair", "Tried.")
    assert new.value == 8
    assert [str(note) for note in answer.notes if note.code == "level-not-read"] == [
        "t.xlsx:Ratings!I3: note: the note of this cell names the level 'fair', which its number is not "
        "[level-not-read]; the number holds"
    ]


def test_without_such_sheets_a_note_is_the_reason_as_it_stands(folder):
    said = "Tried.\nLevel: fair\nEvidence e (T, p. 1): So."
    answer = made({"H3": said})
    assert answer.scenario.ratings["keep"]["taste"].why == said
    assert answer.scenario.ratings["keep"]["taste"].evidence == ["taste"]


EVIDENCE = {
    **sheet("Evidence", ["e", "s", "p. 1", "So.", None], ["f", "s", None, "Or so.", "Heard."]),
    **sheet("Sources", ["s", "T", None, "A. Writer\nB. Reader", None, "2024-05", None]),
}


def test_a_note_that_cites_evidence_word_for_word_does_so(folder):
    notes = {
        "H3": "Tried.\nEvidence f (T): Or so.\nEvidence e (T, p. 1): So.",
        "I3": "Evidence e (T, p. 1): So it was.",
        "H4": "Evidence e (T, p. 1): So.\nAna: I do not think so.",
    }
    answer = made(notes, **EVIDENCE)
    scenario = answer.scenario
    assert scenario.sources["s"].authors == ["A. Writer", "B. Reader"]
    assert scenario.evidence["f"].about == "Heard."
    taste, price = scenario.ratings["keep"]["taste"], scenario.ratings["keep"]["price"]
    assert (taste.why, taste.evidence) == ("Tried.", ["f", "e"])
    assert (price.why, price.evidence) == ("Ana: I do not think so.", ["e"])
    changed = scenario.ratings["new"]["taste"]
    assert (changed.why, changed.evidence) == ("Evidence e (T, p. 1): So it was.", ["taste"])
    assert scenario.ratings["new"]["price"].evidence == ["price"]


def test_what_about_says_of_the_scenario_is_read_where_export_made_it(folder):
    answer = made(About=[*ABOUT, ["scenario tea", f"SHA-256 {'0' * 64}"], ["Reviewed", "by Bo"]])
    scenario = answer.scenario
    assert (scenario.title, scenario.question, scenario.status_quo) == ("Tea", "Which?", "keep")
    assert scenario.sources["table"].about.endswith(f"; made from scenario tea (SHA-256 {'0' * 64})")
    assert all(not rating.evidence for row in scenario.ratings.values() for rating in row.values())
    (note,) = [note for note in answer.notes if note.code == "not-read"]
    assert str(note).startswith(
        "t.xlsx:About!A6: note: not read, since it is no part of the table: A6 and B6"
    )
    other = made(About=ABOUT[:3])
    assert (other.scenario.title, other.scenario.status_quo) == ("T", None)
    assert "other-sheets" in [note.code for note in other.notes]


def test_texts_of_people_are_on_one_line_and_those_of_export_as_they_are(folder):
    rows = [[*ROWS[0][:7], "Keep  the\nold", "New"], *ROWS[1:]]
    for about, title in ((ABOUT, "Keep  the\nold"), ([], "Keep the old")):
        sheets = {"About": about} if about else {}
        answer = sc.import_sheet(book("t.xlsx", Ratings=rows, **sheets))
        assert answer.scenario.options["keep"].title == title


POINTS = [["ana", "comfort", None, 2], ["ana", "comfort", "taste", 5], ["ana", "price", None, 3]]


def test_points_as_they_are_stated_hold_while_those_of_the_whole_are_the_same(folder):
    (weights,) = made(**sheet("Points", *POINTS)).weights
    assert (weights.drivers, weights.factors) == ({"comfort": 2, "price": 3}, {"comfort": {"taste": 5}})
    for changed in (
        [*POINTS[:2], ["ana", "price", None, 4]],
        POINTS[:2],
        [POINTS[0], ["ana", "comfort", "wait", 5], POINTS[2]],
        [POINTS[0], ["ana", "comfort", "taste", 0], POINTS[2]],
        [["ana", "comfort", None, 0], ["ana", "price", None, 0]],
        [["ana", "price", None, 3], ["ana", "comfort", None, 2]],
    ):
        answer = made(**sheet("Points", *changed))
        assert answer.weights[0].drivers == {"comfort": 40, "price": 60}
        assert "points-differ" in [note.code for note in answer.notes]
    nobody = made(**sheet("Points", ["bo", "comfort", None, 1]))
    assert nobody.weights[0].drivers == {"comfort": 40, "price": 60}
    assert "points-differ" not in [note.code for note in nobody.notes]


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        (
            sheet("Curves", ["taste", None, "x", 0, 0.5], ["taste", None, 4, 0, "4,5"]),
            [
                "Curves!C2: error: expected a number, found the text 'x' [wrong-type]",
                "Curves!E3: error: expected a number, found the text '4,5' [wrong-type]; write 4.5",
            ],
        ),
        (
            sheet("Curves", ["taste", None, 3, 0, 0.5], ["taste", None, 3, 0, 0.6]),
            ["Curves!C3: error: '3' stands here a second time [duplicate-key]"],
        ),
        (
            sheet("Curves", ["taste", None, 30, 0, 0.5], ["Taste", None, 3, 0, 0.5]),
            [
                "Curves!E2: error: 30 is outside the scale 0 to 10 [out-of-scale]",
                "Curves!A3: error: expected an id, found 'Taste' [bad-id]; ids are",
            ],
        ),
        (
            sheet("Levels", ["taste", 30, "high", None], ["price", 100, "Cheap", None]),
            [
                "Levels!B2: error: 30 is outside the scale 0 to 10 [out-of-scale]",
                "Levels!C3: error: expected an id, found 'Cheap' [bad-id]; ids are",
            ],
        ),
        (
            sheet("Evidence", ["e", "nowhere", None, "So.", None]),
            ["Evidence!B2: error: unknown source 'nowhere' [unknown-source]; known: table"],
        ),
        (
            sheet("Sources", ["s", "T", None, None, None, None, "t"]),
            ["Sources!G2: error: unknown other source 't' [unknown-source]; known: table"],
        ),
        (
            {"About": [*ABOUT[:2], ["status quo", "kept"], ABOUT[3]]},
            ["About!B3: error: unknown option 'kept'"],
        ),
        (
            sheet("Points", ["ana", "comfort", None, -1], ["ana", "price", None, None]),
            [
                "Points!D2: error: expected a number at least 0, found -1 [out-of-range]",
                "Points!D3: error: expected a number, found the text '' [wrong-type]",
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_made(folder, sheets, told):
    found = refused(**sheets)
    assert len(found) == len(told)
    for line, start in zip(sorted(found), sorted(told), strict=True):
        assert line.startswith(f"t.xlsx:{start}")


def test_what_stands_beside_these_tables_is_named(folder):
    rows = sheet("Levels", ["taste", 4, "fair", None, None, "a remark"])
    (note,) = [note for note in made(**rows).notes if note.code == "not-read"]
    assert str(note) == "t.xlsx:Levels!F2: note: not read, since it is no part of the table: F2 [not-read]"


def test_a_sheet_with_other_heads_is_another_sheet(folder):
    answer = made(Curves=[["Some words"]], Points=[["weights", "points"], ["ana", 3]])
    assert answer.weights[0].drivers == {"comfort": 40, "price": 60}
    (note,) = [note for note in answer.notes if note.code == "other-sheets"]
    assert note.message == "read from this sheet alone, not from 'Curves' and 'Points'"


def test_a_hidden_sheet_of_these_is_read_as_its_formulas_are_and_that_is_said(folder):
    curve = sheet("Curves", ["taste", None, 3, 0.3, 0.6])
    answer = sc.import_sheet(book("t.xlsx", then=lambda made: made["Curves"].hide(), Ratings=ROWS, **curve))
    assert answer.scenario.factors["taste"].scale.values == {3: 0.6}
    assert [str(note) for note in answer.notes if note.level == "warning"] == [
        "t.xlsx:Curves!A1: warning: this sheet is hidden, and is read all the same [hidden-sheet]"
    ]

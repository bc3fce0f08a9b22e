"""Workbooks as people have them: imported right, or refused at the cell."""

import datetime

import pytest
from books import Shown, book, gives, transposed

import scenario_cli as sc

HEADS = ["driver", "factor", "worst", "best", "unit", "Keep the old one", "Buy new"]
ROWS = [
    HEADS,
    ["Comfort", "Taste", 0, 10, None, 4, 8],
    [None, "Waiting time", 6, 0, "min", 4, None],
    ["Price", None, 900, 100, "EUR", 100, 700],
]


def values(scenario):
    return {
        option: {factor: rating.value for factor, rating in cells.items()}
        for option, cells in scenario.ratings.items()
    }


def refused(*args, **options):
    with pytest.raises(sc.InputError) as told:
        sc.import_sheet(*args, **options)
    return [str(mistake) for mistake in told.value.mistakes]


def codes(answer):
    return [note.code for note in answer.notes]


READ = {
    "keep_the_old_one": {"taste": 4, "waiting_time": 4, "price": 100},
    "buy_new": {"taste": 8, "waiting_time": "unknown", "price": 700},
}


def test_a_plain_table(folder):
    answer = sc.import_sheet(book("coffee.xlsx", Ratings=ROWS))
    scenario = answer.scenario
    assert values(scenario) == READ
    assert scenario.driver_of == {"taste": "comfort", "waiting_time": "comfort", "price": "price"}
    scale = scenario.factors["waiting_time"].scale
    assert (scale.worst, scale.best, scale.unit) == (6, 0, "min")
    assert scenario.drivers["price"].title == "Price"
    assert (scenario.id, answer.direction, answer.at) == ("coffee", "across", "A1:G4")
    assert scenario.sources["table"].title == "coffee.xlsx, sheet Ratings"
    assert scenario.evidence["price"].at == "Ratings!A4:G4"
    assert codes(answer) == ["options-guessed", "no-weights"]


def test_the_same_table_the_other_way_round(folder):
    answer = sc.import_sheet(book("coffee.xlsx", Ratings=transposed(ROWS)))
    assert values(answer.scenario) == READ
    assert answer.direction == "down"
    assert "options stand down" in answer.notes[0].message


def test_a_table_that_starts_elsewhere_among_blanks_and_remarks(folder):
    rows = [["What the office thinks"], [], [None, None, *ROWS[0]], []]
    rows += [[None, None, *row] for row in ROWS[1:]] + [[], [], [None, None, "Source: my head"]]
    answer = sc.import_sheet(book("coffee.xlsx", Ratings=rows))
    assert values(answer.scenario) == READ
    assert answer.at == "C3:I7"
    note = next(note for note in answer.notes if note.code == "not-read")
    assert "A1 and C10" in note.message


def test_merged_drivers(folder):
    rows = [HEADS, [None, "Taste", 0, 10, None, 4, 8], [None, "Wait", 6, 0, None, 4, 1]]
    name = book("coffee.xlsx", merged=[("A2:A3", "Comfort")], Ratings=rows)
    assert sc.import_sheet(name).scenario.driver_of == {"taste": "comfort", "wait": "comfort"}


def test_a_driver_that_heads_a_group_of_rows(folder):
    rows = [HEADS, ["Comfort"], [None, "Taste", 0, 10, None, 4, 8], [None, "Wait", 6, 0, None, 4, 1]]
    scenario = sc.import_sheet(book("coffee.xlsx", Ratings=rows)).scenario
    assert scenario.driver_of == {"taste": "comfort", "wait": "comfort"}


def test_ratings_that_are_merged_are_refused(folder):
    rows = [HEADS, ["Comfort", "Taste", 0, 10, None, None, 8], [None, "Wait", 0, 10, None, None, 1]]
    name = book("coffee.xlsx", merged=[("F2:F3", "4")], Ratings=rows)
    assert refused(name) == [
        "coffee.xlsx:Ratings!F3: error: this cell is merged into another one [merged]; "
        "write the number in each cell"
    ]


def test_per_cents_are_read_as_they_are_shown(folder):
    rows = [
        [*HEADS, "weight Red"],
        ["Trust", "Share", Shown(0), Shown(1), None, Shown(0.07), Shown(0.285), Shown(0.57)],
        ["Price", None, 900, 100, "EUR", 100, 700, Shown(0.43)],
    ]
    answer = sc.import_sheet(book("coffee.xlsx", Ratings=rows))
    scale = answer.scenario.factors["share"].scale
    assert (scale.worst, scale.best, scale.unit) == (0, 100, "%")
    assert values(answer.scenario)["keep_the_old_one"]["share"] == 7
    assert values(answer.scenario)["buy_new"]["share"] == 28.5
    assert answer.weights[0].drivers == {"trust": 57, "price": 43}


def test_per_cents_among_plain_numbers_are_refused(folder):
    rows = [HEADS, ["Trust", "Share", 0, 1, None, Shown(0.07), 0.3]]
    assert refused(book("coffee.xlsx", Ratings=rows)) == [
        "coffee.xlsx:Ratings!F2: error: a number with a per cent sign, among others of this factor "
        "without one [mixed-per-cent]; write all of them alike"
    ]


def test_what_a_spreadsheet_made_of_numbers_is_refused_all_at_once(folder):
    rows = [
        HEADS,
        ["A", "Date", 0, 10, None, datetime.datetime(2024, 4, 3), 4],
        ["A", "Truth", 0, 10, None, True, 4],
        ["A", "Error", 0, 10, None, gives("=1/0", "#DIV/0!"), 4],
        ["A", "Uncomputed", 0, 10, None, gives("=A1*2"), 4],
        ["A", "Comma", 0, 10, None, "4,5", "?"],
        ["A", "Outside", 0, 10, None, 11, 4],
        ["A", "Words", 0, "ten", None, 4, 4],
    ]
    name = book("coffee.xlsx", My_data=rows)
    told = refused(name, output="coffee.yaml")
    assert [line.split(": ", 1)[0] for line in told] == [
        f"coffee.xlsx:My data!{cell}" for cell in ("F2", "F3", "F4", "F5", "F6", "G6", "F7", "D8")
    ]
    assert "found the date 2024-04-03" in told[0]
    assert "found TRUE" in told[1]
    assert "#DIV/0!" in told[2]
    assert "does not say what this formula gives" in told[3]
    assert told[4].endswith("found the text '4,5' [wrong-type]; write 4.5")
    assert told[5].endswith("write unknown")
    assert told[6].endswith("11 is outside the scale 0 to 10 [out-of-scale]")
    assert not (folder / "coffee.yaml").exists()


def test_numbers_kept_as_text_and_computed_ones_are_numbers(folder):
    rows = [HEADS, ["A", "B", "0", " 10 ", None, "4.5", gives("=2+6", 8)]]
    assert values(sc.import_sheet(book("coffee.xlsx", Ratings=rows)).scenario) == {
        "keep_the_old_one": {"b": 4.5},
        "buy_new": {"b": 8},
    }


def test_a_note_is_the_reason_of_its_rating(folder):
    rows = [[*HEADS, "why Buy new"], *[list(row) for row in ROWS[1:]]]
    rows[1] += ["Tried in the shop."]
    notes = {
        "F2": "Ana:\nHalf of us bring our own.",
        "G3": "Nobody has timed it.",
        "G2": "Twice.",
        "B2": "Of the coffee.",
    }
    answer = sc.import_sheet(book("coffee.xlsx", notes=notes, Ratings=rows))
    scenario, ratings = answer.scenario, answer.scenario.ratings
    assert ratings["keep_the_old_one"]["taste"].why == "Ana:\nHalf of us bring our own."
    assert ratings["buy_new"]["taste"].why == "Tried in the shop."
    assert [str(note) for note in answer.notes if note.code == "note-not-read"] == [
        "coffee.xlsx:Ratings!G2: note: the note of this cell is not read, since 'why Buy new' says otherwise "
        "[note-not-read]"
    ]
    assert (ratings["buy_new"]["waiting_time"].value, ratings["buy_new"]["waiting_time"].why) == (
        "unknown",
        "Nobody has timed it.",
    )
    assert scenario.factors["taste"].about == "Of the coffee."


@pytest.mark.parametrize(
    ("note", "kept"),
    [("Tried.\nEvidence e (S): Says.", "Tried.\nEvidence e (S): Says."), ("Tried", "Tried."), ("", "Tried.")],
)
def test_a_note_that_adds_to_its_reason_is_kept(folder, note, kept):
    rows = [["driver", "factor", "A", "why A"], ["X", "Y", 3, "Tried."]]
    answer = sc.import_sheet(book("coffee.xlsx", notes={"C2": note} if note else {}, Ratings=rows))
    assert answer.scenario.ratings["a"]["y"].why == kept
    assert "note-not-read" not in codes(answer)


def test_a_note_of_a_newer_program_is_read_and_one_elsewhere_is_named(folder):
    told = (
        "[Threaded comment]\n\nYour version of Excel allows you to read this.\n\nComment:\n    Half of us.\n"
    )
    name = book("coffee.xlsx", notes={"F2": told, "C2": "Lost.", "A1": "Lost, too."}, Ratings=ROWS)
    answer = sc.import_sheet(name)
    assert answer.scenario.ratings["keep_the_old_one"]["taste"].why == "Half of us."
    note = next(note for note in answer.notes if note.code == "notes-not-read")
    assert note.message.endswith("A1 and C2")


def test_of_two_sheets_the_one_with_the_heads_is_read(folder):
    name = book("coffee.xlsx", Notes=[["Some words"]], Ratings=ROWS)
    answer = sc.import_sheet(name)
    assert answer.source == "coffee.xlsx, sheet Ratings"
    assert "other-sheets" in codes(answer)


def test_two_tables_are_refused_unless_one_is_named(folder):
    name = book("coffee.xlsx", One=ROWS, Two=ROWS)
    assert refused(name) == [
        "coffee.xlsx:1:1: error: several sheets hold such a table: 'One' and 'Two' "
        "[several-sheets]; name one sheet"
    ]
    assert sc.import_sheet(name, sheet="Two").source == "coffee.xlsx, sheet Two"
    assert "did you mean 'Two'?" in refused(name, sheet="Tow")[0]


def test_without_ends_ten_points_are_the_scale_only_where_they_fit(folder):
    rows = [["driver", "factor", "A", "B"], ["X", "Fits", 0, 10], ["X", "Does not", 4, 12]]
    assert refused(book("coffee.xlsx", Ratings=rows)) == [
        "coffee.xlsx:Ratings!D3: error: a rating outside 0 to 10, on a factor that states no worst and "
        "best [no-scale]; state worst and best of this factor"
    ]
    answer = sc.import_sheet(book("coffee.xlsx", Ratings=rows[:2]))
    assert "default-scale" in codes(answer)
    assert answer.scenario.factors["fits"].scale.best == 10


def test_ids_are_taken_where_they_stand(folder):
    rows = [
        ["driver", "driver id", "factor", "factor id", "worst", "best", "weight red-1", "Keep", "Sell"],
        ["option id", None, None, None, None, None, None, "k", "s-2"],
        ["Comfort", "c", "Taste", "t_1", 0, 10, 5, 4, 8],
    ]
    for table in (rows, transposed(rows)):
        answer = sc.import_sheet(book("coffee.xlsx", Ratings=table))
        assert values(answer.scenario) == {"k": {"t_1": 4}, "s-2": {"t_1": 8}}
        assert list(answer.scenario.drivers) == ["c"]
        assert answer.weights[0].id == "red-1"


def test_ids_alone_may_stand_under_the_titles(folder):
    rows = [ROWS[0], [None] * 5 + ["keep", "new"], *ROWS[1:]]
    assert list(sc.import_sheet(book("coffee.xlsx", Ratings=rows)).scenario.options) == ["keep", "new"]


def test_titles_in_any_script_have_ids(folder):
    rows = [["driver", "factor", "北京", "Über uns", "2024", "true", "北京 2"]]
    rows += [["Мощь", "Ærlighed", 1, 2, 3, 4, 5], ["Мощь", "味", 1, 2, 3, 4, 5]]
    scenario = sc.import_sheet(book("coffee.xlsx", Ratings=rows)).scenario
    assert list(scenario.options) == ["o1", "uber_uns", "o_2024", "o_true", "o_2"]
    assert scenario.driver_of == {"aerlighed": "d1", "f2": "d1"}
    assert scenario.options["o1"].title == "北京"


def test_weights_are_shared_out_over_drivers(folder):
    rows = [
        [*HEADS, "weight Red team"],
        *[[*row, points] for row, points in zip(ROWS[1:], (0.1, 0.2, 3), strict=True)],
    ]
    answer = sc.import_sheet(
        book("coffee.xlsx", Ratings=rows), output="scenarios/tea.yaml", weights_out="weights"
    )
    assert answer.files == ("scenarios/tea.yaml", "weights/red_team.yaml")
    weights = sc.read_weights("red_team", sc.read_scenario("tea"))
    assert weights.drivers == {"comfort": 0.3, "price": 3}
    assert weights.factors == {"comfort": {"taste": 0.1, "waiting_time": 0.2}}
    assert answer.scenario.weights == "red_team"
    assert sc.check(answer.files).flags == ()


def test_points_that_are_wrong_are_told(folder):
    rows = [[*HEADS, "weight Red", "weight Blue", "weight Zero"]]
    rows += [[*ROWS[1], -1, None, 0], [*ROWS[2], 2, None, 0], [*ROWS[3], None, None, 0]]
    told = refused(book("coffee.xlsx", Ratings=rows))
    assert [line.split(": ")[0].partition("!")[2] for line in told] == ["J1", "H2", "H4"]
    assert "all points of 'Zero' are 0" in told[0]


def test_what_would_be_lost_is_refused(folder):
    rows = [[*HEADS, None, "why Nobody"], [*ROWS[1], "a remark"], *ROWS[2:]]
    told = refused(book("coffee.xlsx", Ratings=rows))
    assert told == [
        "coffee.xlsx:Ratings!I1: error: no option 'Nobody' stands here [unknown-option]; "
        "known: Keep the old one, Buy new",
        "coffee.xlsx:Ratings!H2: error: no head stands above this cell [no-head]",
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["driver", "A"], ["X", 4]], "ambiguous-heads"),
        ([["nothing", "A"], ["X", 4]], "no-heads"),
        ([["driver", "factor", "factor", "A"], ["X", "Y", "Z", 4]], "duplicate-head"),
        ([["driver", "factor", "A", "A"], ["X", "Y", 3, 4]], "duplicate-id"),
        ([["driver", "factor", "A"], [None, "Y", 3]], "no-driver"),
        ([["driver", "factor", "A"], ["X", "Y", 3], [None, None, 3]], "no-factor"),
        ([["driver", "factor", "A"], ["X", "Y", 3], ["X", "y", 3]], "duplicate-id"),
        ([["driver", "factor", "A"], ["X", None, 3], ["X", "Y", 3]], "misplaced-key"),
        ([["driver", "factor", "worst", "A"], ["X", "Y", 3, 4]], "missing-key"),
        ([["driver", "factor", "weight", "A"], ["X", "Y", 3, 4]], "unnamed-head"),
        ([["driver", "factor", "factor id", "A"], ["X", "Y", "No Id", 4]], "bad-id"),
        ([["driver", "factor"], ["X", "Y"]], "no-options"),
        ([["driver", "factor", "A"]], "no-factors"),
        ([["driver", "factor", "weight R", "A"]], "no-factors"),
        ([["driver", "factor", "worst", "best", "A"], ["X", "Y", 3, 3, 3]], "bad-scale"),
        ([["driver", "factor", "worst", "best", "step", "A"], ["X", "Y", 0, 3, 9, 3]], "bad-scale"),
        ([["driver", "factor", "worst", "best", "minimum", "A"], ["X", "Y", 0, 3, 9, 3]], "out-of-scale"),
    ],
)
def test_each_mistake_has_its_code(folder, rows, code):
    with pytest.raises(sc.InputError) as told:
        sc.import_sheet(book("coffee.xlsx", Ratings=rows))
    assert [mistake.code for mistake in told.value.mistakes] == [code]
    assert all(mistake.cell.startswith("Ratings!") for mistake in told.value.mistakes)


def test_one_head_is_enough_where_the_direction_is_said(folder):
    name = book("coffee.xlsx", Ratings=[["driver", "A", "B"], ["X", 4, 5]])
    assert values(sc.import_sheet(name, options="across").scenario) == {"a": {"x": 4}, "b": {"x": 5}}
    assert values(sc.import_sheet(name, options="down").scenario) == {"x": {"a": 4, "b": 5}}


@pytest.mark.parametrize(
    ("head", "hint"),
    [
        ("Max", "write worst, best or minimum, or give the option another title"),
        ("minimum?", "write worst, best or minimum, or give the option another title"),
        ("ID", "write driver id, factor id or option id, or give the option another title"),
        ("comments:", "write why OPTION, or give the option another title"),
        ("Bemerkung", "write why OPTION, or give the option another title"),
        ("Description", "write why OPTION, or give the option another title"),
        ("Gesamt", "delete it, or give the option another title"),
        ("rank", "delete it, or give the option another title"),
        ("Average", "delete it, or give the option another title"),
    ],
)
def test_a_head_that_is_hardly_an_option_is_refused(folder, head, hint):
    rows = [["driver", "factor", "A", head], ["X", "Y", 3, 4]]
    name = head.rstrip(":")
    for table, cell in ((rows, "D1"), (transposed(rows), "A4")):
        told = refused(book("coffee.xlsx", Ratings=table))
        assert len(told) == 1
        assert told[0].startswith(f"coffee.xlsx:Ratings!{cell}: error: '{name}")
        assert told[0].endswith(f"is no head that is known, and hardly an option [unclear-head]; {hint}")


def test_a_head_with_an_id_is_an_option_and_others_keep_their_words(folder):
    rows = [["driver", "factor", "unit", "Max", "Total war"], ["option id", None, None, "max", "war"]]
    rows.append(["X", "Y", "kg", 3, 4])
    answer = sc.import_sheet(book("coffee.xlsx", Ratings=rows))
    assert list(answer.scenario.options) == ["max", "war"]


@pytest.mark.parametrize(("count", "said"), [(1, "'O1'"), (12, "'O11' and 'O12'"), (13, ": 13 options")])
def test_the_options_that_are_read_are_named(folder, count, said):
    titles = [f"O{i}" for i in range(1, count + 1)]
    name = book("coffee.xlsx", Ratings=[["driver", "factor", *titles], ["X", "Y", *[1] * count]])
    for options, code in ((None, "options-guessed"), ("across", "options-read")):
        note = sc.import_sheet(name, options=options).notes[0]
        assert note.code == code
        assert note.message.endswith(said)


@pytest.mark.parametrize(
    "title", ["Total", "SUM:", "Mean / average", "Mittelwert", "Total points", "Total cost"]
)
def test_a_line_of_totals_is_refused(folder, title):
    hint = "delete it, or give it another title"
    hint += ", or state its worst and best" * (title == "Total cost")
    head = ["driver", "factor", "weight R", "A", "B"]
    for line, cells in ((["", title], ("B3", "C2")), ([title, ""], ("A3", "C1"))):
        rows = [head, ["X", "Y", 60, 3, 4], [*(each or None for each in line), 60, 3, 4]]
        for table, cell in zip((rows, transposed(rows)), cells, strict=True):
            assert refused(book("coffee.xlsx", Ratings=table)) == [
                f"coffee.xlsx:Ratings!{cell}: error: '{title}' reads as a line of totals, not as a factor "
                f"[total-line]; {hint}"
            ]


def test_a_total_with_ends_of_its_own_is_a_factor(folder):
    rows = [["driver", "factor", "worst", "best", "A"], ["Price", "Total cost", 900, 100, 300]]
    assert values(sc.import_sheet(book("coffee.xlsx", Ratings=rows)).scenario) == {"a": {"total_cost": 300}}


def test_points_without_anything_to_rate_with_are_refused(folder):
    rows = [
        ["driver", "factor", "weight R", "A"],
        ["Comfort", None, 60],
        [None, "Taste", 40, 4],
        ["All", None, 9],
    ]
    assert refused(book("coffee.xlsx", Ratings=rows)) == [
        "coffee.xlsx:Ratings!A2: error: points stand here, but no rating and no worst and best [no-ratings]; "
        "write the points at each of the factors that follow",
        "coffee.xlsx:Ratings!A4: error: points stand here, but no rating and no worst and best [no-ratings]; "
        "delete it, or give it ratings, or worst and best",
    ]

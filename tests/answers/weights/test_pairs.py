"""`scenario weights pairs`: mistakes in comparisons where they stand, and the worst pair."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from answers.weights.office import OFFICE, THINGS, THREE, compared


def located(result, *lines):
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == list(lines)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["[1, 3, 5]", "[1/3, 1, 2]"], ["p.yaml:3:9: error: 2 rows for 3 items [wrong-length]"]),
        (
            ["[1, 3, 5]", "[1/3, 1]", "[1/5, 1/2, 1, 1]"],
            [
                "p.yaml:3:21: error: 2 entries for 3 items [wrong-length]",
                "p.yaml:3:31: error: 4 entries for 3 items [wrong-length]",
            ],
        ),
        (
            ["[1, 3, 5]", "[1/2, 1, 2]", "[5, 1/2, 1]"],
            [
                "p.yaml:3:22: error: 0.5 is not one over the entry across, 3 [not-reciprocal]; write 0.3333",
                "p.yaml:3:35: error: 5 is not one over the entry across, 5 [not-reciprocal]; write 0.2",
            ],
        ),
        (
            ["[1, 3, 5]", "[1/3, 2, 2]", "[1/5, 1/2, 1]"],
            ["p.yaml:3:27: error: an item counts once as much as itself: 1 [out-of-range]"],
        ),
        (
            ["[1, 3, 5]", "[1/0, 1, 2]", "[1/5, much, 1]"],
            [
                "p.yaml:3:22: error: expected a number or a fraction like 1/3, found '1/0' [wrong-type]",
                "p.yaml:3:40: error: expected a number or a fraction like 1/3, found 'much' [wrong-type]",
            ],
        ),
        (
            ["[1, 0, -5]", "[1/3, 1, 2]", "[1/5, 1/2, 1]"],
            [
                "p.yaml:3:14: error: expected a number above 0, found 0 [out-of-range]",
                "p.yaml:3:17: error: expected a number above 0, found -5 [out-of-range]",
            ],
        ),
        (
            ["[1, true, .inf]", "[1/3, 1, 2]", "[1/5, 1/2, 1]"],
            [
                "p.yaml:3:14: error: expected a number, found true [wrong-type]",
                "p.yaml:3:20: error: .inf is not a finite number [not-finite]",
            ],
        ),
        (
            ["3", "[1/3, 1, 2]", "[1/5, 1/2, 1]"],
            ["p.yaml:3:10: error: expected a list, found 3 [wrong-type]"],
        ),
    ],
    ids=["rows", "entries", "reciprocal", "diagonal", "words", "sign", "kinds", "row"],
)
def test_mistakes_in_a_matrix_are_told_where_they_stand(weigh, rows, lines):
    located(weigh("pairs", compared(THINGS, rows)), *lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ["p.yaml:1:1: error: the file holds nothing [empty]; `scenario new` writes one to start from"]),
        ("[1]", ["p.yaml:1:1: error: expected a mapping, found a list [wrong-type]"]),
        (
            "format: pairs/1\nitems: [comfort]\nmatrix: [[1]]\nscale: 9\n",
            [
                "p.yaml:2:8: error: 'items' holds 1, expected at least 2 [wrong-length]",
                "p.yaml:4:1: error: unknown key 'scale' [unknown-key]; known: format, id, items, matrix",
            ],
        ),
        (
            "format: pairs/2\nitems: [comfort, comfort, Cost]\nmatrix: [[1, 1, 1], [1, 1, 1], [1, 1, 1]]\n",
            [
                "p.yaml:1:9: error: expected 'pairs/1', found 'pairs/2' [wrong-format]; "
                "did you mean 'pairs/1'?",
                "p.yaml:2:18: error: 'comfort' stands here a second time [duplicate-id]",
                "p.yaml:2:27: error: 'Cost' is not an id [bad-id]; "
                "ids are small letters, digits, '-' and '_', starting with a letter",
            ],
        ),
    ],
    ids=["empty", "list", "keys", "items"],
)
def test_mistakes_in_a_file_of_comparisons_are_told_where_they_stand(weigh, text, lines):
    Path("p.yaml").write_text(text)
    located(weigh("pairs", "p.yaml"), *lines)


@pytest.mark.parametrize(
    ("ids", "line"),
    [
        (["comfort", "cots", "trust"], "p.yaml:2:18: error: unknown driver or factor 'cots'"),
        (["comfort", "trust", "taste"], "p.yaml:2:"),
    ],
    ids=["unknown", "no group"],
)
def test_items_that_the_scenario_lacks_are_told_where_they_stand(weigh, ids, line):
    result = weigh("pairs", compared(ids, THREE))
    assert result.exit_code == 3
    assert result.stderr.startswith(line)


def test_mistakes_in_comparisons_and_in_the_scenario_are_told_in_one_run(weigh):
    Path("scenarios/office.yaml").write_text(OFFICE.replace("taste: 2", "taste: lots"))
    result = weigh("pairs", compared(THINGS, THREE[:2]))
    assert result.exit_code == 3
    names = [line.partition(":")[0] for line in result.stderr.splitlines()]
    assert names == ["p.yaml", "scenarios/office.yaml"]


@pytest.mark.parametrize("entry", ["1e999", "1" + "0" * 400 + "/3"], ids=["number", "fraction"])
def test_a_number_past_all_bounds_is_told_where_it_stands(weigh, entry):
    rows = [f"[1, {entry}, 5]", "[1/3, 1, 2]", "[1/5, 1/2, 1]"]
    result = weigh("pairs", compared(THINGS, rows))
    assert result.exit_code == 3
    assert result.stderr.startswith("p.yaml:3:14: error: ")


def test_fractions_may_be_text_and_may_have_spaces(said):
    plain = said("pairs", compared(THINGS, THREE))
    spaced = said("pairs", compared(THINGS, ["[1, '3/1', 5]", '["1 / 3", 1, 2.0]', "[0.2, 1/2, 1]"]))
    assert spaced["weights"] == pytest.approx(plain["weights"])


def test_comparisons_can_come_from_standard_input(weigh, said):
    text = Path(compared(THINGS, THREE)).read_text()
    result = weigh("pairs", "-", "-f", "json", stdin=text)
    assert json.loads(result.stdout) == said("pairs", "p.yaml")


def test_the_worst_pair_is_named_and_mending_it_raises_consistency(said, weigh):
    four = OFFICE.replace("options:", "  fun: {title: Fun}\noptions:").replace(
        ", staff: ", ", fun: 5, staff: "
    )
    Path("scenarios/office.yaml").write_text(four, encoding="utf-8")
    things = [*THINGS, "fun"]
    rows = [
        [1, 3, Fraction(1, 5), 2],
        [Fraction(1, 3), 1, 4, 2],
        [5, Fraction(1, 4), 1, 3],
        [Fraction(1, 2), Fraction(1, 2), Fraction(1, 3), 1],
    ]

    def asked_of(matrix):
        return compared(things, [f"[{', '.join(map(str, row))}]" for row in matrix])

    before = said("pairs", asked_of(rows))
    assert before["consistency_ratio"] > 0.1
    a, b = (things.index(id_) for id_ in before["worst_pair"])
    page = weigh("pairs", "p.yaml").stdout
    words = f"{things[a]} to {things[b]} fits the rest least: {before['mend']:.3g} would agree"
    assert "(too contradictory: above 0.1)" in page
    assert words in " ".join(page.split())
    rows[a][b], rows[b][a] = before["mend"], 1 / before["mend"]
    after = said("pairs", asked_of(rows))
    assert after["consistency_ratio"] < before["consistency_ratio"]
    assert after["lambda_max"] < before["lambda_max"]


def test_comparisons_without_contradiction_name_no_pair(said, weigh):
    document = said("pairs", compared(THINGS, ["[1, 2, 6]", "[1/2, 1, 3]", "[1/6, 1/3, 1]"]))
    assert document["weights"] == pytest.approx({"comfort": 0.6, "cost": 0.3, "trust": 0.1})
    assert document["worst_pair"] is None
    assert document["consistency_ratio"] == pytest.approx(0, abs=1e-12)
    assert "consistency ratio 0.000 (accepted)." in weigh("pairs", "p.yaml").stdout


def test_of_three_items_no_pair_is_named_since_all_fit_the_rest_alike(said, weigh):
    document = said("pairs", compared(THINGS, ["[1, 3, 1/5]", "[1/3, 1, 4]", "[5, 1/4, 1]"]))
    assert document["consistency_ratio"] > 0.1
    assert (document["worst_pair"], document["mend"]) == (None, None)
    page = weigh("pairs", "p.yaml").stdout
    assert "; of three items every pair fits the rest alike, so none stands out." in " ".join(page.split())
    assert "fits the rest least" not in page

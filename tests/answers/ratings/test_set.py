"""`scenario ratings set`: the ratings that are changed, byte for byte, and all that is refused."""

from pathlib import Path

import pytest
from answers.ratings.conftest import COFFEE, NAME

import scenario_cli as sc

TASTE = "    taste: 4   # most say so"
WAIT = "wait: {value: 4, why: Timed in May., evidence: [slow], confidence: high, kind: reporting}"
COST = "    cost:\n      value: 100   # one more service\n      kind: judgement\n"
CHANGES = [
    (["keep.taste=6"], TASTE, "    taste: 6   # most say so"),
    (["keep.taste=6.50"], TASTE, "    taste: 6.50   # most say so"),
    (["keep.taste=unknown"], TASTE, "    taste: unknown   # most say so"),
    (["keep.noise=quiet"], "noise: loud", "noise: quiet"),
    (["keep.noise=3"], "noise: loud", "noise: 3"),
    (["new.wait=2"], "wait: unknown", "wait: 2"),
    (
        ["keep.taste=6", "--low", "5", "--high", "8", "--why", "Tried it"],
        TASTE,
        "    taste: {value: 6, low: 5, high: 8, why: Tried it}   # most say so",
    ),
    (["keep.noise=fair", "--low", "loud"], "noise: loud", "noise: {value: fair, low: loud}"),
    (["new.taste=7", "--why", 'so: "good", #1'], "taste: 8", r'taste: {value: 7, why: "so: \"good\", #1"}'),
    (["new.taste=7", "--why", "Größe 🟥"], "taste: 8", 'taste: {value: 7, why: "Größe 🟥"}'),
    (["new.taste=7", "--why", "true"], "taste: 8", 'taste: {value: 7, why: "true"}'),
    (["new.taste=7", "--why", "2024"], "taste: 8", 'taste: {value: 7, why: "2024"}'),
    (["keep.wait=3"], WAIT, WAIT.replace("value: 4", "value: 3")),
    (["keep.wait=3", "--low", "2"], WAIT, WAIT.replace("value: 4", "value: 3, low: 2")),
    (
        ["keep.wait=3", "--why", "Seen"],
        WAIT,
        WAIT.replace("value: 4, why: Timed in May.", "value: 3, why: Seen"),
    ),
    (["keep.cost=120"], COST, COST.replace("100", "120")),
    (
        ["keep.cost=120", "--low", "100", "--why", "Asked"],
        COST,
        COST.replace(
            "100   # one more service\n", "120   # one more service\n      low: 100\n      why: Asked\n"
        ),
    ),
    (["new.cost=650", "--low", "640"], "value: 700, low: 600", "value: 650, low: 640"),
    (["new.cost=unknown"], "{value: 700, low: 600, high: 800}", "{value: unknown}"),
    (["keep.taste=1", "new.taste=2"], f"{TASTE}|taste: 8", "    taste: 1   # most say so|taste: 2"),
]


def replaced(old, new):
    text = COFFEE
    for before, after in zip(old.split("|"), new.split("|"), strict=True):
        assert text.count(before) == 1
        text = text.replace(before, after)
    return text


@pytest.mark.parametrize(("args", "old", "new"), CHANGES, ids=lambda part: str(part)[:40])
def test_set_changes_the_rating_and_no_other_byte_and_undo_brings_every_byte_back(
    coffee, rate, args, old, new
):
    result = rate("set", "coffee", *args)
    assert result.exit_code == 0, result.stderr
    assert coffee() == replaced(old, new)
    assert rate("undo", "coffee").exit_code == 0
    assert coffee() == COFFEE
    assert rate("redo", "coffee").exit_code == 0
    assert coffee() == replaced(old, new)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_line_ends_and_encoding_stay(rate, ends, encoding):
    path = Path(NAME)
    before = COFFEE.replace("\n", ends).encode(encoding)
    path.write_bytes(before)
    for change in (["keep.cost=120", "--low", "100"], ["keep.taste=5", "--high", "9"]):
        assert rate("set", "coffee", *change).exit_code == 0
    expected = COFFEE.replace("100   # one more service", "120   # one more service\n      low: 100")
    expected = expected.replace("taste: 4 ", "taste: {value: 5, high: 9} ")
    assert path.read_bytes() == expected.replace("\n", ends).encode(encoding)
    for _ in range(2):
        rate("undo", "coffee")
    assert path.read_bytes() == before


def test_a_json_file_stays_json(rate):
    import json

    import yaml

    data = yaml.safe_load(COFFEE)
    Path(NAME).unlink()
    path = Path("scenarios/coffee.json")
    path.write_text(json.dumps(data, indent=1))
    assert rate("set", "coffee", "keep.taste=unknown").exit_code == 0
    assert rate("set", "coffee", "new.taste=7", "--low", "6", "--why", "so").exit_code == 0
    assert rate("set", "coffee", "keep.cost=200", "--high", "300").exit_code == 0
    ratings = json.loads(path.read_text())["ratings"]
    assert ratings["keep"]["taste"] == "unknown"
    assert ratings["new"]["taste"] == {"value": 7, "low": 6, "why": "so"}
    assert ratings["keep"]["cost"] == {"value": 200, "high": 300, "kind": "judgement"}
    for _ in range(3):
        rate("undo", "coffee")
    assert path.read_text() == json.dumps(data, indent=1)


def test_what_a_rating_does_to_ranks_is_told(said, coffee):
    document = said("set", "coffee", "new.taste=0", "new.noise=0", "keep.taste=10")
    assert document["format"] == "ratings-set/1"
    assert document["changes"] == [
        {"id": "keep.taste", "from": 4, "to": 10},
        {"id": "new.taste", "from": 8, "to": 0},
        {"id": "new.noise", "from": "quiet", "to": 0},
    ]
    assert [(row["option"], row["rank"], row["was"]["rank"]) for row in document["ranking"]] == [
        ("keep", 1, 1),
        ("new", 2, 2),
    ]
    assert document["finding"] == "Keep the old one stays first."
    assert document["done"] == f"Written to {NAME}."


def test_a_dry_run_and_what_is_there_already_write_nothing(coffee, rate):
    result = rate("set", "coffee", "keep.taste=6", "--dry-run")
    assert result.stdout.startswith("coffee: keep.taste 4 -> 6\nDry run: nothing was written.\n")
    result = rate("set", "coffee", "keep.taste=4")
    assert f"Nothing was written: {NAME} says so already." in result.stdout
    assert coffee() == COFFEE
    assert [path.name for path in Path("scenarios").iterdir()] == ["coffee.yaml"]


UNTOUCHED = [
    (["kep.taste=6"], 2, "error: kep.taste=6: unknown option 'kep'; did you mean 'keep'?"),
    (["keep.tast=6"], 2, "error: keep.tast=6: unknown factor 'tast'; did you mean 'taste'?"),
    (["keep.comfort=6"], 2, "error: keep.comfort=6: unknown factor 'comfort'"),
    (["keep.taste=11"], 2, "error: keep.taste=11: 11 is outside the scale 0 to 10"),
    (["keep.wait=6.5"], 2, "error: keep.wait=6.5: 6.5 is outside the scale 0 to 6"),
    (["keep.noise=lod"], 2, "error: keep.noise=lod: 'lod' is no level of 'noise'; did you mean 'loud'?"),
    (["keep.taste=4,5"], 2, "error: keep.taste=4,5: expected a number, found '4,5'; write 4.5"),
    (["keep.taste=90%"], 2, "error: keep.taste=90%: expected a number, found '90%'; write 90"),
    (["keep.taste=?"], 2, "error: keep.taste=?: expected a number, found '?'; write unknown"),
    (["keep.taste=6", "--low", "4,5"], 2, "error: --low 4,5: expected a number, found '4,5'; write 4.5"),
    (["keep.taste=6", "--high", "11"], 2, "error: --high 11: 11 is outside the scale 0 to 10"),
    (["keep.taste=unknown", "--low", "4"], 2, "error: --low 4: an unknown rating spans its whole scale"),
    (["keep.taste=6", "new.taste=6", "--low", "4"], 2, "error: --low: a range is of one rating, so name one"),
    (["keep.taste"], 2, "error: keep.taste: expected OPTION.FACTOR=6"),
    (["taste=6"], 2, "error: taste=6: expected OPTION.FACTOR=6"),
    (["ratings.keep.taste=6"], 2, "error: ratings.keep.taste=6: expected OPTION.FACTOR=6"),
    (["keep.taste=6", "keep.taste=7"], 2, "error: keep.taste is named twice"),
    (["keep.taste=6", "--why", "two\nlines"], 2, "error: --why: one line of printable text"),
    (["keep.taste=6", "--who", "\x1b[2J"], 2, "error: --who: one line of printable text"),
    (["keep.taste=6", "--low", "7"], 3, f"{NAME}:21:28: error: 'low' 7 is above 'value' 6 [bad-order]"),
    (["new.cost=500"], 3, f"{NAME}:27:72: error: 'low' 600 is above 'value' 500 [bad-order]"),
    (["new.cost=900"], 3, f"{NAME}:27:62: error: 'value' 900 is above 'high' 800 [bad-order]"),
]


@pytest.mark.parametrize(("args", "code", "message"), UNTOUCHED, ids=lambda part: str(part)[:40])
def test_what_cannot_be_set_is_told_and_nothing_is_written(coffee, rate, args, code, message):
    result = rate("set", "coffee", *args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(message), result.stderr
    assert coffee() == COFFEE
    assert [path.name for path in Path("scenarios").iterdir()] == ["coffee.yaml"]


ALIAS = "is an alias, or aliases repeat it: changing it would change others [not-in-place]; write the rating"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("taste: 4 ", "taste: &t 4 ", None),
        ("taste: 8", "taste: &t 8", None),
        ("taste: 4 |taste: 8", "taste: &t 4 |taste: *t", "'ratings.keep.taste'"),
        ("taste: 4 |wait: unknown", "taste: &t 4 |wait: *t", "'ratings.keep.taste'"),
        ("taste: 4 |wait: unknown", "taste: {value: &t 4} |wait: *t", "'ratings.keep.taste.value'"),
    ],
)
def test_a_rating_that_aliases_repeat_is_refused_where_it_stands(coffee, rate, old, new, place):
    before = replaced(old, new)
    Path(NAME).write_text(before)
    result = rate("set", "coffee", "keep.taste=6", "new.taste=7")
    if place is None:  # an anchor that nobody repeats is no hindrance
        assert result.exit_code == 0, result.stderr
        assert coffee() == before.replace("4 ", "6 ", 1).replace(" 8,", " 7,", 1)
        return
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{NAME}:21:")
    assert f"error: {place} {ALIAS}" in result.stderr
    assert coffee() == before


def test_a_row_that_is_an_alias_is_refused(coffee, rate):
    text = (
        COFFEE[: COFFEE.index("  keep:\n    taste")]
        + "  keep: &row {taste: 1, wait: 1, noise: 1, cost: 200}\n  new: *row\n"
    )
    Path(NAME).write_text(text)
    result = rate("set", "coffee", "new.taste=6")
    assert result.exit_code == 3
    assert f"error: 'ratings.new.taste' {ALIAS}" in result.stderr
    assert coffee() == text


@pytest.mark.parametrize(
    "cost",
    [
        "{value: 700, # mine\n    low: 600}",
        "\n      value: 700\n      low: 600  # mine",
        "\n      low: 600  # mine\n      value: 700",
    ],
)
def test_a_comment_of_the_users_beside_what_would_go_is_no_loss(coffee, rate, cost):
    text = COFFEE.replace(
        "  new: {taste: 8, wait: unknown, noise: quiet, cost: {value: 700, low: 600, high: 800}}\n", ""
    )
    text += f"  new:\n    taste: 8\n    wait: 1\n    noise: quiet\n    cost: {cost}\n"
    Path(NAME).write_text(text.replace("cost: \n", "cost:\n"))
    before = coffee()
    result = rate("set", "coffee", "new.cost=unknown")
    assert result.exit_code == 3
    assert (
        "a comment stands beside 'low', which an unknown rating cannot have [not-in-place]" in result.stderr
    )
    assert coffee() == before


@pytest.mark.parametrize(
    "entries",
    [
        ["value: 700  # v", "low: 600", "high: 800", "kind: judgement"],
        ["low: 600", "value: 700", "high: 800"],
        ["high: 800", "low: 600", "value: 700"],
    ],
    ids=" ".join,
)
def test_a_range_in_lines_of_its_own_goes_where_the_rating_becomes_unknown(coffee, rate, entries):
    text = COFFEE.replace(", cost: {value: 700, low: 600, high: 800}}", ", cost: 1}").replace(
        COST, "    cost:\n" + "".join(f"      {entry}\n" for entry in entries) + "      # the end\n"
    )
    Path(NAME).write_text(text.replace("cost: 1}", "cost: 200}"))
    before = coffee()
    result = rate("set", "coffee", "keep.cost=unknown")
    assert result.exit_code == 0, result.stderr
    assert coffee() == before.replace("      low: 600\n", "").replace("      high: 800\n", "").replace(
        "value: 700", "value: unknown"
    )
    rate("undo", "coffee")
    assert coffee() == before


@pytest.mark.parametrize("between", ["\n", "   \n", "\n\n"])
def test_what_goes_at_the_end_of_a_rating_comes_back_with_the_empty_lines_before_it(coffee, rate, between):
    entries = f"      value: 100   # one more service\n{between}      low: 100\n{between}      high: 200\n"
    Path(NAME).write_text(COFFEE.replace(COST, f"    cost:\n{entries}"))
    before = coffee()
    result = rate("set", "coffee", "keep.cost=unknown")
    assert result.exit_code == 0, result.stderr
    assert coffee() == COFFEE.replace(COST, "    cost:\n      value: unknown   # one more service\n")
    assert rate("undo", "coffee").exit_code == 0
    assert coffee() == before


def test_a_why_in_several_lines_is_replaced_as_a_whole_and_comes_back(coffee, rate):
    text = COFFEE.replace(
        "      kind: judgement\n", "      why: |\n        It was\n        so.\n\n      kind: judgement\n"
    )
    Path(NAME).write_text(text)
    assert rate("set", "coffee", "keep.cost=150", "--why", "Asked").exit_code == 0
    assert coffee() == text.replace("value: 100", "value: 150").replace(
        "|\n        It was\n        so.\n", "Asked\n"
    )
    rate("undo", "coffee")
    assert coffee() == text


def test_built_in_and_piped_scenarios_are_not_changed(rate):
    result = rate("set", "china-arms-russia", "straddle.sanctions=5")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "[not-in-place]; make a copy: scenario show china-arms-russia -o mine.yaml" in result.stderr
    result = rate("set", "-", "keep.taste=5", stdin=COFFEE)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "save it as a file, mine.yaml say" in result.stderr


def test_from_python_the_same(coffee):
    answer = sc.set_ratings("coffee", {"keep.taste": 6, "keep.noise": "quiet"}, why="so", who="Ana")
    assert answer.changes == {"keep.taste": (4, 6), "keep.noise": ("loud", "quiet")}
    assert "taste: {value: 6, why: so}" in coffee()
    assert sc.undo_ratings("coffee").command == "undo"
    assert coffee() == COFFEE
    sc.redo_ratings("coffee", who="Bo")
    (change,) = sc.ratings_history("coffee").changes
    assert (change.who, change.why, [turn.who for turn in change.turns]) == ("Ana", "so", ["", "Bo"])
    with pytest.raises(sc.StudyError, match="outside the scale"):
        sc.set_ratings("coffee", {"keep.taste": 60})

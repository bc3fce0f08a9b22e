"""`scenario curve`: what is written, byte for byte, what comes back, and all that is refused."""

import json
from pathlib import Path

import pytest
from answers.curve.conftest import COFFEE, NAME, replaced

import scenario_cli as sc

TASTE, SMELL = "taste: {title: Taste}", "smell: {}"
UNIT = "          unit: min   # counted\n"
LEVELS = "levels: {loud: 2, fair: 5, quiet: 9}"
POINTS = "            -5: 0.1   # lukewarm\n            0: .4\n"
COST = "{700: 0.5, 300: 0.9}"
CHANGES = [
    (["taste", "3=0.7"], [(TASTE, "taste: {title: Taste, scale: {values: {3: 0.7}}}")]),
    (["smell", "3=.70", "5.5=0.8"], [(SMELL, "smell: {scale: {values: {3: .70, 5.5: 0.8}}}")]),
    (["smell", "5.5=0.8", "3=.70"], [(SMELL, "smell: {scale: {values: {3: .70, 5.5: 0.8}}}")]),
    (["wait", "2=0.5"], [(UNIT, f"{UNIT}          values: {{2: 0.5}}\n")]),
    (["noise", "loud=0.1", "6=0.8"], [(LEVELS, f"{LEVELS}, values: {{2: 0.1, 6: 0.8}}")]),
    (["heat", "0=0.5"], [("0: .4", "0: 0.5")]),
    (["heat", "-5.0=0.2"], [("-5: 0.1 ", "-5: 0.2 ")]),
    (["heat", "5=0.9"], [(POINTS, f"{POINTS}            5: 0.9\n")]),
    (["heat", "-8=0.05"], [(POINTS, f"            -8: 0.05\n{POINTS}")]),
    (["heat", "-2=0.3"], [("            0: .4\n", "            -2: 0.3\n            0: .4\n")]),
    (["heat", "0=none"], [("            0: .4\n", "")]),
    (["heat", "0=none", "1=0.6"], [("            0: .4\n", "            1: 0.6\n")]),
    (["cost", "500=0.7"], [(COST, "{700: 0.5, 500: 0.7, 300: 0.9}")]),
    (["cost", "800=0.2", "300=0.95"], [(COST, "{800: 0.2, 700: 0.5, 300: 0.95}")]),
    (["cost", "700=none"], [(COST, "{300: 0.9}")]),
    (["cost", "300=none"], [(COST, "{700: 0.5}")]),
    (["cost", "700=none", "300=none"], [(f", values: {COST}", "")]),
    (["cost", "700=none", "300=none", "4e2=0.9"], [(COST, "{4e2: 0.9}")]),
]


@pytest.mark.parametrize(("args", "pairs"), CHANGES, ids=lambda part: str(part)[:40])
def test_points_change_and_no_other_byte_and_undo_brings_every_byte_back(coffee, bend, run, args, pairs):
    result = bend(*args)
    assert result.exit_code == 0, result.stderr
    assert coffee() == replaced(*pairs)
    assert run("ratings", "undo", "coffee").exit_code == 0
    assert coffee() == COFFEE
    assert run("ratings", "redo", "coffee").exit_code == 0
    assert coffee() == replaced(*pairs)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_line_ends_and_encoding_stay(bend, run, ends, encoding):
    path = Path(NAME)
    before = COFFEE.replace("\n", ends).encode(encoding)
    path.write_bytes(before)
    for args in (["wait", "2=0.5"], ["heat", "5=0.9"], ["heat", "0=none"]):
        assert bend(*args).exit_code == 0
    expected = replaced(
        (UNIT, f"{UNIT}          values: {{2: 0.5}}\n"), ("            0: .4\n", "            5: 0.9\n")
    )
    assert path.read_bytes() == expected.replace("\n", ends).encode(encoding)
    for _ in range(3):
        run("ratings", "undo", "coffee")
    assert path.read_bytes() == before


def test_a_scale_that_held_the_curve_alone_stays_empty(coffee, bend, run):
    bend("taste", "3=0.7")
    assert bend("taste", "3=none").exit_code == 0
    assert coffee() == replaced((TASTE, "taste: {title: Taste, scale: {}}"))
    assert run("check", "coffee").exit_code == 0
    text = replaced(("      " + SMELL, "      smell:\n        scale:\n          values:\n            3: 0.7"))
    Path(NAME).write_text(text)
    assert bend("smell", "3=none").exit_code == 0
    assert coffee() == text.replace("          values:\n            3: 0.7\n", "          {}\n")
    assert run("ratings", "undo", "coffee").exit_code == 0
    assert coffee() == text


def test_a_json_file_stays_json(bend, run):
    import yaml

    data = yaml.safe_load(COFFEE)
    for factor in (data["drivers"]["comfort"]["factors"]["heat"], data["drivers"]["cost"]):
        factor["scale"] = {
            key: {str(k): v for k, v in part.items()} if isinstance(part, dict) else part
            for key, part in factor["scale"].items()
        }
    Path(NAME).unlink()
    path = Path("scenarios/coffee.json")
    path.write_text(json.dumps(data, indent=1))
    for args in (["smell", "3=.70"], ["cost", "500=0.7"], ["heat", "0=none"], ["noise", "fair=+.6"]):
        result = bend(*args)
        assert result.exit_code == 0, result.stderr
    drivers = json.loads(path.read_text())["drivers"]
    assert drivers["comfort"]["factors"]["smell"] == {"scale": {"values": {"3": 0.7}}}
    assert drivers["comfort"]["factors"]["heat"]["scale"]["values"] == {"-5": 0.1}
    assert drivers["comfort"]["factors"]["noise"]["scale"]["values"] == {"5": 0.6}
    assert drivers["cost"]["scale"]["values"] == {"700": 0.5, "500": 0.7, "300": 0.9}
    for _ in range(4):
        run("ratings", "undo", "coffee")
    assert path.read_text() == json.dumps(data, indent=1)


def test_the_document_has_the_changes_the_curve_and_what_first_place_is(said, coffee):
    document = said("cost", "700=none", "500=0.75", "--who", "Ana")
    assert (document["format"], document["factor"]) == ("curve/1", "cost")
    assert document["changes"] == [
        {"id": "values.cost.700", "from": 0.5, "to": None},
        {"id": "values.cost.500", "from": None, "to": 0.75},
    ]
    assert document["curve"] == [
        {"rating": 900, "value": 0},
        {"rating": 500, "value": 0.75},
        {"rating": 300, "value": 0.9},
        {"rating": 100, "value": 1},
    ]
    assert {row["option"] for row in document["ranking"]} == {"keep", "new"}
    assert all({"rank", "score"} == row["was"].keys() for row in document["ranking"])
    assert document["finding"].endswith(" stays first.")
    assert document["done"] == f"Written to {NAME}."


def test_what_first_place_was_and_is_follows_from_the_curves(said):
    """By hand: two drivers of equal weight; five factors of equal weight within the first."""

    def cost(document):
        worth = {row["option"]: row["score"] for row in document["ranking"]}
        was = {row["option"]: row["was"]["score"] for row in document["ranking"]}
        return {option: worth[option] - was[option] for option in worth}

    # the new machine costs 700: worth 0.5 before, 0.1 after; the old one stays at the best, worth 1
    assert cost(said("cost", "700=0.1")) == pytest.approx({"keep": 0, "new": -20})
    # taste 4 and 8 on 0 to 10: on the straight line before, 0.1 and 0.7 after; a tenth of all weight
    moved = cost(said("taste", "4=0.1", "9=0.85"))
    assert moved == pytest.approx({"keep": 10 * (0.1 - 0.4), "new": 10 * (0.7 - 0.8)})


def test_the_page_has_the_curve_drawn_beside_the_straight_line(bend):
    page = bend("noise", "fair=0.7", "--width", "80").stdout
    assert page.startswith(f"coffee: values.noise.5 none -> 0.7\nWritten to {NAME}.\n")
    assert (
        "What is a rating on Noise worth?\n"
        "Rating     Worth  Straight line  0                   1\n"
        "------------------------------------------------------\n"
        "0              0              0  ╪····················\n"
        "2 (loud)    0.28            0.2  ····│·●··············\n"
        "5 (fair)     0.7            0.5  ··········│···●······\n"
        "9 (quiet)   0.94            0.9  ··················│●·\n"
        "10             1              1  ····················╪\n"
        "● worth, │ on the straight line; straight between the points stated\n"
    ) in page


def test_where_a_stream_cannot_show_the_signs_ascii_stands_in(coffee, process):
    done = process("curve", "coffee", "noise", "fair=0.7", "--width", "80", PYTHONIOENCODING="ascii")
    assert b"5 (fair)     0.7            0.5  ..........|...o......\n" in done.stdout
    assert b"o worth, | on the straight line" in done.stdout


def test_csv_has_the_curve_a_point_a_row(bend):
    assert bend("heat", "5=0.9", "-f", "csv").stdout == (
        "factor,rating,value\nheat,-10.0,0.0\nheat,-5.0,0.1\nheat,0.0,0.4\nheat,5.0,0.9\nheat,10.0,1.0\n"
    )


def test_a_dry_run_and_what_is_there_already_write_nothing(coffee, bend):
    result = bend("taste", "3=0.7", "--dry-run")
    assert result.stdout.startswith("coffee: values.taste.3 none -> 0.7\nDry run: nothing was written.\n")
    result = bend("cost", "700=0.5")
    assert f"Nothing was written: {NAME} says so already." in result.stdout
    assert coffee() == COFFEE
    assert [path.name for path in Path("scenarios").iterdir()] == ["coffee.yaml"]


UNTOUCHED = [
    (["tast", "3=0.7"], 2, "error: FACTOR: unknown factor 'tast'; did you mean 'taste'?"),
    (
        ["comfort", "3=0.7"],
        2,
        "error: FACTOR: unknown factor 'comfort'; it is a driver, rated on taste, smell, wait, noise",
    ),
    (
        ["taste"],
        2,
        "error: say what ratings are worth, as in 'scenario curve coffee taste 3=0.7'; it asks on a",
    ),
    (["taste", "3"], 2, "error: 3: expected RATING=VALUE, as 3=0.7"),
    (["taste", "11=0.7"], 2, "error: 11=0.7: 11 is outside the scale 0 to 10"),
    (["taste", "-5=0.7"], 2, "error: -5=0.7: -5 is outside the scale 0 to 10"),
    (
        ["noise", "lod=0.7"],
        2,
        "error: lod=0.7: expected a number or a level's name, found 'lod'; did you mean",
    ),
    (["taste", "4,5=0.7"], 2, "error: 4,5=0.7: expected a number, found '4,5'; write 4.5"),
    (["taste", "3=1.5"], 2, "error: 3=1.5: 1.5 is outside the values 0 to 1\n"),
    (["taste", "3=70"], 2, "error: 3=70: 70 is outside the values 0 to 1; write 0.7"),
    (["taste", "3=-1"], 2, "error: 3=-1: -1 is outside the values 0 to 1"),
    (["taste", "3=70%"], 2, "error: 3=70%: expected a value from 0 to 1 or none, found '70%'; write 0.7"),
    (["taste", "3=0,7"], 2, "error: 3=0,7: expected a value from 0 to 1 or none, found '0,7'; write 0.7"),
    (["taste", "3=nan"], 2, "error: 3=nan: expected a value from 0 to 1 or none, found 'nan'"),
    (["taste", "3=none"], 2, "error: 3=none: there is no point at 3 to take out\n"),
    (["cost", "3e2=0.9", "300=0.8"], 2, "error: 300=0.8: the rating 300 is named twice"),
    (
        ["cost", "500=none"],
        2,
        "error: 500=none: there is no point at 500 to take out; there is one at 700 and 300",
    ),
    (["taste", "3=0.7", "--why", "two\nlines"], 2, "error: --why: one line of printable text"),
    (["taste", "3=0.7", "--whi", "x"], 2, "error: no such option: --whi"),
    (["taste", "3=0.7", "5=0.6"], 2, "error: 5=0.6: 0.6 at 5 is not above 0.7 at 3; a value curve rises"),
    (["taste", "3=1"], 2, "error: 3=1: 1 at 10 is not above 1 at 3; a value curve rises"),
    (["taste", "3=0"], 2, "error: 3=0: 0 at 3 is not above 0 at 0; a value curve rises"),
    (["taste", "0=0.2"], 2, "error: 0=0.2: the rating 0 is an end of the scale, and worth 0\n"),
    (["heat", "-5=none"], 3, f"{NAME}:26:17: error: a comment stands beside '-5', which would go with it"),
]


@pytest.mark.parametrize(("args", "code", "message"), UNTOUCHED, ids=lambda part: str(part)[:40])
def test_what_cannot_be_is_told_and_nothing_is_written(coffee, bend, args, code, message):
    result = bend(*args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(message), result.stderr
    assert coffee() == COFFEE
    assert [path.name for path in Path("scenarios").iterdir()] == ["coffee.yaml"]


@pytest.mark.parametrize(
    ("args", "pairs", "place"),
    [
        (
            ["taste", "3=0.7"],
            [(TASTE, "taste: &t {title: Taste}"), (SMELL, "smell: *t")],
            "comfort.factors.taste",
        ),
        (
            ["cost", "500=0.7"],
            [
                (COST, "&v {700: 0.5, 300: 0.9}"),
                (SMELL, "smell: {scale: {worst: 900, best: 100, values: *v}}"),
            ],
            "cost.scale.values",
        ),
        (
            ["cost", "700=0.6"],
            [("700: 0.5", "700: &h 0.5"), (SMELL, "smell: {scale: {step: *h}}")],
            "cost.scale.values.700",
        ),
    ],
)
def test_what_aliases_repeat_is_refused_where_it_stands(coffee, bend, args, pairs, place):
    """An alias may stand before its anchor nowhere, so the drivers change places."""
    text = replaced(*pairs)
    if "cost" in place:
        lines = text.splitlines(keepends=True)
        lines.insert(5, lines.pop(next(i for i, line in enumerate(lines) if line.startswith("  cost:"))))
        text = "".join(lines).replace("smell: 4", "smell: 400" if "900" in pairs[1][1] else "smell: 4")
        text = text.replace("smell: 5", "smell: 500" if "900" in pairs[1][1] else "smell: 5")
    Path(NAME).write_text(text)
    result = bend(*args)
    assert result.exit_code == 3
    assert f"error: 'drivers.{place}' is an alias, or aliases repeat it" in result.stderr
    assert coffee() == text


def test_a_scale_that_ends_in_an_alias_is_refused_and_nothing_moves_elsewhere(coffee, bend):
    text = replaced(
        (SMELL, "smell: {scale: {worst: &w 0, best: &b 10}}"),
        ("worst: 0, best: 10, levels: {loud: 2, fair: 5, quiet: 9}", "worst: *w, best: *b"),
    ).replace("noise: loud", "noise: 2")
    text = text.replace("noise: quiet", "noise: 9")
    Path(NAME).write_text(text)
    result = bend("noise", "3=0.7")
    assert result.exit_code == 3
    assert "error: the value curve cannot be changed in place [not-in-place]; edit the file" in result.stderr
    assert coffee() == text


@pytest.mark.parametrize(
    "scale",
    ["{values: {3: 0.7 # mine\n          }}", "\n          values:  # mine\n            3: 0.7"],
)
def test_a_comment_of_the_users_beside_the_last_point_is_no_loss(coffee, bend, scale):
    text = replaced(("      " + SMELL, f"      smell:\n        scale: {scale}"))
    Path(NAME).write_text(text)
    result = bend("smell", "3=none")
    assert result.exit_code == 3
    assert (
        "error: a comment stands beside 'values', which would go with it [not-in-place]; take"
        in result.stderr
    )
    assert coffee() == text


def test_built_in_and_piped_scenarios_are_not_changed(folder, run):
    result = run("curve", "china-arms-russia", "sanctions", "3=0.7")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "[not-in-place]; make a copy: scenario show china-arms-russia -o mine.yaml" in result.stderr
    result = run("curve", "-", "taste", "3=0.7", stdin=COFFEE)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "save it as a file, mine.yaml say" in result.stderr


def test_a_read_only_file_and_a_hard_link_are_left_alone(coffee, bend, folder):
    path = Path(NAME)
    (folder / "other.yaml").hardlink_to(path)
    result = bend("taste", "3=0.7")
    assert (result.exit_code, "[hard-linked]" in result.stderr) == (3, True)
    assert coffee() == COFFEE


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_form(bend, form):
    result = bend("taste", "3=0.7", "-f", form)
    assert (result.exit_code, "taste" in result.stdout) == (0, True)


def test_the_effect_is_told_under_the_weights_that_are_named(said, bend):
    Path("weights").mkdir()
    Path("weights/red.yaml").write_text("format: weights/1\ndrivers: {comfort: 1, cost: 0}\n")
    assert said("taste", "3=0.7", "-w", "red")["weights"]["drivers"] == {"comfort": 1, "cost": 0}
    assert bend("taste", "3=0.7", "-w", "red", "-w", "blue").exit_code == 2


def test_from_python_the_same(coffee):
    answer = sc.curve("coffee", "taste", {3: 0.7, 5.5: 0.8}, why="so", who="Ana")
    assert answer.changes == {"values.taste.3": (None, 0.7), "values.taste.5.5": (None, 0.8)}
    assert coffee() == replaced((TASTE, "taste: {title: Taste, scale: {values: {3: 0.7, 5.5: 0.8}}}"))
    sc.curve("coffee", "taste", {"3": None, 5.5: "none"})
    sc.curve("coffee", "noise", ["quiet=0.99"], dry_run=True)
    assert coffee() == replaced((TASTE, "taste: {title: Taste, scale: {}}"))
    for _ in range(2):
        sc.undo_ratings("coffee")
    assert coffee() == COFFEE
    with pytest.raises(sc.StudyError, match="outside the scale"):
        sc.curve("coffee", "taste", {60: 0.7})
    assert answer.scale.values == {3: 0.7, 5.5: 0.8}
    assert list(answer.to_frame()["value"]) == [0, 0.7, 0.8, 1]

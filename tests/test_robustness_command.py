"""``scenario robustness``: JSON, CSV, Markdown, tables, what it says of its samples, and its mistakes."""

import csv
import io
import json
import math
import re
from fractions import Fraction

import pytest
from builders import published

from scenario_cli.answers.robustness.ask import ask_robustness
from scenario_cli.answers.robustness.report import page
from scenario_cli.engine.robustness.sampling import CONFIDENCE_SAMPLES, KEPT_SAMPLES
from scenario_cli.render.page import plain
from scenario_cli.render.terminal import page_text
from scenario_cli.study import study

EXACT = 1e-9
MODELS = ["anywhere", "ordered", "around", "ranges"]
NOT_THE_CHANCE = "not the chance that an option is chosen."

TRIP = """\
format: scenario/1
title: Which trip?
question: Where does the family go?
drivers:
  fun:
    title: Fun
    factors:
      beach: {title: Beach}
      food: {title: Food}
      sights: {title: Sights}
  ease:
    title: Ease
    factors:
      journey: {title: Journey, scale: {worst: 20, best: 0, unit: h}}
      language: {title: Language}
  price: {title: Price, scale: {worst: 3000, best: 500, unit: EUR}}
options:
  coast: {title: The coast}
  lakes: {title: The lakes}
  capital: {title: The capital}
  home: {title: Stay at home}
ratings:
  coast: {beach: 9, food: {value: 7, low: 4, high: 9}, sights: 3, journey: 12, language: 4, price: 2400}
  lakes:
    {beach: 6, food: 5, journey: 5, language: 9, price: 1300,
     sights: {value: 5, low: 2, high: 8, shape: uniform}}
  capital:
    {beach: 0, food: {value: 8, confidence: low}, sights: 9, journey: 9, language: unknown, price: 1900}
  home: {beach: 1, food: 4, sights: 2, journey: 8, language: 8, price: 1500}
"""

EVEN = """\
format: weights/1
id: even
drivers: {fun: 50, ease: 20, price: 30}
factors:
  fun: {beach: 3, food: 2, sights: 1}
ranges:
  fun: [30, 60]
  price: [10, 45]
  beach: [10, 40]
"""


@pytest.fixture
def trip(folder):
    """A folder with a trip of 4 options on 6 factors, sampled, and weights with ranges."""
    (folder / "trip.yaml").write_text(TRIP, encoding="utf-8")
    (folder / "even.yaml").write_text(EVEN, encoding="utf-8")
    return folder


@pytest.fixture
def robustness(run):
    """Run the command and return its bytes; it must end well and say nothing else."""

    def robustness(*args):
        result = run("robustness", *args)
        assert result.exit_code == 0, result.stderr
        assert result.stderr == ""
        return result.stdout_bytes

    return robustness


@pytest.fixture
def refused(run):
    """Run the command and return its exit code and message; it must print no result."""

    def refused(*args):
        result = run("robustness", *args)
        assert result.stdout_bytes == b""
        return result.exit_code, result.stderr

    return refused


@pytest.fixture
def document(robustness):
    """The JSON document, with NaN and infinities refused."""

    def document(*args):
        def refuse(word):
            raise AssertionError(f"{word} in JSON")

        return json.loads(robustness(*args, "-f", "json"), parse_constant=refuse)

    return document


@pytest.fixture
def text(robustness):
    """The page, in one line a paragraph."""
    return lambda *args: robustness(*args, "--width", "1000").decode()


def small(ratings, title="Small"):
    """A scenario of rows of numbers on scales 0..1, as JSON, which is YAML."""
    factors = [f"f{j}" for j in range(len(next(iter(ratings.values()))))]
    return json.dumps(
        {
            "format": "scenario/1",
            "title": title,
            "question": "Which?",
            "drivers": {factor: {"scale": {"worst": 0, "best": 1}} for factor in factors},
            "options": {option: {} for option in ratings},
            "ratings": {option: dict(zip(factors, row, strict=True)) for option, row in ratings.items()},
        }
    )


def write_small(folder, ratings, name="small.yaml"):
    (folder / name).write_text(small(ratings), encoding="utf-8")
    return name


def answer_of(scenario, weights=(), *, model="anywhere", ratings_uncertain=False, **more):
    ratings = "uncertain" if ratings_uncertain else "fixed"
    return ask_robustness(study(scenario, next(iter(weights), None)), model=model, ratings=ratings, **more)


# Published cases, from a file to JSON


@pytest.mark.parametrize("name", ["smaa_identity_roc", "smaa_triantaphyllou_4x4"])
@pytest.mark.parametrize("weights", [None, "uneven"])
def test_published_case_from_a_file_to_json(name, weights, folder, document):
    """Barron & Barrett (1996); Triantaphyllou & Sanchez (1997): the weights at hand do not count."""
    case = published(name)
    expected = case["expected"]["recomputed"]
    options = [option.lower() for option in case["options"]]
    write_small(folder, dict(zip(options, case["matrix"], strict=True)))
    named = []
    if weights:
        text = "format: weights/1\nid: uneven\ndrivers: {f0: 7, f1: 1, f2: 0, f3: 2}\n"
        (folder / "uneven.yaml").write_text(text, encoding="utf-8")
        named = ["-w", "uneven.yaml"]
    found = document("small.yaml", *named)
    assert [row["option"] for row in found["options"]] == options
    for i, row in enumerate(found["options"]):
        assert row["acceptability"] == pytest.approx(expected["rank_acceptability"][i], abs=EXACT)
        first = float(Fraction(expected["first_rank_fraction"][i]))
        assert row["acceptability"][0] == pytest.approx(first, abs=1e-12)
        assert row["standard_error"] == [0, 0, 0, 0]
        central = expected["central_weights"][i]
        if central is None:
            assert row["central_weights"] is None
        else:
            assert list(row["central_weights"].values()) == pytest.approx(central, abs=EXACT)
        assert row["confidence_factor"] == expected["confidence_factor"][i]
        assert row["can_lead"] == (first > 0)
        for j, other in enumerate(options):
            if i != j:
                share = expected["pairwise_winning"][i][j]
                assert found["pairwise"][options[i]][other] == pytest.approx(share, abs=EXACT)
    assert found["model"]["samples"] == 0
    assert {"acceptability", "central_weights", "pairwise"} <= set(found["model"]["exact"])
    assert found["caption"].startswith("Exact, over all weights")
    assert NOT_THE_CHANCE in found["caption"]


# JSON


def assert_finite(part):
    if isinstance(part, dict):
        for inner in part.values():
            assert_finite(inner)
    elif isinstance(part, list):
        for inner in part:
            assert_finite(inner)
    elif isinstance(part, float):
        assert math.isfinite(part)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("over", "ratings"), [("factors", "uncertain"), ("drivers", "fixed"), ("drivers", "uncertain")]
)
def test_json_has_the_agreed_fields_with_the_agreed_types(trip, document, model, over, ratings):
    chosen = ["--model", model, "--over", over, "--ratings", ratings]
    found = document("trip.yaml", "-w", "even.yaml", *chosen, "--samples", "2000", "--seed", "7")
    common = {"format", "provenance", "scenario", "weights", "flags", "finding"}
    agreed = {"model", "options", "pairwise", "research"}
    assert set(found) == common | agreed | {"entropy", "fails", "caption"}
    assert found["format"] == "robustness/1"
    assert set(found["provenance"]) == {"tool", "version", "inputs", "injects", "set"}
    assert found["scenario"] == {"id": "trip", "title": "Which trip?"}
    assert found["weights"]["drivers"] == pytest.approx({"fun": 0.5, "ease": 0.2, "price": 0.3})
    assert_finite(found)

    assert set(found["model"]) == {"weights", "over", "spread", "ratings", "samples", "seed", "exact"}
    stated = {key: found["model"][key] for key in ("weights", "over", "ratings", "seed")}
    assert stated == {"weights": model, "over": over, "ratings": ratings, "seed": 7}
    assert found["model"]["spread"] == (0.2 if model == "around" else None)
    assert found["model"]["samples"] in (0, 2000)
    assert all(isinstance(part, str) for part in found["model"]["exact"])

    names = ["coast", "lakes", "capital", "home"]
    assert [row["option"] for row in found["options"]] == names
    for row in found["options"]:
        assert set(row) == {
            "option",
            "acceptability",
            "standard_error",
            "central_weights",
            "confidence_factor",
            "expected_rank",
            "mean_regret",
            "max_regret",
            "can_lead",
            "rank_entropy",
        }
        assert len(row["acceptability"]) == len(row["standard_error"]) == 4
        assert sum(row["acceptability"]) == pytest.approx(1, abs=EXACT)
        assert all(0 <= share <= 1 + EXACT for share in row["acceptability"])
        assert all(0 <= error <= 0.5 for error in row["standard_error"])
        never = row["acceptability"][0] == 0
        assert (row["central_weights"] is None) == (row["confidence_factor"] is None) == never
        if not never:
            assert list(row["central_weights"]) == sorted(found["weights"]["factors"])
            assert sum(row["central_weights"].values()) == pytest.approx(1, abs=EXACT)
            assert 0 <= row["confidence_factor"] <= 1
        assert 1 <= row["expected_rank"] <= 4
        assert 0 <= row["mean_regret"] <= row["max_regret"] <= 100
        assert isinstance(row["can_lead"], bool)
    assert {a: set(row) for a, row in found["pairwise"].items()} == {a: {*names} - {a} for a in names}
    for a in names:
        for b in names:
            if a != b:
                assert found["pairwise"][a][b] + found["pairwise"][b][a] == pytest.approx(1, abs=EXACT)
    assert 0 <= found["entropy"] <= 2
    assert {(row["option"], row["factor"]) for row in found["research"]} == {
        ("coast", "food"),
        ("lakes", "sights"),
        ("capital", "food"),
        ("capital", "language"),
    }
    gains = [row["gain"] for row in found["research"]]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] >= 0
    if found["fails"] is not None:
        assert set(found["fails"]) == {"options", "conditions", "coverage", "density", "lost", "samples"}
        for condition in found["fails"]["conditions"]:
            assert condition["driver"] in ("fun", "ease", "price")
            assert len({"at_least", "at_most"} & set(condition)) == 1


def test_json_is_sorted_and_ascii(trip, robustness):
    found = robustness("trip.yaml", "-f", "json", "--samples", "500")
    assert found == (json.dumps(json.loads(found), sort_keys=True, indent=2) + "\n").encode("ascii")


def test_over_drivers_factors_keep_their_shares_within_drivers(trip, document):
    found = document("trip.yaml", "-w", "even.yaml", "--over", "drivers")
    assert found["model"]["samples"] == 0, "three drivers are few enough to be exact"
    for row in found["options"]:
        if row["central_weights"] is not None:
            central = row["central_weights"]
            assert central["beach"] == pytest.approx(3 * central["sights"], abs=1e-12)
            assert central["food"] == pytest.approx(2 * central["sights"], abs=1e-12)
            assert central["journey"] == pytest.approx(central["language"], abs=1e-12)


def test_central_weights_within_ranges_lie_within_them(trip, document):
    found = document("trip.yaml", "-w", "even.yaml", "--model", "ranges", "--samples", "3000")
    for row in found["options"]:
        if row["central_weights"] is not None:
            central = row["central_weights"]
            assert 0.1 <= central["beach"] <= 0.4
            assert 0.1 <= central["price"] <= 0.45
            assert 0.3 <= central["beach"] + central["food"] + central["sights"] <= 0.6


def test_what_if_settings_are_what_is_tested(trip, document, text):
    setting = ["--set", "ratings.home.beach=10", "--set", "ratings.home.food=10", "--samples", "500"]
    found = document("trip.yaml", *setting)
    assert found["provenance"]["set"] == ["ratings.home.beach=10", "ratings.home.food=10"]
    before = document("trip.yaml", "--samples", "500")
    assert found["options"][3]["expected_rank"] < before["options"][3]["expected_rank"]
    assert text("trip.yaml", *setting).startswith("What-if: ratings.home.beach=10;")


# The same bytes


@pytest.mark.parametrize(("model", "form"), [*((model, "json") for model in MODELS), ("anywhere", "table")])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(trip, robustness, model, form):
    chosen = ["trip.yaml", "-w", "even.yaml", "--model", model, "--samples", "500", "-f", form]
    once = robustness(*chosen, "--seed", "4", "--ratings", "uncertain")
    assert once == robustness(*chosen, "--seed", "4", "--ratings", "uncertain")
    assert once != robustness(*chosen, "--seed", "5", "--ratings", "uncertain")


def test_the_seed_is_0_unless_stated(trip, robustness):
    chosen = ["trip.yaml", "--samples", "1000", "-f", "json"]
    assert robustness(*chosen) == robustness(*chosen, "--seed", "0")


def test_a_file_holds_the_bytes_that_stdout_would(trip, robustness):
    chosen = ["trip.yaml", "--samples", "1000"]
    assert robustness(*chosen, "-o", "out.txt") == b""
    assert (trip / "out.txt").read_bytes() == robustness(*chosen)


# What is said of the samples


@pytest.mark.parametrize("model", MODELS)
def test_the_caption_states_n_seed_standard_error_and_what_a_share_is_not(trip, document, text, model):
    chosen = ["trip.yaml", "-w", "even.yaml", "--model", model, "--samples", "2500", "--seed", "11"]
    found = document(*chosen)
    caption = found["caption"]
    assert caption.startswith("N = 2,500 over ")
    assert "; seed 11;" in caption
    assert caption.endswith(NOT_THE_CHANCE)
    stated = float(re.search(r"standard error at most (\d\.\d\d) percentage points", caption)[1])
    errors = [error for row in found["options"] for error in row["standard_error"]]
    assert stated == pytest.approx(100 * max(errors), abs=0.005)
    assert caption in text(*chosen)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("ratings", ["fixed", "uncertain"])
def test_without_more_said_the_standard_error_is_under_a_fifth_of_a_point(trip, document, model, ratings):
    found = document("trip.yaml", "-w", "even.yaml", "--model", model, "--ratings", ratings)
    assert found["model"]["samples"] == 100_000
    errors = [error for row in found["options"] for error in row["standard_error"]]
    assert 0 < max(errors) < 0.002


def test_the_caption_says_that_ratings_are_drawn(trip, document):
    chosen = ["trip.yaml", "--samples", "500"]
    assert "ratings drawn from their ranges" in document(*chosen, "--ratings", "uncertain")["caption"]
    assert "ratings drawn" not in document(*chosen)["caption"]


def test_where_the_leader_loses_is_said_with_the_number_of_samples_it_was_looked_for_in(folder, text):
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.6]})
    (line,) = [line for line in text("small.yaml").splitlines() if "loses first place" in line]
    assert f"{KEPT_SAMPLES:,}" in line


def test_nothing_is_said_to_be_drawn_where_no_rating_is_uncertain(folder, text):
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.6]})
    for model in ("anywhere", "around"):
        shown = text("small.yaml", "--ratings", "uncertain", "--model", model, "--samples", "500")
        assert "draw" not in shown


def test_tables_that_show_the_first_alone_say_so(folder, text):
    angles = [k * math.pi / 18 for k in range(10)]
    write_small(folder, {f"o{k}": [math.cos(a), math.sin(a)] for k, a in enumerate(angles)})
    shown = text("small.yaml")
    assert "The first 8 are shown, JSON has all." in shown
    assert "The first 6 are shown, JSON and CSV have all." in shown
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.6]})
    assert "are shown" not in text("small.yaml")


def test_the_ten_ratings_most_worth_knowing_are_said_to_be_the_first(folder, text):
    unsure = {"value": 0.5, "low": 0, "high": 1}
    write_small(folder, {f"o{k}": [unsure, unsure] for k in range(6)})
    assert "The first 10 are shown, JSON has all." in text("small.yaml", "--samples", "500")


def test_options_that_are_the_same_are_named_together(folder, text):
    write_small(folder, {"a": [0.9, 0.1], "b": [0.9, 0.1], "c": [0.3, 0.6]})
    shown = text("small.yaml")
    # 0.9 x + 0.1 (1 - x) > 0.3 x + 0.6 (1 - x) from x = 5/11 on; 50 points behind at most
    assert "a and b are each first in 54.5% of the weightings, and their worst regret" in shown
    assert re.search(r"a and b lose first place in \S+% of 4,096 weightings", shown)


def test_confidence_is_said_with_the_number_of_samples_behind_it(trip, text):
    shown = text("trip.yaml", "--ratings", "uncertain", "--samples", "500")
    (line,) = [line for line in shown.splitlines() if line.startswith("Confidence")]
    assert f"{CONFIDENCE_SAMPLES:,}" in line


def unlikely(shown):
    """Text without the two places that say what a number is not."""
    said = shown.lower().replace("\\", "").replace(NOT_THE_CHANCE, "")
    return said.replace("score_not_likelihood", "")


@pytest.mark.parametrize(("model", "form"), [*((model, "table") for model in MODELS), ("around", "json")])
def test_no_word_calls_a_share_likely(trip, robustness, model, form):
    chosen = ["--model", model, "--ratings", "uncertain", "--samples", "500", "-f", form]
    shown = robustness("trip.yaml", "-w", "even.yaml", *chosen).decode()
    assert not re.search(r"likel|probab|chance|odds|predict|forecast|expect(?!ed_rank)", unlikely(shown))


# CSV


def records(shown):
    return list(csv.DictReader(io.StringIO(shown.decode())))


def test_csv_has_one_record_an_option_with_the_numbers_of_the_json(trip, robustness, document):
    chosen = ["trip.yaml", "-w", "even.yaml", "--samples", "1000", "--ratings", "uncertain"]
    found, rows = document(*chosen), records(robustness(*chosen, "-f", "csv"))
    columns = ["option", "expected_rank", "mean_regret", "max_regret", "can_lead", "confidence_factor"]
    columns += [f"rank_{r}" for r in (1, 2, 3, 4)] + [f"standard_error_{r}" for r in (1, 2, 3, 4)]
    columns += [f"central.{f}" for f in ("beach", "food", "sights", "journey", "language", "price")]
    assert list(rows[0]) == columns
    assert len(rows) == 4
    for row, stated in zip(rows, found["options"], strict=True):
        assert row["option"] == stated["option"]
        assert row["can_lead"] == str(stated["can_lead"]).lower()
        for key in ("expected_rank", "mean_regret", "max_regret"):
            assert float(row[key]) == stated[key]
        assert [float(row[f"rank_{r}"]) for r in (1, 2, 3, 4)] == stated["acceptability"]
        assert [float(row[f"standard_error_{r}"]) for r in (1, 2, 3, 4)] == stated["standard_error"]
        if stated["central_weights"] is not None:
            assert {f: float(row[f"central.{f}"]) for f in stated["central_weights"]} == stated[
                "central_weights"
            ]


def test_csv_leaves_empty_what_an_option_that_is_never_first_does_not_have(folder, robustness):
    write_small(folder, {"a": [0.9, 0.5], "b": [0.3, 0.2]})
    last = records(robustness("small.yaml", "-f", "csv"))[1]
    assert (last["confidence_factor"], last["central.f0"], last["central.f1"]) == ("", "", "")
    assert (last["can_lead"], last["rank_1"]) == ("false", "0.0")


# Tables


def page_of(**asked):
    answer = answer_of("trip.yaml", ["even.yaml"], samples=500, **asked)
    return page(answer)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("uncertain", [False, True])
def test_every_table_asks_a_question_and_ends_in_a_sentence(trip, model, uncertain):
    shown = page_of(model=model, ratings_uncertain=uncertain)
    assert len(shown.tables) == 5
    for table in shown.tables:
        assert "?" in table.title
        assert re.fullmatch(r"[A-Z].*\.", table.finding)
        assert all(len(row) == len(table.columns) for row in table.rows)
    assert re.fullmatch(r"[A-Z].*\.", shown.finding)


def test_rows_come_by_mean_rank_and_shares_are_those_of_the_json(trip, document):
    shown = page_of()
    found = {
        row["option"]: row for row in document("trip.yaml", "-w", "even.yaml", "--samples", "500")["options"]
    }
    ranks, pairs = shown.tables[0].rows, shown.tables[1].rows
    order = [plain(row[0]) for row in ranks]
    assert order == sorted(found, key=lambda option: found[option]["expected_rank"])
    assert order == [plain(row[0]) for row in pairs]
    for row in ranks:
        stated = found[plain(row[0])]
        assert [plain(cell) for cell in row[1:5]] == [
            f"{100 * share:.1f}" for share in stated["acceptability"]
        ]
        assert plain(row[5]) == f"{stated['expected_rank']:.2f}"
        assert plain(row[8]) == ("yes" if stated["can_lead"] else "never")


def long_names(count):
    return {f"option_with_a_long_name_{i}": [(3 * i + j) % 7 / 7 for j in range(5)] for i in range(count)}


@pytest.mark.parametrize("count", [1, 2, 4, 8, 12])
def test_a_page_of_80_columns_is_not_wider_and_breaks_no_number(folder, count):
    write_small(folder, long_names(count))
    answer = answer_of("small.yaml", samples=300)
    shown = page_text(page(answer), encoding="utf-8", width=80)
    assert max(len(line) for line in shown.splitlines()) <= 80
    words = shown.split()
    for table in page(answer).tables:
        for row in table.rows:
            for cell in row:
                if re.fullmatch(r"-?[\d.]+", plain(cell)):
                    assert plain(cell) in words


def test_the_width_of_the_page_is_the_one_asked_for(trip, robustness):
    for width in (60, 80, 120):
        shown = robustness("trip.yaml", "--samples", "200", "--width", str(width)).decode()
        assert width - 25 < max(len(line) for line in shown.splitlines()) <= width


def test_a_page_in_ascii_says_the_same(trip, run):
    shown = run("robustness", "trip.yaml", "--samples", "200", encoding="ascii")
    assert shown.exit_code == 0
    assert shown.stdout_bytes.isascii()


def test_the_finding_names_the_option_first_most_often_and_those_that_never_are(trip, document):
    found = document("trip.yaml", "-w", "even.yaml", "--model", "ranges", "--samples", "3000")
    best = max(found["options"], key=lambda row: row["acceptability"][0])
    title = {"coast": "The coast", "lakes": "The lakes", "capital": "The capital", "home": "Stay at home"}
    share = f"{100 * best['acceptability'][0]:.1f}%"
    assert found["finding"].startswith(
        f"{title[best['option']]} is first in {share} of the weightings sampled"
    )
    never = [row["option"] for row in found["options"] if not row["can_lead"]]
    assert "home" in never
    assert "no weights of this kind put " in found["finding"]
    assert all(
        title[option] in found["finding"].partition("no weights of this kind put ")[2] for option in never
    )


def test_where_the_leader_loses_is_said_with_coverage_and_density(trip, document, text):
    chosen = ["trip.yaml", "-w", "even.yaml", "--samples", "2000"]
    fails = document(*chosen)["fails"]
    (line,) = [line for line in text(*chosen).splitlines() if "loses first place" in line]
    assert f"{100 * fails['lost']:.1f}% of 2,000 weightings" in line
    assert f"covers {fails['coverage']:.0%} of the losses" in line
    assert f"{fails['density']:.0%} of the weightings there are losses" in line
    for condition in fails["conditions"]:
        assert condition["driver"] in line


def test_what_to_find_out_first_comes_with_its_worth_and_the_reason_at_hand(trip, text, document):
    chosen = ["trip.yaml", "-w", "even.yaml", "--set", "weights.price=0", "--samples", "200"]
    first, shown = document(*chosen)["research"][0], text(*chosen)
    assert (first["option"], first["factor"]) == ("coast", "food")
    assert first["gain"] > 0
    assert f"{first['option']} on {first['factor']}" in shown
    assert f"worth at most {first['gain']:.3f} points on average" in shown


def test_no_option_is_said_to_beat_every_other_in_more_than_half_where_all_are_level(folder, text):
    """Barron & Barrett (1996): four options, each best on one criterion, every pair at 50%."""
    case = published("smaa_identity_roc")
    write_small(folder, dict(zip(case["options"], case["matrix"], strict=True)))
    assert "No option beats every other in more than half." in text("small.yaml")


def test_a_single_option_is_not_said_to_beat_others(folder, text):
    write_small(folder, {"only": [0.4, 0.6]})
    assert "beats every other" not in text("small.yaml")


# Markdown


def test_markdown_has_a_heading_a_table_and_a_sentence_for_every_question(trip, robustness):
    shown = robustness("trip.yaml", "-w", "even.yaml", "--samples", "500", "-f", "md").decode()
    lines = shown.splitlines()
    assert lines[0] == "# Which trip?"
    assert sum(line.startswith("## ") and line.endswith("?") for line in lines) == 5
    widths = [line.replace("\\|", "").count("|") for line in lines if line.startswith("|")]
    heads = [i for i, line in enumerate(lines) if re.fullmatch(r"\|( -+:? \|)+", line)]
    assert len(heads) == 3, "nothing is worth finding out here, so that table has no rows"
    for i in heads:
        rows = [i - 1, i]
        while lines[rows[-1] + 1].startswith("|"):
            rows.append(rows[-1] + 1)
        assert len({lines[row].count("|") for row in rows}) == 1
    assert widths
    assert lines[-1].startswith("**")
    assert lines[-1].endswith(".**")


def test_markdown_has_no_empty_code_block(trip, robustness):
    shown = robustness("trip.yaml", "--samples", "500", "-f", "md").decode()
    assert "```text\n```" not in shown


# Small scenarios


@pytest.mark.parametrize(
    ("model", "form"), [("anywhere", "table"), ("around", "json"), ("ordered", "csv"), ("around", "md")]
)
@pytest.mark.parametrize(
    "ratings",
    [
        {"only": [0.3, 0.5]},
        {"only": [0.3]},
        {"a": [0.3], "b": [0.5], "c": [0.3]},
        {"a": [0.4, 0.6], "b": [0.4, 0.6]},
        {"a": [0, 0, 0, 0, 0], "b": [0, 0, 0, 0, 0], "c": [1, 1, 1, 1, 1]},
    ],
)
def test_few_options_few_factors_and_identical_options_work(folder, robustness, ratings, model, form):
    write_small(folder, ratings)
    assert robustness("small.yaml", "--model", model, "--samples", "200", "-f", form)


def test_identical_options_are_first_together_and_neither_above_the_other(folder, document):
    write_small(folder, {"a": [0.4, 0.6], "b": [0.4, 0.6], "c": [0.1, 0.2]})
    found = document("small.yaml")
    assert [row["acceptability"] for row in found["options"]] == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]
    assert found["pairwise"]["a"]["b"] == found["pairwise"]["b"]["a"] == 0
    assert found["options"][0]["central_weights"] == found["options"][1]["central_weights"]
    assert found["fails"] is None


def test_two_options_on_two_factors_have_shares_that_can_be_worked_out_by_hand(folder, document):
    """0.6 ahead at one end and 0.3 behind at the other: level at a third of the way."""
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.4]})
    found = document("small.yaml")
    assert found["options"][0]["acceptability"] == pytest.approx([2 / 3, 1 / 3], abs=1e-12)
    assert found["options"][0]["central_weights"] == pytest.approx({"f0": 2 / 3, "f1": 1 / 3}, abs=1e-12)
    assert found["options"][1]["central_weights"] == pytest.approx({"f0": 1 / 6, "f1": 5 / 6}, abs=1e-12)
    assert found["options"][0]["max_regret"] == pytest.approx(30, abs=1e-9)
    assert found["options"][0]["mean_regret"] == pytest.approx(30 / 2 / 3, abs=1e-9)
    assert found["entropy"] == pytest.approx(math.log2(3) - 2 / 3, abs=1e-12)


# Mistakes


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--samples", "0"], "--samples"),
        (["--samples", "-5"], "--samples"),
        (["--samples", "many"], "--samples"),
        (["--seed", "-1"], "--seed"),
        (["--seed", "1.5"], "--seed"),
        (["--spread", "wide"], "--spread"),
        (["--model", "around", "--spread", "0"], "--spread 0: at least 1e-06 and below 2.24 for 6 weights"),
        (["--model", "around", "--spread", "-1"], "--spread -1"),
        (["--model", "around", "--spread", "2.24"], "--spread 2.24"),
        (["--model", "around", "--spread", "nan"], "--spread nan"),
        (["--model", "around", "--spread", "inf"], "--spread inf"),
        (["--model", "around", "--over", "drivers", "--spread", "1.5"], "below 1.41 for 3 weights"),
        (["--model", "elsewhere"], "--model"),
        (["--over", "options"], "--over"),
        (["--ratings", "loose"], "--ratings"),
    ],
)
def test_a_wrong_number_or_word_is_wrong_usage(trip, refused, args, said):
    code, message = refused("trip.yaml", *args)
    assert code == 2
    assert said in message


@pytest.mark.parametrize("model", ["anywhere", "ordered", "ranges"])
def test_a_spread_is_refused_where_nothing_is_spread(trip, refused, model):
    code, message = refused("trip.yaml", "--model", model, "--spread", "0.3")
    assert (code, message) == (2, f"error: --spread 0.3: goes with the model 'around', not '{model}'\n")


def test_ranges_that_the_weights_do_not_state_are_wrong_usage(trip, refused):
    (trip / "plain.yaml").write_text(EVEN.partition("ranges:")[0], encoding="utf-8")
    code, message = refused("trip.yaml", "-w", "plain.yaml", "--model", "ranges")
    assert (code, message) == (2, "error: --model ranges: the weights 'even' state no ranges\n")
    code, message = refused("trip.yaml", "--model", "ranges")
    assert code == 2
    assert "state no ranges" in message


@pytest.mark.parametrize("over", ["factors", "drivers"])
def test_ranges_that_no_weights_meet_are_a_mistake_in_the_file_at_its_ranges(trip, refused, over):
    text = EVEN.replace("fun: [30, 60]", "fun: [80, 90]").replace("price: [10, 45]", "price: [30, 45]")
    (trip / "empty.yaml").write_text(text, encoding="utf-8")
    code, message = refused("trip.yaml", "-w", "empty.yaml", "--model", "ranges", "--over", over)
    assert code == 3
    assert re.fullmatch(r"empty\.yaml:6:1: error: .+ \[empty-ranges\]; .+\n", message)


def test_ranges_that_no_weights_meet_do_not_matter_to_other_models(trip, robustness):
    (trip / "empty.yaml").write_text(EVEN.replace("fun: [30, 60]", "fun: [95, 99]"), encoding="utf-8")
    assert robustness("trip.yaml", "-w", "empty.yaml", "--samples", "100")


@pytest.mark.parametrize("spread", ["1e-200", "1e-160"])
def test_a_tiny_spread_gives_a_result_or_is_refused(trip, run, spread):
    result = run("robustness", "trip.yaml", "--model", "around", "--spread", spread, "--samples", "100")
    assert result.exit_code in (0, 2)


def test_a_spread_just_below_its_limit_gives_a_result(trip, document):
    chosen = ["--model", "around", "--over", "drivers", "--spread", "1.414", "--samples", "5000"]
    assert document("trip.yaml", *chosen)["model"]["spread"] == 1.414


def test_a_spread_of_one_driver_has_its_limit_too(folder, robustness, refused):
    write_small(folder, {"a": [0.3], "b": [0.5]})
    assert robustness("small.yaml", "--model", "around", "--spread", "0.9", "--samples", "50")
    assert refused("small.yaml", "--model", "around", "--spread", "1.5")[0] == 2

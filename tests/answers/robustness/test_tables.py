"""``scenario robustness``: tables, CSV and Markdown."""

import csv
import io
import re

import pytest
from answers.robustness.trip import MODELS, write_small
from builders import published

from scenario_cli.answers.robustness.ask import ask_robustness
from scenario_cli.answers.robustness.report import page
from scenario_cli.answers.robustness.words import share_word
from scenario_cli.render.page import plain
from scenario_cli.render.terminal import page_text
from scenario_cli.study import study


def answer_of(scenario, weights=(), *, model="anywhere", ratings_uncertain=False, **more):
    ratings = "uncertain" if ratings_uncertain else "fixed"
    return ask_robustness(study(scenario, next(iter(weights), None)), model=model, ratings=ratings, **more)


# CSV


def records(shown):
    return list(csv.DictReader(io.StringIO(shown.decode())))


def test_csv_has_one_record_an_option_with_the_numbers_of_the_json(trip, robustness, document):
    chosen = ["trip.yaml", "-w", "even.yaml", "--samples", "1000", "--ratings", "uncertain"]
    found, rows = document(*chosen), records(robustness(*chosen, "-f", "csv"))
    columns = ["option", "expected_rank", "mean_regret", "max_regret", "can_lead", "can_lead_alone"]
    columns += ["confidence_factor", "first_draws"]
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


TITLES = {"coast": "The coast", "lakes": "The lakes", "capital": "The capital", "home": "Stay at home"}


def page_of(**asked):
    answer = answer_of("trip.yaml", ["even.yaml"], samples=500, **asked)
    return page(answer, 80, whole=True)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("uncertain", [False, True])
def test_every_table_asks_a_question_and_ends_in_a_sentence(trip, model, uncertain):
    shown = page_of(model=model, ratings_uncertain=uncertain)
    assert len(shown.tables) == 6
    for table in shown.tables:
        assert "?" in table.title
        assert re.fullmatch(r"[A-Z].*\.", table.finding)
        assert all(len(row) == len(table.columns) for row in table.rows)
    assert re.fullmatch(r"[A-Z].*\.", shown.heading[-1])


def test_rows_come_by_mean_rank_and_shares_are_those_of_the_json(trip, document):
    shown = page_of()
    found = {
        row["option"]: row for row in document("trip.yaml", "-w", "even.yaml", "--samples", "500")["options"]
    }
    ranks, pairs = shown.tables[0].rows, shown.tables[2].rows
    order = [plain(row[0]) for row in ranks]
    ids = sorted(found, key=lambda option: found[option]["expected_rank"])
    assert order == [TITLES[option] for option in ids]
    assert [plain(row[0]) for row in pairs] == [
        f"{letter} {title}" for letter, title in zip("ABCD", order, strict=True)
    ]
    for row, option in zip(ranks, ids, strict=True):
        stated = found[option]
        assert [plain(cell) for cell in row[1:5]] == [
            share_word(share, exact=False) for share in stated["acceptability"]
        ]
        assert plain(row[5]) == f"{stated['expected_rank']:.2f}"
        assert plain(row[8]) == ("yes" if stated["can_lead"] else "never")


def long_names(count):
    return {f"option_with_a_long_name_{i}": [(3 * i + j) % 7 / 7 for j in range(5)] for i in range(count)}


@pytest.mark.parametrize("count", [1, 2, 4, 8, 12])
def test_a_page_of_80_columns_is_not_wider_and_breaks_no_number(folder, count):
    write_small(folder, long_names(count))
    answer = answer_of("small.yaml", samples=300)
    shown = page_text(page(answer, 80, whole=True), encoding="utf-8", width=80)
    assert max(len(line) for line in shown.splitlines()) <= 80
    words = shown.split()
    for table in page(answer, 80, whole=True).tables:
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
    share = f"{100 * best['acceptability'][0]:.1f}%"
    assert found["finding"].startswith(
        f"{TITLES[best['option']]} is first in {share} of the weightings sampled"
    )
    never = [row["option"] for row in found["options"] if not row["can_lead"]]
    assert "home" in never
    assert "no weights of this kind put " in found["finding"]
    assert all(
        TITLES[option] in found["finding"].partition("no weights of this kind put ")[2] for option in never
    )


def test_where_the_leader_loses_is_said_with_coverage_and_density(trip, document, text):
    chosen = ["trip.yaml", "-w", "even.yaml", "--samples", "2000"]
    fails = document(*chosen)["fails"]
    (line,) = [line for line in text(*chosen).splitlines() if "loses first place" in line]
    assert f"{100 * fails['lost']:.1f}% of 2,000 weightings" in line
    assert f"covers {fails['coverage']:.0%} of the losses" in line
    assert f"{fails['density']:.0%} of those it covers are losses" in line
    for condition in fails["conditions"]:
        assert {"fun": "Fun", "ease": "Ease", "price": "price"}[condition["driver"]] in line


def test_what_to_find_out_first_comes_with_its_worth_and_the_reason_at_hand(trip, text, document):
    chosen = ["trip.yaml", "-w", "even.yaml", "--set", "weights.price=0", "--samples", "200"]
    first, shown = document(*chosen)["research"][0], text(*chosen)
    assert (first["option"], first["factor"]) == ("coast", "food")
    assert first["gain"] > 0
    assert "The coast on Food" in shown
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
    shown = robustness("trip.yaml", "-w", "even.yaml", "--samples", "500", "-f", "md", "--all").decode()
    lines = shown.splitlines()
    assert lines[0] == "# Which trip?"
    assert sum(line.startswith("## ") and line.endswith("?") for line in lines) == 6
    widths = [line.replace("\\|", "").count("|") for line in lines if line.startswith("|")]
    heads = [i for i, line in enumerate(lines) if re.fullmatch(r"\|( -+:? \|)+", line)]
    assert len(heads) == 4, "nothing is worth finding out here, so that table has no rows"
    for i in heads:
        rows = [i - 1, i]
        while lines[rows[-1] + 1].startswith("|"):
            rows.append(rows[-1] + 1)
        assert len({lines[row].count("|") for row in rows}) == 1
    assert widths
    first_table = next(i for i, line in enumerate(lines) if line.startswith("## "))
    assert any(" is first in " in line for line in lines[:first_table]), "the answer comes first"


def test_markdown_has_no_empty_code_block(trip, robustness):
    shown = robustness("trip.yaml", "--samples", "500", "-f", "md").decode()
    assert "```text\n```" not in shown

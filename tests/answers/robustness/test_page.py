"""The page of ``scenario robustness``: the answer first, all ranks, titles, and its length."""

import math
import re

import pytest
from answers.robustness.trip import MODELS, write_small

from scenario_cli.answers.robustness.report import page, report
from scenario_cli.answers.robustness.words import share_word
from scenario_cli.render.page import plain
from scenario_cli.render.terminal import page_text
from scenario_cli.study import study


def shown(answer, width=80, *, whole):
    return page_text(page(answer, width, whole=whole), encoding="utf-8", width=width)


def test_the_built_in_page_that_is_not_whole_has_at_most_60_lines_of_80_columns():
    for options in ({}, {"ratings": "uncertain", "model": "around"}, {"model": "ranges", "over": "drivers"}):
        answer = study("china-arms-russia").robustness(samples=20_000, **options)
        lines = shown(answer, whole=False).splitlines()
        assert len(lines) <= 60
        assert max(map(len, lines)) <= 80
        assert lines[-1] == "Not shown: central weights, and all ratings that are worth knowing."
        assert len(shown(answer, whole=True).splitlines()) > len(lines)
        assert "Not shown" not in shown(answer, whole=True)


@pytest.mark.parametrize("whole", [True, False])
def test_the_answer_stands_before_all_tables(whole):
    answer = study("china-arms-russia").robustness(samples=500)
    found = page(answer, 80, whole=whole)
    assert found.finding == report(answer).finding
    text = " ".join(shown(answer, whole=whole).split())
    assert text.index(report(answer).finding) < text.index(found.tables[0].title)
    assert text.index("[score_not_likelihood]") > text.index(found.tables[-1].title)


def test_the_answer_says_how_often_first_who_never_can_be_and_the_least_worst_regret(folder):
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.6], "c": [0.2, 0.05]})
    said = study("small.yaml").robustness().report().finding
    assert said == (
        "a is first in 54.5% of the weightings; no weights of this kind put c first; "
        "its worst regret is the smallest too (50.0 points)."
    )


def test_an_option_that_leads_only_jointly_is_said_to_lead_only_in_a_tie(folder, robustness):
    """b draws level with a at the one weighting in which both factors count alike."""
    write_small(folder, {"a": [0.8, 0.4], "b": [0.4, 0.8]})
    weights = "format: weights/1\nid: two\ndrivers: {f0: 2, f1: 1}\n"
    (folder / "two.yaml").write_text(weights, encoding="utf-8")
    answer = study("small.yaml", "two.yaml").robustness(model="ordered")
    text = shown(answer, whole=False)
    assert re.search(r"^a +100\.0 +0\.0 .* yes$", text, re.MULTILINE)
    assert re.search(r"^b +0\.0 +100\.0 .* only in a tie$", text, re.MULTILINE)
    assert "; b can be first only in a tie;" in " ".join(text.split())
    rows = answer.to_dict()["options"]
    assert [(row["can_lead"], row["can_lead_alone"]) for row in rows] == [(True, True), (True, False)]


@pytest.mark.parametrize("count", [1, 4, 5, 9, 23])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_all_ranks_are_shown_so_that_no_share_is_nowhere(folder, count, width):
    angles = [k * math.pi / 2 / count for k in range(count)]
    write_small(folder, {f"o{k}": [math.cos(a), math.sin(a), k % 3 / 2] for k, a in enumerate(angles)})
    answer = study("small.yaml").robustness(samples=400)
    tables = [
        table
        for table in page(answer, width, whole=True).tables
        if "which" in table.title and "rank" in table.title
    ]
    heads = [
        column.title
        for table in tables
        for column in table.columns
        if re.fullmatch(r"\d+[a-z]{2}", column.title)
    ]
    assert [int(head[:-2]) for head in heads] == list(range(1, count + 1))
    stated = {row["option"]: row["acceptability"] for row in answer.to_dict()["options"]}
    cells = {option: [] for option in stated}
    for table in tables:
        at = [k for k, column in enumerate(table.columns) if column.title in heads]
        for row in table.rows:
            cells[plain(row[0])] += [plain(row[k]) for k in at]
    for option, shares in stated.items():
        for share, cell in zip(shares, cells[option], strict=True):
            near = {"<0.1": 0.05, ">99.9": 99.95}.get(cell) or float(cell)
            assert near == pytest.approx(100 * share, abs=0.051)
            assert (cell == "0.0") == (share == 0) or answer.found.samples == 0


def test_ordinals_past_the_tenth_are_english(folder):
    write_small(folder, {f"o{k}": [k / 30, 1 - k / 30] for k in range(24)})
    text = shown(study("small.yaml").robustness(samples=50), 500, whole=True)
    assert re.search(r"1st +2nd +3rd +4th .* 11th +12th +13th .* 21st +22nd +23rd +24th", text)


def test_options_and_factors_go_by_their_titles_and_by_no_id(trip):
    for model in MODELS:
        asked = study("trip.yaml", "even.yaml").robustness(model=model, samples=2000, ratings="uncertain")
        tables = page(asked, 80, whole=True).tables
        text = " ".join(
            part
            for table in tables
            for part in (*(plain(cell) for row in table.rows for cell in row), table.finding, *table.legend)
        )
        for title in ("The coast", "The lakes", "The capital", "Stay at home", "Beach", "Journey"):
            assert title in text
        assert not re.search(r"(?<!The )\b(coast|lakes|capital|home_|beach|journey|sights)\b", text)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("over", ["drivers", "factors"])
def test_what_the_leader_loses_is_what_its_first_place_leaves(trip, model, over):
    """One figure a page, whether exact or sampled."""
    answer = study("trip.yaml", "even.yaml").robustness(model=model, over=over, samples=20_000)
    found = answer.to_dict()
    (leader,) = answer.ranking.leaders
    first = found["options"][leader]["acceptability"][0]
    if found["fails"] is None:
        assert first == pytest.approx(1, abs=1e-12)
    else:
        lost = found["fails"]["lost"]
        assert lost == pytest.approx(1 - first, abs=1e-12)
        assert f"loses first place in {share_word(lost, exact=answer.lost_exactly)}% of" in " ".join(
            shown(answer, whole=False).split()
        )

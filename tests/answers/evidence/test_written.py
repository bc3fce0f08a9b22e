"""evidence: documents, records, tables and pages."""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from answers.evidence.cited import (
    ITEMS,
    KIOSK,
    KIOSK_WEIGHTS,
    SCENARIOS,
    SOURCES,
    WEIGHTS,
    asked,
    asked_shipped,
    cells_of,
    cited_problems,
    fewer,
    named,
    shipped,
    some,
    steps_to_flip,
    table_with,
    told,
    unescaped,
)
from builders import up_to
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.answers.evidence.report import document, records
from scenario_cli.answers.evidence.tables import page
from scenario_cli.render.json import json_text
from scenario_cli.render.terminal import page_text


def signs(text: str) -> Counter[str]:
    """How often each sign stands in a text; blanks and rules depend on the width."""
    return Counter(re.sub(r"[\s-]", "", text))


SUPPORT = {"ratings": int, "alone": list, "margin": float, "without": dict}
DOUBT = {"ratings": int, "open": bool, "could_lead": list}
RATING = {
    "option": str,
    "factor": str,
    "value": float,
    "unknown": bool,
    "flip_at": float | None,
    "steps": float | None,
    "to": list,
    "within_range": bool,
    "kind": str | None,
    "confidence": str | None,
    "why": str,
    "signpost": str,
    "evidence": list,
    "at": list,
    "sources": list,
}


def has(found: dict[str, Any], types: dict[str, Any]) -> None:
    """Each field is there, and exactly of its type: no bool for an int."""
    for key, kind in types.items():
        assert key in found
        if isinstance(kind, type):
            assert type(found[key]) is kind, key
        else:
            assert isinstance(found[key], kind), key


def is_well_formed(found: dict[str, Any]) -> None:
    has(
        found, {"format": str, "finding": str, "flags": list, "leaders": list, "linchpins": list, "kind": str}
    )
    assert found["format"] == "evidence/1"
    assert {"provenance", "scenario", "weights", "coverage"} <= set(found)
    assert all(type(count) is int for count in found["coverage"].values())
    for rating in found["ratings"]:
        has(rating, RATING)
        assert all(
            isinstance(word, str) for key in ("to", "evidence", "at", "sources") for word in rating[key]
        )
    for item in found["evidence"]:
        has(item, {"id": str, "source": str, "at": str, "says": str, **SUPPORT})
    for source in found["sources"]:
        has(source, {"id": str, "title": str, **SUPPORT})
    for item in [*found["evidence"], *found["sources"], *([found["without"]] if "without" in found else [])]:
        assert all(len(place) == 2 for place in item["alone"])
        has(item["without"], DOUBT)
    for assumption in found["assumptions"]:
        has(assumption, {"option": str, "factor": str, "why": str, "if_wrong": dict})
        has(assumption["if_wrong"], DOUBT)
    has(found["all_assumptions_wrong"], DOUBT)
    for flag in found["flags"]:
        assert (
            {"code", "level", "text"} <= set(flag) <= {"code", "level", "text", "option", "factor", "driver"}
        )
        assert flag["level"] in ("warning", "note")


@given(cited_problems(), st.sampled_from((*ITEMS, *SOURCES)))
@fewer
def test_the_document_has_the_right_types_and_no_nan(stated, id_):
    is_well_formed(json.loads(json_text(document(asked(*stated, without=[id_])))))


def test_the_shipped_document_has_the_right_types(run, folder):
    found = told(run("evidence", "--without", "wilder", "-f", "json"))
    is_well_formed(found)
    assert found["without"]["ids"] == ["wilder"]


def test_the_same_question_gives_the_same_bytes(run, kiosk):
    for form in ("table", "json", "csv", "md"):
        first, second = (run("evidence", *kiosk, "-f", form).stdout_bytes for _ in range(2))
        assert first == second


def test_csv_has_one_line_a_rating(run, kiosk):
    rows = list(csv.DictReader(io.StringIO(run("evidence", *kiosk, "-f", "csv").stdout)))
    ratings = told(run("evidence", *kiosk, "-f", "json"))["ratings"]
    assert len(rows) == 9
    for row, rating in zip(rows, ratings, strict=True):
        assert (row["option"], row["factor"]) == (rating["option"], rating["factor"])
        assert float(row["value"]) == rating["value"]
        assert row["flip_at"] == ("" if rating["flip_at"] is None else repr(rating["flip_at"]))
        assert row["evidence"] == " ".join(rating["evidence"])
        assert (row["why"], row["signpost"], row["kind"]) == (
            rating["why"],
            rating["signpost"],
            rating["kind"] or "",
        )


@given(cited_problems())
@fewer
def test_records_have_one_row_a_rating(stated):
    answer = asked(*stated)
    columns, rows = records(answer)
    assert len(rows) == answer.study.problem.values.size
    assert {len(row) for row in rows} == {len(columns)}


def test_csv_of_the_shipped_scenario_has_one_line_a_rating(run, folder):
    text = run("evidence", "-f", "csv").stdout
    assert len(text.splitlines()) == 1 + 4 * 13


@given(cited_problems(), st.lists(st.sampled_from(ITEMS), max_size=1))
@fewer
def test_every_table_asks_and_every_sentence_ends(stated, without):
    answer = asked(*stated, without=without)
    whole = page(answer, whole=True)
    assert len(whole.tables) == 6 + len(without)
    assert whole.left_out == ""
    short = page(answer)
    assert len(short.tables) == (1 if without else 3)
    assert short.left_out
    for shown in (whole, short):
        for table in shown.tables:
            assert table.title.endswith("?")
            assert re.fullmatch(r"[A-Z0-9].*\.", table.finding, re.DOTALL), table.finding
            assert len(table.finding.split()) >= 4 or (without and not table.rows)
        assert shown.finding == document(answer)["finding"]


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_short_page_has_the_first_rows_of_the_whole_and_counts_the_others(weights):
    answer = asked_shipped(weights)
    whole = {table.title: table for table in page(answer, whole=True).tables}
    reach = sum(np.isfinite(step) for step in steps_to_flip(answer.study.problem).values())
    cited = {
        "Source": [s for s in document(answer)["sources"] if s["ratings"]],
        "Evidence": [e for e in document(answer)["evidence"] if e["ratings"]],
    }
    for table in page(answer).tables:
        head = table.columns[0].title
        rows = len(cited[head]) if head in cited else len(table.rows) if head == "Doubt" else reach
        assert table.rows == whole[table.title].rows[:5]
        left_out = re.fullmatch(r"(\d+) more( ratings?)?", table.left_out)
        assert (int(left_out[1]) if left_out else 0) == rows - len(table.rows)
        assert whole[table.title].left_out == ""


@given(cited_problems())
@some
def test_the_sentences_under_the_tables_count_right(stated):
    answer = asked(*stated)
    found, steps = document(answer), steps_to_flip(answer.study.problem)
    movable = [r for r in found["ratings"] if np.isfinite(steps[r["option"], r["factor"]])]
    cited = [r for r in found["ratings"] if r["evidence"]]
    leverage = table_with(answer, "Turns at", "Kind")
    said = f"{len(movable)} of {len(found['ratings'])} ratings can change first place alone"
    assert leverage.finding.startswith(said)
    assert f" {len(cited)} cite evidence, {len(found['ratings']) - len(cited)} do not" in leverage.finding
    assert len(leverage.rows) == min(20, len(movable))
    for what, items in (("Source", found["sources"]), ("Evidence", found["evidence"])):
        table = table_with(answer, what, "Alone")
        rows = {row[0].split(" [")[0]: row[1:] for row in cells_of(table)}
        assert set(rows) == {item["id"] for item in items if item["ratings"]}
        for item in items:
            if item["ratings"]:
                assert rows[item["id"]][:2] == [str(item["ratings"]), str(len(item["alone"]))]
                assert rows[item["id"]][2] == by_hand(item["margin"])
                assert rows[item["id"]][3].startswith("open" if item["without"]["open"] else "holds")


def by_hand(number: float) -> str:
    """A signed number with one decimal, halves away from zero, as one rounds on paper."""
    shown = Decimal(repr(round(number, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{shown + 0:+}"


@given(cited_problems())
@some
def test_the_lead_that_is_explained_is_that_of_the_first_over_the_second(stated):
    answer = asked(*stated)
    scores = np.sort(100 * answer.study.problem.values @ answer.study.problem.weights)
    lead = scores[-1] - scores[-2] if len(scores) > 1 else 0.0
    legend = " ".join(map(str, table_with(answer, "Source", "Alone").legend))
    shown = re.search(r"add to the (\S+) between first and second", legend)
    assert float(shown[1]) == pytest.approx(lead, abs=0.0501)


def test_the_signpost_table_shows_every_signpost_in_reach_and_counts_the_bare(run, kiosk):
    answer = asked_shipped("authors")
    steps = steps_to_flip(answer.study.problem)
    stated = {(o, f): r for o, row in answer.study.scenario.ratings.items() for f, r in row.items()}
    reach = [place for place in steps if np.isfinite(steps[place])]
    scenario = answer.study.scenario
    posted = {named(scenario, o, f): stated[o, f].signpost for o, f in reach if stated[o, f].signpost}
    table = table_with(answer, "Signpost")
    assert {row[0]: row[2] for row in cells_of(table)} == posted
    bare = [place for place in reach if steps[place] <= 3 and not stated[place].signpost]
    assert table.finding.startswith(f"{len(posted)} of {len(reach)} ratings")
    assert (f"; {len(bare)} within 3 steps of turning it have none" in table.finding) == bool(bare)
    found = told(run("evidence", *kiosk, "-f", "json"))
    assert {r["signpost"] for r in found["ratings"]} == {"", "A road is closed."}


def test_the_provenance_table_has_both_hashes(run, kiosk):
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in (KIOSK, KIOSK_WEIGHTS)]
    found = told(run("evidence", *kiosk, "-f", "json"))
    assert [i["sha256"] for i in found["provenance"]["inputs"]] == hashes
    for form in ("table", "md"):
        shown = run("evidence", *kiosk, "--all", "-f", form).stdout.split(
            "Which files is this computed from?"
        )[1]
        assert [hash_ for hash_ in hashes if hash_ not in shown] == []
        assert "Nothing was changed for this result." in shown


def test_markdown_is_a_whole_report(run, folder):
    answer = asked_shipped("authors")
    found, scenario = document(answer), shipped(SCENARIOS[0])
    text = unescaped(run("evidence", "--all", "-f", "md").stdout)
    assert text.count(f"**{found['finding']}**") == 1
    assert text.index(f"**{found['finding']}**") < text.index("\n## ")
    nearest = [r for r in found["ratings"][:20] if r["flip_at"] is not None]
    cells = [named(scenario, r["option"], r["factor"]) for r in nearest]
    assert [cell for cell in cells if f"| {cell} |" not in text] == []
    assert [r for r in nearest if f"| {', '.join(dict.fromkeys(r['at']))} |" not in text] == []
    assert [s["id"] for s in found["sources"] if s["ratings"] and f"| {s['id']} |" not in text] == []
    assert found["assumptions"]
    assert [a["why"] for a in found["assumptions"] if a["why"] not in text] == []
    assert "If all of them are wrong together, first place is" in text
    assert [r["signpost"] for r in nearest if r["signpost"] not in text] == []
    hashes = {i["role"]: i["sha256"] for i in told(run("evidence", "-f", "json"))["provenance"]["inputs"]}
    assert set(hashes) == {"scenario", "weights"}
    assert [hash_ for hash_ in hashes.values() if hash_ not in text] == []
    assert text.startswith(
        f"# {scenario.title}\n\n{scenario.question}\n\nWeights: Our reading of the authors"
    )
    remarks = {flag["level"] for flag in found["flags"]}
    assert text.count("\n## ") == len(page(answer, whole=True).tables) + len(remarks)


def stated_texts(scenario):
    """What the file says in its own words, which are printed as written."""
    yield from (item.says for item in scenario.evidence.values())
    yield from (rating.why for row in scenario.ratings.values() for rating in row.values() if rating.why)


@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_nothing_written_speaks_of_likelihood(run, folder, form):
    """The flag's code apart: a score is no likelihood."""
    for weights in ("authors", "stove_piped"):
        result = run("evidence", "-w", weights, "--without", "wilder", "-f", form)
        assert result.exit_code == 0
        said = unescaped(result.stdout).replace("score_not_likelihood", "")
        for text in stated_texts(shipped(SCENARIOS[0])):
            said = said.replace(text, "")
        assert re.findall(r"(?i)likel\w*|probab\w*|chances?\b", said) == []


def test_odd_text_comes_out_as_written(run, folder):
    odd = KIOSK.replace("why: Stale.", "why: '[bold]Stale[/x] | :warning:'").replace(
        "signpost: A road is closed.", "signpost: '[deny] <b> *road*'"
    )
    (folder / "odd.yaml").write_text(odd)
    shown = run("evidence", "odd.yaml", "--kind", "judgement", "--all").stdout
    assert "[bold]Stale[/x] | :warning: [talk]" in shown
    assert "[deny] <b> *road*" in shown
    marked = run("evidence", "odd.yaml", "--kind", "judgement", "--all", "-f", "md").stdout
    assert r"\[bold\]Stale\[/x\] \| :warning: \[talk\]" in marked
    assert unescaped(marked).count("[deny] <b> *road*") == 1


@pytest.mark.parametrize("weights", WEIGHTS)
def test_nothing_is_wider_than_eighty_columns(weights):
    for whole in (False, True):
        shown = page_text(page(asked_shipped(weights), whole=whole), encoding="utf-8", width=80)
        assert max(map(len, shown.splitlines())) <= 80


@given(cited_problems(), st.integers(1, 60))
@up_to(6)
def test_long_names_are_wrapped_at_eighty_columns_and_not_cut(stated, length):
    scenario, weights = stated
    names = {id_: id_ + "x" * length for id_ in scenario.options}
    longer = scenario.model_copy(
        update={
            "options": {names[id_]: option for id_, option in scenario.options.items()},
            "ratings": {names[id_]: row for id_, row in scenario.ratings.items()},
        }
    )
    answer = asked(longer, weights, without=["e0"])
    wrapped, whole = (
        page_text(page(answer, whole=True), encoding="utf-8", width=width) for width in (80, None)
    )
    assert max(map(len, wrapped.splitlines())) <= 80
    assert names["o0"] in whole
    tables = page(answer, whole=True).tables  # rows told one below another repeat heads, but no empty column
    heads = [
        (column.title, any(row[k] for row in t.rows)) for t in tables for k, column in enumerate(t.columns)
    ]
    assert signs(whole) - signs(wrapped) <= signs("".join(head for head, used in heads if not used))
    assert set(signs(wrapped) - signs(whole)) <= {*"".join(head for head, _ in heads), ";"}

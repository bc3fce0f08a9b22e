"""A workbook of ``export``, imported and exported again: the same bytes but for hashes, the same scores."""

import re
import tempfile
import zipfile
from contextlib import chdir
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from builders import scenario_of, up_to, weights_of
from hypothesis import given
from hypothesis import strategies as st
from workbooks import changed, exportable, study_from

import scenario_cli as sc
from scenario_cli.answers.export.ask import export_tables
from scenario_cli.model.scenario import Scenario
from scenario_cli.sheets.ratings import FIRST_FACTOR, FIRST_WEIGHTS, in_workbook

pytestmark = pytest.mark.thorough

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
LINES = (
    st.lists(st.text("ab :;,'\"#-=\u00e4\u5317", max_size=12), max_size=4).map("\n".join).filter(str.strip)
)
TEXTS = st.none() | WORDS | LINES
ODD = (
    "_x0041_",
    "a_x000D_b",
    "x\ufffe\uffff",
    "x\u2028y",
    "=1+1",
    "'x",
    " lead",
    "trail \n",
    "a\n\nb",
    "a\tb",
)
ODD += ("\u202ex\x1b[31m", "<b>&amp;", "true", "unknown", "1e5", "worst", "weight x", "Level: low", "driver")
ODD += ("a\nEvidence e0 (T, p): Says.", "Level: low\nEvidence e0 (T, p): ", "option id", "\U0001f600")


def chosen(draw, **parts):
    """Some of these texts, each by its key."""
    found = {key: draw(part) for key, part in parts.items()}
    return {key: part for key, part in found.items() if part}


@st.composite
def described(draw):
    """A scenario that states texts, levels, evidence and sources, and two weights with texts of their own."""
    plain, drivers, within = draw(exportable())
    data = plain.model_dump(exclude_defaults=True)
    sources = {
        f"s{k}": {"title": draw(WORDS), **chosen(draw, about=TEXTS, publisher=TEXTS, date=TEXTS)}
        for k in range(draw(st.integers(0, 2)))
    }
    if "s1" in sources:
        sources["s1"] |= {
            "read_in": "s0",
            "authors": draw(st.lists(st.text("AB .", min_size=1).filter(str.strip), max_size=2)),
        }
    evidence = {
        f"e{k}": {
            "source": draw(st.sampled_from(sorted(sources))),
            "says": draw(WORDS),
            **chosen(draw, at=TEXTS),
        }
        for k in range(draw(st.integers(0, 3)) if sources else 0)
    }
    for driver in data["drivers"].values():
        driver.update(chosen(draw, title=TEXTS, about=TEXTS))
        for factor in driver.get("factors", {}).values():
            factor.update(chosen(draw, title=TEXTS, about=TEXTS))
    for option in data["options"].values():
        option.update(chosen(draw, title=TEXTS, about=TEXTS))
    for part in [part for d in data["drivers"].values() for part in (d.get("factors") or {"": d}).values()]:
        scale = part.setdefault("scale", {})
        worst, best = scale.get("worst", 0.0), scale.get("best", 10.0)
        on_it = st.sampled_from((worst, best, worst + (best - worst) / 3, worst + 0.7 * (best - worst)))
        levels = draw(st.dictionaries(st.sampled_from(("low", "mid", "high")), on_it, max_size=2))
        scale |= chosen(draw, unit=WORDS | st.none(), anchors=st.dictionaries(on_it, WORDS, max_size=2))
        scale |= {"levels": levels} if levels else {}
        part.update({"minimum": draw(on_it)} if draw(st.booleans()) else {})
    scenario = Scenario.model_validate(data)
    for ratings in data["ratings"].values():
        for id_, rating in ratings.items():
            levels = list(scenario.factors[id_].scale.levels)
            if levels and draw(st.booleans()):
                rating["value"] = draw(st.sampled_from(levels))
            rating.update(chosen(draw, why=TEXTS))
            cited = draw(st.lists(st.sampled_from(sorted(evidence)), unique=True)) if evidence else []
            rating.update({"evidence": cited} if cited else {})
    data |= {"sources": sources, "evidence": evidence, "title": draw(WORDS), "question": draw(WORDS)}
    data |= chosen(draw, about=TEXTS, decision_maker=TEXTS, as_of=st.sampled_from((None, "2024-05")))
    data |= {"status_quo": next(iter(data["options"]))} if draw(st.booleans()) else {}
    weights = weights_of(scenario, drivers, within).model_copy(update=chosen(draw, title=TEXTS, about=TEXTS))
    texts = chosen(draw, by=TEXTS, team=TEXTS)
    other = weights_of(scenario, [2.0 / (k + 3) for k in range(len(drivers))]).model_copy(
        update={"id": "other", **texts}
    )
    return Scenario.model_validate(data), weights, other


def without_hashes(content):
    """Every file of a workbook, but for the hashes of the files that it was made from."""
    book = zipfile.ZipFile(BytesIO(content))
    return {name: re.sub(rb"SHA-256 [0-9a-f]{64}", b"SHA-256", book.read(name)) for name in book.namelist()}


@up_to(60)
@given(described())
def test_the_second_workbook_is_the_first(stated):
    scenario, *weights = stated
    first = study_from(scenario, *weights)
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        one = first[0].export("one.xlsx", weights[1])
        made = sc.import_sheet("one.xlsx", output="scenarios/built.yaml", weights_out="weights")
        assert sc.check(made.files).flags == ()
        second = [sc.study("built", f"weights/{each.id}.yaml") for each in weights]
        two = second[0].export("two.xlsx", "weights/other.yaml")
        assert without_hashes(Path(two.path).read_bytes()) == without_hashes(Path(one.path).read_bytes())
    for before, after in zip(first, second, strict=True):
        assert after.ranking.scores.tolist() == before.ranking.scores.tolist()
        assert after.ranking.ranks.tolist() == before.ranking.ranks.tolist()
        assert after.problem.weights.tolist() == before.problem.weights.tolist()
        assert after.problem.within.tolist() == before.problem.within.tolist()


@pytest.mark.parametrize("text", ODD)
def test_texts_that_look_like_something_else_come_back(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    cells = [[{"value": 1, "why": text, "evidence": ["e0"]}, 2], [3, {"value": 4, "evidence": ["e0"]}]]
    evidence = {"e0": {"source": "s", "at": "p", "says": text}}
    data = scenario_of(cells, sources={"s": {"title": "T"}}, evidence=evidence).model_dump(
        exclude_defaults=True
    )
    data["options"]["o0"].update(title=text, about=text)
    data["drivers"]["d0"].update(title=text, about=text)
    data["drivers"]["d1"]["scale"] = {"levels": {"low": 2}}
    scenario = Scenario.model_validate(data | {"title": text, "about": text})
    (study,) = study_from(scenario, weights_of(scenario, [1, 2]))
    study.export("one.xlsx")
    sc.import_sheet("one.xlsx", output="scenarios/built.yaml", weights_out="weights")
    again = sc.study("built", "weights/built.yaml")
    again.export("two.xlsx")
    assert without_hashes(Path("two.xlsx").read_bytes()) == without_hashes(Path("one.xlsx").read_bytes())
    came = again.scenario
    texts = [came.title, came.about, came.drivers["d0"].title, came.drivers["d0"].about]
    texts += [came.options["o0"].title, came.options["o0"].about, came.ratings["o0"]["d0"].why]
    assert [*texts, came.evidence["e0"].says] == [in_workbook(text)] * 8
    assert came.ratings["o0"]["d0"].evidence == came.ratings["o1"]["d1"].evidence == ["e0"]


NOT_HELD = ("confidence", "doubts", "injects", "weights")
NOT_HELD_OF_RATINGS = ("low", "high", "shape", "confidence", "kind", "signpost")


def test_of_the_built_in_question_all_comes_back_but_what_export_tells(folder, run):
    first = sc.study("china-arms-russia", "authors")
    told = run("export", "china-arms-russia", "-w", "authors", "-w", "critics", "-o", "one.xlsx").stderr
    line = ("import", "one.xlsx", "-o", "scenarios/china-arms-russia.yaml", "--weights-out", "weights")
    assert run(*line).exit_code == 0
    second = sc.study("scenarios/china-arms-russia.yaml")
    second.export("two.xlsx", "weights/critics.yaml")
    assert without_hashes(Path("two.xlsx").read_bytes()) == without_hashes(Path("one.xlsx").read_bytes())
    one, two = (study.scenario.model_dump(exclude_defaults=True) for study in (first, second))
    for data in (one, two):
        for key in NOT_HELD:
            data.pop(key, None)
        for key in [key for ratings in data["ratings"].values() for key in ratings.values()]:
            for part in NOT_HELD_OF_RATINGS:
                key.pop(part, None)
    (table,) = two["sources"].keys() - one["sources"].keys()
    assert two["sources"].pop(table)["title"] == "one.xlsx, sheet Ratings"
    assert two == one
    assert [what for what in NOT_HELD_OF_RATINGS if what not in told] == []
    assert [what for what in NOT_HELD if what not in told] == []
    assert second.weights.title == first.weights.title
    assert second.weights.about == first.weights.about
    assert second.ranking.scores.tolist() == first.ranking.scores.tolist()


def test_what_is_changed_in_the_sheet_comes_back_changed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scales = [{"worst": 0, "best": 10, "values": {3: 0.6}, "levels": {"low": 2, "high": 9}}, None, None]
    scenario = scenario_of([["low", 5, 3], ["high", 3, 4]], groups=[2, 0], scales=scales)
    weights = weights_of(scenario, [1, 3], {"d0": [3, 4]})
    (study,) = study_from(scenario, weights)
    tables = export_tables([study])
    option = tables.ratings.first_option
    cells = {
        (option, FIRST_FACTOR): 9,
        (option + 1, FIRST_FACTOR): 4.5,
        (FIRST_WEIGHTS, FIRST_FACTOR + 2): 50,
    }
    changed(tables.workbook(), cells, tmp_path)
    made = sc.import_sheet("changed.xlsx", output="built.yaml", weights_out="weights")
    assert {o: row["f0"].value for o, row in made.scenario.ratings.items()} == {"o0": 9, "o1": 4.5}
    scale = made.scenario.factors["f0"].scale
    assert (scale.values, scale.levels) == ({3: 0.6}, {"low": 2, "high": 9})
    told = {note.cell: str(note) for note in made.notes if note.code in ("level-not-read", "points-differ")}
    said = "note: the note of this cell names the level '{}', which its number is not [level-not-read]; "
    assert told == {
        "Ratings!A10": "changed.xlsx:Ratings!A10: note: points of 'built' are read from here, and are not "
        "those on the sheet 'Points' [points-differ]",
        "Ratings!C11": f"changed.xlsx:Ratings!C11: {said.format('low')}the number holds",
        "Ratings!C12": f"changed.xlsx:Ratings!C12: {said.format('high')}the number holds",
    }
    part = 100 / 4 * 3 / 7
    assert made.weights[0].drivers == pytest.approx({"d0": 25, "d1": 50})
    assert made.weights[0].factors["d0"] == pytest.approx({"f0": part, "f1": 25 - part})


def test_weights_that_are_added_in_the_sheet_are_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scenario = scenario_of([[1, 5], [4, 3]])
    tables = export_tables(study_from(scenario, weights_of(scenario, [1, 3])))
    columns = {FIRST_FACTOR: 30, FIRST_FACTOR + 1: 70}
    book = openpyxl.load_workbook(BytesIO(tables.workbook()))
    book["Ratings"].insert_rows(FIRST_WEIGHTS + 2)
    book["Ratings"].cell(FIRST_WEIGHTS + 2, 1).value = "weight Ana"
    for column, points in columns.items():
        book["Ratings"].cell(FIRST_WEIGHTS + 2, column + 1).value = points
    book.save("more.xlsx")
    built, ana = sc.import_sheet("more.xlsx").weights
    assert (built.title, built.drivers) == ("built", {"d0": 1, "d1": 3})
    assert (ana.title, ana.drivers) == ("Ana", {"d0": 30, "d1": 70})

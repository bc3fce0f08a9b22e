"""The picture of ratings by steps to their flip: read back, and compared with the JSON."""

import pytest
from builders import few, stated_problems, study_of
from doubted import doubted
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import titled

import scenario_cli as sc
from scenario_cli.answers.sensitivity.pictures.steps import MOST

pytestmark = pytest.mark.thorough

LEFT, RIGHT = 720 * 0.34, 720 * 0.7


def drawn(answer):
    return shapes(answer.picture("steps").svg)


@given(st.one_of(stated_problems(unknown=True), doubted()))
@few
def test_every_flip_stands_at_its_steps_from_the_present_rating(stated):
    answer = study_of(*stated).sensitivity()
    held_to(answer, "steps", widths=(720.0,))
    scales = {id_: factor.scale for id_, factor in answer.study.scenario.factors.items()}
    found = [r for r in answer.to_dict()["ratings"] if r["steps"] is not None]
    signed = []
    for row in sorted(found, key=lambda r: r["steps"])[:MOST]:
        scale = scales[row["factor"]]
        up = row["change"] * (scale.best - scale.worst) >= 0
        signed.append((row["steps"], row["steps"] if up else -row["steps"]))
    ticks = [s for s in drawn(answer) if s.tag == "line" and s.get("data-value")]
    assert [float(s.get("data-value")) for s in ticks] == [steps for steps, _ in signed]
    zeros = {float(s.get("cx")) for s in drawn(answer) if s.tag == "circle" and s.get("cx") != "6"}
    assert len(zeros) <= 1
    places = [(at, float(s.get("x1"))) for s, (_, at) in zip(ticks, signed, strict=True)]
    moved = [(at, x) for at, x in places if abs(at) > 1e-9]
    if not moved:
        return
    zero = zeros.pop()
    farthest = max(moved, key=lambda pair: abs(pair[0]))
    unit = (farthest[1] - zero) / farthest[0]
    for at, x in places:
        assert x == pytest.approx(zero + at * unit, abs=0.5)
        assert LEFT - 0.5 <= x <= RIGHT + 0.5


@given(doubted(curved=False))
@few
def test_the_band_is_the_stated_range_in_steps(stated):
    answer = study_of(*stated).sensitivity()
    if not answer.nearest:
        return
    bands = [s for s in drawn(answer) if s.tag == "rect" and s.get("height") == "10"]
    ranged = []
    for i, j in answer.nearest[:MOST]:
        option, factor = answer.study.problem.options[i], answer.study.problem.factors[j]
        rating = answer.study.scenario.ratings[option][factor]
        if rating.low is not None and rating.low != rating.high:
            ranged.append(rating.high - rating.low)
    wide = [float(s.get("width")) for s in bands]
    assert len(wide) == len(ranged)
    if ranged:
        unit = max(wide) / max(ranged)
        assert wide == pytest.approx([span * unit for span in ranged], abs=0.5)


@given(titled())
@few
def test_words_of_any_length_cover_nothing(study):
    held_to(study.sensitivity(), "steps")


def test_the_built_in_one_says_how_many_more():
    for name in ("china-arms-russia", "china-arms-russia-wider"):
        answer = sc.study(name).sensitivity()
        held_to(answer, "steps")
        more = len(answer.nearest) - MOST
        said = " ".join(s.text for s in drawn(answer) if s.tag == "text")
        assert (f"{more} more rating" in said) == (more > 0)

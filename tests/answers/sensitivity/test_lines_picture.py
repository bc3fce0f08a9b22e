"""Every option's score over one weight, in the JSON and as a picture: read back, and held to the scores."""

import pytest
from builders import few, scores_at, stated_problems, study_of
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import titled

import scenario_cli as sc

pytestmark = pytest.mark.thorough


def drawn(answer, width=720.0):
    return shapes(answer.picture("lines", width).svg)


@given(stated_problems(), st.data())
@few
def test_the_ends_are_the_scores_and_stand_where_they_are(stated, data):
    study = study_of(*stated)
    known = [*study.problem.drivers, *study.problem.factors]
    over = data.draw(st.sampled_from(known))
    answer = study.sensitivity(over=over)
    held_to(answer, "lines", widths=(720.0,))
    found = answer.to_dict()["lines"]
    kind = "driver" if over in study.problem.drivers else "factor"
    item = (study.problem.drivers if kind == "driver" else study.problem.factors).index(over)
    swing = next(s for s in answer.to_dict()["one_way"] if (s["kind"], s["id"]) == (kind, over))
    assert (found["over"], found["weight"]) == (over, swing["weight"])
    for t, key in ((0.0, "at_0"), (1.0, "at_1")):
        expected = scores_at(study.problem, kind, item, t).tolist()
        assert [row[key] for row in found["options"]] == pytest.approx(expected, abs=1e-9)
    dots = [s for s in drawn(answer) if s.tag == "circle" and s.get("data-value")]
    values = [value for row in found["options"] for value in (row["at_0"], row["at_1"])]
    assert [float(s.get("data-value")) for s in dots] == values
    left, right = float(dots[0].get("cx")), float(dots[1].get("cx"))
    ticks = [s for s in drawn(answer) if s.tag == "line" and s.get("data-value")]
    shares = [*(s["from"] for s in swing["segments"][1:]), found["weight"]]
    assert [float(s.get("data-value")) for s in ticks] == shares
    for s, share in zip(ticks, shares, strict=True):
        assert float(s.get("x1")) == pytest.approx(left + share * (right - left), abs=0.5)
    top, foot = float(ticks[-1].get("y1")), float(ticks[-1].get("y2"))
    ended = [s.text for s in drawn(answer) if s.tag == "text" and s.get("text-anchor") == "end"]
    axis = [float(words) for words in ended[:3]]
    for s, value in zip(dots, values, strict=True):
        height = foot - (value - axis[0]) / (axis[2] - axis[0]) * (foot - top)
        assert float(s.get("cy")) == pytest.approx(height, abs=0.5)


@given(titled())
@few
def test_words_of_any_length_cover_nothing(study):
    held_to(study.sensitivity(over="d1"), "lines")


def test_the_built_in_one_and_locked_weights():
    for name in ("china-arms-russia", "china-arms-russia-wider"):
        study = sc.study(name)
        held_to(study.sensitivity(over="power"), "lines")
        locked = study.sensitivity(over="power", lock="interests")
        held_to(locked, "lines")
        problem = study.problem
        left = 1 - problem.driver_weights[problem.drivers.index("interests")]
        assert locked.lines.whole == pytest.approx(left)
        at = locked.lines.weight / left
        between = [(1 - at) * a + at * b for a, b in zip(locked.lines.at_0, locked.lines.at_1, strict=True)]
        assert between == pytest.approx(study.ranking.scores.tolist(), abs=1e-9)


def test_only_where_it_was_asked(run):
    answer = sc.study("china-arms-russia").sensitivity()
    assert "lines" not in answer.to_dict()
    with pytest.raises(sc.StudyError, match="needs a driver or factor to go over"):
        answer.picture("lines")
    said = run("sensitivity", "china-arms-russia", "--picture", "lines")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "error: --picture lines: needs --over ID" in said.stderr
    said = run("sensitivity", "china-arms-russia", "--picture", "map")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "error: --picture map: needs --map, --two-way A,B or --event A,B" in said.stderr
    given_ = run("sensitivity", "china-arms-russia", "--over", "power", "--picture", "lines")
    assert (
        given_.stdout_bytes.decode()
        == sc.study("china-arms-russia").sensitivity(over="power").picture("lines").svg
    )


def test_what_cannot_be_gone_over_is_refused(run):
    said = run("sensitivity", "china-arms-russia", "--over", "powr")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "error: --over: unknown driver or factor 'powr'; did you mean 'power'?" in said.stderr
    said = run("sensitivity", "china-arms-russia", "--over", "power", "--lock", "power")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "--over: power cannot move, since its weight is locked" in said.stderr


def test_it_is_asked_again_by_verify(run, folder):
    assert run("sensitivity", "china-arms-russia", "--over", "power", "-o", "x.json").exit_code == 0
    assert run("verify", "x.json").exit_code == 0
    text = (folder / "x.json").read_text(encoding="utf-8")
    at_0 = sc.study("china-arms-russia").sensitivity(over="power").to_dict()["lines"]["options"][0]["at_0"]
    assert repr(at_0) in text
    (folder / "x.json").write_text(text.replace(f'"at_0": {at_0!r}', '"at_0": 1.5'), encoding="utf-8")
    assert run("verify", "x.json").exit_code == 4

"""The picture of every weight's flips: read back, and compared with the JSON."""

import pytest
from builders import few, stated_problems, study_of
from hypothesis import given
from pictured import held_to, shapes
from titled import titled

import scenario_cli as sc


@given(stated_problems())
@few
def test_every_number_drawn_is_in_the_json_and_every_flip_is_drawn_where_it_is(stated):
    answer = study_of(*stated).score()
    held_to(answer, "flips", widths=(720.0,))
    found = answer.to_dict()["one_way"]
    ticks = {}
    for shape in shapes(answer.picture("flips").svg):
        if shape.tag == "line" and shape.get("data-value") and shape.get("stroke-width") == "2.5":
            ticks.setdefault(float(shape.get("data-value")), float(shape.get("x1")))
    for swing in found:
        for flip in swing["flips"]:
            if swing["kind"] == "factor" and swing["id"] in answer.study.scenario.drivers:
                continue
            expected = 720 * 0.3 + flip["at"] * (720 * 0.68 - 720 * 0.3)
            assert ticks[flip["at"]] == pytest.approx(expected, abs=0.5)


@given(titled())
@few
def test_words_of_any_length_cover_nothing(study):
    held_to(study.score(), "flips")


def test_the_built_in_one():
    for answer in (sc.study("china-arms-russia").score(), sc.study("china-arms-russia-wider").sensitivity()):
        held_to(answer, "flips")
        assert answer.picture("flips").name == "flips"
    with pytest.raises(sc.StudyError, match="there is no picture 'flip' of this result"):
        sc.study("china-arms-russia").score().picture("flip")


def test_a_picture_is_written_by_its_ending_or_its_name(run, folder):
    assert run("score", "china-arms-russia", "-o", "x.svg").exit_code == 0
    written = (folder / "x.svg").read_bytes()
    assert run("score", "china-arms-russia", "--picture", "ranking").stdout_bytes == written
    assert run("score", "china-arms-russia", "-f", "svg").stdout_bytes == written
    unknown = run("score", "china-arms-russia", "--picture", "pie")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "error: --picture: there is no picture 'pie' of this result; known: ranking" in unknown.stderr
    mixed = run("score", "china-arms-russia", "--picture", "flips", "-f", "json")
    assert (mixed.exit_code, mixed.stdout) == (2, "")
    none = run("list", "-f", "svg")
    assert (none.exit_code, none.stdout) == (2, "")
    assert "there is no picture of this result" in none.stderr

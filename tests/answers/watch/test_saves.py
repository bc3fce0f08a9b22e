"""`scenario watch`: what is shown after which save."""

import itertools
import os
import re
from pathlib import Path

import pytest
from answers.watch.office import BAD, OFFICE, OTHER, RED, SCENARIO, WEIGHTS, save_by_renaming, shown, weights

from scenario_cli.answers.watch import ask as watching
from scenario_cli.answers.watch.ask import Watched
from scenario_cli.errors import InputError, StudyError, UsageError


def scenario(text):
    return lambda: SCENARIO.write_text(text)


def words(view):
    return [str(change) for change in view.changes]


def moves(view):
    """Return rank, move and option as the rows of the ranking show them."""
    ids = {option.title or id_: id_ for id_, option in view.answer.study.scenario.options.items()}
    lines = (re.split(r" {2,}", line) for line in shown(view, width=60).splitlines())
    return [(line[0], line[-1], ids[line[1]]) for line in lines if line[0].rstrip("=").isdigit()]


def test_the_first_view_is_the_ranking_without_changes(views):
    (first,) = views()
    assert first.before is first.error is None
    text = shown(first)
    assert "First: Buy the new one, 20.0 points ahead of Keep the old one.\n" in text
    assert "Changed: nothing since the start.\n" in text
    assert "Move" not in text


def test_a_save_names_the_change_and_who_moved(views):
    _, view = views(weights(OTHER))
    assert words(view) == ["weights.comfort: 60 -> 20"]
    assert moves(view) == [("1", "up 1", "keep"), ("2", "down 1", "buy"), ("3", "=", "rent")]
    text = shown(view)
    assert "Changed: comfort 60 -> 20 (share 60.0% -> 33.3%); others rescaled.\n" in text
    assert "First: Keep the old one, 33.3 points ahead of Buy the new one.\n" in text
    assert "Moved: Keep the old one up from 2 to 1; Buy the new one down from 1 to 2.\n" in text


def test_each_save_is_told_against_the_one_before(views):
    _, second, third = views(weights(OTHER), weights(OTHER.replace("40", "41")))
    assert words(second) == ["weights.comfort: 60 -> 20"]
    assert words(third) == ["weights.cost: 40 -> 41"]
    assert [move for _, move, _ in moves(third)] == ["=", "=", "="]


def test_a_rating_or_an_option_that_changes_is_named_too(views):
    more = OFFICE.replace("options: {", "options: {sell: {}, ").replace(
        "ratings:\n", "ratings:\n  sell: {comfort: 9, cost: 9}\n"
    )
    _, second, third = views(scenario(OFFICE.replace("comfort: 3", "comfort: 9")), scenario(more))
    assert words(second) == ["ratings.rent.comfort: 3 -> 9"]
    assert words(third) == [f"option sell: {'(none)'} -> new", "ratings.rent.comfort: 9 -> 3"]
    assert moves(third)[0] == ("1", "new", "sell")
    assert "Changed: option sell is new and Rent one, comfort 9 -> 3.\n" in shown(third)
    assert "Moved: sell is new at 1; " in shown(third)


def test_of_many_changes_five_are_named_and_the_rest_are_counted(views):
    text = OFFICE
    for old, new in (
        ("0, cost: 10", "1, cost: 9"),
        ("3, cost: 3", "4, cost: 4"),
        ("10, cost: 0", "9, cost: 1"),
    ):
        text = text.replace(f"comfort: {old}", f"comfort: {new}")
    _, view = views(scenario(text))
    assert len(view.changes) == 6
    assert "Buy the new one, comfort 10 -> 9 and 1 more.\n" in shown(view)


def test_a_bad_save_keeps_the_last_good_result_with_the_problem_where_it_stands(views):
    first, bad = views(weights(BAD))
    line = "weights/red.yaml:4:12: error: expected a number, found the text 'lots' [wrong-type]"
    assert str(bad.error) == line
    assert bad.answer is first.answer
    told = (
        "Not shown: red.yaml line 4: expected a number, found the text 'lots'. This is the last good result."
    )
    before, after = shown(first).splitlines(), shown(bad).splitlines()
    assert [line for line in after if line not in before] == [told]
    assert [line for line in after if line != told] == before


def test_of_many_problems_of_a_bad_save_the_first_is_shown_and_the_others_counted(views):
    text = OFFICE.replace("comfort: 3", "comfort: 30").replace("cost: 0", "cost: low")
    _, bad = views(scenario(text))
    assert [mistake.place for mistake in bad.error.mistakes] == [
        "scenarios/office.yaml:9:19",
        "scenarios/office.yaml:10:28",
    ]
    assert f"office.yaml line 9: {bad.error.mistakes[0].message} (and 1 more). This is" in shown(bad)


def test_a_mended_save_is_shown_again_and_told_against_the_last_good_one(views):
    first, _, mended, back = views(weights(BAD), weights(OTHER), weights(RED))
    assert words(mended) == ["weights.comfort: 60 -> 20"]
    assert moves(mended)[0] == ("1", "up 1", "keep")
    assert back.error is None
    assert back.answer.ranking.scores == pytest.approx(first.answer.ranking.scores)


def test_a_save_mended_to_what_it_was_takes_the_problem_away(views):
    _, good, bad, mended = views(weights(OTHER), weights(BAD), weights(OTHER))
    assert bad.error is not None
    assert mended == good
    assert shown(mended) == shown(good)


def test_a_save_that_changes_no_byte_is_not_shown(views):
    assert len(views(weights(RED), weights(RED))) == 1


def test_a_save_by_renaming_is_one_save(views):
    _, view = views(lambda: save_by_renaming(OTHER))
    assert words(view) == ["weights.comfort: 60 -> 20"]


@pytest.mark.parametrize("step", [lambda: WEIGHTS.replace("weights/red.yaml~"), weights(""), weights(BAD)])
def test_an_editor_between_the_two_steps_of_its_save_is_waited_for(views, step):
    _, view = views(step, weights(OTHER), lasting=60)
    assert view.error is None
    assert words(view) == ["weights.comfort: 60 -> 20"]


def test_what_is_wrong_for_a_while_is_told_though_nothing_is_saved_any_more(office, monkeypatch):
    clock = itertools.count()
    monkeypatch.setattr(watching.time, "monotonic", lambda: next(clock) / 10)
    monkeypatch.setattr(
        "watchfiles.watch", lambda *_, **__: iter([{("modified", "it")}, set(), set(), set()])
    )
    looks = Watched(None, None).looks()
    next(looks)
    WEIGHTS.write_text(BAD)
    wrong = [view.error is not None for view in looks]
    assert wrong[0] is False
    assert wrong[-1] is True


def test_what_is_tried_stays_tried_and_is_said(views):
    watched = Watched("office", "red", ["weights.cost=50", "strike"])
    first, view = views(weights(OTHER), watched=watched)
    for one in (first, view):
        first_line = shown(one).partition("\n")[0]
        assert first_line.startswith("What-if: weights.cost=50; A strike. ")
        assert first_line.endswith(" No file was changed.")
    assert words(view) == ["weights.comfort: 60 -> 20"]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ((None, "rde"), InputError),
        (("ofice", None), InputError),
        ((None, None, ["strke"]), StudyError),
        ((None, None, ["weights.csot=5"]), StudyError),
        (("-", None), UsageError),
    ],
)
def test_what_is_wrong_at_the_start_is_refused(views, asked, error):
    with pytest.raises(error):
        views(watched=Watched(*asked))


def test_a_save_while_the_first_view_is_drawn_is_not_missed(office, monkeypatch):
    """Reading, ranking and drawing take a moment: a save in it must show."""
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: iter([{("modified", "a file")}]))
    showing = Watched(None, None).views()
    next(showing)
    WEIGHTS.write_text(OTHER)
    assert [words(view) for view in showing] == [["weights.comfort: 60 -> 20"]]


def test_weights_that_a_save_of_the_scenario_names_are_watched_from_then_on(views):
    blue = Path("weights/blue.yaml")
    blue.write_text(RED.replace("Red", "Blue"))
    named = scenario(OFFICE.replace("weights: red", "weights: blue"))
    found = views(named, lambda: blue.write_text(OTHER.replace("Red", "Blue")))
    assert words(found[-1]) == ["weights.comfort: 60 -> 20"]


@pytest.mark.skipif(os.name == "nt", reason="links as POSIX has them")
def test_the_folder_that_a_link_leads_to_is_watched(office, monkeypatch):
    folders = []

    def note(*paths, **_):
        folders.extend(Path(path).resolve() for path in paths)
        return iter(())

    monkeypatch.setattr("watchfiles.watch", note)
    (office / "elsewhere").mkdir()
    WEIGHTS.replace("elsewhere/red.yaml")
    WEIGHTS.symlink_to(office / "elsewhere" / "red.yaml")
    list(Watched(None, None).views())
    assert (office / "elsewhere").resolve() in folders


@pytest.mark.parametrize(("args", "text"), [(["-w", "-"], RED), (["-"], OFFICE)])
def test_standard_input_cannot_be_watched(office, run, monkeypatch, args, text):
    """It is read once: at the first save there would be nothing left to read."""
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: iter(()))
    result = run("watch", *args, stdin=text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: standard input (-) cannot be watched; name a file\n"


def test_a_mistake_that_is_mended_in_another_file_goes_away(views):
    named = scenario(OFFICE.replace("weights: red", "weights: blue"))
    blue = Path("weights/blue.yaml")
    _, bad, mended = views(named, lambda: None, lambda: blue.write_text(OTHER))
    assert "no weights file 'blue'" in str(bad.error)
    assert mended.error is None
    assert mended.answer.study.weights.id == "blue"


def test_a_second_scenario_in_the_folder_does_not_take_its_place(views):
    copy = Path("scenarios/copy.yaml")
    _, view = views(lambda: copy.write_text(OFFICE), weights(OTHER))
    assert view.answer.study.scenario.id == "office"
    assert words(view) == ["weights.comfort: 60 -> 20"]


def test_a_save_of_which_the_system_does_not_tell_is_found_all_the_same(office, monkeypatch):
    asked = {}

    def watch(*_, **settings):
        asked.update(settings)
        return iter([set()])

    monkeypatch.setattr("watchfiles.watch", watch)
    monkeypatch.setattr(watching, "_LOOK_AGAIN_SECONDS", 0)
    showing = Watched(None, None).views()
    next(showing)
    WEIGHTS.write_text(OTHER)
    assert [words(view) for view in showing] == [["weights.comfort: 60 -> 20"]]
    assert asked["yield_on_timeout"]
    assert 0 < asked["rust_timeout"] <= 2000


@pytest.mark.skipif(os.name == "nt", reason="links as POSIX has them")
def test_a_link_that_is_put_elsewhere_is_watched_there(office, monkeypatch):
    folders = []

    def elsewhere(name, text):
        (office / name).mkdir()
        (office / name / "red.yaml").write_text(text)
        WEIGHTS.unlink()
        WEIGHTS.symlink_to(office / name / "red.yaml")

    def watch(*paths, **_):
        folders.append({Path(path).name for path in paths})
        if len(folders) == 1:
            elsewhere("there", OTHER)
            yield {("modified", "a file")}

    monkeypatch.setattr("watchfiles.watch", watch)
    list(Watched(None, None).views())
    assert folders == [{"scenarios", "weights"}, {"scenarios", "weights", "there"}]

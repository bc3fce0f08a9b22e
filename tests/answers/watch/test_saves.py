"""`scenario watch`: what is shown after which save."""

import os
from pathlib import Path

import pytest
from answers.watch.office import BAD, OFFICE, OTHER, RED, SCENARIO, WEIGHTS, save_by_renaming, shown, weights

from scenario_cli.answers.watch import ask as watching
from scenario_cli.answers.watch.ask import Watched
from scenario_cli.answers.watch.report import watch_page
from scenario_cli.errors import InputError, StudyError, UsageError
from scenario_cli.render.page import plain


def scenario(text):
    return lambda: SCENARIO.write_text(text)


def words(view):
    return [str(change) for change in view.changes]


def moves(view):
    """Return rank, move and option as the rows of the ranking show them."""
    table = watch_page(view.answer, view.changes, view.mistakes, 100).tables[0]
    at = [column.title for column in table.columns].index("Move")
    return [(plain(row[0]), plain(row[at]), plain(row[2]).rpartition("(")[2][:-1]) for row in table.rows]


def test_the_first_view_is_the_ranking_without_changes(views):
    (first,) = views()
    assert first.changes == []
    assert first.mistakes == ()
    text = shown(first)
    assert "Buy the new one ranks first under red" in text
    assert "Changed" not in text
    assert "Move" not in text


def test_a_save_names_the_change_and_who_moved(views):
    _, view = views(weights(OTHER))
    assert words(view) == ["weights.comfort: 60 -> 20"]
    assert moves(view) == [("1", "up 1", "keep"), ("2", "down 1", "buy"), ("3", "=", "rent")]
    assert "Changed: weights.comfort: 60 -> 20.\n" in shown(view)
    assert "Keep the old one ranks first under red" in shown(view)


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
    assert "Move" not in shown(third)
    assert "(sell)" in shown(third) or "sell" in shown(third)


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
    assert "ratings.buy.comfort: 10 -> 9 and 1 more.\n" in shown(view)


def test_a_bad_save_keeps_the_last_good_result_with_the_problem_where_it_stands(views):
    first, bad = views(weights(BAD))
    line = "weights/red.yaml:4:12: error: expected a number, found the text 'lots' [wrong-type]"
    assert bad.mistakes == [line]
    assert bad.answer is first.answer
    text = shown(bad)
    assert "Buy the new one (buy)" in text
    assert line in text
    assert text.endswith("This is the last good result; the save above is wrong.\n")


def test_every_problem_of_a_bad_save_is_shown(views):
    text = OFFICE.replace("comfort: 3", "comfort: 30").replace("cost: 0", "cost: low")
    _, bad = views(scenario(text))
    assert [problem.partition(": ")[0] for problem in bad.mistakes] == [
        "scenarios/office.yaml:9:19",
        "scenarios/office.yaml:10:28",
    ]
    assert all(problem in shown(bad) for problem in bad.mistakes)


def test_a_mended_save_is_shown_again_and_told_against_the_last_good_one(views):
    first, _, mended, back = views(weights(BAD), weights(OTHER), weights(RED))
    assert words(mended) == ["weights.comfort: 60 -> 20"]
    assert moves(mended)[0] == ("1", "up 1", "keep")
    assert back.mistakes == ()
    assert back.answer.ranking.scores == pytest.approx(first.answer.ranking.scores)


def test_a_save_mended_to_what_it_was_takes_the_problem_away(views):
    _, bad, mended = views(weights(BAD), weights(RED))
    assert bad.mistakes
    assert (list(mended.changes), list(mended.mistakes)) == ([], [])
    assert [move for _, move, _ in moves(mended)] == ["=", "=", "="]


def test_a_save_that_changes_no_byte_is_not_shown(views):
    assert len(views(weights(RED), weights(RED))) == 1


def test_a_file_that_goes_away_is_told_and_may_come_back(views):
    _, gone, back = views(WEIGHTS.unlink, weights(OTHER))
    assert len(gone.mistakes) == 1
    assert "error: there is no weights file 'red' in ./weights" in gone.mistakes[0]
    assert words(back) == ["weights.comfort: 60 -> 20"]


def test_a_save_by_renaming_is_one_save(views):
    _, view = views(lambda: save_by_renaming(OTHER))
    assert words(view) == ["weights.comfort: 60 -> 20"]


def test_an_editor_between_the_two_steps_of_its_save_is_waited_for(office, monkeypatch, views):
    def moved_aside():
        WEIGHTS.replace("weights/red.yaml~")

    monkeypatch.setattr(watching.time, "sleep", lambda _: WEIGHTS.write_text(OTHER))
    (_, view) = views(moved_aside)
    assert view.mistakes == ()
    assert words(view) == ["weights.comfort: 60 -> 20"]


def test_what_is_tried_stays_tried_and_is_said(views):
    watched = Watched("office", "red", ["weights.cost=50", "strike"])
    first, view = views(weights(OTHER), watched=watched)
    for one in (first, view):
        assert shown(one).startswith(
            "What-if: weights.cost=50; inject strike (A strike). No file was changed.\n"
        )
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
    assert "no weights file 'blue'" in bad.mistakes[0]
    assert mended.mistakes == ()
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

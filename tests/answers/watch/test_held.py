"""`scenario watch`: a file that was found stays the file, though it be away for a while."""

import shutil
from pathlib import Path

import pytest
from answers.watch.office import BAD, OFFICE, OTHER, RED, SCENARIO, WEIGHTS, shown, weights

from scenario_cli.answers.watch.ask import Watched
from scenario_cli.files import catalog

SHIPPED = RED.replace("60", "5").replace("Red", "Built in")


@pytest.fixture
def built_in(office, monkeypatch):
    """Ship other files under the names of the office's."""
    shipped = office / "shipped"
    for folder, name, text in (
        ("weights", "red", SHIPPED),
        ("scenarios", "office", OFFICE.replace("comfort: 3", "comfort: 9")),
    ):
        (shipped / folder).mkdir(parents=True)
        (shipped / folder / f"{name}.yaml").write_text(text)
    monkeypatch.setattr(catalog, "_PACKAGE", shipped)
    assert catalog.locate("weights", "red").name == "weights/red.yaml"


@pytest.mark.parametrize("asked", [(None, None), ("office", "red"), (None, "weights/red.yaml")])
@pytest.mark.parametrize("path", [WEIGHTS, SCENARIO])
def test_a_file_that_is_away_is_not_taken_for_a_built_in_one_of_its_name(built_in, views, asked, path):
    text = path.read_text()
    first, gone, back, saved = views(
        path.unlink, lambda: path.write_text(text), weights(OTHER), watched=Watched(*asked)
    )
    assert gone.answer is first.answer
    assert str(gone.error).startswith(f"{path.as_posix()}:1:1: error: there is no such file [missing-file]")
    told = f"Not shown: {path.name}: there is no such file. This is the last good result.\n"
    assert shown(gone).replace(told, "") == shown(first)
    assert back == first
    assert [str(change) for change in saved.changes] == ["weights.comfort: 60 -> 20"]


def test_a_built_in_file_stays_the_file_though_one_of_its_name_is_made(built_in, views):
    WEIGHTS.unlink()
    assert len(views(weights(OTHER))) == 1


def test_weights_that_were_left_for_others_are_the_same_file_when_the_scenario_comes_back(built_in, views):
    blue = Path("weights/blue.yaml")
    blue.write_text(RED)

    def to_blue():
        SCENARIO.write_text(OFFICE.replace("weights: red", "weights: blue"))
        WEIGHTS.unlink()

    *_, wrong, found = views(to_blue, lambda: SCENARIO.write_text(OFFICE), weights(OTHER))
    assert "weights/red.yaml:1:1: error: there is no such file" in str(wrong.error)
    assert found.answer.study.weights_origin.file.name == "weights/red.yaml"


def test_a_folder_that_goes_and_comes_back_is_watched_anew(office, monkeypatch):
    watched = []

    def watch(*folders, **_):
        watched.append({Path(folder).name for folder in folders})
        if len(watched) == 1:
            shutil.rmtree(WEIGHTS.parent)
            yield {("deleted", "it")}
        elif len(watched) == 2:
            WEIGHTS.parent.mkdir()
            WEIGHTS.write_text(OTHER)
            yield {("added", "it")}

    monkeypatch.setattr("watchfiles.watch", watch)
    *_, last = Watched(None, None).views()
    assert watched == [{"scenarios", "weights"}, {"scenarios", office.name}, {"scenarios", "weights"}]
    assert [str(change) for change in last.changes] == ["weights.comfort: 60 -> 20"]


def test_where_the_system_can_watch_no_more_folders_files_are_looked_at(office, monkeypatch):
    tries = []

    def watch(*_, **__):
        tries.append(1)
        if len(tries) > 2:
            return iter(())
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", watch)
    views = Watched(None, None).views()
    next(views)
    WEIGHTS.write_text(OTHER)
    assert [[str(change) for change in view.changes] for view in views] == [["weights.comfort: 60 -> 20"]]


def test_a_mistake_after_the_file_was_away_is_told_in_its_place(views):
    _, gone, bad = views(WEIGHTS.unlink, weights(BAD))
    assert "there is no such file" in str(gone.error)
    assert "expected a number" in str(bad.error)

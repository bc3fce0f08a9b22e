"""`scenario ratings undo`, `redo` and `history`, with edits made by hand between."""

from pathlib import Path

import pytest
from answers.ratings.conftest import COFFEE, NAME


def test_undo_and_redo_at_any_depth_with_their_effect(coffee, rate, said):
    states = [coffee()]
    for change in (["keep.taste=6"], ["keep.taste=7", "--low", "6"], ["keep.taste=8"], ["new.wait=3"]):
        rate("set", "coffee", *change)
        states.append(coffee())
    for state in reversed(states[:-1]):
        assert said("undo", "coffee")["format"] == "ratings-undo/1"
        assert coffee() == state
    assert rate("undo", "coffee").exit_code == 3
    for state in states[1:]:
        assert said("redo", "coffee")["format"] == "ratings-redo/1"
        assert coffee() == state
    assert rate("redo", "coffee").exit_code == 3


def test_what_was_edited_by_hand_is_told_and_left(coffee, rate, said):
    rate("set", "coffee", "keep.taste=6", "--who", "Ana")
    Path(NAME).write_text(
        coffee().replace("low: 600, high: 800", "low: 650").replace("noise: loud", "noise: 3")
    )
    rate("undo", "coffee", "--who", "Bo")
    assert coffee() == COFFEE.replace("low: 600, high: 800", "low: 650").replace("noise: loud", "noise: 3")
    document = said("history", "coffee")
    assert document["format"] == "ratings-history/1"
    first, second = document["changes"]
    assert (first["who"], first["undone"], first["by_hand"]) == ("Ana", True, False)
    assert (first["old"], first["new"]) == ({"keep.taste": 4}, {"keep.taste": 6})
    assert second["by_hand"]
    assert second["old"] == {"keep.noise": "loud", "new.cost.low": 600, "new.cost.high": 800}
    assert second["new"] == {"keep.noise": 3, "new.cost.low": 650, "new.cost.high": None}


def test_where_the_rating_itself_was_edited_by_hand_undo_is_refused_there(coffee, rate):
    rate("set", "coffee", "keep.taste=6", "--why", "so")
    Path(NAME).write_text(coffee().replace("why: so", "why: so it is"))
    before = coffee()
    result = rate("undo", "coffee")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(
        f"{NAME}:21:12: error: 'keep.taste' was changed outside of these commands since; nothing was"
    )
    assert coffee() == before


def test_a_comment_beside_a_rating_that_was_changed_is_kept(coffee, rate):
    rate("set", "coffee", "keep.taste=6")
    Path(NAME).write_text(coffee().replace("# most say so", "# most say so, Bo too"))
    rate("undo", "coffee")
    assert coffee() == COFFEE.replace("# most say so", "# most say so, Bo too")


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_command_has_every_form(rate, form):
    for command in (
        ["set", "coffee", "keep.taste=6"],
        ["undo", "coffee"],
        ["redo", "coffee"],
        ["history", "coffee"],
    ):
        result = rate(*command, "-f", form)
        assert result.exit_code == 0, result.stderr
        assert "keep.taste" in result.stdout or form == "csv"
    assert max(map(len, rate("history", "coffee", "--width", "80").stdout.splitlines())) <= 80


def test_the_effect_is_told_under_the_weights_that_are_named(coffee, rate, said):
    Path("weights").mkdir()
    Path("weights/red.yaml").write_text("format: weights/1\ndrivers: {comfort: 1, cost: 0}\n")
    assert said("set", "coffee", "keep.taste=6", "-w", "red")["weights"]["drivers"] == {
        "comfort": 1,
        "cost": 0,
    }
    assert said("undo", "coffee", "-w", "red")["weights"]["id"] == "red"
    assert rate("set", "coffee", "keep.taste=6", "-w", "red", "-w", "blue").exit_code == 2

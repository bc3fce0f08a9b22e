"""Files that a game follows, edited by hand between two lines: told, kept, taken back, or refused."""

import pytest
from game.table import AT, MINE, OFFICE, ROOM, begin, raw_lines, scores, stated, tree

import scenario_cli as sc
from scenario_cli.errors import InputError, UsageError


def write(home, name, text):
    (home / f"{name}.yaml").write_text(text, encoding="utf-8")


def last(game):
    return stated(game.folder.path)[-1]


def kinds(game):
    return [line["kind"] for line in stated(game.folder.path)]


def study(scenario, weights, tmp_path, *trials):
    """A study of texts, from files of the tests' own."""
    (tmp_path / "other").mkdir(exist_ok=True)
    paths = [tmp_path / "other" / "office.yaml", tmp_path / "other" / "mine.yaml"]
    for path, text in zip(paths, (scenario, weights), strict=True):
        path.write_text(text, encoding="utf-8")
    return sc.study(*paths).tried(*trials)


def test_an_edit_is_a_line_before_the_commands_own(game, home, tmp_path):
    write(home, "mine", MINE.replace("40", "80"))
    step = game.say("red", "so", at=AT)
    assert step.line == 3
    assert f"{home.as_posix()}/mine.yaml was changed outside the game: line 2 tells of it." in step.notes
    edited = stated(game.folder.path)[1]
    assert edited["changes"] == [{"key": "weights.comfort", "old": 40, "new": 80}]
    assert scores(game.state.study) == scores(study(OFFICE, MINE.replace("40", "80"), tmp_path))


def test_both_files_edited_are_two_lines(game, home, tmp_path):
    scenario, weights = OFFICE.replace("taste: 4", "taste: 6"), MINE.replace("40", "80")
    write(home, "office", scenario)
    write(home, "mine", weights)
    assert game.fact("so", at=AT).line == 4
    assert kinds(game) == ["new", "edited", "edited", "fact"]
    assert scores(game.state.study) == scores(study(scenario, weights, tmp_path))
    assert game.replay().holds


def test_an_edit_of_nothing_that_counts_is_a_line_too(game, home):
    write(home, "office", OFFICE + "# a remark\n")
    game.fact("so", at=AT)
    assert stated(game.folder.path)[1]["changes"] == []
    assert "changed outside the game: no number" in game.show().report().page(100).tables[-1].rows[1][2]


def test_showing_replaying_and_refusing_write_no_edit(game, home):
    write(home, "mine", MINE.replace("40", "80"))
    before = tree(game.folder.path)
    game.show()
    game.replay()
    game.report()
    with pytest.raises(sc.errors.StudyError):
        game.inject("no such thing")
    assert tree(game.folder.path) == before


EDITS = {  # what is edited, what was tried before, what holds afterwards
    "a rating that a setting had changed": (
        ("taste: 4", "taste: 9"),
        ["ratings.keep.taste=1"],
        ["ratings.keep.taste=9"],
    ),
    "another rating": (("taste: 4", "taste: 9"), ["ratings.buy.taste=1"], ["ratings.buy.taste=1"]),
    "a rating that an event had set": (
        ("taste: 8", "taste: 9"),
        ["strike"],
        ["strike", "ratings.buy.taste=9"],
    ),
    "a rating that an event had moved": (
        ("value: 7, low", "value: 6, low"),
        ["strike"],
        ["strike", "ratings.rent.taste=6"],
    ),
    "the range of a rating that a setting had changed": (
        ("low: 5", "low: 6"),
        ["ratings.rent.taste=9"],
        ["ratings.rent.taste=9"],
    ),
    "a level": (("noise: loud", "noise: quiet"), ["ratings.keep.noise=5"], ["ratings.keep.noise=quiet"]),
    "what is now unknown": (
        ("taste: 4", "taste: unknown"),
        ["ratings.keep.taste=1"],
        ["ratings.keep.taste=unknown"],
    ),
    "what an event does": (("shift: -200", "shift: -500"), ["price_cut"], ["price_cut"]),
    "an event that no longer bears on it": (
        ("buy: {taste: {set: 1}}, rent: {taste: {shift: -3}}", "rent: {taste: {shift: -3}}"),
        ["strike"],
        ["strike"],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_scenario_edited_after_other_lines_is_what_was_written_last(game, home, tmp_path, name):
    (old, new), before, after = EDITS[name]
    assert OFFICE.count(old) == 1
    for trial in before:
        (game.set if "=" in trial else game.inject)(trial, at=AT)
    write(home, "office", OFFICE.replace(old, new))
    game.fact("so", at=AT)
    expected = study(OFFICE.replace(old, new), MINE, tmp_path, *after)
    assert scores(game.state.study) == scores(expected)
    game.undo(to=len(before) + 1, at=AT)
    assert scores(game.state.study) == scores(study(OFFICE, MINE, tmp_path, *before))
    assert game.replay().holds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["weights.cost=10"], ["weights.cost=30"]),
        (["weights.comfort=10"], ["weights.comfort=10"]),
        (["mood"], ["mood"]),
        (["weights.comfort.taste=5"], ["weights.comfort.taste=5"]),
    ],
)
def test_weights_edited_after_other_lines_are_what_was_written_last(game, home, tmp_path, before, after):
    for trial in before:
        (game.set if "=" in trial else game.inject)(trial, at=AT)
    edited = MINE.replace("60", "30")
    write(home, "mine", edited)
    game.fact("so", at=AT)
    assert scores(game.state.study) == scores(study(OFFICE, edited, tmp_path, *after))


def test_a_driver_whose_weight_an_event_multiplied_has_what_was_written(game, home, tmp_path):
    game.inject("mood", at=AT)
    edited = MINE.replace("40", "90")
    write(home, "mine", edited)
    game.fact("so", at=AT)
    expected = study(OFFICE, edited, tmp_path, "mood", "weights.comfort=90")
    assert scores(game.state.study) == scores(expected)


def test_undo_of_an_edit_brings_the_kept_one_back_and_the_same_bytes_are_not_taken_again(
    game, home, tmp_path
):
    edited = MINE.replace("40", "80")
    write(home, "mine", edited)
    game.fact("so", at=AT)
    game.undo(to=1, at=AT)
    kept = scores(study(OFFICE, MINE, tmp_path))
    assert scores(game.state.study) == kept
    for _ in range(2):
        step = game.fact("so", at=AT)
        assert scores(game.state.study) == kept
        told = "mine.yaml is as line 2 has it, which was taken back; the one that is kept holds."
        assert [note for note in step.notes if note.endswith(told)]
    assert kinds(game)[3:] == ["undo", "fact", "fact"]
    write(home, "mine", MINE.replace("40", "81"))
    game.fact("so", at=AT)
    assert kinds(game)[-2:] == ["edited", "fact"]
    assert last(game)["line"] == 8


def test_undo_with_an_edit_that_no_line_tells_of_takes_the_edit_back(game, home, tmp_path):
    game.set("weights.cost=10", at=AT)
    write(home, "mine", MINE.replace("40", "80"))
    step = game.undo(at=AT)
    assert (step.line, last(game)["undoes"]) == (4, [3])
    assert scores(game.state.study) == scores(study(OFFICE, MINE, tmp_path, "weights.cost=10"))


def test_redo_of_an_edit_is_the_edit(game, home, tmp_path):
    edited = MINE.replace("40", "80")
    write(home, "mine", edited)
    game.fact("so", at=AT)
    game.undo(to=1, at=AT)
    game.redo(at=AT)
    assert scores(game.state.study) == scores(study(OFFICE, edited, tmp_path))
    assert game.fact("so", at=AT).notes == ()


def test_a_file_put_back_as_it_was_is_an_edit_like_any(game, home, tmp_path):
    for text in (MINE.replace("40", "80"), MINE, MINE.replace("40", "80")):
        write(home, "mine", text)
        game.fact("so", at=AT)
        assert scores(game.state.study) == scores(study(OFFICE, text, tmp_path))
    assert kinds(game).count("edited") == 3


def test_after_a_whole_ballot_the_games_own_weights_are_not_followed_until_it_is_taken_back(
    game, home, tmp_path
):
    game.set(weights=home / "room.yaml", at=AT)
    write(home, "mine", MINE.replace("40", "80"))
    game.fact("so", at=AT)
    assert kinds(game) == ["new", "set", "fact"]
    assert scores(game.state.study) == scores(study(OFFICE, ROOM, tmp_path))
    game.undo(to=1, at=AT)
    game.fact("so", at=AT)
    assert kinds(game) == ["new", "set", "fact", "undo", "edited", "fact"]


def test_a_ballot_of_the_same_bytes_is_a_whole_ballot_all_the_same(game, home):
    game.set(weights=home / "mine.yaml", at=AT)
    write(home, "mine", MINE.replace("40", "80"))
    game.fact("so", at=AT)
    assert kinds(game) == ["new", "set", "fact"]


def without_rent():
    kept = [line for line in OFFICE.splitlines(keepends=True) if not line.startswith("  rent:")]
    return "".join(kept).replace(", rent: {taste: {shift: -3}}", "")


def with_one_more():
    text = OFFICE.replace("options:\n", "options:\n  sell: {}\n")
    return text.replace("ratings:\n  keep", "ratings:\n  sell: {taste: 1, noise: 1, cost: 200}\n  keep")


SHAPES = {
    "option rent is gone": without_rent(),
    "option sell is new": with_one_more(),
    "inject mood is gone": OFFICE.replace("  mood:", "  temper:"),
}


@pytest.mark.parametrize("told", SHAPES)
def test_a_scenario_of_another_shape_is_told_and_not_taken_unless_it_is_asked_for(game, home, tmp_path, told):
    text = SHAPES[told]
    write(home, "office", text)
    step = game.fact("so", at=AT)
    assert kinds(game) == ["new", "fact"]
    (note,) = step.notes
    assert note.endswith(f"office.yaml has changed ({told}); the game goes on with the one that is kept.")
    assert scores(game.state.study) == scores(study(OFFICE, MINE, tmp_path))
    game.fact("so", at=AT, take_new=True)
    assert kinds(game) == ["new", "fact", "edited", "fact"]
    assert scores(game.state.study) == scores(study(text, MINE, tmp_path))
    game.turn("", at=AT)
    assert game.replay().holds
    game.undo(to=2, at=AT)
    assert scores(game.state.study) == scores(study(OFFICE, MINE, tmp_path))


def test_an_event_more_is_taken_as_it_is(game, home):
    write(home, "office", OFFICE + "  flood: {title: A flood, weights: {cost: {times: 2}}}\n")
    game.inject("flood", at=AT)
    assert kinds(game) == ["new", "edited", "inject"]


def test_a_driver_more_in_both_files_is_taken_together(game, home, tmp_path):
    scenario = OFFICE.replace("  cost: {title: Price", "  looks: {}\n  cost: {title: Price")
    for option in ("keep", "buy", "rent"):
        scenario = scenario.replace(f"  {option}: {{taste", f"  {option}: {{looks: 3, taste")
    weights = MINE.replace("cost: 60", "looks: 5, cost: 60")
    write(home, "office", scenario)
    write(home, "mine", weights)
    step = game.fact("so", at=AT)
    assert kinds(game) == ["new", "fact"]
    assert [note.partition(" ")[2] for note in step.notes] == [
        "has changed (factor looks is new); the game goes on with the one that is kept.",
        "fits the scenario that is not taken; the one that is kept holds.",
    ]
    game.turn("", at=AT, take_new=True)
    assert kinds(game) == ["new", "fact", "edited", "edited", "turn"]
    assert scores(game.state.study) == scores(study(scenario, weights, tmp_path))
    assert game.replay().holds


NOT_FITTING = {
    "an event that happened is gone": OFFICE.replace("  mood:", "  temper:"),
    "what was set lies past the scale": OFFICE.replace("worst: 900", "worst: 800"),
}


@pytest.mark.parametrize("name", NOT_FITTING)
def test_an_edit_into_which_what_was_tried_does_not_fit_is_refused(game, home, name):
    game.inject("mood", at=AT)
    game.set("ratings.rent.cost=900", at=AT)
    write(home, "office", NOT_FITTING[name])
    before = tree(game.folder.path)
    with pytest.raises(
        UsageError, match=r"office\.yaml was edited, and what the game has tried does not fit"
    ):
        game.fact("so", at=AT, take_new=True)
    assert tree(game.folder.path) == before


WRONG = {
    "office": OFFICE.replace("taste: 4", "taste: 40"),
    "mine": MINE.replace("cost: 60", "cots: 60"),
}


@pytest.mark.parametrize("text", [None, "drivers: {comfort: [", ""], ids=["a mistake", "no YAML", "empty"])
@pytest.mark.parametrize("name", WRONG)
def test_a_followed_file_with_a_mistake_is_told_at_its_place_and_nothing_is_written(game, home, name, text):
    write(home, name, WRONG[name] if text is None else text)
    before = tree(home)
    for call in (lambda: game.fact("so"), game.undo, lambda: game.turn("x", take_new=True)):
        with pytest.raises(InputError, match=rf"{name}\.yaml:\d+:\d+: error: ") as raised:
            call()
        assert raised.value.exit_code == 3
        assert not isinstance(raised.value, sc.errors.StudyError)
    assert tree(home) == before
    assert game.show().line == 1
    assert game.replay().holds


@pytest.mark.parametrize("name", ["office", "mine"])
@pytest.mark.parametrize("how", ["away", "a folder"])
def test_a_followed_file_that_is_away_is_told_and_the_kept_one_holds(game, home, name, how):
    path = home / f"{name}.yaml"
    path.unlink()
    if how == "a folder":
        path.mkdir()
    step = game.fact("so", at=AT)
    assert step.line == 2
    (note,) = step.notes
    assert note.startswith(path.as_posix())
    assert note.endswith("; the one that is kept holds.")
    assert game.replay().holds


def test_a_built_in_file_is_followed_by_its_name(home):
    game = sc.new_game(home / "far" / "game", "china-arms-russia", "critics", teams=["red"], at=AT)
    assert "scenario: china-arms-russia\nweights: critics\n" in (home / "far/game/game.yaml").read_text()
    assert game.fact("so", at=AT).notes == ()


def test_a_built_in_file_that_there_is_no_longer_is_told_like_any_that_is_away(game):
    path = game.folder.path / "game.yaml"
    path.write_text(path.read_text().replace("../mine.yaml", "no-such-weights"))
    game = sc.game(game.folder.path)
    (note,) = game.fact("so", at=AT).notes
    assert note.startswith("no-such-weights: there is no weights file 'no-such-weights'")


def test_a_users_file_of_a_built_in_files_name_does_not_take_its_place(home):
    game = sc.new_game(home / "game", "china-arms-russia", "critics", teams=["red"], at=AT)
    (home / "weights").mkdir()
    (home / "weights" / "critics.yaml").write_text("format: weights/1\ndrivers: {power: 1}\n")
    assert game.fact("so", at=AT).notes == ()


def test_files_inside_the_games_folder_are_followed_wherever_it_goes(home, monkeypatch):
    (home / "game").mkdir()
    game = begin(home)
    for name in ("office", "mine"):
        (home / f"{name}.yaml").rename(game.folder.path / f"{name}.yaml")
    path = game.folder.path / "game.yaml"
    path.write_text(path.read_text().replace("../", "./"))
    (home / "moved").mkdir()
    game.folder.path.rename(home / "moved" / "game")
    monkeypatch.chdir(home / "moved")
    game = sc.game("game")
    assert game.fact("so", at=AT).notes == ()
    (home / "moved" / "game" / "mine.yaml").write_text(MINE.replace("40", "41"))
    (note,) = game.fact("so", at=AT).notes
    assert note == "game/mine.yaml was changed outside the game: line 3 tells of it."


def test_a_game_without_weights_counts_all_equally_and_follows_none(home, tmp_path):
    begin(home)
    game = sc.new_game(home / "equal", home / "office.yaml", teams=["red"], at=AT)
    assert stated(game.folder.path)[0]["weights"] is None
    write(home, "mine", MINE.replace("40", "80"))
    game.turn("", at=AT)
    assert kinds(game) == ["new", "turn"]
    assert scores(game.state.study) == scores(sc.study(home / "office.yaml"))
    assert game.replay().holds


def test_teams_may_join_by_hand(game):
    with pytest.raises(sc.errors.StudyError, match="unknown team 'green'"):
        game.say("green", "so")
    path = game.folder.path / "game.yaml"
    path.write_text(path.read_text().replace("teams: [red", "teams: [green, red"))
    assert sc.game(game.folder.path).say("green", "so", at=AT).line == 2


@pytest.mark.parametrize(
    "text",
    [
        "format: game/1\n",
        "format: game/2\nscenario: x\n",
        "format: game/1\nscenario: x\nteam: [red]\n",
        "format: game/1\nscenario: [x]\n",
        "format: game/1\nscenario: x\nteams: red\n",
        "nonsense",
        "",
        "{",
    ],
)
def test_a_wrong_game_file_is_told_at_its_place(game, text):
    (game.folder.path / "game.yaml").write_text(text)
    before = raw_lines(game.folder.path)
    with pytest.raises(InputError, match=r"game\.yaml:\d+:\d+: error: ") as raised:
        sc.game(game.folder.path)
    assert raised.value.exit_code == 3
    assert raw_lines(game.folder.path) == before

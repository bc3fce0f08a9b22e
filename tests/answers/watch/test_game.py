"""`scenario watch FOLDER`: a game, followed line by line."""

import itertools
import json
import re
import shutil
from pathlib import Path
from random import Random

import pytest
from answers.game.table import COFFEE, HOME, LOG, SCENARIO, TITLES, WEIGHTS, begin, random_line
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import scenario_cli as sc
from scenario_cli.answers.watch import ask as watching
from scenario_cli.answers.watch.report import room_lines, watch_lines
from scenario_cli.answers.webpage import webpage
from scenario_cli.game.watched import WatchedGame
from scenario_cli.render.lines import Frame
from scenario_cli.render.page import plain


@pytest.fixture
def game(folder):
    return begin()


@pytest.fixture
def views(monkeypatch):
    """Return all views of a watch during which something is done to a game, step by step."""

    def views(*steps, room=False, lasting=0):
        left = iter(steps)

        def told(*folders, **_):
            assert {Path(f).name for f in folders} <= {"office", "scenarios", "weights", "games"}
            for step in left:
                step()
                yield {("modified", "a file")}

        monkeypatch.setattr("watchfiles.watch", told)
        monkeypatch.setattr(watching, "_LASTING_SECONDS", lasting)
        return list(WatchedGame(HOME, room=room).views())

    return views


def shown(view, lines=watch_lines, width=None, height=None):
    return "".join(f"{plain(line)}\n" for line in lines(view, Frame(width, height)))


def top(view):
    return shown(view).partition("\n")[0]


def words(view):
    return [str(change) for change in view.changes]


def torn():
    with LOG.open("ab") as file:
        file.write(b'{"line":99,"at":"2026')


def changed_log():
    LOG.write_bytes(LOG.read_bytes().replace(b"Turn 1", b"Turn 7"))


def test_the_top_says_the_game_the_turn_and_the_last_line_and_no_what_if(game, views):
    game.turn("Turn 1: spring")
    game.inject("strike", by="control")
    (view,) = views()
    assert top(view) == 'office, Turn 1: spring. Line 3, by control: inject "A strike".'
    text = shown(view)
    assert "What-if" not in text
    assert "No file was changed" not in text
    assert "Changed: nothing since this watch began.\n" in text
    assert view.game.finding == game.show().finding


def test_each_line_is_shown_with_what_changed_in_numbers_why_and_who_moved(game, views):
    game.turn("Turn 1")
    _, inject, said, numbers, undone = views(
        lambda: game.inject("price_cut", until=1),
        lambda: game.say("red", "We wait"),
        lambda: game.set("weights.cost=10", by="blue", why="the room insisted"),
        game.undo,
    )
    assert words(inject) == ["weights.comfort: 50 -> 100", "ratings.new.cost: 800 -> 300"]
    assert top(inject) == 'office, Turn 1. Line 3: inject "The price falls", through turn 1.'
    assert (
        "Changed: Comfort 50 -> 100 (share 50.0% -> 66.7%) and Buy the new one, Price 800 -> 300; "
        in shown(inject)
    )
    assert "Moved: Buy the new one up from 3 to 1; " in shown(inject)
    assert words(said) == []
    assert "Changed: no number.\n" in shown(said)
    assert "Moved: nobody.\n" in shown(said)
    assert words(numbers) == ["weights.cost: 50 -> 10"]
    assert "\nWhy: the room insisted\n" in shown(numbers)
    assert words(undone) == ["weights.cost: 10 -> 50"]
    assert top(undone) == "office, Turn 1. Line 6: takes back line 5."


def test_what_a_turn_ends_shows_in_the_numbers_that_it_moved(game, views):
    game.turn("Turn 1")
    game.inject("price_cut", until=1)
    _, view = views(lambda: game.turn("Summer"))
    assert top(view) == 'office, Turn 2: Summer. Line 4: opens "Summer".'
    assert words(view) == ["weights.comfort: 100 -> 50", "ratings.new.cost: 300 -> 800"]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_played_each_view_is_what_the_game_shows_then(game, views, seed):
    """Told against the view before it; the sentence who moved is that of ranks read from there."""
    random = Random(seed)
    shows = []

    def step():
        random_line(game, random)
        shows.append(game.show())

    by_line = {}
    for view in views(*[step] * 12):  # an edit by hand is told before it is a line
        by_line.setdefault(view.game.line, view)
    found, shows = [*by_line.values()], {show.line: show for show in shows}
    assert [*by_line] == [1, *(n for n in shows if n > 1)]
    for before, view in itertools.pairwise(found):
        show = shows[view.game.line]
        assert view.answer.ranking.scores.tolist() == show.ranking.scores.tolist()
        assert view.before is before.answer
        ids = view.answer.study.problem.options
        was, now = (
            dict(zip(ids, a.ranking.ranks.tolist(), strict=True)) for a in (before.answer, view.answer)
        )
        ties = [list(ranks.values()).count(ranks[id_]) > 1 for id_ in ids for ranks in (was, now)]
        moved = [TITLES[id_] for id_ in ids if was[id_] != now[id_]]
        if not any(ties):
            sentence = re.search(r"^Moved: (.*)\.$", shown(view), re.MULTILINE)[1]
            assert sorted(re.findall("|".join(TITLES.values()), sentence)) == sorted(moved)


def test_lines_that_come_in_one_go_are_told_against_what_was_seen(game, views):
    game.turn("Turn 1")

    def two():
        WEIGHTS.write_text(WEIGHTS.read_text().replace("cost: 50", "cost: 80"))
        game.say("red", "So be it")

    _, view = views(two)
    assert [event.kind for event in view.game.events[-2:]] == ["edited", "say"]
    assert words(view) == ["weights.cost: 50 -> 80"]


# The room


def test_a_room_sees_no_secret_and_who_sits_at_the_desk_does(game, views):
    game.turn("Turn 1")
    game.say("blue", "We would have waited", secret=True)
    (view,) = views()
    assert "Line 3, by blue: says: We would have waited." in shown(view)
    for width in (None, 30, 60):
        (view,) = views(room=True)
        for lines in (watch_lines, room_lines):
            text = " ".join(shown(view, lines, width).split())
            assert "waited" not in text
            assert "(kept apart)" in text
    assert "waited" not in json.dumps(view.shown.to_dict())
    assert "waited" not in webpage(view.shown.report())


@pytest.mark.parametrize("lines", [watch_lines, room_lines])
def test_before_the_first_turn_a_room_sees_no_ranking_at_any_size(game, views, lines):
    first, guessed, tried, opened = views(
        lambda: game.guess("red", ["new", "keep"]),
        lambda: game.set("weights.cost=80"),
        lambda: game.turn("Turn 1"),
        room=True,
    )
    for view in (first, guessed, tried):
        for width, height in itertools.product((None, 30, 60), (None, 8, 24)):
            text = " ".join(shown(view, lines, width, height).split())
            assert "No ranking is shown before the first turn." in text
            assert not re.search(r"First:|Moved:|Changed:|\d\.\d|Rent one", text)
        read = re.sub("<script.*?</script>", "", webpage(view.shown.report()), flags=re.DOTALL)
        assert "No ranking is shown before the first turn." in read
        assert "Rent one" not in read
    assert "First: " in shown(opened, lines)
    (desk, *_) = views()
    assert "First: " in shown(desk, lines)


# What is wrong


def test_a_log_that_does_not_hold_is_told_and_the_last_good_screen_stays(game, views):
    game.turn("Turn 1")
    whole = LOG.read_bytes()
    first, broken, mended = views(changed_log, lambda: LOG.write_bytes(whole))
    assert str(broken.error).startswith(f"{LOG}:2:1: error: this line has been changed")
    told = "Not shown: log.jsonl line 2: this line has been changed: it has not the hash that it states. "
    assert shown(broken).replace(f"{told}This is the last good result.\n", "") == shown(first)
    assert mended == first


def test_a_line_that_was_cut_off_is_told_and_the_next_one_mends_it(game, views):
    game.turn("Turn 1")
    first, cut, mended = views(torn, lambda: game.say("red", "Well"))
    assert cut._replace(error=None) == first
    assert "Not shown: log.jsonl line 3: the last line was cut off and does not count; " in shown(cut)
    assert (mended.error, mended.game.line) == (None, 3)


def test_whole_lines_before_one_that_was_cut_off_are_shown(game, views):
    def both():
        game.turn("Turn 1")
        torn()

    first, view = views(both)
    assert (view.game.line, view.before) == (2, first.answer)
    assert "cut off" in str(view.error)


def test_a_writer_between_the_two_halves_of_a_line_is_waited_for(game, views):
    game.turn("Turn 1")
    whole = LOG.read_bytes()
    half = len(whole) - 50
    found = views(
        lambda: LOG.write_bytes(whole[:half]), lambda: LOG.write_bytes(whole), game.undo, lasting=60
    )
    assert [view.error for view in found] == [None, None]
    assert found[-1].game.line == 3


def test_a_log_that_was_cut_is_told_by_its_checkpoint(game, views):
    game.turn("Turn 1")
    _, view = views(lambda: LOG.write_bytes(LOG.read_bytes().splitlines(keepends=True)[0]))
    assert "the log was cut: 1 line after this one is gone" in str(view.error)


def test_a_game_that_goes_away_and_comes_back(game, views):
    first, gone, back = views(
        lambda: shutil.move(HOME, "games/away"),
        lambda: shutil.move("games/away", HOME),
    )
    assert "there is no such folder" in str(gone.error)
    assert gone.answer is first.answer
    assert back == first


def test_a_kept_file_that_was_changed_is_told_at_the_next_line(game, views):
    def spoilt():
        game.turn("Turn 1")
        for path in (HOME / "kept").iterdir():
            path.write_bytes(path.read_bytes() + b"\n")

    _, view = views(spoilt)
    assert re.search(r"log\.jsonl:1:1: error: kept/\w+\.yaml, on which this line rests", str(view.error))


def test_what_is_wrong_at_the_start_is_refused(game, views, run):
    game.turn("Turn 1")
    changed_log()
    with pytest.raises(sc.InputError, match="this line has been changed"):
        views()
    done = run("watch", str(HOME))
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith(f"{LOG}:2:1: error: ")


# What is beside it


def test_a_file_edited_by_hand_is_told_to_be_no_line_yet_until_it_is_one(game, views):
    game.turn("Turn 1")

    def edit():
        WEIGHTS.write_text(WEIGHTS.read_text().replace("cost: 50", "cost: 80"))

    first, edited, line = views(edit, lambda: game.say("red", "So be it"))
    said = "weights/fair.yaml was changed outside the game and is no line yet.\n"
    assert shown(edited).replace(said, "") == shown(first)
    assert edited.answer is first.answer
    assert line.aside == ()
    assert words(line) == ["weights.cost: 50 -> 80"]


def test_an_edit_that_is_taken_back_is_told_no_more(game, views):
    text = WEIGHTS.read_text()
    first, edited, back = views(
        lambda: WEIGHTS.write_text(text.replace("50", "51")), lambda: WEIGHTS.write_text(text)
    )
    assert edited.aside == ("weights/fair.yaml was changed outside the game and is no line yet",)
    assert back == first


def test_an_edit_with_a_mistake_is_told_as_no_command_would_take_it(game, views):
    text = WEIGHTS.read_text()
    first, wrong, mended = views(
        lambda: WEIGHTS.write_text(text.replace("cost: 50", "cost: much")), lambda: WEIGHTS.write_text(text)
    )
    assert "Not shown: fair.yaml line 3: expected a number, found the text 'much'. This is" in shown(wrong)
    assert wrong.answer is first.answer
    assert mended == first


def test_a_scenario_of_another_shape_is_told_to_be_left_out(game, views):
    more = COFFEE.replace("  keep: {title", "  beans: {}\n  keep: {title", 1).replace(
        "ratings:\n", "ratings:\n  beans: {taste: 1, wait: 1, cost: 900}\n", 1
    )
    _, view = views(lambda: SCENARIO.write_text(more))
    assert "coffee.yaml has changed (option beans is new); the game goes on with the one that is kept" in str(
        view.aside
    )
    _, taken = views(lambda: game.say("red", "Well", take_new=True))
    assert "Changed: option beans is new" in shown(taken)


def test_a_new_title_in_the_games_own_file_is_shown(game, views):
    path = HOME / "game.yaml"
    _, view = views(lambda: path.write_text(path.read_text().replace("title: office", "title: Machines")))
    assert top(view).startswith("Machines, before the first turn. Line 1: ")


# Sizes


@given(width=st.integers(30, 130), height=st.integers(8, 50), wrong=st.booleans(), edited=st.booleans())
def test_at_every_size_what_counts_is_there_and_nothing_runs_over(
    tmp_path_factory, width, height, wrong, edited
):
    view = crowded(tmp_path_factory)
    view = view._replace(
        aside=("weights/fair.yaml was changed outside the game and is no line yet",) if edited else ()
    )
    view = view._replace(error=sc.UsageError("something is wrong with the log") if wrong else None)
    for draw in (watch_lines, room_lines):
        lines = [plain(line) for line in draw(view, Frame(width, height))]
        assert len(lines) <= height
        assert max(map(cell_len, lines)) <= (min(width, 60) if draw is room_lines else width)
        starts = ["office, Turn 1", "First: ", "Changed: ", "Why: the room", "Moved: "]
        starts += ["Not shown: "] * wrong + ["weights/fair.yaml was"] * edited
        assert [sum(f"{line} ".startswith(start) for line in lines) for start in starts] == [1] * len(starts)


def crowded(tmp_path_factory, made=[]):  # noqa: B006 - one for all sizes
    """A view after a line that says and changes as much as one can."""
    if not made:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path_factory.mktemp("crowd"))
            game = begin()
            game.turn("Turn 1: spring, when the contracts of all the machines of the house run out")
            watched = WatchedGame(HOME)
            view = watched._read(None)
            numbers = ["weights.cost=1", "ratings.keep.taste=10", "ratings.rent.cost=900"]
            game.set(*numbers, by="red", why="the room insisted, after long talks, upon every one of them")
            made.append(watched._read(view))
    return made[0]


# Forms


def watched_once(monkeypatch):
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: iter(()))


@pytest.mark.parametrize("form", ["json", "csv", "md", "html", "svg"])
def test_programs_are_given_what_game_show_gives(game, run, monkeypatch, form):
    game.turn("Turn 1")
    watched_once(monkeypatch)
    done = run("watch", str(HOME), "-f", form)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == run("game", "show", "-g", str(HOME), "-f", form).stdout
    assert form != "json" or json.loads(done.stdout)["format"] == "game-show/1"


def test_the_page_for_a_browser_is_that_of_the_game(game, run, monkeypatch):
    game.turn("Turn 1")
    game.say("red", "in private", secret=True)
    watched_once(monkeypatch)
    assert run("watch", str(HOME), "--page", "game.html").exit_code == 0
    assert run("game", "show", "-g", str(HOME), "-o", "still.html").exit_code == 0
    page, still = (Path(name).read_text(encoding="utf-8") for name in ("game.html", "still.html"))
    assert page.replace(' data-again="1000"', "") == still
    assert ' data-again="1000"' in page
    assert run("watch", str(HOME), "--room", "--page", "room.html").exit_code == 0
    assert "in private" in page
    assert "in private" not in Path("room.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "args", [("-w", "fair"), ("--inject", "strike"), ("--set", "weights.cost=1"), ("-w", "a", "-w", "b")]
)
def test_nothing_is_tried_on_a_game(game, run, args):
    done = run("watch", str(HOME), *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"error: {HOME} is a game: nothing is tried on it here (-w, --inject, --set)\n"


def test_a_folder_is_a_game_by_its_own_file(game, run):
    (HOME / "game.yaml").unlink()
    done = run("watch", str(HOME))
    assert done.exit_code == 3
    assert f"{HOME}:1:1: error: this is a folder, not a file" in done.stderr


def test_the_folder_may_be_the_one_that_one_stands_in(game, run, monkeypatch):
    watched_once(monkeypatch)
    monkeypatch.chdir(HOME)
    assert "before the first turn. Line 1: game of coffee" in run("watch", ".").stdout


def test_from_python_the_same_views(game, views, monkeypatch):
    game.turn("Turn 1")

    def told(*_, **__):
        game.inject("strike")
        yield {("modified", "a file")}

    monkeypatch.setattr("watchfiles.watch", told)
    seen = list(game.watch(room=True))
    assert [view.game.line for view in seen] == [2, 3]
    assert seen[-1].game.room
    assert words(seen[-1]) == ["ratings.rent.taste: 6 -> 5", "ratings.rent.wait: 3 -> 6"]

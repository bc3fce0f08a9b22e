"""`scenario watch`: the ranking at each save, the last good one where a save is wrong, Ctrl-C."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from scenario_cli.answers.watch import ask as watching
from scenario_cli.answers.watch.ask import Watched
from scenario_cli.answers.watch.report import ROOM_WIDTH, room_page, watch_page
from scenario_cli.errors import InputError, StudyError, UsageError
from scenario_cli.model.changes import Change
from scenario_cli.render.page import plain
from scenario_cli.render.terminal import page_text

OFFICE = """\
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
weights: red
drivers: {comfort: {}, cost: {}}
options: {keep: {title: Keep the old one}, rent: {title: Rent one}, buy: {title: Buy the new one}}
ratings:
  keep: {comfort: 0, cost: 10}
  rent: {comfort: 3, cost: 3}
  buy: {comfort: 10, cost: 0}
injects:
  strike: {title: A strike, ratings: {buy: {comfort: {set: 0}}}}
"""
RED = "format: weights/1\ntitle: Red\ndrivers:\n  comfort: 60  # they drink most\n  cost: 40\n"
BAD = RED.replace("60", "lots")
OTHER = RED.replace("60", "20")
SCENARIO, WEIGHTS = Path("scenarios/office.yaml"), Path("weights/red.yaml")


@pytest.fixture
def office(folder):
    for path, text in ((SCENARIO, OFFICE), (WEIGHTS, RED)):
        path.parent.mkdir()
        path.write_text(text)
    return folder


# What is shown after which save: the files are watched by a stand-in, so that nothing depends on time


@pytest.fixture
def views(office, monkeypatch):
    """Return all views of a watch during which some saves are made, one after the other."""

    def views(*saves, watched=None):
        def saved(*folders, **_):
            assert {Path(f).name for f in folders} <= {"scenarios", "weights"}
            for save in saves:
                save()
                yield {("modified", "a file")}

        monkeypatch.setattr("watchfiles.watch", saved)
        monkeypatch.setattr(watching, "_RETRY_SECONDS", 0)
        return list((watched or Watched(None, None)).views())

    return views


def weights(text):
    return lambda: WEIGHTS.write_text(text)


def save_by_renaming(text):
    new = Path("weights/.red.yaml.swp")
    new.write_text(text)
    new.replace(WEIGHTS)


def scenario(text):
    return lambda: SCENARIO.write_text(text)


def shown(view, page=watch_page, width=100):
    return page_text(page(view.answer, view.changes, view.mistakes, width), encoding="utf-8")


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


# The page for a room


LONG = (
    "a title that nobody in the back row could ever read to its end, 名前名前名前名前名前名前名前名前名前名前"
)


def crowd(options):
    ids = [f"o{i}" for i in range(options)]
    rows = "".join(f"  {id_}: {{comfort: {i}, cost: {10 - i / 2}}}\n" for i, id_ in enumerate(ids))
    titles = ", ".join(f'{id_}: {{title: "{LONG} {id_}"}}' for id_ in ids)
    text = re.sub(r"options: .*", f"options: {{{titles}}}", OFFICE.partition("ratings:")[0])
    return (
        text.replace("Which machine does the office buy?", f'"Which machine? {LONG}"') + f"ratings:\n{rows}"
    )


@pytest.mark.parametrize("options", [1, 3, 6, 7, 8])
def test_a_page_for_a_room_has_6_options_5_columns_and_60_characters(views, options):
    SCENARIO.write_text(crowd(options))
    first, good, bad = views(weights(OTHER), weights(BAD))
    for view in (first, good, bad):
        for width in (60, 200):
            (table,) = (page := room_page(view.answer, view.changes, view.mistakes, width)).tables
            assert [column.title for column in table.columns] == ["#", "Option", "Score", "Behind", "Move"]
            assert len(table.rows) == min(options, 6)
            text = page_text(page, encoding="utf-8", width=ROOM_WIDTH)
            assert max(map(cell_len, text.splitlines())) <= 60
    assert re.search(r"weights\.comfort: 60 -> 20", shown(good, room_page))
    assert re.search(r"\[wrong-type\]", shown(bad, room_page))


def test_options_that_have_no_room_are_counted(views):
    SCENARIO.write_text(crowd(8))
    (view,) = views()
    assert "2 more options are further down.\n" in shown(view, room_page)


def test_one_option_that_has_no_room_is_counted(views):
    SCENARIO.write_text(crowd(7))
    (view,) = views()
    assert "1 more options" not in shown(view, room_page)


def test_a_page_for_a_room_shows_who_moved_and_the_nearest_flip(views):
    first, view = views(weights(OTHER))
    rows = [row for row in shown(view, room_page).splitlines() if re.match(r"\d", row)]
    assert [re.split(r" {2,}", row) for row in rows] == [
        ["1", "Keep the old one", "66.7", "up 1"],
        ["2", "Buy the new one", "33.3", "33.3", "down 1"],
        ["3", "Rent one", "30.0", "36.7", "="],
    ]
    assert shown(view, room_page).endswith(
        "First place changes if the weight of comfort rises from 33.3% to\n"
        "50.0%, which puts Buy the new one first.\n"
    ) or shown(view, room_page).endswith("to 50.0%, which puts Buy the new one first.\n")
    assert {row[4] for row in room_page(first.answer, (), (), 60).tables[0].rows} == {"="}


@pytest.mark.parametrize("problems", [(), ("weights/red.yaml:4:12: error: so [wrong-type]",)])
def test_a_page_fits_80_columns(views, problems):
    SCENARIO.write_text(crowd(8))
    first, view = views(weights(OTHER))
    for one in (first, view):
        changes = [Change("weights.a-driver-with-a-long-name", "1", "2")] * 9
        page = watch_page(one.answer, changes, problems, 80)
        assert max(map(cell_len, page_text(page, encoding="utf-8", width=80).splitlines())) <= 80


# In a pseudo-terminal, for real

CLEAR, ENTER, LEAVE = "\x1b[H\x1b[2J", "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PATIENCE = 20


class Watching:
    """A `scenario watch` in a process of its own, on a terminal or into a pipe."""

    def __init__(self, child, reading):
        self.child, self.reading, self.said, self.ended = child, reading, b"", False

    @property
    def text(self):
        return self.said.decode(errors="replace").replace("\r\n", "\n")

    def page(self):
        """The text of the last page, without escape codes."""
        return ESCAPE.sub("", self.text.rpartition(CLEAR)[2])

    def read(self, seconds):
        """Read what comes within some seconds."""
        if select.select([self.reading], [], [], seconds)[0]:
            try:
                part = os.read(self.reading, 65536)
            except OSError:  # Linux says so when the other end is closed
                part = b""
            self.said += part
            self.ended = not part

    def until(self, words):
        """Read until the last page holds some words, however they are wrapped; return it."""
        self.wait(lambda: words in " ".join(self.page().split()), words)
        return self.page()

    def wait(self, done, what):
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < deadline, f"no {what!r} in {self.text!r}"
            self.read(0.02)

    def ready(self):
        """Wait until the first page is there and the files are watched."""
        if Path("/proc/self/fdinfo").is_dir():
            self.wait(self.watches, "watch")
        else:
            self.wait(lambda: self.said, "page")
            time.sleep(1)

    def watches(self):
        """Whether the process has asked Linux to be told of saves in both folders."""
        try:
            files = list(Path(f"/proc/{self.child.pid}/fdinfo").iterdir())
            return any(file.read_text().count("inotify wd:") == 2 for file in files)
        except FileNotFoundError:  # closed meanwhile
            return False

    def stop(self, how=signal.SIGINT):
        """Press Ctrl-C; return the exit code once all that was said is read."""
        self.child.send_signal(how)
        self.wait(lambda: self.ended, "end")
        return self.child.wait(timeout=PATIENCE)


@pytest.fixture
def watch(office, environment):
    """Start `scenario watch` and wait until it watches."""
    started = []

    def watch(*args, columns=100, piped=False, **env):
        settings = environment(TERM="xterm-256color", PYTHONIOENCODING="utf-8") | env
        command = [sys.executable, "-m", "scenario_cli", "watch", *args]
        if piped:
            reading, writing = os.pipe()
            stdin = subprocess.DEVNULL
        else:
            pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))
            reading, writing = pty.openpty()
            fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
            stdin = writing
        child = subprocess.Popen(command, stdin=stdin, stdout=writing, stderr=writing, env=settings)
        os.close(writing)
        started.append(Watching(child, reading))
        started[-1].ready()
        return started[-1]

    yield watch
    for each in started:
        each.child.kill()
        each.child.wait()
        os.close(each.reading)


posix = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")


@posix
def test_on_a_terminal_saves_are_shown_bad_ones_too_until_ctrl_c(watch):
    session = watch(columns=80)
    assert session.text.startswith(ENTER)
    WEIGHTS.write_text(OTHER)
    session.until("Changed: weights.comfort: 60 -> 20.")
    page = session.until("which puts")
    assert re.search(r"1 +up 1 +Keep the old one", page)
    assert re.search(r"2 +down 1 +Buy the new one", page)
    assert re.search(r"3 +=  +Rent one", page)
    WEIGHTS.write_text(BAD)
    page = session.until("This is the last good result; the save above is wrong.")
    assert "weights/red.yaml:4:12: error: expected a number, found the text 'lots'" in page
    assert re.search(r"1 +up 1 +Keep the old one", page)
    WEIGHTS.write_text(RED)
    session.until("Changed: weights.comfort: 20 -> 60.")
    assert "wrong" not in session.until("which puts")
    assert session.stop() == 130
    assert session.text.endswith(LEAVE)
    assert (session.text.count(ENTER), session.text.count(LEAVE)) == (1, 1)
    assert "Traceback" not in session.text
    plain_text = ESCAPE.sub("", session.text)
    assert max(map(cell_len, plain_text.splitlines())) <= 80


@posix
def test_a_watch_that_the_system_ends_leaves_the_terminal_as_it_was(watch):
    session = watch()
    assert session.stop(signal.SIGTERM) == 130
    assert session.text.endswith(LEAVE)


@posix
def test_on_a_terminal_saves_by_renaming_and_in_two_steps_are_shown(watch):
    session = watch("-w", "weights/red.yaml", "--no-color")
    save_by_renaming(OTHER)
    session.until("Changed: weights.comfort: 60 -> 20.")
    with WEIGHTS.open("w") as file:
        file.write(RED[:40])
        file.flush()
        os.fsync(file.fileno())
        file.write(RED[40:].replace("40", "41"))
    page = session.until("cost: 40 -> 41")
    assert "comfort: 20 -> 60" in page
    WEIGHTS.replace("weights/red.yaml~")
    WEIGHTS.write_text(RED)
    session.until("Changed: weights.cost: 41 -> 40.")
    SCENARIO.write_text(OFFICE.replace("comfort: 3", "comfort: 9"))
    session.until("Changed: ratings.rent.comfort: 3 -> 9.")
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d[;m]", session.text)
    assert session.stop() == 130


@posix
def test_weights_set_is_shown_and_its_history_is_not(watch, run):
    session = watch()
    assert run("weights", "set", "red", "comfort=20", "--why", "so").exit_code == 0
    session.until("Changed: weights.comfort: 60 -> 20.")
    drawn = session.text.count(CLEAR)
    assert run("weights", "undo", "red").exit_code == 0
    session.until("Changed: weights.comfort: 20 -> 60.")
    assert session.text.count(CLEAR) == drawn + 1
    assert session.stop() == 130


@posix
def test_the_page_for_a_room_keeps_to_60_characters_however_wide_the_terminal(watch):
    SCENARIO.write_text(crowd(8))
    session = watch("--room", columns=200)
    WEIGHTS.write_text(OTHER)
    session.until("Changed: weights.comfort: 60 -> 20.")
    assert session.stop() == 130
    lines = ESCAPE.sub("", session.text).splitlines()
    assert 50 < max(map(cell_len, lines)) <= 60


@posix
def test_into_a_pipe_pages_follow_each_other_without_escape_codes(watch):
    session = watch(piped=True, FORCE_COLOR="1")
    save_by_renaming(OTHER)  # at one stroke: no reader sees the file while it is empty
    session.until("Changed: weights.comfort: 60 -> 20.")
    assert session.stop() == 130
    assert "\x1b" not in session.text
    assert session.text.count("Which option leads, and by how much?") == 2


@posix
def test_on_a_terminal_that_is_too_plain_for_escape_codes_there_are_none(watch):
    session = watch(TERM="dumb")
    session.stop()
    assert "\x1b" not in session.text


def test_what_is_wrong_at_the_start_is_told_on_stderr_and_nothing_is_watched(office, run):
    WEIGHTS.write_text(BAD)
    result = run("watch")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("weights/red.yaml:4:12: error: ")

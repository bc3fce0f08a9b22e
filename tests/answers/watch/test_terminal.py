"""`scenario watch` on a terminal, for real, until Ctrl-C."""

import os
import re
import signal

import pytest
from answers.watch.office import BAD, OFFICE, OTHER, RED, SCENARIO, WEIGHTS, crowd, save_by_renaming
from answers.watch.session import ENTER, ESCAPE, HOME, LEAVE, start
from rich.cells import cell_len

pytestmark = pytest.mark.thorough


@pytest.fixture
def watch(office, environment):
    """Start `scenario watch` and wait until it watches."""
    started = []

    def watch(*args, columns=100, piped=False, **env):
        settings = environment(TERM="xterm-256color", PYTHONIOENCODING="utf-8") | env
        started.append(start(args, settings, columns=columns, piped=piped))
        started[-1].ready()
        return started[-1]

    yield watch
    for each in started:
        each.end()


posix = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")


@posix
def test_on_a_terminal_saves_are_shown_bad_ones_too_until_ctrl_c(watch):
    session = watch(columns=80)
    assert session.text.startswith(ENTER)
    WEIGHTS.write_text(OTHER)
    session.until("Changed: comfort 60 -> 20 (share 60.0% -> 33.3%); others rescaled.")
    page = session.until("would be first")
    assert re.search(r"1 +Keep the old one +66.7 +up 1", page)
    assert re.search(r"2 +Buy the new one +33.3 +33.3 +down 1", page)
    assert re.search(r"3 +Rent one +30.0 +36.7 +=", page)
    WEIGHTS.write_text(BAD)
    page = session.until("Not shown: red.yaml line 4: expected a number, found the text 'lots'.")
    assert re.search(r"1 +Keep the old one +66.7 +up 1", page)
    WEIGHTS.write_text(RED)
    session.until("Changed: comfort 20 -> 60")
    assert "Not shown" not in session.until("would be first")
    assert session.stop() == 130
    assert (session.text.count(ENTER), session.text.count(LEAVE)) == (1, 1)
    assert "Traceback" not in session.text
    assert max(map(cell_len, session.rows())) <= 80


@posix
def test_defaults_stand_on_the_page_and_not_where_the_screen_wipes_them(watch):
    session = watch(SCENARIO_WEIGHTS="red")
    session.until("Defaults: weights red (SCENARIO_WEIGHTS).")
    assert session.stop() == 130
    assert "Defaults" not in session.text.partition(ENTER)[0]
    assert session.text.rpartition(LEAVE)[2].count("Defaults: weights red") == 1


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_at_the_end_the_terminal_is_left_as_it_was_with_the_last_page_on_it(watch, how):
    session = watch()
    page = session.until("would be first")
    assert session.stop(how) == 130
    after = ESCAPE.sub("", session.text.rpartition(LEAVE)[2])
    assert after.splitlines() == page.splitlines()
    assert after.startswith("Which machine does the office buy?")


@posix
def test_a_mistake_that_stands_at_the_end_is_told_in_full_below_the_page(watch):
    """While stderr is the terminal that is drawn on, it would stand in the middle of the page."""
    session = watch()
    SCENARIO.write_text(OFFICE.replace("comfort: 3", "comfort: 30").replace("cost: 0", "cost: low"))
    session.until("Not shown: office.yaml line 9: 30 is outside the scale 0 to 10 (and 1 more).")
    assert "[out-of-scale]" not in session.text
    session.stop()
    told = session.text.rpartition(LEAVE)[2].splitlines()[-2:]
    assert [line.partition(" error: ")[0] for line in told] == [
        "scenarios/office.yaml:9:19:",
        "scenarios/office.yaml:10:28:",
    ]


@posix
def test_on_a_terminal_saves_by_renaming_and_in_two_steps_are_shown(watch):
    session = watch("-w", "weights/red.yaml", "--no-color")
    save_by_renaming(OTHER)
    session.until("Changed: comfort 60 -> 20")
    with WEIGHTS.open("w") as file:
        file.write(RED[:40])
        file.flush()
        os.fsync(file.fileno())
        file.write(RED[40:].replace("40", "41"))
    page = session.until("cost 40 -> 41")
    assert "comfort 20 -> 60" in page
    WEIGHTS.replace("weights/red.yaml~")
    WEIGHTS.write_text(RED)
    session.until("Changed: cost 41 -> 40")
    SCENARIO.write_text(OFFICE.replace("comfort: 3", "comfort: 9"))
    session.until("Changed: Rent one, comfort 3 -> 9.")
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d[;m]", session.text)
    assert session.stop() == 130


@posix
def test_weights_set_is_shown_and_its_history_is_not(watch, run):
    session = watch()
    assert run("weights", "set", "red", "comfort=20", "--why", "so").exit_code == 0
    assert "\nWhy: so\n" in session.until("Changed: comfort 60 -> 20")
    drawn = session.text.count(HOME)
    assert run("weights", "undo", "red").exit_code == 0
    session.until("Changed: comfort 20 -> 60")
    assert session.text.count(HOME) == drawn + 1
    assert session.stop() == 130


@posix
def test_the_page_for_a_room_keeps_to_60_characters_however_wide_the_terminal(watch):
    SCENARIO.write_text(crowd(8))
    session = watch("--room", columns=200)
    WEIGHTS.write_text(OTHER)
    session.until("Changed: comfort 60 -> 20")
    assert session.stop() == 130
    lines = session.rows()
    assert 50 < max(map(cell_len, lines)) <= 60


@posix
def test_into_a_pipe_pages_follow_each_other_without_escape_codes(watch):
    session = watch(piped=True, FORCE_COLOR="1")
    save_by_renaming(OTHER)  # at one stroke: no reader sees the file while it is empty
    session.until("Changed: comfort 60 -> 20")
    WEIGHTS.write_text(BAD)
    session.until("weights/red.yaml:4:12: error: expected a number, found the text 'lots' [wrong-type]")
    assert session.stop() == 130
    assert "\x1b" not in session.text
    assert session.text.count("\nFirst: ") == 3
    assert session.text.count("\nFirst: Keep the old one") == 2
    assert session.text.count("Not shown: red.yaml line 4:") == 1


@posix
def test_documents_follow_each_other_one_for_each_good_save(watch):
    session = watch("-f", "json", piped=True)
    save_by_renaming(OTHER)
    session.wait(lambda: session.text.count('"format": "score/1"') == 2, "second document")
    WEIGHTS.write_text(BAD)
    session.wait(lambda: "[wrong-type]" in session.text, "mistake")
    WEIGHTS.write_text(RED)
    session.wait(lambda: session.text.count('"format": "score/1"') == 3, "third document")
    assert session.stop() == 130


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

"""`scenario watch FOLDER` on a terminal, for real, beside the commands that play the game."""

import os
import re

import pytest
from answers.game.table import HOME, LOG, begin
from answers.watch.session import ENTER, ESCAPE, LEAVE, start
from rich.cells import cell_len

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there"),
]


@pytest.fixture
def game(folder):
    return begin()


@pytest.fixture
def watch(game, environment):
    """Start `scenario watch` on the game and wait until it watches: the game, its scenario, its weights."""
    started = []

    def watch(*args, columns=80, piped=False):
        settings = environment(TERM="xterm-256color", PYTHONIOENCODING="utf-8")
        started.append(start([str(HOME), *args], settings, columns=columns, piped=piped, folders=3))
        started[-1].ready()
        return started[-1]

    yield watch
    for each in started:
        each.end()


def test_a_projector_beside_the_desk_follows_line_by_line_until_ctrl_c(watch, process):
    def play(*line):
        assert process("game", *line, "-g", str(HOME)).returncode == 0

    session = watch("--room")
    assert "No ranking is shown before the first turn." in session.page()
    play("guess", "red", "keep", "new")
    assert "First:" not in session.until("Line 2, by red: guess: Keep the old one, Buy the new one.")
    play("turn", "Turn 1: spring")
    session.until("office, Turn 1: spring. Line 3: opens")
    play("inject", "price_cut", "--by", "control")
    session.until('Line 4, by control: inject "The price falls".')
    page = session.until("Price 800 -> 300; others rescaled.")
    assert re.search(r"1 +Buy the new one +79\.4 +up 2", page)
    play("say", "blue", "We would have waited", "--secret")
    session.until("Line 5, by blue: says: (kept apart).")
    with LOG.open("ab") as file:
        file.write(b'{"line":6,')
    session.until("Not shown: log.jsonl line 6: the last line was cut off and does not count")
    play("undo", "--why", "we said it aloud")
    page = session.until("Line 6: takes back line 5.")
    assert "Not shown" not in page
    assert "Why: we said it aloud" in session.until("Changed: no number.")
    assert session.stop() == 130
    assert (session.text.count(ENTER), session.text.count(LEAVE)) == (1, 1)
    assert "waited" not in session.text
    assert "Traceback" not in session.text
    assert max(map(cell_len, session.rows())) <= 60
    assert ESCAPE.sub("", session.text.rpartition(LEAVE)[2]).startswith("office, Turn 1: spring. Line 6: ")


def test_a_log_that_was_edited_is_told_in_full_when_the_terminal_is_left(watch, game):
    session = watch()
    game.turn("Turn 1")
    session.until("office, Turn 1. Line 2")
    LOG.write_bytes(LOG.read_bytes().replace(b"Turn 1", b"Turn 7"))
    session.until("Not shown: log.jsonl line 2: this line has been changed")
    assert session.stop() == 130
    last = session.text.rpartition(LEAVE)[2].splitlines()[-1]
    assert last.startswith(f"{LOG}:2:1: error: this line has been changed")
    assert last.endswith("[broken-chain]")


def test_into_a_pipe_a_page_for_each_line_and_documents_for_programs(watch, game):
    pages, documents = watch(piped=True), watch("-f", "json", piped=True)
    game.turn("Turn 1")
    pages.wait(lambda: "office, Turn 1. Line 2" in pages.text, "second page")
    documents.wait(lambda: documents.text.count('"format": "game-show/1"') == 2, "second document")
    torn = LOG.read_bytes() + b'{"line":3,'
    LOG.write_bytes(torn)
    documents.wait(lambda: "log.jsonl:3:1: error: the last line was cut off" in documents.text, "mistake")
    pages.wait(lambda: "Not shown: log.jsonl line 3" in pages.text, "mistake")
    for session in (pages, documents):
        assert session.stop() == 130
        assert "\x1b" not in session.text
    assert documents.text.count('"format": "game-show/1"') == 2

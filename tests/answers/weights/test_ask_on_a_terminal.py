"""``scenario weights ask`` on a terminal: an answer is in the file before the next question is put."""

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.thorough

PROMPT = "u (undo), q (stop), then Enter: "
ASK = ("office", "--answers", "ana.yaml")


@pytest.fixture
def talk(office, environment):
    """Talk to the command on a terminal of its own, one line at each prompt; return code and screen."""
    pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))

    def talk(*args, lines=(), interrupt=False, columns=80):
        here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        child = subprocess.Popen(
            [sys.executable, "-m", "scenario_cli", "weights", "ask", *args],
            stdin=there,
            stdout=there,
            stderr=there,
            env=environment(TERM="xterm", PYTHONIOENCODING="utf-8"),
        )
        os.close(there)
        shown, seen, left = b"", 0, list(lines)
        try:
            while part := os.read(here, 65536):
                shown += part
                if shown.count(PROMPT.encode()) > seen:
                    seen += 1
                    if left:
                        os.write(here, left.pop(0).encode() + b"\n")
                    elif interrupt:
                        time.sleep(0.3)  # it has to be waiting for a line by then
                        child.send_signal(signal.SIGINT)
        except OSError:  # Linux says so when the other end is closed
            pass
        finally:
            child.wait(timeout=60)
            os.close(here)
        return child.returncode, shown.decode().replace("\r\n", "\n")

    return talk


def kept(name="ana.yaml"):
    return yaml.safe_load(Path(name).read_text())["answers"]


def test_each_answer_is_kept_and_the_end_is_shown(talk, office):
    code, shown = talk(*ASK, lines=["a", "=", "?", "q"])
    assert code == 0
    first, second, third = kept()
    assert set(first) == {"more", "than"}
    assert set(second) == {"equal"}
    assert set(third) == {"dont_know"}
    assert [f"Question {n}\n" in shown for n in range(1, 6)] == [True, True, True, True, False]
    assert "2 answers leave" in shown  # that nobody knows leaves all there was
    assert (
        Path("ana.yaml")
        .read_text()
        .startswith("format: answers/1\nid: ana\nscenario: office\nover: factors\n")
    )


def test_ctrl_c_loses_nothing_and_the_same_command_goes_on(talk, office):
    code, shown = talk(*ASK, lines=["a", "b"], interrupt=True)
    assert code == 130
    assert "The answers are kept in ana.yaml; the same command goes on from there." in shown
    assert len(kept()) == 2
    _, shown = talk(*ASK, lines=["q"])
    assert "Question 3\n" in shown
    assert len(kept()) == 2


def test_before_the_first_answer_there_is_no_file(talk, office):
    assert talk(*ASK, interrupt=True)[0] == 130
    assert talk(*ASK, lines=["q"])[0] == 0
    assert not Path("ana.yaml").exists()


def test_undo_takes_the_last_answer_back_and_comments_stay(talk, office):
    Path("ana.yaml").write_text("format: answers/1\n# mine\nanswers:\n  - {more: taste, than: wait} # so\n")
    before = Path("ana.yaml").read_bytes()
    code, shown = talk(*ASK, lines=["a", "u", "x", "q"])
    assert code == 0
    assert Path("ana.yaml").read_bytes() == before
    assert shown.count("Question 2\n") == 2
    talk(*ASK, lines=["u", "u", "q"])
    assert kept() == []
    assert "# mine" in Path("ana.yaml").read_text()


def test_where_one_leads_everywhere_nothing_is_asked(talk, office):
    Path("ana.yaml").write_text("format: answers/1\nanswers:\n  - {at_least: {taste: 90}}\n")
    code, shown = talk(*ASK)
    assert code == 0
    assert PROMPT not in shown
    assert "Buy the new one is first under all weights that 1 answer leaves." in shown


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_question_fits_the_terminal(talk, office, columns):
    _, shown = talk(*ASK, lines=["q"], columns=columns)
    question = shown.partition(PROMPT)[0].replace("\033[H\033[2J", "")
    assert max(map(len, question.splitlines())) <= columns


def test_in_a_room_nobody_sees_who_leads_before_the_end(talk, office):
    _, shown = talk(*ASK, "--room", lines=["a", "q"])
    assert "first" not in shown
    assert len(kept()) == 1


def test_a_file_of_another_kind_and_one_of_another_ending_are_refused(talk, office):
    before = Path("weights/red.yaml").read_bytes()
    code, shown = talk("office", "--answers", "weights/red.yaml")
    assert code == 3
    assert "expected 'answers/1'" in shown
    assert Path("weights/red.yaml").read_bytes() == before
    code, shown = talk("office", "--answers", "ana.txt", lines=["a"])
    assert code == 2
    assert not Path("ana.txt").exists()


def test_without_a_terminal_nothing_is_asked(office, run):
    Path("ana.yaml").write_text("format: answers/1\nanswers: []\n")
    result = run("weights", "ask", *ASK, stdin="a\n")
    assert result.exit_code == 0
    assert "Which matters more?" in result.stdout
    assert kept() == []
    assert run("weights", "ask", "office", "--answers", "none.yaml").exit_code == 3

"""Ballots asked for at one laptop: what is typed, what is kept, and what nobody sees."""

import os
import signal
import subprocess
import sys

import pytest
import yaml

import scenario_cli as sc
from scenario_cli.files.reading import ballot_from, open_file

COFFEE = """
format: scenario/1
id: coffee
title: Which coffee machine?
question: Which machine?
drivers:
  comfort: {title: Comfort, about: What people notice., factors: {taste: {title: Taste}, wait: {title: Wait}}}
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}}
options: {keep: {title: Keep}, new: {title: "New [one]"}, rent: {title: Rent}}
ratings:
  keep: {taste: 4, wait: 4.4417, cost: 100}
  new: {taste: 8.7731, wait: 9, cost: 700}
  rent: {taste: 5, wait: 5, cost: 300}
"""
ANA = ["Ana", "2 1", "60", "40", "3", "1", "likes: it", ""]
BEN = ["Ben", "", "", "", "", ""]  # Enter wherever it may be


@pytest.fixture
def coffee(folder):
    (folder / "coffee.yaml").write_text(COFFEE, encoding="utf-8")
    return folder


@pytest.fixture
def ask(coffee, run):
    def ask(*lines, args=()):
        text = "".join(f"{line}\n" for line in lines)
        return run("group", "ask", "coffee.yaml", *args, stdin=text.encode())

    return ask


def stated(folder, name, where="ballots/r1"):
    return yaml.safe_load((folder / where / name).read_text(encoding="utf-8"))


def test_each_ballot_is_a_file_and_one_line_says_where_and_what_comes_next(ask, coffee, run):
    result = ask(*ANA, *BEN, "done")
    assert result.exit_code == 0
    assert result.stdout == (
        "2 ballots of round 1 kept in ballots/r1. "
        "Next: scenario group show ballots/r1 --scenario coffee.yaml\n"
    )
    assert stated(coffee, "ana.yaml") == {
        "format": "ballot/1",
        "by": "Ana",
        "round": "1",
        "scenario": "coffee",
        "note": "likes: it",
        "order": ["new", "keep"],
        "drivers": {"comfort": 60, "cost": 40},
        "factors": {"comfort": {"taste": 3, "wait": 1}},
    }
    assert stated(coffee, "ben.yaml") == {
        "format": "ballot/1",
        "by": "Ben",
        "round": "1",
        "scenario": "coffee",
        "drivers": {"comfort": 100, "cost": 100},
    }
    assert run("check", "ballots/r1/ana.yaml", "ballots/r1/ben.yaml", "coffee.yaml").exit_code == 0
    assert sc.group("ballots/r1", scenario="coffee.yaml").n_ballots == 2


def test_no_rating_score_or_rank_is_shown(ask):
    result = ask(*ANA, *BEN, "done")
    for text in ("4.4417", "8.7731", "rank", "score", "leads", "first place", "Ana", "likes: it"):
        assert text not in result.stderr.partition("Ben: question 1")[2]
    assert "\x1b" not in result.stderr


def test_what_does_not_fit_is_told_with_what_to_write_instead_and_asked_again(ask, coffee):
    result = ask(
        *("", "Ana", "1 7", "1 neew", "2 2", "2 > keep"),
        *("x", "-1", "1,5", "nan", "60%", "0", "0", "60", "", "40"),
        *("", "", ""),
        "done",
    )
    assert result.exit_code == 0
    for words in (
        "  a name, please: the ballot is kept under it",
        "  '7' is none of 1 to 3",
        "  'neew' is none of 1 to 3; did you mean 'new'?",
        "  '2' stands there twice",
        "    a number of 0 or more, please; 0 counts nothing",
        "    a number of 0 or more, please; write 1.5",
        "    a number of 0 or more, please; write 60",
        "    All at 0 would say nothing: once more, please.",
    ):
        assert words in result.stderr, words
    ballot = stated(coffee, "ana.yaml")
    assert (ballot["order"], ballot["drivers"]) == (["new", "keep"], {"comfort": 60, "cost": 40})


def test_b_goes_back_and_enter_leaves_what_was_there(ask, coffee):
    lines = ["Ana", "3", "60", "b", "50", "40", "b", "b", "b", "", "", "30", "1", "2", "b", "c", "b"]
    result = ask(*lines, "", "", "", "", "", "b", "", "", "done")
    assert result.exit_code == 0, result.stderr
    ballot = stated(coffee, "ana.yaml")
    assert ballot["order"] == ["rent"]
    assert ballot["drivers"] == {"comfort": 50, "cost": 30}
    assert "(Enter: 50)" in result.stderr


def test_teams_are_asked_by_number_or_name(ask, coffee):
    args = ("--team", "red", "--team", "Blue", "--round", "2")
    result = ask(
        "Ana", "blue", *ANA[1:], "Ben", "green", "1", *BEN[1:], "Cyd", "", *BEN[1:], "done", args=args
    )
    assert "'green' is none of the teams; known: red, Blue" in result.stderr
    teams = [stated(coffee, f"{name}.yaml", "ballots/r2").get("team") for name in ("ana", "ben", "cyd")]
    assert teams == ["Blue", "red", None]


def test_a_name_that_has_a_ballot_is_told_and_nothing_replaced_unasked(ask, coffee):
    ask(*ANA, "done")
    before = (coffee / "ballots/r1/ana.yaml").read_bytes()
    result = ask(" ANA ", "n", *BEN, "done")
    assert "  ANA has a ballot here already: ballots/r1/ana.yaml\n" in result.stderr
    assert "1 ballot of round 1 kept in ballots/r1, which holds 2." in result.stdout
    assert (coffee / "ballots/r1/ana.yaml").read_bytes() == before
    ask("Ana", "y", *BEN[1:4])  # broken off: the old one stays
    assert (coffee / "ballots/r1/ana.yaml").read_bytes() == before
    ask("Ana", "y", *BEN[1:], "done")
    assert "order" not in stated(coffee, "ana.yaml")
    ask(*ANA, "done", args=("--force",))
    assert (coffee / "ballots/r1/ana.yaml").read_bytes() == before
    assert sorted(path.name for path in (coffee / "ballots/r1").iterdir()) == ["ana.yaml", "ben.yaml"]


def test_names_that_come_to_the_same_file_do_not_replace_each_other(ask, coffee):
    names = ("Ana", "Aná", "名前", "../x", "Con")
    result = ask(*(line for name in names for line in (name, *BEN[1:])), "done")
    assert result.stdout.startswith("5 ballots")
    found = {path.name: stated(coffee, path.name)["by"] for path in (coffee / "ballots/r1").iterdir()}
    assert found == {
        "ana.yaml": "Ana",
        "ana_2.yaml": "Aná",
        "ballot.yaml": "名前",
        "x.yaml": "../x",
        "ballot_con.yaml": "Con",
    }


def test_a_name_in_a_table_of_the_folder_counts(ask, coffee):
    (coffee / "ballots/r1").mkdir(parents=True)
    (coffee / "ballots/r1/t.csv").write_text("by,comfort,cost\nAna,1,1\n", encoding="utf-8")
    result = ask("Ana", "y", *ANA[1:], "done", args=("--force",))
    assert result.stdout == "No ballot was finished.\n"
    assert "Ana has a ballot here already; nothing was written" in result.stderr


def test_x_throws_a_ballot_away(ask, coffee):
    result = ask(*ANA[:-1], "x", "done")
    assert result.stdout == "No ballot was finished.\n"
    assert not (coffee / "ballots").exists()


def test_the_end_of_what_is_typed_ends_it(ask, coffee):
    result = ask(*ANA)
    assert (result.exit_code, result.stdout[:9]) == (0, "1 ballot ")
    result = ask(*BEN[:3])
    assert result.exit_code == 2
    assert "The ballot of Ben was not finished, and is not kept.\n" in result.stderr
    assert [path.name for path in (coffee / "ballots/r1").iterdir()] == ["ana.yaml"]


def test_a_disk_that_refuses_a_ballot_is_asked_again(ask, coffee, monkeypatch):
    from scenario_cli.errors import OutputError
    from scenario_cli.group import saved

    refused = iter([True, True, False])
    write = saved.write_made

    def full(files, **how):
        if next(refused, False):
            raise OutputError("ballots/r1/ana.yaml", "cannot be written: No space left on device")
        return write(files, **how)

    monkeypatch.setattr(saved, "write_made", full)
    result = ask(*ANA, "", "", "done")
    assert result.stderr.count("No space left on device") == 2
    assert result.stdout.startswith("1 ballot ")


def test_what_cannot_be_is_refused_before_anybody_is_asked(ask, coffee, run):
    (coffee / "taken").write_text("x", encoding="utf-8")
    result = ask(*ANA, args=("-o", "taken"))
    assert (result.exit_code, result.stderr) == (
        2,
        "error: taken is no folder: ballots go into one, a file each\n",
    )
    for where in ("taken/r1", "s3://bucket/r1"):
        result = ask(*ANA, args=("-o", where))
        assert (result.exit_code, "Your name" in result.stderr) == (2, False), result.stderr
    result = run("group", "ask", "-", stdin=COFFEE)
    assert result.exit_code == 2
    assert "answers are read from standard input" in result.stderr
    assert run("group", "ask", "none-such").exit_code == 3


def test_a_round_that_is_no_number_has_a_folder_of_its_own(ask, coffee):
    ask(*BEN, "done", args=("--round", "After lunch"))
    assert stated(coffee, "ben.yaml", "ballots/after_lunch")["round"] == "After lunch"


def test_ctrl_c_loses_no_finished_ballot_and_says_which_is_not_kept(coffee, environment):
    command = [sys.executable, "-m", "scenario_cli", "group", "ask", "coffee.yaml"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    asking = subprocess.Popen(command, env=environment(), **pipes)
    asking.stdin.write("".join(f"{line}\n" for line in [*ANA, *BEN[:2]]).encode())
    asking.stdin.flush()
    read_until(asking.stderr.fileno(), b"Ben: question 2 of 4")
    asking.send_signal(signal.SIGINT)
    out, err = asking.communicate(timeout=30)
    assert asking.returncode == 130
    assert out.startswith(b"1 ballot of round 1 kept in ballots/r1.")
    assert err.decode().endswith("The ballot of Ben was not finished, and is not kept.\n")
    assert [path.name for path in (coffee / "ballots/r1").iterdir()] == ["ana.yaml"]


def test_on_a_terminal_the_screen_and_what_scrolled_out_of_it_are_wiped(coffee, environment):
    pty = pytest.importorskip("pty")
    command = [sys.executable, "-m", "scenario_cli", "group", "ask", "coffee.yaml"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, env=environment(TERM="xterm"), stdin=theirs, stdout=theirs, stderr=theirs
    ) as asking:
        os.close(theirs)
        seen = b""
        for line in [*ANA, "done"]:
            seen += read_until(ours, b": ")
            os.write(ours, f"{line}\n".encode())
        seen += read_until(ours, b"group show ballots/r1")
        asking.wait(timeout=30)
    os.close(ours)
    screens = seen.split(b"\x1b[H\x1b[2J\x1b[3J")
    assert [b"question 1 of 4" in screen for screen in screens] == [k == 2 for k in range(len(screens))]
    assert b"likes: it" not in screens[-1] + screens[-2]
    assert b"1 ballot of round 1 kept in ballots/r1." in screens[-1]


def read_until(terminal, wanted):
    seen = b""
    while wanted not in seen:
        seen += os.read(terminal, 4096)
    return seen


def test_a_ballot_made_in_python_is_held_to_the_scenario_and_written_over_nobodys(coffee):
    scenario = sc.read_scenario("coffee.yaml")
    ballot = sc.Ballot(format="ballot/1", by="Ana", drivers={"comfort": 1, "cost": 2}, order=["new"])
    path = sc.save_ballot(ballot, "r1", scenario=scenario)
    assert path.as_posix() == "r1/ana.yaml"
    with pytest.raises(sc.TakenError, match="Ana has a ballot here already"):
        sc.save_ballot(ballot, "r1", scenario=scenario)
    assert sc.save_ballot(ballot, "r1", scenario=scenario, force=True) == path
    other = ballot.model_copy(update={"by": "Ben", "order": ["neew"]})
    with pytest.raises(sc.InputError, match="unknown option 'neew'"):
        sc.save_ballot(other, "r1", scenario=scenario)
    with pytest.raises(sc.StudyError, match="whose"):
        sc.save_ballot(ballot.model_copy(update={"by": " "}), "r1")
    assert [path.name for path in (coffee / "r1").iterdir()] == ["ana.yaml"]


def test_two_laptops_at_once_keep_one_ballot_of_a_person(coffee, monkeypatch):
    from scenario_cli.group import saved

    ballot = sc.Ballot(format="ballot/1", by="Ana", drivers={"comfort": 1, "cost": 2})
    write = saved.write_made

    def other_first(files, **how):
        monkeypatch.setattr(saved, "write_made", write)
        saved.write_made(files)
        return write(files, **how)

    monkeypatch.setattr(saved, "write_made", other_first)
    with pytest.raises(sc.TakenError, match="Ana has a ballot here already"):
        sc.save_ballot(ballot, "r1")
    assert [path.name for path in (coffee / "r1").iterdir()] == ["ana.yaml"]


def test_any_text_is_kept_as_it_was_typed_and_steers_no_terminal(ask, coffee):
    texts = ["yes", "1e3", "🙂 שלום", "a: b #c", "'q\" \\", "\x1b[31mred", "~", "- x"]
    result = ask(*(line for text in texts for line in (text, *BEN[1:4], text, "")), "done")
    assert result.exit_code == 0, result.stderr
    kept = [ballot_from(open_file("weights", path)) for path in (coffee / "ballots/r1").iterdir()]
    assert sorted((one.by, one.note) for one in kept) == sorted((text, text) for text in texts)
    assert "\x1b" not in result.stderr + result.stdout
    assert sc.group("ballots/r1", scenario="coffee.yaml").n_ballots == len(texts)


def test_input_that_ends_before_it_is_clear_whose_turn_it_is_is_no_end_of_the_sitting(ask, coffee):
    """Lines meant for the next person went into the question about the name before: nobody is lost unsaid."""
    result = ask(*ANA, "Ana", *BEN, "done")
    assert result.exit_code == 2
    assert result.stdout.startswith("1 ballot of round 1 kept in ballots/r1. Next: ")


def test_a_default_scenario_is_told_before_the_first_question(coffee, run):
    text = "".join(f"{line}\n" for line in [*BEN, "done"])
    said = run("group", "ask", stdin=text.encode(), SCENARIO_SCENARIO="coffee.yaml")
    assert said.exit_code == 0
    assert said.stderr.startswith("Defaults: scenario coffee.yaml (SCENARIO_SCENARIO).\n")
    assert said.stderr.count("Defaults:") == 1

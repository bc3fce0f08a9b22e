"""A game played by commands: what was printed can be typed, and the same commands give the same bytes."""

import json
import shlex

import pytest
from game.table import AT, stated, tree, write_files

pytestmark = pytest.mark.thorough

COMMANDS = """\
game new games/office --scenario office.yaml -w mine.yaml --team red --team 青 --title Office --question Who?
game guess red buy keep --who 'Col. R'
game turn 'Turn 1: spring'
game inject strike --until 1 --by control --why 'in May'
game move 青 'Publishes the bill' --because 'has it' --because 'the press asks'
game against red 5 'Nobody reads bills'
game ruling 5 --succeeds --chance 60 --votes 50,60,70 --roll 4 --by 青 --set ratings.buy.cost=600 --why Proof
game set weights.cost=40 ratings.rent.noise=quiet --by red --why 'the room insisted'
game set -w room.yaml
game say 青 'We would have waited'
game fact 'The bill is public' --by control
game turn 'Turn 2'
game undo --why 'we misread the map'
game undo --to 8
game redo
"""
GAME_FILE = """\
format: game/1
title: Office
scenario: "../../office.yaml"
weights: "../../mine.yaml"
teams: [red, 青]
questions:
  - Who?
"""
AFTERWARDS = """\
game show
game show --turn 1
game show --turn 0 -f json
game show --line 8 -f csv
game show --room --all
game replay
game replay -f json
"""


def play(run, text, at=AT, **env):
    """Run commands one after another, each at the same time; return what they printed."""
    said = []
    for line in text.splitlines():
        reads = line.startswith(("game show", "game replay"))
        result = run(*shlex.split(line), *([] if reads else ["--at", at]), **env)
        assert (getattr(result, "exit_code", None) or getattr(result, "returncode", 0)) == 0, result.stderr
        said.append(result.stdout)
    return said


def test_every_command_is_a_line(run, folder):
    write_files(folder)
    said = play(run, COMMANDS)
    lines = stated(folder / "games" / "office")
    typed = [shlex.split(line)[1] for line in COMMANDS.splitlines()]
    assert [line["kind"] for line in lines] == typed
    for number, text in list(enumerate(said, 1))[1:]:
        assert text.startswith(f"Line {number}")
        assert text.count("\n") <= 9
    assert [line["turn"] for line in lines] == [0, 0, *[1] * 9, 2, 1, 1, 1]
    assert lines[13]["undoes"] == [9, 10, 11]
    assert lines[14]["redoes"] == [9, 10, 11]
    assert (lines[3]["why"], lines[3]["until"], lines[3]["by"]) == ("in May", 1, "control")
    assert lines[6]["votes"] == [50, 60, 70]
    assert (folder / "games" / "office" / "game.yaml").read_text(encoding="utf-8") == GAME_FILE


def test_the_same_commands_give_the_same_bytes_whatever_the_clock_the_place_and_the_locale(process, tmp_path):
    trees, said = [], []
    environments = (
        {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "PYTHONUTF8": "1"},
        {"TZ": "America/Lima", "PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "1"},
    )
    for name, env in zip(("one", "another/place"), environments, strict=True):
        home = tmp_path / name
        home.mkdir(parents=True)
        write_files(home)

        def run(*args, home=home, **env):
            import os

            before = os.getcwd()  # noqa: PTH109
            os.chdir(home)
            try:
                return process(*args, **env)
            finally:
                os.chdir(before)

        said.append(play(run, COMMANDS + AFTERWARDS, **env))
        trees.append(tree(home))
    assert said[0] == said[1]
    assert trees[0] == trees[1]


def test_no_clock_stands_in_a_result_but_in_the_lines_of_the_log(run, folder, monkeypatch):
    said = []
    for k, at in enumerate(("2026-03-02T09:00:00+00:00", "1999-12-31T23:59:59+00:00")):
        (folder / str(k)).mkdir()
        monkeypatch.chdir(folder / str(k))
        write_files(folder / str(k))
        steps = play(run, COMMANDS, at=at)
        said.append([*steps, *play(run, "game show\ngame show --all\ngame replay\ngame replay -f json\n")])
        document = json.loads(run("game", "show", "-f", "json").stdout)
        assert {line.pop("at") for line in document["log"]} == {at}
        said[-1].append(json.dumps(document))
    assert said[0] == said[1]


def test_what_new_prints_can_be_typed(run, folder):
    write_files(folder)
    name, team = "games/our night", "the reds"
    result = run("game", "new", name, "--scenario", "office.yaml", "--team", team)
    commands = [line.strip() for line in result.stdout.splitlines()[1:]]
    assert len(commands) == 6
    for command in commands:
        words = shlex.split(command.replace("LINE", "5"))
        assert words[0] == "scenario"
        done = run(*words[1:])
        assert done.exit_code == 0, done.stderr
    assert [line["kind"] for line in stated(folder / name)] == [
        "new", "guess", "turn", "inject", "move", "ruling", "undo",
    ]  # fmt: skip


def test_show_as_a_turn_opened_and_after_a_line(run, folder):
    write_files(folder)
    play(run, COMMANDS)
    ask = lambda *args: json.loads(run("game", "show", *args, "-f", "json").stdout)  # noqa: E731
    start, first, eighth, now = ask("--turn", "0"), ask("--turn", "1"), ask("--line", "8"), ask()
    assert [found["line"] for found in (start, first, eighth, now)] == [1, 3, 8, 15]
    assert [found["turn"] for found in (start, first, eighth, now)] == [0, 1, 1, 1]
    turn = stated(folder / "games" / "office")[2]["result"]
    assert {row["option"]: row["score"] for row in first["ranking"]} == turn["scores"]
    assert {line["line"] for line in now["log"] if line["undone"]} == {12}
    assert all(set(line) >= {"line", "at", "turn", "by", "kind", "undone"} for line in now["log"])
    assert now["format"] == "game-show/1"


def test_what_is_unknown_is_told_of_a_game_as_of_its_score(run, folder):
    run("new", "scenario", "tea", "--options", "keep,new", "--factors", "cost", "--weights", "red")
    begun = run(
        "game", "new", "g", "--scenario", "scenarios/tea.yaml", "-w", "weights/red.yaml", "--team", "red"
    )
    assert begun.exit_code == 0, begun.stderr
    assert run("game", "turn", "One", "-g", "g").exit_code == 0
    said = "; with the ratings that are unknown, Keep and New could be first."
    for words in (["score", "tea", "-w", "red"], ["game", "show", "-g", "g"]):
        assert json.loads(run(*words, "-f", "json").stdout)["finding"].endswith(said)


def test_replay_as_a_document(run, folder):
    write_files(folder)
    play(run, COMMANDS)
    found = json.loads(run("game", "replay", "-f", "json").stdout)
    lines = {line["line"]: line for line in stated(folder / "games" / "office")}
    assert (found["format"], found["lines"], found["holds"]) == ("game-replay/1", 15, True)
    assert [(turn["line"], turn["turn"]) for turn in found["turns"]] == [(3, 1), (12, 2)]
    for turn in found["turns"]:
        assert turn["scores"] == lines[turn["line"]]["result"]["scores"]
        assert turn["ranks"] == lines[turn["line"]]["result"]["ranks"]
    assert found["finding"] == (
        "The game holds: 15 lines, 2 turns computed again, scores the same to the last digit."
    )


@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "html"])
@pytest.mark.parametrize("command", ["show", "replay"])
def test_what_goes_to_a_file_is_what_is_printed(run, folder, command, form):
    write_files(folder)
    play(run, COMMANDS)
    if command == "replay" and form == "html":
        return
    printed = run("game", command, "-f", form)
    assert (printed.exit_code, printed.stderr) == (0, "")
    name = f"out.{'txt' if form == 'table' else form}"
    result = run("game", command, "-o", name)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (folder / name).read_text(encoding="utf-8") == printed.stdout


def test_a_reader_that_goes_away_takes_no_line_with_it(process, folder):
    import subprocess
    import sys

    write_files(folder)
    process("game", "new", "g", "--scenario", "office.yaml", "--team", "red")
    command = f"{shlex.quote(sys.executable)} -m scenario_cli game say red so -g g | true"
    subprocess.run(["sh", "-c", command], check=True, timeout=60)
    assert [line["kind"] for line in stated(folder / "g")] == ["new", "say"]

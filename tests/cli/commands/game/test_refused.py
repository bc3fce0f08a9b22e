"""What cannot be: each has its message and its exit code, and not a byte is written."""

import pytest
from game.table import AT, begin, tree

USAGE, INPUT = 2, 3
LONG = "x" * 300

# What is typed, and what is said of it; without "error: " where Typer says it.
SAID = {
    "say gren hello": "unknown team 'gren'; known: red, blue, 青",
    "say re hello": "unknown team 're'; did you mean 'red'?",
    "move green x": "unknown team 'green'; known: red, blue, 青",
    "against green 3 x": "unknown team 'green'; known: red, blue, 青",
    "guess green buy": "unknown team 'green'; known: red, blue, 青",
    "say red ''": "TEXT: there is no text in it",
    "fact ' '": "TEXT: there is no text in it",
    "move red ''": "TEXT: there is no text in it",
    "against red 3 ''": "TEXT: there is no text in it",
    "move red x --because ''": "--because: there is no text in it",
    "fact x --by ''": "--by: there is no text in it",
    "guess red buy sell": "unknown option 'sell'; known: keep, buy, rent",
    "guess red bye": "unknown option 'bye'; did you mean 'buy'?",
    "guess red buy buy": "'buy' is named twice",
    "inject stike": "unknown inject 'stike'; did you mean 'strike'?",
    "inject strike --until 0": "--until: turn 0 is over; it is turn 1",
    "against red 2 x": "line 2 is no move (turn); moves are in line 3",
    "against red 99 x": "there is no line 99; the log has lines 1 to 7",
    "against red 5 x": "the move in line 5 has been taken back",
    "ruling 4 --succeeds": "line 4 is no move (ruling); moves are in line 3",
    "ruling 1 --fails": "line 1 is no move (new); moves are in line 3",
    "ruling 5 --succeeds": "the move in line 5 has been taken back",
    "ruling 99 --fails": "there is no line 99; the log has lines 1 to 7",
    "ruling 3": "say what becomes of the move: --succeeds or --fails",
    "ruling 3 --succeeds --chance 101": "--chance 101: a chance is 0 to 100 per cent",
    "ruling 3 --succeeds --chance -1": "--chance -1: a chance is 0 to 100 per cent",
    "ruling 3 --succeeds --chance nan": "--chance nan: a chance is 0 to 100 per cent",
    "ruling 3 --succeeds --votes 50,x": "--votes: 'x' is no number",
    "ruling 3 --succeeds --votes 50,60%": "--votes: '60%' is no number; write 60",
    "ruling 3 --succeeds --votes nan": "--votes: 'nan' is no number",
    "ruling 3 --succeeds --roll inf": "--roll inf: expected a finite number",
    "ruling 3 --succeeds --set weights.nobody=3": (
        "--set weights.nobody=3: unknown driver 'nobody'; known: comfort, cost"
    ),
    "ruling 3 --succeeds --set ratings.buy.taste=30": (
        "--set ratings.buy.taste=30: 30 is outside the scale 0 to 10"
    ),
    "ruling 3 --fails --set weights.cost=0 --set weights.comfort=0": (
        "--set: all weights are left at 0 (drivers)"
    ),
    "set": "nothing is set: KEY=VALUE, or a weights file",
    "set weights.cost=-1": "weights.cost=-1: points are 0 or more",
    "set weights.cost": (
        "weights.cost: expected weights.DRIVER=60, weights.DRIVER.FACTOR=2 or ratings.OPTION.FACTOR=4"
    ),
    "set weights.cost=0 weights.comfort=0": "all weights are left at 0 (drivers)",
    "set chance.strike=0.5": (
        "chance.strike=0.5: expected weights.DRIVER=60, weights.DRIVER.FACTOR=2 or ratings.OPTION.FACTOR=4"
    ),
    "undo --to 99": "--to: there is no line 99; the log has lines 1 to 7",
    "undo --to 7": "there is nothing to take back after line 7",
    "redo": "there is nothing to bring back: line 7 came after it",
    "show --turn 5": "--turn 5: there is no turn 5; the game is in turn 1",
    "show --line 50": "--line: there is no line 50; the log has lines 1 to 7",
    "show --turn 1 --line 2": "--turn and --line: one of them",
    "turn x --at yesterday": "--at yesterday: this is no time; write it as 2026-03-02T09:01",
    "turn x --at ''": "--at: this is no time; write it as 2026-03-02T09:01",
    "turn x --by bleu": "--by: unknown team 'bleu'; did you mean 'blue'?",
    "undo --by redd": "--by: unknown team 'redd'; did you mean 'red'?",
}
BY_TYPER = {
    "guess red": "Missing argument 'OPTION...'",
    "inject strike --until -1": "Invalid value for '--until'",
    "inject strike --until soon": "Invalid value for '--until'",
    "against red 0 x": "Invalid value for 'LINE'",
    "against red four x": "Invalid value for 'LINE'",
    "ruling 3 --succeeds --roll x": "Invalid value for '--roll'",
    "undo --to 0": "Invalid value for '--to'",
    "show --turn -1": "Invalid value for '--turn'",
    "show --line 0": "Invalid value for '--line'",
    "turn": "Missing argument 'TITLE'",
    "say red x -f svg": "'svg' is not one of",
    "turn x -f html": "'html' is not one of",
    "turn x --width 3": "Invalid value for '--width'",
    "turm x": "Did you mean 'turn'?",
}


def words(text):
    import shlex

    return shlex.split(text)


@pytest.mark.parametrize("typed", SAID)
def test_what_cannot_be_is_told_and_nothing_is_written(play, folder, typed):
    before = tree(folder)
    result = play(*words(typed))
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert result.stderr == f"error: {SAID[typed]}\n"
    assert tree(folder) == before


@pytest.mark.parametrize("typed", BY_TYPER)
def test_what_is_typed_wrong_is_told_and_nothing_is_written(play, folder, typed):
    before = tree(folder)
    result = play(*words(typed))
    assert (result.exit_code, result.stdout) == (USAGE, "")
    assert BY_TYPER[typed] in result.stderr
    assert tree(folder) == before


def test_an_event_that_holds_already_is_told_with_its_line(play, folder):
    assert play("inject", "strike", "--until", "1").exit_code == 0
    before = tree(folder)
    result = play("inject", "strike")
    assert (result.exit_code, result.stderr) == (USAGE, "error: strike: this holds since line 8\n")
    assert tree(folder) == before
    assert play("turn", "Turn 2").exit_code == 0
    assert play("inject", "strike").exit_code == 0  # what held through turn 1 holds no more


def test_nothing_can_be_taken_back_from_a_game_that_has_just_begun(run, folder):
    begin(folder)
    result = run("game", "undo", "-g", "game")
    assert (result.exit_code, result.stderr) == (USAGE, "error: there is nothing to take back\n")
    result = run("game", "redo", "-g", "game")
    assert (result.exit_code, result.stderr) == (USAGE, "error: there is nothing to bring back\n")
    result = run("game", "ruling", "1", "--fails", "-g", "game")
    assert result.stderr == "error: line 1 is no move (new); there is no move yet\n"
    result = run("game", "show", "--turn", "1", "-g", "game")
    assert result.stderr == "error: --turn 1: there is no turn 1; no turn has been opened\n"


def test_in_a_game_without_teams_nobody_can_guess_move_or_speak(run, folder):
    begin(folder, teams=())
    for typed in ("guess red buy", "move red x", "against red 2 x", "say red x"):
        result = run("game", *words(typed), "-g", "game")
        assert result.exit_code == USAGE
        assert result.stderr == "error: unknown team 'red'; the game has no teams; game.yaml names them\n"
    assert run("game", "fact", "so", "--by", "red", "-g", "game").exit_code == 0


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("nowhere", "nowhere: error: there is no such folder [no-game]; 'game new nowhere' begins one\n"),
        ("game/kept", "game/kept: error: there is no game here [no-game]; 'game new game/kept' begins one\n"),
        (
            "office.yaml",
            "office.yaml: error: there is no such folder [no-game]; 'game new office.yaml' begins one\n",
        ),
        (LONG, f"{LONG}: error: there is no such folder [no-game]; 'game new {LONG}' begins one\n"),
    ],
)
@pytest.mark.parametrize("command", [["show"], ["replay"], ["fact", "so"], ["report", "-o", "r.html"]])
def test_what_is_named_and_holds_no_game_is_told(run, folder, table, named, said, command):
    before = tree(folder)
    result = run("game", *command, "-g", named)
    assert (result.exit_code, result.stdout, result.stderr) == (INPUT, "", said)
    assert tree(folder) == before


def test_without_a_name_the_game_is_the_one_here_else_the_only_one_in_games(run, folder, table, monkeypatch):
    result = run("game", "show")
    assert (result.exit_code, result.stderr) == (USAGE, "error: there is no game here; name its folder\n")
    table.rename(folder / "a")
    (folder / "games").mkdir()
    (folder / "a").rename(folder / "games" / "a")
    assert run("game", "show").exit_code == 0
    begin(folder, "games/b")
    result = run("game", "fact", "so")
    assert result.exit_code == USAGE
    assert result.stderr == "error: there are several games here, name one of them: games/a, games/b\n"
    assert run("game", "fact", "so", "-g", "games/b").exit_code == 0
    monkeypatch.chdir(folder / "games" / "a")
    assert run("game", "fact", "here").stdout.startswith("Line 8, turn 1: fact: here.")


NEW = {
    "game": "game: there is something here already; a game begins in a new folder, or in an empty one",
    "office.yaml": (
        "office.yaml: there is something here already; a game begins in a new folder, or in an empty one"
    ),
    "other --scenario -": "a game follows files; standard input is none",
    "other -w -": "a game follows files; standard input is none",
    "other --team red --team red": "'red': a team is named twice",
    "other --team ''": "'': a team has no name",
    "other --at noon": "--at noon: this is no time; write it as 2026-03-02T09:01",
}
NOWHERE = "nowhere:1:1: error: there is no"
WRONG_FILES = {
    "other --scenario nowhere": f"{NOWHERE} scenario 'nowhere' in ./scenarios or among the built-in ones",
    "other -w nowhere": f"{NOWHERE} weights file 'nowhere' in ./weights or among the built-in ones",
    "other -w office.yaml": "office.yaml:1:9: error: expected 'weights/1', found 'scenario/1' [wrong-format]",
    "other --scenario mine.yaml": "mine.yaml:1:1: error: 'options' is missing [missing-key]",
    f"{LONG} --team red": f"{LONG}: error: cannot be written: File name too long",
    "office.yaml/x": "office.yaml/x: error: cannot be written: Not a directory",
}


@pytest.mark.parametrize("typed", NEW)
def test_a_game_that_cannot_begin_is_told_and_nothing_is_written(run, folder, table, typed):
    before = tree(folder)
    stated = [] if "--scenario" in typed else ["--scenario", "office.yaml"]
    result = run("game", "new", *words(typed), *stated)
    assert (result.exit_code, result.stdout, result.stderr) == (USAGE, "", f"error: {NEW[typed]}\n")
    assert tree(folder) == before


@pytest.mark.parametrize("typed", WRONG_FILES)
def test_a_game_about_a_wrong_file_or_in_an_impossible_place_does_not_begin(run, folder, table, typed):
    before = tree(folder)
    stated = [] if "--scenario" in typed else ["--scenario", "office.yaml"]
    result = run("game", "new", *words(typed), *stated)
    assert (result.exit_code, result.stdout) == (INPUT, "")
    assert result.stderr.startswith(WRONG_FILES[typed])
    assert tree(folder) == before


def test_a_game_begins_in_an_empty_folder_and_in_the_one_worked_in(run, folder, monkeypatch):
    begin(folder)
    (folder / "empty").mkdir()
    assert run("game", "new", "empty", "--scenario", "office.yaml").exit_code == 0
    (folder / "here").mkdir()
    monkeypatch.chdir(folder / "here")
    result = run("game", "new", ".", "--scenario", "../office.yaml")
    assert result.stdout.startswith("Begun: here, in this folder. A turn, in six commands:\n")
    assert 'scenario: "../office.yaml"' in (folder / "here" / "game.yaml").read_text()
    assert run("game", "fact", "so").exit_code == 0


OTHERS = ("show", "show --room", "show -f json", "turn x", "guess red buy", "inject strike", "move red x")
OTHERS += ("set weights.cost=3", "against red 3 x", "ruling 3 --fails", "say red x", "say red x --secret")
OTHERS += ("fact x", "undo", "redo", "report -f md")


@pytest.mark.parametrize("line", [1, 2, 4])
def test_a_broken_chain_is_exit_code_4_of_replay_and_3_of_every_other_command(play, folder, table, line):
    lines = (table / "log.jsonl").read_bytes().split(b"\n")
    lines[line - 1] = lines[line - 1].replace(b"2026", b"2027")
    (table / "log.jsonl").write_bytes(b"\n".join(lines))
    before = tree(folder)
    said = f"game/log.jsonl:{line}:1: error: this line has been changed: it has not the hash that it states"
    for typed in OTHERS:
        result = play(*words(typed))
        assert (result.exit_code, result.stdout) == (INPUT, ""), typed
        assert result.stderr == f"{said} [broken-chain]\n"
    result = play("replay")
    assert result.exit_code == 4
    assert said in result.stdout.replace("\n", " ")
    assert said in result.stderr
    result = play("replay", "-f", "json", "-o", "replay.json")
    assert (result.exit_code, result.stdout) == (4, "")
    assert '"holds": false' in (folder / "replay.json").read_text()
    (folder / "replay.json").unlink()
    assert tree(folder) == before


def test_a_result_does_not_take_the_place_of_the_games_file(play, folder, table):
    for name in ("game.yaml", "log.jsonl", "secret.jsonl"):
        assert play("show", "-f", "json", "-o", f"game/{name}").exit_code == USAGE
    (folder / "also.txt").hardlink_to(table / "log.jsonl")
    before = tree(folder)
    result = play("show", "-o", "also.txt")
    assert (result.exit_code, result.stderr) == (
        USAGE,
        "error: -o also.txt holds a game, which a result does not replace; name another file\n",
    )
    assert tree(folder) == before


def test_at_is_checked_before_anything_is_read(run, folder):
    begin(folder)
    (folder / "game" / "log.jsonl").write_bytes(b"")
    assert run("game", "fact", "so", "--at", "noon", "-g", "game").exit_code == USAGE
    assert run("game", "fact", "so", "--at", AT, "-g", "game").exit_code == INPUT

"""What changes and makes files, as it goes on Windows: its locks, its moves, its pipes, its encodings."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from golden.cases import GAME, SHOWN
from windowsish import OPEN_FILES, WindowsOs, be_windows, is_open, needs_proc

import scenario_cli

pytestmark = pytest.mark.thorough

TESTS = Path(__file__).parent.parent
GOLDEN_FILES = TESTS / "golden" / "files"
IMPORTED_FROM = Path(scenario_cli.__file__).parent.parent


@pytest.fixture
def work(tmp_path, monkeypatch):
    shutil.copytree(GOLDEN_FILES, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


@pytest.fixture
def windows(work, monkeypatch):
    if not OPEN_FILES.is_dir():
        pytest.skip("which files are open is not told here")
    return be_windows(monkeypatch)


@pytest.fixture
def done(run):
    """Run commands, each a line, and hold them to have worked; return what the last one wrote."""

    def done(*lines):
        for line in lines:
            result = run(*line.split())
            assert result.exit_code == 0, (line, result.stderr)
        return result.stdout

    return done


@needs_proc
def test_the_simulation_refuses_what_windows_refuses(windows, work):
    path, other = Path("a.txt"), Path("b.txt")
    path.write_text("a")
    with path.open() as file:
        assert is_open(path)
        assert is_open(work)
        for act in (lambda: path.replace(other), path.unlink, lambda: work.rename(work.with_name("x"))):
            with pytest.raises(PermissionError):
                act()
        assert file.read() == "a"
    assert not is_open(path)
    path.replace(other)
    assert other.read_text() == "a"


def test_weights_and_ratings_are_changed_and_taken_back(windows, done):
    weights, coffee = Path("weights/thrift.yaml"), Path("scenarios/coffee.yaml")
    before = weights.read_bytes(), coffee.read_bytes()
    done("weights set thrift cost=70 --scenario coffee", "weights set thrift cost=71 --scenario coffee")
    done("ratings set coffee new.taste=7", "ratings set coffee new.taste=6 --why so")
    assert (weights.read_bytes(), coffee.read_bytes()) != before
    done("weights undo thrift --scenario coffee", "weights undo thrift --scenario coffee")
    done("ratings undo coffee", "ratings undo coffee")
    assert (weights.read_bytes(), coffee.read_bytes()) == before
    history = json.loads(done("ratings history coffee -f json"))
    assert [change["undone"] for change in history["changes"]] == [True, True]
    assert {(place, count) for place, _, count in windows.asked} == {(1 << 30, 1)}


def test_two_who_write_at_once_do_not(windows, done, run):
    done("weights set thrift cost=70 --scenario coffee")
    from scenario_cli.files.locks import alone

    there = Path("weights/thrift.yaml").read_bytes()
    with alone(Path("weights/thrift.yaml.history.jsonl")):
        result = run("weights", "set", "thrift", "cost=80", "--scenario", "coffee")
    assert result.exit_code == 3
    assert "weights/thrift.yaml: error: cannot be written: " in result.stderr
    assert Path("weights/thrift.yaml").read_bytes() == there


def test_a_curve_is_drawn_in_place(windows, done):
    before = Path("scenarios/coffee.yaml").read_bytes()
    done("curve coffee taste 5=0.8")
    assert Path("scenarios/coffee.yaml").read_bytes() != before
    done("ratings undo coffee")
    assert Path("scenarios/coffee.yaml").read_bytes() == before


def test_answers_are_added_to_their_file(windows, done):
    before = Path("ana.yaml").read_bytes()
    done("weights ask coffee --answers ana.yaml --answer taste>noise")
    after = Path("ana.yaml").read_bytes()
    assert after != before
    assert b"taste" in after.replace(before, b"")
    assert not Path("ana.yaml.lock").exists()


def test_a_game_is_played_taken_back_and_replayed(windows, done):
    lines = [line.replace("~", "_") for line in GAME]
    done(*(line if line.startswith("game new") else f"{line} -g g" for line in lines))
    log = Path("g/log.jsonl").read_bytes()
    assert log.count(b"\n") > len(lines) - 5
    done("game undo -g g", "game redo -g g", "game replay -g g", "game show -g g")
    assert Path("g/log.jsonl").read_bytes().startswith(log)
    assert windows.asked


def test_files_are_started_copied_and_results_written_over(windows, done, run):
    done("new scenario tea --options a,b --factors x,y --weights mine", "show coffee -o copy.yaml")
    for _ in range(2):
        done("score coffee -o r.json", "score coffee -o r.html", "report coffee -o r.md")
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["format"] == "score/1"
    assert run("new", "scenario", "tea").exit_code == 2


def test_a_sweep_is_written_gone_on_with_and_put_together(windows, done, run):
    sweep = "batch coffee -w balanced -w thrift --injects each --jobs 1"
    printed = done(sweep)
    for _ in range(2):
        done(f"{sweep} -o rows.csv --force")
        assert Path("rows.csv").read_text(encoding="utf-8") == printed
        done(f"{sweep} -o data/ --force", f"{sweep} -o data/ --resume", "verify data")
    for number in (1, 2):
        done(f"{sweep} -o part{number}/ --shard {number}/2")
    done("merge part1 part2 -o whole.csv")
    assert Path("whole.csv").read_text(encoding="utf-8") == printed
    left = {path.name for path in Path().iterdir() if path.name.startswith(".")}
    assert left == {".rows.csv.scenario-journal", ".whole.csv.scenario-journal"}  # as everywhere


def test_a_ballot_is_saved_also_of_somebody_who_is_called_like_a_device(windows):
    import scenario_cli as sc

    for name, file in (("Con", "ballot_con.yaml"), ("Ana", "ana.yaml")):
        ballot = sc.Ballot(format="ballot/1", by=name, drivers={"comfort": 2, "cost": 1})
        assert sc.save_ballot(ballot, "ballots").name == file


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9"])
@pytest.mark.parametrize(
    "line",
    [
        "new scenario {}",
        "new weights {} --scenario coffee",
        "show coffee -o {}.yaml",
        "weights blend balanced thrift --scenario coffee -o weights/{}.yaml",
    ],
)
def test_no_file_is_called_like_a_device(work, run, line, name):
    result = run(*line.format(name).split())
    assert result.exit_code == 2
    assert f"'{name}' cannot name a file here: Windows takes it for a device" in result.stderr
    assert not list(work.rglob(f"{name}.*"))


def test_a_round_is_not_kept_in_a_folder_that_is_called_like_a_device():
    from scenario_cli.group.saved import round_folder

    assert round_folder("Con").as_posix() == "ballots/round_con"
    assert round_folder("last").as_posix() == "ballots/last"


@pytest.mark.parametrize(
    "path", [r"C:\nowhere\tea.yaml", r"nowhere\tea", "C:nowhere.yaml", r"\\host\share\tea.yaml"]
)
def test_a_path_of_windows_is_a_path_and_no_name_turn_or_store(work, run, path):
    from scenario_cli.files.stores import in_store
    from scenario_cli.game.named import turn_named

    assert turn_named(path) is None
    assert not in_store(path)
    for words in (
        ["score", path],
        ["check", path],
        ["diff", path, "coffee"],
        ["score", "coffee", "-w", path],
    ):
        result = run(*words)
        assert result.exit_code == 3, words
        place = "there is no such file" if os.name != "nt" else "error: "
        assert f"{path.replace(chr(92), '/') if os.name == 'nt' else path}:1:1: error: " in result.stderr
        assert place in result.stderr


# Every page on the commonest console, and on one of the others in turn.
OTHERS = ("cp850", "cp437", "ascii")
EACH_ON_TWO = [(name, encoding) for i, name in enumerate(SHOWN) for encoding in ("cp1252", OTHERS[i % 3])]


@pytest.mark.parametrize(("name", "encoding"), EACH_ON_TWO)
def test_a_console_of_another_encoding_shows_every_page(work, run, monkeypatch, name, encoding):
    """In signs that it has: none of the page's own is lost, whatever titles hold."""
    words = [word.replace("~", " ") for word in SHOWN[name].split()]
    shutil.copytree(work, work.with_name("again"))  # some make files
    result = run(*words, encoding=encoding)
    monkeypatch.chdir(work.with_name("again"))
    whole = run(*words)
    assert result.exit_code == whole.exit_code
    assert result.exception is None or isinstance(result.exception, SystemExit)
    shown = result.stdout_bytes.decode(encoding)
    assert shown.count("?") == whole.stdout.count("?")
    own = {sign for sign in whole.stdout if not sign.isascii()} & set("█▓░│●·─≤≥→±×•…")
    assert not [sign for sign in own if f"\\u{ord(sign):04x}" in shown]
    assert bool(shown) == bool(whole.stdout)


def test_a_pipe_that_nobody_reads_ends_a_command_quietly(work, run, monkeypatch):
    """There a write to it fails with EINVAL, not with EPIPE."""
    from scenario_cli.cli import output

    monkeypatch.setattr(output, "os", WindowsOs())

    class Gone:
        encoding = "utf-8"

        def isatty(self):
            return False

        def flush(self):
            raise OSError(errno.EINVAL, "Invalid argument")

        def fileno(self):
            return -1

    monkeypatch.setattr(output.sys, "stdout", Gone())
    with pytest.raises(BrokenPipeError):
        output.flush_stdout()
    monkeypatch.setattr(output, "os", os)
    monkeypatch.setattr(output, "close_stdout", lambda: None)
    with pytest.raises(output.OutputError):
        output.flush_stdout()


def test_workers_are_started_anew_where_processes_are_not_forked(work, process):
    """As on Windows and macOS: a worker imports what it needs, and gives the same bytes."""
    sweep = ["batch", "coffee", "-w", "balanced", "-w", "thrift", "--injects", "each"]
    program = (
        "import sys, multiprocessing, runpy\n"
        "class Sys:\n"
        "    platform = 'win32'\n"
        "    def __getattr__(self, name): return getattr(sys, name)\n"
        "if __name__ == '__main__':\n"
        "    from importlib import import_module\n"
        "    pool, pipes = (import_module(f'scenario_cli.batch.{n}') for n in ('pool', 'pipes'))\n"
        "    from windowsish import WindowsOs\n"
        "    pool.sys, pipes.os = Sys(), WindowsOs()\n"
        "    asked, real = [], multiprocessing.get_context\n"
        "    multiprocessing.get_context = lambda how=None: (asked.append(how), real(how))[1]\n"
        "    from scenario_cli.__main__ import main\n"
        "    try:\n"
        "        main()\n"
        "    finally:\n"
        "        assert asked and set(asked) == {'spawn'}, asked\n"
    )
    Path("spawned.py").write_text(program, encoding="utf-8")
    alone = process(*sweep, "--jobs", "1")
    assert (alone.returncode, alone.stderr) == (0, b"")
    there = subprocess.run(
        [sys.executable, "spawned.py", *sweep, "--jobs", "2"],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(IMPORTED_FROM), str(TESTS)])},
    )
    assert (there.returncode, there.stdout) == (0, alone.stdout), there.stderr


class Console:
    """A stream that is a terminal."""

    encoding = "cp437"

    def __init__(self):
        self.said = ""

    def isatty(self):
        return True

    def write(self, text):
        self.said += text

    def flush(self):
        pass

    def fileno(self):
        return 2


class Recorded(WindowsOs):
    """That system, which notes what it is told to run."""

    def __init__(self):
        self.run = []

    def system(self, command):
        self.run.append(command)

    def get_terminal_size(self, number):
        return os.terminal_size((80, 24))


def test_a_screen_is_wiped_by_the_console_itself(monkeypatch):
    """Which alone clears what has scrolled away: the next person is not to see it."""
    from scenario_cli.cli.commands.group import screen

    there, console = Recorded(), Console()
    monkeypatch.setattr(screen, "os", there)
    monkeypatch.setattr(screen.sys, "stderr", console)
    screen.wipe()
    assert (there.run, console.said) == (["cls"], "")
    monkeypatch.setattr(console, "isatty", lambda: False)
    screen.wipe()
    assert there.run == ["cls"]


def test_an_older_console_is_made_to_read_escape_codes_before_a_page_is_drawn(monkeypatch):
    from scenario_cli.cli.commands.watch import screen

    there, console = Recorded(), Console()
    monkeypatch.setattr(screen, "os", there)
    monkeypatch.setattr(screen.sys, "stdout", console)
    monkeypatch.delenv("TERM", raising=False)
    with screen.screen() as terminal:
        assert there.run == [""]
        terminal.draw(["one", "two"])
    assert console.said.startswith("\x1b[?1049h")
    assert console.said.endswith("one\ntwo\n")


def test_the_lock_file_of_another_process_is_not_asked_after(folder, monkeypatch):
    """Asking whether a process runs would end it there; its file is waited for, and then taken away."""
    from scenario_cli.files import locks

    killed = []
    there = WindowsOs()
    there.kill = lambda *args: killed.append(args)
    monkeypatch.setattr(locks, "os", there)
    monkeypatch.setattr(locks, "PATIENCE", 0.05)
    import socket

    Path("a.yaml.lock").write_text(f"{socket.gethostname()} 1 token", encoding="utf-8")
    with locks.lock_file(Path("a.yaml")):
        assert Path("a.yaml.lock").read_text(encoding="utf-8").startswith(f"{socket.gethostname()} ")
    assert killed == []
    assert not Path("a.yaml.lock").exists()

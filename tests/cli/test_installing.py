"""Completion put into a home: what is written there, and what is left alone."""

import errno
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from shells import missing

from scenario_cli.shell.installing import FOR_PROFILE, NEEDS_COMPINIT, place_of, started_with
from scenario_cli.shell.scripts import SCRIPTS

SCRIPT = {
    "bash": ".bash_completions/scenario.sh",
    "zsh": ".zfunc/_scenario",
    "fish": ".config/fish/completions/scenario.fish",
}
START = {"bash": ".bashrc", "zsh": ".zshrc"}
STEERING = ("ZDOTDIR", "XDG_CONFIG_HOME")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="these shells have a home elsewhere there")


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in STEERING:
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def install(run, home):
    def install(shell, **env):
        return run("--install-completion", shell, **env)

    return install


def files(home):
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize("shell", SCRIPT)
def test_a_script_is_put_in_its_place_and_named_once(shell, install, home):
    done = install(shell)
    assert done.exit_code == 0
    reads = f", which {home / START[shell]} reads" if shell in START else ""
    assert done.stdout == (
        f"{shell} completion installed in {home / SCRIPT[shell]}{reads}\nIt takes effect in the next shell.\n"
    )
    expected = {SCRIPT[shell], *([START[shell]] if shell in START else [])}
    assert files(home) == expected
    before = {name: (home / name).read_bytes() for name in expected}
    assert before[SCRIPT[shell]] == SCRIPTS[shell].encode()
    assert install(shell).stdout == done.stdout
    assert {name: (home / name).read_bytes() for name in expected} == before


def test_the_script_of_an_earlier_version_is_replaced(install, home):
    for shell, place in SCRIPT.items():
        (home / place).parent.mkdir(parents=True)
        (home / place).write_text("old\n")
        install(shell)
        assert (home / place).read_text() == SCRIPTS[shell]


BEFORE = [
    b"",
    b"alias a=b\n",
    b"alias a=b",
    b"\n\n\nalias a=b\n\n\n",
    b"alias a=b\r\nalias c=d\r\n",
    b"# caf\xe9\nexport A='it\n is'\n",
    b"export A='never closed\n",
    b"echo \x00\xff\xfe\n",
]


@pytest.mark.parametrize("shell", START)
@pytest.mark.parametrize("before", BEFORE)
def test_what_a_shell_reads_as_it_starts_gets_one_line_and_keeps_every_byte(shell, before, install, home):
    start = home / START[shell]
    start.write_bytes(before)
    assert install(shell).exit_code == 0
    first = NEEDS_COMPINIT if shell == "zsh" else ""
    gap = b"" if not before or before.endswith(b"\n") else b"\n"
    assert start.read_bytes() == before + gap + f"{first}source {home / SCRIPT[shell]}\n".encode()


@pytest.mark.parametrize(
    "line",
    [
        "source {path}",
        "source '{path}'",
        '  . "{path}" # completion',
        "[ -f {path} ] && . {path}",
        "if test -f {path}; then source {path}; fi",
        "source ~/.bash_completions/scenario.sh",
        'source "$HOME/.bash_completions/scenario.sh"',
        "source ${{HOME}}/.bash_completions/scenario.sh\r",
    ],
)
def test_a_script_that_is_read_already_is_not_named_again(line, install, home):
    start = home / ".bashrc"
    start.write_bytes(f"a=b\n{line.format(path=home / SCRIPT['bash'])}\n\nc=d\n".encode())
    before = start.read_bytes()
    assert install("bash").exit_code == 0
    assert start.read_bytes() == before


@pytest.mark.parametrize("line", ["# source {path}", "source {path}.old", "cat {path}", "source /else{path}"])
def test_what_does_not_read_the_script_is_no_reason_to_leave_the_line_out(line, install, home):
    start = home / ".bashrc"
    start.write_text(f"{line.format(path=home / SCRIPT['bash'])}\n")
    install("bash")
    assert start.read_text().endswith(f"\nsource {home / SCRIPT['bash']}\n")


@pytest.mark.parametrize(
    ("before", "calls"),
    [
        (b"autoload -Uz compinit\ncompinit\n", True),
        (b"autoload -Uz compinit && compinit -u\n", True),
        (b"autoload -Uz compinit; compinit # here\n", True),
        (b"  compinit\r\n", True),
        (b"# compinit\n", False),
        (b"echo a # compinit\n", False),
        (b"autoload -Uz compinit\n", False),
        (b"zicompinit\n", False),
        (b"source ~/my-compinit\n", False),
    ],
)
def test_compinit_is_called_only_where_nothing_calls_it(before, calls, home):
    place = place_of("zsh", home, {})
    first = "" if calls else NEEDS_COMPINIT
    assert started_with("zsh", place, home, before) == before + f"{first}source {place.script}\n".encode()


def test_what_an_earlier_version_wrote_for_zsh_is_enough(install, home):
    before = b"\nfpath+=~/.zfunc; autoload -Uz compinit; compinit\n\nzstyle ':completion:*' menu select\n"
    (home / ".zshrc").write_bytes(before)
    install("zsh")
    assert (home / ".zshrc").read_bytes() == before


def test_zsh_and_fish_are_met_where_their_variables_say(install, home):
    (home / "z").mkdir()
    install("zsh", ZDOTDIR=str(home / "z"))
    install("fish", XDG_CONFIG_HOME=str(home / "x"))
    assert files(home) == {".zfunc/_scenario", "z/.zshrc", "x/fish/completions/scenario.fish"}
    install("fish", XDG_CONFIG_HOME="relative")  # which the rules for it say to leave aside
    install("zsh", ZDOTDIR="relative")
    assert {SCRIPT["fish"], ".zshrc"} <= files(home)


def test_in_powershell_nothing_is_written_and_the_line_is_said(install, home):
    for shell in ("powershell", "pwsh"):
        done = install(shell)
        assert done.exit_code == 0
        assert done.stdout == (
            "Nothing was written: PowerShell's profile is yours to change.\n"
            f"Add this line to it (the variable $PROFILE says where it is):\n\n    {FOR_PROFILE}\n"
        )
        assert files(home) == set()
    for touched in ("ExecutionPolicy", "PSReadLine", "$PROFILE"):
        assert touched not in SCRIPTS["powershell"]


def refused(done, path, why):
    assert done.exit_code == 3
    assert done.stdout == ""
    assert done.stderr == (
        f"{path}: error: cannot be written: {why}; nothing was changed; "
        "--show-completion bash prints the script\n"
    )


def test_a_file_that_is_marked_read_only_stays_as_it_is(install, home):
    start = home / ".bashrc"
    start.write_bytes(b"a\n")
    start.chmod(0o444)
    refused(install("bash"), start, "it is read-only")
    assert files(home) == {".bashrc"}
    assert start.read_bytes() == b"a\n"


def test_a_read_only_file_that_reads_the_script_needs_no_change(install, home):
    start = home / ".bashrc"
    start.write_text("source ~/.bash_completions/scenario.sh\n")
    start.chmod(0o444)
    assert install("bash").exit_code == 0
    assert files(home) == {".bashrc", SCRIPT["bash"]}
    (home / SCRIPT["bash"]).write_text("old\n")
    (home / SCRIPT["bash"]).chmod(0o444)
    refused(install("bash"), home / SCRIPT["bash"], "it is read-only")


def test_a_link_that_leads_round_is_told(install, home):
    start = home / ".bashrc"
    start.symlink_to(start)
    refused(install("bash"), start, os.strerror(errno.ELOOP))
    assert not (home / ".bash_completions").exists()


def test_a_link_to_nothing_yet_makes_its_target(install, home):
    start = home / ".bashrc"
    start.symlink_to(home / "kept" / "bashrc")
    assert install("bash").exit_code == 0
    assert start.is_symlink()
    assert (home / "kept" / "bashrc").read_text() == f"source {home / SCRIPT['bash']}\n"


def test_without_a_home_nothing_is_written(run, folder):
    done = run("--install-completion", "bash", HOME="somewhere")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "error: --install-completion: where your home folder is cannot be told; set HOME\n"
    assert [*folder.iterdir()] == []


def test_what_is_no_plain_file_stays_as_it_is(install, home):
    start = home / ".bashrc"
    start.symlink_to(os.devnull)
    refused(install("bash"), start, "it is no plain file")
    assert Path(os.devnull).is_char_device()
    start.unlink()
    start.mkdir()
    refused(install("bash"), start, "it is no plain file")
    assert files(home) == set()


def test_a_folder_that_cannot_be_made_is_told(install, home):
    (home / ".bash_completions").write_text("a file\n")
    refused(install("bash"), home / SCRIPT["bash"], "Not a directory")
    assert files(home) == {".bash_completions"}


def test_a_link_stays_one_and_its_target_is_written(install, home, tmp_path):
    target = tmp_path / "kept" / "bashrc"
    target.parent.mkdir()
    target.write_bytes(b"a\n")
    target.chmod(0o600)
    start = home / ".bashrc"
    start.symlink_to(target)
    assert install("bash").exit_code == 0
    assert start.readlink() == target
    assert target.read_text() == f"a\nsource {home / SCRIPT['bash']}\n"
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["bashrc"]


@pytest.mark.parametrize("old", [None, b"old\n"])
def test_a_full_disk_leaves_everything_as_it_was(old, home, environment):
    import resource

    start, script = home / ".bashrc", home / SCRIPT["bash"]
    start.write_bytes(b"# long\n" * 1000)
    if old is not None:
        script.parent.mkdir()
        script.write_bytes(old)
    done = subprocess.run(
        [sys.executable, "-B", "-m", "scenario_cli", "--install-completion", "bash"],
        env=environment(HOME=str(home)),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)),
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"{start}: error: cannot be written: File too large; nothing was changed;")
    assert start.read_bytes() == b"# long\n" * 1000
    assert (script.read_bytes() if script.exists() else None) == old
    assert files(home) == {".bashrc"} | ({SCRIPT["bash"]} if old else set())


@pytest.mark.parametrize("name", ["it's", "a b", "$x", "caf\u00e9"])
@pytest.mark.parametrize("shell", START)
def test_a_home_of_any_name_is_read_by_the_shell(shell, name, run, tmp_path, monkeypatch):
    """The shell itself starts with what was written, and has the function of the script."""
    if missing(shell):
        pytest.skip(f"there is no {shell}")
    for variable in STEERING:
        monkeypatch.delenv(variable, raising=False)
    home = tmp_path / name
    home.mkdir()
    for _ in range(2):
        assert run("--install-completion", shell, HOME=str(home)).exit_code == 0
    start = home / START[shell]
    assert start.read_text(encoding="utf-8").count("\n") == 1
    asked = {"bash": "declare -F _scenario_completion", "zsh": "echo $_comps[scenario]"}
    line = f"source {shlex.quote(str(start))}; {asked[shell]}"
    flags = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"]}
    done = subprocess.run(
        [shell, *flags[shell], "-c", line],
        env=dict(os.environ) | {"HOME": str(home), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("_scenario_completion\n", "")


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_a_shell_that_is_not_known_is_wrong_usage(option, run, home, monkeypatch):
    from scenario_cli.shell import named

    known = f"name one of bash, zsh, fish, powershell, as in {option} bash\n"
    done = run(option, "elvish")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"error: {option}: there is no completion for 'elvish'; {known}"
    monkeypatch.setattr(named, "running_shell", lambda: "tcsh")
    assert run(option).stderr == f"error: {option}: there is no completion for 'tcsh'; {known}"
    monkeypatch.setattr(named, "running_shell", lambda: "")
    done = run(option, "--debug")
    assert done.exit_code == 2
    assert done.stderr == f"error: {option}: which shell this runs in cannot be told; {known}"
    assert files(home) == set()


def test_a_shell_is_named_behind_the_option_or_found(run, monkeypatch):
    from scenario_cli.shell import named

    monkeypatch.setattr(named, "running_shell", lambda: "zsh")
    for words, shell in (
        (["--show-completion"], "zsh"),
        (["--show-completion", "bash"], "bash"),
        (["--show-completion=fish"], "fish"),
        (["--debug", "--show-completion", "pwsh"], "powershell"),
        (["-q", "--show-completion", "--debug"], "zsh"),
    ):
        done = run(*words)
        assert (done.exit_code, done.stdout) == (0, SCRIPTS[shell]), words

"""Completion in the real shells: what they insert at Tab, and what they show beside it."""

import json
import os
import subprocess
import sys

import pytest
from shells import READY, Shell, missing, shim

from scenario_cli.shell.scripts import SCRIPTS

pytestmark = pytest.mark.thorough

TITLE = """It's "5:1" $HOME `id` $(id) \\ [red] 100% * ~ ; | & é"""
SCENARIO = """format: scenario/1
title: {title}
question: Which?
drivers:
  price: {{title: {title}}}
options:
  alone: {{title: {title}}}
  other: {{title: "A plain one"}}
ratings:
  alone: {{price: 1}}
  other: {{price: 2}}
injects:
  rains: {{title: {title}, weights: {{price: {{times: 2}}}}}}
"""


def quoted(title):
    return json.dumps(title, ensure_ascii=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a scenario of hostile titles, and a game of hostile teams and turns."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "scenarios").mkdir()
    (folder / "weights").mkdir()
    (folder / "scenarios" / "odd.yaml").write_text(SCENARIO.format(title=quoted(TITLE)), encoding="utf-8")
    (folder / "weights" / "red.yaml").write_text("format: weights/1\ntitle: Red\ndrivers: {price: 1}\n")
    environment = dict(os.environ) | {
        "PATH": f"{shim(folder, sys.executable)}{os.pathsep}{os.environ['PATH']}"
    }
    lines = [
        ["new", "games/iran", "--team", "red", "--team", "blue $5 'x'"],
        ["turn", TITLE],
        ["move", "red", "Shoots"],
    ]
    for line in lines:
        subprocess.run(
            [sys.executable, "-m", "scenario_cli", "game", *line], cwd=folder, check=True, capture_output=True
        )
    return folder, environment


@pytest.fixture(params=["bash", "zsh"], scope="module")
def shell(request, place):
    """A shell at a terminal in that folder, with the script sourced."""
    if missing(request.param):
        pytest.skip(f"there is no {request.param}")
    folder, environment = place
    script = folder / f"script.{request.param}"
    script.write_text(SCRIPTS[request.param])
    with Shell(request.param, folder, environment) as opened:
        opened.run(f"cd {folder}")
        opened.run(READY[request.param])
        opened.run(f"source {script}")
        yield opened


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("scenario sens", ["sensitivity", "+"]),
        ("scenario weights hi", ["weights", "history", "+"]),
        ("scenario score od", ["score", "odd", "+"]),
        ("scenario score -w re", ["score", "-w", "red", "+"]),
        ("scenario score --exp", ["score", "--expect", "+"]),
        ("scenario score --expect ot", ["score", "--expect", "other", "+"]),
        ("scenario score -q --inject ra", ["score", "-q", "--inject", "rains", "+"]),
        ("scenario score --set weights.pr", ["score", "--set", "weights.price=+"]),
        ("scenario score --set ratings.ot", ["score", "--set", "ratings.other.price=+"]),
        (
            "scenario score --set ratings.other.price=un",
            ["score", "--set", "ratings.other.price=unknown", "+"],
        ),
        ("scenario score --format=js", ["score", "--format=json", "+"]),
        ("scenario score --format js", ["score", "--format", "json", "+"]),
        ("scenario explain ot", ["explain", "other", "+"]),
        ("scenario explain alone --against ot", ["explain", "alone", "--against", "other", "+"]),
        ("scenario diff games/iran:0 games/iran:1", ["diff", "games/iran:0", "games/iran:1", "+"]),
        ("scenario game show -g games/ir", ["game", "show", "-g", "games/iran", "+"]),
        ("scenario game say bl", ["game", "say", "blue $5 'x'", "+"]),
        ("scenario game ruling 3 --set weights.pr", ["game", "ruling", "3", "--set", "weights.price=+"]),
        ("scenario score scenarios/od", ["score", "scenarios/odd.yaml", "+"]),
        ("scenario help wei", ["help", "weights", "+"]),
    ],
)
def test_tab_inserts_the_word(shell, typed, words):
    assert shell.words(typed) == ["scenario", *words]


def test_titles_are_shown_as_they_are_and_carried_out_by_nobody(shell):
    shown = shell.listed("scenario explain ", "other")
    assert "alone" in shown
    if shell.name == "zsh":
        assert TITLE in shown
        assert "A plain one" in shown or "A plain one" in shell.listed("scenario explain ", "A plain one")
    assert "uid=" not in shown
    assert shell.run("echo sound").endswith("sound\ndone\n")


@pytest.fixture
def fish(place):
    """Return what fish offers for a line, with what it says beside each word."""
    if missing("fish"):
        pytest.skip("there is no fish")
    folder, environment = place
    script = folder / "script.fish"
    script.write_text(SCRIPTS["fish"])

    def fish(typed, source=script):
        done = subprocess.run(
            ["fish", "--no-config", "-c", f"source {source}; complete -C $argv[1]", typed],
            cwd=folder,
            env=environment | {"HOME": str(folder)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    return fish


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("scenario sens", ["sensitivity\tShow every exact point where the answer turns."]),
        ("scenario score od", [f"odd\t{TITLE}"]),
        ("scenario explain ", [f"alone\t{TITLE}", "other\tA plain one"]),
        ("scenario score --set weights.", [f"weights.price=\t{TITLE}"]),
        ("scenario score --set ratings.alone.price=", ["ratings.alone.price=unknown"]),
        ("scenario score --format=js", ["--format=json"]),
        ("scenario game say -g games/iran b", ["blue $5 'x'"]),
        ("scenario game show -g games/iran --turn ", ["0\tthe beginning", f"1\t{TITLE}"]),
        ("scenario game ruling -g games/iran ", ["3\tmove, Shoots"]),
        ("scenario diff games/iran:1", [f"games/iran:1\t{TITLE}"]),
        ("scenario score scenarios/", ["scenarios/odd.yaml"]),
        ("scenario score --inject scenarios/", []),
    ],
)
def test_fish_offers_words_with_their_titles(fish, typed, lines):
    assert sorted(fish(typed)) == sorted(lines)


def typers(shell):
    """Return the script of Typer itself, which an earlier version may have installed."""
    from typer.completion import get_completion_script

    return get_completion_script(prog_name="scenario", complete_var="_SCENARIO_COMPLETE", shell=shell)


def test_a_script_of_typer_goes_on_working_in_fish(fish, place):
    script = place[0] / "typers.fish"
    script.write_text(typers("fish"))
    assert sorted(fish("scenario explain ", script)) == sorted([f"alone\t{TITLE}", "other\tA plain one"])


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_a_script_of_typer_goes_on_working(place, name):
    if missing(name):
        pytest.skip(f"there is no {name}")
    folder, environment = place
    script = folder / f"typers.{name}"
    script.write_text(typers(name))
    with Shell(name, folder, environment) as opened:
        opened.run(f"cd {folder}")
        opened.run(READY[name])
        opened.run(f"source {script}")
        assert opened.words("scenario explain ot") == ["scenario", "explain", "other", "+"]
        assert opened.words("scenario score od") == ["scenario", "score", "odd", "+"]


def test_a_script_that_zsh_loads_at_the_first_tab_completes_at_once(place):
    if missing("zsh"):
        pytest.skip("there is no zsh")
    folder, environment = place
    (folder / "functions").mkdir(exist_ok=True)
    (folder / "functions" / "_scenario").write_text(SCRIPTS["zsh"])
    with Shell("zsh", folder, environment) as opened:
        opened.run(f"cd {folder}; fpath+={folder}/functions")
        opened.run(READY["zsh"])
        assert opened.words("scenario explain ot") == ["scenario", "explain", "other", "+"]
        assert opened.words("scenario explain ot") == ["scenario", "explain", "other", "+"]


@pytest.fixture(params=[True, False], ids=["bash", "bash 3.2"], scope="module")
def bash(request, place):
    """A bash, and one without the builtins that came after 3.2; and whether it is the first of them."""
    if missing("bash"):
        pytest.skip("there is no bash")
    folder, environment = place
    script = folder / "script.bash"
    script.write_text(SCRIPTS["bash"])
    (folder / "broken").mkdir(exist_ok=True)
    (folder / "broken" / "bad.yaml").write_text("format: scenario/1\noptions: [\n")
    (folder / "my plan.txt").write_text("")
    with Shell("bash", folder, environment) as opened:
        opened.run(f"cd {folder}")
        opened.run(READY["bash"])
        if not request.param:
            opened.run("enable -n mapfile readarray compopt")
            for builtin in ("mapfile", "readarray", "compopt"):
                assert "not found" in opened.run(f"type {builtin}")
        opened.run(f"source {script}")
        yield opened, request.param


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("scenario sens", ["sensitivity", "+"]),
        ("scenario score od", ["score", "odd", "+"]),
        ("scenario game say bl", ["game", "say", "blue $5 'x'", "+"]),
        ("scenario score --format=js", ["score", "--format=json", "+"]),
        ("scenario diff games/iran:0 games/iran:1", ["diff", "games/iran:0", "games/iran:1", "+"]),
        ("scenario score my", ["score", "my plan.txt", "+"]),
        ("scenario score 'my", ["score", "my plan.txt", "+"]),
        ("scenario score --output=my", ["score", "--output=my plan.txt", "+"]),
        ("scenario score -o broken/ba", ["score", "-o", "broken/bad.yaml", "+"]),
    ],
)
def test_bash_of_any_age_inserts_the_word(bash, typed, words):
    assert bash[0].words(typed) == ["scenario", *words]


def test_a_space_behind_a_key_is_left_out_where_bash_can(bash):
    opened, is_new = bash
    words = ["scenario", "score", "--set", *(["weights.price=+"] if is_new else ["weights.price=", "+"])]
    assert opened.words("scenario score --set weights.pr") == words


@pytest.mark.parametrize(
    "typed", ["explain my", "score broken/bad.yaml --expect my", "my", "explain x --format=my"]
)
def test_bash_offers_no_file_where_none_may_stand(bash, typed):
    opened, is_new = bash
    found = opened.words(f"scenario {typed}")
    assert found[-1] == ("my+" if "=" not in typed else "--format=my+") if is_new else "+"


def test_bash_offers_files_where_a_stream_is_sent(bash, place):
    bash[0].words("scenario score odd > my")
    assert "<odd>" in (place[0] / "my plan.txt").read_text()
    assert bash[0].words("scenario explain > /dev/null 2>&1 ot") == []  # it went there


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('scenario score "my p', ["my plan.txt"]),
        ("scenario score 'my ", ["my plan.txt"]),
        ("scenario score my\\ p", ["my plan.txt"]),
        ("scenario score ~/my", ["~/my plan.txt"]),
        ("scenario score --output=my", ["--output=my plan.txt"]),
        ('scenario score "od', [f"odd\t{TITLE}"]),
        ('scenario explain "my', []),
        ("scenario game say -g games/iran 'blue $", ["blue $5 'x'"]),
    ],
)
def test_fish_completes_a_word_behind_an_open_quote(fish, place, typed, found):
    (place[0] / "my plan.txt").write_text("")
    assert fish(typed) == found


@pytest.mark.parametrize("shell", ["zsh"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('scenario score "my p', ["score", "my plan.txt", "+"]),
        ("scenario score 'my ", ["score", "my plan.txt", "+"]),
        ("scenario game say 'blue $", ["game", "say", "blue $5 'x'", "+"]),
    ],
)
def test_zsh_completes_a_word_behind_an_open_quote(place, shell, typed, words):
    (place[0] / "my plan.txt").write_text("")
    assert shell.words(typed) == ["scenario", *words]


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_what_was_installed_completes_in_the_next_shell(name, place, tmp_path):
    """A shell that starts as it does for a user, in a home where nothing but the installation was made."""
    if missing(name):
        pytest.skip(f"there is no {name}")
    folder, environment = place
    kept = {key: value for key, value in environment.items() if key not in ("ZDOTDIR", "XDG_CONFIG_HOME")}
    home = {"HOME": str(tmp_path)}
    command = [sys.executable, "-m", "scenario_cli", "--install-completion", name]
    subprocess.run(command, cwd=folder, env=kept | home, check=True, capture_output=True)
    if name == "fish":
        asked = ["fish", "-c", "complete -C 'scenario explain ot'"]
        done = subprocess.run(asked, cwd=folder, env=kept | home, check=True, capture_output=True, text=True)
        assert done.stdout == "other\tA plain one\n"
        return
    with Shell(name, folder, kept) as opened:
        start = {"bash": ".bashrc", "zsh": ".zshrc"}[name]
        opened.run(f"cd {folder}; export HOME={tmp_path}")
        opened.run(READY[name].replace("autoload -Uz compinit; compinit -u -D; ", ""))
        opened.run(f"source {tmp_path / start}")
        assert opened.words("scenario explain ot") == ["scenario", "explain", "other", "+"]

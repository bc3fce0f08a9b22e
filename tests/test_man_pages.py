"""Man pages: one a command, all that its help says, rendered without a warning, the same bytes each time."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import typer

from scenario_cli import __version__
from scenario_cli.cli.app import app

ROOT = Path(__file__).parent.parent
SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "FILES", "SEE ALSO"]


def loaded():
    spec = spec_from_file_location("man_pages", ROOT / "docs" / "man_pages.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAN_PAGES = loaded()
PAGES = MAN_PAGES.pages()


def commands(group=None, *names):
    group = group or typer.main.get_command(app)
    yield names, group
    if hasattr(group, "list_commands"):
        for name in group.list_commands(None):
            yield from commands(group.get_command(None, name), *names, name)


COMMANDS = dict(commands())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages as files, where `man` would find them."""
    home = tmp_path_factory.mktemp("man") / "man1"
    home.mkdir()
    for name, text in PAGES.items():
        (home / name).write_text(text, encoding="ascii", newline="\n")
    return home


def test_there_is_a_page_for_every_command():
    assert {*PAGES} == {f"{'-'.join(('scenario', *names))}.1" for names in COMMANDS}
    assert "scenario.1" in PAGES
    assert "scenario-weights-set.1" in PAGES
    assert len(PAGES) > 60


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_sections(name):
    text = PAGES[name]
    found = re.findall(r'(?m)^\.SH "(.*)"$', text)
    assert [section for section in SECTIONS if section not in found] == []
    assert found == sorted(
        found,
        key=[
            *SECTIONS[:3],
            "ARGUMENTS",
            "OPTIONS",
            "COMMANDS",
            "EXAMPLES",
            "EXIT STATUS",
            "ENVIRONMENT",
            "FILES",
            "SEE ALSO",
        ].index,
    )
    assert f'"scenario-cli {__version__}"' in text.splitlines()[0]
    assert text.isascii()


def plain(text):
    """Return a page without roff's signs and lines."""
    text = text.replace("\\-", "-").replace("\\(aq", "'").replace("\\(dq", '"').replace("\\&", "")
    text = text.replace("\\(ga", "`").replace("\\(ha", "^").replace("\\(ti", "~")
    text = re.sub(r"\\\[u([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), text)
    return " ".join(text.split())


@pytest.mark.parametrize("names", COMMANDS, ids="-".join)
def test_a_page_says_what_the_help_says(names):
    command = COMMANDS[names]
    said = plain(PAGES[f"{'-'.join(('scenario', *names))}.1"])
    for block in command.help.replace("\b\n", "").split("\n\n"):
        lines = block.split("\n")
        for line in lines[1:] if lines[0] == "Examples:" else [block]:
            assert " ".join(line.split()) in said
    for param in command.params:
        for option in (*param.opts, *param.secondary_opts) if param.param_type_name == "option" else ():
            assert f" {option}" in said
        assert " ".join((param.help or "").split()) in said


def test_pages_are_the_same_bytes_each_time(folder, tmp_path):
    command = [sys.executable, str(ROOT / "docs" / "man_pages.py"), str(tmp_path / "again")]
    env = {k: v for k, v in os.environ.items() if k != "COLUMNS"} | {"PYTHONHASHSEED": "7", "COLUMNS": "40"}
    subprocess.run(command, check=True, env=env, timeout=120)
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_what_is_told_beside_is_there():
    """Every page that another names is one, and every variable is one that the program reads."""
    from scenario_cli.files.defaults import VARIABLES

    for name, text in PAGES.items():
        for other in re.findall(r"(?m)^\.BR (\S+) \(1\)", text):
            assert f"{plain(other)}.1" in PAGES, name
    assert {name for _, name, _ in MAN_PAGES.VARIABLES if name.startswith("SCENARIO_")} == {
        *VARIABLES.values()
    }
    score, verify = PAGES["scenario-score.1"], PAGES["scenario-verify.1"]
    assert "SCENARIO_WEIGHTS" in score
    assert "SCENARIO_WEIGHTS" not in verify
    assert "SCENARIO_FORMAT" in verify
    assert "SCENARIO_FORMAT" not in PAGES["scenario-show.1"]


def test_every_exit_code_is_told():
    from scenario_cli.errors import ExitCode

    assert {code for code, _ in MAN_PAGES.EXIT_CODES} == {str(int(code)) for code in ExitCode}


def is_man_db():
    asked = subprocess.run(["man", "--version"], capture_output=True, text=True, check=False)
    return asked.stdout.startswith("man 2")


@pytest.mark.parametrize(
    "command",
    [
        ["mandoc", "-Tlint", "-Wstyle"],
        ["groff", "-man", "-Tutf8", "-ww", "-z"],
        ["man", "--warnings", "-Z", "-l"],
    ],
    ids=lambda command: command[0],
)
def test_pages_are_rendered_without_a_warning(folder, command):
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]}")
    if command[0] == "man" and not is_man_db():
        pytest.skip("this man has no warnings")
    env = os.environ | {"LC_ALL": "C.UTF-8", "MANPAGER": "cat"}
    done = subprocess.run(
        [*command, *map(str, sorted(folder.iterdir()))],
        capture_output=True,
        text=True,
        env=env,
        check=False,
        timeout=120,
    )
    told = (done.stdout if command[0] == "mandoc" else "") + done.stderr
    assert [line for line in told.splitlines() if "referenced manual not found" not in line] == []


def test_a_page_shows_examples_as_they_are_typed(folder):
    if shutil.which("mandoc") is None:
        pytest.skip("there is no mandoc")
    done = subprocess.run(
        ["mandoc", "-Tascii", str(folder / "scenario-game-move.1")],
        capture_output=True,
        text=True,
        check=True,
    )
    shown = re.sub(r".\x08", "", done.stdout)
    assert 'scenario game move blue "Publishes the waybills" --because "it has them"' in shown


def test_a_roff_sign_in_a_text_is_no_request():
    assert MAN_PAGES._roff("'.x \\ ~ .y") == "\\(aq.x \\(rs \\(ti \\&.y"
    assert MAN_PAGES._roff("é") == "\\[u00E9]"

"""The commands of the README and of the guides are run, and what these print is compared."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import scenario_cli as sc

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = {"README": README} | {
    path.relative_to(ROOT / "docs").with_suffix("").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "docs").rglob("*.md"))
}
BLOCKS = {name: re.findall(r"```console\n(.*?)```", text, re.DOTALL) for name, text in GUIDES.items()}
# What a block of Python prints stands right below it, if it is shown at all.
PYTHON = re.compile(r"```python\n((?:(?!```).)*)```(?:\n\n```text\n((?:(?!```).)*)```)?", re.DOTALL)
PYTHON_BLOCKS = {name: PYTHON.findall(text) for name, text in GUIDES.items()}
WHOLE_FILES = {
    name: re.findall(r"```yaml\n(format: .*?)```", text, re.DOTALL) for name, text in GUIDES.items()
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Folders, one a page, in which its commands run one after another, as its reader would run them."""
    place = tmp_path_factory.mktemp("readme")
    shim = place / "bin" / "scenario"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m scenario_cli "$@"\n')
    shim.chmod(0o755)
    for guide in GUIDES:
        (place / guide).mkdir(parents=True)
    return place


def run(folder, command, guide="README"):
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    environment |= {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder / guide,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr, done.returncode


def each(blocks):
    """Every block by its page and number; those of other pages than the README take long together."""
    return [
        pytest.param(name, k, marks=() if name == "README" else pytest.mark.thorough)
        for name, found in blocks.items()
        for k in range(len(found))
    ]


@pytest.mark.parametrize(("guide", "index"), each(BLOCKS))
def test_console_blocks_print_what_is_shown(guide, index, folder):
    parts = re.split(r"^\$ ", BLOCKS[guide][index], flags=re.MULTILINE)[1:]
    assert parts
    for part in parts:
        command, _, shown = part.partition("\n")
        said, code = run(folder, command, guide)
        wanted = re.search(r"^\[exit code (\d+)\]\n", shown, re.MULTILINE)
        shown = re.sub(r"^\[exit code \d+\]\n", "", shown, flags=re.MULTILINE)
        assert code == (int(wanted[1]) if wanted else 0), said
        if shown.strip():
            assert said == shown


@pytest.mark.parametrize(("guide", "index"), each(PYTHON_BLOCKS))
def test_python_blocks_run_and_print_what_is_shown(guide, index, folder):
    code, shown = PYTHON_BLOCKS[guide][index]
    said, status = run(folder, f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}", guide)
    assert status == 0, said
    if shown:
        assert said == shown


@pytest.mark.parametrize(
    ("guide", "text"), [(name, text) for name, blocks in WHOLE_FILES.items() for text in blocks]
)
def test_whole_files_that_are_shown_are_sound(guide, text, tmp_path):
    path = tmp_path / "shown.yaml"
    path.write_text(text, encoding="utf-8")
    assert [mistake.message for mistake in sc.check([path]).mistakes if mistake.level == "error"] == []


def test_each_kind_of_block_is_found():
    assert len(BLOCKS) > 15
    assert sum(map(len, BLOCKS.values())) > 60
    assert {"README", "guides/python"} <= {name for name, blocks in PYTHON_BLOCKS.items() if blocks}
    assert sum(map(len, WHOLE_FILES.values())) >= 3


def test_the_readme_is_short():
    assert len(README.splitlines()) < 200


def test_ci_runs_the_command_that_the_readme_gives_for_the_tests():
    command = next(line for line in README.splitlines() if "pytest" in line and "venv" in line)
    assert command in (ROOT / ".ci" / "run").read_text().splitlines()


def test_the_first_page_of_the_docs_has_the_readmes_commands_for_set_up():
    home = GUIDES["index"]
    command = next(line for line in README.splitlines() if line.startswith("python3 -m venv"))
    windows = next(line for line in README.splitlines() if line.startswith("On Windows, with PowerShell"))
    assert command in home.splitlines()
    assert windows in home.splitlines()
    for tool in ("uv tool install .", "pipx install ."):
        assert tool in README.splitlines()
        assert f"`{tool}`" in home

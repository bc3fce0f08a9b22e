"""The commands of the README and of the guides are run, and what these print is compared."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from builders import summaries

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = {"README": README} | {
    path.relative_to(ROOT / "docs").with_suffix("").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "docs").rglob("*.md"))
}
BLOCKS = {name: re.findall(r"```console\n(.*?)```", text, re.DOTALL) for name, text in GUIDES.items()}
PYTHON_BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder in which the README's commands run one after another, as its reader would run them."""
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


@pytest.mark.parametrize(
    ("guide", "index"), [(name, k) for name, blocks in BLOCKS.items() for k in range(len(blocks))]
)
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


@pytest.mark.parametrize("code", PYTHON_BLOCKS)
def test_python_blocks_run(code, folder):
    said, status = run(folder, f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}")
    assert status == 0, said
    assert "ranks first under" in said


def test_every_command_is_in_the_readme():
    for name, summary in summaries().items():
        assert f"| `{name}` | {summary} |" in README


def test_ci_runs_the_command_that_the_readme_gives_for_the_tests():
    command = next(line for line in README.splitlines() if "pytest" in line and "venv" in line)
    assert command in (ROOT / ".ci" / "run").read_text().splitlines()

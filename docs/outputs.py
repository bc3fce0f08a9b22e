"""Writes anew what the blocks of a page print, where the page shows it: python docs/outputs.py PAGE...

Commands run one after another in an empty folder, as tests/test_readme.py runs them: look at the change
(`git diff`) before you believe it. A command that ends otherwise than the page says is told.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n((?:(?!```).)*)```\n\n```text\n(?:(?!```).)*```", re.DOTALL)
CODE = re.compile(r"^\[exit code (\d+)\]\n", re.MULTILINE)


def refreshed(text: str, home: Path) -> tuple[str, list[str]]:
    """Return a page with what its blocks print now, and the commands that end otherwise than it says."""
    surprises: list[str] = []
    (home / "bin").mkdir()
    shim = home / "bin" / "scenario"
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m scenario_cli "$@"\n')
    shim.chmod(0o755)
    (home / "work").mkdir()

    def console(block: re.Match[str]) -> str:
        parts = re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]
        return "```console\n" + "".join(_command(part, home, surprises) for part in parts) + "```"

    def python(block: re.Match[str]) -> str:
        said, code = _run([sys.executable, "-c", block[1]], home)
        if code:
            surprises.append(f"a block of Python: {said}")
        return f"```python\n{block[1]}```\n\n```text\n{said}```"

    return PYTHON.sub(python, CONSOLE.sub(console, text)), surprises


def _command(part: str, home: Path, surprises: list[str]) -> str:
    command, _, shown = part.partition("\n")
    wanted = CODE.search(shown)
    said, code = _run(["bash", "-c", command], home)
    if code != int(wanted[1] if wanted else 0):
        surprises.append(f"{command}\n{said}[exit code {code}]")
    is_shown = bool(CODE.sub("", shown).strip())
    return f"$ {command}\n{said if is_shown else ''}" + (f"[exit code {code}]\n" if code else "")


def _run(command: list[str], home: Path) -> tuple[str, int]:
    steering = ("COLUMNS", "NO_COLOR")
    environment = {name: value for name, value in os.environ.items() if name not in steering}
    environment |= {
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        command,
        cwd=home / "work",
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr, done.returncode


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name)
        with TemporaryDirectory() as folder:
            text, surprises = refreshed(page.read_text(encoding="utf-8"), Path(folder))
        page.write_text(text, encoding="utf-8", newline="\n")
        sys.stderr.writelines(f"{name}: {surprise}\n" for surprise in surprises)

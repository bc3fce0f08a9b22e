"""What the tests share: a quiet environment, the example files, and two ways to run the program."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tricky import TRICKY
from typer.testing import CliRunner, Result

import scenario_cli

pytest_plugins = ["profiles"]

EXAMPLES = Path(__file__).parent / "examples"
IMPORTED_FROM = Path(scenario_cli.__file__).parent.parent
STEERING = (
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
    "PYTHONWARNINGS",
    "SCENARIO_SCENARIO",
    "SCENARIO_WEIGHTS",
    "SCENARIO_FORMAT",
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that the developer has set in the shell changes a result."""
    for name in STEERING:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk() -> Iterator[None]:
    """What is written need not outlast the machine; tests of how it gets to the disk put their own here."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture
def examples() -> Path:
    """The folder of example files."""
    return EXAMPLES


@pytest.fixture
def in_examples(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in the folder of example files, where the scenario ``lunch`` can be named."""
    monkeypatch.chdir(EXAMPLES)
    return EXAMPLES


@pytest.fixture
def tricky(folder: Path) -> str:
    """Work where a scenario lies whose text would steer whatever shows it."""
    (folder / "tricky.yaml").write_text(TRICKY, encoding="utf-8")
    return "tricky.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run a command line in this process."""
    from scenario_cli.cli.app import app

    def run(*args: str, stdin: bytes | str = b"", encoding: str = "utf-8", **env: str) -> Result:
        return CliRunner(charset=encoding).invoke(app, list(args), input=stdin, env=env, prog_name="scenario")

    return run


@pytest.fixture
def environment() -> Callable[..., dict[str, str]]:
    """Return the environment of a process that imports what these tests import."""

    def environment(**changes: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in STEERING}
        return kept | {"PYTHONPATH": str(IMPORTED_FROM), "PYTHONWARNINGS": "error"} | changes

    return environment


@pytest.fixture
def process(environment: Callable[..., dict[str, str]]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command line in a process of its own; streams are bytes."""

    def process(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        command: list[Any] = [sys.executable, "-m", "scenario_cli", *args]
        return subprocess.run(
            command, input=stdin, capture_output=True, env=environment(**env), check=False, timeout=60
        )

    return process

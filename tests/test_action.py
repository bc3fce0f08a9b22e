"""The action for workflows: its steps are read from action.yml and run by bash, with what a runner sets."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from installed import package_source, refuse_without_index
from official import errors

import scenario_cli as sc

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
PYTHON, INSTALL, CHECK = ACTION["runs"]["steps"]
# As a runner starts bash for a step that names it.
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(
        os.name == "nt" or shutil.which("bash") is None, reason="its steps are for bash, tried on POSIX"
    ),
]


class Runner:
    """What runs a step: a workspace, a folder for what is temporary, and the inputs of the action."""

    def __init__(self, place):
        self.workspace, self.temporary = place / "workspace", place / "temp"
        self.workspace.mkdir()
        self.temporary.mkdir()
        self.action = place / "action"

    def run(self, step, inputs=(), outputs=()):
        known = {f"inputs.{name}": str(one["default"]) for name, one in ACTION["inputs"].items()}
        known |= {f"inputs.{name}": value for name, value in dict(inputs).items()}
        known |= dict(outputs)
        stated = {
            name: known[value.removeprefix("${{ ").removesuffix(" }}")] for name, value in step["env"].items()
        }
        script = self.temporary / "step.sh"
        script.write_text(step["run"])
        return subprocess.run(
            [*BASH, str(script)],
            cwd=self.workspace,
            env={
                **os.environ,
                **stated,
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(self.action),
                "GITHUB_WORKSPACE": str(self.workspace),
                "RUNNER_TEMP": str(self.temporary),
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


def script(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


@pytest.fixture
def runner(tmp_path):
    return Runner(tmp_path)


@pytest.fixture
def ready(runner):
    """A runner that has installed the package, in which two files are wrong and one is sound."""
    script(
        runner.temporary / "scenario-cli/bin/scenario",
        f"PYTHONPATH={shlex.quote(str(Path(sc.__file__).parent.parent))} "
        f'exec {shlex.quote(sys.executable)} -m scenario_cli "$@"',
    )
    weights = runner.workspace / "weights"
    weights.mkdir()
    (weights / "red.yaml").write_text("format: weights/1\ndrivers: {a: x}\n")
    (weights / "a b.yaml").write_text("format: weights/1\ndrivers: {a: 0}\n")
    (weights / "sound.yaml").write_text("format: weights/1\ndrivers: {a: 1}\n")
    return runner


RED = "::error file=weights/red.yaml,line=2,col=14,title=wrong-type::expected a number, found the text 'x'\n"


def test_the_action_is_valid_by_the_published_schema():
    assert errors("github-action", ACTION) == []


def test_the_guide_gives_it_inputs_that_it_has():
    guide = (ROOT / "docs" / "guides" / "checks.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)]
    workflow = next(block for block in blocks if "jobs" in block)
    given = workflow["jobs"]["scenarios"]["steps"][-1]["with"]
    assert given == {"files": "scenarios\nweights\n", "sarif": "found.sarif"}
    assert set(given) <= set(ACTION["inputs"])


def test_python_is_set_up_beside_that_of_the_job():
    assert PYTHON["uses"].startswith("actions/setup-python@")
    assert PYTHON["with"] == {"python-version": "${{ inputs.python-version }}", "update-environment": False}
    assert INSTALL["env"] == {"PYTHON": f"${{{{ steps.{PYTHON['id']}.outputs.python-path }}}}"}


def test_no_step_puts_an_input_into_its_script():
    """What is given would be run there: it comes through the environment alone."""
    for step in (INSTALL, CHECK):
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]


def test_what_is_wrong_is_said_as_commands_and_ends_the_step(ready):
    done = ready.run(CHECK)
    assert done.returncode == 3
    assert done.stdout.endswith(RED)
    assert done.stdout.startswith("::error file=weights/a b.yaml,line=2,col=1,title=all-zero::")
    assert "weights/red.yaml:2:14: error: " in done.stderr


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ("weights/sound.yaml", 0),
        ("weights/sound.yaml\nweights/red.yaml\n", 3),
        ("weights/sound.yaml\r\n\r\nweights/red.yaml", 3),
        ("weights/a b.yaml", 3),
        ("weights/s*.yaml", 0),
        ("weights", 3),
        ("authors", 0),
        ("nowhere.yaml", 3),
        ("-f", 3),
    ],
)
def test_files_are_named_one_a_line(ready, files, code):
    done = ready.run(CHECK, {"files": files})
    assert done.returncode == code, done.stderr
    assert (RED in done.stdout) == ("red" in files or files == "weights")


def test_what_is_named_is_never_run(ready):
    done = ready.run(
        CHECK, {"files": "$(touch x)`touch x`;touch x", "sarif": '$(touch x)"; touch x; ".sarif'}
    )
    assert done.returncode == 3
    assert not (ready.workspace / "x").exists()


def test_where_nothing_has_a_name_the_step_says_so(ready):
    shutil.rmtree(ready.workspace / "weights")
    done = ready.run(CHECK)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is nothing to check here" in done.stderr


@pytest.mark.parametrize(("files", "code", "count"), [("", 3, 2), ("weights/sound.yaml", 0, 0)])
def test_sarif_is_written_too_whatever_is_found(ready, files, code, count):
    done = ready.run(CHECK, {"files": files, "sarif": "found.sarif"})
    assert done.returncode == code
    assert done.stdout.count("::error ") == count
    log = json.loads((ready.workspace / "found.sarif").read_text())
    assert len(log["runs"][0]["results"]) == count
    assert errors("sarif-2.1.0", log) == []


def test_sarif_that_cannot_be_written_is_told(ready):
    for name in ("nowhere/found.sarif", "found.txt", "weights/sound.yaml"):
        done = ready.run(CHECK, {"files": "weights/sound.yaml", "sarif": name})
        assert done.returncode == 2
        assert name in done.stderr
    assert (ready.workspace / "weights/sound.yaml").read_text().startswith("format: weights/1")


def test_the_package_is_installed_from_what_is_checked_out_with_the_action(runner):
    """The Python has what the package needs already; the package is built and installed for real."""
    package_source(runner.action)
    needed = [path for path in sys.path if path.endswith("site-packages")]
    python = script(
        runner.temporary / "python",
        f'{shlex.quote(sys.executable)} "$@" || exit 1',
        'for home in "$3"/lib/python*/site-packages; do',
        f"    printf '%s\\n' {' '.join(map(shlex.quote, needed))} > \"$home/needed.pth\"",
        "done",
    )
    done = runner.run(INSTALL, outputs={"steps.python.outputs.python-path": str(python)})
    if done.returncode:
        refuse_without_index(runner.temporary)
    assert done.returncode == 0, done.stderr
    home = subprocess.run(
        [
            str(runner.temporary / "scenario-cli/bin/python"),
            "-c",
            "import scenario_cli; print(scenario_cli.__file__)",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=runner.temporary,
    ).stdout
    assert home.startswith(str(runner.temporary))
    checked = runner.run(CHECK, {"files": "authors"})
    assert (checked.returncode, checked.stdout) == (0, "")

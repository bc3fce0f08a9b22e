"""The hooks for pre-commit: which files they are for, and pre-commit itself, which installs and runs one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from installed import package_source, refuse_without_index
from official import errors

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
WEIGHTS = "format: weights/1\nscenario: tea\ndrivers: {{{}: 1, cost: 1}}\n"
SCENARIO = """\
format: scenario/1
title: Tea
question: Which?
weights: red
drivers: {taste: {}, cost: {}}
options: {one: {}, two: {}}
ratings: {one: {taste: 1, cost: 7}, two: {taste: 3, cost: 2}}
"""


def test_the_hooks_are_valid_by_the_published_schema():
    assert errors("pre-commit-hooks", HOOKS) == []


def test_both_hooks_run_the_check_on_the_same_files():
    named, all_ = HOOKS
    assert (named["id"], all_["id"]) == ("scenario-check", "scenario-check-all")
    assert named["entry"] == all_["entry"] == "scenario check"
    assert named["files"] == all_["files"]
    assert all_["pass_filenames"] is False
    assert named["require_serial"] is True


@pytest.mark.parametrize(
    "path",
    [
        "scenarios/tea.yaml",
        "weights/red.yml",
        "analysis/weights/red.yaml",
        "tea.scenario.yaml",
        "a b/red.weights.yml",
        "ballots/r1/ana.yaml",
        "ballots/ana.yml",
        "games/iran/game.yaml",
        "scenario.toml",
    ],
)
def test_a_file_that_has_a_place_is_looked_at(path):
    assert re.search(HOOKS[0]["files"], path)


@pytest.mark.parametrize(
    "path",
    [
        "tea.yaml",
        "scenarios/tea.yaml.history",
        "scenarios/scenario.schema.json",
        "myscenarios/tea.yaml",
        "scenarios/old/tea.yaml",
        ".scenario.yaml",
        "a/.weights.yaml",
        "games/iran/kept/0a.yaml",
        "games/iran/log.jsonl",
        "ballots.yaml",
        "pyproject.toml",
        "inner/scenario.toml",
        ".github/workflows/ci.yml",
    ],
)
def test_any_other_file_is_left_alone(path):
    assert re.search(HOOKS[0]["files"], path) is None


class Repository:
    """A user's repository with the hooks in it, as pre-commit runs them."""

    def __init__(self, home, hooks, environment):
        self.home, self.hooks, self.environment = home, hooks, environment
        home.mkdir()
        self.git("init", "--quiet", "--initial-branch", "main")
        commit = subprocess.run(
            ["git", "-C", hooks, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        (home / ".pre-commit-config.yaml").write_text(
            f"repos:\n  - repo: {hooks}\n    rev: {commit}\n    hooks:\n"
            "      - id: scenario-check\n      - id: scenario-check-all\n"
        )

    def git(self, *args):
        subprocess.run(["git", *args], cwd=self.home, env=self.environment, check=True, capture_output=True)

    def write(self, scenario=SCENARIO, weights=""):
        for name, text in (("scenarios/tea.yaml", scenario), ("weights/red.yaml", weights)):
            path = self.home / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        self.git("add", "--all")

    def run(self, *args):
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", *args],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository whose hooks are installed, which takes the package from what these tests import."""
    pytest.importorskip("pre_commit")
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    place = tmp_path_factory.mktemp("hooks")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    environment = {**kept, "PRE_COMMIT_HOME": str(place / "home"), "GIT_CONFIG_GLOBAL": os.devnull}
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "A", f"GIT_{who}_EMAIL": "a@example.org"}
    hooks = package_source(place / "tool")
    for args in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "All"]):
        subprocess.run(["git", *args], cwd=hooks, env=environment, check=True, capture_output=True)
    found = Repository(place / "user", hooks, environment)
    code, said = found.run("install-hooks")
    if code:
        refuse_without_index(place)
        pytest.fail(said)
    return found


def test_what_is_sound_may_be_committed(repository):
    repository.write(weights=WEIGHTS.format("taste"))
    code, said = repository.run("run", "--all-files")
    assert code == 0, said
    assert re.findall(r"(Passed|Failed|Skipped)", said) == ["Passed", "Passed"]


def test_what_is_wrong_is_told_at_its_line_and_not_committed(repository):
    repository.write(weights=WEIGHTS.format("tast"))
    code, said = repository.run("run")
    assert code == 1
    line = "weights/red.yaml:3:11: error: unknown driver 'tast' [unknown-driver]; did you mean 'taste'?"
    assert said.splitlines().count(line) == 2  # by both hooks
    assert re.findall(r"(Passed|Failed|Skipped)", said) == ["Failed", "Failed"]


def test_the_guide_shows_what_a_stopped_commit_looks_like(repository, run, tmp_path):
    guide = (ROOT / "docs" / "guides" / "checks.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(.*?)```", guide, re.DOTALL)[1]
    weights = re.search(r"printf '(.*?)' > red.weights.yaml", guide)[1].replace("\\n", "\n")
    user = Repository(tmp_path / "user", repository.hooks, repository.environment)
    (user.home / "coffee.scenario.yaml").write_text(run("new", "scenario", "coffee", "-o", "-").stdout)
    (user.home / "red.weights.yaml").write_text(weights)
    user.git("add", "--all")
    code, said = user.run("run", "scenario-check")
    assert (code, said.rstrip("\n")) == (1, shown.rstrip("\n"))


def test_the_guide_names_hooks_that_there_are():
    guide = (ROOT / "docs" / "guides" / "checks.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)]
    (named,) = [block["repos"][0]["hooks"] for block in blocks if "repos" in block]
    assert {hook["id"] for hook in named} <= {hook["id"] for hook in HOOKS}
    assert all(f"| `{hook['id']}` |" in guide for hook in HOOKS)


def test_weights_that_a_changed_scenario_breaks_are_told_though_nobody_touched_them(repository):
    repository.write(weights=WEIGHTS.format("taste"))
    repository.git("commit", "--quiet", "--message", "Sound", "--no-verify")
    repository.write(SCENARIO.replace("taste", "smell"), WEIGHTS.format("taste"))
    code, said = repository.run("run")
    assert code == 1
    assert re.findall(r"(Passed|Failed|Skipped)", said) == ["Passed", "Failed"]
    assert "weights/red.yaml:3:11: error: unknown driver 'taste'" in said


def test_other_files_do_not_start_the_hooks(repository):
    repository.git("commit", "--quiet", "--message", "All", "--no-verify", "--allow-empty")
    (repository.home / "notes.yaml").write_text("a: 1\n")
    repository.git("add", "--all")
    code, said = repository.run("run")
    assert code == 0
    assert re.findall(r"(Passed|Failed|Skipped)", said) == ["Skipped", "Skipped"]

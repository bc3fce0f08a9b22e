"""What a release is made by: the workflows, the tag's check, the changelog's section, the container."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest
import yaml

import scenario_cli

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parent.parent
HOME = Path(scenario_cli.__file__).parent
WORKFLOWS = {path.name: path for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BASH = shutil.which("bash")
posix = pytest.mark.skipif(os.name == "nt" or BASH is None, reason="steps are written for bash")


def workflow(name):
    found = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    return {"on": found.pop(True), **found}  # YAML reads `on` as a truth value


def steps(name):
    return [(job, step) for job, stated in workflow(name)["jobs"].items() for step in stated["steps"]]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_each_job_waits_for_jobs_that_there_are_and_is_bounded(name):
    jobs = workflow(name)["jobs"]
    for job, stated in jobs.items():
        needs = stated.get("needs", [])
        assert {needs} if isinstance(needs, str) else {*needs} <= {*jobs} - {job}
        assert 0 < stated["timeout-minutes"] <= 240
        assert all(("run" in step) != ("uses" in step) for step in stated["steps"])


@pytest.mark.parametrize("name", WORKFLOWS)
def test_each_action_is_of_a_stated_version(name):
    used = [step["uses"] for _, step in steps(name) if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w-]+/[\w./-]+@(v\d+|release/v1)", action)] == []


@posix
@pytest.mark.parametrize("name", WORKFLOWS)
def test_each_step_is_sound_bash_and_takes_no_text_from_outside_as_a_command(name):
    for _, step in steps(name):
        if "run" in step:
            assert "${{" not in step["run"]  # what GitHub puts there would be run; it comes as a variable
            done = subprocess.run(
                [BASH, "-n"], input=step["run"], text=True, capture_output=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, ""), step["run"]


def test_a_tag_is_built_once_tried_everywhere_and_published_with_least_permissions():
    found = workflow("release.yml")
    assert found["on"] == {"push": {"tags": ["v*"]}}
    assert found["permissions"] == {}
    assert {job: stated["permissions"] for job, stated in found["jobs"].items()} == {
        "build": {"contents": "read"},
        "try": {"contents": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "publish": {"id-token": "write"},
        "release": {"contents": "write"},
    }
    jobs = found["jobs"]
    assert [jobs[job].get("needs") for job in ("build", "try", "attest", "publish", "release")] == [
        None,
        "build",
        ["build", "try"],
        "attest",
        "publish",
    ]
    assert jobs["publish"]["environment"] == "pypi"
    assert {*jobs["try"]["strategy"]["matrix"]["os"]} == {"ubuntu-latest", "macos-latest", "windows-latest"}
    assert sum("-m build" in step.get("run", "") for _, step in steps("release.yml")) == 1
    assert "secrets." not in WORKFLOWS["release.yml"].read_text(encoding="utf-8")


def test_what_is_uploaded_is_what_is_downloaded():
    made = {s["with"]["name"] for _, s in steps("release.yml") if "upload-artifact" in s.get("uses", "")}
    taken = {s["with"]["name"] for _, s in steps("release.yml") if "download-artifact" in s.get("uses", "")}
    assert made == taken == {"dist", "about"}


def test_every_python_that_is_tried_is_promised_and_the_other_way_round():
    promised = {c.rsplit(" ", 1)[1] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)}
    assert {*workflow("ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]} == promised
    assert {*workflow("release.yml")["jobs"]["try"]["strategy"]["matrix"]["python"]} <= promised
    assert PROJECT["requires-python"] == ">=" + min(promised, key=lambda v: int(v.split(".")[1]))


@posix
def test_the_commands_of_the_try_work_in_an_empty_folder(folder, environment):
    """The steps between the installation and the tests, as they stand, with what is tested here."""
    run = next(
        s["run"] for job, s in steps("release.yml") if job == "try" and "mkdir empty" in s.get("run", "")
    )
    (folder / "bin").mkdir()
    for name, command in (("scenario", "-m scenario_cli"), ("python", "")):
        shim = folder / "bin" / name
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n')
        shim.chmod(0o755)
    kept = "\n".join(line for line in run.splitlines() if "pip install" not in line)
    assert kept.count("\n") > 8
    done = subprocess.run(
        [BASH, "-e", "-o", "pipefail", "-c", kept],
        cwd=folder,
        env=environment(PATH=f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"scenario {scenario_cli.__version__}" in done.stdout


@pytest.fixture(scope="module")
def release():
    spec = importlib.util.spec_from_file_location("release", ROOT / ".ci" / "release.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHANGES = """\
# Changelog

## [Unreleased]
{unreleased}
## [1.2.0]{date}

### Added

- Something, [linked](x).

## [1.1.0] - 2026-01-02

- Older.
"""


@pytest.fixture
def repository(tmp_path):
    """A folder with a version and a changelog."""

    def repository(version="1.2.0", date=" - 2026-03-02", unreleased=""):
        (tmp_path / "scenario_cli").mkdir(exist_ok=True)
        text = f'"""Package."""\n\n__version__ = "{version}"\n'
        (tmp_path / "scenario_cli" / "__init__.py").write_text(text, encoding="utf-8")
        text = CHANGES.format(date=date, unreleased=unreleased)
        (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8")
        return tmp_path

    return repository


def test_a_tag_that_agrees_gives_its_version_and_the_notes_are_its_section(release, repository):
    root = repository()
    assert release.check("v1.2.0", root) == "1.2.0"
    assert release.notes("1.2.0", root) == "### Added\n\n- Something, [linked](x)."
    assert release.notes("1.1.0", root) == "- Older."


@pytest.mark.parametrize(
    ("tag", "stated", "why"),
    [
        ("v1.2.1", {}, "the tag is v1.2.1, the version in scenario_cli/__init__.py is 1.2.0"),
        ("1.2.0", {}, "the tag is 1.2.0"),
        ("v1.3.0", {"version": "1.3.0"}, "CHANGELOG.md says nothing of 1.3.0"),
        ("v1.2.0", {"date": ""}, "CHANGELOG.md has no date for 1.2.0: write"),
        ("v1.2.0", {"date": " - soon"}, "CHANGELOG.md has no date for 1.2.0"),
        ("v1.2.0", {"unreleased": "\n- Late.\n"}, "changes under 'Unreleased', which belong to 1.2.0"),
        ("v1.2.0.dev1", {"version": "1.2.0.dev1"}, "1.2.0.dev1 is no version of a release"),
    ],
)
def test_what_does_not_agree_is_told(release, repository, tag, stated, why):
    with pytest.raises(release.NotReadyError, match=re.escape(why)):
        release.check(tag, repository(**stated))


def test_a_package_without_a_version_is_told(release, repository):
    root = repository()
    (root / "scenario_cli" / "__init__.py").write_text("")
    with pytest.raises(release.NotReadyError, match="states no version"):
        release.check("v1.2.0", root)


def test_the_check_ends_with_1_and_says_why(release, capsys):
    assert release.main(["notes", "0.0.0"]) == 1
    assert "not ready: CHANGELOG.md says nothing of 0.0.0" in capsys.readouterr().err
    assert release.main(["nothing"]) == 2


def test_the_changelog_has_a_section_for_this_version(release):
    assert release.notes(scenario_cli.__version__)


def test_the_version_stands_in_one_place():
    assert "version" not in PROJECT
    assert PROJECT["dynamic"] == ["version"]


DOCKERFILE = [
    line.replace("\\\n", " ")
    for line in re.findall(
        r"^(?!#)\S.*(?:\\\n.*)*", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE
    )
]


def of(word):
    return [line.split(maxsplit=1)[1] for line in DOCKERFILE if line.startswith(word + " ")]


def copied():
    return [line.split() for line in of("COPY") if not line.startswith("--from")]


def test_the_container_is_built_from_what_is_there_and_let_through():
    let = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line[0] == "!"
    }
    sources = {source for *sources, _ in copied() for source in sources}
    assert sources == let
    assert [s for s in sources if not (ROOT / s).exists() and s != "scenario_cli"] == []  # CI takes it away
    assert {*of("COPY")} - {" ".join(line) for line in copied()} == {"--from=build /dist /dist"}


def test_the_container_runs_the_command_as_nobody_in_particular():
    assert all(re.fullmatch(r"python:3\.\d+-slim( AS build)?", image) for image in of("FROM"))
    assert of("USER") == ["10001:10001"]
    assert (of("ENTRYPOINT"), of("CMD")) == (['["scenario"]'], ['["--help"]'])
    assert DOCKERFILE.index("USER 10001:10001") > max(
        i for i, s in enumerate(DOCKERFILE) if s.startswith("RUN")
    )


@posix
def test_what_the_container_runs_gives_a_command_that_works(tmp_path, environment):
    """In a folder with what is copied and nothing else, without a network."""
    source, made = tmp_path / "src", tmp_path / "dist"
    source.mkdir()
    for *names, target in copied():
        if target.endswith("/"):
            (source / target).mkdir(parents=True, exist_ok=True)
        for name in names:
            there = HOME if name == "scenario_cli" else ROOT / name
            if there.is_dir():
                shutil.copytree(there, source / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(there, source / target)
    for name in ("scenarios", "weights"):  # in an installed package they lie within it, too
        shutil.rmtree(source / "scenario_cli" / name, ignore_errors=True)
    venv.create(tmp_path / "venv", with_pip=True)
    site = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    (tmp_path / "others").mkdir()
    for there in Path(sysconfig.get_path("purelib")).iterdir():  # what the wheel needs, and hatchling
        if not re.match(r"_*(editable_impl_)?scenario_cli", there.name):
            (tmp_path / "others" / there.name).symlink_to(there)
    (site / "others.pth").write_text(f"{tmp_path / 'others'}\n")
    build, install = of("RUN")
    settings = {"PATH": f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}", "PIP_NO_INDEX": "1"}
    for command in (build.replace("pip wheel", "pip wheel --no-build-isolation"), install):
        done = subprocess.run(
            [BASH, "-c", command.replace("/dist", str(made))],
            cwd=source,
            env={**os.environ, **settings, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    (wheel,) = made.iterdir()
    assert wheel.name == f"scenario_cli-{scenario_cli.__version__}-py3-none-any.whl"
    done = subprocess.run(
        [tmp_path / "venv" / "bin" / "scenario", "score"],
        cwd=tmp_path,
        env={name: value for name, value in environment().items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "ranks first under" in done.stdout


def test_what_the_sdist_is_to_hold_is_there():
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    named = tool["targets"]["sdist"]["include"]
    assert [name for name in named if not (ROOT / name).exists() and name != "scenario_cli"] == []
    assert {"skills", ".ci", ".github", "Dockerfile", "tests", "docs"} <= {*named}


GUIDE = (ROOT / "docs" / "guides" / "install.md").read_text(encoding="utf-8")


def test_the_guide_has_every_extra():
    named = re.findall(r"^\| `(\w+)` \| .* `pip install '\.\[(\w+)\]'` \|$", GUIDE, re.MULTILINE)
    extras = {*PROJECT["optional-dependencies"]} - {"test", "bench", "docs"}
    assert [one for one, other in named if one != other] == []
    assert {one for one, _ in named} == extras


def test_the_guide_says_that_the_container_runs_as_the_user_it_does():
    (user,) = of("USER")
    assert (
        f"runs as no user in particular ({user.partition(':')[0]}) and works in `{of('WORKDIR')[-1]}`"
        in GUIDE
    )

"""The package as it is published with its repository: to be installed by others, in tests."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import scenario_cli

ROOT = Path(__file__).parent.parent
PUBLISHED = ["pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "action.yml"]
PUBLISHED += ["hatch_build.py", "CHANGELOG.md", "docs/man_pages.py"]
SHIPPED = ["scenarios", "weights"]


def package_source(place: Path) -> Path:
    """Return a folder with what is published, the package being the one that these tests import."""
    (place / "docs").mkdir(parents=True)
    for name in PUBLISHED:
        shutil.copy(ROOT / name, place / name)
    for name in SHIPPED:
        shutil.copytree(ROOT / name, place / name)
    # In an installed package what is shipped lies within it, too.
    left_out = shutil.ignore_patterns("__pycache__")
    home = Path(scenario_cli.__file__).parent
    shutil.copytree(home, place / "scenario_cli", ignore=left_out)
    for name in SHIPPED:
        shutil.rmtree(place / "scenario_cli" / name, ignore_errors=True)
    return place


def refuse_without_index(place: Path) -> None:
    """Skip a test where packages cannot be had, which is no fault of what is tested."""
    asked = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(place), "hatchling"]
    if subprocess.run(asked, capture_output=True, check=False).returncode:
        pytest.skip("there is no index of packages to install from")

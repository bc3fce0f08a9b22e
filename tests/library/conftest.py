"""A folder with the coffee scenario and two weights for it, as a user has it."""

import shutil
from pathlib import Path

import pytest

FILES = Path(__file__).parent.parent / "golden" / "files"


@pytest.fixture
def coffee(folder: Path) -> Path:
    """Work in a copy of the golden files."""
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    return folder

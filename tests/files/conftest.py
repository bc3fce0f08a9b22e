"""The file whose numbers are changed, and the scenario that weights are read with."""

import pytest
from files.red import NOTES

from scenario_cli import read_scenario


@pytest.fixture
def red(tmp_path):
    path = tmp_path / "red.yaml"
    path.write_bytes(NOTES.encode())
    return path


@pytest.fixture
def lunch(examples):
    return read_scenario(examples / "scenarios" / "lunch.yaml")

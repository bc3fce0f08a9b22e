"""Coffee machines, and what moved between results."""

import json

import pytest
from answers.diff.coffee import COFFEE, put


@pytest.fixture
def coffee(folder):
    for name in ("scenarios", "weights"):
        (folder / name).mkdir()
    put(folder / "scenarios/coffee.yaml", COFFEE)
    put(folder / "weights/fair.yaml", "format: weights/1\ndrivers: {comfort: 50, cost: 50}\n")
    put(folder / "weights/gourmet.yaml", "format: weights/1\ndrivers: {comfort: 90, cost: 10}\n")
    return folder


@pytest.fixture
def result(run, coffee):
    def result(name, *args):
        done = run("score", *args, "-f", "json", "-o", name)
        assert done.exit_code == 0, done.stderr
        return name

    return result


@pytest.fixture
def moved(run):
    def moved(*args):
        done = run("diff", *args, "-f", "json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return moved

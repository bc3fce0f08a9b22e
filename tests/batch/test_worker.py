"""A worker of a cluster needs nothing of the command line: chunks are scored, and batches run, without it."""

import subprocess
import sys

import pytest
from batch_builders import rows_in

HIDDEN = """
import sys
from importlib.abc import MetaPathFinder


class Hidden(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"typer", "rich", "click"} or name.startswith("scenario_cli.cli"):
            raise ImportError(f"{name} is not there")
        return None


sys.meta_path.insert(0, Hidden())
"""
IMPORTS = """
for name in ("typer", "rich", "scenario_cli.cli.app"):
    try:
        __import__(name)
    except ImportError:
        print(1)
"""
A_CHUNK = """
from pickle import dumps, loads
from scenario_cli.batch.plan import BatchAsked, planned

plan = planned(BatchAsked(scenarios=("coffee",), weights=("weights",), injects="all"))
(chunk,) = plan.steps(plan.layout)
from scenario_cli.batch.work import run_chunk

done = run_chunk(loads(dumps(chunk)))
print(done.n_rows, done.rankings, len(done.mistakes))
"""
A_BATCH = """
from scenario_cli.batch.ask import batch

if __name__ == "__main__":
    for jobs in (1, 2):
        found = batch("coffee", weights="weights", table="table.csv", output=f"out{jobs}.csv", jobs=jobs)
        print(found.rows, found.sound)
"""


@pytest.fixture
def alone(environment):
    """Run a programme where the packages of the command line are not installed."""

    def alone(text):
        done = subprocess.run(
            [sys.executable, "-c", HIDDEN + text],
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    return alone


def test_the_packages_are_hidden(alone):
    assert alone(IMPORTS) == ["1", "1", "1"]


def test_a_chunk_is_scored(coffee, alone):
    assert alone(A_CHUNK) == ["72", "24", "0"]


def test_a_whole_batch_is_run(table, alone, batch):
    assert alone(A_BATCH) == ["1509", "True"] * 2
    batch("coffee", "-w", "weights", "--table", "table.csv", "-o", "out.csv")
    for jobs in (1, 2):
        assert rows_in(table.parent / f"out{jobs}.csv") == rows_in(table.parent / "out.csv")

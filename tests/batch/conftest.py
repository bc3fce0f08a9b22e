"""What the tests of batches share: a folder with a small study in it, and ways to run a batch there."""

import os
import subprocess
import sys

import numpy as np
import pytest
from batch_builders import COFFEE, LONG, SLOWLY, WEIGHTS, CutOffError, put, put_table
from buckets import KEY_ID, SECRET, Bucket, asked_of_server, serving

from scenario_cli.batch import plan, stores
from scenario_cli.batch.part import PartFile
from scenario_cli.cli.commands.batch import ways


@pytest.fixture
def coffee(folder):
    put(folder / "scenarios/coffee.yaml", COFFEE)
    for id_, points in {"fair": (50, 50), "gourmet": (90, 10), "miser": (1, 9)}.items():
        put(folder / f"weights/{id_}.yaml", WEIGHTS.format(*points))
    return folder


@pytest.fixture
def table(coffee):
    """Five hundred weightings of factors within drivers, with zeros."""
    rng = np.random.default_rng(3)
    numbers = rng.random((500, 4)).round(3) * rng.integers(0, 2, (500, 4)) + [[0.1, 0, 0.1, 0]]
    numbers[:, 2] += np.arange(500) / 10_000  # no row is there twice
    put_table(coffee / "table.csv", ["comfort", "cost", "taste", "wait"], numbers.tolist())
    return coffee / "table.csv"


@pytest.fixture
def batch(run):
    def batch(*args, code=0):
        result = run("batch", *args)
        assert result.exit_code == code, result.stderr
        return result

    return batch


@pytest.fixture
def put_parquet(coffee):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")

    def put_parquet(name, columns):
        pq.write_table(pa.table(columns), coffee / name)

    return put_parquet


@pytest.fixture
def long_table(coffee):
    """Twenty-four pieces of rows."""
    rng = np.random.default_rng(4)
    put_table(coffee / "long.csv", ["comfort", "cost"], rng.random((6_000, 2)).round(4).tolist())
    return coffee


@pytest.fixture
def slowly(environment):
    """Start a batch that writes small pieces, each first by half, and then whole after a pause."""

    def slowly(*args):
        command = [sys.executable, "-c", SLOWLY, *LONG, *args]
        return subprocess.Popen(command, env=environment(), start_new_session=True, stderr=subprocess.PIPE)

    return slowly


@pytest.fixture
def cut_after(monkeypatch, batch):
    """Run a batch that ends once so many pieces (the head is one) are written."""

    def cut_after(pieces, *args):
        whole = PartFile.add

        def add(self, content, *about):
            if len(self.pieces) >= pieces:
                raise CutOffError
            whole(self, content, *about)

        with monkeypatch.context() as patch:
            patch.setattr(PartFile, "add", add)
            batch(*args, code=1)

    return cut_after


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(plan, "FILES_AT_ONCE", 1)
    monkeypatch.setattr(plan, "weightings_at_once", lambda *_: 50)


@pytest.fixture(scope="session")
def server():
    """A server of S3."""
    pytest.importorskip("pyarrow")
    pytest.importorskip("moto.server")
    with serving() as endpoint:
        yield endpoint


@pytest.fixture
def bucket(server, monkeypatch, tmp_path_factory):
    """An empty bucket, which the environment leads to."""
    asked_of_server(server, "reset")
    nothing = tmp_path_factory.mktemp("aws") / "none"
    changes = {
        "AWS_ACCESS_KEY_ID": KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_ENDPOINT_URL": server,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(nothing),
        "AWS_SHARED_CREDENTIALS_FILE": str(nothing),
    }
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    yield Bucket(server)
    stores._opened_system.cache_clear()


@pytest.fixture(autouse=True)
def _one_job(monkeypatch):
    """Without ``--jobs`` a batch forks all that the tests have loaded, which takes half of their time."""
    monkeypatch.setattr(ways, "cores", lambda: 1)

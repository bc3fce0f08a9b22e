"""Two sweeps to compare."""

import json

import pytest
from sweeps import two_sweeps


@pytest.fixture
def compared(run):
    """Compare two sweeps on the command line; return what the JSON says of them."""

    def compared(old, new, *args, code=0):
        done = run("diff", str(old), str(new), "-f", "json", *args)
        assert done.exit_code == code, done.stderr
        return json.loads(done.stdout)["sweep"]

    return compared


@pytest.fixture
def pair(coffee, batch):
    """Twelve rankings before and after the scenario changed."""
    return two_sweeps(batch, coffee, "-w", "weights", "--injects", "each")


@pytest.fixture
def long_pair(table, batch):
    """Two thousand rankings of the rows of a table, before and after."""
    return two_sweeps(batch, table.parent, "--table", "table.csv", "--injects", "each")

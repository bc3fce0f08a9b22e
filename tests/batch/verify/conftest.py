"""Sweeps to verify."""

import json

import pytest

from scenario_cli.batch.verify import ahead, swept
from scenario_cli.batch.written import arrow, blocks


@pytest.fixture
def verified(run):
    """Verify rows on the command line; return the JSON of it, and what stderr says."""

    def verified(rows, *args, code=0):
        done = run("verify", str(rows), "-f", "json", *args)
        assert done.exit_code == code, (done.exit_code, done.stderr)
        return (json.loads(done.stdout) if done.stdout else None), done.stderr

    return verified


@pytest.fixture
def few_at_once(monkeypatch):
    """Read and compare few rows at once, so that a small sweep has many pieces."""
    monkeypatch.setattr(ahead, "ROWS_AT_ONCE", 60)
    monkeypatch.setattr(swept, "ROWS_AT_ONCE", 40)
    for module in (blocks, arrow):
        monkeypatch.setattr(module, "ROWS_AT_ONCE", 50)
    monkeypatch.setattr(blocks.TextRows.following, "__defaults__", (50,))
    monkeypatch.setattr(arrow.ArrowRows.following, "__defaults__", (50,))

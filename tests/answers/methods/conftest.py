"""Tables out of papers, asked by the command."""

import json

import pytest
from answers.methods.papers import by_method, put_table


@pytest.fixture
def asked(run, folder):
    """Ask a table for its methods; return them by name."""

    def asked(*table, options=("--as-published",), **more):
        put_table(folder, *table, **more)
        result = run("methods", "paper.yaml", "-w", "w.yaml", *options, "-f", "json")
        assert (result.exit_code, result.stderr) == (0, "")
        return by_method(json.loads(result.stdout))

    return asked

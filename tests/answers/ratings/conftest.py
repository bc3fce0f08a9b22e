"""A coffee scenario in a folder of its own, and the commands that change its ratings."""

import json
from pathlib import Path

import pytest

NAME = "scenarios/coffee.yaml"
COFFEE = """\
# Ours 🟥
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
sources:
  memo: {title: Memo}
evidence:
  slow: {source: memo, says: It is slow.}
drivers:
  comfort:
    factors:
      taste: {}
      wait: {scale: {worst: 6, best: 0, unit: min}}
      noise: {scale: {worst: 0, best: 10, levels: {loud: 2, fair: 5, quiet: 9}}}
  cost: {scale: {worst: 900, best: 100, unit: EUR}}
options:
  keep: {title: Keep the old one}
  new: {title: Buy the new one}
ratings:
  keep:
    taste: 4   # most say so
    wait: {value: 4, why: Timed in May., evidence: [slow], confidence: high, kind: reporting}
    noise: loud
    cost:
      value: 100   # one more service
      kind: judgement
  new: {taste: 8, wait: unknown, noise: quiet, cost: {value: 700, low: 600, high: 800}}
"""


@pytest.fixture
def coffee(folder):
    """A folder with the scenario; returns a function that reads it."""
    (folder / "scenarios").mkdir()
    Path(NAME).write_bytes(COFFEE.encode())
    return lambda: Path(NAME).read_bytes().decode()


@pytest.fixture
def rate(coffee, run):
    """Run one of the commands."""

    def rate(*args, **kwargs):
        return run("ratings", *args, **kwargs)

    return rate


@pytest.fixture
def said(rate):
    """Run one of the commands and return its JSON document."""

    def said(*args):
        result = rate(*args, "-f", "json")
        assert (result.exit_code, result.stderr) == (0, ""), result.stderr
        return json.loads(result.stdout)

    return said

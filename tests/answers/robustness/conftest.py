"""A trip, and the command that tests how robust its order is."""

import json

import pytest
from answers.robustness.trip import EVEN

TRIP = """\
format: scenario/1
title: Which trip?
question: Where does the family go?
drivers:
  fun:
    title: Fun
    factors:
      beach: {title: Beach}
      food: {title: Food}
      sights: {title: Sights}
  ease:
    title: Ease
    factors:
      journey: {title: Journey, scale: {worst: 20, best: 0, unit: h}}
      language: {title: Language}
  price: {title: Price, scale: {worst: 3000, best: 500, unit: EUR}}
options:
  coast: {title: The coast}
  lakes: {title: The lakes}
  capital: {title: The capital}
  home: {title: Stay at home}
ratings:
  coast: {beach: 9, food: {value: 7, low: 4, high: 9}, sights: 3, journey: 12, language: 4, price: 2400}
  lakes:
    {beach: 6, food: 5, journey: 5, language: 9, price: 1300,
     sights: {value: 5, low: 2, high: 8, shape: uniform}}
  capital:
    {beach: 0, food: {value: 8, confidence: low}, sights: 9, journey: 9, language: unknown, price: 1900}
  home: {beach: 1, food: 4, sights: 2, journey: 8, language: 8, price: 1500}
"""


@pytest.fixture
def trip(folder):
    """A folder with a trip of 4 options on 6 factors, sampled, and weights with ranges."""
    (folder / "trip.yaml").write_text(TRIP, encoding="utf-8")
    (folder / "even.yaml").write_text(EVEN, encoding="utf-8")
    return folder


@pytest.fixture
def robustness(run):
    """Run the command and return its bytes; it must end well and say nothing else."""

    def robustness(*args):
        result = run("robustness", *args)
        assert result.exit_code == 0, result.stderr
        assert result.stderr == ""
        return result.stdout_bytes

    return robustness


@pytest.fixture
def document(robustness):
    """The JSON document, with NaN and infinities refused."""

    def document(*args):
        def refuse(word):
            raise AssertionError(f"{word} in JSON")

        return json.loads(robustness(*args, "-f", "json"), parse_constant=refuse)

    return document


@pytest.fixture
def text(robustness):
    """The page, in one line a paragraph."""
    return lambda *args: robustness(*args, "--width", "1000").decode()

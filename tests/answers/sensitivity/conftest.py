"""Teas, and the command that tells what would change their order."""

import json

import pytest
from answers.sensitivity.tea import TEA

PLAIN = "format: weights/1\ndrivers: {taste: 5, price: 3, fame: 2}\nfactors: {taste: {mild: 2, fresh: 1}}\n"
CHEAP = "format: weights/1\ntitle: Price counts\ndrivers: {taste: 1, price: 6, fame: 3}\n"


@pytest.fixture
def tea(folder):
    """Work where a scenario of three drivers and two weights files lie."""
    (folder / "tea.yaml").write_text(TEA, encoding="utf-8")
    (folder / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    (folder / "cheap.yaml").write_text(CHEAP, encoding="utf-8")
    return folder


@pytest.fixture
def ask(run, tea):
    """Run ``sensitivity`` on the tea, and return what it prints."""

    def ask(*args, weights="plain.yaml"):
        result = run("sensitivity", "tea.yaml", "-w", weights, *args)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    return ask


@pytest.fixture
def written(folder, run):
    """Write a scenario of rated drivers and its weights, and return how to ask about them."""

    def written(ratings, points, *, scales=None, titles=None):
        drivers = {
            f"d{k}": {"title": f"D{k}"} | ({"scale": scales[k]} if scales else {}) for k in range(len(points))
        }
        options = {f"o{i}": {"title": (titles or {}).get(i, f"Option {i}")} for i in range(len(ratings))}
        scenario = {
            "format": "scenario/1",
            "title": "Written",
            "question": "Which?",
            "drivers": drivers,
            "options": options,
            "ratings": {f"o{i}": dict(zip(drivers, row, strict=True)) for i, row in enumerate(ratings)},
        }
        weights = {"format": "weights/1", "drivers": dict(zip(drivers, points, strict=True))}
        (folder / "written.yaml").write_text(json.dumps(scenario), encoding="utf-8")
        (folder / "points.yaml").write_text(json.dumps(weights), encoding="utf-8")

        def ask(*args):
            result = run("sensitivity", "written.yaml", "-w", "points.yaml", *args)
            assert (result.exit_code, result.stderr) == (0, "")
            return result.stdout

        return ask

    return written

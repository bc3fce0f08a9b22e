"""Coffee machines, compared and scored."""

import json

import pytest
from answers.compare.coffee import COFFEE, WEIGHTS, put_weights


@pytest.fixture
def coffee(folder):
    for name in ("scenarios", "weights"):
        (folder / name).mkdir()
    (folder / "scenarios/coffee.yaml").write_text(COFFEE, encoding="utf-8")
    for id_, points in WEIGHTS.items():
        put_weights(folder / f"weights/{id_}.yaml", points)
    return folder


@pytest.fixture
def compared(run):
    def compared(*args):
        result = run("compare", *args, "-f", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return compared


@pytest.fixture
def scored(run):
    def scored(*args):
        result = run("score", *args, "-f", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return scored


@pytest.fixture
def two_coffees(coffee):
    text = COFFEE.replace("id: coffee", "id: later").replace("cost: 800", "cost: 300")
    (coffee / "scenarios/later.yaml").write_text(text, encoding="utf-8")
    return coffee

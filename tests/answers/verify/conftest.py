"""Coffee machines, and a result to verify."""

import pytest
from answers.verify.coffee import COFFEE, put


@pytest.fixture
def coffee(folder):
    for name in ("scenarios", "weights"):
        (folder / name).mkdir()
    put(folder / "scenarios/coffee.yaml", COFFEE)
    put(folder / "coffee2.yaml", COFFEE.replace("id: coffee", "id: coffee2").replace("taste: 4", "taste: 9"))
    put(folder / "weights/fair.yaml", "format: weights/1\ndrivers: {comfort: 50, cost: 50}\n")
    put(folder / "weights/gourmet.yaml", "format: weights/1\ndrivers: {comfort: 90, cost: 10}\n")
    ranged = "format: weights/1\ndrivers: {comfort: 50, cost: 50}\nranges: {comfort: [40, 80]}\n"
    put(folder / "weights/ranged.yaml", ranged)
    return folder


@pytest.fixture
def result(run, coffee):
    def result(*args):
        done = run(*args, "-f", "json", "-o", "result.json")
        assert done.exit_code == 0, done.stderr
        return coffee / "result.json"

    return result

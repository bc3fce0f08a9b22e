"""What events, doubts and value curves add, measured in one run against the same without them.

    python benchmarks/doubt.py [RUNS]

The built-in scenario as it stands, against copies of it whose injects, doubts or curves are left
out; for curves one is put on every scale, since it has none. ``sensitivity`` is measured as a command,
start-up and all; ``robustness`` from Python, drawing ratings.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from robustness import ratio

import scenario_cli as sc
from scenario_cli.model.scenario import Driver, Scenario

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 15


def curved(scenario: Scenario) -> Scenario:
    """Return the scenario with a value curve on every scale."""
    drivers: dict[str, Driver] = {}
    for id_, driver in scenario.drivers.items():
        factors = {
            name: factor.model_copy(
                update={"scale": factor.scale.model_copy(update={"values": {3.0: 0.5, 6.0: 0.8}})}
            )
            for name, factor in driver.factors.items()
        }
        drivers[id_] = driver.model_copy(update={"factors": factors})
    return scenario.model_copy(update={"drivers": drivers})


def drawn(scenario: Scenario) -> Callable[[], Any]:
    """Return how to ask a fresh study for its robustness, ratings drawn."""
    weights = sc.study("china-arms-russia").weights
    return lambda: sc.study(scenario, weights).robustness(ratings="uncertain").to_dict()


def command(folder: Path, name: str, scenario: Scenario) -> Callable[[], Any]:
    """Return how to run ``sensitivity`` on a scenario written to a file."""
    file = folder / f"{name}.json"
    file.write_text(scenario.model_dump_json(exclude_unset=True), encoding="utf-8")
    asked = [sys.executable, "-m", "scenario_cli", "sensitivity", str(file), "-w", "authors", "-f", "json"]
    return lambda: subprocess.run(asked, capture_output=True, check=True, env=dict(os.environ))


def main() -> None:
    """Measure and print."""
    full = sc.study("china-arms-russia").scenario
    lone = full.model_copy(update={"doubts": {}})
    plain = full.model_copy(update={"doubts": {}, "injects": {}})
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        bare = command(folder, "bare", plain)
        for name, one, aim in (
            ("events", lone, 1.05),
            ("curves", curved(plain), 1.05),
            ("events and doubts", full, 1.05),
        ):
            found, ms = ratio(command(folder, "one", one), bare, RUNS)
            print(f"sensitivity, {name + ' / without':34} {found:5.2f}  ({ms:.0f} ms; aim {aim})")
    for name, one, aim in (("doubts", full, 1.5), ("doubts and curves", curved(full), 1.5)):
        found, ms = ratio(drawn(one), drawn(lone), RUNS)
        print(f"robustness drawn, {name + ' / without':29} {found:5.2f}  ({ms:.0f} ms; aim {aim})")


if __name__ == "__main__":
    main()

"""Random groups of people with weights of a random question, and their files."""

import random

from scenario_cli.model.ballot import Ballot
from scenario_cli.model.scenario import Scenario

NAMES = ["Ana", "Ben", "Cyd", "Dov", "Eva", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Lea", "Max", "Nia"]


def question(rng: random.Random, drivers: int, options: int) -> Scenario:
    """Return a question whose drivers have none to three factors, rated 0 to 10 in whole numbers."""
    stated, factors = {}, []
    for k in range(drivers):
        own = [f"f{k}{letter}" for letter in "abc"[: rng.choice([0, 2, 3])]]
        stated[f"d{k}"] = {"factors": {factor: {} for factor in own}} if own else {}
        factors += own or [f"d{k}"]
    ids = [f"o{i}" for i in range(options)]
    ratings = {id_: {factor: float(rng.randint(0, 10)) for factor in factors} for id_ in ids}
    return Scenario.model_validate(
        {
            "format": "scenario/1",
            "id": "random",
            "title": "Random",
            "question": "Which?",
            "drivers": stated,
            "options": {id_: {} for id_ in ids},
            "ratings": ratings,
        }
    )


def ballot(rng: random.Random, scenario: Scenario, name: str = "") -> Ballot:
    """Return one person's ballot: some points are 0, some drivers' factors are not weighed."""
    drivers = {id_: float(rng.choice([0, 1, 2, 5, 10, rng.randint(0, 100)])) for id_ in scenario.drivers}
    if not any(drivers.values()):
        drivers["d0"] = 1.0
    factors = {
        id_: {factor: float(rng.randint(1, 9)) for factor in driver.factors}
        for id_, driver in scenario.drivers.items()
        if driver.factors and rng.random() < 0.5
    }
    order = [*scenario.options]
    rng.shuffle(order)
    return Ballot(
        format="ballot/1",
        by=name,
        drivers=drivers,
        factors=factors,
        order=order[: rng.randint(0, len(order))],
    )


def group_of(rng: random.Random, ballots: int) -> tuple[Scenario, list[Ballot]]:
    """Return a random question and so many ballots on it."""
    scenario = question(rng, rng.randint(1, 5), rng.randint(1, 5))
    return scenario, [ballot(rng, scenario, f"{NAMES[k % 14]} {k}") for k in range(ballots)]

"""A family's trip, asked how robust its order is."""

import json

EXACT = 1e-9
MODELS = ["anywhere", "ordered", "around", "ranges"]
NOT_THE_CHANCE = "not the chance that an option is chosen."

EVEN = """\
format: weights/1
id: even
drivers: {fun: 50, ease: 20, price: 30}
factors:
  fun: {beach: 3, food: 2, sights: 1}
ranges:
  fun: [30, 60]
  price: [10, 45]
  beach: [10, 40]
"""


def small(ratings, title="Small"):
    """A scenario of rows of numbers on scales 0..1, as JSON, which is YAML."""
    factors = [f"f{j}" for j in range(len(next(iter(ratings.values()))))]
    return json.dumps(
        {
            "format": "scenario/1",
            "title": title,
            "question": "Which?",
            "drivers": {factor: {"scale": {"worst": 0, "best": 1}} for factor in factors},
            "options": {option: {} for option in ratings},
            "ratings": {option: dict(zip(factors, row, strict=True)) for option, row in ratings.items()},
        }
    )


def write_small(folder, ratings, name="small.yaml"):
    (folder / name).write_text(small(ratings), encoding="utf-8")
    return name

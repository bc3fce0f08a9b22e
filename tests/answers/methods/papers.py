"""Tables out of papers as files: raw ratings, worst and best by direction, weights; asked as published."""

import json
from string import ascii_lowercase

import numpy as np

MAX, MIN = "max", "min"


def ids(count):
    return list(ascii_lowercase[:count])


def put_table(folder, matrix, directions, weights, preferences=None, options=None):
    """Write ``paper.yaml`` and ``w.yaml``: a factor a driver, scales as wide as the ratings and more."""
    options = options or ids(len(matrix))
    columns = np.array(matrix, dtype=float).T
    drivers, points = {}, {}
    for j, (column, direction) in enumerate(zip(columns, directions, strict=True)):
        low, high = float(min(0.0, column.min())), float(column.max() * 1.25 + 1)
        ends = {"worst": low, "best": high} if direction == MAX else {"worst": high, "best": low}
        drivers[f"c{j}"] = {"scale": ends}
        if preferences and preferences[j]:
            drivers[f"c{j}"]["preference"] = preferences[j]
        points[f"c{j}"] = weights[j]
    scenario = {
        "format": "scenario/1",
        "id": "paper",
        "title": "A paper",
        "question": "Which?",
        "drivers": drivers,
        "options": {option: {} for option in options},
        "ratings": {
            option: {f"c{j}": float(x) for j, x in enumerate(row)}
            for option, row in zip(options, matrix, strict=True)
        },
    }
    weighted = {"format": "weights/1", "id": "w", "drivers": points}
    (folder / "paper.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    (folder / "w.yaml").write_text(json.dumps(weighted), encoding="utf-8")


def by_method(document):
    return {each["method"]: each for each in document["methods"]}


def column(method, key="index"):
    """What a method says of each option, in file order (ids are in that of the alphabet)."""
    rows = {row["option"]: row[key] for row in method["ranking"]}
    return [rows[option] for option in sorted(rows)]

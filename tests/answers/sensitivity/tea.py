"""Four teas, asked what would change their order."""

import json

from scenario_cli.answers.sensitivity.ask import ask_sensitivity
from scenario_cli.study import study

TEA = """\
format: scenario/1
title: Which tea?
question: Which tea does the office drink?
drivers:
  taste: {title: Taste, factors: {mild: {title: Mild}, fresh: {title: Fresh}}}
  price: {title: Price, scale: {worst: 900, best: 100, unit: EUR, step: 50}}
  fame: {title: Fame}
options:
  green: {title: Green tea}
  black: {title: Black tea}
  herbs: {title: Herbs}
  dust: {title: Tea dust}
ratings:
  green: {mild: {value: 8, low: 4, high: 9}, fresh: 9, price: 700, fame: 4}
  black: {mild: 4, fresh: 5, price: 500, fame: 8}
  herbs: {mild: 6, fresh: unknown, price: 400, fame: 3}
  dust: {mild: 1, fresh: 1, price: 800, fame: 1}
"""

EVERYTHING = ("--two-way", "mild,price", "--for", "herbs", "--blend", "cheap.yaml", "--lock", "fame")


def strictly(text):
    """Read one JSON document without NaN or infinities."""

    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def answer_of(*, scenario="tea.yaml", weights="plain.yaml", **asked):
    wanted = {"two_way": None, "map_": False, "blend": None, "for_": None, "lock": []} | asked
    return ask_sensitivity(study(scenario, weights), **wanted)


def is_number(x):
    return isinstance(x, float)


OPTIONS = ["green", "black", "herbs", "dust"]

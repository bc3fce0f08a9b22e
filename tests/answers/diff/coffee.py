"""A small scenario with weights, and what moved between two states of it."""

COFFEE = """\
format: scenario/1
id: coffee
title: Which coffee machine?
question: Which machine?
weights: fair
drivers:
  comfort:
    factors:
      taste: {title: Taste}
      wait: {title: Wait, scale: {worst: 6, best: 0, unit: min}}
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}}
options:
  keep: {title: Keep the old one}
  new: {title: Buy the new one}
  rent: {title: Rent one}
ratings:
  keep: {taste: 4, wait: 4, cost: 100}
  new: {taste: 8, wait: 1, cost: 800}
  rent: {taste: 6, wait: 3, cost: 430}
injects:
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -500}}}, weights: {comfort: {times: 2}}}
"""


def put(path, text):
    path.write_text(text, encoding="utf-8")


def moves_by_option(answer):
    return {move["option"]: move for move in answer["moves"]}

"""A small scenario with three weights files, compared."""

COFFEE = """\
format: scenario/1
id: coffee
title: Which coffee machine?
question: Which machine?
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
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -500}}}}
"""
WEIGHTS = {
    "fair": "{comfort: 50, cost: 50}",
    "gourmet": "{comfort: 90, cost: 10}",
    "miser": "{comfort: 10, cost: 90}",
    "thrifty": "{comfort: 20, cost: 80}",
}


def put_weights(path, points, extra=""):
    path.write_text(f"format: weights/1\n{extra}drivers: {points}\n", encoding="utf-8")


def named(*ids):
    return [part for id_ in ids for part in ("-w", id_)]

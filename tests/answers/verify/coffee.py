"""A small scenario, the kinds of results of it, and ways to spoil one."""

import json

COFFEE = """\
format: scenario/1
id: coffee
title: Which coffee machine?
question: Which machine?
weights: fair
sources:
  memo: {title: Office memo}
evidence:
  slow: {source: memo, says: The present machine takes four minutes a cup.}
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
  keep: {taste: 4, wait: {value: 4, evidence: [slow], kind: reporting}, cost: 100}
  new: {taste: {value: 8, low: 6, high: 9}, wait: 1, cost: 800}
  rent: {taste: 6, wait: 3, cost: 430}
injects:
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -500}}}, weights: {comfort: {times: 2}}}
"""
KINDS = {
    "score": ["score"],
    "score with weights": ["score", "-w", "gourmet"],
    "score what-if": ["score", "--set", "weights.comfort=70", "--set", "ratings.keep.taste=7"],
    "score inject": ["score", "--inject", "price_cut"],
    "sensitivity": ["sensitivity"],
    "sensitivity two-way": ["sensitivity", "--two-way", "taste,cost"],
    "sensitivity blend": ["sensitivity", "--blend", "gourmet"],
    "sensitivity lock": ["sensitivity", "--lock", "cost"],
    "sensitivity for": ["sensitivity", "--for", "rent"],
    "sensitivity inject": ["sensitivity", "--inject", "price_cut"],
    "explain": ["explain", "rent"],
    "explain against": ["explain", "keep", "--against", "new", "--inject", "price_cut"],
    "evidence": ["evidence"],
    "evidence without": ["evidence", "--without", "slow"],
    "evidence kind": ["evidence", "--kind", "reporting"],
    "robustness": ["robustness", "--samples", "2000"],
    "robustness seed": ["robustness", "--samples", "2000", "--seed", "9", "--model", "ordered"],
    "robustness around": ["robustness", "--samples", "2000", "--model", "around", "--spread", "0.4"],
    "robustness drivers": ["robustness", "--samples", "2000", "--over", "drivers"],
    "robustness exact but for knowing": [
        *("robustness", "--samples", "7000", "--over", "drivers"),
        *("--set", "ratings.rent.taste=unknown", "--set", "ratings.keep.wait=unknown"),
    ],
    "robustness uncertain": ["robustness", "--samples", "2000", "--ratings", "uncertain"],
    "robustness ranges": ["robustness", "-w", "ranged", "--samples", "2000", "--model", "ranges"],
    "robustness what-if": ["robustness", "--samples", "2000", "--set", "weights.cost=20"],
    "methods": ["methods"],
    "methods as published": ["methods", "--as-published", "--inject", "price_cut"],
    "compare": ["compare", "coffee", "-w", "fair", "-w", "gourmet", "--inject", "price_cut"],
    "compare all": ["compare"],
    "compare scenarios": ["compare", "coffee", "coffee2.yaml", "-w", "gourmet"],
    "compare scenarios with their own": ["compare", "coffee", "coffee2.yaml", "--set", "weights.cost=20"],
}


def put(path, text):
    path.write_text(text, encoding="utf-8")


def changed(path, change):
    stated = json.loads(path.read_text(encoding="utf-8"))
    change(stated)
    put(path, json.dumps(stated))

"""A small scenario and the saves of its files."""

import re
from pathlib import Path

from scenario_cli.answers.watch.report import watch_lines
from scenario_cli.render.lines import Frame
from scenario_cli.render.page import plain

OFFICE = """\
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
weights: red
drivers: {comfort: {}, cost: {}}
options: {keep: {title: Keep the old one}, rent: {title: Rent one}, buy: {title: Buy the new one}}
ratings:
  keep: {comfort: 0, cost: 10}
  rent: {comfort: 3, cost: 3}
  buy: {comfort: 10, cost: 0}
injects:
  strike: {title: A strike, ratings: {buy: {comfort: {set: 0}}}}
"""
RED = "format: weights/1\ntitle: Red\ndrivers:\n  comfort: 60  # they drink most\n  cost: 40\n"
BAD = RED.replace("60", "lots")
OTHER = RED.replace("60", "20")
SCENARIO, WEIGHTS = Path("scenarios/office.yaml"), Path("weights/red.yaml")


def weights(text):
    return lambda: WEIGHTS.write_text(text)


def save_by_renaming(text):
    new = Path("weights/.red.yaml.swp")
    new.write_text(text)
    new.replace(WEIGHTS)


def shown(view, lines=watch_lines, width=None, height=None):
    return "".join(f"{plain(line)}\n" for line in lines(view, Frame(width, height)))


LONG = (
    "a title that nobody in the back row could ever read to its end, 名前名前名前名前名前名前名前名前名前名前"
)


def crowd(options, title=LONG):
    ids = [f"o{i}" for i in range(options)]
    rows = "".join(f"  {id_}: {{comfort: {i / 4}, cost: {10 - i / 8}}}\n" for i, id_ in enumerate(ids))
    titles = ", ".join(f'{id_}: {{title: "{title} {id_}"}}' for id_ in ids)
    text = re.sub(r"options: .*", f"options: {{{titles}}}", OFFICE.partition("ratings:")[0])
    return (
        text.replace("Which machine does the office buy?", f'"Which machine? {title}"') + f"ratings:\n{rows}"
    )

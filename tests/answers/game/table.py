"""A table that plays: a small scenario, a game about it, and random lines."""

import re
from contextlib import suppress
from pathlib import Path

import scenario_cli as sc

COFFEE = """\
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
weights: fair
drivers:
  comfort:
    title: Comfort
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
  strike: {title: A strike, ratings: {rent: {wait: {set: 6}, taste: {shift: -1}}}}
"""
FAIR = "format: weights/1\ntitle: Fair\ndrivers: {comfort: 50, cost: 50}\n"
GOURMET = "format: weights/1\ndrivers: {comfort: 90, cost: 10}\nfactors: {comfort: {taste: 3, wait: 1}}\n"
SCENARIO, WEIGHTS, OTHER = (
    Path("scenarios/coffee.yaml"),
    Path("weights/fair.yaml"),
    Path("weights/gourmet.yaml"),
)
HOME = Path("games/office")
LOG = HOME / "log.jsonl"
TITLES = {"keep": "Keep the old one", "new": "Buy the new one", "rent": "Rent one"}
NUMBERS = ("weights.comfort={}0", "weights.comfort.wait={}", "weights.cost={}0", "ratings.new.taste={}")


def begin(**said):
    """Begin a game about coffee machines in the present folder."""
    for path, text in ((SCENARIO, COFFEE), (WEIGHTS, FAIR), (OTHER, GOURMET)):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sc.new_game(HOME, "coffee", teams=["red", "blue"], at="2026-03-02T09:00", **said)


def random_line(game, random):
    """Play one line of any kind; what cannot be now is left alone. An edit by hand comes before some."""
    number = f"{NUMBERS[random.randrange(4)].format(random.randint(1, 9))}"
    moves = [event.line for event in game.state.standing if event.kind == "move"]
    if random.random() < 0.1:
        text = WEIGHTS.read_text(encoding="utf-8")
        WEIGHTS.write_text(re.sub(r"cost: \d+", f"cost: {random.randint(1, 90)}", text), encoding="utf-8")
    can = [
        lambda: game.turn(f"Turn {game.state.turn + 1}"),
        lambda: game.inject(random.choice(["price_cut", "strike"])),
        lambda: game.inject(random.choice(["price_cut", "strike"]), until=game.state.turn),
        lambda: game.set(number, by="red", why="so they say"),
        lambda: game.set(weights=str(random.choice([WEIGHTS, OTHER]))),
        lambda: game.move("red", "does something"),
        lambda: game.say("blue", "says something"),
        lambda: game.ruling(random.choice(moves or [1]), random.random() < 0.5, settings=[number]),
        game.undo,
        game.redo,
    ]
    with suppress(sc.StudyError, sc.UsageError):
        random.choice(can)()


def lines(game):
    """The lines of the log as they are stated."""
    return game.show().to_dict()["log"]

"""A game at a small table, its files, and what its folder holds, read by code of the tests' own."""

import json
from hashlib import sha256
from pathlib import Path

import scenario_cli as sc

AT = "2026-03-02T09:00:00+00:00"
TEAMS = ("red", "blue", "青")
ZEROS = "0" * 64

OFFICE = """\
format: scenario/1
id: office
title: Which machine?
question: Which one does the office buy?
drivers:
  comfort:
    title: Comfort
    factors:
      taste: {title: Taste}
      noise: {title: Noise, scale: {worst: 0, best: 10, levels: {loud: 2, quiet: 9}}}
  cost: {title: Price, scale: {worst: 900, best: 100}}
options:
  keep: {title: Keep the old one}
  buy: {title: Buy the new one}
  rent: {title: Rent one}
ratings:
  keep: {taste: 4, noise: loud, cost: 100}
  buy: {taste: 8, noise: quiet, cost: 700}
  rent: {taste: {value: 7, low: 5, high: 8}, noise: 5, cost: 500}
injects:
  price_cut: {title: The price falls, ratings: {buy: {cost: {shift: -200}}}}
  strike: {title: Nobody delivers, ratings: {buy: {taste: {set: 1}}, rent: {taste: {shift: -3}}}}
  mood: {title: Comfort is all, weights: {comfort: {times: 3}}}
"""
MINE = "format: weights/1\nid: mine\ndrivers: {comfort: 40, cost: 60}\n"
ROOM = """\
format: weights/1
id: room
drivers: {comfort: 55, cost: 45}
factors: {comfort: {taste: 1, noise: 2}}
"""


def write_files(home):
    """Write the scenario, the weights that the game follows, and a ballot."""
    for name, text in (("office", OFFICE), ("mine", MINE), ("room", ROOM)):
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")


def begin(home, name="game", **stated):
    """Begin a game beside its files."""
    write_files(home)
    how = {"teams": TEAMS, "title": "Office", "at": AT} | stated
    return sc.new_game(home / name, home / "office.yaml", home / "mine.yaml", **how)


def played(home):
    """A game of two turns in which every kind of line stands; return it."""
    game = begin(home)
    game.guess("red", ["buy", "keep"], who="Col. R", at=AT)
    game.turn("Turn 1: spring", at=AT)
    game.move("blue", "Publishes the bill", because=["it has it", "the press asks"], at=AT)
    game.against("青", 4, "Nobody reads bills: “名前”", at=AT)
    game.ruling(4, True, chance=60.0, votes=[50, 70.5], roll=4, settings=["ratings.buy.cost=600"], at=AT)
    game.inject("mood", until=2, by="control", at=AT)
    game.set("weights.cost=50", "ratings.rent.noise=loud", by="red", why="the room insisted", at=AT)
    game.say("red", "We would have waited", at=AT)
    game.fact("The bill is public", by="control", at=AT)
    (home / "mine.yaml").write_text(MINE.replace("60", "61"), encoding="utf-8")
    game.set(weights=home / "room.yaml", at=AT)
    game.undo(why="too soon", at=AT)
    game.redo(at=AT)
    game.turn("Turn 2", at=AT)
    return game


def write_ballots(home, folder="r1", **points):
    """Write a ballot a person into a folder."""
    (home / folder).mkdir(exist_ok=True)
    for name, (comfort, cost) in points.items():
        head = f"format: ballot/1\nby: {name.title()}\nteam: red\nround: 1\nscenario: office\n"
        text = f"{head}drivers: {{comfort: {comfort}, cost: {cost}}}\n"
        (home / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home / folder


def tree(folder):
    """Everything in a folder: the bytes of each file, ``None`` for folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(Path(folder).rglob("*"))
    }


def raw_lines(folder):
    """The lines of a log as bytes, without their ends."""
    return (Path(folder) / "log.jsonl").read_bytes().split(b"\n")[:-1]


def stated(folder):
    """The lines of a log as plain data."""
    return [json.loads(line) for line in raw_lines(folder)]


def sealed(line, before):
    """A line as the form has it: compact JSON, then ``prev``, then the hash of all that, brace and all."""
    body = {key: part for key, part in line.items() if key not in ("prev", "sha256")} | {"prev": before}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return text[:-1] + b',"sha256":"' + sha256(text).hexdigest().encode() + b'"}'


def forge(folder, lines):
    """Write a log whose hashes are in order, whatever it states, and no checkpoint."""
    before, content = ZEROS, b""
    for line in lines:
        raw = sealed(line, before)
        before = sha256(raw).hexdigest()
        content += raw + b"\n"
    (Path(folder) / "log.jsonl").write_bytes(content)
    (Path(folder) / "checkpoint.json").unlink(missing_ok=True)


def scores(study):
    """The scores of a study by option."""
    return dict(zip(study.problem.options, map(float, study.ranking.scores), strict=True))

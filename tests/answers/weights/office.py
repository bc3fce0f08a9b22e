"""A small scenario of the user's with two weights files, and what tests of `scenario weights` ask of it."""

from pathlib import Path

OFFICE = """\
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
drivers:
  comfort:
    title: Comfort
    factors:
      taste: {title: Taste, scale: {worst: 0, best: 10, anchors: {0: Poured away, 10: Drunk up}}}
      wait: {title: Waiting time, scale: {worst: 10, best: 0, unit: min}}
      noise: {title: Noise}
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}}
  trust: {factors: {staff: {}, guide: {}}}
options:
  keep: {title: Keep the old one}
  rent: {title: Rent one}
  buy: {title: Buy the new one}
ratings:
  keep: {taste: 2, wait: 7, noise: 1, cost: 100, staff: 5, guide: 5}
  rent: {taste: 6, wait: 4, noise: 6, cost: 500, staff: 7, guide: 8}
  buy: {taste: 9, wait: 2, noise: 9, cost: 900, staff: 5, guide: 4}
"""
RED = """\
# What the red team said 🟥
format: weights/1
title: Red
scenario: office
drivers:
  comfort: 60   # they drink most
  cost: 20
  trust: 20
factors:
  comfort: {taste: 2, wait: 1, noise: 1}
"""

BARE = "weights/red.yaml"


def refused(result, code, message):
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(message), result.stderr
    return True


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def red():
    return Path(BARE).read_bytes().decode()


def rated_directly(ids, folder):
    """Write a scenario whose drivers are themselves rated, and return its path."""
    drivers = "".join(f"  {id_}: {{}}\n" for id_ in ids)
    cells = ", ".join(f"{id_}: {k % 10}" for k, id_ in enumerate(ids))
    path = folder / "direct.yaml"
    path.write_text(
        f"format: scenario/1\ntitle: T\nquestion: Q?\ndrivers:\n{drivers}"
        f"options: {{a: {{}}}}\nratings: {{a: {{{cells}}}}}\n"
    )
    return str(path)


def compared(ids, rows, name="p.yaml"):
    """Write a file of comparisons from text and return its name."""
    Path(name).write_text(f"format: pairs/1\nitems: [{', '.join(ids)}]\nmatrix: [{', '.join(rows)}]\n")
    return name


THREE = ["[1, 3, 5]", "[1/3, 1, 2]", "[1/5, 1/2, 1]"]

THINGS = ["comfort", "cost", "trust"]

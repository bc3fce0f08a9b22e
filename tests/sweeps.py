"""Sweeps for tests: two of one question, and what differs in them, counted one ranking at a time."""

import csv
import gzip
import io
import json
import random

from batch_builders import COFFEE, put, rows_in, rows_of

TIE = 1e-9
# The machine is cheaper, what it costs to wait is known, and a strike hits others.
CHANGED = COFFEE.replace("wait: unknown, cost: 100", "wait: 4, cost: 100").replace(
    "new: {taste: 8, wait: 1, cost: 800}", "new: {taste: 7, wait: 1, cost: 520}"
)
NAMES = ("scenario", "weights", "file", "row", "injects")


def two_sweeps(batch, coffee, *args, old="old.csv", new="new.csv"):
    """Sweep before and after the scenario changes; return the two files."""
    put(coffee / "scenarios/coffee.yaml", COFFEE)
    batch("coffee", *args, "-o", old)
    put(coffee / "scenarios/coffee.yaml", CHANGED)
    batch("coffee", *args, "-o", new)
    return coffee / old, coffee / new


def rankings(rows, keys=NAMES):
    """Rows to rankings by name: for each option its rank and score."""
    found = {}
    for row in rows:
        key = tuple("+".join(v) if isinstance(v := row[k], list) else v for k in keys if k in row)
        assert row["option"] not in found.setdefault(key, {}), "names tell rankings apart"
        found[key][row["option"]] = (int(row["rank"]), float(row["score"]))
    return found


def leaders(ranking):
    return sorted(option for option, (rank, _) in ranking.items() if rank == 1)


def differences(old, new):
    """Every count of a difference between two sweeps, given as rankings by name, by brute force."""
    both = [key for key in old if key in new]
    moves = {
        key: max((abs(new[key][o][1] - s) for o, (_, s) in old[key].items() if o in new[key]), default=0.0)
        for key in both
    }
    led = [key for key in both if leaders(old[key]) != leaders(new[key])]
    ranked = [
        key
        for key in both
        if {o: r for o, (r, _) in old[key].items()} != {o: r for o, (r, _) in new[key].items()}
    ]
    moved = [key for key in both if moves[key] > TIE]
    options = sorted({o for key in both for o in (*leaders(old[key]), *leaders(new[key]))})

    def times(test):
        return {o: sum(test(o in leaders(old[k]), o in leaders(new[k])) for k in both) for o in options}

    return {
        "rankings": len(both),
        "only": [sum(k not in new for k in old), sum(k not in old for k in new)],
        "rows_only": [
            sum(len([o for o in one[k] if o not in other.get(k, {})]) for k in one)
            for one, other in ((old, new), (new, old))
        ],
        "led_by_others": len(led),
        "ranked_otherwise": len(ranked),
        "moved": len(moved),
        "differ": len({*led, *ranked, *moved}),
        "most": max(moves.values(), default=0.0),
        "was": times(lambda was, _: was),
        "is": times(lambda _, now: now),
        "gained": times(lambda was, now: now and not was),
        "lost": times(lambda was, now: was and not now),
        "moves": moves,
        "led": led,
        "ranked": ranked,
    }  # fmt: skip


def counted(sweep):
    """The same counts as the JSON of ``scenario diff`` has them."""
    options = {one["option"]: one for one in sweep["options"]}
    counts = {k: sweep[k] for k in ("rankings", "only", "rows_only", "led_by_others", "ranked_otherwise")}
    return counts | {
        "moved": sweep["moved"],
        "differ": sweep["differ"],
        "most": abs(sweep["most"] or 0.0),
        "was": {o: one["first"][0] for o, one in options.items()},
        "is": {o: one["first"][1] for o, one in options.items()},
        "gained": {o: one["gained"] for o, one in options.items()},
        "lost": {o: one["lost"] for o, one in options.items()},
    }


def expected(old, new):
    """The counts that ``counted`` is to give, of two files."""
    found = differences(rankings(rows_in(old)), rankings(rows_in(new)))
    return {key: value for key, value in found.items() if key not in ("moves", "led", "ranked")}


def shuffled(path, to, seed, *, whole=False):
    """Write the rows of a CSV in another order; ``whole``: those of a ranking stay together, in theirs."""
    rows = rows_of(path.read_text(encoding="utf-8"))
    rng = random.Random(seed)
    if whole:
        groups = {}
        for row in rows:
            groups.setdefault(tuple(row.get(k) for k in NAMES), []).append(row)
        some = [*groups.values()]
        rng.shuffle(some)
        rows = [row for group in some for row in group]
    else:
        rng.shuffle(rows)
    put_rows(to, rows)


def put_rows(path, rows):
    """Write rows of text as a CSV or a JSON Lines file; packed, if its name says so."""
    if ".jsonl" in path.name:
        text = "".join(f"{json.dumps(row)}\n" for row in rows)
    else:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        text = stream.getvalue()
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())

"""Hostile bytes end a command with 0, 2, 3 or 4: never with a fault of the program."""

import json
import os
import random
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

CODES = {0, 2, 3, 4}
TIMES = int(os.environ.get("HOSTILE", "150"))  # of each kind
JUNK = [
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"- ",
    b"&a ",
    b"*a",
    b"!!int ",
    b"|\n",
]
JUNK += [
    b"\t",
    b"\r",
    b"'",
    b'"',
    b"\\ud800",
    b"1e999",
    b"-0",
    b".nan",
    b"0x1",
    b"~",
    b"unknown",
    b"<<: ",
    b"%",
]
JUNK += [
    b"9" * 5000,
    b"[" * 200,
    b"a: " * 90,
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"---\n",
    b"...\n",
    b"null",
    b"true",
]
PARTS = [
    None,
    True,
    -1,
    0,
    1e308,
    10**400,
    "",
    "x",
    "unknown",
    "\ud800",
    "-",
    "../x",
    [],
    {},
    [[]],
    {"": None},
]
PARTS += [[{"id": 1}], {"value": 4, "low": 9}, "china-arms-russia", "9" * 5000, 5e-324, [None] * 3]


def spoilt_bytes(content, chance):
    """Return bytes with a few pieces put in, taken away, repeated or changed."""
    content = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        to = min(len(content), at + chance.choice([1, 2, 5, 40, 400]))
        how = chance.randrange(5)
        if how == 0:
            content[at:at] = chance.choice(JUNK)
        elif how == 1:
            del content[at:to]
        elif how == 2:
            content[at:at] = content[at:to]
        elif how == 3:
            content[at:to] = chance.choice(JUNK)
        else:
            content[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(content)


def spoilt_data(data, chance):
    """Return JSON data with a few parts replaced, taken away, added or moved."""
    data = json.loads(json.dumps(data))
    for _ in range(chance.randint(1, 3)):
        holder = data
        for _ in range(chance.randrange(6)):
            inner = list(holder.values()) if isinstance(holder, dict) else holder
            inner = [part for part in inner if isinstance(part, dict | list) and part]
            if not inner:
                break
            holder = chance.choice(inner)
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        how = chance.randrange(4)
        if how == 0:
            del holder[key]
        elif how == 1 and isinstance(holder, dict):
            holder[chance.choice(["x", "id", "format", "", "value", "\x1b"])] = holder.pop(key)
        else:
            holder[key] = json.loads(json.dumps(chance.choice(PARTS)))
        if not data:
            break
    return data


@pytest.fixture
def tried(folder, run):
    """Run a command, and tell which content it was that ended it otherwise than it may."""

    def tried(content, *args):
        Path(args[-1]).write_bytes(content)
        result = run(*args)
        assert result.exit_code in CODES, (args, content[:2000], result.stderr[-2000:])
        assert "fault in scenario" not in result.stderr

    return tried


@pytest.mark.parametrize("seed", range(4))
def test_hostile_files_are_told(folder, run, tried, seed):
    chance = random.Random(seed)
    shipped = [run("show", name).stdout_bytes for name in ("china-arms-russia", "authors")]
    start = run("new", "scenario", "x", "-o", "-").stdout_bytes
    pairs = b"format: pairs/1\nitems: [power, interests, personality]\n"
    pairs += b"matrix: [[1, 1/3, 2], [3, 1, 4], [1/2, 1/4, 1]]\n"
    for _ in range(TIMES // 4):
        tried(spoilt_bytes(start, chance), *chance.choice([("check", "x.yaml"), ("score", "x.yaml")]))
        tried(spoilt_bytes(shipped[1], chance), "score", "china-arms-russia", "-w", "x.yaml")
        tried(spoilt_bytes(pairs, chance), "weights", "pairs", "x.yaml")
    for _ in range(TIMES // 40):
        tried(spoilt_bytes(shipped[0], chance), "check", "x.yaml")


QUESTIONS = [
    "score",
    "sensitivity",
    "explain straddle",
    "evidence",
    "compare -w authors -w critics",
    "robustness",
    "methods",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_hostile_results_are_told(folder, run, tried, question):
    chance = random.Random(question)
    command, *rest = question.split()
    option = [*rest[:1]] if command == "explain" else []
    weights = rest if command == "compare" else []
    few = ["--samples", "200"] if command == "robustness" else []
    asked = run(command, *option, "china-arms-russia", *weights, *few, "-o", "good.json")
    assert asked.exit_code == 0, asked.stderr
    content = Path("good.json").read_bytes()
    good = json.loads(content)
    for _ in range(TIMES // 12):
        if chance.random() < 0.3:
            spoilt = spoilt_bytes(content, chance)
        else:
            spoilt = json.dumps(spoilt_data(good, chance), indent=2).encode()
        tried(spoilt, "verify", "r.json")
        tried(spoilt, "diff", "good.json", "r.json")

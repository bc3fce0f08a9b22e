"""Files that the tests of batches write and read, and runs that go slowly."""

import csv
import gzip
import io
import json
import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

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
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}, minimum: 700}
options:
  keep: {title: Keep the old one}
  new: {title: Buy the new one}
  rent: {title: Rent one}
ratings:
  keep: {taste: 4, wait: unknown, cost: 100}
  new: {taste: 8, wait: 1, cost: 800}
  rent: {taste: 6, wait: 3, cost: 430}
injects:
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -500}}}}
  strike: {title: A strike, ratings: {rent: {wait: {set: 6}}}, weights: {comfort: {times: 1.7}}}
  boom: {title: A boom, weights: {cost: {times: 0.3}}}
"""


WEIGHTS = "format: weights/1\ndrivers: {{comfort: {}, cost: {}}}\n"


EVENTS = ["price_cut", "strike", "boom"]


FORMS = [".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".parquet"]


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def put_table(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def rows_in(path):
    """The rows of a file of any form, as Python values."""
    name = str(path)
    if name.endswith(".parquet"):
        return pytest.importorskip("pyarrow.parquet").read_table(path).to_pylist()
    content = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    if ".jsonl" in name:
        return [json.loads(line) for line in content.decode().splitlines()]
    words = {"true": True, "false": False}
    kinds = {"rank": int, "score": float, "behind": float, "tied": words.get, "first": words.get}
    kinds |= {"file": lambda text: text or None, "row": lambda text: int(text) if text else None}
    kinds |= {"low": float, "high": float, "could_lead": words.get}
    kinds |= {"injects": lambda text: [] if text == "none" else text.split("+"), "flags": str.split}
    return [{k: kinds.get(k, str)(v) for k, v in row.items()} for row in rows_of(content.decode())]


def leftovers(folder):
    """The working files of runs that have not come to their end; the journal of one that has says so."""
    found = [path for path in folder.iterdir() if ".scenario-" in path.name]
    return sorted(path.name for path in found if b'\n{"done": ' not in path.read_bytes())


def working(output, kind):
    """One of the working files of an output."""
    return output.with_name(f".{output.name}.scenario-{kind}")


def without_hash(text):
    return re.sub(r"[0-9a-f]{64}", "", text)


def without_file(text):
    """Rows of CSV without what is said of the file that they come from."""
    return [{k: v for k, v in row.items() if k not in ("file", "input_sha256")} for row in rows_of(text)]


SLOWLY = """
import sys, time
from scenario_cli.__main__ import main
from scenario_cli.batch import plan
from scenario_cli.batch.part import PartFile

plan.weightings_at_once = lambda *_: 250
whole = PartFile.add


def add(self, content, *about):
    start = self._part.tell()
    self._part.write(content[: len(content) // 2])
    self._part.flush()
    time.sleep(0.02)
    self._part.truncate(start)
    self._part.seek(0, 2)
    whole(self, content, *about)


PartFile.add = add
sys.argv[0] = "scenario"
main()
"""


LONG = ["batch", "coffee", "--table", "long.csv", "--jobs", "2"]


def pieces_in(journal):
    """How many pieces a journal has; its first line is none."""
    return max(0, journal.read_bytes().count(b"\n") - 1) if journal.exists() else 0


def wait_for_pieces(started, journal, count):
    """Wait until so many pieces are finished, or all are."""
    deadline = time.monotonic() + 30
    while started.poll() is None and time.monotonic() < deadline:
        if pieces_in(journal) >= count:
            return
        time.sleep(0.002)


def kill_all(leader):
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def session(leader):
    """The processes of a session that are still running."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] not in "ZX":
            found.append(int(stat.parent.name))
    return found


class CutOffError(Exception):
    """Stands for the moment at which a run ends without another word."""

"""A table of weightings ranked by hand, as somebody would who needs just this and knows the libraries.

    python benchmarks/by_hand.py table.csv made.csv          polars reads and writes (or made.jsonl)
    python benchmarks/by_hand.py table.parquet made.parquet  pyarrow reads and writes

NumPy computes; for the built-in scenario and a column a factor. The rows and columns are those of
``scenario batch``: scores may differ in their last digits, ranks and flags do not. Nothing is checked, told,
or kept to go on with.
"""

import sys
from hashlib import file_digest, sha256
from pathlib import Path

import numpy as np
import yaml

SCENARIO = Path(__file__).parent.parent / "scenarios" / "china-arms-russia.yaml"
VERSION = "0.2.0"
TIE, STEP, MOST = 1e-9, 0.1, 10.0  # a step is a point of ten, and moves no score further than ten
FLAGS = ("tie", "near_tie", "dominated")
WORDS = [[flag for k, flag in enumerate(FLAGS) if marks >> k & 1] for marks in range(8)]
AT_ONCE = 65_536


class Stated:
    """What the scenario states: options, factors, values (m, n), and who is dominated."""

    def __init__(self) -> None:
        content = SCENARIO.read_bytes()
        data = yaml.load(content, yaml.CSafeLoader)
        self.hash = sha256(content).hexdigest()
        self.id = data["id"]
        self.options = list(data["options"])
        self.factors = [factor for driver in data["drivers"].values() for factor in driver["factors"]]
        cells = [[data["ratings"][option][factor] for factor in self.factors] for option in self.options]
        self.values = (
            np.array([[c["value"] if isinstance(c, dict) else c for c in row] for row in cells]) / 10
        )
        other, own = self.values[None, :], self.values[:, None]
        self.dominated = ((other >= own).all(axis=2) & (other > own).any(axis=2)).any(axis=1)
        self.up, self.down = np.minimum(STEP, 1 - self.values), np.minimum(STEP, self.values)


def ranked(stated: Stated, points: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return ranks, ties, scores, points behind and flags of weightings (N, n), each (N, m)."""
    weights = points / points.sum(axis=1, keepdims=True)
    scores = np.minimum(100 * (weights @ stated.values.T), 100)
    ranks, tied = np.ones(scores.shape, dtype=np.int64), np.zeros(scores.shape, dtype=bool)
    for i in range(scores.shape[1]):
        for j in range(scores.shape[1]):
            if i != j:
                lead = scores[:, j] - scores[:, i]
                ranks[:, i] += lead > TIE
                tied[:, i] |= np.abs(lead) <= TIE
    near = np.zeros(scores.shape, dtype=bool)
    order = np.argsort(ranks, axis=1, kind="stable")
    for k in range(scores.shape[1] - 1):
        better, worse = order[:, k], order[:, k + 1]
        every = np.arange(len(scores))
        lead = scores[every, better] - scores[every, worse]
        which = np.flatnonzero((lead > TIE) & (lead < MOST))
        reach = np.maximum(stated.up[worse[which]], stated.down[better[which]])
        most = 100 * (weights[which] * reach).max(axis=1)
        near[which, worse[which]] = most - lead[which] > TIE
    marks = tied + 2 * near + 4 * stated.dominated
    return ranks, tied, scores, scores.max(axis=1, keepdims=True) - scores, marks


def hashes(stated: Stated, table: str) -> str:
    """Return what the rows say that they are made from."""
    with Path(table).open("rb") as file:
        return f"{stated.hash}+{file_digest(file, 'sha256').hexdigest()}"


def of_csv(table: str, made: str) -> None:
    """Read CSV with polars, and write it, or JSON Lines."""
    import polars as pl

    stated = Stated()
    points = pl.read_csv(table).select(stated.factors).to_numpy()
    ranks, tied, scores, behind, marks = ranked(stated, points)
    n, m = scores.shape
    rows = pl.DataFrame(
        {
            "row": np.repeat(np.arange(1, n + 1), m),
            "option": np.tile(np.arange(m), n),
            "rank": ranks.ravel(),
            "tied": tied.ravel(),
            "score": scores.ravel(),
            "behind": behind.ravel(),
            "flags": marks.ravel(),
        }
    )
    options, flags = pl.lit(pl.Series(stated.options)), pl.lit(pl.Series(WORDS))
    lines = made.endswith(".jsonl")
    if not lines:
        flags = pl.lit(pl.Series([" ".join(words) for words in WORDS]))
    rows = rows.select(
        scenario=pl.lit(stated.id),
        weights=pl.concat_str(pl.lit(f"{table}:"), "row"),
        injects=pl.lit([], pl.List(pl.String)) if lines else pl.lit("none"),
        option=options.gather(pl.col("option")),
        rank="rank",
        tied="tied",
        score="score",
        behind="behind",
        first=pl.col("rank") == 1,
        flags=flags.gather(pl.col("flags")),
        input_sha256=pl.lit(hashes(stated, table)),
        version=pl.lit(VERSION),
        file=pl.lit(table),
        row="row",
    )
    if lines:
        rows.select(sorted(rows.columns)).write_ndjson(made)
    else:
        rows.write_csv(made)


def of_parquet(table: str, made: str) -> None:
    """Read and write Parquet with pyarrow, so many rows at once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stated, first, writer = Stated(), 1, None
    made_from, lists = hashes(stated, table), pa.array(WORDS, pa.list_(pa.string()))
    for batch in pq.ParquetFile(table).iter_batches(AT_ONCE, columns=stated.factors):
        points = np.column_stack([column.to_numpy() for column in batch.columns])
        ranks, tied, scores, behind, marks = ranked(stated, points)
        n, m = scores.shape
        same = pa.array(np.zeros(n * m, dtype=np.int8))
        numbers = range(first, first + n)
        first += n

        def words(places: np.ndarray | pa.Array, known: list[str]) -> pa.Array:
            return pa.DictionaryArray.from_arrays(places, pa.array(known))

        rows = {
            "scenario": words(same, [stated.id]),
            "weights": words(np.repeat(np.arange(n), m), [f"{table}:{number}" for number in numbers]),
            "injects": pa.array([[]], pa.list_(pa.string())).take(same),
            "option": words(np.tile(np.arange(m, dtype=np.int8), n), stated.options),
            "rank": ranks.ravel(),
            "tied": tied.ravel(),
            "score": scores.ravel(),
            "behind": behind.ravel(),
            "first": ranks.ravel() == 1,
            "flags": lists.take(pa.array(marks.ravel())),
            "input_sha256": words(same, [made_from]),
            "version": words(same, [VERSION]),
            "file": words(same, [table]),
            "row": np.repeat(np.arange(numbers.start, numbers.stop), m),
        }
        written = pa.table(rows)
        writer = writer or pq.ParquetWriter(made, written.schema)
        writer.write_table(written)
    if writer is not None:
        writer.close()


if __name__ == "__main__":
    (of_csv if sys.argv[1].endswith(".csv") else of_parquet)(*sys.argv[1:])

"""Journals, pieces and tables that nobody would write: told with an exit code, in bounded room and time."""

import gzip
import json
import os
import random
import resource
import subprocess
import sys
from hashlib import sha256

import pytest
from batch_builders import put, rows_of, working

from scenario_cli.batch import run
from scenario_cli.batch.journal import head_line, read_journal

pytestmark = pytest.mark.thorough

HEAD = head_line("coffee")
ARGS = ["coffee", "--table", "table.csv", "--jobs", "1"]
FORESEEN = {0, 2, 3, 4}

JOURNALS = {
    "infinity": b'["x", Infinity, 0]\n',
    "a mapping": b'{"a": 1}\n',
    "a deep list": b"[" * 100_000 + b"\n",
    "falling ends": b'["a", "b", 88, 0, 0, 0]\n["a", "b", 40, 0, 0, 0]\n',
    "below zero": b'["a", "b", -1, 0, 0, 0]\n',
    "true for a number": b'["a", "b", true, 0, 0, 0]\n',
    "a huge number": b'["a", "b", ' + b"9" * 5_000 + b", 0, 0, 0]\n",
    "too few": b'["a", "b", 88]\n',
    "no UTF-8": b"\xff\xfe\n",
    "half a surrogate": b'["\\ud800", 1, 0, 0, 0, 0]\n',
    "a blank line": b"\n",
    "done in the middle": b'{"done": "x"}\n["a", "b", 88, 0, 0, 0]\n',
}


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_damaged_journal_is_told_at_its_line_and_dropped_only_where_forced(
    table, batch, cut_after, small_pieces, journal
):
    cut_after(3, *ARGS, "-o", "out.csv")
    path = working(table.parent / "out.csv", "journal")
    path.write_bytes(HEAD + JOURNALS[journal])
    line = 3 if journal == "falling ends" else 2
    said = f".out.csv.scenario-journal:{line}:1: error: this is no line that a run writes"
    for more in ([], ["--resume"]):
        assert batch(*ARGS, "-o", "out.csv", *more, code=3).stderr.startswith(said)
    assert path.read_bytes() == HEAD + JOURNALS[journal]
    batch(*ARGS, "-o", "out.csv", "--resume", "--force")
    batch(*ARGS, "-o", "whole.csv")
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()


def test_a_damaged_journal_without_pieces_keeps_nobody_from_writing(coffee, batch):
    batch("coffee", "-w", "fair", "-o", "out.csv")
    path = working(coffee / "out.csv", "journal")
    for more in ([], ["--resume"]):
        path.write_bytes(HEAD + JOURNALS["a mapping"])
        assert batch("coffee", "-w", "fair", "-o", "out.csv", *more).stderr == ""


@pytest.mark.parametrize("journal", JOURNALS)
def test_what_is_no_journal_at_all_is_in_the_way(table, batch, journal):
    path = working(table.parent / "out.csv", "journal")
    path.write_bytes(JOURNALS[journal])
    for more in ([], ["--resume"], ["--force"]):
        assert "is in the way, and of no run" in batch(*ARGS, "-o", "out.csv", *more, code=3).stderr
    assert path.read_bytes() == JOURNALS[journal]


@pytest.mark.parametrize("length", range(len(HEAD) + 1))
def test_a_journal_that_was_cut_off_in_its_first_line_is_one(length):
    found = read_journal(HEAD[:length], "x")
    assert found is not None
    assert list(found.pieces) == []


@pytest.mark.parametrize("how", ["a byte", "the middle", "other columns", "no rows"])
def test_a_damaged_arrow_piece_is_told_though_its_hash_is_right(table, batch, cut_after, small_pieces, how):
    pa = pytest.importorskip("pyarrow")
    cut_after(3, *ARGS, "-o", "out.parquet")
    part, journal = (working(table.parent / "out.parquet", kind) for kind in ("part", "journal"))
    lines = journal.read_bytes().splitlines(keepends=True)
    piece = json.loads(lines[2])
    content = bytearray(part.read_bytes()[: piece[2]])
    if how == "a byte":
        content[4] ^= 0xFF
    elif how == "the middle":
        content[100:600] = bytes(500)
    else:
        sink = pa.BufferOutputStream()
        other = pa.table({"a": [1] if how == "other columns" else pa.array([], pa.int64())})
        with pa.ipc.new_stream(sink, other.schema) as writer:
            writer.write_table(other)
        content = bytearray(sink.getvalue())
    part.write_bytes(content)
    piece[1:3] = sha256(content).hexdigest(), len(content)
    journal.write_bytes(b"".join(lines[:2]) + json.dumps(piece).encode() + b"\n")
    said = batch(*ARGS, "-o", "out.parquet", "--resume", code=3).stderr
    assert said.startswith(".out.parquet.scenario-part: error: bytes 0 to ")
    batch(*ARGS, "-o", "out.parquet", "--resume", "--force")
    batch(*ARGS, "-o", "whole.parquet")
    assert (table.parent / "out.parquet").read_bytes() == (table.parent / "whole.parquet").read_bytes()


def test_a_bad_byte_and_then_quotes_within_words_spoil_no_other_row(coffee, batch):
    """Two quotes in two lines were once taken for one word over both, and ended a batch as a fault."""
    (coffee / "t.csv").write_bytes(b'weights,comfort,cost\n\377,1,2\na"b,1,2\nc"d,3,4\n')
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [row["weights"] for row in rows_of(result.stdout)[::3]] == ['a"b', 'c"d']
    assert result.stderr == "t.csv:2:1: error: row 1: this is not UTF-8 text [wrong-row]\n"
    (coffee / "t.csv").write_bytes(b'w,comfort,cost\n\377,1,2\na"b,1,2\nc"d,3,4')
    assert "the column 'w' is neither" in batch("coffee", "--table", "t.csv", code=3).stderr


def small(command, env, megabytes=700):
    """Run a command that may take so much memory, beside what its libraries reserve."""

    def limit():
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))

    return subprocess.run(
        [sys.executable, "-m", "scenario_cli", *command],
        env=env,
        preexec_fn=limit,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="sets limits of Linux")
@pytest.mark.parametrize("before", [b"", b"comfort,cost\n1,2\n"])
def test_a_packed_line_of_800_megabytes_takes_little_room(coffee, environment, before):
    with gzip.open(coffee / "t.csv.gz", "wb", compresslevel=1) as file:
        file.write(before)
        for _ in range(800):
            file.write(bytes([49]) * 1_000_000)
    done = small(["batch", "coffee", "--table", "t.csv.gz", "--jobs", "1"], environment())
    line = before.count(b"\n") + 1
    assert done.stderr.decode() == f"t.csv.gz:{line}:1: error: this line is longer than 1 MiB [too-large]\n"
    assert done.returncode == 3
    assert done.stdout.count(b"\n") == (4 if before else 1)


def test_a_line_of_a_mebibyte_is_read(coffee, batch):
    blanks = " " * (1024 * 1024 - 4)
    put(coffee / "t.csv", f"comfort,cost\n1,{blanks}2\n3,4\n")
    assert len(rows_of(batch("coffee", "--table", "t.csv").stdout)) == 6
    put(coffee / "t.csv", f"comfort,cost\n1,{blanks}  2\n3,4\n")
    assert "t.csv:2:1: error: this line is longer" in batch("coffee", "--table", "t.csv", code=3).stderr


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")  # noqa: PTH110
def test_a_table_that_never_ends_or_is_no_plain_file_is_refused(coffee, batch):
    for link in ("zero", "zero.csv", "zero.csv.gz", "zero.parquet"):
        (coffee / link).symlink_to("/dev/zero")
        said = batch("coffee", "--table", link, code=3).stderr
        what = "a table is a plain file, and this is a device or a pipe [not-a-file]"
        assert said == f"{link}:1:1: error: {what}\n"
    os.mkfifo(coffee / "pipe.csv")
    assert "a device or a pipe" in batch("coffee", "--table", "pipe.csv", code=3).stderr
    said = batch("coffee", "--table", "weights", code=3).stderr
    assert (
        said
        == "weights:1:1: error: there is no table in this folder: .csv, .csv.gz, .parquet [missing-file]\n"
    )


def test_of_a_table_full_of_mistakes_some_hundred_are_told(coffee, batch):
    put(coffee / "t.csv", "comfort,cost\n" + "1,x\n" * 3_000 + "1,2\n")
    put(coffee / "u.csv", "comfort,cost\n" + "0,0\n" * 201)
    result = batch("coffee", "--table", "t.csv", "--table", "u.csv", code=3)
    told = result.stderr.splitlines()
    of_t, of_u = ([line for line in told if line.startswith(name)] for name in ("t.csv", "u.csv"))
    assert len([line for line in of_t if ": error: row" in line]) == run.MOST_TOLD == 200
    assert "t.csv: error: and 2,800 more [more]" in of_t
    assert "u.csv: error: and 1 more [more]" in of_u
    assert len(told) < 2 * run.MOST_TOLD + 2 + 201


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_mistakes_that_are_not_told_count(coffee, batch, jobs):
    put(coffee / "t.csv", "comfort,cost\n" + "".join(f"{k},x\n" for k in range(500)) + "1,2\n")
    args = ["coffee", "--table", "t.csv", "-o", "out.csv", "--jobs", jobs]
    batch(*args, code=3)
    assert "mistakes told before: 500" in batch(*args, "--resume", code=3).stderr


def test_a_head_of_a_mebibyte_takes_no_time_and_a_long_word_is_not_repeated(coffee, batch):
    put(coffee / "t.csv", ",".join(f"x{k}" for k in range(140_000)) + "\n1\n")
    said = batch("coffee", "--table", "t.csv", code=3).stderr
    assert "t.csv:1:1: error: the column 'x0' is neither a driver nor a factor of 'coffee'" in said
    assert "nor are 139,999 more" in said
    put(coffee / "t.csv", "comfort,cost," + "y" * 100_000 + "\n1,2,3\n")
    said = batch("coffee", "--table", "t.csv", code=3).stderr
    assert len(said) < 400
    put(coffee / "t.csv", "comfort,cost\n1," + "z" * 100_000 + "\n")
    assert len(batch("coffee", "--table", "t.csv", code=3).stderr) < 400


PARTS = [
    b"weights,comfort,cost\n",
    b"comfort,cost\n",
    b"comfort,cost,taste,wait\n",
    b"1,2\n",
    b"a,1,2\n",
    b'"a\nb",1,2\n',
    b'a"b,1,2\n',
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"1e400",
    b"-1",
    b"nan",
    "é\ud7ff".encode(),
    b"=1+1,1,2\n",
    b"none,0,0\n",
]


def test_hostile_tables_end_with_a_foreseen_code(coffee, run):
    rng = random.Random(11)
    seen = set()
    for k in range(150):
        content = b"".join(rng.choices(PARTS, k=rng.randrange(1, 12)))
        if rng.random() < 0.6:
            content = rng.choice(PARTS[:3]) + content
        name = rng.choice(["t.csv", "t.csv.gz", "t.parquet"] if k % 5 == 0 else ["t.csv"])
        packed = gzip.compress(content)
        cut = packed[: rng.randrange(len(packed))] if rng.random() < 0.3 else packed
        (coffee / name).write_bytes(cut if name.endswith("gz") else content)
        form = rng.choice([".csv", ".jsonl.gz", ".parquet"])
        more = ["--force", "--injects", rng.choice(["none", "each"])]
        result = run("batch", "coffee", "--table", name, "--jobs", "1", "-o", f"out{form}", *more)
        assert result.exit_code in FORESEEN, (name, content, result.stderr)
        seen.add(result.exit_code)
    assert seen == {0, 3}


def mutated(content, rng):
    """Spoil bytes in one of many ways."""
    at = rng.randrange(len(content) + 1)
    ways = [
        content[:at],
        content[:at] + bytes([rng.randrange(256)]) + content[at + 1 :],
        content[:at] + content[at + 20 :],
        content[:at] + rng.choice([*JOURNALS.values()])[:300] + content[at:],
        content + content[at:],
        bytes(at),
        b"\n".join(rng.sample(content.split(b"\n"), content.count(b"\n") + 1)),
    ]
    return rng.choice(ways)


@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_hostile_journals_and_pieces_never_write_another_result(
    table, batch, run, cut_after, small_pieces, form
):
    """Either it is told, or the bytes are those of a run that nobody has touched."""
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    rng = random.Random(12)
    whole, out = table.parent / f"whole{form}", table.parent / f"out{form}"
    put(table, "".join(table.read_text(encoding="utf-8").splitlines(keepends=True)[:200]))
    batch(*ARGS, "-o", whole.name)
    cut_after(3, *ARGS, "-o", out.name)
    files = {kind: working(out, kind) for kind in ("part", "journal")}
    kept = {kind: path.read_bytes() for kind, path in files.items()}
    seen = set()
    for _ in range(60):
        out.unlink(missing_ok=True)
        which = rng.choice([["part"], ["journal"], ["part", "journal"]])
        for kind, path in files.items():
            path.write_bytes(mutated(kept[kind], rng) if kind in which else kept[kind])
        result = run("batch", *ARGS, "-o", out.name, *rng.choice([["--resume"], ["--resume", "--force"], []]))
        assert result.exit_code in FORESEEN, result.stderr
        seen.add(result.exit_code)
        assert out.exists() == (result.exit_code == 0)
        if out.exists():
            assert out.read_bytes() == whole.read_bytes()
    assert seen == {0, 2, 3}

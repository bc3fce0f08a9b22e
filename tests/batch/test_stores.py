"""Scenarios, weights, tables and outputs in an object store, against a server of S3 in this process."""

import gc
import gzip
import json
import shutil
import subprocess
import sys

import pytest
from batch_builders import COFFEE, FORMS, WEIGHTS, put, put_table, rows_of
from buckets import BUCKET, KEY_ID, SECRET, asked_of_server

import scenario_cli as sc
from scenario_cli.batch import objects, pool, uploads
from scenario_cli.batch.stores import is_used, store_file

pytestmark = pytest.mark.thorough

S3 = f"s3://{BUCKET}"
LINE = ["coffee", "-w", "weights", "--injects", "each"]


@pytest.fixture
def stored(coffee, bucket):
    """The study, in a bucket as well."""
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee\n", ""))
    bucket.put_folder(coffee / "scenarios", "s")
    bucket.put_folder(coffee / "weights", "w")
    return bucket


def test_scenarios_and_weights_are_read_by_name_and_folder(stored, batch):
    expected = batch("scenarios", "-w", "weights", "--injects", "all").stdout
    assert len({row["scenario"] for row in rows_of(expected)}) == 2
    for jobs in ("1", "2"):
        for slash in ("", "/"):
            line = [f"{S3}/s{slash}", "-w", f"{S3}/w{slash}", "--injects", "all", "--jobs", jobs]
            assert batch(*line).stdout == expected
    one = ["scenarios/tea.yaml", "-w", "weights/fair.yaml"]
    assert batch(f"{S3}/s/tea.yaml", "-w", f"{S3}/w/fair.yaml").stdout == batch(*one).stdout


def test_a_process_that_has_opened_a_store_is_not_forked(stored, batch, monkeypatch):
    import multiprocessing

    started = []
    whole = multiprocessing.get_context
    monkeypatch.setattr(multiprocessing, "get_context", lambda how: started.append(how) or whole(how))
    batch("coffee", "-w", f"{S3}/w", "--jobs", "2")
    assert started == ["spawn"]
    assert is_used()


def test_a_list_in_a_store_names_files_here_and_there(stored, batch, coffee):
    stored.put("list.txt", f"weights/fair.yaml\n{S3}/w/miser.yaml\n")
    rows = rows_of(batch("coffee", "--files-from", f"{S3}/list.txt").stdout)
    assert [row["weights"] for row in rows[::3]] == ["fair", "miser"]
    said = batch("coffee", "--files-from", f"{S3}/none.txt", code=3).stderr
    assert said == f"{S3}/none.txt:1:1: error: there is no such object [missing-file]\n"


def test_archives_are_read_in_a_store(stored, batch, coffee):
    import io
    import tarfile

    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        archive.add(coffee / "weights", "weights")
    stored.put("w.tar.gz", content.getvalue())
    assert batch("coffee", "-w", f"{S3}/w.tar.gz").stdout == batch("coffee", "-w", "weights").stdout
    stored.put("w.tar.gz", content.getvalue()[:-30])
    said = batch("coffee", "-w", f"{S3}/w.tar.gz", code=3).stderr
    assert said.startswith(f"{S3}/w.tar.gz: error: this archive is damaged, cut off")


def test_tables_are_read_by_name_and_folder(coffee, bucket, batch, put_parquet):
    numbers = [[k % 7 + 0.5, k % 5 + 0.25] for k in range(60)]
    for name in ("team=red", "team=blue", "_hidden", ".hidden"):
        (coffee / "t" / name).mkdir(parents=True)
    put_table(coffee / "t/team=red/b.csv", ["comfort", "cost"], numbers)
    put_table(coffee / "t/_hidden/c.csv", ["comfort", "cost"], numbers)
    put_table(coffee / "t/.hidden/c.csv", ["comfort", "cost"], numbers)
    packed = gzip.compress((coffee / "t/team=red/b.csv").read_bytes())
    (coffee / "t/team=blue/a.csv.gz").write_bytes(packed)
    put_parquet("t/z.parquet", {"comfort": [row[1] for row in numbers], "cost": [1.5] * 60})
    bucket.put_folder(coffee / "t", "t")
    expected = batch("coffee", "--table", "t", "--keep-columns").stdout
    assert len(rows_of(expected)) == 3 * 60 * 3
    assert batch("coffee", "--table", f"{S3}/t", "--keep-columns").stdout == expected
    for name in ("team=red/b.csv", "team=blue/a.csv.gz", "z.parquet"):
        line = ["coffee", "--keep-columns", "--table"]
        assert batch(*line, f"{S3}/t/{name}").stdout == batch(*line, f"t/{name}").stdout


def test_a_wrong_row_is_told_at_its_line(coffee, bucket, batch):
    bucket.put("t.csv", "comfort,cost\n1,2\n1,x\n")
    said = batch("coffee", "--table", f"{S3}/t.csv", code=3).stderr
    assert said.startswith(f"{S3}/t.csv:3:2: error: row 2: ")


@pytest.mark.parametrize("form", FORMS)
def test_an_object_has_the_bytes_of_the_file_and_appears_at_the_end(coffee, bucket, batch, monkeypatch, form):
    seen = []
    whole = uploads.StoreSink.add

    def add(self, *done):
        whole(self, *done)
        seen.append((bucket.names(), bucket.unfinished()))

    monkeypatch.setattr(uploads.StoreSink, "add", add)
    batch(*LINE, "-o", f"out{form}")
    assert batch(*LINE, "-o", f"{S3}/dir/out{form}").stderr == ""
    assert bucket.everything() == {f"dir/out{form}": (coffee / f"out{form}").read_bytes()}
    assert seen == [([], [])]
    batch("coffee", "-o", f"{S3}/dir/out{form}")
    batch("coffee", "-o", f"out{form}")
    assert bucket.get(f"dir/out{form}") == (coffee / f"out{form}").read_bytes()


def test_a_summary_goes_into_a_store(coffee, bucket, batch):
    for form in FORMS:
        batch(*LINE, "--summary", "-o", f"out{form}")
        batch(*LINE, "--summary", "-o", f"{S3}/out{form}")
        assert bucket.get(f"out{form}") == (coffee / f"out{form}").read_bytes()


def test_an_object_that_is_large_goes_in_parts(coffee, bucket, monkeypatch):
    content = bytes(range(256)) * 128 * 1024  # 32 MiB
    (coffee / "large").write_bytes(content)
    objects.put(store_file(f"{S3}/large"), coffee / "large")
    assert bucket.get("large") == content


class _Broken:
    """A file that cannot be read to its end."""

    def __init__(self, error):
        self.left, self.error = 3, error

    def open(self, _):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def read(self, size):
        self.left -= 1
        if not self.left:
            raise self.error
        return bytes(size)


@pytest.mark.parametrize(
    "error", [OSError(5, "Input/output error"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"]
)
@pytest.mark.parametrize("blocks", [1024, 8 * 1024 * 1024], ids=["small", "large"])
def test_an_upload_that_fails_leaves_what_was_there(coffee, bucket, monkeypatch, error, blocks):
    """An upload of pyarrow's puts what has come in its place once nobody has it, which must not be."""
    monkeypatch.setattr(objects, "BLOCK", blocks)
    bucket.put("old.csv", "old")
    for key in ("old.csv", "new.csv"):
        with pytest.raises(type(error)):
            objects.put(store_file(f"{S3}/{key}"), _Broken(error))
    gc.collect()
    assert bucket.everything() == {"old.csv": b"old"}


AT_THE_END = """
import sys
from scenario_cli.batch import objects
from scenario_cli.batch.stores import store_file

class Broken:
    def open(self, _): return self
    def __enter__(self): return self
    def __exit__(self, *_): return None
    def read(self, size):
        self.left = getattr(self, "left", 4) - 1
        if not self.left:
            raise KeyboardInterrupt
        return bytes(size)

try:
    objects.put(store_file(sys.argv[1]), Broken())
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_upload_that_was_interrupted_is_not_ended_as_python_ends(coffee, bucket, environment):
    command = [sys.executable, "-c", AT_THE_END, f"{S3}/x.csv"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == ("interrupted\n", "", 0)
    assert bucket.names() == []


def test_what_cannot_be_put_there_is_kept_here(coffee, bucket, batch, monkeypatch):
    def fail(*_):
        raise OSError("this is not permitted")

    monkeypatch.setattr(uploads, "put", fail)
    said = batch(*LINE, "-o", f"{S3}/x.csv", code=3).stderr
    start = f"{S3}/x.csv: error: cannot be written: this is not permitted; the finished file is kept as "
    assert said.startswith(start)
    batch(*LINE, "-o", "x.csv")
    kept = type(coffee)(said.removeprefix(start).rstrip())
    assert kept.read_bytes() == (coffee / "x.csv").read_bytes()
    shutil.rmtree(kept.parent)


def test_a_run_that_fails_leaves_nothing(stored, batch, coffee, monkeypatch, tmp_path_factory):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("here")))
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    before = stored.everything()
    batch("coffee", "-w", "weights", "--fail-fast", "-o", f"{S3}/x.csv", code=3)
    batch("coffee", "-w", "weights/bad.yaml", "-o", f"{S3}/x.csv", code=3)
    batch("coffee", "-w", "weights", "--fail-fast", "-o", f"{S3}/d/", code=3)
    batch("coffee", "-w", "weights/bad.yaml", "-o", f"{S3}/d/", code=3)
    assert stored.everything() == before
    assert stored.unfinished() == []
    gc.collect()
    assert [*type(coffee)(tempfile.gettempdir()).iterdir()] == []


def test_what_somebody_works_on_and_what_is_read_is_not_replaced(stored, batch):
    stored.put("w.csv", "driver,factor,worst,best,keep\ncomfort,taste,0,10,4\n")
    stored.put("y.csv", WEIGHTS.format(1, 2))
    stored.put("t.csv", "comfort,cost\n1,2\n")
    before = stored.everything()
    for key, held in (("w.csv", "a table of ratings"), ("y.csv", "weights")):
        for more in ([], ["--summary"], ["--force"]):
            said = batch(*LINE, *more, "-o", f"{S3}/{key}", code=2).stderr
            assert f"-o {S3}/{key} holds {held}, which a result does not replace" in said
    said = batch("coffee", "--table", f"{S3}/t.csv", "-o", f"{S3}/t.csv", code=2).stderr
    assert said == f"error: -o {S3}/t.csv: this is the table that is read\n"
    said = batch("coffee", "-w", f"{S3}/w", "-o", f"{S3}/w/", code=2).stderr
    assert "these are weights that are read" in said
    assert stored.everything() == before


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (["-o", f"{S3}/x.csv", "--resume"], 2, f"--resume: -o {S3}/x.csv: one object leaves no pieces"),
        (["-o", f"{S3}/x.xlsx"], 2, f"-o {S3}/x.xlsx: expected one of .csv, .csv.gz"),
        (["-o", f"{S3}/x"], 2, f"-o {S3}/x: expected one of .csv, .csv.gz"),
        (["-o", "s3://away/x.csv"], 3, "s3://away/x.csv: error: cannot be written: there is no such bucket"),
        (["-o", "s3://away/x/"], 3, "s3://away/x: error: cannot be written: there is no such bucket"),
        (["-o", "s3:///x.csv"], 2, "s3://: name a bucket, s3://BUCKET/KEY"),
        (["-o", f"{S3}/x.csv?nope=1"], 2, f"{S3}: this store cannot be opened: 'nope' is no parameter of it"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_written_is_refused(coffee, bucket, batch, line, code, said):
    assert said in batch("coffee", *line, code=code).stderr
    assert bucket.names() == []


def test_what_is_not_there_is_told_and_the_rest_is_scored(stored, batch):
    stored.put("empty/readme.txt", "x")
    named = ["s/none.yaml", "none", "empty", "s/*.yaml"]
    line = [f"{S3}/{name}" for name in named] + ["s3://away/x.yaml", "s3://away/dir"]
    result = batch(*line, "coffee", "--table", f"{S3}/none.csv", "-w", "fair", code=3)
    assert len(rows_of(result.stdout)) == 3
    assert sorted(result.stderr.splitlines()) == sorted(
        [
            f"{S3}/s/none.yaml:1:1: error: there is no such object [missing-file]",
            f"{S3}/none:1:1: error: there is no such object [missing-file]",
            f"{S3}/empty:1:1: error: there is no YAML file in this folder [missing-file]",
            f"{S3}/s/*.yaml:1:1: error: there is no such object [missing-file]; "
            "in a store patterns are not looked for: name a folder",
            "s3://away/x.yaml:1:1: error: it cannot be read: there is no such bucket [unreadable]",
            "s3://away/dir:1:1: error: it cannot be read: there is no such bucket [unreadable]",
            f"{S3}/none.csv:1:1: error: the table cannot be read: there is no such object [unreadable]",
        ]
    )


def test_what_is_not_permitted_is_told_in_one_line(stored, batch, server):
    asked_of_server(server, "reset-auth", b"0")
    try:
        for line in (["-w", f"{S3}/w/fair.yaml"], ["-w", f"{S3}/w"], ["--table", f"{S3}/t.csv"]):
            said = batch("coffee", *line, code=3).stderr
            assert said.count("\n") == 1
            assert "the store does not take these credentials" in said or "this is not permitted" in said
        said = batch("coffee", "-o", f"{S3}/x.csv", code=3).stderr
        assert said.startswith(f"{S3}/x.csv: error: cannot be written: ")
        assert KEY_ID not in said
    finally:
        asked_of_server(server, "reset-auth", b"inf")


def test_a_store_that_is_away_is_told_within_a_bounded_time(coffee, bucket, batch, monkeypatch):
    import time

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    start = time.monotonic()
    said = batch("coffee", "-w", f"{S3}/w/fair.yaml", code=3).stderr
    assert said == (
        f"{S3}/w/fair.yaml:1:1: error: it cannot be read: the store cannot be reached [unreadable]\n"
    )
    said = batch("coffee", "-o", f"{S3}/x.csv", code=3).stderr
    assert said == f"{S3}/x.csv: error: cannot be written: the store cannot be reached\n"
    assert time.monotonic() - start < 20


def test_an_endpoint_is_taken_from_the_name_and_then_from_the_environment(stored, batch, monkeypatch, server):
    expected = batch("coffee", "-w", "weights/fair.yaml").stdout
    place = server.removeprefix("http://")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    for query in (f"endpoint_override={place}&scheme=http", f"scheme=http&endpoint_override={server}"):
        assert batch("coffee", "-w", f"{S3}/w/fair.yaml?{query}").stdout == expected
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server)
    assert batch("coffee", "-w", f"{S3}/w/fair.yaml").stdout == expected


def test_no_secret_gets_out(stored, batch, coffee, server, monkeypatch):
    """Whatever opens a store in a name is in no message, no row and no manifest."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name)
    secret = "s%2Fcret+key"
    query = f"?scheme=http&endpoint_override={server.removeprefix('http://')}"
    at = f"s3://{KEY_ID}:{secret}@{BUCKET}"
    put(coffee / "weights/bad.yaml", "drivers: [")
    stored.put_folder(coffee / "weights", "w")
    stored.put("t.csv", "comfort,cost\n1,2\nx,1\n")
    said = []
    for line, code in (
        ([f"{at}/s/tea.yaml{query}", "-w", f"{at}/w{query}", "--table", f"{at}/t.csv{query}"], 3),
        (["coffee", "-w", f"{at}/none.yaml{query}", "-w", f"{at}/none{query}"], 3),
        (["coffee", "-w", "fair", "-o", f"{at}/o.csv{query}"], 0),
        (["coffee", "-w", "fair", "-o", f"{at}/o.csv{query}", "--resume"], 2),
        (["coffee", "-w", "fair", "-o", f"{at}/o.txt{query}"], 2),
        (["coffee", "-w", "bad", "-o", f"{at}/p.csv{query}"], 3),
        (["coffee", "-w", "fair", "-o", f"{at}/d/{query}"], 0),
        (["coffee", "-w", "fair", "-o", f"{at}/d/{query}"], 2),
        (["coffee", "-w", "fair", "-o", f"{at}/d/{query}", "--resume"], 0),
        (["coffee", "-w", "fair", "-o", f"{at}/x.csv{query}&nope={SECRET}"], 2),
        (["coffee", "-w", f"{at.replace('@', '%%@')}/x.yaml{query}&region={SECRET}%zz"], 3),
        (["coffee", "-w", "fair", "-o", f"s3://{KEY_ID}:{secret}@/x.csv{query}"], 2),
    ):
        result = batch(*line, code=code)
        said.append(result.stdout + result.stderr)
    answer = sc.batch("coffee", output=f"{at}/py/{query}", force=True)
    said += [repr(answer), json.dumps(answer.to_dict()), answer.finding, str(answer)]
    assert len(answer.to_arrow()) == answer.rows == 3
    told = "\n".join(said) + "\n".join(
        text.decode("latin-1") for key, text in stored.everything().items() if key[:2] not in ("s/", "w/")
    )
    assert f"s3://{BUCKET}/w/bad.yaml:" in told
    for word in (KEY_ID, "cret", SECRET, "endpoint_override", "scheme=http", f"@{BUCKET}"):
        assert word not in told, word


def test_python_does_the_same(stored, coffee):
    answer = sc.batch(f"{S3}/s", weights=f"{S3}/w", output=f"{S3}/rows.parquet")
    assert answer.output == f"{S3}/rows.parquet"
    held = sc.batch("scenarios", weights="weights")
    assert answer.to_arrow().to_pylist() == held.to_arrow().to_pylist()
    for form in (".csv.gz", ".jsonl"):
        again = sc.batch(f"{S3}/s", weights=f"{S3}/w", output=f"{S3}/rows{form}")
        assert again.to_arrow().num_rows == held.rows
    summed = sc.batch(f"{S3}/s", weights=f"{S3}/w", summary=True, output=f"{S3}/sums.csv")
    assert summed.rows == len(sc.batch("scenarios", weights="weights", summary=True).to_dict()["table"])


def test_a_store_needs_its_package(coffee, batch, monkeypatch):
    from scenario_cli import extras

    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    for line in (["-w", f"{S3}/w"], ["--table", f"{S3}/t.csv"], ["-o", f"{S3}/x.csv"], ["-o", f"{S3}/x/"]):
        said = batch("coffee", *line, code=2).stderr
        assert "needs pyarrow; install scenario-cli with the extra 'table'" in said


def test_workers_of_a_cluster_are_sent_what_a_store_holds(stored, monkeypatch):
    """What is read where `batch` runs travels with each piece."""
    from scenario_cli.batch.chunk import ReadFile, loaded
    from scenario_cli.batch.plan import BatchAsked, planned

    plan = planned(BatchAsked(scenarios=("coffee",), weights=(f"{S3}/w", f"{S3}/w/none.yaml")))
    (chunk,) = plan.steps(plan.layout)
    read = loaded(chunk)
    assert [file.name for file in read.weights] == [
        f"{S3}/w/{name}.yaml" for name in ("fair", "gourmet", "miser")
    ]
    assert all(isinstance(file, ReadFile) for file in read.weights)
    assert [mistake.file for mistake in read.unread] == [f"{S3}/w/none.yaml"]
    assert pool.run_chunk(read).rankings == 3

"""Datasets and merges in an object store: the bytes of folders, manifests last, finished pieces kept."""

import json

import pytest
from batch_builders import COFFEE, WEIGHTS, CutOffError, put
from buckets import BUCKET

from scenario_cli.batch import store_folder
from scenario_cli.batch.kept import KeptPieces

pytestmark = pytest.mark.thorough

S3 = f"s3://{BUCKET}"
LINE = ["coffee", "tea.yaml", "-w", "weights", "--table", "table.csv"]
MADE = ".scenario-made/"


def everything_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def study(table, coffee, small_pieces, bucket):
    put(coffee / "tea.yaml", COFFEE.replace("id: coffee", "id: tea"))
    return coffee


@pytest.fixture
def cut_after_piece(monkeypatch, batch):
    """Run a batch that ends once so many pieces of a dataset are kept."""

    def cut_after_piece(pieces, *args):
        whole, count = KeptPieces.add, iter(range(pieces))

        def add(self, piece):
            if next(count, None) is None:
                raise CutOffError
            whole(self, piece)

        with monkeypatch.context() as patch:
            patch.setattr(KeptPieces, "add", add)
            batch(*args, code=1)

    return cut_after_piece


@pytest.fixture
def puts(monkeypatch):
    """The keys that are put in place at the end, in order; ``fail_at`` is how many of them succeed."""
    whole, puts = store_folder.put, []

    def put_(file, content):
        if len(puts) == puts_fail[0]:
            raise OSError("the store cannot be reached")
        puts.append(file.key)
        whole(file, content)

    puts_fail = [None]
    monkeypatch.setattr(store_folder, "put", put_)
    return puts, puts_fail


@pytest.mark.parametrize("more", [[], ["--summary"], ["--shard", "2/3"], ["--summary", "--shard", "2/3"]])
def test_a_dataset_in_a_store_has_the_bytes_of_the_folder(study, batch, bucket, puts, more):
    batch(*LINE, *more, "-o", "out/")
    assert batch(*LINE, *more, "-o", f"{S3}/a/out/").stderr == ""
    assert bucket.everything("a/out/") == everything_in(study / "out")
    assert puts[0][-1] == "a/out/manifest.json"
    assert bucket.names() == bucket.names("a/out/")


def test_a_bucket_itself_can_be_a_dataset(study, batch, bucket):
    batch(*LINE, "-o", "out/")
    batch(*LINE, "-o", S3)
    assert bucket.everything() == everything_in(study / "out")
    batch(*LINE, "-o", f"{S3}/", "--resume")


def test_until_it_is_finished_only_pieces_are_there(study, batch, bucket, cut_after_piece):
    cut_after_piece(4, *LINE, "-o", f"{S3}/out/")
    names = [key.removeprefix(f"out/{MADE}") for key in bucket.names("out/")]
    assert names[0] == "head.json"
    assert [name[:12] for name in names[1:]] == [f"piece-{k:06}" for k in range(4)]


def test_a_dataset_that_stands_there_is_replaced_by_force_alone(study, batch, bucket):
    batch("coffee", "--injects", "each", "-o", f"{S3}/out/")
    before = bucket.everything()
    for name in ("out", "out/"):
        said = batch(*LINE, "-o", f"{S3}/{name}", code=2).stderr
        assert said == f"{S3}/out: error: a dataset stands here already; --force replaces it\n"
    assert bucket.everything() == before
    batch("tea.yaml", "-w", "weights", "-o", f"{S3}/out", "--force")
    batch("tea.yaml", "-w", "weights", "-o", "out/")
    assert bucket.everything("out/") == everything_in(study / "out")


@pytest.mark.parametrize(
    "key", ["out/mine.txt", "out/scenario=coffee/mine.txt", "out/scenario=tea/part-0.parquet"]
)
def test_what_is_of_no_dataset_is_refused(study, batch, bucket, key):
    if "mine" in key:
        batch("coffee", "-o", f"{S3}/out/")
    bucket.put(key, "mine")
    before = bucket.everything()
    for more in ([], ["--force"]):
        said = batch(*LINE, "-o", f"{S3}/out/", *more, code=2).stderr
        inside = key.removeprefix("out/")
        assert f"-o {S3}/out/: this folder holds '{inside}', which is of no dataset" in said
    assert bucket.everything() == before


@pytest.mark.parametrize("shard", [[], ["--shard", "2/3"]], ids=["whole", "shard"])
@pytest.mark.parametrize("pieces", [0, 1, 7])
def test_a_run_cut_after_any_piece_goes_on_to_the_same_dataset(
    study, batch, bucket, cut_after_piece, shard, pieces
):
    batch(*LINE, *shard, "-o", "out/")
    cut_after_piece(pieces, *LINE, *shard, "-o", f"{S3}/out/")
    if pieces:
        said = batch(*LINE, *shard, "-o", f"{S3}/out/", code=2).stderr
        assert f"-o {S3}/out/: an unfinished run stands here (" in said
    assert batch(*LINE, *shard, "-o", f"{S3}/out/", "--resume").stderr == ""
    assert bucket.everything("out/") == everything_in(study / "out")
    before = bucket.everything()
    said = batch(*LINE, *shard, "-o", f"{S3}/out/", "--resume").stderr
    assert said == f"{S3}/out: finished before; nothing to do\n"
    assert bucket.everything() == before


@pytest.mark.parametrize("fails", [0, 1, 2, 3])
@pytest.mark.parametrize("replaced", [False, True])
def test_a_run_cut_while_its_files_are_put_in_place_goes_on(study, batch, bucket, puts, fails, replaced):
    keys, puts_fail = puts
    if replaced:
        batch("coffee", "china-arms-russia", "-o", f"{S3}/out/")
    force = ["--force"] if replaced else []
    keys.clear()
    puts_fail[0] = fails
    said = batch(*LINE, "-o", f"{S3}/out/", *force, code=3).stderr
    assert said.endswith("the store cannot be reached; --resume goes on from here\n")
    there = "out/manifest.json" in bucket.names()
    assert there is (replaced and not fails)
    puts_fail[0] = None
    batch(*LINE, "-o", f"{S3}/out/", "--resume", *(force if there else []))
    batch(*LINE, "-o", "out/")
    assert bucket.everything("out/") == everything_in(study / "out")


@pytest.mark.parametrize("again", [[], ["--force"]])
def test_a_summary_cut_while_its_files_are_put_in_place_is_made_anew(study, batch, bucket, puts, again):
    puts[1][0] = 2
    batch(*LINE, "--summary", "-o", f"{S3}/out/", code=3)
    assert "out/manifest.json" not in bucket.names()
    puts[1][0] = None
    batch(*LINE, "--summary", "-o", f"{S3}/out/", *again)
    batch(*LINE, "--summary", "-o", "out/")
    assert bucket.everything("out/") == everything_in(study / "out")


def test_resume_is_refused_where_inputs_or_a_piece_have_changed(study, batch, bucket, cut_after_piece):
    cut_after_piece(5, *LINE, "-o", f"{S3}/out/")
    key = next(key for key in bucket.names() if "piece-000003" in key)
    whole = bucket.get(key)
    bucket.put(key, whole[:-1] + b"x")
    said = batch(*LINE, "-o", f"{S3}/out/", "--resume", code=3).stderr
    assert said.startswith(f"{S3}/{key}: error: its bytes are not those that a run has written")
    bucket.put(key, whole)
    put(study / "weights/fair.yaml", WEIGHTS.format(51, 49))
    before = bucket.everything()
    said = batch(*LINE, "-o", f"{S3}/out/", "--resume", code=3).stderr
    assert "the inputs or options have changed since this run was cut off" in said
    assert bucket.everything() == before
    said = batch(*LINE, "-o", f"{S3}/out/", "--force").stderr
    assert "rows of an unfinished run (coffee, tea.yaml with weights, table.csv) are dropped" in said
    assert not any(MADE in key for key in bucket.names())


def test_shards_in_a_store_are_merged_there_and_here(study, batch, bucket, run):
    for k in (1, 2, 3):
        batch(*LINE, "--shard", f"{k}/3", "-o", f"{S3}/s{k}/" if k < 3 else "s3/")
    names = [f"{S3}/s2", "s3", f"{S3}/s1/"]
    batch(*LINE, "-o", "one/")
    for form in (".csv", ".jsonl.gz", ".parquet"):
        batch(*LINE, "-o", f"one{form}")
        assert run("merge", *names, "-o", f"{S3}/all{form}").exit_code == 0
        assert bucket.get(f"all{form}") == (study / f"one{form}").read_bytes()
        assert run("merge", *names, "-o", f"all{form}").exit_code == 0
        assert (study / f"all{form}").read_bytes() == (study / f"one{form}").read_bytes()
    assert run("merge", *names, "-o", f"{S3}/all/").exit_code == 0
    assert bucket.everything("all/") == everything_in(study / "one")
    result = run("merge", f"{S3}/s1", f"{S3}/none", "-o", f"{S3}/x.csv")
    assert result.exit_code == 3
    assert f"{S3}/none: error: there is no such folder: no manifest.json" in result.stderr
    manifest = json.loads(bucket.get("s1/manifest.json"))
    bucket.put(f"s1/{manifest['files'][0]['path']}", "other")
    result = run("merge", *names, "-o", f"{S3}/x.csv")
    assert result.exit_code == 3
    assert f"{S3}/s1/{manifest['files'][0]['path']}: error: its bytes are not those" in result.stderr
    assert "x.csv" not in bucket.names()


def test_summaries_in_a_store_are_merged(study, batch, bucket, run):
    for k in (1, 2):
        batch(*LINE, "--summary", "--shard", f"{k}/2", "-o", f"{S3}/s{k}/")
    batch(*LINE, "--summary", "-o", "one.csv")
    batch(*LINE, "--summary", "-o", "one/")
    assert run("merge", f"{S3}/s2", f"{S3}/s1", "-o", f"{S3}/all.csv").exit_code == 0
    assert bucket.get("all.csv") == (study / "one.csv").read_bytes()
    assert run("merge", f"{S3}/s2", f"{S3}/s1", "-o", f"{S3}/all/").exit_code == 0
    assert bucket.everything("all/") == everything_in(study / "one")
    assert run("merge", f"{S3}/all", "-o", f"{S3}/again.csv").exit_code == 0
    assert bucket.get("again.csv") == (study / "one.csv").read_bytes()
    result = run("merge", f"{S3}/s1", f"{S3}/s2", "-o", f"{S3}/s1/", "--force")
    assert (result.exit_code, "this is of a shard that is read" in result.stderr) == (2, True)


def test_readers_find_a_dataset_in_a_store(study, batch, bucket, server):
    dataset = pytest.importorskip("pyarrow.dataset")
    from pyarrow.fs import S3FileSystem

    batch(*LINE, "-o", f"{S3}/out/")
    files = S3FileSystem(endpoint_override=server.removeprefix("http://"), scheme="http")
    read = dataset.dataset(
        f"{BUCKET}/out", filesystem=files, partitioning="hive", exclude_invalid_files=True
    ).to_table()
    assert set(read.column("scenario").to_pylist()) == {"coffee", "tea"}
    assert len(read) == json.loads(bucket.get("out/manifest.json"))["rows"]

"""A folder of Parquet files as a result: what it holds, and what it never replaces."""

import json
from hashlib import sha256

import pytest
from batch_builders import COFFEE, put, rows_in

import scenario_cli as sc
from scenario_cli.batch.folder import DatasetFolder

pq = pytest.importorskip("pyarrow.parquet")

LINE = ["coffee", "china-arms-russia", "--injects", "each"]


def everything_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_bytes())


def test_a_dataset_has_a_file_a_scenario_and_a_manifest(coffee, batch):
    batch(*LINE, "-o", "all.parquet")
    result = batch(*LINE, "-o", "out/")
    assert (result.stdout, result.stderr) == ("", "")
    manifest = manifest_of(coffee / "out")
    assert list(manifest) == ["format", "provenance", "shard", "rows", "columns", "outcome", "files"]
    assert (manifest["format"], manifest["shard"]) == ("batch-dataset/1", [1, 1])
    expected = rows_in(coffee / "all.parquet")
    assert manifest["rows"] == len(expected)
    assert manifest["columns"] == list(expected[0])
    assert [list(file) for file in manifest["files"]] == [["path", "rows", "bytes", "sha256"]] * 2
    assert everything_in(coffee / "out").keys() == {
        "manifest.json",
        "scenario=coffee/part-0.parquet",
        "scenario=china-arms-russia/part-0.parquet",
    }
    found = []
    for file in manifest["files"]:
        content = (coffee / "out" / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), sha256(content).hexdigest())
        rows = pq.ParquetFile(coffee / "out" / file["path"]).read().to_pylist()
        assert len(rows) == file["rows"]
        scenario = file["path"].split("/")[0].removeprefix("scenario=")
        found += [{"scenario": scenario, **row} for row in rows]
    assert found == expected


def test_readers_find_the_scenario_in_the_names_of_folders(coffee, batch):
    dataset = pytest.importorskip("pyarrow.dataset")
    batch(*LINE, "-o", "out/")
    read = dataset.dataset("out", partitioning="hive", exclude_invalid_files=True).to_table()
    assert set(read.column("scenario").to_pylist()) == {"coffee", "china-arms-russia"}
    assert len(read) == manifest_of(coffee / "out")["rows"]


def test_the_same_bytes_for_any_number_of_jobs_and_at_each_writing(table, coffee, batch, small_pieces):
    line = [*LINE[:1], "china-arms-russia", "coffee", "-w", "weights/fair.yaml", "--injects", "all"]
    before = None
    for jobs in ("1", "2", "1"):
        batch("coffee", "--table", "table.csv", "--jobs", jobs, "-o", "rows/", "--force")
        batch("coffee", "--table", "table.csv", "--summary", "--jobs", jobs, "-o", "sums/", "--force")
        batch(*line, "--jobs", jobs, "-o", "two/", "--force", code=3)  # these weights fit coffee alone
        now = [everything_in(coffee / name) for name in ("rows", "sums", "two")]
        assert before in (None, now)
        before = now
    assert [file["path"] for file in manifest_of(coffee / "two")["files"]] == [
        "scenario=coffee/part-0.parquet",
    ]


def test_a_scenario_that_comes_again_has_a_second_file(coffee, batch):
    put(coffee / "again.yaml", COFFEE)
    batch("coffee", "china-arms-russia", "again.yaml", "-o", "out/")
    assert [file["path"] for file in manifest_of(coffee / "out")["files"]] == [
        "scenario=coffee/part-0.parquet",
        "scenario=china-arms-russia/part-0.parquet",
        "scenario=coffee/part-1.parquet",
    ]


def test_columns_are_those_that_are_asked(coffee, batch):
    batch("coffee", "--columns", "score,option", "-o", "out/")
    manifest = manifest_of(coffee / "out")
    assert manifest["columns"] == ["score", "option"]
    assert pq.ParquetFile(coffee / "out" / manifest["files"][0]["path"]).schema.names == ["score", "option"]
    result = batch("coffee", "--columns", "scenario", "-o", "none/", code=2)
    assert "name another one beside it" in result.stderr


def test_an_empty_folder_is_filled_and_a_dataset_replaced_by_force_alone(coffee, batch):
    (coffee / "out").mkdir()
    batch("coffee", "-o", "out")
    before = everything_in(coffee / "out")
    result = batch("coffee", "--injects", "each", "-o", "out", code=2)
    assert result.stderr == "out: error: a dataset stands here already; --force replaces it\n"
    assert everything_in(coffee / "out") == before
    batch("coffee", "--injects", "each", "-o", "out", "--force")
    assert manifest_of(coffee / "out")["rows"] == 12
    assert [path.name for path in coffee.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("what", ["mine.txt", "scenario=coffee/mine.txt", "empty/", "link"])
def test_a_folder_that_holds_anything_else_is_never_replaced(coffee, batch, force, what):
    batch("coffee", "-o", "out/")
    strange = coffee / "out" / what
    if what == "link":
        strange.symlink_to(coffee / "scenarios")
    elif what.endswith("/"):
        strange.mkdir()
    else:
        put(strange, "mine")
    before = everything_in(coffee / "out")
    result = batch("coffee", "-o", "out/", *force, code=2)
    assert f"this folder holds '{what.rstrip('/')}', which is of no dataset" in result.stderr
    assert everything_in(coffee / "out") == before


@pytest.mark.parametrize("content", ["{}", "[1]", "no JSON", '{"format": "batch-dataset/2"}'])
def test_a_manifest_of_somebody_else_is_not_ours(coffee, batch, content):
    put(coffee / "out/manifest.json", content)
    result = batch("coffee", "-o", "out/", "--force", code=2)
    assert "this folder holds 'manifest.json', which is of no dataset" in result.stderr
    assert (coffee / "out/manifest.json").read_text() == content


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (["-o", "scenarios/"], 2, "this is a scenario that is read"),
        (["-o", "weights/"], 2, "this folder holds 'fair.yaml', which is of no dataset"),
        (["-o", "scenarios/coffee.yaml/"], 2, "this is no folder"),
        (["-o", "away/out/"], 3, "away/out: error: cannot be written: No such file or directory"),
        (["-o", "out/", "--resume", "--summary"], 2, "--resume: a summary is made anew"),
        (["-o", "/"], 2, "this folder cannot be a dataset"),
    ],
)
def test_what_cannot_be_written_is_refused(coffee, batch, line, code, said):
    before = everything_in(coffee)
    assert said in batch("coffee", *line, code=code).stderr
    assert everything_in(coffee) == before


def test_a_dataset_is_not_replaced_by_its_own_rows(coffee, batch):
    put(coffee / "t.csv", "weights,comfort,cost\na,1,2\nb,2,1\n")
    batch("coffee", "--table", "t.csv", "-o", "out/")
    before = everything_in(coffee / "out")
    result = batch("coffee", "--table", "out", "--keep-columns", "-o", "out/", "--force", code=2)
    assert "this is the table that is read" in result.stderr
    assert everything_in(coffee / "out") == before


def test_a_run_that_fails_leaves_what_was_there(coffee, batch, monkeypatch):
    batch("coffee", "-o", "out/")
    before = everything_in(coffee)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(DatasetFolder, "about", fail)
    result = batch("coffee", "--injects", "each", "-o", "out/", "--force", code=3)
    said = "out: error: cannot be written: No space left on device; --resume goes on from here\n"
    assert result.stderr == said
    kept = {name for name in everything_in(coffee) if name.startswith(".out.scenario-made/")}
    assert {name: text for name, text in everything_in(coffee).items() if name not in kept} == before
    assert {name.rpartition("/")[2] for name in kept} == {"lock", "head.json", "piece-000000-12"}


def test_what_a_killed_run_has_left_is_dropped_and_what_is_not_ours_is_not(coffee, batch):
    left = coffee / ".out.scenario-made"
    put(left / "lock", "")
    put(left / "scenario=coffee/part-0.parquet", "half")
    batch("coffee", "-o", "out/")
    assert not left.exists()
    put(left / "mine.txt", "mine")
    assert "in the way" in batch("coffee", "-o", "out/", "--force", code=3).stderr
    assert (left / "mine.txt").read_text() == "mine"


def test_from_python_the_rows_are_read_from_the_folder(coffee):
    answer = sc.batch("coffee", injects="each", output="out/")
    held = sc.batch("coffee", injects="each")
    assert answer.output == "out/"
    assert answer.to_arrow().to_pylist() == held.to_arrow().to_pylist()
    summed = sc.batch("coffee", weights="weights", summary=True, by="weights", output="sums/")
    assert (
        summed.to_arrow().to_pylist()
        == sc.batch("coffee", weights="weights", summary=True, by="weights").to_dict()["table"]
    )
    assert summed.rows == len(summed.to_arrow()) == 9


@pytest.mark.parametrize("name", ["Röst & co", "a=b", "100%", "..x", "*star", "two words", "\udcff"])
def test_a_scenario_without_an_id_gives_a_folder_that_any_disk_can_hold(coffee, batch, run, name):
    try:
        put(coffee / f"odd/{name}.yaml", COFFEE.replace("id: coffee\n", ""))
    except (OSError, UnicodeEncodeError):
        pytest.skip("this disk has no such names")
    batch("odd", "-o", "one.csv")
    batch("odd", "-o", "one/")
    (file,) = manifest_of(coffee / "one")["files"]
    assert file["path"].isascii()
    assert run("merge", "one", "-o", "merged.csv").exit_code == 0
    assert (coffee / "merged.csv").read_bytes() == (coffee / "one.csv").read_bytes()


def test_another_run_cannot_write_the_same_folder_meanwhile(coffee, batch):
    folder = DatasetFolder("out/", force=False)
    folder.start()
    assert "out: error: cannot be written: another run is writing it" in batch("-o", "out/", code=3).stderr
    folder.close()
    batch("-o", "out/")

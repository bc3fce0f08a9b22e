"""Shards of a run, merged in any order: the bytes of one run, or what keeps them from it."""

import json
from pathlib import Path

import pytest
from batch_builders import FORMS, put

import scenario_cli as sc
from scenario_cli.batch.dataset import Shard, shard_of
from scenario_cli.batch.part import PartFile
from scenario_cli.errors import UsageError

pytestmark = pytest.mark.thorough

pytest.importorskip("pyarrow")

OUTPUTS = [*FORMS, "/"]


def everything_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def content_of(path):
    return everything_in(path) if path.is_dir() else path.read_bytes()


@pytest.fixture
def merge(run):
    def merge(*args, code=0):
        result = run("merge", *args)
        assert result.exit_code == code, (result.stdout, result.stderr, result.exception)
        return result

    return merge


@pytest.fixture
def varied(table, coffee):
    """A line with tables that have other columns, missing values, and signs that CSV has to quote."""
    lines = ["weights,comfort,cost,team,note"]
    lines += [f'"w, {k}",{k % 7 + 1},{k % 5 + 1},{"rgb"[k % 3]},{"=1+1" if k % 4 else ""}' for k in range(70)]
    put(coffee / "teams.csv", "\n".join(lines) + "\n")
    put(coffee / "other.csv", "taste,wait,cost,ö\n1,2,3,ü\n0,0,0,\n4,2,1,🙂\n")
    return [
        "coffee",
        "--table",
        "teams.csv",
        "--table",
        "other.csv",
        "--table",
        "table.csv",
        "--keep-columns",
    ]


def shards_of(run, line, n):
    """Write shards; which of them tells of a wrong row is not looked at."""
    names = [f"s{k}" for k in range(1, n + 1)]
    for k, name in enumerate(names, 1):
        assert run("batch", *line, "--shard", f"{k}/{n}", "-o", f"{name}/", "--jobs", "1").exit_code in (0, 3)
    return names


@pytest.mark.parametrize(
    "more",
    [
        ["--injects", "all"],
        ["--rows", "changes", "--injects", "each", "--plain"],
        ["--columns", "score,could_lead,low,team,row,weights"],
        ["-w", "weights"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("small_pieces")
def test_merged_shards_are_the_bytes_of_one_run(coffee, run, batch, merge, varied, more):
    line = [*varied, *more]  # a row of other.csv has no weight
    names = shards_of(run, line, 3)
    for output in OUTPUTS:
        batch(*line, "-o", f"one{output}", "--jobs", "2", code=3)
        assert merge(*reversed(names), "-o", f"merged{output}").stderr == ""
        one = content_of(coffee / f"one{output}")
        assert content_of(coffee / f"merged{output}") == one
    for output in OUTPUTS:
        merge("one/", "-o", f"again{output}", "--force")
        assert content_of(coffee / f"again{output}") == content_of(coffee / f"one{output}")


@pytest.mark.parametrize("by", [[], ["--by", "team"], ["--by", "weights,file"]])
@pytest.mark.usefixtures("small_pieces")
def test_merged_summaries_are_the_bytes_of_one_run(coffee, run, batch, merge, varied, by):
    line = [*varied, "--injects", "each", "--summary", *by]
    names = shards_of(run, line, 4)
    for output in OUTPUTS:
        batch(*line, "-o", f"one{output}", "--jobs", "2", code=3)
        merge(names[2], names[0], names[3], names[1], "-o", f"merged{output}")
        assert content_of(coffee / f"merged{output}") == content_of(coffee / f"one{output}")
    for output in OUTPUTS:
        merge("one", "-o", f"again{output}", "--force")
        assert content_of(coffee / f"again{output}") == content_of(coffee / f"one{output}")


def test_several_scenarios_and_more_shards_than_pieces(coffee, run, batch, merge):
    line = ["coffee", "china-arms-russia", "coffee", "--injects", "each"]
    names = shards_of(run, line, 5)
    assert json.loads((coffee / "s5/manifest.json").read_bytes())["files"] == []
    for output in OUTPUTS:
        batch(*line, "-o", f"one{output}")
        merge(*names, "-o", f"merged{output}")
        assert content_of(coffee / f"merged{output}") == content_of(coffee / f"one{output}")


def test_a_shard_is_the_same_for_any_number_of_jobs(coffee, batch, small_pieces, varied):
    for jobs in ("1", "2"):
        batch(*varied, "--shard", "2/3", "-o", f"{jobs}/", "--jobs", jobs, code=0)
    assert everything_in(coffee / "1") == everything_in(coffee / "2")
    manifest = json.loads((coffee / "1/manifest.json").read_bytes())
    assert manifest["shard"] == [2, 3]
    assert [file["path"] for file in manifest["files"][:2]] == [
        "scenario=coffee/part-1.parquet",
        "scenario=coffee/part-4.parquet",
    ]


def test_shards_of_other_folders_are_of_one_run(coffee, run, batch, merge, monkeypatch):
    line = ["coffee.yaml", "-w", "a.yaml", "-w", "b.yaml"]
    for k in (1, 2):
        home = coffee / f"machine {k}"
        put(home / "coffee.yaml", (coffee / "scenarios/coffee.yaml").read_text())
        for name in "ab":
            put(home / f"{name}.yaml", (coffee / "weights/fair.yaml").read_text())
        names = [f"{home}/{word}" if word.endswith("yaml") else word for word in line]
        batch(*names, "--shard", f"{k}/2", "-o", f"{k}/")
    merge("1", "2", "-o", "all.csv")


@pytest.mark.parametrize("output", ["all.csv", "all/"])
def test_shards_that_do_not_fit_are_told(coffee, run, batch, merge, small_pieces, output):
    line = ["coffee", "-w", "weights"]
    shards_of(run, line, 3)
    batch(*line, "--injects", "each", "--shard", "2/3", "-o", "other/")
    batch(*line, "--shard", "1/2", "-o", "half/")
    (coffee / "empty").mkdir()
    for named, said in (
        (["s1", "s3"], "s1: error: shard 2/3 of its run is missing"),
        (["s3"], "s3: error: shard 2/3 of its run is missing"),
        (["s1", "s2", "s3", "s2"], "s2: error: shard 2/3 is there twice: 's2' is this one, too"),
        (["s1", "other", "s3"], "other: error: shard 2/3 is of another run than 's1'"),
        (["s1", "s2", "half"], "half: error: shard 1/2 is of another run than 's1'"),
        (["s1", "s2", "s3", "away"], "away: error: No such file or directory: no manifest.json"),
        (["s1", "s2", "empty"], "empty: error: no finished dataset is in this folder: no manifest.json"),
    ):
        assert said in merge(*named, "-o", output, code=3).stderr
        assert not (coffee / output).exists()


@pytest.mark.parametrize("more", [[], ["--summary"]])
def test_a_changed_piece_is_told_by_its_file(coffee, run, batch, merge, small_pieces, more):
    shards_of(run, ["coffee", "-w", "weights", *more], 2)
    piece = next(path for path in sorted((coffee / "s2").rglob("*")) if path.suffix in (".parquet", ".jsonl"))
    place = piece.relative_to(coffee).as_posix()
    content = piece.read_bytes()
    piece.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    result = merge("s1", "s2", "-o", "all.csv", code=3)
    assert result.stderr.startswith(f"{place}: error: its bytes are not those that were written")
    piece.unlink()
    assert f"{place}: error: it cannot be read" in merge("s1", "s2", "-o", "all.csv", code=3).stderr
    assert not Path("all.csv").exists()


def test_weights_that_are_changed_between_shards_make_another_run(coffee, run, batch, merge, small_pieces):
    batch("coffee", "-w", "weights", "--shard", "1/2", "-o", "a/")
    put(coffee / "weights/fair.yaml", (coffee / "weights/fair.yaml").read_text() + "# seen\n")
    batch("coffee", "-w", "weights", "--shard", "2/2", "-o", "b/")
    assert "b: error: shard 2/2 is of another run than 'a'" in merge("a", "b", "-o", "x.csv", code=3).stderr


@pytest.mark.parametrize("path", ["../x.parquet", "/x.parquet", "a/../../x", "", "..\\x"])
def test_a_manifest_that_leads_elsewhere_is_none(coffee, run, batch, merge, path):
    batch("coffee", "-o", "a/")
    manifest = json.loads((coffee / "a/manifest.json").read_bytes())
    manifest["files"][0]["path"] = path
    put(coffee / "a/manifest.json", json.dumps(manifest))
    said = "a/manifest.json: error: this is no manifest of a dataset"
    assert said in merge("a", "-o", "x.csv", code=3).stderr


def test_shards_are_not_written_over(coffee, run, batch, merge, small_pieces):
    shards_of(run, ["coffee", "-w", "weights"], 2)
    before = everything_in(coffee)
    result = merge("s1", "s2", "-o", "s1/", "--force", code=2)
    assert result.stderr == "error: -o s1/: this is of a shard that is read\n"
    merge("s1", "s2", "-o", "s2", "--force", code=2)
    assert everything_in(coffee) == before
    assert "expected one of" in merge("s1", "s2", "-o", "x.txt", code=2).stderr


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "1/", "/2", "a/b", "-1/2", "1/2/3", "²/3", "1/0"])
def test_what_names_no_shard_is_refused(coffee, batch, text):
    with pytest.raises(UsageError):
        shard_of(text)
    result = batch("coffee", "--shard", text, "-o", "a/", code=2)
    assert result.stderr.startswith(f"error: --shard {text}: expected the number of a shard")
    assert not (coffee / "a").exists()


@pytest.mark.parametrize("more", [[], ["-o", "x.csv"]])
def test_a_shard_needs_a_folder(coffee, batch, more):
    assert shard_of("2/3") == Shard(2, 3)
    result = batch("coffee", "--shard", "1/2", *more, code=2)
    assert result.stderr == "error: --shard goes with -o DIR/, a name that ends in /\n"


def test_from_python_shards_are_merged_too(coffee, small_pieces):
    for k in (1, 2):
        sc.batch("coffee", weights="weights", shard=f"{k}/2", output=f"{k}/")
    answer = sc.merge(["2", "1"], output="all/")
    assert answer.finding == "9 rows of 2 shards are in all/."
    held = sc.batch("coffee", weights="weights").to_arrow()
    assert answer.to_arrow().to_pylist() == held.to_pylist()
    with pytest.raises(UsageError):
        sc.batch("coffee", shard="1/2", output="x.csv")
    with pytest.raises(UsageError):
        sc.merge([], output="x.csv")


@pytest.mark.parametrize("output", ["all/", "all.parquet", "all.jsonl"])
def test_from_python_summaries_are_merged_too(coffee, small_pieces, output):
    for k in (1, 2):
        shard = sc.batch("coffee", weights="weights", summary=True, shard=f"{k}/2", output=f"{k}/")
        assert shard.rows == 0
    merged = sc.merge(["1", "2"], output=output)
    held = sc.batch("coffee", weights="weights", summary=True)
    assert merged.to_arrow().to_pylist() == held.to_dict()["table"]


def test_a_merge_that_was_cut_off_is_dropped_by_force(coffee, run, merge, monkeypatch, small_pieces):
    shards_of(run, ["coffee", "-w", "weights"], 2)
    whole = PartFile.finish

    def fail(self):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PartFile, "finish", fail)
    assert "all.csv: error: cannot be written" in merge("s1", "s2", "-o", "all.csv", code=3).stderr
    monkeypatch.setattr(PartFile, "finish", whole)
    result = merge("s1", "s2", "-o", "all.csv", code=2)
    assert "an unfinished run stands here (9 rows of shards s1, s2); --force drops it" in result.stderr
    merge("s1", "s2", "-o", "all.csv", "--force")


@pytest.mark.parametrize("rows", ["all", "changes"])
@pytest.mark.usefixtures("small_pieces")
def test_a_dataset_begins_a_file_every_sixteen_pieces_merged_or_not(long_table, run, batch, merge, rows):
    """Of few rows some pieces are empty; that moves no row from one file to another."""
    line = ["coffee", "--table", "long.csv", "--rows", rows]
    batch(*line, "-o", "whole/")
    files = json.loads((long_table / "whole/manifest.json").read_bytes())["files"]
    assert [file["path"] for file in files] == [f"scenario=coffee/part-{k}.parquet" for k in range(8)]
    if rows == "all":
        assert [file["rows"] for file in files] == [50 * 16 * 3] * 7 + [50 * 8 * 3]
    merge(*shards_of(run, line, 3), "-o", "merged/")
    merge("whole", "-o", "again/")
    assert everything_in(long_table / "merged") == everything_in(long_table / "whole")
    assert everything_in(long_table / "again") == everything_in(long_table / "whole")
